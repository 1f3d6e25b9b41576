"""Inline: the letters that left by e-mail, as they were sent, sealed; and where to read any letter.

A letter that bounced and was sent on paper stands in both tables: in each as it left by that way, because the
one on paper states another last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, Uuid, insert

from services.notifications.domain.delivery import LetterChannel
from services.notifications.domain.letter import Sent, WrittenLetter
from services.notifications.projections import metadata
from services.notifications.projections.print_queue import SealedPrintQueue
from services.notifications.projections.sealed_letters import as_folded, letter_in, stored
from shared.eventlog.append import RowValue, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.runtime.folding import Compared, Otherwise

emailed_letters = Table(
    "emailed_letters",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("sent_on", Date, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("box", LargeBinary, nullable=False),
)

EMAILED_COMPARED: Final = Compared(
    emailed_letters,
    otherwise={
        "key_id": Otherwise("the letter is sealed outside the log"),
        "box": Otherwise("the letter is sealed outside the log, which holds an HMAC of its text"),
    },
)


class EmailedFold:
    """Every letter that left by e-mail was kept in the same append."""

    name: Final = "emailed_letters"
    tables: Final = (emailed_letters,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, Sent) and event.channel is LetterChannel.EMAIL:
            row = {
                "letter_id": event.originator_id,
                "sent_on": event.sent_on,
                **as_folded(event.originator_id),
            }
            connection.execute(insert(emailed_letters), row)


class SealedEmailedLetters:
    """Keeps each letter that left by e-mail, sealed."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def keep(self, letter_id: UUID, written: WrittenLetter, sent_on: date) -> Sequence[RowWrite]:
        """The row that holds the letter."""
        values: dict[str, RowValue] = {"sent_on": sent_on, **stored(written.sealed)}
        return (RowWrite(emailed_letters.name, "insert", {"letter_id": letter_id}, values),)

    def letter(self, letter_id: UUID) -> Sealed | None:
        """The sealed letter; None when it did not leave by e-mail."""
        return letter_in(self._log, emailed_letters, letter_id)


class SentLetters:
    """Every letter as it was last sent, by whichever way."""

    def __init__(self, log: EventLog) -> None:
        self._on_paper = SealedPrintQueue(log)
        self._by_email = SealedEmailedLetters(log)

    def letter(self, letter_id: UUID) -> Sealed | None:
        """The sealed letter; None when it was not sent."""
        return self._on_paper.letter(letter_id) or self._by_email.letter(letter_id)
