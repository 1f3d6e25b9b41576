"""Is the process alive, and can it take requests: asked by whoever runs it, answered without a token.

Readiness is about commands: the database takes writes, its schema is current, we are not stopping.
NATS is no part of it: without it everything works, only slower.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from shared.database import writing
from shared.runtime.migrations import schema_is_current
from shared.runtime.telemetry import Metrics

_log = logging.getLogger("loket.health")
_AT_ONCE: Final = 4
"""Threads that each of the two slow questions has for itself; those of the requests may all wait for the database."""


@dataclass(frozen=True)
class Health:
    """What health is asked about."""

    engine: Engine
    migrations: str
    draining: Callable[[], bool]
    refresh: Callable[[], None]
    """Brings the gauges up to date before they are shown."""
    stopped_parts: Callable[[], Mapping[str, str]]
    """Projections, consumers and workers that stand still, each with the type of its error."""

    active: Callable[[], bool]
    """Whether the workers of the service run here; otherwise this replica stands by, and is as ready."""

    def unreadiness(self) -> list[str]:
        """Why no request should come here now; empty: ready."""
        if self.draining():
            return ["draining"]
        try:
            if not self._takes_writes():
                return ["database_not_writable"]
            return [] if schema_is_current(self.engine, self.migrations) else ["schema_not_current"]
        except SQLAlchemyError as failure:
            _log.warning("database does not take writes: %s", type(failure).__name__)
            return ["database_not_writable"]

    def _takes_writes(self) -> bool:
        """On SQLite the write lock tells; a PostgreSQL standby only says it when asked."""
        with writing(self.engine) as connection:
            if self.engine.dialect.name != "postgresql":
                return True
            only_reads: str = connection.execute(text("SHOW transaction_read_only")).scalar_one()
            return only_reads == "off"


def health_routes(health: Health, metrics: Metrics) -> APIRouter:
    """`/livez`, `/readyz` and `/metrics`; none of them shows anything of a case, nor waits for a thread of the requests.

    The connections are those of the requests: while these hold all, `/readyz` waits for one, and says in the end that
    it is not ready. That is the safe side: who waits with it could not be served here either.
    """
    router = APIRouter(redirect_slashes=False, include_in_schema=False)
    of_readiness, of_metrics = CapacityLimiter(_AT_ONCE), CapacityLimiter(_AT_ONCE)

    @router.get("/livez")
    async def livez() -> Response:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        return await run_sync(_readiness, health, limiter=of_readiness)

    @router.get("/metrics")
    async def show_metrics() -> Response:
        return await run_sync(_shown, health, metrics, limiter=of_metrics)

    return router


def _readiness(health: Health) -> Response:
    reasons = health.unreadiness()
    body: dict[str, object] = {"status": "ok" if not reasons else "not_ready", "reasons": reasons}
    body["workers"] = "active" if health.active() else "standby"
    return JSONResponse({**body, "stopped": dict(health.stopped_parts())}, 503 if reasons else 200)


def _shown(health: Health, metrics: Metrics) -> Response:
    health.refresh()
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
