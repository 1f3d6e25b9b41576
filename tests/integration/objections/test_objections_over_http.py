"""The objections service from feed to answer, on SQLite and without a bus."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from services.objections.projections import log as log_tables
from shared.eventlog.verify import verify_log
from shared.runtime.access import Role
from tests.support.objections_desk import (
    DECIDER,
    FINDING,
    GROUNDS,
    HANDLER,
    OBJECTOR,
    ObjectionsDesk,
    place_of,
)
from tests.support.published_halves import CASE, a_letter, a_refusal, a_renewal_of, an_application


def test_the_loop_of_an_objector(desk: ObjectionsDesk) -> None:
    """Refusal, letter, objection, finding, renewed decision: upheld, and told to decisions."""
    refusal = desk.refused()
    letter = msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 4, 21))
    desk.publish(letter)
    place = place_of(desk.lodge(refusal.decision_id))
    pending = desk.get(place).json()
    assert (pending["withinTerm"], pending["decideBefore"]) == (True, "2026-06-02")
    found = desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    assert (found.status_code, found.json()["version"]) == (201, 2)
    renewal = msgspec.structs.replace(
        a_renewal_of(refusal, desk.vault), decides_objection_id=UUID(pending["objectionId"])
    )
    desk.publish(renewal)
    ended = desk.get(place).json()
    assert (ended["state"], ended["ruledIn"]) == ("upheld", str(renewal.decision_id))
    assert desk.published_types() == ["objection-lodged", "threshold-consequence-found", "objection-ended"]


def test_the_objector_reads_grounds_but_not_the_internal_finding(desk: ObjectionsDesk) -> None:
    """Until the ruling the objector is told that the objection is pending."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    told, known = desk.get(place, Role.APPLICANT, OBJECTOR).json(), desk.get(place).json()
    assert (told["grounds"], told["state"], told["finding"]) == (GROUNDS, "pending", None)
    assert known["state"] == "consequence_found"
    assert known["finding"] == {**FINDING, "foundBy": HANDLER, "takenUpIn": None}


def test_another_person_sees_no_objection(desk: ObjectionsDesk) -> None:
    """It answers as if it were not there."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    answer = desk.get(place, Role.APPLICANT, "applicant:2")
    assert (answer.status_code, answer.json()["code"]) == (404, "objection_not_found")


def test_another_applicants_decision_cannot_be_objected_to(desk: ObjectionsDesk) -> None:
    """Whose decision it is was told by decisions."""
    answer = desk.lodge(desk.refused().decision_id, subject="applicant:2")
    assert (answer.status_code, answer.json()["code"]) == (404, "decision_not_there")


def test_a_decision_not_heard_of_is_marked(desk: ObjectionsDesk) -> None:
    """Accepted all the same: no order holds between services."""
    shown = desk.get(place_of(desk.lodge(uuid4())), Role.APPLICANT, OBJECTOR).json()
    assert (shown["decisionHeardOf"], shown["withinTerm"]) == (False, None)


def test_what_can_be_anybodys_is_shown_to_no_desk(desk: ObjectionsDesk) -> None:
    """Neither case nor decision was heard of: who entered it reaches it, and no other desk, not the national one."""
    body = {"caseId": str(CASE), "decisionId": str(uuid4()), "grounds": GROUNDS, "channel": "post"}
    entered = place_of(desk.post("/objections", {**body, "receivedOn": "2026-03-09"}))
    lodged = place_of(desk.lodge(uuid4()))
    assert desk.get(entered).status_code == 200
    for other in ({}, {"of": "0344"}, {"of": "0363"}):
        for place in (entered, lodged):
            assert desk.get(place, subject="objection-handler:2", **other).status_code == 404
        for listed in ("/objections", "/open-objections"):
            assert desk.get(listed, subject="objection-handler:2", **other).json()["items"] == []


def test_what_comes_before_the_decision_is_held_for_it(desk: ObjectionsDesk) -> None:
    """Awb 6:10: told as held, and again when it is directed at the decision; in a case heard of only."""
    body = {"caseId": str(CASE), "grounds": GROUNDS}
    as_applicant = (Role.APPLICANT, OBJECTOR)
    assert desk.post("/objections", body, *as_applicant).json()["code"] == "decision_not_there"
    refusal = msgspec.structs.replace(a_refusal(desk.vault), applicant_subject=OBJECTOR)
    desk.publish(msgspec.structs.replace(an_application(refusal), applicant_subject=OBJECTOR))
    desk.get("/objections")
    place = place_of(desk.post("/objections", body, *as_applicant))
    assert desk.post("/objections", body, Role.APPLICANT, "applicant:2").status_code == 404
    held = desk.get(place, *as_applicant).json()
    assert (held["state"], held["decisionId"], held["decideBefore"]) == ("held", None, None)
    assert [one["state"] for one in desk.get("/open-objections").json()["items"]] == ["held"]
    desk.publish(refusal)
    attached = desk.get(place).json()
    assert (attached["state"], attached["decisionId"]) == ("pending", str(refusal.decision_id))
    again = place_of(desk.post("/objections", body, *as_applicant))
    assert desk.get(again).json()["decisionId"] == str(refusal.decision_id)
    told = [msgspec.json.decode(one.data) for one in desk.published()]
    assert [(one["held"], one["decisionId"] == str(refusal.decision_id)) for one in told] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_who_objects_and_for_whom_is_shown_to_who_may_read_it(desk: ObjectionsDesk) -> None:
    """The applicant names who acts for them; another's objection comes by post, is not theirs to read and outlives them."""
    refusal = desk.refused()
    adviser = {"name": "Kantoor A", "streetAndNumber": "Plein 2", "postcode": "3511 AB", "town": "Utrecht"}
    body = {"caseId": str(CASE), "decisionId": str(refusal.decision_id), "grounds": GROUNDS}
    as_applicant = (Role.APPLICANT, OBJECTOR)
    lodged = place_of(desk.post("/objections", {**body, "representative": adviser}, *as_applicant))
    shown = desk.get(lodged, *as_applicant).json()
    assert (shown["representative"], shown["byAnother"]) == ({**adviser, "country": "NL"}, False)
    refused = desk.post("/objections", {**body, "objector": adviser}, *as_applicant)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "body.objector")
    post = {**body, "channel": "post", "receivedOn": "2026-03-09", "objector": adviser}
    others = place_of(desk.post("/objections", post))
    assert desk.get(others).json()["objector"] == {**adviser, "country": "NL"}
    assert desk.get(others, *as_applicant).status_code == 404
    assert not any(b"Kantoor A" in file.read_bytes() for file in Path(desk.settings.data).rglob("*.db*"))
    desk.vault.eraser().erase_case(CASE)
    left = desk.get(others).json()
    assert (left["grounds"], left["objector"]) == (GROUNDS, {**adviser, "country": "NL"})
    assert desk.get(lodged).json()["grounds"] is None


def test_an_application_tells_whose_case_it_is(desk: ObjectionsDesk) -> None:
    """From then on its own municipality reaches it alone, before any decision was heard of; so its applicant objects."""
    lodged = place_of(desk.lodge(uuid4()))
    told = an_application(a_refusal(desk.vault))
    desk.publish(msgspec.structs.replace(told, municipality="0344", applicant_subject=OBJECTOR))
    assert desk.get(lodged, of="0344").status_code == 200
    assert desk.get("/open-objections", of="0344").json()["items"][0]["municipality"] == "0344"
    assert [desk.get(lodged, of=of).status_code for of in (None, "0363")] == [404, 404]
    assert desk.lodge(uuid4(), subject="applicant:2").json()["code"] == "decision_not_there"


def test_the_desk_enters_what_came_by_post(desk: ObjectionsDesk) -> None:
    """With the day on which it came; nobody lodged it in person."""
    body = {"caseId": str(CASE), "decisionId": str(uuid4()), "grounds": GROUNDS, "channel": "post"}
    days = {"receivedOn": "2026-03-09", "postedOn": "2026-03-06"}
    shown = desk.get(place_of(desk.post("/objections", {**body, **days}))).json()
    assert (shown["channel"], shown["receivedOn"], shown["postedOn"]) == ("post", *days.values())


def test_the_desk_enters_when_another_body_received_what_it_forwarded(desk: ObjectionsDesk) -> None:
    """Awb 6:15: the term ended on the eighth, and that body had it by then."""
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 3, 8)))
    desk.get("/objections")
    body = {
        "caseId": str(CASE),
        "decisionId": str(refusal.decision_id),
        "grounds": GROUNDS,
        "channel": "post",
        "receivedOn": "2026-03-10",
        "receivedElsewhereOn": "2026-03-06",
    }
    shown = desk.get(place_of(desk.post("/objections", body))).json()
    assert (shown["receivedElsewhereOn"], shown["withinTerm"]) == ("2026-03-06", True)


@pytest.mark.parametrize(
    ("role", "body", "fields"),
    [
        (Role.APPLICANT, {"channel": "post"}, ["body.channel"]),
        (Role.APPLICANT, {"receivedOn": "2026-01-01"}, ["body.receivedOn"]),
        (Role.OBJECTION_HANDLER, {}, ["body.channel", "body.receivedOn"]),
        (Role.OBJECTION_HANDLER, {"channel": "post", "receivedOn": "2026-03-11"}, ["body.receivedOn"]),
        (
            Role.OBJECTION_HANDLER,
            {"channel": "post", "receivedOn": "2026-03-09", "postedOn": "2026-03-10"},
            ["body.postedOn"],
        ),
        (Role.APPLICANT, {"receivedElsewhereOn": "2026-03-01"}, ["body.receivedElsewhereOn"]),
        (
            Role.OBJECTION_HANDLER,
            {"channel": "post", "receivedOn": "2026-03-09", "receivedElsewhereOn": "2026-03-10"},
            ["body.receivedElsewhereOn"],
        ),
        (
            Role.OBJECTION_HANDLER,
            {
                "channel": "post",
                "receivedOn": "2026-03-09",
                "receivedElsewhereOn": "2026-03-05",
                "postedOn": "2026-03-06",
            },
            ["body.postedOn"],
        ),
    ],
)
def test_who_says_when_it_was_received(
    desk: ObjectionsDesk, role: Role, body: dict[str, str], fields: list[str]
) -> None:
    """An objector cannot date an own objection back; the desk cannot date one ahead."""
    whole = {"caseId": str(CASE), "decisionId": str(uuid4()), "grounds": GROUNDS, **body}
    answer = desk.post("/objections", whole, role, OBJECTOR)
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == fields


def test_who_took_the_decision_finds_nothing_on_its_objection(desk: ObjectionsDesk) -> None:
    """Awb 10:3, as a 403."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    answer = desk.post(f"{place}/threshold-findings", FINDING, subject=DECIDER, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (403, "own_decision")


def test_a_finding_names_the_version_it_was_made_on(desk: ObjectionsDesk) -> None:
    """428 without, 412 when stale."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.post(f"{place}/threshold-findings", FINDING).status_code == 428
    assert desk.post(f"{place}/threshold-findings", FINDING, If_Match='"7"').status_code == 412


def test_the_list_is_for_handlers_in_pages(desk: ObjectionsDesk) -> None:
    """In the order of lodging."""
    made = [desk.lodge(desk.refused().decision_id).json()["id"] for _ in range(3)]
    first = desk.get("/objections?state=pending&limit=2").json()
    rest = desk.get(f"/objections?limit=2&after={first['next']}").json()
    assert [line["objectionId"] for line in first["items"] + rest["items"]] == made
    assert rest["next"] is None
    assert desk.get("/objections", Role.APPLICANT, OBJECTOR).status_code == 403


def test_erasure_takes_the_grounds_and_leaves_the_chain(desk: ObjectionsDesk) -> None:
    """The proceedings stay, what was written is gone, and every hash still holds."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    founding = desk.service.context.log.stream(UUID(place.rpartition("/")[2]))[0].event
    desk.vault.erase(founding.grounds.key_id)  # type: ignore[attr-defined]  # its founding event
    assert desk.get(place).json()["grounds"] is None
    assert verify_log(desk.service.context.engine, log_tables).holds


def test_grounds_are_nowhere_in_clear(desk: ObjectionsDesk, tmp_path: Path) -> None:
    """Not in any file of the data folder, while they are being kept."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.get(place).json()["grounds"] == GROUNDS
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not [file.name for file in files if b"bestelwagen" in file.read_bytes()]
