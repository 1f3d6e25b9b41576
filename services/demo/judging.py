"""What the desk of the demo judges: it agrees with every claim of the sample set, and says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.demo.bodies import JudgementBody, JudgementsBody
from services.demo.planned import PlannedCase
from shared.vocabulary import ExemptionType, Finding

REASONS: Final = "SYNTHETIC: dit volgt uit de stukken en de toelichting bij de aanvraag."

CLAIMS: Final[Mapping[ExemptionType, Mapping[str, str]]] = {
    ExemptionType.LONG_DELIVERY_TIME: {"vehicle_is_demonstrably_replaced": "replacement_shown"},
    ExemptionType.BUSINESS_ECONOMIC: {
        "needed_in_zone": "needed_in_zone",
        "turnover_depends_on_zone": "turnover_depends_on_zone",
        "replacement_brings_direct_financial_trouble": "direct_financial_trouble",
    },
    ExemptionType.GRID_CONGESTION: {"own_steps_are_taken": "own_steps_shown"},
    ExemptionType.HARDSHIP: {"rule_works_out_disproportionately": "circumstances_shown"},
    ExemptionType.PLUGIN_HYBRID_TRUCK: {"drives_emission_free_in_zone": "drives_emission_free_in_zone"},
}
"""By type: which criteria a person judges, and the statement by which each is claimed."""


def judgements_on(case: PlannedCase | None) -> JudgementsBody | None:
    """All of them in one request; None: nothing is claimed that a person judges."""
    if case is None:
        return None
    claims = {
        criterion: getattr(case.stated, claim)
        for criterion, claim in CLAIMS.get(case.exemption_type, {}).items()
    }
    judged = tuple(
        JudgementBody(criterion, Finding.MET if claim else Finding.UNMET, REASONS)
        for criterion, claim in claims.items()
        if claim is not None
    )
    return JudgementsBody(judged) if judged else None
