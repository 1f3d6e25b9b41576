"""The exemption policy (ontheffingenbeleid) as dated data: per type the versions, the newest of which decides.

What no public source states is SYNTHETIC here, and `synthetic` names it: such a value may be used
to try the system, never to decide on anybody's application.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from services.decisions.domain.case_by_case import SetByPerson
from services.decisions.domain.grid_validity import GRID_VALIDITY, VALIDITIES, NamedChoice
from services.decisions.domain.thresholds import CaseFacts, Combination
from services.decisions.domain.validity import NewlyBoughtYears, Validity
from shared.scopes import DAY_EXEMPTION_DAYS_AHEAD
from shared.vocabulary import ExemptionType, VehicleCategory
from shared.wheelchair_codes import wheelchair_codes

SPECIAL_BODY_CODES: Final = frozenset({"15", "16", "19", "23", "26", "27", "31", "SB", "SF"})
"""Bodywork codes of special trucks; source: the policy rules of Maastricht and 's-Hertogenbosch (2024)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The values that criteria compare with; each criterion names its source."""

    adaptation_cost_cents: int = 50_000
    adaptation_cost_at_limit_counts: bool = False
    """Texts say both "more than" and "or more than" EUR 500."""
    entries_per_year: int = 13
    lease_months_more_than: int = 12
    """SYNTHETIC: the text that says how long a replacement is leased at least was cut in the source."""
    day_exemptions_per_year: int = 12
    day_exemption_days_ahead: int | None = None
    """How far ahead a day exemption can be asked for; None: until the end of the calendar year."""
    wheelchair_codes: frozenset[str] = wheelchair_codes()
    """A van with one of them is waived (vrijgesteld) by law; the access check goes by the same ones."""
    special_body_codes: frozenset[str] = SPECIAL_BODY_CODES
    crane_tonne_metres: int = 35
    tractor_axles: int = 4
    """From so many axles on a tractor unit (opleggertrekker) is a special vehicle."""
    tractor_for_exceptional_transport_only: bool = False
    """A tractor unit counts only for heavy exceptional transport, whatever its axles."""
    incidental_transport_only: bool = False
    """Another truck counts for exceptional transport only when that is incidental."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy on one type of exemption."""

    version: str
    valid_from: date
    validity: Validity
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    combination: Combination = Combination.ALL
    """How the rows of a threshold set combine; no public source states it."""
    limits: Limits = Limits()
    judged: tuple[str, ...] = ()
    """Names of the criteria that a case handler judges; of the others the recorded facts answer."""
    set_by_person: SetByPerson = SetByPerson.NEVER
    """Whether who grants sets the last day, within the validity, and conditions."""
    synthetic: tuple[str, ...] = field(default=())
    """Names of the fields above, or inside them, whose values are SYNTHETIC."""
    synthetic_criteria: tuple[str, ...] = ()
    """Names of the criteria of which no source says that this version asks them."""
    validity_choice: NamedChoice | None = None
    """Which of the validities that contradict each other was chosen; None: sources do not differ."""
    corrected_by: str | None = None
    """The version that took the place of an earlier reading; None: this is how the policy is read now."""

    @property
    def uses_thresholds(self) -> bool:
        """Whether a decision of this type rests on a threshold set."""
        return self.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE

    @property
    def validity_is_synthetic(self) -> bool:
        """Whether how long an exemption is valid is SYNTHETIC."""
        return bool({"years", "validity_years", "latest", "tractor_unit_years"} & set(self.synthetic))

    @property
    def conditions_are_synthetic(self) -> bool:
        """Whether one of the conditions is SYNTHETIC: an amount, a number, or how thresholds combine."""
        named = {
            "combination",
            "adaptation_cost_at_limit_counts",
            "entries_per_year",
            "lease_months_more_than",
            "day_exemption_days_ahead",
        }
        return bool(self.synthetic_criteria) or bool(named & set(self.synthetic))

    def valid_until(self, decided_on: date, facts: CaseFacts) -> date:
        """Last day of an exemption decided on that day. Raises ValueError when the facts do not tell."""
        return self.validity.last_day(decided_on, facts)


DESK_OPENED: Final = date(2024, 7, 1)
"""The Central Desk opened; nothing was decided before."""
NEW_POLICY: Final = date(2026, 1, 1)
LAST_DAY_OF_WAIVERS: Final = date(2029, 12, 31)
CARRIED_OVER: Final = (
    "in_name_before_zone",
    "work_in_zone_before_zone",
    "needed_in_zone",
    "enters_zone_often_enough",
    "turnover_depends_on_zone",
)
"""Criteria for business-economic circumstances of 2025, of which no source says that they hold from 2026 on too."""

POLICIES: tuple[Policy, ...] = (
    Policy(
        version="not-available-emission-free/SYNTHETIC-1",
        valid_from=DESK_OPENED,
        validity=Validity(
            validity_years={VehicleCategory.N1: 2, VehicleCategory.N2: 2, VehicleCategory.N3: 2}
        ),
        synthetic=("combination", "validity_years"),
    ),
    Policy(
        version="not-available-emission-free/2026-SYNTHETIC-1",
        valid_from=NEW_POLICY,
        validity=Validity(
            validity_years={VehicleCategory.N1: 2, VehicleCategory.N2: 2, VehicleCategory.N3: 2},
            newly_bought=NewlyBoughtYears(
                company_car_years=10, truck_years=13, tractor_unit_years=7, newly_admitted_from=NEW_POLICY
            ),
        ),
        synthetic=("combination", "validity_years", "tractor_unit_years", "newly_admitted_from"),
    ),
    Policy(
        version="private-use/SYNTHETIC-2",
        exemption_type=ExemptionType.PRIVATE_USE,
        valid_from=DESK_OPENED,
        validity=Validity(years=2, latest=LAST_DAY_OF_WAIVERS),
        synthetic=("years", "latest"),
    ),
    Policy(
        version="adapted-for-disability/SYNTHETIC-1",
        exemption_type=ExemptionType.ADAPTED_FOR_DISABILITY,
        valid_from=DESK_OPENED,
        validity=Validity(years=3),
        synthetic=("years", "adaptation_cost_at_limit_counts"),
    ),
    Policy(
        version="long-delivery-time/SYNTHETIC-2",
        judged=("vehicle_is_demonstrably_replaced",),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        valid_from=DESK_OPENED,
        validity=Validity(years=1, until_delivery=True),
        synthetic=("years", "lease_months_more_than"),
    ),
    Policy(
        version="business-economic/2025-2",
        judged=("needed_in_zone", "turnover_depends_on_zone"),
        exemption_type=ExemptionType.BUSINESS_ECONOMIC,
        valid_from=DESK_OPENED,
        validity=Validity(years=1),
    ),
    Policy(
        version="business-economic/2026-SYNTHETIC-3",
        judged=("needed_in_zone", "turnover_depends_on_zone", "replacement_brings_direct_financial_trouble"),
        exemption_type=ExemptionType.BUSINESS_ECONOMIC,
        valid_from=NEW_POLICY,
        validity=Validity(years=1),
        synthetic=("years", "entries_per_year"),
        synthetic_criteria=CARRIED_OVER,
    ),
    Policy(
        version="grid-congestion/SYNTHETIC-2",
        judged=("own_steps_are_taken",),
        exemption_type=ExemptionType.GRID_CONGESTION,
        valid_from=NEW_POLICY,
        validity=VALIDITIES[GRID_VALIDITY].validity,
        validity_choice=VALIDITIES[GRID_VALIDITY].choice,
        synthetic=("years",),
    ),
    Policy(
        version="hardship/SYNTHETIC-2",
        judged=("rule_works_out_disproportionately",),
        set_by_person=SetByPerson.MUST,
        exemption_type=ExemptionType.HARDSHIP,
        valid_from=DESK_OPENED,
        validity=Validity(years=1),
        synthetic=("years",),
    ),
    Policy(
        version="special-vehicle/2024",
        exemption_type=ExemptionType.SPECIAL_VEHICLE,
        valid_from=DESK_OPENED,
        validity=Validity(vehicle_age_years=13, latest=LAST_DAY_OF_WAIVERS),
    ),
    Policy(
        version="special-vehicle/2025-SYNTHETIC-2",
        exemption_type=ExemptionType.SPECIAL_VEHICLE,
        valid_from=date(2025, 12, 1),
        validity=Validity(vehicle_age_years=13, latest=LAST_DAY_OF_WAIVERS),
        limits=Limits(
            tractor_axles=3, tractor_for_exceptional_transport_only=True, incidental_transport_only=True
        ),
        synthetic=("valid_from",),
    ),
    Policy(
        version="plugin-hybrid-truck/SYNTHETIC-3",
        judged=("drives_emission_free_in_zone",),
        exemption_type=ExemptionType.PLUGIN_HYBRID_TRUCK,
        valid_from=DESK_OPENED,
        validity=Validity(years=2, latest=LAST_DAY_OF_WAIVERS),
        synthetic=("years", "latest"),
    ),
    Policy(
        version="market-trader/SYNTHETIC-1",
        exemption_type=ExemptionType.MARKET_TRADER,
        valid_from=date(2025, 1, 1),
        validity=Validity(latest=LAST_DAY_OF_WAIVERS),
        synthetic=("valid_from",),
    ),
    Policy(
        version="animal-ambulance/SYNTHETIC-1",
        exemption_type=ExemptionType.ANIMAL_AMBULANCE,
        valid_from=date(2025, 9, 1),
        validity=Validity(years=2),
        synthetic=("valid_from", "years"),
    ),
    Policy(
        version="day/2024",
        exemption_type=ExemptionType.DAY,
        valid_from=date(2024, 10, 1),
        validity=Validity(one_day=True),
        synthetic=("day_exemption_days_ahead",),
    ),
    Policy(
        version="day/2026-SYNTHETIC-1",
        exemption_type=ExemptionType.DAY,
        valid_from=NEW_POLICY,
        validity=Validity(one_day=True),
        limits=Limits(day_exemption_days_ahead=DAY_EXEMPTION_DAYS_AHEAD),
        synthetic=("valid_from", "day_exemption_days_ahead"),
    ),
)
"""By type, oldest first."""

_CLAIMED_BEFORE: Final = {
    "long-delivery-time/SYNTHETIC-2": "long-delivery-time/SYNTHETIC-1",
    "business-economic/2025-2": "business-economic/2025",
    "business-economic/2026-SYNTHETIC-3": "business-economic/2026-SYNTHETIC-2",
    "grid-congestion/SYNTHETIC-2": "grid-congestion/SYNTHETIC-1",
    "hardship/SYNTHETIC-2": "hardship/SYNTHETIC-1",
    "plugin-hybrid-truck/SYNTHETIC-3": "plugin-hybrid-truck/SYNTHETIC-1",
}
"""The version before it, under which the applicant's claim was enough where a case handler judges now."""

_ENDED_UNASKED: Final = {
    "private-use/SYNTHETIC-2": "private-use/SYNTHETIC-1",
    "plugin-hybrid-truck/SYNTHETIC-3": "plugin-hybrid-truck/SYNTHETIC-2",
}
"""The version before it, which did not ask whether the exemption would have ended already."""

EARLIER_READINGS: tuple[Policy, ...] = (
    Policy(
        version="business-economic/2026-SYNTHETIC-1",
        exemption_type=ExemptionType.BUSINESS_ECONOMIC,
        valid_from=NEW_POLICY,
        validity=Validity(years=1),
        synthetic=("years", "entries_per_year"),
        synthetic_criteria=CARRIED_OVER,
        corrected_by="business-economic/2026-SYNTHETIC-3",
    ),
    Policy(
        version="special-vehicle/2025-SYNTHETIC-1",
        exemption_type=ExemptionType.SPECIAL_VEHICLE,
        valid_from=date(2025, 12, 1),
        validity=Validity(vehicle_age_years=13, latest=LAST_DAY_OF_WAIVERS),
        limits=Limits(tractor_axles=3, tractor_for_exceptional_transport_only=True),
        synthetic=("valid_from",),
        corrected_by="special-vehicle/2025-SYNTHETIC-2",
    ),
    *(
        replace(
            policy,
            version=_CLAIMED_BEFORE[policy.version],
            judged=(),
            set_by_person=SetByPerson.NEVER,
            corrected_by=policy.version,
        )
        for policy in POLICIES
        if policy.version in _CLAIMED_BEFORE
    ),
    *(
        replace(policy, version=_ENDED_UNASKED[policy.version], corrected_by=policy.version)
        for policy in POLICIES
        if policy.version in _ENDED_UNASKED
    ),
)
"""How policies were read here before, and are no longer: kept so that old decisions can be taken again."""


def policies_of(kind: ExemptionType) -> tuple[Policy, ...]:
    """Every version of the policy on a type, oldest first."""
    return tuple(policy for policy in POLICIES if policy.exemption_type is kind)


def valid_to(policy: Policy) -> date | None:
    """Last legal day on which it decides; None: until a newer version is known."""
    newer = [
        one.valid_from for one in policies_of(policy.exemption_type) if one.valid_from > policy.valid_from
    ]
    return min(newer) - timedelta(days=1) if newer else None


def policy_on(day: date, kind: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE) -> Policy:
    """The policy on a type in force on a legal day. Raises LookupError before the first one."""
    in_force = [policy for policy in policies_of(kind) if policy.valid_from <= day]
    if not in_force:
        raise LookupError(f"no exemption policy on {kind.value} in force on {day.isoformat()}")
    return in_force[-1]


def judged_on(day: date) -> frozenset[str]:
    """The criteria that case handlers judge on a legal day, of whatever type."""
    in_force = (policies_of(kind) for kind in ExemptionType)
    newest = ([policy for policy in of_kind if policy.valid_from <= day][-1:] for of_kind in in_force)
    return frozenset(name for policies in newest for policy in policies for name in policy.judged)


def policy_of_version(version: str) -> Policy:
    """The policy with that version, so that an old decision can be taken again. Raises LookupError."""
    for policy in (*POLICIES, *EARLIER_READINGS):
        if policy.version == version:
            return policy
    raise LookupError(f"no exemption policy of version {version}")
