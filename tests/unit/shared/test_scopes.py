"""Where each type of exemption is valid, by the day on which it is applied for."""

from __future__ import annotations

from datetime import date

import pytest

from shared.municipalities import MUNICIPALITIES
from shared.scopes import OFFERS, NotOffered, municipalities_on, scope_on
from shared.vocabulary import ExemptionType, Scope

LAST_OF_2025, FIRST_OF_2026 = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("exemption_type", "day", "scope"),
    [
        (ExemptionType.NOT_AVAILABLE_EMISSION_FREE, LAST_OF_2025, Scope.NATIONAL),
        (ExemptionType.BUSINESS_ECONOMIC, LAST_OF_2025, Scope.LOCAL),
        (ExemptionType.BUSINESS_ECONOMIC, FIRST_OF_2026, Scope.NATIONAL),
        (ExemptionType.GRID_CONGESTION, FIRST_OF_2026, Scope.NATIONAL),
        (ExemptionType.HARDSHIP, FIRST_OF_2026, Scope.LOCAL),
        (ExemptionType.MARKET_TRADER, FIRST_OF_2026, Scope.LOCAL),
        (ExemptionType.DAY, FIRST_OF_2026, Scope.LOCAL),
        (ExemptionType.ANIMAL_AMBULANCE, FIRST_OF_2026, Scope.NATIONAL),
    ],
)
def test_the_scope_follows_type_and_day(exemption_type: ExemptionType, day: date, scope: Scope) -> None:
    """On the last day of 2025 and the first of 2026 some differ."""
    assert scope_on(exemption_type, day) is scope


def test_grid_congestion_is_not_offered_before_2026() -> None:
    """It became a type of its own on 1 January 2026."""
    with pytest.raises(NotOffered):
        scope_on(ExemptionType.GRID_CONGESTION, LAST_OF_2025)


@pytest.mark.parametrize("exemption_type", ExemptionType)
def test_every_type_is_offered_today(exemption_type: ExemptionType) -> None:
    """A new type cannot be forgotten here; offers stand in the order of their first day."""
    offers = OFFERS[exemption_type]
    assert scope_on(exemption_type, date(2026, 11, 1)) in Scope
    assert list(offers) == sorted(offers, key=lambda offer: offer.first_day)


def test_a_local_type_is_applied_for_in_a_municipality_that_offers_it() -> None:
    """Market traders in four, hardship in all that have a zone, a national type in none."""
    assert municipalities_on(ExemptionType.MARKET_TRADER, FIRST_OF_2026) == {"0014", "0153", "0307", "0935"}
    assert municipalities_on(ExemptionType.HARDSHIP, FIRST_OF_2026) == set(MUNICIPALITIES)
    assert municipalities_on(ExemptionType.PRIVATE_USE, FIRST_OF_2026) == set()
