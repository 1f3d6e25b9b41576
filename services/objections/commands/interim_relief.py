"""What can be asked about interim relief: load, decide, save; and what lapses with the proceedings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from services.objections.commands.appeal_terms import Announced, appeal_term_of
from services.objections.commands.reached import DecisionsHeard, Place, ReachedObjections
from services.objections.domain.interim_relief import InterimRelief, ReliefLapse, ReliefOutcome
from services.objections.domain.objection import Objection
from services.objections.domain.scope import Scope
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.runtime.ids import IdSource

NO_SUCH_RELIEF: Final = ("relief_not_found", "there is no such interim relief for you")
"""Code and detail of the answer when there is none, or none within the scope: the same for both."""


class ReliefsRequested(Protocol):
    """Knows what was asked on an objection and can hold."""

    def on(self, objection_id: UUID) -> tuple[UUID, ...]: ...


class AppealsLodged(Protocol):
    """Knows of appeals that were lodged, also of those that have ended."""

    def appealed(self, objection_id: UUID, since: date | None) -> bool: ...


class RulingsHeard(DecisionsHeard, Announced, Protocol):
    """What is known of decisions, and of what was announced."""


@dataclass(frozen=True, slots=True)
class ReliefRequest:
    """What the court tells of a request."""

    objection_id: UUID
    requested_on: date
    court_reference: str | None = None


class LapsingRelief:
    """Brings the end of the proceedings to the relief that was granted in them (Awb 8:85(2))."""

    def __init__(self, log: EventLog, requested: ReliefsRequested) -> None:
        self._log = log
        self._requested = requested

    def with_end(
        self, objection_id: UUID, on: date, because: ReliefLapse, until: date | None = None
    ) -> list[InterimRelief]:
        """What lapses with it, to be saved in the same append; on the later day that the court names (Awb 8:85(2)(c))."""
        reliefs = [self._log.load(InterimRelief, each) for each in self._requested.on(objection_id)]
        for relief in reliefs:
            relief.lapse_with(on, because, until)
        return [relief for relief in reliefs if relief.pending()]


class InterimReliefCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: RulingsHeard, lodged: AppealsLodged) -> None:
        self._log = log
        self._ids = ids
        self._lodged = lodged
        self._cases = cases
        self._reached = ReachedObjections(log, cases)

    def request_relief(self, act: Act, told: ReliefRequest, scope: Scope) -> Saved:
        """Register a request (Awb 8:81). Raises NotThere for an objection that is not within the scope."""
        objection = self._reached.at(Place(told.objection_id, scope, None))
        relief = InterimRelief.request(
            id=self._ids.new(),
            case_id=objection.case_id,
            objection_id=objection.id,
            decision_id=objection.decision_id,
            requested_on=told.requested_on,
            court_reference=told.court_reference,
        )
        return self._log.save_act(act, relief, case_id=objection.case_id)

    def note_outcome(
        self, act: Act, relief_id: UUID, scope: Scope, expected_version: int | None, outcome: ReliefOutcome
    ) -> Saved:
        """Register what became of it. Raises NotThere, VersionConflict, NotInThisState or RuleBroken."""
        relief = self._relief(relief_id, scope)
        if expected_version is not None and expected_version != relief.version:
            raise VersionConflict(relief.id, expected_version, relief.version)
        objection = self._log.load(Objection, relief.objection_id)
        relief.note(outcome, self._cases.find(relief.decision_id), objection.standing_decision)
        return self._log.save_act(act, relief, case_id=relief.case_id)

    def lapse_unused(self, act: Act, relief_id: UUID) -> Saved | None:
        """Let it lapse where nobody appealed in time (Awb 8:85(2)(a)); None where it does not, or did already.

        An appeal that has ended was lodged too. A day that was named after an appeal on an earlier ruling can be
        that of a court (Awb 8:72(5)): such relief lapses on it.
        """
        relief = self._log.load(InterimRelief, relief_id)
        objection = self._log.load(Objection, relief.objection_id)
        appealed = {one for one, _ in self._cases.of_case(relief.case_id).pending_appeals}
        term = appeal_term_of(objection, self._cases)
        since = objection.ended_on if relief.last_day is None else None
        used = objection.id in appealed or self._lodged.appealed(objection.id, since)
        if objection.decided and not used and term.last_day is not None:
            relief.lapse_unused(term.last_day, act.today)
        if not relief.pending():
            return None
        return self._log.save_act(act, relief, case_id=relief.case_id)

    def case_of(self, relief_id: UUID, scope: Scope) -> UUID:
        """The case under a key of which the edge seals what the judge ruled. Raises NotThere."""
        return self._relief(relief_id, scope).case_id

    def _relief(self, relief_id: UUID, scope: Scope) -> InterimRelief:
        try:
            relief = self._log.load(InterimRelief, relief_id)
        except AggregateNotFound as missing:
            raise NotThere(*NO_SUCH_RELIEF) from missing
        if not scope.admits(None, self._cases.whose(relief.case_id, relief.decision_id)):
            raise NotThere(*NO_SUCH_RELIEF)
        return relief
