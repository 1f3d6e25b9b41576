"""Which cases are of an erased person: nothing is looked up by their plates any more."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Table, Uuid, insert, select

from services.register.projections import metadata

erased_cases = Table(
    "erased_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("erased_on", Date, nullable=False),
)


def keep_erasure(connection: Connection, case_id: UUID, erased_on: date) -> bool:
    """Remember the erasure; False when it was known."""
    if is_erased(connection, case_id):
        return False
    connection.execute(insert(erased_cases), {"case_id": case_id, "erased_on": erased_on})
    return True


def is_erased(connection: Connection, case_id: UUID) -> bool:
    """Whether the person of the case is erased. Hold the register's head first: the other log may say so now."""
    known = select(erased_cases.c.case_id).where(erased_cases.c.case_id == case_id)
    return connection.execute(known).scalar_one_or_none() is not None
