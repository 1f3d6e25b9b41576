"""What the desk does with a decision term over HTTP, and how the case and its clock show it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.decisions.domain.term_extension import DecisionTermExtended
from shared.contracts.notifications import LetterSentOnPaper, StepLetterSent, ToldInTime
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House
from tests.support.proceedings import REASONS

TODAY = NOON.date()
NEW_LAST_DAY = TODAY + timedelta(weeks=3)
EXTENSION = {"newLastDay": str(NEW_LAST_DAY), "reasons": REASONS}


def extend(house: House, case_id: UUID, **body: object) -> httpx.Response:
    """The desk extends the term of a case that stands at version 2."""
    return house.post(f"/cases/{case_id}/term-extensions", {**EXTENSION, **body}, version=2)


def test_an_extension_shows_in_the_case_and_in_its_clock(house: House):
    """Awb 4:14(3): today is the last day of the term, which is in time."""
    case_id = house.an_application()
    assert house.case(case_id)["lastDay"] == str(TODAY)
    answer = extend(house, case_id)
    assert answer.status_code == 201, answer.text
    assert house.case(case_id)["lastDay"] == str(NEW_LAST_DAY)
    clock = house.get(f"/cases/{case_id}/clock").json()
    assert [entry["step"] for entry in clock["entries"]] == ["started", "extended"]
    assert (clock["lastDay"], clock["daysLeft"]) == (str(NEW_LAST_DAY), 21)


@pytest.mark.parametrize("bounced", [False, True])
def test_an_extension_that_is_told_the_day_after_the_term_ended_does_not_hold(house: House, bounced: bool):
    """Awb 4:14(3): another step that was told then changes nothing; an e-mail that came back told nothing."""
    case_id = house.an_application()
    extend(house, case_id)
    extended = house.service.context.log.stream(case_id)[-1].event
    later = TODAY + timedelta(days=1)
    kind = ToldInTime.DECISION_TERM_EXTENDED
    for told_by in (uuid4(), extended.event_id):
        sent_on = TODAY if bounced else later
        house.notifications.publish(StepLetterSent(uuid4(), case_id, told_by, sent_on, kind=kind))
        if bounced:
            house.notifications.publish(LetterSentOnPaper(uuid4(), case_id, None, later, told_by=told_by))
    house.until(lambda: house.case(case_id)["lastDay"] == str(TODAY))
    [line] = house.get("/open-cases").json()["items"]
    assert line["lastDay"] == str(TODAY)
    clock = house.get(f"/cases/{case_id}/clock").json()
    assert [entry["step"] for entry in clock["entries"]] == ["started", "extended", "extension_told_too_late"]


def test_the_reasons_of_an_extension_are_recorded_sealed(house: House):
    """They are for the letter alone."""
    case_id = house.an_application()
    extend(house, case_id)
    extended = house.service.context.log.stream(case_id)[-1].event
    assert isinstance(extended, DecisionTermExtended)
    opener = house.service.context.vault.opener()
    assert opener.open(extended.sealed_reasons).decode() == REASONS
    assert REASONS not in house.get(f"/cases/{case_id}").text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"newLastDay": str(TODAY)}, 409, "not_a_later_day"),
        ({"newLastDay": "9999-12-31"}, 409, "term_too_long"),
        ({"reasons": "kort"}, 400, "invalid_request"),
        ({"newLastDay": None}, 400, "invalid_request"),
    ],
)
def test_what_stands_in_the_way_of_an_extension_is_named(
    house: House, body: dict[str, object], status: int, code: str
):
    """With the code of the rule, and the article in its detail."""
    answer = extend(house, house.an_application(), **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert status == 400 or "(Awb 4:14(3))" in answer.json()["detail"]


def test_the_term_of_another_municipality_is_not_there(house: House):
    """A local case is its own municipality's alone."""
    case_id = house.an_application(kind=ExemptionType.HARDSHIP, municipality="0344")
    assert extend(house, case_id).status_code == 404
    answer = house.post(
        f"/cases/{case_id}/term-extensions", EXTENSION, Role.CASE_HANDLER, version=2, municipality="0344"
    )
    assert answer.status_code == 201, answer.text


DELAY = {"kind": "delay_of_applicant", "firstDay": str(TODAY), "reasons": REASONS}


def suspend(house: House, case_id: UUID, **body: object) -> httpx.Response:
    """The desk records a suspension of a case that stands at version 2."""
    return house.post(f"/cases/{case_id}/suspensions", {**DELAY, **body}, version=2)


def test_a_suspension_shows_in_the_case_until_it_ends(house: House):
    """Awb 4:15(2)(b): begun and ended on the same day, it leaves the last day where it was."""
    case_id = house.an_application()
    answer = suspend(house, case_id)
    assert answer.status_code == 201, answer.text
    assert house.case(case_id)["suspendedFrom"] == str(TODAY)
    assert house.get(f"/cases/{case_id}/clock").json()["daysLeft"] is None
    ended = house.post(
        f"/cases/{case_id}/suspension-ends", {"kind": "delay_of_applicant", "endedOn": str(TODAY)}, version=3
    )
    assert ended.status_code == 201, ended.text
    shown = house.case(case_id)
    assert (shown["suspendedFrom"], shown["lastDay"]) == (None, str(TODAY))


def test_an_agreed_suspension_shows_its_new_last_day_at_once(house: House):
    """Awb 4:15(2)(a): two weeks longer."""
    case_id = house.an_application()
    ends_on = TODAY + timedelta(weeks=2)
    answer = suspend(
        house,
        case_id,
        kind="agreed",
        endsOn=str(ends_on),
        consent={"givenOn": str(TODAY), "channel": "electronic"},
    )
    assert answer.status_code == 201, answer.text
    shown = house.case(case_id)
    assert (shown["suspendedFrom"], shown["lastDay"]) == (None, str(TODAY + timedelta(weeks=2)))


def test_a_decision_ends_what_suspended_the_term(house: House):
    """Nothing is suspended of a case that was decided."""
    case_id = house.an_application()
    suspend(house, case_id)
    refused = {"outcome": "refused", "ground": "other", "reasons": REASONS}
    assert house.post(f"/cases/{case_id}/decisions", refused, version=3).status_code == 201
    assert house.case(case_id)["suspendedFrom"] is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "force_majeure"}, 409, "expected_end_missing"),
        ({"endsOn": str(NEW_LAST_DAY)}, 409, "end_not_agreed"),
        ({"firstDay": "9999-12-31"}, 409, "suspension_out_of_term"),
        ({"kind": "agreed", "endsOn": str(TODAY)}, 400, "invalid_request"),
        ({"kind": "force_majeure", "expectedEnd": str(TODAY)}, 400, "invalid_request"),
        ({"kind": "holidays"}, 400, "invalid_request"),
    ],
)
def test_what_stands_in_the_way_of_a_suspension_is_named(
    house: House, body: dict[str, object], status: int, code: str
):
    """With the code of the rule."""
    answer = suspend(house, house.an_application(), **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_does_not_run_cannot_be_ended(house: House):
    """409 with its code and article."""
    case_id = house.an_application()
    body = {"kind": "force_majeure", "endedOn": str(TODAY)}
    answer = house.post(f"/cases/{case_id}/suspension-ends", body, version=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "suspension_not_running")
    assert "(Awb 4:15(2)(c))" in answer.json()["detail"]
