"""The clock of a case as its readers see it."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.domain.case_clock import CaseClock
from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.default_clock import DefaultSoFar
from shared.runtime.request_bodies import View
from shared.vocabulary import NothingDueGround


class ClockEntryView(View):
    """One date of the decision term, with the rule and the act that made it."""

    step: ClockStep
    on: date
    rule: str
    """Articles of the Algemene wet bestuursrecht (Awb) and the Algemene termijnenwet (Atw)."""
    event_id: UUID
    """The act, as the timeline of audit names it."""
    because: str | None
    counted_to: date | None
    """The last day before it was moved from a free day to the next ordinary one."""
    last_day: date | None
    provisional: bool | None
    """True when a decree may still move the last day."""
    in_time: bool | None
    amount_euros: int | None

    @classmethod
    def of(cls, entry: ClockEntry) -> Self:
        """From the fold of the case's events."""
        return cls.model_validate(entry, from_attributes=True)


class DefaultView(View):
    """What a late decision costs since a notice of default had effect (Awb 4:17, 4:18); amounts in whole euros."""

    notice_received_on: date
    grace_last_day: date
    """Last day on which the decision can be taken without a penalty."""
    first_penalty_day: date
    last_penalty_day: date | None
    """The forty-second day, or the one before an earlier end; null: the case ended without a day of default."""
    days_due: int
    amount_due: int
    """As of the day asked for; once it was fixed, as it was fixed."""
    fix_by: date | None
    """Last day to fix the penalty (Awb 4:18)."""
    fixed_by: UUID | None
    """The decision on the penalty, or the last one by a ruling on objection; null: not fixed yet."""
    paid_on: date | None
    """The day on which all of it was paid (Awb 4:87(1)); null: something is due still, or nothing ever was."""
    nothing_due_ground: NothingDueGround | None

    @classmethod
    def of(cls, default: DefaultSoFar, today: date) -> Self:
        """As it stands on that legal day."""
        fixed = default.fixed
        return cls(
            notice_received_on=default.standing.received_on,
            grace_last_day=default.grace_last_day,
            first_penalty_day=default.standing.first_day,
            last_penalty_day=default.last_day,
            days_due=default.days(today),
            amount_due=default.amount(today),
            fix_by=default.fix_by,
            fixed_by=default.penalty.decision_id if default.penalty else None,
            paid_on=default.paid_on,
            nothing_due_ground=fixed.ground if fixed else None,
        )


class CaseClockView(View):
    """The decision term of a case as it stands, and how it came about."""

    case_id: UUID
    version: int
    last_day: date
    """Last day to decide (Awb 4:13); while the term is suspended, as it was before."""
    last_day_provisional: bool
    suspended_from: date | None
    ended_on: date | None
    """The day on which the case was decided, or ended otherwise; null: a decision is due."""
    days_left: int | None
    """Until the last day, negative when it has passed; null while the term does not run, or none is known."""
    default: DefaultView | None
    """Null: no notice of default has had effect."""
    entries: list[ClockEntryView]
    """In the order in which they were recorded."""

    @classmethod
    def of(cls, case_id: UUID, version: int, clock: CaseClock, today: date) -> Self:
        """As it stands on that legal day."""
        return cls(
            case_id=case_id,
            version=version,
            last_day=clock.last_day,
            last_day_provisional=clock.provisional,
            suspended_from=clock.suspended_from,
            ended_on=clock.ended_on,
            days_left=clock.days_left(today),
            default=DefaultView.of(clock.default, today) if clock.default else None,
            entries=[ClockEntryView.of(entry) for entry in clock.entries],
        )
