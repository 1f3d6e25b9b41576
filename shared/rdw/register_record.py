"""From a record of the vehicle register (RDW open data) to the facts that a criterion reads.

The register writes every value as a string, leaves out what it does not know, says so in words in
other places, and writes zero for a mass that nobody measured. Whatever cannot be read becomes None,
which means: not registered. Data sets: `m9d7-ebf2` (main record), `8ys7-d773` (fuel), `3huj-srit` (axles)
and `jhie-znh9` (bodywork specification).
"""

from __future__ import annotations

import re
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
PLUG_IN_HYBRID_CLASS: Final = "ovc-hev"

EURO_LEVEL: Final = re.compile(r"EURO ?([0-7]|VI|V|IV|III|II|I)(?: ?[A-Z]{1,3})?")
"""`uitlaatemissieniveau`, with a suffix of letters; Roman digits are the notation for heavy vehicles."""
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
EMISSION_CODE: Final = re.compile(r"[0-7]")
"""`emissiecode_omschrijving` of a vehicle with an exhaust; an electric one has Z."""

DESIGNATION_FIELDS: Final = (
    "europese_voertuigcategorie_toevoeging",
    "europese_uitvoeringcategorie_toevoeging",
)
SPECIAL_DESIGNATIONS: Final = frozenset({"SB", "SF", "SH"})
"""Armoured, mobile crane, wheelchair accessible."""


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What a register answered about one vehicle."""

    source: str
    """Which register, and which of its data sets, were asked."""
    facts: VehicleFacts
    evidence: bytes
    """The whole answer as it came; personal data, to be sealed."""


def facts_of(
    main: Sequence[RegisterRow],
    fuel: Sequence[RegisterRow],
    axles: Sequence[RegisterRow] = (),
    bodywork: Sequence[RegisterRow] = (),
) -> VehicleFacts:
    """The facts in the answers of the data sets; all None when none of them knows the plate."""
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
        first_admission=day_of(vehicle, "datum_eerste_toelating"),
        emission_class=emission_class(fuel),
        plug_in_hybrid=plug_in_hybrid(fuel),
        axles=axle_count(axles),
        body_codes=body_codes(vehicle, bodywork),
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


def emission_class(fuel: Sequence[RegisterRow]) -> int | None:
    """The emission class of a vehicle with an exhaust, the lowest of its fuels; None when there is none."""
    classes = [found for row in fuel if (found := _class_of(row)) is not None]
    return min(classes, default=None)


def plug_in_hybrid(fuel: Sequence[RegisterRow]) -> bool | None:
    """Whether a row has the class of plug-in hybrids. None without rows."""
    return any(_hybrid_class(row) == PLUG_IN_HYBRID_CLASS for row in fuel) if fuel else None


def axle_count(axles: Sequence[RegisterRow]) -> int | None:
    """As registered with every axle; where that is left out, the number of rows. None without rows."""
    if not axles:
        return None
    return mass_of(axles[0], "aantal_assen") or len(axles)


def body_codes(vehicle: RegisterRow, bodywork: Sequence[RegisterRow]) -> tuple[str, ...]:
    """Codes of the bodywork specification, and SB, SF or SH where the main record designates the vehicle so."""
    specified = [text_of(row, "carrosseriecode") for row in bodywork]
    designated = [
        code.upper()
        for field in DESIGNATION_FIELDS
        if (code := text_of(vehicle, field)) is not None and code.upper() in SPECIAL_DESIGNATIONS
    ]
    return tuple(sorted({code for code in (*specified, *designated) if code is not None}))


def _class_of(row: RegisterRow) -> int | None:
    """From `EURO 6 AP`, `EURO VI` or the like; from the emission code when that says nothing."""
    level = EURO_LEVEL.fullmatch((text_of(row, "uitlaatemissieniveau") or "").upper())
    if level is not None:
        written = level.group(1)
        return ROMAN[written] if written in ROMAN else int(written)
    code = text_of(row, "emissiecode_omschrijving") or ""
    return int(code) if EMISSION_CODE.fullmatch(code) else None


def _is_combustion_hybrid(row: RegisterRow) -> bool:
    return _hybrid_class(row) in COMBUSTION_HYBRID_CLASSES


def _hybrid_class(row: RegisterRow) -> str:
    return (text_of(row, "klasse_hybride_elektrisch_voertuig") or "").casefold()
