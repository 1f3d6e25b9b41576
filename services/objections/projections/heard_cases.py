"""Inline table of the applications heard of: whose case it is, before anything was decided in it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, String, Table, Uuid, select

from services.objections.domain.heard_case import HeardCase
from services.objections.projections import metadata
from shared.contracts.applications import ApplicationSubmitted
from shared.contracts.envelope import Contract, Message
from shared.eventlog.append import RowWrite
from shared.eventlog.inline_rows import InlineRows

heard_cases = Table(
    "heard_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("municipality", String),
    Column("applicant_subject", String),
)

HEARD_CASES: Final = heard_cases.name


def as_heard_of(submitted: ApplicationSubmitted) -> HeardCase:
    """An application as it was published."""
    return HeardCase(
        submitted.case_id, submitted.received_on, submitted.municipality, submitted.applicant_subject
    )


def hearing_of(case: HeardCase) -> RowWrite:
    """The row that keeps it."""
    return RowWrite(
        HEARD_CASES,
        "upsert",
        {"case_id": case.case_id},
        {
            "received_on": case.received_on,
            "municipality": case.municipality,
            "applicant_subject": case.applicant_subject,
        },
    )


def heard_case(connection: Connection, case_id: UUID) -> HeardCase | None:
    """The case as heard of; None when its application was not."""
    query = select(heard_cases).where(heard_cases.c.case_id == case_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return HeardCase(row.case_id, row.received_on, row.municipality, row.applicant_subject)


class CasesHeard:
    """Folds what applications published."""

    def apply(self, connection: Connection, _: Message, contract: Contract, /) -> None:
        """Take in one message, as the reaction does."""
        if isinstance(contract, ApplicationSubmitted):
            InlineRows(metadata, [hearing_of(as_heard_of(contract))]).write(connection)
