"""Decisions on an objection that come too late, over HTTP: notices of default, and the penalty (Awb 4:17, 4:18, 7:14).

To object until 21 April 2026, to decide until 2 June; given notice on the third, a penalty runs from 18 June on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.contracts.notifications import ObjectionLetterSent, StepLetterSent
from shared.contracts.objections import LateRulingNoticeReceived, LateRulingPenaltyFixed, ObjectionEnded
from shared.runtime.access import Role
from tests.support.objections_desk import NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import CASE, a_letter

DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
NO_GROUND = {"reasons": "Mevrouw Kanarie wachtte een jaar."}
ANOTHER = "objection-handler:2"


def lodged(desk: ObjectionsDesk) -> str:
    """The path of an objection of which the term to decide is known."""
    refusal = desk.refused()
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 4, 21)))
    desk.get("/objections")
    return place_of(desk.lodge(refusal.decision_id))


def on(desk: ObjectionsDesk, day: date) -> None:
    """The clock steps to that day."""
    desk.later((day - desk.clock.today()).days)


def in_default(desk: ObjectionsDesk) -> str:
    """An objection whose objector gave notice in time, ten days after the first penalty day."""
    place = lodged(desk)
    on(desk, date(2026, 6, 3))
    answer = desk.post(f"{place}/notices-of-default", {}, Role.APPLICANT, OBJECTOR)
    assert answer.status_code == 201, answer.text
    on(desk, date(2026, 6, 28))
    return place


def told_last(desk: ObjectionsDesk, contract: type) -> object:
    """The last message, as that contract."""
    return msgspec.json.decode(desk.published()[-1].data, type=contract)


def announced(desk: ObjectionsDesk, place: str, day: date) -> None:
    """The letter about the ruling was sent on that day."""
    objection_id = UUID(place.rpartition("/")[2])
    desk.publish(ObjectionLetterSent(uuid4(), CASE, objection_id, day, date(2026, 8, 10)))
    desk.get("/objections")


def fixed(desk: ObjectionsDesk) -> tuple[str, LateRulingPenaltyFixed]:
    """The objection, dismissed after ten days of default, and the decision on its penalty."""
    place = in_default(desk)
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"2"').status_code == 201
    announced(desk, place, date(2026, 6, 28))
    version = desk.get(place).headers["ETag"]
    answer = desk.post(f"{place}/penalty-decisions", {}, If_Match=version)
    assert answer.status_code == 201, answer.text
    told = told_last(desk, LateRulingPenaltyFixed)
    assert isinstance(told, LateRulingPenaltyFixed)
    return place, told


def test_lists_and_clock_show_what_a_late_ruling_costs(desk: ObjectionsDesk) -> None:
    """To the desk and to the objector, as of today."""
    place = in_default(desk)
    [line] = desk.get("/open-objections").json()["items"]
    assert (line["firstPenaltyDay"], line["penaltyDue"]) == ("2026-06-18", 253)
    assert desk.get("/open-objections/counts").json()["total"]["inDefault"] == 1
    [late] = desk.get("/late-rulings").json()["items"]
    assert (late["default"]["daysDue"], late["default"]["fixBy"]) == (11, "2026-08-12")
    own = desk.get(place, Role.APPLICANT, OBJECTOR).json()["lateRulings"]
    assert own == [late["default"]]
    steps = {one["step"]: one["rule"] for one in desk.get(f"{place}/clock").json()["entries"]}
    assert steps["penalty"] == "Awb 4:17(1); Awb 7:14"


def test_a_premature_notice_is_kept_and_has_no_effect(desk: ObjectionsDesk) -> None:
    """Awb 4:17(3): the objector hears so by letter."""
    place = lodged(desk)
    answer = desk.post(f"{place}/notices-of-default", {"channel": "post", "receivedOn": "2026-03-10"})
    assert answer.status_code == 201, answer.text
    told = told_last(desk, LateRulingNoticeReceived)
    assert isinstance(told, LateRulingNoticeReceived)
    assert (told.grace_last_day, told.term_last_day) == (None, date(2026, 6, 2))
    assert desk.get("/late-rulings").json()["items"] == []
    assert desk.get(place).json()["lateRulings"] == []


@pytest.mark.parametrize(
    ("body", "of", "expected"),
    [
        ({"channel": "post"}, OBJECTOR, (409, "notice_not_sent_here")),
        ({"receivedOn": "2026-03-09"}, OBJECTOR, (409, "notice_not_sent_here")),
        ({}, "applicant:2", (404, "objection_not_found")),
    ],
)
def test_an_objector_sends_it_here_and_now(
    desk: ObjectionsDesk, body: Mapping[str, str], of: str, expected: tuple[int, str]
) -> None:
    """Awb 2:13: what came by post is the desk's to enter."""
    place = lodged(desk)
    answer = desk.post(f"{place}/notices-of-default", body, Role.APPLICANT, of)
    assert (answer.status_code, answer.json()["code"]) == expected


def test_the_penalty_is_fixed_and_paid(desk: ObjectionsDesk) -> None:
    """Awb 4:18, 4:87: it leaves the list, and whoever ruled can fix it."""
    place, told = fixed(desk)
    assert (told.amount_euros, told.first_day, told.last_day) == (230, date(2026, 6, 18), date(2026, 6, 27))
    assert told.lodged_by == OBJECTOR
    version = desk.get(place).headers["ETag"]
    paid = {"amountEuros": 230, "paidOn": "2026-06-28"}
    assert desk.post(f"{place}/penalty-payments", paid, If_Match=version).status_code == 201
    [late] = desk.get(place).json()["lateRulings"]
    assert (late["amountDue"], late["fixedBy"], late["paidOn"]) == (
        230,
        str(told.decision_id),
        "2026-06-28",
    )
    assert desk.get("/late-rulings").json()["items"] == []


def test_days_are_added_until_the_ruling_was_announced(desk: ObjectionsDesk) -> None:
    """Awb 3:41, 4:17(1): the letter about it was sent three days later."""
    place = in_default(desk)
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"2"').status_code == 201
    on(desk, date(2026, 7, 1))
    [late] = desk.get(place).json()["lateRulings"]
    assert (late["announcementAwaited"], late["daysDue"]) == (True, 14)
    [listed] = desk.get("/late-rulings").json()["items"]
    assert listed["default"] == late
    early = desk.post(f"{place}/penalty-decisions", {}, If_Match=desk.get(place).headers["ETag"])
    assert (early.status_code, early.json()["code"]) == (409, "ruling_not_announced")
    announced(desk, place, date(2026, 7, 1))
    [late] = desk.get(place).json()["lateRulings"]
    assert (late["announcementAwaited"], late["lastPenaltyDay"]) == (False, "2026-06-30")
    fix = desk.post(f"{place}/penalty-decisions", {}, If_Match=desk.get(place).headers["ETag"])
    assert fix.status_code == 201, fix.text
    told = told_last(desk, LateRulingPenaltyFixed)
    assert isinstance(told, LateRulingPenaltyFixed)
    assert told.last_day == date(2026, 6, 30)


def test_that_nothing_is_due_has_a_ground_and_reasons(desk: ObjectionsDesk) -> None:
    """400 with one of them alone (Awb 4:17(6))."""
    place = in_default(desk)
    for body in (NO_GROUND, {"ground": "unreasonably_late_notice"}):
        assert desk.post(f"{place}/penalty-decisions", body, If_Match='"2"').status_code == 400


def test_the_penalty_can_be_contested_and_is_fixed_anew(desk: ObjectionsDesk) -> None:
    """Awb 4:18, 7:11(2): an objection in its own right, by another person; the difference is then due."""
    place, told = fixed(desk)
    desk.publish(StepLetterSent(uuid4(), CASE, told.decision_id, date(2026, 6, 28), date(2026, 8, 10)))
    desk.get("/objections")
    against = place_of(desk.lodge(told.decision_id))
    assert against != place
    upheld = {**DISMISSED, "ruling": "upheld", "penaltyEuros": 253}
    own = desk.post(f"{against}/rulings", upheld, If_Match='"1"')
    assert (own.status_code, own.json()["code"]) == (403, "own_decision")
    answer = desk.post(f"{against}/rulings", upheld, subject=ANOTHER, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    ended = told_last(desk, ObjectionEnded)
    assert isinstance(ended, ObjectionEnded)
    assert (ended.penalty_euros, ended.penalty_for_late_ruling) == (253, True)
    [late] = desk.get(place).json()["lateRulings"]
    assert (late["amountDue"], late["paidOn"]) == (253, None)


def test_an_appeal_on_the_ruling_covers_its_penalty(desk: ObjectionsDesk) -> None:
    """Awb 4:19(1): what is lodged against it belongs to that."""
    place, told = fixed(desk)
    body = {"objectionId": place.rpartition("/")[2], "lodgedOn": "2026-06-28"}
    appeal = desk.post("/appeals", body).json()["id"]
    assert place_of(desk.lodge(told.decision_id)) == place
    [dispute] = desk.get(place).json()["penaltyDisputes"]
    assert (UUID(dispute["decisionId"]), dispute["appealId"]) == (told.decision_id, appeal)
