"""Facts of a vehicle that the register does not know, supplied by the desk (aangevulde voertuiggegevens, Awb 3:2).

The register leads: what it knows is put right there, and not here. So a supplied fact counts only where the
register is silent, also when it answers once more.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import VehicleFacts

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts

NOTHING_KNOWN = VehicleFacts()


class VehicleFactsSupplied(Event):
    """The desk supplied what the register does not know of the vehicle; earlier assessments no longer stand."""

    TOPIC = "decisions.VehicleFactsSupplied"
    facts: VehicleFacts
    """Only what is supplied now; everything else is empty."""
    supplied_on: date
    supplied_by: str
    sealed_basis: Sealed
    """What it rests on, such as a document that was shown (Dutch)."""

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.supplied = completed(self.facts, aggregate.supplied)
        vehicle = completed(aggregate.registered, aggregate.supplied)
        aggregate.facts = replace(aggregate.facts, vehicle=vehicle)
        aggregate.assessed = None
        aggregate.handled = True


def completed(facts: VehicleFacts, supplied: VehicleFacts) -> VehicleFacts:
    """The facts, with what is supplied where they are silent."""
    silent = {name: value for name, value in known(supplied).items() if name not in known(facts)}
    return replace(facts, **silent)


def known(facts: VehicleFacts) -> dict[str, object]:
    """What is known of the vehicle, by field."""
    nothing = asdict(NOTHING_KNOWN)
    return {name: value for name, value in asdict(facts).items() if value != nothing[name]}


def check_supplied(supplied: VehicleFacts, registered: VehicleFacts) -> None:
    """Raise RuleBroken for a fact that the register knows, or when nothing is supplied."""
    if not known(supplied):
        raise RuleBroken("no_fact_supplied", "at least one fact is to be supplied (Awb 3:2)")
    if there := sorted(set(known(supplied)) & set(known(registered))):
        raise RuleBroken(
            "fact_registered",
            f"the vehicle register knows {', '.join(there)}: what is wrong there is put right there (Awb 3:2)",
        )
