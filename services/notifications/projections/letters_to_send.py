"""Inline: the letters that were drawn up and wait to be sent, oldest first.

A letter that cannot be written is parked with a reason: it stays here and is counted, but no longer
tried. One whose addressee was erased stays parked; one in a case of which no letter says yet whom it is
about waits for the first one that does. One that the mail server did not take waits until its next attempt,
and keeps back the later letters of its case, so that they leave in order; it keeps back nobody else's.
A letter that bounced comes in here once more, to go on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Table,
    Uuid,
    case,
    exists,
    func,
    select,
    update,
)

from services.notifications.domain.delivery_acts import (
    ElectronicSendingFailed,
    LetterBounced,
    LetterSentOnPaper,
)
from services.notifications.domain.letter import DrawnUp, ObjectionLetterDrawnUp, Sent
from services.notifications.projections import metadata
from shared.eventlog.append import POSITION, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.refusals import VaultRefusal
from shared.runtime.folding import Compared, Otherwise
from shared.vocabulary import from_utc_micros, utc_micros

letters_to_send = Table(
    "letters_to_send",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("parked", String(64)),
    Column("case_id", Uuid),
    Column("next_attempt_micros", BigInteger),
    Index("letters_to_send_in_order", "position"),
    Index("letters_to_send_by_case", "case_id"),
)
"""`position` is where the letter was drawn up, or bounced; `parked` is the reason, as a machine code;
before `next_attempt_micros` it is not offered to the mail server again."""

ADDRESSEE_UNKNOWN: Final = "AddresseeUnknown"
"""Parked because no letter of the case says whom it is about."""

REFUSED: Final = tuple(refusal.__name__ for refusal in VaultRefusal.__subclasses__())
"""Parked because the vault does not open what the letter is made of."""

TO_SEND_COMPARED: Final = Compared(
    letters_to_send,
    otherwise={
        "parked": Otherwise(
            "what the vault refused is in no event; compared is who waits for an addressee",
            case((letters_to_send.c.parked == ADDRESSEE_UNKNOWN, letters_to_send.c.parked)),
        )
    },
)


class LettersToSendProjection:
    """Adds a row with the drawing up and takes it away with the sending, in those appends."""

    name: Final = "letters_to_send"
    tables: Final = (letters_to_send,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The rows that this event writes."""
        fact = event.event
        if isinstance(fact, DrawnUp):
            parked = ADDRESSEE_UNKNOWN if fact.addressee is None else None
            yield RowWrite(
                letters_to_send.name,
                "insert",
                {"letter_id": fact.originator_id},
                {"position": POSITION, "parked": parked, "case_id": fact.case_id},
            )
        elif isinstance(fact, Sent | LetterSentOnPaper):
            yield RowWrite(letters_to_send.name, "delete", {"letter_id": fact.originator_id})
        elif isinstance(fact, ElectronicSendingFailed) and fact.retry_at is not None:
            waits = {"next_attempt_micros": utc_micros(fact.retry_at)}
            yield RowWrite(letters_to_send.name, "update", {"letter_id": fact.originator_id}, waits)
        elif isinstance(fact, LetterBounced):
            yield RowWrite(
                letters_to_send.name,
                "insert",
                {"letter_id": fact.originator_id},
                {"position": POSITION, "parked": None, "case_id": fact.case_id},
            )


class TakenUpFold:
    """Lets wait no longer what waited for a letter about its case: the commands do so with the drawing up."""

    name: Final = "letters_to_send"
    tables: Final = (letters_to_send,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, DrawnUp) and not isinstance(event, ObjectionLetterDrawnUp) and event.addressee:
            waiting = letters_to_send.c.parked == ADDRESSEE_UNKNOWN
            of_case = letters_to_send.c.case_id == event.case_id
            connection.execute(update(letters_to_send).where(waiting, of_case).values(parked=None))


class LettersToSend:
    """What the sending worker asks, and the rows with which letters are parked and taken up again."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def oldest(self, limit: int, now: datetime) -> Sequence[UUID]:
        """The letters that have waited longest and can be sent now, oldest first."""
        query = select(letters_to_send.c.letter_id).where(*_can_be_sent(now))
        with self._log.read() as connection:
            return connection.execute(query.order_by(letters_to_send.c.position).limit(limit)).scalars().all()

    def waiting(self, now: datetime) -> int:
        """How many letters can be sent now."""
        query = select(func.count()).select_from(letters_to_send).where(*_can_be_sent(now))
        with self._log.read() as connection:
            return connection.execute(query).scalar_one()

    def next_attempt(self, now: datetime) -> datetime | None:
        """When the next letter is offered to the mail server again; None: none waits for that."""
        later = letters_to_send.c.next_attempt_micros > utc_micros(now)
        query = select(func.min(letters_to_send.c.next_attempt_micros)).where(
            later, letters_to_send.c.parked.is_(None)
        )
        with self._log.read() as connection:
            micros = connection.execute(query).scalar_one()
        return None if micros is None else from_utc_micros(micros)

    def parked(self) -> list[tuple[UUID, str]]:
        """The letters that need a person, with the reason."""
        query = select(letters_to_send.c.letter_id, letters_to_send.c.parked)
        with self._log.read() as connection:
            rows = connection.execute(query.where(letters_to_send.c.parked.is_not(None))).all()
        return [(row.letter_id, row.parked) for row in rows]

    def parked_by_reason(self) -> dict[str, int]:
        """How many letters are parked for each reason that there can be."""
        query = select(letters_to_send.c.parked, func.count()).group_by(letters_to_send.c.parked)
        with self._log.read() as connection:
            found = {reason: number for reason, number in connection.execute(query) if reason is not None}
        return {reason: found.get(reason, 0) for reason in (ADDRESSEE_UNKNOWN, *REFUSED, *found)}

    def parking_of(self, letter_id: UUID, reason: str) -> RowWrite:
        """The row that parks a letter which is not parked yet."""
        return RowWrite(
            letters_to_send.name, "update", {"letter_id": letter_id}, {"parked": reason}, {"parked": None}
        )

    def taken_up_of(self, case_id: UUID) -> list[RowWrite]:
        """The rows that take up the case's letters which were parked for want of an addressee."""
        waiting = select(letters_to_send.c.letter_id).where(
            letters_to_send.c.case_id == case_id, letters_to_send.c.parked == ADDRESSEE_UNKNOWN
        )
        with self._log.read() as connection:
            letter_ids = connection.execute(waiting.order_by(letters_to_send.c.position)).scalars().all()
        expected: Final = {"parked": ADDRESSEE_UNKNOWN}
        return [
            RowWrite(letters_to_send.name, "update", {"letter_id": letter_id}, {"parked": None}, expected)
            for letter_id in letter_ids
        ]


def _can_be_sent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not parked, due, and not behind an earlier letter of its case that waits for another attempt."""
    one, earlier, at = letters_to_send.c, letters_to_send.alias("earlier").c, utc_micros(now)
    kept_back = exists().where(
        earlier.case_id == one.case_id,
        earlier.position < one.position,
        earlier.parked.is_(None),
        earlier.next_attempt_micros > at,
    )
    due = one.next_attempt_micros.is_(None) | (one.next_attempt_micros <= at)
    return one.parked.is_(None), due, ~kept_back
