"""The clock of a case over HTTP: as the desk and an auditor read it, and nobody outside the case's scope."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from shared.contracts.applications import CompletionRequested
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.cases import HOLDER
from tests.support.decisions import NOON
from tests.support.house_of_decisions import RECEIVED_ON, House
from tests.support.proceedings import ASKED_ON, TWO_WEEKS


def test_the_clock_tells_dates_rules_and_acts(house: House):
    """The last day is that of the case; each date names an act of the case's own log."""
    case_id = house.an_application()
    shown = house.get(f"/cases/{case_id}/clock")
    assert shown.status_code == 200, shown.text
    clock, case = shown.json(), house.case(case_id)
    assert (clock["lastDay"], clock["endedOn"]) == (case["lastDay"], None)
    assert clock["daysLeft"] == (date.fromisoformat(case["lastDay"]) - NOON.date()).days
    [started] = clock["entries"]
    assert (started["step"], started["on"]) == ("started", RECEIVED_ON.isoformat())
    first, *_ = house.service.context.log.stream(case_id)
    assert started["eventId"] == str(first.event.event_id)
    assert shown.headers["ETag"] == f'"{clock["version"]}"' == f'"{case["version"]}"'


def test_a_suspension_shows_at_once(house: House):
    """From the day after the request nothing is said of the days left (Awb 4:15)."""
    case_id = house.an_application()
    house.applications.publish(CompletionRequested(case_id, 1, ASKED_ON, ASKED_ON + TWO_WEEKS))
    house.until(lambda: house.service.context.log.position_of(case_id, 3) is not None)
    clock = house.get(f"/cases/{case_id}/clock").json()
    assert [entry["step"] for entry in clock["entries"]] == ["started", "suspended"]
    assert clock["suspendedFrom"] == str(ASKED_ON + timedelta(days=1))
    assert clock["daysLeft"] is None


def test_the_clock_of_a_local_case_is_its_own_municipalitys(house: House):
    """With national scope it is not there, and a case that does not exist is not there either."""
    case_id = house.an_application(kind=ExemptionType.HARDSHIP, municipality="0344")
    for unseen in (case_id, uuid4()):
        answer = house.get(f"/cases/{unseen}/clock")
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
    assert house.get(f"/cases/{case_id}/clock", Role.CASE_HANDLER, municipality="0344").status_code == 200


def test_an_applicant_reads_the_clock_of_the_own_case(house: House):
    """And of no other."""
    case_id = house.an_application()
    path = f"/decisions/v1/cases/{case_id}/clock"
    own = house.read_as(path, Role.APPLICANT, HOLDER.applicant_subject)
    assert own.status_code == 200, own.text
    assert house.read_as(path, Role.APPLICANT, "somebody-else").status_code == 404
