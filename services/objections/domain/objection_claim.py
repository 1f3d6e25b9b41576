"""Who has an objection in hand (wie het bezwaar behandelt): claimed, released, handed over.

A working arrangement of the desk and no legal act: nobody needs a claim to act on an objection. It is a stream
of its own beside the objection, so that it changes no version that somebody names. It ends with the ruling; an
objection that a court orders to decide on anew is with who had it then.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from services.objections.domain.contested_decision import require_another
from services.objections.domain.objection import Objection
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.eventlog.claim import Claim


def claim_id(objection_id: UUID) -> UUID:
    """The stream of the claims on an objection."""
    return uuid5(objection_id, "claim")


class ObjectionClaimOpened(FoundingEvent):
    """Claims on the objection are kept from here on; nobody has claimed it before."""

    TOPIC = "objections.ObjectionClaimOpened"

    objection_id: UUID
    case_id: UUID

    def apply(self, aggregate: ObjectionClaim) -> None:
        aggregate.objection_id = self.objection_id


class ObjectionClaimed(Event):
    """Somebody of the desk took the objection in hand."""

    TOPIC = "objections.ObjectionClaimed"

    objection_id: UUID
    claimed_by: str
    claimed_on: date

    def apply(self, aggregate: ObjectionClaim) -> None:
        aggregate.claimed_by = self.claimed_by


class ObjectionReleased(Event):
    """Nobody has the objection in hand any more."""

    TOPIC = "objections.ObjectionReleased"

    objection_id: UUID
    claimed_by: str
    """Who had it."""
    released_by: str
    released_on: date

    def apply(self, aggregate: ObjectionClaim) -> None:
        aggregate.claimed_by = None


class ObjectionHandedOver(Event):
    """A reviewer gave the objection to somebody else of the desk."""

    TOPIC = "objections.ObjectionHandedOver"

    objection_id: UUID
    claimed_by: str
    """Who had it."""
    to: str
    handed_over_by: str
    handed_over_on: date

    def apply(self, aggregate: ObjectionClaim) -> None:
        aggregate.claimed_by = self.to


class ObjectionClaim(Claim):
    """The claim on one objection: one person has it in hand, or nobody."""

    TOPIC = "objections.ObjectionClaim"
    WHAT = "objection"

    objection_id: UUID | None = None

    @classmethod
    def open(cls, objection: Objection) -> Self:
        """Begin to keep the claims on an objection."""
        return cls.found(
            ObjectionClaimOpened,
            id=claim_id(objection.id),
            objection_id=objection.id,
            case_id=objection.case_id,
        )

    # Each raises NotInThisState `objection_state` once the proceedings have ended.

    def claim(self, objection: Objection, *, by: str, deciders: frozenset[str], on: date) -> None:
        """Take the objection in hand; who has it already, has it, since the day of the first claim.

        Raises NotYours `own_decision` for who took a decision that it is directed at (Awb 10:3(3)),
        NotInThisState `claimed_by_another`.
        """
        objection.require_undecided()
        require_another(by, deciders)
        if self._is_to_be_claimed(by):
            self.trigger_event(ObjectionClaimed, objection_id=self.objection_id, claimed_by=by, claimed_on=on)

    def release(self, objection: Objection, *, by: str, as_reviewer: bool, on: date) -> None:
        """Give the objection back to the desk: by who has it, or by a reviewer.

        Raises NotInThisState `objection_not_claimed`, NotYours `claim_of_another`.
        """
        objection.require_undecided()
        if self.claimed_by is None:
            raise NotInThisState("objection_not_claimed", "nobody has the objection in hand")
        self._must_be_released_by(by, as_reviewer=as_reviewer)
        self.trigger_event(
            ObjectionReleased,
            objection_id=self.objection_id,
            claimed_by=self.claimed_by,
            released_by=by,
            released_on=on,
        )

    def hand_over(
        self, objection: Objection, *, claimed_by: str, to: str, deciders: frozenset[str], by: str, on: date
    ) -> None:
        """Give the objection of one to another, who took no decision that it is directed at (Awb 10:3(3)).

        Raises NotInThisState `claim_not_held` naming the objection, NotYours `own_decision`.
        """
        objection.require_undecided()
        self._must_be_with(claimed_by, self.objection_id)
        require_another(to, deciders)
        self.trigger_event(
            ObjectionHandedOver,
            objection_id=self.objection_id,
            claimed_by=claimed_by,
            to=to,
            handed_over_by=by,
            handed_over_on=on,
        )
