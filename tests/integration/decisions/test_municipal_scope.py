"""Whose a case is: a local one its own municipality's alone, a national one the Central Desk's."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, StatedFacts
from tests.support.desk_over_http import DeskDoor
from tests.support.proceedings import REASONS

UTRECHT, AMSTERDAM = "0344", "0363"
NATIONALLY = None
READERS = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR)
HARD = {
    "judgements": [
        {"criterion": "rule_works_out_disproportionately", "finding": "met", "reasons": REASONS},
    ]
}
SHOWN = StatedFacts(circumstances_shown=True)

WHO_SEES_WHAT = [
    (UTRECHT, UTRECHT, True),
    (UTRECHT, AMSTERDAM, False),
    (UTRECHT, NATIONALLY, False),
    (NATIONALLY, UTRECHT, False),
    (NATIONALLY, AMSTERDAM, False),
    (NATIONALLY, NATIONALLY, True),
]
"""Where the case belongs, for whom somebody acts, and whether the case is there for them."""


def a_case(door: DeskDoor, municipality: str | None) -> UUID:
    """A case of that municipality, or a national one."""
    kind = ExemptionType.HARDSHIP if municipality else ExemptionType.ANIMAL_AMBULANCE
    stated = SHOWN if municipality else StatedFacts(urgent_animal_transport=True)
    return door.heard_of(kind, stated=stated, municipality=municipality)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(("belongs_to", "acts_for", "there"), WHO_SEES_WHAT)
def test_a_case_is_there_for_those_who_deal_with_it(
    door: DeskDoor, role: Role, belongs_to: str | None, acts_for: str | None, there: bool
):
    """In the list and by its id; for others it answers as an id that never was."""
    case_id = a_case(door, belongs_to)
    listed = door.get("/cases", role, acts_for)
    assert [line["caseId"] for line in listed.json()["items"]] == ([str(case_id)] if there else [])
    read, unknown = (door.get(f"/cases/{each}", role, acts_for) for each in (case_id, uuid4()))
    if there:
        assert (read.status_code, read.json()["municipality"]) == (200, belongs_to)
    else:
        assert (read.status_code, read.json()["code"]) == (404, unknown.json()["code"])
        assert unknown.status_code == 404


@pytest.mark.parametrize(("belongs_to", "acts_for", "there"), WHO_SEES_WHAT)
def test_a_case_is_assessed_and_decided_by_those_who_deal_with_it(
    door: DeskDoor, belongs_to: str | None, acts_for: str | None, there: bool
):
    """For others there is nothing to assess, whatever version they name."""
    case_id = a_case(door, belongs_to)
    grant = {"outcome": "granted", **({"validUntil": "2026-09-01"} if belongs_to else {})}
    if there:
        judged = door.command(f"/cases/{case_id}/judgements", HARD, municipality=acts_for)
        assessed = door.command(f"/cases/{case_id}/assessments", municipality=acts_for, version=3)
        decided = door.command(f"/cases/{case_id}/decisions", grant, municipality=acts_for, version=4)
        assert (judged.status_code, assessed.status_code, decided.status_code) == (201, 201, 201)
        return
    for version in (2, 9):
        unknown = door.command(f"/cases/{uuid4()}/assessments", municipality=acts_for, version=version)
        for path, body in (("judgements", HARD), ("assessments", None), ("decisions", grant)):
            refused = door.command(f"/cases/{case_id}/{path}", body, municipality=acts_for, version=version)
            assert (refused.status_code, refused.json()["code"]) == (404, unknown.json()["code"])


def test_a_page_of_a_list_is_filled_from_what_is_within_scope(door: DeskDoor):
    """Others' cases in between neither show nor count."""
    cases = [a_case(door, municipality) for municipality in (UTRECHT, AMSTERDAM, UTRECHT, AMSTERDAM)]
    first = door.get("/cases?limit=1", municipality=UTRECHT).json()
    second = door.get(f"/cases?limit=1&after={first['next']}", municipality=UTRECHT).json()
    assert [first["items"][0]["caseId"], second["items"][0]["caseId"]] == [str(cases[0]), str(cases[2])]
    assert second["next"] is None


def test_everybody_may_read_the_catalogue(door: DeskDoor):
    """Which types there are is no secret; the old policy can be asked for."""
    for role in Role:
        municipality = UTRECHT if role is Role.MUNICIPALITY else None
        assert door.get("/exemption-types", role, municipality).status_code == 200
    today = door.get("/exemption-types", Role.APPLICANT).json()
    assert (today["on"], len(today["items"])) == ("2026-03-02", 12)
    before = door.get("/exemption-types?on=2025-12-31", Role.APPLICANT).json()
    named = {item["exemptionType"]: item for item in before["items"]}
    assert "GRID_CONGESTION" not in named
    assert named["BUSINESS_ECONOMIC"]["scope"] == "local"
    assert named["DAY"]["feeCents"] == 3000
    assert "feeCents" not in named["DAY"]["synthetic"]
    assert {"feeCents", "policy.validityYears"} <= set(named["NOT_AVAILABLE_EMISSION_FREE"]["synthetic"])
    assert [one["code"] for one in before["automatic"]] == ["RIGID_TRUCK_2017_2019"]
    assert [one["municipality"] for one in before["notOffered"]] == ["0344"]


def test_a_version_of_the_policy_can_be_asked_for(door: DeskDoor):
    """The one type, on its first day; an unknown version is not there, and a day besides is one too many."""
    old = door.get("/exemption-types?version=business-economic/2025", Role.APPLICANT).json()
    [item] = old["items"]
    assert (old["on"], item["scope"], item["policyValidTo"]) == ("2024-07-01", "local", "2025-12-31")
    assert {"criterion", "sentence", "source", "synthetic", "judged", "evidence"} == set(
        item["conditions"][0]
    )
    unknown = door.get("/exemption-types?version=of-nobody", Role.APPLICANT)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_policy_version")
    both = door.get("/exemption-types?version=day/2024&on=2026-01-01", Role.APPLICANT)
    assert (both.status_code, both.json()["errors"][0]["rule"]) == (400, "version_and_day")


def test_the_case_names_the_better_fitting_type(door: DeskDoor):
    """With its reason, once it was assessed."""
    stated = StatedFacts(urgent_animal_transport=False, grid_full_shown=True, own_steps_shown=True)
    case_id = door.heard_of(ExemptionType.ANIMAL_AMBULANCE, stated=stated)
    assert door.get(f"/cases/{case_id}").json()["betterFit"] is None
    steps = {"criterion": "own_steps_are_taken", "finding": "met", "reasons": REASONS}
    assert door.command(f"/cases/{case_id}/judgements", {"judgements": [steps]}).status_code == 201
    door.shown(door.command(f"/cases/{case_id}/assessments", version=3).json()["position"])
    case = door.get(f"/cases/{case_id}").json()
    assert (case["advice"], case["betterFit"]["exemptionType"]) == ("refused", "GRID_CONGESTION")


THRESHOLD = {"category": "N1", "parameter": "payload_kg", "value": 1111}
PROPOSAL = {"thresholds": [THRESHOLD], "validFrom": "2026-03-02"}


def test_threshold_sets_concern_every_municipality(door: DeskDoor):
    """They are proposed with national scope; what names national cases is not there for a municipality."""
    refused = door.command("/threshold-sets", PROPOSAL, municipality=UTRECHT)
    assert (refused.status_code, refused.json()["code"]) == (403, "national_scope_needed")
    set_id = door.command("/threshold-sets", PROPOSAL).json()["id"]
    for path in ("", "/plan"):
        answer = door.get(f"/threshold-sets/{set_id}{path}", municipality=UTRECHT)
        assert (answer.status_code, answer.json()["code"]) == (404, "threshold_set_not_found")
    assert door.get(f"/threshold-sets/{set_id}").status_code == 200
    for path in ("/threshold-sets", "/threshold-findings", "/reassessments", "/worklist"):
        assert door.get(path, municipality=UTRECHT).json() == {"items": [], "next": None}
    for path in ("", "/plan", "/proof"):
        assert door.get(f"/reassessments/{uuid4()}{path}", municipality=UTRECHT).status_code == 404
