"""Every step that an application can take, from which states to which; rules and diagram are read from here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Final

from services.applications.domain.application_acts import (
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationState,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationTakenUpAgain,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
    DocumentAttached,
    ErasureOrdered,
    HandlingStarted,
    LaterDecisionNoted,
    PersonErased,
    VehicleFactsReceived,
    VehicleFactsRefreshRequested,
)
from services.applications.domain.electronic_consent import ElectronicConsentGiven, ElectronicConsentWithdrawn
from shared.eventlog.aggregate import Event


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an application can take."""

    event: type[Event]
    before: ApplicationState | None
    """None: there was no application yet."""
    after: ApplicationState


def _staying(event: type[Event], *states: ApplicationState) -> tuple[Transition, ...]:
    """Steps that leave the state as it is."""
    return tuple(Transition(event, state, state) for state in states)


def _leading(
    event: type[Event], after: ApplicationState, *states: ApplicationState
) -> tuple[Transition, ...]:
    """Steps from several states to one."""
    return tuple(Transition(event, state, after) for state in states)


OPEN: Final = (ApplicationState.RECEIVED, ApplicationState.IN_HANDLING)
ENDED: Final = (
    ApplicationState.WITHDRAWN,
    ApplicationState.CONVERTED,
    ApplicationState.LEFT_OUT,
    ApplicationState.CLOSED,
)
STILL_WRITTEN_ABOUT: Final = tuple(state for state in ENDED if state is not ApplicationState.CONVERTED)
"""Letters about a converted application are those of the case in which it goes on."""

TRANSITIONS: Final = tuple(
    chain(
        (Transition(ApplicationSubmitted, None, ApplicationState.RECEIVED),),
        _staying(VehicleFactsReceived, *OPEN, ApplicationState.CLOSED),
        _staying(VehicleFactsRefreshRequested, *OPEN, ApplicationState.CLOSED),
        _leading(HandlingStarted, ApplicationState.IN_HANDLING, ApplicationState.RECEIVED),
        _staying(CompletionRequested, *OPEN),
        _staying(ApplicationSupplemented, *OPEN),
        _staying(DocumentAttached, *OPEN),
        _staying(CompletionTermLapsed, *OPEN),
        _staying(CompletionTermMoved, *OPEN),
        _leading(ApplicationWithdrawn, ApplicationState.WITHDRAWN, *OPEN),
        _leading(ApplicationConverted, ApplicationState.CONVERTED, *OPEN),
        _leading(ApplicationLeftOut, ApplicationState.LEFT_OUT, *OPEN),
        _leading(ApplicationTakenUpAgain, ApplicationState.IN_HANDLING, ApplicationState.LEFT_OUT),
        _leading(ApplicationClosed, ApplicationState.CLOSED, *OPEN, *ENDED[:-1]),
        _staying(LaterDecisionNoted, ApplicationState.CLOSED),
        _staying(ElectronicConsentGiven, *OPEN, *STILL_WRITTEN_ABOUT),
        _staying(ElectronicConsentWithdrawn, *OPEN, *ENDED),
        _staying(ErasureOrdered, *ENDED),
        _staying(PersonErased, *ENDED),
    )
)
"""Every step there is; rules and diagram are both read from here."""
