"""What leaves the decisions service about an intention to revoke; the revocation itself is a decision."""

from __future__ import annotations

from services.decisions.domain.revocation import RevocationAbandoned, RevocationIntended
from shared.contracts import decisions as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent

LETTERS = ("notifications",)


def revocation_intended(recorded: RecordedEvent) -> contracts.RevocationIntended:
    """The contract for an intention to revoke."""
    fact = recorded.event
    if not isinstance(fact, RevocationIntended):
        raise TypeError(f"{fact.TOPIC} is no intention to revoke")
    return contracts.RevocationIntended(
        case_id=fact.originator_id,
        ground=fact.ground,
        intended_on=fact.intended_on,
        views_until=fact.views_until,
        sealed_reasons=fact.sealed_reasons,
    )


def revocation_abandoned(recorded: RecordedEvent) -> contracts.RevocationAbandoned:
    """The contract for giving that intention up."""
    fact = recorded.event
    if not isinstance(fact, RevocationAbandoned):
        raise TypeError(f"{fact.TOPIC} abandons no revocation")
    return contracts.RevocationAbandoned(
        case_id=fact.originator_id, abandoned_on=fact.abandoned_on, sealed_reasons=fact.sealed_reasons
    )


OF_REVOCATIONS = (
    Publication(
        event=RevocationIntended,
        contract=contracts.RevocationIntended,
        consumers=LETTERS,
        to_contract=revocation_intended,
    ),
    Publication(
        event=RevocationAbandoned,
        contract=contracts.RevocationAbandoned,
        consumers=LETTERS,
        to_contract=revocation_abandoned,
    ),
)
