"""On whose behalf the desk writes (mandaat), as dated data.

What no public source states is SYNTHETIC here, and `synthetic` names it. A letter with such a value
says so in its last lines, so that nobody takes it for a real one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who decides, on whose behalf, and where somebody who disagrees must go (Awb 3:45, 10:10)."""

    version: str
    valid_from: date
    desk: str
    """The desk (loket) that decides by mandate."""
    on_behalf_of: str
    """The competent authority, in the words that follow "namens"."""
    objection_body: str
    """The body an objection is addressed to (Awb 6:4)."""
    objection_address: str
    """Where an objection can be sent by post."""
    district_court: str
    """The court that hears an appeal (rechtbank, Awb 8:7)."""
    synthetic: tuple[str, ...] = ()
    """Names of the fields above whose values are SYNTHETIC."""


MANDATES: Final[Sequence[Mandate]] = (
    Mandate(
        version="national/SYNTHETIC-1",
        valid_from=date(2024, 7, 1),
        desk="Centraal Loket zero-emissiezones",
        on_behalf_of="de colleges van burgemeester en wethouders van de gemeenten met een nul-emissiezone",
        objection_body=(
            "de colleges van burgemeester en wethouders van de gemeenten met een nul-emissiezone, "
            "ter attentie van het Centraal Loket zero-emissiezones"
        ),
        objection_address="Postbus 0, 0000 AA Voorbeeldstad",
        district_court="de rechtbank Voorbeeldstad",
        synthetic=("on_behalf_of", "objection_body", "objection_address", "district_court"),
    ),
)
"""Of exemptions that hold in every zone, oldest first.

That the desk decides on behalf of the colleges is public (beleidsregels of the municipalities, 2024 and
2025). Who handles objections against a decision that holds nationally was not found.
"""


def national_mandate_on(day: date) -> Mandate:
    """The mandate in force on a legal day. Raises LookupError before the first one."""
    in_force = [mandate for mandate in MANDATES if mandate.valid_from <= day]
    if not in_force:
        raise LookupError(f"no mandate in force on {day.isoformat()}")
    return in_force[-1]


def mandate_of_version(version: str) -> Mandate:
    """The mandate with that version. Raises LookupError."""
    for mandate in MANDATES:
        if mandate.version == version:
            return mandate
    raise LookupError(f"no mandate of version {version}")
