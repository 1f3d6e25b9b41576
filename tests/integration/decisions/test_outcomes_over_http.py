"""Every other way in which a case proceeds and ends, as the desk and the sister services meet it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from services.decisions.messaging.published import PUBLICATIONS
from shared.contracts.applications import (
    ApplicationConverted,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
)
from shared.contracts.decisions import DecisionTaken, LeavingOutRevoked, LeftOutOfConsideration
from shared.contracts.notifications import LetterSent
from shared.contracts.objections import DecisionAnewOrdered, ObjectionEnded, ObjectionLodged
from shared.rulings import BesideRuling, CostsRuling
from shared.runtime.access import Role
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    ObjectionRuling,
    Outcome,
    RefusalGround,
    Remedy,
    Replacement,
    StatedFacts,
)
from tests.support.cases import HOLDER, OBJECTION_HANDLER
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House
from tests.support.proceedings import ASKED_ON, REASONS, SEALED_RULING, SECOND_ASKED_ON, TWO_WEEKS

TODAY = NOON.date()
UTRECHT = "0344"
OTHER_GROUND = {"outcome": "refused", "ground": "other", "reasons": REASONS}


def ask(house: House, case_id: UUID, number: int = 1, on: date = ASKED_ON) -> None:
    """The applicant is asked to complete the application."""
    house.applications.publish(CompletionRequested(case_id, number, on, on + TWO_WEEKS))


def lapse(house: House, case_id: UUID, number: int = 1, on: date = ASKED_ON) -> None:
    """The applicant does not react to that request."""
    house.applications.publish(CompletionTermLapsed(case_id, number, on + TWO_WEEKS))


def asked_twice_in_vain(house: House) -> UUID:
    """A case with two requests of which the terms lapsed; it stands at version 6."""
    case_id = house.an_application()
    for number, on in ((1, ASKED_ON), (2, SECOND_ASKED_ON)):
        ask(house, case_id, number, on)
        lapse(house, case_id, number, on)
    until_version(house, case_id, 6)
    return case_id


def until_version(house: House, case_id: UUID, version: int) -> None:
    """Wait until so many things have happened to the case."""
    house.until(lambda: house.service.context.log.position_of(case_id, version) is not None)


def test_a_request_suspends_the_term_and_a_supplement_resumes_it(house: House):
    """Seven suspended days (Awb 4:15); what is stated now is shown to be what will be assessed."""
    case_id = house.an_application()
    before = date.fromisoformat(house.case(case_id)["lastDay"])
    ask(house, case_id)
    until_version(house, case_id, 3)
    assert house.case(case_id)["suspendedFrom"] == "2026-01-13"
    house.applications.publish(
        ApplicationSupplemented(case_id, date(2026, 1, 20), StatedFacts(daily_range_km=410))
    )
    until_version(house, case_id, 5)
    shown = house.case(case_id)
    assert (shown["suspendedFrom"], shown["lastDay"]) == (None, str(before + timedelta(days=7)))


def test_an_application_is_left_out_and_everybody_is_told(house: House):
    """Awb 4:5: a decision, shown and published, but not one on the merits."""
    case_id = asked_twice_in_vain(house)
    answer = house.post(
        f"/cases/{case_id}/leavings-out-of-consideration", {"reason": "no_response"}, version=6
    )
    assert answer.status_code == 201, answer.text
    [told] = house.told(LeftOutOfConsideration)
    assert (told.case_id, told.reason, told.decided_on) == (case_id, LeftOutReason.NO_RESPONSE, TODAY)
    assert (told.applicant, told.plate) == (HOLDER.applicant, HOLDER.plate)
    shown = house.case(case_id)
    assert (shown["state"], shown["decisions"]) == ("left_out", [])
    assert shown["leftOut"] == {
        "decisionId": str(told.decision_id),
        "decidedOn": str(TODAY),
        "decidedBy": told.decided_by,
        "reason": "no_response",
        "announceBy": str(told.announce_by),
        "announcedOn": None,
        "announcedInTime": None,
        "items": [],
    }


def test_leaving_out_that_is_announced_after_the_four_weeks_says_so(house: House):
    """Awb 4:5(4): the case tells it, and nothing follows by itself."""
    case_id = asked_twice_in_vain(house)
    path = f"/cases/{case_id}/leavings-out-of-consideration"
    assert house.post(path, {"reason": "no_response"}, version=6).status_code == 201
    [told] = house.told(LeftOutOfConsideration)
    assert told.announce_by is not None
    sent_on = told.announce_by + timedelta(days=1)
    house.notifications.publish(LetterSent(uuid4(), case_id, told.decision_id, sent_on))
    house.until(lambda: house.case(case_id)["leftOut"]["announcedOn"] == str(sent_on))
    assert house.case(case_id)["leftOut"]["announcedInTime"] is False


def test_a_supplement_that_does_not_suffice_is_left_out_with_reasons_for_each_item(house: House):
    """Awb 4:5(1), 3:46: the codes are shown and told, the words sealed."""
    case_id = house.an_application()
    requested = CompletionRequested(
        case_id, 1, SECOND_ASKED_ON, SECOND_ASKED_ON + TWO_WEEKS, ("daily_range", "signature")
    )
    house.applications.publish(requested)
    until_version(house, case_id, 3)
    house.applications.publish(ApplicationSupplemented(case_id, SECOND_ASKED_ON + TWO_WEEKS, StatedFacts()))
    until_version(house, case_id, 5)
    why = [{"item": "daily_range", "reasons": "U noemt geen aantal kilometers."}]
    path = f"/cases/{case_id}/leavings-out-of-consideration"
    refused = house.post(path, {"reason": "insufficient"}, version=5)
    assert (refused.status_code, refused.json()["code"]) == (409, "items_not_judged")
    answer = house.post(path, {"reason": "insufficient", "items": why}, version=5)
    assert answer.status_code == 201, answer.text
    [told] = house.told(LeftOutOfConsideration)
    [on_item] = told.on_items
    assert on_item.item == "daily_range"
    assert b"kilometers" not in on_item.sealed_words.box
    assert house.case(case_id)["leftOut"]["items"] == ["daily_range"]


def test_what_stands_in_the_way_of_leaving_out_is_named(house: House):
    """409 with the code of the rule."""
    case_id = house.an_application()
    path = f"/cases/{case_id}/leavings-out-of-consideration"
    answer = house.post(path, {"reason": "wrong_data"}, version=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "completion_not_requested")


def test_a_refusal_on_another_ground_is_told_with_its_ground(house: House):
    """Without an assessment, and without a threshold set."""
    case_id = house.an_application()
    answer = house.post(f"/cases/{case_id}/decisions", OTHER_GROUND, version=2)
    assert answer.status_code == 201, answer.text
    [told] = house.published()
    assert (told.outcome, told.refusal_ground, told.threshold_set_id) == (
        Outcome.REFUSED,
        RefusalGround.OTHER,
        None,
    )
    assert told.sealed_reasons is not None
    assert house.service.context.vault.opener().open(told.sealed_reasons).decode() == REASONS
    assert REASONS not in house.get(f"/cases/{case_id}").text
    assert house.case(case_id)["decisions"][0]["refusalGround"] == "other"


@pytest.mark.parametrize(
    "body",
    [
        {"outcome": "refused", "ground": "other"},
        {"outcome": "refused", "ground": "other", "reasons": "te kort"},
        {"outcome": "refused", "ground": "other", "reasons": " \n" * 20},
        {"outcome": "refused", "reasons": REASONS},
        {"outcome": "granted", "ground": "other", "reasons": REASONS},
    ],
    ids=["no reasons", "hardly any", "only blanks", "reasons without the ground", "a grant has no ground"],
)
def test_reasons_go_with_a_refusal_on_another_ground(house: House, body: dict[str, str]):
    """400 before anything is decided (Awb 3:46)."""
    case_id = house.an_application()
    assert house.post(f"/cases/{case_id}/decisions", body, version=2).status_code == 400


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR, Role.APPLICANT])
def test_only_a_case_handler_leaves_out(house: House, role: Role):
    """403, whatever the case."""
    path = f"/cases/{house.an_application()}/leavings-out-of-consideration"
    assert house.post(path, {"reason": "no_response"}, role, version=2).status_code == 403


def test_a_local_case_is_not_there_for_the_national_desk(house: House):
    """404 for leaving out and for a refusal on another ground alike."""
    case_id = house.an_application(kind=ExemptionType.HARDSHIP, municipality=UTRECHT)
    acts = {"leavings-out-of-consideration": {"reason": "no_response"}, "decisions": OTHER_GROUND}
    answers = [house.post(f"/cases/{case_id}/{act}", body, version=2) for act, body in acts.items()]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_withdrawn_and_converted_cases_are_over(house: House):
    """Shown as such; nobody is told of a decision, because there is none."""
    withdrawn, converted, new_case = house.an_application(), house.an_application(), uuid4()
    house.applications.publish(ApplicationWithdrawn(withdrawn, TODAY, handling_started=True))
    house.applications.publish(ApplicationConverted(converted, TODAY, ExemptionType.HARDSHIP, new_case))
    until_version(house, converted, 3)
    assert house.case(withdrawn)["state"] == "withdrawn"
    shown = house.case(converted)
    assert (shown["state"], shown["convertedTo"]) == ("converted", str(new_case))
    answer = house.post(f"/cases/{withdrawn}/decisions", OTHER_GROUND, version=3)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_ended")
    assert house.published() == []


def test_what_crossed_the_decision_changes_nothing_and_stops_nothing(house: House):
    """A request, supplement, lapse, withdrawal and conversion heard of after the decision."""
    case_id = house.an_application()
    assert house.post(f"/cases/{case_id}/decisions", OTHER_GROUND, version=2).status_code == 201
    ask(house, case_id)
    house.applications.publish(ApplicationSupplemented(case_id, TODAY, StatedFacts()))
    lapse(house, case_id)
    house.applications.publish(ApplicationWithdrawn(case_id, TODAY, handling_started=False))
    house.applications.publish(ApplicationConverted(case_id, TODAY, ExemptionType.HARDSHIP, uuid4()))
    house.an_application()
    shown = house.case(case_id)
    assert (shown["state"], shown["version"]) == ("refused", 3)


BESIDE = BesideRuling(CostsRuling(647, SEALED_RULING))
"""What the ruling says of costs (Awb 7:15), which is passed on unchanged."""


def upheld(case_id: UUID, contested: UUID) -> tuple[ObjectionLodged, ObjectionEnded]:
    """An objection against that decision, upheld for another reason than a threshold."""
    objection_id = uuid4()
    return (
        ObjectionLodged(objection_id, case_id, contested, TODAY),
        ObjectionEnded(
            objection_id,
            case_id,
            ObjectionRuling.UPHELD,
            ruled_on=TODAY,
            decided_by=OBJECTION_HANDLER,
            contested_decision_id=contested,
            sealed_reasons=SEALED_RULING,
            heard="held",
            heard_on=TODAY,
            beside=BESIDE,
        ),
    )


def test_an_upheld_objection_replaces_the_decision_and_everybody_is_told(house: House):
    """Awb 7:11: a grant by the objection handler, with appeal as its remedy."""
    case_id = house.an_application()
    house.decide(case_id)
    [refusal] = house.published()
    lodged, ended = upheld(case_id, refusal.decision_id)
    house.objections.publish(lodged)
    house.objections.publish(ended)
    house.until(lambda: len(house.published()) == 2)
    told: DecisionTaken = house.published()[-1]
    assert (told.outcome, told.remedy) == (Outcome.GRANTED, Remedy.APPEAL)
    assert (told.replaces_decision_id, told.decides_objection_id, told.decided_by) == (
        refusal.decision_id,
        lodged.objection_id,
        OBJECTION_HANDLER,
    )
    assert (refusal.synthetic, told.synthetic) == (("thresholds", "conditions"), ("validity",))
    assert (told.reassessment_id, told.refusal_ground, told.sealed_reasons) == (None, None, SEALED_RULING)
    assert (told.heard, told.heard_on, told.court_ruled_on) == ("held", TODAY, None)
    assert told.beside == BESIDE


def test_what_an_annulled_ruling_took_is_given_back_and_everybody_is_told(house: House):
    """Awb 8:72(1), (4): on the order of a court the objection of another is dismissed anew."""
    case_id, appeal_id = house.an_application(1300), uuid4()
    house.decide(case_id)
    [grant] = house.published()
    lodged, ended = upheld(case_id, grant.decision_id)
    house.objections.publish(
        msgspec.structs.replace(ended, replacement=Replacement.REVOCATION, of_another=True)
    )
    objection_id, until = lodged.objection_id, TODAY + timedelta(weeks=6)
    house.objections.publish(
        DecisionAnewOrdered(objection_id, case_id, grant.decision_id, appeal_id, TODAY, until, TODAY)
    )
    anew = msgspec.structs.replace(ended, ruling="dismissed", anew_appeal_id=appeal_id, court_ruled_on=TODAY)
    house.objections.publish(anew)
    house.until(lambda: len(house.published()) == 3)
    revoked, restored = house.published()[1:]
    assert (revoked.outcome, restored.outcome) == (Outcome.REVOKED, Outcome.GRANTED)
    assert (restored.effective_from, restored.valid_until) == (revoked.effective_from, grant.valid_until)
    assert (restored.restores_anew, restored.of_another, restored.court_ruled_on) == (True, True, TODAY)


def test_two_upheld_objections_against_leaving_out_take_the_case_up_once(house: House):
    """The second finds nothing left to revoke, and is noted all the same."""
    case_id = asked_twice_in_vain(house)
    path = f"/cases/{case_id}/leavings-out-of-consideration"
    assert house.post(path, {"reason": "no_response"}, version=6).status_code == 201
    [left_out] = house.told(LeftOutOfConsideration)
    for contract in (*upheld(case_id, left_out.decision_id), *upheld(case_id, left_out.decision_id)):
        house.objections.publish(contract)
    until_version(house, case_id, 12)
    shown = house.case(case_id)
    assert (shown["state"], shown["leftOut"], shown["version"]) == ("undecided", None, 12)
    assert house.published() == []
    [revoked] = house.told(LeavingOutRevoked)
    assert (revoked.case_id, revoked.revoked_decision_id) == (case_id, left_out.decision_id)
    assert (revoked.decided_by, revoked.sealed_reasons) == (OBJECTION_HANDLER, SEALED_RULING)
    assert (revoked.heard, revoked.heard_on) == ("held", TODAY)


def test_a_case_that_is_taken_up_again_is_completed_and_decided(house: House):
    """Awb 7:11(2): applications hears that it is open again, and what the applicant then adds is decided on."""
    case_id = asked_twice_in_vain(house)
    path = f"/cases/{case_id}/leavings-out-of-consideration"
    assert house.post(path, {"reason": "no_response"}, version=6).status_code == 201
    [left_out] = house.told(LeftOutOfConsideration)
    for contract in upheld(case_id, left_out.decision_id):
        house.objections.publish(contract)
    house.until(lambda: len(house.told(LeavingOutRevoked)) == 1)
    consumers = {each.contract: each.consumers for each in PUBLICATIONS}
    assert "applications" in consumers[LeavingOutRevoked]
    house.applications.publish(
        CompletionRequested(case_id, 3, TODAY, TODAY + TWO_WEEKS, ("private_use_declaration",))
    )
    house.applications.publish(ApplicationSupplemented(case_id, TODAY, StatedFacts(daily_range_km=410)))
    until_version(house, case_id, 13)
    assert house.case(case_id)["suspendedFrom"] is None
    assert house.post(f"/cases/{case_id}/assessments", version=13).status_code == 201
    outcome = house.case(case_id)["advice"]
    assert house.post(f"/cases/{case_id}/decisions", {"outcome": outcome}, version=14).status_code == 201
    assert house.case(case_id)["state"] == outcome


def scopes(house: House, query: str = "", municipality: str | None = None) -> dict[str, dict]:
    """The monitor by scope."""
    answer = house.get(f"/monitor{query}", Role.AUDITOR, municipality)
    assert answer.status_code == 200, answer.text
    return {scope["scope"]: scope for scope in answer.json()["scopes"]}


def test_the_monitor_counts_by_scope_type_and_category(house: House):
    """National and local apart, with whole shares; the day exemption was not granted and is not counted."""
    for payload in (1300, 1300, 1000):
        house.decide(house.an_application(payload))
    other = house.an_application()
    house.post(f"/cases/{other}/decisions", OTHER_GROUND, version=2)
    house.an_application(kind=ExemptionType.HARDSHIP, municipality=UTRECHT)
    found = scopes(house)
    assert [found[scope]["total"] for scope in ("national", "local", "day")] == [4, 1, 0]
    outcomes = {outcome["outcome"]: outcome for outcome in found["national"]["outcomes"]}
    assert [(outcomes[name]["number"], outcomes[name]["share"]) for name in outcomes] == [
        (2, 50),
        (0, 0),
        (2, 50),
        (0, 0),
    ]
    assert {one["category"]: one["shareOfOutcome"] for one in outcomes["refused"]["categories"]} == {
        "refused.conditions_not_met": 50,
        "refused.withdrawn_after_handling": 0,
        "refused.other": 50,
    }
    assert [one["exemptionType"] for one in found["local"]["byType"]] == ["HARDSHIP"]


def test_the_monitor_counts_applications_received_in_a_period(house: House):
    """Both days included."""
    house.an_application()
    house.an_application(received_on=date(2026, 2, 1))
    totals = [
        scopes(house, query)["national"]["total"]
        for query in ("", "?from=2026-01-05&to=2026-01-05", "?from=2026-01-06", "?to=2026-01-04")
    ]
    assert totals == [2, 1, 1, 0]


def test_a_municipality_counts_its_own_local_cases(house: House):
    """Another's are not in its count, and the national ones are not there at all."""
    house.an_application()
    house.an_application(kind=ExemptionType.HARDSHIP, municipality=UTRECHT)
    house.an_application(kind=ExemptionType.HARDSHIP, municipality="0363")
    at = "?knownAt=2026-03-02T11:00:00Z"
    for query in ("", at):
        found = scopes(house, query, UTRECHT)
        assert {scope: found[scope]["total"] for scope in found} == {"local": 1, "day": 0}


def test_the_monitor_as_known_at_an_instant(house: House):
    """Nothing before the first event; at the clock's instant the same as now."""
    house.decide(house.an_application())
    assert scopes(house, "?knownAt=2026-03-02T10:59:59Z")["national"]["total"] == 0
    assert scopes(house, "?knownAt=2026-03-02T11:00:00Z") == scopes(house)
    ahead = house.get("/monitor?knownAt=2026-03-02T11:00:01Z", Role.AUDITOR)
    assert (ahead.status_code, ahead.json()["errors"][0]["field"]) == (400, "query.knownAt")


@pytest.mark.parametrize(
    "role", [Role.APPLICANT, Role.CASE_HANDLER, Role.OBJECTION_HANDLER, Role.MUNICIPALITY, Role.RDW]
)
def test_the_monitor_is_for_reviewers_and_auditors(house: House, role: Role):
    """403 for others."""
    assert house.get("/monitor", role).status_code == 403
