"""A refusal on facts otherwise than the applicant supplied them waits until they could give views (Awb 4:7 to 4:11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_on_application import ExemptionRefused
from services.decisions.domain.hearing import (
    LEAST_TERM_FOR_VIEWS,
    Hearing,
    NotHeard,
    ViewsAsked,
    ViewsManner,
    ViewsReceived,
)
from services.decisions.domain.policy import policy_of_version
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import (
    ExemptionType,
    Finding,
    NotHeardGround,
    Outcome,
    RoadTaxRate,
    StatedFacts,
)
from tests.support.cases import (
    CASE,
    FETCHED_AT,
    HANDLER,
    DecisionCase,
    a_van,
    an_application,
    new_events,
    settled,
)
from tests.support.hearings import (
    ASKED_ON,
    NOT_HEARD,
    ONE_DAY,
    PRIVATE_USE,
    VIEWS_UNTIL,
    a_private_case,
    ask_views,
    assess_private_use,
    establish,
    give_views,
    refuse,
    withdraw,
)
from tests.support.proceedings import SEALED_REASONS, supplement

PRIVATE, BUSINESS = RoadTaxRate.PRIVATE, RoadTaxRate.BUSINESS
ECONOMIC = policy_of_version("business-economic/2025")
AFTERWARDS = VIEWS_UNTIL + ONE_DAY


def a_contradicted_case() -> DecisionCase:
    """The applicant states private use only; a document shows the business rate, and refusal is advised."""
    case = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(case, road_tax_rate=BUSINESS)
    assert assess_private_use(case) is Outcome.REFUSED
    return case


def hearing_of(case: DecisionCase) -> Hearing | None:
    """What the refusal says of it."""
    refused = new_events(case)[-1]
    assert isinstance(refused, ExemptionRefused)
    return refused.hearing


def test_who_could_not_give_views_is_not_refused():
    """Awb 4:7(1), which names the facts."""
    with pytest.raises(RuleBroken, match="applicant_not_heard") as refused:
        refuse(a_contradicted_case())
    assert "(road_tax_rate)" in refused.value.detail
    assert "(Awb 4:7(1))" in refused.value.detail


def test_the_views_that_came_open_the_way_at_once():
    """The term need not pass first."""
    case = a_contradicted_case()
    ask_views(case)
    give_views(case, ASKED_ON + ONE_DAY)
    refuse(case, ASKED_ON + ONE_DAY)
    assert hearing_of(case) == Hearing(views_given=True)


@pytest.mark.parametrize("day", [ASKED_ON, VIEWS_UNTIL])
def test_until_its_last_day_the_term_is_waited_for(day: object):
    """That day included."""
    case = a_contradicted_case()
    ask_views(case)
    with pytest.raises(RuleBroken, match="views_term_runs"):
        refuse(case, day)  # type: ignore[arg-type]  # a date


def test_silence_does_not_stop_the_desk():
    """Awb 4:7: the opportunity counts."""
    case = a_contradicted_case()
    ask_views(case)
    refuse(case, AFTERWARDS)
    assert hearing_of(case) == Hearing(views_given=False)


@pytest.mark.parametrize("ground", NotHeardGround)
def test_there_are_reasons_not_to_hear(ground: NotHeardGround):
    """Awb 4:11, and a deviation that is minor (4:7(2)); the reasons are kept with the refusal."""
    case = a_contradicted_case()
    not_heard = NotHeard(ground, SEALED_REASONS)
    refuse(case, not_heard=not_heard)
    assert hearing_of(case) == Hearing(views_given=False, not_heard=not_heard)


def test_such_a_reason_may_turn_up_while_the_term_runs():
    """It can have become urgent (Awb 4:11(a))."""
    case = a_contradicted_case()
    ask_views(case)
    refuse(case, not_heard=NOT_HEARD)
    assert hearing_of(case) == Hearing(views_given=False, not_heard=NOT_HEARD)


def test_who_could_give_views_needs_no_reason_not_to_be_heard():
    """One record does not contradict the other."""
    case = a_contradicted_case()
    ask_views(case)
    with pytest.raises(RuleBroken, match="applicant_was_heard"):
        refuse(case, AFTERWARDS, NOT_HEARD)


def test_a_refusal_on_what_the_applicant_states_needs_no_hearing():
    """Nothing differs (Awb 4:7(1)(b)); nor is there a reason to name."""
    case = a_private_case(exclusively_private=False)
    assess_private_use(case)
    with pytest.raises(RuleBroken, match="no_hearing_due"):
        refuse(case, not_heard=NOT_HEARD)
    refuse(case)
    assert hearing_of(case) is None


def test_a_refusal_that_rests_on_something_else_needs_none_either():
    """The fact that differs is read by a criterion that is met."""
    case = a_private_case(exclusively_private=False, road_tax_rate=BUSINESS)
    establish(case, road_tax_rate=PRIVATE)
    assert assess_private_use(case) is Outcome.REFUSED
    refuse(case)
    assert hearing_of(case) is None


def test_what_the_applicant_states_by_now_is_what_counts():
    """A supplement that agrees with the desk leaves nothing to be heard on."""
    case = a_contradicted_case()
    supplement(case, ASKED_ON, StatedFacts(exclusively_private=True, road_tax_rate=BUSINESS))
    assess_private_use(case)
    refuse(case)
    assert hearing_of(case) is None


def test_facts_established_after_the_question_are_asked_about_too():
    """The applicant could not give views on those."""
    case = a_contradicted_case()
    ask_views(case)
    establish(case, AFTERWARDS, exclusively_private=False)
    assess_private_use(case, AFTERWARDS)
    with pytest.raises(RuleBroken, match="applicant_not_heard"):
        refuse(case, AFTERWARDS)
    ask_views(case, AFTERWARDS + LEAST_TERM_FOR_VIEWS, AFTERWARDS)
    refuse(case, AFTERWARDS + LEAST_TERM_FOR_VIEWS + ONE_DAY)


def test_views_may_change_the_mind_of_the_desk():
    """What it established is withdrawn: then nothing stands in the way of a grant."""
    case = a_contradicted_case()
    ask_views(case)
    give_views(case, ASKED_ON)
    withdraw(case, "road_tax_rate")
    assert assess_private_use(case) is Outcome.GRANTED


def refuse_otherwise(case: DecisionCase, on: object = ASKED_ON, **said: object) -> None:
    """When the desk refuses on another ground."""
    case.refuse_on_other_ground(
        SEALED_REASONS,
        policy=PRIVATE_USE,
        decided_on=on,  # type: ignore[arg-type]  # a date
        decided_by=HANDLER,
        **said,  # type: ignore[arg-type]  # by name
    )


def test_a_refusal_on_another_ground_waits_when_who_decides_says_that_facts_differ():
    """Awb 4:7(1): also where no criterion reads them."""
    case = a_private_case(exclusively_private=True)
    with pytest.raises(RuleBroken, match="applicant_not_heard"):
        refuse_otherwise(case, rests_on_differing_facts=True)
    ask_views(case)
    with pytest.raises(RuleBroken, match="views_term_runs"):
        refuse_otherwise(case, rests_on_differing_facts=True)
    refuse_otherwise(case, AFTERWARDS, rests_on_differing_facts=True)
    assert hearing_of(case) == Hearing(views_given=False)


def test_a_refusal_on_another_ground_may_rest_on_nothing_that_differs():
    """As whoever decides says."""
    case = a_contradicted_case()
    refuse_otherwise(case)
    assert hearing_of(case) is None


def test_the_question_records_what_differs_and_until_when():
    """With the explanation for the letter, sealed."""
    case = a_contradicted_case()
    ask_views(case)
    asked = new_events(case)[-1]
    assert isinstance(asked, ViewsAsked)
    assert (asked.facts, asked.views_until) == (StatedFacts(road_tax_rate=BUSINESS), VIEWS_UNTIL)
    assert (asked.asked_on, asked.asked_by) == (ASKED_ON, HANDLER)
    assert asked.sealed_explanation == SEALED_REASONS


def test_views_come_in_writing_or_orally():
    """Awb 4:9: as the applicant chooses; what was said is sealed."""
    case = a_contradicted_case()
    ask_views(case)
    give_views(case, ASKED_ON + ONE_DAY)
    given = new_events(case)[-1]
    assert isinstance(given, ViewsReceived)
    assert (given.manner, given.received_on) == (ViewsManner.ORAL, ASKED_ON + ONE_DAY)
    assert given.sealed_views == SEALED_REASONS


def test_asking_suspends_nothing():
    """Awb 4:15 does not name it: the term to decide runs on."""
    case = a_contradicted_case()
    before = (case.last_day, case.suspended_from)
    ask_views(case)
    assert (case.last_day, case.suspended_from) == before


def test_the_shortest_term_is_fourteen_days():
    """SYNTHETIC: the Awb names none."""
    with pytest.raises(RuleBroken, match="views_term_too_short"):
        ask_views(a_contradicted_case(), VIEWS_UNTIL - ONE_DAY)


def test_who_can_still_answer_is_not_asked_the_same_again():
    """Only once the term has passed, or something else differs."""
    case = a_contradicted_case()
    ask_views(case)
    later = timedelta(days=30)
    with pytest.raises(NotInThisState, match="views_asked"):
        ask_views(case, VIEWS_UNTIL + later, VIEWS_UNTIL)
    ask_views(case, AFTERWARDS + later, AFTERWARDS)


@pytest.mark.parametrize("came", [-1, 2])
def test_views_come_after_the_question_and_not_in_the_future(came: int):
    """They are recorded once they have come."""
    case = a_contradicted_case()
    ask_views(case)
    with pytest.raises(RuleBroken, match="views_out_of_time"):
        give_views(case, ASKED_ON + came * ONE_DAY, ASKED_ON + ONE_DAY)


def test_late_views_are_views():
    """As long as nothing was decided."""
    case = a_contradicted_case()
    ask_views(case)
    give_views(case, AFTERWARDS)
    refuse(case, AFTERWARDS)
    assert hearing_of(case) == Hearing(views_given=True)
    with pytest.raises(NotInThisState, match="already_decided"):
        give_views(case, AFTERWARDS)


def test_nobody_answers_what_was_not_asked():
    """What an applicant writes of their own accord is a supplement."""
    with pytest.raises(NotInThisState, match="views_not_asked"):
        give_views(a_contradicted_case(), ASKED_ON)


def test_a_decided_case_asks_nothing_any_more():
    """It is too late (Awb 4:7)."""
    case = a_contradicted_case()
    refuse(case, not_heard=NOT_HEARD)
    with pytest.raises(NotInThisState, match="already_decided"):
        ask_views(case)


def a_local_economic_case(registered_on: date) -> DecisionCase:
    """Somebody in Groningen, where the zone began on 1 April 2025, says that it was in their name before."""
    application = an_application(
        ExemptionType.BUSINESS_ECONOMIC,
        municipality="0014",
        stated=StatedFacts(in_name_before_zone=True, entries_per_year=13),
    )
    case = DecisionCase.start_decision_term(case_id=CASE, application=application)
    case.note_vehicle_facts(
        source="register", fetched_at=FETCHED_AT, facts=a_van(registered_on=registered_on)
    )
    return settled(case)


def assess_economic(case: DecisionCase) -> None:
    """By the policy of 2025."""
    case.assess(thresholds=None, policy=ECONOMIC, assessed_by=HANDLER, on=ASKED_ON)


def refuse_economic(case: DecisionCase, on: date) -> None:
    """As the assessment advises."""
    case.decide(Outcome.REFUSED, policy=ECONOMIC, decided_on=on, decided_by=HANDLER)


def test_a_refusal_on_what_the_register_says_otherwise_waits_for_views() -> None:
    """Awb 4:7(1): the applicant stated it otherwise, and may say why."""
    case = a_local_economic_case(date(2025, 4, 1))
    assess_economic(case)
    assert case.differing == StatedFacts(in_name_before_zone=False)
    with pytest.raises(RuleBroken, match="applicant_not_heard"):
        refuse_economic(case, ASKED_ON)
    ask_views(case)
    refuse_economic(case, VIEWS_UNTIL + ONE_DAY)
    assert case.state is CaseState.REFUSED


def test_what_the_desk_established_goes_before_the_day_in_the_register() -> None:
    """The day in a name is that of the last change: a document may show an earlier one."""
    case = a_local_economic_case(date(2025, 4, 1))
    establish(case, in_name_before_zone=True)
    assess_economic(case)
    assert case.assessed is not None
    [answer] = [one for one in case.assessed.criteria if one.criterion == "in_name_before_zone"]
    assert (answer.finding, case.differing) == (Finding.MET, StatedFacts())


def test_where_the_register_says_the_same_nothing_differs() -> None:
    """Nor where the applicant stated nothing."""
    case = a_local_economic_case(date(2025, 3, 31))
    assess_economic(case)
    assert case.differing == StatedFacts()
