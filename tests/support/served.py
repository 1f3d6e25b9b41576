"""A served notice board and reading room: a real process but for the socket, on SQLite files, without NATS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.testclient import TestClient

from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import TokenIssuer, issuer_of
from tests.support import reading_room
from tests.support.notice_board import service as notice_board

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Served:
    """Two services behind one front door, and how to speak with them."""

    http: TestClient
    issuer: TokenIssuer
    board: RunningService
    room: RunningService
    clock: FixedClock

    def token(self, role: Role = Role.CASE_HANDLER, subject: str | None = None) -> dict[str, str]:
        """The header that makes a request that of this person in this role."""
        municipality = "0344" if role is Role.MUNICIPALITY else None
        return {"Authorization": f"Bearer {self.issuer.issue(role, subject or f'{role}-1', municipality)}"}

    def command(
        self,
        path: str,
        body: object = None,
        role: Role = Role.CASE_HANDLER,
        headers: Mapping[str, str | bytes] | None = None,
    ) -> httpx.Response:
        """A POST with a fresh idempotency key, unless `headers` bring one."""
        given: dict[str, str | bytes] = {
            **self.token(role),
            "Idempotency-Key": str(uuid4()),
            **(headers or {}),
        }
        answer: httpx.Response = self.http.post(path, json=body, headers=given)
        return answer

    def pinned(self, text: str = "Bring cake") -> httpx.Response:
        """A note on the board."""
        return self.command("/board/v1/notes", {"text": text})

    def get(self, path: str, role: Role = Role.CASE_HANDLER, **headers: str) -> httpx.Response:
        """A GET; underscores in header names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: httpx.Response = self.http.get(path, headers={**self.token(role), **named})
        return answer


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A fresh notice board and reading room that answer requests; nothing in them moves by itself."""
    settings = Settings(data=tmp_path, nats="off", poll_seconds=60)
    clock = FixedClock(NOON)
    ids = ClockedIds(clock)
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    board = build_service(notice_board.SERVICE, settings, clock, ids, vault)
    room = build_service(reading_room.SERVICE, settings, clock, ids, vault, feed_of=lambda _: board.own_feed)
    http = TestClient(front_door([board, room]), raise_server_exceptions=False)
    yield Served(http, issuer_of(settings), board, room, clock)
    board.stop()
    room.stop()
    vault.close()


@pytest.fixture
def moving(served: Served) -> Iterator[Served]:
    """The same, with projections and consumers at work: started and stopped by the front door."""
    with served.http:
        yield served
