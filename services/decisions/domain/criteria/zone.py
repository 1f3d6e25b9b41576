"""Criteria on the zone's ban itself: does it concern this vehicle at all?"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer
from shared.vocabulary import CriterionResult, Finding, VehicleCategory

BAN: Final = "RVV 1990, artikel 86c"
TRUCKS: Final = (VehicleCategory.N2, VehicleCategory.N3)


def zone_applies_to_vehicle(question: Question) -> CriterionResult:
    """The zone bans company cars and trucks only (RVV 1990, art. 86c and 86d)."""
    category = question.facts.vehicle.category
    if category is None:
        finding, reason = Finding.UNKNOWN, "De voertuigcategorie van uw voertuig is niet geregistreerd."
    elif category is VehicleCategory.OTHER:
        finding = Finding.UNMET
        reason = "Uw voertuig is geen bestelauto of vrachtauto. U hebt geen ontheffing nodig."
    else:
        finding, reason = Finding.MET, f"Uw voertuig is een bestelauto of vrachtauto (categorie {category})."
    return CriterionResult("zone_applies_to_vehicle", finding, reason, BAN)


def vehicle_is_not_emission_free(question: Question) -> CriterionResult:
    """An emission-free vehicle may enter every zone and needs no exemption (RVV 1990, art. 86c)."""
    emission_free = question.facts.vehicle.emission_free
    sentences = Sentences(
        met="Uw voertuig is niet emissieloos.",
        unmet="Uw voertuig is emissieloos. U hebt geen ontheffing nodig.",
        unknown="De brandstof van uw voertuig is niet geregistreerd.",
    )
    burns = None if emission_free is None else not emission_free
    return answer("vehicle_is_not_emission_free", burns, sentences, BAN)


def vehicle_is_a_van(question: Question) -> CriterionResult:
    """Only for company cars (bedrijfsauto's, category N1)."""
    category = question.facts.vehicle.category
    sentences = Sentences(
        met="Uw voertuig is een bestelauto.",
        unmet="Uw voertuig is geen bestelauto.",
        unknown="De voertuigcategorie van uw voertuig is niet geregistreerd.",
    )
    is_van = None if category is None else category is VehicleCategory.N1
    return answer("vehicle_is_a_van", is_van, sentences, BAN)


def vehicle_is_a_truck(question: Question) -> CriterionResult:
    """Only for trucks (vrachtauto's, categories N2 and N3; RVV 1990, art. 86d)."""
    category = question.facts.vehicle.category
    sentences = Sentences(
        met="Uw voertuig is een vrachtauto.",
        unmet="Uw voertuig is geen vrachtauto.",
        unknown="De voertuigcategorie van uw voertuig is niet geregistreerd.",
    )
    is_truck = None if category is None else category in TRUCKS
    return answer("vehicle_is_a_truck", is_truck, sentences, "RVV 1990, artikel 86d")
