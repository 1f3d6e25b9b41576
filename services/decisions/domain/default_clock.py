"""What a late decision costs, as the clock of a case tells it (Awb 4:17, 4:18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.notice_of_default import (
    Default,
    FromNotice,
    NoticeOfDefaultReceived,
    PenaltyFixed,
    amount_of,
)
from services.decisions.domain.penalty import Penalty, PenaltyFixedAnew, PenaltyPaid
from services.decisions.domain.recovery import PenaltyRecoveryDecided, PenaltyRecoveryRevoked
from shared.law.penalty import GRACE, penalty_days, penalty_decision_term


class DefaultSoFar(msgspec.Struct, frozen=True):
    """The default since a notice had effect."""

    standing: Default
    grace_last_day: date
    """Last day on which the decision can be taken without a penalty (Awb 4:17(3))."""
    ended_on: date | None = None
    """The day on which a decision was first announced (Awb 3:41(1)), or the case ended without one."""
    fixed: PenaltyFixed | None = None
    penalty: Penalty | None = None
    """As it was fixed last, and what was paid."""
    paid_on: date | None = None
    """The day on which all of it was paid; None: something is due, or nothing ever was."""

    @property
    def last_day(self) -> date | None:
        """The last day for which a penalty is due; None: the case ended before the first one."""
        last_day = self.standing.last_day_due(self.ended_on)
        return last_day if last_day >= self.standing.first_day else None

    @property
    def fix_by(self) -> date | None:
        """The last day to fix the penalty (Awb 4:18); None: none is due."""
        return None if self.last_day is None else penalty_decision_term(self.last_day).last_day

    def days(self, today: date) -> int:
        """For how many days a penalty is due by then, this day included."""
        until = min(today, self.standing.last_day_due(self.ended_on))
        return penalty_days(self.standing.first_day, until)

    def amount(self, today: date) -> int:
        """What is due by then, in whole euros; once it was fixed, as it was fixed."""
        if self.penalty is not None:
            return self.penalty.amount_euros
        return amount_of(self.standing, self.days(today))


class DefaultClock:
    """What has been heard of default so far."""

    def __init__(self) -> None:
        self._ended_on: date | None = None
        self._decided = False
        self._standing: NoticeOfDefaultReceived | FromNotice | None = None
        self._went_over = False
        self._fixed: PenaltyFixed | None = None
        self._penalty: Penalty | None = None
        self._paid_on: date | None = None

    def end(self, on: date, *, goes_over: bool) -> None:
        """The case ended without a decision: only the first time counts.

        What goes over goes on in another case; a penalty that was fixed here stays here.
        """
        self._ended_on = self._ended_on or on
        self._went_over = goes_over and self._fixed is None

    def carry(self, notices: tuple[FromNotice, ...], event_id: UUID) -> Iterator[ClockEntry]:
        """Notices that came over from a converted case, with what follows from them."""
        for notice in notices:
            yield from self._notice(notice, event_id)

    def decide(self) -> None:
        """The case was decided, so that the announcement ends the default."""
        self._decided = True

    def hear(
        self,
        event: NoticeOfDefaultReceived
        | PenaltyFixed
        | PenaltyFixedAnew
        | PenaltyPaid
        | PenaltyRecoveryDecided
        | PenaltyRecoveryRevoked,
        event_id: UUID,
    ) -> Iterator[ClockEntry]:
        """A notice of default, the decision on the penalty, or what became of it."""
        if isinstance(event, PenaltyRecoveryDecided | PenaltyRecoveryRevoked):
            yield _of_recovery(event, event_id)
        elif isinstance(event, PenaltyFixedAnew | PenaltyPaid):
            yield self._became(event, event_id)
        elif isinstance(event, PenaltyFixed):
            self._fixed = event
            self._penalty = Penalty(event.decision_id, event.decided_on, event.amount_euros)
            rule = "Awb 4:18" if event.ground is None else "Awb 4:17(6); Awb 4:18"
            yield ClockEntry(
                ClockStep.PENALTY_FIXED, event.decided_on, rule, event_id, amount_euros=event.amount_euros
            )
        else:
            yield from self._notice(event, event_id)

    def _notice(self, notice: NoticeOfDefaultReceived | FromNotice, event_id: UUID) -> Iterator[ClockEntry]:
        if notice.premature:
            yield ClockEntry(ClockStep.PREMATURE_NOTICE, notice.received_on, "Awb 4:17(3)", event_id)
        else:
            self._standing = notice
            yield from _of_notice(notice, event_id)

    def told(self, announced_on: date | None) -> DefaultSoFar | None:
        """The default as it stands; None: no notice has had effect.

        `announced_on` is the first day on which a decision was announced; None: none was.
        """
        standing = self._standing
        if standing is None or standing.grace_last_day is None or self._went_over:
            return None
        return DefaultSoFar(
            _default(standing),
            standing.grace_last_day,
            announced_on if self._decided else self._ended_on,
            self._fixed,
            self._penalty,
            self._paid_on,
        )

    def _became(self, event: PenaltyFixedAnew | PenaltyPaid, event_id: UUID) -> ClockEntry:
        """Fixed at another amount, or paid whole."""
        paid = self._penalty.paid_euros if self._penalty else 0
        if isinstance(event, PenaltyFixedAnew):
            self._penalty = Penalty(event.decision_id, event.decided_on, event.amount_euros, paid)
            self._paid_on = None
            step, on, rule = ClockStep.PENALTY_FIXED_ANEW, event.decided_on, "Awb 4:18; Awb 7:11(2)"
        else:
            if self._penalty is not None:
                self._penalty = msgspec.structs.replace(self._penalty, paid_euros=paid + event.amount_euros)
            self._paid_on = event.paid_on
            step, on, rule = ClockStep.PENALTY_PAID, event.paid_on, "Awb 4:87(1)"
        return ClockEntry(step, on, rule, event_id, amount_euros=event.amount_euros)


def _of_recovery(event: PenaltyRecoveryDecided | PenaltyRecoveryRevoked, event_id: UUID) -> ClockEntry:
    """It is asked back, or no more."""
    step, rule = ClockStep.PENALTY_RECOVERED, "Awb 4:20"
    if isinstance(event, PenaltyRecoveryRevoked):
        step, rule = ClockStep.PENALTY_RECOVERY_REVOKED, "Awb 4:20; Awb 7:11(2)"
    return ClockEntry(step, event.decided_on, rule, event_id, amount_euros=event.amount_euros)


def _of_notice(event: NoticeOfDefaultReceived | FromNotice, event_id: UUID) -> Iterator[ClockEntry]:
    """The two weeks, which Atw 1(1) moves, and the forty-two days, which it does not."""
    counted_to, default = event.received_on + GRACE, _default(event)
    moved = counted_to != event.grace_last_day
    yield ClockEntry(
        ClockStep.NOTICE_OF_DEFAULT,
        event.received_on,
        "Awb 4:17(3); Atw 1(1)" if moved else "Awb 4:17(3)",
        event_id,
        counted_to=counted_to,
        last_day=event.grace_last_day,
        provisional=event.provisional,
    )
    yield ClockEntry(ClockStep.PENALTY, default.first_day, "Awb 4:17(1)", event_id, last_day=default.last_day)


def _default(event: NoticeOfDefaultReceived | FromNotice) -> Default:
    if event.first_penalty_day is None or event.last_penalty_day is None:
        raise ValueError("a premature notice has no effect")
    return Default(event.received_on, event.first_penalty_day, event.last_penalty_day)
