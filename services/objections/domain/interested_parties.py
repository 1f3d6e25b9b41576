"""Others than the objector whom the ruling can concern: invited to say what they think of the objection, and heard.

Awb 7:2: who takes part in the preparation of the decision, and whom the ruling can harm, is told that they can be
heard. The holder (houder) of an exemption to which another objects is heard before it is taken or shortened; somebody
else is invited by a person's judgement, as who gave views before the contested decision (Awb 7:2(2)).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

import msgspec

from services.objections.domain.heard_apart import HeardApart
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection

LEAST_TERM: Final = timedelta(weeks=2)
"""SYNTHETIC: what a party gets at least to say what they think; the law says no more than that they are heard."""


class InvitedParty(msgspec.Struct, frozen=True):
    """One who was invited, and whether they were heard."""

    number: int
    """1 for the first who was invited."""
    is_holder: bool
    invited_on: date
    views_until: date
    heard_on: date | None = None
    person: Sealed | None = None
    """Name and address; None: the holder."""
    invited_by_event: UUID | None = None
    """The invitation, for what its letter moves."""
    orally: bool = False
    apart: HeardApart | None = None
    """Why they were heard apart from the others (Awb 7:6(2)); None: they were not, or reacted in writing."""

    def was_heard(self, on: date) -> bool:
        """Whether they said what they think, or let the term for it pass (compare Awb 7:3(d))."""
        return self.heard_on is not None or on > self.views_until


InvitedParties = tuple[InvitedParty, ...]


class PartyInvited(Event):
    """Another than the objector was invited to say what they think of the objection (belanghebbende, Awb 7:2)."""

    TOPIC = "objections.PartyInvited"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    number: int
    person: Sealed | None
    """Name and address; None: the holder, whom the case is about."""
    invited_on: date
    invited_by: str
    views_until: date
    sealed_explanation: Sealed
    """What the objection is about, in Dutch, for the letter: no more of the objector than the party must know."""

    def apply(self, aggregate: Objection) -> None:
        invited = InvitedParty(
            self.number,
            self.person is None,
            self.invited_on,
            self.views_until,
            person=self.person,
            invited_by_event=self.event_id,
        )
        aggregate.parties = (*aggregate.parties, invited)


class PartyHeard(Event):
    """One who was invited said what they think, orally or in writing; of it there is a record (Awb 7:2, 7:7)."""

    TOPIC = "objections.PartyHeard"

    case_id: UUID
    number: int
    heard_on: date
    orally: bool
    recorded_by: str
    sealed_record: Sealed
    apart: HeardApart | None = None
    """Why they were heard apart from the others (Awb 7:6(2)); None: in their presence, or in writing."""

    def apply(self, aggregate: Objection) -> None:
        heard = {"heard_on": self.heard_on, "orally": self.orally, "apart": self.apart}
        aggregate.parties = tuple(
            msgspec.structs.replace(party, **heard) if party.number == self.number else party
            for party in aggregate.parties
        )
        if self.orally:
            aggregate.told_of_hearing = frozenset()


def check_party(*, by_another: bool, is_holder: bool, views_until: date, on: date) -> None:
    """Raise RuleBroken where nobody else is to be heard, or the term is too short."""
    if is_holder and not by_another:
        raise RuleBroken("holder_objects", "the holder objects, and is heard as objector (Awb 7:2)")
    if views_until < on + LEAST_TERM:
        raise RuleBroken(
            "party_term_too_short", f"a party gets {LEAST_TERM.days} days at least to be heard (Awb 7:2)"
        )


def check_heard_party(parties: InvitedParties, number: int, heard_on: date, on: date) -> None:
    """Raise where nobody of that number was invited, or the day is not one on which they can have been heard."""
    party = next((party for party in parties if party.number == number), None)
    if party is None:
        raise NotInThisState("party_not_invited", "no such party was invited to be heard (Awb 7:2(2))")
    if not party.invited_on <= heard_on <= on:
        raise RuleBroken(
            "party_heard_day",
            "a party is heard after the invitation, and recorded afterwards (Awb 7:2(2), 7:7)",
        )


def require_holder_heard(parties: InvitedParties, on: date) -> None:
    """What was granted is not taken or shortened before its holder could be heard on it (Awb 7:2)."""
    invited = [party for party in parties if party.is_holder]
    if not invited:
        raise RuleBroken("granted_unheard", "the holder was not invited to be heard (Awb 7:2)")
    if not invited[-1].was_heard(on):
        raise RuleBroken("holder_term_runs", "the holder can still be heard (Awb 7:2)")


def require_parties_heard(parties: InvitedParties, on: date) -> None:
    """Who was invited is heard, or lets the term pass, before the objection is ruled on (Awb 7:2(2))."""
    if not all(party.was_heard(on) for party in parties):
        raise RuleBroken("party_term_runs", "a party who was invited can still be heard (Awb 7:2(2))")


class ToldOfRuling(TypedDict):
    """Who is told of the decision on the objection beside its addressee, because they gave their views (Awb 7:12(3))."""

    told_to: tuple[Sealed, ...]
    holder_told: bool
    """Whether the holder, to whose exemption another objected, is one of them."""


def told_of_ruling(parties: InvitedParties) -> ToldOfRuling:
    """Those who were heard; somebody who was invited and said nothing is not (Awb 3:43(1), 7:12(3))."""
    heard = [party for party in parties if party.heard_on is not None]
    others = tuple(party.person for party in heard if party.person is not None)
    return ToldOfRuling(told_to=others, holder_told=any(party.is_holder for party in heard))
