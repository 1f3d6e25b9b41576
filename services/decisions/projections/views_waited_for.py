"""The cases in which somebody could give views, by the last day of that term: on facts, or on a revocation."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Select, literal, or_, select, union_all

from services.decisions.domain.case_file import CaseState
from services.decisions.projections.case_claims import case_claims
from services.decisions.projections.case_register import cases, within
from services.decisions.projections.fact_finding import fact_findings
from services.decisions.projections.open_cases import Wanted, also_wanted
from services.decisions.projections.revocation_register import revocation_intentions
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked


class ViewsOn(StrEnum):
    """What views are waited for on."""

    FACTS = "facts"
    """Feiten die afwijken van wat is opgegeven (Awb 4:7)."""
    REVOCATION = "revocation"
    """Het voornemen tot intrekking (Awb 4:8)."""


class ViewsTerm(msgspec.Struct, frozen=True):
    """A case in which somebody could give views, with who has it in hand."""

    case_id: UUID
    on: ViewsOn
    exemption_type: str
    municipality: str | None
    views_until: date
    views_received_on: date | None
    claimed_by: str | None

    def can_go_on(self, today: date) -> bool:
        """Views came, or the term for them has passed."""
        return self.views_received_on is not None or today > self.views_until


def views_waited_for(
    connection: Connection,
    principal: Principal,
    wanted: Wanted,
    asked: DatedPageAsked,
    *,
    today: date,
    going_on: bool | None,
) -> list[ViewsTerm]:
    """A page of them within scope, the soonest last day first; `going_on`: only those that can go on, or cannot."""
    found = union_all(_on_facts(), _on_revocation()).subquery("found")
    query = (
        select(found, cases.c.exemption_type, cases.c.municipality, case_claims.c.claimed_by)
        .select_from(
            found.join(cases, cases.c.case_id == found.c.case_id).outerjoin(
                case_claims, case_claims.c.case_id == found.c.case_id
            )
        )
        .where(within(principal), *also_wanted(principal, wanted, found.c.views_until))
    )
    over = or_(found.c.views_received_on.is_not(None), found.c.views_until < today)
    if going_on is not None:
        query = query.where(over if going_on else ~over)
    rows = connection.execute(asked.of_rows(query, found.c.views_until, found.c.case_id))
    return [msgspec.convert(row, ViewsTerm, from_attributes=True) for row in rows]


def _on_facts() -> Select[tuple[UUID, str, date, date]]:
    """Asked of an applicant, and not decided yet (Awb 4:7)."""
    asked = fact_findings.c
    undecided = cases.c.state == CaseState.UNDECIDED.value
    return (
        select(
            asked.case_id,
            literal(ViewsOn.FACTS.value).label("on"),
            asked.views_until,
            asked.views_received_on,
        )
        .join(cases, cases.c.case_id == asked.case_id)
        .where(asked.views_until.is_not(None), undecided)
    )


def _on_revocation() -> Select[tuple[UUID, str, date, date]]:
    """Intentions that stand (Awb 4:8)."""
    intended = revocation_intentions.c
    return select(
        intended.case_id,
        literal(ViewsOn.REVOCATION.value).label("on"),
        intended.views_until,
        intended.views_received_on,
    )
