"""Which reviewer has a proposed threshold set in hand: only who may approve it, until it was decided on."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.threshold_set import ThresholdSet
from services.decisions.domain.threshold_set_claim import (
    ThresholdSetClaim,
    ThresholdSetClaimed,
    ThresholdSetHandedOver,
    ThresholdSetReleased,
)
from shared.errors import NotInThisState, NotYours
from tests.support.cases import a_proposed_set

TODAY = date(2026, 4, 1)
ANN, BOB = "reviewer-a", "reviewer-b"


@pytest.fixture
def proposed() -> ThresholdSet:
    """By a case handler."""
    return a_proposed_set()


@pytest.fixture
def claim(proposed: ThresholdSet) -> ThresholdSetClaim:
    """Ann has the set in hand."""
    claim = ThresholdSetClaim.open(proposed.id)
    claim.claim(proposed, by=ANN, on=TODAY)
    return claim


def test_one_reviewer_has_a_set_in_hand(proposed: ThresholdSet, claim: ThresholdSetClaim):
    """Who has it keeps it; another hears that it is taken."""
    claim.claim(proposed, by=ANN, on=TODAY)
    assert [type(event) for event in claim.pending()[1:]] == [ThresholdSetClaimed]
    with pytest.raises(NotInThisState, match="claimed_by_another"):
        claim.claim(proposed, by=BOB, on=TODAY)


def test_who_may_not_approve_does_not_review(proposed: ThresholdSet):
    """Neither by a claim nor by a transfer."""
    claim = ThresholdSetClaim.open(proposed.id)
    assert proposed.proposed_by is not None
    with pytest.raises(NotYours, match="approver_barred"):
        claim.claim(proposed, by=proposed.proposed_by, on=TODAY)
    claim.claim(proposed, by=ANN, on=TODAY)
    with pytest.raises(NotYours, match="approver_barred"):
        claim.hand_over(proposed, to=proposed.proposed_by, by=ANN, on=TODAY)


def test_a_set_goes_to_another_or_back(proposed: ThresholdSet, claim: ThresholdSetClaim):
    """Also a colleague's, who is away; what nobody has goes nowhere."""
    claim.hand_over(proposed, to=BOB, by=ANN, on=TODAY)
    assert isinstance(claim.pending()[-1], ThresholdSetHandedOver)
    assert claim.claimed_by == BOB
    claim.release(proposed, by=ANN, on=TODAY)
    assert isinstance(claim.pending()[-1], ThresholdSetReleased)
    with pytest.raises(NotInThisState, match="threshold_set_not_claimed"):
        claim.release(proposed, by=ANN, on=TODAY)


def test_a_claim_ends_with_the_decision_on_the_set(proposed: ThresholdSet, claim: ThresholdSetClaim):
    """A rejected set is in nobody's hand."""
    proposed.reject(rejected_by=ANN, reasons="Onderbouwing ontbreekt.", rejected_on=TODAY)
    with pytest.raises(NotInThisState, match="threshold_set_rejected"):
        claim.release(proposed, by=ANN, on=TODAY)
