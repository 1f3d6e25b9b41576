"""What happens to a case beside its assessment, told in sentences; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.announcement import DecisionAnnouncement
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.notice_of_default import NothingDue, Notice
from services.decisions.domain.suspension import KindOfSuspension, WrittenConsent
from shared.asked_items import WordsOnItem
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import LeftOutReason, StatedFacts, SuspensionKind
from tests.support.cases import (
    HANDLER,
    OBJECTION,
    OBJECTION_HANDLER,
    POLICY,
    a_case_with_facts,
    new_events,
    settled,
)

ASKED_ON = date(2026, 1, 12)
TWO_WEEKS = timedelta(weeks=2)
REASONS = "Op dezelfde dag is voor hetzelfde voertuig een gelijke ontheffing verleend."
RULING = "De afwijking van de beleidsregel is in dit geval evenredig."
_KEY = UUID(int=98)
SEALED_REASONS = Sealed(_KEY, SealedKind.REASONS, REASONS.encode())
SEALED_RULING = Sealed(_KEY, SealedKind.REASONS, RULING.encode())
"""What was written, under a key that is nowhere."""


def ask(
    case: DecisionCase,
    number: int = 1,
    on: date = ASKED_ON,
    term: timedelta = TWO_WEEKS,
    items: tuple[str, ...] = (),
) -> date:
    """The desk asks the applicant to complete the application; returns the last day of the set term."""
    case.suspend_decision_term(request_number=number, requested_on=on, term_last_day=on + term, items=items)
    return on + term


def lapse(case: DecisionCase, number: int = 1, on: date = ASKED_ON, term: timedelta = TWO_WEEKS) -> date:
    """The set term of that request ends unused; returns its last day."""
    case.note_completion_term_lapsed(request_number=number, term_last_day=on + term)
    return on + term


def supplement(case: DecisionCase, on: date, stated: StatedFacts | None = None) -> None:
    """The applicant supplements the application."""
    case.supplement_stated_facts(supplemented_on=on, stated=stated or StatedFacts())


def extend(case: DecisionCase, new_last_day: date, on: date = ASKED_ON) -> None:
    """The desk tells the applicant of a new reasonable term."""
    case.extend_decision_term(new_last_day, reasons=SEALED_REASONS, extended_on=on, extended_by=HANDLER)


def suspend(case: DecisionCase, begun: KindOfSuspension, on: date = ASKED_ON) -> None:
    """The desk records that the term is suspended for another reason; to an agreed one the applicant agreed that day."""
    if begun.kind is SuspensionKind.AGREED and begun.consent is None:
        begun = replace(begun, consent=WrittenConsent(on, Channel.ELECTRONIC))
    case.suspend_otherwise(begun, reasons=SEALED_REASONS, suspended_on=on, suspended_by=HANDLER)


def end_suspension(
    case: DecisionCase, kind: SuspensionKind, resumed_on: date, today: date | None = None
) -> None:
    """The desk records that it ended; without another day, on the day itself."""
    case.end_suspension(kind, resumed_on=resumed_on, today=today or resumed_on, ended_by=HANDLER)


def give_notice(
    case: DecisionCase, received_on: date, channel: Channel = Channel.ELECTRONIC, today: date | None = None
) -> None:
    """A notice of default came in; without another day it is recorded on the day itself."""
    notice = Notice(received_on, channel, HANDLER)
    case.note_notice_of_default(notice, announced_on=announced_at_once(case), today=today or received_on)


def fix_penalty(case: DecisionCase, on: date, nothing_due: NothingDue | None = None) -> None:
    """The desk decides on the penalty; a decision was announced on its day."""
    announced_on = announced_at_once(case)
    case.fix_penalty(nothing_due, announced_on=announced_on, decided_on=on, decided_by=HANDLER)


def announced_at_once(case: DecisionCase) -> date | None:
    """When its first decision was announced, of which the letter left on the same day; None: there is none."""
    return case.ended_on if case.decisions_taken else None


def with_letters(events: Iterable[Event], after: timedelta = timedelta(0)) -> Iterator[tuple[UUID, Event]]:
    """The events, each decision on the application followed by its announcement, so many days later."""
    for event in events:
        yield event.event_id, event
        if isinstance(event, ExemptionGranted | ExemptionRefused | LeftOutOfConsideration):
            announced = announcement_of(event, event.decided_on + after)
            yield announced.event_id, announced


def announcement_of(event: ExemptionGranted | ExemptionRefused | LeftOutOfConsideration, on: date) -> Event:
    """The letter about that decision was sent."""
    announcement = DecisionAnnouncement.by_letter(
        case_id=event.originator_id,
        decision_id=event.decision_id,
        letter_id=UUID(int=801),
        announced_on=on,
        channel="paper",
    )
    return announcement.pending()[0]


def a_case_asked_twice_in_vain() -> DecisionCase:
    """Two requests, on 12 January and 2 February 2026; both set terms of two weeks ended unused."""
    case = a_case_with_facts()
    ask(case)
    lapse(case)
    ask(case, 2, SECOND_ASKED_ON)
    lapse(case, 2, SECOND_ASKED_ON)
    return settled(case)


SECOND_ASKED_ON = date(2026, 2, 2)
SECOND_LAPSED_ON = SECOND_ASKED_ON + TWO_WEEKS


def leave_out(
    case: DecisionCase,
    reason: LeftOutReason = LeftOutReason.NO_RESPONSE,
    on: date = SECOND_LAPSED_ON,
    items: tuple[str, ...] = (),
) -> None:
    """The desk leaves the application out of consideration, with words on each of the items."""
    words = tuple(WordsOnItem(item, SEALED_REASONS) for item in items)
    case.leave_out_of_consideration(reason, decided_on=on, decided_by=HANDLER, on_items=words)


def refuse_on_other_ground(
    case: DecisionCase, on: date = ASKED_ON, *, rests_on_differing_facts: bool = False
) -> None:
    """The desk refuses for a reason that no criterion puts in words."""
    case.refuse_on_other_ground(
        SEALED_REASONS,
        policy=POLICY,
        decided_on=on,
        decided_by=HANDLER,
        rests_on_differing_facts=rests_on_differing_facts,
    )


def uphold(case: DecisionCase, on: date = date(2026, 4, 20), ruling: UpheldRuling | None = None) -> None:
    """The objection handler upholds the objection for another reason than a threshold."""
    said = ruling or UpheldRuling(SEALED_RULING)
    case.uphold_objection(OBJECTION, said, policy=POLICY, decided_on=on, decided_by=OBJECTION_HANDLER)


def kinds(case: DecisionCase) -> list[str]:
    """What the last acts decided, by the names of their events."""
    return [type(event).__name__ for event in new_events(case)]
