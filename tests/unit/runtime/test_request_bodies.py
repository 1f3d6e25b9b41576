"""Strict JSON, and the types of bodies."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from shared.runtime.request_bodies import (
    Body,
    Instant,
    LegalDate,
    MalformedBody,
    View,
    WholeNumber,
    fingerprint,
    parse_json,
)


class Statement(Body):
    """A body with one field of each careful type."""

    received_on: LegalDate | None = None
    seen_at: Instant | None = None
    kilometres: WholeNumber | None = None


class Answer(View):
    """An answer with a name of two words."""

    valid_until: LegalDate


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "not well-formed"),
        (b"{", "not well-formed"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": {"b": 1, "b": 1}}', "twice"),
        (b"[NaN]", "number"),
        (b"[Infinity]", "number"),
        (b"[1e999]", "out of range"),
        (b"[9007199254740993]", "out of range"),
        (b"[" + b"1" * 5000 + b"]", "out of range"),
        (b'"\\ud800"', "not well-formed"),
        (b'"\\u0000"', "NUL"),
        (b'{"\\u0000": 1}', "NUL"),
        (b"\xff", "not well-formed"),
        (b"[" * 33 + b"]" * 33, "too deeply"),
        (b'{"a":' * 100_000, "too deeply"),
    ],
)
def test_json_that_others_could_read_differently_is_refused(text: bytes, reason: str) -> None:
    """Each with a reason that does not quote it."""
    with pytest.raises(MalformedBody, match=reason):
        parse_json(text)


@pytest.mark.parametrize(
    "text", [b'"[[[[\\"[[["', b"[" * 32 + b"]" * 32, b'"\\\\u0000"', b'"\xc3\xa9"', b"-3"]
)
def test_ordinary_json_is_read(text: bytes) -> None:
    """Brackets inside text are no nesting, and a backslash is no NUL."""
    parse_json(text)


def test_equal_requests_have_equal_fingerprints() -> None:
    """Order of keys and white space do not make another request."""
    one, other = parse_json(b'{"a": 1, "b": [2]}'), parse_json(b'{ "b":[2],\n"a":1 }')
    assert fingerprint(b"k", "POST", "/x", one) == fingerprint(b"k", "POST", "/x", other)


@pytest.mark.parametrize(
    ("key", "method", "path", "body"),
    [
        (b"other", "POST", "/x", {"a": 1}),
        (b"k", "PUT", "/x", {"a": 1}),
        (b"k", "POST", "/y", {"a": 1}),
        (b"k", "POST", "/x", {"a": "1"}),
        (b"k", "POST", "/x", {"a": True}),
    ],
)
def test_other_requests_have_other_fingerprints(
    key: bytes, method: str, path: str, body: dict[str, int | str]
) -> None:
    """Any part that differs; and without the key nobody can try bodies against a fingerprint."""
    assert fingerprint(key, method, path, dict(body)) != fingerprint(b"k", "POST", "/x", {"a": 1})


@pytest.mark.parametrize(
    "value", [0, 1772000000, True, "2026-13-01", "2026-02-29", "20260301", "2026-03-01T00:00:00Z"]
)
def test_a_legal_date_is_an_iso_date_and_nothing_else(value: object) -> None:
    """In particular 0 is not the first of January 1970."""
    with pytest.raises(ValidationError):
        Statement.model_validate({"receivedOn": value})


def test_a_legal_date_is_read() -> None:
    """The 29th of February in a leap year."""
    assert Statement.model_validate({"receivedOn": "2028-02-29"}).received_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        0,
        "2026-03-01",
        "2026-03-01T12:00:00",
        "2026-03-01T25:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_an_instant_has_a_time_and_an_offset(value: object) -> None:
    """A local time could be either of two instants in October."""
    with pytest.raises(ValidationError):
        Statement.model_validate({"seenAt": value})


@pytest.mark.parametrize("text", ["2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00"])
def test_an_instant_has_any_offset(text: str) -> None:
    """The same instant in two notations."""
    seen = Statement.model_validate({"seenAt": text}).seen_at
    assert seen == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("value", ["3", True, 3.0, 3.5])
def test_a_whole_number_is_not_guessed(value: object) -> None:
    """Text and truth values are not numbers."""
    with pytest.raises(ValidationError):
        Statement.model_validate({"kilometres": value})


@pytest.mark.parametrize("name", ["received_on", "unknown"])
def test_only_the_published_names_are_fields(name: str) -> None:
    """Neither our Python names nor anything else."""
    with pytest.raises(ValidationError):
        Statement.model_validate({name: "2026-03-01"})


def test_an_answer_speaks_camel_case() -> None:
    """Built by Python names, written by published ones."""
    assert Answer(valid_until=date(2026, 3, 1)).model_dump_json() == '{"validUntil":"2026-03-01"}'
