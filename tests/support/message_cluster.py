"""Message servers with the configuration of `infra/nats`, on loopback; told apart by their ports alone."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nats.aio.client import Client, ErrorCallback
from nats.aio.msg import Msg

from shared.runtime.bus import Bus
from shared.runtime.child_process import dying_with_parent
from tests.support.compose import INFRA
from tests.support.loket_process import free_port
from tests.support.nats import eventually, listening

HEARD_SECONDS: Final = 1.0
"""After the answer to a flush a refusal is known, but told by a task of its own."""
BINARY: Final = Path(sys.executable).parent / "nats-server"


@dataclass
class MessageCluster:
    """Servers of one cluster, each of which can be killed and started again."""

    folder: Path
    secrets: Path
    size: int
    ports: list[int] = field(default_factory=list)
    routes: list[int] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes] | None] = field(default_factory=list)

    @property
    def url(self) -> str:
        """All of them, as `LOKET_NATS` names them."""
        return ",".join(f"nats://127.0.0.1:{port}" for port in self.ports)

    def login(self, service: str) -> tuple[str, str]:
        """User and password of a service."""
        user, _, password = (self.secrets / f"nats_login_{service}").read_text().strip().partition(":")
        return user, password

    def bus(self, service: str, replicas: int) -> Bus:
        """A connected bus, as that service has it."""
        bus = Bus(self.url, service, replicas, self.login(service), apart=True)
        bus.start()
        eventually(lambda: bus.connected, 30)
        return bus

    def leader_of(self, log: str) -> int:
        """The number of the server that leads a stream."""
        return asyncio.run(self._leader_of(log))

    async def _leader_of(self, log: str) -> int:
        client = await self._connected(log)
        info = await client.jetstream().stream_info(log)
        await client.close()
        assert info.cluster is not None
        return int(str(info.cluster.leader).rpartition("-")[2]) - 1

    def denies(self, service: str, subject: str, *, listening: bool = False) -> bool:
        """Whether a service may not publish to a subject, or not listen to it."""
        return asyncio.run(self._denies(service, subject, listening=listening))

    async def _denies(self, service: str, subject: str, *, listening: bool) -> bool:
        refused = asyncio.Event()

        async def on_error(fault: Exception) -> None:
            if "permissions violation" in str(fault).lower():
                refused.set()

        client = await self._connected(service, on_error)
        if listening:
            await client.subscribe(subject)
        else:
            await client.publish(subject, b"{}")
        await client.flush(10)
        with suppress(TimeoutError):
            await asyncio.wait_for(refused.wait(), HEARD_SECONDS)
        await client.close()
        return refused.is_set()

    def answer(self, service: str, subject: str, asked: object) -> dict[str, Any]:
        """What the servers say to a service."""
        return asyncio.run(self._answer(service, subject, asked))

    async def _answer(self, service: str, subject: str, asked: object) -> dict[str, Any]:
        async with await self._connected(service) as client:
            answer = await client.request(subject, json.dumps(asked).encode(), timeout=10)
            found: dict[str, Any] = json.loads(answer.data)
            return found

    def heard(
        self, listener: str, subject: str, asker: str, reply: str, asked: Sequence[tuple[str, object]]
    ) -> list[bytes]:
        """What comes to a service on a subject when another asks the servers for this, to be answered at `reply`."""
        return asyncio.run(self._heard(listener, subject, asker, reply, asked))

    async def _heard(
        self, listener: str, subject: str, asker: str, reply: str, asked: Sequence[tuple[str, object]]
    ) -> list[bytes]:
        came: list[bytes] = []

        async def hear(message: Msg) -> None:
            came.append(message.data)

        async with await self._connected(listener) as client, await self._connected(asker) as other:
            await client.subscribe(subject, cb=hear)
            await client.flush(10)
            for about, what in asked:
                await other.publish(about, json.dumps(what).encode(), reply=reply)
            await other.flush(10)
            await asyncio.sleep(HEARD_SECONDS)
        return came

    async def _connected(self, service: str, on_error: ErrorCallback | None = None) -> Client:
        user, password = self.login(service)
        client = Client()
        servers = self.url.split(",")
        await client.connect(
            servers, user=user, password=password, inbox_prefix=f"_INBOX_{service}", error_cb=on_error
        )
        return client

    def start_all(self) -> None:
        """Start every server and wait until clients can come."""
        self.ports = [free_port() for _ in range(self.size)]
        self.routes = [free_port() for _ in range(self.size)]
        self.processes = [None] * self.size
        self._start_each()

    def _start_each(self) -> None:
        for number in range(self.size):
            self.start(number)
        for port in self.ports:
            eventually(lambda port=port: listening(port), 30)

    def start_anew(self) -> None:
        """Stop every server, take away what all of them keep, and start them, as after a restore."""
        self.stop_all()
        for number in range(self.size):
            shutil.rmtree(self._store(number))
        self._start_each()

    def _store(self, number: int) -> Path:
        return self.folder / f"store-{number + 1}"

    def start(self, number: int) -> None:
        """Start one of them, for the first time or again."""
        route = self._route_login()
        log = (self.folder / f"nats-{number + 1}.log").open("ab")
        options = {
            "--config": configuration(self.folder, self.secrets),
            "--name": f"nats-{number + 1}",
            "--addr": "127.0.0.1",
            "--port": self.ports[number],
            "--http_port": free_port(),
            "--store_dir": self._store(number),
            "--cluster": f"nats://{route}@127.0.0.1:{self.routes[number]}",
            "--routes": ",".join(f"nats://{route}@127.0.0.1:{port}" for port in self.routes),
        }
        command = [str(BINARY), *(str(part) for pair in options.items() for part in pair)]
        self.processes[number] = subprocess.Popen(
            dying_with_parent(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        log.close()

    def kill(self, number: int) -> None:
        """SIGKILL, as when its machine is gone."""
        self._end(number, signal.SIGKILL)

    def stop_all(self) -> None:
        """End whatever runs."""
        for number in range(len(self.processes)):
            self._end(number, signal.SIGKILL)

    def _end(self, number: int, how: signal.Signals) -> None:
        process = self.processes[number]
        if process is not None and process.poll() is None:
            process.send_signal(how)
            process.wait(30)

    def _route_login(self) -> str:
        passwords = (self.secrets / "nats_passwords.conf").read_text()
        (password,) = re.findall(r'ROUTE_PASSWORD: "(\w+)"', passwords)
        return f"route:{password}"


def configuration(folder: Path, secrets: Path) -> Path:
    """The configuration as the container sees it, with the passwords beside it."""
    (folder / "secrets").mkdir(exist_ok=True)
    shutil.copy(secrets / "nats_passwords.conf", folder / "secrets" / "nats_passwords.conf")
    return Path(shutil.copy(INFRA / "nats" / "nats.conf", folder / "nats.conf"))


@contextmanager
def message_cluster(folder: Path, secrets: Path, size: int) -> Iterator[MessageCluster]:
    """A running cluster, gone afterwards."""
    cluster = MessageCluster(folder, secrets, size)
    cluster.start_all()
    try:
        yield cluster
    finally:
        cluster.stop_all()
