"""The cases in which somebody could give views, by the last day of that term: on facts, on a revocation, or as another than the applicant."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Select, Subquery, case, func, literal, or_, select, union_all

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.views_given import ViewsOn
from services.decisions.projections.case_claims import case_claims
from services.decisions.projections.case_register import cases, within
from services.decisions.projections.fact_finding import fact_findings
from services.decisions.projections.open_cases import Wanted, also_wanted
from services.decisions.projections.revocation_register import revocation_intentions
from services.decisions.projections.third_parties import third_parties
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked


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
    found = _each_case_once()
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


def _of_third_parties() -> Select[tuple[UUID, str, date, date]]:
    """Asked of others than the applicant, and not decided yet (Awb 4:8); not of who is not heard after all (4:11)."""
    asked = third_parties.c
    undecided = cases.c.state == CaseState.UNDECIDED.value
    return (
        select(
            asked.case_id,
            literal(ViewsOn.THIRD_PARTY.value).label("on"),
            asked.views_until,
            asked.views_received_on,
        )
        .join(cases, cases.c.case_id == asked.case_id)
        .where(asked.views_until.is_not(None), asked.not_heard_because.is_(None), undecided)
    )


def _each_case_once() -> Subquery:
    """Of several who could give views in one case: the one for whom it waits longest."""
    asked = union_all(_on_facts(), _on_revocation(), _of_third_parties()).subquery("asked")
    answered = case((asked.c.views_received_on.is_(None), 0), else_=1)
    order = (answered, asked.c.views_until.desc(), asked.c.on)
    place = func.row_number().over(partition_by=asked.c.case_id, order_by=order).label("place")
    placed = select(asked, place).subquery("placed")
    names = (placed.c.case_id, placed.c.on, placed.c.views_until, placed.c.views_received_on)
    return select(*names).where(placed.c.place == 1).subquery("found")
