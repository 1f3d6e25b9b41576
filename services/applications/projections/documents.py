"""Inline: the documents of every application, each sealed under the key of its case.

The commands write the rows, because no event holds a document; folded from the log, an empty box stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Uuid,
    insert,
    select,
)

from services.applications.domain.application_acts import DocumentAttached, MissingItem
from services.applications.domain.documents import DocumentType
from services.applications.projections import metadata
from shared.eventlog.append import RowValue, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.folding import Compared, Otherwise

documents = Table(
    "documents",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("shows", String(40), nullable=False),
    Column("media_type", String(20), nullable=False),
    Column("size", Integer, nullable=False),
    Column("attached_on", Date, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("box", LargeBinary, nullable=False),
)
"""`number` is the version of the case at which it was attached: their order."""

DOCUMENTS_COMPARED: Final = Compared(
    documents,
    otherwise={
        "key_id": Otherwise("the document is sealed outside the log"),
        "box": Otherwise("the document is sealed outside the log, which holds an HMAC of it"),
    },
)


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document, without what is in it."""

    case_id: UUID
    name: str
    shows: MissingItem
    media_type: DocumentType
    size: int
    attached_on: date


class DocumentsFold:
    """Every document that was attached is kept in the same append."""

    name: Final = "documents"
    tables: Final = (documents,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, DocumentAttached):
            kept = {"case_id": event.originator_id, "name": event.name, **_values(event)}
            connection.execute(insert(documents), {**kept, "key_id": event.originator_id, "box": b""})


class SealedDocuments:
    """Keeps documents, and gives them to who may read their case."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def rows(self, attached: DocumentAttached, sealed: Sealed) -> Sequence[RowWrite]:
        """The row that keeps one."""
        key: dict[str, RowValue] = {"case_id": attached.originator_id, "name": attached.name}
        values: dict[str, RowValue] = {**_values(attached), "key_id": sealed.key_id, "box": sealed.box}
        return (RowWrite(documents.name, "insert", key, values),)

    def of(self, case_ids: Sequence[UUID]) -> list[KeptDocument]:
        """Those of these cases, in the order in which they were attached."""
        query = select(documents).where(documents.c.case_id.in_(case_ids))
        with self._log.read() as connection:
            rows = connection.execute(query.order_by(documents.c.case_id, documents.c.number)).all()
        return [_kept(row) for row in rows]

    def sealed(self, document: KeptDocument) -> Sealed:
        """What is in it, sealed."""
        query = select(documents.c.key_id, documents.c.box).where(
            documents.c.case_id == document.case_id, documents.c.name == document.name
        )
        with self._log.read() as connection:
            row = connection.execute(query).one()
        return Sealed(row.key_id, SealedKind.EVIDENCE, row.box)


def _values(event: DocumentAttached) -> dict[str, RowValue]:
    return {
        "number": event.originator_version,
        "shows": event.shows.value,
        "media_type": event.media_type.value,
        "size": event.size,
        "attached_on": event.attached_on,
    }


def _kept(row: Row[tuple[object, ...]]) -> KeptDocument:
    return KeptDocument(
        case_id=row.case_id,
        name=row.name,
        shows=MissingItem(row.shows),
        media_type=DocumentType(row.media_type),
        size=row.size,
        attached_on=row.attached_on,
    )
