"""Keys of this installation in the data folder: made once, readable by their owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


class UnsafeSecretFile(Exception):
    """A key file can be read by others than its owner; it may be known and must not be used."""


def secret_from(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of `path`; made with mode 0600 when it is not there yet.

    Two processes that start together agree on one content: the file appears whole, and only once.
    """
    if not path.exists():
        _create(path, make())
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UnsafeSecretFile(f"{path.name} must have mode 0600")
    return path.read_bytes()


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # another process was first; its content counts
        os.link(draft, path)
    draft.unlink()
