"""Who may enter without an exemption, rule by rule, on the days before and after each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from services.register.domain.access_rules import (
    AccessRules,
    RuleAnswer,
    emission_free,
    not_a_van_or_truck,
    oldtimer,
    special_body,
    transition,
    vehicle_answers,
    wheelchair_accessible,
    years_after,
)
from services.register.projections.dated_rules import read_access_rules
from shared.vocabulary import Finding, VehicleCategory, VehicleFacts
from shared.wheelchair_codes import wheelchair_codes

RULES = read_access_rules()
MET, UNMET, UNKNOWN = Finding.MET, Finding.UNMET, Finding.UNKNOWN
TODAY = date(2026, 6, 1)


def a_van(emission_class: int | None = 4, admitted: date | None = date(2018, 5, 4)) -> VehicleFacts:
    """A van with an exhaust."""
    return VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=False,
        first_admission=admitted,
        emission_class=emission_class,
    )


def a_truck(
    admitted: date | None, body: str | None = "gesloten opbouw", emission_class: int | None = 6
) -> VehicleFacts:
    """A heavy truck with an exhaust."""
    return VehicleFacts(
        category=VehicleCategory.N3,
        body=body,
        emission_free=False,
        first_admission=admitted,
        emission_class=emission_class,
    )


def with_policy() -> AccessRules:
    """The rules when the announced extension counts."""
    return msgspec.structs.replace(
        RULES, transition=msgspec.structs.replace(RULES.transition, extension="policy")
    )


@pytest.mark.parametrize(
    ("facts", "day", "finding"),
    [
        (a_van(4), date(2025, 1, 1), UNMET),
        (a_van(5), date(2026, 12, 31), MET),
        (a_van(5), date(2027, 1, 1), UNMET),
        (a_van(6), date(2027, 12, 31), MET),
        (a_van(6), date(2028, 1, 1), UNMET),
        (a_van(5, date(2024, 12, 31)), TODAY, MET),
        (a_van(5, date(2025, 1, 1)), TODAY, UNMET),
        (a_van(6, date(2024, 12, 31)), TODAY, MET),
        (a_van(6, date(2025, 1, 1)), TODAY, UNMET),
        (a_truck(date(2016, 12, 31), "opleggertrekker"), TODAY, UNMET),
        (a_truck(date(2017, 1, 1), "opleggertrekker"), date(2029, 12, 31), MET),
        (a_truck(date(2017, 1, 1), "opleggertrekker"), date(2030, 1, 1), UNMET),
        (a_truck(date(2025, 1, 1), "opleggertrekker"), TODAY, UNMET),
        (a_truck(date(2016, 12, 31)), TODAY, UNMET),
        (a_truck(date(2017, 1, 1)), date(2027, 12, 31), MET),
        (a_truck(date(2019, 12, 31)), date(2028, 1, 1), UNMET),
        (a_truck(date(2020, 1, 1)), date(2029, 12, 31), MET),
        (a_truck(date(2020, 1, 1)), date(2030, 1, 1), UNMET),
        (a_truck(date(2024, 12, 31)), TODAY, MET),
        (a_truck(date(2025, 1, 1)), TODAY, UNMET),
        (a_truck(date(2020, 1, 1), emission_class=5), TODAY, UNMET),
    ],
)
def test_the_transition_rules_end_on_their_days(facts: VehicleFacts, day: date, finding: Finding) -> None:
    """RVV 1990, art. 86e, and the one-off agreement on rigid trucks: by class, first admission and day."""
    assert transition(facts, day, RULES).finding is finding


def test_the_extension_for_vans_of_class_6_is_a_choice() -> None:
    """By statute as read they end on 1 January 2028, by announced policy a year later."""
    day = date(2028, 12, 31)
    assert RULES.transition.extension == "statute"
    assert transition(a_van(6), day, RULES).finding is UNMET
    extended = transition(a_van(6), day, with_policy())
    assert (extended.finding, extended.ends_at) == (MET, datetime(2028, 12, 31, 23, tzinfo=UTC))
    assert transition(a_van(5), day, with_policy()).finding is UNMET


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        (a_van(None), UNKNOWN),
        (a_van(5, None), UNKNOWN),
        (a_van(4, None), UNMET),
        (a_van(None, date(2025, 1, 1)), UNMET),
        (a_truck(date(2018, 1, 1), None), UNKNOWN),
        (a_truck(date(2016, 1, 1), None), UNMET),
        (VehicleFacts(), UNKNOWN),
    ],
)
def test_what_is_not_registered_decides_only_where_the_rest_does_not(
    facts: VehicleFacts, finding: Finding
) -> None:
    """Unknown is unknown, unless another fact alone rules it out."""
    assert transition(facts, TODAY, RULES).finding is finding


@pytest.mark.parametrize(
    ("free", "finding"), [(True, MET), (False, UNMET), (None, UNKNOWN)], ids=["free", "not", "unknown"]
)
def test_an_emission_free_vehicle_always_has_access(free: bool | None, finding: Finding) -> None:
    """Without an end; not registered is not emission-free."""
    given = emission_free(VehicleFacts(emission_free=free), date(2031, 1, 1), RULES)
    assert (given.finding, given.ends_at) == (finding, None)


@pytest.mark.parametrize(
    ("category", "finding"),
    [(VehicleCategory.OTHER, MET), (VehicleCategory.N1, UNMET), (None, UNKNOWN)],
)
def test_other_vehicles_are_outside_the_zones(category: VehicleCategory | None, finding: Finding) -> None:
    """A passenger car is neither a van nor a truck."""
    assert not_a_van_or_truck(VehicleFacts(category=category), TODAY, RULES).finding is finding


@pytest.mark.parametrize(
    ("admitted", "day", "finding"),
    [
        (date(1986, 6, 2), date(2026, 6, 1), UNMET),
        (date(1986, 6, 1), date(2026, 6, 1), MET),
        (date(1980, 1, 1), date(2029, 12, 31), MET),
        (date(1980, 1, 1), date(2030, 1, 1), UNMET),
        (None, TODAY, UNKNOWN),
    ],
)
def test_an_oldtimer_is_forty_years_old_that_day(admitted: date | None, day: date, finding: Finding) -> None:
    """And the waiver ends with 2029."""
    assert oldtimer(a_van(1, admitted), day, RULES).finding is finding


@pytest.mark.parametrize(
    ("codes", "finding"),
    [(("SH",), MET), (("145",), MET), (("3", "149"), MET), (("70",), UNMET), (("148",), UNMET), ((), UNMET)],
)
def test_a_wheelchair_accessible_van_is_told_by_its_code(codes: tuple[str, ...], finding: Finding) -> None:
    """Code 70 is in policy pages and not in the statute as read: it does not count unless that is chosen."""
    facts = msgspec.structs.replace(a_van(), body_codes=codes)
    assert wheelchair_accessible(facts, TODAY, RULES).finding is finding


def test_code_70_counts_where_that_is_chosen() -> None:
    """The desk and the register choose by one switch."""
    counted = wheelchair_codes(with_disputed=True)
    waivers = msgspec.structs.replace(RULES.waivers, wheelchair_codes=counted)
    facts = msgspec.structs.replace(a_van(), body_codes=("70",))
    rules = msgspec.structs.replace(RULES, waivers=waivers)
    assert wheelchair_accessible(facts, TODAY, rules).finding is MET


def test_a_truck_has_no_wheelchair_waiver() -> None:
    """It is for vans."""
    facts = msgspec.structs.replace(a_truck(None), body_codes=("SH",))
    assert wheelchair_accessible(facts, TODAY, RULES).finding is UNMET


@pytest.mark.parametrize(
    ("admitted", "day", "finding", "ends_on"),
    [
        (date(2013, 6, 2), TODAY, MET, date(2026, 6, 1)),
        (date(2013, 6, 1), TODAY, UNMET, None),
        (date(2019, 1, 1), TODAY, MET, date(2029, 12, 31)),
        (date(2019, 1, 1), date(2030, 1, 1), UNMET, None),
        (None, TODAY, UNKNOWN, None),
    ],
)
def test_a_special_body_counts_until_the_vehicle_is_thirteen(
    admitted: date | None, day: date, finding: Finding, ends_on: date | None
) -> None:
    """Or until the waivers end, whichever comes first."""
    given = special_body(msgspec.structs.replace(a_truck(admitted), body_codes=("26",)), day, RULES)
    assert given.finding is finding
    last_day = given.ends_at.date() if given.ends_at else None  # 22:00 or 23:00 UTC of the last legal day
    assert last_day == ends_on


def test_a_van_has_no_waiver_for_its_body() -> None:
    """It is for trucks."""
    facts = msgspec.structs.replace(a_van(), body_codes=("26",))
    assert special_body(facts, TODAY, RULES).finding is UNMET


def test_of_a_vehicle_nobody_knows_every_rule_is_unknown() -> None:
    """Neither a yes nor a no on silence."""
    findings: list[RuleAnswer] = list(vehicle_answers(VehicleFacts(), TODAY, RULES))
    assert {given.finding for given in findings} == {UNKNOWN}
    assert all(given.source for given in findings)


def test_an_age_of_29_february_is_reached_on_1_march() -> None:
    """In a common year."""
    assert years_after(date(2016, 2, 29), 13) == date(2029, 3, 1)
    assert years_after(date(1988, 2, 29), 40) == date(2028, 2, 29)
