"""Outages and later letters, as other services tell of them, move what somebody waits for in a case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from services.decisions.domain.hearing import ViewsAsked
from shared.contracts.applications import ChannelOutageRecorded, CompletionRequested, CompletionTermMoved
from shared.contracts.notifications import LetterSentOnPaper
from shared.vocabulary import legal_day
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House
from tests.support.proceedings import ASKED_ON, REASONS, TWO_WEEKS

LESSOR = {
    "name": "Leasebedrijf 018",
    "streetAndNumber": "Voorbeeldweg 18",
    "postcode": "1234 AB",
    "town": "Voorbeeldstad",
}
UNTIL = legal_day(NOON) + timedelta(days=21)


def test_terms_are_moved_as_applications_and_notifications_tell(house: House):
    """The term for views, twice; of another than the applicant too; the term to complete; each clock says so."""
    asked, completing, of_another = (house.an_application() for _ in range(3))
    invite(house, of_another)
    body = {"viewsUntil": str(UNTIL), "explanation": "De stukken spreken elkaar tegen."}
    version = house.case(asked)["version"]
    assert house.post(f"/cases/{asked}/views-requests", body, version=version).status_code == 201
    house.applications.publish(CompletionRequested(completing, 1, ASKED_ON, ASKED_ON + TWO_WEEKS))
    house.applications.publish(ChannelOutageRecorded(uuid4(), "portal", UNTIL, UNTIL))
    later = ASKED_ON + TWO_WEEKS + timedelta(days=3)
    house.applications.publish(
        CompletionTermMoved(completing, 1, later, later, "outage", "SYNTHETIC outage/2026", uuid4())
    )
    house.until(lambda: "views_term_moved" in _steps(house, asked))
    asking = next(
        one.event for one in house.service.context.log.stream(asked) if isinstance(one.event, ViewsAsked)
    )
    house.until(lambda: "views_term_moved" in _steps(house, of_another))
    [party] = house.case(of_another)["thirdParties"]
    assert party["viewsUntil"] > str(UNTIL)
    paper = UNTIL + timedelta(days=30)
    house.notifications.publish(
        LetterSentOnPaper(uuid4(), asked, None, ASKED_ON, None, told_by=asking.event_id, set_last_day=paper)
    )
    house.until(lambda: _steps(house, asked).count("views_term_moved") == 2)
    house.until(lambda: "completion_term_moved" in _steps(house, completing))
    clock = house.get(f"/cases/{asked}/clock").json()
    assert clock["entries"][-1]["lastDay"] == str(paper)
    assert house.case(asked)["views"]["viewsUntil"] == str(paper)


def invite(house: House, case_id: UUID) -> None:
    """The desk notes a lessor, and asks for their views."""
    version = house.case(case_id)["version"]
    noted = {"person": LESSOR, "reasons": REASONS}
    assert house.post(f"/cases/{case_id}/third-parties", noted, version=version).status_code == 201
    question = {"number": 1, "viewsUntil": str(UNTIL), "explanation": REASONS}
    asked = house.post(f"/cases/{case_id}/third-party-invitations", question, version=version + 1)
    assert asked.status_code == 201, asked.text


def _steps(house: House, case_id: object) -> list[str]:
    return [entry["step"] for entry in house.get(f"/cases/{case_id}/clock").json()["entries"]]
