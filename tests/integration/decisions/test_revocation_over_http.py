"""Revoking an exemption over HTTP: who may, what the case shows, and what the list holds."""

from __future__ import annotations

from uuid import UUID

import httpx

from services.decisions.domain.revocation import RevocationViewsReceived
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.house_of_decisions import House
from tests.support.proceedings import REASONS

INTENDED = {"ground": "wrong_data", "viewsUntil": "2026-03-16", "reasons": REASONS}
ON_REQUEST = {"ground": "on_request", "effectiveFrom": "2026-04-01", "reasons": REASONS}


def a_granted_case(house: House) -> UUID:
    """At version 4, today."""
    case_id = house.an_application(1300)
    assert house.decide(case_id) == "granted"
    return case_id


def tell(house: House, case_id: UUID, version: int, what: str, body: object, **who: str) -> httpx.Response:
    """An act of the desk on a revocation."""
    return house.post(f"/cases/{case_id}/{what}", body, version=version, **who)


def test_the_holder_is_told_heard_and_revoked(house: House):
    """The case shows the intention while it stands, and the decision with its day and ground after it."""
    case_id = a_granted_case(house)
    answer = tell(house, case_id, 4, "revocation-intentions", INTENDED)
    assert answer.status_code == 201, answer.text
    shown = house.case(case_id)["revocationIntended"]
    assert (shown["ground"], shown["viewsUntil"], shown["viewsReceivedOn"]) == (
        "wrong_data",
        "2026-03-16",
        None,
    )
    early = {"ground": "wrong_data", "effectiveFrom": "2026-04-01", "reasons": REASONS}
    refused = tell(house, case_id, 5, "revocations", early)
    assert (refused.status_code, refused.json()["code"]) == (409, "views_term_runs")
    assert "4:8" in refused.json()["detail"]
    views = {"manner": "oral", "views": "Dat is niet zo."}
    assert tell(house, case_id, 5, "revocation-views", views).status_code == 201
    assert house.case(case_id)["revocationIntended"]["viewsReceivedOn"] == "2026-03-02"
    assert tell(house, case_id, 6, "revocations", early).status_code == 201
    case = house.case(case_id)
    assert (case["state"], case["revocationIntended"]) == ("revoked", None)
    granted, revoked = case["decisions"]
    assert (revoked["outcome"], revoked["revocationGround"], revoked["effectiveFrom"]) == (
        "revoked",
        "wrong_data",
        "2026-04-01",
    )
    assert (revoked["replacesDecisionId"], revoked["validUntil"]) == (granted["decisionId"], None)


def test_what_the_holder_said_is_sealed(house: House):
    """And is nowhere in the log in clear."""
    case_id = a_granted_case(house)
    tell(house, case_id, 4, "revocation-intentions", INTENDED)
    tell(house, case_id, 5, "revocation-views", {"manner": "written", "views": "Een zienswijze."})
    stored = house.service.context.log.stream(case_id)[-1].event
    assert isinstance(stored, RevocationViewsReceived)
    assert b"zienswijze" not in stored.sealed_views.box


def test_intentions_are_listed_by_the_day_until_which_the_holder_can_speak(house: House):
    """Within scope, and no longer than they stand."""
    case_id = a_granted_case(house)
    tell(house, case_id, 4, "revocation-intentions", INTENDED)
    [line] = house.get("/revocation-intentions").json()["items"]
    assert (line["caseId"], line["viewsUntil"]) == (str(case_id), "2026-03-16")
    assert house.get("/revocation-intentions", municipality="0344").json()["items"] == []
    assert tell(house, case_id, 5, "revocation-abandonments", {"reasons": REASONS}).status_code == 201
    assert house.get("/revocation-intentions").json()["items"] == []
    assert house.case(case_id)["state"] == "granted"


def test_only_the_desk_of_the_case_revokes(house: House):
    """A local exemption is its own municipality's, and an applicant revokes nothing."""
    case_id = house.an_application(kind=ExemptionType.HARDSHIP, municipality="0344")
    assert tell(house, case_id, 2, "revocations", ON_REQUEST).status_code == 404
    assert tell(house, case_id, 2, "revocations", ON_REQUEST, municipality="0344").status_code == 409
    assert tell(house, case_id, 2, "revocations", ON_REQUEST, role=Role.APPLICANT).status_code == 403


def test_exemptions_that_run_are_listed_the_soonest_end_first(house: House):
    """Neither refusals nor what was revoked; within scope, and by last day where that is asked."""
    refused, first, second = house.an_application(), a_granted_case(house), a_granted_case(house)
    house.decide(refused)
    listed = house.get("/exemptions").json()["items"]
    assert [line["caseId"] for line in listed] == sorted([str(first), str(second)])
    assert (listed[0]["validUntil"], listed[0]["daysLeft"]) == ("2028-03-01", 730)
    assert house.get("/exemptions?endsBefore=2028-03-01").json()["items"] == []
    assert house.get("/exemptions", municipality="0344").json()["items"] == []
    assert tell(house, first, 4, "revocations", ON_REQUEST).status_code == 201
    assert [line["caseId"] for line in house.get("/exemptions").json()["items"]] == [str(second)]
