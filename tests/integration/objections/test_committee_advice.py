"""The advice of a committee on an objection, over HTTP (Awb 7:13)."""

from __future__ import annotations

import msgspec

from shared.contracts.objections import ObjectionEnded
from shared.runtime.access import Role
from shared.vocabulary import ObjectionRuling
from tests.support.objections_desk import NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of

ADVICE = {"receivedOn": "2026-03-10", "advises": "upheld", "advice": "Mevrouw Kanarie heeft gelijk."}
DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
DEPARTED = {**DISMISSED, "adviceDepartedFrom": "De commissie las het beleid verkeerd."}


def advised(desk: ObjectionsDesk) -> str:
    """The path of an objection on which a committee advised."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.post(f"{place}/committee-announcements", None, If_Match='"1"').status_code == 201
    early = desk.post(f"{place}/rulings", DISMISSED, If_Match='"2"')
    assert (early.status_code, early.json()["code"]) == (409, "advice_awaited")
    answer = desk.post(f"{place}/committee-advice", ADVICE, If_Match='"2"')
    assert answer.status_code == 201, answer.text
    return place


def test_a_ruling_that_departs_tells_the_advice_and_why(desk: ObjectionsDesk) -> None:
    """Awb 7:13(7): both sealed on the way to the letter; the objector reads the advice with the ruling."""
    place = advised(desk)
    silent = desk.post(f"{place}/rulings", DISMISSED, If_Match='"3"')
    assert (silent.status_code, silent.json()["code"]) == (409, "departure_without_reasons")
    assert desk.get(place).json()["advice"]["advice"] == ADVICE["advice"]
    assert desk.get(place, Role.APPLICANT, OBJECTOR).json()["advice"] is None
    answer = desk.post(f"{place}/rulings", DEPARTED, If_Match='"3"')
    assert answer.status_code == 201, answer.text
    ended = msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)
    assert ended.beside is not None
    told = ended.beside.advice
    assert told is not None
    assert told.advised is ObjectionRuling.UPHELD
    assert told.sealed_advice is not None
    assert told.sealed_departure is not None
    words = [desk.vault.opener().open(each).decode() for each in (told.sealed_advice, told.sealed_departure)]
    assert words == [ADVICE["advice"], DEPARTED["adviceDepartedFrom"]]
    shown = desk.get(place, Role.APPLICANT, OBJECTOR).json()["advice"]
    assert (shown["advises"], shown["advice"]) == ("upheld", ADVICE["advice"])
