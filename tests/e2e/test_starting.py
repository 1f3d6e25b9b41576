"""A server that cannot serve says why in one line, and disturbs nobody."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.support.loket_process import ROOT, LoketProcess, free_port


def run(data: Path, port: int, *options: str) -> subprocess.CompletedProcess[str]:
    """`loket run`, which would start a server and play the main job."""
    settings = {"LOKET_DATA": str(data), "LOKET_PORT": str(port), "LOKET_NATS": "off"}
    return subprocess.run(
        [sys.executable, "-m", "services.cli", "run", *options],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_taken_port_is_named_before_anything_is_started(tmp_path: Path):
    """Nothing is played against whoever has the port."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(tmp_path / "data", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Port {port} on 127.0.0.1 is taken; choose another with LOKET_PORT." in done.stderr
    assert not list((tmp_path / "data").glob("*.db"))


def test_a_second_server_on_one_folder_is_refused(tmp_path: Path):
    """The first one keeps serving."""
    first = LoketProcess(tmp_path / "data", nats="off").start()
    try:
        done = run(tmp_path / "data", free_port())
        assert done.returncode == 2
        assert "Another server uses the data folder" in done.stderr
    finally:
        first.stop()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path):
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("a file")
    done = run(tmp_path / "data", free_port())
    assert done.returncode == 2
    assert "cannot be used" in done.stderr


def test_played_once_it_stops_by_itself_and_fails_as_the_player_fails(tmp_path: Path):
    """A folder with another size of the same sample set stops the play; nobody has to stop the server."""
    data = tmp_path / "data"
    data.mkdir()
    stored = {"seed": 1, "size": 200, "opened": "2027-03-02T08:00:00Z"}
    (data / "demo-1.json").write_text(json.dumps(stored))
    done = run(data, free_port(), "--once", "--size=300")
    assert done.returncode == 2
    assert "seed 1 and size 200" in done.stderr
