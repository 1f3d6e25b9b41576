"""Until when the same can be asked again, and what a paper supplement from before the request ends (Awb 4:5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.applications.domain.application_acts import EnteredFromPaper, MissingItem
from services.applications.domain.exemption_application import ExemptionApplication
from shared.errors import RuleBroken
from shared.law.moved_terms import Move, MovedBecause
from shared.vocabulary import StatedFacts
from tests.unit.applications.test_exemption_application import a_received_application

WORK, RANGE = MissingItem.WORK_IN_ZONE, MissingItem.DAILY_RANGE
ASKED_ON = date(2026, 3, 4)
LAPSED_ON = ASKED_ON + timedelta(days=14)
FOUR_WEEKS = timedelta(weeks=4)
ONE_DAY = timedelta(days=1)


def ask(application: ExemptionApplication, *items: MissingItem, on: date = ASKED_ON) -> None:
    """Within two weeks."""
    application.request_completion(items, 14, by="handler-1", on=on)


def asked() -> ExemptionApplication:
    """An application that is asked to complete on 4 March 2026, until the 18th."""
    application = a_received_application()
    ask(application, WORK)
    return application


def supplemented(on: date) -> ExemptionApplication:
    """The same, with a supplement."""
    application = asked()
    application.supplement(StatedFacts(), on)
    return application


def lapsed() -> ExemptionApplication:
    """The same, without one."""
    application = asked()
    application.lapse_completion_term(LAPSED_ON + ONE_DAY)
    return application


def supplemented_late() -> ExemptionApplication:
    """The same, with one that comes after the term."""
    application = lapsed()
    application.supplement(StatedFacts(), LAPSED_ON + timedelta(days=10))
    return application


def moved() -> ExemptionApplication:
    """The same, with a term that was moved by a week, and lapsed unused too."""
    application = lapsed()
    later = Move(LAPSED_ON + timedelta(days=7), MovedBecause.SENT_ON_PAPER, application.id, "rule")
    asked_by = application.completion_requested_by
    assert asked_by is not None
    application.move_to_paper(later, requested_by_event=asked_by, on=LAPSED_ON + ONE_DAY)
    application.lapse_completion_term(LAPSED_ON + timedelta(days=8))
    return application


LAST_DAYS = {
    "supplemented": (lambda: supplemented(ASKED_ON + ONE_DAY), ASKED_ON + ONE_DAY + FOUR_WEEKS),
    "lapsed": (lapsed, LAPSED_ON + FOUR_WEEKS),
    "supplemented late": (supplemented_late, LAPSED_ON + FOUR_WEEKS),
    "moved": (moved, LAPSED_ON + timedelta(days=7) + FOUR_WEEKS),
}


@pytest.mark.parametrize("course", LAST_DAYS)
def test_the_same_is_asked_again_within_four_weeks_alone(course: str) -> None:
    """Awb 4:5(4): after them the authority decides on what there is; another item can still be asked."""
    make, last_day = LAST_DAYS[course]
    ask(again := make(), WORK, on=last_day)
    assert again.completion_open
    with pytest.raises(RuleBroken) as refused:
        ask(make(), RANGE, WORK, on=last_day + ONE_DAY)
    assert refused.value.code == "asked_again_too_late"
    ask(other := make(), RANGE, on=last_day + ONE_DAY)
    assert other.completion_open


def test_what_came_before_the_request_does_not_end_it() -> None:
    """Awb 4:15(1)(a): paper that was received earlier and is entered now is no answer to it."""
    application = a_received_application()
    ask(application, RANGE)
    entered = EnteredFromPaper(ASKED_ON + ONE_DAY, "handler-1")
    application.supplement(StatedFacts(), ASKED_ON - ONE_DAY, from_paper=entered)
    assert application.completion_open
    application.supplement(StatedFacts(), ASKED_ON, from_paper=entered)
    assert not application.completion_open
