"""The clock of a case as its readers see it."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.domain.case_clock import CaseClock, ClockEntry, ClockStep
from shared.runtime.request_bodies import View


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

    @classmethod
    def of(cls, entry: ClockEntry) -> Self:
        """From the fold of the case's events."""
        return cls.model_validate(entry, from_attributes=True)


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
    entries: list[ClockEntryView]
    """Oldest first."""

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
            entries=[ClockEntryView.of(entry) for entry in clock.entries],
        )
