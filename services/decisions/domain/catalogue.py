"""The catalogue of exemption types (ontheffingssoorten) as dated data: what an applicant may ask, and on what terms.

The conditions and the validity come from the policy that decides; the scope from `shared.scopes`. What
no public source states is SYNTHETIC, and `synthetic` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.decisions.domain.criteria import CRITERIA
from services.decisions.domain.policy import Policy, policy_on
from shared.scopes import NotOffered, Offer, municipalities_on, offer_on
from shared.vocabulary import ExemptionType, Scope

CENTRAL_DESK: Final = "Centraal Loket, namens de colleges van de deelnemende gemeenten (mandaat)"
MUNICIPALITY: Final = "het college van de gemeente"
SYNTHETIC_FEE_CENTS: Final = 111_00
"""SYNTHETIC: fees (leges) lie between EUR 30 and EUR 250; only that of a day exemption was found."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a type besides its criteria; Dutch, as the applicant reads it."""

    dutch_name: str
    evidence: tuple[str, ...]
    renewal: str | None = None
    """None: not found, or there is none."""
    fee_cents: int = SYNTHETIC_FEE_CENTS
    decided_by: str | None = None
    """None: who decides follows from the scope."""
    synthetic: tuple[str, ...] = field(default=("fee_cents", "evidence"))
    """Names of the fields above whose values are SYNTHETIC."""


DESCRIPTIONS: Final[Mapping[ExemptionType, Description]] = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: Description(
        "Niet emissieloos verkrijgbaar",
        ("Gegevens van het voertuig uit het kentekenregister", "Opgave van de afstand per dag"),
        renewal="Kosteloos te verlengen (beleidspakket augustus 2025)",
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
        renewal="Kosteloos te verlengen (beleidspakket augustus 2025)",
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
        renewal="Kosteloos te verlengen vanaf zes maanden voor de einddatum, als het net nog vol is",
        synthetic=("fee_cents",),
    ),
    ExemptionType.HARDSHIP: Description(
        "Afwijkingsbevoegdheid vanwege specifieke omstandigheden (hardheidsclausule)",
        ("Stukken waaruit de omstandigheden blijken",),
    ),
    ExemptionType.SPECIAL_VEHICLE: Description(
        "Bijzonder voertuig", ("Gegevens van het voertuig uit het kentekenregister", "Opgave van het gebruik")
    ),
    ExemptionType.PLUGIN_HYBRID_TRUCK: Description(
        "Plug-in hybride vrachtauto", ("Bewijs dat het voertuig in de zone emissievrij rijdt",)
    ),
    ExemptionType.MARKET_TRADER: Description("Marktondernemer", ("Marktvergunning van de gemeente",)),
    ExemptionType.ANIMAL_AMBULANCE: Description(
        "Dierenambulance",
        ("Bewijs van spoedeisend vervoer van dieren",),
        synthetic=("fee_cents", "evidence", "scope"),
    ),
    ExemptionType.DAY: Description(
        "Dagontheffing",
        ("Opgave van de dag",),
        fee_cents=30_00,
        decided_by="Centraal Loket, namens het college van de gemeente, direct bij de aanvraag",
        synthetic=(),
    ),
}


@dataclass(frozen=True, slots=True)
class OfferedType:
    """One type of exemption as it is offered on a day."""

    exemption_type: ExemptionType
    description: Description
    scope: Scope
    scope_source: str
    municipalities: tuple[str, ...]
    """CBS codes of where a local type is offered; empty for a national one."""
    decided_by: str
    conditions: tuple[str, ...]
    """Names of the criteria, all of which must be met."""
    policy: Policy
    conversions: tuple[ExemptionType, ...]

    @property
    def synthetic(self) -> tuple[str, ...]:
        """Everything about this type that no public source states.

        The letter names hardship and economic circumstances as what the desk converts into; more is SYNTHETIC.
        """
        return (
            "conversions",
            *self.description.synthetic,
            *(f"policy.{name}" for name in self.policy.synthetic),
        )


def catalogue_on(day: date) -> tuple[OfferedType, ...]:
    """Every type that can be applied for on a legal day, by the policy of that day."""
    return tuple(_offered_on(day))


def _offered_on(day: date) -> Iterator[OfferedType]:
    found = {kind: terms for kind in ExemptionType if (terms := _terms_on(day, kind)) is not None}
    for kind, (policy, offer) in found.items():
        description = DESCRIPTIONS[kind]
        by_scope = CENTRAL_DESK if offer.scope is Scope.NATIONAL else MUNICIPALITY
        yield OfferedType(
            exemption_type=kind,
            description=description,
            scope=offer.scope,
            scope_source=offer.source,
            municipalities=tuple(sorted(municipalities_on(kind, day))),
            decided_by=description.decided_by or by_scope,
            conditions=tuple(criterion.__name__ for criterion in CRITERIA[kind]),
            policy=policy,
            conversions=_conversions(kind, found),
        )


def _terms_on(day: date, kind: ExemptionType) -> tuple[Policy, Offer] | None:
    try:
        return policy_on(day, kind), offer_on(kind, day)
    except (LookupError, NotOffered):
        return None


def _conversions(kind: ExemptionType, offered: Iterable[ExemptionType]) -> tuple[ExemptionType, ...]:
    """The types into which an application of this type may be converted; a day exemption never is."""
    never = (kind, ExemptionType.DAY)
    return () if kind is ExemptionType.DAY else tuple(target for target in offered if target not in never)
