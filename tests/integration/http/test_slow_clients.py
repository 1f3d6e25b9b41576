"""Callers who do not go on, who come in crowds, and who ask too much: each is told, and nobody else is held up.

A real server on a socket; the callers speak to it byte by byte.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.runtime.access import Role
from shared.runtime.patience import protocol
from shared.runtime.rate import Rate, RequestRates
from tests.support.served import Served

PATIENCE = 0.3
UNREAD = 1.0
CROWD = 4
CLIENT_WAITS = 10
NOTES = "/board/v1/notes"


@pytest.fixture
def port(served: Served) -> Iterator[int]:
    """Where the notice board listens, with little patience and room for few."""
    object.__setattr__(served.board.app.state.edge, "body_seconds", PATIENCE)
    config = uvicorn.Config(
        served.http.app,
        http=protocol(header_seconds=PATIENCE, most_connections=CROWD, unread_seconds=UNREAD),
        port=0,
        log_config=None,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    """A connection on which a caller says what it likes."""
    with socket.create_connection(("127.0.0.1", port), timeout=CLIENT_WAITS) as caller:
        yield caller


def heard(caller: socket.socket) -> tuple[int, dict[str, object]]:
    """Status and body of what the server says until it hangs up."""
    said = b""
    while more := caller.recv(65536):
        said += more
    head, _, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def refused_with(caller: socket.socket) -> tuple[int, object]:
    """Status and code of a problem."""
    status, problem = heard(caller)
    return status, problem["code"]


def trickle(caller: socket.socket) -> None:
    """A header now and then, without an end."""
    until = time.monotonic() + CLIENT_WAITS
    while time.monotonic() < until:
        caller.sendall(b"A: b\r\n")
        time.sleep(PATIENCE / 10)


def received_of(caller: socket.socket, rest: float = 0) -> int:
    """How many bytes come until the server hangs up, to who rests after each piece."""
    received = 0
    while more := caller.recv(400_000):
        received += len(more)
        time.sleep(rest)
    return received


def live(port: int) -> int:
    """The status with which somebody else is answered meanwhile."""
    with connected(port) as other:
        other.sendall(b"GET /board/v1/livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return heard(other)[0]


@pytest.mark.parametrize("said", [b"", b"GET /board/v1/livez HTTP/1.1\r\nHost:"])
def test_headers_that_do_not_come(port: int, said: bytes) -> None:
    """Nothing at all, or half of them."""
    with connected(port) as caller:
        caller.sendall(said)
        assert live(port) == 200
        assert refused_with(caller) == (408, "request_too_slow")


def test_headers_that_come_byte_by_byte(port: int) -> None:
    """The term is for all of them, not for the next byte."""
    with connected(port) as caller:
        caller.sendall(b"GET /board/v1/livez HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            trickle(caller)


def test_a_second_request_on_the_connection_is_not_waited_for_longer(port: int) -> None:
    """Between two requests a caller may rest; once the second has begun, it is to go on."""
    with connected(port) as caller:
        caller.sendall(b"GET /board/v1/livez HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200" in caller.recv(65536)
        time.sleep(2 * PATIENCE)
        caller.sendall(b"GET /board/v1/livez HTTP/1.1\r\n")
        assert refused_with(caller) == (408, "request_too_slow")


def test_a_body_that_does_not_come(port: int, served: Served) -> None:
    """It is announced, begun, and never ended."""
    token = served.token()["Authorization"]
    with connected(port) as caller:
        caller.sendall(
            f"POST {NOTES} HTTP/1.1\r\nHost: a\r\nAuthorization: {token}\r\nIdempotency-Key: k\r\n"
            f"Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{{".encode()
        )
        assert live(port) == 200
        assert refused_with(caller) == (408, "request_too_slow")


def test_a_request_that_is_begun_behind_another_spoils_no_answer(port: int, served: Served) -> None:
    """The first one is answered whole, although it takes longer; then the connection is closed, without a word."""

    def slowly(_: Request) -> Response:
        time.sleep(3 * PATIENCE)
        return JSONResponse({"answered": "whole"})

    served.board.app.add_route("/slow", slowly)
    with connected(port) as caller:
        caller.sendall(b"GET /board/v1/slow HTTP/1.1\r\nHost: a\r\n\r\nGET /board/v1/livez HTTP/1.1\r\n")
        assert heard(caller) == (200, {"answered": "whole"})


def test_an_answer_that_nobody_reads_is_dropped(port: int, served: Served) -> None:
    """Who reads slowly, but reads, gets all of it."""
    large = b"x" * 8_000_000
    served.board.app.add_route("/large", lambda _: Response(large))
    with connected(port) as deaf, connected(port) as slow:
        for caller in (deaf, slow):
            caller.sendall(b"GET /board/v1/large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert received_of(slow, rest=UNREAD / 15) > len(large)
        assert received_of(deaf) < len(large)


def test_one_connection_too_many_is_told_to_come_back(port: int) -> None:
    """The others are served; when one of them leaves there is room again."""
    crowd = [socket.create_connection(("127.0.0.1", port), timeout=CLIENT_WAITS) for _ in range(CROWD)]
    with connected(port) as caller:
        assert refused_with(caller) == (503, "too_many_connections")
    for each in crowd:
        each.close()
    until = time.monotonic() + CLIENT_WAITS
    while live(port) != 200:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_who_asks_too_often_is_told_when_to_come_back(served: Served) -> None:
    """After what they may ask at once; others go on."""
    edge = served.board.app.state.edge
    slow = replace(edge, rates=RequestRates(Rate(1, burst_seconds=2), Rate(100), lambda: 0.0))
    served.board.app.state.edge = slow
    answers = [served.get(f"{NOTES}/17", Role.APPLICANT) for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [400, 400]
    assert (answers[2].status_code, answers[2].json()["code"]) == (429, "too_many_requests")
    assert answers[2].headers["Retry-After"] == "1"
    assert served.get(f"{NOTES}/17", Role.CASE_HANDLER).status_code == 400
