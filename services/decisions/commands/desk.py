"""What the desk, the reviewer and the campaign can do: load, call one domain method, save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.decisions.domain.case_file import ReceivedApplication
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.policy import Policy, policy_on
from services.decisions.domain.reassessment import (
    NewThresholds,
    Reassessment,
    RecordedCase,
    count,
    disposition,
    plan_digest,
)
from services.decisions.domain.threshold_set import (
    Cause,
    CauseKind,
    Finding,
    ThresholdSet,
    ThresholdsInForce,
)
from services.decisions.domain.thresholds import ThresholdRow
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.aggregate import event_id
from shared.eventlog.append import Guard
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.runtime.access import Principal
from shared.runtime.ids import IdSource
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    ObjectionRuling,
    Outcome,
    StatedFacts,
    VehicleFacts,
)

TYPE = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
"""The only type that uses thresholds."""


class Recorded(Protocol):
    """What commands may ask: tables that are written in the transaction of the append."""

    def thresholds_in_force(self, kind: ExemptionType) -> ThresholdsInForce | None:
        """The set in force for a type, or None before the first one."""

    def finding(self, objection_id: UUID) -> Finding | None:
        """The threshold consequence found on that objection, or None."""

    def all_cases(self, kind: ExemptionType) -> tuple[int, list[RecordedCase]]:
        """The log's position and every case of a type as recorded up to it."""

    def still_in_force(self, kind: ExemptionType, thresholds: ThresholdsInForce) -> Guard:
        """The guard of a decision: its threshold set is in force at the moment of the append."""


class DecisionCommands:
    """Commands on cases (besluiten op aanvragen)."""

    def __init__(self, log: EventLog, recorded: Recorded) -> None:
        self._log = log
        self._recorded = recorded

    def start_decision_term(self, act: Act, *, case_id: UUID, application: ReceivedApplication) -> Saved:
        """Open the case of an application that was received (Awb 4:13)."""
        case = DecisionCase.start_decision_term(case_id=case_id, application=application)
        return self._log.save_act(act, case, case_id=case_id)

    def note_vehicle_facts(
        self, act: Act, *, case_id: UUID, source: str, fetched_at: datetime, facts: VehicleFacts
    ) -> Saved:
        """Add the register's answer to the case file."""
        case = self._log.load(DecisionCase, case_id)
        case.note_vehicle_facts(source=source, fetched_at=fetched_at, facts=facts)
        return self._log.save_act(act, case, case_id=case_id)

    def assess(self, act: Act, *, case_id: UUID, within: Principal, expected_version: int | None) -> Saved:
        """Answer every criterion of the case's type, under the thresholds in force where it uses them."""
        case = case_within(self._log, within, case_id, expected_version)
        policy = _policy_for(case, act.today)
        thresholds = self._recorded.thresholds_in_force(TYPE)
        if policy.uses_thresholds and thresholds is None:
            raise RuleBroken("no_threshold_set_in_force", "no threshold set has entered into force yet")
        case.assess(thresholds=thresholds, policy=policy, assessed_by=act.actor, on=act.today)
        return self._log.save_act(act, case, case_id=case_id)

    def decide(
        self,
        act: Act,
        *,
        case_id: UUID,
        outcome: Outcome,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Take the decision that the assessment advises.

        Where thresholds are used, the append is guarded: when another set enters into force before it is
        stored, GuardFailed is raised, nothing is stored, and the desk assesses again.
        """
        case = case_within(self._log, within, case_id, expected_version)
        policy = _policy_for(case, act.today)
        guards = self._thresholds_still_in_force(case) if policy.uses_thresholds else []
        case.decide(outcome, policy=policy, decided_on=act.today, decided_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id, guards=guards)

    def note_pending_objection(
        self, act: Act, *, case_id: UUID, objection_id: UUID, received_on: date
    ) -> Saved:
        """Remember that an objection runs against the case's decision."""
        case = self._log.load(DecisionCase, case_id)
        case.note_pending_objection(objection_id=objection_id, received_on=received_on)
        return self._log.save_act(act, case, case_id=case_id)

    def note_threshold_consequence(
        self,
        act: Act,
        *,
        case_id: UUID,
        objection_id: UUID,
        found_by: str,
        vehicle_category: str,
        parameter: str,
        decide_before: date | None,
    ) -> Saved:
        """Remember the finding on which a new threshold set may be proposed."""
        case = self._log.load(DecisionCase, case_id)
        case.note_threshold_consequence(
            objection_id=objection_id,
            found_by=found_by,
            vehicle_category=vehicle_category,
            parameter=parameter,
            decide_before=decide_before,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def note_objection_end(self, act: Act, *, case_id: UUID, objection_id: UUID, ruling: str) -> Saved:
        """Remember that the proceedings ended."""
        case = self._log.load(DecisionCase, case_id)
        case.note_objection_end(objection_id=objection_id, ruling=ruling)
        return self._log.save_act(act, case, case_id=case_id)

    def _thresholds_still_in_force(self, case: DecisionCase) -> list[Guard]:
        in_force = self._recorded.thresholds_in_force(TYPE)
        if in_force is None:
            raise RuleBroken("no_threshold_set_in_force", "no threshold set has entered into force yet")
        if case.assessed is not None and case.assessed.threshold_set_id != in_force.threshold_set_id:
            raise RuleBroken(
                "threshold_set_changed", "the case was assessed under thresholds no longer in force"
            )
        return [self._recorded.still_in_force(TYPE, in_force)]


def case_within(
    log: EventLog, within: Principal, case_id: UUID, expected_version: int | None
) -> DecisionCase:
    """The case, for somebody who may deal with it; another's case is not there, at whatever version."""
    case = log.load(DecisionCase, case_id)
    if not within.deals_with(case.municipality):
        raise AggregateNotFound(f"DecisionCase {case_id}")
    if expected_version is not None and case.version != expected_version:
        raise VersionConflict(case_id, expected_version, case.version)
    return case


def _policy_for(case: DecisionCase, today: date) -> Policy:
    """The policy on the case's type that is in force today, also for an application from before it."""
    kind = case.exemption_type or TYPE
    try:
        return policy_on(today, kind)
    except LookupError as error:
        raise RuleBroken("type_not_offered", f"there is no policy on {kind.value} yet") from error


class ProceedingsCommands:
    """Commands on how a case proceeds and ends otherwise than by its assessment."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def suspend_decision_term(
        self, act: Act, *, case_id: UUID, request_number: int, requested_on: date, term_last_day: date
    ) -> Saved:
        """Suspend the decision term while the applicant completes the application (Awb 4:15(1)(a))."""
        case = self._log.load(DecisionCase, case_id)
        case.suspend_decision_term(
            request_number=request_number, requested_on=requested_on, term_last_day=term_last_day
        )
        return self._log.save_act(act, case, case_id=case_id)

    def supplement_stated_facts(
        self, act: Act, *, case_id: UUID, supplemented_on: date, stated: StatedFacts
    ) -> Saved:
        """Take over what the applicant states now, and let a suspended term run again."""
        case = self._log.load(DecisionCase, case_id)
        case.supplement_stated_facts(supplemented_on=supplemented_on, stated=stated)
        return self._log.save_act(act, case, case_id=case_id, chained=True)

    def note_completion_term_lapsed(
        self, act: Act, *, case_id: UUID, request_number: int, term_last_day: date
    ) -> Saved:
        """Let the term run again after a request that was not answered."""
        case = self._log.load(DecisionCase, case_id)
        case.note_completion_term_lapsed(request_number=request_number, term_last_day=term_last_day)
        return self._log.save_act(act, case, case_id=case_id)

    def note_withdrawal(
        self, act: Act, *, case_id: UUID, withdrawn_on: date, handling_started: bool
    ) -> Saved:
        """End the case: the applicant withdrew."""
        case = self._log.load(DecisionCase, case_id)
        case.note_withdrawal(withdrawn_on=withdrawn_on, handling_started=handling_started)
        return self._log.save_act(act, case, case_id=case_id)

    def note_conversion(
        self, act: Act, *, case_id: UUID, converted_on: date, to_type: ExemptionType, new_case_id: UUID
    ) -> Saved:
        """End the case: another took its place."""
        case = self._log.load(DecisionCase, case_id)
        case.note_conversion(converted_on=converted_on, to_type=to_type, new_case_id=new_case_id)
        return self._log.save_act(act, case, case_id=case_id)

    def leave_out_of_consideration(
        self,
        act: Act,
        *,
        case_id: UUID,
        reason: LeftOutReason,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Decide not to deal with the application (Awb 4:5)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.leave_out_of_consideration(reason, decided_on=act.today, decided_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def refuse_on_other_ground(
        self, act: Act, *, case_id: UUID, reasons: str, within: Principal, expected_version: int | None
    ) -> Saved:
        """Refuse for a reason that no criterion puts in words; no threshold was looked at, so no guard."""
        case = case_within(self._log, within, case_id, expected_version)
        case.refuse_on_other_ground(
            reasons, policy=_policy_for(case, act.today), decided_on=act.today, decided_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)

    def uphold_objection(
        self, act: Act, *, case_id: UUID, objection_id: UUID, decided_by: str | None, reasons: str | None
    ) -> Saved:
        """Note that the objection was upheld, and revoke the contested decision, in one append (Awb 7:11).

        Raises RuleBroken `ruling_incomplete` when the ruling does not say who gave it and why (Awb 7:12).
        """
        if decided_by is None or reasons is None:
            raise RuleBroken("ruling_incomplete", "a ruling names who gave it, and its reasons (Awb 7:12)")
        case = self._log.load(DecisionCase, case_id)
        case.uphold_objection(
            objection_id,
            reasons=reasons,
            policy=_policy_for(case, act.today),
            decided_on=act.today,
            decided_by=decided_by,
        )
        case.note_objection_end(objection_id=objection_id, ruling=ObjectionRuling.UPHELD)
        return self._log.save_act(act, case, case_id=case_id)


class ThresholdSetCommands:
    """Commands on threshold sets: propose, preview, approve, bring into force."""

    def __init__(self, log: EventLog, recorded: Recorded, ids: IdSource) -> None:
        self._log = log
        self._recorded = recorded
        self._ids = ids

    def propose(
        self, act: Act, *, rows: Sequence[ThresholdRow], valid_from: date, objection_id: UUID | None
    ) -> Saved:
        """Propose a complete set; with an objection as its cause, the finding must have been heard of.

        Raises RuleBroken `finding_unknown`: findings arrive from the objections service, so try again.
        """
        cause, causation = Cause(CauseKind.PERIODIC), act.causation_id
        if objection_id is not None:
            found = self._recorded.finding(objection_id)
            if found is None:
                raise RuleBroken("finding_unknown", "no threshold consequence was found on that objection")
            cause = Cause(CauseKind.OBJECTION, objection_id, found.case_id, found.found_by)
            causation = found.event_id
        threshold_set = ThresholdSet.propose(
            set_id=self._ids.new(),
            exemption_type=TYPE,
            rows=rows,
            valid_from=valid_from,
            cause=cause,
            proposed_by=act.actor,
            today=act.today,
        )
        return self._log.save_act(replace(act, causation_id=causation), threshold_set)

    def preview(self, act: Act, *, set_id: UUID, expected_version: int | None) -> Saved:
        """Evaluate every recorded case under the set at the log's present position, for a person."""
        threshold_set = self._load(set_id, expected_version)
        causation = _last_event_id(threshold_set)
        policy = policy_on(act.today)
        thresholds = NewThresholds(set_id, threshold_set.rows, self._effective_day(threshold_set, act.today))
        replaces = self._in_force_id()  # before the cases: a set that enters in between outdates the preview
        at_position, cases = self._recorded.all_cases(TYPE)
        plan = [(case.case_id, disposition(case, thresholds, policy)) for case in cases]
        threshold_set.record_preview(
            at_position=at_position,
            as_of=thresholds.on,
            policy_version=policy.version,
            replaces_set_id=replaces,
            plan_digest=plan_digest(thresholds, policy.version, at_position, plan),
            counts=count(outcome for _, outcome in plan),
        )
        return self._log.save_act(replace(act, causation_id=causation), threshold_set)

    def approve(self, act: Act, *, set_id: UUID, plan_digest: str, expected_version: int | None) -> Saved:
        """Approve the previewed plan; a set that is valid today enters into force at once."""
        threshold_set = self._load(set_id, expected_version)
        in_force = self._in_force_id()
        causation = _last_event_id(threshold_set)
        threshold_set.approve(
            plan_digest=plan_digest,
            approved_by=act.actor,
            set_in_force=in_force,
            policy_version=policy_on(act.today).version,
        )
        act = replace(act, causation_id=causation)
        if threshold_set.valid_from is not None and threshold_set.valid_from > act.today:
            return self._log.save_act(act, threshold_set)
        return self._enter_into_force(act, threshold_set, in_force)

    def bring_into_force(self, act: Act, *, set_id: UUID) -> Saved:
        """Bring an approved set into force on its day; the timer's command."""
        return self._enter_into_force(act, self._load(set_id, None), self._in_force_id())

    def _enter_into_force(self, act: Act, threshold_set: ThresholdSet, replaces: UUID | None) -> Saved:
        """Entry into force and the start of the reassessment are one append; its last position is P."""
        threshold_set.enter_into_force(on=act.today, replaces_set_id=replaces)
        reassessment = Reassessment.start(
            reassessment_id=self._ids.new(),
            thresholds=NewThresholds(threshold_set.id, threshold_set.rows, act.today),
            replaces_set_id=replaces,
            exemption_type=TYPE,
            policy_version=policy_on(act.today).version,
            approved_by=threshold_set.approved_by or act.actor,
        )
        return self._log.save_act(act, threshold_set, reassessment, chained=True)

    def _load(self, set_id: UUID, expected_version: int | None) -> ThresholdSet:
        return self._log.load(ThresholdSet, set_id, expected_version)

    def _in_force_id(self) -> UUID | None:
        in_force = self._recorded.thresholds_in_force(TYPE)
        return in_force.threshold_set_id if in_force else None

    @staticmethod
    def _effective_day(threshold_set: ThresholdSet, today: date) -> date:
        return max(threshold_set.valid_from or today, today)


def _last_event_id(threshold_set: ThresholdSet) -> UUID:
    """The event that stands last in the set's stream: what the next act follows from."""
    return event_id("decisions", threshold_set.id, threshold_set.version)
