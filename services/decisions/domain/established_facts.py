"""Facts that the desk establishes itself (vastgestelde feiten): otherwise than the applicant stated them, or beside it.

The applicant supplies what he can (Awb 4:2), the authority gathers what it needs to know (Awb 3:2): what it
established is what the criteria read, until it establishes it anew or withdraws it. A later statement of the
applicant does not overrule it by itself. It goes with the case into one of another type, to which it is converted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec.structs import asdict, replace

from services.decisions.domain.thresholds import CaseFacts
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import RoadTaxRate, StatedFacts

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts


class FactBasis(StrEnum):
    """On what an established fact rests."""

    DOCUMENT = "document"
    """Bewijsstuk: what the applicant attached or sent shows it."""
    REGISTER = "register"
    """Kentekenregister: the vehicle register says so."""
    EXPLANATION = "explanation"
    """Toelichting: the applicant's own explanation."""


class Establishment(msgspec.Struct, frozen=True):
    """What the desk establishes at once, and on what it rests."""

    facts: StatedFacts
    """Only what is established now; everything else is empty."""
    basis: FactBasis
    reasons: Sealed
    document: str | None = None
    """The attached document, by the HMAC that applications names it by."""


class Standing(msgspec.Struct, frozen=True):
    """What was established by somebody on a day, as far as it was neither established anew nor withdrawn since."""

    establishment: Establishment
    established_on: date
    established_by: str


class FactsEstablished(Event):
    """The desk established facts itself (feiten vastgesteld, Awb 3:2); earlier assessments no longer stand."""

    TOPIC = "decisions.FactsEstablished"
    facts: StatedFacts
    """Only what is established now; everything else is empty."""
    basis: FactBasis
    established_on: date
    established_by: str
    sealed_reasons: Sealed
    document: str | None = None
    """The attached document, by the HMAC that applications names it by; None: another, or none."""
    carried_over_from: UUID | None = None
    """The case that was converted into this one, in which somebody established this; None: it was in this case."""

    def apply(self, aggregate: CaseWithFacts) -> None:
        establishment = Establishment(self.facts, self.basis, self.sealed_reasons, self.document)
        aggregate.standing = (
            *left_standing(aggregate.standing, told(self.facts)),
            Standing(establishment, self.established_on, self.established_by),
        )
        aggregate.established = overlaid(aggregate.established, self.facts)
        aggregate.facts = combined(aggregate.facts, aggregate.stated, aggregate.established)
        aggregate.assessed = None
        aggregate.handled = aggregate.handled or self.carried_over_from is None


class EstablishedFactsWithdrawn(Event):
    """The desk no longer holds on to facts that it established: what the applicant states counts again."""

    TOPIC = "decisions.EstablishedFactsWithdrawn"
    names: tuple[str, ...]
    withdrawn_on: date
    withdrawn_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.standing = left_standing(aggregate.standing, self.names)
        aggregate.established = replace(aggregate.established, **dict.fromkeys(self.names))
        aggregate.facts = combined(aggregate.facts, aggregate.stated, aggregate.established)
        aggregate.assessed = None


def left_standing(standing: tuple[Standing, ...], names: Collection[str]) -> tuple[Standing, ...]:
    """What stands beside these facts, whoever established it."""
    others = (
        replace(
            each, establishment=replace(each.establishment, facts=_without(each.establishment.facts, names))
        )
        for each in standing
    )
    return tuple(each for each in others if told(each.establishment.facts))


def _without(facts: StatedFacts, names: Collection[str]) -> StatedFacts:
    return replace(facts, **{name: None for name in told(facts) if name in names})


def told(facts: StatedFacts) -> dict[str, object]:
    """What is said of the case, by field."""
    return {name: value for name, value in asdict(facts).items() if value is not None}


def overlaid(stated: StatedFacts, by: StatedFacts) -> StatedFacts:
    """The facts, with the others in their place as far as these say anything."""
    return replace(stated, **told(by))


def combined(facts: CaseFacts, stated: StatedFacts, established: StatedFacts) -> CaseFacts:
    """The facts, with what the applicant states and what the desk established in its place."""
    together = overlaid(stated, established)
    return replace(
        facts,
        stated=together,
        daily_range_km=together.daily_range_km,
        established=tuple(sorted(told(established))),
    )


def contradicting(established: StatedFacts, stated: StatedFacts) -> StatedFacts:
    """What was established otherwise than the applicant supplied it (Awb 4:7(1)(b))."""
    supplied = _supplied(stated)
    differing = {
        name: value
        for name, value in told(established).items()
        if name in supplied and supplied[name] != value
    }
    return StatedFacts(**differing)  # type: ignore[arg-type]  # fields by name


def as_supplied(facts: CaseFacts, differing: StatedFacts, stated: StatedFacts) -> CaseFacts:
    """The facts, had what differs been as the applicant supplied it, and without what was judged on what differs."""
    supplied = _supplied(stated)
    own = StatedFacts(**{name: supplied[name] for name in told(differing) if name in supplied})  # type: ignore[arg-type]  # fields by name
    judged = tuple(one for one in facts.judged if not one.rests_on_differing_facts)
    return replace(combined(facts, facts.stated, own), judged=judged)


def check_established(establishment: Establishment, stated: StatedFacts, established: StatedFacts) -> None:
    """Raise RuleBroken when nothing is established that was not so already."""
    facts = told(establishment.facts)
    if not facts:
        raise RuleBroken("no_fact_established", "at least one fact is to be established (Awb 3:2)")
    if "day" in facts:
        raise RuleBroken(
            "day_is_asked", "the day of a day exemption is what is asked, and no fact to establish (Awb 4:2)"
        )
    standing = overlaid(stated, established)
    if told(overlaid(standing, establishment.facts)) == told(standing):
        raise RuleBroken("fact_stands", "the recorded facts say so already (Awb 3:2)")


def check_withdrawn(names: Collection[str], established: StatedFacts) -> None:
    """Raise RuleBroken for what was not established."""
    if unknown := sorted(set(names) - set(told(established))):
        raise RuleBroken(
            "fact_not_established", f"the desk did not establish {', '.join(unknown)} itself (Awb 3:2)"
        )


def _supplied(stated: StatedFacts) -> dict[str, object]:
    """What the applicant supplied: stated, or implied by that.

    Who declares that the vehicle is used privately only says by it that it is taxed so: the business rate
    contradicts the declaration (fourth bimonthly letter to the Chamber, 29 September 2025).
    """
    implied = {"road_tax_rate": RoadTaxRate.PRIVATE} if stated.exclusively_private else {}
    return {**implied, **told(stated)}
