"""On whose behalf the desk writes (mandaat), as dated data.

What no public source states is SYNTHETIC here, and `synthetic` names it. A letter with such a value
says so in its last lines, so that nobody takes it for a real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.municipalities import MUNICIPALITIES


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
    municipality: str | None = None
    """CBS code (gemeentecode) of the municipality whose own college decides; None: national."""


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


COURTS: Final[Mapping[str, str]] = {
    "0014": "Noord-Nederland",
    "0106": "Noord-Nederland",
    "0153": "Overijssel",
    "0193": "Overijssel",
    "0268": "Gelderland",
    "0307": "Midden-Nederland",
    "0344": "Midden-Nederland",
    "0363": "Amsterdam",
    "0392": "Noord-Holland",
    "0503": "Den Haag",
    "0513": "Den Haag",
    "0518": "Den Haag",
    "0546": "Den Haag",
    "0599": "Rotterdam",
    "0772": "Oost-Brabant",
    "0796": "Oost-Brabant",
    "0855": "Zeeland-West-Brabant",
    "0935": "Limburg",
}
"""By municipality, the district court in whose district its college has its seat.

Sources: Awb 8:7(1); Wet op de rechterlijke indeling.
"""


def _of_municipality(code: str, name: str) -> Mandate:
    """A local exemption is decided on, and an objection handled, by the college of its own municipality."""
    college = f"het college van burgemeester en wethouders van {name}"
    return Mandate(
        version=f"local/{code}/SYNTHETIC-1",
        valid_from=date(2024, 7, 1),
        desk=f"Gemeente {name}",
        on_behalf_of=college,
        objection_body=college,
        objection_address=f"Postbus 0, 0000 AA {name}",
        district_court=f"de rechtbank {COURTS[code]}",
        synthetic=("objection_address",),
        municipality=code,
    )


LOCAL_MANDATES: Final[Sequence[Mandate]] = tuple(
    _of_municipality(code, name) for code, name in MUNICIPALITIES.items()
)
"""Of exemptions that one municipality decides on and that hold in its zone alone."""


def mandate_on(day: date, municipality: str | None = None) -> Mandate:
    """The mandate in force on a legal day: the municipality's own, or the national one.

    Raises LookupError before the first one, and for a municipality without a zone.
    """
    in_force = [
        mandate
        for mandate in (*MANDATES, *LOCAL_MANDATES)
        if mandate.municipality == municipality and mandate.valid_from <= day
    ]
    if not in_force:
        raise LookupError(f"no mandate of {municipality or 'the desk'} in force on {day.isoformat()}")
    return in_force[-1]


def mandate_of_version(version: str) -> Mandate:
    """The mandate with that version. Raises LookupError."""
    for mandate in (*MANDATES, *LOCAL_MANDATES):
        if mandate.version == version:
            return mandate
    raise LookupError(f"no mandate of version {version}")
