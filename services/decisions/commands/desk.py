"""What the desk, the reviewer and the campaign can do: load, call one domain method, save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.decisions.domain.case_file import ReceivedApplication
from services.decisions.domain.case_notes import ConsequenceEnd
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.disposition import (
    RecordedCase,
)
from services.decisions.domain.policy import Policy, policy_on
from services.decisions.domain.threshold_set import (
    Finding,
    ThresholdsInForce,
)
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import Guard
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
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

    def cases_at(self, kind: ExemptionType, position: int) -> Sequence[RecordedCase]:
        """Every case of a type as recorded up to and including a log position."""

    def earliest_decide_before(self) -> date | None:
        """The first day by which an objection pending with a finding must be decided on."""

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
        self,
        act: Act,
        *,
        case_id: UUID,
        objection_id: UUID,
        received_on: date,
        decision_id: UUID,
        lodged_by: str | None,
        within_term: bool | None = None,
    ) -> Saved | None:
        """Remember that an objection runs against the case's decision; None when it is not one of this case."""
        case = self._log.load(DecisionCase, case_id)
        if not case.is_contested_by(decision_id, lodged_by):
            return None
        case.note_pending_objection(
            objection_id=objection_id, received_on=received_on, within_term=within_term
        )
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

    def note_threshold_consequence_end(
        self, act: Act, *, case_id: UUID, objection_id: UUID, because: ConsequenceEnd
    ) -> Saved:
        """Remember that a finding no longer stands, so that a renewal does not decide on that objection."""
        case = self._log.load(DecisionCase, case_id)
        case.note_threshold_consequence_end(objection_id=objection_id, because=because)
        return self._log.save_act(act, case, case_id=case_id)

    def note_pending_appeal(self, act: Act, *, case_id: UUID, appeal_id: UUID, lodged_on: date) -> Saved:
        """Remember that an appeal runs (Awb 6:19(3))."""
        case = self._log.load(DecisionCase, case_id)
        case.note_pending_appeal(appeal_id=appeal_id, lodged_on=lodged_on)
        return self._log.save_act(act, case, case_id=case_id)

    def note_appeal_end(self, act: Act, *, case_id: UUID, appeal_id: UUID, ending: str) -> Saved:
        """Remember that the proceedings at the court ended."""
        case = self._log.load(DecisionCase, case_id)
        case.note_appeal_end(appeal_id=appeal_id, ending=ending)
        return self._log.save_act(act, case, case_id=case_id)

    def note_erasure(self, act: Act, *, case_id: UUID, erased_on: date) -> Saved:
        """Remember that the person was erased."""
        case = self._log.load(DecisionCase, case_id)
        case.note_erasure(erased_on=erased_on)
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
        self, act: Act, *, case_id: UUID, reasons: Sealed, within: Principal, expected_version: int | None
    ) -> Saved:
        """Refuse for a reason that no criterion puts in words; no threshold was looked at, so no guard."""
        case = case_within(self._log, within, case_id, expected_version)
        case.refuse_on_other_ground(
            reasons, policy=_policy_for(case, act.today), decided_on=act.today, decided_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)

    def uphold_objection(
        self,
        act: Act,
        *,
        case_id: UUID,
        objection_id: UUID,
        decided_by: str | None,
        reasons: Sealed | str | None,
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
