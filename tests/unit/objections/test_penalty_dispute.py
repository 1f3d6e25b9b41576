"""The decision on the penalty for a late decision, disputed (Awb 4:18, 4:19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Upholding
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from shared.errors import DomainError, NotInThisState
from shared.law.terms import Channel
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    NEXT_RENEWAL,
    OBJECTION,
    OBJECTOR,
    REFUSAL,
    TODAY,
    ReconsideredObjection,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    handled,
    written,
)

APPEAL = NEXT_RENEWAL
PENALTY = UUID(int=77)
REASONS = written("Ook de zomerdagen tellen mee.")
BY_POST = Receipt(Channel.POST, date(2026, 5, 19), date(2026, 5, 18))


def a_penalty(euros: int = 322) -> ContestedDecision:
    """The decision that fixed it."""
    return ContestedDecision(
        PENALTY, CASE, decided_by=DECIDER, applicant_subject=OBJECTOR, penalty_euros=euros
    )


def disputed(objection: Objection | None = None, appeal: UUID | None = None) -> Objection:
    """The objector disputes the penalty too."""
    objection = objection or an_objection()
    objection.attach_penalty_decision(PENALTY, BY_POST, GROUNDS, OBJECTOR, appeal)
    return objection


def in_its_own_right() -> Objection:
    """Against the penalty alone."""
    return ReconsideredObjection.lodge(
        id=OBJECTION,
        case_id=CASE,
        decision_id=PENALTY,
        receipt=Receipt(Channel.ELECTRONIC, TODAY),
        grounds=GROUNDS,
        lodged_by=OBJECTOR,
        contested=a_penalty(),
    )


def by(contested: ContestedDecision, penalty: ContestedDecision | None = None) -> Handling:
    """A handler rules, knowing both."""
    return replace(handled(contested), penalty=penalty or a_penalty())


def code_of(act: Callable[[], object]) -> str:
    """The code with which the act is refused."""
    with pytest.raises(DomainError) as raised:
        act()
    return raised.value.code


@pytest.mark.parametrize("objection", [an_objection(), an_objection_with_a_finding()])
def test_a_pending_objection_covers_a_penalty_that_is_disputed(objection: Objection) -> None:
    """Awb 4:19(1), whatever it was about; it changes no state, and who fixed the penalty cannot rule on it."""
    before = objection.state
    disputed(objection)
    event = objection.pending()[-1]
    assert isinstance(event, PenaltyDecisionAttached)
    assert (event.decision_id, event.grounds, event.received_on) == (PENALTY, GROUNDS, BY_POST.received_on)
    assert (objection.state, objection.directed_at >= {REFUSAL, PENALTY}) == (before, True)


def test_an_appeal_covers_it_too() -> None:
    """Recorded with the objection that the appeal is about; to be sent to the court."""
    objection = an_objection()
    objection.rule(Dismissal(REASONS), handled(a_refusal()))
    disputed(objection, APPEAL)
    event = objection.pending()[-1]
    assert isinstance(event, PenaltyDecisionAttached)
    assert (event.appeal_id, objection.state) == (APPEAL, ObjectionState.DISMISSED)


def test_what_was_withdrawn_covers_nothing() -> None:
    """Then it is an objection in its own right."""
    objection = an_objection()
    objection.withdraw(by=OBJECTOR, on=TODAY)
    with pytest.raises(NotInThisState):
        disputed(objection)


@pytest.mark.parametrize("ruling", [Dismissal(REASONS, 497), Upholding(REASONS, 497)])
def test_a_ruling_can_fix_a_covered_penalty_anew(ruling: Dismissal | Upholding) -> None:
    """Whatever it decides on the rest (Awb 4:19(1))."""
    objection = disputed()
    objection.rule(ruling, by(a_refusal()))
    said = vars(objection.pending()[-1])
    assert (said["penalty_decision_id"], said["penalty_euros"]) == (PENALTY, 497)


def test_a_ruling_that_names_no_amount_lets_it_stand() -> None:
    """The decision on the penalty is named all the same."""
    objection = disputed()
    objection.rule(Dismissal(REASONS), by(a_refusal()))
    said = vars(objection.pending()[-1])
    assert (said["penalty_decision_id"], said["penalty_euros"]) == (PENALTY, None)


def test_an_objection_against_the_penalty_alone_is_upheld_with_an_amount() -> None:
    """Awb 7:11(2): what is due is decided in the ruling; dismissed or inadmissible, the decision stands."""
    upheld, known = in_its_own_right(), by(a_penalty())
    assert code_of(lambda: upheld.rule(Upholding(REASONS), known)) == "penalty_not_named"
    assert code_of(lambda: upheld.rule(Dismissal(REASONS, 497), known)) == "penalty_stands"
    upheld.rule(Upholding(REASONS, 497), known)
    assert (upheld.state, vars(upheld.pending()[-1])["penalty_euros"]) == (ObjectionState.UPHELD, 497)
    inadmissible = in_its_own_right()
    inadmissible.rule(Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS), known)
    assert vars(inadmissible.pending()[-1])["penalty_decision_id"] == PENALTY


def test_nobody_ends_worse_off() -> None:
    """Awb 7:11: a lower amount, and the same one, is no ruling on an objection that is right."""
    for euros in (321, 322):
        objection = disputed()
        ruling = Upholding(REASONS, euros)
        assert code_of(lambda: objection.rule(ruling, by(a_refusal()))) == "penalty_not_higher"  # noqa: B023 - called at once


def test_without_a_disputed_penalty_no_amount_is_named() -> None:
    """A slip of the pen is refused."""
    ruling = Dismissal(REASONS, 497)
    assert code_of(lambda: an_objection().rule(ruling, handled(a_refusal()))) == "no_penalty_disputed"
