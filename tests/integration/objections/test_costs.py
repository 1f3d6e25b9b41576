"""The costs of an objection, over HTTP (Awb 7:15)."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from shared.contracts.objections import CostsDecided, ObjectionEnded
from shared.rulings import CostsRuling
from shared.runtime.access import Role
from tests.support.objections_desk import NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import a_refusal

CLAIM = {"claim": "Mevrouw Kanarie betaalde een advocaat."}
BY_POST = {**CLAIM, "receivedOn": "2026-03-10"}
UPHELD = {"ruling": "upheld", "reasons": "Het besluit is onjuist.", "hearingWaived": NOT_WANTED}
NO_COSTS = {"refusedBecause": "Er was geen hulp van een derde."}


def claimed(desk: ObjectionsDesk) -> str:
    """The path of an objection of which the costs are claimed."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    answer = desk.post(f"{place}/costs-claims", CLAIM, Role.APPLICANT, OBJECTOR, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    return place


def test_the_ruling_grants_an_amount(desk: ObjectionsDesk) -> None:
    """In what is told of it, and shown to the objector with what was claimed."""
    place = claimed(desk)
    silent = desk.post(f"{place}/rulings", UPHELD, If_Match='"2"')
    assert (silent.status_code, silent.json()["code"]) == (409, "costs_not_decided")
    answer = desk.post(f"{place}/rulings", {**UPHELD, "costs": {"euros": 647}}, If_Match='"2"')
    assert answer.status_code == 201, answer.text
    ended = msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)
    assert ended.beside is not None
    assert (ended.beside.costs, ended.costs_open) == (CostsRuling(647), False)
    shown = desk.get(place, Role.APPLICANT, OBJECTOR).json()["costs"]
    assert (shown["claim"], shown["grantedEuros"], shown["refusedBecause"]) == (CLAIM["claim"], 647, None)
    assert desk.get("/open-costs-claims").json()["items"] == []


def test_a_renewed_decision_leaves_the_claim_to_be_decided_apart(desk: ObjectionsDesk) -> None:
    """It is listed until the handler has decided on it, and the letters are told both."""
    place = claimed(desk)
    refused = desk.get(place).json()
    renewal = msgspec.structs.replace(
        a_refusal(desk.vault),
        decision_id=UUID(int=78),
        outcome="granted",
        replaces_decision_id=UUID(refused["decisionId"]),
        decides_objection_id=UUID(place.rpartition("/")[2]),
        decided_by="objection-handler:9",
        applicant_subject=OBJECTOR,
    )
    desk.publish(renewal)
    desk.until(place, lambda shown: shown["state"] == "upheld")
    assert msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded).costs_open
    [line] = desk.get("/open-costs-claims").json()["items"]
    assert f"/objections/{line['objectionId']}" == place
    answer = desk.post(f"{place}/costs-decisions", NO_COSTS, If_Match=desk.get(place).headers["ETag"])
    assert answer.status_code == 201, answer.text
    told = msgspec.json.decode(desk.published()[-1].data, type=CostsDecided)
    assert told.ruling.euros == 0
    assert told.ruling.sealed_reasons is not None
    assert desk.vault.opener().open(told.ruling.sealed_reasons).decode() == NO_COSTS["refusedBecause"]
    shown = desk.get(place, Role.APPLICANT, OBJECTOR).json()["costs"]
    assert (shown["grantedEuros"], shown["refusedBecause"]) == (0, NO_COSTS["refusedBecause"])
    assert desk.get("/open-costs-claims").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("costs-claims", CLAIM, "body.receivedOn"),
        ("costs-decisions", {}, "body"),
        ("costs-decisions", {**NO_COSTS, "euros": 12}, "body"),
        ("costs-decisions", {"euros": 0}, "body.euros"),
        ("rulings", {**UPHELD, "costs": {}}, "body.costs"),
    ],
)
def test_what_is_sent_in_is_whole(desk: ObjectionsDesk, path: str, body: object, field: str) -> None:
    """400 that names the field: an amount or reasons, and of what came by post its day."""
    place = claimed(desk)
    answer = desk.post(f"{place}/{path}", body, If_Match='"2"')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_an_objector_claims_the_own_costs_today(desk: ObjectionsDesk) -> None:
    """400 with another day; of another's objection 404."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    own = desk.post(f"{place}/costs-claims", BY_POST, Role.APPLICANT, OBJECTOR, If_Match='"1"')
    other = desk.post(f"{place}/costs-claims", CLAIM, Role.APPLICANT, "applicant:2", If_Match='"1"')
    assert (own.status_code, other.status_code) == (400, 404)
    assert desk.post(f"{place}/costs-claims", BY_POST, If_Match='"1"').status_code == 201
