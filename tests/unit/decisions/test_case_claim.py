"""Who has a case in hand: one person or nobody, while it is undecided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_claim import CaseClaim, claim_id
from services.decisions.domain.case_file import CaseState
from shared.errors import NotInThisState, NotYours
from shared.eventlog.aggregate import Event

CASE = UUID(int=1)
ANN, BOB, REVIEWER = "case-handler-1", "case-handler-2", "reviewer-1"
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
OPEN = CaseState.UNDECIDED


def a_claim(by: str | None = ANN) -> CaseClaim:
    """The claim on a case that somebody has in hand since Monday, or nobody, with nothing pending."""
    claim = CaseClaim.open(CASE)
    if by is not None:
        claim.claim(state=OPEN, by=by, on=MONDAY)
    claim.collect_events()
    return claim


def decided(claim: CaseClaim) -> list[tuple[str, dict[str, object]]]:
    """The events that are pending, by name, with what they say beside the case."""
    return [(type(event).__name__, said(event)) for event in claim.pending()]


def said(event: Event) -> dict[str, object]:
    """The fields of an event's own, but for the case."""
    own = {name for name in type(event).__annotations__ if name != "case_id"}
    return {name: value for name, value in vars(event).items() if name in own}


def test_a_claim_is_a_stream_beside_the_case():
    """So that it changes no version of the case."""
    assert CaseClaim.open(CASE).id == claim_id(CASE) != CASE


def test_a_case_that_nobody_has_can_be_claimed():
    """By whoever comes first."""
    claim = a_claim(by=None)
    claim.claim(state=OPEN, by=ANN, on=MONDAY)
    assert decided(claim) == [("CaseClaimed", {"claimed_by": ANN, "claimed_on": MONDAY})]


def test_who_has_a_case_and_claims_it_again_keeps_it():
    """Nothing is recorded: it is in hand since the first day."""
    claim = a_claim()
    claim.claim(state=OPEN, by=ANN, on=TUESDAY)
    assert decided(claim) == []


def test_a_case_that_another_has_is_refused():
    """Until it is released or handed over."""
    with pytest.raises(NotInThisState, match="claimed_by_another"):
        a_claim().claim(state=OPEN, by=BOB, on=TUESDAY)


@pytest.mark.parametrize(("by", "as_reviewer"), [(ANN, False), (REVIEWER, True)])
def test_who_has_it_or_a_reviewer_releases_it(by: str, as_reviewer: bool):
    """Then another can claim it."""
    claim = a_claim()
    claim.release(state=OPEN, by=by, as_reviewer=as_reviewer, on=TUESDAY)
    claim.claim(state=OPEN, by=BOB, on=TUESDAY)
    assert decided(claim) == [
        ("CaseReleased", {"claimed_by": ANN, "released_by": by, "released_on": TUESDAY}),
        ("CaseClaimed", {"claimed_by": BOB, "claimed_on": TUESDAY}),
    ]


def test_a_colleague_does_not_release_it():
    """403: it is another's."""
    with pytest.raises(NotYours, match="claim_of_another"):
        a_claim().release(state=OPEN, by=BOB, as_reviewer=False, on=TUESDAY)


def test_what_nobody_has_is_not_released():
    """Not even by a reviewer."""
    with pytest.raises(NotInThisState, match="case_not_claimed"):
        a_claim(by=None).release(state=OPEN, by=REVIEWER, as_reviewer=True, on=TUESDAY)


def test_a_case_is_handed_over_to_another():
    """Who then has it in hand."""
    claim = a_claim()
    claim.hand_over(state=OPEN, claimed_by=ANN, to=BOB, by=REVIEWER, on=TUESDAY)
    assert claim.claimed_by == BOB
    assert decided(claim) == [
        (
            "CaseHandedOver",
            {"claimed_by": ANN, "to": BOB, "handed_over_by": REVIEWER, "handed_over_on": TUESDAY},
        )
    ]


@pytest.mark.parametrize("held_by", [BOB, None])
def test_only_what_somebody_has_is_handed_over_from_them(held_by: str | None):
    """Neither another's case nor nobody's; the detail names the case."""
    with pytest.raises(NotInThisState, match="claim_not_held") as refused:
        a_claim(held_by).hand_over(state=OPEN, claimed_by=ANN, to=BOB, by=REVIEWER, on=TUESDAY)
    assert str(CASE) in refused.value.detail


ACTS: list[Callable[[CaseClaim, CaseState], None]] = [
    lambda claim, state: claim.claim(state=state, by=ANN, on=TUESDAY),
    lambda claim, state: claim.release(state=state, by=ANN, as_reviewer=False, on=TUESDAY),
    lambda claim, state: claim.hand_over(state=state, claimed_by=ANN, to=BOB, by=REVIEWER, on=TUESDAY),
]


@pytest.mark.parametrize("act", ACTS, ids=["claim", "release", "hand over"])
@pytest.mark.parametrize(
    ("state", "code"), [(CaseState.GRANTED, "already_decided"), (CaseState.WITHDRAWN, "case_ended")]
)
def test_a_claim_ends_with_the_case(act: Callable[[CaseClaim, CaseState], None], state: CaseState, code: str):
    """Nobody has in hand what is decided or ended."""
    with pytest.raises(NotInThisState, match=code):
        act(a_claim(), state)
