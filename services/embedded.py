"""All services in one process on one port, with a real message server beside it: the default for trying Loket.

The same code and the same messages as in production; only the databases are SQLite files, the token
issuer is the development one, and the vehicle register may be a stand-in.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount
from starlette.types import ASGIApp

from services.applications.main import SERVICE as APPLICATIONS
from services.audit.main import SERVICE as AUDIT
from services.decisions.main import SERVICE as DECISIONS
from services.notifications.main import SERVICE as NOTIFICATIONS
from services.objections.main import SERVICE as OBJECTIONS
from services.register.main import SERVICE as REGISTER
from shared.contracts.envelope import FeedPage
from shared.privacy.refusals import VaultBehind
from shared.privacy.vault import Vault, open_vault
from shared.runtime.bus import Bus
from shared.runtime.clock import Clock, SteppedClock, WallClock
from shared.runtime.feed_client import PAGE_SIZE
from shared.runtime.ids import ClockedIds
from shared.runtime.nats_server import NatsServer
from shared.runtime.service import RunningService, ServiceDefinition, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.starting import RefusesToStart
from shared.runtime.stepping import Stepping, clock_routes

logger = logging.getLogger(__name__)

SERVICES: Final[Sequence[ServiceDefinition]] = (
    APPLICATIONS,
    DECISIONS,
    OBJECTIONS,
    NOTIFICATIONS,
    REGISTER,
    AUDIT,
)
MASTER_KEY: Final = "master.key"
STAND_IN: Final = "/dev/vehicle-register"
"""Where the stand-in for the vehicle register's open data is mounted."""


class Embedded:
    """The services of one process, what they share, and the order in which all that starts and stops."""

    def __init__(self, settings: Settings, *, vehicle_register: ASGIApp | None = None) -> None:
        """`vehicle_register` stands in for RDW open data unless the settings name a real one."""
        settings.data.mkdir(parents=True, exist_ok=True)
        stand_in = vehicle_register if settings.rdw_url is None else None
        if stand_in is not None:
            here = f"http://{settings.host}:{settings.port}{STAND_IN}"
            settings = settings.model_copy(update={"rdw_url": here})
        self.settings = settings
        self.clock = clock_of(settings)
        self.vault = vault_of(settings)
        self._server = NatsServer(settings.data / "nats") if settings.nats == "embedded" else None
        self._bus = self._start_bus()
        self.services = build_services(SERVICES, settings, self.clock, self.vault, self._bus)
        self.app = self._application(stand_in)

    def drain(self) -> None:
        """Let every service say that it is going."""
        for service in self.services:
            service.drain()

    def close(self) -> None:
        """Stop what the services share, after they have stopped themselves."""
        if self._bus is not None:
            self._bus.close()
        if self._server is not None:
            self._server.stop()
        self.vault.close()

    def _start_bus(self) -> Bus | None:
        if self.settings.nats == "off":
            return None
        if self._server is not None:
            self._server.start()
        url = self._server.url if self._server else self.settings.nats
        bus = Bus(url, "loket", self.settings.nats_replicas, self.settings.nats_login())
        bus.start()
        return bus

    def _application(self, stand_in: ASGIApp | None) -> Starlette:
        door = front_door(self.services)
        if isinstance(self.clock, SteppedClock):
            door.routes.append(Mount("/dev/v1", app=clock_routes(Stepping(self.clock, self.services))))
        if stand_in is not None:
            door.routes.append(Mount(STAND_IN, app=stand_in))
        return _closing(door, self)


def clock_of(settings: Settings) -> Clock:
    """The business clock that the settings ask for."""
    return SteppedClock(settings.data) if settings.clock == "stepped" else WallClock()


def vault_of(settings: Settings) -> Vault:
    """The key vault, apart from every log. Raises RefusesToStart for one that is behind, where that is done apart."""
    try:
        return _vault_of(settings, migrated_apart=settings.migrations == "apart")
    except VaultBehind as why:
        raise RefusesToStart(f"The vault is not opened: {why}; run `loket migrate vault`.") from why


def migrate_vault(settings: Settings) -> None:
    """Begin it, or bring it to its newest schema."""
    _vault_of(settings, migrated_apart=False).close()


def _vault_of(settings: Settings, *, migrated_apart: bool) -> Vault:
    return open_vault(
        settings.vault_database(),
        settings.data / MASTER_KEY,
        connections=settings.vault_connections,
        migrated_apart=migrated_apart,
    )


def build_services(
    definitions: Sequence[ServiceDefinition], settings: Settings, clock: Clock, vault: Vault, bus: Bus | None
) -> list[RunningService]:
    """The services with one source of ids, migrated and ready to start; they read each other's feeds directly."""
    ids, services = ClockedIds(clock), dict[str, RunningService]()
    for definition in definitions:
        services[definition.name] = build_service(
            definition, settings, clock, ids, vault, bus, feed_of=lambda log: _FeedOfSister(services, log)
        )
    return list(services.values())


@dataclass(frozen=True, slots=True)
class _FeedOfSister:
    """The feed of another service of this process, which may be built later."""

    services: Mapping[str, RunningService]
    log: str

    def page(self, after: int, limit: int = PAGE_SIZE) -> FeedPage:
        """Published messages after a position, in order."""
        return self.services[self.log].own_feed.page(after, limit)


def definition_of(name: str) -> ServiceDefinition:
    """The service of that name. Raises LookupError."""
    for definition in SERVICES:
        if definition.name == name:
            return definition
    raise LookupError(f"no service is called {name}; there are {', '.join(one.name for one in SERVICES)}")


def database_files(data: Path) -> list[Path]:
    """The SQLite files of a data folder, write-ahead logs included."""
    return sorted(data.glob("*.db*"))


def _closing(door: Starlette, embedded: Embedded) -> Starlette:
    """The same application, which at its end also stops what the services share."""
    inner = door.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with inner(app):
            yield
        await run_in_threadpool(embedded.close)

    door.router.lifespan_context = lifespan
    return door
