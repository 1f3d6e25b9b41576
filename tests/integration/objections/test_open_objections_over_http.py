"""What the desk reads of the objections on which it has yet to rule, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.objections_desk import DECIDER, HANDLER, NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import a_letter

UTRECHT, AMSTERDAM = "0344", "0363"
REQUEST = {"missing": ["grounds"], "termLastDay": "2026-03-24"}
DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
FINDING = {"vehicleCategory": "N1", "parameter": "payload_kg", "reasons": "Zo'n bestelwagen is er niet."}


def lodged(desk: ObjectionsDesk, to_object_until: date | None = date(2026, 4, 21), **decision: object) -> str:
    """The path of an objection against a refusal, of which the letter was heard of too unless there is no day.

    To object until 21 April 2026, it is to be decided until 2 June.
    """
    refusal = desk.refused(**decision)
    if to_object_until is not None:
        desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=to_object_until))
        desk.get("/objections")
    return place_of(desk.lodge(refusal.decision_id))


def listed(desk: ObjectionsDesk, query: str = "", of: str | None = None) -> list[dict]:
    """The lines of the list."""
    answer = desk.get(f"/open-objections{query}", of=of)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def places(lines: Sequence[dict]) -> list[str]:
    """Where they are."""
    return [f"/objections/{line['objectionId']}" for line in lines]


def act(desk: ObjectionsDesk, place: str, path: str, body: object = None, version: int = 1) -> None:
    """The desk does something with an objection."""
    answer = desk.post(f"{place}/{path}", body, If_Match=f'"{version}"')
    assert answer.status_code == 201, answer.text


def test_a_line_says_what_the_desk_needs_to_choose_its_work(desk: ObjectionsDesk):
    """With the last day to decide and the days that are left (Awb 7:10)."""
    place = lodged(desk)
    [line] = listed(desk)
    read = desk.get(place).json()
    assert line == {
        "objectionId": read["objectionId"],
        "caseId": read["caseId"],
        "decisionId": read["decisionId"],
        "state": "pending",
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
        "municipality": None,
        "receivedOn": "2026-03-10",
        "lastDay": "2026-06-02",
        "daysLeft": 84,
        "suspended": False,
        "anew": False,
        "claimedBy": None,
        "claimedOn": None,
        "firstPenaltyDay": None,
        "penaltyDue": None,
    }


def test_the_soonest_last_day_comes_first_and_what_has_none_comes_last(desk: ObjectionsDesk):
    """Suspended while the objector repairs a defect (Awb 7:10(2)), or not known before the letter was heard of."""
    unknown = lodged(desk, None)
    later = lodged(desk, date(2026, 4, 22))
    suspended = lodged(desk, date(2026, 4, 20))
    sooner = lodged(desk)
    act(desk, suspended, "repair-requests", REQUEST)
    lines = listed(desk)
    assert places(lines[:2]) == [sooner, later]
    assert {place: line["suspended"] for place, line in zip(places(lines[2:]), lines[2:], strict=True)} == {
        unknown: False,
        suspended: True,
    }
    assert {line["lastDay"] for line in lines[2:]} == {None}


@pytest.mark.parametrize(
    "acts",
    [
        [("committee-announcements", None)],
        [("adjournments", {"until": "2026-07-13"})],
        [("postponements", {"until": "2026-12-01", "consentGivenOn": "2026-03-10"})],
        [
            ("committee-announcements", None),
            ("adjournments", {"until": "2026-07-15"}),
            ("postponements", {"until": "2026-12-01", "consentGivenOn": "2026-03-10"}),
        ],
        [("repair-requests", REQUEST), ("repairs", {"receivedOn": "2026-03-10", "supplement": "Privé."})],
    ],
    ids=lambda acts: ", ".join(path for path, _ in acts),
)
def test_the_list_has_the_last_day_of_the_clock(
    desk: ObjectionsDesk, acts: list[tuple[str, dict[str, object] | None]]
):
    """Whatever has made the term longer."""
    place = lodged(desk)
    for version, (path, body) in enumerate(acts, 1):
        act(desk, place, path, body, version)
    [line] = listed(desk)
    clock = desk.get(f"{place}/clock").json()
    assert (line["lastDay"], line["daysLeft"]) == (clock["lastDay"], clock["daysLeft"])


def test_a_term_to_repair_that_lapsed_is_in_the_last_day(desk: ObjectionsDesk):
    """Six weeks to 21 April, a fortnight suspended, and 5 May is a free day (Awb 7:10(2), Atw 3(1))."""
    place = lodged(desk, date(2026, 3, 10))
    act(desk, place, "repair-requests", REQUEST)
    desk.later(days=15)
    desk.until(place, lambda shown: shown["repair"]["ended"] == "lapsed")
    [line] = listed(desk)
    assert line["lastDay"] == desk.get(f"{place}/clock").json()["lastDay"] == "2026-05-06"


def test_the_letter_gives_its_last_day_to_an_objection_that_came_before_it(desk: ObjectionsDesk):
    """Nothing happened to the objection itself."""
    refusal = desk.refused()
    place_of(desk.lodge(refusal.decision_id))
    assert listed(desk)[0]["lastDay"] is None
    desk.publish(msgspec.structs.replace(a_letter(refusal), remedy_last_day=date(2026, 4, 21)))
    assert listed(desk)[0]["lastDay"] == "2026-06-02"


def test_what_is_ruled_on_or_withdrawn_is_not_in_the_list(desk: ObjectionsDesk):
    """Only what waits for a ruling; a finding is none yet."""
    ruled, found, withdrawn = lodged(desk), lodged(desk), lodged(desk)
    act(desk, ruled, "rulings", DISMISSED)
    act(desk, found, "threshold-findings", FINDING)
    answer = desk.post(f"{withdrawn}/withdrawals", None, Role.APPLICANT, OBJECTOR, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    [line] = listed(desk)
    assert (places([line]), line["state"]) == ([found], "consequence_found")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("exemptionType=PRIVATE_USE", "b"),
        ("state=consequence_found", "a"),
        ("state=dismissed", ""),
        ("dueBefore=2026-06-02", ""),
        ("dueBefore=2026-06-03", "ab"),
        ("dueBefore=2026-06-03&state=pending", "b"),
    ],
)
def test_filters_narrow_the_list_and_the_counts_alike(desk: ObjectionsDesk, query: str, shown: str):
    """Together all of them hold; what has no last day is due before none."""
    made = {
        "a": lodged(desk),
        "b": lodged(desk, exemption_type=ExemptionType.PRIVATE_USE),
        "c": lodged(desk, None),
    }
    act(desk, made["a"], "threshold-findings", FINDING)
    assert sorted(places(listed(desk, f"?{query}"))) == sorted(made[name] for name in shown)
    counted = desk.get(f"/open-objections/counts?{query}").json()
    assert counted["total"]["number"] == len(shown)


@pytest.mark.parametrize(("days", "overdue", "soon"), [(76, 0, 0), (77, 0, 1), (84, 0, 1), (85, 1, 0)])
def test_counts_say_how_the_work_stands(desk: ObjectionsDesk, days: int, overdue: int, soon: int):
    """Eighty-four days are left at first: soon is from a week before, overdue after the last day."""
    lodged(desk)
    lodged(desk, None, exemption_type=ExemptionType.PRIVATE_USE)
    desk.later(days=days)
    counted = desk.get("/open-objections/counts").json()
    assert counted["total"] == {
        "number": 2,
        "overdue": overdue,
        "dueWithinSevenDays": soon,
        "suspended": 0,
        "termNotKnown": 1,
        "claimedByReader": 0,
        "claimedByNobody": 2,
        "inDefault": 0,
    }
    by_type = {one["exemptionType"]: one["counted"]["number"] for one in counted["byType"]}
    assert by_type == {"NOT_AVAILABLE_EMISSION_FREE": 1, "PRIVATE_USE": 1}


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_show_each_objection_once(desk: ObjectionsDesk, limit: int):
    """Also where a page ends among those of one day, or among those without one."""
    for until in (date(2026, 4, 21), date(2026, 4, 21), date(2026, 4, 22), None, None):
        lodged(desk, until)
    whole, singly, after = listed(desk), [], ""
    while after is not None:
        page = desk.get(f"/open-objections?limit={limit}{after and '&after=' + after}").json()
        singly += page["items"]
        after = page["next"]
    assert len(whole) == 5
    assert singly == whole


def test_a_local_objection_is_in_the_list_of_its_own_municipality(desk: ObjectionsDesk):
    """National ones are in that of the national desk; so are the counts. Nobody else reads it."""
    national, local = lodged(desk), lodged(desk, municipality=UTRECHT)
    assert {of: places(listed(desk, of=of)) for of in (None, UTRECHT, AMSTERDAM)} == {
        None: [national],
        UTRECHT: [local],
        AMSTERDAM: [],
    }
    for of, number in ((None, 1), (UTRECHT, 1), (AMSTERDAM, 0)):
        counted = desk.get("/open-objections/counts", of=of).json()
        assert counted["total"]["number"] == number
    assert desk.get("/open-objections", Role.APPLICANT, OBJECTOR).status_code == 403


def test_an_objection_is_claimed_handed_over_and_released(desk: ObjectionsDesk):
    """The list and its counts tell and filter by who has it in hand; a decider never has (Awb 10:3(3))."""
    first, second = lodged(desk), lodged(desk)
    assert desk.post(f"{first}/claims", None).status_code == 201
    refused = desk.post(f"{second}/claims", None, subject=DECIDER)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_decision")
    taken = desk.post(f"{first}/claims", None, subject="objection-handler:2")
    assert (taken.status_code, taken.json()["code"]) == (409, "claimed_by_another")
    [mine] = listed(desk, "?claimed=mine")
    assert (places([mine]), mine["claimedBy"], mine["claimedOn"]) == ([first], HANDLER, "2026-03-10")
    assert places(listed(desk, "?claimed=nobody")) == [second]
    assert places(listed(desk, "?claimed=anybody")) == [first]
    total = desk.get("/open-objections/counts").json()["total"]
    assert (total["claimedByReader"], total["claimedByNobody"]) == (1, 1)
    body = {
        "fromSubject": HANDLER,
        "toSubject": "objection-handler:2",
        "objectionIds": [first.rpartition("/")[2]],
    }
    assert desk.post("/claim-transfers", body, Role.REVIEWER, "reviewer:1").status_code == 201
    assert listed(desk, "?claimed=mine") == []
    assert desk.post(f"{first}/releases", None).json()["code"] == "claim_of_another"
    assert desk.post(f"{first}/releases", None, Role.REVIEWER, "reviewer:1").status_code == 201
    assert len(listed(desk, "?claimed=nobody")) == 2


def test_objections_are_handed_over_all_or_none(desk: ObjectionsDesk):
    """One that another municipality deals with is not there, and nothing is handed over."""
    own, local = lodged(desk), lodged(desk, municipality=UTRECHT)
    for place, of in ((own, None), (local, UTRECHT)):
        assert desk.post(f"{place}/claims", None, of=of).status_code == 201
    ids = [place.rpartition("/")[2] for place in (own, local)]
    body = {"fromSubject": HANDLER, "toSubject": "objection-handler:2", "objectionIds": ids}
    assert desk.post("/claim-transfers", body, Role.REVIEWER, "reviewer:1").status_code == 404
    assert places(listed(desk, "?claimed=mine")) == [own]
