"""Who looked at what: every decision to admit somebody and every look is logged before it is answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, NoReturn, cast
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.runtime import access_log
from shared.runtime.access import Role
from shared.runtime.access_log import AccessLog, Look
from shared.runtime.access_log_table import NAME
from shared.runtime.feed_routes import AUDIT_SUBJECT
from shared.runtime.problems import Problem
from shared.runtime.processing import TREATING_CASES
from tests.support.nats import eventually
from tests.support.served import Served

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
LOG = "/board/v1/access-log"


def looks(served: Served, **asked: str) -> list[dict[str, Any]]:
    """What an auditor reads, without the looks of auditors."""
    answer = served.http.get(LOG, params=asked, headers=served.token(Role.AUDITOR))
    assert answer.status_code == 200, answer.text
    return [one for one in answer.json()["items"] if one["role"] != "auditor"]


def test_a_read_is_logged_with_its_place_in_the_trace(served: Served) -> None:
    """By the fields of Logboek Dataverwerkingen, with who asked for it where the trace came in."""
    note = served.pinned().json()["id"]
    served.get(f"/board/v1/notes/{note}", traceparent=f"00-{TRACE}-{PARENT}-01")
    look = looks(served)[-1]
    assert (look["traceId"], look["parentSpanId"]) == (TRACE, PARENT)
    assert (look["status"], look["outcome"], look["httpStatus"], look["reason"]) == (
        "Ok",
        "admitted",
        200,
        None,
    )
    assert (look["name"], look["operation"], look["role"]) == (
        "GET /notes/{noteId}",
        "show_note",
        "case_handler",
    )
    assert (look["resource"], look["processingActivityId"]) == ("urn:loket:board", TREATING_CASES.uri)
    assert look["foreignProcessor"] == "urn:loket:synthetic:verwerker:onbekend"
    assert look["startTime"] <= look["endTime"]


def test_a_trace_that_begins_here_has_no_other_processor(served: Served) -> None:
    """Whatever is no trace context does not count as one."""
    for headers in ({}, {"traceparent": "nonsense"}):
        served.get(f"/board/v1/notes/{uuid4()}", **headers)
        look = looks(served)[-1]
        assert (look["parentSpanId"], look["foreignProcessor"]) == (None, None)


def test_who_is_turned_away_is_logged_with_the_reason(served: Served) -> None:
    """By role, and by what is not there for them."""
    served.get(f"/board/v1/notes/{uuid4()}", Role.RDW)
    served.get(f"/board/v1/notes/{uuid4()}")
    told = [(look["role"], look["outcome"], look["reason"], look["status"]) for look in looks(served)]
    assert told == [
        ("rdw", "refused", "role_not_admitted", "Error"),
        ("case_handler", "refused", "not_found", "Error"),
    ]


def test_what_fails_for_another_reason_was_admitted(served: Served) -> None:
    """A body with faults, a stale version, and what nobody expected."""
    served.command("/board/v1/notes", {"text": "no"})
    served.command("/board/v1/accidents", {"text": "Bring cake"})
    assert [(look["outcome"], look["reason"]) for look in looks(served)] == [
        ("admitted", "invalid_request"),
        ("admitted", "unexpected_error"),
    ]


def test_without_a_token_nothing_is_decided(served: Served) -> None:
    """So that nobody from outside fills the log."""
    assert served.http.get(f"/board/v1/notes/{uuid4()}").status_code == 401
    assert looks(served) == []


def test_a_feed_is_logged_when_it_is_refused(served: Served) -> None:
    """Services read each other's feeds all the time, sealed and by position; who else tries, is logged."""
    for subject in (AUDIT_SUBJECT, "service:other"):
        served.http.get("/board/v1/journal", headers=served.token(Role.SYSTEM, subject))
    assert [(look["role"], look["reason"]) for look in looks(served)] == [("system", "journal_is_for_audit")]


def test_the_log_is_read_by_day_and_by_subject_a_page_at_a_time(served: Served) -> None:
    """A subject of whom nothing was seen, and a day on which nobody looked, have no looks."""
    for _ in range(3):
        served.pinned()
    first = served.http.get(LOG, params={"limit": "2"}, headers=served.token(Role.AUDITOR)).json()
    rest = served.http.get(LOG, params={"after": first["next"]}, headers=served.token(Role.AUDITOR)).json()
    assert (len(first["items"]), rest["items"][0]["operation"]) == (2, "pin_note")
    assert looks(served, dataSubject=str(uuid4())) == []
    assert looks(served, day="2020-01-01") == []


def test_reading_the_log_is_logged_too(served: Served) -> None:
    """As supervision."""
    looks(served)
    told = served.http.get(LOG, headers=served.token(Role.AUDITOR)).json()["items"]
    assert [one["processingActivityId"].split(":")[4] for one in told] == ["verantwoording"]


def test_the_log_is_not_there_for_an_auditor_of_one_municipality(served: Served) -> None:
    """It does not say whose cases it is about."""
    served.pinned()
    token = served.issuer.issue(Role.AUDITOR, "auditor-1", "0344")
    answer = served.http.get(LOG, headers={"Authorization": f"Bearer {token}"})
    assert answer.json() == {"items": [], "next": None}


@pytest.mark.parametrize("role", [Role.CASE_HANDLER, Role.RDW])
def test_what_cannot_be_logged_is_not_answered(served: Served, role: Role) -> None:
    """Fail closed: a look, a refusal and an act alike; the act is then told to who repeats it."""
    note, headers = served.pinned().json()["id"], {"Idempotency-Key": "once"}
    with served.board.context.engine.begin() as connection:
        connection.execute(text("ALTER TABLE access_log RENAME TO gone"))
    read = served.get(f"/board/v1/notes/{note}", role)
    acted = served.command("/board/v1/notes", {"text": "Bring cake"}, headers=headers)
    for answer in (read, acted):
        assert (answer.status_code, answer.json()["code"]) == (503, "access_not_logged")
        assert answer.headers["Retry-After"] == "1"
    with served.board.context.engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO access_log"))
    again = served.command("/board/v1/notes", {"text": "Bring cake"}, headers=headers)
    assert (again.status_code, again.json()["position"]) == (201, 2)


class Peeped:
    """A look of which only matters that it is one."""

    def rows(self, *_: object) -> list[dict[str, object]]:
        """One."""
        return [{}]


def test_nobody_is_answered_on_the_word_of_a_batch_that_failed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever made it fail, and also those whose rows another was storing."""
    storing, others_wait = Event(), Event()

    def no_writing(*_: object, **__: object) -> NoReturn:
        storing.set()
        assert others_wait.wait(10)
        raise ValueError("what nobody foresaw")

    monkeypatch.setattr(access_log, "writing", no_writing)
    log = AccessLog("board", served.board.context.engine, served.board.definition.metadata.tables[NAME])
    with ThreadPoolExecutor(3) as callers:
        first = callers.submit(log.store, cast("Look", Peeped()))
        assert storing.wait(10)
        others = [callers.submit(log.store, cast("Look", Peeped())) for _ in range(2)]
        eventually(lambda: len(log._batch.rows) == 2)
        others_wait.set()
        for caller in (first, *others):
            with pytest.raises(Problem) as refused:
                caller.result(10)
            assert refused.value.code == "access_not_logged"
