"""Inline: where the applicant of a case is reachable by e-mail, sealed, and whose address is at rest.

After a bounce no address that a person had stated by then is used any more, in no case of that person, until
one is stated again: addresses are sealed, so nobody can tell whether two of them are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, LargeBinary, Row, String, Table, Uuid, false, func, select

from services.notifications.domain.delivery_acts import LetterBounced
from services.notifications.domain.electronic_reach import ElectronicReachNoted, ElectronicReachWithdrawn
from services.notifications.projections import metadata
from shared.eventlog.append import POSITION, PositionOfEvent, RowValue, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import MessageType

electronic_reach = Table(
    "electronic_reach",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("person", String(200), nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Column("email_for", String(100), nullable=False),
    Column("stated_at", BigInteger, nullable=False),
)
"""`email_for` has the types with a blank in between; `stated_at` is the position at which it was heard."""

bounced_persons = Table(
    "bounced_persons",
    metadata,
    Column("person", String(200), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
"""The position of the latest bounce of each person."""


class ElectronicReachProjection:
    """Follows what is heard, and every bounce, in those appends."""

    name: Final = "electronic_reach"
    tables: Final = (electronic_reach, bounced_persons)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The row that this event writes."""
        match event.event:
            case ElectronicReachNoted() as noted:
                values: dict[str, RowValue | PositionOfEvent] = {
                    "person": person_of(noted.subject, noted.case_id),
                    "key_id": noted.email.key_id,
                    "box": noted.email.box,
                    "email_for": " ".join(noted.email_for),
                    "stated_at": POSITION,
                }
                yield RowWrite(electronic_reach.name, "upsert", {"case_id": noted.case_id}, values)
            case ElectronicReachWithdrawn() as withdrawn:
                left = {"email_for": " ".join(withdrawn.email_for)}
                yield RowWrite(electronic_reach.name, "update", {"case_id": withdrawn.case_id}, left)
            case LetterBounced() as bounced:
                person = {"person": person_of(bounced.subject, bounced.case_id)}
                yield RowWrite(bounced_persons.name, "upsert", person, {"position": POSITION})
            case _:
                pass


class ElectronicReachOfCases:
    """What the commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def email(self, case_id: UUID, message_type: MessageType) -> Sealed | None:
        """Where a message of that type about the case may go; None: by post alone."""
        row = self._row(case_id)
        if row is None or row.rests or message_type not in row.email_for.split():
            return None
        return Sealed(row.key_id, SealedKind.EMAIL, row.box)

    def rests(self, case_id: UUID) -> bool:
        """Whether a letter to its person bounced since the address of that case was stated."""
        row = self._row(case_id)
        return row is not None and bool(row.rests)

    def _row(self, case_id: UUID) -> Row[tuple[UUID, bytes, str, bool]] | None:
        reach, bounced = electronic_reach.c, bounced_persons.c
        since = func.coalesce(bounced.position > reach.stated_at, false()).label("rests")
        query = (
            select(reach.key_id, reach.box, reach.email_for, since)
            .outerjoin(bounced_persons, bounced.person == reach.person)
            .where(reach.case_id == case_id)
        )
        with self._log.read() as connection:
            return connection.execute(query).one_or_none()


def person_of(subject: str | None, case_id: UUID) -> str:
    """Whose address it is: the subject of the token, or where nobody said it, the person of that case."""
    return subject or str(case_id)
