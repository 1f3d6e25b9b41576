"""The answer to a camera's question: whether, on what ground, until when, and which rules were asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from services.register.domain.access_right import AccessRight
from services.register.domain.access_rules import AccessRules, Rule, RuleAnswer, vehicle_answers
from services.register.domain.zone import Zone
from shared.vocabulary import ExemptionType, Finding, VehicleFacts, legal_day

EXEMPTION_SOURCE: Final = "RVV 1990, art. 87; the announced decision"


class Basis(StrEnum):
    """On what an answer rests."""

    EMISSION_FREE = "emission_free"
    TRANSITION = "transition"
    WAIVER = "waiver"
    EXEMPTION = "exemption"
    DAY_EXEMPTION = "day_exemption"
    NOT_A_VAN_OR_TRUCK = "not_a_van_or_truck"
    ZONE_NOT_IN_FORCE = "zone_not_in_force"
    NONE = "none"
    """No rule gives access."""
    UNKNOWN = "unknown"
    """No rule gives access by what is known, and what is not known might: no access, and no certainty."""


BASES: Final = {
    Rule.NOT_A_VAN_OR_TRUCK: Basis.NOT_A_VAN_OR_TRUCK,
    Rule.EMISSION_FREE: Basis.EMISSION_FREE,
    Rule.OLDTIMER: Basis.WAIVER,
    Rule.WHEELCHAIR_ACCESSIBLE: Basis.WAIVER,
    Rule.SPECIAL_BODY: Basis.WAIVER,
    Rule.TRANSITION: Basis.TRANSITION,
    Rule.EXEMPTION: Basis.EXEMPTION,
    Rule.DAY_EXEMPTION: Basis.DAY_EXEMPTION,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a vehicle has access, and why."""

    allowed: bool
    basis: Basis
    ground: RuleAnswer | None = None
    """The rule that gives access the longest."""
    rules: tuple[RuleAnswer, ...] = ()
    """Every rule that was asked, in order; none where the zone is not in force."""


def answer(
    zone: Zone, at: datetime, facts: VehicleFacts, rights: Iterable[AccessRight], rules: AccessRules
) -> Answer:
    """The answer for one vehicle: a zone that is not in force keeps nobody out."""
    day = legal_day(at)
    if not zone.in_force_on(day):
        return Answer(allowed=True, basis=Basis.ZONE_NOT_IN_FORCE)
    holding = [right for right in rights if right.holds_in(zone) and right.holds_at(at)]
    asked = (*vehicle_answers(facts, day, rules), _exemption(holding), _day_exemption(holding))
    met = [one for one in asked if one.finding is Finding.MET]
    if met:
        ground = max(met, key=_duration)
        return Answer(allowed=True, basis=BASES[ground.rule], ground=ground, rules=asked)
    unknown = any(one.finding is Finding.UNKNOWN for one in asked)
    return Answer(allowed=False, basis=Basis.UNKNOWN if unknown else Basis.NONE, rules=asked)


def _duration(given: RuleAnswer) -> datetime:
    return given.ends_at or datetime.max.replace(tzinfo=UTC)


def _exemption(holding: Iterable[AccessRight]) -> RuleAnswer:
    """An announced exemption on the plate, for the whole country or this municipality."""
    return _longest(Rule.EXEMPTION, [r for r in holding if r.exemption_type is not ExemptionType.DAY])


def _day_exemption(holding: Iterable[AccessRight]) -> RuleAnswer:
    """An announced exemption for this day."""
    return _longest(Rule.DAY_EXEMPTION, [r for r in holding if r.exemption_type is ExemptionType.DAY])


def _longest(rule: Rule, rights: list[AccessRight]) -> RuleAnswer:
    if not rights:
        return RuleAnswer(rule, Finding.UNMET, EXEMPTION_SOURCE)
    right = max(rights, key=lambda right: (right.ends_at, right.valid_from, right.decision_id))
    return RuleAnswer(rule, Finding.MET, EXEMPTION_SOURCE, right.ends_at, right)
