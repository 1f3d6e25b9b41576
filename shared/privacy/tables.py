"""The vault's own tables, apart from every log: wrapped keys and secrets, never a person."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, MetaData, String, Table, Uuid, false

metadata = MetaData()

vault_keys = Table(
    "vault_keys",
    metadata,
    Column("key_id", Uuid, primary_key=True),
    Column("subject_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("wrapped_salt", LargeBinary),
    Column("created_at_micros", BigInteger, nullable=False),
    Column("destroyed_at_micros", BigInteger),
    Column("of_another", Boolean, nullable=False, server_default=false()),
    Index("vault_keys_by_case", "case_id"),
)
"""One row per data subject and case. Erasure leaves the row, without its key and salt.

`of_another`: what is sealed under it is of somebody else in the case than whom it is about, and stays when they are
erased.
"""

vault_secrets = Table(
    "vault_secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
