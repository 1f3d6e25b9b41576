"""Replaced sets and what a set changes; and the rows from before 0004 filled from the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

PAGE = 2000

events = sa.table(
    "events",
    sa.column("position", sa.BigInteger),
    sa.column("stream_id", sa.Uuid),
    sa.column("topic", sa.String),
    sa.column("state", sa.LargeBinary),
)
case_facts = sa.table(
    "case_facts",
    sa.column("case_id", sa.Uuid),
    sa.column("state", sa.String),
    sa.column("refused_position", sa.BigInteger),
    sa.column("registered_on", sa.Date),
    sa.column("erased", sa.Boolean),
    sa.column("vehicle_id", sa.Uuid),
    sa.column("applicant_subject", sa.String),
    sa.column("municipality", sa.String),
    sa.column("converted_to", sa.Uuid),
)
threshold_sets = sa.table(
    "threshold_sets",
    sa.column("threshold_set_id", sa.Uuid),
    sa.column("state", sa.String),
    sa.column("replaced_by", sa.Uuid),
    sa.column("replaced_on", sa.Date),
)


class Stored(NamedTuple):
    """An event as the log has it."""

    position: int
    stream_id: UUID
    topic: str
    state: bytes


def upgrade() -> None:
    """Add the columns of a set; then go through the log for what the rows of 0003 and earlier lack."""
    op.add_column("threshold_sets", sa.Column("changes", sa.LargeBinary))
    op.add_column("threshold_sets", sa.Column("replaced_by", sa.Uuid))
    op.add_column("threshold_sets", sa.Column("replaced_on", sa.Date))
    connection = op.get_bind()
    for event in _recorded(connection):
        connection.execute(FILLS[event.topic](event, json.loads(event.state)))


def _recorded(connection: sa.Connection) -> Iterator[Stored]:
    """The events that a row is filled from, in the order of the log."""
    after = 0
    query = sa.select(events).where(events.c.topic.in_(list(FILLS))).order_by(events.c.position).limit(PAGE)
    while page := connection.execute(query.where(events.c.position > after)).all():
        yield from (Stored(*row) for row in page)
        after = page[-1].position


def _of_case(event: Stored, **values: object) -> sa.Update:
    return sa.update(case_facts).where(case_facts.c.case_id == event.stream_id).values(**values)


def _opened(event: Stored, said: dict[str, Any]) -> sa.Update:
    """Vehicle, applicant and municipality; an application from before they were told has none."""
    return _of_case(
        event,
        vehicle_id=_uuid(said.get("vehicle_id")),
        applicant_subject=said["holder"].get("applicant_subject"),
        municipality=said.get("municipality"),
    )


def _registered(event: Stored, said: dict[str, Any]) -> sa.Update:
    day = said["facts"].get("registered_on")
    return _of_case(event, registered_on=date.fromisoformat(day) if day else None)


def _erased(event: Stored, _: dict[str, Any]) -> sa.Update:
    return _of_case(event, erased=True)


def _converted(event: Stored, said: dict[str, Any]) -> sa.Update:
    """A campaign looks at conversions too; the facts of one from before they were recorded stay unknown."""
    return _of_case(event, refused_position=event.position, converted_to=_uuid(said["new_case_id"])).where(
        case_facts.c.state == "converted"
    )


def _entered(event: Stored, said: dict[str, Any]) -> sa.Update:
    """The set that it replaced; where it replaced none, no row has that id."""
    return (
        sa.update(threshold_sets)
        .where(threshold_sets.c.threshold_set_id == _uuid(said.get("replaces_set_id")))
        .values(state="replaced", replaced_by=event.stream_id, replaced_on=date.fromisoformat(said["on"]))
    )


def _uuid(said: str | None) -> UUID | None:
    return UUID(said) if said else None


FILLS = {
    "decisions.DecisionTermStarted": _opened,
    "decisions.VehicleFactsNoted": _registered,
    "decisions.PersonErasureNoted": _erased,
    "decisions.ConversionNoted": _converted,
    "decisions.ThresholdSetEnteredIntoForce": _entered,
}
