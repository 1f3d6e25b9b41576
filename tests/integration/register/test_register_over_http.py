"""The register as a service: what it hears from feeds, and what it answers over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from services.demo.records import Drive, PlannedVehicle, records_of
from services.register.main import SERVICE
from services.register.projections.zone_list import Zones
from services.register.workers.zone_import import import_zones
from shared.contracts.envelope import Contract
from shared.contracts.register import RegisterAct, RegisterEntryPage
from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.vocabulary import VehicleFacts
from tests.support.published_halves import (
    CASE,
    EURO_4_VAN,
    LAST,
    NOW,
    PLATE,
    UTRECHT,
    SourceLogs,
    a_day_exemption,
    a_grant,
    a_letter,
    an_application,
    vehicle_facts,
)
from tests.support.vehicle_questions import plates_in
from tests.support.zone_feeds import a_feed, a_zone

AMSTERDAM = "0363"
QUESTION = {"plate": PLATE.number, "zone": UTRECHT}


class Register:
    """A running register, with the logs it listens to and a caller in each role."""

    def __init__(self, folder: Path, vault: Vault, rdw_url: str | None = None) -> None:
        self.vault = vault
        self.logs = SourceLogs()
        self.settings = Settings(data=folder, nats="off", poll_seconds=0.02, rdw_url=rdw_url)
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

    def know_the_vehicle(self, facts: VehicleFacts = EURO_4_VAN) -> None:
        """Somebody applied for the plate, and the vehicle register answered."""
        grant = a_grant(self.vault)
        self.publish(an_application(grant), vehicle_facts(CASE, facts))

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


@contextmanager
def running(folder: Path, rdw_url: str | None = None) -> Iterator[Register]:
    """A register on SQLite that has heard nothing yet."""
    vault = open_vault(f"sqlite:///{folder}/vault.db", folder / "master.key")
    register = Register(folder, vault, rdw_url)
    register.service.start()
    yield register
    register.service.stop()
    vault.close()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """One without a vehicle register to ask."""
    with running(tmp_path) as register:
        yield register


def test_a_plate_without_any_ground_hears_no(register: Register) -> None:
    """And hears which rules were asked, and where the facts are from."""
    register.know_the_vehicle()
    answer = register.check().json()
    assert (answer["allowed"], answer["basis"]["kind"], answer["vehicle"]) == (False, "none", "recorded")
    assert (answer["zone"], answer["municipality"], answer["at"]) == (
        "ze-utrecht",
        UTRECHT,
        "2026-03-10T09:30:00Z",
    )
    assert [(rule["rule"], rule["answer"]) for rule in answer["rules"]] == [
        ("not_a_van_or_truck", "unmet"),
        ("emission_free", "unmet"),
        ("oldtimer", "unmet"),
        ("wheelchair_accessible", "unmet"),
        ("special_body", "unmet"),
        ("transition", "unmet"),
        ("exemption", "unmet"),
        ("day_exemption", "unmet"),
    ]
    assert answer["asOf"] == {"applications": 2, "decisions": 0, "notifications": 0, "registerEntries": 0}


def test_a_plate_nobody_knows_is_unknown_and_not_let_in(register: Register) -> None:
    """Without facts and without a vehicle register to ask there is no certainty, and never a yes."""
    answer = register.check().json()
    assert (answer["allowed"], answer["basis"]["kind"], answer["vehicle"]) == (False, "unknown", "not_asked")


def test_the_answer_turns_with_the_letter(register: Register) -> None:
    """From refused to allowed, with the decision as its basis and the age of the answer."""
    register.know_the_vehicle()
    grant = a_grant(register.vault)
    register.publish(grant)
    assert register.check().json()["allowed"] is False
    register.publish(a_letter(grant))
    answer = register.check().json()
    assert answer["allowed"] is True
    assert answer["basis"] == {
        "kind": "exemption",
        "rule": "exemption",
        "source": "RVV 1990, art. 87; the announced decision",
        "decisionId": str(grant.decision_id),
        "caseId": str(CASE),
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
    }
    assert (answer["validUntil"], answer["validTo"]) == (LAST.isoformat(), "2027-03-09T23:00:00Z")
    assert answer["asOf"] == {"applications": 2, "decisions": 1, "notifications": 1, "registerEntries": 1}


def test_the_transition_rules_give_access_without_an_exemption(register: Register) -> None:
    """A van of class 5 may come until the end of 2026."""
    register.know_the_vehicle(msgspec.structs.replace(EURO_4_VAN, emission_class=5))
    answer = register.check().json()
    assert (answer["allowed"], answer["basis"]["kind"]) == (True, "transition")
    assert (answer["validUntil"], answer["validTo"]) == ("2026-12-31", "2026-12-31T23:00:00Z")


def test_what_was_known_at_an_instant_stays_what_it_was(register: Register) -> None:
    """An earlier `knownAt` knows nothing of the right, whatever moment is asked about; bytes are the same."""
    grant = a_grant(register.vault)
    register.publish(an_application(grant), vehicle_facts(CASE, EURO_4_VAN))
    earlier = "2026-03-10T09:29:59Z"
    first = register.check(knownAt=earlier, at="2026-03-10T12:00:00Z")
    register.publish(grant, a_letter(grant))
    again = register.check(knownAt=earlier, at="2026-03-10T12:00:00Z")
    assert first.content == again.content
    assert again.json()["basis"]["kind"] == "unknown"
    now = register.check(knownAt="2026-03-10T09:30:00Z").json()
    assert (now["basis"]["kind"], now["asOf"]["registerEntries"]) == ("exemption", 1)
    assert (now["asOf"]["decisions"], now["at"]) == (None, "2026-03-10T09:30:00Z")
    ahead = register.check(knownAt="2026-03-10T09:30:01Z")
    assert (ahead.status_code, ahead.json()["errors"][0]["field"]) == (400, "body.knownAt")


def test_a_local_exemption_gives_access_in_its_municipality_alone(register: Register) -> None:
    """The RDW asks about both; the other municipality's zone stays closed."""
    register.know_the_vehicle()
    local = msgspec.structs.replace(a_grant(register.vault), municipality=UTRECHT)
    register.publish(local, a_letter(local))
    for zone, kind in ((UTRECHT, "exemption"), (AMSTERDAM, "none")):
        question = {"plate": PLATE.number, "zone": zone}
        answer = register.as_role(Role.RDW, "POST", "/access-checks", json=question).json()
        assert answer["basis"]["kind"] == kind


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2026-03-09T22:59:59Z", "none"),
        ("2026-03-09T23:00:00Z", "day_exemption"),
        ("2026-03-11T04:59:59Z", "day_exemption"),
        ("2026-03-11T05:00:00Z", "none"),
    ],
)
def test_a_day_exemption_holds_for_thirty_hours(register: Register, at: str, kind: str) -> None:
    """From midnight to six in the morning of the next day, legal time, to the second."""
    register.know_the_vehicle()
    granted = a_day_exemption(register.vault)
    register.publish(granted, a_letter(granted))
    assert register.check(at=at).json()["basis"]["kind"] == kind


@contextmanager
def vehicle_register(*vehicles: PlannedVehicle) -> Iterator[str]:
    """The address of a vehicle register that knows these vehicles."""
    records = {vehicle.plate: records_of(vehicle, seed=1) for vehicle in vehicles}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            (where,) = parse_qs(url.query)["$where"]
            (plate,) = plates_in(where)
            data_set = url.path.rpartition("/")[2].removesuffix(".json")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(records.get(plate, {}).get(data_set, [])).encode())

        def log_message(self, *_: object) -> None:
            """Its log would name plates."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_plate_nobody_applied_for_is_asked_about(tmp_path: Path) -> None:
    """The vehicle register says that it is emission-free; nothing of it is kept."""
    vehicle = PlannedVehicle(PLATE.number, "N1", 900, drive=Drive.ELECTRIC)
    with vehicle_register(vehicle) as url, running(tmp_path, url) as register:
        answer = register.check().json()
        assert (answer["allowed"], answer["basis"]["kind"], answer["vehicle"]) == (
            True,
            "emission_free",
            "asked",
        )
        assert answer["validUntil"] is None
        assert register.check(knownAt="2026-03-10T09:30:00Z").json()["vehicle"] == "not_asked"
    assert b"VTEST1" not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))


def test_a_silent_vehicle_register_is_never_a_yes(tmp_path: Path) -> None:
    """Where nobody listens the answer is unknown, and comes in time."""
    with running(tmp_path, "http://127.0.0.1:9") as register:
        answer = register.check().json()
    assert (answer["allowed"], answer["basis"]["kind"], answer["vehicle"]) == (False, "unknown", "silent")


def test_a_further_zone_of_a_municipality_is_asked_about_by_its_id(register: Register) -> None:
    """An imported zone begins on its own day; its municipality's first zone is closed already."""
    zones = Zones(register.service.context.engine)
    report = import_zones(zones, a_feed(a_zone("NDW11_further", "ZE Utrecht 2027", starts="2027-01-01")), NOW)
    assert report.taken_over == 1
    for zone, at, kind in (
        ("NDW11_further", "2026-12-31T22:59:59Z", "zone_not_in_force"),
        ("NDW11_further", "2026-12-31T23:00:00Z", "unknown"),
        ("ze-utrecht", "2026-12-31T22:59:59Z", "unknown"),
        (UTRECHT, "2026-12-31T22:59:59Z", "unknown"),
    ):
        assert register.check(zone=zone, at=at).json()["basis"]["kind"] == kind
    other = register.as_role(Role.RDW, "GET", "/zones").json()["zones"]
    assert [zone["zone"] for zone in other if zone["code"] == UTRECHT] == ["ze-utrecht", "NDW11_further"]


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
        ("2026-03-09T22:59:59Z", "unknown"),
        ("2026-03-09T23:00:00Z", "exemption"),
        ("2026-03-10T00:00:00+01:00", "exemption"),
        ("2027-03-09T22:59:59Z", "exemption"),
        ("2027-03-09T23:00:00Z", "unknown"),
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
        {"zone": "12"},
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
    told = {name: text for name, text in answer.json().items() if name != "traceId"}  # any digits stand there
    assert len(value) < 2 or value not in str(told)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CASE_HANDLER, Role.AUDITOR, Role.SYSTEM])
def test_only_who_keeps_zones_asks_for_plates(register: Register, role: Role) -> None:
    """Nobody else can find out whether a plate has an exemption."""
    assert register.as_role(role, "POST", "/access-checks", json=QUESTION).status_code == 403


def test_the_zones_are_shown(register: Register) -> None:
    """Eighteen, by code, each with its first day."""
    zones = register.as_role(Role.APPLICANT, "GET", "/zones").json()["zones"]
    assert len(zones) == 18
    assert (zones[0]["zone"], zones[0]["code"]) == ("ze-groningen", "0014")
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


def test_the_description_says_what_unknown_means(register: Register) -> None:
    """Who reads the API's document hears that an answer is never a yes on what is not known."""
    document = register.http.get("/openapi.json").json()
    description = " ".join(document["paths"]["/access-checks"]["post"]["description"].split())
    assert "the basis is `unknown` and `allowed` is false" in description


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
