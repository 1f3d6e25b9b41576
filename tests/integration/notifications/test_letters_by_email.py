"""Letters by the channel that the addressee agreed to, on real databases and with a real mail server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from services.notifications.domain.decision_notice import DecisionNotice
from services.notifications.domain.delivery import BounceReason, LetterChannel, LetterState
from services.notifications.domain.delivery_acts import LetterSentOnPaper
from services.notifications.domain.letter import Addressee, LetterSent, letter_id_of, step_letter_id_of
from services.notifications.main import SERVICE
from services.notifications.projections import metadata
from services.notifications.projections.letter_register import Scope
from services.notifications.workers.mail_room import MailServer, message_id_of
from shared.contracts.applications import (
    ApplicationSubmitted,
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
)
from shared.database import reading
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.runtime.access import Principal, Role
from shared.vocabulary import ExemptionType, MessageType, Outcome, RevocationGround
from tests.support.announced_decisions import (
    CASE,
    DECISION,
    REFUSED_FIRST,
    a_grant,
    a_local_grant,
    a_refusal,
    a_renewal,
    the_message_of,
)
from tests.support.letters import NOON, PostRoom
from tests.support.mail_servers import (
    DIES_AFTERWARDS,
    NO_SUCH_ADDRESS,
    NOT_NOW,
    TAKEN,
    MailServerOfOthers,
)
from tests.support.verified import faults_found

ADDRESS = "post-017@voorbeeld.example"
LETTER, FIRST_LETTER = letter_id_of(DECISION), letter_id_of(REFUSED_FIRST)
OTHER_CASE = UUID("00000000-0000-7000-8000-0000000000cb")
ALL = tuple(MessageType)
DESK = Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)
MINUTES = timedelta(minutes=1)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where nothing depends on which database it is."""


class Killed(Exception):
    """The process dies here."""


@pytest.fixture
def post_office(post_room: PostRoom, mail_server: MailServerOfOthers) -> PostRoom:
    """A post room that knows a mail server."""
    post_room.mail_server = mail_server.known()
    return post_room


def agree(
    room: PostRoom,
    addressee: Addressee,
    *types: MessageType,
    case_id: UUID = CASE,
    address: str = ADDRESS,
) -> None:
    """The applicant says to be reachable by e-mail for these messages."""
    email = room.vault.sealer().seal_email(addressee.applicant.key_id, address)
    room.hear_that(ElectronicConsentGiven(case_id, NOON.date(), email, types or ALL, addressee.subject))


def a_decision_by_email(room: PostRoom) -> Addressee:
    """A decision for somebody who agreed to e-mail."""
    addressee = room.addressee()
    agree(room, addressee)
    room.hear(a_grant(), addressee)
    return addressee


def bounce(room: PostRoom, letter_id: UUID = LETTER, principal: Principal = DESK) -> None:
    """Somebody says that a letter came back, today."""
    (role,) = principal.roles
    act = Act(principal.subject, role.value, room.clock.now(), room.ids.new(), room.ids.new())
    room.commands(room.log).note_bounce(act, principal, letter_id, BounceReason.ADDRESS_UNKNOWN, act.today)


def sent_event(room: PostRoom, letter_id: UUID = LETTER) -> LetterSent | LetterSentOnPaper:
    """The last sending of a letter."""
    event = room.log.stream(letter_id)[-1].event
    assert isinstance(event, LetterSent | LetterSentOnPaper)
    return event


def application_of(
    room: PostRoom, addressee: Addressee, case_id: UUID, converted_from_case_id: UUID | None = None
) -> ApplicationSubmitted:
    """An application, with consent to e-mail about the proceedings."""
    return ApplicationSubmitted(
        case_id=case_id,
        exemption_type=ExemptionType.PRIVATE_USE,
        received_on=date(2026, 2, 20),
        applicant=addressee.applicant,
        plate=addressee.plate,
        applicant_subject=addressee.subject,
        converted_from_case_id=converted_from_case_id,
        email=room.vault.sealer().seal_email(addressee.applicant.key_id, ADDRESS),
        email_for=(MessageType.PROCEEDINGS,),
    )


@on_sqlite
def test_a_letter_goes_where_its_addressee_agreed_to(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """By e-mail, kept as it was sent, on no print queue; the day of the e-mail is that of announcement."""
    a_decision_by_email(post_office)
    post_office.send_all()
    assert mail_server.recipients == [ADDRESS]
    assert mail_server.message_ids() == [message_id_of(LETTER, "brieven@loket.example")]
    (pdf,) = mail_server.taken[0].iter_attachments()
    assert pdf.get_content().startswith(b"%PDF-")
    event = sent_event(post_office)
    assert isinstance(event, LetterSent)
    assert (event.channel, event.remedy_last_day) == (LetterChannel.EMAIL, date(2026, 4, 7))
    assert post_office.print_queue.letter(LETTER) is None
    assert "Testbedrijf 017" in post_office.words(LETTER).text
    post_office.follow()
    entry = post_office.register.letter(LETTER, Scope(national=True))
    assert entry is not None
    assert (entry.state, entry.channel, entry.version) == (LetterState.SENT, LetterChannel.EMAIL, 2)


@on_sqlite
@pytest.mark.parametrize(
    "prepare",
    [
        lambda room, addressee: None,
        lambda room, addressee: agree(room, addressee, MessageType.PROCEEDINGS),
        lambda room, addressee: agree(room, addressee, case_id=OTHER_CASE),
        lambda room, addressee: (
            agree(room, addressee),
            room.hear_that(ElectronicConsentWithdrawn(CASE, NOON.date(), (MessageType.OBJECTIONS,))),
        ),
        lambda room, addressee: (
            agree(room, addressee),
            room.hear_that(ElectronicConsentWithdrawn(CASE, NOON.date(), ())),
        ),
    ],
    ids=["never agreed", "another type", "another case", "withdrawn for it", "withdrawn"],
)
def test_without_consent_a_letter_goes_on_paper(
    post_office: PostRoom,
    mail_server: MailServerOfOthers,
    prepare: Callable[[PostRoom, Addressee], object],
) -> None:
    """Awb 2:8: expressly, per type of message and as long as it lasts."""
    addressee = post_office.addressee()
    prepare(post_office, addressee)
    post_office.hear(a_grant(), addressee)
    post_office.send_all()
    assert mail_server.offered == 0
    assert post_office.print_queue.letter(LETTER) is not None
    assert sent_event(post_office).remedy_last_day == date(2026, 4, 7)


@on_sqlite
def test_without_a_mail_server_every_letter_goes_on_paper(post_room: PostRoom) -> None:
    """Consent is kept all the same."""
    a_decision_by_email(post_room)
    post_room.send_all()
    assert post_room.print_queue.letter(LETTER) is not None
    assert post_room.reaches.email(CASE, MessageType.DECISIONS) is not None


@on_sqlite
def test_consent_given_with_the_application_holds_from_the_first_letter(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """The confirmation of receipt goes by e-mail already; hearing of it again changes nothing."""
    addressee = post_office.addressee()
    message = post_office.hear_that(application_of(post_office, addressee, CASE))
    post_office.take_again(message)
    post_office.send_all()
    assert mail_server.message_ids() == [
        message_id_of(step_letter_id_of(message.event_id), "brieven@loket.example")
    ]


def test_a_letter_waits_for_its_next_attempt_and_holds_up_nobody_else(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """4xx: it waits, with the later letters of its own case; another's letter goes; then it is tried again."""
    addressee = a_decision_by_email(post_office)
    mail_server.at_recipient = NOT_NOW
    post_office.send_all()
    post_office.hear(renewed(), addressee)
    hear_elsewhere(post_office)
    worker = post_office.sending()
    assert worker.next_due() == NOON + 5 * MINUTES
    post_office.send_all()
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "ElectronicSendingFailed"]
    assert post_office.acts(letter_id_of(renewed().decision_id)) == ["LetterDrawnUp"]
    assert post_office.acts(FIRST_LETTER) == ["LetterDrawnUp", "LetterSent"]
    mail_server.at_recipient = TAKEN
    post_office.clock.advance_to(NOON + 5 * MINUTES)
    post_office.send_all()
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "ElectronicSendingFailed", "LetterSent"]
    assert post_office.to_send.waiting(post_office.clock.now()) == 0


def hear_elsewhere(room: PostRoom) -> None:
    """A refusal in another case, for somebody who agreed to nothing."""
    told = the_message_of(a_refusal(), room.addressee(subject="applicant-018"))
    room.hear_that(msgspec.structs.replace(told, case_id=OTHER_CASE))


def renewed() -> DecisionNotice:
    """A later decision in the same case."""
    return msgspec.structs.replace(a_renewal(), decision_id=UUID(int=6000))


@on_sqlite
def test_after_the_last_attempt_a_letter_goes_on_paper_at_once(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """Three attempts here; the paper is the announcement, on its own day."""
    a_decision_by_email(post_office)
    mail_server.at_recipient = NOT_NOW
    late = datetime(2026, 2, 20, 22, 50, tzinfo=UTC)  # ten to twelve in the Netherlands
    post_office.clock.advance_to(late)
    post_office.send_all()
    for pause in (5, 15):
        post_office.clock.advance_to(late + pause * MINUTES)
        post_office.send_all()
    assert post_office.acts(LETTER) == ["LetterDrawnUp", *["ElectronicSendingFailed"] * 3, "LetterSent"]
    event = sent_event(post_office)
    assert isinstance(event, LetterSent)
    assert (event.channel, event.sent_on) == (LetterChannel.PAPER, date(2026, 2, 21))
    assert mail_server.offered == 3
    assert post_office.print_queue.letter(LETTER) is not None


@on_sqlite
def test_a_refused_address_means_paper_without_waiting(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """5xx at the recipient: in the same append; each act names the one before as its cause."""
    a_decision_by_email(post_office)
    mail_server.at_recipient = NO_SUCH_ADDRESS
    post_office.send_all()
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "ElectronicSendingFailed", "LetterSent"]
    _, failed, sent = post_office.log.stream(LETTER)
    assert sent.metadata.causation_id == failed.event.event_id
    assert post_office.print_queue.letter(LETTER) is not None
    assert mail_server.offered == 1


@on_sqlite
def test_a_mail_server_that_is_away_holds_up_no_paper(post_room: PostRoom) -> None:
    """Nobody listens: the letter by e-mail waits, the one on paper leaves in the same step."""
    post_room.mail_server = MailServer("127.0.0.1", 1, "off", "brieven@loket.example")
    a_decision_by_email(post_room)
    hear_elsewhere(post_room)
    assert post_room.sending().step()
    assert post_room.acts(LETTER) == ["LetterDrawnUp", "ElectronicSendingFailed"]
    assert post_room.acts(FIRST_LETTER) == ["LetterDrawnUp", "LetterSent"]


@on_sqlite
@pytest.mark.parametrize("death", ["before the append", "of the connection"])
def test_what_leaves_twice_leaves_under_one_message_id(
    post_office: PostRoom, mail_server: MailServerOfOthers, death: str
) -> None:
    """At least once: the server took the letter, and we died, or the connection, before that was recorded."""
    a_decision_by_email(post_office)
    if death == "of the connection":
        mail_server.at_letter = DIES_AFTERWARDS
        post_office.send_all()
        mail_server.at_letter = TAKEN
    else:

        def die_there(step: str) -> None:
            if step == "append.before_commit":
                raise Killed

        with pytest.raises(Killed):
            post_office.sending(post_office.open_log(die_there)).step()
    assert len(mail_server.taken) == 1
    post_office.clock.advance_to(NOON + 5 * MINUTES)
    post_office.send_all()
    assert len(mail_server.taken) == 2
    assert set(mail_server.message_ids()) == {message_id_of(LETTER, "brieven@loket.example")}
    assert [act for act in post_office.acts(LETTER) if act == "LetterSent"] == ["LetterSent"]


def test_what_bounces_goes_on_paper_and_its_term_runs_from_there(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """Awb 3:41, 6:8: the later day; both letters are kept as they left."""
    a_decision_by_email(post_office)
    post_office.send_all()
    by_email = post_office.words(LETTER).text
    post_office.clock.advance_to(NOON + timedelta(days=4))
    bounce(post_office)
    post_office.follow()
    entry = post_office.register.letter(LETTER, Scope(national=True))
    assert entry is not None
    assert entry.state is LetterState.BOUNCED
    post_office.send_all()
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "LetterSent", "LetterBounced", "LetterSentOnPaper"]
    event = sent_event(post_office)
    assert (event.sent_on, event.remedy_last_day) == (date(2026, 2, 24), date(2026, 4, 7))
    assert len(mail_server.taken) == 1
    assert "24 februari 2026" in post_office.words(LETTER).text
    assert "20 februari 2026" in by_email
    post_office.follow()
    entry = post_office.register.letter(LETTER, Scope(national=True))
    assert entry is not None
    assert (entry.state, entry.channel, entry.sent_on) == (
        LetterState.SENT,
        LetterChannel.PAPER,
        date(2026, 2, 24),
    )


def test_after_a_bounce_the_address_rests_until_one_is_stated_again(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """In every case of that person, and of nobody else; a withdrawal in part does not wake it."""
    addressee = a_decision_by_email(post_office)
    agree(post_office, addressee, case_id=OTHER_CASE)
    stranger, third = post_office.addressee(subject="applicant-018"), UUID(int=5001)
    agree(post_office, stranger, case_id=third)
    post_office.send_all()
    bounce(post_office)
    reaches, decisions = post_office.reaches, MessageType.DECISIONS
    post_office.hear_that(ElectronicConsentWithdrawn(CASE, NOON.date(), (decisions,)))
    assert [reaches.email(case, decisions) for case in (CASE, OTHER_CASE)] == [None, None]
    assert reaches.email(third, decisions) is not None
    agree(post_office, addressee, case_id=OTHER_CASE, address="nieuw@voorbeeld.example")
    assert reaches.email(CASE, decisions) is None
    assert reaches.email(OTHER_CASE, decisions) is not None


@on_sqlite
def test_a_conversion_does_not_wake_an_address_that_bounced(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """What was said for the old case holds for the new one, as far as it still held."""
    addressee = a_decision_by_email(post_office)
    converted = application_of(post_office, addressee, OTHER_CASE, converted_from_case_id=CASE)
    again = msgspec.structs.replace(converted, case_id=UUID(int=5002))
    post_office.hear_that(converted)
    assert post_office.reaches.email(OTHER_CASE, MessageType.PROCEEDINGS) is not None
    post_office.send_all()
    bounce(post_office)
    post_office.hear_that(again)
    assert post_office.reaches.email(UUID(int=5002), MessageType.PROCEEDINGS) is None
    post_office.hear_that(msgspec.structs.replace(again, case_id=UUID(int=5003), converted_from_case_id=None))
    assert post_office.reaches.email(UUID(int=5003), MessageType.PROCEEDINGS) is not None


def test_what_was_written_beside_the_log_follows_from_it(
    post_office: PostRoom, mail_server: MailServerOfOthers, database_url: str
) -> None:
    """As `loket verify` folds it anew: one letter by e-mail, one that bounced, one that waits, one on paper."""
    hear_elsewhere(post_office)
    addressee = a_decision_by_email(post_office)
    post_office.send_all()
    bounce(post_office)
    post_office.send_all()
    agree(post_office, addressee, address="nieuw@voorbeeld.example")
    post_office.hear(renewed(), addressee)
    post_office.send_all()
    mail_server.at_recipient = NOT_NOW
    last = msgspec.structs.replace(a_renewal(), decision_id=UUID(int=6001))
    post_office.hear(last, addressee)
    post_office.send_all()
    post_office.follow()
    assert len(mail_server.taken) == 2
    assert post_office.to_send.next_attempt(post_office.clock.now()) is not None
    assert faults_found([SERVICE], lambda _: database_url) == []


@on_sqlite
def test_a_revocation_goes_on_paper_whatever_was_agreed_to(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """The register ends the exemption by its day, which must be one on which it left for certain."""
    addressee = post_office.addressee()
    agree(post_office, addressee)
    revocation = msgspec.structs.replace(
        the_message_of(a_renewal(), addressee),
        outcome=Outcome.REVOKED,
        effective_from=date(2026, 3, 1),
        revocation_ground=RevocationGround.WRONG_DATA,
    )
    post_office.hear_that(revocation)
    post_office.send_all()
    assert mail_server.offered == 0
    assert post_office.print_queue.letter(LETTER) is not None


@on_sqlite
def test_a_desk_tells_of_letters_of_its_own_cases_and_an_operator_of_all(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """A local case is its municipality's alone; the mail system serves the whole installation."""
    addressee = post_office.addressee()
    agree(post_office, addressee)
    post_office.hear(a_local_grant(), addressee)
    post_office.send_all()
    with pytest.raises(NotThere):
        bounce(post_office)
    bounce(post_office, principal=Principal("operator-1", frozenset({Role.OPERATOR}), national=True))
    assert post_office.acts(LETTER)[-1] == "LetterBounced"


@on_sqlite
def test_who_has_nothing_to_do_with_a_letter_says_nothing_about_it(
    post_office: PostRoom, mail_server: MailServerOfOthers
) -> None:
    """Another municipality's letter, and one that never was, are not there."""
    a_decision_by_email(post_office)
    post_office.send_all()
    elsewhere = Principal("handler-2", frozenset({Role.CASE_HANDLER}), frozenset({"0363"}))
    for letter_id, who in ((LETTER, elsewhere), (UUID(int=1), DESK)):
        with pytest.raises(NotThere):
            bounce(post_office, letter_id, who)
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]


@on_sqlite
def test_an_address_is_stored_nowhere_in_clear(
    post_office: PostRoom, mail_server: MailServerOfOthers, caplog: pytest.LogCaptureFixture
) -> None:
    """No table, the log included, and no log line of ours: whatever becomes of the letter."""
    a_decision_by_email(post_office)
    mail_server.at_recipient = NOT_NOW
    post_office.send_all()
    mail_server.at_recipient = TAKEN
    post_office.clock.advance_to(NOON + 5 * MINUTES)
    post_office.send_all()
    bounce(post_office)
    post_office.send_all()
    post_office.follow()
    with reading(post_office.engine) as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
    stored = " ".join(str(value) for row in rows for value in row)
    assert "ElectronicReachNoted" in stored
    assert "post-017" not in stored
    ours = [each.getMessage() for each in caplog.records if not each.name.startswith(("mail", "asyncio"))]
    assert ours
    assert not [line for line in ours if "post-017" in line]
