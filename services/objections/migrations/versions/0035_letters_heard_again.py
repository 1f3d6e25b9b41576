"""What notifications told before the schema had room for it: letters on rulings, and on steps that must be told in time."""

from alembic import op

revision = "0035"
down_revision = "0034"

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
    """Hear all that was told of letters once more; it has no effect where it had one already.

    A term only ever moves to a later day, a letter on paper is not undone by the e-mail that bounced before it, and what
    does not hold any more is not struck out twice.
    """
    op.execute(_FORGET_POSITION)
    op.execute(_FORGET_MESSAGES)
