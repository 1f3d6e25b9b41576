"""A decision that comes too late, over HTTP: who gives notice, who reads it, and what is fixed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from services.decisions.domain.notice_of_default import PenaltyFixed
from shared.contracts.decisions import PenaltyRecoveryDecided
from shared.contracts.notifications import LetterSent, LetterSentOnPaper, StepLetterSent
from shared.contracts.objections import ObjectionEnded
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.cases import HOLDER, OBJECTION_HANDLER
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House
from tests.support.proceedings import REASONS, SEALED_RULING

TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
LATE = date(2025, 12, 1)
"""Received then, the last day was 26 January 2026."""
NOTICE = {"receivedOn": "2026-01-27", "channel": "post"}
REFUSED = {"outcome": "refused", "ground": "other", "reasons": REASONS}


def give_notice(
    house: House, case_id: UUID, body: object = NOTICE, role: Role = Role.CASE_HANDLER, **who: str
) -> httpx.Response:
    """A notice of default is recorded."""
    return house.post(f"/cases/{case_id}/notices-of-default", body, role, **who)


def a_late_case(house: House) -> UUID:
    """In default since 11 February; it stands at version 3."""
    case_id = house.an_application(received_on=LATE)
    answer = give_notice(house, case_id)
    assert answer.status_code == 201, answer.text
    return case_id


def acts_of(house: House, case_id: UUID) -> list[str]:
    """The names of the case's events."""
    return [type(one.event).__name__ for one in house.service.context.log.stream(case_id)]


def refuse(house: House, case_id: UUID, sent_on: date = TODAY) -> UUID:
    """The desk refuses, and the letter about it leaves on that day; the decision's id."""
    assert house.post(f"/cases/{case_id}/decisions", REFUSED, version=3).status_code == 201
    decision_id = house.published()[-1].decision_id
    house.notifications.publish(LetterSent(uuid4(), case_id, decision_id, sent_on, channel="paper"))
    house.until(lambda: house.case(case_id)["decisions"][-1]["announcedOn"] == str(sent_on))
    return decision_id


def fix(house: House, case_id: UUID, version: int, body: object | None = None) -> httpx.Response:
    """The desk decides on the penalty."""
    return house.post(f"/cases/{case_id}/penalty-decisions", body or {}, version=version)


def test_the_clock_tells_what_is_due_today_and_on_another_day(house: House):
    """Awb 4:17: twenty days by 2 March, fourteen of 23 and six of 35 euros; one on the first day."""
    case_id = a_late_case(house)
    clock = house.get(f"/cases/{case_id}/clock").json()
    assert clock["default"] == {
        "noticeReceivedOn": "2026-01-27",
        "graceLastDay": "2026-02-10",
        "firstPenaltyDay": "2026-02-11",
        "lastPenaltyDay": "2026-03-24",
        "daysDue": 20,
        "amountDue": 532,
        "fixBy": "2026-04-07",
        "fixedBy": None,
        "paidOn": None,
        "nothingDueGround": None,
    }
    before = house.get(f"/cases/{case_id}/clock?on=2026-02-11").json()
    assert (before["default"]["amountDue"], before["daysLeft"]) == (23, -16)


def test_a_premature_notice_is_recorded_and_the_case_says_that_it_has_no_effect(house: House):
    """Awb 4:17(3): today is the last day of the term."""
    case_id = house.an_application()
    assert give_notice(house, case_id, {}).status_code == 201
    [notice] = house.case(case_id)["noticesOfDefault"]
    assert notice == {
        "receivedOn": str(TODAY),
        "channel": "electronic",
        "premature": True,
        "graceLastDay": None,
        "firstPenaltyDay": None,
        "lastPenaltyDay": None,
    }
    assert house.get(f"/cases/{case_id}/clock").json()["default"] is None


def test_the_applicant_gives_notice_and_reads_what_follows(house: House):
    """Of the own case, electronically and today."""
    case_id = house.an_application(received_on=LATE)
    me = {"role": Role.APPLICANT, "subject": HOLDER.applicant_subject}
    answer = give_notice(house, case_id, {}, **me)
    assert answer.status_code == 201, answer.text
    path = f"/decisions/v1/cases/{case_id}/notices-of-default"
    shown = house.read_as(path, **me)
    assert shown.status_code == 200, shown.text
    [notice] = shown.json()["notices"]
    assert (notice["receivedOn"], notice["premature"]) == (str(TODAY), False)
    assert shown.json()["default"]["amountDue"] == 0
    assert shown.headers["ETag"] == '"3"'


@pytest.mark.parametrize("body", [{"receivedOn": "2026-01-27"}, {"channel": "post"}])
def test_an_applicant_sends_no_notice_of_another_day_or_by_post(house: House, body: dict[str, str]):
    """What came otherwise, the desk records."""
    case_id = house.an_application(received_on=LATE)
    answer = give_notice(house, case_id, body, Role.APPLICANT, subject=HOLDER.applicant_subject)
    assert (answer.status_code, answer.json()["code"]) == (409, "notice_not_sent_here")


def test_the_case_of_another_applicant_is_not_there(house: House):
    """Neither to give notice in nor to read, and a case that never was looks the same."""
    case_id = house.an_application(received_on=LATE)
    for unseen in (case_id, uuid4()):
        path = f"/decisions/v1/cases/{unseen}/notices-of-default"
        assert give_notice(house, unseen, {}, Role.APPLICANT, subject="somebody-else").status_code == 404
        assert house.read_as(path, Role.APPLICANT, "somebody-else").status_code == 404


def test_a_local_case_is_its_own_municipalitys(house: House):
    """With national scope it is not there."""
    case_id = house.an_application(kind=ExemptionType.HARDSHIP, municipality="0344", received_on=LATE)
    assert give_notice(house, case_id).status_code == 404
    assert give_notice(house, case_id, municipality="0344").status_code == 201
    assert house.get(f"/cases/{case_id}/notices-of-default").status_code == 404
    assert fix(house, case_id, 3).status_code == 404


def test_the_penalty_is_fixed_once_the_case_was_decided(house: House):
    """Awb 4:18: nineteen days, since the day of the decision does not count any more."""
    case_id = a_late_case(house)
    refused = fix(house, case_id, 3)
    assert (refused.status_code, refused.json()["code"]) == (409, "penalty_runs")
    refuse(house, case_id)
    answer = fix(house, case_id, 4)
    assert answer.status_code == 201, answer.text
    shown = house.case(case_id)["penalty"]
    assert (shown["days"], shown["amountEuros"], shown["ground"]) == (19, 497, None)
    assert (shown["firstDay"], shown["lastDay"]) == ("2026-02-11", str(TODAY - timedelta(days=1)))
    default = house.get(f"/cases/{case_id}/clock").json()["default"]
    assert (default["fixedBy"], default["amountDue"]) == (shown["decisionId"], 497)


def test_the_penalty_waits_for_the_letter_and_its_own_letter_announces_it(house: House):
    """Awb 3:41(1), 4:17(1), 4:18: told once however often it is heard; the clock names each with its rule."""
    case_id = a_late_case(house)
    assert house.post(f"/cases/{case_id}/decisions", REFUSED, version=3).status_code == 201
    refused = fix(house, case_id, 4)
    assert (refused.status_code, refused.json()["code"]) == (409, "decision_not_announced")
    letter, decision_id = uuid4(), house.published()[-1].decision_id
    for _ in range(2):
        house.notifications.publish(LetterSent(letter, case_id, decision_id, YESTERDAY, channel="email"))
    house.notifications.publish(LetterSentOnPaper(letter, case_id, decision_id, TODAY))
    house.until(lambda: house.case(case_id)["decisions"][-1]["announcedOn"] == str(TODAY))
    assert fix(house, case_id, 4).status_code == 201
    penalty = UUID(house.case(case_id)["penalty"]["decisionId"])
    for told_by in (uuid4(), penalty):
        house.notifications.publish(StepLetterSent(uuid4(), case_id, told_by, TODAY, date(2026, 4, 13)))
    house.until(lambda: house.case(case_id)["penalty"]["announcedOn"] == str(TODAY))
    clock = house.get(f"/cases/{case_id}/clock").json()
    steps = [(entry["step"], entry["on"]) for entry in clock["entries"]]
    assert steps[-4:] == [
        ("announced", str(YESTERDAY)),
        ("announced_on_paper", str(TODAY)),
        ("penalty_fixed", str(TODAY)),
        ("penalty_announced", str(TODAY)),
    ]
    assert (clock["version"], clock["default"]["amountDue"]) == (5, 497)


def test_that_nothing_is_due_has_reasons_which_are_sealed(house: House):
    """Awb 4:17(6)."""
    case_id = a_late_case(house)
    refuse(house, case_id)
    answer = fix(house, case_id, 4, {"ground": "unreasonably_late_notice", "reasons": REASONS})
    assert answer.status_code == 201, answer.text
    fixed = house.service.context.log.stream(case_id)[-1].event
    assert isinstance(fixed, PenaltyFixed)
    assert fixed.sealed_reasons is not None
    assert house.service.context.vault.opener().open(fixed.sealed_reasons).decode() == REASONS
    shown = house.case(case_id)["penalty"]
    assert (shown["amountEuros"], shown["ground"]) == (0, "unreasonably_late_notice")


@pytest.mark.parametrize("body", [{"ground": "unreasonably_late_notice"}, {"reasons": REASONS}])
def test_a_ground_and_its_reasons_go_together(house: House, body: dict[str, str]):
    """400: the amount is computed, so nothing else can be said."""
    answer = fix(house, a_late_case(house), 3, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("day", ["2025-11-30", "2026-03-03", "9999-12-31"])
def test_what_cannot_have_come_is_not_recorded(house: House, day: str):
    """After the application, and today at the latest."""
    answer = give_notice(house, house.an_application(received_on=LATE), {"receivedOn": day})
    assert (answer.status_code, answer.json()["code"]) == (409, "notice_out_of_time")


def test_the_payment_of_the_penalty_is_shown(house: House):
    """Awb 4:87(1): in the case, and to the applicant beside the notices of default."""
    case_id = a_late_case(house)
    refuse(house, case_id)
    assert fix(house, case_id, 4).status_code == 201
    path, body = f"/cases/{case_id}/penalty-payments", {"amountEuros": 496, "paidOn": str(TODAY)}
    refused = house.post(path, body, version=5)
    assert (refused.status_code, refused.json()["code"]) == (409, "amount_differs")
    answer = house.post(path, {**body, "amountEuros": 497}, version=5)
    assert answer.status_code == 201, answer.text
    assert house.case(case_id)["penalty"]["paidOn"] == str(TODAY)
    assert house.get(f"/cases/{case_id}/notices-of-default").json()["default"]["paidOn"] == str(TODAY)
    back = f"/cases/{case_id}/penalty-recoveries", {"amountEuros": 7, "reasons": REASONS}
    assert house.post(*back, version=6).status_code == 201
    assert house.post(*back, version=7).status_code == 201
    shown = house.case(case_id)["penalty"]
    assert (shown["recoveredEuros"], shown["recoveredOn"]) == (14, str(TODAY))
    steps = [entry["step"] for entry in house.get(f"/cases/{case_id}/clock").json()["entries"]]
    assert steps.count("penalty_recovered") == 2
    last = house.told(PenaltyRecoveryDecided)[-1]
    ended = ObjectionEnded(
        uuid4(),
        case_id,
        "upheld",
        ruled_on=TODAY,
        decided_by=OBJECTION_HANDLER,
        contested_decision_id=last.decision_id,
        sealed_reasons=SEALED_RULING,
        about_recovery=True,
    )
    for told in (msgspec.structs.replace(ended, ruling="dismissed"), ended, ended):
        house.objections.publish(told)
    house.until(lambda: house.case(case_id)["penalty"]["recoveredEuros"] == 7)
    assert acts_of(house, case_id).count("PenaltyRecoveryRevoked") == 1


@pytest.mark.parametrize("own_right", [True, False])
def test_a_ruling_on_objection_fixes_the_penalty_anew(house: House, own_right: bool):
    """Awb 4:19, 7:11(2): on one against the penalty alone, and beside what it decides on the application."""
    case_id = a_late_case(house)
    refuse(house, case_id)
    assert fix(house, case_id, 4).status_code == 201
    penalty, refusal = UUID(house.case(case_id)["penalty"]["decisionId"]), house.published()[-1].decision_id
    objection = uuid4()
    ended = ObjectionEnded(
        objection,
        case_id,
        "upheld",
        ruled_on=TODAY,
        decided_by=OBJECTION_HANDLER,
        contested_decision_id=penalty if own_right else refusal,
        sealed_reasons=SEALED_RULING,
        penalty_decision_id=penalty,
        penalty_euros=900,
    )
    house.objections.publish(ended)
    house.until(lambda: house.case(case_id)["penalty"]["amountEuros"] == 900)
    shown = house.case(case_id)
    assert shown["penalty"]["fixedAnewOnObjection"] == str(objection)
    assert shown["state"] == ("refused" if own_right else "granted")


def test_a_penalty_for_a_late_ruling_is_kept_by_who_ruled(house: House):
    """Awb 7:14: what the ruling on an objection against it names changes nothing here, and what follows is heard."""
    case_id = house.an_application()
    own = uuid4()
    late = ObjectionEnded(
        uuid4(),
        case_id,
        "upheld",
        ruled_on=TODAY,
        decided_by=OBJECTION_HANDLER,
        contested_decision_id=own,
        penalty_decision_id=own,
        penalty_euros=900,
        penalty_for_late_ruling=True,
    )
    ended = ObjectionEnded(uuid4(), case_id, "dismissed", contested_decision_id=uuid4())
    house.objections.publish(late)
    house.objections.publish(ended)
    house.until(lambda: "ObjectionEndNoted" in acts_of(house, case_id))
    assert "PenaltyFixedAnew" not in acts_of(house, case_id)
    assert house.case(case_id)["penalty"] is None


def test_late_decisions_are_listed_until_their_penalty_is_fixed(house: House):
    """By the last day to fix it; neither a premature notice nor another's case is among them."""
    case_id, in_time = a_late_case(house), house.an_application()
    give_notice(house, in_time, {})
    [line] = house.get("/late-decisions").json()["items"]
    assert (line["caseId"], line["default"]["fixBy"], line["default"]["amountDue"]) == (
        str(case_id),
        "2026-04-07",
        532,
    )
    assert house.get("/late-decisions", municipality="0344").json()["items"] == []
    refuse(house, case_id)
    assert fix(house, case_id, 4).status_code == 201
    assert house.get("/late-decisions").json()["items"] == []


def test_a_reviewer_lists_the_proposals_that_wait(house: House):
    """Of the sets, those in one state."""
    set_id = house.a_set(1000)
    waiting = house.get("/threshold-sets?state=proposed", Role.REVIEWER).json()["items"]
    assert [one["thresholdSetId"] for one in waiting] == [set_id]
    assert [one["state"] for one in house.get("/threshold-sets?state=in_force").json()["items"]] == [
        "in_force"
    ]
