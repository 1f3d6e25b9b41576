"""What an import of the national road data (NDW) says about zones, and what is taken over from it.

The feed is good for geometry and ids and not a source of rules: its dates of the transition regime are
not read. Zero-emission zones and low-emission zones (milieuzones) carry the same type there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec

from services.register.domain.zone import Zone
from shared.municipalities import MUNICIPALITIES
from shared.vocabulary import legal_day

NO_END_FROM: Final = date(2900, 1, 1)
"""The feed writes "no end" as a day in the year 2999."""
UNKNOWN_REGULATION: Final = "onbekend"
IN_FORCE: Final = "active"
ZERO_EMISSION_WORDS: Final = ("zero-emissie", "zero emissie", "nul-emissie", "uitstootvrij")
LOW_EMISSION_WORDS: Final = ("lez ", "milieuzone")
ALL_VANS_AND_TRUCKS: Final = frozenset({"n1", "n2", "n3"})
OTHER_NAMES: Final = {"den haag": "0518", "den bosch": "0796"}
"""Names in use beside the official one."""


class ZoneKind(StrEnum):
    """What kind of zone a record of the feed is."""

    ZERO_EMISSION = "zero_emission"
    LOW_EMISSION = "low_emission"
    UNCLEAR = "unclear"


class FeedZone(msgspec.Struct, frozen=True, kw_only=True):
    """One record of the feed (`urbanVehicleAccessRegulation`), as it was written."""

    id: str
    version: int
    name: str
    issuing_authority: str
    regulation_id: str
    status: str
    starts_at: datetime
    ends_at: datetime
    closed_to: frozenset[str]
    """EU vehicle categories of the restriction, in lower case."""
    area: str
    """Polygons as pairs of latitude and longitude (WGS 84), a line for each."""

    @property
    def kind(self) -> ZoneKind:
        """By its name; where that leaves it open, by being closed to all vans and trucks and to nothing else."""
        name = self.name.casefold()
        if name.startswith("ze ") or any(word in name for word in ZERO_EMISSION_WORDS):
            return ZoneKind.ZERO_EMISSION
        if any(word in name for word in LOW_EMISSION_WORDS):
            return ZoneKind.LOW_EMISSION
        return ZoneKind.ZERO_EMISSION if self.closed_to == ALL_VANS_AND_TRUCKS else ZoneKind.UNCLEAR

    @property
    def municipality_code(self) -> str | None:
        """The CBS code of the municipality that issued the order; None: not one that we know."""
        name = self.issuing_authority.casefold().removeprefix("gemeente ").strip()
        return OTHER_NAMES.get(name) or _CODES.get(name)

    def as_zone(self, code: str, published_on: date) -> Zone:
        """The zone that it describes. Days are legal days, also where the feed writes midnight as UTC."""
        ends_on = legal_day(self.ends_at)
        return Zone(
            id=self.id,
            code=code,
            municipality=MUNICIPALITIES[code],
            in_force_from=legal_day(self.starts_at),
            in_force_until=None if ends_on >= NO_END_FROM else date.fromordinal(ends_on.toordinal() - 1),
            source=f"National road data (NDW) of {published_on.isoformat()}: {self.name}",
            feed_id=self.id,
            regulation_id=None if self.regulation_id == UNKNOWN_REGULATION else self.regulation_id,
        )


_CODES: Final[Mapping[str, str]] = {name.casefold(): code for code, name in MUNICIPALITIES.items()}


class ZoneFeed(msgspec.Struct, frozen=True):
    """One publication of the feed."""

    published_at: datetime
    zones: tuple[FeedZone, ...]

    def taken_over(self) -> tuple[tuple[FeedZone, str], ...]:
        """The zero-emission zones in force or decided of municipalities that we know, with their codes."""
        return tuple(
            (zone, code)
            for zone in self.zones
            if zone.kind is ZoneKind.ZERO_EMISSION
            and zone.status == IN_FORCE
            and (code := zone.municipality_code) is not None
        )


class Difference(StrEnum):
    """What an import finds about one zone."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    """In the import before, and not in this one."""
    NOT_IN_FEED = "not in the feed"
    """In our own list alone; it stays."""
    UNKNOWN_MUNICIPALITY = "of a municipality not in our list"
    NOT_ACTIVE = "not active"
    LOW_EMISSION_ZONE = "a low-emission zone"
    UNCLEAR = "neither by name nor by restriction a zero-emission zone"


@dataclass(frozen=True, slots=True)
class Remark:
    """What was found about one zone."""

    difference: Difference
    zone_id: str
    name: str


def zones_with(listed: Iterable[Zone], imported: Iterable[Zone]) -> tuple[Zone, ...]:
    """The zones of an import over our own list.

    One of the same municipality with the same first day is the same zone and keeps our id; any other is
    a further zone of its municipality. What the import does not name stays as listed.
    """
    waiting = {(zone.code, zone.in_force_from): zone for zone in listed}
    merged: list[Zone] = []
    for zone in sorted(imported, key=lambda zone: zone.id):
        ours = waiting.pop((zone.code, zone.in_force_from), None)
        merged.append(zone if ours is None else _under_our_id(zone, ours))
    return (*merged, *waiting.values())


def _under_our_id(imported: Zone, ours: Zone) -> Zone:
    """The road data name no day from which is fined: that stays as listed."""
    return msgspec.structs.replace(
        imported, id=ours.id, fines_from=ours.fines_from, fines_source=ours.fines_source
    )


def remarks(feed: ZoneFeed, before: Mapping[str, FeedZone], listed: Iterable[Zone]) -> Iterator[Remark]:
    """What a person should know of an import: `before` are the records taken over by the last one, by id."""
    taken = {zone.id: (zone, code) for zone, code in feed.taken_over()}
    for zone in feed.zones:
        yield Remark(_difference(zone, before) if zone.id in taken else _left_out(zone), zone.id, zone.name)
    for zone_id in sorted(before.keys() - taken.keys()):
        yield Remark(Difference.GONE, zone_id, before[zone_id].name)
    day = legal_day(feed.published_at)
    known = {(code, zone.as_zone(code, day).in_force_from) for zone, code in taken.values()}
    for ours in listed:
        if (ours.code, ours.in_force_from) not in known:
            yield Remark(Difference.NOT_IN_FEED, ours.id, ours.municipality)


def _difference(zone: FeedZone, before: Mapping[str, FeedZone]) -> Difference:
    earlier = before.get(zone.id)
    if earlier is None:
        return Difference.NEW
    return Difference.UNCHANGED if earlier == zone else Difference.CHANGED


def _left_out(zone: FeedZone) -> Difference:
    if zone.kind is not ZoneKind.ZERO_EMISSION:
        low = zone.kind is ZoneKind.LOW_EMISSION
        return Difference.LOW_EMISSION_ZONE if low else Difference.UNCLEAR
    return Difference.NOT_ACTIVE if zone.status != IN_FORCE else Difference.UNKNOWN_MUNICIPALITY
