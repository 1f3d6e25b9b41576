"""The municipalities one can apply in are those whose zones the register knows."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from shared.municipalities import MUNICIPALITIES


def test_every_municipality_has_a_zone_and_the_other_way_round() -> None:
    """Code by code, under the same name."""
    zones = tomllib.loads((files("services.register") / "zones.toml").read_text("utf-8"))["zone"]
    assert {zone["code"]: zone["municipality"] for zone in zones} == MUNICIPALITIES
