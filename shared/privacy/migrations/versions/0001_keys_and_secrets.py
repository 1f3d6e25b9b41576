"""The vault begins: wrapped keys by data subject and case, and the vault's own secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vault_keys",
        sa.Column("key_id", sa.Uuid, primary_key=True),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.Column("wrapped_salt", sa.LargeBinary),
        sa.Column("created_at_micros", sa.BigInteger, nullable=False),
        sa.Column("destroyed_at_micros", sa.BigInteger),
    )
    op.create_index("vault_keys_by_case", "vault_keys", ["case_id"])
    op.create_table(
        "vault_secrets",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
