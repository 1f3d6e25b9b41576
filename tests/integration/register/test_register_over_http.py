"""The register as a service: what it hears from feeds, and what it answers over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from services.register.main import SERVICE
from shared.contracts.envelope import Contract
from shared.contracts.register import RegisterAct, RegisterEntryPage
from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.published_halves import CASE, LAST, NOW, PLATE, TwoLogs, a_grant, a_letter

UTRECHT, AMSTERDAM = "0344", "0363"
QUESTION = {"plate": PLATE.number, "zone": UTRECHT}


class Register:
    """A running register, with the logs it listens to and a caller in each role."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.vault = vault
        self.logs = TwoLogs()
        self.settings = Settings(data=folder, nats="off", poll_seconds=0.02)
        self.service = self._built(folder)
        self.http = TestClient(self.service.app)

    def _built(self, folder: Path) -> RunningService:
        clock = FixedClock(NOW)
        return build_service(
            SERVICE, self.settings, clock, ClockedIds(clock, Random(1)), self.vault, feed_of=self.logs.feed
        )

    def publish(self, *contracts: Contract) -> None:
        """Publish, and wait until the register has heard it all."""
        heard = {(message.log, message.position) for message in map(self.logs.publish, contracts)}
        awaited = {log: max(position for of, position in heard if of == log) for log, _ in heard}
        header = ",".join(f"{log}={position}" for log, position in awaited.items())
        answer = self.as_role(Role.RDW, "GET", "/zones", headers={"Loket-Wait-For": header})
        assert answer.status_code == 200, answer.text

    def check(self, **question: str) -> httpx.Response:
        """Utrecht asks about the plate."""
        return self.as_role(Role.MUNICIPALITY, "POST", "/access-checks", json={**QUESTION, **question})

    def as_role(
        self,
        role: Role,
        method: str,
        path: str,
        json: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """One request by somebody in that role; a municipality is Utrecht."""
        municipality = UTRECHT if role is Role.MUNICIPALITY else None
        token = issuer_of(self.settings).issue(role, f"{role}:test", municipality)
        bearer = {"Authorization": f"Bearer {token}"}
        answer: httpx.Response = self.http.request(
            method, path, json=json, headers={**bearer, **(headers or {})}
        )
        return answer


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """A register on SQLite that has heard nothing yet."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    running = Register(tmp_path, vault)
    running.service.start()
    yield running
    running.service.stop()
    vault.close()


def test_a_plate_without_an_exemption_hears_no(register: Register) -> None:
    """And the answer says that exemptions are all that it looked at."""
    answer = register.check()
    assert answer.status_code == 200
    assert answer.json() == {
        "allowed": False,
        "covers": "exemptions",
        "basis": {"kind": "none", "decisionId": None, "caseId": None, "exemptionType": None},
        "validUntil": None,
        "zone": UTRECHT,
        "at": "2026-03-10T09:30:00Z",
        "asOf": {"decisions": 0, "notifications": 0},
    }


def test_the_answer_turns_with_the_letter(register: Register) -> None:
    """From refused to allowed, with the decision as its basis and the age of the answer."""
    grant = a_grant(register.vault)
    register.publish(grant)
    assert register.check().json()["allowed"] is False
    register.publish(a_letter(grant))
    answer = register.check().json()
    assert answer["allowed"] is True
    assert answer["basis"] == {
        "kind": "exemption",
        "decisionId": str(grant.decision_id),
        "caseId": str(CASE),
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
    }
    assert answer["validUntil"] == LAST.isoformat()
    assert answer["asOf"] == {"decisions": 1, "notifications": 1}


def test_the_way_a_plate_is_written_does_not_matter(register: Register) -> None:
    """Dashes and small letters are the same plate; another country is another."""
    grant = a_grant(register.vault)
    register.publish(grant, a_letter(grant))
    assert register.check(plate="v-test-1").json()["allowed"] is True
    assert register.check(country="BE").json()["allowed"] is False


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2024-12-31T22:59:59Z", "invalid"),
        ("2026-03-09T22:59:59Z", "none"),
        ("2026-03-09T23:00:00Z", "exemption"),
        ("2026-03-10T00:00:00+01:00", "exemption"),
        ("2027-03-09T22:59:59Z", "exemption"),
        ("2027-03-09T23:00:00Z", "none"),
    ],
)
def test_days_begin_and_end_in_the_netherlands(register: Register, at: str, kind: str) -> None:
    """The first and the last day are whole legal days, in any offset in which the moment is written."""
    grant = a_grant(register.vault)
    register.publish(grant, a_letter(grant))
    answer = register.check(at=at)
    if kind == "invalid":
        assert answer.status_code == 400
    else:
        assert answer.json()["basis"]["kind"] == kind


def test_a_zone_not_in_force_lets_everybody_in(register: Register) -> None:
    """Enschede's zone began on 1 July 2025."""
    question = {"plate": PLATE.number, "zone": "0153", "at": "2025-06-30T12:00:00Z"}
    answer = register.as_role(Role.RDW, "POST", "/access-checks", json=question).json()
    assert (answer["allowed"], answer["basis"]["kind"]) == (True, "zone_not_in_force")


@pytest.mark.parametrize("zone", ["9999", AMSTERDAM], ids=["of nobody", "of another municipality"])
def test_an_unknown_zone_and_that_of_another_look_the_same(register: Register, zone: str) -> None:
    """404 with a code, and nothing that tells one from the other."""
    answer = register.check(zone=zone)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = {**answer.json(), "instance": None}
    assert (problem["code"], problem["title"]) == ("unknown_zone", "Not found")
    assert zone not in answer.text


def test_the_rdw_asks_about_every_zone(register: Register) -> None:
    """National scope reaches the zone of any municipality."""
    for zone in (UTRECHT, AMSTERDAM):
        question = {"plate": PLATE.number, "zone": zone}
        assert register.as_role(Role.RDW, "POST", "/access-checks", json=question).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"plate": "-"},
        {"plate": "VTEST1VTEST1VTEST1VTEST1"},
        {"country": "nld"},
        {"zone": "utrecht"},
        {"at": "2026-03-10"},
        {"at": "0001-01-01T00:00:00+01:00"},
        {"owner": "who"},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_what_is_not_a_question_is_refused(register: Register, fault: dict[str, str]) -> None:
    """400 that names the field and never the value."""
    answer = register.check(**fault)
    ((field, value),) = fault.items()
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [f"body.{field}"]
    assert len(value) < 2 or value not in answer.text


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CASE_HANDLER, Role.AUDITOR, Role.SYSTEM])
def test_only_who_keeps_zones_asks_for_plates(register: Register, role: Role) -> None:
    """Nobody else can find out whether a plate has an exemption."""
    assert register.as_role(role, "POST", "/access-checks", json=QUESTION).status_code == 403


def test_the_zones_are_shown(register: Register) -> None:
    """Eighteen, by code, each with its first day."""
    zones = register.as_role(Role.APPLICANT, "GET", "/zones").json()["zones"]
    assert len(zones) == 18
    assert zones[0]["zone"] == "0014"
    assert zones[0]["inForceFrom"] == "2025-04-01"


def test_audit_reads_the_entries(register: Register) -> None:
    """Over HTTP in the published form, and for services alone."""
    grant = a_grant(register.vault)
    register.publish(grant, a_letter(grant))
    answer = register.as_role(Role.SYSTEM, "GET", "/entries?after=0")
    page = msgspec.json.decode(answer.content, type=RegisterEntryPage)
    assert [entry.act for entry in page.entries] == [RegisterAct.ACCESS_ENTERED]
    assert page.head == 1
    assert register.as_role(Role.AUDITOR, "GET", "/entries").status_code == 403


def test_the_description_claims_no_more_than_exemptions(register: Register) -> None:
    """Who reads the API's document hears what a no does not mean."""
    document = register.http.get("/openapi.json").json()
    description = document["paths"]["/access-checks"]["post"]["description"]
    assert "does not say that the vehicle may not enter" in " ".join(description.split())


def test_an_erasure_does_not_stop_the_register(register: Register) -> None:
    """Messages of an erased person are taken in, and those after it too."""
    erased, kept = a_grant(register.vault), a_grant(register.vault)
    register.vault.erase(erased.plate.key_id)
    register.publish(erased, a_letter(erased), kept, a_letter(kept))
    assert register.check().json()["basis"]["decisionId"] == str(kept.decision_id)


def test_no_plate_stands_in_the_database(register: Register, tmp_path: Path) -> None:
    """Neither the plate that has a right nor the one that was asked about."""
    grant = a_grant(register.vault)
    register.publish(grant, a_letter(grant))
    register.check(plate="XASKED9")
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert b"access-entered" in stored
    assert PLATE.number.encode() not in stored
    assert b"XASKED9" not in stored
