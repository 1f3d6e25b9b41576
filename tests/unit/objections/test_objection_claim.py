"""Who has an objection in hand: one person or nobody, while it is open, and never who took the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from services.objections.domain.handling import Dismissal
from services.objections.domain.objection import Objection
from services.objections.domain.objection_claim import ObjectionClaim, claim_id
from shared.errors import DomainError, NotInThisState, NotYours
from tests.support.objections import DECIDER, OBJECTION, a_refusal, an_objection, handled, written

ANN, BOB, REVIEWER = "objection-handler-1", "objection-handler-2", "reviewer-1"
MONDAY, TUESDAY = date(2026, 5, 18), date(2026, 5, 19)
DECIDERS = frozenset({DECIDER})
OPEN = an_objection()


def a_claim(by: str | None = ANN) -> ObjectionClaim:
    """The claim on an objection that somebody has in hand since Monday, or nobody, with nothing pending."""
    claim = ObjectionClaim.open(OPEN)
    if by is not None:
        claim.claim(OPEN, by=by, deciders=DECIDERS, on=MONDAY)
    claim.collect_events()
    return claim


def acts(claim: ObjectionClaim) -> list[str]:
    """What was recorded, by name."""
    return [type(event).__name__ for event in claim.pending()]


def refused(act: Callable[[], object]) -> tuple[type[DomainError], str]:
    """With which error and code."""
    with pytest.raises(DomainError) as raised:
        act()
    return type(raised.value), raised.value.code


def test_a_claim_is_a_stream_beside_the_objection() -> None:
    """So that it changes no version of the objection."""
    assert ObjectionClaim.open(OPEN).id == claim_id(OBJECTION) != OBJECTION


def test_who_comes_first_has_it_and_keeps_it() -> None:
    """Another waits until it is released; claimed again, nothing is recorded."""
    claim = a_claim()
    claim.claim(OPEN, by=ANN, deciders=DECIDERS, on=TUESDAY)
    assert acts(claim) == []
    act = lambda: claim.claim(OPEN, by=BOB, deciders=DECIDERS, on=TUESDAY)  # noqa: E731 - said once
    assert refused(act) == (NotInThisState, "claimed_by_another")


@pytest.mark.parametrize(("by", "as_reviewer"), [(ANN, False), (REVIEWER, True)])
def test_who_has_it_or_a_reviewer_releases_it(by: str, as_reviewer: bool) -> None:
    """Then another can claim it."""
    claim = a_claim()
    claim.release(OPEN, by=by, as_reviewer=as_reviewer, on=TUESDAY)
    claim.claim(OPEN, by=BOB, deciders=DECIDERS, on=TUESDAY)
    assert acts(claim) == ["ObjectionReleased", "ObjectionClaimed"]
    assert claim.claimed_by == BOB


def test_only_what_is_ones_own_is_released() -> None:
    """Neither another's, nor nobody's."""
    assert refused(lambda: a_claim().release(OPEN, by=BOB, as_reviewer=False, on=TUESDAY)) == (
        NotYours,
        "claim_of_another",
    )
    assert refused(lambda: a_claim(None).release(OPEN, by=REVIEWER, as_reviewer=True, on=TUESDAY)) == (
        NotInThisState,
        "objection_not_claimed",
    )


def test_who_took_the_contested_decision_never_has_it() -> None:
    """Awb 10:3(3): neither by a claim nor by a hand-over."""
    claim = a_claim(None)
    assert refused(lambda: claim.claim(OPEN, by=DECIDER, deciders=DECIDERS, on=MONDAY)) == (
        NotYours,
        "own_decision",
    )
    assert refused(lambda: handed_over(a_claim(), DECIDER)) == (NotYours, "own_decision")


def test_an_objection_is_handed_over_from_who_has_it() -> None:
    """Who then has it in hand; the refusal names the objection."""
    claim = a_claim()
    handed_over(claim, BOB)
    assert (acts(claim), claim.claimed_by) == (["ObjectionHandedOver"], BOB)
    with pytest.raises(NotInThisState, match="claim_not_held") as raised:
        handed_over(a_claim(None), BOB)
    assert str(OBJECTION) in raised.value.detail


ACTS: list[Callable[[ObjectionClaim, Objection], None]] = [
    lambda claim, objection: claim.claim(objection, by=ANN, deciders=DECIDERS, on=TUESDAY),
    lambda claim, objection: claim.release(objection, by=ANN, as_reviewer=False, on=TUESDAY),
    lambda claim, objection: claim.hand_over(
        objection, claimed_by=ANN, to=BOB, deciders=DECIDERS, by=REVIEWER, on=TUESDAY
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=["claim", "release", "hand over"])
def test_a_claim_ends_with_the_ruling(act: Callable[[ObjectionClaim, Objection], None]) -> None:
    """Nobody has in hand what was ruled on."""
    ruled = an_objection()
    ruled.rule(Dismissal(written("Het besluit is juist.")), handled(a_refusal()))
    assert refused(lambda: act(a_claim(), ruled)) == (NotInThisState, "objection_state")


def handed_over(claim: ObjectionClaim, to: str) -> None:
    """From who has it, by a reviewer."""
    claim.hand_over(OPEN, claimed_by=ANN, to=to, deciders=DECIDERS, by=REVIEWER, on=TUESDAY)
