"""The decisions service as its users meet it: HTTP in front, the feeds of applications and objections behind."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from shared.contracts.objections import (
    AppealEnded,
    AppealLodged,
    DecisionAnewOrdered,
    InterimReliefGranted,
    InterimReliefLapsed,
    ObjectionEnded,
    ObjectionLodged,
    ObjectorHeard,
    ThresholdConsequenceFound,
)
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.access import Role
from shared.vocabulary import Outcome, Remedy
from tests.support.cases import OBJECTION_HANDLER
from tests.support.decisions import NOON
from tests.support.house_of_decisions import NEW, OLD, House


def test_from_finding_to_renewal(house: House):
    """Refused, objected to, found, proposed, approved; the campaign runs by itself and tells everybody."""
    objector, quiet, other = (house.an_application(payload) for payload in (1000, 1000, 700))
    assert [house.decide(case_id) for case_id in (objector, quiet, other)] == ["refused"] * 3
    refusal = house.published()[0].decision_id
    objection_id = uuid4()
    known = {"objection_id": objection_id, "case_id": objector, "decision_id": refusal}
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), **known))
    house.objections.publish(
        ThresholdConsequenceFound(
            found_by=OBJECTION_HANDLER, vehicle_category="N1", parameter="payload_kg", **known
        )
    )
    house.objections.publish(ObjectorHeard(objection_id, objector, NOON.date()))
    house.until(lambda: bool(house.get("/threshold-findings").json()["items"]))
    house.until(lambda: house.case(objector)["version"] == 7)

    set_id = house.a_set(NEW, objection_id)
    assert house.approve(set_id).status_code == 201
    house.until(lambda: len(house.published()) == 5)
    renewals = {taken.case_id: taken for taken in house.published()[3:]}
    assert set(renewals) == {objector, quiet}
    assert renewals[objector].replaces_decision_id == refusal
    assert (renewals[objector].remedy, renewals[objector].decides_objection_id) == (
        Remedy.APPEAL,
        objection_id,
    )
    assert (renewals[objector].heard, renewals[objector].heard_on) == ("held", NOON.date())
    assert (renewals[quiet].remedy, renewals[quiet].outcome) == (Remedy.OBJECTION, Outcome.GRANTED)
    assert renewals[quiet].heard is None


def test_a_reassessment_shows_its_progress_and_its_proof(house: House):
    """Counts, the worklist, and the three sets of the proof."""
    affected, other = house.an_application(1000), house.an_application(700)
    house.decide(affected)
    house.decide(other)
    set_id = house.a_set(NEW)
    house.approve(set_id)
    house.until(lambda: house.get("/reassessments").json()["items"][-1]["state"] == "completed")
    last = house.get("/reassessments").json()["items"][-1]
    assert last["thresholdSetId"] == set_id
    one = house.get(f"/reassessments/{last['reassessmentId']}").json()
    assert (one["considered"], one["reissued"], one["casesForAPerson"]) == (2, 1, [])
    proof = house.get(f"/reassessments/{last['reassessmentId']}/proof", Role.AUDITOR).json()
    assert (proof["holds"], proof["affected"], proof["reissued"]) == (True, [str(affected)], [str(affected)])
    assert [decision["outcome"] for decision in house.case(affected)["decisions"]] == ["refused", "granted"]


def test_the_end_of_an_objection_is_heard(house: House):
    """Then a renewal carries the remedy of objection again."""
    case_id = house.an_application()
    house.decide(case_id)
    known = {"objection_id": uuid4(), "case_id": case_id}
    refusal = house.published()[0].decision_id
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), decision_id=refusal, **known))
    house.objections.publish(ObjectionEnded(ruling="withdrawn", **known))
    house.until(lambda: house.case(case_id)["version"] == 6)
    assert house.approve(house.a_set(NEW)).status_code == 201
    house.until(lambda: len(house.published()) == 2)
    assert house.published()[-1].remedy is Remedy.OBJECTION


@pytest.mark.parametrize(
    ("objector", "remedy"),
    [
        (None, Remedy.COVERED_BY_PENDING_OBJECTION),
        (Sealed(UUID(int=97), SealedKind.APPLICANT, b"box"), Remedy.OBJECTION),
    ],
)
def test_an_objection_to_decide_on_anew_covers_a_renewal_again(
    house: House, objector: Sealed | None, remedy: Remedy
):
    """Dismissed, annulled by a court and pending again (Awb 8:72(4), 6:19); that of another covers nothing."""
    case_id = house.an_application()
    house.decide(case_id)
    known = {"objection_id": uuid4(), "case_id": case_id}
    refusal, appeal, today = house.published()[0].decision_id, uuid4(), NOON.date()
    house.objections.publish(
        ObjectionLodged(received_on=today, decision_id=refusal, objector=objector, **known)
    )
    house.objections.publish(ObjectionEnded(ruling="dismissed", **known))
    house.objections.publish(AppealLodged(appeal_id=appeal, lodged_on=today, **known))
    house.objections.publish(AppealEnded(appeal, case_id, "ruled"))
    ordered = {"appeal_id": appeal, "court_ruled_on": today, "decide_before": today, "received_on": today}
    house.objections.publish(DecisionAnewOrdered(decision_id=refusal, objector=objector, **ordered, **known))
    house.until(lambda: house.case(case_id)["version"] == (9 if objector is None else 8))
    assert house.approve(house.a_set(NEW)).status_code == 201
    house.until(lambda: len(house.published()) == 2)
    assert house.published()[-1].remedy is remedy


def test_an_objection_in_a_case_that_is_not_here_stops_nothing(house: House):
    """Somebody named a case that does not exist; what comes after is heard all the same."""
    stranger = {"objection_id": uuid4(), "case_id": uuid4(), "decision_id": uuid4()}
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), **stranger))
    case_id = house.an_application()
    house.decide(case_id)
    an_objection_is_heard(house, case_id)


def an_objection_is_heard(house: House, case_id: UUID) -> None:
    """An objection of the applicant against the last decision; returns when decisions has noted it."""
    contested = next(taken.decision_id for taken in house.published() if taken.case_id == case_id)
    house.objections.publish(ObjectionLodged(uuid4(), case_id, contested, NOON.date()))
    house.until(lambda: house.case(case_id)["version"] == 5)


def test_an_objection_of_a_stranger_or_against_nothing_changes_no_remedy(house: House):
    """Whoever knows a case's id must not be able to take its holder's remedy away (Awb 6:4, 6:19)."""
    holder, other = house.an_application(), house.an_application()
    house.decide(holder)
    house.decide(other)
    refusal = house.published()[0].decision_id
    house.objections.publish(ObjectionLodged(uuid4(), holder, uuid4(), NOON.date()))
    house.objections.publish(ObjectionLodged(uuid4(), holder, refusal, NOON.date(), "somebody-else"))
    an_objection_is_heard(house, other)
    assert house.case(holder)["version"] == 4
    assert house.approve(house.a_set(NEW)).status_code == 201
    house.until(lambda: len(house.published()) == 4)
    remedies = {taken.case_id: taken.remedy for taken in house.published()[2:]}
    assert remedies == {holder: Remedy.OBJECTION, other: Remedy.COVERED_BY_PENDING_OBJECTION}


def test_an_act_names_the_version_it_is_about(house: House):
    """428 without, 412 when the case has moved."""
    case_id = house.an_application()
    assert house.post(f"/cases/{case_id}/assessments").status_code == 428
    assert house.post(f"/cases/{case_id}/assessments", version=1).status_code == 412
    assert house.post(f"/cases/{case_id}/assessments", version=2).status_code == 201


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("granted", "decision_differs_from_assessment"), ("refused", "threshold_set_changed")],
)
def test_a_decision_that_may_not_be_taken_is_refused_with_its_reason(house: House, outcome: str, code: str):
    """409: not what was advised, or advised under thresholds that no longer decide."""
    case_id = house.an_application()
    house.post(f"/cases/{case_id}/assessments", version=2)
    if code == "threshold_set_changed":
        house.approve(house.a_set(NEW))
    answer = house.post(f"/cases/{case_id}/decisions", {"outcome": outcome}, version=3)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_the_proposer_may_not_approve(house: House):
    """403, also when the same person is a reviewer."""
    set_id = house.a_set(NEW)
    answer = house.approve(set_id, subject=f"{Role.CASE_HANDLER}-1")
    assert (answer.status_code, answer.json()["code"]) == (403, "approver_barred")


def test_cases_are_not_for_everybody(house: House):
    """Only the desk and auditors read them."""
    outsiders = (Role.APPLICANT, Role.MUNICIPALITY, Role.RDW, Role.OPERATOR)
    assert [house.get("/cases", role).status_code for role in outsiders] == [403] * 4


def test_only_a_reviewer_approves(house: House):
    """Whoever else asks is refused before anything is read."""
    set_id = house.a_set(NEW)
    others = (Role.CASE_HANDLER, Role.OBJECTION_HANDLER, Role.AUDITOR)
    body = {"planDigest": house.get(f"/threshold-sets/{set_id}").json()["planDigest"]}
    path = f"/threshold-sets/{set_id}/approvals"
    assert [house.post(path, body, role, version=2).status_code for role in others] == [403] * 3


def test_the_plan_lists_every_case_with_what_would_happen(house: House):
    """Recomputed from the log under the digest that the preview recorded."""
    affected, unchanged = house.an_application(1000), house.an_application(700)
    house.decide(affected)
    house.decide(unchanged)
    waiting = house.an_application()
    set_id = house.a_set(NEW)
    plan = house.get(f"/threshold-sets/{set_id}/plan").json()
    assert {one["caseId"]: one["disposition"] for one in plan["cases"]} == {
        str(affected): "reissue",
        str(unchanged): "unchanged",
        str(waiting): "pending",
    }
    shown = house.get(f"/threshold-sets/{set_id}").json()
    assert plan["planDigest"] == shown["planDigest"]
    counted = {"reissue": 1, "unchanged": 1, "forAPerson": 0, "wouldNowBeRefused": 0, "pending": 1}
    assert {name: shown["preview"][name] for name in counted} == counted
    assert shown["preview"]["byStanding"] == {"refused_now_granted": 1, "refused_still": 1, "undecided": 1}


def test_what_is_not_there_is_404(house: House):
    """A case, a set, its plan, a reassessment and its proof."""
    paths = (
        "cases/{}",
        "threshold-sets/{}",
        "threshold-sets/{}/plan",
        "reassessments/{}",
        "reassessments/{}/proof",
    )
    answers = [house.get(f"/{path.format(uuid4())}", Role.REVIEWER).status_code for path in paths]
    assert answers == [404] * len(paths)


def test_lists_come_a_page_at_a_time(house: House):
    """Each page says where the next one begins."""
    cases = {str(house.an_application()) for _ in range(3)}
    first = house.get("/cases?limit=2").json()
    second = house.get(f"/cases?limit=2&after={first['next']}").json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert {one["caseId"] for one in first["items"] + second["items"]} == cases


def test_a_set_that_gave_way_says_so(house: House):
    """Replaced, since when, by which; and the new one what it changed."""
    new_set = house.a_set(NEW)
    assert house.approve(new_set).status_code == 201
    old, new = house.get("/threshold-sets").json()["items"]
    assert (old["state"], old["replacedBy"], old["replacedOn"]) == ("replaced", new_set, "2026-03-02")
    assert (new["state"], new["replacedBy"]) == ("in_force", None)
    [changed] = new["changes"]["changed"]
    assert (changed["category"], changed["value"], changed["was"]) == ("N1", NEW, OLD)


def test_a_row_that_would_fall_away_is_named(house: House):
    """409 until the proposal says that it is meant; the set shows it as removed."""
    truck = {"category": "N2", "parameter": "payload_kg", "value": 9000}
    body: dict[str, object] = {"thresholds": [truck], "validFrom": "2026-03-02"}
    refused = house.post("/threshold-sets", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "threshold_removal_unconfirmed")
    assert "N1 payload_kg" in refused.json()["detail"]

    body["removes"] = [{"category": "N1", "parameter": "payload_kg"}]
    proposed = house.post("/threshold-sets", body)
    assert proposed.status_code == 201, proposed.text
    changes = house.get(f"/threshold-sets/{proposed.json()['id']}").json()["changes"]
    assert [row["category"] for row in changes["added"]] == ["N2"]
    assert [row["category"] for row in changes["removed"]] == ["N1"]


def test_what_a_court_decides_itself_the_case_is(house: House):
    """Awb 8:72(3)(b): refused here, granted by the court, told with the day on which it sent its ruling; once."""
    case_id, appeal, today = house.an_application(), uuid4(), NOON.date()
    house.decide(case_id)
    refusal = house.published()[0].decision_id
    house.objections.publish(AppealLodged(appeal, uuid4(), case_id, today))
    house.objections.publish(
        AppealEnded(
            appeal, case_id, "ruled", today, today, "court_decided", Outcome.GRANTED, date(2028, 1, 1)
        )
    )
    house.until(lambda: house.case(case_id)["state"] == "granted")
    granted = house.published()[-1]
    assert (granted.replaces_decision_id, granted.announced_on) == (refusal, today)
    assert (granted.valid_until, granted.remedy) == (date(2028, 1, 1), Remedy.HIGHER_APPEAL)
    assert [one["decidedBy"] for one in house.case(case_id)["decisions"]][-1] == "court"


def test_two_suspensions_of_a_grant_show_in_the_case(house: House):
    """Awb 8:81, 8:85: until none holds any more; one of another decision shows in the history alone."""
    case_id, first, other, today = house.an_application(), uuid4(), uuid4(), NOON.date()
    house.decide(case_id)
    house.objections.publish(
        AppealEnded(
            uuid4(), case_id, "ruled", today, today, "court_decided", Outcome.GRANTED, date(2028, 1, 1)
        )
    )
    house.until(lambda: house.case(case_id)["state"] == "granted")
    refusal, grant = (UUID(one["decisionId"]) for one in house.case(case_id)["decisions"])
    days = {first: None, other: date(2027, 1, 1)}
    house.objections.publish(InterimReliefGranted(uuid4(), case_id, today, "suspended", None, refusal))
    for relief, last_day in days.items():
        house.objections.publish(InterimReliefGranted(relief, case_id, today, "suspended", last_day, grant))

    def suspended() -> tuple[str | None, str | None]:
        case = house.case(case_id)
        return case["grantSuspendedFrom"], case["grantSuspendedUntil"]

    tomorrow = str(today + timedelta(days=1))
    house.until(lambda: suspended() == (tomorrow, None))
    house.objections.publish(InterimReliefLapsed(first, case_id, today))
    house.until(lambda: suspended() == (tomorrow, "2027-01-01"))
    house.objections.publish(InterimReliefLapsed(other, case_id, today))
    house.until(lambda: suspended() == (None, None))


def test_interim_relief_shows_in_the_case(house: House):
    """Awb 8:81, 8:85: as long as it holds; the case stays refused."""
    case_id, relief, today = house.an_application(), uuid4(), NOON.date()
    house.decide(case_id)
    house.objections.publish(InterimReliefGranted(relief, case_id, today, "as_if_granted", date(2028, 1, 1)))
    house.until(lambda: house.case(case_id)["interimAccessUntil"] == "2028-01-01")
    house.objections.publish(InterimReliefLapsed(relief, case_id, today))
    house.until(lambda: house.case(case_id)["interimAccessUntil"] is None)
    assert house.case(case_id)["state"] == "refused"
