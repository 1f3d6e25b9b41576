"""The embedded NATS server: the real binary, on loopback, with its store in the data folder.

It dies with the process that started it. Its address holds a random token, so that other users of
the same machine cannot read or write its streams: never log the address.
"""

from __future__ import annotations

import json
import logging
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from shared.runtime.child_process import dying_with_parent

logger = logging.getLogger(__name__)

START_TIMEOUT_SECONDS: Final = 15.0
STOP_TIMEOUT_SECONDS: Final = 5.0


class NatsServerFailed(Exception):
    """The server did not come up."""


class NatsServer:
    """One nats-server process with JetStream; can be started again after `stop` or `kill`."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """`folder` takes configuration and store. `port` None: a free one, kept over restarts."""
        self._folder = folder
        self._port = port
        self._token = secrets.token_urlsafe(24)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    @property
    def url(self) -> str:
        """Address with its secret token. Raises NatsServerFailed when the server was never started."""
        if self._port is None:
            raise NatsServerFailed("not started")
        return f"nats://{self._token}@127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until clients can connect. Raises NatsServerFailed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stopping = False
        for left_over in self._folder.glob("*.ports"):
            left_over.unlink()
        ready = threading.Event()
        threading.Thread(target=self._keep, args=(ready,), name="nats-server", daemon=True).start()
        ready.wait()
        self._port = self._port_of_listening_server()

    def stop(self) -> None:
        """Stop in an orderly way; does nothing when it is not running."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        self._end(signal.SIGKILL)

    def _keep(self, ready: threading.Event) -> None:
        """Start and outlive the process: the kernel's death signal follows the starting *thread*."""
        binary = Path(sys.executable).parent / "nats-server"
        with (self._folder / "nats-server.log").open("ab") as log:
            try:
                self._process = subprocess.Popen(
                    dying_with_parent([str(binary), "-c", str(self._write_configuration())]),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            finally:
                ready.set()
            status = self._process.wait()
        if not self._stopping:
            logger.error("nats-server ended by itself with status %d; feeds are polled", status)

    def _write_configuration(self) -> Path:
        path = self._folder / "nats-server.conf"
        path.touch(mode=0o600)
        path.write_text(
            "\n".join(
                (
                    f'listen: "127.0.0.1:{self._port or -1}"',
                    f"ports_file_dir: {json.dumps(str(self._folder))}",
                    f"authorization {{ token: {json.dumps(self._token)} }}",
                    "max_payload: 4MB",
                    f"jetstream {{ store_dir: {json.dumps(str(self._folder / 'store'))}",
                    "  sync_interval: always",
                    "}",
                    "",
                )
            )
        )
        return path

    def _port_of_listening_server(self) -> int:
        process = self._process
        if process is None:
            raise NatsServerFailed("no process")
        ports = self._folder / f"nats-server_{process.pid}.ports"
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if ports.exists() and (content := ports.read_text()):
                address: str = json.loads(content)["nats"][0]
                return int(address.rpartition(":")[2])
            time.sleep(0.01)
        self.kill()
        raise NatsServerFailed(f"see {self._folder / 'nats-server.log'}")

    def _end(self, how: signal.Signals) -> None:
        self._stopping = True
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
