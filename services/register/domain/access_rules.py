"""Who may enter without an exemption: other vehicles, emission-free ones, waivers, the transition rules.

One rule, one function: from facts and a legal day to met, unmet, or not to be said from these facts.
What changes with policy stands in `access_rules.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, TypeVar

import msgspec

from services.register.domain.access_right import AccessRight, day_begins
from shared.vocabulary import Finding, VehicleCategory, VehicleFacts
from shared.wheelchair_codes import wheelchair_codes

TRACTOR_BODY: Final = "opleggertrekker"
"""`inrichting` of a tractor unit in the vehicle register; any other truck counts as rigid (bakwagen)."""
VANS_AND_TRUCKS: Final = frozenset({VehicleCategory.N1, VehicleCategory.N2, VehicleCategory.N3})
TRUCKS: Final = frozenset({VehicleCategory.N2, VehicleCategory.N3})

Fact = TypeVar("Fact")


class Rule(StrEnum):
    """What is asked about a vehicle, in this order."""

    NOT_A_VAN_OR_TRUCK = "not_a_van_or_truck"
    EMISSION_FREE = "emission_free"
    OLDTIMER = "oldtimer"
    WHEELCHAIR_ACCESSIBLE = "wheelchair_accessible"
    SPECIAL_BODY = "special_body"
    TRANSITION = "transition"
    EXEMPTION = "exemption"
    DAY_EXEMPTION = "day_exemption"


class VehicleKind(StrEnum):
    """Vehicles as the transition rules tell them apart."""

    VAN = "van"
    TRACTOR_UNIT = "tractor_unit"
    RIGID_TRUCK = "rigid_truck"


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule says."""

    rule: Rule
    finding: Finding
    source: str
    ends_at: datetime | None = None
    """When met: the first instant without access by this rule; None: no end."""
    right: AccessRight | None = None
    """The right of access, where an exemption is the rule."""


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the dated data: a key that is not known is a fault."""


class Waivers(Struct, frozen=True, kw_only=True):
    """Statutory waivers (vrijstellingen): they follow from the plate, without an application."""

    first_day_without: date
    oldtimer_years: int
    wheelchair_codes: frozenset[str] = wheelchair_codes()
    """Those that count for the desk too."""
    special_body_codes: frozenset[str]
    special_body_younger_than_years: int
    source: str
    oldtimer_source: str
    wheelchair_source: str


class TransitionRow(Struct, frozen=True, kw_only=True):
    """One class of vehicles and the first day on which it has no access any more."""

    vehicle: VehicleKind
    emission_class_from: int
    emission_class_to: int | None = None
    first_admission_from: date = date.min
    first_admission_before: date
    first_day_without: date
    announced_first_day_without: date | None = None
    """Later day that policy announced; whether it counts is `extension` of the regime."""
    source: str


class Transition(Struct, frozen=True):
    """The transition regime (overgangsregeling, RVV 1990, art. 86e)."""

    extension: Literal["statute", "policy"]
    """Which day counts where statute and announced policy differ."""
    source: str
    row: tuple[TransitionRow, ...]

    def first_day_without(self, row: TransitionRow) -> date:
        """The day on which access by this row has ended."""
        announced = row.announced_first_day_without if self.extension == "policy" else None
        return announced or row.first_day_without


class AccessRules(Struct, frozen=True):
    """All dated data of the rules."""

    restriction_source: str
    emission_free_source: str
    waivers: Waivers
    transition: Transition


def vehicle_answers(facts: VehicleFacts, day: date, rules: AccessRules) -> tuple[RuleAnswer, ...]:
    """What each rule says of a vehicle, in the order of `Rule`."""
    return tuple(ask(facts, day, rules) for ask in VEHICLE_RULES)


def not_a_van_or_truck(facts: VehicleFacts, _: date, rules: AccessRules) -> RuleAnswer:
    """A zone is closed to vans and trucks alone (RVV 1990, art. 86d)."""
    finding = _known(facts.category, lambda category: category not in VANS_AND_TRUCKS)
    return RuleAnswer(Rule.NOT_A_VAN_OR_TRUCK, finding, rules.restriction_source)


def emission_free(facts: VehicleFacts, _: date, rules: AccessRules) -> RuleAnswer:
    """A vehicle without tailpipe emission always has access (RVV 1990, art. 86c, 86d)."""
    finding = _known(facts.emission_free, lambda free: free)
    return RuleAnswer(Rule.EMISSION_FREE, finding, rules.emission_free_source)


def oldtimer(facts: VehicleFacts, day: date, rules: AccessRules) -> RuleAnswer:
    """A van or truck of forty years or older at the moment of driving in."""
    waivers = rules.waivers
    old = _known(facts.first_admission, lambda admitted: years_after(admitted, waivers.oldtimer_years) <= day)
    finding = _all(_category_in(facts, VANS_AND_TRUCKS), old)
    return _waiver(Rule.OLDTIMER, finding, day, waivers.first_day_without, waivers.oldtimer_source)


def wheelchair_accessible(facts: VehicleFacts, day: date, rules: AccessRules) -> RuleAnswer:
    """A van made accessible for a wheelchair, by its special code (RVV 1990, art. 86c)."""
    waivers = rules.waivers
    coded = _has_code(facts, waivers.wheelchair_codes)
    finding = _all(_category_in(facts, frozenset({VehicleCategory.N1})), coded)
    return _waiver(
        Rule.WHEELCHAIR_ACCESSIBLE, finding, day, waivers.first_day_without, waivers.wheelchair_source
    )


def special_body(facts: VehicleFacts, day: date, rules: AccessRules) -> RuleAnswer:
    """A truck with a special body and younger than thirteen years."""
    waivers = rules.waivers
    years = waivers.special_body_younger_than_years
    young = _known(facts.first_admission, lambda admitted: day < years_after(admitted, years))
    coded = _has_code(facts, waivers.special_body_codes)
    finding = _all(_category_in(facts, TRUCKS), coded, young)
    end = waivers.first_day_without
    if facts.first_admission is not None:
        end = min(end, years_after(facts.first_admission, years))
    return _waiver(Rule.SPECIAL_BODY, finding, day, end, waivers.source)


def transition(facts: VehicleFacts, day: date, rules: AccessRules) -> RuleAnswer:
    """A class of vehicles that keeps access for some years (RVV 1990, art. 86e)."""
    regime = rules.transition
    findings = [(row, _row_finding(row, facts)) for row in regime.row if day < regime.first_day_without(row)]
    met = [row for row, finding in findings if finding is Finding.MET]
    if met:
        row = max(met, key=regime.first_day_without)
        end = day_begins(regime.first_day_without(row))
        return RuleAnswer(Rule.TRANSITION, Finding.MET, row.source, end)
    finding = Finding.UNKNOWN if any(one is Finding.UNKNOWN for _, one in findings) else Finding.UNMET
    return RuleAnswer(Rule.TRANSITION, finding, regime.source)


VehicleRule = Callable[[VehicleFacts, date, AccessRules], RuleAnswer]

VEHICLE_RULES: Final[tuple[VehicleRule, ...]] = (
    not_a_van_or_truck,
    emission_free,
    oldtimer,
    wheelchair_accessible,
    special_body,
    transition,
)


def years_after(day: date, years: int) -> date:
    """The day on which that age is reached; of 29 February in a common year it is 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _row_finding(row: TransitionRow, facts: VehicleFacts) -> Finding:
    highest = row.emission_class_to
    return _all(
        _is_of_kind(facts, row.vehicle),
        _known(
            facts.emission_class,
            lambda found: row.emission_class_from <= found and (highest is None or found <= highest),
        ),
        _known(
            facts.first_admission, lambda day: row.first_admission_from <= day < row.first_admission_before
        ),
    )


def _is_of_kind(facts: VehicleFacts, kind: VehicleKind) -> Finding:
    if kind is VehicleKind.VAN:
        return _category_in(facts, frozenset({VehicleCategory.N1}))
    tractor = _known(facts.body, lambda body: TRACTOR_BODY in body.casefold())
    wanted = tractor if kind is VehicleKind.TRACTOR_UNIT else _not(tractor)
    return _all(_category_in(facts, TRUCKS), wanted)


def _category_in(facts: VehicleFacts, categories: frozenset[VehicleCategory]) -> Finding:
    return _known(facts.category, lambda category: category in categories)


def _has_code(facts: VehicleFacts, codes: frozenset[str]) -> Finding:
    """Of a registered vehicle without codes it is sure that it has none of these: most have none."""
    if facts.category is None and not facts.body_codes:
        return Finding.UNKNOWN
    return Finding.UNMET if codes.isdisjoint(facts.body_codes) else Finding.MET


def _waiver(rule: Rule, finding: Finding, day: date, first_day_without: date, source: str) -> RuleAnswer:
    if day >= first_day_without:
        return RuleAnswer(rule, Finding.UNMET, source)
    return RuleAnswer(
        rule, finding, source, day_begins(first_day_without) if finding is Finding.MET else None
    )


def _known(fact: Fact | None, holds: Callable[[Fact], bool]) -> Finding:
    if fact is None:
        return Finding.UNKNOWN
    return Finding.MET if holds(fact) else Finding.UNMET


def _not(finding: Finding) -> Finding:
    return {Finding.MET: Finding.UNMET, Finding.UNMET: Finding.MET}.get(finding, finding)


def _all(*findings: Finding) -> Finding:
    """Unmet when one is unmet; else unknown when one is unknown."""
    return next((one for one in (Finding.UNMET, Finding.UNKNOWN) if one in findings), Finding.MET)
