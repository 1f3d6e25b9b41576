"""Objections and appeals across all services: one refused case, told over HTTP to a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import uuid4

import httpx
import pytest

from shared.runtime.access import Role
from tests.support.loket_process import LoketProcess, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SECONDS: Final = 60.0
APPLICANT: Final = (Role.APPLICANT, "applicant:17")
DECIDER: Final = (Role.CASE_HANDLER, "case-handler:1")
HANDLER: Final = (Role.OBJECTION_HANDLER, "objection-handler:1")
AUDITOR: Final = (Role.AUDITOR, "auditor:1")
APPLICATION: Final = {
    "exemptionType": "PRIVATE_USE",
    "applicant": {
        "name": "Testbedrijf 017",
        "streetAndNumber": "Voorbeeldweg 17",
        "postcode": "1234 AB",
        "town": "Voorbeeldstad",
    },
    "vehicle": {"plate": "X-999-CC"},
    "stated": {"exclusivelyPrivate": True, "roadTaxRate": "business"},
}
REFUSED: Final = {"outcome": "refused", "ground": "other", "reasons": "De stukken spreken elkaar tegen."}

Answer = Mapping[str, object]


class Town:
    """People at work on one server."""

    def __init__(self, loket: LoketProcess, http: httpx.Client) -> None:
        self._loket = loket
        self._http = http

    def post(self, who: tuple[Role, str], path: str, body: object = None, version: object = None) -> str:
        """A command with a key of its own; the id in its answer."""
        headers = {**self._loket.bearer(*who), "Idempotency-Key": str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._http.post(path, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def see(self, who: tuple[Role, str], path: str, **shown: object) -> Answer:
        """What is read there, once it shows this; the services hear from each other in their own time."""
        deadline = time.monotonic() + SECONDS
        while True:
            answer = self._http.get(path, headers=self._loket.bearer(*who))
            read: dict[str, object] = answer.json()
            if answer.status_code == 200 and shown.items() <= read.items():
                return read
            assert time.monotonic() < deadline, f"{path}: {answer.text}"
            time.sleep(0.1)

    def refused_case(self) -> tuple[str, str]:
        """An application that was refused and of which the letter was sent: the case and its decision."""
        case_id = self.post(APPLICANT, "/applications/v1/applications", APPLICATION)
        case = self.see(DECIDER, f"/decisions/v1/cases/{case_id}", state="undecided", version=2)
        self.post(DECIDER, f"/decisions/v1/cases/{case_id}/decisions", REFUSED, case["version"])
        return case_id, self.decisions_in_letters(case_id, 1).pop()

    def decisions_in_letters(self, case_id: str, number: int) -> set[str]:
        """The decisions that the applicant's letters announce, once there are so many."""
        deadline = time.monotonic() + SECONDS
        while True:
            answer = self._http.get(
                "/notifications/v1/letters",
                params={"caseId": case_id},
                headers=self._loket.bearer(*APPLICANT),
            )
            letters = [one for one in answer.json()["items"] if one["decisionId"]]
            if len(letters) >= number:
                return {str(one["decisionId"]) for one in letters}
            assert time.monotonic() < deadline, answer.text
            time.sleep(0.1)

    def objection(self, case_id: str, decision_id: str) -> str:
        """The path of an objection of the applicant, heard of by the desk."""
        body = {"caseId": case_id, "decisionId": decision_id, "grounds": "Het gebruik is privé."}
        path = f"/objections/v1/objections/{self.post(APPLICANT, '/objections/v1/objections', body)}"
        self.see(HANDLER, path, decisionHeardOf=True)
        return path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A running server with nobody else on it."""
    with serving(tmp_path_factory.mktemp("town") / "data") as loket, loket.http() as http:
        yield Town(loket, http)


def test_an_objection_upheld_for_another_reason_replaces_the_refusal(town: Town) -> None:
    """The ruling goes out, the decision comes back, and its letter is sent."""
    case_id, refusal = town.refused_case()
    objection = town.objection(case_id, refusal)
    ruling = {
        "ruling": "upheld",
        "reasons": "De stukken spreken elkaar bij nader inzien niet tegen.",
        "hearingWaived": {"ground": "fully_granted", "reasons": "Alles wat is gevraagd wordt toegekend."},
    }
    town.post(HANDLER, f"{objection}/rulings", ruling, 1)
    case = town.see(DECIDER, f"/decisions/v1/cases/{case_id}", state="granted")
    ruled = town.see(HANDLER, objection, state="upheld", version=4)
    assert ruled["ruledIn"] not in (None, refusal)
    assert case["state"] == "granted"
    assert town.decisions_in_letters(case_id, 2) == {refusal, ruled["ruledIn"]}


def test_a_dismissal_stands_and_goes_to_appeal(town: Town) -> None:
    """The refusal stays, the appeal is registered, and the monitor counts it in its row."""
    case_id, refusal = town.refused_case()
    objection = town.objection(case_id, refusal)
    ruling = {
        "ruling": "dismissed",
        "reasons": "De stukken spreken elkaar tegen.",
        "hearingWaived": {"ground": "not_wanted", "reasons": "De indiener wil niet gehoord worden."},
    }
    town.post(HANDLER, f"{objection}/rulings", ruling, 1)
    town.see(HANDLER, objection, state="dismissed")
    told = {
        "objectionId": objection.rpartition("/")[2],
        "lodgedOn": str(town.see(HANDLER, objection)["endedOn"]),
    }
    appeal = town.post(HANDLER, "/objections/v1/appeals", told)
    town.see(HANDLER, f"/objections/v1/appeals/{appeal}", state="pending", caseId=case_id)
    town.see(DECIDER, f"/decisions/v1/cases/{case_id}", state="refused")
    counted = town.see(AUDITOR, "/objections/v1/monitor")
    rows = counted["byCategory"]
    assert isinstance(rows, list)
    assert {"category": "gone_to_appeal", "objections": 1} in rows


def test_a_withdrawn_objection_ends_without_a_decision(town: Town) -> None:
    """Nothing else changes."""
    case_id, refusal = town.refused_case()
    objection = town.objection(case_id, refusal)
    town.post(APPLICANT, f"{objection}/withdrawals", None, 1)
    town.see(APPLICANT, objection, state="withdrawn", ruledIn=None)
    town.see(DECIDER, f"/decisions/v1/cases/{case_id}", state="refused")
