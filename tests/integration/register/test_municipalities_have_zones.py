"""The municipalities one can apply in are those whose zones the register knows."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

from shared.municipalities import FIRST_DAYS, MUNICIPALITIES

ZONES = tomllib.loads((files("services.register") / "zones.toml").read_text("utf-8"))["zone"]


def test_every_municipality_has_a_zone_and_the_other_way_round() -> None:
    """Code by code, under the same name."""
    assert {zone["code"]: zone["municipality"] for zone in ZONES} == MUNICIPALITIES


def test_the_desk_knows_the_day_on_which_the_register_has_the_first_zone_begin() -> None:
    """What a decision compares a day with is what the access check goes by."""
    first_days: dict[str, date] = {}
    for zone in ZONES:
        first_days[zone["code"]] = min(zone["in_force_from"], first_days.get(zone["code"], date.max))
    assert first_days == FIRST_DAYS
