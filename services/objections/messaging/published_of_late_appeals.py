"""What is published of appeals against not deciding in time (Awb 6:2(b), 6:12)."""

from __future__ import annotations

from typing import Final

from services.objections.domain.late_appeal import (
    LateAppealDeclaredInadmissible,
    LateAppealDismissed,
    LateAppealLodged,
    LateAppealState,
    LateAppealUpheld,
    LateAppealWithdrawn,
    LateDecisionOrdered,
)
from services.objections.messaging.published_of_rulings import the_event
from shared.contracts import objections as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def late_appeal_lodged(recorded: RecordedEvent) -> contracts.LateAppealLodged:
    """Without the court's case number."""
    event = the_event(LateAppealLodged, recorded)
    return contracts.LateAppealLodged(
        appeal_id=event.originator_id,
        case_id=event.case_id,
        lodged_on=event.lodged_on,
        objection_id=event.objection_id,
    )


def late_appeal_ended(recorded: RecordedEvent) -> contracts.LateAppealEnded:
    """How it ended, by the state that it ended in; without the words of the ruling."""
    event = recorded.event
    match event:
        case LateAppealWithdrawn():
            ending = LateAppealState.WITHDRAWN
        case LateAppealDeclaredInadmissible():
            ending = LateAppealState.INADMISSIBLE
        case LateAppealDismissed():
            ending = LateAppealState.DISMISSED
        case LateAppealUpheld():
            ending = LateAppealState.UPHELD
        case _:
            raise TypeError(f"{type(event).__name__} does not end an appeal against not deciding")
    return contracts.LateAppealEnded(
        appeal_id=event.originator_id, case_id=event.case_id, ending=ending.value
    )


def late_decision_ordered(recorded: RecordedEvent) -> contracts.LateDecisionOrdered:
    """Until when is to be decided; what it costs that it is late stays here."""
    event = the_event(LateDecisionOrdered, recorded)
    return contracts.LateDecisionOrdered(
        appeal_id=event.originator_id,
        case_id=event.case_id,
        sent_on=event.order.sent_on,
        last_day=event.order.last_day,
        objection_id=event.objection_id,
    )


_WHO_ERASE: Final = ("applications",)
_DECIDERS: Final = ("decisions",)
_ENDINGS: Final = (
    LateAppealWithdrawn,
    LateAppealDeclaredInadmissible,
    LateAppealDismissed,
    LateAppealUpheld,
)

LATE_APPEALS: Final = (
    Publication(LateAppealLodged, contracts.LateAppealLodged, _WHO_ERASE, late_appeal_lodged),
    *(Publication(event, contracts.LateAppealEnded, _WHO_ERASE, late_appeal_ended) for event in _ENDINGS),
    Publication(LateDecisionOrdered, contracts.LateDecisionOrdered, _DECIDERS, late_decision_ordered),
)
