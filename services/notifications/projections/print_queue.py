"""Inline: the embedded print queue, a table of sealed letters: those that go on paper.

It stands in for a printer: such a letter is handed over by storing it, in the append that records that it
was sent. Readable through the API by who may read it, and by nobody once the addressee is erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, Uuid, insert

from services.notifications.domain.delivery import LetterChannel
from services.notifications.domain.delivery_acts import LetterSentOnPaper
from services.notifications.domain.letter import Sent, WrittenLetter
from services.notifications.projections import metadata
from services.notifications.projections.sealed_letters import as_folded, letter_in, stored
from shared.eventlog.append import RowValue, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.runtime.folding import Compared, Otherwise

print_queue = Table(
    "print_queue",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("handed_over_on", Date, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("box", LargeBinary, nullable=False),
)

PRINTED_COMPARED: Final = Compared(
    print_queue,
    otherwise={
        "key_id": Otherwise("the letter is sealed outside the log"),
        "box": Otherwise("the letter is sealed outside the log, which holds an HMAC of its text"),
    },
)


class PrintedFold:
    """Every letter that was sent on paper, at once or after it bounced, was handed over in the same append."""

    name: Final = "print_queue"
    tables: Final = (print_queue,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, LetterSentOnPaper) or (
            isinstance(event, Sent) and event.channel is LetterChannel.PAPER
        ):
            row = {
                "letter_id": event.originator_id,
                "handed_over_on": event.sent_on,
                **as_folded(event.originator_id),
            }
            connection.execute(insert(print_queue), row)


class SealedPrintQueue:
    """Keeps each letter it is handed, sealed."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def hand_over(self, letter_id: UUID, written: WrittenLetter, sent_on: date) -> Sequence[RowWrite]:
        """The row that holds the letter."""
        values: dict[str, RowValue] = {"handed_over_on": sent_on, **stored(written.sealed)}
        return (RowWrite(print_queue.name, "insert", {"letter_id": letter_id}, values),)

    def letter(self, letter_id: UUID) -> Sealed | None:
        """The sealed letter; None when it was not sent on paper."""
        return letter_in(self._log, print_queue, letter_id)
