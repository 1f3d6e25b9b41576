"""The renewed decision (hernieuwde beschikking) of an affected case, and the remedy against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from services.decisions.domain.case_file import (
    CaseState,
    DecisionGrounds,
    Holder,
    PendingObjection,
    governing,
)
from services.decisions.domain.criteria import Assessment, assess
from services.decisions.domain.disposition import NewThresholds, RecordedCase
from services.decisions.domain.policy import Policy
from services.decisions.domain.reassessment import Campaign
from services.decisions.domain.threshold_changes import threshold_changes
from services.decisions.domain.thresholds import ThresholdRow
from shared.eventlog.aggregate import NO_INSTANT, Event, event_id
from shared.vocabulary import ExemptionType, Remedy, ThresholdChange

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class DecisionReissued(Event):
    """A renewed decision (hernieuwde beschikking): revokes and replaces the refusal, ex officio.

    Taken by a reassessment under a new threshold set, for objectors and others alike; for an
    objector with a finding it is at the same time the decision on the objection (Awb 7:11).
    """

    TOPIC = "decisions.DecisionReissued"
    decision_id: UUID
    replaces_decision_id: UUID
    reassessment_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    valid_until: date
    remedy: Remedy
    decides_objection_id: UUID | None
    holder: Holder
    threshold_changes: tuple[ThresholdChange, ...] = ()
    """What changed for this vehicle since the replaced decision; none in renewals from before it was stated."""
    heard: str | None = None
    """Where it decides on an objection: `held`, or `fully_granted` (Awb 7:3(e)); None: in one from before."""
    heard_on: date | None = None
    """The day of the hearing."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.review = None
        aggregate.valid_until = self.valid_until
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds
        if self.decides_objection_id is not None:
            aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)


def reissue(
    case: RecordedCase,
    thresholds: NewThresholds,
    policy: Policy,
    campaign: Campaign,
    decided_on: date,
    earlier: Sequence[ThresholdRow] = (),
) -> DecisionReissued:
    """The renewed decision for an affected case, ready to be stored as the next event of its stream.

    The remedy follows the proceedings: none pending: objection; pending: covered by it (Awb 6:19);
    this renewal being the decision on the objection: appeal (Awb 7:11, 8:1), and then the objection
    handler who recorded the finding decides, not the approver (Awb 10:3). `earlier` are the thresholds that
    the replaced decision rested on; none: not known, and no change is stated.
    """
    if case.facts is None or case.decision_id is None:
        raise ValueError("only a decided case can be reissued")
    assessment: Assessment = assess(case.facts, thresholds.rows, policy, thresholds.on)
    objection = governing(case.objections)
    found_by = objection.found_by if objection else None
    return DecisionReissued(
        originator_id=case.case_id,
        originator_version=case.version + 1,
        timestamp=NO_INSTANT,
        decision_id=event_id("decisions", case.case_id, case.version + 1),
        replaces_decision_id=case.decision_id,
        reassessment_id=campaign.reassessment_id,
        decided_on=decided_on,
        decided_by=found_by or campaign.approved_by,
        exemption_type=case.exemption_type,
        grounds=DecisionGrounds(case.facts, assessment.criteria, policy.version, thresholds.threshold_set_id),
        valid_until=policy.valid_until(decided_on, case.facts),
        remedy=remedy_of_renewal(objection, case.appeals),
        decides_objection_id=objection.objection_id if objection and found_by else None,
        holder=case.holder,
        threshold_changes=threshold_changes(case.facts, earlier, thresholds.rows) if earlier else (),
        **_how_heard(objection if found_by else None),
    )


class _Heard(TypedDict):
    heard: str | None
    heard_on: date | None


def _how_heard(objection: PendingObjection | None) -> _Heard:
    """How the objector was heard on whose objection the renewal decides; it grants all that was asked (Awb 7:3(e))."""
    if objection is None:
        return _Heard(heard=None, heard_on=None)
    return _Heard(heard="held" if objection.heard_on else "fully_granted", heard_on=objection.heard_on)


def remedy_of_renewal(objection: PendingObjection | None, appeals: tuple[UUID, ...] = ()) -> Remedy:
    """The remedy against a renewed decision, by the proceedings that run (Awb 6:19, 7:1, 8:1).

    An objection that came late covers it only when the lateness is excused (6:11): until then the holder needs
    a remedy of their own, and keeps it whatever becomes of the late objection. With an appeal pending the renewal is sent to the court, which deals with it (Awb 6:19(3), 6:24).
    """
    if objection is not None and objection.found_by:
        return Remedy.APPEAL
    if appeals:
        return Remedy.COVERED_BY_PENDING_APPEAL
    if objection is None:
        return Remedy.OBJECTION
    return Remedy.OBJECTION_BESIDE_LATE_ONE if objection.late else Remedy.COVERED_BY_PENDING_OBJECTION
