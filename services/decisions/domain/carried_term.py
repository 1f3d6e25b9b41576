"""What a converted case hands on of its decision term: its receipt is kept, and so is what befell the term since.

Suspended days lengthen the term of the application whose receipt counts (Awb 4:15), and a day that was told in time
stands (Awb 4:14(3)). What suspends it still ends with the conversion: nothing is asked of the applicant in the new case.
The applicant has one request to decide on, with its day of receipt: who is in default on it stays so (Awb 4:17), and what
a court ordered is to be done (Awb 8:55d; ADR 0014).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.notice_of_default import DefaultState, FromNotice
from shared.law.terms import Extension, Suspension

if TYPE_CHECKING:
    from services.decisions.domain.case_in_term import CaseInTerm


DEFAULT_GOES_OVER: Final = True
"""SYNTHETIC: no article says whether notices of default go over with a conversion that keeps the day of receipt."""


class CourtTerm(msgspec.Struct, frozen=True):
    """The day by which a court ordered to decide, which nothing moves (Awb 8:55d(1))."""

    appeal_id: UUID
    sent_on: date
    """The day on which the court sent its ruling."""
    last_day: date


class CarriedTerm(msgspec.Struct, frozen=True):
    """What a decision term takes over from that of the case which was converted into this one."""

    from_case_id: UUID
    converted_on: date
    suspensions: tuple[Suspension, ...] = ()
    """All of them closed, the last ones by the conversion."""
    extension: Extension | None = None
    reopened: bool = False
    """Leaving it out had been revoked on objection, so that no term is known (Awb 7:11(2))."""
    notices: tuple[FromNotice, ...] = ()
    """Notices of default with what follows from them (Awb 4:17); none where they stayed behind."""
    penalty_fixed: bool = False
    """The penalty was fixed before the conversion: it runs once (Awb 4:17(1), 4:18)."""
    court_term: CourtTerm | None = None

    @property
    def suspends_on_top(self) -> bool:
        """Whether days suspended come on top of eight weeks, or of the day that was named since."""
        told_on = self.extension.notified_on if self.extension else date.min
        return any(suspension.end > told_on for suspension in self.suspensions)

    @property
    def default(self) -> DefaultState:
        """What the notices have set going."""
        state = DefaultState(fixed_before=self.penalty_fixed)
        for notice in self.notices:
            state = state.noted(notice)
        return state


def carried_term(converted: CaseInTerm, received_on: date) -> CarriedTerm | None:
    """What the case that goes on from `converted` takes over of its term; None: nothing, or another receipt counts."""
    if converted.received_on != received_on or converted.ended_on is None:
        return None
    begun = [suspension.first_day for suspension in converted.suspended_otherwise]
    if converted.suspended_from is not None:
        begun.append(converted.suspended_from)
    closed = (Suspension(day, converted.ended_on) for day in begun if day < converted.ended_on)
    carried = CarriedTerm(
        converted.id,
        converted.ended_on,
        (*converted.suspensions, *closed),
        converted.extension,
        converted.reopened,
        converted.default.notices if converted.default_went_over else (),
        converted.default_went_over and converted.default.fixed,
        converted.court_term,
    )
    return carried if carried != CarriedTerm(converted.id, converted.ended_on) else None


def entries_of(carried: CarriedTerm, event_id: UUID) -> Iterator[ClockEntry]:
    """Each of them in the clock of the new case, by the act that began it."""
    for suspension in carried.suspensions:
        yield ClockEntry(
            ClockStep.CARRIED_OVER, suspension.first_day, "Awb 4:15", event_id, because="suspended"
        )
        yield ClockEntry(ClockStep.CARRIED_OVER, suspension.end, "Awb 4:15", event_id, because="resumed")
    if carried.extension is not None:
        yield ClockEntry(
            ClockStep.CARRIED_OVER,
            carried.extension.notified_on,
            "Awb 4:14(3)",
            event_id,
            because="extended",
            last_day=carried.extension.last_day,
        )
    if carried.penalty_fixed:
        yield ClockEntry(
            ClockStep.CARRIED_OVER, carried.converted_on, "Awb 4:18", event_id, because="penalty_fixed"
        )
    if carried.reopened:
        yield ClockEntry(ClockStep.REOPENED, carried.converted_on, "Awb 7:11(2)", event_id)
