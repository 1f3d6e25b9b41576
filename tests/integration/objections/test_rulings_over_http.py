"""Withdrawals, rulings, appeals and the monitor as their users meet them, on SQLite and without a bus."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.contracts.decisions import (
    CaseReconsidered,
    DecisionTaken,
    LeftOutOfConsideration,
    ReassessmentCompleted,
    ReassessmentStarted,
    ThresholdSetRejected,
)
from shared.contracts.notifications import LetterSent
from shared.contracts.objections import (
    AppealEnded,
    ObjectionEnded,
    ObjectionLodged,
    ThresholdConsequenceLapsed,
)
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, ThresholdParameter
from tests.support.objections_desk import (
    DECIDER,
    FINDING,
    HANDLER,
    NOT_WANTED,
    OBJECTOR,
    ObjectionsDesk,
    place_of,
)
from tests.support.published_halves import CASE, SENT, a_letter, a_renewal_of

DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
UPHELD = {"ruling": "upheld", "reasons": "Het gebruik is privé.", "hearingWaived": NOT_WANTED}
INADMISSIBLE = {
    "ruling": "inadmissible",
    "ground": "no_interest",
    "reasons": "Er is geen belang meer.",
    "hearingWaived": NOT_WANTED,
}
UTRECHT = "0344"


def lodged(desk: ObjectionsDesk, refusal: DecisionTaken | None = None) -> str:
    """The path of an objection against a refusal that was heard of."""
    return place_of(desk.lodge((refusal or desk.refused()).decision_id))


def ruled(desk: ObjectionsDesk) -> str:
    """The path of an objection that was dismissed."""
    place = lodged(desk)
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"').status_code == 201
    return place


def told(desk: ObjectionsDesk) -> ObjectionEnded:
    """The last message, which says how an objection ended."""
    return msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)


@pytest.mark.parametrize("body", [DISMISSED, UPHELD, INADMISSIBLE])
def test_a_ruling_is_read_and_told(desk: ObjectionsDesk, body: dict[str, Any]) -> None:
    """With its reasons, who ruled, on which day, and on which decision; upheld, the decision follows."""
    refusal = desk.refused()
    place = lodged(desk, refusal)
    answer = desk.post(f"{place}/rulings", body, If_Match='"1"')
    assert answer.status_code == 201
    shown = desk.get(place).json()
    assert (shown["state"], shown["endedOn"], shown["ruledIn"]) == (body["ruling"], "2026-03-10", None)
    assert shown["ruling"] == {
        "ruledBy": HANDLER,
        "reasons": body["reasons"],
        "inadmissibleBecause": body.get("ground"),
        "defectPassedOver": None,
    }
    ended = told(desk)
    assert (ended.ruling, ended.decision_id, ended.contested_decision_id) == (
        body["ruling"],
        None,
        refusal.decision_id,
    )
    assert (ended.decided_by, ended.ruled_on, ended.reasons) == (HANDLER, SENT, None)
    assert ended.heard == "not_wanted"
    assert ended.sealed_reasons is not None
    assert desk.vault.opener().open(ended.sealed_reasons).decode() == body["reasons"]


def test_the_objector_reads_the_reasons_and_not_who_ruled(desk: ObjectionsDesk) -> None:
    """The letter says in whose name; a pseudonymous id is of no use to anybody outside."""
    shown = desk.get(ruled(desk), Role.APPLICANT, OBJECTOR).json()
    assert (shown["state"], shown["ruling"]["reasons"]) == ("dismissed", DISMISSED["reasons"])
    assert shown["ruling"]["ruledBy"] is None


def test_reasons_stand_nowhere_in_clear(desk: ObjectionsDesk, tmp_path: Path) -> None:
    """Of a finding, an excuse, a retraction, a ruling and a court's ruling: not in any file, nor in the feed."""
    words = {name: f"Mevrouw Kanarie {name}" for name in ("found", "excused", "back", "ruled", "court")}
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 3, 1)))
    desk.get("/objections")
    place = lodged(desk, refusal)
    finding = {**FINDING, "reasons": words["found"], "lateExcused": words["excused"]}
    assert desk.post(f"{place}/threshold-findings", finding, If_Match='"1"').status_code == 201
    assert desk.get(place).json()["finding"]["reasons"] == words["found"]
    back = {"reasons": words["back"]}
    assert desk.post(f"{place}/threshold-finding-retractions", back, If_Match='"3"').status_code == 201
    ruling = {**DISMISSED, "reasons": words["ruled"]}
    assert desk.post(f"{place}/rulings", ruling, If_Match='"4"').status_code == 201
    appeal = {"objectionId": place.rpartition("/")[2], "lodgedOn": "2026-03-10"}
    lodging = desk.post("/appeals", appeal).json()["id"]
    ending = {"ending": "ruled", "endedOn": "2026-03-10", "ruling": words["court"], "outcome": "dismissed"}
    assert desk.post(f"/appeals/{lodging}/endings", ending, If_Match='"1"').status_code == 201
    assert desk.get(f"/appeals/{lodging}").json()["ruling"] == words["court"]
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert any(b"ThresholdConsequenceFound" in content for content in kept)
    assert not any(
        b"Kanarie" in content for content in (*kept, *(bytes(one.data) for one in desk.published()))
    )


def test_reasons_die_with_the_keys_of_the_case(desk: ObjectionsDesk) -> None:
    """What is left is that there was a ruling, and on which day."""
    place = ruled(desk)
    assert desk.get(place).json()["ruling"]["reasons"] == DISMISSED["reasons"]
    desk.vault.eraser().erase_case(CASE)
    shown = desk.get(place).json()
    assert (shown["state"], shown["ruling"]["reasons"], shown["grounds"]) == ("dismissed", None, None)


def test_the_parameter_of_a_finding_is_one_of_the_thresholds(desk: ObjectionsDesk) -> None:
    """400 with the names that there are, and without the one that was sent."""
    body = {**FINDING, "parameter": "Jansen_1234_AB"}
    answer = desk.post(f"{lodged(desk)}/threshold-findings", body, If_Match='"1"')
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"]) == (400, "body.parameter")
    assert all(parameter.value in fault["message"] for parameter in ThresholdParameter)
    assert "Jansen" not in answer.text


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({**DISMISSED, "ground": "late"}, ["body.ground"]),
        ({"ruling": "inadmissible", "reasons": "Te laat."}, ["body.ground"]),
        (
            {"ruling": "inadmissible", "reasons": "Te laat.", "lateExcused": "Poststoring."},
            ["body.ground", "body.lateExcused"],
        ),
        ({"ruling": "withdrawn", "reasons": ""}, ["body.ruling", "body.reasons"]),
    ],
)
def test_a_ruling_is_whole(desk: ObjectionsDesk, body: dict[str, Any], fields: list[str]) -> None:
    """Every fault at once, before the objection is looked at."""
    answer = desk.post(f"/objections/{uuid4()}/rulings", body, If_Match='"1"')
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == fields


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("threshold-findings", FINDING),
        ("threshold-finding-retractions", {"reasons": "De termijn loopt af."}),
        ("rulings", DISMISSED),
        ("withdrawals", None),
    ],
)
def test_every_act_names_its_version(desk: ObjectionsDesk, path: str, body: object) -> None:
    """428 without, 412 when stale, 404 for what is not there whatever version is named."""
    role, subject = (Role.APPLICANT, OBJECTOR) if path == "withdrawals" else (Role.OBJECTION_HANDLER, HANDLER)
    place = lodged(desk)
    assert desk.post(f"{place}/{path}", body, role, subject).status_code == 428
    assert desk.post(f"{place}/{path}", body, role, subject, If_Match='"7"').status_code == 412
    nowhere = desk.post(f"/objections/{uuid4()}/{path}", body, role, subject, If_Match='"7"')
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "objection_not_found")


def test_who_took_the_decision_does_not_rule(desk: ObjectionsDesk) -> None:
    """Awb 10:3, as a 403."""
    answer = desk.post(f"{lodged(desk)}/rulings", DISMISSED, subject=DECIDER, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (403, "own_decision")


def test_the_objector_withdraws_the_own_objection(desk: ObjectionsDesk) -> None:
    """Another applicant finds nothing to withdraw, and the desk does not do it for the objector."""
    place = lodged(desk)
    other = desk.post(f"{place}/withdrawals", None, Role.APPLICANT, "applicant:2", If_Match='"1"')
    assert (other.status_code, other.json()["code"]) == (404, "objection_not_found")
    by_desk = desk.post(f"{place}/withdrawals", None, If_Match='"1"')
    assert (by_desk.status_code, by_desk.json()["code"]) == (403, "objector_withdraws")
    assert (
        desk.post(f"{place}/withdrawals", None, Role.APPLICANT, OBJECTOR, If_Match='"1"').status_code == 201
    )
    assert desk.get(place, Role.APPLICANT, OBJECTOR).json()["state"] == "withdrawn"
    assert (told(desk).ruling, told(desk).decided_by) == ("withdrawn", None)


def test_a_late_objection_is_excused_with_reasons(desk: ObjectionsDesk) -> None:
    """Awb 6:11: without them 409, with them the finding is recorded and both are shown."""
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 3, 1)))
    desk.get("/objections")
    place = lodged(desk, refusal)
    assert desk.get(place).json()["withinTerm"] is False
    (lodging,) = desk.published()
    assert msgspec.json.decode(lodging.data, type=ObjectionLodged).within_term is False
    late = desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    assert (late.status_code, late.json()["code"]) == (409, "objection_late")
    excused = {**FINDING, "lateExcused": "De brief kwam aantoonbaar later aan."}
    assert desk.post(f"{place}/threshold-findings", excused, If_Match='"1"').status_code == 201
    shown = desk.get(place).json()
    assert (shown["state"], shown["lateExcused"]) == ("consequence_found", excused["lateExcused"])
    assert (shown["version"], shown["decideBefore"]) == (3, "2026-04-21")


def test_post_without_a_postmark_is_judged_with_the_ruling(desk: ObjectionsDesk) -> None:
    """Awb 6:9(2): neither late nor in time until the handler says which, with reasons that are shown."""
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 3, 6)))
    desk.get("/objections")
    by_post = {"caseId": str(CASE), "decisionId": str(refusal.decision_id), "grounds": "Het klopt niet."}
    place = place_of(desk.post("/objections", {**by_post, "channel": "post", "receivedOn": "2026-03-09"}))
    shown = desk.get(place).json()
    assert (shown["withinTerm"], shown["postingToBeJudged"]) == (None, True)
    unjudged = desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"')
    assert (unjudged.status_code, unjudged.json()["code"]) == (409, "posting_not_judged")
    posting = {"inTime": True, "reasons": "De eerste werkdag na de termijn ontvangen."}
    assert desk.post(f"{place}/rulings", {**DISMISSED, "posting": posting}, If_Match='"1"').status_code == 201
    shown = desk.get(place).json()
    assert (shown["withinTerm"], shown["postingReasons"]) == (True, posting["reasons"])


def test_a_finding_and_a_ruling_are_never_both(desk: ObjectionsDesk) -> None:
    """409 until the handler has taken the finding back, which decisions is told."""
    place = lodged(desk)
    desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    both = desk.post(f"{place}/rulings", DISMISSED, If_Match='"2"')
    assert (both.status_code, both.json()["code"]) == (409, "objection_state")
    retraction = {"reasons": "De termijn loopt af."}
    assert desk.post(f"{place}/threshold-finding-retractions", retraction, If_Match='"2"').status_code == 201
    lapsed = msgspec.json.decode(desk.published()[-1].data, type=ThresholdConsequenceLapsed)
    assert lapsed.because == "retracted"
    assert desk.get(place).json()["finding"] is None
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"3"').status_code == 201


def test_after_the_rejection_of_the_set_it_is_the_handler_s_again(desk: ObjectionsDesk) -> None:
    """A periodic set that is rejected concerns no objection."""
    place = lodged(desk)
    desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    objection_id = UUID(place.rpartition("/")[2])
    desk.publish(ThresholdSetRejected(uuid4(), None, SENT), ThresholdSetRejected(uuid4(), objection_id, SENT))
    assert (desk.get(place).json()["state"], desk.get(place).json()["version"]) == ("pending", 3)
    lapsed = msgspec.json.decode(desk.published()[-1].data, type=ThresholdConsequenceLapsed)
    assert lapsed.because == "set_rejected"


def test_a_finding_is_not_taken_back_while_its_campaign_runs(desk: ObjectionsDesk) -> None:
    """409 from the entry into force to the completion; a periodic set bars nothing."""
    place = lodged(desk)
    desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    objection_id, set_id, reassessment = UUID(place.rpartition("/")[2]), uuid4(), uuid4()
    desk.publish(ReassessmentStarted(uuid4(), uuid4()))
    assert desk.get(place).json()["finding"]["takenUpIn"] is None
    desk.publish(ReassessmentStarted(reassessment, set_id, objection_id))
    shown = desk.get(place).json()
    assert (shown["finding"]["takenUpIn"], shown["version"]) == (str(reassessment), 3)
    retraction = {"reasons": "De termijn loopt af."}
    barred = desk.post(f"{place}/threshold-finding-retractions", retraction, If_Match='"3"')
    assert (barred.status_code, barred.json()["code"]) == (409, "renewal_under_way")
    desk.publish(ReassessmentCompleted(reassessment, set_id, objection_id))
    assert desk.get(place).json()["finding"]["takenUpIn"] is None
    assert desk.post(f"{place}/threshold-finding-retractions", retraction, If_Match='"4"').status_code == 201


def test_a_day_exemption_whose_day_has_passed_is_not_upheld(desk: ObjectionsDesk) -> None:
    """409 that names the rule; the day is known from the decision."""
    refusal = desk.refused(exemption_type=ExemptionType.DAY, municipality=UTRECHT, day=date(2026, 3, 9))
    place = place_of(desk.lodge(refusal.decision_id))
    answer = desk.post(f"{place}/rulings", UPHELD, of=UTRECHT, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (409, "day_has_passed")


def test_the_decision_that_follows_from_upholding_is_named(desk: ObjectionsDesk) -> None:
    """Decisions replaces the refusal; the objection ended before, and ends once."""
    refusal = desk.refused()
    place = lodged(desk, refusal)
    desk.post(f"{place}/rulings", UPHELD, If_Match='"1"')
    objection_id = UUID(place.rpartition("/")[2])
    renewal = msgspec.structs.replace(
        a_renewal_of(refusal, desk.vault), decides_objection_id=objection_id, decided_by=HANDLER
    )
    desk.publish(renewal)
    assert desk.get(place).json()["ruledIn"] == str(renewal.decision_id)
    assert desk.published_types() == ["objection-lodged", "reconsideration-asked", "objection-ended"]


def test_leaving_out_of_consideration_can_be_objected_to(desk: ObjectionsDesk) -> None:
    """It is a decision (Awb 4:5), which can stand or fall; no threshold has anything to do with it."""
    refusal = desk.refused()
    left_out = LeftOutOfConsideration(
        uuid4(),
        refusal.case_id,
        ExemptionType.PRIVATE_USE,
        SENT,
        DECIDER,
        LeftOutReason.NO_RESPONSE,
        refusal.applicant,
        refusal.plate,
        applicant_subject=OBJECTOR,
        announce_by=SENT - timedelta(days=1),
    )
    desk.publish(left_out, LetterSent(uuid4(), refusal.case_id, left_out.decision_id, SENT))
    desk.get("/objections")
    place = place_of(desk.lodge(left_out.decision_id))
    shown = desk.get(place).json()
    assert (shown["decisionHeardOf"], shown["exemptionType"]) == (True, "PRIVATE_USE")
    assert shown["announcedInTime"] is False
    finding = desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    assert (finding.status_code, finding.json()["code"]) == (409, "decision_not_a_refusal")
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"').status_code == 201


def test_a_local_case_is_for_its_own_municipality(desk: ObjectionsDesk) -> None:
    """National handlers and other municipalities get the answer for what is not there."""
    place = lodged(desk, desk.refused(municipality=UTRECHT, exemption_type=ExemptionType.HARDSHIP))
    for elsewhere in (None, "0193"):
        answer = desk.post(f"{place}/rulings", DISMISSED, of=elsewhere, If_Match='"9"')
        assert (answer.status_code, answer.json()["code"]) == (404, "objection_not_found")
        assert desk.get(place, of=elsewhere).status_code == 404
        assert desk.get("/objections", of=elsewhere).json()["items"] == []
        assert desk.get("/monitor", Role.AUDITOR, "auditor:1", of=elsewhere).json()["objections"] == 0
    assert desk.post(f"{place}/rulings", DISMISSED, of=UTRECHT, If_Match='"1"').status_code == 201
    assert desk.get(place, of=UTRECHT).json()["municipality"] == UTRECHT
    assert desk.get(place, Role.APPLICANT, OBJECTOR).status_code == 200


def test_an_appeal_from_lodging_to_the_court_s_ruling(desk: ObjectionsDesk) -> None:
    """Registered by the RDW, ended by an objection handler, told to decisions, and listed."""
    place = ruled(desk)
    body = {"objectionId": place.rpartition("/")[2], "lodgedOn": "2026-03-10", "courtReference": "UTR 26/123"}
    lodging = desk.post("/appeals", body, Role.RDW, "rdw:1")
    assert lodging.status_code == 201
    appeal = f"/appeals/{lodging.json()['id']}"
    assert desk.get(appeal, Role.RDW, "rdw:1").json()["state"] == "pending"
    again = desk.post("/appeals", body)
    assert (again.status_code, again.json()["code"]) == (409, "appeal_pending")
    ruling = "Het beroep is ongegrond."
    ending = {"ending": "ruled", "endedOn": "2026-03-10", "ruling": ruling, "outcome": "dismissed"}
    assert desk.post(f"{appeal}/endings", ending).status_code == 428
    assert desk.post(f"{appeal}/endings", ending, If_Match='"1"').status_code == 201
    assert desk.get("/appeals?state=ruled").json()["items"][0]["ruling"] == ending["ruling"]
    assert desk.get("/appeals?state=pending").json()["items"] == []
    ended = msgspec.json.decode(desk.published()[-1].data, type=AppealEnded)
    assert ended.ending == "ruled"


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        (
            "/appeals",
            {"objectionId": str(UUID(int=1)), "lodgedOn": "2026-03-11", "courtReference": "UTR 26/123"},
            ["body.lodgedOn"],
        ),
        (
            "/appeals",
            {"objectionId": "x", "lodgedOn": "2026-03-10", "courtReference": "de zaak over de bestelwagen"},
            ["body.objectionId", "body.courtReference"],
        ),
        (
            f"/appeals/{UUID(int=1)}/endings",
            {"ending": "ruled", "endedOn": "2026-03-11"},
            ["body.endedOn", "body.ruling", "body.outcome"],
        ),
        (
            f"/appeals/{UUID(int=1)}/endings",
            {"ending": "withdrawn", "endedOn": "2026-03-10", "ruling": "Ongegrond.", "outcome": "annulled"},
            ["body.ruling", "body.outcome"],
        ),
        (
            f"/appeals/{UUID(int=1)}/endings",
            {
                "ending": "ruled",
                "endedOn": "2026-03-10",
                "ruling": "Vernietigd.",
                "outcome": "court_decided",
                "decideAnew": {},
            },
            ["body.decideAnew"],
        ),
    ],
)
def test_what_the_court_tells_is_whole(
    desk: ObjectionsDesk, path: str, body: dict[str, Any], fields: list[str]
) -> None:
    """No day that has not come, a number that names nobody, and a ruling where the court ruled."""
    answer = desk.post(path, body, If_Match='"1"')
    assert answer.status_code == 400
    assert [fault["field"].partition(".function")[0] for fault in answer.json()["errors"]] == fields


def test_appeals_are_listed_in_pages(desk: ObjectionsDesk) -> None:
    """In the order of registration; not for applicants, and another's is not there."""
    made = []
    for _ in range(3):
        body = {"objectionId": ruled(desk).rpartition("/")[2], "lodgedOn": "2026-03-10"}
        made.append(desk.post("/appeals", body).json()["id"])
    first = desk.get("/appeals?limit=2").json()
    rest = desk.get(f"/appeals?limit=2&after={first['next']}").json()
    assert [line["appealId"] for line in first["items"] + rest["items"]] == made
    assert rest["next"] is None
    assert desk.get("/appeals", Role.APPLICANT, OBJECTOR).status_code == 403
    for path in (f"/appeals/{made[0]}", f"/appeals/{uuid4()}"):
        answer = desk.get(path, of=UTRECHT)
        assert (answer.status_code, answer.json()["code"]) == (404, "appeal_not_found")


def test_the_monitor_counts_for_auditors(desk: ObjectionsDesk) -> None:
    """By type, by row of the letter, and appeals by state, those with nothing included."""
    lodged(desk)
    body = {"objectionId": ruled(desk).rpartition("/")[2], "lodgedOn": "2026-03-10"}
    desk.post("/appeals", body)
    counted = desk.get("/monitor", Role.AUDITOR, "auditor:1").json()
    assert counted["objections"] == 2
    assert counted["byType"] == [{"exemptionType": "NOT_AVAILABLE_EMISSION_FREE", "objections": 2}]
    assert {row["category"]: row["objections"] for row in counted["byCategory"]} == {
        "upheld": 0,
        "pending_or_decided": 1,
        "withdrawn": 0,
        "gone_to_appeal": 1,
    }
    assert {row["state"]: row["appeals"] for row in counted["appeals"]} == {
        "pending": 1,
        "withdrawn": 0,
        "inadmissible": 0,
        "ruled": 0,
    }
    assert desk.get("/monitor").status_code == 403


def test_an_objection_against_a_grant_is_upheld_by_a_later_last_day(desk: ObjectionsDesk) -> None:
    """Decisions hears of that day; named with another ruling it is refused at the door."""
    refusal = desk.refused()
    granted = msgspec.structs.replace(
        refusal, decision_id=uuid4(), outcome=Outcome.GRANTED, valid_until=date(2028, 2, 15)
    )
    desk.publish(granted)
    place = lodged(desk, granted)
    wrong = desk.post(f"{place}/rulings", {**DISMISSED, "validUntil": "2029-02-15"}, If_Match='"1"')
    assert wrong.status_code == 400
    assert "body.validUntil" in wrong.text
    assert desk.post(f"{place}/reconsiderations", None, If_Match='"1"').status_code == 201
    desk.publish(
        CaseReconsidered(
            uuid4(),
            UUID(place.rsplit("/", 1)[-1]),
            CASE,
            SENT,
            Outcome.GRANTED,
            "p/2",
            None,
            granted_until=date(2029, 2, 15),
        )
    )
    beyond = desk.post(f"{place}/rulings", {**UPHELD, "validUntil": "2029-02-16"}, If_Match='"3"')
    assert beyond.json()["code"] == "last_day_outside_policy"
    upheld = desk.post(f"{place}/rulings", {**UPHELD, "validUntil": "2029-02-15"}, If_Match='"3"')
    assert upheld.status_code == 201, upheld.text
    assert told(desk).valid_until == date(2029, 2, 15)
