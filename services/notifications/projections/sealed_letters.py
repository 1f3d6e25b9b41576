"""What the tables of sealed letters have in common: how one is stored, and read back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Table, select

from shared.eventlog.append import RowValue
from shared.eventlog.log import EventLog
from shared.privacy.sealed import Sealed, SealedKind


def stored(sealed: Sealed) -> dict[str, RowValue]:
    """The columns of a letter."""
    return {"key_id": sealed.key_id, "kind": sealed.kind.value, "box": sealed.box}


def as_folded(letter_id: UUID) -> dict[str, RowValue]:
    """The same where the log alone is known, which holds no letter."""
    return {"key_id": letter_id, "kind": SealedKind.LETTER.value, "box": b""}


def letter_in(log: EventLog, table: Table, letter_id: UUID) -> Sealed | None:
    """The sealed letter; None when the table does not hold it."""
    query = select(table).where(table.c.letter_id == letter_id)
    with log.read() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Sealed(row.key_id, SealedKind(row.kind), row.box)
