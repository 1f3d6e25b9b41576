"""What an operator types wrongly is told in one line, with exit code 2, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.support.loket_process import ROOT, free_port

BARE = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}


def loket(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """A `loket` command with these settings."""
    return subprocess.run(
        [sys.executable, "-m", "services.cli", *arguments],
        cwd=ROOT,
        env=BARE | {f"LOKET_{name.upper()}": str(value) for name, value in settings.items()},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _says(done: subprocess.CompletedProcess[str], what: str) -> None:
    """One line that names what is wrong."""
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert what in line


@pytest.mark.parametrize(
    "command",
    [
        ("token", "--role", "case_handler", "--as", "handler-1"),
        ("verify",),
        ("demo", "--json"),
        ("import-zones", str(ROOT / "README.md")),
    ],
    ids=lambda command: command[0],
)
def test_a_mistyped_data_folder_is_told_and_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    """For every command that needs an installation that is there."""
    _says(loket(*command, data=tmp_path / "dta"), "dta holds no installation")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("verify",), ("import-zones", str(ROOT / "README.md"))])
def test_in_production_too_it_is_the_folder_that_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Not that a clock which nobody asked to step cannot be stepped there."""
    keys, token = tmp_path / "keys.json", tmp_path / "token"
    done = loket(*command, environment="production", data=tmp_path, issuer_keys=keys, service_token=token)
    _says(done, "holds no installation")


def test_an_empty_folder_is_no_installation(tmp_path: Path) -> None:
    """And nothing is made in it."""
    _says(loket("token", "--role", "rdw", "--as", "rdw-1", data=tmp_path), "holds no installation")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["abc", "99999", "0", "-1"])
@pytest.mark.parametrize("command", [("serve", "register"), ("up",)], ids=lambda command: command[0])
def test_a_port_that_is_none_is_named(tmp_path: Path, command: tuple[str, ...], port: str) -> None:
    """By the variable that is to be mended."""
    _says(loket(*command, port=port, data=tmp_path / "data"), "LOKET_PORT: ")
    assert list(tmp_path.iterdir()) == []


def test_settings_that_do_not_go_together_are_told(tmp_path: Path) -> None:
    """Production is strict."""
    done = loket("serve", "register", environment="production", data=tmp_path / "data")
    _says(done, "production needs LOKET_ISSUER_KEYS")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_service_that_does_not_exist_is_told(tmp_path: Path, command: str) -> None:
    """With the names of those that do."""
    _says(loket(command, "decisons", data=tmp_path / "data"), "no service is called decisons")
    assert list(tmp_path.iterdir()) == []


def test_a_role_that_does_not_exist_is_told(tmp_path: Path) -> None:
    """No token comes of it."""
    assert loket("migrate", "register", data=tmp_path).returncode == 0
    (tmp_path / "fingerprint.key").touch(mode=0o600)
    _says(
        loket("token", "--role", "king", "--as", "x", data=tmp_path), "king is no role; there are applicant, "
    )


@pytest.mark.parametrize(("level", "to_terminal"), [(None, False), ("INFO", True)])
def test_on_a_terminal_the_log_goes_to_a_file(
    tmp_path: Path, level: str | None, *, to_terminal: bool
) -> None:
    """Unless a level was asked for; what a person reads is not mixed with log lines."""
    port, level_set = free_port(), {} if level is None else {"LOKET_LOG_LEVEL": level}
    ours, theirs = pty.openpty()
    served = subprocess.Popen(
        [sys.executable, "-m", "services.cli", "up"],
        cwd=ROOT,
        env=BARE | level_set | {"LOKET_DATA": str(tmp_path), "LOKET_PORT": str(port), "LOKET_NATS": "off"},
        stdin=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    _wait_until_it_answers(port)
    served.send_signal(signal.SIGINT)
    shown = _all_of(ours)
    served.wait(60)
    assert any(line.startswith("{") for line in shown.splitlines()) is to_terminal
    assert ("The log is kept in" in shown) is not to_terminal
    log = tmp_path / "loket.log"
    assert log.exists() is not to_terminal
    if log.exists():
        assert all(json.loads(line)["message"] for line in log.read_text("utf-8").splitlines())
        assert log.stat().st_size > 0


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 90
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/register/v1/livez", trust_env=False)
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def _all_of(terminal: int) -> str:
    """What was written to a terminal until nobody holds it any more."""
    found = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        found += part
    os.close(terminal)
    return found.decode()
