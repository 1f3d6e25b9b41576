"""What a late decision on an objection costs, as its clock tells it (Awb 4:17, 4:18, 7:14)."""

from __future__ import annotations

from collections.abc import Iterator

from services.objections.domain.late_ruling import LateRulingNoticeReceived
from services.objections.domain.late_ruling_penalty import (
    LateRulingPenaltyFixed,
    LateRulingPenaltyFixedAnew,
    LateRulingPenaltyPaid,
)
from services.objections.domain.ruling_clock_entries import RulingEntry, RulingStep
from shared.eventlog.aggregate import Event
from shared.law.penalty import GRACE


def of_penalty(event: Event) -> Iterator[RulingEntry]:
    """A notice of default, the decision on the penalty, or what became of it; nothing of any other act."""
    match event:
        case LateRulingNoticeReceived():
            yield from _of_notice(event)
        case LateRulingPenaltyFixed():
            rule = "Awb 4:18" if event.ground is None else "Awb 4:17(6); Awb 4:18"
            yield _of_amount(RulingStep.PENALTY_FIXED, event, rule)
        case LateRulingPenaltyFixedAnew():
            yield _of_amount(RulingStep.PENALTY_FIXED_ANEW, event, "Awb 4:18; Awb 7:11(2)")
        case LateRulingPenaltyPaid():
            yield _of_amount(RulingStep.PENALTY_PAID, event, "Awb 4:87(1)")
        case _:
            return


def _of_notice(event: LateRulingNoticeReceived) -> Iterator[RulingEntry]:
    """The two weeks, which Atw 1(1) moves, and the forty-two days, which it does not."""
    if event.grace_last_day is None or event.first_penalty_day is None:
        yield RulingEntry(
            RulingStep.PREMATURE_NOTICE, event.received_on, "Awb 4:17(3); Awb 7:14", event.event_id
        )
        return
    counted_to = max(event.received_on, event.term_last_day) + GRACE
    moved = "; Atw 1(1)" if counted_to != event.grace_last_day else ""
    yield RulingEntry(
        RulingStep.NOTICE_OF_DEFAULT,
        event.received_on,
        f"Awb 4:17(3); Awb 7:14{moved}",
        event.event_id,
        counted_to=counted_to,
        last_day=event.grace_last_day,
        provisional=event.provisional,
    )
    yield RulingEntry(
        RulingStep.PENALTY,
        event.first_penalty_day,
        "Awb 4:17(1); Awb 7:14",
        event.event_id,
        last_day=event.last_penalty_day,
    )


def _of_amount(
    step: RulingStep,
    event: LateRulingPenaltyFixed | LateRulingPenaltyFixedAnew | LateRulingPenaltyPaid,
    rule: str,
) -> RulingEntry:
    on = event.paid_on if isinstance(event, LateRulingPenaltyPaid) else event.decided_on
    return RulingEntry(step, on, rule, event.event_id, amount_euros=event.amount_euros)
