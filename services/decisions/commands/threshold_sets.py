"""What reviewers can do with threshold sets and the reassessments that they start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from services.decisions.commands.recorded import TYPE, Recorded
from services.decisions.domain.case_notes import ConsequenceEnd
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.disposition import (
    NewThresholds,
    count,
    drift,
    plan_digest,
    plan_of,
)
from services.decisions.domain.policy import policy_of_version, policy_on
from services.decisions.domain.reassessment import Drift, Reassessment
from services.decisions.domain.row_changes import RowPlace
from services.decisions.domain.threshold_proposal import Cause, CauseKind, Proposal
from services.decisions.domain.threshold_set import ThresholdSet
from services.decisions.domain.thresholds import ThresholdRow
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.aggregate import event_id
from shared.eventlog.log import EventLog, Saved
from shared.runtime.ids import IdSource


class ThresholdSetCommands:
    """Commands on threshold sets: propose, preview, reject, approve, bring into force."""

    def __init__(self, log: EventLog, recorded: Recorded, ids: IdSource) -> None:
        self._log = log
        self._recorded = recorded
        self._ids = ids

    def propose(
        self,
        act: Act,
        *,
        rows: Sequence[ThresholdRow],
        valid_from: date,
        objection_id: UUID | None,
        max_drift: int | None = None,
        removes: Sequence[RowPlace] = (),
    ) -> Saved:
        """Propose a complete set; with an objection as its cause, the finding must have been heard of.

        Above `max_drift` cases otherwise than in the approved plan, the reassessment starts paused.

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
            Proposal(rows, valid_from, cause, max_drift, removes),
            set_id=self._ids.new(),
            exemption_type=TYPE,
            in_force=self._rows_in_force(),
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
        # before the cases: a set that enters in between outdates the preview
        in_force = self._recorded.thresholds_in_force(TYPE)
        at_position, cases = self._recorded.all_cases(TYPE)
        plan = plan_of(cases, thresholds, policy)
        outcomes = [(case.case_id, case.disposition) for case in plan]
        threshold_set.record_preview(
            at_position=at_position,
            as_of=thresholds.on,
            policy_version=policy.version,
            replaces_set_id=in_force.threshold_set_id if in_force else None,
            plan_digest=plan_digest(thresholds, policy.version, at_position, outcomes),
            counts=count(plan),
            earliest_decide_before=self._recorded.earliest_decide_before(),
            in_force=in_force.rows if in_force else (),
        )
        return self._log.save_act(replace(act, causation_id=causation), threshold_set)

    def reject(self, act: Act, *, set_id: UUID, reasons: str, expected_version: int | None) -> Saved:
        """Reject a proposal; the finding that caused it no longer stands, in the same append."""
        threshold_set = self._load(set_id, expected_version)
        causation = _last_event_id(threshold_set)
        threshold_set.reject(reasons=reasons, rejected_by=act.actor, rejected_on=act.today)
        act, cause = replace(act, causation_id=causation), threshold_set.cause
        if cause is None or cause.case_id is None or cause.objection_id is None:
            return self._log.save_act(act, threshold_set)
        case = self._log.load(DecisionCase, cause.case_id)
        if case.finding_stands(cause.objection_id):
            case.note_threshold_consequence_end(
                objection_id=cause.objection_id, because=ConsequenceEnd.SET_REJECTED
            )
        return self._log.save_act(act, threshold_set, case, case_id=cause.case_id, chained=True)

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
        thresholds = NewThresholds(threshold_set.id, threshold_set.rows, act.today)
        reassessment = Reassessment.start(
            reassessment_id=self._ids.new(),
            thresholds=thresholds,
            replaces_set_id=replaces,
            exemption_type=TYPE,
            policy_version=policy_on(act.today).version,
            approved_by=threshold_set.approved_by or act.actor,
            drift=self._drift(threshold_set, thresholds),
            objection_id=threshold_set.cause.objection_id if threshold_set.cause else None,
        )
        return self._log.save_act(act, threshold_set, reassessment, chained=True)

    def _drift(self, threshold_set: ThresholdSet, thresholds: NewThresholds) -> Drift | None:
        """The approved plan against the plan of this moment, which differs by what happened in between."""
        preview = threshold_set.preview
        if preview is None:
            return None
        previewed = NewThresholds(threshold_set.id, threshold_set.rows, preview.as_of)
        approved = plan_of(
            self._recorded.cases_at(TYPE, preview.at_position),
            previewed,
            policy_of_version(preview.policy_version),
        )
        position, cases = self._recorded.all_cases(TYPE)
        now = plan_of(cases, thresholds, policy_on(thresholds.on))
        return Drift(
            approved_position=preview.at_position,
            measured_position=position,
            cases=drift(approved, now),
            max_cases=threshold_set.max_drift,
            counts=count(now),
        )

    def _load(self, set_id: UUID, expected_version: int | None) -> ThresholdSet:
        return self._log.load(ThresholdSet, set_id, expected_version)

    def _in_force_id(self) -> UUID | None:
        in_force = self._recorded.thresholds_in_force(TYPE)
        return in_force.threshold_set_id if in_force else None

    def _rows_in_force(self) -> tuple[ThresholdRow, ...]:
        in_force = self._recorded.thresholds_in_force(TYPE)
        return in_force.rows if in_force else ()

    @staticmethod
    def _effective_day(threshold_set: ThresholdSet, today: date) -> date:
        return max(threshold_set.valid_from or today, today)


class ReassessmentCommands:
    """Commands on reassessments: pause and resume."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def pause(self, act: Act, *, reassessment_id: UUID, expected_version: int | None) -> Saved:
        """Let no further decision be renewed until somebody resumes it."""
        reassessment = self._log.load(Reassessment, reassessment_id, expected_version)
        reassessment.pause(paused_by=act.actor)
        return self._log.save_act(act, reassessment)

    def resume(
        self, act: Act, *, reassessment_id: UUID, as_reviewer: bool, expected_version: int | None
    ) -> Saved:
        """Let it go on where it stood."""
        reassessment = self._log.load(Reassessment, reassessment_id, expected_version)
        reassessment.resume(resumed_by=act.actor, as_reviewer=as_reviewer)
        return self._log.save_act(act, reassessment)


def _last_event_id(threshold_set: ThresholdSet) -> UUID:
    """The event that stands last in the set's stream: what the next act follows from."""
    return event_id("decisions", threshold_set.id, threshold_set.version)
