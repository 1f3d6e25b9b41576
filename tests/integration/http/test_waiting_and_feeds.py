"""Reading one's own writes, and what services show each other."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import pytest
from joserfc import jwt

from shared.contracts.envelope import FeedPage, JournalPage
from shared.runtime.access import Role
from tests.support.patience import PATIENCE_SECONDS
from tests.support.served import Served

NOTES = "/board/v1/notes"


def test_a_read_waits_for_the_position_of_the_write(moving: Served) -> None:
    """Through the following projection, every time."""
    for number in range(1, 21):
        pinned = moving.pinned()
        count = moving.get(
            f"{NOTES}/{pinned.json()['id']}/count", Loket_Wait_For=pinned.headers["Loket-Position"]
        )
        assert (count.status_code, count.json()) == (200, {"signatures": 0}), number


def test_another_service_can_be_asked_to_wait_for_a_log_that_it_reads(moving: Served) -> None:
    """Also for a position at which nothing was published."""
    note = moving.pinned().json()["id"]
    signed = moving.command(f"{NOTES}/{note}/signatures", headers={"If-Match": '"1"'})
    seen = moving.get(
        "/readingroom/v1/notes", Role.APPLICANT, Loket_Wait_For=signed.headers["Loket-Position"]
    )
    assert (seen.status_code, seen.json()) == (200, {"notes": [note]})


def test_a_position_that_does_not_come_is_not_waited_for_longer_than_two_seconds(moving: Served) -> None:
    """503, to be tried again."""
    began = time.monotonic()
    answer = moving.get("/readingroom/v1/notes", Role.APPLICANT, Loket_Wait_For="board=99")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_yet_there")
    assert answer.headers["Retry-After"] == "1"
    assert 1.9 < time.monotonic() - began < 4


@pytest.mark.parametrize("value", ["elsewhere=1", "board", "board=-1", "board=1;2", "", "board=1,"])
def test_only_a_log_that_is_read_here_can_be_waited_for(served: Served, value: str) -> None:
    """Anything else is a fault of the request."""
    answer = served.get("/readingroom/v1/notes", Role.APPLICANT, Loket_Wait_For=value)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "header.Loket-Wait-For")


def _as_audit(served: Served) -> dict[str, str]:
    return served.token(Role.SYSTEM, "service:audit")


def test_the_feed_shows_published_messages_to_services(served: Served) -> None:
    """In order, each naming the one before."""
    for _ in range(3):
        served.pinned()
    answer = served.http.get(
        "/board/v1/feed?after=1&limit=2", headers=served.token(Role.SYSTEM, "service:room")
    )
    page = msgspec.json.decode(answer.content, type=FeedPage)
    assert [(message.previous, message.position) for message in page.messages] == [(1, 2), (2, 3)]


def test_the_journal_is_for_audit_alone(served: Served) -> None:
    """Another service gets 403, audit every event."""
    served.pinned()
    other = served.http.get("/board/v1/journal", headers=served.token(Role.SYSTEM, "service:room"))
    assert (other.status_code, other.json()["code"]) == (403, "journal_is_for_audit")
    answer = served.http.get("/board/v1/journal", headers=_as_audit(served))
    (record,) = msgspec.json.decode(answer.content, type=JournalPage).records
    assert (record.act, record.actor) == ("board.note-pinned", "case_handler-1")


@pytest.mark.parametrize("path", ["/board/v1/feed", "/board/v1/journal"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_feeds_are_closed_to_people(served: Served, path: str, role: Role) -> None:
    """Whatever their role."""
    assert served.get(path, role).status_code == 403


@pytest.mark.parametrize("query", ["after=-1", "limit=0", "limit=1001", "after=x"])
def test_a_page_is_bounded(served: Served, query: str) -> None:
    """400, not a guess."""
    assert served.http.get(f"/board/v1/feed?{query}", headers=_as_audit(served)).status_code == 400


def test_a_service_without_a_log_has_no_feeds(served: Served) -> None:
    """There is nothing that it could show."""
    assert served.http.get("/readingroom/v1/feed", headers=_as_audit(served)).status_code == 404


def test_a_services_own_token_is_one_of_role_system(served: Served) -> None:
    """Signed by the issuer of this installation, short-lived."""
    claims = jwt.decode(served.room.context.service_token(), served.issuer.public_keys()).claims
    assert (claims["sub"], claims["loket_roles"]) == ("service:readingroom", ["system"])
    assert claims["exp"] - claims["iat"] == 3600


def test_pending_says_what_is_not_drained(moving: Served) -> None:
    """And is empty once everything was taken in."""
    first = moving.pinned().headers["Loket-Position"]
    moving.get("/readingroom/v1/notes", Role.APPLICANT, Loket_Wait_For=first)
    moving.pinned()
    assert moving.room.pending() == ["readingroom readingroom-from-board: 1"]
    moving.room.wake()
    _within(lambda: moving.board.pending() + moving.room.pending() == [])
    assert moving.board.next_due() is None


def _within(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
