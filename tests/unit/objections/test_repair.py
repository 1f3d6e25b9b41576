"""Repair of a defect in the notice of objection (Awb 6:6), and what it does to the term to decide (Awb 7:10(2))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.handling import Dismissal, Inadmissibility
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.objection_transitions import TRANSITIONS
from services.objections.domain.repair import (
    NoticeDefect,
    ObjectionRepaired,
    RepairEnding,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.domain.term_fold import TERM_ACTS, changes_by
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.law.moved_terms import ElectronicChannel, MovedBecause, Outage, move_to_paper
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    HANDLER,
    OBJECTOR,
    REFUSAL,
    TODAY,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    asked_to_repair,
    handled,
    written,
)

A_DAY = timedelta(days=1)
UNTIL = date(2026, 6, 3)
"""Last day to repair what was asked on the twentieth of May."""
NOT_REPAIRED = Inadmissibility(InadmissibilityGround.NOT_REPAIRED, written("De gronden ontbreken."))
DISMISSED = Dismissal(written("Het besluit is juist."))


def deadline(objection: Objection) -> date:
    """The last day to decide, as things stand."""
    term = objection.ruling_term(a_refusal())
    assert term is not None
    return term.deadline().last_day


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_a_request_names_what_is_missing_and_until_when(given: Callable[[], Objection]) -> None:
    """Awb 6:5(1), 6:6; on a Sunday too, because no calendar moves a term that the authority sets."""
    objection = asked_to_repair(given(), TODAY, date(2026, 6, 7), NoticeDefect.SIGNATURE, NoticeDefect.DATE)
    event = objection.pending()[-1]
    assert isinstance(event, RepairRequested)
    assert (event.case_id, event.decision_id, event.requested_on) == (CASE, REFUSAL, TODAY)
    assert (event.requested_by, event.term_last_day) == (HANDLER, date(2026, 6, 7))
    assert event.missing == (NoticeDefect.SIGNATURE, NoticeDefect.DATE)
    assert objection.term_changes.suspended_from == TODAY + A_DAY


@pytest.mark.parametrize("until", [TODAY - A_DAY, TODAY])
def test_the_set_term_is_to_come(until: date) -> None:
    """Awb 6:6: the objector must have the chance."""
    with pytest.raises(RuleBroken) as raised:
        asked_to_repair(an_objection(), TODAY, until)
    assert raised.value.code == "repair_term_not_to_come"


def test_one_request_runs_at_a_time() -> None:
    """After its end another can be made."""
    objection = asked_to_repair(an_objection())
    with pytest.raises(RuleBroken) as raised:
        asked_to_repair(objection)
    assert raised.value.code == "repair_term_runs"
    objection.repair_defect(TODAY, None, a_refusal())
    asked_to_repair(objection, TODAY + A_DAY)
    assert isinstance(objection.pending()[-1], RepairRequested)


def test_who_took_the_decision_asks_for_no_repair() -> None:
    """Awb 10:3(3)."""
    with pytest.raises(NotYours):
        an_objection().request_repair((NoticeDefect.DATE,), UNTIL, handled(a_refusal(), by=DECIDER))


@pytest.mark.parametrize(
    ("repaired_on", "last_day"),
    [(TODAY, date(2026, 6, 17)), (TODAY + 9 * A_DAY, date(2026, 6, 25)), (UNTIL, date(2026, 6, 30))],
)
def test_what_is_repaired_lets_the_term_run_again(repaired_on: date, last_day: date) -> None:
    """Awb 7:10(2): longer by the days from the day after the request until the day of the repair."""
    objection = asked_to_repair(an_objection())
    objection.repair_defect(repaired_on, GROUNDS, a_refusal())
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionRepaired)
    assert (event.repaired_on, event.requested_on, event.supplement) == (repaired_on, TODAY, GROUNDS)
    assert (event.decide_before, event.provisional) == (last_day, False)
    assert (deadline(objection), objection.term_changes.suspended_from) == (last_day, None)


def test_what_lapses_lets_the_term_run_again() -> None:
    """Awb 7:10(2): the last day of the set term is suspended still."""
    objection = asked_to_repair(an_objection())
    objection.lapse_repair_term(UNTIL, a_refusal())
    assert isinstance(objection.pending()[-1], RepairRequested)
    objection.lapse_repair_term(UNTIL + A_DAY, a_refusal())
    event = objection.pending()[-1]
    assert isinstance(event, RepairTermLapsed)
    assert (event.requested_on, event.term_last_day) == (TODAY, UNTIL)
    assert event.decide_before == deadline(objection) == date(2026, 7, 1)
    noted = objection.version
    objection.lapse_repair_term(UNTIL + A_DAY, a_refusal())
    assert objection.version == noted


def test_nothing_lapses_after_the_end() -> None:
    """The objector withdrew while the term ran."""
    objection = asked_to_repair(an_objection())
    objection.withdraw(by=OBJECTOR, on=TODAY)
    ended = objection.version
    objection.lapse_repair_term(UNTIL + A_DAY, a_refusal())
    assert objection.version == ended


def test_before_the_term_is_known_its_last_day_stays_open() -> None:
    """Suspended days from before the term began count for nothing when it has begun."""
    unknown = a_refusal(announced_on=None, remedy_last_day=None)
    objection = asked_to_repair(an_objection(), date(2026, 4, 13), date(2026, 4, 27))
    objection.repair_defect(date(2026, 4, 20), GROUNDS, unknown)
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionRepaired)
    assert (event.decide_before, event.provisional) == (None, None)
    assert deadline(objection) == date(2026, 6, 17)


@pytest.mark.parametrize(
    ("repaired_on", "code"),
    [(TODAY - A_DAY, "repaired_before_request"), (UNTIL + A_DAY, "repair_term_passed")],
)
def test_a_repair_comes_within_the_set_term(repaired_on: date, code: str) -> None:
    """Awb 6:6."""
    objection = asked_to_repair(an_objection())
    with pytest.raises(RuleBroken) as raised:
        objection.repair_defect(repaired_on, GROUNDS, a_refusal())
    assert raised.value.code == code


def test_only_what_was_asked_is_repaired() -> None:
    """Once."""
    objection = an_objection()
    for _ in range(2):
        with pytest.raises(NotInThisState) as raised:
            objection.repair_defect(TODAY, GROUNDS, a_refusal())
        assert raised.value.code == "no_repair_requested"
        if objection.repair is None:
            asked_to_repair(objection).repair_defect(TODAY, GROUNDS, a_refusal())


def test_what_came_in_time_takes_the_lapse_away() -> None:
    """Entered by the desk after the timer; the suspension ends on the day of its receipt."""
    objection = asked_to_repair(an_objection())
    objection.lapse_repair_term(UNTIL + A_DAY, a_refusal())
    objection.repair_defect(TODAY + 9 * A_DAY, GROUNDS, a_refusal())
    assert deadline(objection) == date(2026, 6, 25)
    with pytest.raises(RuleBroken) as raised:
        objection.rule(NOT_REPAIRED, handled(a_refusal()))
    assert raised.value.code == "repair_term_not_lapsed"


def test_inadmissible_for_a_defect_only_after_the_chance_passed_unused() -> None:
    """Awb 6:6: never asked, while the term runs, and after the repair it is refused."""
    never, runs, repaired = an_objection(), asked_to_repair(an_objection()), asked_to_repair(an_objection())
    repaired.repair_defect(TODAY, GROUNDS, a_refusal())
    for objection in (never, runs, repaired):
        with pytest.raises(RuleBroken) as raised:
            objection.rule(NOT_REPAIRED, handled(a_refusal()))
        assert raised.value.code == "repair_term_not_lapsed"
    runs.lapse_repair_term(UNTIL + A_DAY, a_refusal())
    runs.rule(NOT_REPAIRED, handled(a_refusal(), on=UNTIL + A_DAY))
    assert runs.state is ObjectionState.INADMISSIBLE


def test_nothing_is_dismissed_while_the_term_to_repair_runs() -> None:
    """Awb 6:6, 3:2: the grounds may still come."""
    objection = asked_to_repair(an_objection())
    with pytest.raises(RuleBroken) as raised:
        objection.rule(DISMISSED, handled(a_refusal()))
    assert raised.value.code == "repair_term_runs"


A_CAUSE = UUID(int=88)
LAST, LATER = date(2026, 6, 3), date(2026, 6, 4)


def an_outage(on: date = LAST, channel: ElectronicChannel = ElectronicChannel.PORTAL) -> Outage:
    """The channel was out on that day."""
    return Outage(A_CAUSE, channel, on, on)


def test_a_term_to_repair_moves_after_an_outage_on_its_last_day() -> None:
    """Awb 6:6, afdeling 2.3: by the rule for outages, and nothing on another day or of another channel."""
    objection = asked_to_repair(an_objection())
    for outage in (an_outage(LATER), an_outage(channel=ElectronicChannel.EMAIL)):
        objection.move_repair_after(outage, LATER)
    assert isinstance(objection.pending()[-1], RepairRequested)
    objection.move_repair_after(an_outage(), LATER)
    moved = objection.pending()[-1]
    assert isinstance(moved, RepairTermMoved)
    assert (moved.previous_last_day, moved.term_last_day, moved.because) == (LAST, LATER, MovedBecause.OUTAGE)
    objection.repair_defect(LATER, None, a_refusal())
    assert objection.repair is not None
    assert objection.repair.ended is RepairEnding.REPAIRED


def test_a_term_that_lapsed_runs_again_when_it_is_moved() -> None:
    """Its lapse was noted before the outage was told: the objection is not inadmissible for it yet."""
    objection = asked_to_repair(an_objection())
    objection.lapse_repair_term(LATER, a_refusal())
    objection.move_repair_after(an_outage(), LATER)
    assert objection.term_changes.suspended_from is not None
    objection.lapse_repair_term(LATER, a_refusal())
    assert isinstance(objection.pending()[-1], RepairTermMoved)
    objection.lapse_repair_term(date(2026, 6, 5), a_refusal())
    assert isinstance(objection.pending()[-1], RepairTermLapsed)


def test_its_acts_alone_tell_that_the_term_is_suspended_again() -> None:
    """As the list of open objections reads it (Awb 7:10(2))."""
    objection = asked_to_repair(an_objection())
    objection.lapse_repair_term(LATER, a_refusal())
    objection.move_repair_after(an_outage(), LATER)
    acts = [act for act in objection.pending() if isinstance(act, TERM_ACTS)]
    assert changes_by(acts) == objection.term_changes


def test_every_act_that_changes_the_term_is_read_for_it() -> None:
    """Each act that an objection can take and that changes its term stands in `TERM_ACTS`."""
    changing = {step.event for step in TRANSITIONS if "term_changes" in step.event.apply.__code__.co_names}
    assert changing == set(TERM_ACTS)


def test_a_letter_on_paper_moves_the_term_that_it_sets() -> None:
    """As many days as it gave first; not that of another request, and never to an earlier day."""
    objection = asked_to_repair(an_objection())
    asked = objection.pending()[-1].event_id
    move = move_to_paper(date(2026, 6, 20), A_CAUSE)
    objection.move_repair_to_paper(move, told_by=A_CAUSE, moved_on=LATER)
    assert isinstance(objection.pending()[-1], RepairRequested)
    objection.move_repair_to_paper(move, told_by=asked, moved_on=LATER)
    moved = objection.pending()[-1]
    assert isinstance(moved, RepairTermMoved)
    assert (moved.term_last_day, moved.because) == (date(2026, 6, 20), MovedBecause.SENT_ON_PAPER)
    objection.move_repair_to_paper(move_to_paper(LATER, A_CAUSE), told_by=asked, moved_on=LATER)
    assert objection.pending()[-1] is moved
