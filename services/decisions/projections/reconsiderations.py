"""Following: the assessments on which rulings on objections rest (Awb 7:11(1)), beside those of the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, Uuid, insert, select

from services.decisions.domain.reconsidering import CaseReconsidered
from services.decisions.projections import metadata
from services.decisions.projections.decision_rows import criteria_in
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import CriterionResult

reconsiderations = Table(
    "reconsiderations",
    metadata,
    Column("assessment_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("objection_id", Uuid, nullable=False),
    Column("assessed_on", Date, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("threshold_set_id", Uuid),
    Column("advice", String),
    Column("criteria", LargeBinary, nullable=False),
    Column("decided_policy_version", String),
    Column("decided_threshold_set_id", Uuid),
)


class StoredReconsideration(msgspec.Struct, frozen=True):
    """One assessment, as the register has it."""

    assessment_id: UUID
    objection_id: UUID
    assessed_on: date
    policy_version: str
    threshold_set_id: UUID | None
    advice: str | None
    criteria: tuple[CriterionResult, ...]
    decided_policy_version: str | None
    decided_threshold_set_id: UUID | None


class ReconsiderationRegister:
    """Follows the log and keeps `reconsiderations`."""

    name = "reconsiderations"
    tables = (reconsiderations,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact = event.event
        if not isinstance(fact, CaseReconsidered):
            return
        now, then = fact.reassessed.grounds, fact.decided
        row = {
            "assessment_id": fact.assessment_id,
            "case_id": fact.originator_id,
            "objection_id": fact.objection_id,
            "assessed_on": now.on or event.metadata.effective_on,
            "policy_version": now.policy_version,
            "threshold_set_id": now.threshold_set_id,
            "advice": str(fact.reassessed.advice) if fact.reassessed.advice else None,
            "criteria": msgspec.json.encode(now.criteria),
            "decided_policy_version": then.policy_version if then else None,
            "decided_threshold_set_id": then.threshold_set_id if then else None,
        }
        connection.execute(insert(reconsiderations).values(**row))


def reconsiderations_of(connection: Connection, case_id: UUID) -> Sequence[StoredReconsideration]:
    """Those of a case, in the order of their days."""
    query = select(reconsiderations).where(reconsiderations.c.case_id == case_id)
    query = query.order_by(reconsiderations.c.assessed_on, reconsiderations.c.assessment_id)
    found = []
    for row in connection.execute(query):
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
        del values["case_id"]
        values["criteria"] = criteria_in(values["criteria"])
        found.append(StoredReconsideration(**values))
    return found
