"""Refusing a repeated application by reference to the earlier refusal (Awb 4:6)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_file import Holder, ReceivedApplication
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionRefused
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import ExemptionType, RefusalGround
from tests.support.cases import (
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    HOLDER,
    NEW_SET,
    OLD_SET,
    OTHER_CASE,
    POLICY,
    TYPE,
    a_van,
    decide,
    in_force,
    new_events,
    settled,
)
from tests.support.proceedings import SEALED_REASONS

VEHICLE, OTHER_VEHICLE = UUID(int=601), UUID(int=602)
AGAIN_ON = date(2026, 3, 2)


def an_application(
    case_id: UUID,
    received_on: date,
    *,
    kind: ExemptionType = TYPE,
    vehicle_id: UUID | None = VEHICLE,
    holder: Holder = HOLDER,
) -> DecisionCase:
    """An application for the vehicle; the register has answered."""
    received = ReceivedApplication(kind, received_on, holder, vehicle_id=vehicle_id)
    case = DecisionCase.start_decision_term(case_id=case_id, application=received)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    return settled(case)


def a_refusal(payload: int = 1000) -> DecisionCase:
    """Of an application of January, decided on 16 February under the old thresholds; granted when heavy enough."""
    case = an_application(CASE, date(2026, 1, 5))
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(payload))
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    decide(case)
    return settled(case)


def refuse(case: DecisionCase, earlier: DecisionCase, threshold_set_in_force: UUID | None = OLD_SET) -> None:
    """The desk refers to the earlier decision."""
    case.refuse_as_repeated(
        earlier,
        SEALED_REASONS,
        policy=POLICY,
        threshold_set_in_force=threshold_set_in_force,
        decided_on=AGAIN_ON,
        decided_by=HANDLER,
    )


def test_without_anything_new_it_is_refused_by_reference():
    """No assessment is needed; the earlier decision and the reasons are in the new one."""
    earlier, again = a_refusal(), an_application(OTHER_CASE, AGAIN_ON)
    refuse(again, earlier)
    [refused] = new_events(again)
    assert isinstance(refused, ExemptionRefused)
    assert (refused.ground, refused.refers_to_decision_id, refused.sealed_reasons) == (
        RefusalGround.REPEATED,
        earlier.decision_id,
        SEALED_REASONS,
    )
    assert [one.criterion for one in refused.grounds.criteria] == ["new_facts_or_circumstances"]


def test_new_thresholds_are_changed_circumstances():
    """Awb 4:6(1): it is to be assessed anew."""
    with pytest.raises(RuleBroken, match="rules_changed_since"):
        refuse(an_application(OTHER_CASE, AGAIN_ON), a_refusal(), NEW_SET)


def test_there_must_have_been_a_refusal():
    """Neither a grant nor an open case will do."""
    for earlier in (a_refusal(1300), an_application(CASE, date(2026, 1, 5))):
        with pytest.raises(RuleBroken, match="no_earlier_refusal"):
            refuse(an_application(OTHER_CASE, AGAIN_ON), earlier)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"vehicle_id": OTHER_VEHICLE},
        {"vehicle_id": None},
        {"kind": ExemptionType.PRIVATE_USE},
        {"holder": Holder(HOLDER.applicant, HOLDER.plate, "applicant-2")},
    ],
    ids=["another vehicle", "a vehicle not known", "another type", "another applicant"],
)
def test_it_must_be_the_same_that_is_asked_again(otherwise: dict):
    """Otherwise it is no repetition."""
    with pytest.raises(RuleBroken, match="not_a_repetition"):
        refuse(an_application(OTHER_CASE, AGAIN_ON, **otherwise), a_refusal())


def test_it_must_have_been_asked_after_the_refusal():
    """What came in before was no repetition of it."""
    with pytest.raises(RuleBroken, match="not_a_repetition"):
        refuse(an_application(OTHER_CASE, date(2026, 2, 15)), a_refusal())


def test_what_was_decided_is_not_refused_again():
    """As every other decision."""
    decided = a_refusal()
    with pytest.raises(NotInThisState, match="already_decided"):
        refuse(decided, decided)
