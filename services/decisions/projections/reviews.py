"""Following: proposals to review a refusal in favour that were not decided on yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Date, String, Table, Uuid, delete, insert, select

from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import (
    DecisionReplacedExOfficio,
    ReviewProposed,
    ReviewRejected,
)
from services.decisions.projections import metadata
from services.decisions.projections.case_register import cases, within
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked

reviews = Table(
    "reviews",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("ground", String, nullable=False),
    Column("like_case_id", Uuid),
    Column("proposed_on", Date, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("advice", String),
)


class StoredReview(msgspec.Struct, frozen=True):
    """A proposal, as the register has it; its reasons stay sealed."""

    case_id: UUID
    ground: str
    like_case_id: UUID | None
    proposed_on: date
    proposed_by: str
    advice: str | None


class ReviewRegister:
    """Follows the log and keeps `reviews`."""

    name = "reviews"
    tables = (reviews,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact = event.event
        match fact:
            case ReviewProposed():
                row = {
                    "case_id": fact.originator_id,
                    "ground": fact.review.ground.value,
                    "like_case_id": fact.review.like_case_id,
                    "proposed_on": fact.proposed_on,
                    "proposed_by": fact.proposed_by,
                    "advice": str(fact.reassessed.advice) if fact.reassessed.advice else None,
                }
                self._gone(connection, fact.originator_id)
                connection.execute(insert(reviews).values(**row))
            case ReviewRejected() | DecisionReplacedExOfficio():
                self._gone(connection, fact.originator_id)
            case DecisionReissued() | DecisionReplacedOnObjection() | ExemptionGrantedByCourt():
                self._gone(connection, fact.originator_id)
            case RefusalReplacedOnObjection() | ExemptionRefusedByCourt():
                self._gone(connection, fact.originator_id)
            case _:
                pass

    def _gone(self, connection: Connection, case_id: UUID) -> None:
        """Decided on, or another decision took the place of the refusal that it was about: it falls."""
        connection.execute(delete(reviews).where(reviews.c.case_id == case_id))


def proposed_reviews(
    connection: Connection, principal: Principal, asked: DatedPageAsked
) -> list[StoredReview]:
    """A page of the proposals within scope, the oldest first."""
    query = select(reviews).join(cases, cases.c.case_id == reviews.c.case_id).where(within(principal))
    rows = connection.execute(asked.of_rows(query, reviews.c.proposed_on, reviews.c.case_id))
    return [msgspec.convert(row, StoredReview, from_attributes=True) for row in rows]
