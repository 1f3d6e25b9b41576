"""The applications service over HTTP: submission, reading, handling, and what everybody may."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from services.demo.records import synthetic_plate
from shared.contracts.decisions import DecisionTaken
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, Outcome, Remedy
from tests.support.application_users import PERSON, VAN, Users, a_body, eventually


def a_refusal(case_id: UUID) -> DecisionTaken:
    """The decisions service refuses."""
    sealed = Sealed(uuid4(), SealedKind.PLATE, b"")
    return DecisionTaken(
        decision_id=uuid4(),
        case_id=case_id,
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.REFUSED,
        decided_on=date(2026, 3, 10),
        decided_by="handler-1",
        criteria=(),
        policy_version="test",
        threshold_set_id=uuid4(),
        remedy=Remedy.OBJECTION,
        applicant=sealed,
        plate=sealed,
    )


def test_an_applicant_applies_and_reads_the_own_case(users: Users) -> None:
    """What was handed in comes back to its owner, received today."""
    submitted = users.submit()
    assert submitted.status_code == 201
    case = users.read(submitted, Role.APPLICANT, "applicant-1").json()
    assert (case["state"], case["receivedOn"], case["personalData"]) == ("received", "2026-03-02", "shown")
    assert case["applicant"]["name"] == PERSON
    assert case["vehicle"] == {"plate": VAN, "country": "NL"}


def test_another_applicants_case_is_not_there(users: Users) -> None:
    """It answers as an id that never was."""
    submitted = users.submit()
    foreign = users.read(submitted, Role.APPLICANT, "applicant-2")
    unknown = users.get(f"/applications/{uuid4()}", Role.APPLICANT, "applicant-2")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "application_not_found")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "application_not_found")


def test_a_reviewer_reads_the_case_without_the_person(users: Users) -> None:
    """Approving threshold sets needs no names."""
    case = users.read(users.submit(), Role.REVIEWER).json()
    assert (case["personalData"], case["applicant"], case["vehicle"]) == ("withheld", None, None)


def test_others_may_not_read_cases(users: Users) -> None:
    """Their role is refused before anything is looked up."""
    others = [Role.AUDITOR, Role.OPERATOR, Role.RDW, Role.SYSTEM]
    answers = [users.get(f"/applications/{uuid4()}", role).status_code for role in others]
    assert answers == [403] * len(others)


def test_the_register_answers_and_the_case_shows_it(users: Users) -> None:
    """The worker asks the register over HTTP and the facts appear in the case."""
    submitted = users.submit()
    case = eventually(lambda: users.read(submitted), lambda answer: answer.json()["factsReceived"]).json()
    assert (case["facts"]["category"], case["facts"]["payloadKg"]) == ("N1", 1111)
    assert case["version"] == 2


def test_a_case_handler_takes_a_case_in_hand_once(users: Users) -> None:
    """With the version that was read; a second time is a conflict, an old version fails, no version is asked for."""
    submitted = users.submit()
    eventually(lambda: users.read(submitted), lambda answer: answer.json()["factsReceived"])
    path = f"/applications/{submitted.json()['id']}/handling"
    version = users.read(submitted).headers["ETag"]
    assert users.post(path, Role.CASE_HANDLER).status_code == 428
    assert users.post(path, Role.CASE_HANDLER, **{"If-Match": '"1"'}).status_code == 412
    started = users.post(path, Role.CASE_HANDLER, **{"If-Match": version})
    assert (started.status_code, users.read(started).json()["state"]) == (201, "in_handling")
    again = users.post(path, Role.CASE_HANDLER, **{"If-Match": started.headers["ETag"]})
    assert (again.status_code, again.json()["code"]) == (409, "application_state")


def test_an_unknown_case_cannot_be_taken_in_hand(users: Users) -> None:
    """404, not an unexpected error."""
    path = f"/applications/{uuid4()}/handling"
    assert users.post(path, Role.CASE_HANDLER, **{"If-Match": '"1"'}).status_code == 404


def test_the_same_key_applies_once(users: Users) -> None:
    """A repeated request gets the first answer, and there is one case."""
    key = {"Idempotency-Key": "the-same"}
    answers = [users.post("/applications", Role.APPLICANT, a_body(), **key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    wait = {"Loket-Wait-For": answers[0].headers["Loket-Position"]}
    assert len(users.get("/applications", Role.CASE_HANDLER, **wait).json()["items"]) == 1


def test_the_list_comes_in_pages(users: Users) -> None:
    """Each page says where the next one begins; the last one says nothing."""
    submitted = [users.submit(synthetic_plate(number, "N1")) for number in range(3)]
    ids = [answer.json()["id"] for answer in submitted]
    wait = {"Loket-Wait-For": submitted[-1].headers["Loket-Position"]}
    first = users.get("/applications?limit=2", Role.CASE_HANDLER, **wait).json()
    second = users.get(f"/applications?limit=2&after={first['next']}", Role.CASE_HANDLER).json()
    assert [line["caseId"] for page in (first, second) for line in page["items"]] == ids
    assert second["next"] is None


def test_the_list_shows_no_person(users: Users) -> None:
    """Names and plates are opened for one case at a time."""
    wait = {"Loket-Wait-For": users.submit().headers["Loket-Position"]}
    answer = users.get("/applications?state=received", Role.CASE_HANDLER, **wait)
    assert len(answer.json()["items"]) == 1
    assert PERSON not in answer.text
    assert VAN not in answer.text


def test_an_applicant_has_no_list(users: Users) -> None:
    """The list is the desk's."""
    assert users.get("/applications", Role.APPLICANT).status_code == 403


def test_a_decision_closes_the_case(users: Users) -> None:
    """The service hears of it by the feed of decisions."""
    submitted = users.submit()
    decision = a_refusal(UUID(submitted.json()["id"]))
    users.decisions.publish(decision)
    case = eventually(lambda: users.read(submitted), lambda answer: answer.json()["state"] == "closed").json()
    assert (case["closedBy"], case["outcome"]) == (str(decision.decision_id), "refused")


def test_earlier_cases_of_the_plate_are_shown_to_the_desk_alone(users: Users) -> None:
    """Somebody else may have applied for the same vehicle before."""
    first, second = users.submit(subject="applicant-1"), users.submit(subject="applicant-2")
    assert users.read(second).json()["relatedCases"] == [first.json()["id"]]
    assert users.read(second, Role.APPLICANT, "applicant-2").json()["relatedCases"] == []


def test_all_faults_of_an_application_are_answered_at_once(users: Users) -> None:
    """Every field with its rule, and nothing of what was sent."""
    body = a_body("!")
    body["applicant"] = {"name": PERSON, "postcode": "99", "town": "", "chamberOfCommerceNumber": "7"}
    answer = users.post("/applications", Role.APPLICANT, body)
    faults = {fault["field"].removeprefix("body.") for fault in answer.json()["errors"]}
    assert answer.status_code == 400
    assert faults == {
        "applicant.streetAndNumber",
        "applicant.postcode",
        "applicant.town",
        "applicant.chamberOfCommerceNumber",
        "vehicle.plate",
    }
    assert PERSON not in answer.text


def test_nothing_personal_is_stored_in_clear(users: Users, tmp_path: Path) -> None:
    """Neither the service's database nor the vault holds name, address or plate."""
    submitted = users.submit()
    eventually(lambda: users.read(submitted), lambda answer: answer.json()["factsReceived"])
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert len(stored) > 0
    for canary in (PERSON, "Voorbeeldweg", "1234 AB", VAN):
        assert canary.encode() not in stored
