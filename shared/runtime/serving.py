"""Serving on a socket, and leaving in order: first it is said that we go, then the door is shut, then what was begun ends."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from shared.runtime.patience import IDLE_SECONDS, protocol
from shared.runtime.settings import Settings

STARTUP_FAILURE: Final = 3
"""With what uvicorn ends a process that could not start."""
ENDING_SECONDS: Final = 5
"""How long requests under way may take once the door is shut."""
_LOOKS_EVERY: Final = 0.1


class DrainingServer(uvicorn.Server):
    """Told to stop (SIGTERM), it goes on for a while in which it says that it is going."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None], seconds: float) -> None:
        """`drain` makes readiness say 503; for so many seconds after it the listener stays open."""
        super().__init__(config)
        self._drain = drain
        self._seconds = seconds
        self._at_once = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Whoever presses Ctrl-C looks on and does not want to wait; nor who says it twice."""
        self._at_once = self.should_exit or sig != signal.SIGTERM
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, but not before probers and balancers have seen that we are draining."""
        self._drain()
        self.config.encoded_headers.append((b"connection", b"close"))  # who keeps one open goes elsewhere too
        until = time.monotonic() + self._seconds
        while not self._at_once and time.monotonic() < until:
            await self.on_tick(0)  # the date in answers goes on
            await asyncio.sleep(_LOOKS_EVERY)
        await super().shutdown(sockets)


def serve_until_stopped(application: ASGIApp, settings: Settings, drain: Callable[[], None]) -> None:
    """Listen where the settings say, until a signal ends it; returns then, so that the process ends by itself, with 0.

    What is to be done at its end, such as sending the last spans, is done: uvicorn raises the signal again when it
    has stopped, and SIGTERM would kill the process there.
    """
    config = uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        http=protocol(settings.header_seconds, settings.connections, settings.unread_seconds),
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )
    server = DrainingServer(config, drain, settings.drain_seconds)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # what becomes of the signal that uvicorn raises again at the end
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)
