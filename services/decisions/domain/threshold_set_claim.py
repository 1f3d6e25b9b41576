"""Which reviewer has a proposed threshold set in hand (wie de set beoordeelt): claimed, released, handed over.

Nobody needs a claim to approve or reject. It ends with the approval or rejection.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from services.decisions.domain.threshold_set import ThresholdSet
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.eventlog.claim import Claim


def set_claim_id(set_id: UUID) -> UUID:
    """The stream of the claims on a threshold set."""
    return uuid5(set_id, "claim")


class ThresholdSetClaimOpened(FoundingEvent):
    """Claims on the set are kept from here on; nobody has claimed it before."""

    TOPIC = "decisions.ThresholdSetClaimOpened"
    threshold_set_id: UUID

    def apply(self, aggregate: ThresholdSetClaim) -> None:
        aggregate.threshold_set_id = self.threshold_set_id


class ThresholdSetClaimed(Event):
    """A reviewer took the set in hand."""

    TOPIC = "decisions.ThresholdSetClaimed"
    threshold_set_id: UUID
    claimed_by: str
    claimed_on: date

    def apply(self, aggregate: ThresholdSetClaim) -> None:
        aggregate.claimed_by = self.claimed_by


class ThresholdSetReleased(Event):
    """No reviewer has the set in hand any more."""

    TOPIC = "decisions.ThresholdSetReleased"
    threshold_set_id: UUID
    claimed_by: str
    """Who had it."""
    released_by: str
    released_on: date

    def apply(self, aggregate: ThresholdSetClaim) -> None:
        aggregate.claimed_by = None


class ThresholdSetHandedOver(Event):
    """The set went from one reviewer to another."""

    TOPIC = "decisions.ThresholdSetHandedOver"
    threshold_set_id: UUID
    claimed_by: str
    """Who had it."""
    to: str
    handed_over_by: str
    handed_over_on: date

    def apply(self, aggregate: ThresholdSetClaim) -> None:
        aggregate.claimed_by = self.to


class ThresholdSetClaim(Claim):
    """The claim on one set: one reviewer has it in hand, or nobody."""

    TOPIC = "decisions.ThresholdSetClaim"
    WHAT = "threshold set"

    threshold_set_id: UUID | None = None

    @classmethod
    def open(cls, set_id: UUID) -> Self:
        """Begin to keep the claims on a set."""
        return cls.found(ThresholdSetClaimOpened, id=set_claim_id(set_id), threshold_set_id=set_id)

    # Each raises NotInThisState once the set was approved or rejected.

    def claim(self, proposed: ThresholdSet, *, by: str, on: date) -> None:
        """Take the set in hand; who has it already, has it, since the day of the first claim.

        Raises NotYours `approver_barred` for who may not approve it, NotInThisState `claimed_by_another`.
        """
        proposed.require_approver(by)
        if self._is_to_be_claimed(by):
            self.trigger_event(
                ThresholdSetClaimed, threshold_set_id=self.threshold_set_id, claimed_by=by, claimed_on=on
            )

    def release(self, proposed: ThresholdSet, *, by: str, on: date) -> None:
        """Give the set back, by any reviewer. Raises NotInThisState `threshold_set_not_claimed`."""
        proposed.require_proposed()
        self.trigger_event(
            ThresholdSetReleased,
            threshold_set_id=self.threshold_set_id,
            claimed_by=self._holder(),
            released_by=by,
            released_on=on,
        )

    def hand_over(self, proposed: ThresholdSet, *, to: str, by: str, on: date) -> None:
        """Give the set to another reviewer. Raises as `claim` and `release` do."""
        proposed.require_approver(to)
        self.trigger_event(
            ThresholdSetHandedOver,
            threshold_set_id=self.threshold_set_id,
            claimed_by=self._holder(),
            to=to,
            handed_over_by=by,
            handed_over_on=on,
        )

    def _holder(self) -> str:
        if self.claimed_by is None:
            raise NotInThisState("threshold_set_not_claimed", "nobody has the threshold set in hand")
        return self.claimed_by
