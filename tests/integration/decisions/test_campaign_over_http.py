"""A campaign as those who keep an eye on it meet it: paused, resumed, drifted, waiting in a queue; over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from uuid import UUID, uuid4

import httpx
import pytest

from services.decisions.workers import campaign
from shared.runtime.access import Role
from tests.support.house_of_decisions import NEW, OLD, PATIENCE, House

UTRECHT = "0344"
BETWEEN = 900
AFFECTED, REFUSED_AGAIN = 1000, 700
KEEPERS = (Role.REVIEWER, Role.OPERATOR)
OTHERS = (Role.APPLICANT, Role.CASE_HANDLER, Role.OBJECTION_HANDLER, Role.AUDITOR, Role.RDW)
DESK = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR)


class Barrier:
    """Holds every chunk of a campaign between its selection and its append."""

    def __init__(self) -> None:
        self.reached, self._open = Event(), Event()

    def pass_by(self, label: str) -> None:
        """Wait at a chunk's append."""
        if label == "campaign.before_append":
            self.reached.set()
            assert self._open.wait(PATIENCE)

    def lift(self) -> None:
        """Let it go on."""
        self._open.set()


@pytest.fixture
def barrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[Barrier]:
    """Before the first chunk of any campaign."""
    barrier = Barrier()
    monkeypatch.setattr(campaign, "crash_point", barrier.pass_by)
    yield barrier
    barrier.lift()


def seen(house: House, set_id: str, role: Role = Role.OPERATOR) -> httpx.Response:
    """The reassessment of a set."""
    [line] = [
        one for one in house.get("/reassessments", role).json()["items"] if one["thresholdSetId"] == set_id
    ]
    return house.get(f"/reassessments/{line['reassessmentId']}", role)


def act(
    house: House, kind: str, set_id: str, role: Role = Role.OPERATOR, behind: int = 0, **who: str
) -> httpx.Response:
    """Somebody pauses or resumes it on the version that they read, or one that lies so much behind."""
    known = seen(house, set_id)
    version = int(known.headers["ETag"].strip('"'))
    path = f"/reassessments/{known.json()['reassessmentId']}/{kind}"
    return house.post(path, role=role, version=version - behind, **who)


def refused_vans(house: House, many: int = 2) -> list[str]:
    """Vans refused under the old threshold, and affected by the new."""
    cases = [house.an_application(AFFECTED) for _ in range(many)]
    assert [house.decide(case_id) for case_id in cases] == ["refused"] * many
    return sorted(map(str, cases))


def until_completed(house: House, set_id: str) -> dict:
    """The reassessment once it is completed."""
    house.until(lambda: seen(house, set_id).json()["state"] == "completed")
    return seen(house, set_id).json()


@pytest.mark.parametrize("role", KEEPERS)
def test_a_running_campaign_is_paused_and_resumed(house: House, barrier: Barrier, role: Role):
    """The chunk that was under way is not stored after the pause; resumed, it is done once."""
    affected = refused_vans(house)
    set_id = house.a_set(NEW)
    house.approve(set_id)
    assert barrier.reached.wait(PATIENCE)
    assert act(house, "pauses", set_id, role).status_code == 201
    barrier.lift()
    shown = seen(house, set_id).json()
    assert (shown["state"], shown["pausedBecause"], shown["reissued"]) == ("paused", "person", 0)
    assert (act(house, "pauses", set_id).status_code, act(house, "pauses", set_id).json()["code"]) == (
        409,
        "reassessment_paused",
    )

    assert act(house, "resumptions", set_id, role).status_code == 201
    done = until_completed(house, set_id)
    assert (done["considered"], done["reissued"], done["pausedBecause"]) == (2, 2, None)
    assert sorted(str(taken.case_id) for taken in house.published() if taken.reassessment_id) == affected
    for kind, code in (("pauses", "reassessment_completed"), ("resumptions", "reassessment_not_paused")):
        answer = act(house, kind, set_id)
        assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_set_that_enters_in_a_pause_waits_and_decides_at_the_desk(house: House, barrier: Barrier):
    """In force for the desk at once; its campaign starts when the paused one has ended, and finds who is left."""
    by_first, by_second = house.an_application(AFFECTED), house.an_application(850)
    assert [house.decide(case_id) for case_id in (by_first, by_second)] == ["refused"] * 2
    first = house.a_set(BETWEEN)
    house.approve(first)
    assert barrier.reached.wait(PATIENCE)
    assert act(house, "pauses", first).status_code == 201
    barrier.lift()
    second = house.a_set(NEW)
    assert house.approve(second).status_code == 201
    assert house.decide(house.an_application(850)) == "granted"
    assert [seen(house, one).json()["state"] for one in (first, second)] == ["paused", "running"]
    assert not any(taken.reassessment_id for taken in house.published())

    assert act(house, "resumptions", first).status_code == 201
    ended = [until_completed(house, one) for one in (first, second)]
    renewed = {taken.case_id: taken.threshold_set_id for taken in house.published() if taken.reassessment_id}
    assert renewed == {by_first: UUID(first), by_second: UUID(second)}
    proofs = [
        house.get(f"/reassessments/{one['reassessmentId']}/proof", Role.AUDITOR).json() for one in ended
    ]
    assert [(proof["holds"], proof["reissued"]) for proof in proofs] == [
        (True, [str(by_first)]),
        (True, [str(by_second)]),
    ]
    assert [change["caseId"] for change in proofs[1]["changedSince"]] == [str(by_first)]


def test_drift_is_judged_by_a_reviewer_and_by_no_operator(house: House):
    """Shown with both plans' positions; nobody is renewed before."""
    refused_vans(house, 1)
    set_id = house.a_set(NEW, maxDrift=0)
    affected = refused_vans(house, 1)
    assert house.approve(set_id).status_code == 201
    shown = seen(house, set_id).json()
    assert (shown["state"], shown["pausedBecause"], shown["reissued"]) == ("paused", "drift", 0)
    drift = shown["drift"]
    assert (drift["cases"], drift["maxCases"], drift["counts"]["reissue"]) == (1, 0, 2)
    assert drift["approvedPosition"] < drift["measuredPosition"] < shown["startedPosition"]

    answer = act(house, "resumptions", set_id, Role.OPERATOR)
    assert (answer.status_code, answer.json()["code"]) == (403, "reviewer_needed")
    assert seen(house, set_id).json()["state"] == "paused"
    assert act(house, "resumptions", set_id, Role.REVIEWER).status_code == 201
    assert until_completed(house, set_id)["reissued"] == 2
    assert affected[0] in {str(taken.case_id) for taken in house.published() if taken.reassessment_id}


@pytest.fixture
def drifted(house: House) -> str:
    """A set of which the campaign waits for a reviewer."""
    set_id = house.a_set(NEW, maxDrift=0)
    refused_vans(house, 1)
    assert house.approve(set_id).status_code == 201
    return set_id


@pytest.mark.parametrize("kind", ["pauses", "resumptions"])
def test_who_keeps_a_campaign_names_the_version_they_saw(house: House, drifted: str, kind: str):
    """428 without it, 412 with an older one; the campaign stays as it was."""
    path = f"/reassessments/{seen(house, drifted).json()['reassessmentId']}/{kind}"
    assert house.post(path, role=Role.REVIEWER).status_code == 428
    assert act(house, kind, drifted, Role.REVIEWER, behind=1).status_code == 412
    assert seen(house, drifted).json()["state"] == "paused"


@pytest.mark.parametrize("kind", ["pauses", "resumptions"])
def test_a_campaign_is_kept_by_reviewers_and_operators_with_national_scope(
    house: House, drifted: str, kind: str
):
    """Others 403, whatever they say; so is a keeper who acts for one municipality."""
    assert [act(house, kind, drifted, role).status_code for role in OTHERS] == [403] * len(OTHERS)
    local = [act(house, kind, drifted, role, municipality=UTRECHT) for role in KEEPERS]
    assert [(one.status_code, one.json()["code"]) for one in local] == [(403, "national_scope_needed")] * 2
    unknown = [house.post(f"/reassessments/{uuid4()}/{kind}", role=role, version=1) for role in KEEPERS]
    assert [one.status_code for one in unknown] == [404, 404]


def test_the_operator_sees_how_a_campaign_stands_and_not_what_it_plans(house: House, drifted: str):
    """State and version are needed to pause it; plan and proof are the desk's."""
    shown = seen(house, drifted, Role.OPERATOR)
    assert (shown.status_code, "ETag" in shown.headers) == (200, True)
    one = shown.json()["reassessmentId"]
    for path in (f"/reassessments/{one}/plan", f"/reassessments/{one}/proof", "/worklist"):
        assert house.get(path, Role.OPERATOR).status_code == 403
        assert [house.get(path, role).status_code for role in DESK] == [200] * len(DESK)


def test_worklist_plan_and_proof_after_a_campaign(house: House):
    """A case with too few facts is for a person; the plan says so before and after, the proof holds without it."""
    one, other = house.an_application(AFFECTED), house.an_application(AFFECTED)
    towing = {"category": "N1", "parameter": "braked_towing_mass_kg", "value": 2000}
    assert [house.decide(case_id) for case_id in (one, other)] == ["refused"] * 2
    set_id = house.a_set(
        OLD, thresholds=[{"category": "N1", "parameter": "payload_kg", "value": OLD}, towing]
    )
    assert house.approve(set_id).status_code == 201
    done = until_completed(house, set_id)
    both = sorted(map(str, (one, other)))
    assert done["casesForAPerson"] == [{"caseId": one, "reason": "facts_unknown"} for one in both]
    plan = house.get(f"/reassessments/{done['reassessmentId']}/plan").json()
    assert {one["caseId"]: one["standing"] for one in plan["cases"]} == dict.fromkeys(both, "facts_unknown")
    work = house.get("/worklist").json()["items"]
    assert [one["caseId"] for one in work] == both
    assert [(left["thresholdSetId"], left["reason"]) for left in work[0]["leftBy"]] == [
        (set_id, "facts_unknown")
    ]
    proof = house.get(f"/reassessments/{done['reassessmentId']}/proof", Role.AUDITOR).json()
    assert (proof["holds"], proof["affected"], proof["missed"]) == (True, [], [])
    assert house.get("/worklist", municipality=UTRECHT).json()["items"] == []
