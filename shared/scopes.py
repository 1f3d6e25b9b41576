"""Where each type of exemption is valid, as dated data: nationally, or in one municipality.

Sources: the fourth bimonthly letter to the Chamber, 29 September 2025 (national and local types); public
pages of the RDW and municipalities (what changes on 1 January 2026, market traders). A scope that no source
states, but that follows from how sources speak of the type or that was not found at all, is `inferred`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.municipalities import MUNICIPALITIES
from shared.vocabulary import ExemptionType, Scope

DAY_EXEMPTION_DAYS_AHEAD: Final = 365
"""How far ahead a day exemption can be applied for and decided on, in days. SYNTHETIC: no source says so."""


class NotOffered(Exception):
    """This type of exemption cannot be applied for on this day."""

    def __init__(self, exemption_type: ExemptionType, day: date) -> None:
        super().__init__(f"{exemption_type.value} is not offered on {day}")
        self.exemption_type = exemption_type
        self.day = day


@dataclass(frozen=True, slots=True)
class Offer:
    """How a type is offered from a day on."""

    scope: Scope
    source: str
    first_day: date = date.min
    municipalities: frozenset[str] = frozenset()
    """CBS codes of the only municipalities that offer a local type; empty: every one with a zone."""
    inferred: bool = False
    """No source states the scope: it is SYNTHETIC, and `source` says what it was inferred from."""


_LETTER_4: Final = "fourth bimonthly letter to the Chamber, 29 September 2025"
_NEW_POLICY: Final = "public pages on the policy from 1 January 2026"
_2026: Final = date(2026, 1, 1)

_NATIONAL: Final = (Offer(Scope.NATIONAL, _LETTER_4),)


def _inferred(source: str) -> tuple[Offer, ...]:
    """National, as far as can be inferred."""
    return (Offer(Scope.NATIONAL, source, inferred=True),)


OFFERS: Final[Mapping[ExemptionType, tuple[Offer, ...]]] = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: _NATIONAL,
    ExemptionType.PRIVATE_USE: _NATIONAL,
    ExemptionType.ADAPTED_FOR_DISABILITY: _inferred(
        "inferred: the fourth letter counts an objection about it among those on national exemptions"
    ),
    ExemptionType.LONG_DELIVERY_TIME: _inferred(
        "inferred: public pages name it beside the other types of the Central Desk"
    ),
    ExemptionType.SPECIAL_VEHICLE: _inferred(
        "inferred: it was the RVO's to grant, for the whole country; no source names its scope at the desk"
    ),
    ExemptionType.PLUGIN_HYBRID_TRUCK: _inferred(
        "inferred: the press names it beside the other types of the Central Desk"
    ),
    ExemptionType.BUSINESS_ECONOMIC: (
        Offer(Scope.LOCAL, _LETTER_4),
        Offer(Scope.NATIONAL, _NEW_POLICY, _2026),
    ),
    ExemptionType.GRID_CONGESTION: (Offer(Scope.NATIONAL, _NEW_POLICY, _2026),),
    ExemptionType.HARDSHIP: (Offer(Scope.LOCAL, _LETTER_4),),
    ExemptionType.DAY: (
        Offer(Scope.LOCAL, "public pages of the RDW and municipalities: counted for each municipality"),
    ),
    ExemptionType.MARKET_TRADER: (
        Offer(
            Scope.LOCAL,
            "press on arrangements of four municipalities; expressly no national agreement",
            municipalities=frozenset({"0014", "0153", "0307", "0935"}),
        ),
    ),
    ExemptionType.ANIMAL_AMBULANCE: _inferred("SYNTHETIC: its scope was not found"),
}
"""By type, the offers in the order of their first day; the latest that has begun counts."""


def offer_on(exemption_type: ExemptionType, day: date) -> Offer:
    """How the type is offered on a legal day. Raises NotOffered before its first day."""
    begun = [offer for offer in OFFERS[exemption_type] if offer.first_day <= day]
    if not begun:
        raise NotOffered(exemption_type, day)
    return begun[-1]


def scope_on(exemption_type: ExemptionType, day: date) -> Scope:
    """The scope of an application received on a legal day. Raises NotOffered."""
    return offer_on(exemption_type, day).scope


def municipalities_on(exemption_type: ExemptionType, day: date) -> frozenset[str]:
    """The municipalities in which a local type can be applied for; empty for a national one."""
    offer = offer_on(exemption_type, day)
    if offer.scope is Scope.NATIONAL:
        return frozenset()
    return offer.municipalities or frozenset(MUNICIPALITIES)
