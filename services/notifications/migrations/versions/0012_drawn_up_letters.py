"""All letters of each case, so that who is heard of later gets those that went out before.

Filled from the log, and not from the register of letters: that follows the log, so it may be behind it or be made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

PAGE = 2000
DRAWN_UP = (
    "notifications.LetterDrawnUp",
    "notifications.LeftOutLetterDrawnUp",
    "notifications.ObjectionLetterDrawnUp",
    "notifications.StepLetterDrawnUp",
)

events = sa.table(
    "events",
    sa.column("position", sa.BigInteger),
    sa.column("stream_id", sa.Uuid),
    sa.column("topic", sa.String),
    sa.column("state", sa.LargeBinary),
)


def upgrade() -> None:
    """Add the table, with the letters that the log knows."""
    drawn_up_letters = op.create_table(
        "drawn_up_letters",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
    )
    op.create_index("drawn_up_letters_by_case", "drawn_up_letters", ["case_id"])
    connection = op.get_bind()
    for page in _pages(connection):
        rows = [
            {"letter_id": each.stream_id, "case_id": UUID(json.loads(each.state)["case_id"])} for each in page
        ]
        connection.execute(sa.insert(drawn_up_letters), rows)


def _pages(connection: sa.Connection) -> Iterator[Sequence[sa.Row[tuple[int, UUID, str, bytes]]]]:
    """The foundings of letters, in the order of the log."""
    after = 0
    query = sa.select(events).where(events.c.topic.in_(DRAWN_UP)).order_by(events.c.position).limit(PAGE)
    while page := connection.execute(query.where(events.c.position > after)).all():
        yield page
        after = page[-1].position
