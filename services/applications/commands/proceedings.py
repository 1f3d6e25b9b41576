"""Following the objections and appeals of cases, as objections tells of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from services.applications.domain.pending_proceedings import (
    ProceedingsKind,
    ProceedingsOfCase,
    proceedings_id_of,
)
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved


class ProceedingsCommands:
    """Commands on the proceedings of a case, known here or not: no order holds between the logs."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def note_pending(
        self, act: Act, case_id: UUID, proceedings_id: UUID, kind: ProceedingsKind
    ) -> Saved | None:
        """Note that an objection or appeal is pending; None when that was noted."""
        return self._noted(act, case_id, lambda each: each.note_pending(proceedings_id, kind, act.today))

    def note_end(self, act: Act, case_id: UUID, proceedings_id: UUID) -> Saved | None:
        """Note that it has ended; None of one that is not pending here."""
        return self._noted(act, case_id, lambda each: each.note_end(proceedings_id, act.today))

    def _noted(self, act: Act, case_id: UUID, note: Callable[[ProceedingsOfCase], None]) -> Saved | None:
        proceedings = proceedings_of(self._log, case_id) or ProceedingsOfCase.follow(case_id)
        before = proceedings.version
        note(proceedings)
        if proceedings.version == before:
            return None
        return self._log.save_act(act, proceedings, case_id=case_id)


def proceedings_of(log: EventLog, case_id: UUID) -> ProceedingsOfCase | None:
    """The proceedings of a case; None: none were heard of."""
    try:
        return log.load(ProceedingsOfCase, proceedings_id_of(case_id))
    except AggregateNotFound:
        return None
