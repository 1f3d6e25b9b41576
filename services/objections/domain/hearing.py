"""Hearing the objector (horen, Awb 7:2-7:7): planned, held, or left out for one of the grounds of the law.

Days that count back from the hearing are not moved by any calendar (Atw 1(2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling, legal_day

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection

DOCUMENTS_BEFORE: Final = timedelta(days=10)
"""Awb 7:4(1): until how long before the hearing further documents can be handed in."""
FILE_OPEN_BEFORE: Final = timedelta(weeks=1)
"""Awb 7:4(2): how long before the hearing, at the least, the file can be looked into."""


class HearingForm(StrEnum):
    """How somebody is heard."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class WaiverGround(StrEnum):
    """Why somebody need not be heard; the law has no others (Awb 7:3)."""

    MANIFESTLY_INADMISSIBLE = "manifestly_inadmissible"
    """Kennelijk niet-ontvankelijk (Awb 7:3(a))."""
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    """Kennelijk ongegrond (Awb 7:3(b))."""
    NOT_WANTED = "not_wanted"
    """The objector declared not to want to be heard (Awb 7:3(c))."""
    NO_REACTION = "no_reaction"
    """The objector did not say within a reasonable term that a hearing is wanted (Awb 7:3(d))."""
    FULLY_GRANTED = "fully_granted"
    """All that was asked is granted, and nobody else can be harmed by it (Awb 7:3(e))."""


class HowHeard(StrEnum):
    """How the objector was heard, or why not, as the ruling has to say (Awb 7:12(1))."""

    HELD = "held"
    MANIFESTLY_INADMISSIBLE = WaiverGround.MANIFESTLY_INADMISSIBLE.value
    MANIFESTLY_UNFOUNDED = WaiverGround.MANIFESTLY_UNFOUNDED.value
    NOT_WANTED = WaiverGround.NOT_WANTED.value
    NO_REACTION = WaiverGround.NO_REACTION.value
    FULLY_GRANTED = WaiverGround.FULLY_GRANTED.value


ONLY_WITH: Final[Mapping[WaiverGround, ObjectionRuling]] = {
    WaiverGround.MANIFESTLY_INADMISSIBLE: ObjectionRuling.INADMISSIBLE,
    WaiverGround.MANIFESTLY_UNFOUNDED: ObjectionRuling.DISMISSED,
    WaiverGround.FULLY_GRANTED: ObjectionRuling.UPHELD,
}
"""The ruling that a ground foretells: with another one it was no ground (Awb 7:3)."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why the objector is not heard (afzien van horen), as the handler says it."""

    ground: WaiverGround
    reasons: Sealed


@dataclass(frozen=True, slots=True)
class Invitation:
    """When and where the objector can be heard."""

    at: datetime
    form: HearingForm
    place: Sealed
    """The address, or how to take part online."""

    @property
    def day(self) -> date:
        """The legal day of the hearing."""
        return legal_day(self.at)


@dataclass(frozen=True, slots=True)
class HeldHearing:
    """What is known of a hearing afterwards."""

    held_on: date
    held_by: tuple[str, ...]
    """Pseudonymous ids of who heard the objector."""
    record: Sealed
    """The record (verslag, Awb 7:7)."""
    by_committee: bool = False
    """Whether the committee that advises heard the objector (Awb 7:13(3))."""
    withdrawn: bool = False
    """Whether the objector withdrew at the hearing (Awb 6:21(2)), which the record then says."""


class Hearing(msgspec.Struct, frozen=True):
    """How the hearing of an objector stands."""

    invited_on: date | None = None
    """The day of the invitation that stands; None: nobody was invited, or the hearing was left out."""
    held_on: date | None = None
    waived: WaiverGround | None = None
    new_facts_on: date | None = None
    """Since when facts are known that can matter much, and on which nobody was heard yet (Awb 7:9)."""
    by_committee: bool = False
    """Whether the committee that advises held it (Awb 7:13(3))."""
    days: tuple[date, ...] = ()
    """Every day on which the objector was heard, new facts or not."""

    @property
    def heard_on(self) -> date | None:
        """The day of the hearing on all that is known; None after new facts, on which nobody was heard (Awb 7:9)."""
        return self.held_on if self.held else None

    @property
    def held(self) -> bool:
        """Whether the objector was heard on all that is known."""
        return self.held_on is not None and self.new_facts_on is None


class HearingPlanned(Event):
    """The objector was invited to a hearing (hoorzitting, Awb 7:2); a later invitation takes its place."""

    TOPIC = "objections.HearingPlanned"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    planned_on: date
    planned_by: str
    at: datetime
    """UTC."""
    form: HearingForm
    sealed_place: Sealed
    """The address, or how to take part online, as the handler wrote it."""
    documents_until: date
    """Last day for further documents (Awb 7:4(1))."""
    file_open_from: date
    """From here the file can be looked into at the latest (Awb 7:4(2))."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing = msgspec.structs.replace(
            aggregate.hearing, invited_on=self.planned_on, waived=None
        )


class HearingHeld(Event):
    """The objector was heard, of which there is a record (verslag, Awb 7:7)."""

    TOPIC = "objections.HearingHeld"

    case_id: UUID
    held_on: date
    held_by: tuple[str, ...]
    recorded_by: str
    sealed_record: Sealed
    by_committee: bool = False
    """Whether the committee that advises heard the objector (Awb 7:13(3))."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing = msgspec.structs.replace(
            aggregate.hearing,
            held_on=self.held_on,
            by_committee=self.by_committee,
            new_facts_on=None,
            days=(*aggregate.hearing.days, self.held_on),
        )
        aggregate.told_of_hearing = frozenset()


class NewFactsFound(Event):
    """After the hearing facts came up that can matter much for the ruling: the objector can be heard again (Awb 7:9)."""

    TOPIC = "objections.NewFactsFound"

    case_id: UUID
    found_on: date
    found_by: str
    sealed_facts: Sealed
    """Which, in Dutch, as the handler wrote them."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing = msgspec.structs.replace(
            aggregate.hearing, invited_on=None, new_facts_on=self.found_on
        )


class HearingWaived(Event):
    """The objector is not heard (afgezien van horen), for exactly one of the grounds of Awb 7:3."""

    TOPIC = "objections.HearingWaived"

    case_id: UUID
    ground: WaiverGround
    waived_on: date
    waived_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing = Hearing(waived=self.ground, days=aggregate.hearing.days)


def documents_until(day: date) -> date:
    """Awb 7:4(1): ten days before the hearing, counted back from it."""
    return day - DOCUMENTS_BEFORE


def file_open_from(day: date) -> date:
    """Awb 7:4(2): a week before the hearing, counted back from it."""
    return day - FILE_OPEN_BEFORE


def check_invitation(day: date, on: date) -> None:
    """Documents may come until ten days before the hearing, so it is at least as far ahead (Awb 7:4(1))."""
    if documents_until(day) < on:
        raise RuleBroken(
            "hearing_too_soon", "a hearing is at least ten days ahead, for documents (Awb 7:4(1))"
        )


def check_held(hearing: Hearing, held: HeldHearing, deciders: frozenset[str], on: date) -> None:
    """After an invitation (Awb 7:2(2)), by nobody who took a decision that the objection is about (Awb 7:5(1))."""
    if hearing.invited_on is None:
        raise NotInThisState("hearing_not_planned", "the objector was not invited to a hearing (Awb 7:2(2))")
    if not hearing.invited_on <= held.held_on <= on:
        raise RuleBroken(
            "hearing_day", "a hearing is held after the invitation, and recorded afterwards (Awb 7:2(2), 7:7)"
        )
    if deciders.intersection(held.held_by):
        raise RuleBroken("hearer_decided", "who took the contested decision does not hear (Awb 7:5(1))")


def check_new_facts(hearing: Hearing) -> None:
    """Who is still to be heard can be heard on them at once (Awb 7:9)."""
    if not hearing.held:
        raise RuleBroken("hearing_to_come", "the objector is still to be heard, on these facts too (Awb 7:9)")


def check_waiver(hearing: Hearing) -> None:
    """Who was heard cannot be left unheard (Awb 7:3)."""
    if hearing.held:
        raise RuleBroken("hearing_held", "the objector was heard: there is nothing to leave out (Awb 7:3)")


def how_heard(hearing: Hearing, waiver: Waiver | None, ruling: ObjectionRuling, *, in_full: bool) -> HowHeard:
    """How the objector was heard before this ruling, or why not (Awb 7:2, 7:3). Raises RuleBroken.

    `in_full`: it grants all that was asked, and harms nobody (Awb 7:3(e)).
    """
    if waiver is not None:
        check_waiver(hearing)
    if hearing.held:
        return HowHeard.HELD
    ground = waiver.ground if waiver is not None else hearing.waived
    if ground is None and hearing.new_facts_on is not None:
        raise RuleBroken(
            "new_facts_not_heard", "facts came up after the hearing on which nobody was heard (Awb 7:9)"
        )
    if ground is None:
        raise RuleBroken(
            "objector_not_heard", "the objector was not heard, and no ground was given not to (Awb 7:2, 7:3)"
        )
    in_part = ground is WaiverGround.FULLY_GRANTED and not in_full
    if in_part or ONLY_WITH.get(ground, ruling) is not ruling:
        raise RuleBroken("waiver_differs", "the ground not to hear is one for another ruling (Awb 7:3)")
    return HowHeard(ground.value)


def heard_by_renewal(hearing: Hearing) -> HowHeard:
    """The renewed decision grants all that was asked, so that nobody needs to be heard (Awb 7:3(e))."""
    return HowHeard.HELD if hearing.held else HowHeard.FULLY_GRANTED
