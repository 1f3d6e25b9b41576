"""Evidence (bewijsstukken) of a case: which documents are there, and to which condition each belongs.

What is in a document stays with applications, sealed; here a case knows it by its name and by what it is to show.
That a document is there, or is missing, decides nothing by itself (Awb 3:2): a person looks at it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts

EVIDENCE_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "used_exclusively_privately": ("private_use_declaration",),
    "taxed_at_private_rate": ("road_tax_document",),
    "adaptation_cost_above_limit": ("adaptation_invoice",),
    "replacement_is_ordered": ("replacement_order",),
    "replacement_is_not_delivered": ("replacement_order",),
    "vehicle_is_demonstrably_replaced": ("replacement_order",),
    "lease_is_long_enough": ("replacement_order",),
    "in_name_before_zone": ("vehicle_documents",),
    "work_in_zone_before_zone": ("work_in_zone",),
    "needed_in_zone": ("work_in_zone",),
    "enters_zone_often_enough": ("work_in_zone",),
    "turnover_depends_on_zone": ("financial_assessment",),
    "financial_assessment_is_complete": ("financial_assessment",),
    "replacement_brings_direct_financial_trouble": ("financial_assessment",),
    "grid_is_full": ("grid_operator_confirmation",),
    "own_steps_are_taken": ("own_steps_against_congestion",),
    "rule_works_out_disproportionately": ("circumstances",),
    "vehicle_is_special": ("special_purpose",),
    "drives_emission_free_in_zone": ("emission_free_driving",),
    "has_market_permit": ("market_permit",),
    "transports_animals_urgently": ("animal_transport",),
}
"""By criterion: what a document is to show for it, in the words of a request to complete.

SYNTHETIC, as those words are: public pages name evidence by type, and for few types; not by condition.
"""


class Evidence(msgspec.Struct, frozen=True):
    """A document that was attached, without what is in it."""

    name: str
    """The HMAC that applications names it by."""
    shows: str
    """What it is to show, in the words of a request to complete."""
    attached_on: date


class EvidenceNoted(Event):
    """A document was attached to the application (bewijsstuk genoteerd, Awb 4:2(2)); what is in it is not here."""

    TOPIC = "decisions.EvidenceNoted"
    document: Evidence
    carried_over_from: UUID | None = None
    """The case that was converted into this one, to which it was attached; None: to this one."""

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.evidence = (*aggregate.evidence, self.document)


class WantedEvidence(msgspec.Struct, frozen=True):
    """One kind of evidence for a condition, with the documents that were given of it."""

    shows: str
    documents: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """Whether no document was given of it."""
        return not self.documents


def evidence_for(criterion: str, given: Iterable[Evidence]) -> tuple[WantedEvidence, ...]:
    """What a condition asks for, with what was given of each kind, oldest first."""
    documents = tuple(given)
    return tuple(
        WantedEvidence(kind, tuple(one.name for one in documents if one.shows == kind))
        for kind in EVIDENCE_FOR.get(criterion, ())
    )


def check_documents(named: Iterable[str], given: Iterable[Evidence]) -> None:
    """Raise RuleBroken for a document that was not attached to the case: what it shows nobody can look up."""
    known = {one.name for one in given}
    if others := sorted(set(named) - known):
        raise RuleBroken(
            "document_not_of_case", f"not attached to this case: {', '.join(others)} (Awb 3:2, 3:46)"
        )


def given_for(criteria: Collection[str], given: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The documents that belong to one of those conditions."""
    wanted = {kind for criterion in criteria for kind in EVIDENCE_FOR.get(criterion, ())}
    return tuple(one for one in given if one.shows in wanted)
