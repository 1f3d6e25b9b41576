"""What the registers of what is at a court share: the columns of its course, and how they are written and read.

Appeals, appeals against not deciding and interim relief are each a request of which the court told, with its case
number, a state, and an end with what was ruled, sealed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Column, Date, Integer, LargeBinary, Row, String, Uuid

from services.objections.domain.at_court import CourtHearingNoted, OrderedToPay
from services.objections.projections.sealed_reasons import stored
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

MOST_ROWS: Final = 501
"""Longest page of a list, and one more."""


def of_the_case(request_id: str) -> tuple[Column[object], ...]:
    """Which request it is, in which case, and as of which version."""
    return (
        Column(request_id, Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("case_id", Uuid, nullable=False, index=True),
    )


def of_the_course(*, state_is_looked_up: bool = False) -> tuple[Column[object], ...]:
    """The court's case number (zaaknummer), where it stands, and how it ended."""
    return (
        Column("court_reference", String),
        Column("state", String, nullable=False, index=state_is_looked_up),
        Column("ended_on", Date),
        Column("sealed_ruling", LargeBinary),
    )


def of_the_appeal() -> tuple[Column[object], ...]:
    """What the court tells of an appeal besides its ruling."""
    return (
        Column("hearing_on", Date),
        Column("fee_to_repay_euros", Integer),
        Column("costs_to_pay_euros", Integer),
    )


def ended(state: str, on: date) -> dict[str, object]:
    """The end, on that day."""
    return {"state": state, "ended_on": on}


def ruled(ruling: Sealed | None, to_pay: OrderedToPay | None = None) -> dict[str, object]:
    """What the court ruled, and ordered to pay."""
    return {
        "sealed_ruling": stored(ruling),
        "fee_to_repay_euros": to_pay.fee_euros if to_pay else None,
        "costs_to_pay_euros": to_pay.costs_euros if to_pay else None,
    }


def of_hearing(event: Event) -> dict[str, object] | None:
    """The day of the hearing at the court; None: the event is about none."""
    return {"hearing_on": event.hearing_on} if isinstance(event, CourtHearingNoted) else None


def to_pay_in(row: Row[tuple[object, ...]]) -> OrderedToPay | None:
    """What the authority is to pay, as a row has it."""
    if row.fee_to_repay_euros is None or row.costs_to_pay_euros is None:
        return None
    return OrderedToPay(row.fee_to_repay_euros, row.costs_to_pay_euros)
