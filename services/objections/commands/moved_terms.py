"""Terms of an objection, moved to a later day: what applications and notifications tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.objections.domain.objection import Objection
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event
from shared.eventlog.append import Append
from shared.eventlog.log import EventLog, Saved
from shared.law.moved_terms import Outage, move_to_paper


class SetTerms(Protocol):
    """Knows until when somebody can act on an objection."""

    def ending_between(self, first_day: date, final_day: date) -> Sequence[UUID]: ...
    def asked_by(self, told_by: UUID) -> UUID | None: ...


class MovedTermCommands:
    """Commands that move terms; None: nothing is to be moved."""

    def __init__(self, log: EventLog, to_repair: SetTerms, of_hearings: SetTerms) -> None:
        self._log = log
        self._to_repair = to_repair
        self._of_hearings = of_hearings

    def move_terms_after(self, act: Act, outage: Outage) -> Saved | None:
        """Move every term of which the outage covers the last day (Awb afdeling 2.3): one append.

        That to repair (Awb 6:6), and those around the hearing (Awb 7:2, 7:3(d)).
        """
        days = outage.first_day, outage.final_day
        concerned = {*self._to_repair.ending_between(*days), *self._of_hearings.ending_between(*days)}
        events: list[Event] = []
        metadata = []
        for objection_id in sorted(concerned):
            objection = self._log.load(Objection, objection_id)
            objection.move_repair_after(outage, act.today)
            objection.move_hearing_terms_after(outage, act.today)
            events += objection.pending()
            metadata += [act.metadata(objection.case_id) for _ in objection.pending()]
        if not events:
            return None
        rows = self._log.inline_rows(events, metadata, act.at)
        position = self._log.append_events(
            events, Append(metadata=metadata, rows=rows, consumed=act.consumed)
        )
        return Saved(outage.outage_id, 0, position, act.consumed)

    def move_term_to_paper(self, act: Act, *, told_by: UUID, last_day: date, letter_id: UUID) -> Saved | None:
        """Move the term that a letter named, which went out again on paper (Awb 6:6, 7:2, 7:3(d))."""
        objection_id = self._to_repair.asked_by(told_by) or self._of_hearings.asked_by(told_by)
        if objection_id is None:
            return None
        objection = self._log.load(Objection, objection_id)
        move = move_to_paper(last_day, letter_id)
        objection.move_repair_to_paper(move, told_by=told_by, moved_on=act.today)
        objection.move_hearing_term_to_paper(move, told_by=told_by, moved_on=act.today)
        if not objection.pending():
            return None
        return self._log.save_act(act, objection, case_id=objection.case_id)
