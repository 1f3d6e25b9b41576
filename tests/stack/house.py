"""The services of the compose file as processes on this machine: its commands, its settings, its roles.

What a container changes is changed back: names of hosts become ports of the loopback, paths of secrets become
files of the test. And what production forbids is let in, since nobody waits for weeks: a stepped clock, and with
it the development issuer in place of the identity provider.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from services.embedded import MASTER_KEY, SERVICES, STAND_IN
from shared.runtime.child_process import dying_with_parent
from shared.runtime.settings import FINGERPRINT_KEY
from tests.support import compose
from tests.support.compose import Container
from tests.support.loket_process import ROOT, free_port
from tests.support.message_cluster import MessageCluster
from tests.support.stack_database import StackDatabase

OF_THE_ISSUER: Final = frozenset(
    {"ISSUER", "ISSUER_KEYS_URL", "ISSUER_AUTHORITIES", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET_FILE"}
)
ELSEWHERE: Final = frozenset(
    {"OTLP_ENDPOINT", *(f"SMTP_{each}" for each in ("HOST", "PORT", "TLS", "SENDER", "USER", "PASSWORD"))}
)
"""What goes to containers that are not of ours."""
CHUNK: Final = 2
"""Few cases in an append, so that a campaign lasts long enough for something to happen meanwhile."""
START_SECONDS: Final = 300.0
NAMES: Final = [each.name for each in SERVICES]
TWICE: Final = "decisions"
"""The service that runs in two replicas."""


class ContainerFailed(Exception):
    """A process ended that should not, or did not come up."""


@dataclass
class House:
    """All processes of one play."""

    folder: Path
    database: StackDatabase
    cluster: MessageCluster
    proxy_port: int = field(default_factory=free_port)
    ports: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: {
            name: tuple(free_port() for _ in range(1 + (name == TWICE))) for name in NAMES
        }
    )
    """By service: where each of its replicas listens."""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The folder that all of them share: it holds the clock."""
        return self.folder / "data"

    def prepare(self) -> None:
        """Put the keys in their place, as the secrets of the compose file are."""
        (self.data / "rdw-records").mkdir(parents=True)
        for key in (MASTER_KEY, FINGERPRINT_KEY):
            shutil.copy(self.database.secrets / key, self.data / key)
            (self.data / key).chmod(0o600)

    def migrate(self) -> None:
        """Every migration container, one after another, as the order of the file allows."""
        for container in compose.our_containers():
            if container.command[0] == "migrate":
                self.run(container.command, self.environment(container))

    def serve(self) -> None:
        """Every replica of every service, until all of them are ready."""
        replicas = [(name, number) for name in NAMES for number in range(len(self.ports[name]))]
        for name, number in replicas:
            container = compose.container(name)
            with (self.folder / f"{name}-{number}.log").open("ab") as log:
                command = [sys.executable, "-m", "services.cli", *container.command]
                self.processes[f"{name}-{number}"] = subprocess.Popen(
                    dying_with_parent(command),
                    cwd=ROOT,
                    env=self.environment(container, number),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
        for name, number in replicas:
            self._wait_until_ready(name, number)

    def at_work(self, name: str) -> int | None:
        """Which replica of a service holds its lease; None when none of them says so."""
        for number in range(len(self.ports[name])):
            try:
                said = self._readiness(name, number).json()
            except httpx.TransportError:
                continue
            if said["workers"] == "active":
                return number
        return None

    def kill(self, name: str, number: int) -> None:
        """A replica, with SIGKILL."""
        process = self.processes.pop(f"{name}-{number}")
        process.kill()
        process.wait()

    def run(self, command: list[str], environment: Mapping[str, str], seconds: float = 1500) -> str:
        """A `loket` command to its end; what it said. Raises ContainerFailed."""
        done = subprocess.run(
            [sys.executable, "-m", "services.cli", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        if done.returncode != 0:
            raise ContainerFailed(f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def environment(self, container: Container, number: int = 0) -> dict[str, str]:
        """What the compose file tells it, with this machine's addresses; `number` is that of the replica."""
        told = {
            name.removeprefix("LOKET_"): str(value)
            for name, value in container.environment.items()
            if name.startswith("LOKET_")
        }
        told = {name: value for name, value in told.items() if name not in OF_THE_ISSUER | ELSEWHERE}
        secrets = f"{self.database.secrets}/"
        here = {name: value.replace("/run/secrets/", secrets) for name, value in told.items()}
        for name in ("DATABASE_URL", "VAULT_DATABASE_URL"):
            here[name] = here[name].replace("@postgres:5432/", "@/") + f"?host={self.database.socket}"
        if here["NATS"] != "off":
            here["NATS"] = self.cluster.url
        here |= {
            "ENVIRONMENT": "development",
            "CLOCK": "stepped",
            "DATA": str(self.data),
            "HOST": "127.0.0.1",
            "PORT": str(self.ports.get(container.name, (self.proxy_port,))[number]),
            "SERVICE_URL_TEMPLATE": f"http://127.0.0.1:{self.proxy_port}/{{service}}/v1",
            "PUBLIC_URL": f"http://127.0.0.1:{self.proxy_port}",
            "RDW_URL": f"http://127.0.0.1:{self.proxy_port}{STAND_IN}",
            "CAMPAIGN_CHUNK": str(CHUNK),
        }
        return _bare() | {f"LOKET_{name}": value for name, value in here.items()}

    def outside(self) -> dict[str, str]:
        """For a client of the proxy: it knows the address and the issuer, and no database."""
        return _bare() | {"LOKET_DATA": str(self.data), "LOKET_PORT": str(self.proxy_port)}

    def verifier(self) -> dict[str, str]:
        """For `loket verify`: each database by the role of its service."""
        return self.environment(compose.container(NAMES[0]))

    def all_run(self) -> bool:
        """Whether no replica has ended but those that were killed."""
        return all(process.poll() is None for process in self.processes.values())

    def stop(self) -> None:
        """SIGTERM, as `docker compose stop` sends it, and SIGKILL after its grace."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_until_ready(self, name: str, number: int) -> None:
        """As its health check asks."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.processes[f"{name}-{number}"].poll() is not None:
                raise ContainerFailed(f"{name} ended, see {self.folder}/{name}-{number}.log")
            try:
                if self._readiness(name, number).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise ContainerFailed(f"{name} is not ready, see {self.folder}/{name}-{number}.log")

    def _readiness(self, name: str, number: int) -> httpx.Response:
        url = f"http://127.0.0.1:{self.ports[name][number]}/{name}/v1/readyz"
        return httpx.get(url, timeout=10, trust_env=False)


def _bare() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
