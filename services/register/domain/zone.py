"""Zero-emission zones (nul-emissiezones) as far as the register must know them: which, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from shared.errors import NotThere

NATIONAL: Final = "national"
"""Stands for every participating zone, also one that begins later: a national exemption (landelijk)."""


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One municipality's zone, set by its traffic order (verkeersbesluit; RVV 1990, art. 86c and 86d)."""

    code: str
    """The municipality's four-digit CBS code (gemeentecode)."""
    municipality: str
    in_force_from: date
    """First day on which the zone is closed to vans and trucks with an exhaust."""
    source: str
    """Where the date was read, and how sure it is."""

    def in_force_on(self, day: date) -> bool:
        """Whether the zone is closed on that legal day."""
        return day >= self.in_force_from


class ZoneList:
    """The participating zones, by code."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        self._zones = {zone.code: zone for zone in sorted(zones, key=lambda zone: zone.code)}

    def __iter__(self) -> Iterator[Zone]:
        return iter(self._zones.values())

    def zone(self, code: str) -> Zone:
        """Raises NotThere (`unknown_zone`)."""
        try:
            return self._zones[code]
        except KeyError as absent:
            raise NotThere("unknown_zone", "no zero-emission zone is known under this code") from absent
