"""A small proxy in front of the services, where the stack has nginx: the same paths, and what development adds.

Beside the paths it has the clock that is stepped for all processes at once, and the stand-in for the vehicle
register. Unlike nginx it lets feeds and journals through: on one machine the services reach each other by it.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Self, TypeVar

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from services.demo.open_data import open_data
from services.embedded import STAND_IN
from shared.runtime.clock import SteppedClock
from shared.runtime.stepping import RemoteService, Stepping, clock_routes

METHODS: Final = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]
OF_THE_CONNECTION: Final = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "keep-alive"}
)
SECONDS: Final = 120.0


class Proxy:
    """Serves in a thread of its own."""

    def __init__(self, port: int, ports: Mapping[str, Sequence[int]], data: Path) -> None:
        """`ports` of the replicas of each service by its name; `data` is the folder that they share."""
        addresses = {name: [f"http://127.0.0.1:{one}" for one in some] for name, some in ports.items()}
        self._addresses = addresses
        self._http = httpx.AsyncClient(
            timeout=SECONDS, trust_env=False, limits=httpx.Limits(max_connections=None)
        )
        self._timers = httpx.Client(timeout=SECONDS, trust_env=False)
        stepping = Stepping(SteppedClock(data), [Replicas(each, self._timers) for each in addresses.values()])
        app = Starlette(
            lifespan=self._until_the_end,
            routes=[
                Mount("/dev/v1", app=clock_routes(stepping)),
                Mount(STAND_IN, app=open_data(data / "rdw-records")),
                Route("/{service}/v1/{path:path}", self._pass_on, methods=METHODS),
            ],
        )
        config = uvicorn.Config(app, "127.0.0.1", port, log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._timers.close()

    @asynccontextmanager
    async def _until_the_end(self, _: Starlette) -> AsyncIterator[None]:
        yield
        await self._http.aclose()

    async def _pass_on(self, request: Request) -> Response:
        addresses = self._addresses.get(request.path_params["service"])
        if addresses is None:
            return Response(status_code=404)
        body, fault = await request.body(), "none of its replicas is there"
        for address in addresses:  # the next one is asked the same again: its key makes that safe
            try:
                answer = await self._http.request(
                    request.method,
                    f"{address}{request.url.path}",
                    params=request.url.query.encode(),
                    headers=_passed_on(request.headers),
                    content=body,
                )
            except httpx.TransportError as silence:
                fault = type(silence).__name__
                continue
            return Response(answer.content, answer.status_code, _passed_on(answer.headers))
        return JSONResponse({"title": fault}, 502)


T = TypeVar("T")


class Replicas:
    """The replicas of one service as whoever steps the clock sees them: those that live."""

    def __init__(self, addresses: Sequence[str], http: httpx.Client) -> None:
        self._living = [RemoteService(each, http) for each in addresses]

    def wake(self) -> None:
        """All of them: any may be the one that works."""
        for replica in [*self._living]:
            self._ask(replica, replica.wake)

    def pending(self) -> list[str]:
        """What is due, as the databases say; also asked of who stands by."""
        return [line for replica in [*self._living] for line in self._ask(replica, replica.pending) or []]

    def next_due(self) -> datetime | None:
        """The earliest timer that any of them sees."""
        seen = (self._ask(replica, replica.next_due) for replica in [*self._living])
        return min((due for due in seen if due is not None), default=None)

    def head(self) -> int:
        """The last position of their log."""
        return max((self._ask(replica, replica.head) or 0 for replica in [*self._living]), default=0)

    def _ask(self, replica: RemoteService, question: Callable[[], T]) -> T | None:
        """None from one that was killed, which is asked no more."""
        try:
            return question()
        except httpx.TransportError:
            if len(self._living) == 1:
                raise
            self._living.remove(replica)
            return None


def _passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in OF_THE_CONNECTION}
