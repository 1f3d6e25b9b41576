"""Who may be expected to object to a decision, beside who asked for it, is heard first (Awb 4:8 to 4:11, 3:43)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_on_application import ExemptionRefused
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.reporting import ReportingCategory, fold_reported
from services.decisions.domain.third_parties import ThirdPartyNoted, ThirdPartyViewsTermMoved
from shared.errors import NotInThisState, RuleBroken
from shared.law.moved_terms import ElectronicChannel, MovedBecause, Outage, move_to_paper
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import NotHeardGround, RoadTaxRate
from tests.support.cases import CASE, HANDLER, DecisionCase, an_application, new_events
from tests.support.hearings import (
    ASKED_ON,
    ONE_DAY,
    PRIVATE_USE,
    VIEWS_UNTIL,
    a_private_case,
    assess_private_use,
    refuse,
)
from tests.support.proceedings import SEALED_REASONS

LESSOR = Sealed(CASE, SealedKind.APPLICANT, b"the lessor")
AFTERWARDS = VIEWS_UNTIL + ONE_DAY


def a_case_with_a_lessor() -> DecisionCase:
    """Somebody applied for a vehicle of a lessor, whom the desk noted; a refusal is advised."""
    case = a_private_case(exclusively_private=True, road_tax_rate=RoadTaxRate.BUSINESS)
    assess_private_use(case)
    note(case)
    return case


def note(case: DecisionCase) -> None:
    """The desk notes the lessor."""
    case.note_third_party(LESSOR, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER)


def ask(case: DecisionCase, number: int = 1, until: object = VIEWS_UNTIL, on: object = ASKED_ON) -> None:
    """The desk asks them for their views."""
    case.ask_views_of_third_party(
        number,
        SEALED_REASONS,
        views_until=until,  # type: ignore[arg-type]  # a date
        asked_on=on,  # type: ignore[arg-type]  # a date
        asked_by=HANDLER,
    )


def hear(case: DecisionCase, received_on: object = ASKED_ON, today: object = ASKED_ON) -> None:
    """They give their views."""
    case.note_views_of_third_party(
        1,
        SEALED_REASONS,
        manner=ViewsManner.ORAL,
        received_on=received_on,  # type: ignore[arg-type]  # a date
        today=today,  # type: ignore[arg-type]  # a date
        noted_by=HANDLER,
    )


def waive(case: DecisionCase, because: NotHeardGround = NotHeardGround.URGENT, on: object = ASKED_ON) -> None:
    """The desk does not hear them."""
    case.leave_third_party_unheard(
        1,
        because,
        reasons=SEALED_REASONS,
        noted_on=on,  # type: ignore[arg-type]  # a date
        noted_by=HANDLER,
    )


def refuse_otherwise(case: DecisionCase) -> None:
    """The desk refuses on another ground."""
    case.refuse_on_other_ground(SEALED_REASONS, policy=PRIVATE_USE, decided_on=ASKED_ON, decided_by=HANDLER)


@pytest.mark.parametrize("decide", [refuse, refuse_otherwise])
def test_who_was_noted_is_heard_before_it_is_decided(decide: Callable[[DecisionCase], None]) -> None:
    """Awb 4:8(1)."""
    with pytest.raises(RuleBroken, match="third_party_not_heard") as refused:
        decide(a_case_with_a_lessor())
    assert "(Awb 4:8(1))" in refused.value.detail


@pytest.mark.parametrize("day", [ASKED_ON, VIEWS_UNTIL])
def test_until_its_last_day_the_term_is_waited_for(day: object) -> None:
    """That day included."""
    case = a_case_with_a_lessor()
    ask(case)
    with pytest.raises(RuleBroken, match="third_party_term_runs"):
        refuse(case, day)  # type: ignore[arg-type]  # a date


def test_views_open_the_way_at_once_and_who_gave_them_is_told() -> None:
    """Awb 3:43(1)."""
    case = a_case_with_a_lessor()
    ask(case)
    hear(case)
    refuse(case)
    refused = new_events(case)[-1]
    assert isinstance(refused, ExemptionRefused)
    assert refused.told_to == (LESSOR,)


def test_silence_does_not_stop_the_desk_and_nobody_is_told() -> None:
    """Awb 4:8(1): the opportunity counts; 3:43 is about who gave views."""
    case = a_case_with_a_lessor()
    ask(case)
    refuse(case, AFTERWARDS)
    refused = new_events(case)[-1]
    assert isinstance(refused, ExemptionRefused)
    assert refused.told_to == ()


def test_everybody_who_was_noted_is_waited_for() -> None:
    """Also the second."""
    case = a_case_with_a_lessor()
    note(case)
    ask(case)
    hear(case)
    with pytest.raises(RuleBroken, match="third_party_not_heard") as refused:
        refuse(case)
    assert "third party 2 " in refused.value.detail


@pytest.mark.parametrize(
    "because", [NotHeardGround.URGENT, NotHeardGround.HEARD_BEFORE, NotHeardGround.PURPOSE]
)
def test_there_are_reasons_not_to_hear(because: NotHeardGround) -> None:
    """Awb 4:11."""
    case = a_case_with_a_lessor()
    waive(case, because)
    refuse(case)
    assert case.state is CaseState.REFUSED


def waived(case: DecisionCase) -> None:
    """A reason not to hear them came first."""
    waive(case)


def heard(case: DecisionCase) -> None:
    """They were asked before, and gave their views."""
    ask(case)
    hear(case)


@pytest.mark.parametrize("before", [waived, heard])
def test_an_invitation_that_runs_is_waited_for_whatever_came_before(
    before: Callable[[DecisionCase], None],
) -> None:
    """Awb 4:8(1): who is asked can answer, whether or not they were to be left unheard or were heard already."""
    case = a_case_with_a_lessor()
    before(case)
    ask(case)
    with pytest.raises(RuleBroken, match="third_party_term_runs"):
        refuse(case, VIEWS_UNTIL)
    with pytest.raises(NotInThisState, match="third_party_asked"):
        ask(case, until=AFTERWARDS, on=ASKED_ON)
    refuse(case, AFTERWARDS)


def test_who_was_left_unheard_while_the_term_ran_can_be_asked_again() -> None:
    """The reason not to hear them has gone: there is no need to wait for the end of a term that nobody waits for."""
    case = a_case_with_a_lessor()
    ask(case)
    waive(case)
    ask(case)
    with pytest.raises(RuleBroken, match="third_party_term_runs"):
        refuse(case)


def test_who_was_heard_and_asked_again_can_be_left_unheard_and_is_told_all_the_same() -> None:
    """Awb 4:11, 3:43(1): there is a reason to stop waiting; what they said first was weighed."""
    case = a_case_with_a_lessor()
    heard(case)
    ask(case)
    waive(case)
    refuse(case)
    refused = new_events(case)[-1]
    assert isinstance(refused, ExemptionRefused)
    assert refused.told_to == (LESSOR,)


def test_that_a_deviation_is_minor_is_none_of_them() -> None:
    """Awb 4:7(2) is about the applicant."""
    with pytest.raises(RuleBroken, match="no_minor_deviation"):
        waive(a_case_with_a_lessor(), NotHeardGround.MINOR_DEVIATION)


def test_who_could_give_views_needs_no_reason() -> None:
    """Given, or the term passed."""
    case = a_case_with_a_lessor()
    ask(case)
    waive(case)
    with pytest.raises(RuleBroken, match="third_party_was_heard"):
        waive(case, on=AFTERWARDS)


def test_only_who_was_noted_is_asked() -> None:
    """By their number."""
    with pytest.raises(NotInThisState, match="third_party_not_noted"):
        ask(a_case_with_a_lessor(), number=2)


def test_a_term_for_views_of_a_day_less_is_too_short() -> None:
    """Fourteen days, SYNTHETIC."""
    with pytest.raises(RuleBroken, match="third_party_term_too_short"):
        ask(a_case_with_a_lessor(), until=VIEWS_UNTIL - ONE_DAY)


def test_they_are_not_asked_again_while_the_term_runs() -> None:
    """Afterwards they can be."""
    case, later = a_case_with_a_lessor(), timedelta(days=30)
    ask(case)
    with pytest.raises(NotInThisState, match="third_party_asked"):
        ask(case, until=VIEWS_UNTIL + later, on=VIEWS_UNTIL)
    ask(case, until=AFTERWARDS + later, on=AFTERWARDS)


def test_views_come_after_the_question_and_not_in_the_future() -> None:
    """Late ones too, as long as nothing was decided (Awb 4:9)."""
    case = a_case_with_a_lessor()
    with pytest.raises(NotInThisState, match="third_party_not_asked"):
        hear(case)
    ask(case)
    for day in (ASKED_ON - ONE_DAY, ASKED_ON + ONE_DAY):
        with pytest.raises(RuleBroken, match="third_party_views_out_of_time"):
            hear(case, day)
    hear(case, AFTERWARDS, AFTERWARDS)


OUTAGE = Outage(UUID(int=801), ElectronicChannel.EMAIL, VIEWS_UNTIL, VIEWS_UNTIL)


def moves(case: DecisionCase) -> list[ThirdPartyViewsTermMoved]:
    """Of their terms."""
    return [event for event in new_events(case) if isinstance(event, ThirdPartyViewsTermMoved)]


def test_an_outage_on_their_last_day_moves_it_once_for_each_who_is_waited_for() -> None:
    """Awb afdeling 2.3, 4:8(1): until the later day it is not decided."""
    case = a_case_with_a_lessor()
    for number in (2, 3):
        note(case)
        ask(case, number)
    heard(case)
    case.leave_third_party_unheard(
        3, NotHeardGround.URGENT, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER
    )
    for _ in range(2):
        case.move_views_after(OUTAGE, AFTERWARDS)
    [moved] = moves(case)
    assert (moved.number, moved.person, moved.previous_last_day) == (2, LESSOR, VIEWS_UNTIL)
    assert moved.views_until == AFTERWARDS
    with pytest.raises(RuleBroken, match="third_party_term_runs"):
        refuse(case, AFTERWARDS)
    refuse(case, AFTERWARDS + ONE_DAY)
    case.move_views_after(OUTAGE, AFTERWARDS + ONE_DAY)
    assert len(moves(case)) == 1


def test_a_question_that_went_on_paper_later_gives_them_as_many_days() -> None:
    """Only the letter about that question."""
    case = a_case_with_a_lessor()
    ask(case)
    asked_by = new_events(case)[-1].event_id
    move = move_to_paper(VIEWS_UNTIL + timedelta(days=4), UUID(int=802))
    for told_by in (UUID(int=803), asked_by, asked_by):
        case.move_views_to_paper(move, told_by=told_by, moved_on=AFTERWARDS)
    [moved] = moves(case)
    assert moved.because is MovedBecause.SENT_ON_PAPER
    assert case.third_parties[0].views_until == move.last_day


def test_nobody_is_noted_once_it_is_decided() -> None:
    """There is nothing left to be heard on."""
    case = a_private_case(exclusively_private=True, road_tax_rate=RoadTaxRate.BUSINESS)
    assess_private_use(case)
    refuse(case)
    with pytest.raises(NotInThisState, match="already_decided"):
        note(case)


def test_they_go_over_into_the_case_of_another_type_and_are_heard_on_that() -> None:
    """What they said was about another decision."""
    before = a_case_with_a_lessor()
    ask(before)
    hear(before)
    after = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    after.carry_third_parties_over(before, ASKED_ON, HANDLER)
    noted = new_events(after)[-1]
    assert isinstance(noted, ThirdPartyNoted)
    assert (noted.person, noted.carried_over_from, noted.number) == (LESSOR, before.id, 1)
    [party] = after.third_parties
    assert not party.views_given
    assert not after.handled


def asked(case: DecisionCase) -> None:
    """Also asked."""
    ask(case)


def nothing_more(_: DecisionCase) -> None:
    """Noted alone."""


@pytest.mark.parametrize("done", [nothing_more, asked, heard, waived])
def test_a_case_in_which_they_were_noted_and_that_is_withdrawn_is_reported_as_refused(
    done: Callable[[DecisionCase], None],
) -> None:
    """Letter 4: handling had started."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    note(case)
    done(case)
    case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=False)
    [reported] = fold_reported(new_events(case)).values()
    assert reported.category is ReportingCategory.WITHDRAWN_AFTER_HANDLING
