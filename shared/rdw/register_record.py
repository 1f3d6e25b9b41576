"""From a record of the vehicle register (RDW open data) to the facts that a criterion reads.

The register writes every value as a string, leaves out what it does not know, says so in words in
other places, and writes zero for a mass that nobody measured. Whatever cannot be read becomes None,
which means: not registered. Data sets: `m9d7-ebf2` (main record) and `8ys7-d773` (fuel).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.vocabulary import VehicleCategory, VehicleFacts

RegisterRow = Mapping[str, str]
"""One row of a data set: field name to text, as the register wrote it."""

PLACEHOLDERS: Final = frozenset(
    {"", "niet geregistreerd", "n.v.t.", "nvt", "onbekend", "geen verstrekking in open data"}
)
"""Texts, in lower case, by which the register says that it has no value."""

EMISSION_FREE_FUELS: Final = frozenset({"elektriciteit", "waterstof"})
COMBUSTION_HYBRID_CLASSES: Final = frozenset({"ovc-hev", "novc-hev"})
"""Plug-in and self-charging hybrids with a combustion engine; fuel-cell hybrids end in FCHV."""


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What a register answered about one vehicle."""

    source: str
    """Which register, and which of its data sets, were asked."""
    facts: VehicleFacts
    evidence: bytes
    """The whole answer as it came; personal data, to be sealed."""


def facts_of(main: Sequence[RegisterRow], fuel: Sequence[RegisterRow]) -> VehicleFacts:
    """The facts in the answers of both data sets; all None when neither knows the plate."""
    vehicle: RegisterRow = main[0] if main else {}
    return VehicleFacts(
        category=category_of(vehicle),
        body=text_of(vehicle, "inrichting"),
        emission_free=emission_free(fuel),
        payload_kg=mass_of(vehicle, "laadvermogen"),
        braked_towing_mass_kg=mass_of(vehicle, "maximum_trekken_massa_geremd"),
        combination_mass_kg=mass_of(vehicle, "maximum_massa_samenstelling"),
        permitted_mass_kg=mass_of(vehicle, "toegestane_maximum_massa_voertuig"),
        registered_on=day_of(vehicle, "datum_tenaamstelling"),
    )


def text_of(row: RegisterRow, field: str) -> str | None:
    """The text of a field, or None when it is absent or a placeholder."""
    text = row.get(field, "").strip()
    return None if text.casefold() in PLACEHOLDERS else text


def category_of(row: RegisterRow) -> VehicleCategory | None:
    """N1, N2 or N3, also with a suffix such as the G of an off-road vehicle; any other code is OTHER."""
    code = text_of(row, "europese_voertuigcategorie")
    if code is None:
        return None
    try:
        return VehicleCategory(code[:2].upper())
    except ValueError:
        return VehicleCategory.OTHER


def mass_of(row: RegisterRow, field: str) -> int | None:
    """Whole kilograms (a fraction is cut off); zero, like everything unreadable, means unknown."""
    text = text_of(row, field)
    whole = (text or "").partition(".")[0]
    return (int(whole) or None) if whole.isascii() and whole.isdigit() else None


def day_of(row: RegisterRow, field: str) -> date | None:
    """A legal day written YYYYMMDD, or in the field's twin `_dt` as a timestamp."""
    for text in (text_of(row, field), (text_of(row, f"{field}_dt") or "")[:10]):
        try:
            return date.fromisoformat(text or "")
        except ValueError:
            continue
    return None


def emission_free(fuel: Sequence[RegisterRow]) -> bool | None:
    """Whether no row burns anything. None without rows, or when an unnamed fuel leaves it open."""
    fuels = [text_of(row, "brandstof_omschrijving") for row in fuel]
    if any(name is not None and name.casefold() not in EMISSION_FREE_FUELS for name in fuels):
        return False
    if any(_is_combustion_hybrid(row) for row in fuel):
        return False
    return None if not fuels or None in fuels else True


def _is_combustion_hybrid(row: RegisterRow) -> bool:
    hybrid_class = text_of(row, "klasse_hybride_elektrisch_voertuig")
    return hybrid_class is not None and hybrid_class.casefold() in COMBUSTION_HYBRID_CLASSES
