"""Inline: of each case the latest letter that tells whom the case is about, and all that were drawn up in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Index, Table, Uuid, select

from services.notifications.domain.letter import (
    DrawnUp,
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

drawn_up_letters = Table(
    "drawn_up_letters",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Index("drawn_up_letters_by_case", "case_id"),
)


class LettersOfCasesProjection:
    """Points at the latest letter, and adds each, in the append that draws it up."""

    name: Final = "letters_of_cases"
    tables: Final = (letters_of_cases, drawn_up_letters)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The rows that this event writes."""
        fact = event.event
        if isinstance(fact, DrawnUp):
            letter = {"letter_id": fact.originator_id}
            yield RowWrite(drawn_up_letters.name, "insert", letter, {"case_id": fact.case_id})
        match fact:
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

    def drawn_up(self, case_id: UUID) -> Sequence[UUID]:
        """The ids of all letters of the case."""
        query = select(drawn_up_letters.c.letter_id).where(drawn_up_letters.c.case_id == case_id)
        with self._log.read() as connection:
            return connection.execute(query.order_by(drawn_up_letters.c.letter_id)).scalars().all()

    def still(self, case_id: UUID, latest: UUID | None, letter_id: UUID) -> RowWrite:
        """The row that refuses the append of that letter when another became the latest meanwhile."""
        of_case = {"case_id": case_id}
        if latest is None:
            return RowWrite(letters_of_cases.name, "insert", of_case, {"letter_id": letter_id})
        expected: Final = {"letter_id": latest}
        return RowWrite(letters_of_cases.name, "update", of_case, {"letter_id": letter_id}, expected)
