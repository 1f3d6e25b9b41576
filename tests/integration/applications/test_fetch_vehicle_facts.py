"""The worker that asks the vehicle register: every case gets its facts, however long the register is silent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from services.applications.domain.application_acts import VehicleFactsReceived
from services.applications.workers.fetch_vehicle_facts import PATIENCE, FetchVehicleFacts
from shared.rdw.vehicle_register import FOREIGN_SOURCE, MAIN_RECORD, VehicleRegister
from shared.vocabulary import VehicleCategory, VehicleFacts
from tests.support.applications import Desk
from tests.support.vehicle_questions import plates_in

VAN = {"europese_voertuigcategorie": "N1", "laadvermogen": "1111"}


class Register:
    """Answers as the register does; can be made silent, and remembers which plates it was asked about."""

    def __init__(self, records: dict[str, dict[str, str]]) -> None:
        self.records = records
        self.status = 200
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        plates = plates_in(request.url.params["$where"])
        if MAIN_RECORD not in request.url.path:
            return httpx.Response(200, json=[])
        with self._lock:
            self.asked.extend(plates)
        known = [plate for plate in plates if plate in self.records]
        return httpx.Response(
            self.status, json=[{"kenteken": plate, **self.records[plate]} for plate in known]
        )


class Seconds:
    """Wall time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def a_worker(
    desk: Desk, register: Callable[[httpx.Request], httpx.Response], seconds: Seconds | None = None
) -> FetchVehicleFacts:
    """The worker over a register that answers as given."""
    adapter = VehicleRegister.at("https://register.example", httpx.MockTransport(register))
    opener = desk.vault.opener()
    return FetchVehicleFacts(desk.log, adapter, opener, desk.consequences, desk.act_of, seconds or Seconds())


def facts_of(desk: Desk, case_id: UUID) -> list[VehicleFactsReceived]:
    """The register's answers recorded on a case."""
    events = [recorded.event for recorded in desk.log.stream(case_id)]
    return [event for event in events if isinstance(event, VehicleFactsReceived)]


def test_every_waiting_case_gets_its_facts(desk: Desk) -> None:
    """More cases than fit in one step are all asked about, each once."""
    plates = [f"VCQ{number:02}A" for number in range(40)]
    register = Register(dict.fromkeys(plates, VAN))
    cases = [desk.submit(plate) for plate in plates]
    desk.follow()
    worker = a_worker(desk, register)
    while worker.step():
        pass
    expected = VehicleFacts(category=VehicleCategory.N1, payload_kg=1111)
    assert [[event.facts for event in facts_of(desk, case)] for case in cases] == [[expected]] * 40
    assert sorted(register.asked) == plates


def test_the_answer_is_caused_by_the_submission(desk: Desk) -> None:
    """The chain of causes and the correlation lead back to the application."""
    case_id = desk.submit()
    desk.follow()
    a_worker(desk, Register({})).step()
    submission, answer = desk.log.stream(case_id)
    assert answer.metadata.causation_id == submission.event.event_id
    assert answer.metadata.correlation_id == submission.metadata.correlation_id
    assert answer.metadata.case_id == case_id


def test_the_whole_answer_is_kept_sealed(desk: Desk) -> None:
    """Evidence can be opened, and stands nowhere in clear."""
    case_id = desk.submit("VCQ01A")
    desk.follow()
    a_worker(desk, Register({"VCQ01A": VAN})).step()
    (answer,) = facts_of(desk, case_id)
    evidence = json.loads(desk.vault.opener().open(answer.evidence))
    assert evidence[MAIN_RECORD] == [{"kenteken": "VCQ01A", **VAN}]
    assert b"VCQ01A" not in answer.evidence.box


def test_an_unknown_plate_gets_empty_facts(desk: Desk) -> None:
    """That the register knows nothing is a fact too; the case goes on."""
    case_id = desk.submit()
    desk.follow()
    a_worker(desk, Register({})).step()
    assert [event.facts for event in facts_of(desk, case_id)] == [VehicleFacts()]


def test_a_foreign_vehicle_gets_empty_facts_without_a_question(desk: Desk) -> None:
    """Its source says that nobody was asked."""
    register = Register({})
    case_id = desk.submit("1ABC234", country="BE")
    desk.follow()
    a_worker(desk, register).step()
    assert [event.source for event in facts_of(desk, case_id)] == [FOREIGN_SOURCE]
    assert register.asked == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_silent_register_is_asked_again_later(desk: Desk, status: int) -> None:
    """Nothing is recorded meanwhile, waits grow, and the answer comes when the register speaks."""
    register, seconds = Register({"VCQ01A": VAN}), Seconds()
    register.status = status
    case_id = desk.submit("VCQ01A")
    desk.follow()
    worker = a_worker(desk, register, seconds)
    assert (worker.step(), worker.step()) == (True, False)
    seconds.now = 0.6
    assert (worker.step(), worker.step()) == (True, False)
    seconds.now = 1.2
    assert worker.step() is False, "the second wait is longer than the first"
    assert facts_of(desk, case_id) == []
    register.status, seconds.now = 200, 2.0
    assert worker.step()
    assert len(facts_of(desk, case_id)) == 1


def test_a_lasting_silence_does_not_hold_up_the_clock(desk: Desk) -> None:
    """After some attempts the case waits on, but no longer counts as due."""
    register, seconds = Register({}), Seconds()
    register.status = 503
    desk.submit()
    desk.follow()
    worker = a_worker(desk, register, seconds)
    for attempt in range(PATIENCE):
        assert worker.pending() == 1
        seconds.now = 100.0 * attempt
        worker.step()
    assert worker.pending() == 0
    assert desk.wanted.count() == 1


def test_one_silence_does_not_keep_the_others_waiting(desk: Desk) -> None:
    """Only the vehicle about which the register failed is asked about again."""
    register = Register({"VCQ01A": VAN, "VCQ02A": VAN})

    def fails_once(request: httpx.Request) -> httpx.Response:
        failing = "VCQ01A" in plates_in(request.url.params["$where"])
        return httpx.Response(500) if failing else register(request)

    failed, answered = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    desk.follow()
    a_worker(desk, fails_once).step()
    assert (len(facts_of(desk, failed)), len(facts_of(desk, answered))) == (0, 1)


def test_a_case_is_not_asked_about_twice_while_the_worklist_lags(desk: Desk) -> None:
    """The row is still there right after the answer; the worker knows better."""
    register = Register({"VCQ01A": VAN})
    desk.submit("VCQ01A")
    desk.follow()
    worker = a_worker(desk, register)
    assert worker.step()
    assert (worker.step(), worker.pending()) == (False, 0)
    assert register.asked == ["VCQ01A"]


def test_a_second_worker_records_nothing_twice(desk: Desk) -> None:
    """Another process with the same worklist finds the facts recorded already."""
    register = Register({"VCQ01A": VAN})
    case_id = desk.submit("VCQ01A")
    desk.follow()
    a_worker(desk, register).step()
    a_worker(desk, register).step()
    assert len(facts_of(desk, case_id)) == 1


def test_an_erased_person_is_asked_nothing_about(desk: Desk) -> None:
    """Without the key there is no plate to ask about, and the worker goes on with the next case."""
    register = Register({"VCQ01A": VAN, "VCQ02A": VAN})
    erased, other = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    desk.follow()
    (first, _) = desk.wanted.oldest(2)
    desk.vault.erase(first.plate.key_id)
    worker = a_worker(desk, register)
    worker.step()
    assert (facts_of(desk, erased), len(facts_of(desk, other))) == ([], 1)
    assert (register.asked, worker.pending()) == (["VCQ02A"], 0)


def test_a_silence_is_logged_by_case_and_never_by_plate(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """An operator sees which case waits and why; the plate stays out of the log."""
    register = Register({})
    register.status = 503
    case_id = desk.submit("VCQ01A")
    desk.follow()
    with caplog.at_level("INFO"):
        a_worker(desk, register).step()
    assert f"case {case_id} (HTTP 503)" in caplog.text
    assert "VCQ01A" not in caplog.text
