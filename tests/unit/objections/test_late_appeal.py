"""The appeal against not deciding in time, as far as the desk registers it (Awb 6:2(b), 6:12, 6:20, 8:55d)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.objections.domain.decision_anew import LateRulingOrdered
from services.objections.domain.late_appeal import (
    LateAppeal,
    LateAppealLodged,
    LateAppealNotice,
    LateAppealRuling,
    LateAppealState,
    LateAppealWithdrawal,
    LateDecisionNoted,
    LateDecisionOrdered,
)
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.ruling_clock import RulingStep, clock_of
from services.objections.messaging.published_of_late_appeals import LATE_APPEALS
from shared.contracts import objections as contracts
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.law.court_orders import OrderedDecision
from tests.support.objections import (
    CASE,
    HANDLER,
    NEXT_RENEWAL,
    OBJECTION,
    REFUSAL,
    TODAY,
    a_refusal,
    an_objection,
    handled,
    written,
)

NOTICE, LODGED, RULED = date(2026, 7, 1), date(2026, 7, 16), date(2026, 8, 3)
ORDER = OrderedDecision(sent_on=RULED, last_day=date(2026, 8, 17), euros_per_day=100, most_euros=15_000)
WORDS = written("Het beroep is gegrond.")


def a_late_appeal(
    told: LateAppealNotice = LateAppealNotice(LODGED, "UTR 26/77", NOTICE),  # noqa: B008  frozen
    decided_on: date | None = None,
) -> LateAppeal:
    """An appeal because nothing was decided on the application."""
    return LateAppeal.lodge(
        id=NEXT_RENEWAL,
        case_id=CASE,
        objection_id=None,
        municipality=None,
        notice=told,
        decided_on=decided_on,
    )


@pytest.mark.parametrize(
    ("told", "open_from", "premature"),
    [
        (LateAppealNotice(LODGED), None, None),
        (LateAppealNotice(LODGED, notice_received_on=NOTICE), date(2026, 7, 16), False),
        (LateAppealNotice(date(2026, 7, 15), notice_received_on=NOTICE), date(2026, 7, 16), True),
        (LateAppealNotice(LODGED, None, NOTICE, NOTICE), date(2026, 7, 16), True),
        (LateAppealNotice(LODGED, None, NOTICE, date(2026, 6, 30)), date(2026, 7, 16), False),
    ],
)
def test_one_that_came_too_early_is_registered_as_such(
    told: LateAppealNotice, open_from: date | None, premature: bool | None
) -> None:
    """Awb 6:12(2): two weeks after a notice that came after the term; whether it is admissible, the court says."""
    (event,) = a_late_appeal(told).pending()
    assert isinstance(event, LateAppealLodged)
    assert (event.open_from, event.premature) == (open_from, premature)


def test_what_was_decided_before_is_not_late() -> None:
    """Awb 6:2(b): then there is a decision to contest; on the day itself it can have come later."""
    with pytest.raises(NotInThisState, match="decided_already"):
        a_late_appeal(decided_on=date(2026, 7, 15))
    assert a_late_appeal(decided_on=LODGED).state is LateAppealState.PENDING


def test_the_decision_taken_meanwhile_is_before_the_court_too() -> None:
    """Awb 6:20(3): noted once, and not on an appeal that ended otherwise."""
    appeal = a_late_appeal()
    appeal.note_decision(REFUSAL, LODGED)
    appeal.note_decision(NEXT_RENEWAL, RULED)
    noted = [event for event in appeal.pending() if isinstance(event, LateDecisionNoted)]
    assert [(event.decision_id, event.taken_on) for event in noted] == [(REFUSAL, LODGED)]
    withdrawn = a_late_appeal()
    withdrawn.end(LateAppealWithdrawal(LODGED))
    withdrawn.note_decision(REFUSAL, LODGED)
    assert withdrawn.taken_on is None


def test_the_court_orders_to_decide() -> None:
    """Awb 8:55d: with a last day and a penalty for each day; the decision that follows is noted."""
    appeal = a_late_appeal()
    appeal.end(LateAppealRuling(RULED, LateAppealState.UPHELD, WORDS, ORDER))
    ordered = appeal.pending()[-1]
    assert isinstance(ordered, LateDecisionOrdered)
    assert (ordered.order, appeal.state) == (ORDER, LateAppealState.UPHELD)
    appeal.note_decision(REFUSAL, date(2026, 8, 20))
    assert appeal.order is not None
    assert appeal.order.due(appeal.taken_on, date(2026, 9, 1)) == 200


ENDINGS = [
    LateAppealWithdrawal(RULED),
    LateAppealRuling(RULED, LateAppealState.INADMISSIBLE, WORDS),
    LateAppealRuling(RULED, LateAppealState.DISMISSED, WORDS),
    LateAppealRuling(RULED, LateAppealState.UPHELD, WORDS),
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_once(ending: LateAppealWithdrawal | LateAppealRuling) -> None:
    """Whatever the first end was; not before it was lodged."""
    appeal = a_late_appeal()
    appeal.end(ending)
    with pytest.raises(NotInThisState, match="appeal_state"):
        appeal.end(LateAppealWithdrawal(RULED))
    with pytest.raises(RuleBroken, match="ended_before_lodged"):
        a_late_appeal().end(LateAppealWithdrawal(NOTICE))


@pytest.mark.parametrize("ending", ENDINGS)
def test_its_beginning_and_end_are_told(ending: LateAppealWithdrawal | LateAppealRuling) -> None:
    """So that nobody in the case is erased meanwhile (GDPR 17(3)(b), (e)); without the words of a ruling."""
    appeal = a_late_appeal()
    appeal.end(ending)
    to_contract = {each.event: each.to_contract for each in LATE_APPEALS}
    at = datetime(2026, 8, 3, 9, tzinfo=UTC)
    told = [
        to_contract[type(event)](RecordedEvent(event, number, at, Metadata("", "", RULED, CASE, CASE)))
        for number, event in enumerate(appeal.pending(), 1)
    ]
    lodged = contracts.LateAppealLodged(NEXT_RENEWAL, CASE, LODGED)
    assert told == [lodged, contracts.LateAppealEnded(NEXT_RENEWAL, CASE, appeal.state.value)]


@pytest.mark.parametrize("outcome", [LateAppealState.INADMISSIBLE, LateAppealState.DISMISSED])
def test_only_what_is_late_is_ordered(outcome: LateAppealState) -> None:
    """Awb 8:55d(1)."""
    with pytest.raises(RuleBroken) as raised:
        a_late_appeal().end(LateAppealRuling(RULED, outcome, WORDS, ORDER))
    assert raised.value.code == "nothing_ordered"


@pytest.mark.parametrize(
    ("sent_on", "last_day"),
    [(RULED, RULED), (date(2026, 8, 2), date(2026, 8, 17))],
    ids=["over", "sent before"],
)
def test_the_term_of_the_court_ends_after_its_ruling_was_sent(sent_on: date, last_day: date) -> None:
    """A slip of the pen is refused."""
    order = OrderedDecision(sent_on, last_day, 100, 15_000)
    with pytest.raises(RuleBroken) as raised:
        a_late_appeal().end(LateAppealRuling(RULED, LateAppealState.UPHELD, WORDS, order))
    assert raised.value.code == "court_term_over"


def test_the_court_sets_the_last_day_to_decide_on_an_objection() -> None:
    """Awb 8:55d(1): no calendar moves it, nobody puts it off; the clock tells it with its article."""
    objection, last_day = an_objection(), date(2026, 8, 16)
    objection.order_late_ruling(UUID(int=71), RULED, last_day)
    term = objection.ruling_term(a_refusal())
    assert term is not None
    assert term.deadline().last_day == last_day
    with pytest.raises(RuleBroken) as raised:
        objection.adjourn_ruling(date(2026, 8, 30), handled(a_refusal(), HANDLER, on=TODAY))
    assert raised.value.code == "term_set_by_court"
    clock = clock_of([(TODAY, event) for event in objection.pending()], a_refusal())
    (entry,) = (one for one in clock.entries if one.step is RulingStep.ORDERED_LATE)
    assert (entry.on, entry.last_day, entry.rule) == (RULED, last_day, "Awb 8:55d(1)")


def test_an_objection_that_was_decided_on_has_no_last_day_of_a_court() -> None:
    """The ruling and the order crossed."""
    objection = an_objection()
    objection.withdraw(by="applicant-1", on=TODAY)
    objection.order_late_ruling(UUID(int=71), RULED, date(2026, 8, 17))
    assert (objection.id, objection.state) == (OBJECTION, ObjectionState.WITHDRAWN)
    assert not any(isinstance(event, LateRulingOrdered) for event in objection.pending())
