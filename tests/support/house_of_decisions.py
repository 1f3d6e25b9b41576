"""The decisions service as its users meet it: HTTP in front, the feeds of its sisters behind; fixture `house`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from services.decisions.main import SERVICE
from shared.contracts.applications import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, FeedPage, Message
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.vocabulary import ExemptionType
from tests.support.cases import HOLDER, RECEIVED_ON, REVIEWER, TYPE, a_van
from tests.support.decisions import NOON
from tests.support.patience import patiently

BASE = "/decisions/v1"
PATIENCE = 60.0
OLD, NEW = 1200, 800


C = TypeVar("C", bound=Contract)


class SisterFeed:
    """What another service has published so far."""

    def __init__(self, log: str) -> None:
        self._log = log
        self._messages: list[Message] = []

    def publish(self, contract: Contract) -> None:
        """Tell the next thing."""
        position = len(self._messages) + 1
        message = Message(
            log=self._log,
            position=position,
            previous=position - 1,
            event_id=uuid4(),
            type=contract.TYPE,
            recorded_at=NOON,
            correlation_id=uuid4(),
            causation_id=None,
            traceparent=None,
            data=msgspec.Raw(msgspec.json.encode(contract)),
        )
        self._messages.append(message)

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """As the service's own feed answers."""
        return FeedPage(self._log, tuple(self._messages[after : after + limit]), len(self._messages))


class House:
    """Everybody who has a token, at the service's door, and the services behind it."""

    def __init__(
        self, door: TestClient, service: RunningService, settings: Settings, **feeds: SisterFeed
    ) -> None:
        self._door = door
        self._issuer = issuer_of(settings)
        self.service = service
        self.applications, self.objections = feeds["applications"], feeds["objections"]
        self.notifications = feeds["notifications"]

    def get(
        self, path: str, role: Role = Role.CASE_HANDLER, municipality: str | None = None
    ) -> httpx.Response:
        """Somebody reads, at least as the log stands now."""
        wait = {"Loket-Wait-For": f"decisions={self.service.context.log.head()}"}
        headers = {**self._bearer(role, None, municipality), **wait}
        return patiently(lambda: self._door.get(BASE + path, headers=headers))

    def read_as(self, path: str, role: Role, subject: str) -> httpx.Response:
        """Somebody in particular reads that whole path, at least as the log stands now."""
        wait = {"Loket-Wait-For": f"decisions={self.service.context.log.head()}"}
        return self._door.get(path, headers={**self._bearer(role, subject), **wait})

    def post(
        self,
        path: str,
        body: object = None,
        role: Role = Role.CASE_HANDLER,
        subject: str | None = None,
        version: int | None = None,
        municipality: str | None = None,
    ) -> httpx.Response:
        """Somebody acts, on that version."""
        headers = {"Idempotency-Key": str(uuid4()), **self._bearer(role, subject, municipality)}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._door.post(BASE + path, json=body, headers=headers)

    def _bearer(self, role: Role, subject: str | None, municipality: str | None = None) -> dict[str, str]:
        if role is Role.MUNICIPALITY:
            municipality = "0344"
        return {"Authorization": f"Bearer {self._issuer.issue(role, subject or f'{role}-1', municipality)}"}

    def case(self, case_id: UUID) -> dict:
        """The case as the desk sees it."""
        answer = self.get(f"/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def an_application(
        self,
        payload: int = 1000,
        kind: ExemptionType = TYPE,
        municipality: str | None = None,
        received_on: date = RECEIVED_ON,
    ) -> UUID:
        """An application and the register's answer are heard of."""
        case_id = uuid4()
        self.applications.publish(
            ApplicationSubmitted(
                case_id=case_id,
                exemption_type=kind,
                received_on=received_on,
                applicant=HOLDER.applicant,
                plate=HOLDER.plate,
                applicant_subject=HOLDER.applicant_subject,
                municipality=municipality,
            )
        )
        self.applications.publish(
            VehicleFactsReceived(case_id=case_id, source="register", fetched_at=NOON, facts=a_van(payload))
        )
        self.until(lambda: self.service.context.log.position_of(case_id, 2) is not None)
        return case_id

    def a_set(self, limit: int, objection_id: UUID | None = None, **said: object) -> str:
        """Proposed by a case handler, and previewed."""
        body = {
            "thresholds": [{"category": "N1", "parameter": "payload_kg", "value": limit}],
            "validFrom": "2026-03-02",
            **said,
        }
        if objection_id:
            body["objectionId"] = str(objection_id)
        proposed = self.post("/threshold-sets", body)
        assert proposed.status_code == 201, proposed.text
        set_id: str = proposed.json()["id"]
        previewed = self.post(f"/threshold-sets/{set_id}/previews", version=1)
        assert previewed.status_code == 201, previewed.text
        return set_id

    def approve(self, set_id: str, subject: str = REVIEWER) -> httpx.Response:
        """Somebody approves the latest preview."""
        shown = self.get(f"/threshold-sets/{set_id}").json()
        body = {"planDigest": shown["planDigest"]}
        return self.post(f"/threshold-sets/{set_id}/approvals", body, Role.REVIEWER, subject, version=2)

    def decide(self, case_id: UUID) -> str:
        """Assessed and decided as advised."""
        assert self.post(f"/cases/{case_id}/assessments", version=2).status_code == 201
        outcome: str = self.case(case_id)["advice"]
        decided = self.post(f"/cases/{case_id}/decisions", {"outcome": outcome}, version=3)
        assert decided.status_code == 201, decided.text
        return outcome

    def published(self) -> list[DecisionTaken]:
        """What the service has told others."""
        return self.told(DecisionTaken)

    def told(self, kind: type[C]) -> list[C]:
        """What the service has told others of that kind."""
        messages = self.service.own_feed.page(0).messages
        return [msgspec.json.decode(each.data, type=kind) for each in messages if each.type == kind.TYPE]

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait for what the service does by itself."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < deadline, self.service.pending()
            time.sleep(0.01)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The running service with the old threshold for vans in force."""
    settings = Settings(data=tmp_path, nats="off", poll_seconds=0.02)
    clock = FixedClock(NOON)
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    feeds = {name: SisterFeed(name) for name in ("applications", "objections", "notifications")}
    service = build_service(SERVICE, settings, clock, ClockedIds(clock), vault, feed_of=feeds.__getitem__)
    with TestClient(front_door([service]), raise_server_exceptions=False) as door:
        house = House(door, service, settings, **feeds)
        assert house.approve(house.a_set(OLD)).status_code == 201
        yield house
    vault.close()
