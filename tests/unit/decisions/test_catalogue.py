"""The catalogue: every type with its terms on a day, and what of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.catalogue import OfferedType, catalogue_on
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import Validity
from shared.vocabulary import ExemptionType, Scope, StatedFacts, VehicleCategory
from tests.support.cases import a_van

TODAY = date(2026, 3, 2)


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
    assert (old.scope, new.scope) == (Scope.LOCAL, Scope.NATIONAL)
    assert old.policy.version != new.policy.version
    assert (len(old.municipalities), new.municipalities) == (18, ())
    assert old.decided_by != new.decided_by


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
    stated=StatedFacts(replacement_delivery_on=date(2026, 9, 1), day=date(2026, 3, 28)),
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
        Validity(one_day=True),
    ],
)
def test_a_missing_fact_leaves_the_last_day_open(validity: Validity):
    """Nothing is assumed."""
    with pytest.raises(ValueError, match="do not tell"):
        validity.last_day(TODAY, CaseFacts(a_van()))
