"""Data keys: made, found and destroyed. One key and one salt for each data subject and case."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, bindparam, insert, select, update

from shared.database import reading, writing
from shared.privacy.boxes import KEY_BYTES
from shared.privacy.master_key import MasterKey
from shared.privacy.refusals import Erased, UnknownKey
from shared.privacy.tables import vault_keys
from shared.vocabulary import utc_micros

_WRAPPED: Final = select(vault_keys.c.wrapped_key, vault_keys.c.wrapped_salt).where(
    vault_keys.c.key_id == bindparam("asked")
)


@dataclass(frozen=True, slots=True)
class KeyMaterial:
    """What seals and what salts; never printed."""

    data_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)


class DataKeys:
    """The key table. Every use reads the row, so that an erasure holds at once in every process."""

    def __init__(self, engine: Engine, master_key: MasterKey, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._master_key = master_key
        self._now = now

    def create(self, case_id: UUID, subject_id: UUID | None, *, of_another: bool = False) -> UUID:
        """A new key, committed before this returns. Without `subject_id` the subject is new too.

        `of_another`: for what is of somebody else in the case than whom it is about.
        """
        key_id = _random_id()
        row = {
            "key_id": key_id,
            "subject_id": subject_id or _random_id(),
            "case_id": case_id,
            "wrapped_key": self._master_key.wrap(_key_label(key_id), secrets.token_bytes(KEY_BYTES)),
            "wrapped_salt": self._master_key.wrap(_salt_label(key_id), secrets.token_bytes(KEY_BYTES)),
            "created_at_micros": utc_micros(self._now()),
            "of_another": of_another,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(vault_keys), row)
        return key_id

    def material(self, key_id: UUID) -> KeyMaterial:
        """Raises Erased when the key was destroyed, UnknownKey when it was never here."""
        wrapped_key, wrapped_salt = self._wrapped(key_id)
        if wrapped_key is None or wrapped_salt is None:
            raise Erased(key_id)
        return KeyMaterial(
            data_key=self._master_key.unwrap(_key_label(key_id), wrapped_key),
            salt=self._master_key.unwrap(_salt_label(key_id), wrapped_salt),
        )

    def of_case(self, case_id: UUID, *, everybody: bool = False) -> list[UUID]:
        """The ids of the keys of whom a case is about, destroyed ones included; or of `everybody` in it."""
        query = select(vault_keys.c.key_id).where(vault_keys.c.case_id == case_id)
        if not everybody:
            query = query.where(vault_keys.c.of_another.is_(False))
        with reading(self._engine) as connection:
            return list(connection.execute(query.order_by(vault_keys.c.key_id)).scalars())

    def readable_of(self, key_ids: Sequence[UUID]) -> list[UUID]:
        """Those of these keys that are here and not destroyed, in order."""
        readable = vault_keys.c.key_id.in_(key_ids), vault_keys.c.wrapped_key.is_not(None)
        query = select(vault_keys.c.key_id).where(*readable).order_by(vault_keys.c.key_id)
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def destroy(self, key_id: UUID) -> None:
        """Forget the key and salt; the row stays, with the instant. Twice changes nothing."""
        destruction = (
            update(vault_keys)
            .where(vault_keys.c.key_id == key_id, vault_keys.c.destroyed_at_micros.is_(None))
            .values(wrapped_key=None, wrapped_salt=None, destroyed_at_micros=utc_micros(self._now()))
        )
        self._wrapped(key_id)
        with writing(self._engine) as connection:
            connection.execute(destruction)

    def _wrapped(self, key_id: UUID) -> tuple[bytes | None, bytes | None]:
        with reading(self._engine) as connection:
            row = connection.execute(_WRAPPED, {"asked": key_id}).one_or_none()
        if row is None:
            raise UnknownKey(key_id)
        return row.wrapped_key, row.wrapped_salt


def _random_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)


def _key_label(key_id: UUID) -> bytes:
    return b"data-key:" + key_id.bytes


def _salt_label(key_id: UUID) -> bytes:
    return b"salt:" + key_id.bytes
