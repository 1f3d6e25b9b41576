"""The exemptions that run: by their last day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from services.decisions.domain.case_file import CaseState
from services.decisions.projections.case_facts import case_facts
from services.decisions.projections.case_register import cases, within
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked
from shared.vocabulary import ExemptionType


class RunningExemption(msgspec.Struct, frozen=True):
    """An exemption that has not ended."""

    case_id: UUID
    exemption_type: str
    municipality: str | None
    valid_until: date


class WantedExemptions(msgspec.Struct, frozen=True):
    """Which of them are asked for; None: whatever it is."""

    exemption_type: ExemptionType | None = None
    ends_before: date | None = None


def running_exemptions(
    connection: Connection,
    principal: Principal,
    wanted: WantedExemptions,
    asked: DatedPageAsked,
    today: date,
) -> list[RunningExemption]:
    """A page of the exemptions within scope that run on that day, the soonest last day first.

    One that was revoked from a day to come is not among them: it ends by decision.
    """
    table = case_facts.c
    query = (
        select(table.case_id, table.exemption_type, table.municipality, table.valid_until)
        .join(cases, cases.c.case_id == table.case_id)
        .where(within(principal), table.state == CaseState.GRANTED.value, table.valid_until >= today)
    )
    if wanted.exemption_type is not None:
        query = query.where(table.exemption_type == wanted.exemption_type.value)
    if wanted.ends_before is not None:
        query = query.where(table.valid_until < wanted.ends_before)
    rows = connection.execute(asked.of_rows(query, table.valid_until, table.case_id))
    return [msgspec.convert(row, RunningExemption, from_attributes=True) for row in rows]
