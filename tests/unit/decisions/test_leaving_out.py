"""When an application may be left out of consideration, and how else a case ends without its assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionRefused
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.suspension import KindOfSuspension
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import ExemptionType, Finding, LeftOutReason, RefusalGround, SuspensionKind
from tests.support.cases import (
    HANDLER,
    HOLDER,
    OTHER_CASE,
    POLICY,
    a_case_with_facts,
    a_decided_case,
    in_force,
    new_events,
    settled,
)
from tests.support.hearings import ask_views
from tests.support.proceedings import (
    ASKED_ON,
    REASONS,
    SEALED_REASONS,
    SECOND_ASKED_ON,
    SECOND_LAPSED_ON,
    TWO_WEEKS,
    a_case_asked_twice_in_vain,
    ask,
    extend,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    suspend,
)

ONE_DAY = timedelta(days=1)
WRONG_DATA = LeftOutReason.WRONG_DATA


def withdraw(case: DecisionCase) -> None:
    """The applicant withdraws."""
    case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=False)


def convert(case: DecisionCase) -> None:
    """The application is converted."""
    case.note_conversion(converted_on=ASKED_ON, to_type=ExemptionType.HARDSHIP, new_case_id=OTHER_CASE)


def assess(case: DecisionCase) -> None:
    """The desk assesses."""
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=ASKED_ON)


def test_silence_to_several_requests_leaves_the_application_out():
    """Awb 4:5(1), and the fourth letter to the Chamber: several requests, two weeks of silence."""
    case = a_case_asked_twice_in_vain()
    leave_out(case)
    [left_out] = new_events(case)
    assert isinstance(left_out, LeftOutOfConsideration)
    assert (left_out.reason, left_out.decided_by, left_out.holder) == (
        LeftOutReason.NO_RESPONSE,
        HANDLER,
        HOLDER,
    )
    assert left_out.decision_id == left_out.event_id == case.decision_id
    assert case.state is CaseState.LEFT_OUT


@pytest.mark.parametrize("reason", LeftOutReason)
def test_who_was_not_asked_to_complete_is_not_left_out(reason: LeftOutReason):
    """Awb 4:5(1): only after the opportunity to complete."""
    with pytest.raises(RuleBroken, match="completion_not_requested"):
        leave_out(a_case_with_facts(), reason)


@pytest.mark.parametrize("reason", LeftOutReason)
def test_nobody_is_left_out_while_the_set_term_runs(reason: LeftOutReason):
    """Awb 4:5(1): within the term that was set."""
    case = a_case_with_facts()
    ask(case)
    with pytest.raises(RuleBroken, match="completion_term_runs"):
        leave_out(case, reason)


def test_one_request_is_not_several():
    """Letter 4."""
    case = a_case_with_facts()
    ask(case)
    lapsed_on = lapse(case)
    with pytest.raises(RuleBroken, match="completion_requested_once"):
        leave_out(case, on=lapsed_on)


@pytest.mark.parametrize("late", [False, True], ids=["within the term", "after it"])
def test_who_reacted_to_the_last_request_is_not_silent(late: bool):
    """Awb 4:5(1); a reaction after the term breaks the silence too."""
    case = a_case_with_facts()
    ask(case)
    lapse(case)
    ask(case, 2, SECOND_ASKED_ON)
    if late:
        lapse(case, 2, SECOND_ASKED_ON)
    supplement(case, SECOND_LAPSED_ON)
    with pytest.raises(RuleBroken, match="applicant_responded"):
        leave_out(case, on=SECOND_LAPSED_ON + ONE_DAY)


def test_a_reaction_to_the_first_request_does_not_count_for_the_second():
    """Silence is counted from the last request."""
    case = a_case_with_facts()
    ask(case)
    supplement(case, ASKED_ON + ONE_DAY)
    ask(case, 2, SECOND_ASKED_ON)
    lapse(case, 2, SECOND_ASKED_ON)
    leave_out(case)
    assert case.state is CaseState.LEFT_OUT


@pytest.mark.parametrize(
    ("day", "enough"), [(TWO_WEEKS - ONE_DAY, False), (TWO_WEEKS, True)], ids=["thirteen days", "fourteen"]
)
def test_silence_lasts_two_weeks(day: timedelta, enough: bool):
    """Letter 4, also where a shorter term was set."""
    week = timedelta(weeks=1)
    case = a_case_with_facts()
    ask(case)
    lapse(case)
    ask(case, 2, SECOND_ASKED_ON, week)
    lapse(case, 2, SECOND_ASKED_ON, week)
    if enough:
        leave_out(case, on=SECOND_ASKED_ON + day)
        assert case.state is CaseState.LEFT_OUT
    else:
        with pytest.raises(RuleBroken, match="silence_too_short"):
            leave_out(case, on=SECOND_ASKED_ON + day)


@pytest.mark.parametrize("reason", [LeftOutReason.NO_RESPONSE, WRONG_DATA])
def test_it_is_done_within_four_weeks_after_the_term(reason: LeftOutReason):
    """Awb 4:5(4): the term lapsed on 16 February 2026, so on 16 March at the latest."""
    leave_out(in_time := a_case_asked_twice_in_vain(), reason, date(2026, 3, 16))
    assert in_time.state is CaseState.LEFT_OUT
    with pytest.raises(RuleBroken, match="leaving_out_too_late"):
        leave_out(a_case_asked_twice_in_vain(), reason, date(2026, 3, 17))


def test_wrong_data_need_one_request():
    """Letter 4; the opportunity to correct them was given once (Awb 4:5(1))."""
    case = a_case_with_facts()
    ask(case)
    supplement(case, ASKED_ON + ONE_DAY)
    leave_out(case, WRONG_DATA, ASKED_ON + timedelta(weeks=4) + ONE_DAY)
    assert case.state is CaseState.LEFT_OUT


def test_four_weeks_run_from_the_supplement():
    """Awb 4:5(4): after the application was supplemented."""
    case = a_case_with_facts()
    ask(case)
    supplement(case, ASKED_ON + ONE_DAY)
    with pytest.raises(RuleBroken, match="leaving_out_too_late"):
        leave_out(case, WRONG_DATA, ASKED_ON + timedelta(weeks=4) + 2 * ONE_DAY)


def test_a_refusal_on_another_ground_rests_on_its_reasons():
    """Awb 3:46: sealed, in the place of the criteria, and no threshold was looked at."""
    case = a_case_with_facts()
    refuse_on_other_ground(case)
    [refused] = new_events(case)
    assert isinstance(refused, ExemptionRefused)
    [criterion] = refused.grounds.criteria
    assert (criterion.finding, REASONS in criterion.reason) == (Finding.UNMET, False)
    assert refused.sealed_reasons == SEALED_REASONS
    assert (refused.ground, refused.grounds.threshold_set_id) == (RefusalGround.OTHER, None)
    assert case.state is CaseState.REFUSED


def extended(case: DecisionCase) -> None:
    """The desk tells of a later last day."""
    extend(case, date(2026, 4, 5))


def asked_abroad(case: DecisionCase) -> None:
    """The desk waits for what it asked of a foreign authority."""
    suspend(case, KindOfSuspension(SuspensionKind.INFORMATION_FROM_ABROAD, ASKED_ON + ONE_DAY))


def not_handled(case: DecisionCase) -> None:
    """By force majeure nobody can."""
    first_day = ASKED_ON + ONE_DAY
    suspend(case, KindOfSuspension(SuspensionKind.FORCE_MAJEURE, first_day, first_day + ONE_DAY))


@pytest.mark.parametrize(("act", "late"), [(extended, True), (asked_abroad, True), (not_handled, False)])
def test_who_extends_or_suspends_the_term_has_begun_to_handle_it(
    act: Callable[[DecisionCase], None], late: bool
):
    """Letter 4 does not say what begins handling: SYNTHETIC, and force majeure is no handling."""
    case = a_case_with_facts()
    act(case)
    case.note_withdrawal(withdrawn_on=ASKED_ON + ONE_DAY, handling_started=False)
    [*_, withdrawn] = new_events(case)
    assert isinstance(withdrawn, WithdrawalNoted)
    assert withdrawn.handling_started is late


@pytest.mark.parametrize("act", [assess, ask_views])
def test_a_case_that_the_desk_dealt_with_is_withdrawn_late(act: Callable[[DecisionCase], None]):
    """Whatever applications knew of it: letter 4 counts it among the refusals."""
    case = a_case_with_facts()
    act(case)
    case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=False)
    withdrawn = new_events(case)[-1]
    assert isinstance(withdrawn, WithdrawalNoted)
    assert withdrawn.handling_started


def test_a_withdrawn_case_is_over():
    """Whether handling had started is kept for the count."""
    case = a_case_with_facts()
    case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=True)
    [withdrawn] = new_events(case)
    assert isinstance(withdrawn, WithdrawalNoted)
    assert (withdrawn.withdrawn_on, withdrawn.handling_started) == (ASKED_ON, True)
    assert case.state is CaseState.WITHDRAWN


def test_a_converted_case_names_the_one_in_its_place():
    """Both cases are linked."""
    case = a_case_with_facts()
    convert(case)
    [converted] = new_events(case)
    assert isinstance(converted, ConversionNoted)
    assert (converted.to_type, converted.new_case_id) == (ExemptionType.HARDSHIP, OTHER_CASE)
    assert case.state is CaseState.CONVERTED


def left_out() -> DecisionCase:
    """An application left out of consideration."""
    case = a_case_asked_twice_in_vain()
    leave_out(case)
    return settled(case)


def ended_by(act: Callable[[DecisionCase], None]) -> DecisionCase:
    """A case ended by that act."""
    case = a_case_with_facts()
    act(case)
    return settled(case)


ENDED = {
    "decided": (a_decided_case, "already_decided"),
    "refused on another ground": (lambda: ended_by(refuse_on_other_ground), "already_decided"),
    "left out": (left_out, "case_ended"),
    "withdrawn": (lambda: ended_by(withdraw), "case_ended"),
    "converted": (lambda: ended_by(convert), "case_ended"),
}
ACTS: dict[str, Callable[[DecisionCase], object]] = {
    "assess": lambda case: case.assess(
        thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=ASKED_ON
    ),
    "refuse on another ground": refuse_on_other_ground,
    "leave out": leave_out,
    "withdraw": withdraw,
    "convert": convert,
    "suspend": ask,
    "supplement": lambda case: supplement(case, ASKED_ON),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("ended", ENDED)
def test_no_act_of_the_desk_follows_the_end_of_a_case(ended: str, act: str):
    """Decided, left out, withdrawn or converted: only an objection or a renewal can change it."""
    make, code = ENDED[ended]
    with pytest.raises(NotInThisState, match=code):
        ACTS[act](make())
