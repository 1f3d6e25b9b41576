"""An act: who does something, in which role, when, and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.eventlog.append import Consumed, IdempotencyAnswer, Metadata
from shared.vocabulary import legal_day


@dataclass(frozen=True, slots=True)
class IdempotencyClaim:
    """The idempotency key of a request that is being carried out, and the status it will be answered with."""

    principal: str
    route: str
    key: str
    fingerprint: str
    """HMAC of the request body, hexadecimal."""
    status: int


@dataclass(frozen=True, slots=True)
class Act:
    """What every event of one command has in common; one act makes one append."""

    actor: str
    """A pseudonymous staff or system id."""
    role: str
    at: datetime
    """The business instant, UTC."""
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None
    """The event that caused this act, in any log."""
    effective_on: date | None = None
    """The legal day of effect; None: the legal day of `at`."""
    traceparent: str | None = None
    consumed: Consumed | None = None
    claim: IdempotencyClaim | None = None

    @property
    def today(self) -> date:
        """The legal day on which the act is done."""
        return legal_day(self.at)

    def metadata(self, case_id: UUID | None) -> Metadata:
        """What is stored beside each event of this act."""
        return Metadata(
            actor=self.actor,
            role=self.role,
            effective_on=self.effective_on or self.today,
            command_id=self.command_id,
            correlation_id=self.correlation_id,
            causation_id=self.causation_id,
            case_id=case_id,
            traceparent=self.traceparent,
        )

    def answer_for(self, resource_id: UUID, version: int) -> IdempotencyAnswer | None:
        """The answer to store with the append, when the act carries out a request with a key."""
        if self.claim is None:
            return None
        return IdempotencyAnswer(
            principal=self.claim.principal,
            route=self.claim.route,
            key=self.claim.key,
            fingerprint=self.claim.fingerprint,
            status=self.claim.status,
            resource_id=resource_id,
            version=version,
        )
