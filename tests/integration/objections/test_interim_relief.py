"""Interim relief as who registers it meets it, and how it lapses with the proceedings (Awb 8:81, 8:85)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.objections.projections.relief_terms import ReliefTerms
from shared.contracts.notifications import ObjectionLetterSent
from shared.contracts.objections import InterimReliefGranted, InterimReliefLapsed
from shared.runtime.access import Role
from tests.support.objections_desk import NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import CASE, a_renewal_of

DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
INVITATION = {"at": "2026-03-24T10:00:00+01:00", "form": "in_person", "place": "Kamer 1"}
GRANTED = {
    "outcome": "granted",
    "on": "2026-03-10",
    "ruling": "Verzoeker wordt behandeld als houder.",
    "content": "as_if_granted",
    "lastDay": "2026-09-01",
}


def objected(desk: ObjectionsDesk) -> str:
    """The path of an objection that runs."""
    return place_of(desk.lodge(desk.refused().decision_id))


def granted_on(desk: ObjectionsDesk, objection: str) -> str:
    """The path of interim relief that was granted on that objection."""
    body = {"objectionId": objection.rpartition("/")[2], "requestedOn": "2026-03-09"}
    asked = desk.post("/interim-reliefs", body, Role.RDW, "rdw:1")
    assert asked.status_code == 201, asked.text
    relief = f"/interim-reliefs/{asked.json()['id']}"
    assert desk.get(relief).json()["state"] == "requested"
    answer = desk.post(f"{relief}/outcomes", GRANTED, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    return relief


def told(desk: ObjectionsDesk) -> list[str]:
    """The types of what was told of interim relief."""
    return [kind for kind in desk.published_types() if kind.startswith("interim")]


def test_what_was_granted_is_shown_and_told(desk: ObjectionsDesk) -> None:
    """With its content and last day; on its objection; the words of the ruling stay here."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    message = desk.published()[-1]
    granted = msgspec.json.decode(message.data, type=InterimReliefGranted)
    assert (granted.content, str(granted.last_day)) == ("as_if_granted", "2026-09-01")
    assert b"houder" not in bytes(message.data)
    read: dict[str, Any] = desk.get(relief).json()
    assert (read["state"], read["content"], read["ruling"]) == ("granted", "as_if_granted", GRANTED["ruling"])
    of_objection = f"/interim-reliefs?objectionId={objection.rpartition('/')[2]}"
    assert [one["reliefId"] for one in desk.get(of_objection).json()["items"]] == [relief.rpartition("/")[2]]
    assert desk.get(f"/interim-reliefs?objectionId={UUID(int=9)}").json()["items"] == []
    again = desk.post(f"{relief}/outcomes", GRANTED, If_Match='"2"')
    assert (again.status_code, again.json()["code"]) == (409, "relief_state")


def test_it_lapses_when_the_objection_is_withdrawn(desk: ObjectionsDesk) -> None:
    """Awb 8:85(2)(b): in the same append."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    withdrawn = desk.post(f"{objection}/withdrawals", None, Role.APPLICANT, OBJECTOR, If_Match='"1"')
    assert withdrawn.status_code == 201, withdrawn.text
    read = desk.get(relief).json()
    assert (read["state"], read["lapsedBecause"]) == ("lapsed", "proceedings_withdrawn")
    assert told(desk) == ["interim-relief-granted", "interim-relief-lapsed"]


def test_it_lapses_when_the_objection_is_withdrawn_at_the_hearing(desk: ObjectionsDesk) -> None:
    """Awb 6:21(2), 8:85(2)(b): what was said aloud ends the proceedings as a letter does."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    assert desk.post(f"{objection}/hearings", INVITATION, If_Match='"1"').status_code == 201
    desk.later(days=15)
    record = {
        "heldOn": "2026-03-24",
        "heldBy": ["rdw:11"],
        "record": "Bezwaarde trekt in.",
        "withdrawn": True,
    }
    held = desk.post(f"{objection}/hearing-records", record, If_Match='"2"')
    assert held.status_code == 201, held.text
    read = desk.get(relief).json()
    assert (read["state"], read["lapsedBecause"]) == ("lapsed", "proceedings_withdrawn")
    assert read["endedOn"] == "2026-03-24"


@pytest.mark.parametrize(
    ("ending", "because"),
    [
        ({"ending": "inadmissible"}, "court_ruled"),
        ({"ending": "withdrawn"}, "proceedings_withdrawn"),
        (
            {"ending": "ruled", "ruling": "Vernietigd.", "outcome": "annulled", "decideAnew": {}},
            "court_ruled",
        ),
    ],
)
def test_it_outlives_the_ruling_on_the_objection_and_lapses_with_the_appeal(
    desk: ObjectionsDesk, ending: dict[str, object], because: str
) -> None:
    """Awb 8:85(2)(b), (c): also where the court orders to decide anew."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    assert desk.post(f"{objection}/rulings", DISMISSED, If_Match='"1"').status_code == 201
    assert desk.get(relief).json()["state"] == "granted"
    body = {"objectionId": objection.rpartition("/")[2], "lodgedOn": "2026-03-10"}
    appeal = desk.post("/appeals", body).json()["id"]
    ended = desk.post(f"/appeals/{appeal}/endings", {**ending, "endedOn": "2026-03-10"}, If_Match='"1"')
    assert ended.status_code == 201, ended.text
    read = desk.get(relief).json()
    assert (read["state"], read["lapsedBecause"], read["endedOn"]) == ("lapsed", because, "2026-03-10")
    lapsed = [
        msgspec.json.decode(one.data, type=InterimReliefLapsed)
        for one in desk.published()
        if "interim-relief-lapsed" in one.type
    ]
    assert len(lapsed) == 1


def test_a_person_registers_that_it_was_lifted(desk: ObjectionsDesk) -> None:
    """Awb 8:87: or that nobody appealed in time (Awb 8:85(2)(a))."""
    relief = granted_on(desk, objected(desk))
    lifted = {"outcome": "lapsed", "on": "2026-03-10", "because": "lifted"}
    assert desk.post(f"{relief}/outcomes", lifted, If_Match='"2"').status_code == 201
    assert desk.get(relief).json()["lapsedBecause"] == "lifted"


def test_it_is_shown_with_its_objection(desk: ObjectionsDesk) -> None:
    """To who handles it and to the objector."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    for reader in ((), (Role.APPLICANT, OBJECTOR)):
        [shown] = desk.get(objection, *reader).json()["interimReliefs"]
        assert (shown["reliefId"], shown["state"]) == (relief.rpartition("/")[2], "granted")


def test_it_lapses_by_itself_once_nobody_appealed(desk: ObjectionsDesk) -> None:
    """Awb 8:85(2)(a): the term runs from the letter about the ruling; a timer notes that it passed unused."""
    objection = objected(desk)
    relief = granted_on(desk, objection)
    assert desk.post(f"{objection}/rulings", DISMISSED, If_Match='"1"').status_code == 201
    letter = ObjectionLetterSent(
        letter_id=UUID(int=77),
        case_id=CASE,
        objection_id=UUID(objection.rpartition("/")[2]),
        sent_on=date(2026, 3, 11),
        remedy_last_day=date(2026, 4, 22),
    )
    desk.publish(letter)
    assert desk.get(relief).json()["state"] == "granted"
    desk.later(days=60)
    desk.until(relief, lambda shown: shown["state"] == "lapsed")
    read = desk.get(relief).json()
    assert (read["state"], read["lapsedBecause"], read["endedOn"]) == ("lapsed", "term_unused", "2026-04-29")


@pytest.mark.parametrize("ended_on", ["2026-03-16", None])
def test_relief_after_an_appeal_lapses_with_no_unused_term(
    desk: ObjectionsDesk, ended_on: str | None
) -> None:
    """Awb 8:85(2)(a): an appeal that has ended was lodged too, so that the term was not unused."""
    objection = objected(desk)
    number = UUID(objection.rpartition("/")[2])
    assert desk.post(f"{objection}/rulings", DISMISSED, If_Match='"1"').status_code == 201
    sent = {"sent_on": date(2026, 3, 11), "remedy_last_day": date(2026, 4, 22)}
    desk.publish(ObjectionLetterSent(letter_id=UUID(int=77), case_id=CASE, objection_id=number, **sent))
    desk.later(days=10)
    if ended_on is not None:
        appeal = desk.post("/appeals", {"objectionId": str(number), "lodgedOn": "2026-03-12"}).json()["id"]
        ending = {"ending": "inadmissible", "endedOn": ended_on}
        ended = desk.post(f"/appeals/{appeal}/endings", ending, If_Match='"1"')
        assert ended.status_code == 201, ended.text
    body = {"objectionId": str(number), "requestedOn": "2026-03-17"}
    relief = f"/interim-reliefs/{desk.post('/interim-reliefs', body, Role.RDW, 'rdw:1').json()['id']}"
    granted = {**GRANTED, "on": "2026-03-18", "lastDay": None}
    assert desk.post(f"{relief}/outcomes", granted, If_Match='"1"').status_code == 201
    terms = ReliefTerms(desk.service.context.log)
    desk.later(days=60)
    desk.get(relief)
    assert terms.appealed(number, date(2026, 3, 11)) is (ended_on is not None)
    if ended_on is None:
        desk.until(relief, lambda shown: shown["state"] == "lapsed")
    else:
        assert terms.count_passed(desk.today) == 0
        assert desk.get(relief).json()["state"] == "granted"


def test_what_stands_at_the_objection_is_told(desk: ObjectionsDesk) -> None:
    """Awb 8:81: of a refusal that a renewal replaced meanwhile, the judge suspends the renewal (Awb 6:19)."""
    refusal = desk.refused()
    objection = place_of(desk.lodge(refusal.decision_id))
    renewal = a_renewal_of(refusal, desk.vault)
    desk.publish(renewal)
    granted_on(desk, objection)
    granted = msgspec.json.decode(desk.published()[-1].data, type=InterimReliefGranted)
    assert granted.decision_id == renewal.decision_id


def test_every_fault_of_an_outcome_is_named(desk: ObjectionsDesk) -> None:
    """In one answer, before anything is looked up."""
    body = {"outcome": "lapsed", "on": "2026-03-11", "content": "suspended", "lastDay": "2026-09-01"}
    answer = desk.post(f"/interim-reliefs/{UUID(int=1)}/outcomes", body, If_Match='"1"')
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [
        "body.on",
        "body.content",
        "body.because",
        "body.lastDay",
    ]
