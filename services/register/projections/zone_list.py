"""The zones as the dated configuration beside this package states them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec

from services.register.domain.zone import Zone, ZoneList


class _ZoneFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zone: tuple[Zone, ...]


def read_zones() -> ZoneList:
    """The participating zones. Raises msgspec.ValidationError when the file is not as it must be."""
    text = files("services.register").joinpath("zones.toml").read_text(encoding="utf-8")
    return ZoneList(msgspec.convert(tomllib.loads(text), _ZoneFile).zone)
