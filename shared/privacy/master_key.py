"""The master key: one file of 32 bytes under which every key of the vault is wrapped."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from shared.privacy.boxes import KEY_BYTES, decrypt, encrypt
from shared.privacy.refusals import UnsafeMasterKey

OWNER_ONLY: Final = 0o600


class MasterKey:
    """Wraps keys. A wrapping is bound to its label, so wrapped keys cannot change places."""

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise UnsafeMasterKey(f"a master key has {KEY_BYTES} bytes, this one {len(material)}")
        self._material = material

    def wrap(self, label: bytes, key: bytes) -> bytes:
        """The key as it may stand in the vault's database."""
        return encrypt(self._material, key, label)

    def unwrap(self, label: bytes, wrapped: bytes) -> bytes:
        """Raises TamperedBox under another master key or another label."""
        return decrypt(self._material, wrapped, label)


def read_master_key(file: Path) -> MasterKey:
    """Raises UnsafeMasterKey when the file is absent, no plain file, or open to group or others."""
    try:
        with file.open("rb") as opened:
            _refuse_open_to_others(file, os.fstat(opened.fileno()))
            return MasterKey(opened.read(KEY_BYTES + 1))
    except FileNotFoundError as absent:
        raise UnsafeMasterKey(f"{file} is absent") from absent


def create_master_key(file: Path) -> None:
    """Put a new random key in place, whole or not at all; a key that is there already stays.

    One that the platform hands in may stand in a folder in which nothing can be written.
    """
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secrets.token_bytes(KEY_BYTES))
            opened.flush()
            os.fsync(opened.fileno())
        _place(draft, file)
    finally:
        draft.unlink()


def _place(draft: Path, file: Path) -> None:
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        return  # another process was first, and its key is the one
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_open_to_others(file: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnsafeMasterKey(f"{file} is not a plain file")
    if status.st_mode & 0o077:
        raise UnsafeMasterKey(f"{file} is open to others than its owner: chmod 600 it")
