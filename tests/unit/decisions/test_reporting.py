"""The category of letter 4 under which every kind of case is reported, and how they are counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.renewal import reissue
from services.decisions.domain.reporting import (
    CountedAs,
    ReportedCase,
    ReportingCategory,
    ReportingOutcome,
    ReportingRule,
    ReportingScope,
    fold_reported,
    tally,
    whole_percent,
)
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType, LeftOutReason
from tests.support.cases import (
    CAMPAIGN,
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    OTHER_CASE,
    POLICY,
    REASSESSED_ON,
    RECEIVED_ON,
    a_refused_case,
    a_van,
    an_application,
    decide,
    in_force,
    new_events,
    under,
)
from tests.support.proceedings import (
    ASKED_ON,
    SECOND_ASKED_ON,
    SECOND_LAPSED_ON,
    ask,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    uphold,
)

MOVES = ReportingRule()
STAYS = ReportingRule(replaced_refusal_counts_as_granted=False)


def a_case(kind: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE, **told: object) -> DecisionCase:
    """A case of which all events are still at hand."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application(kind, **told))


def decided(payload: int) -> DecisionCase:
    """Decided as its assessment under the limit of 1200 kg advises."""
    case = a_case()
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(payload))
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    decide(case)
    return case


def assessed() -> list[Event]:
    """Assessed, not decided."""
    return new_events(decided(1300))[:-1]


def renewed() -> list[Event]:
    """Refused, and renewed by a campaign."""
    events = new_events(decided(1000))
    return [*events, reissue(a_refused_case(), under(), POLICY, CAMPAIGN, REASSESSED_ON)]


def after(*acts: Callable[[DecisionCase], object]) -> Callable[[], list[Event]]:
    """All events of a case that was opened, and to which those acts were done."""

    def history() -> list[Event]:
        case = a_case()
        for act in acts:
            act(case)
        return new_events(case)

    return history


def withdraw(*, started: bool) -> Callable[[DecisionCase], None]:
    """The applicant withdraws."""
    return lambda case: case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=started)


def convert(case: DecisionCase) -> None:
    """The application is converted."""
    case.note_conversion(converted_on=ASKED_ON, to_type=ExemptionType.HARDSHIP, new_case_id=OTHER_CASE)


def asked_twice(case: DecisionCase) -> None:
    """Two requests in vain."""
    ask(case)
    lapse(case)
    ask(case, 2, SECOND_ASKED_ON)
    lapse(case, 2, SECOND_ASKED_ON)


def upheld(payload: int) -> list[Event]:
    """Decided, and replaced on objection."""
    case = decided(payload)
    uphold(case)
    return new_events(case)


def with_wrong_data(case: DecisionCase) -> None:
    """Left out because of wrong data."""
    leave_out(case, LeftOutReason.WRONG_DATA, SECOND_LAPSED_ON)


C = ReportingCategory
TABLE: dict[str, tuple[Callable[[], list[Event]], ReportingRule, ReportingCategory]] = {
    "received": (after(), MOVES, C.PENDING),
    "assessed, not decided": (assessed, MOVES, C.PENDING),
    "asked to complete": (after(ask), MOVES, C.PENDING),
    "supplemented": (after(ask, lambda case: supplement(case, ASKED_ON)), MOVES, C.PENDING),
    "asked twice in vain, not yet left out": (after(asked_twice), MOVES, C.PENDING),
    "granted": (lambda: new_events(decided(1300)), MOVES, C.GRANTED),
    "withdrawn before handling": (after(withdraw(started=False)), MOVES, C.WITHDRAWN_BEFORE_HANDLING),
    "withdrawn after handling started": (after(withdraw(started=True)), MOVES, C.WITHDRAWN_AFTER_HANDLING),
    "left out, no reaction": (after(asked_twice, leave_out), MOVES, C.NO_RESPONSE),
    "left out, wrong data": (after(asked_twice, with_wrong_data), MOVES, C.WRONG_DATA),
    "converted": (after(convert), MOVES, C.CONVERTED),
    "refused, conditions not met": (lambda: new_events(decided(1000)), MOVES, C.CONDITIONS_NOT_MET),
    "refused on another ground": (after(refuse_on_other_ground), MOVES, C.OTHER),
    "refused, renewed by a campaign": (renewed, MOVES, C.GRANTED),
    "refused, renewed, by the other reading": (renewed, STAYS, C.CONDITIONS_NOT_MET),
    "refused, upheld on objection": (lambda: upheld(1000), MOVES, C.GRANTED),
    "refused, upheld, by the other reading": (lambda: upheld(1000), STAYS, C.CONDITIONS_NOT_MET),
    "left out, upheld on objection": (after(asked_twice, leave_out, uphold), MOVES, C.PENDING),
    "granted, replaced on objection": (lambda: upheld(1300), STAYS, C.GRANTED),
}


@pytest.mark.parametrize("kind", TABLE)
def test_every_kind_of_case_has_its_category(kind: str):
    """Letter 4, case by case; whether a replaced refusal moves is a parameter, since no source states it."""
    history, rule, category = TABLE[kind]
    assert fold_reported(history(), rule)[CASE].category is category


def test_the_table_has_every_category():
    """A category that no case gets would be counted wrong unnoticed."""
    assert {category for _, _, category in TABLE.values()} == set(ReportingCategory)


def test_every_category_belongs_to_one_of_the_four_outcomes():
    """Granted, left out, refused, pending."""
    assert {category.outcome for category in ReportingCategory} == set(ReportingOutcome)


@pytest.mark.parametrize(
    ("exemption_type", "municipality", "scope"),
    [
        (ExemptionType.PRIVATE_USE, None, ReportingScope.NATIONAL),
        (ExemptionType.HARDSHIP, "0363", ReportingScope.LOCAL),
        (ExemptionType.DAY, "0363", ReportingScope.DAY),
    ],
)
def test_national_local_and_day_are_counted_apart(
    exemption_type: ExemptionType, municipality: str | None, scope: ReportingScope
):
    """Letter 4 has three totals."""
    [found] = fold_reported(new_events(a_case(exemption_type, municipality=municipality))).values()
    assert found.scope is scope


def reported(
    category: ReportingCategory, exemption_type: ExemptionType = ExemptionType.PRIVATE_USE
) -> ReportedCase:
    """A case reported so."""
    municipality = "0363" if exemption_type is ExemptionType.DAY else None
    return ReportedCase(CASE, exemption_type, municipality, RECEIVED_ON, category)


def test_of_day_exemptions_only_the_granted_are_counted():
    """Letter 4."""
    found = tally([reported(category, ExemptionType.DAY) for category in ReportingCategory])
    assert found == {CountedAs(ReportingScope.DAY, ExemptionType.DAY, C.GRANTED): 1}


def test_each_case_is_counted_once():
    """Also one that was converted: the new case is another."""
    cases = [reported(category) for category in ReportingCategory] * 2
    found = tally(cases)
    assert found.total() == len(cases)
    assert set(found.values()) == {2}


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (75, 84, 89),
        (4, 84, 5),
        (5, 84, 6),
        (277, 4102, 7),
        (84, 4102, 2),
        (1, 200, 1),
        (0, 7, 0),
        (0, 0, None),
    ],
)
def test_shares_are_in_whole_percent(part: int, whole: int, percent: int | None):
    """As the letter prints them; half a percent is rounded up, and of nothing there is no share."""
    assert whole_percent(part, whole) == percent


def test_the_day_of_receipt_is_the_one_that_is_reported():
    """A case is counted in the period in which it came in."""
    [found] = fold_reported(after()()).values()
    assert found.received_on == RECEIVED_ON == date(2026, 1, 5)
