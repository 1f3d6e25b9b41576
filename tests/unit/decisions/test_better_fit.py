"""Which other type fits an application better, on the recorded facts alone."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.criteria import better_fit
from services.decisions.domain.criteria.better_fit import ORDER
from services.decisions.domain.thresholds import CaseFacts
from shared.vocabulary import ExemptionType, RoadTaxRate, StatedFacts
from tests.support.cases import OLD_ROWS, TYPE, a_van
from tests.support.judging import with_judgements

TODAY = date(2026, 3, 2)
GRID_FULL = {"grid_full_shown": True, "own_steps_shown": True}
PRIVATE = {"exclusively_private": True, "road_tax_rate": RoadTaxRate.PRIVATE}


def fitting(
    asked: ExemptionType = TYPE,
    *,
    on: date = TODAY,
    payload: int = 1000,
    municipality: str | None = None,
    **stated: object,
) -> ExemptionType | None:
    """The better-fitting type for a van, under the old limit of 1200 kg, judged as claimed."""
    facts = CaseFacts(a_van(payload), stated=StatedFacts(**stated), municipality=municipality)  # type: ignore[arg-type]  # by name
    fit = better_fit(asked, with_judgements(facts), OLD_ROWS, on)
    return fit.exemption_type if fit else None


@pytest.mark.parametrize(
    ("stated", "fits"),
    [
        ({}, None),
        (GRID_FULL, ExemptionType.GRID_CONGESTION),
        ({"grid_full_shown": True}, None),
        (PRIVATE, ExemptionType.PRIVATE_USE),
        ({"circumstances_shown": True}, ExemptionType.HARDSHIP),
        ({"market_permit": True, "municipality": "0014"}, ExemptionType.MARKET_TRADER),
        ({"market_permit": True, "municipality": "0344"}, None),
        ({"day": TODAY}, None),
        ({**PRIVATE, "circumstances_shown": True}, ExemptionType.PRIVATE_USE),
    ],
)
def test_a_type_fits_when_all_its_criteria_are_met(stated: dict[str, object], fits: ExemptionType | None):
    """All of them; a day exemption is never a better fit."""
    assert fitting(**stated) is fits


@pytest.mark.parametrize(
    ("stated", "fits"),
    [
        (
            {**PRIVATE, **GRID_FULL, "circumstances_shown": True, "urgent_animal_transport": True},
            "ANIMAL_AMBULANCE",
        ),
        ({**PRIVATE, **GRID_FULL, "circumstances_shown": True}, "PRIVATE_USE"),
        (
            {**GRID_FULL, "circumstances_shown": True, "adaptation_cost_cents": 50_001},
            "ADAPTED_FOR_DISABILITY",
        ),
        ({**GRID_FULL, "circumstances_shown": True}, "GRID_CONGESTION"),
        ({"market_permit": True, "municipality": "0014", "circumstances_shown": True}, "MARKET_TRADER"),
    ],
)
def test_of_several_the_first_of_the_order_is_named(stated: dict[str, object], fits: str):
    """What the vehicle is, what it is used for, what its holder waits for; hardship last (Awb 4:84)."""
    assert fitting(ExemptionType.LONG_DELIVERY_TIME, **stated) == fits


def test_the_order_has_every_type_but_the_day_exemption():
    """Once each, so that none is forgotten."""
    assert sorted(ORDER) == sorted(kind for kind in ExemptionType if kind is not ExemptionType.DAY)


def test_why_it_fits_names_the_conditions_that_are_met():
    """Its own ones, as its letter would state them; those of every type say nothing of the fit."""
    facts = CaseFacts(a_van(), stated=StatedFacts(grid_full_shown=True, own_steps_shown=True))
    fit = better_fit(TYPE, with_judgements(facts), OLD_ROWS, TODAY)
    assert fit is not None
    assert fit.reason == (
        "U hebt aangetoond dat het stroomnet op uw locatie vol is. U hebt zelf stappen gezet om te kunnen laden."
    )


def test_the_type_asked_for_is_no_better_fit():
    """Something else is meant."""
    assert fitting(ExemptionType.GRID_CONGESTION, **GRID_FULL) is None


def test_the_thresholds_count_for_the_type_that_has_them():
    """Over 1200 kg a van is not obtainable emission-free, whatever was asked for."""
    assert fitting(ExemptionType.PRIVATE_USE, payload=1201) is TYPE
    assert fitting(ExemptionType.PRIVATE_USE, payload=1200) is None


def test_a_type_that_is_not_offered_yet_does_not_fit():
    """Grid congestion is a type of its own from 1 January 2026."""
    assert fitting(on=date(2025, 12, 31), **GRID_FULL) is None
    assert fitting(on=date(2026, 1, 1), **GRID_FULL) is ExemptionType.GRID_CONGESTION


def test_what_nobody_judged_fits_nothing():
    """A claim says nothing of another type either; the letter states conditions as met."""
    facts = CaseFacts(a_van(), stated=StatedFacts(**GRID_FULL))
    assert better_fit(TYPE, facts, OLD_ROWS, TODAY) is None
