"""What a mail system sends back, read for what it says about a letter of ours (RFC 3464)."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.notifications.api.delivery_reports import DeliveryReport, read_delivery_report
from services.notifications.domain.delivery import BounceReason
from services.notifications.workers.mail_room import message_id_of
from tests.support.mail_servers import a_delivery_report

LETTER = UUID("d9704d3c-b0ab-56d4-a4f2-c1318d586e2c")
OURS = message_id_of(LETTER, "brieven@loket.example")


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", BounceReason.ADDRESS_UNKNOWN),
        ("5.2.2", BounceReason.MAILBOX_UNUSABLE),
        ("4.4.7", BounceReason.NOT_DELIVERED_IN_TIME),
        ("5.7.26", BounceReason.REFUSED_BY_RECEIVER),
        ("5.0.0", BounceReason.OTHER),
        ("kapot", BounceReason.OTHER),
    ],
)
def test_a_failure_names_letter_and_reason(status: str, reason: BounceReason, returned: str) -> None:
    """Whether the whole letter came back or its headers; also what was given up after attempts (4.x)."""
    report = a_delivery_report(OURS, status=status, returned=returned)
    assert read_delivery_report(report) == DeliveryReport(LETTER, reason)


@pytest.mark.parametrize(
    "raw",
    [
        a_delivery_report(OURS, action="delayed", status="4.4.1"),
        a_delivery_report(OURS, action="delivered", status="2.0.0"),
        a_delivery_report("<20260220.another@elsewhere.example>"),
        a_delivery_report(""),
        a_delivery_report(OURS).replace(b"multipart/report", b"multipart/mixed"),
        f"Subject: Afwezig\nIn-Reply-To: {OURS}\n\nIk ben met vakantie.".encode(),
        b"",
        bytes(range(256)),
    ],
    ids=["delayed", "delivered", "of others", "of nothing", "no report", "an answer", "nothing", "noise"],
)
def test_whatever_else_comes_in_is_no_bounce(raw: bytes) -> None:
    """Nothing is taken for one that does not say so."""
    assert read_delivery_report(raw) is None
