"""Applications on paper: the desk enters them, completes them and takes them back, over HTTP."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from services.applications.domain.application_acts import ApplicationSubmitted
from services.demo.records import synthetic_plate
from shared.runtime.access import Role
from tests.support.application_users import PERSON, VAN, Users, a_body

PATH = "/paper-applications"
UTRECHT = "0344"


def on_paper(**fields: object) -> dict[str, object]:
    """What the desk types in: received on the Friday before today, without a signature."""
    body = {name: value for name, value in a_body().items() if name != "statedDailyRangeKm"}
    return {**body, "stated": {"dailyRangeKm": 333}, "receivedOn": "2026-02-27", "signed": False, **fields}


def enter(users: Users, **fields: object) -> str:
    """A case handler enters one; returns the case."""
    entered = users.post(PATH, Role.CASE_HANDLER, on_paper(**fields))
    assert entered.status_code == 201, entered.text
    return str(entered.json()["id"])


def code_of(users: Users, body: dict[str, object], municipality: str | None = None) -> tuple[int, str]:
    """How it is refused."""
    refused = users.post(PATH, Role.CASE_HANDLER, body, municipality=municipality)
    problem = refused.json()
    return refused.status_code, problem["errors"][0]["rule"] if "errors" in problem else problem["code"]


def test_the_desk_enters_it_and_nobody_with_a_token_has_it(users: Users, tmp_path: Path) -> None:
    """It is received on its day, sealed as any other, and no letter of it goes by e-mail."""
    case = users.case(enter(users))
    assert (case["receivedOn"], case["enteredFromPaperOn"], case["signed"]) == (
        "2026-02-27",
        "2026-03-02",
        False,
    )
    assert (case["applicant"]["name"], case["vehicle"]["plate"]) == (PERSON, VAN)
    assert case["electronicDelivery"] is None
    foreign = users.get(f"/applications/{case['caseId']}", Role.APPLICANT, "applicant-1")
    assert foreign.status_code == 404
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path.name for path in files if PERSON.encode() in path.read_bytes()]


def test_a_missing_signature_is_asked_for_and_entered(users: Users) -> None:
    """Awb 4:5(1): it completes the application, also where nothing else is stated with it."""
    case_id = enter(users)
    assert users.at_desk(case_id, "completion-requests", {"items": ["signature"]}).status_code == 201
    came = users.at_desk(case_id, "paper-supplements", {"receivedOn": "2026-03-02", "signed": True})
    assert came.status_code == 201, came.text
    case = users.case(case_id)
    assert (case["signed"], case["completionItems"], case["stated"]["dailyRangeKm"]) == (True, [], 333)
    again = users.at_desk(case_id, "paper-supplements", {"receivedOn": "2026-03-02", "signed": True})
    assert (again.status_code, again.json()["code"]) == (409, "signature_not_missing")


def test_paper_stays_available_for_what_was_sent_here(users: Users) -> None:
    """A supplement and a withdrawal by post of an electronic application, by the desk of its scope."""
    case_id = users.submit().json()["id"]
    stated = {"receivedOn": "2026-03-02", "stated": {"entriesPerYear": 13}}
    assert users.at_desk(case_id, "paper-supplements", stated).status_code == 201
    early = users.at_desk(case_id, "paper-withdrawals", {"receivedOn": "2026-03-01"})
    assert (early.status_code, early.json()["code"]) == (409, "received_before_application")
    assert users.at_desk(case_id, "paper-withdrawals", {"receivedOn": "2026-03-02"}).status_code == 201
    assert users.case(case_id)["state"] == "withdrawn"
    assert users.withdrawal().withdrawn_on.isoformat() == "2026-03-02"


def test_what_is_entered_has_a_day_that_has_come_and_a_desk_that_deals_with_it(users: Users) -> None:
    """The problem names the field; a desk enters nothing for another (RVV 87)."""
    assert code_of(users, on_paper(receivedOn="2026-03-03")) == (400, "not_in_future")
    assert code_of(users, on_paper(), UTRECHT) == (403, "not_this_desk")
    assert code_of(users, on_paper(receivedOn="2025-03-01")) == (400, "too_long_ago")
    nothing = users.post(
        f"/applications/{enter(users)}/paper-supplements", Role.CASE_HANDLER, {"receivedOn": "2026-03-02"}
    )
    assert (nothing.status_code, nothing.json()["errors"][0]["rule"]) == (400, "nothing_stated")


def test_the_desk_can_say_that_it_is_of_somebody_known(users: Users) -> None:
    """Then it is theirs to read too, and a repetition or a renewal of what they have; an unknown case is not there."""
    earlier = users.submit().json()["id"]
    users.drain()
    case_id = enter(users, sameApplicantAs=earlier, vehicle={"plate": synthetic_plate(9, "N1")})
    users.drain()
    assert users.get(f"/applications/{case_id}", Role.APPLICANT, "applicant-1").status_code == 200
    unknown = on_paper(sameApplicantAs="00000000-0000-7000-8000-000000000001")
    assert code_of(users, unknown) == (404, "application_not_found")
    assert code_of(users, on_paper(renews=earlier)) == (409, "renews_unknown")


def test_several_apply_together_and_only_who_sees_persons_reads_who(users: Users, tmp_path: Path) -> None:
    """Awb 4:17(7): their names are sealed as the applicant's is, on paper and here."""
    others = ["Mede Aanvrager 018", "Mede Aanvrager 019"]
    submitted = users.submit(coApplicants=others)
    assert users.read(submitted).json()["coApplicants"] == others
    assert users.read(submitted, Role.REVIEWER).json()["coApplicants"] == []
    assert users.case(enter(users, coApplicants=others[:1]))["coApplicants"] == others[:1]
    many = users.post("/applications", Role.APPLICANT, {**a_body(), "coApplicants": ["Naam"] * 10})
    assert many.json()["errors"][0]["field"] == "body.coApplicants"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path.name for path in files if b"Mede Aanvrager" in path.read_bytes()]


def test_who_represents_and_who_applied_too_are_published_sealed(users: Users) -> None:
    """Awb 2:1, 3:41(1): a name alone is at the address of the applicant; each is under a key that is theirs."""
    person = {
        "name": "Kantoor Voorbeeld",
        "streetAndNumber": "Raadhuisplein 2",
        "postcode": "3511 AB",
        "town": "Utrecht",
    }
    submitted = users.submit(coApplicants=["Mede Aanvrager 018", person], representative=person)
    shown = users.read(submitted).json()
    assert shown["coApplicants"] == ["Mede Aanvrager 018", "Kantoor Voorbeeld"]
    assert (shown["representative"]["name"], shown["representative"]["town"]) == (
        "Kantoor Voorbeeld",
        "Utrecht",
    )
    assert users.read(submitted, Role.REVIEWER).json()["representative"] is None
    founded = users._service.context.log.stream(UUID(submitted.json()["id"]))[0].event
    assert isinstance(founded, ApplicationSubmitted)
    opener = users._service.context.vault.opener()
    first, second = (opener.applicant(each) for each in founded.addressed_co_applicants)
    assert (first.name, first.street_and_number) == (
        "Mede Aanvrager 018",
        opener.applicant(founded.applicant).street_and_number,
    )
    assert second.street_and_number == "Raadhuisplein 2"
    keys = {each.key_id for each in (founded.applicant, *founded.addressed_co_applicants)}
    assert len(keys) == 3
