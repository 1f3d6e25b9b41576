"""Who has a case in hand (wie de zaak behandelt): claimed, released, handed over.

A working arrangement of the desk and no legal act: nobody needs a claim to decide. It is a stream of its
own beside the case, so that it changes no version that somebody names. It ends with the case; a case of
which leaving out is revoked is with who had it then.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from services.decisions.domain.case_file import CaseState, check_undecided
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.eventlog.claim import Claim


def claim_id(case_id: UUID) -> UUID:
    """The stream of the claims on a case."""
    return uuid5(case_id, "claim")


class CaseClaimOpened(FoundingEvent):
    """Claims on the case are kept from here on; nobody has claimed it before."""

    TOPIC = "decisions.CaseClaimOpened"
    case_id: UUID

    def apply(self, aggregate: CaseClaim) -> None:
        aggregate.case_id = self.case_id


class CaseClaimed(Event):
    """Somebody of the desk took the case in hand."""

    TOPIC = "decisions.CaseClaimed"
    case_id: UUID
    claimed_by: str
    claimed_on: date

    def apply(self, aggregate: CaseClaim) -> None:
        aggregate.claimed_by = self.claimed_by


class CaseReleased(Event):
    """Nobody has the case in hand any more."""

    TOPIC = "decisions.CaseReleased"
    case_id: UUID
    claimed_by: str
    """Who had it."""
    released_by: str
    released_on: date

    def apply(self, aggregate: CaseClaim) -> None:
        aggregate.claimed_by = None


class CaseHandedOver(Event):
    """A reviewer gave the case to somebody else of the desk."""

    TOPIC = "decisions.CaseHandedOver"
    case_id: UUID
    claimed_by: str
    """Who had it."""
    to: str
    handed_over_by: str
    handed_over_on: date

    def apply(self, aggregate: CaseClaim) -> None:
        aggregate.claimed_by = self.to


class CaseClaim(Claim):
    """The claim on one case: one person has it in hand, or nobody."""

    TOPIC = "decisions.CaseClaim"
    WHAT = "case"

    case_id: UUID | None = None

    @classmethod
    def open(cls, case_id: UUID) -> Self:
        """Begin to keep the claims on a case."""
        return cls.found(CaseClaimOpened, id=claim_id(case_id), case_id=case_id)

    def claim(self, *, state: CaseState, by: str, on: date) -> None:
        """Take the case in hand; who has it already, has it, since the day of the first claim.

        Raises NotInThisState `claimed_by_another`, and as `check_undecided` does.
        """
        check_undecided(state)
        if self._is_to_be_claimed(by):
            self.trigger_event(CaseClaimed, case_id=self.case_id, claimed_by=by, claimed_on=on)

    def release(self, *, state: CaseState, by: str, as_reviewer: bool, on: date) -> None:
        """Give the case back to the desk: by who has it, or by a reviewer.

        Raises NotInThisState `case_not_claimed`, NotYours `claim_of_another`, and as `check_undecided` does.
        """
        check_undecided(state)
        if self.claimed_by is None:
            raise NotInThisState("case_not_claimed", "nobody has the case in hand")
        self._must_be_released_by(by, as_reviewer=as_reviewer)
        self.trigger_event(
            CaseReleased, case_id=self.case_id, claimed_by=self.claimed_by, released_by=by, released_on=on
        )

    def hand_over(self, *, state: CaseState, claimed_by: str, to: str, by: str, on: date) -> None:
        """Give the case of one to another.

        Raises NotInThisState `claim_not_held` naming the case, and as `check_undecided` does.
        """
        check_undecided(state)
        self._must_be_with(claimed_by, self.case_id)
        self.trigger_event(
            CaseHandedOver,
            case_id=self.case_id,
            claimed_by=claimed_by,
            to=to,
            handed_over_by=by,
            handed_over_on=on,
        )
