"""A mail server that takes letters, refuses them, or dies over them: a real one, on a port of its own."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notifications.workers.mail_room import MailServer

TAKEN = "250 taken"
NOT_NOW = "451 try again later"
NO_SUCH_ADDRESS = "550 5.1.1 no such mailbox"
TOO_LARGE = "552 5.3.4 too large"
DIES = "dies"
"""The connection ends in the middle of the letter, without an answer."""
DIES_AFTERWARDS = "dies afterwards"
"""The letter is taken, and the connection ends before we hear so."""


class MailServerOfOthers:
    """Answers as it is told to, and keeps what it took."""

    def __init__(self) -> None:
        self.at_recipient = TAKEN
        self.at_letter = TAKEN
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.offered = 0
        self.port = 0

    def known(self, *, host: str = "127.0.0.1") -> MailServer:
        """As the settings name it."""
        return MailServer(host, self.port, "off", "brieven@loket.example")

    def message_ids(self) -> list[str]:
        """Of each letter that was taken."""
        return [message["Message-ID"] for message in self.taken]

    async def handle_RCPT(  # noqa: N802 - the name that the library asks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Somebody is named to whom a letter is to go."""
        self.offered += 1
        if self.at_recipient == TAKEN:
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """A letter comes in."""
        if self.at_letter in {TAKEN, DIES_AFTERWARDS}:
            message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
            self.taken.append(message)
            self.recipients += envelope.rcpt_tos
        if self.at_letter in {DIES, DIES_AFTERWARDS}:
            server.transport.abort()
            return "421 gone"
        return self.at_letter


@contextmanager
def running(handler: MailServerOfOthers, **terms: object) -> Iterator[int]:
    """Serve in a thread for as long as the block lasts, on terms of the library such as TLS; gives the port."""
    loop = asyncio.new_event_loop()
    factory = partial(SMTP, handler, hostname="mail.example", loop=loop, **terms)
    server = loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0))
    handler.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield handler.port
    finally:
        server.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(asyncio.sleep(0.01))  # connections that were broken off still end
        loop.close()


@pytest.fixture
def mail_server() -> Iterator[MailServerOfOthers]:
    """A mail server that takes everything, until it is told otherwise."""
    handler = MailServerOfOthers()
    with running(handler):
        yield handler


def a_delivery_report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", returned: str = "text/rfc822-headers"
) -> bytes:
    """What a mail system sends back (RFC 3464): the letter, or its headers, and what became of it."""
    return f"""\
From: MAILER-DAEMON@mail.example
To: brieven@loket.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain

The mail system could not deliver to <post-017@voorbeeld.example>.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; post-017@voorbeeld.example
Original-Recipient: rfc822; post-017@voorbeeld.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such mailbox

--grens
Content-Type: {returned}

From: brieven@loket.example
To: post-017@voorbeeld.example
Message-ID: {message_id}
Subject: Een brief voor u

--grens--
""".encode()
