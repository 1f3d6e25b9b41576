"""Which threshold set decides today, per exemption type (inline): what the guard of a decision reads."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import BigInteger, Column, Connection, LargeBinary, String, Table, Uuid, select

from services.decisions.domain.reassessment import ReassessmentStarted
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import ThresholdRow
from services.decisions.projections import metadata
from shared.eventlog.append import POSITION, Guard, RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import ExemptionType

threshold_in_force = Table(
    "threshold_in_force",
    metadata,
    Column("exemption_type", String, primary_key=True),
    Column("threshold_set_id", Uuid, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    Column("position", BigInteger, nullable=False),
)


class ThresholdsInForceProjection:
    """Moves with the start of a reassessment, which is one append with the entry into force."""

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        if isinstance(event.event, ReassessmentStarted):
            yield _entered(event.event)


def _entered(fact: ReassessmentStarted) -> RowWrite:
    """The set takes the place of the one it replaces, and of no other that came in between."""
    replaced = fact.replaces_set_id
    return RowWrite(
        table=threshold_in_force.name,
        kind="update" if replaced else "insert",
        key={"exemption_type": str(fact.exemption_type)},
        values={
            "threshold_set_id": fact.threshold_set_id,
            "rows": msgspec.json.encode(fact.rows),
            "position": POSITION,
        },
        expect={"threshold_set_id": replaced} if replaced else {},
    )


def thresholds_in_force(connection: Connection, kind: ExemptionType) -> ThresholdsInForce | None:
    """The set in force for a type, or None before the first one."""
    query = select(threshold_in_force).where(threshold_in_force.c.exemption_type == kind.value)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    rows = msgspec.json.decode(row.rows, type=tuple[ThresholdRow, ...])
    return ThresholdsInForce(row.threshold_set_id, rows)


def rows_in_force(connection: Connection, kind: ExemptionType) -> tuple[ThresholdRow, ...]:
    """The rows that decide now for a type; none before the first set."""
    in_force = thresholds_in_force(connection, kind)
    return in_force.rows if in_force else ()


def still_in_force(kind: ExemptionType, thresholds: ThresholdsInForce) -> Guard:
    """The guard of a decision: its threshold set is in force at the moment of the append."""
    return Guard(
        table=threshold_in_force.name,
        key={"exemption_type": str(kind)},
        expect={"threshold_set_id": thresholds.threshold_set_id},
        code="threshold_set_changed",
    )
