"""SIGKILL of the whole process at a drift pause, in the campaign after it, and between that one and the next."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from services.demo.expectations import SECOND_SET
from services.demo.people import REVIEWER, Person, case_handler_of
from services.demo.plan import DeskWork, plan
from shared.runtime.access import Role
from shared.vocabulary import Outcome, legal_day
from tests.support.loket_process import LoketProcess
from tests.support.nats import eventually
from tests.support.patience import patiently
from tests.support.played_folders import (
    CHUNK,
    SEED,
    SIZE,
    Effects,
    Prepared,
    cases_of,
    faults_of_logs,
    planned_to_be_affected,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

OPERATOR = Person(Role.OPERATOR, "operator-1")
PROPOSER = case_handler_of(1)
KILLED = -signal.SIGKILL
PATIENCE_SECONDS = 120.0


@dataclass
class Office:
    """Everybody at work on a running process."""

    loket: LoketProcess
    told: str = ""
    """How far the log was when somebody last acted; who reads after that waits until it shows."""

    def get(self, path: str, person: Person = REVIEWER) -> httpx.Response:
        """Somebody reads."""
        headers = self._as(person) | ({"Loket-Wait-For": self.told} if self.told else {})
        with self.loket.http() as http:
            answer = patiently(lambda: http.get(f"/decisions/v1{path}", headers=headers))
        assert answer.status_code == 200, answer.text
        return answer

    def post(self, path: str, person: Person, of: str | None = None, **body: object) -> httpx.Response:
        """Somebody acts, on the version of what they have just read under `of`."""
        headers = {"Idempotency-Key": str(uuid4()), **self._as(person)}
        if of is not None:
            headers["If-Match"] = self.get(of, REVIEWER).headers["ETag"]
        with self.loket.http() as http:
            answer = http.post(f"/decisions/v1{path}", json=body or None, headers=headers)
        self.told = answer.headers.get("Loket-Position", self.told)
        return answer

    def preview(self, set_id: str) -> None:
        """The proposer looks at what it would do."""
        one = f"/threshold-sets/{set_id}"
        assert self.post(f"{one}/previews", PROPOSER, of=one).status_code == 201

    def approve(self, set_id: str) -> None:
        """The reviewer approves what was seen."""
        one = f"/threshold-sets/{set_id}"
        digest = self.get(one).json()["planDigest"]
        answer = self.post(f"{one}/approvals", REVIEWER, of=one, planDigest=digest)
        assert answer.is_success, answer.text

    def propose(self, **said: object) -> str:
        """The second thresholds of the main job, from today."""
        with self.loket.http() as http:
            today = legal_day(datetime.fromisoformat(http.get("/dev/v1/clock").json()["now"]))
        rows = [
            {"category": one.category, "parameter": one.parameter, "value": one.value} for one in SECOND_SET
        ]
        answer = self.post("/threshold-sets", PROPOSER, thresholds=rows, validFrom=str(today), **said)
        assert answer.status_code == 201, answer.text
        set_id: str = answer.json()["id"]
        return set_id

    def reassessment(self, set_id: str) -> dict:
        """The campaign of a set."""
        lines = self.get("/reassessments?limit=100").json()["items"]
        [line] = [one for one in lines if one["thresholdSetId"] == set_id]
        return self.get(f"/reassessments/{line['reassessmentId']}").json()

    def drain(self) -> None:
        """Let everybody do what is due, without moving the clock."""
        with self.loket.http() as http:
            now = http.get("/dev/v1/clock").json()["now"]
            assert http.post("/dev/v1/clock", json={"to": now}, timeout=PATIENCE_SECONDS).status_code == 200

    def _as(self, person: Person) -> dict[str, str]:
        return self.loket.bearer(person.role, person.subject, person.municipality)


@pytest.fixture
def office(prepared: Prepared, tmp_path: Path) -> Iterator[Office]:
    """On a copy of the prepared folder, in which the second set waits for its approval."""
    loket = LoketProcess(prepared.copy(tmp_path), campaign_chunk=CHUNK)
    yield Office(loket)
    loket.close()


def test_killed_at_a_drift_pause_in_its_campaign_and_before_the_next(office: Office) -> None:
    """Nobody is renewed before the reviewer has looked; then everybody once, by the first set that grants."""
    loket, waiting = office.loket, _set_that_waits(office)
    drifting = office.propose(maxDrift=0)
    office.preview(drifting)
    refused_since = _refuse_one_more(office)
    office.approve(drifting)
    _waits_for_a_reviewer(office, drifting)
    assert loket.kill() == KILLED

    loket.start(crash_at="campaign.chunk_done:2")
    _waits_for_a_reviewer(office, drifting)
    office.preview(waiting)
    office.approve(waiting)
    assert _resume(office, drifting, REVIEWER).is_success
    assert loket.wait() == KILLED
    assert 0 < len(_renewals(loket)) < len(planned_to_be_affected(loket.data))

    loket.start(crash_at="campaign.completed:1")
    assert loket.wait() == KILLED
    reissued = _end_of_both(office, drifting, waiting)
    affected = {*planned_to_be_affected(loket.data), refused_since}
    assert reissued == [len(affected), 0]
    assert _renewals(loket) == affected
    assert Effects.in_folder(loket.data).faults() == []
    assert faults_of_logs(loket.data) == []


def _waits_for_a_reviewer(office: Office, set_id: str) -> None:
    eventually(lambda: office.reassessment(set_id)["pausedBecause"] == "drift", PATIENCE_SECONDS)
    assert _resume(office, set_id, OPERATOR).status_code == httpx.codes.FORBIDDEN
    assert _renewals(office.loket) == set()


def _end_of_both(office: Office, *set_ids: str) -> list[int]:
    """Start again, let both campaigns end, and stop; how many each renewed by its own proof."""
    office.loket.start()

    def ended() -> bool:
        return all(office.reassessment(set_id)["state"] == "completed" for set_id in set_ids)

    eventually(ended, PATIENCE_SECONDS)
    office.drain()
    proofs = [_proof(office, set_id) for set_id in set_ids]
    assert [proof["holds"] for proof in proofs] == [True, True]
    assert office.loket.stop() == 0
    return [len(proof["reissued"]) for proof in proofs]


def _set_that_waits(office: Office) -> str:
    office.loket.start()
    [waiting] = [
        one["thresholdSetId"]
        for one in office.get("/threshold-sets?limit=100").json()["items"]
        if one["state"] == "proposed"
    ]
    return str(waiting)


def _refuse_one_more(office: Office) -> UUID:
    """The desk decides on a case that was assessed only: refused now, granted under the second thresholds."""
    planned = next(
        case
        for case in plan(SEED, SIZE)
        if case.desk is DeskWork.ASSESSED
        and (case.first_advice, case.second_advice) == (Outcome.REFUSED, Outcome.GRANTED)
    )
    [case_id] = cases_of(office.loket.data, {planned.applicant.subject})
    one, handler = f"/cases/{case_id}", case_handler_of(planned.number)
    answer = office.post(f"{one}/decisions", handler, of=one, outcome="refused")
    assert answer.status_code == 201, answer.text
    return case_id


def _resume(office: Office, set_id: str, person: Person) -> httpx.Response:
    one = f"/reassessments/{office.reassessment(set_id)['reassessmentId']}"
    return office.post(f"{one}/resumptions", person, of=one)


def _proof(office: Office, set_id: str) -> dict:
    return office.get(f"/reassessments/{office.reassessment(set_id)['reassessmentId']}/proof").json()


def _renewals(loket: LoketProcess) -> set[UUID]:
    """The cases whose decision was renewed; each once, or the effects would name it."""
    return {UUID(case_id) for (case_id,) in Effects.in_folder(loket.data).renewals}
