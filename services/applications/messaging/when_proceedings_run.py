"""How the applications service reacts to what objections tells: who is in proceedings is not erased meanwhile."""

from __future__ import annotations

from services.applications.commands.proceedings import ProceedingsCommands
from services.applications.domain.pending_proceedings import ProceedingsKind
from shared.contracts.envelope import Message
from shared.contracts.objections import (
    AppealEnded,
    AppealLodged,
    DecisionAnewOrdered,
    DirectAppealAnswered,
    LateAppealEnded,
    LateAppealLodged,
    ObjectionEnded,
    ObjectionLodged,
)
from shared.eventlog.act import Act
from shared.eventlog.log import Saved


class WhenProceedingsRun:
    """Sentences: when this was told, do that."""

    def __init__(self, commands: ProceedingsCommands) -> None:
        self._commands = commands

    def when_objection_lodged_note_that_it_is_pending(
        self, _: Message, lodged: ObjectionLodged, act: Act
    ) -> Saved | None:
        """Also against a penalty, also by another, also one that waits for its decision (Awb 6:4, 6:10)."""
        kind = ProceedingsKind.OBJECTION
        return self._commands.note_pending(act, lodged.case_id, lodged.objection_id, kind)

    def when_decision_anew_ordered_note_that_it_is_pending_again(
        self, _: Message, ordered: DecisionAnewOrdered, act: Act
    ) -> Saved | None:
        """A court annulled the ruling: the objection is to be decided on anew (Awb 8:72(4))."""
        kind = ProceedingsKind.OBJECTION
        return self._commands.note_pending(act, ordered.case_id, ordered.objection_id, kind)

    def when_objection_ended_note_that_it_has(
        self, _: Message, ended: ObjectionEnded, act: Act
    ) -> Saved | None:
        """By a ruling, or withdrawn (Awb 7:12, 6:21)."""
        return self._commands.note_end(act, ended.case_id, ended.objection_id)

    def when_direct_appeal_answered_note_that_the_court_has_it(
        self, _: Message, answered: DirectAppealAnswered, act: Act
    ) -> Saved | None:
        """What was sent on is no objection any more; the appeal is told of by itself (Awb 7:1a(5), (6))."""
        if answered.appeal_id is None:
            return None
        return self._commands.note_end(act, answered.case_id, answered.objection_id)

    def when_appeal_lodged_note_that_it_is_pending(
        self, _: Message, lodged: AppealLodged, act: Act
    ) -> Saved | None:
        """At the district court, or higher (Awb 8:1, 8:104)."""
        return self._commands.note_pending(act, lodged.case_id, lodged.appeal_id, ProceedingsKind.APPEAL)

    def when_appeal_ended_note_that_it_has(self, _: Message, ended: AppealEnded, act: Act) -> Saved | None:
        """Withdrawn, inadmissible, or ruled."""
        return self._commands.note_end(act, ended.case_id, ended.appeal_id)

    def when_late_appeal_lodged_note_that_it_is_pending(
        self, _: Message, lodged: LateAppealLodged, act: Act
    ) -> Saved | None:
        """Against not deciding in time, on the application or on an objection (Awb 6:2(b), 6:12)."""
        return self._commands.note_pending(act, lodged.case_id, lodged.appeal_id, ProceedingsKind.APPEAL)

    def when_late_appeal_ended_note_that_it_has(
        self, _: Message, ended: LateAppealEnded, act: Act
    ) -> Saved | None:
        """Withdrawn, or ruled; what a court ordered is then decided on what is still there to decide."""
        return self._commands.note_end(act, ended.case_id, ended.appeal_id)
