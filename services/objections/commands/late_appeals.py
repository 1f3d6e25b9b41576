"""What can be asked about appeals against not deciding in time: load, decide, save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from services.objections.commands.reached import (
    DecisionsHeard,
    Place,
    ReachedObjections,
    again_when_overtaken,
)
from services.objections.domain.contested_decision import ContestedCase, first_decision_of
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.late_appeal import LateAppeal, LateAppealEnding, LateAppealNotice
from services.objections.domain.objection import RULINGS, Objection
from services.objections.domain.scope import Jurisdiction, Scope
from shared.errors import NotThere, RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import DuplicateRow, RowWrite
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.runtime.ids import IdSource

NO_SUCH_APPEAL: Final = ("appeal_not_found", "there is no such appeal for you")
"""Code and detail of the answer when there is none, or none within the scope: the same for both."""


class CasesHeardOf(DecisionsHeard, Protocol):
    """What is known of cases and the decisions in them."""

    def heard_case(self, case_id: UUID) -> HeardCase | None: ...
    def next_turn(self, case: ContestedCase) -> RowWrite: ...


class Waiting(Protocol):
    """Knows which appeals a decision that is taken now concerns."""

    def on(self, subject_ids: Iterable[UUID]) -> tuple[UUID, ...]: ...


@dataclass(frozen=True, slots=True)
class _Late:
    """What was not decided on in time."""

    case_id: UUID
    objection: Objection | None
    of: Jurisdiction
    term_last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """The decision that was taken after all."""

    decision_id: UUID | None
    on: date


class LateDecisions:
    """Brings a decision to the appeals against not taking it (Awb 6:20, 8:55d)."""

    def __init__(self, log: EventLog, waiting: Waiting) -> None:
        self._log = log
        self._waiting = waiting

    def concerned(
        self, subject_ids: Iterable[UUID], decision_id: UUID | None, taken_on: date
    ) -> list[LateAppeal]:
        """The appeals that this decision concerns, each told of it; the first one counts."""
        appeals = [self._log.load(LateAppeal, appeal_id) for appeal_id in self._waiting.on(subject_ids)]
        for appeal in appeals:
            appeal.note_decision(decision_id, taken_on)
        return appeals


class LateAppealCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: CasesHeardOf) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases
        self._reached = ReachedObjections(log, cases)

    def lodge_late_appeal(
        self, act: Act, case_id: UUID, objection_id: UUID | None, told: LateAppealNotice, scope: Scope
    ) -> Saved:
        """Register an appeal against not deciding on an application, or on an objection in its case (Awb 6:12).

        Raises NotThere for what is not within the scope, NotInThisState or RuleBroken.
        """
        appeal_id = self._ids.new()
        return again_when_overtaken(
            lambda: self._lodge(act, appeal_id, self._late(case_id, objection_id, scope), told)
        )

    def _lodge(self, act: Act, appeal_id: UUID, late: _Late, told: LateAppealNotice) -> Saved:
        case = self._cases.of_case(late.case_id)
        taken = self._taken(late, case, act)
        appeal = LateAppeal.lodge(
            id=appeal_id,
            case_id=late.case_id,
            objection_id=late.objection.id if late.objection else None,
            municipality=late.of.municipality,
            notice=LateAppealNotice(
                told.lodged_on, told.court_reference, told.notice_received_on, late.term_last_day
            ),
            decided_on=taken.on if taken else None,
        )
        if taken is not None:
            appeal.note_decision(taken.decision_id, taken.on)
        try:
            return self._log.save_act(
                act, appeal, case_id=late.case_id, rows=[self._cases.next_turn(case)], chained=True
            )
        except DuplicateRow as running:
            if self._cases.of_case(late.case_id).turn != case.turn:
                raise
            raise RuleBroken(
                "appeal_pending", "an appeal against not deciding on this is pending already (Awb 6:12)"
            ) from running

    def end_late_appeal(
        self, act: Act, appeal_id: UUID, scope: Scope, expected_version: int | None, ending: LateAppealEnding
    ) -> Saved:
        """Register how it ended; what the court orders on an objection is the last day to decide on it."""
        appeal = self._appeal(appeal_id, scope)
        if expected_version is not None and expected_version != appeal.version:
            raise VersionConflict(appeal.id, expected_version, appeal.version)
        appeal.end(ending)
        if appeal.objection_id is None or appeal.order is None:
            return self._log.save_act(act, appeal, case_id=appeal.case_id, chained=True)
        objection = self._log.load(Objection, appeal.objection_id)
        objection.order_late_ruling(appeal.id, ending.on, appeal.order.last_day)
        return self._log.save_act(act, appeal, objection, case_id=appeal.case_id, chained=True)

    def note_hearing(
        self, act: Act, appeal_id: UUID, scope: Scope, expected_version: int | None, on: date
    ) -> Saved:
        """Register on which day the court hears it. Raises NotThere, VersionConflict, NotInThisState or RuleBroken."""
        appeal = self._appeal(appeal_id, scope)
        if expected_version is not None and expected_version != appeal.version:
            raise VersionConflict(appeal.id, expected_version, appeal.version)
        appeal.note_hearing(on)
        return self._log.save_act(act, appeal, case_id=appeal.case_id)

    def case_of(self, appeal_id: UUID, scope: Scope) -> UUID:
        """The case under a key of which the edge seals what the court ruled. Raises NotThere."""
        return self._appeal(appeal_id, scope).case_id

    def _late(self, case_id: UUID, objection_id: UUID | None, scope: Scope) -> _Late:
        """What the appeal is about, within the scope."""
        if objection_id is None:
            case = self._cases.heard_case(case_id)
            of = Jurisdiction(case is not None, case.municipality if case else None)
            if not scope.admits(None, of):
                raise NotThere("case_not_there", "there is no such case for you")
            return _Late(case_id, None, of)
        objection = self._reached.at(Place(objection_id, scope, None))
        of = self._cases.whose(objection.case_id, objection.decision_id)
        if objection.case_id != case_id or not of.known:
            raise NotThere("objection_not_found", "there is no such objection for you")
        term = objection.ruling_term(self._reached.contested(objection))
        return _Late(case_id, objection, of, term.deadline().last_day if term else None)

    def _taken(self, late: _Late, case: ContestedCase, act: Act) -> _Taken | None:
        """The decision that was taken already when the court told of the appeal."""
        if late.objection is None:
            decision = first_decision_of(case)
            return _Taken(decision.decision_id, decision.announced_on or act.today) if decision else None
        if late.objection.undecided:
            return None
        ruled = [one for one in self._log.stream(late.objection.id) if isinstance(one.event, RULINGS)]
        return _Taken(late.objection.ruled_in, ruled[-1].metadata.effective_on) if ruled else None

    def _appeal(self, appeal_id: UUID, scope: Scope) -> LateAppeal:
        try:
            appeal = self._log.load(LateAppeal, appeal_id)
        except AggregateNotFound as missing:
            raise NotThere(*NO_SUCH_APPEAL) from missing
        if not scope.admits(None, Jurisdiction(municipality=appeal.municipality)):
            raise NotThere(*NO_SUCH_APPEAL)
        return appeal
