"""An objection from before the decision (Awb 6:10): held, and directed at it when it comes."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.handling import Dismissal, Inadmissibility
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.premature import HeldObjectionAttached, decision_to_come
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from tests.support.objections import (
    CASE,
    GROUNDS,
    HANDLER,
    OBJECTION,
    OBJECTOR,
    REFUSAL,
    RENEWAL,
    ReconsideredObjection,
    a_refusal,
    a_renewal,
    an_objection,
    handled,
    written,
)

TOO_EARLY = Inadmissibility(InadmissibilityGround.PREMATURE, written("Er was nog niets besloten."))
MANIFEST = Waiver(WaiverGround.MANIFESTLY_INADMISSIBLE, written("Er was nog niets besloten."))


def a_held_objection() -> Objection:
    """Received before anything was decided."""
    return ReconsideredObjection.lodge(
        id=OBJECTION,
        case_id=CASE,
        decision_id=decision_to_come(CASE),
        receipt=Receipt(Channel.ELECTRONIC, date(2026, 3, 2)),
        grounds=GROUNDS,
        lodged_by=OBJECTOR,
        contested=None,
    )


def test_it_is_held_until_the_decision_comes() -> None:
    """Awb 6:10(2): then it is pending against that decision, and in time."""
    objection = a_held_objection()
    assert (objection.state, objection.undecided) == (ObjectionState.HELD, True)
    objection.attach_to_decision(a_refusal())
    attached = objection.pending()[-1]
    assert isinstance(attached, HeldObjectionAttached)
    assert (attached.decision_id, attached.within_term) == (REFUSAL, True)
    assert (objection.state, objection.decision_id) == (ObjectionState.PENDING, REFUSAL)
    objection.attach_renewed_decision(a_renewal())
    assert objection.directed_at == {REFUSAL, RENEWAL}


def test_it_is_attached_to_the_decision_on_the_application_alone() -> None:
    """Not to a penalty, nor to what replaces another decision; and once."""
    objection = a_held_objection()
    for other in (a_refusal(penalty_euros=23), a_renewal()):
        objection.attach_to_decision(other)
        assert objection.state is ObjectionState.HELD
    objection.attach_to_decision(a_refusal())
    objection.attach_to_decision(a_refusal(decision_id=RENEWAL))
    assert objection.decision_id == REFUSAL


def test_a_person_declares_inadmissible_what_came_too_early() -> None:
    """Awb 6:10(1): when nobody could think that the decision was there; never of itself."""
    objection = a_held_objection()
    objection.rule(TOO_EARLY, handled(None, deciders=frozenset(), waived=MANIFEST))
    assert objection.state is ObjectionState.INADMISSIBLE


def test_once_the_decision_is_there_it_did_not_come_too_early() -> None:
    """Awb 6:10(1): it does no harm any more."""
    with pytest.raises(RuleBroken) as raised:
        an_objection().rule(TOO_EARLY, handled(a_refusal(), waived=MANIFEST))
    assert raised.value.code == "objection_not_premature"


def test_nothing_else_is_ruled_while_it_is_held() -> None:
    """There is nothing to reconsider yet; it can be withdrawn (Awb 6:21)."""
    objection = a_held_objection()
    with pytest.raises(NotInThisState, match="objection_state"):
        objection.rule(Dismissal(written("Juist.")), handled(None))
    with pytest.raises(NotInThisState, match="objection_state"):
        objection.announce_committee(handled(None))
    objection.withdraw(by=OBJECTOR, on=date(2026, 3, 5))
    assert objection.state is ObjectionState.WITHDRAWN


def test_no_decision_rules_on_what_is_held() -> None:
    """Awb 6:10: there is no decision yet that one could take the place of."""
    objection = a_held_objection()
    with pytest.raises(NotInThisState) as raised:
        objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    assert raised.value.code == "objection_state"
    assert objection.state is ObjectionState.HELD


def test_the_day_that_a_court_gave_holds_once_the_decision_comes() -> None:
    """Awb 8:55d(1): a court may think otherwise of what is held; its order is noted, and nothing moves the day."""
    objection = a_held_objection()
    objection.order_late_ruling(RENEWAL, date(2026, 5, 1), date(2026, 5, 15))
    objection.attach_to_decision(a_refusal())
    term = objection.ruling_term(a_refusal())
    assert term is not None
    assert term.deadline().last_day == date(2026, 5, 15)
