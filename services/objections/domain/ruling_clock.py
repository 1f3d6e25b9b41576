"""The clock of an objection (klok): every date of its term to decide (Awb 7:10), with the act and the article.

Nothing is decided here and nothing is stored: what the acts recorded is told again. Days are legal days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

import msgspec

from services.objections.domain.committee_advice import CommitteeAdviceReceived
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import DecisionAnewOrdered, LateRulingOrdered
from services.objections.domain.direct_appeal import DirectAppealConsented, ObjectionFollowedToCourt
from services.objections.domain.hearing import (
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    NewFactsFound,
)
from services.objections.domain.late_ruling_clock import of_penalty
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.repair import (
    ObjectionRepaired,
    RepairEnding,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.domain.ruling_clock_entries import ENDS, RulingEntry, RulingStep
from services.objections.domain.ruling_term import (
    CommitteeAnnounced,
    PostponementAgreed,
    RulingAdjourned,
    TermChanges,
    ruling_term,
)
from services.objections.domain.told_too_late import LateStep, StepToldTooLate
from shared.eventlog.aggregate import Event
from shared.law.calendar import Deadline
from shared.law.ruling_terms import RulingTerm
from shared.law.terms import Suspension


class RulingClock(msgspec.Struct, frozen=True):
    """The term to decide as it stands now, and how it came about."""

    term: Deadline | None
    """None while the last day to object is not known; while suspended, as it was before."""
    suspended_from: date | None
    ended_on: date | None
    entries: tuple[RulingEntry, ...]

    def days_left(self, today: date) -> int | None:
        """Whole days until the last one, negative when it has passed; None while it does not run."""
        if self.term is None or self.ended_on is not None or self.suspended_from is not None:
            return None
        return (self.term.last_day - today).days


def clock_of(history: Iterable[tuple[date, Event]], contested: ContestedDecision | None) -> RulingClock:
    """The clock as the events of an objection tell it, oldest first, each with its legal day of effect."""
    objection: Objection | None = None
    entries: list[RulingEntry] = []
    for on, event in history:
        objection = event.mutate(objection)
        if objection is not None:
            entries += [*of_penalty(event), *_entries(on, event, objection, contested)]
    if objection is None:
        raise ValueError("an objection without its founding event")
    begun = _begun(objection, contested)
    ends = [entry.on for entry in entries if entry.step in ENDS]
    term = objection.ruling_term(contested)
    return RulingClock(
        term.deadline() if term is not None else None,
        objection.term_changes.suspended_from if objection.undecided else None,
        ends[-1] if ends and not objection.undecided else None,
        tuple(sorted([*begun, *entries], key=lambda entry: entry.on)),
    )


def _begun(objection: Objection, contested: ContestedDecision | None) -> Iterator[RulingEntry]:
    """The term to object, and after it the term to decide (Awb 6:8(1), 7:10(1))."""
    term = ruling_term(objection.receipt, contested, TermChanges())
    if term is None or contested is None:
        return
    if contested.announced_on is not None:
        yield RulingEntry(
            RulingStep.OBJECTION_TERM,
            contested.announced_on,
            "Awb 6:7; Awb 6:8(1)",
            None,
            last_day=contested.remedy_last_day,
        )
    first_day = term.begins_after + timedelta(days=1)
    yield _runs(RulingStep.STARTED, first_day, "Awb 7:10(1)", RulingTerm(term.begins_after))


def _entries(
    on: date, event: Event, objection: Objection, contested: ContestedDecision | None
) -> Iterator[RulingEntry]:
    """What one act means for the term."""
    term = objection.ruling_term(contested)
    match event:
        case DecisionAnewOrdered() | LateRulingOrdered():
            yield _ordered(event, term)
        case CommitteeAnnounced() | CommitteeAdviceReceived():
            yield _of_committee(event, term)
        case RepairRequested() | ObjectionRepaired() | RepairTermLapsed():
            if not objection.term_changes.set_by_court:
                yield _of_repair(event, term)
        case HearingWishTermMoved() | PartyTermMoved():
            yield _of_moved_hearing(event)
        case RepairTermMoved() | RulingAdjourned() | PostponementAgreed() | StepToldTooLate():
            yield _put_off(event)
        case HearingPlanned() | HearingHeld() | HearingWaived() | NewFactsFound():
            yield _of_hearing(event)
        case _:
            yield from _end(on, event, objection, term)


def _of_committee(
    event: CommitteeAnnounced | CommitteeAdviceReceived, term: RulingTerm | None
) -> RulingEntry:
    """With a committee the term is longer; its advice leaves it as it is (Awb 7:13)."""
    if isinstance(event, CommitteeAdviceReceived):
        return RulingEntry(RulingStep.COMMITTEE_ADVICE, event.received_on, "Awb 7:13(6)", event.event_id)
    rule = "Awb 7:10(1); Awb 7:13(2)"
    return _runs(RulingStep.COMMITTEE, event.announced_on, rule, term, event.event_id)


def _of_moved_hearing(event: HearingWishTermMoved | PartyTermMoved) -> RulingEntry:
    """Somebody can be heard, or say that they want to, until a later day; the term to decide runs on."""
    if isinstance(event, PartyTermMoved):
        step, rule, last_day = RulingStep.PARTY_TERM_MOVED, "Awb 7:2", event.views_until
    else:
        step, rule, last_day = RulingStep.HEARING_WISH_TERM_MOVED, "Awb 7:3(d)", event.answer_until
    return _named(step, event.moved_on, f"{rule}; {event.rule}", last_day, event.event_id)


def _put_off(
    event: RepairTermMoved | RulingAdjourned | PostponementAgreed | StepToldTooLate,
) -> RulingEntry:
    """A day was named, or falls away."""
    match event:
        case RepairTermMoved():
            return _named(
                RulingStep.REPAIR_TERM_MOVED,
                event.moved_on,
                f"Awb 6:6; {event.rule}",
                event.term_last_day,
                event.event_id,
            )
        case RulingAdjourned():
            return _named(
                RulingStep.ADJOURNED,
                event.adjourned_on,
                "Awb 7:10(3)",
                event.decide_before,
                event.event_id,
            )
        case PostponementAgreed():
            return _named(
                RulingStep.POSTPONED,
                event.recorded_on,
                "Awb 7:10(4)",
                event.decide_before,
                event.event_id,
            )
        case StepToldTooLate():
            return _too_late(event)


def _too_late(event: StepToldTooLate) -> RulingEntry:
    """What does not hold, because it was told after the term had ended."""
    adjourned = event.step is LateStep.ADJOURNMENT
    return RulingEntry(
        RulingStep.TOLD_TOO_LATE,
        event.told_on,
        "Awb 7:10(3); Awb 7:10(5)" if adjourned else "Awb 7:10(1); Awb 7:13(2)",
        event.event_id,
        last_day=event.decide_before,
        provisional=event.provisional,
    )


def _runs(
    step: RulingStep, on: date, rule: str, term: RulingTerm | None, act: UUID | None = None
) -> RulingEntry:
    """The term runs to the last day that the law gives."""
    if term is None:
        return RulingEntry(step, on, rule, act)
    counted_to, statutory, deadline = term.counted(), term.statutory(), term.deadline()
    if deadline != statutory:
        return RulingEntry(step, on, rule, act, last_day=deadline.last_day, provisional=deadline.provisional)
    moved = counted_to != statutory.last_day
    return RulingEntry(
        step,
        on,
        f"{rule}; Atw 1(1)" if moved else rule,
        act,
        counted_to=counted_to,
        last_day=statutory.last_day,
        provisional=statutory.provisional,
    )


def _of_repair(
    event: RepairRequested | ObjectionRepaired | RepairTermLapsed, term: RulingTerm | None
) -> RulingEntry:
    """The term is suspended from the day after the request, or runs again (Awb 7:10(2))."""
    if not isinstance(event, RepairRequested):
        return _resumed(event, term)
    first_day = event.requested_on + timedelta(days=1)
    return RulingEntry(RulingStep.SUSPENDED, first_day, "Awb 6:6; Awb 7:10(2)", event.event_id)


def _resumed(event: ObjectionRepaired | RepairTermLapsed, term: RulingTerm | None) -> RulingEntry:
    """The term runs again, longer by the suspended days (Awb 7:10(2))."""
    if isinstance(event, ObjectionRepaired):
        on, because = event.repaired_on, RepairEnding.REPAIRED
    else:
        on = Suspension.until_lapsed(event.requested_on, event.term_last_day).end
        because = RepairEnding.LAPSED
    entry = _runs(RulingStep.RESUMED, on, "Awb 7:10(1); Awb 7:10(2)", term, event.event_id)
    return msgspec.structs.replace(entry, because=because)


def _ordered(event: DecisionAnewOrdered | LateRulingOrdered, term: RulingTerm | None) -> RulingEntry:
    """The term that the court gave for a decision that is late (Awb 8:55d(1)), or for one anew (Awb 8:72(4)).

    Where it gave none for one anew, that of Awb 7:10 runs again, from the day after the ruling.
    """
    if isinstance(event, LateRulingOrdered):
        last_day, rule = event.decide_before, "Awb 8:55d(1)"
        return _named(RulingStep.ORDERED_LATE, event.ruled_on, rule, last_day, event.event_id)
    order = event.order
    if order.named_day is not None:
        return _named(RulingStep.ORDERED_ANEW, order.ruled_on, "Awb 8:72(4)", order.named_day, event.event_id)
    first_day = order.ruled_on + timedelta(days=1)
    return _runs(RulingStep.ORDERED_ANEW, first_day, "Awb 7:10(1); Awb 8:72(4)", term, event.event_id)


def _named(step: RulingStep, on: date, rule: str, until: date, act: UUID) -> RulingEntry:
    """The decision was put off to a named day."""
    return RulingEntry(step, on, rule, act, last_day=until, provisional=False)


def _of_hearing(event: HearingPlanned | HearingHeld | HearingWaived | NewFactsFound) -> RulingEntry:
    """What happened about the hearing; the term runs on meanwhile."""
    match event:
        case HearingPlanned():
            return RulingEntry(
                RulingStep.HEARING_PLANNED,
                event.planned_on,
                "Awb 7:2; Awb 7:4(1)",
                event.event_id,
                last_day=event.documents_until,
                provisional=False,
            )
        case HearingHeld():
            return RulingEntry(RulingStep.HEARING_HELD, event.held_on, "Awb 7:2; Awb 7:7", event.event_id)
        case NewFactsFound():
            return RulingEntry(RulingStep.NEW_FACTS, event.found_on, "Awb 7:9", event.event_id)
        case HearingWaived():
            return RulingEntry(RulingStep.HEARING_WAIVED, event.waived_on, "Awb 7:3", event.event_id)


def _end(on: date, event: Event, objection: Objection, term: RulingTerm | None) -> Iterator[RulingEntry]:
    """A ruling, or a withdrawal that makes one superfluous."""
    match event:
        case ObjectionWithdrawn():
            yield RulingEntry(RulingStep.WITHDRAWN, event.withdrawn_on, "Awb 6:21", event.event_id)
        case DirectAppealConsented() | ObjectionFollowedToCourt():
            rule = "Awb 7:1a(5)" if isinstance(event, DirectAppealConsented) else "Awb 7:1a(6)"
            yield RulingEntry(RulingStep.SENT_TO_COURT, on, rule, event.event_id)
        case (
            ObjectionUpheld()
            | ObjectionUpheldForAnotherReason()
            | ObjectionDismissed()
            | ObjectionDeclaredInadmissible()
        ):
            suspended = objection.term_changes.suspended_from is not None
            in_time = None if term is None else suspended or on <= term.deadline().last_day
            yield RulingEntry(RulingStep.RULED, on, "Awb 7:10; Awb 7:12", event.event_id, in_time=in_time)
        case _:
            return
