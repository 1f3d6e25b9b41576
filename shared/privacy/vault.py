"""The key vault: a database of its own, whose keys make sealed values readable and erasable.

Each power is an object of its own (seal, open, token), so that import contracts can say who has it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, event, func, insert, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from shared.database import CONNECTIONS, open_engine, reading, refuse_unsafe, writing
from shared.privacy.boxes import KEY_BYTES
from shared.privacy.erasing import Eraser
from shared.privacy.keys import DataKeys
from shared.privacy.master_key import MasterKey, create_master_key, read_master_key
from shared.privacy.opening import Opener
from shared.privacy.refusals import ErasureUnfinished, TamperedBox, VaultBehind, WrongMasterKey
from shared.privacy.schema import upgrade_vault, vault_is_current
from shared.privacy.sealing import Sealer
from shared.privacy.tables import vault_secrets
from shared.privacy.tokens import PlateTokens

PLATE_TOKENS: Final = "plate-tokens"
SCRUB_PATIENCE_MS: Final = 1_000
"""How long an erasure waits for readers of the vault's write-ahead log."""


def wall_time() -> datetime:
    """Keys are kept in wall time: custody of a key is not a legal act and follows no stepped clock."""
    return datetime.now(UTC)


def open_vault(
    url: str,
    master_key_file: Path,
    now: Callable[[], datetime] = wall_time,
    *,
    connections: int = CONNECTIONS,
    migrated_apart: bool = False,
) -> Vault:
    """The vault at `url`, brought to its newest schema; or where that is done apart, as it was left (VaultBehind).

    The master key file is made on the very first start; once the vault holds anything, an absent file
    is refused (UnsafeMasterKey), and a file of another vault too (WrongMasterKey). Raises UnsafeDatabase for
    one that could lose a key with which something is sealed already.
    """
    engine = open_engine(url, connections)
    refuse_unsafe(engine)
    _zero_what_is_overwritten(engine)
    if migrated_apart:
        try:
            _refuse_behind(engine)
        except VaultBehind:
            engine.dispose()
            raise
    else:
        upgrade_vault(engine)
        if _is_new(engine):
            create_master_key(master_key_file)
    return Vault(engine, read_master_key(master_key_file), now)


class Vault:
    """Hands out the powers over sealed values, and destroys keys."""

    def __init__(
        self, engine: Engine, master_key: MasterKey, now: Callable[[], datetime] = wall_time
    ) -> None:
        self._engine = engine
        self._keys = DataKeys(engine, master_key, now)
        self._plate_secret = _plate_secret(engine, master_key)

    def sealer(self) -> Sealer:
        """The power to seal."""
        return Sealer(self._keys)

    def opener(self) -> Opener:
        """The power to open."""
        return Opener(self._keys)

    def plate_tokens(self) -> PlateTokens:
        """The power to make look-up tokens of plates."""
        return PlateTokens(self._plate_secret, self.opener())

    def eraser(self) -> Eraser:
        """The power to erase."""
        return Eraser(self._keys, lambda: _scrub(self._engine))

    def erase(self, key_id: UUID) -> None:
        """Destroy the key: every value under it, in every copy, is unreadable from now on.

        Raises UnknownKey, and ErasureUnfinished when another reader kept the database file from being
        scrubbed; erasing once more finishes it. Backups of the vault keep the key until they expire.
        """
        self.eraser().erase(key_id)

    def close(self) -> None:
        """Give the database connections back."""
        self._engine.dispose()


def _zero_what_is_overwritten(engine: Engine) -> None:
    """SQLite leaves overwritten bytes in its pages, unless every connection asks otherwise."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def ask(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA secure_delete=ON")


def _refuse_behind(engine: Engine) -> None:
    if not vault_is_current(engine):
        raise VaultBehind("the schema is not at its newest migration")
    if _is_new(engine):
        raise VaultBehind("it holds nothing, not even what marks it as begun")


def _is_new(engine: Engine) -> bool:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(vault_secrets)).scalar_one() == 0


def _plate_secret(engine: Engine, master_key: MasterKey) -> bytes:
    wrapped = _stored_secret(engine) or _new_secret(engine, master_key)
    try:
        return master_key.unwrap(PLATE_TOKENS.encode(), wrapped)
    except TamperedBox as refusal:
        raise WrongMasterKey("this vault was made under another master key") from refusal


def _stored_secret(engine: Engine) -> bytes | None:
    query = select(vault_secrets.c.wrapped).where(vault_secrets.c.name == PLATE_TOKENS)
    with reading(engine) as connection:
        return connection.execute(query).scalar_one_or_none()


def _new_secret(engine: Engine, master_key: MasterKey) -> bytes:
    wrapped = master_key.wrap(PLATE_TOKENS.encode(), secrets.token_bytes(KEY_BYTES))
    try:
        with writing(engine) as connection:
            connection.execute(insert(vault_secrets), {"name": PLATE_TOKENS, "wrapped": wrapped})
    except IntegrityError:
        first = _stored_secret(engine)  # another process was first: its secret is the one
        if first is None:
            raise
        return first
    return wrapped


def _scrub(engine: Engine) -> None:
    """Overwritten bytes are zeroed in SQLite's file (secure_delete) and leave the write-ahead log here."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        patience = connection.execute(text("PRAGMA busy_timeout")).scalar_one()
        connection.execute(text(f"PRAGMA busy_timeout={SCRUB_PATIENCE_MS:d}"))
        busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        connection.execute(text(f"PRAGMA busy_timeout={patience:d}"))
    if busy:
        raise ErasureUnfinished("the vault's write-ahead log is still being read")
