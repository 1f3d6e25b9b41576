"""Threshold sets with their state, cause and latest preview (inline: the timer and the findings read it)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Date, Integer, LargeBinary, Row, String, Table, Uuid, func, select

from services.decisions.domain.case_notes import ThresholdConsequenceEndNoted, ThresholdConsequenceNoted
from services.decisions.domain.row_changes import RowChanges
from services.decisions.domain.threshold_proposal import Cause, Finding
from services.decisions.domain.threshold_set import (
    PreviewCounts,
    ThresholdSetApproved,
    ThresholdSetEnteredIntoForce,
    ThresholdSetPreviewed,
    ThresholdSetProposed,
    ThresholdSetRejected,
    ThresholdSetState,
)
from services.decisions.domain.thresholds import ThresholdRow
from services.decisions.projections import metadata
from services.decisions.projections.pending_objections import pending_objections
from shared.eventlog.aggregate import Event
from shared.eventlog.append import RowValue, RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import ExemptionType

threshold_sets = Table(
    "threshold_sets",
    metadata,
    Column("threshold_set_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("exemption_type", String, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    Column("cause", LargeBinary, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("plan_digest", String),
    Column("counts", LargeBinary),
    Column("approved_by", String),
    Column("approval_event_id", Uuid),
    Column("max_drift", Integer),
    Column("earliest_decide_before", Date),
    Column("rejected_by", String),
    Column("rejection_reasons", String),
    Column("changes", LargeBinary),
    Column("replaced_by", Uuid),
    Column("replaced_on", Date),
)

threshold_findings = Table(
    "threshold_findings",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("found_by", String, nullable=False),
    Column("vehicle_category", String, nullable=False),
    Column("parameter", String, nullable=False),
    Column("decide_before", Date),
    Column("event_id", Uuid, nullable=False),
)


class StoredSet(msgspec.Struct, frozen=True):
    """One threshold set as the table has it."""

    threshold_set_id: UUID
    version: int
    state: ThresholdSetState
    exemption_type: ExemptionType
    valid_from: date
    rows: tuple[ThresholdRow, ...]
    cause: Cause
    proposed_by: str
    plan_digest: str | None
    counts: PreviewCounts | None
    approved_by: str | None
    approval_event_id: UUID | None
    max_drift: int | None
    earliest_decide_before: date | None
    rejected_by: str | None
    rejection_reasons: str | None
    changes: RowChanges | None
    """Against the set that was in force at the latest preview."""
    replaced_by: UUID | None
    replaced_on: date | None


class ThresholdSetsProjection:
    """Keeps the sets and the findings that may cause them."""

    name: Final = "threshold_sets"
    tables: Final = (threshold_sets, threshold_findings)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case ThresholdSetProposed() as fact:
                yield _proposed(fact)
            case ThresholdSetPreviewed() as fact:
                yield _previewed(fact)
            case ThresholdSetRejected() as fact:
                yield _rejected(fact)
            case ThresholdSetApproved() as fact:
                yield _update(
                    fact,
                    {
                        "state": str(ThresholdSetState.APPROVED),
                        "approved_by": fact.approved_by,
                        "approval_event_id": fact.event_id,
                    },
                )
            case ThresholdSetEnteredIntoForce() as fact:
                yield from _entered(fact)
            case ThresholdConsequenceNoted() as fact:
                yield _found(fact)
            case ThresholdConsequenceEndNoted() as fact:
                yield RowWrite(
                    table=threshold_findings.name, kind="delete", key={"objection_id": fact.objection_id}
                )
            case _:
                return


def _proposed(fact: ThresholdSetProposed) -> RowWrite:
    return RowWrite(
        table=threshold_sets.name,
        kind="insert",
        key={"threshold_set_id": fact.originator_id},
        values={
            "version": fact.originator_version,
            "state": str(ThresholdSetState.PROPOSED),
            "exemption_type": str(fact.exemption_type),
            "valid_from": fact.valid_from,
            "rows": msgspec.json.encode(fact.rows),
            "cause": msgspec.json.encode(fact.cause),
            "proposed_by": fact.proposed_by,
            "max_drift": fact.max_drift,
        },
    )


def _previewed(fact: ThresholdSetPreviewed) -> RowWrite:
    return _update(
        fact,
        {
            "plan_digest": fact.plan_digest,
            "counts": msgspec.json.encode(fact.counts),
            "earliest_decide_before": fact.earliest_decide_before,
            "changes": msgspec.json.encode(fact.changes) if fact.changes else None,
        },
    )


def _rejected(fact: ThresholdSetRejected) -> RowWrite:
    return _update(
        fact,
        {
            "state": str(ThresholdSetState.REJECTED),
            "rejected_by": fact.rejected_by,
            "rejection_reasons": fact.reasons,
        },
    )


def _entered(fact: ThresholdSetEnteredIntoForce) -> Iterable[RowWrite]:
    """The set that it replaces is no longer in force: that follows from this act."""
    yield _update(fact, {"state": str(ThresholdSetState.IN_FORCE)})
    if fact.replaces_set_id is not None:
        yield RowWrite(
            table=threshold_sets.name,
            kind="update",
            key={"threshold_set_id": fact.replaces_set_id},
            values={
                "state": str(ThresholdSetState.REPLACED),
                "replaced_by": fact.originator_id,
                "replaced_on": fact.on,
            },
        )


def _found(fact: ThresholdConsequenceNoted) -> RowWrite:
    return RowWrite(
        table=threshold_findings.name,
        kind="upsert",
        key={"objection_id": fact.objection_id},
        values={
            "case_id": fact.originator_id,
            "found_by": fact.found_by,
            "vehicle_category": fact.vehicle_category,
            "parameter": fact.parameter,
            "decide_before": fact.decide_before,
            "event_id": fact.event_id,
        },
    )


def _update(fact: Event, values: dict[str, RowValue]) -> RowWrite:
    return RowWrite(
        table=threshold_sets.name,
        kind="update",
        key={"threshold_set_id": fact.originator_id},
        values={"version": fact.originator_version, **values},
    )


def threshold_set(connection: Connection, set_id: UUID) -> StoredSet | None:
    """One set, or None."""
    row = connection.execute(
        select(threshold_sets).where(threshold_sets.c.threshold_set_id == set_id)
    ).one_or_none()
    return _stored(row) if row else None


def threshold_sets_after(
    connection: Connection, cursor: UUID | None, limit: int, state: ThresholdSetState | None = None
) -> list[StoredSet]:
    """Sets with an id above the cursor, in that state where one is named; ids are ordered by time."""
    query = select(threshold_sets).order_by(threshold_sets.c.threshold_set_id).limit(limit)
    if state is not None:
        query = query.where(threshold_sets.c.state == state.value)
    if cursor is not None:
        query = query.where(threshold_sets.c.threshold_set_id > cursor)
    return [_stored(row) for row in connection.execute(query)]


def approved_sets(connection: Connection) -> list[StoredSet]:
    """Approved sets that are not in force yet, the earliest first."""
    query = select(threshold_sets).where(threshold_sets.c.state == ThresholdSetState.APPROVED.value)
    query = query.order_by(threshold_sets.c.valid_from, threshold_sets.c.threshold_set_id)
    return [_stored(row) for row in connection.execute(query)]


def finding(connection: Connection, objection_id: UUID) -> Finding | None:
    """The finding on that objection, or None."""
    row = connection.execute(
        select(threshold_findings).where(threshold_findings.c.objection_id == objection_id)
    ).one_or_none()
    return msgspec.convert(row, Finding, from_attributes=True) if row else None


def earliest_decide_before(connection: Connection) -> date | None:
    """The first day by which an objection that is pending with a finding must be decided on; None: none known."""
    pending = pending_objections.c
    query = (
        select(func.min(threshold_findings.c.decide_before))
        .join(pending_objections, pending.objection_id == threshold_findings.c.objection_id)
        .where(pending.found_by.is_not(None))
    )
    first: date | None = connection.execute(query).scalar_one()
    return first


def findings_after(connection: Connection, cursor: UUID | None, limit: int) -> list[Finding]:
    """Findings by id of the objection."""
    query = select(threshold_findings).order_by(threshold_findings.c.objection_id).limit(limit)
    if cursor is not None:
        query = query.where(threshold_findings.c.objection_id > cursor)
    return [msgspec.convert(row, Finding, from_attributes=True) for row in connection.execute(query)]


def _stored(row: Row[tuple[object, ...]]) -> StoredSet:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    return StoredSet(
        threshold_set_id=values["threshold_set_id"],
        version=values["version"],
        state=ThresholdSetState(values["state"]),
        exemption_type=ExemptionType(values["exemption_type"]),
        valid_from=values["valid_from"],
        rows=msgspec.json.decode(values["rows"], type=tuple[ThresholdRow, ...]),
        cause=msgspec.json.decode(values["cause"], type=Cause),
        proposed_by=values["proposed_by"],
        plan_digest=values["plan_digest"],
        counts=msgspec.json.decode(values["counts"], type=PreviewCounts) if values["counts"] else None,
        approved_by=values["approved_by"],
        approval_event_id=values["approval_event_id"],
        max_drift=values["max_drift"],
        earliest_decide_before=values["earliest_decide_before"],
        rejected_by=values["rejected_by"],
        rejection_reasons=values["rejection_reasons"],
        changes=msgspec.json.decode(values["changes"], type=RowChanges) if values["changes"] else None,
        replaced_by=values["replaced_by"],
        replaced_on=values["replaced_on"],
    )
