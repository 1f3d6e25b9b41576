"""The proposals to review a refusal: each is gone with the refusal, whoever grants (Awb 3:2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select

from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.review_in_favour import Review, ReviewGround
from services.decisions.projections.reviews import ReviewRegister, reviews
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import Outcome, Replacement
from tests.support.cases import CASE, HANDLER, POLICY, REVIEWER, a_decided_case, in_force, new_events, settled
from tests.support.proceedings import SEALED_REASONS, uphold

ON, AT = date(2026, 4, 20), datetime(2026, 4, 20, 9, tzinfo=UTC)
ABOUT = Metadata(HANDLER, "case_handler", ON, UUID(int=1), UUID(int=2))


def propose(case: DecisionCase) -> None:
    """A handler proposes to grant it after all."""
    error = Review(ReviewGround.ERROR, SEALED_REASONS)
    case.propose_review(
        error, None, thresholds=in_force(), policy=POLICY, proposed_on=ON, proposed_by=HANDLER
    )


def reject(case: DecisionCase) -> None:
    """Another leaves it as it is."""
    case.reject_review(SEALED_REASONS, rejected_on=ON, rejected_by=REVIEWER)


def court_rules(case: DecisionCase, outcome: Outcome) -> None:
    """A court decides itself."""
    until = date(2027, 1, 1) if outcome is Outcome.GRANTED else None
    case.take_over_from_court(DecidedByCourt(CASE, ON, outcome, until), policy=POLICY, today=ON)


@pytest.mark.parametrize(
    "granted",
    [uphold, lambda case: court_rules(case, Outcome.GRANTED)],
    ids=["on_objection", "by_a_court"],
)
def test_a_proposal_is_gone_once_it_was_granted_otherwise(granted: Callable[[DecisionCase], None]) -> None:
    """And refused again it can be proposed anew, which the table takes."""
    engine = create_engine("sqlite://")
    reviews.create(engine)
    case = settled(a_decided_case())
    listed = []
    with engine.begin() as connection:
        for act in (propose, granted, lambda case: court_rules(case, Outcome.REFUSED), propose, reject):
            act(case)
            for event in new_events(case):
                ReviewRegister().apply(connection, RecordedEvent(event, 1, AT, ABOUT))
            settled(case)
            listed.append(len(connection.execute(select(reviews)).all()))
    assert listed == [1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "refused",
    [
        lambda case: uphold(case, ruling=UpheldRuling(SEALED_REASONS, Replacement.OTHER_REFUSAL)),
        lambda case: court_rules(case, Outcome.REFUSED),
    ],
    ids=["on_objection", "by_a_court"],
)
def test_a_proposal_is_gone_once_another_refusal_took_the_place_of_its_own(
    refused: Callable[[DecisionCase], None],
) -> None:
    """Awb 7:11(2), 8:72(3)(b): the table has no row of what the case no longer has."""
    engine = create_engine("sqlite://")
    reviews.create(engine)
    case = settled(a_decided_case())
    propose(case)
    refused(case)
    with engine.begin() as connection:
        for event in new_events(case):
            ReviewRegister().apply(connection, RecordedEvent(event, 1, AT, ABOUT))
        assert connection.execute(select(reviews)).all() == []
