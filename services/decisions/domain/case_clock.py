"""The clock of a case (klok): every date of its decision term and exemption, with the event and the rule.

Nothing is decided here and nothing is stored: what the acts recorded is told again, so that the desk, the
applicant's adviser and a court can follow how the last day came about. Days are legal days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from services.decisions.domain.announcement_clock import AnnounceBy, AnnouncementClock
from services.decisions.domain.carried_term import CourtTerm, entries_of
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_notes import CourtTermNoted
from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import LeavingOutRevokedOnObjection
from services.decisions.domain.decision_term import (
    DecisionTermResumed,
    DecisionTermStarted,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
)
from services.decisions.domain.default_clock import DefaultClock, DefaultSoFar
from services.decisions.domain.exemption_clock import of_exemption
from services.decisions.domain.hearing_clock import Heard, heard
from services.decisions.domain.late_entry import DecisionTermResumedEarlier, in_place_of
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.moved_clock import Moved, moved
from services.decisions.domain.moved_terms import CompletionTermMoved
from services.decisions.domain.notice_of_default import NoticeOfDefaultReceived, PenaltyFixed
from services.decisions.domain.penalty import PenaltyFixedAnew, PenaltyPaid
from services.decisions.domain.recovery import PenaltyRecoveryDecided, PenaltyRecoveryRevoked
from services.decisions.domain.suspension import (
    ARTICLES,
    DecisionTermSuspendedOtherwise,
    OtherSuspensionEnded,
)
from services.decisions.domain.term_extension import DecisionTermExtended, ExtensionToldTooLate
from shared.eventlog.aggregate import Event
from shared.law.calendar import Deadline
from shared.law.terms import Extension, Suspension, counted_decision_term, leaving_out_term

BY_REQUEST: Final = "Awb 4:15(1)(a)"
"""By which a request to complete suspends the term."""


class CaseClock(msgspec.Struct, frozen=True):
    """The decision term as it stands now, how it came about, and what a late decision costs."""

    last_day: date
    provisional: bool
    suspended_from: date | None
    ended_on: date | None
    reopened: bool
    """Whether it is to be decided after all, for which no term is known."""
    entries: tuple[ClockEntry, ...]
    default: DefaultSoFar | None = None
    """Since the first notice of default that had effect; None: there was none."""

    def days_left(self, today: date) -> int | None:
        """Whole days until the last one, negative when it has passed; None while it does not run."""
        if self.ended_on is not None or self.suspended_from is not None or self.reopened:
            return None
        return (self.last_day - today).days


def clock_of(history: Iterable[tuple[UUID, Event]]) -> CaseClock:
    """The clock as the events of a case tell it, oldest first. Raises ValueError when it was never started."""
    running = _Running()
    for event_id, event in history:
        running.hear(event_id, event)
    return running.told()


class _Running:
    """What has been heard so far."""

    def __init__(self) -> None:
        self._received_on: date | None = None
        self._term: Deadline | None = None
        self._asked_until: date | None = None
        self._asked_in_vain = False
        self._can_be_left_out = True
        self._request_number = 0
        self._ran_again_from: date | None = None
        self._suspended_from: date | None = None
        self._suspensions: tuple[Suspension, ...] = ()
        self._extension: Extension | None = None
        self._suspended_by: list[str] = []
        self._reopened = False
        self._court_term: Deadline | None = None
        self._ended_on: date | None = None
        self._default = DefaultClock()
        self._announcements = AnnouncementClock()
        self._entries: list[ClockEntry] = []

    def hear(self, event_id: UUID, event: Event) -> None:
        """One event of the case; most say nothing of the term."""
        match event:
            case DecisionTermStarted():
                self._received_on = event.received_on
                self._entries += self._started(event, event_id)
            case DecisionTermExtended() | ExtensionToldTooLate() | CourtTermNoted():
                self._entries.append(self._named(event, event_id))
            case DecisionTermSuspended() | DecisionTermSuspendedOtherwise():
                self._entries.append(self._suspended(event, event_id))
            case DecisionTermResumed() | DecisionTermResumedEarlier() | OtherSuspensionEnded():
                self._entries += self._ran_again(event, event_id)
            case LeavingOutRevokedOnObjection():
                self._reopened, self._ended_on = True, None
                self._entries.append(
                    ClockEntry(ClockStep.REOPENED, event.decided_on, "Awb 7:11(2)", event_id)
                )
            case (
                NoticeOfDefaultReceived()
                | PenaltyFixed()
                | PenaltyFixedAnew()
                | PenaltyPaid()
                | PenaltyRecoveryDecided()
                | PenaltyRecoveryRevoked()
            ):
                self._entries += self._default.hear(event, event_id)
            case _:
                if isinstance(event, Heard):
                    self._entries.append(heard(event, event_id))
                self._entries += self._end(event, event_id)
                self._entries += of_exemption(event, event_id)
                self._entries += self._moved(event, event_id)
                self._entries += self._announcements.hear(event, event_id)

    def told(self) -> CaseClock:
        """The clock of all that was heard."""
        if self._term is None:
            raise ValueError("the decision term was never started")
        term = self._court_term or self._term
        return CaseClock(
            term.last_day,
            term.provisional,
            self._suspended_from if self._court_term is None else None,
            self._ended_on,
            self._reopened and self._court_term is None,
            tuple(self._entries),
            self._default.told(self._announcements.first),
        )

    def _named(
        self, event: DecisionTermExtended | ExtensionToldTooLate | CourtTermNoted, event_id: UUID
    ) -> ClockEntry:
        """A day that the authority or a court named, or that fell away."""
        match event:
            case CourtTermNoted():
                return self._ordered(event, event_id)
            case ExtensionToldTooLate():
                return self._not_extended(event, event_id)
            case DecisionTermExtended():
                return self._extended(event, event_id)

    def _not_extended(self, event: ExtensionToldTooLate, event_id: UUID) -> ClockEntry:
        """The day that was named does not count: its letter left after the term had ended."""
        self._extension, self._term = event.remaining, Deadline(event.last_day, event.provisional)
        return ClockEntry(
            ClockStep.EXTENSION_TOLD_TOO_LATE,
            event.told_on,
            "Awb 4:14(3)",
            event_id,
            last_day=event.last_day,
            provisional=event.provisional,
        )

    def _ordered(self, event: CourtTermNoted | CourtTerm, event_id: UUID) -> ClockEntry:
        """A day of the court, who waits for the decision having gone there; whether it is late stays as it was."""
        self._court_term = Deadline(event.last_day)
        return ClockEntry(
            ClockStep.ORDERED_BY_COURT,
            event.sent_on,
            "Awb 8:55d(1)",
            event_id,
            counted_to=event.last_day,
            last_day=event.last_day,
            provisional=False,
        )

    def _extended(self, event: DecisionTermExtended, event_id: UUID) -> ClockEntry:
        """A day of the authority's own, told before the term had ended."""
        self._extension, self._term = event.extension, Deadline(event.last_day)
        self._suspended_by.clear()
        return ClockEntry(
            ClockStep.EXTENDED,
            event.extended_on,
            "Awb 4:14(3)",
            event_id,
            counted_to=event.last_day,
            last_day=event.last_day,
            provisional=False,
        )

    def _started(self, event: DecisionTermStarted, event_id: UUID) -> Iterator[ClockEntry]:
        """Eight weeks from the day after receipt, with what befell the term in the case that was converted."""
        carried = event.carried_over
        if carried is not None:
            self._suspensions, self._extension = carried.suspensions, carried.extension
            self._reopened = carried.reopened
            if carried.suspends_on_top:
                self._suspended_by.append("Awb 4:15")
        entry = ClockEntry(ClockStep.STARTED, event.received_on, "", event_id)
        yield self._runs(entry, Deadline(event.last_day, event.provisional))
        if carried is not None:
            yield from entries_of(carried, event_id)
            if not carried.penalty_fixed:
                yield from self._default.carry(carried.notices, event_id)
            if carried.court_term is not None:
                yield self._ordered(carried.court_term, event_id)

    def _suspended(
        self, event: DecisionTermSuspended | DecisionTermSuspendedOtherwise, event_id: UUID
    ) -> ClockEntry:
        """The term does not run, by a request to complete or by another article."""
        self._suspended_from = event.term_suspended_from or event.first_day
        if isinstance(event, DecisionTermSuspended):
            self._asked_until, self._asked_in_vain = event.term_last_day, False
            self._request_number = event.request_number
            self._can_be_left_out = not event.asked_again_too_late
            return ClockEntry(ClockStep.SUSPENDED, event.first_day, BY_REQUEST, event_id)
        rule, kind = ARTICLES[event.kind], event.kind.value
        return ClockEntry(ClockStep.SUSPENDED, event.first_day, rule, event_id, because=kind)

    def _ran_again(
        self, event: DecisionTermResumed | DecisionTermResumedEarlier | OtherSuspensionEnded, event_id: UUID
    ) -> Iterator[ClockEntry]:
        """A suspension ended, now or earlier than was noted."""
        if isinstance(event, DecisionTermResumedEarlier):
            yield from self._resumed_earlier(event, event_id)
        else:
            yield self._resumed(event, event_id)
            yield from self._may_be_left_out(event, event_id)

    def _resumed(self, event: DecisionTermResumed | OtherSuspensionEnded, event_id: UUID) -> ClockEntry:
        """A suspension ended; unless another goes on, the term runs until the last day that was recorded."""
        self._suspended_from = event.still_suspended_from
        self._suspensions += (Suspension(event.suspended_from, event.resumed_on),)
        if isinstance(event, DecisionTermResumed):
            article, because = BY_REQUEST, event.because.value
            self._asked_in_vain = event.because is ResumedBecause.LAPSED
            self._ran_again_from = event.resumed_on
        else:
            article, because = ARTICLES[event.kind], event.kind.value
        if article not in self._suspended_by:
            self._suspended_by.append(article)
        term = Deadline(event.last_day, event.provisional)
        if event.still_suspended_from is None:
            entry = ClockEntry(ClockStep.RESUMED, event.resumed_on, "", event_id, because=because)
            return self._runs(entry, term)
        self._term = term
        return ClockEntry(ClockStep.SUSPENSION_ENDED, event.resumed_on, article, event_id, because=because)

    def _resumed_earlier(self, event: DecisionTermResumedEarlier, event_id: UUID) -> Iterator[ClockEntry]:
        """It ran again before it was said to: the supplement had come, from which the four weeks are counted too."""
        noted = Suspension(event.suspended_from, event.noted_as_resumed_on)
        true = Suspension(event.suspended_from, event.resumed_on)
        self._suspensions = in_place_of(noted, true, self._suspensions)
        because = ResumedBecause.SUPPLEMENTED.value
        if event.still_suspended_from is None:
            entry = ClockEntry(ClockStep.RESUMED, event.resumed_on, "", event_id, because=because)
            yield self._runs(entry, Deadline(event.last_day, event.provisional))
        else:
            self._term = Deadline(event.last_day, event.provisional)
            step = ClockStep.SUSPENSION_ENDED
            yield ClockEntry(step, event.resumed_on, BY_REQUEST, event_id, because=because)
        if event.request_number == self._request_number:
            self._asked_in_vain = False
            yield from self._left_out_within(event.resumed_on, event_id)

    def _runs(self, entry: ClockEntry, term: Deadline) -> ClockEntry:
        """The entry with the last day as it was recorded, and the rules that made it."""
        self._term = term
        counted_to = counted_decision_term(self._received, self._suspensions, self._extension)
        rules = ["Awb 4:13(2)" if self._extension is None else "Awb 4:14(3)", *self._suspended_by]
        return msgspec.structs.replace(
            entry,
            rule=_with_roll(rules, counted_to, term.last_day),
            counted_to=counted_to,
            last_day=term.last_day,
            provisional=term.provisional,
        )

    def _may_be_left_out(
        self, event: DecisionTermResumed | OtherSuspensionEnded, event_id: UUID
    ) -> Iterator[ClockEntry]:
        """Within four weeks of the supplement, or of the end of the set term (Awb 4:5(4))."""
        if isinstance(event, OtherSuspensionEnded) or self._asked_until is None:
            return
        if event.because is ResumedBecause.DECIDED:
            return
        from_day = self._asked_until if event.because is ResumedBecause.LAPSED else event.resumed_on
        yield from self._left_out_within(from_day, event_id)

    def _left_out_within(self, from_day: date, event_id: UUID) -> Iterator[ClockEntry]:
        """The four weeks of the last request; one for what was asked before, after them, opens none (ADR 0010)."""
        if self._can_be_left_out:
            yield _leaving_out(from_day, event_id)

    def _moved(self, event: Event, event_id: UUID) -> Iterator[ClockEntry]:
        """A later last day that somebody got; to complete after all, with the four weeks counted from it."""
        if isinstance(event, Moved):
            yield moved(event, event_id)
        if isinstance(event, CompletionTermMoved):
            self._asked_until = event.term_last_day
            if self._asked_in_vain:
                yield from self._left_out_within(event.term_last_day, event_id)
        if isinstance(event, StatedFactsSupplemented) and self._in_moved_term(event.supplemented_on):
            self._asked_in_vain = False
            yield from self._left_out_within(event.supplemented_on, event_id)

    def _in_moved_term(self, day: date) -> bool:
        """Whether the set term had ended by an earlier day, and has not by the one to which it was moved."""
        if not self._asked_in_vain or self._ran_again_from is None or self._asked_until is None:
            return False
        return self._ran_again_from <= day <= self._asked_until

    def _end(self, event: Event, event_id: UUID) -> Iterator[ClockEntry]:
        """A first decision, or what makes one superfluous."""
        match event:
            case ExemptionGranted() | ExemptionRefused():
                step, on, rule = ClockStep.DECIDED, event.decided_on, "Awb 4:13(1)"
            case LeftOutOfConsideration():
                step, on, rule = ClockStep.LEFT_OUT, event.decided_on, "Awb 4:5(1)"
            case WithdrawalNoted():
                step, on, rule = ClockStep.WITHDRAWN, event.withdrawn_on, "no decision is due"
            case ConversionNoted():
                step, on, rule = ClockStep.CONVERTED, event.converted_on, "the new case is decided"
            case _:
                return
        in_time = None
        of_the_desk = step in {ClockStep.DECIDED, ClockStep.LEFT_OUT}
        if of_the_desk and self._term is not None and not self._reopened:
            in_time = self._suspended_from is not None or on <= self._term.last_day
        if isinstance(event, ExemptionGranted | ExemptionRefused | LeftOutOfConsideration):
            self._expect_announcement(event)
            self._default.decide()
        else:
            self._default.end(on, goes_over=isinstance(event, ConversionNoted) and event.default_goes_over)
        self._suspended_from, self._ended_on = None, on
        yield ClockEntry(step, on, rule, event_id, in_time=in_time)

    def _expect_announcement(
        self, event: ExemptionGranted | ExemptionRefused | LeftOutOfConsideration
    ) -> None:
        """By when it is to be announced, as far as a day is known: of the court, of Awb 4:5(4), or of the term."""
        due = None
        if isinstance(event, LeftOutOfConsideration) and event.announce_by is not None:
            due = AnnounceBy(event.announce_by, "Awb 4:5(4)")
        elif self._court_term is not None:
            due = AnnounceBy(self._court_term.last_day, "Awb 8:55d(1)")
        elif self._term is not None and self._suspended_from is None and not self._reopened:
            due = AnnounceBy(self._term.last_day, "Awb 4:13(1)")
        if due is not None:
            self._announcements.expect(event.decision_id, due)

    @property
    def _received(self) -> date:
        if self._received_on is None:
            raise ValueError("the decision term was never started")
        return self._received_on


def _leaving_out(from_day: date, event_id: UUID) -> ClockEntry:
    term = leaving_out_term(from_day)
    return ClockEntry(
        ClockStep.LEAVING_OUT_TERM,
        from_day,
        "Awb 4:5(4); Atw 1(1)",
        event_id,
        last_day=term.last_day,
        provisional=term.provisional,
    )


def _with_roll(rules: Sequence[str], counted_to: date, last_day: date) -> str:
    """The rules, with the one that moved the last day where it was moved."""
    return "; ".join([*rules, "Atw 1(1)"] if counted_to != last_day else rules)
