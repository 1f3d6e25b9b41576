"""The objections service from feed to answer, on SQLite and without a bus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from services.objections.main import SERVICE
from services.objections.projections import log as log_tables
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, FeedPage
from shared.eventlog.verify import verify_log
from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.published_halves import CASE, NOW, SourceLogs, a_letter, a_refusal, a_renewal_of

OBJECTOR, DECIDER, HANDLER = "applicant:1", "handler-1", "objection-handler:1"
GROUNDS = "De bestelwagen in mijn klasse bestaat niet elektrisch."
FINDING = {"vehicleCategory": "N1", "parameter": "payload_kg", "reasons": "no such van is on offer"}


class Desk:
    """The running service, what it hears, and people in their roles."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.vault = vault
        self.logs = SourceLogs()
        self.settings = Settings(data=folder, nats="off", poll_seconds=0.02)
        clock = FixedClock(NOW)
        self.service: RunningService = build_service(
            SERVICE, self.settings, clock, ClockedIds(clock, Random(1)), vault, feed_of=self.logs.feed
        )
        self.http = TestClient(self.service.app)
        self.heard: dict[str, int] = {}

    def publish(self, *contracts: Contract) -> None:
        """Decisions or notifications tell something; reads wait for it from now on."""
        for contract in contracts:
            message = self.logs.publish(contract)
            self.heard[message.log] = message.position

    def refused(self) -> DecisionTaken:
        """A refusal for the objector, heard of here."""
        refusal = msgspec.structs.replace(a_refusal(self.vault), applicant_subject=OBJECTOR)
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
        **headers: str,
    ) -> httpx.Response:
        """A command with a key of its own."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: httpx.Response = self.http.post(
            path, json=body, headers={**self.bearer(role, subject), "Idempotency-Key": str(uuid4()), **named}
        )
        return answer

    def get(self, path: str, role: Role = Role.OBJECTION_HANDLER, subject: str = HANDLER) -> httpx.Response:
        """A read that shows all that was told and recorded so far."""
        awaited = {**self.heard, "objections": self.service.context.log.head()}
        header = ",".join(f"{log}={position}" for log, position in awaited.items())
        bearer = self.bearer(role, subject)
        answer: httpx.Response = self.http.get(path, headers={**bearer, "Loket-Wait-For": header})
        return answer

    def bearer(self, role: Role, subject: str) -> dict[str, str]:
        """The header that makes a request that of this person."""
        return {"Authorization": f"Bearer {issuer_of(self.settings).issue(role, subject)}"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A running service that has heard nothing yet."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    running = Desk(tmp_path, vault)
    running.service.start()
    yield running
    running.service.stop()
    vault.close()


def place_of(answer: httpx.Response) -> str:
    """The path of what was made."""
    assert answer.status_code == 201, answer.text
    return f"/objections/{answer.json()['id']}"


def test_the_loop_of_an_objector(desk: Desk) -> None:
    """Refusal, letter, objection, finding, renewed decision: upheld, and told to decisions."""
    refusal = desk.refused()
    letter = msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 4, 21))
    desk.publish(letter)
    place = place_of(desk.lodge(refusal.decision_id))
    pending = desk.get(place).json()
    assert (pending["withinTerm"], pending["decideBefore"]) == (True, "2026-06-02")
    found = desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    assert (found.status_code, found.json()["version"]) == (201, 2)
    renewal = msgspec.structs.replace(
        a_renewal_of(refusal, desk.vault), decides_objection_id=UUID(pending["objectionId"])
    )
    desk.publish(renewal)
    ended = desk.get(place).json()
    assert (ended["state"], ended["ruledIn"]) == ("upheld", str(renewal.decision_id))
    assert published_types(desk) == ["objection-lodged", "threshold-consequence-found", "objection-ended"]


def test_the_objector_reads_grounds_but_not_the_internal_finding(desk: Desk) -> None:
    """Until the ruling the objector is told that the objection is pending."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    desk.post(f"{place}/threshold-findings", FINDING, If_Match='"1"')
    told, known = desk.get(place, Role.APPLICANT, OBJECTOR).json(), desk.get(place).json()
    assert (told["grounds"], told["state"], told["finding"]) == (GROUNDS, "pending", None)
    assert known["state"] == "consequence_found"
    assert known["finding"] == {**FINDING, "foundBy": HANDLER}


def test_another_person_sees_no_objection(desk: Desk) -> None:
    """It answers as if it were not there."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    answer = desk.get(place, Role.APPLICANT, "applicant:2")
    assert (answer.status_code, answer.json()["code"]) == (404, "objection_not_found")


def test_another_applicants_decision_cannot_be_objected_to(desk: Desk) -> None:
    """Whose decision it is was told by decisions."""
    answer = desk.lodge(desk.refused().decision_id, subject="applicant:2")
    assert (answer.status_code, answer.json()["code"]) == (404, "decision_not_there")


def test_a_decision_not_heard_of_is_marked(desk: Desk) -> None:
    """Accepted all the same: no order holds between services."""
    shown = desk.get(place_of(desk.lodge(uuid4()))).json()
    assert (shown["decisionHeardOf"], shown["withinTerm"]) == (False, None)


def test_the_desk_enters_what_came_by_post(desk: Desk) -> None:
    """With the day on which it came; nobody lodged it in person."""
    body = {"caseId": str(CASE), "decisionId": str(uuid4()), "grounds": GROUNDS, "channel": "post"}
    days = {"receivedOn": "2026-03-09", "postedOn": "2026-03-06"}
    shown = desk.get(place_of(desk.post("/objections", {**body, **days}))).json()
    assert (shown["channel"], shown["receivedOn"], shown["postedOn"]) == ("post", *days.values())


@pytest.mark.parametrize(
    ("role", "body", "fields"),
    [
        (Role.APPLICANT, {"channel": "post"}, ["body.channel"]),
        (Role.APPLICANT, {"receivedOn": "2026-01-01"}, ["body.receivedOn"]),
        (Role.OBJECTION_HANDLER, {}, ["body.channel", "body.receivedOn"]),
        (Role.OBJECTION_HANDLER, {"channel": "post", "receivedOn": "2026-03-11"}, ["body.receivedOn"]),
        (
            Role.OBJECTION_HANDLER,
            {"channel": "post", "receivedOn": "2026-03-09", "postedOn": "2026-03-10"},
            ["body.postedOn"],
        ),
    ],
)
def test_who_says_when_it_was_received(
    desk: Desk, role: Role, body: dict[str, str], fields: list[str]
) -> None:
    """An objector cannot date an own objection back; the desk cannot date one ahead."""
    whole = {"caseId": str(CASE), "decisionId": str(uuid4()), "grounds": GROUNDS, **body}
    answer = desk.post("/objections", whole, role, OBJECTOR)
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == fields


def test_who_took_the_decision_finds_nothing_on_its_objection(desk: Desk) -> None:
    """Awb 10:3, as a 403."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    answer = desk.post(f"{place}/threshold-findings", FINDING, subject=DECIDER, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (403, "own_decision")


def test_a_finding_names_the_version_it_was_made_on(desk: Desk) -> None:
    """428 without, 412 when stale."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.post(f"{place}/threshold-findings", FINDING).status_code == 428
    assert desk.post(f"{place}/threshold-findings", FINDING, If_Match='"7"').status_code == 412


def test_the_list_is_for_handlers_in_pages(desk: Desk) -> None:
    """In the order of lodging."""
    made = [desk.lodge(uuid4()).json()["id"] for _ in range(3)]
    first = desk.get("/objections?state=pending&limit=2").json()
    rest = desk.get(f"/objections?limit=2&after={first['next']}").json()
    assert [line["objectionId"] for line in first["items"] + rest["items"]] == made
    assert rest["next"] is None
    assert desk.get("/objections", Role.APPLICANT, OBJECTOR).status_code == 403


def test_erasure_takes_the_grounds_and_leaves_the_chain(desk: Desk) -> None:
    """The proceedings stay, what was written is gone, and every hash still holds."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    founding = desk.service.context.log.stream(UUID(place.rpartition("/")[2]))[0].event
    desk.vault.erase(founding.grounds.key_id)  # type: ignore[attr-defined]  # its founding event
    assert desk.get(place).json()["grounds"] is None
    assert verify_log(desk.service.context.engine, log_tables).holds


def test_grounds_are_nowhere_in_clear(desk: Desk, tmp_path: Path) -> None:
    """Not in any file of the data folder, while they are being kept."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.get(place).json()["grounds"] == GROUNDS
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not [file.name for file in files if b"bestelwagen" in file.read_bytes()]


def published_types(desk: Desk) -> list[str]:
    """What the service has told, by the middle of the contract's name."""
    answer = desk.http.get("/feed", headers=desk.bearer(Role.SYSTEM, "service:decisions"))
    page = msgspec.json.decode(answer.content, type=FeedPage)
    return [message.type.split(".")[-2] for message in page.messages]
