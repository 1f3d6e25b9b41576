"""Evidence over HTTP: attached, listed, read back by who may, sealed where it lies, gone with the person."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import httpx
import pytest

from services.applications.domain.documents import LARGEST_DOCUMENT
from shared.runtime.access import Role
from tests.support.application_users import Users
from tests.support.small_files import JPEG, PNG, a_pdf, in_base64

WORDS: Final = "Voorbeeldweg 17, gelezen door niemand"
UTRECHT: Final = "0344"
RECEIVED: Final = {"receivedOn": "2026-03-02"}


def attach(
    users: Users,
    case_id: str,
    content: bytes = JPEG,
    role: Role = Role.APPLICANT,
    subject: str = "applicant-1",
    municipality: str | None = None,
) -> httpx.Response:
    """Somebody attaches a file that is to show the order of a replacement."""
    body = {"shows": "replacement_order", "content": in_base64(content)}
    return users.post(f"/applications/{case_id}/documents", role, body, subject, municipality)


def listed(users: Users, case_id: str, **reader: str) -> list[dict]:
    """The documents as the desk, or that reader, sees them."""
    answer = users.get(
        f"/applications/{case_id}/documents", Role(reader.pop("role", "case_handler")), **reader
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_what_was_attached_is_read_back(users: Users) -> None:
    """By its applicant and by the desk, byte for byte, as a file to keep."""
    case_id = users.submit().json()["id"]
    for content in (a_pdf(WORDS), JPEG, PNG):
        assert attach(users, case_id, content).status_code == 201
    users.drain()
    found = listed(users, case_id)
    assert [one["mediaType"] for one in found] == ["application/pdf", "image/jpeg", "image/png"]
    assert {(one["shows"], one["attachedOn"], one["caseId"]) for one in found} == {
        ("replacement_order", "2026-03-02", case_id)
    }
    path = f"/applications/{case_id}/documents/{found[0]['name']}"
    for role, subject in ((Role.APPLICANT, "applicant-1"), (Role.CASE_HANDLER, "handler-1")):
        answer = users.get(path, role, subject)
        assert (answer.content, answer.headers["Content-Type"]) == (a_pdf(WORDS), "application/pdf")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="bewijsstuk-')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_is_attached_once(users: Users) -> None:
    """Under another key as well; and a repeated request gets the first answer."""
    case_id = users.submit().json()["id"]
    assert attach(users, case_id).status_code == 201
    again = attach(users, case_id)
    assert (again.status_code, again.json()["code"]) == (409, "document_attached_already")


def test_one_file_has_another_name_in_another_case(users: Users) -> None:
    """The salt is the case's own: nobody can tell that two people sent the same file."""
    cases = [users.submit(subject=subject).json()["id"] for subject in ("applicant-1", "applicant-2")]
    for case_id, subject in zip(cases, ("applicant-1", "applicant-2"), strict=True):
        attach(users, case_id, subject=subject)
    users.drain()
    first, second = (listed(users, case_id)[0]["name"] for case_id in cases)
    assert first != second


def test_what_came_by_post_the_desk_attaches(users: Users) -> None:
    """Within its own scope alone."""
    case_id = users.submit().json()["id"]
    assert attach(users, case_id, role=Role.CASE_HANDLER, subject="handler-1").status_code == 201
    elsewhere = attach(users, case_id, PNG, Role.CASE_HANDLER, "handler-2", municipality=UTRECHT)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "application_not_found")


def test_what_was_attached_is_named_as_the_answer(users: Users) -> None:
    """By its applicant, and by the desk for what came by post; what is not attached is refused (Awb 4:5(1), (2))."""
    case_id = users.submit().json()["id"]
    asked = {"items": ["vehicle_documents"]}
    for act, content, body in (("supplements", JPEG, {}), ("paper-supplements", PNG, RECEIVED)):
        assert users.at_desk(case_id, "completion-requests", asked).status_code == 201
        attach(users, case_id, content)
        users.drain()
        answer = {**body, "documents": [listed(users, case_id)[-1]["name"]]}
        by = users.as_applicant if act == "supplements" else users.at_desk
        unknown = by(case_id, act, {**body, "documents": ["ab" * 32]})
        assert (unknown.status_code, unknown.json()["code"]) == (409, "document_not_attached")
        assert users.case(case_id)["completionItems"] == ["vehicle_documents"]
        assert by(case_id, act, answer).status_code == 201
        assert users.case(case_id)["completionItems"] == []
        assert users.published()[-2:] == ["document-attached", "application-supplemented"]


def test_another_applicant_finds_and_attaches_nothing(users: Users) -> None:
    """As if the case were not there."""
    case_id = users.submit().json()["id"]
    attach(users, case_id)
    users.drain()
    assert attach(users, case_id, PNG, subject="applicant-2").status_code == 404
    name = listed(users, case_id)[0]["name"]
    for path in (f"/applications/{case_id}/documents", f"/applications/{case_id}/documents/{name}"):
        assert users.get(path, Role.APPLICANT, "applicant-2").status_code == 404
    assert users.get(f"/applications/{case_id}/documents", Role.REVIEWER).status_code == 403


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (in_base64(b"<svg/>"), "document_type"),
        (in_base64(b"%PDF-1.4 without an end"), "document_type"),
        ("not base64!", "base64"),
        (in_base64(PNG)[:-1], "base64"),
        (in_base64(a_pdf() + b"\n" * LARGEST_DOCUMENT), "string_too_long"),
        ("", "string_too_short"),
    ],
)
def test_what_is_no_document_is_refused(users: Users, content: str, rule: str) -> None:
    """With the field and the rule, and without a word of what was sent."""
    case_id = users.submit().json()["id"]
    body = {"shows": "replacement_order", "content": content}
    answer = users.post(f"/applications/{case_id}/documents", Role.APPLICANT, body, "applicant-1")
    assert answer.status_code == 400
    assert [(fault["field"], fault["rule"]) for fault in answer.json()["errors"]] == [("body.content", rule)]
    assert len(answer.content) < 1_000


def test_the_largest_document_is_taken(users: Users) -> None:
    """Up to the last byte."""
    case_id = users.submit().json()["id"]
    pdf = a_pdf()
    largest = pdf.replace(b"%%EOF", b"%" * (LARGEST_DOCUMENT - len(pdf)) + b"%%EOF")
    assert attach(users, case_id, largest).status_code == 201


def test_documents_go_on_with_a_converted_application(users: Users) -> None:
    """The new case shows them, with the case that they were attached to."""
    old_id = users.submit().json()["id"]
    attach(users, old_id)
    body = {"toType": "HARDSHIP", "municipality": UTRECHT, "consentGivenOn": "2026-03-02"}
    new_id = users.at_desk(old_id, "conversions", body).json()["id"]
    attach(users, new_id, PNG)
    users.drain()
    found = listed(users, new_id, role="applicant", subject="applicant-1")
    assert [one["caseId"] for one in found] == [old_id, new_id]
    path = f"/applications/{new_id}/documents/{found[0]['name']}"
    assert users.get(path, Role.CASE_HANDLER, municipality=UTRECHT).content == JPEG


def test_nothing_of_a_document_stands_in_clear(users: Users, tmp_path: Path) -> None:
    """In no file of the data folder."""
    case_id = users.submit().json()["id"]
    attach(users, case_id, a_pdf(WORDS))
    users.drain()
    assert not any(WORDS.encode() in path.read_bytes() for path in tmp_path.rglob("*.db*"))


def test_with_the_person_the_documents_are_gone(users: Users) -> None:
    """410; that there was one can still be seen."""
    case_id = users.submit().json()["id"]
    attach(users, case_id)
    users.as_applicant(case_id, "withdrawals")
    users.post(f"/applications/{case_id}/erasures", Role.OPERATOR)
    users.drain()
    (one,) = listed(users, case_id)
    answer = users.get(f"/applications/{case_id}/documents/{one['name']}", Role.CASE_HANDLER)
    assert (answer.status_code, answer.json()["code"]) == (410, "person_erased")
