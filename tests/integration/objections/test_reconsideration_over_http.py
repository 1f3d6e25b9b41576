"""The assessment that a ruling rests on, and hearing others, as the desk meets them; on SQLite and without a bus."""

from __future__ import annotations

from uuid import UUID

import msgspec

from shared.contracts.decisions import CaseReconsidered
from shared.contracts.objections import ObjectionEnded, PartyInvited, ReconsiderationAsked
from shared.vocabulary import Outcome
from tests.support.objections_desk import NOT_WANTED, ObjectionsDesk, place_of
from tests.support.published_halves import CASE, SENT

ASSESSMENT = UUID(int=301)
UPHELD = {"ruling": "upheld", "reasons": "Het is evenredig.", "hearingWaived": NOT_WANTED}
PERSON = {
    "name": "A. Voorbeeld",
    "streetAndNumber": "Weg 1",
    "postcode": "1234 AB",
    "town": "Voorbeeldstad",
}


def test_a_ruling_rests_on_what_the_case_comes_to_that_day(desk: ObjectionsDesk) -> None:
    """Awb 7:11(1): asked, heard, shown, departed from with reasons, and told with the ruling."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    objection = UUID(place.rsplit("/", 1)[-1])
    assert desk.post(f"{place}/reconsiderations", None, If_Match='"1"').status_code == 201
    asked = msgspec.json.decode(desk.published()[-1].data, type=ReconsiderationAsked)
    assert (asked.objection_id, asked.asked_on) == (objection, SENT)
    assert desk.post(f"{place}/rulings", UPHELD, If_Match='"2"').json()["code"] == "reconsideration_awaited"
    desk.publish(
        CaseReconsidered(ASSESSMENT, objection, CASE, SENT, Outcome.REFUSED, "policy/2", None, (), "policy/1")
    )
    shown = desk.get(place).json()["reconsideration"]
    assert (shown["assessment"]["advice"], shown["assessment"]["decidedPolicyVersion"]) == (
        "refused",
        "policy/1",
    )
    departing = {**UPHELD, "departure": {"ground": "hardship", "reasons": "Onevenredig."}}
    assert desk.post(f"{place}/rulings", departing, If_Match='"3"').status_code == 201
    ended = msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)
    shown = desk.get(place).json()["reconsideration"]
    assert (ended.rests_on, shown["restsOn"]) == (ASSESSMENT, str(ASSESSMENT))
    assert (shown["departsBecause"], shown["departureReasons"]) == ("hardship", "Onevenredig.")


def test_somebody_else_is_invited_and_heard(desk: ObjectionsDesk) -> None:
    """Awb 7:2: told for the letter, and shown to the desk with what was said."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    body = {"person": PERSON, "viewsUntil": "2026-03-24", "explanation": "Het gebruik is privé."}
    assert desk.post(f"{place}/party-invitations", body, If_Match='"1"').status_code == 201
    told = msgspec.json.decode(desk.published()[-1].data, type=PartyInvited)
    assert (told.person is not None, str(told.views_until)) == (True, "2026-03-24")
    record = {"number": 1, "heardOn": str(SENT), "orally": True, "record": "Geen bezwaar."}
    assert desk.post(f"{place}/party-records", record, If_Match='"2"').status_code == 201
    [party] = desk.get(place).json()["parties"]
    assert (party["isHolder"], party["heardOn"], party["record"]) == (False, str(SENT), "Geen bezwaar.")
    assert party["person"]["name"] == "A. Voorbeeld"
