"""The adapter to the vehicle register: it asks four data sets, keeps the answer, and never lets a plate slip."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence

import httpx
import pytest

from shared.rdw.vehicle_register import (
    AXLES,
    BODYWORK,
    DATA_SETS,
    FOREIGN_SOURCE,
    FUEL,
    MAIN_RECORD,
    PLATES_PER_QUESTION,
    RDW_SOURCE,
    ROW_LIMIT,
    RegisterSilent,
    UnaskablePlate,
    VehicleRegister,
    rows_in,
)
from shared.vocabulary import Plate, VehicleCategory, VehicleFacts
from tests.support.vehicle_questions import plates_in

PLATE = Plate("VCQ01A")
OTHER = Plate("VCQ02A")
ABROAD = Plate("1ABC234", "BE")
MAIN_ROWS = [{"kenteken": "VCQ01A", "europese_voertuigcategorie": "N1", "laadvermogen": "1111"}]
FUEL_ROWS = [{"kenteken": "VCQ01A", "brandstof_omschrijving": "Diesel"}]
AXLE_ROWS = [{"kenteken": "VCQ01A", "as_nummer": "1", "aantal_assen": "2"}]
BODY_ROWS = [{"kenteken": "VCQ01A", "carrosseriecode": "3"}]
ANSWERS: dict[str, object] = {
    MAIN_RECORD: MAIN_ROWS,
    FUEL: FUEL_ROWS,
    AXLES: AXLE_ROWS,
    BODYWORK: BODY_ROWS,
}


def a_register(answer: Callable[[httpx.Request], httpx.Response]) -> VehicleRegister:
    """A register that answers each request as told."""
    return VehicleRegister.at("https://register.example", httpx.MockTransport(answer))


def as_data_sets(request: httpx.Request) -> httpx.Response:
    """The rows of the data set that the path names."""
    dataset = request.url.path.removeprefix("/resource/").removesuffix(".json")
    return httpx.Response(200, json=ANSWERS[dataset])


def with_rows(rows: Sequence[object]) -> VehicleRegister:
    """A register that answers every question with these rows."""
    return a_register(lambda _: httpx.Response(200, json=list(rows)))


def nobody_is_asked(_: httpx.Request) -> httpx.Response:
    """Fails when the register is asked at all."""
    raise AssertionError("asked")


class Asked:
    """A register without vehicles that remembers what it was asked: for each request its data set and plates."""

    def __init__(self) -> None:
        self.questions: list[tuple[str, list[str]]] = []
        self.addresses: list[httpx.URL] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        dataset = request.url.path.removeprefix("/resource/").removesuffix(".json")
        self.questions.append((dataset, plates_in(request.url.params["$where"])))
        self.addresses.append(request.url)
        return httpx.Response(200, json=[])


def numbered(count: int) -> list[Plate]:
    """That many plates, as long as plates can be."""
    return [Plate(f"VCQ{number:08}A") for number in range(count)]


def test_the_data_sets_become_facts_and_evidence() -> None:
    """The facts come from all of them, and the whole answer is kept as it came."""
    answer = a_register(as_data_sets).ask(PLATE)
    assert answer.source == RDW_SOURCE
    assert answer.facts == VehicleFacts(
        category=VehicleCategory.N1,
        emission_free=False,
        payload_kg=1111,
        plug_in_hybrid=False,
        axles=2,
        body_codes=("3",),
    )
    assert json.loads(answer.evidence) == ANSWERS


def test_the_plate_is_asked_by_the_registers_own_name() -> None:
    """The condition is on `kenteken`, on the data sets' own paths, with the limit in so many words."""
    asked = Asked()
    a_register(asked).ask(PLATE)
    question = {"$where": "kenteken in('VCQ01A')", "$limit": "1000"}
    assert [(url.path, dict(url.params)) for url in asked.addresses] == [
        ("/resource/m9d7-ebf2.json", question),
        ("/resource/8ys7-d773.json", question),
        ("/resource/3huj-srit.json", question),
        ("/resource/jhie-znh9.json", question),
    ]


def test_many_plates_are_one_question_to_each_data_set() -> None:
    """Four requests; a plate that is given twice is named once."""
    asked = Asked()
    answers = a_register(asked).ask_all([PLATE, OTHER, PLATE])
    assert asked.questions == [(dataset, ["VCQ01A", "VCQ02A"]) for dataset in DATA_SETS]
    assert set(answers) == {PLATE, OTHER}


@pytest.mark.parametrize(
    ("plates", "sizes"),
    [
        (0, []),
        (PLATES_PER_QUESTION, [PLATES_PER_QUESTION]),
        (PLATES_PER_QUESTION + 1, [PLATES_PER_QUESTION, 1]),
    ],
)
def test_more_plates_than_fit_in_a_question_are_several(plates: int, sizes: list[int]) -> None:
    """Every plate is asked about once, and gets its answer."""
    asked, wanted = Asked(), numbered(plates)
    answers = a_register(asked).ask_all(wanted)
    main = [named for dataset, named in asked.questions if dataset == MAIN_RECORD]
    assert [len(named) for named in main] == sizes
    assert [number for named in main for number in named] == [plate.number for plate in wanted]
    assert {plate: answer.source for plate, answer in answers.items()} == dict.fromkeys(wanted, RDW_SOURCE)


def test_the_longest_address_stays_short() -> None:
    """Under two thousand characters, which every proxy passes on."""
    asked = Asked()
    a_register(asked).ask_all(numbered(PLATES_PER_QUESTION))
    assert max(len(str(url)) for url in asked.addresses) < 2_000


def test_every_vehicle_gets_its_own_rows_and_no_others() -> None:
    """Facts and evidence, however the rows of several vehicles stand among each other."""
    rows = [
        {"kenteken": "VCQ02A", "laadvermogen": "2222", "aantal_assen": "3"},
        {"kenteken": "VCQ01A", "laadvermogen": "1111", "aantal_assen": "2"},
        {"kenteken": "VCQ02A", "laadvermogen": "3333"},
    ]
    answers = with_rows(rows).ask_all([PLATE, OTHER, Plate("VCQ03A")])
    payloads = {plate.number: answer.facts.payload_kg for plate, answer in answers.items()}
    assert payloads == {"VCQ01A": 1111, "VCQ02A": 2222, "VCQ03A": None}
    assert [json.loads(answer.evidence) for answer in answers.values()] == [
        dict.fromkeys(DATA_SETS, own) for own in ([rows[1]], [rows[0], rows[2]], [])
    ]


def test_evidence_is_as_the_register_wrote_it() -> None:
    """Also what is not read: spaces, numbers, nulls and nested values."""
    row = b'{"kenteken": "VCQ01A",  "laadvermogen": 1111.50, "x": null, "link": {"url": "y"}}'
    answer = a_register(lambda _: httpx.Response(200, content=b"[\n" + row + b"\n]")).ask(PLATE)
    assert answer.evidence.count(row) == len(DATA_SETS)


@pytest.mark.parametrize(
    "strange", [{"kenteken": "VCQ03A"}, {"laadvermogen": "1"}, {"kenteken": None}, {"kenteken": "vcq01a"}]
)
def test_a_row_of_a_vehicle_that_was_not_asked_about_is_silence(strange: dict[str, object]) -> None:
    """Whose it is must be guessed otherwise; the whole answer is not usable."""
    with pytest.raises(RegisterSilent) as silence:
        with_rows([*MAIN_ROWS, strange]).ask_all([PLATE, OTHER])
    assert str(silence.value) == "a row about a vehicle that was not asked about"


@pytest.mark.parametrize(("rows", "usable"), [(ROW_LIMIT - 1, True), (ROW_LIMIT, False)])
def test_an_answer_up_to_the_limit_may_have_been_cut_off(rows: int, usable: bool) -> None:
    """A vehicle whose rows are missing would look as if it had none."""
    register = with_rows(MAIN_ROWS * rows)
    if usable:
        assert register.ask(PLATE).facts.payload_kg == 1111
    else:
        with pytest.raises(RegisterSilent, match="cut off"):
            register.ask(PLATE)


@pytest.mark.parametrize(
    "number", ["VCQ'1A", "VCQ-01-A", "vcq01a", "VCQ01A\n", "VCQ01É", "", "X') or ('1'='1"]
)
def test_what_is_not_a_plain_plate_is_never_put_into_a_question(number: str) -> None:
    """It could end the quotation; nobody is asked about the others either, and the error does not name it."""
    with pytest.raises(UnaskablePlate) as refusal:
        a_register(nobody_is_asked).ask_all([PLATE, Plate(number)])
    assert str(refusal.value) == "a plate that is not capitals and digits alone"


def test_the_path_of_the_data_sets_may_stand_in_the_base_address() -> None:
    """With or without `/resource` the same addresses are asked."""
    asked = []
    transport = httpx.MockTransport(
        lambda request: asked.append(request.url.path) or httpx.Response(200, json=[])
    )
    VehicleRegister.at("https://register.example/resource/", transport).ask(PLATE)
    assert asked[0] == "/resource/m9d7-ebf2.json"


def test_an_unknown_plate_is_an_answer() -> None:
    """The register says 200 with no rows: facts that are all None, from that register."""
    answer = a_register(lambda _: httpx.Response(200, json=[])).ask(PLATE)
    assert (answer.source, answer.facts) == (RDW_SOURCE, VehicleFacts())


def test_a_foreign_plate_is_not_asked_about() -> None:
    """The Dutch register knows nothing of it, and need not learn it."""
    answer = a_register(nobody_is_asked).ask(ABROAD)
    assert (answer.source, answer.facts, answer.evidence) == (FOREIGN_SOURCE, VehicleFacts(), b"{}")


def test_a_foreign_plate_among_others_stays_out_of_the_question() -> None:
    """Also one that looks like a Dutch one; each gets the answer of its own country."""
    asked, twin = Asked(), Plate(OTHER.number, "BE")
    answers = a_register(asked).ask_all([ABROAD, PLATE, twin])
    assert asked.questions == [(dataset, ["VCQ01A"]) for dataset in DATA_SETS]
    sources = {plate: answer.source for plate, answer in answers.items()}
    assert sources == {ABROAD: FOREIGN_SOURCE, PLATE: RDW_SOURCE, twin: FOREIGN_SOURCE}


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 503])
def test_anything_but_an_answer_is_silence(status: int) -> None:
    """A refusal of the register says nothing about the vehicle."""
    with pytest.raises(RegisterSilent):
        a_register(lambda _: httpx.Response(status)).ask(PLATE)


def test_silence_may_say_when_to_ask_again() -> None:
    """The register's Retry-After is passed on."""
    with pytest.raises(RegisterSilent) as silence:
        a_register(lambda _: httpx.Response(429, headers={"Retry-After": "7"})).ask(PLATE)
    assert silence.value.retry_after == 7


def test_a_broken_line_is_silence_without_the_plate() -> None:
    """Neither the message nor a chained exception carries the address that was asked."""

    def break_off(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach {request.url}", request=request)

    with pytest.raises(RegisterSilent) as silence:
        a_register(break_off).ask_all([PLATE, OTHER])
    assert str(silence.value) == "ConnectError"
    assert silence.value.__context__ is None


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"error": true}', b"[1]", b'"text"'])
def test_an_unreadable_answer_is_silence(body: bytes) -> None:
    """What is not a list of records is not an answer."""
    with pytest.raises(RegisterSilent):
        rows_in(body)


def test_values_of_a_re_export_are_read_as_text() -> None:
    """Numbers without quotes are read; nested values and nulls are left out."""
    body = b'[{"a": 885, "b": 103.5, "c": true, "d": null, "e": {"url": "x"}, "f": ["x"], "g": "text"}]'
    assert rows_in(body) == ({"a": "885", "b": "103.5", "c": "True", "g": "text"},)


def test_no_log_line_holds_the_plate(caplog: pytest.LogCaptureFixture) -> None:
    """The plate stands in the query string, so the client's own request log is silenced."""
    with caplog.at_level(logging.INFO):
        a_register(as_data_sets).ask_all([PLATE, OTHER])
    assert "VCQ0" not in caplog.text
