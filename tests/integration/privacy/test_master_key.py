"""The master key file."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.privacy.master_key import create_master_key, read_master_key
from shared.privacy.refusals import TamperedBox, UnsafeMasterKey


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new master key file."""
    create_master_key(tmp_path / "keys" / "master.key")
    return tmp_path / "keys" / "master.key"


def test_the_file_is_its_owners_alone(file: Path) -> None:
    """A new master key is 32 bytes that only its owner may read and write."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 32


def test_nothing_else_is_left_in_the_folder(file: Path) -> None:
    """The draft from which the file was put in place is gone."""
    assert [entry.name for entry in file.parent.iterdir()] == ["master.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o601])
def test_a_file_open_to_others_is_refused(file: Path, mode: int) -> None:
    """Not a single right of group or others is tolerated."""
    file.chmod(mode)
    with pytest.raises(UnsafeMasterKey, match="chmod 600"):
        read_master_key(file)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(file: Path, length: int) -> None:
    """A cut or padded file is no key."""
    file.write_bytes(b"k" * length)
    with pytest.raises(UnsafeMasterKey):
        read_master_key(file)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    """Reading never makes a key."""
    with pytest.raises(UnsafeMasterKey, match="absent"):
        read_master_key(tmp_path / "master.key")


def test_a_key_that_is_there_stays(file: Path) -> None:
    """Creating again changes nothing: everything sealed hangs on the first key."""
    before = file.read_bytes()
    create_master_key(file)
    assert file.read_bytes() == before


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    """Whoever is first decides, and nobody ever reads half a key."""
    file = tmp_path / "master.key"

    def start(_: int) -> bytes:
        create_master_key(file)
        return file.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1


def test_a_wrapped_key_cannot_change_places(file: Path) -> None:
    """A wrapping opens under its own label only."""
    master_key = read_master_key(file)
    wrapped = master_key.wrap(b"data-key:one", b"k" * 32)
    assert master_key.unwrap(b"data-key:one", wrapped) == b"k" * 32
    with pytest.raises(TamperedBox):
        master_key.unwrap(b"data-key:two", wrapped)
