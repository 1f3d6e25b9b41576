"""What operators and clients' tools read: health, metrics, the OpenAPI document."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import anyio
import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from sqlalchemy import event, text

from shared.database import writing
from shared.runtime.bounded_look import BoundedLook
from tests.support.patience import PATIENCE_SECONDS
from tests.support.served import Served

Document = dict[str, Any]


def test_a_running_service_is_alive_and_ready_without_nats(served: Served) -> None:
    """Nobody needs a token to ask."""
    assert served.http.get("/board/v1/livez").json() == {"status": "ok"}
    answer = served.http.get("/board/v1/readyz")
    said = {"status": "ok", "reasons": [], "workers": "standby", "stopped": {}}
    assert (answer.status_code, answer.json()) == (200, said)


def test_a_service_whose_schema_is_behind_is_not_ready(served: Served) -> None:
    """It would answer commands with errors."""
    with writing(served.board.context.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = served.http.get("/board/v1/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["schema_not_current"])


def test_a_service_that_stops_is_not_ready(served: Served) -> None:
    """So that no new request is sent to it."""
    served.board.stop()
    answer = served.http.get("/board/v1/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["draining"])


def test_a_service_whose_database_is_gone_is_not_ready(served: Served) -> None:
    """And a command gets 503, to be tried again: it could not even be logged that it was sent."""
    data = served.board.context.settings.data
    served.board.context.engine.dispose()
    for file in data.glob("board.db*"):
        file.unlink()
    (data / "board.db").mkdir()
    answer = served.http.get("/board/v1/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database_not_writable"])
    command = served.pinned()
    assert (command.status_code, command.json()["code"]) == (503, "access_not_logged")
    metrics = served.http.get("/board/v1/metrics")
    assert metrics.status_code == 200
    assert 'loket_database_answers{service="board"} 0.0' in metrics.text
    assert 'loket_worker_seconds_since_step{service="board"' in metrics.text
    assert 'loket_log_position{log="board",service="board"}' not in metrics.text


def test_who_scrapes_does_not_wait_for_a_database_that_is_silent(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its host swallows what is sent, say: what it would tell is not shown, and what the process knows is."""
    freed = threading.Event()
    monkeypatch.setattr(served.board._moving, "_look", BoundedLook("looks", 0.2))
    event.listen(served.board.context.engine, "begin", lambda _: freed.wait(PATIENCE_SECONDS))
    shown = served.http.get("/board/v1/metrics").text
    freed.set()
    assert 'loket_database_answers{service="board"} 0.0' in shown
    assert 'loket_worker_seconds_since_step{service="board"' in shown
    assert 'loket_log_position{log="board",service="board"}' not in shown


@pytest.mark.parametrize("question", ["readyz", "metrics"])
def test_who_asks_how_it_is_does_not_wait_for_the_threads_of_requests(served: Served, question: str) -> None:
    """All of those may stand before a database that is silent."""

    async def ask() -> int:
        requests = current_default_thread_limiter()
        requests.total_tokens = 1
        await requests.acquire_on_behalf_of("a request")
        inside = httpx.ASGITransport(served.board.app)
        async with httpx.AsyncClient(transport=inside, base_url="http://board") as client:
            with anyio.fail_after(PATIENCE_SECONDS / 3):
                return (await client.get(f"/{question}")).status_code

    assert anyio.run(ask) == 200


def test_metrics_count_requests_by_template_and_never_show_a_path(served: Served) -> None:
    """Ids do not become labels."""
    note = served.pinned().json()["id"]
    served.get(f"/board/v1/notes/{note}")
    served.http.get("/board/v1/GVD-01-X")
    shown = served.http.get("/board/v1/metrics").text
    assert re.search(
        r'loket_http_requests_total\{method="GET",route="/notes/\{noteId\}",service="board",status="200"\}',
        shown,
    )
    assert re.search(r'loket_append_seconds_count\{service="board"\} [1-9]', shown)
    assert note not in shown
    assert "GVD-01-X" not in shown


def test_metrics_show_positions_and_lag(moving: Served) -> None:
    """Of projections and consumers."""
    moving.pinned()
    moving.get("/readingroom/v1/notes", Loket_Wait_For="board=1")
    assert 'loket_database_answers{service="board"} 1.0' in moving.http.get("/board/v1/metrics").text
    shown = moving.http.get("/readingroom/v1/metrics").text
    assert 'loket_consumer_position{log="board",service="readingroom"} ' in shown
    assert 'loket_consumer_lag_seconds{log="board",service="readingroom"} 0.0' in shown
    assert 'loket_feed_reachable{log="board",service="readingroom"} 1.0' in shown
    assert 'loket_parked{service="readingroom",what="messages"} 0.0' in shown
    moving.get("/board/v1/notes", Loket_Wait_For="board=1")
    expected = 'loket_projection_position{projection="signature-count",service="board"} 1.0'
    deadline = time.monotonic() + PATIENCE_SECONDS
    while expected not in (shown := moving.http.get("/board/v1/metrics").text):
        assert time.monotonic() < deadline, shown
        time.sleep(0.05)
    assert 'loket_projection_lag_seconds{projection="signature-count",service="board"} 0.0' in shown
    assert "loket_http_request_seconds_bucket{" in shown
    assert 'loket_log_position{log="board",service="board"} 1.0' in shown
    assert re.search(r'loket_append_seconds_bucket\{le="[^"]+",service="board"\} [1-9]', shown)


@pytest.fixture
def document(served: Served) -> Document:
    """The OpenAPI document of the notice board."""
    answer = served.http.get("/board/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: Document = answer.json()
    return found


def _operations(document: Document) -> Document:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_only_the_document_is_for_every_origin(served: Served) -> None:
    """No other answer may be read by a page of another site."""
    assert "Access-Control-Allow-Origin" not in served.pinned().headers


def test_the_document_says_where_and_whose_it_is(document: Document) -> None:
    """Major version in the URL of the server, full version and contact in `info`."""
    assert document["servers"][0]["url"].endswith("/board/v1")
    assert document["info"]["version"] == "1.0.0"
    assert document["info"]["contact"].keys() == {"name", "url", "email"}


def test_the_document_promises_problems_for_every_error(document: Document) -> None:
    """In the right media type, each with the one schema; and no answers that are never given."""
    for name, operation in _operations(document).items():
        for status, response in operation["responses"].items():
            assert "API-Version" in response["headers"], name
            if status >= "4":
                content = response["content"]["application/problem+json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, name
    assert "HTTPValidationError" not in document["components"]["schemas"]
    searches = _operations(document)["POST /note-searches"]["responses"]
    assert "422" not in searches


def test_the_document_tells_what_a_command_demands(document: Document) -> None:
    """Key, version, roles, and the answers that come of them."""
    sign = _operations(document)["POST /notes/{noteId}/signatures"]
    headers = {parameter["name"]: parameter["required"] for parameter in sign["parameters"]}
    assert headers["Idempotency-Key"]
    assert headers["If-Match"]
    assert sign["x-roles"] == ["case_handler"]
    assert set(sign["responses"]) == {
        "200",
        "400",
        "401",
        "403",
        "404",
        "408",
        "409",
        "412",
        "413",
        "415",
        "422",
        "428",
        "429",
        "503",
    }
    pin = _operations(document)["POST /notes"]
    assert "428" not in pin["responses"]
    assert "201" in pin["responses"]


def test_operations_have_names_of_their_own(document: Document) -> None:
    """In camelCase, from the endpoints."""
    names = [operation["operationId"] for operation in _operations(document).values()]
    assert len(set(names)) == len(names)
    assert {"pinNote", "signNote", "showNote"} <= set(names)


def test_a_date_that_may_be_absent_keeps_its_format(document: Document) -> None:
    """Linters look for `format` beside `type`."""
    until = document["components"]["schemas"]["NoteView"]["properties"]["validUntil"]
    assert (until["type"], until["format"]) == (["string", "null"], "date")
