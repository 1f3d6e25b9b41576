"""The vehicle register's record, with its traps, becomes the facts that a criterion reads."""

from __future__ import annotations

from datetime import date

import pytest

from shared.rdw.register_record import (
    axle_count,
    body_codes,
    category_of,
    day_of,
    emission_class,
    emission_free,
    facts_of,
    mass_of,
    plug_in_hybrid,
    text_of,
)
from shared.vocabulary import VehicleCategory, VehicleFacts

SYNTHETIC_VAN = {
    "kenteken": "VCQ01A",
    "voertuigsoort": "Bedrijfsauto",
    "inrichting": "gesloten opbouw",
    "europese_voertuigcategorie": "N1",
    "laadvermogen": "1111",
    "maximum_trekken_massa_geremd": "2222",
    "maximum_massa_samenstelling": "5555",
    "toegestane_maximum_massa_voertuig": "3333",
    "datum_tenaamstelling": "20240229",
}
DIESEL = {"brandstof_volgnummer": "1", "brandstof_omschrijving": "Diesel"}
ELECTRIC = {"brandstof_volgnummer": "1", "brandstof_omschrijving": "Elektriciteit"}


def test_a_whole_record_becomes_facts() -> None:
    """Every fact is read from its own field."""
    assert facts_of([SYNTHETIC_VAN], [DIESEL]) == VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=False,
        payload_kg=1111,
        braked_towing_mass_kg=2222,
        combination_mass_kg=5555,
        permitted_mass_kg=3333,
        registered_on=date(2024, 2, 29),
        plug_in_hybrid=False,
    )


def test_an_unknown_plate_has_no_facts() -> None:
    """An empty answer of the register is facts that are all None."""
    assert facts_of([], []) == VehicleFacts()


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("3200", 3200),
        ("103.00", 103),
        (" 885 ", 885),
        ("0", None),
        ("0.00", None),
        ("-5", None),
        ("Niet geregistreerd", None),
        ("N.v.t.", None),
        ("Geen verstrekking in Open Data", None),
        ("", None),
        ("zwaar", None),
        ("٣٢", None),
    ],
)
def test_a_mass_is_a_positive_number_or_unknown(text: str, kilograms: int | None) -> None:
    """Zero, placeholders and unreadable text mean: not registered."""
    assert mass_of({"laadvermogen": text}, "laadvermogen") == kilograms


def test_an_absent_mass_is_unknown() -> None:
    """The register leaves out what it does not know."""
    assert mass_of({}, "laadvermogen") is None


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("N1", VehicleCategory.N1),
        ("n2", VehicleCategory.N2),
        ("N3", VehicleCategory.N3),
        ("N1G", VehicleCategory.N1),
        ("M1", VehicleCategory.OTHER),
        ("O4", VehicleCategory.OTHER),
        ("other", VehicleCategory.OTHER),
        ("Niet geregistreerd", None),
    ],
)
def test_only_vans_and_trucks_have_a_category_of_their_own(
    code: str, category: VehicleCategory | None
) -> None:
    """N1, N2 and N3 are told apart; every other vehicle is OTHER."""
    assert category_of({"europese_voertuigcategorie": code}) is category


def test_an_absent_category_is_unknown() -> None:
    """A record without a category says nothing about it."""
    assert category_of({}) is None


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ({"datum_tenaamstelling": "20231017"}, date(2023, 10, 17)),
        ({"datum_tenaamstelling_dt": "2023-10-17T00:00:00.000"}, date(2023, 10, 17)),
        (
            {"datum_tenaamstelling": "onbekend", "datum_tenaamstelling_dt": "2023-10-17T00:00:00.000"},
            date(2023, 10, 17),
        ),
        ({"datum_tenaamstelling": "20230230"}, None),
        ({"datum_tenaamstelling": "0"}, None),
        ({}, None),
    ],
)
def test_a_day_is_read_in_both_forms(row: dict[str, str], day: date | None) -> None:
    """YYYYMMDD first, its timestamp twin second, else unknown."""
    assert day_of(row, "datum_tenaamstelling") == day


@pytest.mark.parametrize("placeholder", ["", "  ", "Niet geregistreerd", "N.v.t.", "NIET GEREGISTREERD"])
def test_a_placeholder_is_no_body(placeholder: str) -> None:
    """Words that say "no value" are not taken for one."""
    assert text_of({"inrichting": placeholder}, "inrichting") is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([ELECTRIC], True),
        ([{"brandstof_omschrijving": "Waterstof"}], True),
        ([ELECTRIC, {"brandstof_omschrijving": "Waterstof"}], True),
        ([{**ELECTRIC, "klasse_hybride_elektrisch_voertuig": "NOVC-FCHV"}], True),
        ([{**ELECTRIC, "klasse_hybride_elektrisch_voertuig": "Niet geregistreerd"}], True),
        ([DIESEL], False),
        ([{"brandstof_omschrijving": "LNG"}], False),
        ([DIESEL, {**ELECTRIC, "klasse_hybride_elektrisch_voertuig": "OVC-HEV"}], False),
        ([{"brandstof_omschrijving": "Benzine"}, ELECTRIC], False),
        ([{**ELECTRIC, "klasse_hybride_elektrisch_voertuig": "OVC-HEV"}], False),
        ([{**ELECTRIC, "klasse_hybride_elektrisch_voertuig": "NOVC-HEV"}], False),
        ([{"brandstof_volgnummer": "1"}], None),
        ([ELECTRIC, {"brandstof_omschrijving": "Niet geregistreerd"}], None),
        ([DIESEL, {"brandstof_omschrijving": "Niet geregistreerd"}], False),
    ],
)
def test_emission_free_needs_every_fuel_row(rows: list[dict[str, str]], expected: bool | None) -> None:
    """Electricity or hydrogen in every row and no combustion hybrid; no rows leave it unknown."""
    assert emission_free(rows) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([{"uitlaatemissieniveau": "EURO 4"}], 4),
        ([{"uitlaatemissieniveau": "EURO 5 G"}], 5),
        ([{"uitlaatemissieniveau": "EURO 6 AP"}], 6),
        ([{"uitlaatemissieniveau": "euro 6"}], 6),
        ([{"uitlaatemissieniveau": "EURO VI"}], 6),
        ([{"uitlaatemissieniveau": "EURO VI E"}], 6),
        ([{"uitlaatemissieniveau": "EURO V"}], 5),
        ([{"uitlaatemissieniveau": "EURO IV"}], 4),
        ([{"uitlaatemissieniveau": "EURO III"}], 3),
        ([{"emissiecode_omschrijving": "5"}], 5),
        ([{"uitlaatemissieniveau": "Niet geregistreerd", "emissiecode_omschrijving": "6"}], 6),
        ([{"uitlaatemissieniveau": "EURO 6", "emissiecode_omschrijving": "5"}], 6),
        ([{"uitlaatemissieniveau": "AX", "emissiecode_omschrijving": "Z"}], None),
        ([{"uitlaatemissieniveau": "EURO 66", "emissiecode_omschrijving": "66"}], None),
        ([{"uitlaatemissieniveau": "EURO 6"}, {"uitlaatemissieniveau": "EURO 5"}], 5),
        ([{"uitlaatemissieniveau": "EURO 6"}, {"emissiecode_omschrijving": "Z"}], 6),
        ([DIESEL], None),
    ],
)
def test_the_emission_class_is_read_in_every_notation(
    rows: list[dict[str, str]], expected: int | None
) -> None:
    """Digits with a suffix, Roman digits of heavy vehicles, the code where the level says nothing."""
    assert emission_class(rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([DIESEL], False),
        ([{**DIESEL, "klasse_hybride_elektrisch_voertuig": "OVC-HEV"}, ELECTRIC], True),
        ([{**DIESEL, "klasse_hybride_elektrisch_voertuig": "NOVC-HEV"}, ELECTRIC], False),
    ],
)
def test_only_a_plug_in_hybrid_is_one(rows: list[dict[str, str]], expected: bool | None) -> None:
    """Its fuel rows are those of a self-charging one; the class tells them apart."""
    assert plug_in_hybrid(rows) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([{"as_nummer": "1", "aantal_assen": "3"}], 3),
        ([{"as_nummer": "1"}, {"as_nummer": "2"}], 2),
        ([{"as_nummer": "1", "aantal_assen": "0"}, {"as_nummer": "2"}], 2),
    ],
)
def test_axles_are_counted(rows: list[dict[str, str]], expected: int | None) -> None:
    """As registered, or by the rows."""
    assert axle_count(rows) == expected


@pytest.mark.parametrize(
    ("main", "bodywork", "expected"),
    [
        ({}, [], ()),
        ({}, [{"carrosseriecode": "26"}, {"carrosseriecode": "15"}], ("15", "26")),
        ({}, [{"carrosseriecode": "26"}, {"carrosseriecode": "26"}, {}], ("26",)),
        ({"europese_uitvoeringcategorie_toevoeging": "SF"}, [{"carrosseriecode": "26"}], ("26", "SF")),
        ({"europese_voertuigcategorie_toevoeging": "sh"}, [], ("SH",)),
        ({"europese_voertuigcategorie_toevoeging": "G"}, [], ()),
        ({"europese_uitvoeringcategorie_toevoeging": "N.v.t."}, [{"carrosseriecode": "N.v.t."}], ()),
    ],
)
def test_body_codes_and_designations_stand_together(
    main: dict[str, str], bodywork: list[dict[str, str]], expected: tuple[str, ...]
) -> None:
    """Each once, in order; only designations that a rule knows."""
    assert body_codes(main, bodywork) == expected


def test_the_later_facts_are_read_from_their_own_data_sets() -> None:
    """First admission from the main record, axles and body from theirs."""
    facts = facts_of(
        [{"datum_eerste_toelating": "20190506"}],
        [{"uitlaatemissieniveau": "EURO VI"}],
        [{"aantal_assen": "3"}],
        [{"carrosseriecode": "31"}],
    )
    assert (facts.first_admission, facts.emission_class, facts.axles, facts.body_codes) == (
        date(2019, 5, 6),
        6,
        3,
        ("31",),
    )
