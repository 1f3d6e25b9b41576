"""A renewal (verlenging) that is granted holds longer than the exemption that it renews."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_by_case import GrantTerms
from services.decisions.domain.decision_on_application import period_of_grant
from services.decisions.domain.policy import policy_on
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType, StatedFacts
from tests.support.cases import a_van

DECIDED, DELIVERY = date(2026, 5, 1), date(2026, 7, 1)
LAST = DELIVERY - timedelta(days=1)
LONG_DELIVERY = policy_on(DECIDED, ExemptionType.LONG_DELIVERY_TIME)
HARDSHIP = policy_on(DECIDED, ExemptionType.HARDSHIP)


def delivered(on: date) -> CaseFacts:
    """A van of which the replacement is delivered that day."""
    return CaseFacts(a_van(), stated=StatedFacts(replacement_delivery_on=on))


def test_a_renewal_that_renews_nothing_is_not_granted() -> None:
    """The delivery is where it was, and so is the last day: there is nothing to decide in its favour (Awb 1:3(3))."""
    with pytest.raises(RuleBroken) as raised:
        period_of_grant(delivered(DELIVERY), LONG_DELIVERY, DECIDED, follows_on=LAST)
    assert raised.value.code == "renews_nothing"


@pytest.mark.parametrize("days", [1, 60])
def test_a_renewal_by_a_single_day_is_granted(days: int) -> None:
    """The delivery was put off."""
    later = DELIVERY + timedelta(days=days)
    period = period_of_grant(delivered(later), LONG_DELIVERY, DECIDED, follows_on=LAST)
    assert period["valid_until"] == LAST + timedelta(days=days)


def test_what_a_person_sets_lies_after_the_exemption_that_is_renewed() -> None:
    """Of hardship its last day is set case by case (Awb 4:84), and not within what is held already."""
    facts, held_until = CaseFacts(a_van()), DECIDED + timedelta(days=30)
    with pytest.raises(RuleBroken) as raised:
        period_of_grant(facts, HARDSHIP, DECIDED, follows_on=held_until, terms=GrantTerms(held_until))
    assert raised.value.code == "last_day_outside_policy"
    longer = GrantTerms(held_until + timedelta(days=1))
    assert period_of_grant(facts, HARDSHIP, DECIDED, follows_on=held_until, terms=longer)["valid_until"]
