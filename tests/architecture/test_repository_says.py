"""The repository is the same everywhere: no registry, no machine and no neighbour folder is named in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, tracked_files

HOSTS = re.compile(r"pypi\.org|pythonhosted|npmjs|index-url|find-links|\"resolved\":\s*\"http", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![A-Za-z0-9_.}$])/(work|farm|root|home|Users|tmp|mnt)/[a-z]")
NEIGHBOUR = re.compile(r"\.\./shared")
THIS = Path(__file__)


def lines_with(pattern: re.Pattern[str], *, beside: frozenset[str] = frozenset()) -> list[str]:
    """Every line of a tracked text file in which the pattern is found, as file:line: text."""
    found = []
    for path in tracked_files():
        if path == THIS or str(path.relative_to(ROOT)) in beside:
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    return found


def test_no_registry_host() -> None:
    """Which registry packages come from is the business of the machine that installs them."""
    assert not lines_with(HOSTS)


def test_no_path_of_one_machine() -> None:
    """A path that exists on one machine only has no place in a file that others read."""
    assert not lines_with(MACHINE_PATHS)


def test_only_the_build_script_knows_the_neighbour_folder() -> None:
    """Other people's records are handed in through LOKET_REAL_DATA."""
    assert not lines_with(NEIGHBOUR, beside=frozenset({".ci/run"}))


def test_the_lock_pins_every_package_by_hash() -> None:
    """Each line that names a package is followed by at least one hash."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    packages = re.split(r"\n(?=[A-Za-z0-9])", lock.strip())
    assert len(packages) > 50
    assert not [package.split("\n")[0] for package in packages if "--hash=sha256:" not in package]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "https://pypi" + ".org/simple"),
        (MACHINE_PATHS, "see /home/" + "somebody"),
        (NEIGHBOUR, "../shared" + "/data"),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern: re.Pattern[str], text: str) -> None:
    """A check that cannot fail proves nothing."""
    assert pattern.search(text)
