"""What is published of terms that the authority set in the proceedings on an objection, and that were moved."""

from __future__ import annotations

from typing import Final

from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.repair import RepairTermMoved
from services.objections.messaging.published_of_rulings import the_event
from shared.contracts import objections as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def repair_term_moved(recorded: RecordedEvent) -> contracts.RepairTermMoved:
    """To which day, and why."""
    event = the_event(RepairTermMoved, recorded)
    return contracts.RepairTermMoved(
        objection_id=event.originator_id,
        case_id=event.case_id,
        moved_on=event.moved_on,
        term_last_day=event.term_last_day,
        because=event.because.value,
        rule=event.rule,
    )


def hearing_wish_term_moved(recorded: RecordedEvent) -> contracts.HearingWishTermMoved:
    """To which day, and why."""
    event = the_event(HearingWishTermMoved, recorded)
    return contracts.HearingWishTermMoved(
        objection_id=event.originator_id,
        case_id=event.case_id,
        moved_on=event.moved_on,
        answer_until=event.answer_until,
        because=event.because.value,
        rule=event.rule,
    )


def party_term_moved(recorded: RecordedEvent) -> contracts.PartyTermMoved:
    """Whose term, to which day, and why."""
    event = the_event(PartyTermMoved, recorded)
    return contracts.PartyTermMoved(
        objection_id=event.originator_id,
        case_id=event.case_id,
        moved_on=event.moved_on,
        views_until=event.views_until,
        because=event.because.value,
        rule=event.rule,
        person=event.person,
    )


_LETTERS: Final = ("notifications",)

MOVED_TERMS: Final = (
    Publication(RepairTermMoved, contracts.RepairTermMoved, _LETTERS, repair_term_moved),
    Publication(HearingWishTermMoved, contracts.HearingWishTermMoved, _LETTERS, hearing_wish_term_moved),
    Publication(PartyTermMoved, contracts.PartyTermMoved, _LETTERS, party_term_moved),
)
