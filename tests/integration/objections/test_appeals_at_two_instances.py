"""Appeals as who registers them meets them: in time or not, the remedy of a ruling, higher appeal, the court fee."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from shared.contracts.notifications import LetterSentOnPaper, ObjectionLetterSent
from shared.contracts.objections import AppealEnded
from shared.runtime.access import Role
from shared.vocabulary import Outcome
from tests.support.objections_desk import NOT_WANTED, ObjectionsDesk, place_of
from tests.support.published_halves import CASE

DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
LETTER = UUID(int=77)
ANNOUNCED, LAST_DAY = date(2026, 1, 20), date(2026, 3, 3)


def ruled(desk: ObjectionsDesk) -> UUID:
    """An objection that was dismissed."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"').status_code == 201
    return UUID(place.rpartition("/")[2])


def announced(desk: ObjectionsDesk, objection: UUID) -> None:
    """Its letter was sent."""
    desk.publish(ObjectionLetterSent(LETTER, CASE, objection, ANNOUNCED, LAST_DAY))
    desk.get("/objections")


def appealed(desk: ObjectionsDesk, objection: UUID, **told: object) -> str:
    """The path of an appeal of which the court told."""
    body = {"objectionId": str(objection), "lodgedOn": "2026-03-04", **told}
    answer = desk.post("/appeals", body, Role.RDW, "rdw:1")
    assert answer.status_code == 201, answer.text
    return f"/appeals/{answer.json()['id']}"


def shown(desk: ObjectionsDesk, appeal: str) -> dict[str, Any]:
    """As it is read."""
    read: dict[str, Any] = desk.get(appeal).json()
    return read


def test_whether_an_appeal_came_in_time_is_shown(desk: ObjectionsDesk) -> None:
    """Awb 6:7 to 6:13: counted from the letter, and from the paper where that had bounced; refused is nothing."""
    objection = ruled(desk)
    unknown = appealed(desk, objection)
    assert shown(desk, unknown)["timeliness"]["finding"] == "not_known"
    assert desk.post(f"{unknown}/endings", {"ending": "withdrawn", "endedOn": "2026-03-04"}, If_Match='"1"')
    announced(desk, objection)
    late = shown(desk, appealed(desk, objection, appellant="other_party"))
    assert late["timeliness"] == {
        "finding": "late",
        "postedOn": None,
        "channel": None,
        "presumedPostedInTime": None,
        "postingReasons": None,
        "announcedOn": "2026-01-20",
        "lastDay": "2026-03-03",
        "forTheCourt": True,
        "rule": "Awb 6:11",
    }
    assert late["standing"] == {
        "appellant": "other_party",
        "finding": "did_not_object",
        "forTheCourt": True,
        "rule": "Awb 6:13",
    }
    ending = {"ending": "withdrawn", "endedOn": "2026-03-04"}
    assert desk.post(f"/appeals/{late['appealId']}/endings", ending, If_Match='"1"').status_code == 201
    desk.publish(LetterSentOnPaper(LETTER, CASE, None, date(2026, 2, 3), date(2026, 3, 17)))
    desk.get("/objections")
    in_time = shown(desk, appealed(desk, objection, appellant="objector"))
    assert (in_time["timeliness"]["finding"], in_time["timeliness"]["lastDay"]) == ("in_time", "2026-03-17")
    assert (in_time["standing"]["finding"], in_time["remedy"]) == ("objected", None)


def test_when_post_without_a_postmark_was_posted_is_judged(desk: ObjectionsDesk) -> None:
    """Awb 6:9(2): received on the first or second working day after the term it is presumed to be in time."""
    objection = ruled(desk)
    announced(desk, objection)
    appeal = appealed(desk, objection, channel="post")
    found = shown(desk, appeal)["timeliness"]
    assert (found["finding"], found["presumedPostedInTime"], found["rule"]) == (
        "to_be_judged",
        True,
        "Awb 6:9(2)",
    )
    body = {"inTime": False, "reasons": "De envelop draagt een frankering van later."}
    judged = desk.post(f"{appeal}/posting-judgements", body, If_Match='"1"')
    assert judged.status_code == 201, judged.text
    found = shown(desk, appeal)["timeliness"]
    assert (found["finding"], found["postingReasons"]) == ("late", body["reasons"])


def test_the_hearing_and_what_is_to_be_paid_are_registered(desk: ObjectionsDesk) -> None:
    """Awb 8:56, 8:74, 8:75: of an appeal, and of one against not deciding."""
    objection = ruled(desk)
    appeal = appealed(desk, objection)
    late_body = {"caseId": str(CASE), "objectionId": str(objection), "lodgedOn": "2026-03-04"}
    late = f"/late-appeals/{desk.post('/late-appeals', late_body, Role.RDW, 'rdw:1').json()['id']}"
    early = desk.post(f"{appeal}/court-hearings", {"on": "2026-03-03"}, If_Match='"1"')
    assert (early.status_code, early.json()["code"]) == (409, "heard_before_lodged")
    endings = {appeal: {"ending": "ruled", "outcome": "annulled"}, late: {"ending": "upheld"}}
    for place, ending in endings.items():
        version = desk.get(place).json()["version"]
        heard = desk.post(f"{place}/court-hearings", {"on": "2026-05-20"}, If_Match=f'"{version}"')
        assert heard.status_code == 201, heard.text
        to_pay = {"feeEuros": 194, "costsEuros": 1814}
        ruling = {**ending, "endedOn": "2026-03-10", "ruling": "Gegrond.", "toPay": to_pay}
        ended = desk.post(f"{place}/endings", ruling, If_Match=f'"{version + 1}"')
        assert ended.status_code == 201, ended.text
        read = shown(desk, place)
        assert (read["hearingOn"], read["toPay"]) == ("2026-05-20", to_pay)


def test_the_ruling_of_a_district_court_is_contested(desk: ObjectionsDesk) -> None:
    """Awb 8:104: by the authority too, at the Afdeling, whose ruling has no remedy; one at a time."""
    objection = ruled(desk)
    appeal = appealed(desk, objection)
    higher_body = {"lodgedOn": "2026-03-10", "courtReference": "202601234/1/A2", "appellant": "authority"}
    early = desk.post(f"{appeal}/higher-appeals", higher_body)
    assert (early.status_code, early.json()["code"]) == (409, "no_ruling_to_contest")
    ruling = {
        "ending": "ruled",
        "endedOn": "2026-03-04",
        "sentOn": "2026-03-05",
        "ruling": "Zelf in de zaak voorzien.",
        "outcome": "court_decided",
        "exemption": {"outcome": "granted", "validUntil": "2027-03-04"},
    }
    assert desk.post(f"{appeal}/endings", ruling, If_Match='"1"').status_code == 201
    ended = msgspec.json.decode(desk.published()[-1].data, type=AppealEnded)
    assert (ended.outcome, ended.exemption, ended.valid_until, ended.sent_on) == (
        "court_decided",
        Outcome.GRANTED,
        date(2027, 3, 4),
        date(2026, 3, 5),
    )
    read = shown(desk, appeal)
    assert read["remedy"] == {
        "kind": "higher_appeal",
        "at": "council_of_state",
        "lastDay": "2026-04-16",
        "notBefore": None,
        "rule": "Awb 8:104, 8:105",
    }
    assert read["exemption"] == {"outcome": "granted", "validUntil": "2027-03-04"}
    lodging = desk.post(f"{appeal}/higher-appeals", higher_body)
    assert lodging.status_code == 201
    again = desk.post(f"{appeal}/higher-appeals", higher_body)
    assert (again.status_code, again.json()["code"]) == (409, "appeal_pending")
    higher = f"/appeals/{lodging.json()['id']}"
    confirmed = {"ending": "ruled", "endedOn": "2026-03-10", "ruling": "Bevestigd.", "outcome": "confirmed"}
    assert desk.post(f"{higher}/endings", confirmed, If_Match='"1"').status_code == 201
    read = shown(desk, higher)
    assert (read["instance"], read["againstAppealId"]) == ("council_of_state", appeal.rpartition("/")[2])
    assert (read["timeliness"]["finding"], read["standing"]["rule"]) == ("in_time", "Awb 8:104")
    assert (read["outcome"], read["remedy"]) == ("confirmed", None)


def test_the_court_fee_is_shown(desk: ObjectionsDesk) -> None:
    """Awb 8:41, 8:74: levied, paid, and paid back."""
    appeal = appealed(desk, ruled(desk))
    steps: list[dict[str, object]] = [
        {"step": "levied", "on": "2026-03-05", "euros": 194},
        {"step": "paid", "on": "2026-03-06"},
        {"step": "repaid", "on": "2026-03-09"},
    ]
    for number, step in enumerate(steps, start=1):
        answer = desk.post(f"{appeal}/court-fees", step, If_Match=f'"{number}"')
        assert answer.status_code == 201, answer.text
    assert shown(desk, appeal)["courtFee"] == {
        "euros": 194,
        "leviedOn": "2026-03-05",
        "paidOn": "2026-03-06",
        "repaidOn": "2026-03-09",
    }


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        (
            "/appeals",
            {"objectionId": str(UUID(int=1)), "lodgedOn": "2026-03-09", "postedOn": "2026-03-10"},
            ["body.postedOn"],
        ),
        (
            f"/appeals/{UUID(int=1)}/endings",
            {
                "ending": "withdrawn",
                "endedOn": "2026-03-10",
                "sentOn": "2026-03-09",
                "exemption": {"outcome": "granted"},
            },
            ["body.sentOn", "body.sentOn", "body.exemption", "body.exemption.validUntil"],
        ),
        (f"/appeals/{UUID(int=1)}/court-fees", {"step": "levied", "on": "2026-03-10"}, ["body.euros"]),
    ],
)
def test_every_fault_is_named(
    desk: ObjectionsDesk, path: str, body: dict[str, object], fields: list[str]
) -> None:
    """In one answer, before anything is looked up."""
    answer = desk.post(path, body, If_Match='"1"')
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == fields
