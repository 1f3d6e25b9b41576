"""Putting one service together: database, log, parts, HTTP side, threads.

    running = build_service(SERVICE, settings, clock, ids, vault, bus)
    running.start()

The service's own paths begin at `/` in `running.app`; `front_door` puts one or more services under
the paths by which the world knows them (`/decisions/v1/...`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine, Table
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount

from shared.database import open_beside, open_engine
from shared.eventlog.feed import Feed, Journal
from shared.eventlog.log import EventLog
from shared.eventlog.tables import LogTables
from shared.privacy.vault import Vault
from shared.runtime import access_log_table
from shared.runtime.access_log import AccessLog
from shared.runtime.access_log_reading import access_log_routes
from shared.runtime.append_steps import AppendSteps
from shared.runtime.bus import Bus
from shared.runtime.clock import Clock, WallClock
from shared.runtime.declaration import ServiceContext, ServiceDefinition, ServiceParts
from shared.runtime.edge import STANDARD_HEADERS, EdgeMiddleware, HttpEdge
from shared.runtime.feed_routes import feed_routes
from shared.runtime.forgetting_answers import ForgettingAnswers
from shared.runtime.health import Health, health_routes
from shared.runtime.ids import IdSource
from shared.runtime.lease import WorkerLease
from shared.runtime.moving_parts import FeedOf, MovingParts, feeds_over_http
from shared.runtime.openapi import openapi_document
from shared.runtime.problems import ProblemTable
from shared.runtime.rate import Rate, RequestRates
from shared.runtime.refused_by_frameworks import methods_of, refused
from shared.runtime.secret_files import secret_from
from shared.runtime.settings import FINGERPRINT_KEY, Settings
from shared.runtime.starting import RefusesToStart, prepare_database
from shared.runtime.telemetry import Metrics, process_metrics
from shared.runtime.tokens import TokenVerifier, service_token_of, verifier_of
from shared.struct_types import make_ready

__all__ = [
    "RunningService",
    "ServiceContext",
    "ServiceDefinition",
    "ServiceParts",
    "build_service",
    "front_door",
]

OF_THE_LEASE: Final = 1
"""Of the connections of a service, those that the keeper of its lease has for itself: no rush of requests takes them."""
_WAKE_SECONDS: Final = 0.25
"""How often those who wait for what a worker reads may wake it."""


def build_service(
    definition: ServiceDefinition,
    settings: Settings,
    clock: Clock,
    ids: IdSource,
    vault: Vault,
    bus: Bus | None = None,
    *,
    verifier: TokenVerifier | None = None,
    feed_of: FeedOf | None = None,
) -> RunningService:
    """A service on its database, migrated here or (`LOKET_MIGRATIONS=apart`) before; ready to start.

    `bus` is shared by the services of a process, started and closed by their owner; None: feeds are
    polled. `feed_of` overrides where the feeds of other services are read (default: over HTTP).
    Raises RefusesToStart, and NotInTheTable or WithoutRoute when routes and authorisation table differ.
    """
    make_ready()
    most = settings.database_connections - OF_THE_LEASE
    engine = open_engine(settings.database_of(definition.name), most)
    try:
        prepare_database(definition, settings, engine)
    except RefusesToStart:
        engine.dispose()
        raise
    metrics = process_metrics()
    context = ServiceContext(
        name=definition.name,
        settings=settings,
        clock=clock,
        ids=ids,
        engine=engine,
        positions=definition.metadata.tables["consumer_positions"],
        vault=vault,
        service_token=service_token_of(settings, definition.name),
        event_log=_open_log(definition, engine, clock, metrics) if definition.has_log else None,
    )
    parts = _with_own_workers(definition.build(context), definition, context)
    definition.authorisation.refuse_without_route(
        permission for router in parts.routers for permission in router.permissions
    )
    feed = Feed(context.log, parts.publications) if definition.has_log else None
    table, own = definition.metadata.tables["worker_lease"], open_beside(engine, OF_THE_LEASE)
    lease = WorkerLease(engine, table, settings.lease_seconds, own=own)
    moving = MovingParts(context, parts, feed, feed_of or feeds_over_http(context), bus, lease)
    return RunningService(
        definition, context, parts, feed, moving, verifier or verifier_of(settings), metrics
    )


class RunningService:
    """One service of this process."""

    def __init__(
        self,
        definition: ServiceDefinition,
        context: ServiceContext,
        parts: ServiceParts,
        feed: Feed | None,
        moving: MovingParts,
        verifier: TokenVerifier,
        metrics: Metrics,
    ) -> None:
        self.name = definition.name
        self.definition = definition
        self.context = context
        self._feed = feed
        self._parts = parts
        self._moving = moving
        self._metrics = metrics
        self._draining = False
        self._started = False
        self.app = self._application(verifier)

    @property
    def own_feed(self) -> Feed:
        """The published messages of the service's log; raises TypeError without a log."""
        if self._feed is None:
            raise TypeError(f"{self.name} has no event log")
        return self._feed

    def start(self) -> None:
        """Start the moving parts; a second call does nothing."""
        if not self._started:
            self._started = True
            self._moving.start()

    def drain(self) -> None:
        """Say at `/readyz` that no request should come here any more; those that come are still answered."""
        self._draining = True

    def stop(self) -> None:
        """Stop the moving parts and give the database connections back."""
        self._draining = True
        if self._started:
            self._moving.stop()
        self.context.engine.dispose()

    def wake(self) -> None:
        """Let workers and consumers look for work now, after the clock was stepped."""
        self._moving.wake()

    def pending(self) -> list[str]:
        """What is due and not done yet, in words; empty: drained."""
        return self._moving.pending()

    def next_due(self) -> datetime | None:
        """The earliest timer that lies ahead, on the business clock."""
        return self._moving.next_due()

    def head(self) -> int:
        """The last position of the own log; 0 without one."""
        return self.context.log.head() if self.definition.has_log else 0

    @cached_property
    def openapi(self) -> bytes:
        """The OpenAPI document, as JSON."""
        document = openapi_document(self.app, self.name, self.context.settings, self.app.state.edge.reached)
        return json.dumps(document, ensure_ascii=False).encode()

    def _application(self, verifier: TokenVerifier) -> FastAPI:
        edge = self._edge(verifier)
        app = FastAPI(
            title=self.definition.title,
            description=self.definition.description,
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
        )
        app.state.edge = edge
        app.add_middleware(EdgeMiddleware, edge=edge)
        routers = self._routers()
        answer = refused(edge.problems, offered=methods_of(routers))
        for kind in (HTTPException, RequestValidationError):
            app.add_exception_handler(kind, answer)
        for router in routers:
            app.include_router(router)
        return app

    def _edge(self, verifier: TokenVerifier) -> HttpEdge:
        settings = self.context.settings
        return HttpEdge(
            service=self.name,
            verifier=verifier,
            clock=self.context.clock,
            ids=self.context.ids,
            metrics=self._metrics,
            access_log=AccessLog(self.name, self.context.engine, self._access_table),
            fingerprint_key=secret_from(settings.data / FINGERPRINT_KEY, lambda: secrets.token_bytes(32)),
            problems=ProblemTable(self._parts.problems),
            answers=self.context.event_log,
            reached=self._moving.reached() | self._taken_in(),
            shown={**self._moving.shown(), **self._parts.taken_in},
            max_body_bytes=self.definition.max_body_bytes,
            certificate_header=settings.client_certificate_header,
            body_seconds=settings.body_seconds,
            rates=RequestRates(
                Rate(settings.requests_of_people), Rate(settings.requests_of_clients), time.monotonic
            ),
        )

    @property
    def _access_table(self) -> Table:
        return self.definition.metadata.tables[access_log_table.NAME]

    def _taken_in(self) -> dict[str, Callable[[int], bool]]:
        """By log that a worker reads: whether it was read up to a position; who waits for it wakes the worker."""
        return {log: _up_to(at, self.wake) for log, at in self._parts.taken_in.items()}

    def _routers(self) -> list[APIRouter]:
        health = Health(
            engine=self.context.engine,
            migrations=self.definition.migrations,
            draining=lambda: self._draining,
            refresh=lambda: self._moving.measure(self._metrics),
            stopped_parts=self._moving.stopped,
            active=lambda: self._moving.active,
        )
        own = [health_routes(health, self._metrics), self._document_route(), *self._parts.routers]
        own.append(access_log_routes(self.context.engine, self._access_table))
        return own if self._feed is None else [*own, feed_routes(self._feed, Journal(self.context.log))]

    def _document_route(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)

        @router.get("/openapi.json")
        def show_openapi() -> Response:
            origin = {"Access-Control-Allow-Origin": "*"}
            return Response(self.openapi, media_type="application/json", headers=origin)

        return router


def front_door(services: Sequence[RunningService]) -> Starlette:
    """One ASGI application with each service under its path; starts and stops them with itself."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        for service in services:
            service.start()
        yield
        await asyncio.gather(*(run_in_threadpool(service.stop) for service in services))

    door = Starlette(
        routes=[Mount(f"/{service.name}/v1", app=service.app) for service in services],
        lifespan=lifespan,
        exception_handlers={HTTPException: refused(ProblemTable(), STANDARD_HEADERS)},
    )
    door.router.redirect_slashes = False
    return door


def _with_own_workers(
    parts: ServiceParts, definition: ServiceDefinition, context: ServiceContext
) -> ServiceParts:
    """The parts with the work that every service with a log has."""
    if not definition.has_log or context.settings.clock == "stepped":
        return parts
    answers = LogTables.of(definition.metadata).answers
    forgetting = ForgettingAnswers(context.engine, answers, WallClock().now)
    return replace(parts, workers=[*parts.workers, forgetting])


def _up_to(taken_in: Callable[[], int], wake: Callable[[], None]) -> Callable[[int], bool]:
    woken_at = float("-inf")

    def reached(position: int) -> bool:
        nonlocal woken_at
        if taken_in() >= position:
            return True
        if time.monotonic() - woken_at >= _WAKE_SECONDS:
            woken_at = time.monotonic()
            wake()
        return False

    return reached


def _open_log(definition: ServiceDefinition, engine: Engine, clock: Clock, metrics: Metrics) -> EventLog:
    steps = AppendSteps(definition.name, metrics)
    return EventLog(definition.name, engine, definition.metadata, clock.now, definition.inline, on_step=steps)
