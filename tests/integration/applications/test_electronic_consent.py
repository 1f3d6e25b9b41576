"""An applicant says which letters may come by e-mail, and takes that back (Awb 2:8), over HTTP."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from shared.runtime.access import Role
from tests.support.application_users import Users

ADDRESS = "post-017@voorbeeld.example"
DELIVERY = {"email": ADDRESS, "messageTypes": ["objections", "decisions"]}


def test_what_was_said_is_shown_replaced_and_taken_back(users: Users) -> None:
    """At submission and later, by who applied; a reviewer sees the types and no address."""
    submitted = users.submit(electronicDelivery=DELIVERY)
    case_id = submitted.json()["id"]
    own = users.read(submitted, Role.APPLICANT, "applicant-1").json()
    assert own["electronicDelivery"] == {"email": ADDRESS, "messageTypes": ["decisions", "objections"]}
    seen = users.read(submitted, Role.REVIEWER).json()
    assert seen["electronicDelivery"] == {"email": None, "messageTypes": ["decisions", "objections"]}
    users.drain()
    back = users.as_applicant(case_id, "electronic-consent-withdrawals", {"messageTypes": ["decisions"]})
    assert back.status_code == 201, back.text
    shown = users.read(back, Role.APPLICANT, "applicant-1").json()["electronicDelivery"]
    assert shown == {"email": ADDRESS, "messageTypes": ["objections"]}
    users.as_applicant(case_id, "electronic-consent-withdrawals", {"messageTypes": ["objections"]})
    assert users.case(case_id)["electronicDelivery"] is None
    anew = {"email": "anders@voorbeeld.example", "messageTypes": ["proceedings"]}
    again = users.as_applicant(case_id, "electronic-consents", anew)
    assert users.read(again, Role.APPLICANT, "applicant-1").json()["electronicDelivery"] == anew
    consents = [kind for kind in users.published() if kind.startswith("electronic-consent")]
    assert consents == [
        "electronic-consent-withdrawn",
        "electronic-consent-withdrawn",
        "electronic-consent-given",
    ]


def test_it_is_for_who_applied_and_for_nobody_else(users: Users) -> None:
    """Another's case is not there, and where nothing was agreed to nothing is taken back."""
    submitted = users.submit()
    case_id = submitted.json()["id"]
    users.drain()
    other = users.as_applicant(case_id, "electronic-consents", DELIVERY, subject="applicant-2")
    assert (other.status_code, other.json()["code"]) == (404, "application_not_found")
    types = {"messageTypes": ["decisions"]}
    nothing = users.as_applicant(case_id, "electronic-consent-withdrawals", types)
    assert (nothing.status_code, nothing.json()["code"]) == (409, "no_electronic_consent")
    assert users.case(case_id)["electronicDelivery"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "een, twee@voorbeeld.example", "messageTypes": ["decisions"]}, "body.email"),
        ({"email": "a@b.example\r\nBcc: c@d.example", "messageTypes": ["decisions"]}, "body.email"),
        ({"email": ADDRESS, "messageTypes": []}, "body.messageTypes"),
        ({"email": ADDRESS, "messageTypes": ["decisions", "decisions"]}, "body.messageTypes"),
        ({"email": ADDRESS, "messageTypes": ["everything"]}, "body.messageTypes.0"),
    ],
)
def test_an_address_is_one_address_and_types_are_named(users: Users, body: object, field: str) -> None:
    """The problem names the field and not what was written there."""
    case_id = users.submit().json()["id"]
    refused = users.as_applicant(case_id, "electronic-consents", body)
    assert refused.status_code == 400
    assert [each["field"] for each in refused.json()["errors"]] == [field]
    assert "voorbeeld.example" not in refused.text


def test_the_address_is_nowhere_in_clear(
    users: Users, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a file of any database, nor in a log line."""
    with caplog.at_level(logging.DEBUG):
        case_id = users.submit(electronicDelivery=DELIVERY).json()["id"]
        users.drain()
        users.as_applicant(case_id, "electronic-consents", DELIVERY)
        users.drain()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("applications.db") for path in files)
    assert not [path.name for path in files if b"post-017" in path.read_bytes()]
    assert "post-017" not in caplog.text
