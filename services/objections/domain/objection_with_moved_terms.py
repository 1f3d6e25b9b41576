"""An objection of which the term to repair is moved to a later day: after an outage, or by a letter on paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.objections.domain.objection_with_parties import ObjectionWithParties
from services.objections.domain.repair import RepairEnding, RepairTermMoved
from shared.law.moved_terms import Move, Outage, TermFor, move_after


class ObjectionWithMovedTerms(ObjectionWithParties):
    """An objection that can be repaired until a later day than was set, never an earlier one (Awb 6:6)."""

    def move_repair_after(self, outage: Outage, moved_on: date) -> None:
        """Move a term to repair of which the outage covers the last day (Awb afdeling 2.3); nothing when none is."""
        if self.repair is not None:
            move = move_after(outage, self.repair.term_last_day, TermFor.REPAIR)
            if move is not None:
                self._move_repair(move, moved_on)

    def move_repair_to_paper(self, move: Move, *, told_by: UUID, moved_on: date) -> None:
        """Move the term that was told by that event, whose letter went out on paper later; nothing for another."""
        if self.repair is not None and self.repair.asked_by_event == told_by:
            self._move_repair(move, moved_on)

    def _move_repair(self, move: Move, moved_on: date) -> None:
        """Nothing once it was repaired or ruled on; one that lapsed runs again."""
        repair = self.repair
        if repair is None or repair.ended is RepairEnding.REPAIRED or not self.undecided:
            return
        if move.last_day <= repair.term_last_day:
            return
        self.trigger_event(
            RepairTermMoved,
            case_id=self.case_id,
            requested_on=repair.requested_on,
            previous_last_day=repair.term_last_day,
            term_last_day=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )
