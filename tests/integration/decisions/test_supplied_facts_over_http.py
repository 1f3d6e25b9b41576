"""Supplying a fact over HTTP, and what the case shows of it."""

from __future__ import annotations

import pytest

from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, VehicleCategory, VehicleFacts
from tests.support.desk_over_http import DeskDoor
from tests.support.proceedings import REASONS

UNKNOWN = VehicleFacts(category=VehicleCategory.N1, emission_free=False)
KIND = ExemptionType.NOT_AVAILABLE_EMISSION_FREE


def test_a_supplied_fact_shows_beside_the_registered_ones(door: DeskDoor):
    """With its name, so that nobody takes it for the register's."""
    case_id = door.heard_of(KIND, UNKNOWN)
    answer = door.command(f"/cases/{case_id}/supplied-facts", {"payloadKg": 777, "basis": REASONS})
    assert answer.status_code == 201, answer.text
    shown = door.get(f"/cases/{case_id}", waits_for=answer.json()["position"]).json()
    assert (shown["vehicle"]["payloadKg"], shown["suppliedFacts"]) == (777, ["payloadKg"])
    assert shown["vehicle"]["brakedTowingMassKg"] is None
    assert REASONS not in str(shown)


def test_what_is_supplied_is_kept_when_more_is(door: DeskDoor):
    """Each supply adds to the ones before."""
    case_id = door.heard_of(KIND, UNKNOWN)
    door.command(f"/cases/{case_id}/supplied-facts", {"payloadKg": 777, "basis": REASONS})
    more = {"brakedTowingMassKg": 2000, "payloadKg": 778, "basis": REASONS}
    answer = door.command(f"/cases/{case_id}/supplied-facts", more, version=3)
    shown = door.get(f"/cases/{case_id}", waits_for=answer.json()["position"]).json()
    assert (shown["vehicle"]["payloadKg"], shown["vehicle"]["brakedTowingMassKg"]) == (778, 2000)
    assert shown["suppliedFacts"] == ["brakedTowingMassKg", "payloadKg"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"payloadKg": 777}, 400, "invalid_request"),
        ({"payloadKg": -1, "basis": REASONS}, 400, "invalid_request"),
        ({"registeredOn": "2026-01-01", "basis": REASONS}, 400, "invalid_request"),
        ({"basis": REASONS}, 409, "no_fact_supplied"),
        ({"category": "N2", "basis": REASONS}, 409, "fact_registered"),
    ],
)
def test_what_stands_in_the_way_is_named(door: DeskDoor, body: dict[str, object], status: int, code: str):
    """By field and rule."""
    case_id = door.heard_of(KIND, UNKNOWN)
    answer = door.command(f"/cases/{case_id}/supplied-facts", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_case_of_another_municipality_is_not_there(door: DeskDoor):
    """And a reviewer supplies nothing."""
    case_id = door.heard_of(ExemptionType.HARDSHIP, UNKNOWN, municipality="0344")
    body = {"payloadKg": 777, "basis": REASONS}
    assert door.command(f"/cases/{case_id}/supplied-facts", body).status_code == 404
    assert door.command(f"/cases/{case_id}/supplied-facts", body, municipality="0344").status_code == 201
    headers = door.token(Role.REVIEWER, None) | {"Idempotency-Key": "one", "If-Match": '"2"'}
    path = f"/decisions/v1/cases/{case_id}/supplied-facts"
    assert door.http.post(path, json=body, headers=headers).status_code == 403
