"""What every answer has, whatever was asked."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
import pytest

from shared.runtime.access import Role
from shared.runtime.edge import STANDARD_HEADERS
from shared.runtime.telemetry import JsonLines
from tests.support.served import Served

ASKED: list[Callable[[Served], httpx.Response]] = [
    lambda served: served.pinned(),
    lambda served: served.http.get("/board/v1/notes/17"),
    lambda served: served.get("/board/v1/notes/17"),
    lambda served: served.http.get("/board/v1/nothing-here"),
    lambda served: served.http.get("/nothing-here"),
    lambda served: served.http.delete("/board/v1/notes"),
    lambda served: served.command("/board/v1/notes", {"text": "x" * (1024 * 1024)}),
    lambda served: served.command("/board/v1/accidents", {"text": "GVD-01-X"}),
    lambda served: served.http.get("/board/v1/livez"),
    lambda served: served.http.get("/board/v1/openapi.json"),
]


@pytest.mark.parametrize("ask", ASKED)
def test_every_answer_has_the_standard_headers(
    served: Served, ask: Callable[[Served], httpx.Response]
) -> None:
    """Version, no storing, and what browsers must not do."""
    answer = ask(served)
    assert STANDARD_HEADERS.items() <= {name: answer.headers.get(name) for name in STANDARD_HEADERS}.items()
    assert answer.headers["API-Version"] == "1.0.0"


@pytest.mark.parametrize("ask", ASKED)
def test_every_error_is_a_problem(served: Served, ask: Callable[[Served], httpx.Response]) -> None:
    """With the members that the rules ask for."""
    answer = ask(served)
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= answer.json().keys()
        assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/board/v1/notes/", 404),
        ("GET", "/board/v1/livez/", 404),
        ("GET", "/board/v1", 404),
        ("GET", "/board/v1/", 404),
        ("GET", "/board", 404),
        ("GET", "/", 404),
        ("GET", "/other/v1/notes", 404),
        ("GET", "/board/v1/notes", 405),
        ("PUT", "/board/v1/livez", 405),
    ],
)
def test_paths_are_exact(served: Served, method: str, path: str, status: int) -> None:
    """No redirect for a trailing slash; a wrong method is told as such."""
    answer = served.http.request(method, path, follow_redirects=False)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_unexpected_error_is_logged_with_its_trace_and_without_values(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller gets the trace id; our log has type and place; what was sent is in neither."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(JsonLines())
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    logging.getLogger("loket").addHandler(handler)
    answer = served.command("/board/v1/accidents", {"text": "GVD-01-X"})
    logging.getLogger("loket").removeHandler(handler)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected_error")
    trace_id = answer.json()["instance"].removeprefix("urn:trace:")
    (line,) = [line for line in lines if trace_id in line]
    assert "KeyError" in line
    assert "service.py" in line
    assert "GVD-01-X" not in line + answer.text


def test_a_trace_goes_on_through_the_request_into_the_event(served: Served) -> None:
    """The trace id of the caller stands in the metadata of what was recorded."""
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    served.command(
        "/board/v1/notes",
        {"text": "Bring cake"},
        headers={"traceparent": f"00-{trace_id}-b7ad6b7169203331-01"},
    )
    (recorded,) = served.board.context.log.events_after(0)
    assert recorded.metadata.traceparent is not None
    assert trace_id in recorded.metadata.traceparent


def test_an_act_names_who_acted_in_which_role(served: Served) -> None:
    """And when, and in which business act; taken from token, clock and header."""
    correlation = "018f0000-0000-7000-8000-000000000001"
    served.command(
        "/board/v1/notes",
        {"text": "Bring cake"},
        Role.APPLICANT,
        headers={"Loket-Correlation-Id": correlation},
    )
    (recorded,) = served.board.context.log.events_after(0)
    assert (recorded.metadata.actor, recorded.metadata.role) == ("applicant-1", "applicant")
    assert str(recorded.metadata.correlation_id) == correlation
    assert recorded.recorded_at == served.clock.now()


def test_a_correlation_id_that_is_none_is_a_fault(served: Served) -> None:
    """It would be stored for ever."""
    answer = served.command("/board/v1/notes", {"text": "Bring cake"}, headers={"Loket-Correlation-Id": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "header.Loket-Correlation-Id")
