"""What the register has heard: decisions and announcements, each of which may come first and wait.

Refused decisions are known here too, although they give no access: a later one may replace them.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Date, Row, String, Table, Uuid, insert, select, update

from services.register.domain.access_right import Announcement, DecisionHeard, Hours
from services.register.projections import metadata
from shared.vocabulary import ExemptionType, Outcome, from_utc_micros, utc_micros

decisions_heard = Table(
    "decisions_heard",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("exemption_type", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("plate_token", String(64)),
    Column("valid_until", Date),
    Column("replaces", Uuid),
    Column("replaced_from", Date),
    Column("replaced_by", Uuid),
    Column("municipality", String(4)),
    Column("starts_at_micros", BigInteger),
    Column("ends_at_micros", BigInteger),
    Column("effective_from", Date),
    Column("resumes", Uuid, index=True),
)

announcements_heard = Table(
    "announcements_heard",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("sent_on", Date, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
)


def keep_decision(connection: Connection, decision: DecisionHeard) -> None:
    """Remember the half of the decision."""
    connection.execute(
        insert(decisions_heard),
        {
            "decision_id": decision.decision_id,
            "case_id": decision.case_id,
            "exemption_type": decision.exemption_type,
            "outcome": decision.outcome,
            "plate_token": decision.plate_token,
            "valid_until": decision.valid_until,
            "replaces": decision.replaces,
            "municipality": decision.municipality,
            "effective_from": decision.effective_from,
            "resumes": decision.resumes,
            **hours_columns(decision.hours),
        },
    )


def keep_announcement(connection: Connection, announcement: Announcement) -> None:
    """Remember the half of the letter."""
    connection.execute(
        insert(announcements_heard),
        {
            "decision_id": announcement.decision_id,
            "sent_on": announcement.sent_on,
            "event_id": announcement.event_id,
            "correlation_id": announcement.correlation_id,
        },
    )


def decision_heard(connection: Connection, decision_id: UUID) -> DecisionHeard | None:
    """The half of the decision, if it has come."""
    row = connection.execute(
        select(decisions_heard).where(decisions_heard.c.decision_id == decision_id)
    ).one_or_none()
    return None if row is None else _heard(row)


def resumptions_of(connection: Connection, decision_id: UUID) -> list[DecisionHeard]:
    """What that grant gives again after a suspension (Awb 8:81): it ends with the grant."""
    rows = connection.execute(
        select(decisions_heard)
        .where(decisions_heard.c.resumes == decision_id)
        .order_by(decisions_heard.c.decision_id)
    ).all()
    return [_heard(row) for row in rows]


def replacing(connection: Connection, decision_id: UUID | None) -> list[DecisionHeard]:
    """What came in the place of that decision: at most one, where it is known."""
    rows = connection.execute(
        select(decisions_heard)
        .where(decisions_heard.c.replaces == decision_id)
        .order_by(decisions_heard.c.decision_id)
    ).all()
    return [_heard(row) for row in rows]


def _heard(row: Row[tuple[object, ...]]) -> DecisionHeard:
    return DecisionHeard(
        decision_id=row.decision_id,
        case_id=row.case_id,
        exemption_type=ExemptionType(row.exemption_type),
        outcome=Outcome(row.outcome),
        plate_token=row.plate_token,
        valid_until=row.valid_until,
        replaces=row.replaces,
        replaced_from=row.replaced_from,
        replaced_by=row.replaced_by,
        municipality=row.municipality,
        hours=hours_of(row.starts_at_micros, row.ends_at_micros),
        effective_from=row.effective_from,
        resumes=row.resumes,
    )


def announcement_heard(connection: Connection, decision_id: UUID) -> Announcement | None:
    """The half of the letter, if it has come."""
    row = connection.execute(
        select(announcements_heard).where(announcements_heard.c.decision_id == decision_id)
    ).one_or_none()
    if row is None:
        return None
    return Announcement(row.decision_id, row.sent_on, row.event_id, row.correlation_id)


def replaced_by(connection: Connection, decision: DecisionHeard) -> Iterator[DecisionHeard]:
    """Every decision that this one replaces, the nearest first.

    They are all known: they stand before it in the log of decisions.
    """
    while decision.replaces is not None:
        earlier = decision_heard(connection, decision.replaces)
        if earlier is None:
            raise ReplacedDecisionUnknown(decision.replaces)
        yield earlier
        decision = earlier


def mark_replaced(connection: Connection, decision_id: UUID, renewed: Announcement) -> None:
    """From the day of its announcement the renewed decision stands in the place of this one."""
    connection.execute(
        update(decisions_heard)
        .where(decisions_heard.c.decision_id == decision_id)
        .values(replaced_from=renewed.sent_on, replaced_by=renewed.decision_id)
    )


def forget_plates(connection: Connection, case_id: UUID) -> None:
    """Take the plate out of every decision of a case whose person is erased."""
    connection.execute(
        update(decisions_heard).where(decisions_heard.c.case_id == case_id).values(plate_token=None)
    )


def hours_columns(hours: Hours | None) -> dict[str, int | None]:
    """The hours of a day exemption as they are stored."""
    return {
        "starts_at_micros": None if hours is None else utc_micros(hours.starts_at),
        "ends_at_micros": None if hours is None else utc_micros(hours.ends_at),
    }


def hours_of(starts_at_micros: int | None, ends_at_micros: int | None) -> Hours | None:
    """The hours as they were stored; None: whole days."""
    if starts_at_micros is None or ends_at_micros is None:
        return None
    return Hours(from_utc_micros(starts_at_micros), from_utc_micros(ends_at_micros))


class ReplacedDecisionUnknown(Exception):
    """A decision replaces one that was never published: the log of decisions is not whole here."""

    def __init__(self, decision_id: UUID) -> None:
        super().__init__(f"decision {decision_id} is replaced, but was never heard of")
