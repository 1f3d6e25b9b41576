"""`loket verify` on a played folder: silent while nobody has touched it, loud after one bit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.loket_process import LoketProcess
from tests.support.played_folders import Prepared

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_a_played_folder_verifies(prepared: Prepared) -> None:
    """Nothing is found in logs that were only appended to."""
    verified = LoketProcess(prepared.data).run("verify")
    assert verified.returncode == 0
    assert verified.stdout.count("intact") == 4


@pytest.mark.parametrize(
    ("log", "column"),
    [
        ("applications", "state"),
        ("decisions", "metadata"),
        ("objections", "state"),
        ("notifications", "hash"),
    ],
)
def test_one_flipped_bit_of_one_event_is_found(
    prepared: Prepared, tmp_path: Path, log: str, column: str
) -> None:
    """The exit code is 1, and the log and the position are named."""
    data = prepared.copy(tmp_path)
    position = _flip_one_bit(data / f"{log}.db", column)
    verified = LoketProcess(data).run("verify")
    assert verified.returncode == 1
    assert f"position {position}" in verified.stdout
    assert verified.stdout.count("intact") == 3


def _flip_one_bit(file: Path, column: str) -> int:
    """Flip the lowest bit of one byte in the middle of an event in the middle; returns its position."""
    with closing(sqlite3.connect(file)) as database, database:
        ((last,),) = database.execute("SELECT max(position) FROM events").fetchall()
        position = int(last) // 2 + 1
        ((content,),) = database.execute(
            f"SELECT {column} FROM events WHERE position = ?", (position,)
        ).fetchall()
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        database.execute(f"UPDATE events SET {column} = ? WHERE position = ?", (bytes(changed), position))
    return position
