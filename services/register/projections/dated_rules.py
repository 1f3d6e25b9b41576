"""The rules on access as the dated configuration beside this package states them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec

from services.register.domain.access_rules import AccessRules


def read_access_rules() -> AccessRules:
    """The dated data of the rules. Raises msgspec.ValidationError when the file is not as it must be."""
    text = files("services.register").joinpath("access_rules.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), AccessRules)
