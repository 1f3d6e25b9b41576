"""The criteria of each type, and what their answers advise together.

The tables `CRITERIA` and `CRITERIA_OF_VERSIONS` are the policy's text as code: desk, preview and campaign all go
through `assess`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from services.decisions.domain.criteria.adaptation import (
    adaptation_cost_above_limit,
    no_wheelchair_code_is_registered,
)
from services.decisions.domain.criteria.business import (
    enters_zone_often_enough,
    financial_assessment_is_complete,
    in_name_before_zone,
    needed_in_zone,
    replacement_brings_direct_financial_trouble,
    turnover_depends_on_zone,
    work_in_zone_before_zone,
)
from services.decisions.domain.criteria.circumstances import (
    rule_works_out_disproportionately,
    transports_animals_urgently,
)
from services.decisions.domain.criteria.day_exemption import (
    day_can_be_asked_for,
    day_exemptions_are_left,
    emission_class_is_high_enough,
)
from services.decisions.domain.criteria.grid import grid_is_full, own_steps_are_taken
from services.decisions.domain.criteria.market import has_market_permit, municipality_admits_market_traders
from services.decisions.domain.criteria.obtainability import not_obtainable_emission_free
from services.decisions.domain.criteria.plug_in_hybrid import (
    drives_emission_free_in_zone,
    vehicle_is_a_plug_in_hybrid,
)
from services.decisions.domain.criteria.private_use import taxed_at_private_rate, used_exclusively_privately
from services.decisions.domain.criteria.question import Criterion, Question
from services.decisions.domain.criteria.replacement import (
    lease_is_long_enough,
    replacement_is_not_delivered,
    replacement_is_ordered,
    vehicle_is_demonstrably_replaced,
)
from services.decisions.domain.criteria.special_vehicle import validity_is_left, vehicle_is_special
from services.decisions.domain.criteria.zone import (
    vehicle_is_a_truck,
    vehicle_is_a_van,
    vehicle_is_not_emission_free,
    zone_applies_to_vehicle,
)
from services.decisions.domain.policy import Policy
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Outcome

BANNED: Final = (zone_applies_to_vehicle, vehicle_is_not_emission_free)
"""Asked of every type but the day exemption, which is decided on before the register has answered."""

CRITERIA: Final[Mapping[ExemptionType, tuple[Criterion, ...]]] = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: (*BANNED, not_obtainable_emission_free),
    ExemptionType.PRIVATE_USE: (
        *BANNED,
        used_exclusively_privately,
        taxed_at_private_rate,
        validity_is_left,
    ),
    ExemptionType.ADAPTED_FOR_DISABILITY: (
        *BANNED,
        vehicle_is_a_van,
        no_wheelchair_code_is_registered,
        adaptation_cost_above_limit,
    ),
    ExemptionType.LONG_DELIVERY_TIME: (
        *BANNED,
        replacement_is_ordered,
        replacement_is_not_delivered,
        vehicle_is_demonstrably_replaced,
        lease_is_long_enough,
    ),
    ExemptionType.BUSINESS_ECONOMIC: (
        *BANNED,
        in_name_before_zone,
        work_in_zone_before_zone,
        needed_in_zone,
        enters_zone_often_enough,
        turnover_depends_on_zone,
    ),
    ExemptionType.GRID_CONGESTION: (*BANNED, grid_is_full, own_steps_are_taken),
    ExemptionType.HARDSHIP: (*BANNED, rule_works_out_disproportionately),
    ExemptionType.SPECIAL_VEHICLE: (*BANNED, vehicle_is_a_truck, vehicle_is_special, validity_is_left),
    ExemptionType.PLUGIN_HYBRID_TRUCK: (
        *BANNED,
        vehicle_is_a_truck,
        vehicle_is_a_plug_in_hybrid,
        drives_emission_free_in_zone,
        validity_is_left,
    ),
    ExemptionType.MARKET_TRADER: (
        *BANNED,
        has_market_permit,
        municipality_admits_market_traders,
        validity_is_left,
    ),
    ExemptionType.ANIMAL_AMBULANCE: (*BANNED, transports_animals_urgently),
    ExemptionType.DAY: (day_can_be_asked_for, day_exemptions_are_left),
}


_BUSINESS_FROM_2026: Final = (
    *CRITERIA[ExemptionType.BUSINESS_ECONOMIC],
    financial_assessment_is_complete,
    replacement_brings_direct_financial_trouble,
)

_WITHOUT_ITS_END: Final = {
    kind: tuple(one for one in CRITERIA[kind] if one is not validity_is_left)
    for kind in (ExemptionType.PRIVATE_USE, ExemptionType.PLUGIN_HYBRID_TRUCK)
}

CRITERIA_OF_VERSIONS: Final[Mapping[str, tuple[Criterion, ...]]] = {
    "business-economic/2026-SYNTHETIC-2": _BUSINESS_FROM_2026,
    "business-economic/2026-SYNTHETIC-3": _BUSINESS_FROM_2026,
    "long-delivery-time/SYNTHETIC-1": (*BANNED, replacement_is_ordered, replacement_is_not_delivered),
    "private-use/SYNTHETIC-1": _WITHOUT_ITS_END[ExemptionType.PRIVATE_USE],
    "plugin-hybrid-truck/SYNTHETIC-1": _WITHOUT_ITS_END[ExemptionType.PLUGIN_HYBRID_TRUCK],
    "plugin-hybrid-truck/SYNTHETIC-2": _WITHOUT_ITS_END[ExemptionType.PLUGIN_HYBRID_TRUCK],
    "day/2026-SYNTHETIC-1": (*CRITERIA[ExemptionType.DAY], emission_class_is_high_enough),
}
"""What a version of the policy asks otherwise than the table above says of its type."""


def criteria_of(policy: Policy) -> tuple[Criterion, ...]:
    """What that version of the policy asks, in order."""
    return CRITERIA_OF_VERSIONS.get(policy.version) or CRITERIA[policy.exemption_type]


class Assessment(msgspec.Struct, frozen=True):
    """The answers of all criteria and what they advise; None: the facts do not allow a decision."""

    criteria: tuple[CriterionResult, ...]
    advice: Outcome | None


def assess(facts: CaseFacts, rows: Sequence[ThresholdRow], policy: Policy, on: date) -> Assessment:
    """Answer every criterion of the policy's type, as of a legal day.

    One unmet advises refusal, all met advises a grant, else no advice.
    """
    question = Question(facts, rows, policy, on)
    results = tuple(criterion(question) for criterion in criteria_of(policy))
    findings = {result.finding for result in results}
    if Finding.UNMET in findings:
        return Assessment(results, Outcome.REFUSED)
    return Assessment(results, None if Finding.UNKNOWN in findings else Outcome.GRANTED)
