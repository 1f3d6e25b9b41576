"""A desk for objections: the running service, fed by two logs that tests write, and its people."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import msgspec
from starlette.testclient import TestClient

from services.objections.main import SERVICE
from shared.contracts.decisions import CaseReconsidered, DecisionTaken
from shared.contracts.envelope import Contract, FeedPage, Message
from shared.privacy.vault import Vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.vocabulary import legal_day
from tests.support.patience import PATIENCE_SECONDS, patiently
from tests.support.published_halves import CASE, NOW, SourceLogs, a_refusal

OBJECTOR: Final = "applicant:1"
DECIDER: Final = "handler-1"
HANDLER: Final = "objection-handler:1"
GROUNDS: Final = "De bestelwagen in mijn klasse bestaat niet elektrisch."
NOT_WANTED: Final = {"ground": "not_wanted", "reasons": "De indiener wil niet gehoord worden."}
"""Why there is no hearing."""
OWN: Final = UUID(int=300)
"""The assessment that the desk asks for by itself."""
CREATED: Final = httpx.codes.CREATED
FINDING: Final = {"vehicleCategory": "N1", "parameter": "payload_kg", "reasons": "no such van is on offer"}


class ObjectionsDesk:
    """The running service, what it hears, and people in their roles."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.vault = vault
        self.logs = SourceLogs()
        self.settings = Settings(data=folder, nats="off", poll_seconds=0.02)
        self.clock = clock = FixedClock(NOW)
        self.service: RunningService = build_service(
            SERVICE, self.settings, clock, ClockedIds(clock, Random(1)), vault, feed_of=self.logs.feed
        )
        self.http = TestClient(self.service.app)
        self.heard: dict[str, int] = {}
        self._shown: dict[str, int] = {}
        self.added: dict[str, int] = {}
        """By objection, how many acts the desk did that no test asked for."""

    def publish(self, *contracts: Contract) -> None:
        """Decisions or notifications tell something; reads and commands wait for it from now on."""
        for contract in contracts:
            message = self.logs.publish(contract)
            self.heard[message.log] = message.position

    def refused(self, **differently: object) -> DecisionTaken:
        """A refusal for the objector, heard of here."""
        known = {"applicant_subject": OBJECTOR, **differently}
        refusal = msgspec.structs.replace(a_refusal(self.vault), **known)
        self.publish(refusal)
        self.get("/objections")
        return refusal

    def lodge(self, decision_id: UUID, subject: str = OBJECTOR, **more: str) -> httpx.Response:
        """The applicant objects."""
        body = {"caseId": str(CASE), "decisionId": str(decision_id), "grounds": GROUNDS, **more}
        return self.post("/objections", body, Role.APPLICANT, subject)

    def post(
        self,
        path: str,
        body: object,
        role: Role = Role.OBJECTION_HANDLER,
        subject: str = HANDLER,
        *,
        of: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """A command with a key of its own, of somebody who has seen all that was told.

        Before a ruling on the merits the case is reconsidered (Awb 7:11(1)), unless a test did: its version then is
        later by those two acts, which whoever counts versions need not know.
        """
        if self.heard != self._shown:
            self.get("/objections")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        place = path.rpartition("/")[0]
        if "If-Match" in named and place in self.added:
            named["If-Match"] = self._counted(place, named["If-Match"])
        if path.endswith("/rulings") and isinstance(body, dict) and body.get("ruling") != "inadmissible":
            acts = self._reconsider(place, role, subject, of)
            named = {name: later(tag, acts) if name == "If-Match" else tag for name, tag in named.items()}
        answer: httpx.Response = self.http.post(
            path,
            json=body,
            headers={**self.bearer(role, subject, of), "Idempotency-Key": str(uuid4()), **named},
        )
        return answer

    def _counted(self, place: str, tag: str) -> str:
        """The version that a test means: the one it read, or the one that it counts."""
        return tag if tag == self.get(place).headers.get("ETag") else later(tag, self.added[place])

    def _reconsider(self, place: str, role: Role, subject: str, of: str | None) -> int:
        """Ask what the case comes to today, and hear that the facts do not tell; in how many acts, none where it cannot be."""
        shown = self.get(place, role, subject, of=of)
        if shown.status_code != httpx.codes.OK or self._is_known(shown.json()["reconsideration"]):
            return 0
        named = {"If_Match": shown.headers["ETag"]}
        if self.post(f"{place}/reconsiderations", None, role, subject, of=of, **named).status_code != CREATED:
            return 0
        case_id, objection_id = UUID(shown.json()["caseId"]), UUID(shown.json()["objectionId"])
        self.publish(CaseReconsidered(OWN, objection_id, case_id, self.today, None, "policy/2", None))
        self.get(place)
        self.added[place] = self.added.get(place, 0) + 2
        return 2

    def _is_known(self, shown: Mapping[str, Any] | None) -> bool:
        """Whether a test asked, or it was asked today."""
        told = shown and shown["assessment"]
        own = told and told["assessmentId"] == str(OWN)
        return bool(shown) and not (own and told["assessedOn"] != str(self.today))

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.clock.now())

    def get(
        self,
        path: str,
        role: Role = Role.OBJECTION_HANDLER,
        subject: str = HANDLER,
        *,
        of: str | None = None,
    ) -> httpx.Response:
        """A read that shows all that was told and recorded so far."""
        awaited = {**self.heard, "objections": self.service.context.log.head()}
        header = ",".join(f"{log}={position}" for log, position in awaited.items())
        headers = {**self.bearer(role, subject, of), "Loket-Wait-For": header}
        answer = patiently(lambda: self.http.get(path, headers=headers))
        self._shown = dict(self.heard)
        return answer

    def later(self, days: int) -> None:
        """The clock steps on."""
        self.clock.advance_to(self.clock.now() + timedelta(days=days))

    def until(self, path: str, done: Callable[[Any], bool]) -> None:
        """Read until it shows what a worker or a reaction has to do."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while not done(self.get(path).json()):
            assert time.monotonic() < patience, f"{path} never showed it"
            time.sleep(0.02)

    def bearer(self, role: Role, subject: str, of: str | None = None) -> dict[str, str]:
        """The header that makes a request that of this person, `of` a municipality or with national scope."""
        return {"Authorization": f"Bearer {issuer_of(self.settings).issue(role, subject, of)}"}

    def published(self) -> tuple[Message, ...]:
        """What the service has told."""
        answer = self.http.get("/feed", headers=self.bearer(Role.SYSTEM, "service:decisions"))
        return msgspec.json.decode(answer.content, type=FeedPage).messages

    def published_types(self) -> list[str]:
        """The same, by the middle of the contract's name."""
        return [message.type.split(".")[-2] for message in self.published()]


def later(tag: str, acts: int) -> str:
    """The version so many acts on."""
    return f'"{int(tag.strip(chr(34))) + acts}"'


def place_of(answer: httpx.Response) -> str:
    """The path of what was made."""
    assert answer.status_code == 201, answer.text
    return f"/objections/{answer.json()['id']}"
