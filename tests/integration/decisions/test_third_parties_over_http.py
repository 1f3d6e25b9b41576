"""Hearing another than the applicant over HTTP: what the case shows, what waits, and what is sealed (Awb 4:8)."""

from __future__ import annotations

from services.decisions.domain.third_parties import ThirdPartyViewsReceived
from shared.runtime.access import Role
from tests.support.house_of_decisions import House
from tests.support.proceedings import REASONS

LESSOR = {
    "name": "Leasebedrijf 018",
    "streetAndNumber": "Voorbeeldweg 18",
    "postcode": "1234 AB",
    "town": "Voorbeeldstad",
}
REFUSED = {"outcome": "refused", "ground": "other", "reasons": REASONS}


def test_who_was_noted_is_asked_and_heard_before_it_is_decided(house: House) -> None:
    """In the words of the desk, and by number; what they say is under a key that the applicant's erasure leaves."""
    case_id = house.an_application()
    noted = house.post(f"/cases/{case_id}/third-parties", {"person": LESSOR, "reasons": REASONS}, version=2)
    assert noted.status_code == 201, noted.text
    refused = house.post(f"/cases/{case_id}/decisions", REFUSED, version=3)
    assert (refused.status_code, refused.json()["code"]) == (409, "third_party_not_heard")
    question = {"number": 1, "viewsUntil": "2026-03-20", "explanation": REASONS}
    assert house.post(f"/cases/{case_id}/third-party-invitations", question, version=3).status_code == 201
    views = {"number": 1, "manner": "oral", "views": "Het voertuig is van ons."}
    assert house.post(f"/cases/{case_id}/third-party-views", views, version=4).status_code == 201
    [party] = house.case(case_id)["thirdParties"]
    assert (party["viewsUntil"], party["viewsReceivedOn"], party["viewsManner"]) == (
        "2026-03-20",
        "2026-03-02",
        "oral",
    )
    assert house.post(f"/cases/{case_id}/decisions", REFUSED, version=5).status_code == 201
    events = [recorded.event for recorded in house.service.context.log.stream(case_id)]
    [said] = [event for event in events if isinstance(event, ThirdPartyViewsReceived)]
    assert b"voertuig" not in said.sealed_views.box


def test_who_decides_reads_what_was_said_until_it_is_erased(house: House) -> None:
    """Awb 3:2, 3:46: the applicant's views and another's; an auditor, and who is elsewhere, does not read them."""
    case_id = house.an_application()
    question = {"viewsUntil": "2026-03-20", "explanation": REASONS}
    said = {"manner": "written", "views": "Het voertuig is van ons."}
    steps = (
        ("views-requests", question),
        ("views", {**said, "views": "De afstand klopt niet."}),
        ("third-parties", {"person": LESSOR, "reasons": REASONS}),
        ("third-party-invitations", {"number": 1, **question}),
        ("third-party-views", {"number": 1, **said}),
    )
    for version, (path, body) in enumerate(steps, 2):
        answer = house.post(f"/cases/{case_id}/{path}", body, version=version)
        assert answer.status_code == 201, answer.text
    for role in (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER):
        own, of_another = house.get(f"/cases/{case_id}/views", role).json()["items"]
        assert (own["on"], own["words"], own["person"]) == ("facts", "De afstand klopt niet.", None)
        assert (of_another["words"], of_another["number"]) == ("Het voertuig is van ons.", 1)
        assert of_another["person"]["name"] == LESSOR["name"]
    assert house.get(f"/cases/{case_id}/views", Role.AUDITOR).status_code == 403
    assert house.get(f"/cases/{case_id}/views", municipality="0344").status_code == 404
    house.service.context.vault.eraser().erase_case(case_id)
    own, of_another = house.get(f"/cases/{case_id}/views").json()["items"]
    assert (own["words"], of_another["words"]) == (None, "Het voertuig is van ons.")


def test_who_is_not_heard_is_left_unheard_with_a_reason(house: House) -> None:
    """Awb 4:11."""
    case_id = house.an_application()
    house.post(f"/cases/{case_id}/third-parties", {"person": LESSOR, "reasons": REASONS}, version=2)
    left = {"number": 1, "because": "urgent", "reasons": REASONS}
    assert house.post(f"/cases/{case_id}/third-party-waivers", left, version=3).status_code == 201
    [party] = house.case(case_id)["thirdParties"]
    assert (party["notHeardBecause"], party["askedOn"]) == ("urgent", None)
    assert house.post(f"/cases/{case_id}/decisions", REFUSED, version=4).status_code == 201
