"""Letters to a mail server that takes them, refuses them or dies over them, over a real connection."""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notifications.domain.delivery import MailFailure
from services.notifications.domain.letter import LetterText, WrittenLetter
from services.notifications.workers.mail_room import SECONDS_OF_REST, MailServer, SmtpMailRoom, message_id_of
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.privacy.vault import Vault, open_vault
from tests.support.announced_decisions import CASE
from tests.support.mail_servers import (
    DIES,
    DIES_AFTERWARDS,
    NO_SUCH_ADDRESS,
    NOT_NOW,
    TAKEN,
    TOO_LARGE,
    MailServerOfOthers,
    running,
)

ADDRESS = "post-017@voorbeeld.example"
LOGGERS_OF_THE_SERVER = {"mail.log", "mail.debug", "asyncio"}
LETTER = UUID(int=77)
WORDS = LetterText("Geachte Testbedrijf 017, uw kenteken is CC001Q.", "<p>CC001Q</p>")
AT = datetime(2026, 2, 20, 11, tzinfo=UTC)


@dataclass
class Sender:
    """Somebody who hands over a letter, on a clock of their own."""

    vault: Vault
    written: WrittenLetter
    email: Sealed
    seconds: float = 1000.0

    def room(self, server: MailServer) -> SmtpMailRoom:
        """Its mail room; the page that it sets is no real one."""
        opener = self.vault.opener()
        return SmtpMailRoom(server, opener, lambda words, _: words.text.encode(), lambda: self.seconds)

    def send(self, room: SmtpMailRoom, letter_id: UUID = LETTER) -> MailFailure | None:
        """One attempt."""
        return room.deliver(letter_id, self.written, self.email, AT)


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    """With a letter and an address, sealed under one key."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    sealer = vault.sealer()
    key = sealer.new_key(CASE)
    sealed, text_hmac = sealer.seal_letter(key, msgspec.json.encode(WORDS), WORDS.text.encode())
    yield Sender(vault, WrittenLetter(sealed, text_hmac, "test"), sealer.seal_email(key, ADDRESS))
    vault.close()


def test_the_letter_goes_as_pdf_beside_a_text_that_says_nothing(
    sender: Sender, mail_server: MailServerOfOthers
) -> None:
    """To the one address; nothing of person, vehicle or case is outside the attachment."""
    assert sender.send(sender.room(mail_server.known())) is None
    (message,) = mail_server.taken
    assert mail_server.recipients == [ADDRESS]
    assert (message["From"], message["To"]) == ("brieven@loket.example", ADDRESS)
    assert message["Auto-Submitted"] == "auto-generated"
    (pdf,) = message.iter_attachments()
    assert (pdf.get_content_type(), pdf.get_filename()) == ("application/pdf", "brief.pdf")
    assert pdf.get_content() == WORDS.text.encode()
    text = message.get_body(("plain",)).get_content()
    assert "bijlage" in text
    assert "post" in text
    for detail in ("017", "CC001Q", "ontheffing", "besluit", str(CASE), str(LETTER)):
        assert detail not in message["Subject"] + text


def test_every_attempt_carries_the_same_message_id(sender: Sender, mail_server: MailServerOfOthers) -> None:
    """A letter that leaves twice is recognised as one; another letter has another."""
    room = sender.room(mail_server.known())
    for letter_id in (LETTER, LETTER, UUID(int=78)):
        assert sender.send(room, letter_id) is None
    first, again, other = mail_server.message_ids()
    assert first == again == message_id_of(LETTER, "brieven@loket.example")
    assert other != first


@pytest.mark.parametrize(
    ("at_recipient", "at_letter", "failure"),
    [
        (NO_SUCH_ADDRESS, TAKEN, MailFailure.REFUSED),
        (NOT_NOW, TAKEN, MailFailure.DEFERRED),
        (TAKEN, TOO_LARGE, MailFailure.REFUSED),
        (TAKEN, NOT_NOW, MailFailure.DEFERRED),
        (TAKEN, DIES, MailFailure.UNREACHABLE),
        (TAKEN, DIES_AFTERWARDS, MailFailure.UNREACHABLE),
    ],
)
def test_what_the_server_answers_is_told_apart(
    sender: Sender,
    mail_server: MailServerOfOthers,
    caplog: pytest.LogCaptureFixture,
    at_recipient: str,
    at_letter: str,
    failure: MailFailure,
) -> None:
    """4xx for now, 5xx for good, and a broken connection; the log names the letter and no address."""
    mail_server.at_recipient, mail_server.at_letter = at_recipient, at_letter
    with caplog.at_level(logging.DEBUG):
        assert sender.send(sender.room(mail_server.known())) is failure
    ours = [each.getMessage() for each in caplog.records if each.name not in LOGGERS_OF_THE_SERVER]
    assert [line for line in ours if str(LETTER) in line]
    assert not [line for line in ours if "post-017" in line]


def test_a_server_that_is_not_there_is_not_asked_again_at_once(sender: Sender) -> None:
    """Its silence must not hold up the other letters; after a rest it is asked again."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    server = MailServerOfOthers()
    room = sender.room(MailServer("127.0.0.1", port, "off", "brieven@loket.example"))
    assert sender.send(room) is MailFailure.UNREACHABLE
    with running(server):
        room._server = replace(room._server, port=server.port)
        assert sender.send(room) is MailFailure.UNREACHABLE
        assert server.offered == 0
        sender.seconds += SECONDS_OF_REST
        assert sender.send(room) is None


def test_nothing_is_sent_in_clear_where_tls_is_asked_for(
    sender: Sender, mail_server: MailServerOfOthers
) -> None:
    """A server without it counts as one that does not work for us."""
    server = replace(mail_server.known(), tls="starttls")
    assert sender.send(sender.room(server)) is MailFailure.UNREACHABLE
    assert mail_server.offered == 0


def test_with_tls_and_a_password(sender: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As at a provider: encrypted, checked against its certificate, logged in with the password of a file."""
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    password = tmp_path / "smtp-password"
    password.write_text("geheim-van-de-test\n", "utf-8")

    def authenticate(*given: object) -> AuthResult:
        right = getattr(given[-1], "password", b"") == b"geheim-van-de-test"
        return AuthResult(success=right, handled=False)

    server = MailServerOfOthers()
    terms = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with running(server, **terms, authenticator=authenticate):
        known = replace(server.known(), tls="starttls", user="loket", password=password)
        assert sender.send(sender.room(known)) is None
        password.write_text("verkeerd", "utf-8")
        assert sender.send(sender.room(known)) is MailFailure.UNREACHABLE
    assert len(server.taken) == 1


def test_the_letter_of_somebody_erased_is_offered_to_nobody(
    sender: Sender, mail_server: MailServerOfOthers
) -> None:
    """Neither address nor words can be opened."""
    sender.vault.erase(sender.email.key_id)
    with pytest.raises(Erased):
        sender.send(sender.room(mail_server.known()))
    assert mail_server.offered == 0


def a_certificate(folder: Path) -> Path:
    """Of 127.0.0.1, signed by itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
