"""On the way to the ruling, as its users meet it: the term to decide, its clock, and the repair of defects."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.contracts.notifications import LetterSentOnPaper, StepLetterSent, ToldInTime
from shared.contracts.objections import CommitteeAnnounced, HearingPlanned, RepairRequested, RulingAdjourned
from shared.runtime.access import Role
from tests.support.objections_desk import DECIDER, HANDLER, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import CASE, SENT, a_letter

REQUEST = {"missing": ["grounds", "signature"], "termLastDay": "2026-03-24"}
CONSENT = {"until": "2026-12-01", "consentGivenOn": "2026-03-10"}
INVITATION = {"at": "2026-03-24T10:00:00+01:00", "form": "in_person", "place": "Mevrouw Kanarie, kamer 1"}
HEARD = {"heldOn": "2026-03-24", "heldBy": ["member:1", HANDLER], "record": "De heer Kanarie sprak."}
UNHEARD = {"ground": "not_wanted", "reasons": "De heer Kanarie wil het niet."}
DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist."}
ACTS = [
    ("committee-announcements", None),
    ("adjournments", {"until": "2026-07-15"}),
    ("postponements", CONSENT),
    ("repair-requests", REQUEST),
    ("hearings", INVITATION),
    ("hearing-records", HEARD),
    ("hearing-waivers", UNHEARD),
]
"""To object until 21 April 2026, to decide until 2 June, with a committee until 14 July."""


def lodged(desk: ObjectionsDesk) -> str:
    """The path of an objection against a refusal of which the letter was heard of too."""
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 4, 21)))
    desk.get("/objections")
    return place_of(desk.lodge(refusal.decision_id))


def clock_of(desk: ObjectionsDesk, place: str) -> dict[str, object]:
    """The clock as a handler reads it."""
    clock: dict[str, object] = desk.get(f"{place}/clock").json()
    return clock


def test_the_clock_tells_every_date(desk: ObjectionsDesk) -> None:
    """What the acts did to the term, with articles and acts; the objection shows the same last day."""
    place = lodged(desk)
    for version, (path, body) in enumerate(ACTS[:3], 1):
        answer = desk.post(f"{place}/{path}", body, If_Match=f'"{version}"')
        assert answer.status_code == 201, answer.text
    shown = desk.get(f"{place}/clock")
    clock = shown.json()
    assert shown.headers["ETag"] == '"4"'
    assert [entry["step"] for entry in clock["entries"]] == [
        "objection_term",
        "committee",
        "adjourned",
        "postponed",
        "started",
    ]
    assert [entry["lastDay"] for entry in clock["entries"][:4]] == [
        "2026-04-21",
        "2026-07-14",
        "2026-07-15",
        "2026-12-01",
    ]
    assert (clock["lastDay"], clock["endedOn"]) == ("2026-12-01", None)
    assert clock["daysLeft"] == (date(2026, 12, 1) - SENT).days
    assert desk.get(place).json()["decideBefore"] == "2026-12-01"


def test_what_the_objector_must_be_told_is_published(desk: ObjectionsDesk) -> None:
    """For letters: the committee, the adjournment, the request to repair and the invitation, each whole."""
    place = lodged(desk)
    for version, (path, body) in enumerate([ACTS[0], ACTS[1], ACTS[3], ACTS[4]], 1):
        answer = desk.post(f"{place}/{path}", body, If_Match=f'"{version}"')
        assert answer.status_code == 201, answer.text
    objection_id = UUID(place.rpartition("/")[2])
    _, committee, adjourned, repair, hearing = desk.published()
    assert msgspec.json.decode(committee.data, type=CommitteeAnnounced) == CommitteeAnnounced(
        objection_id, CASE, SENT, date(2026, 7, 14)
    )
    assert msgspec.json.decode(adjourned.data, type=RulingAdjourned) == RulingAdjourned(
        objection_id, CASE, SENT, date(2026, 7, 15)
    )
    assert msgspec.json.decode(repair.data, type=RepairRequested) == RepairRequested(
        objection_id, CASE, SENT, ("grounds", "signature"), date(2026, 3, 24)
    )
    planned = msgspec.json.decode(hearing.data, type=HearingPlanned)
    assert (planned.objection_id, planned.planned_on, planned.form) == (objection_id, SENT, "in_person")
    assert (planned.documents_until, planned.file_open_from) == (date(2026, 3, 14), date(2026, 3, 17))
    assert planned.at == datetime(2026, 3, 24, 9, tzinfo=UTC)
    assert desk.vault.opener().open(planned.place).decode() == INVITATION["place"]


@pytest.mark.parametrize("bounced", [False, True])
def test_an_adjournment_that_is_told_after_the_term_moves_no_last_day(
    desk: ObjectionsDesk, bounced: bool
) -> None:
    """Awb 7:10(3), (5): in the objection, its clock and the list of open ones; another step changes nothing.

    Nor does one that was told in time by an e-mail that came back, and on paper after the term.
    """
    place = lodged(desk)
    path, body = ACTS[1]
    before = desk.get(place).json()["decideBefore"]
    assert desk.post(f"{place}/{path}", {**body, "until": "2026-07-01"}, If_Match='"1"').status_code == 201
    assert desk.get(place).json()["decideBefore"] == "2026-07-01"
    adjourned = desk.published()[-1].event_id
    late, kind = date(2026, 6, 30), ToldInTime.RULING_ADJOURNED
    for told_by in (uuid4(), adjourned):
        if bounced:
            desk.publish(
                StepLetterSent(uuid4(), CASE, told_by, date(2026, 3, 9), kind=kind),
                LetterSentOnPaper(uuid4(), CASE, None, late, told_by=told_by),
            )
        else:
            desk.publish(StepLetterSent(uuid4(), CASE, told_by, late, kind=kind))
    assert desk.get(place).json()["decideBefore"] == before
    assert clock_of(desk, place)["lastDay"] == before
    [line] = desk.get("/open-objections").json()["items"]
    assert line["lastDay"] == before


def test_objectors_read_the_clock_of_their_own_objection(desk: ObjectionsDesk) -> None:
    """Of another it answers as if it were not there."""
    place = lodged(desk)
    own = desk.get(f"{place}/clock", Role.APPLICANT, OBJECTOR)
    assert (own.status_code, own.json()["lastDay"]) == (200, "2026-06-02")
    for missing in (place, f"/objections/{uuid4()}"):
        other = desk.get(f"{missing}/clock", Role.APPLICANT, "applicant:2")
        assert (other.status_code, other.json()["code"]) == (404, "objection_not_found")


def test_a_term_that_is_not_known_has_no_last_day(desk: ObjectionsDesk) -> None:
    """Before the letter was heard of."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    clock = clock_of(desk, place)
    assert (clock["lastDay"], clock["lastDayProvisional"], clock["entries"]) == (None, None, [])


@pytest.mark.parametrize(("path", "body"), ACTS)
def test_every_act_names_its_version(desk: ObjectionsDesk, path: str, body: object) -> None:
    """428 without, 412 when stale, 403 for who took the decision, 404 for what is not there."""
    place = lodged(desk)
    assert desk.post(f"{place}/{path}", body).status_code == 428
    assert desk.post(f"{place}/{path}", body, If_Match='"7"').status_code == 412
    own = desk.post(f"{place}/{path}", body, subject=DECIDER, If_Match='"1"')
    assert (own.status_code, own.json()["code"]) == (403, "own_decision")
    nowhere = desk.post(f"/objections/{uuid4()}/{path}", body, If_Match='"1"')
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "objection_not_found")
    assert desk.post(f"{place}/{path}", body, Role.APPLICANT, OBJECTOR, If_Match='"1"').status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**REQUEST, "missing": []}, "body.missing"),
        ({**REQUEST, "missing": ["grounds", "grounds"]}, "body.missing"),
        ({**REQUEST, "missing": ["stamp"]}, "body.missing.0"),
        ({"missing": ["grounds"]}, "body.termLastDay"),
    ],
)
def test_a_request_to_repair_is_whole(desk: ObjectionsDesk, body: object, field: str) -> None:
    """400 that names the field."""
    answer = desk.post(f"/objections/{uuid4()}/repair-requests", body, If_Match='"1"')
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_a_refusal_names_the_article(desk: ObjectionsDesk) -> None:
    """So that the desk can look it up."""
    answer = desk.post(f"{lodged(desk)}/adjournments", {"until": "2026-07-16"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (409, "adjournment_too_long")
    assert "(Awb 7:10(3))" in answer.json()["detail"]


def test_the_objector_repairs_what_was_asked(desk: ObjectionsDesk, tmp_path: Path) -> None:
    """Received today, with what was written sealed; the desk reads it."""
    place = lodged(desk)
    assert desk.post(f"{place}/repair-requests", REQUEST, If_Match='"1"').status_code == 201
    asked = desk.get(place, Role.APPLICANT, OBJECTOR).json()["repair"]
    assert asked == {
        "requestedOn": "2026-03-10",
        "termLastDay": "2026-03-24",
        "missing": ["grounds", "signature"],
        "ended": None,
        "supplement": None,
    }
    assert clock_of(desk, place)["suspendedFrom"] == "2026-03-11"
    words = {"supplement": "Mevrouw Kanarie rijdt alleen privé."}
    answer = desk.post(f"{place}/repairs", words, Role.APPLICANT, OBJECTOR, If_Match='"2"')
    assert answer.status_code == 201, answer.text
    repaired = desk.get(place).json()["repair"]
    assert (repaired["ended"], repaired["supplement"]) == ("repaired", words["supplement"])
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(b"Kanarie" in content for content in kept)


@pytest.mark.parametrize(
    ("role", "body", "rule"),
    [
        (Role.APPLICANT, {"receivedOn": "2026-03-10"}, "not_yours_to_say"),
        (Role.OBJECTION_HANDLER, {}, "missing"),
        (Role.OBJECTION_HANDLER, {"receivedOn": "2026-03-11"}, "not_in_future"),
    ],
)
def test_the_desk_says_when_the_post_came_and_nobody_else(
    desk: ObjectionsDesk, role: Role, body: object, rule: str
) -> None:
    """400 at the day of receipt."""
    subject = OBJECTOR if role is Role.APPLICANT else HANDLER
    answer = desk.post(f"{lodged(desk)}/repairs", body, role, subject, If_Match='"1"')
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"], fault["rule"]) == (400, "body.receivedOn", rule)


def test_a_term_to_repair_lapses_by_itself(desk: ObjectionsDesk) -> None:
    """Noted after its last day, because of the request; then it can be inadmissible for that (Awb 6:6)."""
    place = lodged(desk)
    desk.post(f"{place}/repair-requests", REQUEST, If_Match='"1"')
    ruling = {
        "ruling": "inadmissible",
        "ground": "not_repaired",
        "reasons": "De gronden ontbreken.",
        "hearingWaived": {"ground": "manifestly_inadmissible", "reasons": "Er is niets hersteld."},
    }
    early = desk.post(f"{place}/rulings", ruling, If_Match='"2"')
    assert (early.status_code, early.json()["code"]) == (409, "repair_term_not_lapsed")
    desk.later(days=15)
    desk.until(place, lambda shown: shown["repair"]["ended"] == "lapsed")
    [*_, lapse] = desk.service.context.log.stream(UUID(place.rpartition("/")[2]))
    assert lapse.metadata.causation_id is not None
    assert desk.post(f"{place}/rulings", ruling, If_Match='"3"').status_code == 201
    assert desk.get(place).json()["state"] == "inadmissible"


def test_an_objector_is_heard_before_the_ruling(desk: ObjectionsDesk, tmp_path: Path) -> None:
    """Invited, heard, ruled on (Awb 7:2); what was written is sealed, and who heard is for handlers."""
    place = lodged(desk)
    barred = desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"')
    assert (barred.status_code, barred.json()["code"]) == (409, "objector_not_heard")
    assert desk.post(f"{place}/hearings", INVITATION, If_Match='"1"').status_code == 201
    planned = desk.get(place, Role.APPLICANT, OBJECTOR).json()["hearing"]["planned"]
    assert planned == {
        "at": "2026-03-24T09:00:00Z",
        "form": "in_person",
        "place": INVITATION["place"],
        "documentsUntil": "2026-03-14",
        "fileOpenFrom": "2026-03-17",
    }
    desk.later(days=14)
    assert desk.post(f"{place}/hearing-records", HEARD, If_Match='"2"').status_code == 201
    hearing = desk.get(place).json()["hearing"]
    assert (hearing["heldOn"], hearing["heldBy"], hearing["record"]) == (
        "2026-03-24",
        HEARD["heldBy"],
        HEARD["record"],
    )
    assert desk.get(place, Role.APPLICANT, OBJECTOR).json()["hearing"]["heldBy"] == []
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"3"').status_code == 201
    steps = [entry["step"] for entry in desk.get(f"{place}/clock").json()["entries"]]
    assert steps == ["objection_term", "hearing_planned", "hearing_held", "ruled", "started"]
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(b"Kanarie" in content for content in kept)


def test_a_hearing_is_left_out_for_one_ground(desk: ObjectionsDesk) -> None:
    """Awb 7:3: shown with its reasons, which die with the keys of the case."""
    place = lodged(desk)
    desk.post(f"{place}/hearings", INVITATION, If_Match='"1"')
    assert desk.post(f"{place}/hearing-waivers", UNHEARD, If_Match='"2"').status_code == 201
    hearing = desk.get(place).json()["hearing"]
    assert (hearing["planned"], hearing["waivedBecause"]) == (None, "not_wanted")
    assert hearing["waiverReasons"] == UNHEARD["reasons"]
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"3"').status_code == 201
    desk.vault.eraser().erase_case(CASE)
    assert desk.get(place).json()["hearing"]["waiverReasons"] is None


def test_a_ground_comes_with_the_ruling(desk: ObjectionsDesk) -> None:
    """Both are recorded in one append, or neither."""
    place = lodged(desk)
    unfounded = {"ground": "manifestly_inadmissible", "reasons": "Dat staat vast."}
    differs = desk.post(f"{place}/rulings", {**DISMISSED, "hearingWaived": unfounded}, If_Match='"1"')
    assert (differs.status_code, differs.json()["code"]) == (409, "waiver_differs")
    ruled = desk.post(f"{place}/rulings", {**DISMISSED, "hearingWaived": UNHEARD}, If_Match='"1"')
    assert ruled.status_code == 201
    shown = desk.get(place).json()
    assert (shown["version"], shown["state"], shown["hearing"]["waivedBecause"]) == (
        ruled.json()["version"],
        "dismissed",
        "not_wanted",
    )


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("hearings", {**INVITATION, "at": "2026-03-24T10:00:00"}, "body.at"),
        ("hearings", {**INVITATION, "at": "2100-03-24T10:00:00Z"}, "body.at"),
        ("hearings", {**INVITATION, "place": ""}, "body.place"),
        ("hearing-records", {**HEARD, "heldBy": []}, "body.heldBy"),
        ("hearing-records", {**HEARD, "heldBy": ["member:1", "member:1"]}, "body.heldBy"),
        ("hearing-records", {**HEARD, "heldBy": ["Mevrouw Jansen"]}, "body.heldBy.0"),
        ("hearing-waivers", {**UNHEARD, "ground": "too_busy"}, "body.ground"),
        ("rulings", {**DISMISSED, "hearingWaived": {"ground": "not_wanted"}}, "body.hearingWaived.reasons"),
    ],
)
def test_what_is_said_of_a_hearing_is_whole(
    desk: ObjectionsDesk, path: str, body: object, field: str
) -> None:
    """400 that names the field."""
    answer = desk.post(f"/objections/{uuid4()}/{path}", body, If_Match='"1"')
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
