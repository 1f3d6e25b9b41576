"""Cases, threshold sets and campaigns of the decisions service, told in sentences; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from services.decisions.domain.case_file import (
    CaseState,
    Holder,
    PendingObjection,
    PendingObjections,
    ReceivedApplication,
)
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.disposition import NewThresholds, RecordedCase
from services.decisions.domain.policy import POLICIES
from services.decisions.domain.reassessment import Campaign
from services.decisions.domain.threshold_proposal import Cause, CauseKind, Proposal
from services.decisions.domain.threshold_set import PreviewCounts, ThresholdSet, ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts, Parameter, ThresholdRow
from shared.eventlog.aggregate import Aggregate, Event
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, VehicleCategory, VehicleFacts

A = TypeVar("A", bound=Aggregate)

TYPE = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
POLICY = POLICIES[0]
RECEIVED_ON = date(2026, 1, 5)
DECIDED_ON = date(2026, 2, 16)
REASSESSED_ON = date(2026, 6, 1)
FETCHED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)

CASE, OTHER_CASE, THIRD_CASE = UUID(int=101), UUID(int=102), UUID(int=103)
DECISION = UUID(int=201)
OLD_SET, NEW_SET, NEXT_SET = UUID(int=301), UUID(int=302), UUID(int=303)
REASSESSMENT, OTHER_REASSESSMENT = UUID(int=401), UUID(int=402)
OBJECTION, LATER_OBJECTION = UUID(int=501), UUID(int=502)

HANDLER, REVIEWER, OBJECTION_HANDLER, PROPOSER = (
    "handler-1",
    "reviewer-1",
    "objection-handler-1",
    "proposer-1",
)
CAMPAIGN = Campaign(REASSESSMENT, REVIEWER)

_KEY = UUID(int=901)
HOLDER = Holder(
    Sealed(_KEY, SealedKind.APPLICANT, b"box"), Sealed(_KEY, SealedKind.PLATE, b"box"), "applicant-1"
)

OLD_LIMIT, NEW_LIMIT = 1200, 800
"""Payload up to which a van was, and is now, taken to be obtainable emission-free (SYNTHETIC, kg)."""


def row(
    value: int,
    parameter: Parameter = Parameter.PAYLOAD,
    category: VehicleCategory = VehicleCategory.N1,
    body: str | None = None,
) -> ThresholdRow:
    """Up to that value a vehicle of that category is obtainable emission-free."""
    return ThresholdRow(category, parameter, value, body)


OLD_ROWS = (row(OLD_LIMIT),)
NEW_ROWS = (row(NEW_LIMIT),)


def a_van(payload_kg: int | None = 1000, **known: object) -> VehicleFacts:
    """A van (N1) that burns something; `known` overrides or adds what the register says."""
    facts = {"category": VehicleCategory.N1, "emission_free": False, "payload_kg": payload_kg, **known}
    return VehicleFacts(**facts)  # type: ignore[arg-type]  # fields by name


def facts_of(vehicle: VehicleFacts | None = None, *, daily_range_km: int | None = None) -> CaseFacts:
    """What the criteria read of a case."""
    return CaseFacts(vehicle or a_van(), daily_range_km)


def under(*rows: ThresholdRow, set_id: UUID = NEW_SET, on: date = REASSESSED_ON) -> NewThresholds:
    """Thresholds to be reassessed under; without rows the new limit for vans."""
    return NewThresholds(set_id, rows or NEW_ROWS, on)


def in_force(*rows: ThresholdRow, set_id: UUID = OLD_SET) -> ThresholdsInForce:
    """Thresholds that the desk decides under; without rows the old limit for vans."""
    return ThresholdsInForce(set_id, rows or OLD_ROWS)


# Cases as a reassessment reads them


def an_undecided_case(case_id: UUID = CASE) -> RecordedCase:
    """A case on which nothing was decided yet."""
    return RecordedCase(case_id, 2, CaseState.UNDECIDED, TYPE, HOLDER)


def a_refused_case(
    case_id: UUID = CASE,
    *,
    vehicle: VehicleFacts | None = None,
    daily_range_km: int | None = None,
    objections: PendingObjections = (),
) -> RecordedCase:
    """A case refused under the old limit; by default a van of 1000 kg, over the new limit."""
    return RecordedCase(
        case_id,
        version=4,
        state=CaseState.REFUSED,
        exemption_type=TYPE,
        holder=HOLDER,
        facts=facts_of(vehicle, daily_range_km=daily_range_km),
        decision_id=DECISION,
        threshold_set_id=OLD_SET,
        objections=objections,
    )


def a_granted_case(
    case_id: UUID = CASE, *, vehicle: VehicleFacts | None = None, valid_until: date = date(2028, 2, 15)
) -> RecordedCase:
    """A case granted under the old limit; by default a van of 1300 kg."""
    return RecordedCase(
        case_id,
        version=4,
        state=CaseState.GRANTED,
        exemption_type=TYPE,
        holder=HOLDER,
        facts=facts_of(vehicle or a_van(1300)),
        decision_id=DECISION,
        threshold_set_id=OLD_SET,
        valid_until=valid_until,
    )


def pending(
    objection_id: UUID = OBJECTION, *, found_by: str | None = None, late: bool = False
) -> PendingObjection:
    """A pending objection, with who found a threshold wrong on it, and whether it came late."""
    return PendingObjection(objection_id, found_by, late=late)


# Cases at the desk: what happened before, saved


def settled(aggregate: A) -> A:
    """The aggregate with all its events in the past."""
    aggregate.collect_events()
    return aggregate


def new_events(aggregate: Aggregate) -> list[Event]:
    """What the last acts decided."""
    return list(aggregate.pending())


def an_application(kind: ExemptionType = TYPE, **told: object) -> ReceivedApplication:
    """An application received on a Monday in January; `told` adds what else the contract says."""
    return ReceivedApplication(kind, RECEIVED_ON, HOLDER, **told)  # type: ignore[arg-type]  # fields by name


def a_case_just_opened(case_id: UUID = CASE, *, daily_range_km: int | None = None) -> DecisionCase:
    """The decision term runs; the register has not answered."""
    return settled(
        DecisionCase.start_decision_term(
            case_id=case_id, application=an_application(daily_range_km=daily_range_km)
        )
    )


def a_case_with_facts(
    vehicle: VehicleFacts | None = None, case_id: UUID = CASE, *, daily_range_km: int | None = None
) -> DecisionCase:
    """The register has answered."""
    case = a_case_just_opened(case_id, daily_range_km=daily_range_km)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=vehicle or a_van())
    return settled(case)


def an_assessed_case(
    vehicle: VehicleFacts | None = None,
    case_id: UUID = CASE,
    *,
    thresholds: ThresholdsInForce | None = None,
    daily_range_km: int | None = None,
) -> DecisionCase:
    """Assessed under the old limit, unless other thresholds are named."""
    case = a_case_with_facts(vehicle, case_id, daily_range_km=daily_range_km)
    case.assess(thresholds=thresholds or in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    return settled(case)


def a_decided_case(vehicle: VehicleFacts | None = None, case_id: UUID = CASE) -> DecisionCase:
    """Decided as its assessment under the old limit advised."""
    case = an_assessed_case(vehicle, case_id)
    decide(case)
    return settled(case)


def decide(case: DecisionCase, outcome: Outcome | None = None) -> None:
    """Take the decision that the assessment advises, or another one."""
    case.decide(
        outcome or case.advice or Outcome.REFUSED, policy=POLICY, decided_on=DECIDED_ON, decided_by=HANDLER
    )


# Threshold sets, from proposal to force

COUNTS = PreviewCounts(reissue=1, unchanged=2, for_a_person=0, would_now_be_refused=0, pending=3)
DIGEST = "d" * 64


def a_proposed_set(
    rows: Iterable[ThresholdRow] = NEW_ROWS,
    *,
    valid_from: date = REASSESSED_ON,
    today: date = REASSESSED_ON,
    found_by: str | None = None,
) -> ThresholdSet:
    """Proposed by the proposer; with `found_by`, because of a finding on an objection."""
    cause = Cause(CauseKind.OBJECTION, OBJECTION, CASE, found_by) if found_by else Cause(CauseKind.PERIODIC)
    proposed = ThresholdSet.propose(
        Proposal(tuple(rows), valid_from, cause),
        set_id=NEW_SET,
        exemption_type=TYPE,
        in_force=(),
        proposed_by=PROPOSER,
        today=today,
    )
    return settled(proposed)


def preview(
    threshold_set: ThresholdSet,
    digest: str = DIGEST,
    replaces: UUID | None = OLD_SET,
    in_force: Sequence[ThresholdRow] = (),
) -> None:
    """Somebody looks at what the set would do."""
    threshold_set.record_preview(
        at_position=40,
        as_of=REASSESSED_ON,
        policy_version=POLICY.version,
        replaces_set_id=replaces,
        plan_digest=digest,
        in_force=in_force,
        counts=COUNTS,
    )


def a_previewed_set(*, valid_from: date = REASSESSED_ON, found_by: str | None = None) -> ThresholdSet:
    """Proposed, and previewed against the old set."""
    threshold_set = a_proposed_set(valid_from=valid_from, found_by=found_by)
    preview(threshold_set)
    return settled(threshold_set)


def approve(
    threshold_set: ThresholdSet,
    by: str = REVIEWER,
    *,
    digest: str = DIGEST,
    set_in_force: UUID | None = OLD_SET,
    policy_version: str = POLICY.version,
) -> None:
    """Somebody approves a plan."""
    threshold_set.approve(
        plan_digest=digest, approved_by=by, set_in_force=set_in_force, policy_version=policy_version
    )


def an_approved_set(*, valid_from: date = REASSESSED_ON) -> ThresholdSet:
    """Proposed, previewed and approved by the reviewer."""
    threshold_set = a_previewed_set(valid_from=valid_from)
    approve(threshold_set)
    return settled(threshold_set)
