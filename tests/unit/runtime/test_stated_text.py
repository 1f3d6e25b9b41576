"""The OpenAPI documents say of free text what is refused: NUL, and nothing but blanks."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter

from services.applications.api.submission import Email
from shared.runtime.openapi import state_text
from shared.runtime.person_body import Line, Postcode
from shared.runtime.request_bodies import Body
from shared.vocabulary import PLATE_PATTERN


class Remark(Body):
    """A body with a text that must be there, one that may be, and one that says itself what it is."""

    words: str
    more: str | None = None
    code: str = "a"


def pattern_of(kind: object) -> str:
    """As the document shows it."""
    return str(TypeAdapter(kind).json_schema()["pattern"])


def stated(**of: object) -> dict[str, object]:
    """The properties of a closed schema after the patterns are put in."""
    schemas = {"Remark": {"additionalProperties": False, "properties": dict(of)}}
    state_text(schemas)
    return schemas["Remark"]["properties"]  # type: ignore[return-value]  # as was put in


@pytest.mark.parametrize("text", ["a", " a\n", "a\u0085b"])
def test_a_text_fits(text: str) -> None:
    """Lines and blanks may stand in it."""
    for least in (0, 1):
        pattern = stated(words={"type": "string", "minLength": least})["words"]["pattern"]
        assert re.search(pattern, text)


@pytest.mark.parametrize(("text", "least"), [("a\0", 0), ("\0", 1), ("", 1), (" \n", 1), ("\u0085", 1)])
def test_a_text_does_not(text: str, least: int) -> None:
    """As the bodies refuse it: with what they strip, nothing is left."""
    pattern = stated(words={"type": "string", "minLength": least})["words"]["pattern"]
    assert not re.search(pattern, text)
    assert "\0" in text or not TypeAdapter(Remark).validate_python({"words": text}).words


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        (PLATE_PATTERN, "V-999-CC", ["V-999\0CC", "\0V999CC", "V"]),
        (pattern_of(Email), "a@b.nl", ["\0@b.nl", "a@b.n\0"]),
        (pattern_of(Line), " A. Jansen ", ["A\0", " ", "\u0085"]),
        (pattern_of(Postcode), "1234 AB", ["T ", "1234\0"]),
    ],
)
def test_what_says_itself_what_it_is_takes_no_nul_and_more_than_blanks(
    pattern: str, fits: str, does_not: list[str]
) -> None:
    """Found from outside: the document allowed what every body refuses."""
    assert re.search(pattern, fits)
    assert [text for text in does_not if re.search(pattern, text)] == []


def test_what_says_itself_what_it_is_stays_as_it_is() -> None:
    """A day, a code, one of some words; and inside of lists and alternatives every text is found."""
    day, code = {"type": "string", "format": "date"}, {"type": "string", "pattern": "^a$"}
    many = {"type": "array", "items": {"type": ["string", "null"]}}
    told = stated(day=dict(day), code=dict(code), many=many)
    assert (told["day"], told["code"]) == (day, code)
    assert "pattern" in many["items"]


def test_what_is_answered_is_left_alone() -> None:
    """Answers may gain fields, and hold what was stored."""
    answer = {"properties": {"words": {"type": "string"}}}
    state_text({"Answer": answer})
    assert answer == {"properties": {"words": {"type": "string"}}}
