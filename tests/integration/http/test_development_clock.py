"""The business clock is stepped in development and from this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.embedded import Embedded
from shared.runtime.settings import Settings

CLOCK = "/dev/v1/clock"
HERE = ("127.0.0.1", 40000)


@contextmanager
def asking(folder: Path, client: tuple[str, int], clock: str = "stepped") -> Iterator[TestClient]:
    """Somebody at that address asks a server that was never started, so that nothing moves in it."""
    settings = Settings.model_validate({"data": folder, "nats": "off", "clock": clock})
    embedded = Embedded(settings)
    yield TestClient(embedded.app, client=client)
    for service in embedded.services:
        service.stop()
    embedded.close()


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.4", "2001:db8::1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_from_another_machine_there_is_no_clock(tmp_path: Path, address: str, method: str) -> None:
    """404, and it is not stepped."""
    with asking(tmp_path, (address, 40000)) as http:
        answer = http.request(method, CLOCK, json={"to": "2040-01-01T00:00:00Z"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    with asking(tmp_path, HERE) as http:
        assert datetime.fromisoformat(http.get(CLOCK).json()["now"]).year < 2040


def test_a_wall_clock_is_not_stepped(tmp_path: Path) -> None:
    """There is nothing at that path."""
    with asking(tmp_path, HERE, clock="wall") as http:
        assert http.post(CLOCK, json={"to": "2040-01-01T00:00:00Z"}).status_code == 404


@pytest.mark.parametrize(
    "to", ["9999-12-31T23:59:59-14:00", "2100-01-01T00:00:00Z", "2040-01-01T00:00:00", 7]
)
def test_a_clock_that_could_not_be_stepped_back_is_not_stepped_there(tmp_path: Path, to: object) -> None:
    """400 with the field, and the clock stands where it stood."""
    with asking(tmp_path, HERE) as http:
        answer = http.post(CLOCK, json={"to": to})
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == ["body.to"]
        assert datetime.fromisoformat(http.get(CLOCK).json()["now"]).year < 2040
