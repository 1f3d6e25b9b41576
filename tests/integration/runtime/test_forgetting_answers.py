"""Answers to idempotency keys are forgotten after thirty days of wall time, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from shared.eventlog.tables import LogTables
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.forgetting_answers import ForgettingAnswers
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.notice_board import service as notice_board

BUSINESS_NOW = datetime(2020, 1, 1, tzinfo=UTC)
"""Long ago, so that a worker that looks at the business clock forgets nothing."""


class Board:
    """A notice board whose answers somebody forgets, at the times that the test says."""

    def __init__(self, service: RunningService, settings: Settings) -> None:
        self.service = service
        self.wall = datetime.now(UTC)
        context = service.context
        answers = LogTables.of(service.definition.metadata).answers
        self.forgetting = ForgettingAnswers(context.engine, answers, lambda: self.wall)
        self._http = TestClient(service.app)
        self._bearer = f"Bearer {issuer_of(settings).issue(Role.CASE_HANDLER, 'handler-1')}"

    def pin(self, key: str) -> httpx.Response:
        """A note under this key."""
        headers = {"Authorization": self._bearer, "Idempotency-Key": key}
        answer: httpx.Response = self._http.post("/notes", json={"text": "Bring cake"}, headers=headers)
        return answer

    def passes(self, time: timedelta) -> None:
        """Wall time passes, and the worker has its turn."""
        self.wall += time
        self.forgetting.step()


def _board(folder: Path, **differently: object) -> Iterator[Board]:
    settings = Settings.model_validate({"data": folder, "nats": "off", **differently})
    vault = open_vault(settings.vault_database(), folder / "master.key")
    clock = FixedClock(BUSINESS_NOW)
    service = build_service(notice_board.SERVICE, settings, clock, ClockedIds(clock), vault)
    yield Board(service, settings)
    service.stop()
    vault.close()


@pytest.fixture
def board(tmp_path: Path, database_url: str) -> Iterator[Board]:
    """The board on each database."""
    yield from _board(tmp_path, database_url=database_url)


def test_an_answer_is_given_again_for_thirty_days(board: Board) -> None:
    """And nothing is done twice."""
    first = board.pin("key-1")
    board.passes(timedelta(days=30) - timedelta(minutes=5))
    assert board.pin("key-1").json() == first.json()
    assert board.service.context.log.head() == 1


def test_after_thirty_days_the_key_is_new(board: Board) -> None:
    """The same request has another effect."""
    first = board.pin("key-1")
    board.passes(timedelta(days=30, minutes=5))
    assert board.pin("key-1").json() != first.json()
    assert board.service.context.log.head() == 2


def test_only_what_is_old_is_forgotten(board: Board) -> None:
    """Each answer has thirty days of its own, whatever the business clock shows."""
    board.wall -= timedelta(days=40)
    board.pin("key-1")
    for _ in range(5):
        board.passes(timedelta(days=10))
    assert board.pin("key-1").status_code == 201
    assert board.service.context.log.head() == 1


def test_it_looks_once_an_hour(board: Board) -> None:
    """However often the worker has its turn."""
    first = board.pin("key-1")
    board.passes(timedelta(days=29, hours=23, minutes=30))
    board.passes(timedelta(minutes=40))
    assert board.pin("key-1").json() == first.json()
    board.passes(timedelta(minutes=30))
    assert board.pin("key-1").json() != first.json()


@pytest.mark.parametrize(("clock", "forgets"), [("wall", True), ("stepped", False)])
def test_where_the_clock_is_stepped_nothing_is_forgotten(
    tmp_path: Path, clock: str, *, forgets: bool
) -> None:
    """What was played can be played again."""
    for board in _board(tmp_path, clock=clock):
        names = {worker.name for worker in board.service._moving._workers}
        assert (ForgettingAnswers.name in names) is forgets
