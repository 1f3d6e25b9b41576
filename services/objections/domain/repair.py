"""Repair of a defect in the notice of objection (herstel van een verzuim, Awb 6:6): asked, done, or not done.

The term that the authority sets is its own: the Atw does not extend it (Atw 1(1)).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.moved_terms import MovedBecause
from shared.law.terms import Suspension
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class NoticeDefect(StrEnum):
    """What a notice of objection lacks (verzuim)."""

    SIGNATURE = "signature"
    """Ondertekening (Awb 6:5(1))."""
    NAME_AND_ADDRESS = "name_and_address"
    """Awb 6:5(1)(a)."""
    DATE = "date"
    """Dagtekening (Awb 6:5(1)(b))."""
    DECISION = "decision"
    """Which decision it is directed at (Awb 6:5(1)(c))."""
    GROUNDS = "grounds"
    """Gronden (Awb 6:5(1)(d))."""
    AUTHORISATION = "authorisation"
    """Machtiging of who objects for somebody else (Awb 2:1(2))."""


class RepairEnding(StrEnum):
    """How a term to repair ended."""

    REPAIRED = "repaired"
    LAPSED = "lapsed"


class RepairRequest(msgspec.Struct, frozen=True):
    """What the objector was asked to repair, until when, and how that ended."""

    requested_on: date
    term_last_day: date
    missing: tuple[NoticeDefect, ...]
    ended: RepairEnding | None = None
    """None: the term runs."""
    asked_by_event: UUID | None = None
    """The event that set it."""

    def passed(self, today: date) -> bool:
        """Whether it ended unused, which is yet to be recorded."""
        return self.ended is None and today > self.term_last_day


class RepairRequested(Event):
    """The objector was asked to repair a defect within a set term (Awb 6:6); the term to decide is suspended."""

    TOPIC = "objections.RepairRequested"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    requested_on: date
    requested_by: str
    missing: tuple[NoticeDefect, ...]
    term_last_day: date
    """Last day on which it can be repaired."""
    suspends: bool = True
    """False: a court named the last day to decide, which is not suspended (Awb 8:72(4))."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.repair = RepairRequest(
            self.requested_on, self.term_last_day, self.missing, asked_by_event=self.event_id
        )
        aggregate.term_changes = aggregate.term_changes.suspended(self.requested_on)


class RepairTermMoved(Event):
    """The objector can repair it until a later day: after an outage, or because the letter came later, on paper.

    One that had passed unused runs again, and what it suspends stands still meanwhile (Awb 7:10(2)).
    """

    TOPIC = "objections.RepairTermMoved"

    case_id: UUID
    requested_on: date
    previous_last_day: date
    term_last_day: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str
    """By which it was moved."""
    moved_on: date

    def apply(self, aggregate: Objection) -> None:
        if aggregate.repair is not None:
            aggregate.repair = msgspec.structs.replace(
                aggregate.repair, term_last_day=self.term_last_day, ended=None
            )
        if not aggregate.term_changes.set_by_court:
            aggregate.term_changes = aggregate.term_changes.suspended(self.requested_on)


class ObjectionRepaired(Event):
    """The defect was repaired in time (Awb 6:6); the term to decide runs again from that day (Awb 7:10(2))."""

    TOPIC = "objections.ObjectionRepaired"

    case_id: UUID
    repaired_on: date
    requested_on: date
    supplement: Sealed | None
    """What the objector wrote, such as the grounds; None when only a document came."""
    decide_before: date | None
    provisional: bool | None

    def apply(self, aggregate: Objection) -> None:
        aggregate.repair = ended(aggregate.repair, RepairEnding.REPAIRED)
        aggregate.term_changes = aggregate.term_changes.resumed(
            Suspension.until_supplemented(self.requested_on, self.repaired_on)
        )


class RepairTermLapsed(Event):
    """The term to repair passed unused (Awb 6:6); the term to decide runs again (Awb 7:10(2))."""

    TOPIC = "objections.RepairTermLapsed"

    case_id: UUID
    requested_on: date
    term_last_day: date
    decide_before: date | None
    provisional: bool | None

    def apply(self, aggregate: Objection) -> None:
        aggregate.repair = ended(aggregate.repair, RepairEnding.LAPSED)
        aggregate.term_changes = aggregate.term_changes.resumed(
            Suspension.until_lapsed(self.requested_on, self.term_last_day)
        )


def ended(request: RepairRequest | None, ending: RepairEnding) -> RepairRequest | None:
    """The request with its end."""
    return msgspec.structs.replace(request, ended=ending) if request is not None else None


def check_request(request: RepairRequest | None, on: date, term_last_day: date) -> None:
    """One request at a time, with a term that is yet to come (Awb 6:6)."""
    if request is not None and request.ended is None:
        raise RuleBroken("repair_term_runs", "the objector was asked to repair already (Awb 6:6)")
    if term_last_day <= on:
        raise RuleBroken("repair_term_not_to_come", "the set term ends after today (Awb 6:6)")


def repairable(request: RepairRequest | None, repaired_on: date) -> RepairRequest:
    """The request that is answered in time (Awb 6:6), also when what came in time is entered after the lapse."""
    if request is None or request.ended is RepairEnding.REPAIRED:
        raise NotInThisState("no_repair_requested", "nothing was asked to be repaired (Awb 6:6)")
    if repaired_on < request.requested_on:
        raise RuleBroken("repaired_before_request", "it came before it was asked for (Awb 6:6)")
    if repaired_on > request.term_last_day:
        raise RuleBroken("repair_term_passed", "the term to repair has passed (Awb 6:6)")
    return request


def require_not_running(request: RepairRequest | None) -> None:
    """Awb 6:6, 3:2: nobody is ruled against while the term to repair runs."""
    if request is not None and request.ended is None:
        raise RuleBroken("repair_term_runs", "the objector can repair the objection still (Awb 6:6)")


def require_lapsed(request: RepairRequest | None) -> None:
    """Awb 6:6: inadmissible for a defect only when the chance to repair it was given and passed unused."""
    if request is None or request.ended is not RepairEnding.LAPSED:
        raise RuleBroken("repair_term_not_lapsed", "no term to repair has passed unused (Awb 6:6)")
