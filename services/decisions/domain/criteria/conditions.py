"""The conditions (voorwaarden) of a type as an applicant reads them: a Dutch sentence for each criterion, with its source.

The source is the one that the criterion itself names when it answers; what differs between versions of the
policy is filled in from its limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from services.decisions.domain.criteria.assessment import criteria_of
from services.decisions.domain.criteria.question import Question, euros
from services.decisions.domain.evidence import EVIDENCE_FOR
from services.decisions.domain.policy import Limits, Policy
from services.decisions.domain.thresholds import CaseFacts
from shared.vocabulary import VehicleFacts

SENTENCES: Final[Mapping[str, str]] = {
    "zone_applies_to_vehicle": "Het voertuig is een bestelauto of een vrachtauto.",
    "vehicle_is_not_emission_free": "Het voertuig is niet emissieloos.",
    "vehicle_is_a_van": "Het voertuig is een bestelauto.",
    "vehicle_is_a_truck": "Het voertuig is een vrachtauto.",
    "not_obtainable_emission_free": (
        "Het voertuig is volgens de drempelwaarden niet emissieloos verkrijgbaar."
    ),
    "used_exclusively_privately": "U gebruikt het voertuig uitsluitend particulier.",
    "taxed_at_private_rate": (
        "Voor het voertuig geldt niet het zakelijke tarief van de motorrijtuigenbelasting."
    ),
    "no_wheelchair_code_is_registered": (
        "Het voertuig is niet geregistreerd als rolstoeltoegankelijk; dan is geen ontheffing nodig."
    ),
    "adaptation_cost_above_limit": "De aanpassing van het voertuig heeft {adaptation_cost} gekost.",
    "replacement_is_ordered": "U hebt een vervangend emissieloos voertuig besteld.",
    "replacement_is_not_delivered": "Het vervangende voertuig is nog niet geleverd.",
    "vehicle_is_demonstrably_replaced": "Een emissieloos voertuig vervangt dit voertuig aantoonbaar.",
    "lease_is_long_enough": (
        "Als u het vervangende voertuig leaset: de looptijd is langer dan {lease_months_more_than} maanden."
    ),
    "in_name_before_zone": "Het voertuig stond al op uw naam voordat de zone werd ingevoerd.",
    "work_in_zone_before_zone": "U werkte al in het gebied voordat de zone werd ingevoerd.",
    "needed_in_zone": "Het voertuig is in de zone nodig en er is geen andere oplossing.",
    "enters_zone_often_enough": "Het voertuig rijdt per jaar {entries_per_year} keer of vaker de zone in.",
    "turnover_depends_on_zone": "Toegang tot de zone is van belang voor uw omzet.",
    "financial_assessment_is_complete": (
        "U laat de jaarverslagen, de geplande investeringen en wat bijzonder is aan uw bedrijf zien, voor een"
        " financiële beoordeling."
    ),
    "replacement_brings_direct_financial_trouble": (
        "Het voertuig vervangen zou uw bedrijf direct in financiële problemen brengen."
    ),
    "grid_is_full": "Het stroomnet op uw locatie is vol.",
    "own_steps_are_taken": "U hebt zelf stappen gezet om te kunnen laden.",
    "rule_works_out_disproportionately": (
        "Er zijn bijzondere omstandigheden waarin de regel onevenredig uitwerkt."
    ),
    "vehicle_is_special": (
        "Het voertuig heeft een bijzondere opbouw, is een verhuisauto, een kermis- of circusvrachtauto, heeft een"
        " laadkraan van ten minste {crane_tonne_metres} tonmeter, wordt gebruikt voor {transport},"
        " of is een opleggertrekker {tractor}."
    ),
    "validity_is_left": "De dag tot en met welke de ontheffing kan gelden, is nog niet voorbij.",
    "vehicle_is_a_plug_in_hybrid": "Het voertuig is een plug-in hybride.",
    "drives_emission_free_in_zone": "Het voertuig rijdt in de zone aantoonbaar emissievrij.",
    "has_market_permit": "U hebt een vergunning voor een markt in de gemeente.",
    "municipality_admits_market_traders": "De gemeente heeft een regeling voor marktondernemers.",
    "transports_animals_urgently": "Met het voertuig worden dieren met spoed vervoerd.",
    "day_can_be_asked_for": "De dag is vandaag of een latere dag {days_ahead}.",
    "day_exemptions_are_left": (
        "Voor het voertuig zijn in dat kalenderjaar in de gemeente minder dan {day_exemptions_per_year}"
        " dagontheffingen verleend."
    ),
    "emission_class_is_high_enough": (
        "Het voertuig heeft ten minste de emissieklasse die de gemeente voor een dagontheffing vraagt, als zij dat doet."
    ),
}
"""By criterion; the names in braces are those of `_filled_in`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, all of which must be met."""

    criterion: str
    """The name under which an assessment answers it."""
    sentence: str
    source: str
    judged: bool = False
    """A case handler judges it, with reasons; what the applicant states is a claim."""
    evidence: tuple[str, ...] = ()
    """What documents are to show for it, in the words of a request to complete; SYNTHETIC."""
    synthetic: bool = False
    """No source says that this version of the policy asks it."""


def conditions_of(policy: Policy, day: date) -> tuple[Condition, ...]:
    """Every condition of that version of the policy, in the order in which they are assessed."""
    of_nobody = Question(CaseFacts(VehicleFacts()), (), policy, day)
    asked = tuple(criterion(of_nobody) for criterion in criteria_of(policy))
    words = _filled_in(policy.limits)
    return tuple(
        Condition(
            one.criterion,
            SENTENCES[one.criterion].format_map(words),
            one.source,
            judged=one.criterion in policy.judged,
            evidence=EVIDENCE_FOR.get(one.criterion, ()),
            synthetic=one.criterion in policy.synthetic_criteria,
        )
        for one in asked
    )


def _filled_in(limits: Limits) -> dict[str, object]:
    at_limit = "ten minste" if limits.adaptation_cost_at_limit_counts else "meer dan"
    heavy_only = " voor zwaar exceptioneel transport" if limits.tractor_for_exceptional_transport_only else ""
    ahead = limits.day_exemption_days_ahead
    return {
        **asdict(limits),
        "days_ahead": "van dit kalenderjaar" if ahead is None else f"binnen {ahead} dagen",
        "adaptation_cost": f"{at_limit} {euros(limits.adaptation_cost_cents)}",
        "transport": f"{'incidenteel ' if limits.incidental_transport_only else ''}exceptioneel transport",
        "tractor": f"met {limits.tractor_axles} of meer assen{heavy_only}",
    }
