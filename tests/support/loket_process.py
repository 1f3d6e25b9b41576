"""`loket up` as a process of its own, on a free port and in a folder of the test: started, stopped and killed."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import httpx

from shared.runtime.access import Role
from shared.runtime.settings import Settings
from shared.runtime.tokens import TokenIssuer, issuer_of

ROOT: Final = Path(__file__).parents[2]
START_SECONDS: Final = 180.0
STOP_SECONDS: Final = 90.0


class DidNotStart(Exception):
    """The process ended, or did not answer in time."""


@dataclass(frozen=True)
class MessageServer:
    """The nats-server beside a process."""

    pid: int
    url: str


class LoketProcess:
    """One data folder and the process that serves it; can be started again after it was stopped or killed."""

    def __init__(
        self, data: Path, log: Path | None = None, command: Sequence[str] = ("up",), **settings: object
    ) -> None:
        """`settings` are names of `LOKET_` variables in lower case; `log` takes all that the process says."""
        self._command = command
        self.data = data
        self.log = log or data.with_name(f"{data.name}.log")
        self.port = free_port()
        self.settings = settings
        """Names of `LOKET_` variables in lower case, and what they say at the next start."""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Process id of the process that was started last."""
        return self._running().pid

    def start(self, **settings: object) -> Self:
        """Start and wait until it answers; `settings` go for this run only. Raises DidNotStart."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.cli", *self._command],
                cwd=ROOT,
                env=self._environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def stop(self) -> int:
        """End it as Ctrl-C does; returns the exit code."""
        return self._end(signal.SIGINT)

    def kill(self) -> int:
        """SIGKILL."""
        return self._end(signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it ends by itself; returns the exit code, minus the signal when it was killed."""
        return self._running().wait()

    def close(self) -> None:
        """End it whatever its state, at the end of a test."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `loket` command on the same folder and port."""
        return subprocess.run(
            [sys.executable, "-m", "services.cli", *arguments],
            cwd=ROOT,
            env=self._environment({}),
            capture_output=True,
            text=True,
            check=False,
            timeout=390,
        )

    def http(self) -> httpx.Client:
        """A plain client of it; whoever uses it closes it."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def bearer(self, role: Role, subject: str, municipality: str | None = None) -> dict[str, str]:
        """The header that makes a request that of this person in this role."""
        token = self._issuer().issue(role, subject, municipality)
        return {"Authorization": f"Bearer {token}"}

    def message_server(self) -> MessageServer:
        """The nats-server that this process started."""
        (ports,) = (self.data / "nats").glob("nats-server_*.ports")
        (address,) = json.loads(ports.read_text())["nats"]
        token = re.findall(r'token: "(.+)"', (self.data / "nats" / "nats-server.conf").read_text())[0]
        return MessageServer(
            int(ports.stem.rpartition("_")[2]), f"nats://{token}@127.0.0.1:{address.rpartition(':')[2]}"
        )

    def message_server_pid(self) -> int:
        """Process id of the nats-server that this process started."""
        return self.message_server().pid

    def _issuer(self) -> TokenIssuer:
        return issuer_of(Settings(data=self.data))

    def _environment(self, settings: dict[str, object]) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
        own = {"data": self.data, "port": self.port, **self.settings, **settings}
        return bare | {f"LOKET_{name.upper()}": str(value) for name, value in own.items()}

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise DidNotStart("never started")
        return self._process

    def _wait_until_it_answers(self) -> None:
        process, deadline = self._running(), time.monotonic() + START_SECONDS
        with self.http() as http:
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    raise DidNotStart(f"ended with {process.returncode}, see {self.log}")
                try:
                    http.get("/dev/v1/clock")
                except httpx.TransportError:
                    time.sleep(0.05)
                else:
                    return
        raise DidNotStart(f"no answer in {START_SECONDS} s, see {self.log}")

    def _end(self, how: signal.Signals) -> int:
        process = self._running()
        process.send_signal(how)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@contextmanager
def serving(data: Path, log: Path | None = None, **settings: object) -> Iterator[LoketProcess]:
    """A running process on this folder, gone afterwards."""
    loket = LoketProcess(data, log, **settings)
    try:
        yield loket.start()
    finally:
        loket.close()


@contextmanager
def started_again_when_killed(
    loket: LoketProcess, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[list[int]]:
    """Start the process again, without its crash point, once it was killed; yields the exit codes seen.

    `meanwhile` is done while it is dead.
    """
    seen: list[int] = []

    def attend() -> None:
        seen.append(loket.wait())
        if seen == [-signal.SIGKILL]:
            meanwhile()
            loket.start(crash_at="")

    attendant = threading.Thread(target=attend, daemon=True)
    attendant.start()
    yield seen
    loket.close()
    attendant.join(STOP_SECONDS)


def is_alive(pid: int) -> bool:
    """Whether a process runs under this id; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
