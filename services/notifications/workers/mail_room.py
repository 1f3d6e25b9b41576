"""Handing letters to a mail server by SMTP: the letter as PDF, beside a short text that says nothing of the case.

The Message-ID follows from the letter, so that a letter which leaves twice is recognised as one: SMTP cannot
hand something over exactly once. When the server takes the letter and we die before that is recorded, the next
attempt offers it again.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final, Literal, Self
from uuid import UUID

import msgspec

from services.notifications.domain.delivery import MailFailure
from services.notifications.domain.letter import LetterText, WrittenLetter
from shared.privacy.opening import Opener
from shared.privacy.sealed import Sealed
from shared.runtime.crash import crash_point
from shared.runtime.settings import Settings
from shared.vocabulary import legal_day

_log = logging.getLogger("loket.notifications")

SECONDS_TO_ANSWER: Final = 10.0
SECONDS_OF_REST: Final = 30.0
"""How long a server that did not answer is not asked again, so that its silence holds up no other letter."""

SUBJECT: Final = "Een brief voor u"
TEXT: Final = """\
Geachte heer, mevrouw,

In de bijlage vindt u een brief van ons (PDF). Daarin staat waar de brief over
gaat en wat u kunt doen.

U krijgt deze brief per e-mail omdat u hebt gezegd dat dat mag. U kunt daar
altijd van terugkomen. Dan sturen wij uw brieven weer per post.

Dit bericht is automatisch verzonden. Een antwoord op dit bericht wordt niet
gelezen.
"""
"""Passes mail servers of others and lock screens: no name, no plate, no reference, and not what was decided."""
FILE_NAME: Final = "brief.pdf"

PdfOf = Callable[[LetterText, date], bytes]
"""Sets a letter, as sent on a legal day, on pages."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, and in whose name."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "off"]
    sender: str
    user: str | None = None
    password: Path | None = None
    """The file that holds it; read for every connection, so that it can be replaced."""

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The one that the settings name; None: there is none."""
        if settings.smtp_host is None:
            return None
        return cls(
            host=settings.smtp_host,
            port=settings.smtp_port,
            tls=settings.smtp_tls,
            sender=settings.smtp_sender,
            user=settings.smtp_user,
            password=settings.smtp_password,
        )


class SmtpMailRoom:
    """One connection for each letter. What it opens lives no longer than one call, and is in no log line."""

    def __init__(
        self,
        server: MailServer,
        opener: Opener,
        pdf_of: PdfOf,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._opener = opener
        self._pdf_of = pdf_of
        self._monotonic = monotonic
        self._rests_until = 0.0

    def deliver(
        self, letter_id: UUID, written: WrittenLetter, email: Sealed, at: datetime
    ) -> MailFailure | None:
        """Hand the letter over; None: the server has taken it. Raises VaultRefusal."""
        address = self._opener.email(email)
        if self._monotonic() < self._rests_until:
            return MailFailure.UNREACHABLE
        words = msgspec.json.decode(self._opener.open(written.sealed), type=LetterText)
        message = self._message(letter_id, address, self._pdf_of(words, legal_day(at)), at)
        failure = self._hand_over(message, address)
        if failure is MailFailure.UNREACHABLE:
            self._rests_until = self._monotonic() + SECONDS_OF_REST
        if failure is None:
            crash_point("letter.mailed")
        else:
            _log.warning("letter %s was not taken by the mail server: %s", letter_id, failure.value)
        return failure

    def _message(self, letter_id: UUID, address: str, pdf: bytes, at: datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = address
        message["Subject"] = SUBJECT
        message["Date"] = format_datetime(at)
        message["Message-ID"] = message_id_of(letter_id, self._server.sender)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "nl"
        message.set_content(TEXT)
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=FILE_NAME)
        return message

    def _hand_over(self, message: EmailMessage, address: str) -> MailFailure | None:
        try:
            with self._connected() as smtp:
                smtp.send_message(message, from_addr=self._server.sender, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as refused:
            return _failure_by(refused.recipients[address][0])
        except smtplib.SMTPDataError as refused:
            return _failure_by(refused.smtp_code)
        except (smtplib.SMTPException, OSError) as unreachable:
            _log.warning("the mail server does not work for us: %s", type(unreachable).__name__)
            return MailFailure.UNREACHABLE
        return None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        smtp = self._connect()
        try:
            self._introduce(smtp)
            yield smtp
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what was taken stays taken, however we part
                smtp.quit()
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS_TO_ANSWER, context=context)
        return smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        if self._server.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self._server.user is not None and self._server.password is not None:
            smtp.login(self._server.user, self._server.password.read_text("utf-8").strip())


def message_id_of(letter_id: UUID, sender: str) -> str:
    """The same for every attempt to send one letter."""
    return f"<{letter_id}@{sender.rpartition('@')[2]}>"


def _failure_by(code: int) -> MailFailure:
    """RFC 5321, 4.2.1: 4yz is for now, 5yz for good."""
    return MailFailure.REFUSED if code >= 500 else MailFailure.DEFERRED
