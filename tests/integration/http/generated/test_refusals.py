"""What is wrong with a request, refused in the same way by every operation of every service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from tests.support.operations import IF_MATCH, KEY, Document, Operation
from tests.support.whole_house import House, Request

NOT_AN_ID: Final = "GVD-01-X"
NONSENSE: Final = "nonsenseField"


def _request(house: House, operation: Operation, *, headers: Mapping[str, str] | None = None) -> Request:
    """By somebody who may, on things that do not exist; a command has its key."""
    given = {KEY: str(uuid4())} if operation.changes_something else {}
    return Request(
        house.admitted(operation), operation.method, operation.path(), None, {**given, **(headers or {})}
    )


def _told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def _fields(answer: httpx.Response) -> set[str]:
    assert _told(answer) == (400, "invalid_request"), answer.text
    return {fault["field"] for fault in answer.json()["errors"]}


def test_without_a_token_nothing_is_answered(house: House) -> None:
    """401, which says how to come in."""
    for operation in house.operations:
        answer = house.send(Request(None, operation.method, operation.path()))
        assert _told(answer) == (401, "not_authenticated"), operation
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        ("", "idempotency_key_malformed"),
        ("a b", "idempotency_key_malformed"),
        ("x" * 256, "idempotency_key_malformed"),
    ],
)
def test_a_command_needs_a_key(house: House, key: str | None, code: str) -> None:
    """400 without one, and with one that cannot be kept."""
    for operation in house.operations:
        if operation.changes_something:
            headers = {} if key is None else {KEY: key}
            answer = house.send(Request(house.admitted(operation), "POST", operation.path(), None, headers))
            assert _told(answer) == (400, code), operation


def test_what_changes_nothing_needs_no_key(house: House) -> None:
    """A search is looked at without one."""
    for operation in house.operations:
        if operation.method == "POST" and not operation.changes_something:
            answer = house.send(Request(house.admitted(operation), "POST", operation.path(), {}))
            assert _fields(answer), operation


def test_a_method_that_is_not_offered_is_told_with_those_that_are(house: House) -> None:
    """405 with `Allow`, before anything else is looked at."""
    offered: dict[tuple[str, str], set[str]] = {}
    for operation in house.operations:
        offered.setdefault((operation.service, operation.template), set()).add(operation.method)
    for operation in house.operations:
        allowed = offered[operation.service, operation.template]
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            answer = house.send(Request(None, method, operation.path()))
            assert _told(answer) == (405, "method_not_allowed"), (method, operation)
            assert set(answer.headers["Allow"].split(", ")) == allowed, (method, operation)


def test_a_body_says_that_it_is_json(house: House) -> None:
    """415 for any other media type, and for none."""
    for operation in house.operations:
        if operation.method == "POST":
            for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
                request = _request(house, operation, headers={"Content-Type": media_type})
                answer = house.send(request, content=b"{}")
                assert _told(answer) == (415, "unsupported_media_type"), operation


def test_a_body_that_nobody_asks_for_is_a_fault(house: House) -> None:
    """What is said there would be silently ignored."""
    for operation in house.operations:
        if operation.body is None:
            answer = house.send(_request(house, operation), json={NONSENSE: 1})
            assert "body" in _fields(answer), operation


def test_an_unknown_parameter_is_a_fault(house: House) -> None:
    """Named when it can be a misspelt one, and not echoed when it can be a plate."""
    for operation in house.operations:
        request = _request(house, operation)
        answer = house.send(request, params={NONSENSE: "1", NOT_AN_ID: "1"})
        assert {f"query.{NONSENSE}", "query.*"} <= _fields(answer), operation
        assert NOT_AN_ID not in answer.text, operation


def test_an_id_that_is_none_is_a_fault(house: House) -> None:
    """400 with its place in the path, and the value is not echoed."""
    for operation in house.operations:
        parameters = operation.parameters("path")
        names = {one["name"] for one in parameters if one["schema"].get("format") == "uuid"}
        if names:
            path = operation.path(**dict.fromkeys(operation.names("path"), NOT_AN_ID))
            answer = house.send(
                Request(house.admitted(operation), operation.method, path, None, {KEY: str(uuid4())})
            )
            assert {f"path.{name}" for name in names} <= _fields(answer), operation
            assert NOT_AN_ID not in answer.text, operation


def test_what_must_be_said_is_named_all_at_once(house: House) -> None:
    """An empty body is told every required field, also inside others, together with every other fault."""
    for operation in house.operations:
        if operation.body is not None:
            empty, missing = _emptied(operation, operation.body)
            faulty = {IF_MATCH: "3"} if operation.asks_for_version else {}
            request = _request(house, operation, headers=faulty)
            answer = house.send(request, json={**empty, NONSENSE: 1}, params={NONSENSE: "1"})
            expected = {f"body.{place}" for place in (*missing, NONSENSE)} | {f"query.{NONSENSE}"}
            expected |= {f"header.{name}" for name in faulty}
            assert _fields(answer) >= expected, operation


def test_what_has_the_wrong_type_is_named_all_at_once(house: House) -> None:
    """Every field of every body."""
    for operation in house.operations:
        if operation.body is not None:
            properties = operation.body["properties"]
            wrong = {name: _of_another_type(schema) for name, schema in properties.items()}
            named = _fields(house.send(_request(house, operation), json=wrong))
            assert {field.split(".")[1] for field in named} >= properties.keys(), operation


def test_a_correlation_that_is_none_is_a_fault(house: House) -> None:
    """Told together with the others."""
    for operation in house.operations:
        if operation.changes_something:
            request = _request(house, operation, headers={"Loket-Correlation-Id": NOT_AN_ID})
            assert "header.Loket-Correlation-Id" in _fields(house.send(request, json={NONSENSE: 1})), (
                operation
            )


def test_what_is_not_there_is_not_found(house: House) -> None:
    """Every read of one thing, by an id of nothing."""
    for operation in house.operations:
        if operation.method == "GET" and operation.names("path"):
            answer = house.send(_request(house, operation))
            assert answer.status_code == 404, (operation, answer.text)


@pytest.mark.parametrize("value", ["elsewhere=1", "decisions", "decisions=-1", "decisions=1;2", "", "a=1,"])
def test_only_a_log_that_is_read_here_can_be_waited_for(house: House, value: str) -> None:
    """Anything else is a fault, told together with the others."""
    for operation in house.operations:
        if operation.method == "GET":
            request = _request(house, operation, headers={"Loket-Wait-For": value})
            named = _fields(house.send(request, params={NONSENSE: "1"}))
            assert {"header.Loket-Wait-For", f"query.{NONSENSE}"} <= named, operation


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=-1", "limit=x", "limit=1&limit=2"])
def test_a_page_is_bounded(house: House, query: str) -> None:
    """400, not a guess; feeds of services have a bound of their own."""
    for operation in house.operations:
        if "after" in operation.names("query"):
            asked = query.replace("501", "1001") if 500 in _defaults(operation) else query
            answer = house.send(_request(house, operation), params=httpx.QueryParams(asked))
            assert _fields(answer) == {"query.limit"}, operation


def _defaults(operation: Operation) -> list[object]:
    return [one["schema"].get("default") for one in operation.parameters("query")]


def _emptied(operation: Operation, schema: Document) -> tuple[dict[str, Any], list[str]]:
    """A body with nothing but what holds other fields, and the places of what then is missing."""
    body: dict[str, Any] = {}
    missing: list[str] = []
    for name in schema.get("required", ()):
        inner = operation.resolved(schema["properties"][name])
        if "properties" in inner:
            body[name], places = _emptied(operation, inner)
            missing += [f"{name}.{place}" for place in places]
        else:
            missing.append(name)
    return body, missing


def _of_another_type(schema: Document) -> object:
    """A value of a type that no field of this kind takes."""
    return 17 if "array" in set(_types(schema)) else [[17]]


def _types(schema: Document) -> Iterator[str]:
    told = schema.get("type", ())
    yield from [told] if isinstance(told, str) else told
    for other in schema.get("anyOf", ()):
        yield from _types(other)
