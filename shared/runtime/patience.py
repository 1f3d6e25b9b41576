"""How long a server waits for a caller who does not go on: with headers, with a body, with reading (fault: slow clients).

Whoever opens many connections and says little on each holds a server up without doing anything (Slowloris). The
proxy in front waits as long as this, and no longer; here it holds for a process that is reached without it.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from typing import Any, Final

from starlette.types import Message, Receive
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.runtime.problems import Problem

BODY_SECONDS: Final = 30.0
"""From the end of the headers to the end of the body."""
_COME_BACK_SECONDS: Final = "5"

IDLE_SECONDS: Final = 75
"""How long a connection is kept for the next request. Longer than clients and proxies keep theirs (5 to 60 seconds
is usual), so that it is they who hang up, and no request meets a door that is being shut."""


class HttpProtocol(HttpToolsProtocol):
    """The HTTP protocol of uvicorn, which by itself waits for headers without end."""

    header_seconds: float
    """From the opening of a connection, or the first byte of a further request on it, to the end of its headers."""
    most_connections: int
    """At once, of one process; one more is told to come back."""
    unread_seconds: float
    """How long a caller may read nothing of an answer that waits for them."""
    _awaiting_headers: TimerHandle | None = None
    _awaiting_reader: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # so that we hear of every byte that waits for its reader
        if len(self.connections) > self.most_connections:
            self._close_with(
                Problem(
                    503,
                    "too_many_connections",
                    "There are too many connections",
                    headers={"Retry-After": _COME_BACK_SECONDS},
                )
            )
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._no_longer_await_headers()
        self._no_longer_await_reader()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_headers()

    def on_headers_complete(self) -> None:
        self._no_longer_await_headers()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        self._no_longer_await_reader()
        super().resume_writing()

    def _await_reader(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._awaiting_reader = self.loop.call_later(self.unread_seconds, self._look_at_reader, waiting)

    def _look_at_reader(self, waited: int) -> None:
        """Whoever took nothing meanwhile is dropped: closing would wait for them to the end."""
        if self.transport.get_write_buffer_size() < waited:
            self._await_reader()
        else:
            self.transport.abort()

    def _no_longer_await_reader(self) -> None:
        if self._awaiting_reader is not None:
            self._awaiting_reader.cancel()
            self._awaiting_reader = None

    def _await_headers(self) -> None:
        self._no_longer_await_headers()
        self._awaiting_headers = self.loop.call_later(self.header_seconds, self._headers_did_not_come)

    def _headers_did_not_come(self) -> None:
        """Of a request behind another (pipelined): nothing is said into the answer that is under way."""
        if self.flow.read_paused:
            self._await_headers()  # it is we who do not read
        elif not getattr(self.cycle, "response_complete", True):
            self.cycle.keep_alive = False
        else:
            self._close_with(too_slow("The headers of the request did not come"))

    def _no_longer_await_headers(self) -> None:
        if self._awaiting_headers is not None:
            self._awaiting_headers.cancel()
            self._awaiting_headers = None

    def _close_with(self, problem: Problem) -> None:
        """Say why, and hang up."""
        if not self.transport.is_closing():
            self.transport.write(_as_bytes(problem))
            self.transport.close()


def too_slow(what: str) -> Problem:
    """The answer to who does not go on: 408."""
    return Problem(408, "request_too_slow", "The request came too slowly", f"{what} in time.", headers=_CLOSE)


_CLOSE: Final = {"Connection": "close"}


def _as_bytes(problem: Problem) -> bytes:
    answer = problem.response()
    headers: list[tuple[bytes, bytes]] = [*answer.raw_headers]
    if "connection" not in answer.headers:
        headers.append((b"connection", b"close"))
    lines = [f"HTTP/1.1 {problem.status} {problem.title}".encode(), *(b": ".join(each) for each in headers)]
    return b"\r\n".join([*lines, b"", bytes(answer.body)])


def within(receive: Receive, seconds: float) -> Receive:
    """`receive`, refusing (408) a body that is not whole after that many seconds."""
    loop = asyncio.get_running_loop()
    until: float | None = None
    whole = False

    async def patient() -> Message:
        nonlocal until, whole
        if whole:
            return await receive()
        until = until or loop.time() + seconds
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as slow:
            raise too_slow("The body of the request did not come") from slow
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return patient


def protocol(header_seconds: float, most_connections: int, unread_seconds: float) -> type[Any]:
    """The protocol with these limits, as uvicorn wants it: a class."""
    return type(
        HttpProtocol.__name__,
        (HttpProtocol,),
        {
            "header_seconds": header_seconds,
            "most_connections": most_connections,
            "unread_seconds": unread_seconds,
        },
    )
