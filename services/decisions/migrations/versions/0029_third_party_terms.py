"""The last days on which third parties can give views, which an outage moves.

Filled from the log, and not from the register of third parties: that follows the log, so it may be behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

PAGE = 2000
SETTING_A_TERM = ("decisions.ThirdPartyViewsAsked", "decisions.ThirdPartyViewsTermMoved")

events = sa.table(
    "events",
    sa.column("position", sa.BigInteger),
    sa.column("stream_id", sa.Uuid),
    sa.column("topic", sa.String),
    sa.column("state", sa.LargeBinary),
)


def upgrade() -> None:
    """Create the table, with the terms that were set before."""
    third_party_terms = op.create_table(
        "third_party_terms",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_day", sa.Date, nullable=False, index=True),
    )
    connection = op.get_bind()
    latest = {(case_id, number): last_day for case_id, number, last_day in _terms(connection)}
    rows = [
        {"case_id": case_id, "number": number, "last_day": last_day}
        for (case_id, number), last_day in latest.items()
    ]
    if rows:
        connection.execute(sa.insert(third_party_terms), rows)


def _terms(connection: sa.Connection) -> Iterator[tuple[UUID, int, date]]:
    """Each term that was set: case, number of the third party and last day, in the order of the log."""
    after = 0
    query = (
        sa.select(events).where(events.c.topic.in_(SETTING_A_TERM)).order_by(events.c.position).limit(PAGE)
    )
    while page := connection.execute(query.where(events.c.position > after)).all():
        for event in page:
            said = json.loads(event.state)
            yield event.stream_id, said["number"], date.fromisoformat(said["views_until"])
        after = page[-1].position
