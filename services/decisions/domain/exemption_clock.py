"""Until when an exemption holds, as the clock of a case tells it: granted, to be revoked, revoked, restored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    last_day_of,
)
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    RevocationAbandoned,
    RevocationIntended,
    RevocationViewsReceived,
)
from shared.eventlog.aggregate import Event

RELIEF: Final = "Awb 8:81"
LAPSE: Final = "Awb 8:85"


def of_exemption(event: Event, event_id: UUID) -> Iterator[ClockEntry]:
    """What the event says of the exemption; nothing for most."""
    match event:
        case (
            ExemptionGranted()
            | DecisionReissued()
            | DecisionReplacedOnObjection()
            | DecisionReplacedExOfficio()
        ):
            yield _granted(event, event_id)
        case ExemptionGrantedByCourt():
            yield ClockEntry(
                ClockStep.EXEMPTION, event.announced_on, "Awb 8:72(3)", event_id, last_day=event.valid_until
            )
        case ExemptionRefusedByCourt() if event.takes_away:
            yield ClockEntry(ClockStep.REVOKED, event.announced_on, "Awb 8:72(3)", event_id, because="court")
        case RevocationIntended():
            yield ClockEntry(
                ClockStep.REVOCATION_INTENDED,
                event.intended_on,
                "Awb 4:8",
                event_id,
                because=event.ground.value,
                last_day=event.views_until,
            )
        case RevocationViewsReceived():
            yield ClockEntry(ClockStep.REVOCATION_VIEWS, event.received_on, "Awb 4:9", event_id)
        case RevocationAbandoned():
            yield ClockEntry(ClockStep.REVOCATION_ABANDONED, event.abandoned_on, "Awb 4:8", event_id)
        case ExemptionRevoked() | GrantRevokedOnObjection():
            because = event.ground.value if isinstance(event, ExemptionRevoked) else "on_objection"
            yield ClockEntry(ClockStep.REVOKED, event.effective_from, "Awb 3:40", event_id, because=because)
        case _:
            yield from _for_the_time_being(event, event_id)


def _for_the_time_being(event: Event, event_id: UUID) -> Iterator[ClockEntry]:
    """What the judge of interim relief gave or took, and that it lapsed (Awb 8:81, 8:85)."""
    match event:
        case InterimAccessGiven():
            yield ClockEntry(
                ClockStep.INTERIM_ACCESS,
                event.given_on,
                RELIEF,
                event_id,
                because=event.content.value,
                last_day=event.valid_until,
            )
        case InterimAccessEnded():
            yield ClockEntry(ClockStep.INTERIM_ACCESS_ENDED, event.ends_from, LAPSE, event_id)
        case GrantSuspended():
            yield ClockEntry(
                ClockStep.GRANT_SUSPENDED,
                event.suspended_from,
                RELIEF,
                event_id,
                last_day=last_day_of(event.together),
            )
        case GrantSuspensionEnded() if event.resumes_on is not None or not event.beside:
            ended_on = event.resumes_on or event.lapsed_on
            yield ClockEntry(ClockStep.GRANT_SUSPENSION_ENDED, ended_on, LAPSE, event_id)
        case _:
            pass


def _granted(
    event: ExemptionGranted | DecisionReissued | DecisionReplacedOnObjection | DecisionReplacedExOfficio,
    event_id: UUID,
) -> ClockEntry:
    """From its decision, or since what was wrongly revoked was taken away; announced it has effect (Awb 3:40)."""
    restored = event.effective_from if isinstance(event, DecisionReplacedOnObjection) else None
    return ClockEntry(
        ClockStep.EXEMPTION if restored is None else ClockStep.RESTORED,
        restored or event.decided_on,
        f"policy {event.grounds.policy_version}" if restored is None else "Awb 7:11(2)",
        event_id,
        last_day=event.valid_until,
    )
