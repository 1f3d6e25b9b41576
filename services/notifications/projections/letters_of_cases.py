"""Inline: of each case the latest letter that tells whom the case is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, select

from services.notifications.domain.letter import (
    LeftOutLetterDrawnUp,
    LetterDrawnUp,
    ObjectionLetterDrawnUp,
    StepLetterDrawnUp,
)
from services.notifications.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

letters_of_cases = Table(
    "letters_of_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("letter_id", Uuid, nullable=False),
)


class LettersOfCasesProjection:
    """Points at the latest letter, in the append that draws it up."""

    name: Final = "letters_of_cases"
    tables: Final = (letters_of_cases,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The row that this event writes."""
        match event.event:
            case ObjectionLetterDrawnUp() | StepLetterDrawnUp(addressee=None):
                pass
            case LetterDrawnUp() | LeftOutLetterDrawnUp() | StepLetterDrawnUp() as drawn_up:
                letter = {"letter_id": drawn_up.originator_id}
                yield RowWrite(letters_of_cases.name, "upsert", {"case_id": drawn_up.case_id}, letter)


class LettersOfCases:
    """What the commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def latest(self, case_id: UUID) -> UUID | None:
        """The id of that letter; None when none was drawn up."""
        query = select(letters_of_cases.c.letter_id).where(letters_of_cases.c.case_id == case_id)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one_or_none()
