"""Zero-emission zones (nul-emissiezones) as far as the register must know them: which, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from shared.errors import NotThere

NATIONAL: Final = "national"
"""Stands for every participating zone, also one that begins later: a national exemption (landelijk)."""

NOT_FOUND: Final = "NOT FOUND"
"""No source says it."""


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One zone of a municipality, set by its traffic order (verkeersbesluit; RVV 1990, art. 86c and 86d)."""

    id: str
    """Our own name for it, which stays when the road data give it another."""
    code: str
    """The municipality's four-digit CBS code (gemeentecode)."""
    municipality: str
    in_force_from: date
    """First day on which the zone is closed to vans and trucks with an exhaust."""
    in_force_until: date | None = None
    """Last day; None: no end is known."""
    source: str
    """Where the dates were read, and how sure they are."""
    fines_from: date | None = None
    """First day on which entering without access is fined: the end of the warning period. None: not found."""
    fines_source: str = NOT_FOUND
    """Where that day was read."""
    feed_id: str | None = None
    """Its id in the national road data, once imported."""
    regulation_id: str | None = None
    """Where the traffic order was published, such as `gmb-2024-403036`."""

    def in_force_on(self, day: date) -> bool:
        """Whether the zone is closed on that legal day."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


class ZoneList:
    """The participating zones, by municipality and first day."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        self._zones = sorted(zones, key=lambda zone: (zone.code, zone.in_force_from, zone.id))

    def __iter__(self) -> Iterator[Zone]:
        return iter(self._zones)

    def zone(self, name: str, day: date) -> Zone:
        """The zone of that id (ours or the road data's), or the one that counts for a municipality's code.

        Of several zones of a municipality the one in force the longest on `day` counts, else the next
        to begin, else the last that ended. Raises NotThere (`unknown_zone`).
        """
        named = [zone for zone in self._zones if name in (zone.id, zone.feed_id, zone.code)]
        if not named:
            raise NotThere("unknown_zone", "no zero-emission zone is known under this code")
        in_force = [zone for zone in named if zone.in_force_on(day)]
        to_come = [zone for zone in named if zone.in_force_from > day]
        return (in_force or to_come or named[-1:])[0]
