"""Establishing facts over HTTP, hearing the applicant on them, and what the case and its clock show of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, RoadTaxRate, StatedFacts
from tests.support.desk_over_http import NOON, DeskDoor
from tests.support.proceedings import REASONS

TODAY = NOON.date()
VIEWS_UNTIL = str(TODAY + timedelta(days=14))
PRIVATELY = StatedFacts(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
DOCUMENT = "d" * 64
BUSINESS = {
    "facts": {"roadTaxRate": "business"},
    "basis": "document",
    "document": DOCUMENT,
    "reasons": REASONS,
}
REFUSED = {"outcome": "refused"}
URGENT = {"because": "urgent", "reasons": REASONS}


class PrivateCase:
    """A case of private use, and what the desk does with it, one act after another."""

    def __init__(self, door: DeskDoor, **told: object) -> None:
        self.door = door
        self.id: UUID = door.heard_of(ExemptionType.PRIVATE_USE, stated=PRIVATELY, **told)
        door.attached(self.id, DOCUMENT)
        self.version, self.position = 3, 0

    def act(self, act: str, body: object = None) -> httpx.Response:
        """The desk does that."""
        answer = self.door.command(f"/cases/{self.id}/{act}", body, version=self.version)
        if answer.is_success:
            self.version += 1
            self.position = answer.json()["position"]
        return answer

    def shown(self, what: str = "") -> dict[str, object]:
        """The case, or its clock, once it shows what was done last."""
        answer = self.door.get(f"/cases/{self.id}{what}", waits_for=self.position)
        assert answer.status_code == httpx.codes.OK, answer.text
        shown: dict[str, object] = answer.json()
        return shown


def test_an_established_fact_leads_to_a_hearing_before_the_refusal(door: DeskDoor) -> None:
    """Awb 4:7: by name in the case, and with its days in the clock."""
    case = PrivateCase(door)
    case.act("established-facts", BUSINESS)
    case.act("assessments")
    shown = case.shown()
    assert (shown["advice"], shown["establishedFacts"]) == ("refused", ["roadTaxRate"])
    assert (shown["differingFacts"], shown["views"]) == (["roadTaxRate"], None)
    refused = case.act("decisions", REFUSED)
    assert (refused.status_code, refused.json()["code"]) == (409, "applicant_not_heard")
    assert case.act("views-requests", {"viewsUntil": VIEWS_UNTIL, "explanation": REASONS}).is_success
    asked = {"askedOn": str(TODAY), "facts": ["roadTaxRate"], "viewsUntil": VIEWS_UNTIL}
    assert case.shown()["views"] == {**asked, "receivedOn": None, "manner": None}
    assert case.act("views", {"manner": "oral", "views": REASONS}).is_success
    shown = case.shown()
    assert shown["views"] == {**asked, "receivedOn": str(TODAY), "manner": "oral"}
    assert REASONS not in str(shown)
    assert case.act("decisions", REFUSED).status_code == 201


def test_the_clock_shows_what_was_asked_and_until_when(door: DeskDoor) -> None:
    """With its articles; the last day to decide does not move."""
    case = PrivateCase(door)
    before = case.shown("/clock")["lastDay"]
    case.act("views-requests", {"viewsUntil": VIEWS_UNTIL, "explanation": REASONS})
    case.act("views", {"manner": "written", "views": REASONS})
    clock = case.shown("/clock")
    asked, received = clock["entries"][1:]  # type: ignore[index]  # a list
    assert (asked["step"], asked["on"], asked["lastDay"]) == ("views_asked", str(TODAY), VIEWS_UNTIL)
    assert asked["rule"] == "Awb 4:7(1)"
    assert (received["step"], received["rule"]) == ("views_received", "Awb 4:9")
    assert clock["lastDay"] == before


def test_what_was_established_can_be_withdrawn(door: DeskDoor) -> None:
    """By the names that the case shows; a standing assessment falls with it."""
    case = PrivateCase(door)
    case.act("established-facts", BUSINESS)
    case.act("assessments")
    assert case.act(
        "established-facts-withdrawals", {"facts": ["roadTaxRate"], "reasons": REASONS}
    ).is_success
    shown = case.shown()
    assert (shown["establishedFacts"], shown["differingFacts"], shown["advice"]) == ([], [], None)


def test_the_desk_may_say_why_it_does_not_hear(door: DeskDoor) -> None:
    """Awb 4:11, 4:7(2)."""
    case = PrivateCase(door)
    case.act("established-facts", BUSINESS)
    case.act("assessments")
    assert case.act("decisions", {**REFUSED, "notHeard": URGENT}).status_code == 201


OTHER = {"outcome": "refused", "ground": "other", "reasons": REASONS}


@pytest.mark.parametrize(
    ("act", "body", "status", "code"),
    [
        ("established-facts", {**BUSINESS, "facts": {}}, 409, "no_fact_established"),
        ("established-facts", {**BUSINESS, "facts": {"roadTaxRate": "private"}}, 409, "fact_stands"),
        ("established-facts", {**BUSINESS, "document": "e" * 64}, 409, "document_not_of_case"),
        ("established-facts", {**BUSINESS, "basis": "register"}, 400, "invalid_request"),
        ("established-facts", {**BUSINESS, "document": "factuur.pdf"}, 400, "invalid_request"),
        ("established-facts", {**BUSINESS, "reasons": "kort"}, 400, "invalid_request"),
        (
            "established-facts-withdrawals",
            {"facts": ["marketPermit"], "reasons": REASONS},
            409,
            "fact_not_established",
        ),
        ("established-facts-withdrawals", {"facts": [], "reasons": REASONS}, 400, "invalid_request"),
        ("views-requests", {"viewsUntil": str(TODAY), "explanation": REASONS}, 409, "views_term_too_short"),
        ("views", {"manner": "written", "views": REASONS}, 409, "views_not_asked"),
        ("decisions", {"outcome": "granted", "notHeard": URGENT}, 400, "invalid_request"),
        ("decisions", {**REFUSED, "restsOnDifferingFacts": True}, 400, "invalid_request"),
        ("decisions", {**OTHER, "notHeard": URGENT}, 409, "no_hearing_due"),
        ("decisions", {**OTHER, "restsOnDifferingFacts": True}, 409, "applicant_not_heard"),
    ],
)
def test_what_stands_in_the_way_is_named(
    door: DeskDoor, act: str, body: dict[str, object], status: int, code: str
) -> None:
    """By field and rule, with the article."""
    answer = PrivateCase(door).act(act, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert status == 400 or "(Awb " in answer.json()["detail"]


def test_the_case_of_another_municipality_is_not_there(door: DeskDoor) -> None:
    """And a reviewer establishes nothing."""
    case_id = door.heard_of(ExemptionType.HARDSHIP, municipality="0344")
    body = {"facts": {"dailyRangeKm": 250}, "basis": "explanation", "reasons": REASONS}
    path = f"/cases/{case_id}/established-facts"
    assert door.command(path, body).status_code == 404
    assert door.command(path, body, municipality="0344").status_code == 201
    headers = door.token(Role.REVIEWER, None) | {"Idempotency-Key": "one", "If-Match": '"2"'}
    assert door.http.post(f"/decisions/v1{path}", json=body, headers=headers).status_code == 403


def test_a_judgement_shows_in_the_case_without_its_reasons(door: DeskDoor) -> None:
    """Who found what, on which document; each criterion once, and views only on what is unmet (Awb 4:7)."""
    case = PrivateCase(door)
    steps = {"criterion": "own_steps_are_taken", "finding": "unmet", "reasons": REASONS}
    judged = {**steps, "documents": [DOCUMENT], "restsOnDifferingFacts": True}
    for wrong in ([steps, steps], [{**judged, "finding": "met"}]):
        assert case.act("judgements", {"judgements": wrong}).status_code == 400
    assert case.act("judgements", {"judgements": [judged]}).status_code == 201
    shown = case.shown()
    [judgement] = shown["judgements"]  # type: ignore[misc]  # a list
    assert (judgement["finding"], judgement["documents"]) == ("unmet", [DOCUMENT])
    assert (judgement["judgedBy"], judgement["judgedOn"]) == ("case_handler-1", str(TODAY))
    assert REASONS not in str(shown)


def test_the_completeness_of_a_case_names_what_is_missing_for_each_condition(door: DeskDoor) -> None:
    """By condition, with what was answered; who does not deal with the case does not see it."""
    case = PrivateCase(door)
    case.act("assessments")
    overview = case.shown("/completeness")
    by_name = {one["criterion"]: one for one in overview["conditions"]}  # type: ignore[attr-defined]  # a list
    tax = by_name["taxed_at_private_rate"]
    assert (tax["finding"], tax["judged"], tax["judgement"]) == ("met", False, None)
    assert tax["evidence"] == [{"shows": "road_tax_document", "documents": [], "missing": True}]
    assert by_name["zone_applies_to_vehicle"]["evidence"] == []
    assert (overview["policyVersion"], overview["otherDocuments"]) == ("private-use/SYNTHETIC-2", [DOCUMENT])
    assert door.get(f"/cases/{case.id}/completeness", municipality="0344").status_code == 404
