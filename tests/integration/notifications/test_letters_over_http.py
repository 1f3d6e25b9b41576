"""The whole service, put together as it runs: a decision goes in by its feed, a letter comes out by HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from starlette.testclient import TestClient

from services.notifications.domain.decision_notice import DecisionNotice
from services.notifications.domain.letter import letter_id_of
from services.notifications.main import SERVICE
from shared.contracts.envelope import FeedPage, Message
from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import SequentialIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.announced_decisions import (
    APPLICANT,
    CASE,
    DECISION,
    REFUSED_FIRST,
    a_grant,
    a_message,
    a_refusal,
    a_sealed_addressee,
    the_message_of,
)
from tests.support.nats import eventually
from tests.support.patience import PATIENCE_SECONDS

NOON = datetime(2026, 2, 20, 11, tzinfo=UTC)
LETTER = letter_id_of(DECISION)


class Decisions:
    """The feed of the decisions service, as far as it has told."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._messages: list[Message] = []
        self._lock = threading.Lock()

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """What was told after a position."""
        with self._lock:
            later = tuple(each for each in self._messages if each.position > after)[:limit]
            return FeedPage("decisions", later, later[-1].position if later else len(self._messages))

    def tell(self, notice: DecisionNotice) -> UUID:
        """Tell of a decision on somebody sealed; returns the id of their key."""
        addressee = a_sealed_addressee(self._vault)
        with self._lock:
            position = len(self._messages) + 1
            self._messages.append(a_message(position, the_message_of(notice, addressee)))
        return addressee.applicant.key_id


class Silent:
    """The feed of a service that has nothing to tell."""

    def __init__(self, log: str) -> None:
        self._log = log

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """Nothing, after any position."""
        return FeedPage(self._log, (), after)


class Reader:
    """Somebody who reads letters."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **headers: str) -> httpx.Response:
        """One GET."""
        answer: httpx.Response = self._client.get(path, headers=self._headers | headers)
        return answer


class World:
    """The service and its surroundings."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder, nats="off", poll_seconds=0.05)
        self.vault = open_vault(self.settings.vault_database(), folder / "master.key")
        self.decisions = Decisions(self.vault)
        self.service: RunningService = build_service(
            SERVICE,
            self.settings,
            FixedClock(NOON),
            SequentialIds(),
            self.vault,
            feed_of=lambda log: self.decisions if log == "decisions" else Silent(log),
        )
        self.client = TestClient(self.service.app, raise_server_exceptions=False)

    def reader(self, role: Role = Role.CASE_HANDLER, subject: str = "handler-1") -> Reader:
        """Somebody in a role."""
        return Reader(self.client, issuer_of(self.settings).issue(role, subject))

    def sent(self, letter_id: UUID = LETTER) -> None:
        """Wait until that letter was sent and the register knows."""
        desk = self.reader()

        def is_sent() -> bool:
            answer = desk.get(f"/letters/{letter_id}")
            return answer.status_code == 200 and answer.json()["state"] == "sent"

        eventually(is_sent)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A running service on SQLite, with NATS off."""
    world = World(tmp_path)
    world.service.start()
    yield world
    world.service.stop()
    world.vault.close()


def test_a_letter_can_be_read_with_its_remedy(world: World) -> None:
    """From the decision in the feed to the Dutch text, with ETag, last day and case."""
    world.decisions.tell(a_grant())
    world.sent()
    answer = world.reader().get(f"/letters/{LETTER}")
    letter = answer.json()
    text = letter.pop("text")
    assert answer.headers["ETag"] == '"2"'
    assert letter == {
        "id": str(LETTER),
        "caseId": str(CASE),
        "decisionId": str(DECISION),
        "objectionId": None,
        "kind": "grant",
        "state": "sent",
        "drawnUpOn": "2026-02-20",
        "sentOn": "2026-02-20",
        "remedy": "objection",
        "remedyLastDay": "2026-04-07",
        "channel": "paper",
    }
    assert APPLICANT.name in text


def test_a_letter_can_be_read_as_a_page(world: World) -> None:
    """With `Accept: text/html`, under a policy that loads nothing."""
    world.decisions.tell(a_grant())
    world.sent()
    page = world.reader(Role.APPLICANT, "applicant-017").get(f"/letters/{LETTER}", Accept="text/html")
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Cache-Control"] == "no-store"
    assert '<html lang="nl">' in page.text


def test_a_letter_can_be_printed(world: World) -> None:
    """With `Accept: application/pdf`, under a name of its own; the same bytes every time."""
    world.decisions.tell(a_grant())
    world.sent()
    own = world.reader(Role.APPLICANT, "applicant-017")
    answer = own.get(f"/letters/{LETTER}", Accept="application/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="brief-{LETTER}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content == own.get(f"/letters/{LETTER}", Accept="application/pdf").content
    other = world.reader(Role.APPLICANT, "applicant-018")
    assert other.get(f"/letters/{LETTER}", Accept="application/pdf").status_code == 404


def test_another_applicant_finds_no_letter(world: World) -> None:
    """What is somebody else's looks as if it were not there."""
    world.decisions.tell(a_grant())
    world.sent()
    other = world.reader(Role.APPLICANT, "applicant-018")
    assert other.get(f"/letters/{LETTER}").status_code == 404
    assert other.get(f"/letters?caseId={CASE}").json() == {"items": []}
    assert other.get(f"/letters/{LETTER}").json()["code"] == "letter_not_found"


@pytest.mark.parametrize("role", [Role.RDW, Role.AUDITOR, Role.OPERATOR, Role.SYSTEM])
def test_who_has_no_business_with_letters_is_refused(world: World, role: Role) -> None:
    """Only applicants and the desk read them."""
    assert world.reader(role, "somebody").get(f"/letters/{LETTER}").status_code == 403


def test_the_letters_of_a_case(world: World) -> None:
    """All of them, without their texts."""
    world.decisions.tell(a_refusal())
    world.decisions.tell(a_grant())
    world.sent()
    items = world.reader().get(f"/letters?caseId={CASE}").json()["items"]
    assert {item["decisionId"] for item in items} == {str(REFUSED_FIRST), str(DECISION)}
    assert not any("text" in item for item in items)


def test_a_letter_to_somebody_erased_since_is_gone(world: World) -> None:
    """410, with a code of its own and nothing about the person."""
    key = world.decisions.tell(a_grant())
    world.sent()
    world.vault.erase(key)
    answer = world.reader().get(f"/letters/{LETTER}")
    assert (answer.status_code, answer.json()["code"]) == (410, "person_erased")
    assert str(key) not in answer.text


def test_the_announcement_is_published(world: World) -> None:
    """In the feed stands `LetterSent` and nothing of the drawing up."""
    world.decisions.tell(a_grant())
    world.sent()
    feed = world.reader(Role.SYSTEM, "service:register").get("/feed").json()
    assert [each["type"] for each in feed["messages"]] == ["nl.zero-emissiezones.letter-sent.v1"]
    assert feed["messages"][0]["data"]["remedyLastDay"] == "2026-04-07"


def test_a_drained_service_says_so(world: World) -> None:
    """Nothing is pending once every letter was sent, and no timer lies ahead."""
    world.decisions.tell(a_grant())
    world.sent()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while world.service.pending() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert world.service.pending() == []
    assert world.service.next_due() is None
