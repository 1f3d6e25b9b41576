"""What can be asked of the objections service: load, decide, save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from services.objections.domain.admissibility import Receipt
from services.objections.domain.contested_decision import (
    ContestedCase,
    ContestedDecision,
    replacements_of,
)
from services.objections.domain.objection import Objection
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.append import DuplicateRow, RowWrite, StaleRow
from shared.eventlog.log import EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed
from shared.runtime.ids import IdSource
from shared.vocabulary import VehicleCategory

ATTEMPTS: Final = 5
"""How often an act that lost a race is decided anew before the caller hears of it."""


class ContestedCases(Protocol):
    """The inline tables, as commands see them."""

    def find(self, decision_id: UUID) -> ContestedDecision | None: ...
    def of_case(self, case_id: UUID) -> ContestedCase: ...
    def next_turn(self, case: ContestedCase) -> RowWrite: ...
    def taking(self, decision: ContestedDecision) -> RowWrite: ...
    def announcement(
        self, *, decision_id: UUID, case_id: UUID, announced_on: date, remedy_last_day: date | None
    ) -> RowWrite: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of objection (bezwaarschrift), sealed at the edge."""

    case_id: UUID
    decision_id: UUID
    receipt: Receipt
    grounds: Sealed
    lodged_by: str | None


@dataclass(frozen=True, slots=True)
class ThresholdFinding:
    """Which threshold the handler finds wrong, and why."""

    vehicle_category: VehicleCategory
    parameter: str
    reasons: str


class ObjectionCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: ContestedCases) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases

    def lodge_objection(self, act: Act, notice: Notice) -> Saved:
        """Receive an objection, also against decisions that replaced the contested one already.

        Raises NotThere when the decision is known here as one of another case or applicant.
        """
        objection_id = self._ids.new()
        return _decide_anew_when_overtaken(lambda: self._lodge(act, objection_id, notice))

    def _lodge(self, act: Act, objection_id: UUID, notice: Notice) -> Saved:
        case = self._cases.of_case(notice.case_id)
        contested = self._cases.find(notice.decision_id)
        if contested is not None and not contested.is_open_to(notice.case_id, notice.lodged_by):
            raise NotThere("decision_not_there", "the case has no such decision")
        objection = Objection.lodge(
            id=objection_id,
            case_id=notice.case_id,
            decision_id=notice.decision_id,
            receipt=notice.receipt,
            grounds=notice.grounds,
            lodged_by=notice.lodged_by,
            decision_heard_of=contested is not None and contested.taken,
        )
        for renewal in replacements_of(notice.decision_id, case.decisions):
            objection.attach_renewed_decision(renewal)
        return self._log.save_act(act, objection, case_id=notice.case_id, rows=[self._cases.next_turn(case)])

    def find_threshold_consequence(
        self, act: Act, objection_id: UUID, expected_version: int | None, finding: ThresholdFinding
    ) -> Saved:
        """Record the handler's finding that a threshold is wrong; the refusal stands for now."""
        objection = self._log.load(Objection, objection_id, expected_version)
        objection.find_threshold_consequence(
            found_by=act.actor,
            vehicle_category=finding.vehicle_category,
            parameter=finding.parameter,
            reasons=finding.reasons,
            contested=self._cases.find(objection.decision_id),
        )
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def note_decision(self, act: Act, decision: ContestedDecision, *, rules_on: UUID | None) -> Saved:
        """Hear of a decision: uphold the objection it rules on, attach it to the others (Awb 6:19).

        Raises StaleRow, DuplicateRow or VersionConflict when an objection came in between: decide anew.
        """
        case = self._cases.of_case(decision.case_id)
        undecided = {*case.undecided_objections, *([rules_on] if rules_on else [])}
        objections = [self._log.load(Objection, objection_id) for objection_id in sorted(undecided)]
        for objection in objections:
            if objection.id == rules_on:
                objection.uphold(decision_id=decision.decision_id, decided_by=decision.decided_by or "")
            else:
                objection.attach_renewed_decision(decision)
        rows = [self._cases.taking(decision), self._cases.next_turn(case)]
        return self._log.save_act(act, *objections, case_id=decision.case_id, rows=rows)

    def note_announcement(
        self, act: Act, *, decision_id: UUID, case_id: UUID, announced_on: date, remedy_last_day: date | None
    ) -> Saved:
        """Hear that a decision was announced, which begins the term to object (Awb 6:8)."""
        row = self._cases.announcement(
            decision_id=decision_id,
            case_id=case_id,
            announced_on=announced_on,
            remedy_last_day=remedy_last_day,
        )
        return self._log.save_act(act, case_id=case_id, rows=[row])


def _decide_anew_when_overtaken(decide: Callable[[], Saved]) -> Saved:
    """Decide again, from what is recorded by then, when another act on the same case came first."""
    for _ in range(ATTEMPTS - 1):
        try:
            return decide()
        except (StaleRow, DuplicateRow, VersionConflict):
            continue
    return decide()
