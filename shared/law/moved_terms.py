"""Terms that the authority set itself and that are moved, in favour of whom they were set for alone.

An electronic channel that is out (storing) on the last day of such a term takes a day away from who had to use
it; since the Wet modernisering elektronisch bestuurlijk verkeer (Wmebv, Awb afdeling 2.3) terms can be adjusted
for that. A letter that bounced and went out on paper later takes away days as well. By which rule a term moves
after an outage, and for which messages which channel is designated (Awb 2:13), was not found in any source: both
are SYNTHETIC.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from shared.law.calendar import is_free_day


class ElectronicChannel(StrEnum):
    """A way by which somebody sends the authority something electronically (kanaal, Awb 2:13)."""

    PORTAL = "portal"
    """Portaal: what applicants use, by themselves or by a program."""
    EMAIL = "email"


class TermFor(StrEnum):
    """What somebody gets a term for."""

    SUPPLEMENT = "supplement"
    """Aanvulling (Awb 4:5(1))."""
    VIEWS = "views"
    """Zienswijze (Awb 4:7, 4:8)."""
    REPAIR = "repair"
    """Herstel van een verzuim (Awb 6:6)."""
    HEARING_WISH = "hearing_wish"
    """Zeggen of men gehoord wil worden (Awb 7:3(d))."""
    PARTY_VIEWS = "party_views"
    """Gehoord worden over het bezwaar van een ander (Awb 7:2)."""
    THIRD_PARTY_VIEWS = "third_party_views"
    """Zienswijze over de aanvraag van een ander (Awb 4:8)."""


CHANNELS: Final[Mapping[TermFor, frozenset[ElectronicChannel]]] = {
    TermFor.SUPPLEMENT: frozenset({ElectronicChannel.PORTAL}),
    TermFor.REPAIR: frozenset({ElectronicChannel.PORTAL}),
    TermFor.VIEWS: frozenset({ElectronicChannel.PORTAL, ElectronicChannel.EMAIL}),
    TermFor.HEARING_WISH: frozenset({ElectronicChannel.PORTAL, ElectronicChannel.EMAIL}),
    TermFor.PARTY_VIEWS: frozenset({ElectronicChannel.PORTAL, ElectronicChannel.EMAIL}),
    TermFor.THIRD_PARTY_VIEWS: frozenset({ElectronicChannel.PORTAL, ElectronicChannel.EMAIL}),
}
"""SYNTHETIC: by which channels it can come; the desk notes views and answers that came by any of them."""


class OutageRule(msgspec.Struct, frozen=True):
    """By how much a term moves after an outage, from a day on."""

    version: str
    in_force_from: date
    ordinary_days: int
    """The term ends with this ordinary day after the one on which the outage ended."""


OUTAGE_RULES: Final = (OutageRule("SYNTHETIC outage/2026", date(2026, 1, 1), 1),)
"""SYNTHETIC, oldest first: that terms can be adjusted is the law since 2026, the rule for it was not found."""


class Outage(msgspec.Struct, frozen=True):
    """An outage by legal days: it covers each day of which it took a part."""

    outage_id: UUID
    channel: ElectronicChannel
    first_day: date
    final_day: date

    def covers(self, last_day: date, term_for: TermFor) -> bool:
        """Whether it took away from the last day of such a term."""
        return self.channel in CHANNELS[term_for] and self.first_day <= last_day <= self.final_day


class MovedBecause(StrEnum):
    """Why a term was moved."""

    OUTAGE = "outage"
    """Storing (Awb afdeling 2.3)."""
    SENT_ON_PAPER = "sent_on_paper"
    """De brief kwam later, per post: as many days as the first letter gave, from the day of the paper."""


class Move(msgspec.Struct, frozen=True):
    """To which day a term is moved, and why."""

    last_day: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str


PAPER_RULE: Final = "SYNTHETIC as many days from the letter on paper"
"""By which a letter that goes out again moves a term; the law names none for terms of the authority's own."""


def rule_for(final_day: date) -> OutageRule | None:
    """The rule for an outage that ended on that day; None: terms could not be adjusted yet."""
    in_force = [rule for rule in OUTAGE_RULES if rule.in_force_from <= final_day]
    return in_force[-1] if in_force else None


def move_after(outage: Outage, last_day: date, term_for: TermFor) -> Move | None:
    """The move of a term of which the outage covers the last day; None: it does not, or there is no rule."""
    rule = rule_for(outage.final_day)
    if rule is None or not outage.covers(last_day, term_for):
        return None
    moved = outage.final_day
    for _ in range(rule.ordinary_days):
        moved = _next_ordinary_day(moved)
    return Move(moved, MovedBecause.OUTAGE, outage.outage_id, rule.version)


def move_to_paper(last_day: date, letter_id: UUID) -> Move:
    """The move to the day that the letter on paper names."""
    return Move(last_day, MovedBecause.SENT_ON_PAPER, letter_id, PAPER_RULE)


def last_day_on_paper(last_day: date, first_sent_on: date, sent_on: date) -> date:
    """As many days from the letter on paper as the first letter gave; never fewer than are left."""
    return max(last_day, sent_on + (last_day - first_sent_on))


def _next_ordinary_day(day: date) -> date:
    following = day + timedelta(days=1)
    while is_free_day(following):
        following += timedelta(days=1)
    return following
