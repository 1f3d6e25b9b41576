"""Letters through log, inline tables, vault and register, on real databases."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.delivery import LetterState
from services.notifications.domain.letter import (
    Addressee,
    LetterSent,
    ObjectionLetterDrawnUp,
    letter_id_of,
    objection_letter_id_of,
)
from services.notifications.projections import metadata
from services.notifications.projections.letter_register import Scope
from shared.contracts.decisions import LeavingOutRevoked, LeftOutOfConsideration
from shared.contracts.objections import ObjectionEnded
from shared.database import reading
from shared.errors import NotInThisState
from shared.eventlog.append import AppendRefused, StaleConsumer
from shared.privacy.refusals import Erased
from shared.privacy.sealed import SealedKind
from shared.runtime.migrations import schema_differences
from shared.vocabulary import Applicant, ExemptionType, LeftOutReason, ObjectionRuling, Remedy
from tests.support.announced_decisions import (
    APPLICANT,
    CASE,
    DECISION,
    OBJECTION,
    OTHER_REASONS,
    PLATE,
    REFUSED_FIRST,
    UTRECHT,
    a_grant,
    a_local_grant,
    a_refusal,
    a_renewal,
)
from tests.support.letters import PostRoom

DESK = Scope(national=True)
LETTER = letter_id_of(DECISION)
OBJECTION_LETTER = objection_letter_id_of(OBJECTION)


class Killed(BaseException):
    """The process ended here."""


def sent_event(post_room: PostRoom, letter_id: UUID) -> LetterSent:
    """The announcement as recorded."""
    event = post_room.log.stream(letter_id)[-1].event
    assert isinstance(event, LetterSent)
    return event


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_declared_tables(post_room: PostRoom) -> None:
    """Alembic finds no difference."""
    assert schema_differences(post_room.engine, metadata) == []


def test_a_decision_is_announced(post_room: PostRoom) -> None:
    """Decision heard of, letter drawn up, letter sent: its words open to the addressee's name and plate."""
    post_room.hear(a_grant(), post_room.addressee())
    assert post_room.print_queue.letter(LETTER) is None
    post_room.send_all()
    assert post_room.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]
    words = post_room.words(LETTER)
    assert APPLICANT.name in words.text
    assert PLATE.number in words.html
    assert post_room.to_send.waiting(post_room.clock.now()) == 0


def test_the_event_is_bound_to_the_words(post_room: PostRoom) -> None:
    """The HMAC in the event is that of the sealed text, under the salt of the addressee's key."""
    addressee = post_room.addressee()
    post_room.hear(a_grant(), addressee)
    post_room.send_all()
    text = post_room.words(LETTER).text.encode()
    key_id = addressee.applicant.key_id
    assert sent_event(post_room, LETTER).text_hmac == post_room.vault.sealer().hmac(key_id, text)


def test_the_chain_of_causes_is_kept(post_room: PostRoom) -> None:
    """Decision, letter drawn up, letter sent: each names the one before, in one correlation and case."""
    message = post_room.hear(a_grant(), post_room.addressee())
    post_room.send_all()
    drawn_up, sent = post_room.log.stream(LETTER)
    assert drawn_up.metadata.causation_id == message.event_id
    assert sent.metadata.causation_id == drawn_up.event.event_id
    assert {each.metadata.correlation_id for each in (drawn_up, sent)} == {message.correlation_id}
    assert {each.metadata.case_id for each in (drawn_up, sent)} == {CASE}


def test_hearing_twice_of_a_decision_sends_one_letter(post_room: PostRoom) -> None:
    """At another position: the position moves and nothing else. At the same one: refused."""
    addressee = post_room.addressee()
    post_room.hear(a_grant(), addressee)
    post_room.send_all()
    again = post_room.hear(a_grant(), addressee)
    post_room.send_all()
    assert post_room.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]
    assert post_room.sink.position("decisions")[0] == again.position
    with pytest.raises(StaleConsumer):
        post_room.sink.take(again, again.previous, None)


def test_a_renewed_decision_names_the_day_of_the_one_it_replaces(post_room: PostRoom) -> None:
    """The message has only its id; the letter about the refusal knows the rest."""
    addressee = post_room.addressee()
    post_room.hear(a_refusal(), addressee)
    post_room.hear(a_renewal(), addressee)
    post_room.send_all()
    text = " ".join(post_room.words(LETTER).text.split())
    assert f"Op 5 januari 2026 hebben wij uw aanvraag afgewezen (besluit met kenmerk {REFUSED_FIRST})" in text


def test_letters_go_out_in_the_order_of_drawing_up(post_room: PostRoom) -> None:
    """The refusal's letter before the one that replaces it."""
    addressee = post_room.addressee()
    post_room.hear(a_refusal(), addressee)
    post_room.hear(a_renewal(), addressee)
    assert post_room.sending().step()
    sent = [post_room.log.position_of(letter, 2) for letter in (letter_id_of(REFUSED_FIRST), LETTER)]
    assert sent == [3, 4]


def test_the_day_of_sending_is_a_dutch_day(post_room: PostRoom) -> None:
    """At 22:30Z on 30 June it is 1 July in the Netherlands, and the term runs from there."""
    post_room.hear(a_grant(), post_room.addressee())
    post_room.clock.advance_to(datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    post_room.send_all()
    event = sent_event(post_room, LETTER)
    assert (event.sent_on, event.remedy_last_day) == (date(2026, 7, 1), date(2026, 8, 12))


@pytest.mark.parametrize("label", ["append.rows_written", "append.inserted", "append.before_commit"])
def test_hand_over_and_announcement_are_one(post_room: PostRoom, label: str) -> None:
    """Killed inside the append, the letter is neither queued nor sent; then it is sent once."""
    post_room.hear(a_grant(), post_room.addressee())

    def die_there(step: str) -> None:
        if step == label:
            raise Killed

    with pytest.raises(Killed):
        post_room.sending(post_room.open_log(die_there)).step()
    assert post_room.print_queue.letter(LETTER) is None
    assert post_room.acts(LETTER) == ["LetterDrawnUp"]
    post_room.send_all()
    assert post_room.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]


def test_two_workers_send_each_letter_once(post_room: PostRoom) -> None:
    """They race for twelve letters; who comes second stores nothing."""
    notices = [a_refusal(UUID(int=5_000 + number)) for number in range(12)]
    for notice in notices:
        post_room.hear(notice, post_room.addressee())

    def send_until_none_waits() -> None:
        worker = post_room.sending(post_room.open_log())
        while post_room.to_send.waiting(post_room.clock.now()):
            try:
                worker.step()
            except (AppendRefused, NotInThisState):
                continue

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(send_until_none_waits) for _ in range(2)]:
            done.result(timeout=60)
    for notice in notices:
        assert post_room.acts(letter_id_of(notice.decision_id)) == ["LetterDrawnUp", "LetterSent"]
        assert post_room.print_queue.letter(letter_id_of(notice.decision_id)) is not None


def test_a_letter_to_an_erased_person_is_parked(
    post_room: PostRoom, caplog: pytest.LogCaptureFixture
) -> None:
    """It stops nobody else's letter, stays visible with its reason, and is said in the log."""
    erased = post_room.addressee(Applicant("Aanvrager 023", "Weg 1", "1234 AB", "Voorbeeldstad"))
    post_room.hear(a_refusal(), erased)
    post_room.hear(a_grant(), post_room.addressee())
    post_room.vault.erase(erased.applicant.key_id)
    with caplog.at_level(logging.ERROR, logger="loket.notifications"):
        post_room.send_all()
    assert post_room.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]
    assert post_room.to_send.parked() == [(letter_id_of(REFUSED_FIRST), "Erased")]
    counted = post_room.to_send.parked_by_reason()
    assert (counted["Erased"], counted["UnknownKey"], counted["AddresseeUnknown"]) == (1, 0, 0)
    assert post_room.to_send.waiting(post_room.clock.now()) == 0
    assert str(letter_id_of(REFUSED_FIRST)) in caplog.text
    assert "Aanvrager" not in caplog.text


def test_a_sent_letter_cannot_be_read_after_erasure(post_room: PostRoom) -> None:
    """The letter is sealed under the addressee's key, and goes with it."""
    addressee = post_room.addressee()
    post_room.hear(a_grant(), addressee)
    post_room.send_all()
    post_room.vault.erase(addressee.applicant.key_id)
    with pytest.raises(Erased):
        post_room.words(LETTER)


def test_nothing_personal_is_stored_in_clear(post_room: PostRoom) -> None:
    """No table of the service holds name, street, town or plate."""
    post_room.hear(a_grant(), post_room.addressee())
    post_room.send_all()
    post_room.follow()
    with reading(post_room.engine) as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
    stored = " ".join(str(value) for row in rows for value in row)
    assert str(DECISION) in stored
    for personal in (APPLICANT.name, APPLICANT.street_and_number, APPLICANT.town, PLATE.number):
        assert personal not in stored


def test_the_register_follows_a_letter(post_room: PostRoom) -> None:
    """Drawn up, then sent with its last day."""
    post_room.hear(a_grant(), post_room.addressee())
    post_room.follow()
    drawn_up = post_room.register.letter(LETTER, DESK)
    assert drawn_up is not None
    assert (drawn_up.state, drawn_up.sent_on, drawn_up.version) == (LetterState.DRAWN_UP, None, 1)
    post_room.send_all()
    post_room.follow()
    sent = post_room.register.letter(LETTER, DESK)
    assert sent is not None
    assert (sent.state, sent.sent_on, sent.version) == (LetterState.SENT, date(2026, 2, 20), 2)
    assert sent.remedy_last_day == date(2026, 4, 7)


def test_an_applicant_sees_the_own_letters_alone(post_room: PostRoom) -> None:
    """The desk sees all of a case; another applicant, and one never named, nothing."""
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.hear(a_renewal(Remedy.APPEAL), post_room.addressee(subject=None))
    post_room.follow()

    def seen_by(scope: Scope) -> list[UUID | None]:
        return [entry.decision_id for entry in post_room.register.letters_of_case(CASE, scope)]

    assert set(seen_by(DESK)) == {REFUSED_FIRST, DECISION}
    assert seen_by(Scope("applicant-017")) == [REFUSED_FIRST]
    assert seen_by(Scope("applicant-018")) == []


def test_a_local_letter_is_its_own_municipalitys(post_room: PostRoom) -> None:
    """Not the national desk's, and not another municipality's; the applicant reads it like any other."""
    post_room.hear(a_local_grant(), post_room.addressee())
    post_room.follow()

    def seen_by(scope: Scope) -> bool:
        return post_room.register.letter(LETTER, scope) is not None

    assert seen_by(Scope(municipalities=frozenset({UTRECHT})))
    assert not seen_by(DESK)
    assert not seen_by(Scope(municipalities=frozenset({"0363"})))
    assert seen_by(Scope("applicant-017"))


def left_out(addressee: Addressee, decided_on: date) -> LeftOutOfConsideration:
    """The decisions service tells that an application is left out of consideration."""
    return LeftOutOfConsideration(
        decision_id=DECISION,
        case_id=CASE,
        exemption_type=ExemptionType.GRID_CONGESTION,
        decided_on=decided_on,
        decided_by="case-handler-1",
        reason=LeftOutReason.NO_RESPONSE,
        applicant=addressee.applicant,
        plate=addressee.plate,
        applicant_subject=addressee.subject,
    )


def test_that_an_application_is_left_out_is_announced(post_room: PostRoom) -> None:
    """Awb 4:5: a decision, with a term to object from the day of sending."""
    message = left_out(post_room.addressee(), date(2026, 2, 19))
    post_room.hear_that(message)
    post_room.hear_that(message)
    post_room.send_all()
    assert post_room.acts(LETTER) == ["LeftOutLetterDrawnUp", "LetterSent"]
    event = sent_event(post_room, LETTER)
    assert (event.decision_id, event.remedy_last_day) == (DECISION, date(2026, 4, 7))
    assert "buiten behandeling" in post_room.words(LETTER).text


def test_a_revoked_leaving_out_is_announced_as_the_ruling_on_the_objection(post_room: PostRoom) -> None:
    """Awb 7:12(2): once, to whom the revoked decision went, with appeal as its remedy."""
    application = left_out(post_room.addressee(), date(2026, 1, 19))
    revoked = LeavingOutRevoked(
        revoked_decision_id=DECISION,
        case_id=CASE,
        objection_id=OBJECTION,
        decided_on=date(2026, 2, 19),
        decided_by="objection-handler-1",
        reasons=OTHER_REASONS,
    )
    for told in (application, revoked, revoked, ended(ObjectionRuling.UPHELD, DECISION)):
        post_room.hear_that(told)
    post_room.send_all()
    post_room.follow()
    assert post_room.acts(OBJECTION_LETTER) == ["ObjectionLetterDrawnUp", "ObjectionLetterSent"]
    text = " ".join(post_room.words(OBJECTION_LETTER).text.split())
    assert "Uw bezwaar is gegrond." in text
    assert "ons besluit van 19 januari 2026" in text
    assert OTHER_REASONS in text
    assert "beroep" in text
    seen = post_room.register.letter(OBJECTION_LETTER, Scope("applicant-017"))
    assert seen is not None
    assert (seen.kind, seen.objection_id) == (LetterKind.OBJECTION_UPHELD, OBJECTION)


def test_reasons_of_a_ruling_are_opened_in_its_letter_alone(post_room: PostRoom) -> None:
    """Sealed in the message and in the log; who may read the letter reads them (Awb 7:12)."""
    sealer = post_room.vault.sealer()
    sealed = sealer.seal(sealer.new_key(CASE), SealedKind.REASONS, b"Alleen voor de geadresseerde.")
    told = msgspec.structs.replace(ended(ObjectionRuling.DISMISSED), reasons=None, sealed_reasons=sealed)
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.hear_that(told)
    post_room.send_all()
    assert "Alleen voor de geadresseerde." in post_room.words(OBJECTION_LETTER).text
    drawn_up = post_room.log.stream(OBJECTION_LETTER)[0].event
    assert isinstance(drawn_up, ObjectionLetterDrawnUp)
    assert (drawn_up.notice.reasons, drawn_up.notice.sealed_reasons) == (None, sealed)


def ended(ruling: ObjectionRuling, contested: UUID | None = REFUSED_FIRST) -> ObjectionEnded:
    """The objections service tells of an end."""
    return ObjectionEnded(
        objection_id=OBJECTION,
        case_id=CASE,
        ruling=ruling.value,
        ruled_on=date(2026, 2, 19),
        contested_decision_id=contested,
        reasons=OTHER_REASONS,
    )


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (ended(ObjectionRuling.DISMISSED), LetterKind.OBJECTION_DISMISSED),
        (ended(ObjectionRuling.INADMISSIBLE), LetterKind.OBJECTION_INADMISSIBLE),
        (ended(ObjectionRuling.WITHDRAWN, contested=None), LetterKind.OBJECTION_WITHDRAWN),
    ],
)
def test_the_end_of_an_objection_is_told_to_the_objector(
    post_room: PostRoom, told: ObjectionEnded, kind: LetterKind
) -> None:
    """To whom the decision went, who may read it; hearing of it twice sends one letter."""
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.hear_that(told)
    post_room.hear_that(told)
    post_room.send_all()
    post_room.follow()
    assert post_room.acts(OBJECTION_LETTER) == ["ObjectionLetterDrawnUp", "ObjectionLetterSent"]
    assert APPLICANT.name in post_room.words(OBJECTION_LETTER).text
    seen = post_room.register.letter(OBJECTION_LETTER, Scope("applicant-017"))
    assert seen is not None
    assert (seen.kind, seen.decision_id, seen.objection_id) == (kind, None, OBJECTION)


def test_a_ruling_names_the_day_of_the_contested_decision(post_room: PostRoom) -> None:
    """The letter about it knows; the message has its id alone."""
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.hear_that(ended(ObjectionRuling.DISMISSED))
    post_room.send_all()
    assert "besluit van 5 januari 2026" in " ".join(post_room.words(OBJECTION_LETTER).text.split())


def test_an_upheld_objection_gets_no_letter_beside_its_decision(post_room: PostRoom) -> None:
    """The replacing decision is the announcement; the position moves and nothing is drawn up."""
    post_room.hear(a_refusal(), post_room.addressee())
    message = post_room.hear_that(ended(ObjectionRuling.UPHELD))
    assert post_room.acts(OBJECTION_LETTER) == []
    assert post_room.sink.position("decisions")[0] == message.position


def test_a_ruling_that_comes_before_the_decision_waits_for_its_addressee(post_room: PostRoom) -> None:
    """Parked and visible, it stops nobody; the first letter about the case says whom it is for."""
    post_room.hear_that(ended(ObjectionRuling.DISMISSED))
    post_room.send_all()
    assert post_room.to_send.parked() == [(OBJECTION_LETTER, "AddresseeUnknown")]
    [drawn_up] = post_room.log.stream(OBJECTION_LETTER)
    with pytest.raises(NotInThisState, match="addressee_unknown"):
        post_room.commands(post_room.log).send_letter(post_room.act_of("test", drawn_up), OBJECTION_LETTER)
    post_room.hear(a_refusal(), post_room.addressee())
    assert post_room.to_send.parked() == []
    post_room.send_all()
    assert post_room.acts(OBJECTION_LETTER) == ["ObjectionLetterDrawnUp", "ObjectionLetterSent"]
    assert APPLICANT.name in post_room.words(OBJECTION_LETTER).text
