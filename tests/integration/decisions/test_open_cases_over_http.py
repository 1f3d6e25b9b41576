"""What the desk reads of the cases it has yet to decide, and how it shares them out, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from shared.runtime.access import Role
from shared.vocabulary import ExemptionType
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House
from tests.support.proceedings import REASONS

TODAY = NOON.date()
UTRECHT, AMSTERDAM = "0344", "0363"
ANN, BOB = "case_handler-1", "case_handler-2"
REFUSED = {"outcome": "refused", "ground": "other", "reasons": REASONS}


def due(
    house: House,
    last_day: date = TODAY,
    kind: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    municipality: str | None = None,
) -> UUID:
    """A case of which the decision term ends on that day."""
    received_on = last_day - timedelta(weeks=8)
    return house.an_application(kind=kind, municipality=municipality, received_on=received_on)


def listed(house: House, query: str = "", **reader: str) -> list[dict]:
    """The lines of the list."""
    answer = house.get(f"/open-cases{query}", **reader)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def ids(lines: Sequence[dict]) -> list[UUID]:
    """Which cases they are."""
    return [UUID(line["caseId"]) for line in lines]


def claim(house: House, case_id: UUID, by: str = ANN, municipality: str | None = None) -> httpx.Response:
    """A case handler takes a case in hand."""
    return house.post(f"/cases/{case_id}/claims", subject=by, municipality=municipality)


def test_a_line_says_what_the_desk_needs_to_choose_its_work(house: House):
    """Last day, days left, facts, advice, and who has it."""
    case_id = due(house, TODAY - timedelta(weeks=1))
    claim(house, case_id, BOB)
    [line] = listed(house)
    assert line == {
        "caseId": str(case_id),
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
        "municipality": None,
        "lastDay": "2026-02-23",
        "daysLeft": -7,
        "suspended": False,
        "vehicleFactsNoted": True,
        "assessed": False,
        "advice": None,
        "claimedBy": BOB,
        "claimedOn": str(TODAY),
    }
    house.post(f"/cases/{case_id}/assessments", version=2)
    [line] = listed(house)
    assert (line["assessed"], line["advice"]) == (True, "refused")


def test_a_suspended_case_has_no_last_day(house: House):
    """Awb 4:15: it comes last, until the suspension ends."""
    suspended, later = due(house), due(house, TODAY + timedelta(weeks=1))
    body = {"kind": "delay_of_applicant", "firstDay": str(TODAY), "reasons": REASONS}
    assert house.post(f"/cases/{suspended}/suspensions", body, version=2).status_code == 201
    lines = listed(house)
    assert ids(lines) == [later, suspended]
    assert (lines[1]["lastDay"], lines[1]["daysLeft"], lines[1]["suspended"]) == (None, None, True)


def test_a_decided_case_is_no_longer_in_the_list(house: House):
    """And its claim with it."""
    case_id = due(house)
    claim(house, case_id)
    assert house.post(f"/cases/{case_id}/decisions", REFUSED, version=2).status_code == 201
    assert listed(house) == []
    refused = claim(house, case_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_decided")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("exemptionType=NOT_AVAILABLE_EMISSION_FREE", "abc"),
        ("exemptionType=PRIVATE_USE", "d"),
        ("dueBefore=2026-03-02", ""),
        ("dueBefore=2026-03-03", "ab"),
        ("assessed=true", "b"),
        ("assessed=false", "acd"),
        ("claimed=mine", "a"),
        ("claimed=anybody", "ac"),
        ("claimed=nobody", "bd"),
        ("claimed=nobody&assessed=false", "d"),
    ],
)
def test_filters_narrow_the_list_and_the_counts_alike(house: House, query: str, shown: str):
    """Together all of them hold."""
    week = TODAY + timedelta(weeks=1)
    cases = {"a": due(house), "b": due(house), "c": due(house, week)}
    cases["d"] = due(house, week, ExemptionType.PRIVATE_USE)
    house.post(f"/cases/{cases['b']}/assessments", version=2)
    claim(house, cases["a"])
    claim(house, cases["c"], BOB)
    assert sorted(ids(listed(house, f"?{query}"))) == sorted(cases[name] for name in shown)
    assert house.get(f"/open-cases/counts?{query}").json()["total"]["number"] == len(shown)


def test_counts_say_how_the_work_stands(house: House):
    """Together and by type."""
    due(house, TODAY - timedelta(weeks=1))
    claim(house, due(house))
    due(house, TODAY + timedelta(days=8), ExemptionType.PRIVATE_USE)
    counted = house.get("/open-cases/counts").json()
    assert counted["on"] == str(TODAY)
    assert counted["total"] == {
        "number": 3,
        "overdue": 1,
        "dueWithinSevenDays": 1,
        "suspended": 0,
        "claimedByReader": 1,
        "claimedByNobody": 2,
    }
    by_type = {one["exemptionType"]: one["counted"]["number"] for one in counted["byType"]}
    assert by_type == {"NOT_AVAILABLE_EMISSION_FREE": 2, "PRIVATE_USE": 1}


def test_nothing_is_counted_where_there_is_nothing(house: House):
    """Noughts, not nothing."""
    counted = house.get("/open-cases/counts").json()
    assert (counted["total"]["number"], counted["byType"]) == (0, [])


def test_pages_follow_the_order_of_the_list(house: House):
    """`next` says what to ask for next."""
    cases = [due(house, TODAY + timedelta(weeks=weeks)) for weeks in (0, 0, 1)]
    first = house.get("/open-cases?limit=2").json()
    assert first["next"] == f"{TODAY}.{max(cases[:2])}"
    second = house.get(f"/open-cases?limit=2&after={first['next']}").json()
    assert (ids(first["items"] + second["items"]), second["next"]) == ([*sorted(cases[:2]), cases[2]], None)


@pytest.mark.parametrize(
    "query",
    ["after=x", f"after={UUID(int=1)}", "after=2026-02-30.x", "after=none.", "claimed=him", "dueBefore=0"],
)
def test_what_cannot_be_meant_is_refused(house: House, query: str):
    """400, naming the parameter."""
    answer = house.get(f"/open-cases?{query}")
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [f"query.{query.partition('=')[0]}"]


def test_a_local_case_is_in_the_list_of_its_own_municipality(house: House):
    """National ones are in that of the national desk; so are the counts."""
    national = due(house)
    local = due(house, kind=ExemptionType.HARDSHIP, municipality=UTRECHT)
    seen = {reader: ids(listed(house, municipality=reader)) for reader in (None, UTRECHT, AMSTERDAM)}
    assert seen == {None: [national], UTRECHT: [local], AMSTERDAM: []}
    for reader, number in ((None, 1), (UTRECHT, 1), (AMSTERDAM, 0)):
        counted = house.get("/open-cases/counts", municipality=reader).json()
        assert counted["total"]["number"] == number


def test_another_municipality_neither_claims_nor_releases_nor_hands_over(house: House):
    """404, as for a case that never was."""
    case_id = due(house, kind=ExemptionType.HARDSHIP, municipality=UTRECHT)
    assert claim(house, case_id, municipality=UTRECHT).status_code == 201
    for elsewhere in (None, AMSTERDAM):
        released = house.post(f"/cases/{case_id}/releases", role=Role.REVIEWER, municipality=elsewhere)
        moved = hand_over(house, [case_id], municipality=elsewhere)
        answers = (claim(house, case_id, municipality=elsewhere), released, moved, claim(house, uuid4()))
        assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "not_found")}


def test_a_claim_changes_the_entity_tag_of_nobody(house: House):
    """Who read the case before it decides on it after it."""
    case_id = due(house)
    read = house.get(f"/cases/{case_id}").headers["ETag"]
    for act in ("claims", "releases", "claims"):
        assert house.post(f"/cases/{case_id}/{act}").status_code == 201
    assert house.get(f"/cases/{case_id}").headers["ETag"] == read == '"2"'
    assert house.post(f"/cases/{case_id}/assessments", version=2).status_code == 201


def test_a_second_claim_by_the_same_answers_as_the_first(house: House):
    """The same claim at the same version; a colleague's is refused."""
    case_id = due(house)
    first, second = claim(house, case_id), claim(house, case_id)
    assert (first.status_code, second.status_code) == (201, 201)
    assert [first.json()[name] for name in ("id", "version")] == [
        second.json()[name] for name in ("id", "version")
    ]
    refused = claim(house, case_id, BOB)
    assert (refused.status_code, refused.json()["code"]) == (409, "claimed_by_another")


def test_who_has_it_releases_it_and_a_reviewer_too(house: House):
    """A colleague does not; what nobody has is not released."""
    case_id = due(house)
    claim(house, case_id)
    path = f"/cases/{case_id}/releases"
    refused = house.post(path, subject=BOB)
    assert (refused.status_code, refused.json()["code"]) == (403, "claim_of_another")
    assert house.post(path, role=Role.REVIEWER).status_code == 201
    again = house.post(path, subject=ANN)
    assert (again.status_code, again.json()["code"]) == (409, "case_not_claimed")
    claim(house, case_id, BOB)
    assert house.post(path, subject=BOB).status_code == 201
    assert listed(house)[0]["claimedBy"] is None


def hand_over(house: House, case_ids: Sequence[UUID], **who: str) -> httpx.Response:
    """A reviewer gives Ann's cases to Bob."""
    body = {"fromSubject": ANN, "toSubject": BOB, "caseIds": [str(case_id) for case_id in case_ids]}
    return house.post("/claim-transfers", body, Role.REVIEWER, **who)


def test_a_reviewer_hands_cases_over_all_or_none(house: House):
    """The refusal names the case that Ann does not have in hand."""
    mine, nobodys = due(house), due(house)
    claim(house, mine)
    refused = hand_over(house, [mine, nobodys])
    assert (refused.status_code, refused.json()["code"]) == (409, "claim_not_held")
    assert str(nobodys) in refused.json()["detail"]
    assert ids(listed(house, "?claimed=mine")) == [mine]
    claim(house, nobodys)
    assert hand_over(house, [mine, nobodys]).status_code == 201
    assert {line["claimedBy"] for line in listed(house)} == {BOB}


@pytest.mark.parametrize(
    "body",
    [
        {"caseIds": []},
        {"caseIds": [str(UUID(int=1))] * 2},
        {"caseIds": [str(UUID(int=number)) for number in range(201)]},
        {"toSubject": ANN},
        {"toSubject": "Jan de Vries"},
    ],
)
def test_a_transfer_that_cannot_be_meant_is_refused(house: House, body: dict[str, object]):
    """One to two hundred cases, each once, to somebody else, who is named by a pseudonymous id."""
    whole = {"fromSubject": ANN, "toSubject": BOB, "caseIds": [str(UUID(int=1))], **body}
    assert house.post("/claim-transfers", whole, Role.REVIEWER).status_code == 400
    assert house.post("/claim-transfers", whole, Role.CASE_HANDLER).status_code == 403
