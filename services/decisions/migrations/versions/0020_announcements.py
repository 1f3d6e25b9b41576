"""When each decision was announced (Awb 3:41): from the letters, also those that were sent before."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_FORGET_POSITION = """
    DELETE FROM consumer_positions WHERE log = 'notifications'
    AND NOT EXISTS (SELECT 1 FROM source_regressions WHERE log = 'notifications' AND settled_at IS NULL)
"""
_FORGET_MESSAGES = """
    DELETE FROM messages_taken WHERE log = 'notifications' AND lost_at = 0
    AND NOT EXISTS (SELECT 1 FROM source_regressions WHERE log = 'notifications' AND settled_at IS NULL)
"""
# Where that log was put back and somebody has yet to accept it, what he is to be shown stays as it is.


def upgrade() -> None:
    """Add the table, and until when leaving out is to be announced; hear all that was told of letters once more.

    Nothing else that is heard of letters has an effect when it is heard again: a term only ever moves to a later day.
    """
    op.create_table(
        "announcements",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("announced_on", sa.Date, nullable=False),
        sa.Column("of_penalty", sa.Boolean, nullable=False),
    )
    op.create_index("ix_announcements_case_id", "announcements", ["case_id"])
    op.add_column("leavings_out", sa.Column("announce_by", sa.Date))
    op.execute(_FORGET_POSITION)
    op.execute(_FORGET_MESSAGES)
