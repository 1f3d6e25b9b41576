"""The smallest service with a log: notes that are pinned to a board and signed. For tests of the HTTP side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Uuid, insert, select, update

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.errors import NotInThisState
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.eventlog.feed import Publication
from shared.eventlog.log import EventLog, Saved
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.tables import log_tables
from shared.runtime.access_log_table import access_log_table
from shared.runtime.ids import IdSource

MIGRATIONS = "tests.support.notice_board.migrations"

metadata = MetaData()
log = log_tables(metadata)
access_log = access_log_table(metadata)
signatures = Table(
    "signatures",
    metadata,
    Column("note_id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),
)


class NotePinned(FoundingEvent):
    """A note was pinned."""

    TOPIC = "board.note-pinned"

    text: str

    def apply(self, aggregate: Note) -> None:
        aggregate.text = self.text


class NoteSigned(Event):
    """A note was signed."""

    TOPIC = "board.note-signed"

    def apply(self, aggregate: Note) -> None:
        aggregate.signatures += 1


class Note(Aggregate):
    """A note on the board; three signatures and it is full."""

    TOPIC = "board.note"

    text: str = ""
    signatures: int = 0

    @classmethod
    def pin(cls, note_id: UUID, text: str) -> Note:
        """Pin a new note."""
        return cls.found(NotePinned, id=note_id, text=text)

    def sign(self) -> None:
        """Sign it; NotInThisState when it is full."""
        if self.signatures == 3:
            raise NotInThisState("note_full", "A note has room for three signatures.")
        self.trigger_event(NoteSigned)


class NoteCommands:
    """What can be done with notes."""

    def __init__(self, event_log: EventLog, ids: IdSource) -> None:
        self._log = event_log
        self._ids = ids

    def pin(self, act: Act, text: str) -> Saved:
        """Pin a note."""
        return self._log.save_act(act, Note.pin(self._ids.new(), text))

    def sign(self, act: Act, note_id: UUID, expected_version: int | None) -> Saved:
        """Sign a note."""
        note = self._log.load(Note, note_id, expected_version)
        note.sign()
        return self._log.save_act(act, note)


class SignatureCount:
    """Following read model: how many signatures each note has."""

    name = "signature-count"
    tables: ClassVar[Sequence[Table]] = (signatures,)

    def apply(self, connection: Connection, recorded: RecordedEvent, /) -> None:
        """Count one event."""
        note_id = recorded.event.originator_id
        if isinstance(recorded.event, NotePinned):
            connection.execute(insert(signatures), {"note_id": note_id, "number": 0})
        else:
            statement = update(signatures).where(signatures.c.note_id == note_id)
            connection.execute(statement.values(number=signatures.c.number + 1))


def signatures_of(event_log: EventLog, note_id: UUID) -> int | None:
    """How many signatures the read model knows of; None when it does not know the note."""
    query = select(signatures.c.number).where(signatures.c.note_id == note_id)
    with event_log.read() as connection:
        return connection.execute(query).scalar_one_or_none()


class NoteOnBoard(Contract, frozen=True):
    """A note was pinned, told to others."""

    TYPE = TYPE_PREFIX + "test-note-on-board.v1"

    note_id: UUID


PUBLISHED = (
    Publication(
        NotePinned,
        NoteOnBoard,
        ("readingroom",),
        lambda recorded: NoteOnBoard(note_id=recorded.event.originator_id),
    ),
)
