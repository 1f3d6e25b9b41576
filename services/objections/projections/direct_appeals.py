"""Direct appeal (Awb 7:1a): against which decisions it was consented to (inline), and what each objection asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Row, Table, Uuid, select

from services.objections.domain.direct_appeal import (
    DirectAppealConsented,
    DirectAppealRefusal,
    DirectAppealRefused,
    ObjectionFollowedToCourt,
)
from services.objections.domain.objection_acts import ObjectionState
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import sealed_in, stored
from shared.eventlog.aggregate import Event
from shared.eventlog.append import RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

decisions_sent_to_court = Table(
    "decisions_sent_to_court",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("consented_on", Date, nullable=False),
)


class DecisionsSentToCourt:
    """Keeps `decisions_sent_to_court` in the transaction of the append."""

    name: Final = "decisions_sent_to_court"
    tables: Final = (decisions_sent_to_court,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A row from the first consent on: what is lodged against the decision later follows (Awb 7:1a(6))."""
        match event.event:
            case DirectAppealConsented(decision_id=decision_id, case_id=case_id, decided_on=decided_on):
                yield RowWrite(
                    self.name,
                    "upsert",
                    {"decision_id": decision_id},
                    {"case_id": case_id, "consented_on": decided_on},
                )


def sent_to_court(connection: Connection, case_id: UUID) -> dict[UUID, date]:
    """The decisions in a case against which was consented to direct appeal, and since when."""
    table = decisions_sent_to_court.c
    query = select(table.decision_id, table.consented_on).where(table.case_id == case_id)
    return {row.decision_id: row.consented_on for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class ToldDirectAppeal:
    """What was asked of direct appeal, and what became of it."""

    asked: bool
    decided_on: date | None
    """The day of the answer, or on which it followed another objection; None: to be answered."""
    appeal_id: UUID | None
    """As what the court has it; None: it has not."""
    refused_because: DirectAppealRefusal | None
    reasons: Sealed | None


def of_direct_appeal(event: Event) -> dict[str, object] | None:
    """What an act changes in the row of its objection; None: not an act about direct appeal."""
    match event:
        case DirectAppealConsented():
            sent = _sent(event.decided_on, event.appeal_id)
            return {**sent, "sealed_direct_appeal_reasons": stored(event.sealed_reasons)}
        case ObjectionFollowedToCourt():
            return _sent(event.sent_on, event.appeal_id)
        case DirectAppealRefused():
            return {
                "direct_appeal_on": event.decided_on,
                "direct_appeal_refused": event.because.value,
                "sealed_direct_appeal_reasons": stored(event.sealed_reasons),
            }
        case _:
            return None


def direct_appeal_in(row: Row[tuple[object, ...]]) -> ToldDirectAppeal | None:
    """From the row of the register; None: nobody asked, and it did not go to the court."""
    asked = bool(row.asks_direct_appeal)
    if not asked and row.direct_appeal_on is None:
        return None
    refused = row.direct_appeal_refused
    return ToldDirectAppeal(
        asked,
        row.direct_appeal_on,
        row.direct_appeal_id,
        DirectAppealRefusal(refused) if refused is not None else None,
        sealed_in(row.sealed_direct_appeal_reasons),
    )


def _sent(on: date, appeal_id: UUID) -> dict[str, object]:
    return {
        "state": ObjectionState.SENT_TO_COURT.value,
        "ended_on": on,
        "direct_appeal_on": on,
        "direct_appeal_id": appeal_id,
    }
