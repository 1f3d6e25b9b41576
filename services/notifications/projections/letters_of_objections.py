"""Inline: of each objection that is not written about to the applicant, the letter that tells to whom it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, select

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.letter import StepLetterDrawnUp
from services.notifications.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

letters_of_objections = Table(
    "letters_of_objections",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("letter_id", Uuid, nullable=False),
)


class LettersOfObjectionsProjection:
    """Points at the confirmation of receipt, in the append that draws it up."""

    name: Final = "letters_of_objections"
    tables: Final = (letters_of_objections,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The row that this event writes."""
        drawn_up = event.event
        if not isinstance(drawn_up, StepLetterDrawnUp) or drawn_up.recipient is None:
            return
        if drawn_up.kind is LetterKind.OBJECTION_RECEIVED:
            letter = {"letter_id": drawn_up.originator_id}
            yield RowWrite(self.name, "upsert", {"objection_id": drawn_up.notice.objection_id}, letter)


class LettersOfObjections:
    """What the commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def confirmation(self, objection_id: UUID) -> UUID | None:
        """The id of that letter; None: it is the applicant who is written to."""
        table = letters_of_objections.c
        query = select(table.letter_id).where(table.objection_id == objection_id)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one_or_none()
