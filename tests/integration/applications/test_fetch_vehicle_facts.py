"""The worker that asks the vehicle register: every case gets its facts, however long the register is silent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import update

from services.applications.domain.application_acts import VehicleFactsReceived
from services.applications.projections.facts_wanted import facts_wanted
from services.applications.workers.fetch_vehicle_facts import (
    CASES_PER_STEP,
    PATIENCE,
    QUESTIONS_PER_STEP,
    FetchVehicleFacts,
)
from shared.privacy.refusals import UnknownKey
from shared.privacy.sealed import Sealed, SealedKind
from shared.rdw.vehicle_register import DATA_SETS, FOREIGN_SOURCE, MAIN_RECORD, VehicleRegister
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
        self.questions: list[list[str]] = []
        self.requests = 0
        self.poison: str | None = None
        """A plate because of which every question fails that names it."""
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        plates = plates_in(request.url.params["$where"])
        with self._lock:
            self.requests += 1
            if MAIN_RECORD in request.url.path:
                self.asked.extend(plates)
                self.questions.append(plates)
        if MAIN_RECORD not in request.url.path:
            return httpx.Response(200, json=[])
        if self.poison in plates:
            return httpx.Response(500)
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


def change_worklist(desk: Desk, case_id: UUID, **columns: object) -> None:
    """Make the row of a case wrong."""
    with desk.engine.begin() as connection:
        connection.execute(update(facts_wanted).where(facts_wanted.c.case_id == case_id).values(**columns))


def test_every_waiting_case_gets_its_facts(desk: Desk) -> None:
    """More cases than fit in one step are all asked about, each once."""
    plates = [f"VCQ{number:02}A" for number in range(CASES_PER_STEP + 10)]
    register = Register(dict.fromkeys(plates, VAN))
    cases = [desk.submit(plate) for plate in plates]
    desk.follow()
    worker = a_worker(desk, register)
    while worker.step():
        pass
    expected = VehicleFacts(category=VehicleCategory.N1, payload_kg=1111)
    assert [[event.facts for event in facts_of(desk, case)] for case in cases] == [[expected]] * len(cases)
    assert sorted(register.asked) == plates
    assert [len(question) for question in register.questions] == [CASES_PER_STEP, 10]


def test_the_cases_of_a_step_are_one_question(desk: Desk) -> None:
    """One request to each data set, and each case gets the answer about its own vehicle."""
    register = Register({f"VCQ0{number}A": {**VAN, "laadvermogen": f"100{number}"} for number in range(5)})
    cases = [desk.submit(plate) for plate in register.records]
    desk.follow()
    a_worker(desk, register).step()
    assert register.requests == len(DATA_SETS)
    payloads = [[event.facts.payload_kg for event in facts_of(desk, case)] for case in cases]
    assert payloads == [[1000], [1001], [1002], [1003], [1004]]


def test_two_cases_about_one_vehicle_both_get_the_answer(desk: Desk) -> None:
    """The vehicle is asked about once."""
    register = Register({"VCQ01A": VAN})
    cases = [desk.submit("VCQ01A", subject) for subject in ("applicant-1", "applicant-2")]
    desk.follow()
    a_worker(desk, register).step()
    assert [[event.facts.payload_kg for event in facts_of(desk, case)] for case in cases] == [[1111], [1111]]
    assert register.asked == ["VCQ01A"]


def test_the_answer_is_caused_by_the_submission(desk: Desk) -> None:
    """The chain of causes and the correlation lead back to the application, also from among others."""
    cases = [desk.submit("VCQ01A"), desk.submit("VCQ02A")]
    desk.follow()
    a_worker(desk, Register({})).step()
    for case_id in cases:
        submission, answer = desk.log.stream(case_id)
        assert answer.metadata.causation_id == submission.event.event_id
        assert answer.metadata.correlation_id == submission.metadata.correlation_id
        assert answer.metadata.case_id == case_id


def test_the_whole_answer_is_kept_sealed(desk: Desk) -> None:
    """Evidence can be opened, stands nowhere in clear, and is of the own vehicle alone."""
    case_id = desk.submit("VCQ01A")
    desk.submit("VCQ02A")
    desk.follow()
    a_worker(desk, Register({"VCQ01A": VAN, "VCQ02A": VAN})).step()
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
        assert (worker.pending(), worker.silent_about()) == (1, 0)
        seconds.now = 100.0 * attempt
        worker.step()
    assert (worker.pending(), worker.silent_about()) == (0, 1)
    assert desk.wanted.count() == 1


def test_one_silence_does_not_keep_the_others_waiting(desk: Desk) -> None:
    """Only the vehicle about which the register failed is asked about again."""
    register, seconds = Register({"VCQ01A": VAN, "VCQ02A": VAN}), Seconds()
    register.poison = "VCQ01A"
    failed, answered = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    desk.follow()
    worker = a_worker(desk, register, seconds)
    worker.step()
    assert (facts_of(desk, failed), facts_of(desk, answered)) == ([], []), "one question, one silence"
    seconds.now = 0.6
    worker.step()
    assert (len(facts_of(desk, failed)), len(facts_of(desk, answered))) == (0, 1)
    seconds.now = 5.0
    worker.step()
    assert register.questions == [["VCQ01A", "VCQ02A"], ["VCQ01A"], ["VCQ02A"], ["VCQ01A"]]


def test_a_full_step_sheds_its_poisonous_plate_before_patience_ends(desk: Desk) -> None:
    """Company shrinks with each silence, so every other case is answered while it still counts as due."""
    plates = [f"VCQ{number:02}A" for number in range(CASES_PER_STEP)]
    register, seconds = Register(dict.fromkeys(plates, VAN)), Seconds()
    register.poison = plates[17]
    cases = {plate: desk.submit(plate) for plate in plates}
    desk.follow()
    worker = a_worker(desk, register, seconds)
    sizes = []
    for turn in range(PATIENCE - 1):
        seconds.now = 100.0 * turn
        worker.step()
        sizes.append(max(len(question) for question in register.questions if register.poison in question))
        register.questions.clear()
    assert sizes == [50, 12, 3, 1]
    assert [plate for plate in plates if not facts_of(desk, cases[plate])] == [register.poison]
    assert worker.pending() == 1


def test_a_step_asks_few_questions_even_if_every_case_is_alone(desk: Desk) -> None:
    """The others are asked about in the next step, at once."""
    cases = [desk.submit(f"VCQ{number:02}A") for number in range(QUESTIONS_PER_STEP + 3)]
    register, seconds = Register({}), Seconds()
    register.status = 503
    desk.follow()
    worker = a_worker(desk, register, seconds)
    for turn in range(3):
        seconds.now = 100.0 * turn
        while worker.step():
            pass
    register.status, seconds.now = 200, 300.0
    register.questions.clear()
    worker.step()
    assert [len(question) for question in register.questions] == [1] * QUESTIONS_PER_STEP
    worker.step()
    assert [len(facts_of(desk, case)) for case in cases] == [1] * len(cases)


def test_a_foreign_vehicle_waits_for_no_answer_about_others(desk: Desk) -> None:
    """It is never part of a question that fails."""
    register = Register({})
    register.status = 503
    dutch, foreign = desk.submit("VCQ01A"), desk.submit("1ABC234", country="BE")
    desk.follow()
    a_worker(desk, register).step()
    assert (facts_of(desk, dutch), len(facts_of(desk, foreign))) == ([], 1)


def test_a_plate_that_cannot_be_opened_holds_up_no_other(desk: Desk) -> None:
    """The step says that it failed, after every other case has had its turn."""
    stuck, other = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    desk.follow()
    foreign_key = Sealed(uuid4(), SealedKind.PLATE, b"sealed by another vault")
    change_worklist(desk, stuck, plate=msgspec.json.encode(foreign_key))
    with pytest.raises(UnknownKey):
        a_worker(desk, Register({})).step()
    assert (facts_of(desk, stuck), len(facts_of(desk, other))) == ([], 1)


def test_an_answer_that_cannot_be_recorded_holds_up_no_other(desk: Desk) -> None:
    """Each is recorded by itself; the step says that one failed."""
    stuck, *others = [desk.submit(f"VCQ{number:02}A") for number in range(20)]
    desk.follow()
    change_worklist(desk, stuck, asked_version=9)
    with pytest.raises(IndexError):
        a_worker(desk, Register({})).step()
    assert facts_of(desk, stuck) == []
    assert [len(facts_of(desk, case)) for case in others] == [1] * 19


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


def test_a_person_erased_while_the_register_is_asked_gets_no_answer(desk: Desk) -> None:
    """Nothing can be sealed for them any more; the other cases of the question get theirs."""
    register = Register({"VCQ01A": VAN, "VCQ02A": VAN})
    erased, other = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    desk.follow()
    (first, _) = desk.wanted.oldest(2)

    def erases_meanwhile(request: httpx.Request) -> httpx.Response:
        desk.vault.erase(first.plate.key_id)
        return register(request)

    worker = a_worker(desk, erases_meanwhile)
    worker.step()
    assert (facts_of(desk, erased), len(facts_of(desk, other))) == ([], 1)
    assert worker.pending() == 0


def test_a_silence_is_logged_by_case_and_never_by_plate(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """An operator sees which case waits and why; the plate stays out of the log."""
    register = Register({})
    register.status = 503
    cases = [desk.submit("VCQ01A"), desk.submit("VCQ02A")]
    desk.follow()
    with caplog.at_level("INFO"):
        a_worker(desk, register).step()
    for case_id in cases:
        assert f"case {case_id} (HTTP 503)" in caplog.text
    assert "VCQ0" not in caplog.text
