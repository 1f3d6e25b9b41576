"""Following: what those who were heard apart were told of what was said in their absence (Awb 7:6(3), (4))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Integer, LargeBinary, Table, Uuid, insert, select

from services.objections.domain.heard_apart import HearingAccountGiven
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import sealed_in, stored
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

hearing_accounts = Table(
    "hearing_accounts",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("recipient", Integer, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("sealed_words", LargeBinary),
    Column("sealed_withheld", LargeBinary),
)


@dataclass(frozen=True, slots=True)
class ToldAccount:
    """What somebody was told; what was written stays sealed."""

    recipient: int
    given_on: date
    words: Sealed | None
    withheld: Sealed | None


class HearingAccounts:
    """Following projection."""

    name: Final = "hearing_accounts"
    tables: Final = (hearing_accounts,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says; a later account stands beside an earlier one."""
        event = recorded.event
        if isinstance(event, HearingAccountGiven):
            row = {
                "objection_id": event.originator_id,
                "version": event.originator_version,
                "recipient": event.recipient,
                "given_on": event.given_on,
                "sealed_words": stored(event.account.words),
                "sealed_withheld": stored(event.account.withheld),
            }
            connection.execute(insert(hearing_accounts), row)


def accounts_of(log: EventLog, objection_id: UUID) -> Sequence[ToldAccount]:
    """What was told in the proceedings on an objection, in that order."""
    query = select(hearing_accounts).where(hearing_accounts.c.objection_id == objection_id)
    with log.read() as connection:
        rows = connection.execute(query.order_by(hearing_accounts.c.version)).all()
    return [
        ToldAccount(row.recipient, row.given_on, sealed_in(row.sealed_words), sealed_in(row.sealed_withheld))
        for row in rows
    ]
