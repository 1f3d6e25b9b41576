"""The adapter to the vehicle register: it asks two data sets, keeps the answer, and never lets a plate slip."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import httpx
import pytest

from shared.rdw.vehicle_register import (
    AXLES,
    BODYWORK,
    FOREIGN_SOURCE,
    FUEL,
    MAIN_RECORD,
    RDW_SOURCE,
    RegisterSilent,
    VehicleRegister,
    rows_in,
)
from shared.vocabulary import Plate, VehicleCategory, VehicleFacts

PLATE = Plate("VCQ01A")
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
    """The query is `kenteken=`, on the data sets' own paths."""
    asked = []
    a_register(lambda request: asked.append(request.url) or httpx.Response(200, json=[])).ask(PLATE)
    assert [(url.path, url.query) for url in asked] == [
        ("/resource/m9d7-ebf2.json", b"kenteken=VCQ01A"),
        ("/resource/8ys7-d773.json", b"kenteken=VCQ01A"),
        ("/resource/3huj-srit.json", b"kenteken=VCQ01A"),
        ("/resource/jhie-znh9.json", b"kenteken=VCQ01A"),
    ]


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

    def refuse(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    answer = a_register(refuse).ask(Plate("1ABC234", "BE"))
    assert (answer.source, answer.facts) == (FOREIGN_SOURCE, VehicleFacts())


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
        a_register(break_off).ask(PLATE)
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
        a_register(as_data_sets).ask(PLATE)
    assert "VCQ01A" not in caplog.text
