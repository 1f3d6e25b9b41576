"""What the README shows as commands is run here, word for word, by a shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.loket_process import ROOT, LoketProcess, serving
from tests.support.played_folders import Prepared, play_on

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

README: Final = ROOT / "README.md"
_SHELL_BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATIENT: Final = "sleep() { command sleep $(( $1 * 4 )); }"
"""A busy machine needs longer than a reader's does for what follows by itself."""


def shell_blocks() -> list[str]:
    """The README's shell blocks, in their order: they build on each other."""
    return _SHELL_BLOCK.findall(README.read_text(encoding="utf-8"))


def said_by(loket: LoketProcess, folder: Path) -> str:
    """All that the blocks print, run as one session in a folder that has the repository's `.venv/bin/loket`."""
    bin_folder = folder / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "loket").symlink_to(shutil.which("loket", path=str(Path(sys.executable).parent)) or "")
    script = "\n".join(["set -euo pipefail", _PATIENT, *shell_blocks()])
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ
        | {"LOKET_PORT": str(loket.port), "LOKET_DATA": str(loket.data), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_five_things_people_do_are_done_by_the_commands_shown(prepared: Prepared, tmp_path: Path) -> None:
    """From an application to the letter, the zone, the timeline and the proof: each shows what it promises."""
    with serving(prepared.copy(tmp_path)) as loket:
        play_on(loket)
        said = said_by(loket, tmp_path)
    for promised in (
        '"exemptionType": "NOT_AVAILABLE_EMISSION_FREE"',  # 1: the application
        '"advice": "',  # 2: assessed
        "Geachte",  # 3: the letter, and the objection
        '"allowed": true',  # 4: the access check
        '"ofThisCase": true',  # 5: the timeline
        "holds: True affected: 25 reissued: 25",  # and the proof, of more than nobody
        '"act": "decisions.DecisionReissued"',  # and the timeline of somebody whose decision was renewed
        "decisions: ",  # the logs that were verified
    ):
        assert promised in said, said
    assert "Traceback" not in said


def test_the_readme_has_the_commands_that_are_run() -> None:
    """The preparation, and one block for each of the five things."""
    assert len(shell_blocks()) == 6
