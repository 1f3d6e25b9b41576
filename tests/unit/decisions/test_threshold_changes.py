"""What a new threshold set changed for one vehicle."""

from __future__ import annotations

from services.decisions.domain.threshold_changes import threshold_changes
from services.decisions.domain.thresholds import Parameter
from shared.vocabulary import ThresholdChange, VehicleCategory
from tests.support.cases import a_van, facts_of, row

N1, TOWING = VehicleCategory.N1, Parameter.BRAKED_TOWING_MASS


def test_a_change_has_both_values() -> None:
    """From which value to which; what stayed as it was is left out."""
    before, after = [row(1200), row(2000, TOWING)], [row(999), row(2000, TOWING)]
    [change] = threshold_changes(facts_of(), before, after)
    assert change == ThresholdChange(N1, Parameter.PAYLOAD, 1200, 999)


def test_a_threshold_that_came_or_went_is_a_change() -> None:
    """In the order of their names, without a value where there was none."""
    changes = threshold_changes(facts_of(), [row(1200)], [row(2000, TOWING)])
    assert changes == (
        ThresholdChange(N1, TOWING, None, 2000),
        ThresholdChange(N1, Parameter.PAYLOAD, 1200, None),
    )


def test_what_concerns_another_vehicle_is_not_stated() -> None:
    """Another category, another body, or a distance that nobody stated."""
    other = [row(999, Parameter.DAILY_RANGE), row(5, body="kipper")]
    assert threshold_changes(facts_of(a_van(1000)), [], other) == ()
    assert threshold_changes(facts_of(daily_range_km=300), [], other) == (
        ThresholdChange(N1, Parameter.DAILY_RANGE, None, 999),
    )
