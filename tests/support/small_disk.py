"""A disk of a few megabytes that can be filled and freed: a file system in memory, where the machine lets us mount one."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCK = b"\0" * 4096


@dataclass(frozen=True)
class SmallDisk:
    """Where it is."""

    folder: Path

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            try:
                while True:
                    filler.write(_BLOCK)
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        """Give the room back."""
        (self.folder / "filler").unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of that size at `folder`, gone afterwards; skips the test where mounting is not allowed."""
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "none", str(folder)]
    if mount is None or unmount is None or subprocess.run([mount, *options], check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run([unmount, "--lazy", str(folder)], check=True)
