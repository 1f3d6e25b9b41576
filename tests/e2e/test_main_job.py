"""The main job, whole: a real server in a process of its own, played by `loket demo` in another."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.demo.calendar import expires_within_known_rules, opening_after
from services.demo.records import PlannedVehicle, write_records
from shared.runtime.secret_files import secret_from
from shared.runtime.settings import FINGERPRINT_KEY
from tests.support.loket_process import LoketProcess, serving
from tests.support.played_folders import Effects

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SIZE = "--size=200"
"""The smallest sample set, in which everything occurs all the same."""
Printed = dict[str, Any]


def played(loket: LoketProcess, *options: str) -> Printed:
    """Play the main job to its end, and return the summary that was printed."""
    done = loket.run("demo", "--json", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    summary: Printed = json.loads(done.stdout)
    return summary


@pytest.fixture(scope="module")
def loket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoketProcess]:
    """A running server with the real message server beside it."""
    with serving(tmp_path_factory.mktemp("loket") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def summary(loket: LoketProcess) -> Printed:
    """The summary of the first play on that server."""
    return played(loket, SIZE)


def test_every_affected_holder_has_a_renewed_decision(summary: Printed) -> None:
    """Objector or not, each exactly once, and the proof holds."""
    assert (summary["affected"], summary["reissued"], summary["changedSince"]) == (25, 25, 0)
    assert (summary["objectors"], summary["nonObjectors"]) == (8, 17)
    assert summary["proofHolds"] is True
    assert summary["deviations"] == []


def test_the_summary_counts_cases_letters_and_entries(summary: Printed) -> None:
    """Of twelve types, in nine categories and sixteen rows of the campaign."""
    assert (summary["applications"], summary["cases"]) == (200, 203)
    assert len(summary["byType"]) == 12
    assert len(summary["byCategory"]) == 9
    assert len(summary["byRow"]) == 16
    assert sum(summary["byType"].values()) == 203
    assert summary["appeals"] == {"pending": 2, "withdrawn": 2}
    assert sum(summary["objections"].values()) == 26
    assert (summary["letters"], summary["registerEntries"]) == (475, 122)


def test_exemptions_expire(summary: Printed) -> None:
    """Two years later, as long as that lies within the rules that are known."""
    today = datetime.now(UTC)
    assert summary["expired"] == (50 if expires_within_known_rules(opening_after(today)) else 0)


def test_playing_it_again_changes_nothing(loket: LoketProcess, summary: Printed) -> None:
    """Not one event in any log, and everything verifies again."""
    assert played(loket, SIZE) == summary


def test_another_size_of_the_same_seed_is_refused_in_the_same_folder(
    loket: LoketProcess, summary: Printed
) -> None:
    """In words, without a traceback, and without an event."""
    refused = loket.run("demo", "--json", "--size=300")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "seed 1 and size 200" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert summary["applications"] == 200


def test_another_seed_comes_beside_it_without_a_message_server(
    loket: LoketProcess, summary: Printed, tmp_path: Path
) -> None:
    """Everything goes by the feeds, a vehicle of given records is handled beside the others, the first set stands.

    The campaign of the second sample set finds nobody of the first.
    """
    given = tmp_path / "given"
    write_records(given, [PlannedVehicle("X999CC", "N1", 1_050, 2_000)], seed=7)
    assert loket.stop() == 0
    shutil.rmtree(loket.data / "nats")
    loket.start(nats="off")
    beside = played(loket, SIZE, "--seed=2", f"--records={given}")
    assert beside["applications"] == 201
    assert beside["affected"] == beside["reissued"] >= 25
    assert beside["deviations"] == []
    assert beside["thresholdSet"] != summary["thresholdSet"]
    again = played(loket, SIZE)
    assert {**again, "events": {}} == {**summary, "events": {}}
    assert again["events"]["decisions"] > summary["events"]["decisions"]
    assert loket.stop() == 0
    assert not (loket.data / "nats").exists()
    assert Effects.in_folder(loket.data).faults() == []
    assert loket.run("verify").returncode == 0


def test_in_a_folder_without_an_installation_it_says_so(tmp_path: Path) -> None:
    """A mistyped folder is told, not made."""
    mistyped = LoketProcess(tmp_path / "data")
    stopped: subprocess.CompletedProcess[str] = mistyped.run("demo")
    assert stopped.returncode == 2
    assert str(mistyped.data) in stopped.stderr
    assert not mistyped.data.exists()


def test_without_a_server_it_says_so(tmp_path: Path) -> None:
    """The address, and no traceback."""
    nobody = LoketProcess(tmp_path / "data")
    secret_from(nobody.data / FINGERPRINT_KEY, lambda: b"made by an earlier start")
    stopped: subprocess.CompletedProcess[str] = nobody.run("demo")
    assert stopped.returncode == 2
    assert nobody.url in stopped.stderr
    assert "Traceback" not in stopped.stderr
