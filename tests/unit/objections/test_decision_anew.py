"""A court annulled the decision on an objection and ordered a new one (Awb 8:72(4))."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.committee_advice import AdviceSaid
from services.objections.domain.decision_anew import CourtOrder, DecisionAnewOrdered
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import HearingForm, HeldHearing, Invitation, Waiver, WaiverGround
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionDismissed, ObjectionState
from services.objections.domain.repair import RepairRequested
from services.objections.domain.ruling_clock import clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from shared.errors import DomainError, NotInThisState, NotYours
from tests.support.objections import (
    DECIDER,
    HANDLER,
    NEXT_RENEWAL,
    PAYLOAD_OF_VANS,
    RENEWAL,
    THRESHOLD_SET,
    TODAY,
    a_refusal,
    a_renewal,
    an_objection,
    an_objection_with_a_finding,
    asked_to_repair,
    handled,
    written,
)

APPEAL = THRESHOLD_SET
COURT_RULED, NAMED, SIX_WEEKS = date(2026, 11, 6), date(2026, 12, 4), date(2026, 12, 18)
NO_TERM, WITH_TERM = CourtOrder(APPEAL, COURT_RULED), CourtOrder(APPEAL, COURT_RULED, NAMED)
RULINGS: list[Ruling] = [
    Dismissal(written("Het besluit is juist.")),
    Inadmissibility(InadmissibilityGround.NO_INTEREST, written("Geen belang.")),
    Upholding(written("Het gebruik is privé.")),
]
INVITATION = Invitation(datetime(2026, 6, 3, 8, tzinfo=UTC), HearingForm.IN_PERSON, written("Kamer 1"))
AFTER = date(2026, 11, 20)


def ruled(ruling: Ruling = RULINGS[0]) -> Objection:
    """An objection on which was decided."""
    objection = an_objection()
    objection.rule(ruling, handled(a_refusal()))
    return objection


def anew(order: CourtOrder = NO_TERM) -> Objection:
    """A dismissed objection that is to be decided on anew."""
    objection = ruled()
    objection.order_decision_anew(order)
    return objection


def code_of(act: Callable[[], object]) -> str:
    """The code with which the act is refused."""
    with pytest.raises(DomainError) as raised:
        act()
    return raised.value.code


@pytest.mark.parametrize("ruling", RULINGS)
def test_an_objection_ruled_on_is_pending_again(ruling: Ruling) -> None:
    """Whatever the annulled ruling was."""
    objection = ruled(ruling)
    objection.order_decision_anew(NO_TERM)
    assert objection.state is ObjectionState.PENDING
    assert objection.undecided


@pytest.mark.parametrize(("order", "last_day"), [(NO_TERM, SIX_WEEKS), (WITH_TERM, NAMED)])
def test_the_last_day_is_that_of_the_court_or_six_weeks_after_its_ruling(
    order: CourtOrder, last_day: date
) -> None:
    """Awb 7:10(1) again, from the day after the ruling (CRvB 2017:2275)."""
    objection = anew(order)
    event = objection.pending()[-1]
    assert isinstance(event, DecisionAnewOrdered)
    assert event.decide_before == last_day
    term = objection.ruling_term(a_refusal())
    assert term is not None
    assert term.deadline().last_day == last_day


def test_a_term_that_ends_on_a_free_day_is_extended_but_for_that_of_the_court() -> None:
    """Atw 1(1): six weeks after 13 November 2026 is Christmas Day; a court's term is none of a statute."""
    christmas = date(2026, 12, 25)
    counted = anew(CourtOrder(APPEAL, date(2026, 11, 13))).pending()[-1]
    named = anew(CourtOrder(APPEAL, date(2026, 11, 13), christmas)).pending()[-1]
    assert isinstance(counted, DecisionAnewOrdered)
    assert isinstance(named, DecisionAnewOrdered)
    assert (counted.decide_before, named.decide_before) == (date(2026, 12, 28), christmas)


def test_with_a_committee_the_original_term_was_twelve_weeks() -> None:
    """Awb 7:10(1), 7:13; what else had made the first term longer does not count any more."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal()))
    objection.adjourn_ruling(date(2026, 9, 1), handled(a_refusal()))
    said = AdviceSaid(not_awaited=written("Neutraal."))
    objection.rule(RULINGS[0], replace(handled(a_refusal()), advice=said))
    objection.order_decision_anew(NO_TERM)
    event = objection.pending()[-1]
    assert isinstance(event, DecisionAnewOrdered)
    assert event.decide_before == date(2027, 1, 29)


def test_the_new_term_can_be_adjourned_once_again() -> None:
    """Awb 7:10(3) applies to it as well."""
    objection = anew()
    objection.adjourn_ruling(date(2027, 1, 15), handled(a_refusal(), on=AFTER))
    term = objection.ruling_term(a_refusal())
    assert term is not None
    assert term.deadline().last_day == date(2027, 1, 15)


def test_nobody_moves_the_term_of_the_court() -> None:
    """Awb 8:72(4): no committee, no adjournment, no consent; a request to repair does not suspend it."""
    objection, by = anew(WITH_TERM), handled(a_refusal(), on=AFTER)
    assert code_of(lambda: objection.announce_committee(by)) == "term_set_by_court"
    assert code_of(lambda: objection.adjourn_ruling(date(2027, 1, 15), by)) == "term_set_by_court"
    assert code_of(lambda: objection.agree_postponement(date(2027, 1, 15), AFTER, by)) == "term_set_by_court"
    asked_to_repair(objection, AFTER, date(2026, 11, 27))
    asked = objection.pending()[-1]
    assert isinstance(asked, RepairRequested)
    assert not asked.suspends
    assert objection.term_changes.suspended_from is None
    objection.repair_defect(date(2026, 11, 25), None, a_refusal())
    term = objection.ruling_term(a_refusal())
    assert term is not None
    assert term.deadline().last_day == NAMED


@pytest.mark.parametrize("ruling", RULINGS)
def test_every_ruling_can_be_given_anew(ruling: Ruling) -> None:
    """And names the appeal and the court's ruling that it follows."""
    objection = anew()
    objection.rule(ruling, handled(a_refusal(), on=AFTER))
    event = vars(objection.pending()[-1])
    assert (event["anew_appeal_id"], event["court_ruled_on"]) == (APPEAL, COURT_RULED)


def test_a_threshold_can_be_found_wrong_anew() -> None:
    """The renewal that follows is the decision anew."""
    objection = anew()
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal(), on=AFTER))
    objection.note_ruling_decision(decision_id=NEXT_RENEWAL, decided_by=HANDLER)
    assert (objection.state, objection.ruled_in) == (ObjectionState.UPHELD, NEXT_RENEWAL)


def test_who_took_the_contested_decision_does_not_decide_anew() -> None:
    """Awb 10:3(3)."""
    objection = anew()
    with pytest.raises(NotYours):
        objection.rule(RULINGS[0], handled(a_refusal(), by=DECIDER))


def test_who_was_heard_is_not_heard_anew() -> None:
    """Awb 7:9 asks for it on new facts alone, which is a person's judgement."""
    objection = an_objection()
    objection.plan_hearing(INVITATION, handled(a_refusal()))
    held = HeldHearing(date(2026, 6, 3), ("objection-handler-2",), written("De indiener is gehoord."))
    objection.hold_hearing(held, handled(a_refusal(), on=date(2026, 6, 4)))
    objection.rule(RULINGS[0], handled(a_refusal(), waived=None))
    objection.order_decision_anew(NO_TERM)
    objection.rule(RULINGS[0], handled(a_refusal(), on=AFTER, waived=None))
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionDismissed)
    assert (event.heard, event.heard_on) == ("held", date(2026, 6, 3))


def test_without_a_hearing_the_gate_stands() -> None:
    """Awb 7:2, 7:3: the ground of the annulled ruling was one for another ruling."""
    objection = an_objection()
    manifest = Waiver(WaiverGround.MANIFESTLY_INADMISSIBLE, written("Kennelijk."))
    objection.rule(RULINGS[1], handled(a_refusal(), waived=manifest))
    objection.order_decision_anew(NO_TERM)
    by = handled(a_refusal(), on=AFTER, waived=None)
    assert code_of(lambda: objection.rule(RULINGS[0], by)) == "waiver_differs"


def test_only_a_ruling_is_annulled() -> None:
    """Not what is pending, nor what was withdrawn."""
    withdrawn = an_objection()
    withdrawn.withdraw(by="applicant-1", on=TODAY)
    for objection in (an_objection(), an_objection_with_a_finding(), withdrawn):
        with pytest.raises(NotInThisState):
            objection.order_decision_anew(NO_TERM)


def test_nobody_ends_worse_off_than_the_annulled_decision_left_them() -> None:
    """Awb 7:11: what an annulled decision granted is replaced by a better one, or stays; it can be withdrawn."""
    objection = ruled(RULINGS[2])
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    objection.order_decision_anew(NO_TERM)
    objection.attach_renewed_decision(a_renewal())
    assert objection.renewals == {}
    by = handled(a_refusal(), on=AFTER)
    assert code_of(lambda: objection.rule(RULINGS[0], by)) == "worse_than_annulled"
    assert code_of(lambda: objection.rule(RULINGS[1], by)) == "worse_than_annulled"
    objection.rule(RULINGS[2], by)
    objection.note_ruling_decision(decision_id=NEXT_RENEWAL, decided_by=HANDLER)
    assert (objection.state, objection.ruled_in) == (ObjectionState.UPHELD, NEXT_RENEWAL)


def test_a_repair_that_ran_when_it_was_ruled_on_runs_no_more() -> None:
    """The term to repair ended with the ruling; the handler can ask anew."""
    objection = asked_to_repair(an_objection())
    objection.rule(RULINGS[1], handled(a_refusal()))
    objection.order_decision_anew(NO_TERM)
    assert objection.repair is None
    objection.rule(RULINGS[0], handled(a_refusal(), on=AFTER))


@pytest.mark.parametrize(
    ("order", "rule", "on", "last_day"),
    [
        (NO_TERM, "Awb 7:10(1); Awb 8:72(4)", date(2026, 11, 7), SIX_WEEKS),
        (WITH_TERM, "Awb 8:72(4)", COURT_RULED, NAMED),
    ],
)
def test_the_clock_tells_the_order_with_its_article(
    order: CourtOrder, rule: str, on: date, last_day: date
) -> None:
    """After the first term and the annulled ruling, which stay told."""
    objection = anew(order)
    clock = clock_of(((TODAY, event) for event in objection.pending()), a_refusal())
    entry = clock.entries[-1]
    assert (entry.step, entry.rule, entry.on, entry.last_day) == (
        RulingStep.ORDERED_ANEW,
        rule,
        on,
        last_day,
    )
    assert {RulingStep.STARTED, RulingStep.RULED} <= {each.step for each in clock.entries}
    assert clock.ended_on is None
    assert clock.days_left(AFTER) == (last_day - AFTER).days
