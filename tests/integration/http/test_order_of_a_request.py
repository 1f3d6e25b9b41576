"""Who, may, key, valid, version, act: each step of a request is answered before the next is looked at."""

from __future__ import annotations

import pytest

from shared.runtime.access import Role
from tests.support.served import Served

NOTES = "/board/v1/notes"


def test_a_command_is_answered_with_what_it_made(served: Served) -> None:
    """Id, version and position in the body; the version as ETag, the position as Loket-Position."""
    answer = served.pinned()
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "version": 1, "position": 1}
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Loket-Position"] == "board=1"


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer a.b.c", "bearer  "]
)
def test_without_a_valid_token_nothing_else_is_looked_at(served: Served, authorization: str | None) -> None:
    """401, although key and body are missing too."""
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = served.http.post(NOTES, content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.APPLICANT, Role.CASE_HANDLER)])
def test_another_role_is_turned_away_before_its_request_is_read(served: Served, role: Role) -> None:
    """403, although key and body are missing too."""
    answer = served.http.post(NOTES, content=b"{", headers=served.token(role))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_admitted")


def test_a_command_without_a_key_is_refused_by_name_of_the_header(served: Served) -> None:
    """Before its body is validated."""
    answer = served.http.post(NOTES, json={}, headers=served.token())
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "caf\u00e9"])
def test_a_key_is_visible_ascii_of_bounded_length(served: Served, key: str) -> None:
    """It is stored, so it may not be just anything."""
    answer = served.command(NOTES, {"text": "Bring cake"}, headers={"Idempotency-Key": key.encode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")


def test_every_fault_is_told_at_once_and_no_value_is_echoed(served: Served) -> None:
    """Place, rule and words for each."""
    body = {"text": "ab", "until": "1 May 2026", "frame": {"width": 1000}, "secret": "GVD-01-X"}
    answer = served.command(NOTES, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert {(fault["field"], fault["rule"]) for fault in answer.json()["errors"]} == {
        ("body.text", "string_too_short"),
        ("body.until", "legal_date"),
        ("body.frame.width", "less_than_equal"),
        ("body.secret", "extra_forbidden"),
    }
    assert not {"GVD-01-X", "1 May 2026"} & set(answer.text.split('"'))


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"[" * 100, b'{"text": "abc", "text": "abd"}', b'{"text": NaN}', b"\xff", b'"text"'],
)
def test_a_body_that_is_not_the_json_we_ask_for_is_a_fault(served: Served, content: bytes) -> None:
    """400 with the body as its place, never 422."""
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = served.http.post(NOTES, content=content, headers={**served.token(), **headers})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/board/v1/notes/17", "path.noteId"),
        (f"/board/v1/notes/{'0' * 32}/count?atLeast=-1", "query.atLeast"),
    ],
)
def test_path_and_query_are_validated_too(served: Served, path: str, field: str) -> None:
    """In the names of the API."""
    answer = served.get(path)
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_a_body_over_one_mebibyte_is_refused(served: Served) -> None:
    """By its announced length, before any of it is read."""
    headers = {**served.token(), "Idempotency-Key": "k", "Content-Length": str(1024 * 1024 + 1)}
    answer = served.http.post(NOTES, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_of_unannounced_length_is_counted(served: Served) -> None:
    """Chunks without Content-Length, until they are too many."""
    chunks = (b"x" * 65536 for _ in range(17))
    headers = {**served.token(), "Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = served.http.post(NOTES, content=chunks, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_change_says_which_version_it_changes(served: Served) -> None:
    """428 without If-Match."""
    note = served.pinned().json()["id"]
    answer = served.command(f"{NOTES}/{note}/signatures")
    assert (answer.status_code, answer.json()["code"]) == (428, "if_match_missing")


@pytest.mark.parametrize("etag", ["3", 'W/"1"', "*", '"one"', '"1", "2"', '"-1"'])
def test_if_match_is_one_strong_tag(served: Served, etag: str) -> None:
    """Anything else is a fault of the request."""
    note = served.pinned().json()["id"]
    answer = served.command(f"{NOTES}/{note}/signatures", headers={"If-Match": etag})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "header.If-Match")


def test_a_stale_version_is_refused_and_the_read_one_is_taken(served: Served) -> None:
    """412 when somebody else came first; the ETag of a GET is what the command names."""
    note = served.pinned().json()["id"]
    read = served.get(f"{NOTES}/{note}")
    assert read.headers["ETag"] == '"1"'
    path = f"{NOTES}/{note}/signatures"
    first = served.command(path, headers={"If-Match": read.headers["ETag"]})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    second = served.command(path, headers={"If-Match": read.headers["ETag"]})
    assert (second.status_code, second.json()["code"]) == (412, "version_conflict")


def test_a_refusal_of_the_domain_is_a_problem_with_its_code(served: Served) -> None:
    """And stores nothing."""
    note = served.pinned().json()["id"]
    path = f"{NOTES}/{note}/signatures"
    for version in (1, 2, 3):
        assert served.command(path, headers={"If-Match": f'"{version}"'}).status_code == 200
    answer = served.command(path, headers={"If-Match": '"4"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "note_full")
    assert served.board.context.log.head() == 4


def test_what_is_not_there_is_not_found(served: Served) -> None:
    """Before the version is compared."""
    answer = served.command(f"{NOTES}/{'0' * 32}/signatures", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_search_needs_no_key(served: Served) -> None:
    """It is a POST because what is asked may not stand in a URL."""
    answer = served.http.post("/board/v1/note-searches", json={"text": "abc"}, headers=served.token())
    assert (answer.status_code, answer.json()) == (200, {"signatures": 3})


@pytest.mark.parametrize("content", [b"{", b'{"text": "abc", "text": "abd"}', b"[" * 40, b'{"text": "ab"}'])
def test_a_search_is_validated_as_strictly_as_a_command(served: Served, content: bytes) -> None:
    """Its JSON is read by the same rules."""
    headers = {**served.token(), "Content-Type": "application/json"}
    answer = served.http.post("/board/v1/note-searches", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
