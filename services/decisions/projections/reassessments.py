"""Reassessments with their progress, what they reissued and what they leave to a person (inline)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, Row, String, Table, Uuid, select

from services.decisions.domain.reassessment import (
    ReassessmentChunkDone,
    ReassessmentCompleted,
    ReassessmentPaused,
    ReassessmentResumed,
    ReassessmentStarted,
)
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.projections import metadata
from shared.eventlog.aggregate import Event
from shared.eventlog.append import POSITION, Guard, RowWrite
from shared.eventlog.recorded import RecordedEvent

RUNNING = "running"
PAUSED = "paused"
COMPLETED = "completed"

reassessments = Table(
    "reassessments",
    metadata,
    Column("reassessment_id", Uuid, primary_key=True),
    Column("threshold_set_id", Uuid, nullable=False),
    Column("started_position", BigInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("cursor", Uuid),
    Column("digest", String),
)

reissues = Table(
    "reissues",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("threshold_set_id", Uuid, primary_key=True),
    Column("reassessment_id", Uuid, nullable=False),
    Column("decision_id", Uuid, nullable=False),
)

cases_for_a_person = Table(
    "cases_for_a_person",
    metadata,
    Column("reassessment_id", Uuid, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("reason", String, nullable=False),
)


class StoredReassessment(msgspec.Struct, frozen=True):
    """One reassessment as the table has it; `started_position` is its P."""

    reassessment_id: UUID
    threshold_set_id: UUID
    started_position: int
    state: str
    version: int
    cursor: UUID | None
    digest: str | None


class ReassessmentsProjection:
    """Keeps the campaign's own rows; the unique `reissues` row makes a second renewal impossible."""

    name: Final = "reassessments"
    tables: Final = (reassessments, reissues, cases_for_a_person)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case ReassessmentStarted() as fact:
                yield _started(fact)
            case ReassessmentChunkDone() as fact:
                yield from _chunk(fact)
            case ReassessmentPaused() as fact:
                yield _moved(fact, state=PAUSED)
            case ReassessmentResumed() as fact:
                yield _moved(fact, state=RUNNING)
            case ReassessmentCompleted() as fact:
                yield _moved(fact, state=COMPLETED, digest=fact.digest)
            case DecisionReissued() as fact:
                yield RowWrite(
                    table=reissues.name,
                    kind="insert",
                    key={"case_id": fact.originator_id, "threshold_set_id": fact.grounds.threshold_set_id},
                    values={"reassessment_id": fact.reassessment_id, "decision_id": fact.decision_id},
                )
            case _:
                return


def _started(fact: ReassessmentStarted) -> RowWrite:
    return RowWrite(
        table=reassessments.name,
        kind="insert",
        key={"reassessment_id": fact.originator_id},
        values={
            "threshold_set_id": fact.threshold_set_id,
            "started_position": POSITION,
            "state": RUNNING,
            "version": fact.originator_version,
        },
    )


def _chunk(fact: ReassessmentChunkDone) -> Iterable[RowWrite]:
    yield _moved(fact, cursor=fact.upto_case_id)
    for case in fact.for_a_person:
        yield RowWrite(
            table=cases_for_a_person.name,
            kind="insert",
            key={"reassessment_id": fact.originator_id, "case_id": case.case_id},
            values={"reason": case.reason},
        )


def _moved(fact: Event, **values: str | UUID) -> RowWrite:
    return RowWrite(
        table=reassessments.name,
        kind="update",
        key={"reassessment_id": fact.originator_id},
        values={"version": fact.originator_version, **values},
        expect={"version": fact.originator_version - 1},
    )


def campaign_runs(reassessment_id: UUID) -> Guard:
    """The guard of a campaign's own appends: it was neither paused nor completed by another worker."""
    return Guard(
        table=reassessments.name,
        key={"reassessment_id": reassessment_id},
        expect={"state": RUNNING},
        code="reassessment_not_running",
    )


def running_in_turn(connection: Connection) -> StoredReassessment | None:
    """The campaign to be worked on: they run one at a time, in order of entry into force.

    None when all have completed, and also when the one whose turn it is is paused: the later ones wait.
    """
    first = first_uncompleted(connection)
    return first if first is not None and first.state == RUNNING else None


def first_uncompleted(connection: Connection) -> StoredReassessment | None:
    """The campaign whose turn it is, running or paused."""
    return next(iter(_uncompleted(connection)), None)


def running_count(connection: Connection) -> int:
    """How many campaigns can be completed without anybody's act: those before the first paused one."""
    return len(list(takewhile(lambda stored: stored.state == RUNNING, _uncompleted(connection))))


def last_completed(connection: Connection) -> UUID | None:
    """The campaign that completed last: they do so in the order in which they began."""
    query = select(reassessments.c.reassessment_id).where(reassessments.c.state == COMPLETED)
    in_order = query.order_by(reassessments.c.started_position.desc()).limit(1)
    return connection.execute(in_order).scalar_one_or_none()


def _uncompleted(connection: Connection) -> list[StoredReassessment]:
    query = select(reassessments).where(reassessments.c.state != COMPLETED)
    rows = connection.execute(query.order_by(reassessments.c.started_position))
    return [_stored(row) for row in rows]


def reassessment(connection: Connection, reassessment_id: UUID) -> StoredReassessment | None:
    """One reassessment, or None."""
    query = select(reassessments).where(reassessments.c.reassessment_id == reassessment_id)
    row = connection.execute(query).one_or_none()
    return _stored(row) if row else None


def reassessments_after(connection: Connection, cursor: UUID | None, limit: int) -> list[StoredReassessment]:
    """Reassessments with an id above the cursor; ids are ordered by time."""
    query = select(reassessments).order_by(reassessments.c.reassessment_id).limit(limit)
    if cursor is not None:
        query = query.where(reassessments.c.reassessment_id > cursor)
    return [_stored(row) for row in connection.execute(query)]


def reissued_case_ids(connection: Connection, reassessment_id: UUID) -> list[UUID]:
    """The cases that a reassessment reissued, in order of id."""
    query = select(reissues.c.case_id).where(reissues.c.reassessment_id == reassessment_id)
    return list(connection.execute(query.order_by(reissues.c.case_id)).scalars())


def for_a_person(connection: Connection, reassessment_id: UUID) -> list[tuple[UUID, str]]:
    """The cases left to a person, each with the reason code."""
    table = cases_for_a_person
    query = select(table.c.case_id, table.c.reason).where(table.c.reassessment_id == reassessment_id)
    return [(row.case_id, row.reason) for row in connection.execute(query.order_by(table.c.case_id))]


def _stored(row: Row[tuple[object, ...]]) -> StoredReassessment:
    return msgspec.convert(row, StoredReassessment, from_attributes=True)
