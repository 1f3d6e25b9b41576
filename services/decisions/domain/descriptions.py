"""What the catalogue says of a type besides its policy: name, evidence, fee, who decides, and how it is renewed.

Sources: public pages of the RDW and municipalities, and the press on the package of August 2025. What no source
gives is SYNTHETIC, and `synthetic` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from services.decisions.domain.policy import Policy
from shared.vocabulary import ExemptionType

SYNTHETIC_FEE_CENTS: Final = 111_00
"""SYNTHETIC: fees (leges) lie between EUR 30 and EUR 250; only that of a day exemption was found."""


class RenewalKind(StrEnum):
    """What is known about renewing (verlengen) an exemption of a type."""

    NONE = "none"
    """It is not renewed."""
    FREE = "free"
    """It is renewed without a fee."""
    NOT_FOUND = "not_found"
    """No source says whether it is."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Whether and from when an exemption of a type can be renewed."""

    kind: RenewalKind
    words: str
    """Dutch, as the applicant reads it."""
    source: str | None = None
    """None: nothing was found."""
    from_months_before: int | None = None
    """From so many months before its last day."""


NOT_FOUND: Final = Renewal(RenewalKind.NOT_FOUND, "Of deze ontheffing kan worden verlengd, is niet bekend.")
_ENDS: Final = Renewal(
    RenewalKind.NONE,
    "Deze ontheffing wordt niet verlengd: zij geldt tot haar laatste dag.",
    source="public pages of the RDW and municipalities: a last day for all",
)
_EACH_DAY: Final = Renewal(
    RenewalKind.NONE,
    "Een dagontheffing wordt niet verlengd: voor een andere dag vraagt u een nieuwe aan.",
    source="public pages of the RDW and municipalities: one day each",
)
_FREE: Final = Renewal(
    RenewalKind.FREE,
    "Kosteloos te verlengen vanaf zes maanden voor de laatste dag.",
    source="press on the policy package of August 2025; it names no period",
    from_months_before=6,
)
_FREE_ON_A_FULL_GRID: Final = replace(
    _FREE,
    words="Kosteloos te verlengen vanaf zes maanden voor de laatste dag, als het stroomnet dan nog vol is.",
    source="public pages on the policy from 1 January 2026",
)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a type besides its policy; Dutch, as the applicant reads it."""

    dutch_name: str
    evidence: tuple[str, ...]
    renewal: Renewal = NOT_FOUND
    fee_cents: int = SYNTHETIC_FEE_CENTS
    decided_by: str | None = None
    """None: who decides follows from the scope."""
    synthetic: tuple[str, ...] = field(default=("fee_cents", "evidence"))
    """Names of the fields above, or inside them, whose values are SYNTHETIC."""


DESCRIPTIONS: Final[Mapping[ExemptionType, Description]] = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: Description(
        "Niet emissieloos verkrijgbaar",
        ("Gegevens van het voertuig uit het kentekenregister", "Opgave van de afstand per dag"),
        renewal=_FREE,
        synthetic=("fee_cents", "evidence", "renewal.from_months_before"),
    ),
    ExemptionType.PRIVATE_USE: Description(
        "Particulier gebruik",
        (
            "Verklaring van uitsluitend particulier gebruik",
            "Bewijs van het tarief van de motorrijtuigenbelasting",
        ),
    ),
    ExemptionType.ADAPTED_FOR_DISABILITY: Description(
        "Aangepast voertuig vanwege een handicap", ("Factuur van de aanpassing",)
    ),
    ExemptionType.LONG_DELIVERY_TIME: Description(
        "Levertijd van een vervangend emissieloos voertuig",
        ("Koop- of leaseovereenkomst met leverdatum",),
        renewal=_FREE,
        synthetic=("fee_cents", "evidence", "renewal.from_months_before"),
    ),
    ExemptionType.BUSINESS_ECONOMIC: Description(
        "Bedrijfseconomische omstandigheden",
        (
            "Financieel beoordelingsformulier",
            "Kentekenbewijs",
            "Jaarrekeningen van de laatste drie jaar",
            "Aangiften omzetbelasting van het lopende jaar",
            "Lijst van alle bedrijfsvoertuigen",
            "Overeenkomsten waaruit werk in de zone blijkt",
            "Marktvergunning of standplaatsvergunning, als u die hebt",
            "Ritstaten of facturen van ritten naar de zone",
        ),
        synthetic=("fee_cents",),
    ),
    ExemptionType.GRID_CONGESTION: Description(
        "Netcongestie",
        (
            "Bevestiging van de netbeheerder of een afbeelding van de capaciteitskaart",
            "Bewijs van eigen stappen, zoals een aanvraag voor een zwaardere aansluiting",
        ),
        renewal=_FREE_ON_A_FULL_GRID,
        synthetic=("fee_cents", "decided_by"),
    ),
    ExemptionType.HARDSHIP: Description(
        "Afwijkingsbevoegdheid vanwege specifieke omstandigheden (hardheidsclausule)",
        ("Stukken waaruit de omstandigheden blijken",),
    ),
    ExemptionType.SPECIAL_VEHICLE: Description(
        "Bijzonder voertuig",
        ("Gegevens van het voertuig uit het kentekenregister", "Opgave van het gebruik"),
        renewal=_ENDS,
        synthetic=("fee_cents", "evidence", "decided_by"),
    ),
    ExemptionType.PLUGIN_HYBRID_TRUCK: Description(
        "Plug-in hybride vrachtauto", ("Bewijs dat het voertuig in de zone emissievrij rijdt",)
    ),
    ExemptionType.MARKET_TRADER: Description(
        "Marktondernemer", ("Marktvergunning van de gemeente",), renewal=_ENDS
    ),
    ExemptionType.ANIMAL_AMBULANCE: Description(
        "Dierenambulance",
        ("Bewijs van spoedeisend vervoer van dieren",),
        synthetic=("fee_cents", "evidence", "decided_by"),
    ),
    ExemptionType.DAY: Description(
        "Dagontheffing",
        ("Opgave van de dag",),
        renewal=_EACH_DAY,
        fee_cents=30_00,
        decided_by="Centraal Loket, namens het college van de gemeente, direct bij de aanvraag",
        synthetic=(),
    ),
}
"""By type."""

_BUSINESS_FROM_2026: Final = Description(
    "Bedrijfseconomische omstandigheden",
    (
        "Financieel beoordelingsformulier",
        "Jaarverslagen",
        "Overzicht van de geplande investeringen",
        "Toelichting op wat bijzonder is aan uw bedrijf",
        "Overeenkomsten waaruit werk in de zone blijkt",
    ),
    synthetic=("fee_cents", "evidence", "decided_by"),
)
"""That it is assessed on these is known; who assesses, and the list as the desk asks it, were not seen."""

DESCRIPTIONS_OF_VERSIONS: Final[Mapping[str, Description]] = {
    "business-economic/2026-SYNTHETIC-2": _BUSINESS_FROM_2026,
    "business-economic/2026-SYNTHETIC-3": _BUSINESS_FROM_2026,
}
"""Where a version of the policy brought another description."""


def description_of(policy: Policy) -> Description:
    """What is said of the type under that version of the policy."""
    return DESCRIPTIONS_OF_VERSIONS.get(policy.version) or DESCRIPTIONS[policy.exemption_type]
