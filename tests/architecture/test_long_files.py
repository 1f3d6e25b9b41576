"""The files that are to come first in a run are there."""

from __future__ import annotations

from tests.support.long_files import LONGEST_FIRST, TESTS


def test_the_long_files_are_there():
    """One that was renamed or split would come late, and keep the whole run waiting."""
    assert [name for name in LONGEST_FIRST if not (TESTS / name).is_file()] == []
