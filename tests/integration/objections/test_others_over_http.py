"""Parties heard apart, and notices that belong to another body, as the desk meets them; on SQLite, without a bus."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from shared.contracts.objections import (
    HearingAccountGiven,
    MisdirectedNoticeForwarded,
    ObjectionEnded,
    ObjectionLodged,
)
from tests.support.objections_desk import NOT_WANTED, ObjectionsDesk, place_of
from tests.support.published_halves import CASE, SENT, an_application

A_DAY = timedelta(days=1)
PERSON = {"name": "A. Voorbeeld", "streetAndNumber": "Weg 1", "postcode": "1234 AB", "town": "Voorbeeldstad"}
INVITED = {"person": PERSON, "viewsUntil": "2026-03-24", "explanation": "Het gebruik is privé."}
HEARD = {"heardOn": str(SENT), "record": "Geen bezwaar.", "orally": True}
APART = {"because": "secrecy", "reasons": "Bedrijfsgegevens."}
DISMISSED = {"ruling": "dismissed", "reasons": "Het blijft zo.", "hearingWaived": NOT_WANTED}


def two_parties_heard(desk: ObjectionsDesk) -> str:
    """One of them apart from the other; the place of the objection, at its fifth version."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    for number in (1, 2):
        version = {"If_Match": f'"{2 * number - 1}"'}
        assert desk.post(f"{place}/party-invitations", INVITED, **version).status_code == 201
        record = HEARD | {"number": number} | ({"apart": APART} if number == 1 else {})
        answer = desk.post(f"{place}/party-records", record, If_Match=f'"{2 * number}"')
        assert answer.status_code == 201
    return place


def test_those_who_were_heard_apart_are_told_what_was_said(desk: ObjectionsDesk) -> None:
    """Awb 7:6(3), (4): each before the ruling, for a letter; shown to the desk with what is withheld."""
    place = two_parties_heard(desk)
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"5"').json()["code"] == "apart_not_told"
    nothing = desk.post(f"{place}/hearing-accounts", {"recipient": 1}, If_Match='"5"')
    assert nothing.status_code == 400
    told = {"recipient": 1, "account": "De ander vindt het goed."}
    assert desk.post(f"{place}/hearing-accounts", told, If_Match='"5"').status_code == 201
    secret = {"recipient": 2, "withheldBecause": "Bedrijfsgegevens."}
    assert desk.post(f"{place}/hearing-accounts", secret, If_Match='"6"').status_code == 201
    given = msgspec.json.decode(desk.published()[-1].data, type=HearingAccountGiven)
    assert (given.to_objector, given.withheld, given.account) == (False, True, None)
    assert given.person is not None
    read = desk.get(place).json()
    assert [party["heardApartBecause"] for party in read["parties"]] == ["secrecy", None]
    first, second = read["hearingAccounts"]
    assert (first["account"], second["withheld"], second["withheldBecause"]) == (
        "De ander vindt het goed.",
        True,
        "Bedrijfsgegevens.",
    )
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"7"').status_code == 201


def test_reasons_to_hear_apart_belong_to_a_hearing(desk: ObjectionsDesk) -> None:
    """Awb 7:6(2): who reacts in writing is not heard apart."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    desk.post(f"{place}/party-invitations", INVITED, If_Match='"1"')
    in_writing = HEARD | {"number": 1, "orally": False, "apart": APART}
    answer = desk.post(f"{place}/party-records", in_writing, If_Match='"2"')
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (400, "orally_only")


def test_what_belongs_to_another_body_is_forwarded(desk: ObjectionsDesk) -> None:
    """Awb 6:15(1): entered, listed as long as it is here, forwarded and told."""
    came = {"caseId": str(CASE), "kind": "appeal", "receivedOn": str(SENT), "sender": PERSON}
    assert desk.post("/misdirected-notices", came).json()["code"] == "case_not_found"
    desk.publish(an_application(desk.refused()))
    entered = desk.post("/misdirected-notices", came)
    place = f"/misdirected-notices/{entered.json()['id']}"
    to_forward = desk.get("/misdirected-notices?state=to_forward").json()["items"]
    assert [(each["kind"], each["sender"]["name"]) for each in to_forward] == [("appeal", "A. Voorbeeld")]
    body = {"forwardedOn": str(SENT), "forwardedTo": "rechtbank Voorbeeldstad"}
    assert desk.post(f"{place}/forwardings", body, If_Match='"1"').status_code == 201
    told = msgspec.json.decode(desk.published()[-1].data, type=MisdirectedNoticeForwarded)
    assert (told.kind, told.received_on, told.sender is not None) == ("appeal", SENT, True)
    read = desk.get(place).json()
    assert (read["state"], read["forwardedTo"]) == ("forwarded", "rechtbank Voorbeeldstad")
    assert desk.get("/misdirected-notices?state=to_forward").json()["items"] == []


def test_a_day_elsewhere_that_does_not_count_is_shown_so(desk: ObjectionsDesk) -> None:
    """Awb 6:15(3): with the reasons; the day itself stays."""
    decision = desk.refused()
    notice = {
        "caseId": str(CASE),
        "decisionId": str(decision.decision_id),
        "grounds": "Het is anders.",
        "channel": "post",
        "receivedOn": str(SENT),
        "receivedElsewhereOn": str(SENT - A_DAY),
    }
    place = place_of(desk.post("/objections", notice))
    reasons = {"reasons": "Bewust naar een ander gestuurd."}
    assert desk.post(f"{place}/elsewhere-disregards", reasons, If_Match='"1"').status_code == 201
    told = msgspec.json.decode(desk.published()[-1].data, type=ObjectionLodged)
    assert (told.within_term, str(told.objection_id)) == (None, place.rpartition("/")[2])
    read = desk.get(place).json()
    assert (read["receivedElsewhereOn"], read["elsewhereDisregarded"]) == (str(SENT - A_DAY), True)
    assert read["elsewhereReasons"] == "Bewust naar een ander gestuurd."


def test_a_defect_is_passed_over_with_a_dismissal_alone(desk: ObjectionsDesk) -> None:
    """Awb 6:22: what is revoked does not stand; told for the letter, and shown."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    defect = {"defectPassedOver": "De bijlage ontbrak; de inhoud was bekend."}
    upheld = desk.post(f"{place}/rulings", {**DISMISSED, **defect, "ruling": "upheld"}, If_Match='"1"')
    assert (upheld.status_code, upheld.json()["errors"][0]["rule"]) == (400, "dismissed_only")
    assert desk.post(f"{place}/rulings", {**DISMISSED, **defect}, If_Match='"1"').status_code == 201
    told = msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)
    assert told.beside is not None
    assert told.beside.passed_over is not None
    assert desk.get(place).json()["ruling"]["defectPassedOver"] == defect["defectPassedOver"]
