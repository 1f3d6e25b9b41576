"""The published events of the objections service, each with its consumers."""

from __future__ import annotations

from typing import Final, TypeVar

from services.objections.domain import objection as events
from shared.contracts import objections as contracts
from shared.eventlog.aggregate import Event
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent

E = TypeVar("E", bound=Event)

UPHELD: Final = "upheld"
"""The ruling gegrond, as the contract spells it."""


def objection_lodged(recorded: RecordedEvent) -> contracts.ObjectionLodged:
    """Without the grounds, which nobody else needs."""
    event = _the(events.ObjectionLodged, recorded)
    return contracts.ObjectionLodged(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        received_on=event.received_on,
    )


def threshold_consequence_found(recorded: RecordedEvent) -> contracts.ThresholdConsequenceFound:
    """Which threshold, by whom, and until when the objection can be decided on."""
    event = _the(events.ThresholdConsequenceFound, recorded)
    return contracts.ThresholdConsequenceFound(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        found_by=event.found_by,
        vehicle_category=event.vehicle_category.value,
        parameter=event.parameter,
        decide_before=event.decide_before,
    )


def objection_ended(recorded: RecordedEvent) -> contracts.ObjectionEnded:
    """The ruling and the decision that gives it."""
    event = _the(events.ObjectionUpheld, recorded)
    return contracts.ObjectionEnded(
        objection_id=event.originator_id, case_id=event.case_id, ruling=UPHELD, decision_id=event.decision_id
    )


PUBLISHED: Final = (
    Publication(events.ObjectionLodged, contracts.ObjectionLodged, ("decisions",), objection_lodged),
    Publication(
        events.ThresholdConsequenceFound,
        contracts.ThresholdConsequenceFound,
        ("decisions",),
        threshold_consequence_found,
    ),
    Publication(events.ObjectionUpheld, contracts.ObjectionEnded, ("decisions",), objection_ended),
)


def _the(kind: type[E], recorded: RecordedEvent) -> E:
    """The event, which the feed hands over by the class it is published under."""
    if not isinstance(recorded.event, kind):
        raise TypeError(f"{type(recorded.event).__name__} is not published as {kind.__name__}")
    return recorded.event
