"""The decisions service as its users meet it: over HTTP on SQLite, with nobody else there; fixture `door`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.testclient import TestClient

from services.decisions.commands import ApplicationCommands
from services.decisions.main import SERVICE
from shared.contracts.envelope import FeedPage
from shared.eventlog.act import Act
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.vocabulary import ExemptionType, VehicleFacts
from tests.support.cases import a_van, an_application
from tests.support.patience import patiently

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


class Silent:
    """The feed of a service from which nothing is heard."""

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """Nothing, up to where it was asked from."""
        return FeedPage("silent", (), after)


class DeskDoor:
    """Requests to the desk, and what it has heard."""

    def __init__(self, http: TestClient, service: RunningService, settings: Settings) -> None:
        self.http = http
        self._issuer = issuer_of(settings)
        self._context = service.context
        self._applications = ApplicationCommands(self._context.log)

    def heard_of(self, kind: ExemptionType, vehicle: VehicleFacts | None = None, **told: object) -> UUID:
        """An application came in, the register has answered, and the lists show it."""
        case_id = self._context.ids.new()
        self._applications.start_decision_term(
            self._act(), case_id=case_id, application=an_application(kind, **told)
        )
        saved = self._applications.note_vehicle_facts(
            self._act(),
            case_id=case_id,
            source="register",
            fetched_at=NOON,
            facts=vehicle or a_van(),
        )
        self.shown(saved.position)
        return case_id

    def attached(self, case_id: UUID, name: str) -> None:
        """A document was attached to the application."""
        self._applications.note_evidence(
            self._act(), case_id=case_id, name=name, shows="circumstances", attached_on=NOON.date()
        )

    def shown(self, position: int) -> None:
        """Wait until the tables show what was recorded up to a position."""
        assert self.get("/cases", waits_for=position).status_code == httpx.codes.OK

    def token(self, role: Role, municipality: str | None) -> dict[str, str]:
        """The header that makes a request that of somebody in a role, nationally or for one municipality."""
        return {"Authorization": f"Bearer {self._issuer.issue(role, f'{role}-1', municipality)}"}

    def get(
        self,
        path: str,
        role: Role = Role.CASE_HANDLER,
        municipality: str | None = None,
        *,
        waits_for: int = 0,
    ) -> httpx.Response:
        """A GET by somebody in a role."""
        headers = self.token(role, municipality) | {"Loket-Wait-For": f"decisions={waits_for}"}
        return patiently(lambda: self.http.get(f"/decisions/v1{path}", headers=headers))

    def command(
        self, path: str, body: object = None, *, municipality: str | None = None, version: int = 2
    ) -> httpx.Response:
        """A command by a case handler on a case at that version."""
        headers = self.token(Role.CASE_HANDLER, municipality) | {
            "Idempotency-Key": str(uuid4()),
            "If-Match": f'"{version}"',
        }
        answer: httpx.Response = self.http.post(f"/decisions/v1{path}", json=body, headers=headers)
        return answer

    def _act(self) -> Act:
        return Act("system:applications", "system", NOON, uuid4(), uuid4())


@pytest.fixture
def door(tmp_path: Path) -> Iterator[DeskDoor]:
    """The running service."""
    settings = Settings(data=tmp_path, nats="off", poll_seconds=0.05)
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    clock = FixedClock(NOON)
    service = build_service(SERVICE, settings, clock, ClockedIds(clock), vault, feed_of=lambda _: Silent())
    with TestClient(front_door([service]), raise_server_exceptions=False) as http:
        yield DeskDoor(http, service, settings)
    vault.close()
