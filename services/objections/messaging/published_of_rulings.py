"""How the end of an objection is published: a ruling, the decision that gave it, or its withdrawal."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, TypeVar
from uuid import UUID

from services.objections.domain import objection_acts as events
from services.objections.domain.premature import decision_to_come
from shared.contracts import objections as contracts
from shared.eventlog.aggregate import Event
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import ObjectionRuling, Replacement

E = TypeVar("E", bound=Event)


def the_event(kind: type[E], recorded: RecordedEvent) -> E:
    """The event, which the feed hands over by the class it is published under."""
    if not isinstance(recorded.event, kind):
        raise TypeError(f"{type(recorded.event).__name__} is not published as {kind.__name__}")
    return recorded.event


def upheld_in_decision(recorded: RecordedEvent) -> contracts.ObjectionEnded:
    """The ruling and the decision that gives it, in which its reasons stand."""
    event = the_event(events.ObjectionUpheld, recorded)
    return contracts.ObjectionEnded(
        objection_id=event.originator_id,
        case_id=event.case_id,
        ruling=ObjectionRuling.UPHELD.value,
        decision_id=event.decision_id,
        ruled_on=recorded.metadata.effective_on,
        decided_by=event.decided_by,
        heard=event.heard,
        heard_on=event.heard_on,
        anew_appeal_id=event.anew_appeal_id,
        court_ruled_on=event.court_ruled_on,
        costs_open=event.costs_open,
        told_to=event.told_to,
    )


def ended_by_ruling(recorded: RecordedEvent) -> contracts.ObjectionEnded:
    """What a handler ruled; upheld, it has no decision yet: the replacing one follows from it."""
    event = recorded.event
    match event:
        case events.ObjectionUpheldForAnotherReason():
            ruling = ObjectionRuling.UPHELD
        case events.ObjectionDismissed():
            ruling = ObjectionRuling.DISMISSED
        case events.ObjectionDeclaredInadmissible():
            ruling = ObjectionRuling.INADMISSIBLE
        case _:
            raise TypeError(f"{type(event).__name__} is not a ruling")
    return contracts.ObjectionEnded(
        objection_id=event.originator_id,
        case_id=event.case_id,
        ruling=ruling.value,
        ruled_on=event.ruled_on,
        decided_by=event.decided_by,
        contested_decision_id=_taken(event.case_id, event.decision_id),
        reasons=event.reasons or None,
        sealed_reasons=event.sealed_reasons,
        heard=event.heard,
        heard_on=event.heard_on,
        anew_appeal_id=event.anew_appeal_id,
        court_ruled_on=event.court_ruled_on,
        penalty_decision_id=event.penalty_decision_id,
        penalty_euros=event.penalty_euros,
        penalty_for_late_ruling=event.penalty_for_late_ruling,
        about_recovery=event.about_recovery,
        beside=event.beside,
        told_to=event.told_to,
        holder_told=event.holder_told,
        rests_on=None if isinstance(event, events.ObjectionDeclaredInadmissible) else event.rests_on,
        **_put_in_its_place(event),
    )


class _InItsPlace(TypedDict, total=False):
    valid_until: date | None
    replacement: Replacement
    of_another: bool


def _put_in_its_place(event: Event) -> _InItsPlace:
    """What an upheld objection puts in the place of the contested decision."""
    if not isinstance(event, events.ObjectionUpheldForAnotherReason):
        return {}
    return {
        "valid_until": event.valid_until,
        "replacement": event.replacement,
        "of_another": event.of_another,
    }


def _taken(case_id: UUID, decision_id: UUID) -> UUID | None:
    """The contested decision; None of an objection that is still held for one (Awb 6:10)."""
    return None if decision_id == decision_to_come(case_id) else decision_id


def objection_withdrawn(recorded: RecordedEvent) -> contracts.ObjectionEnded:
    """The end without a ruling."""
    event = the_event(events.ObjectionWithdrawn, recorded)
    return contracts.ObjectionEnded(
        objection_id=event.originator_id,
        case_id=event.case_id,
        ruling=ObjectionRuling.WITHDRAWN.value,
        ruled_on=event.withdrawn_on,
        anew_appeal_id=event.anew_appeal_id,
    )
