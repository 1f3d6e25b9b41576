"""Synthetic records of the vehicle register, in its own format and with its traps.

The format is that of RDW open data: every value is a string, dates are YYYYMMDD with a twin field that
ends in `_dt`, what is not known is left out, or is "0", or "Niet geregistreerd". Heavy trucks carry no
`uitlaatemissieniveau`, because no record of one was found that shows how it is written.
Every vehicle was first admitted in 2025 or later, so that no transition rule lets it in without an exemption.
The plates are of a series that is not issued (their last group has a C or a Q), so they are nobody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final, Literal

MAIN_RECORD: Final = "m9d7-ebf2"
FUEL: Final = "8ys7-d773"
AXLES: Final = "3huj-srit"
BODYWORK: Final = "vezc-m2t6"
BODYWORK_SPECIFICATION: Final = "jhie-znh9"
VEHICLE_CLASS: Final = "kmfi-hrps"
MANIFEST: Final = "manifest.json"

RESOLD_AFTER: Final = timedelta(days=400)

Row = dict[str, str]
"""One row of a data set, as the register answers it."""

Category = Literal["N1", "N2", "N3", "M1"]


class Drive(StrEnum):
    """What a vehicle runs on, as far as the register knows."""

    DIESEL = "diesel"
    PETROL = "petrol"
    PLUG_IN_HYBRID = "plug-in hybrid"
    ELECTRIC = "electric"
    HYDROGEN = "hydrogen"
    NOT_REGISTERED = "not registered"
    """No fuel rows at all, as of a vehicle that has not been admitted yet."""


class Unknown(StrEnum):
    """How the register writes that it does not know a mass."""

    OMITTED = "omitted"
    ZERO = "0"
    PLACEHOLDER = "Niet geregistreerd"


@dataclass(frozen=True, slots=True)
class PlannedVehicle:
    """A vehicle of the sample set: what decides about it. Masses in kilograms; None: not registered."""

    plate: str
    category: Category | None
    payload_kg: int | None
    braked_towing_kg: int | None = None
    combination_mass_kg: int | None = None
    drive: Drive = Drive.DIESEL
    unknown_as: Unknown = Unknown.OMITTED
    in_register: bool = True
    """False: the register answers with an empty list."""
    resold: bool = False
    """True: it has come into another name since the sample set began."""


PLATES_IN_SERIES: Final = 4_000
_ISSUED: Final = "BDFGHJKLNPRSTVXZ"
_PAIRS: Final = (
    *("QC", "CQ", "QQ", "CC"),
    *(pair for letter in _ISSUED for pair in (f"{letter}C", f"{letter}Q", f"C{letter}", f"Q{letter}")),
)
"""Pairs of letters with a C or a Q in them: no such plate is issued."""
SERIES: Final = len(_PAIRS) * 1_000 // PLATES_IN_SERIES
"""How many series of plates there are; each sample set of a folder has its own."""


def synthetic_plate(number: int, category: Category | None, series: int = 0) -> str:
    """A plate that is not issued: V for a van, B for a truck, else X; then 3 digits and a pair with C or Q.

    Raises ValueError outside 0 to 3999, and for a series that does not exist.
    """
    if not 0 <= number < PLATES_IN_SERIES or not 0 <= series < SERIES:
        raise ValueError(f"there are {SERIES} series of {PLATES_IN_SERIES} synthetic plates")
    letter = {"N1": "V", "N2": "B", "N3": "B"}.get(category or "", "X")
    pair = _PAIRS[(series * PLATES_IN_SERIES + number) // 1_000]
    return f"{letter}{number % 1_000:03d}{pair}"


def write_records(folder: Path, vehicles: Iterable[PlannedVehicle], seed: int) -> int:
    """Write `<data set>.<plate>.json` for each vehicle, and a manifest that says SYNTHETIC.

    The same vehicles and seed give the same bytes. Returns the number of files with records.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = rewrite_records(folder, vehicles, seed)
    manifest = {
        "SYNTHETIC": "Made-up vehicles in the format of RDW open data; no such plate is issued.",
        "seed": str(seed),
        "files": str(files),
    }
    _write(folder / MANIFEST, manifest)
    return files


def rewrite_records(folder: Path, vehicles: Iterable[PlannedVehicle], seed: int) -> int:
    """Write the records of these vehicles alone, also over those that are there; returns how many files."""
    files = 0
    for vehicle in vehicles:
        for data_set, rows in records_of(vehicle, seed).items():
            _write(folder / f"{data_set}.{vehicle.plate}.json", rows)
            files += 1
    return files


def records_of(vehicle: PlannedVehicle, seed: int) -> Mapping[str, list[Row]]:
    """The rows of each data set in which the vehicle occurs; nothing when it is not registered."""
    if not vehicle.in_register:
        return {}
    chance = Random(f"{seed}:{vehicle.plate}")
    data_sets = {
        MAIN_RECORD: [_main_record(vehicle, chance)],
        AXLES: _axles(vehicle),
        BODYWORK: [_bodywork(vehicle)],
        BODYWORK_SPECIFICATION: [_bodywork_specification(vehicle)],
    }
    fuel = _fuel(vehicle, chance)
    return {**data_sets, FUEL: fuel} if fuel else data_sets


def _write(path: Path, content: list[Row] | dict[str, str]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)


def _main_record(vehicle: PlannedVehicle, chance: Random) -> Row:
    admitted = date(2025, 1, 7) + timedelta(days=chance.randrange(500))
    in_name_since = admitted + timedelta(days=chance.randrange(100))
    if vehicle.resold:
        in_name_since += RESOLD_AFTER
    record = {
        "kenteken": vehicle.plate,
        "voertuigsoort": "Personenauto" if vehicle.category == "M1" else "Bedrijfsauto",
        "merk": "SYNTHETIC",
        "handelsbenaming": f"VOORBEELD {vehicle.category or 'X'}",
        "inrichting": _body(vehicle),
        "eerste_kleur": "N.v.t.",
        "wacht_op_keuren": "Geen verstrekking in Open Data",
        "tellerstandoordeel": chance.choice(("Logisch", "Onlogisch", "Niet geregistreerd")),
        "wam_verzekerd": "Ja",
        "export_indicator": "Nee",
        "taxi_indicator": "Nee",
        "openstaande_terugroepactie_indicator": "Nee",
        "tenaamstellen_mogelijk": chance.choice(("Ja", "Nee")),
        "aantal_wielen": "4" if vehicle.category in {"N1", "M1"} else "6",
        "lengte": chance.choice(("0", "531", "594")),
        **_date("datum_eerste_toelating", admitted),
        **_date("datum_eerste_tenaamstelling_in_nederland", admitted),
        **_date("datum_tenaamstelling", in_name_since),
        **_masses(vehicle, chance),
        **_links(),
    }
    return record if vehicle.category is None else {**record, "europese_voertuigcategorie": vehicle.category}


def _masses(vehicle: PlannedVehicle, chance: Random) -> Row:
    empty = {"N2": 5_400, "N3": 8_900}.get(vehicle.category or "", 1_745) + 5 * chance.randrange(60)
    permitted = empty + (vehicle.payload_kg or 900)
    known = {
        "massa_ledig_voertuig": str(empty),
        "massa_rijklaar": str(empty + 100),
        "toegestane_maximum_massa_voertuig": str(permitted),
        "technische_max_massa_voertuig": str(permitted),
        "maximum_massa_trekken_ongeremd": "750",
    }
    deciding = {
        "laadvermogen": vehicle.payload_kg,
        "maximum_trekken_massa_geremd": vehicle.braked_towing_kg,
        "maximum_massa_samenstelling": vehicle.combination_mass_kg,
    }
    for field, mass in deciding.items():
        if mass is not None:
            known[field] = str(mass)
        elif vehicle.unknown_as is not Unknown.OMITTED:
            known[field] = vehicle.unknown_as.value
    return known


def _fuel(vehicle: PlannedVehicle, chance: Random) -> list[Row]:
    light = vehicle.category in {"N1", "M1", None}
    burning = {
        "emissiecode_omschrijving": "6" if not light else chance.choice(("5", "6")),
        "nettomaximumvermogen": f"{chance.randrange(70, 130)}.00",
    }
    if light:
        levels = {"5": ("EURO 5", "EURO 5 G"), "6": ("EURO 6 AP",)}
        burning["uitlaatemissieniveau"] = chance.choice(levels[burning["emissiecode_omschrijving"]])
        burning["co2_uitstoot_gecombineerd"] = str(chance.randrange(150, 240))
    clean = {"emissiecode_omschrijving": "Z", "uitlaatemissieniveau": "AX"}
    hybrid = {"klasse_hybride_elektrisch_voertuig": "OVC-HEV"}
    rows: dict[Drive, list[Row]] = {
        Drive.DIESEL: [{"brandstof_omschrijving": "Diesel", **burning}],
        Drive.PETROL: [{"brandstof_omschrijving": "Benzine", **burning}],
        Drive.PLUG_IN_HYBRID: [
            {"brandstof_omschrijving": "Diesel", **burning, **hybrid},
            {"brandstof_omschrijving": "Elektriciteit", **hybrid},
        ],
        Drive.ELECTRIC: [{"brandstof_omschrijving": "Elektriciteit", **clean}],
        Drive.HYDROGEN: [
            {"brandstof_omschrijving": "Waterstof", **clean},
            {"brandstof_omschrijving": "Elektriciteit", **clean},
        ],
        Drive.NOT_REGISTERED: [],
    }
    return [
        {"kenteken": vehicle.plate, "brandstof_volgnummer": str(number), **row}
        for number, row in enumerate(rows[vehicle.drive], 1)
    ]


def _axles(vehicle: PlannedVehicle) -> list[Row]:
    count = 3 if vehicle.category == "N3" else 2
    return [
        {
            "kenteken": vehicle.plate,
            "as_nummer": str(number),
            "aantal_assen": str(count),
            "aangedreven_as": "J" if number == count else "N",
            "hefas": "N",
            "spoorbreedte": "0" if number == count else "173",
        }
        for number in range(1, count + 1)
    ]


def _bodywork(vehicle: PlannedVehicle) -> Row:
    kinds = {"N1": ("BB", "Bestelwagen"), "M1": ("AF", "Multipurpose vehicle")}
    code, description = kinds.get(vehicle.category or "", ("BA", "Vrachtwagen"))
    return {
        "kenteken": vehicle.plate,
        "carrosserie_volgnummer": "1",
        "carrosserietype": code,
        "type_carrosserie_europese_omschrijving": description,
    }


def _bodywork_specification(vehicle: PlannedVehicle) -> Row:
    return {
        "kenteken": vehicle.plate,
        "carrosserie_volgnummer": "1",
        "carrosserie_voertuig_nummer_code_volgnummer": "1",
        "carrosseriecode": "3",
        "carrosserie_voertuig_nummer_europese_omschrijving": "Gesloten opbouw",
    }


def _body(vehicle: PlannedVehicle) -> str:
    return {"M1": "stationwagen", "N3": "opleggertrekker"}.get(vehicle.category or "", "gesloten opbouw")


def _date(field: str, day: date) -> Row:
    return {field: f"{day:%Y%m%d}", f"{field}_dt": f"{day.isoformat()}T00:00:00.000"}


def _links() -> Row:
    places = {
        "assen": AXLES,
        "brandstof": FUEL,
        "carrosserie": BODYWORK,
        "carrosserie_specifiek": BODYWORK_SPECIFICATION,
        "voertuigklasse": VEHICLE_CLASS,
    }
    return {
        f"api_gekentekende_voertuigen_{name}": f"https://opendata.rdw.nl/resource/{data_set}.json"
        for name, data_set in places.items()
    }
