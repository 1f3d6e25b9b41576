"""Hearing interested parties together, or apart with reasons (gezamenlijk of afzonderlijk horen, Awb 7:6).

Who is heard orally is heard in the presence of the others (Awb 7:6(1)). Apart only where hearing them together would
hinder a careful treatment, or where facts would come up that are secret for weighty reasons (7:6(2)): a person's
judgement, with reasons. Each of them is then told what was said in their absence (7:6(3)), but for what is secret, of
which they are told that it is left out (7:6(4)).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.interested_parties import InvitedParties, InvitedParty
    from services.objections.domain.objection import Objection

THE_OBJECTOR: Final = 0
"""Invited parties are numbered from 1."""


class ApartBecause(StrEnum):
    """Why somebody is heard apart; the law has no other reasons (Awb 7:6(2))."""

    HINDERS_TREATMENT = "hinders_treatment"
    """Together would hinder a careful treatment (zorgvuldige behandeling)."""
    SECRECY = "secrecy"
    """Facts would come up that are secret for weighty reasons (geheimhouding om gewichtige redenen)."""


class HeardApart(msgspec.Struct, frozen=True):
    """Why somebody was heard apart."""

    because: ApartBecause
    reasons: Sealed


class HearingAccount(msgspec.Struct, frozen=True):
    """What somebody is told of what was said in their absence; at least one of both."""

    words: Sealed | None
    """None: all of it is secret."""
    withheld: Sealed | None
    """Why a part, or all, is left out for weighty reasons (Awb 7:6(4)); not for who is told. None: nothing is."""


class HearingAccountGiven(Event):
    """One of those heard apart was told what was said in their absence (mededeling van het verhandelde, Awb 7:6(3))."""

    TOPIC = "objections.HearingAccountGiven"

    case_id: UUID
    recipient: int
    """0: the objector; otherwise the number of an invited party."""
    person: Sealed | None
    """Name and address of another than the objector and the holder."""
    given_on: date
    given_by: str
    account: HearingAccount

    def apply(self, aggregate: Objection) -> None:
        aggregate.told_of_hearing = aggregate.told_of_hearing | {self.recipient}


def check_recipient(parties: InvitedParties, hearing_days: Collection[date], recipient: int) -> None:
    """Only who was heard, where somebody was heard apart, is told what was said meanwhile (Awb 7:6(3))."""
    if recipient not in _to_be_told(parties, hearing_days):
        raise RuleBroken(
            "nobody_heard_apart",
            "they were not heard apart from anybody: there is nothing to tell (Awb 7:6(3))",
        )


def require_heard_together(
    parties: InvitedParties, hearing_days: Collection[date], told: Collection[int]
) -> None:
    """Before any ruling: heard together, or apart with reasons, and then told what was said (Awb 7:6)."""
    together = [party.heard_on for party in _heard_orally(parties) if party.apart is None]
    if not set(together) <= set(hearing_days or together[:1]):
        raise RuleBroken(
            "heard_apart_without_reasons",
            "parties are heard in each other's presence, or apart with reasons (Awb 7:6(1), (2))",
        )
    if not _to_be_told(parties, hearing_days) <= set(told):
        raise RuleBroken(
            "apart_not_told",
            "who was heard apart is told what was said in their absence, or that it is secret (Awb 7:6(3), (4))",
        )


def _heard_orally(parties: InvitedParties) -> list[InvitedParty]:
    return [party for party in parties if party.orally]


def _to_be_told(parties: InvitedParties, hearing_days: Collection[date]) -> set[int]:
    """All who were heard orally, where one of them was heard apart from another."""
    heard = _heard_orally(parties)
    objector = {THE_OBJECTOR} if hearing_days else set()
    everybody = objector | {party.number for party in heard}
    return everybody if len(everybody) > 1 and any(party.apart for party in heard) else set()
