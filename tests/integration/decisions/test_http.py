"""The decisions service as its users meet it: HTTP in front, the feeds of applications and objections behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from services.decisions.main import SERVICE
from shared.contracts.applications import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, FeedPage, Message
from shared.contracts.objections import ObjectionEnded, ObjectionLodged, ThresholdConsequenceFound
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.vocabulary import Outcome, Remedy
from tests.support.cases import HOLDER, OBJECTION_HANDLER, RECEIVED_ON, REVIEWER, TYPE, a_van
from tests.support.decisions import NOON

BASE = "/decisions/v1"
PATIENCE = 10.0
OLD, NEW = 1200, 800


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

    def get(self, path: str, role: Role = Role.CASE_HANDLER) -> httpx.Response:
        """Somebody reads, at least as the log stands now."""
        wait = {"Loket-Wait-For": f"decisions={self.service.context.log.head()}"}
        return self._door.get(BASE + path, headers={**self._bearer(role, None), **wait})

    def post(
        self,
        path: str,
        body: object = None,
        role: Role = Role.CASE_HANDLER,
        subject: str | None = None,
        version: int | None = None,
    ) -> httpx.Response:
        """Somebody acts, on that version."""
        headers = {"Idempotency-Key": str(uuid4()), **self._bearer(role, subject)}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._door.post(BASE + path, json=body, headers=headers)

    def _bearer(self, role: Role, subject: str | None) -> dict[str, str]:
        municipality = "0344" if role is Role.MUNICIPALITY else None
        return {"Authorization": f"Bearer {self._issuer.issue(role, subject or f'{role}-1', municipality)}"}

    def case(self, case_id: UUID) -> dict:
        """The case as the desk sees it."""
        answer = self.get(f"/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def an_application(self, payload: int = 1000) -> UUID:
        """An application and the register's answer are heard of."""
        case_id = uuid4()
        self.applications.publish(
            ApplicationSubmitted(
                case_id=case_id,
                exemption_type=TYPE,
                received_on=RECEIVED_ON,
                applicant=HOLDER.applicant,
                plate=HOLDER.plate,
                applicant_subject=HOLDER.applicant_subject,
            )
        )
        self.applications.publish(
            VehicleFactsReceived(case_id=case_id, source="register", fetched_at=NOON, facts=a_van(payload))
        )
        self.until(lambda: self.service.context.log.position_of(case_id, 2) is not None)
        return case_id

    def a_set(self, limit: int, objection_id: UUID | None = None) -> str:
        """Proposed by a case handler, and previewed."""
        body = {
            "thresholds": [{"category": "N1", "parameter": "payload_kg", "value": limit}],
            "validFrom": "2026-03-02",
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
        messages = self.service.own_feed.page(0).messages
        return [msgspec.json.decode(message.data, type=DecisionTaken) for message in messages]

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
    feeds = {name: SisterFeed(name) for name in ("applications", "objections")}
    service = build_service(SERVICE, settings, clock, ClockedIds(clock), vault, feed_of=feeds.__getitem__)
    with TestClient(front_door([service]), raise_server_exceptions=False) as door:
        house = House(door, service, settings, **feeds)
        assert house.approve(house.a_set(OLD)).status_code == 201
        yield house
    vault.close()


def test_from_finding_to_renewal(house: House):
    """Refused, objected to, found, proposed, approved; the campaign runs by itself and tells everybody."""
    objector, quiet, other = (house.an_application(payload) for payload in (1000, 1000, 700))
    assert [house.decide(case_id) for case_id in (objector, quiet, other)] == ["refused"] * 3
    refusal = house.published()[0].decision_id
    objection_id = uuid4()
    known = {"objection_id": objection_id, "case_id": objector, "decision_id": refusal}
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), **known))
    house.objections.publish(
        ThresholdConsequenceFound(
            found_by=OBJECTION_HANDLER, vehicle_category="N1", parameter="payload_kg", **known
        )
    )
    house.until(lambda: bool(house.get("/threshold-findings").json()["items"]))

    set_id = house.a_set(NEW, objection_id)
    assert house.approve(set_id).status_code == 201
    house.until(lambda: len(house.published()) == 5)
    renewals = {taken.case_id: taken for taken in house.published()[3:]}
    assert set(renewals) == {objector, quiet}
    assert renewals[objector].replaces_decision_id == refusal
    assert (renewals[objector].remedy, renewals[objector].decides_objection_id) == (
        Remedy.APPEAL,
        objection_id,
    )
    assert (renewals[quiet].remedy, renewals[quiet].outcome) == (Remedy.OBJECTION, Outcome.GRANTED)


def test_a_reassessment_shows_its_progress_and_its_proof(house: House):
    """Counts, the worklist, and the three sets of the proof."""
    affected, other = house.an_application(1000), house.an_application(700)
    house.decide(affected)
    house.decide(other)
    set_id = house.a_set(NEW)
    house.approve(set_id)
    house.until(lambda: house.get("/reassessments").json()["items"][-1]["state"] == "completed")
    last = house.get("/reassessments").json()["items"][-1]
    assert last["thresholdSetId"] == set_id
    one = house.get(f"/reassessments/{last['reassessmentId']}").json()
    assert (one["considered"], one["reissued"], one["casesForAPerson"]) == (2, 1, [])
    proof = house.get(f"/reassessments/{last['reassessmentId']}/proof", Role.AUDITOR).json()
    assert (proof["holds"], proof["affected"], proof["reissued"]) == (True, [str(affected)], [str(affected)])
    assert [decision["outcome"] for decision in house.case(affected)["decisions"]] == ["refused", "granted"]


def test_the_end_of_an_objection_is_heard(house: House):
    """Then a renewal carries the remedy of objection again."""
    case_id = house.an_application()
    house.decide(case_id)
    known = {"objection_id": uuid4(), "case_id": case_id}
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), decision_id=uuid4(), **known))
    house.objections.publish(ObjectionEnded(ruling="withdrawn", **known))
    house.until(lambda: house.case(case_id)["version"] == 6)
    assert house.approve(house.a_set(NEW)).status_code == 201
    house.until(lambda: len(house.published()) == 2)
    assert house.published()[-1].remedy is Remedy.OBJECTION


def test_an_objection_in_a_case_that_is_not_here_stops_nothing(house: House):
    """Somebody named a case that does not exist; what comes after is heard all the same."""
    stranger = {"objection_id": uuid4(), "case_id": uuid4(), "decision_id": uuid4()}
    house.objections.publish(ObjectionLodged(received_on=NOON.date(), **stranger))
    case_id = house.an_application()
    house.decide(case_id)
    house.objections.publish(
        ObjectionLodged(objection_id=uuid4(), case_id=case_id, decision_id=uuid4(), received_on=NOON.date())
    )
    house.until(lambda: house.case(case_id)["version"] == 5)


def test_an_act_names_the_version_it_is_about(house: House):
    """428 without, 412 when the case has moved."""
    case_id = house.an_application()
    assert house.post(f"/cases/{case_id}/assessments").status_code == 428
    assert house.post(f"/cases/{case_id}/assessments", version=1).status_code == 412
    assert house.post(f"/cases/{case_id}/assessments", version=2).status_code == 201


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("granted", "decision_differs_from_assessment"), ("refused", "threshold_set_changed")],
)
def test_a_decision_that_may_not_be_taken_is_refused_with_its_reason(house: House, outcome: str, code: str):
    """409: not what was advised, or advised under thresholds that no longer decide."""
    case_id = house.an_application()
    house.post(f"/cases/{case_id}/assessments", version=2)
    if code == "threshold_set_changed":
        house.approve(house.a_set(NEW))
    answer = house.post(f"/cases/{case_id}/decisions", {"outcome": outcome}, version=3)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_the_proposer_may_not_approve(house: House):
    """403, also when the same person is a reviewer."""
    set_id = house.a_set(NEW)
    answer = house.approve(set_id, subject=f"{Role.CASE_HANDLER}-1")
    assert (answer.status_code, answer.json()["code"]) == (403, "approver_barred")


def test_cases_are_not_for_everybody(house: House):
    """Only the desk and auditors read them."""
    outsiders = (Role.APPLICANT, Role.MUNICIPALITY, Role.RDW, Role.OPERATOR)
    assert [house.get("/cases", role).status_code for role in outsiders] == [403] * 4


def test_only_a_reviewer_approves(house: House):
    """Whoever else asks is refused before anything is read."""
    set_id = house.a_set(NEW)
    others = (Role.CASE_HANDLER, Role.OBJECTION_HANDLER, Role.AUDITOR)
    body = {"planDigest": house.get(f"/threshold-sets/{set_id}").json()["planDigest"]}
    path = f"/threshold-sets/{set_id}/approvals"
    assert [house.post(path, body, role, version=2).status_code for role in others] == [403] * 3


def test_the_plan_lists_every_case_with_what_would_happen(house: House):
    """Recomputed from the log under the digest that the preview recorded."""
    affected, unchanged = house.an_application(1000), house.an_application(700)
    house.decide(affected)
    house.decide(unchanged)
    waiting = house.an_application()
    set_id = house.a_set(NEW)
    plan = house.get(f"/threshold-sets/{set_id}/plan").json()
    assert {one["caseId"]: one["disposition"] for one in plan["cases"]} == {
        str(affected): "reissue",
        str(unchanged): "unchanged",
        str(waiting): "pending",
    }
    shown = house.get(f"/threshold-sets/{set_id}").json()
    assert plan["planDigest"] == shown["planDigest"]
    assert shown["preview"] == {
        "reissue": 1,
        "unchanged": 1,
        "forAPerson": 0,
        "wouldNowBeRefused": 0,
        "pending": 1,
    }


def test_what_is_not_there_is_404(house: House):
    """A case, a set, its plan, a reassessment and its proof."""
    paths = (
        "cases/{}",
        "threshold-sets/{}",
        "threshold-sets/{}/plan",
        "reassessments/{}",
        "reassessments/{}/proof",
    )
    answers = [house.get(f"/{path.format(uuid4())}", Role.REVIEWER).status_code for path in paths]
    assert answers == [404] * len(paths)


def test_lists_come_a_page_at_a_time(house: House):
    """Each page says where the next one begins."""
    cases = {str(house.an_application()) for _ in range(3)}
    first = house.get("/cases?limit=2").json()
    second = house.get(f"/cases?limit=2&after={first['next']}").json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert {one["caseId"] for one in first["items"] + second["items"]} == cases
