"""The catalogue: every type with its terms on a day, and what of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.catalogue import (
    OfferedType,
    automatic_on,
    catalogue_of_version,
    catalogue_on,
)
from services.decisions.domain.criteria import criteria_of
from services.decisions.domain.criteria.conditions import SENTENCES
from services.decisions.domain.descriptions import DESCRIPTIONS_OF_VERSIONS, RenewalKind
from services.decisions.domain.policy import EARLIER_READINGS, POLICIES, Policy, policy_of_version
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import Validity
from shared.vocabulary import ExemptionType, Scope, StatedFacts, VehicleCategory
from tests.support.cases import a_van

TODAY = date(2026, 3, 2)
ALL = (*POLICIES, *EARLIER_READINGS)


def offered(kind: ExemptionType, on: date = TODAY) -> OfferedType:
    """One type as the catalogue has it on a day."""
    return next(found for found in catalogue_on(on) if found.exemption_type is kind)


def test_every_type_can_be_applied_for_today():
    """All twelve, from 2026 on."""
    assert [found.exemption_type for found in catalogue_on(TODAY)] == list(ExemptionType)


def test_grid_congestion_is_a_type_from_2026():
    """Before, it was granted under another name."""
    assert ExemptionType.GRID_CONGESTION in {found.exemption_type for found in catalogue_on(date(2026, 1, 1))}
    before = {found.exemption_type for found in catalogue_on(date(2025, 12, 31))}
    assert ExemptionType.GRID_CONGESTION not in before


def test_business_economic_becomes_national_and_the_old_policy_can_be_asked_for():
    """Local until 31 December 2025, national from 1 January 2026."""
    old, new = (
        offered(ExemptionType.BUSINESS_ECONOMIC, day) for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert (old.offer.scope, new.offer.scope) == (Scope.LOCAL, Scope.NATIONAL)
    assert old.policy.version != new.policy.version
    assert (len(old.municipalities), new.municipalities) == (18, ())
    assert old.decided_by != new.decided_by
    assert (old.valid_to, new.policy.valid_from) == (date(2025, 12, 31), date(2026, 1, 1))
    assert "decided_by" in new.synthetic
    assert "decided_by" not in old.synthetic


def test_an_old_policy_can_be_asked_for_by_its_version():
    """As on its first day, also when another day's catalogue shows a newer one."""
    old = catalogue_of_version("special-vehicle/2024")
    assert (old.policy.valid_from, old.valid_to) == (date(2024, 7, 1), date(2025, 11, 30))
    assert old == offered(ExemptionType.SPECIAL_VEHICLE, date(2024, 7, 1))
    assert old.conditions != offered(ExemptionType.SPECIAL_VEHICLE).conditions
    with pytest.raises(LookupError):
        catalogue_of_version("special-vehicle/1999")


@pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.version)
def test_every_version_says_in_dutch_what_it_asks_and_why(policy: Policy):
    """A sentence for each criterion, with the source that its answer names, and nothing left to fill in."""
    shown = catalogue_of_version(policy.version).conditions
    assert [one.criterion for one in shown] == [criterion.__name__ for criterion in criteria_of(policy)]
    assert all(one.sentence.endswith(".") and "{" not in one.sentence and one.source for one in shown)


def test_no_sentence_is_left_over():
    """Each belongs to a criterion of some version; a description of a version, to a version."""
    assert set(SENTENCES) == {criterion.__name__ for policy in ALL for criterion in criteria_of(policy)}
    assert all(policy_of_version(version) for version in DESCRIPTIONS_OF_VERSIONS)


def test_the_numbers_of_the_policy_stand_in_its_sentences():
    """They are read from what decides."""
    said = {one.criterion: one.sentence for found in catalogue_on(TODAY) for one in found.conditions}
    assert "13 keer" in said["enters_zone_often_enough"]
    assert "meer dan € 500,00" in said["adaptation_cost_above_limit"]
    assert "3 of meer assen voor zwaar" in said["vehicle_is_special"]


@pytest.mark.parametrize(
    ("kind", "renewal", "months"),
    [
        (ExemptionType.NOT_AVAILABLE_EMISSION_FREE, RenewalKind.FREE, 6),
        (ExemptionType.LONG_DELIVERY_TIME, RenewalKind.FREE, 6),
        (ExemptionType.GRID_CONGESTION, RenewalKind.FREE, 6),
        (ExemptionType.SPECIAL_VEHICLE, RenewalKind.NONE, None),
        (ExemptionType.MARKET_TRADER, RenewalKind.NONE, None),
        (ExemptionType.DAY, RenewalKind.NONE, None),
        (ExemptionType.PRIVATE_USE, RenewalKind.NOT_FOUND, None),
        (ExemptionType.BUSINESS_ECONOMIC, RenewalKind.NOT_FOUND, None),
    ],
)
def test_none_is_not_the_same_as_not_found(kind: ExemptionType, renewal: RenewalKind, months: int | None):
    """Where nothing was found no source is named; the period is known of grid congestion only."""
    found = offered(kind)
    described = found.description.renewal
    assert (described.kind, described.from_months_before) == (renewal, months)
    assert (described.source is None) is (renewal is RenewalKind.NOT_FOUND)
    marked = "renewal.from_months_before" in found.synthetic
    assert marked is (renewal is RenewalKind.FREE and kind is not ExemptionType.GRID_CONGESTION)


@pytest.mark.parametrize(
    ("kind", "invented"),
    [
        (ExemptionType.NOT_AVAILABLE_EMISSION_FREE, {"evidence", "policy.combination"}),
        (ExemptionType.LONG_DELIVERY_TIME, {"evidence", "scope"}),
        (ExemptionType.SPECIAL_VEHICLE, {"evidence", "scope", "decided_by"}),
        (ExemptionType.PLUGIN_HYBRID_TRUCK, {"evidence", "scope"}),
        (ExemptionType.ANIMAL_AMBULANCE, {"evidence", "scope", "decided_by"}),
        (ExemptionType.GRID_CONGESTION, {"decided_by"}),
        (ExemptionType.BUSINESS_ECONOMIC, {"decided_by", "evidence"}),
        (ExemptionType.HARDSHIP, {"evidence"}),
    ],
)
def test_what_no_source_gives_is_marked(kind: ExemptionType, invented: set[str]):
    """Who decides where it was not seen, a scope that is inferred, a list of evidence that nobody published."""
    marked = {"evidence", "scope", "decided_by", "policy.combination"} & set(offered(kind).synthetic)
    assert marked == invented


def test_an_inferred_scope_does_not_cite_the_letter():
    """It names other types as national."""
    for found in catalogue_on(TODAY):
        assert found.offer.inferred is not found.offer.source.startswith(("fourth", "public", "press"))


def test_rigid_trucks_of_2017_to_2019_are_exempt_of_themselves():
    """Until 1 January 2028, without an application: no type that anybody can apply for."""
    [found] = automatic_on(date(2027, 12, 31))
    assert found.code == "RIGID_TRUCK_2017_2019"
    assert found.code not in set(ExemptionType)
    assert automatic_on(date(2028, 1, 1)) == ()


def test_invented_values_are_named():
    """A fee was found for the day exemption only."""
    assert "fee_cents" not in offered(ExemptionType.DAY).synthetic
    assert offered(ExemptionType.DAY).description.fee_cents == 3000
    others = [kind for kind in ExemptionType if kind is not ExemptionType.DAY]
    assert all("fee_cents" in offered(kind).synthetic for kind in others)
    assert "policy.years" in offered(ExemptionType.PRIVATE_USE).synthetic


def test_a_day_exemption_is_not_converted():
    """Neither from nor into it."""
    assert offered(ExemptionType.DAY).conversions == ()
    assert all(ExemptionType.DAY not in found.conversions for found in catalogue_on(TODAY))
    assert all(found.exemption_type not in found.conversions for found in catalogue_on(TODAY))


def test_nothing_was_offered_before_the_desk_opened():
    """1 July 2024."""
    assert catalogue_on(date(2024, 6, 30)) == ()


FACTS = CaseFacts(
    a_van(first_admission=date(2016, 2, 29)),
    stated=StatedFacts(
        replacement_delivery_on=date(2026, 9, 1),
        connection_expected_on=date(2026, 11, 1),
        day=date(2026, 3, 28),
    ),
)


@pytest.mark.parametrize(
    ("validity", "last_day"),
    [
        (Validity(years=1), date(2027, 3, 1)),
        (Validity(validity_years={VehicleCategory.N1: 2}), date(2028, 3, 1)),
        (Validity(latest=date(2029, 12, 31)), date(2029, 12, 31)),
        (Validity(years=9, latest=date(2029, 12, 31)), date(2029, 12, 31)),
        (Validity(vehicle_age_years=13), date(2029, 2, 27)),
        (Validity(years=1, until_delivery=True), date(2026, 8, 31)),
        (Validity(until_connection=True), date(2026, 10, 31)),
        (Validity(one_day=True), date(2026, 3, 29)),
    ],
)
def test_an_exemption_ends_with_the_earliest_of_its_ends(validity: Validity, last_day: date):
    """On the day before an anniversary, a delivery or a birthday."""
    assert validity.last_day(TODAY, FACTS) == last_day


@pytest.mark.parametrize(
    "validity",
    [
        Validity(),
        Validity(validity_years={VehicleCategory.N2: 2}),
        Validity(years=1, vehicle_age_years=13),
        Validity(years=1, until_delivery=True),
        Validity(until_connection=True),
        Validity(one_day=True),
    ],
)
def test_a_missing_fact_leaves_the_last_day_open(validity: Validity):
    """Nothing is assumed."""
    with pytest.raises(ValueError, match="do not tell"):
        validity.last_day(TODAY, CaseFacts(a_van()))
