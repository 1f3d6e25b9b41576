"""Who was heard on an objection is told of the renewal that decides it, in whichever order it is heard of (Awb 7:12(3))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.notifications.domain.delivery import BounceReason
from services.notifications.domain.letter import letter_id_of, step_letter_id_of
from services.notifications.domain.others_of_ruling import others_id_of
from shared.contracts.applications import ElectronicConsentGiven
from shared.contracts.envelope import Message
from shared.contracts.objections import ObjectionEnded, ObjectionLodged
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal, Role
from shared.vocabulary import Applicant, MessageType, ObjectionRuling, Remedy
from tests.support.announced_decisions import CASE, DECISION, OBJECTION, a_refusal, a_renewal
from tests.support.letters import NOON, PostRoom, sealed, told
from tests.support.mail_servers import MailServerOfOthers

ON = date(2026, 2, 19)
ADVISER = Applicant("Kantoor Voorbeeld", "Raadhuisplein 2", "3511 AB", "Utrecht")
NEIGHBOUR = Applicant("Mevrouw Anders", "Zijstraat 3", "8011 AA", "Zwolle")
LETTER, OTHERS = letter_id_of(DECISION), others_id_of(DECISION)
DESK = Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)
LATER = timedelta(days=4)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where nothing depends on which database it is."""


def words(room: PostRoom, letter_id: UUID) -> str:
    """A letter in one line."""
    return " ".join(room.words(letter_id).text.split())


def renewed(room: PostRoom, *, by_email: bool = False) -> None:
    """A refusal was objected to, and a campaign replaces it, which decides the objection."""
    addressee = room.addressee()
    if by_email:
        email = room.vault.sealer().seal_email(addressee.applicant.key_id, "post-017@voorbeeld.example")
        consent = ElectronicConsentGiven(CASE, ON, email, (MessageType.DECISIONS,), addressee.subject)
        room.hear_that(consent)
    room.hear(a_refusal(), addressee)
    room.hear_that(ObjectionLodged(OBJECTION, CASE, a_refusal().decision_id, ON))
    room.hear(a_renewal(Remedy.APPEAL), addressee)


def ruled(room: PostRoom, *heard: Sealed, costs_open: bool = False) -> Message:
    """Objections tells that the renewal decided the objection, on which these were heard."""
    ended = ObjectionEnded(OBJECTION, CASE, ObjectionRuling.UPHELD, decision_id=DECISION, ruled_on=ON)
    return room.hear_that(msgspec.structs.replace(ended, told_to=heard, costs_open=costs_open))


def bounce(room: PostRoom) -> None:
    """The renewal comes back, days after it left."""
    room.clock.advance_to(NOON + LATER)
    act = Act(DESK.subject, Role.CASE_HANDLER.value, room.clock.now(), room.ids.new(), room.ids.new())
    room.commands(room.log).note_bounce(act, DESK, LETTER, BounceReason.ADDRESS_UNKNOWN, act.today)


@pytest.fixture
def post_office(post_room: PostRoom, mail_server: MailServerOfOthers) -> PostRoom:
    """A post room that knows a mail server, and an addressee who agreed to e-mail."""
    post_room.mail_server = mail_server.known()
    renewed(post_room, by_email=True)
    return post_room


def test_they_are_told_once_it_is_announced(post_room: PostRoom) -> None:
    """It was drawn up when they were heard of, and is announced by its own letter; told twice, they hear once."""
    renewed(post_room)
    message = ruled(post_room, sealed(post_room, NEIGHBOUR))
    post_room.take_again(message)
    assert told(post_room) == []
    post_room.send_all()
    post_room.take_again(message)
    post_room.send_all()
    [letter] = told(post_room)
    said = words(post_room, letter)
    assert "Mevrouw Anders Zijstraat 3" in said
    assert "beroep instellen bij" in said
    assert post_room.acts(OTHERS) == ["OthersOfRulingNoted", "OthersOfRulingTold"]


def test_they_are_told_when_it_was_announced_before(post_room: PostRoom) -> None:
    """The letter had left: they hear of it with its day. What is open of the costs is told in the same append."""
    renewed(post_room)
    post_room.send_all()
    assert told(post_room) == []
    message = ruled(post_room, sealed(post_room, NEIGHBOUR), costs_open=True)
    post_room.take_again(message)
    post_room.send_all()
    assert len(told(post_room)) == 1
    assert post_room.acts(OTHERS) == ["OthersOfRulingNoted", "OthersOfRulingAdded"]
    assert post_room.acts(step_letter_id_of(message.event_id))[-1] == "StepLetterSent"


def test_they_are_told_when_it_is_heard_of_later(post_room: PostRoom) -> None:
    """No order holds between the logs of objections and decisions."""
    message = ruled(post_room, sealed(post_room, NEIGHBOUR))
    post_room.take_again(message)
    renewed(post_room)
    post_room.send_all()
    assert len(told(post_room)) == 1


@on_sqlite
def test_who_is_told_besides_is_told_alone(post_room: PostRoom) -> None:
    """Who was told of the announcement is not told of it again because of another."""
    renewed(post_room)
    neighbour = sealed(post_room, NEIGHBOUR)
    ruled(post_room, neighbour)
    post_room.send_all()
    ruled(post_room, neighbour, sealed(post_room, ADVISER))
    post_room.send_all()
    said = [words(post_room, letter) for letter in told(post_room)]
    assert len(said) == 2
    assert sum("Kantoor Voorbeeld" in each for each in said) == 1


@on_sqlite
@pytest.mark.parametrize("heard_of", ["before it left", "after it left"])
def test_they_are_told_again_when_it_goes_on_paper(post_office: PostRoom, heard_of: str) -> None:
    """Awb 3:41, 6:8: the term runs from the paper, for them too, whenever they were heard of; once each."""
    neighbour = sealed(post_office, NEIGHBOUR)
    if heard_of == "before it left":
        ruled(post_office, neighbour)
    post_office.send_all()
    message = ruled(post_office, neighbour)
    post_office.send_all()
    [first] = told(post_office)
    assert "20 februari 2026" in words(post_office, first)
    bounce(post_office)
    post_office.take_again(message)
    post_office.send_all()
    post_office.take_again(message)
    post_office.send_all()
    [again] = [letter for letter in told(post_office) if letter != first]
    said = words(post_office, again)
    assert "24 februari 2026" in said
    assert "7 april 2026" in said


@on_sqlite
def test_they_are_told_of_the_paper_alone_when_it_had_come_back(post_office: PostRoom) -> None:
    """The day of an e-mail that did not arrive says nothing about their term."""
    post_office.send_all()
    bounce(post_office)
    ruled(post_office, sealed(post_office, NEIGHBOUR))
    assert told(post_office) == []
    post_office.send_all()
    [letter] = told(post_office)
    assert "24 februari 2026" in words(post_office, letter)


@on_sqlite
def test_who_is_heard_of_while_the_e_mail_leaves_does_not_make_it_leave_twice(
    post_office: PostRoom, mail_server: MailServerOfOthers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server took it; that it left is decided anew on who is told, and recorded."""
    log, heard = post_office.open_log(), sealed(post_office, NEIGHBOUR)
    save, before = log.save_act, [heard]

    def meanwhile(act: Act, *aggregates: Any, **beside: Any) -> Saved:
        if before and any(one.id == LETTER for one in aggregates):
            ruled(post_office, before.pop())
        return save(act, *aggregates, **beside)

    monkeypatch.setattr(log, "save_act", meanwhile)
    while post_office.sending(log).step():
        pass
    assert post_office.acts(LETTER) == ["LetterDrawnUp", "LetterSent"]
    assert post_office.acts(OTHERS) == ["OthersOfRulingNoted", "OthersOfRulingTold"]
    assert len(mail_server.taken) == 2, "the refusal and the renewal, each once"
    assert len(told(post_office)) == 1


@on_sqlite
def test_who_is_heard_of_while_the_paper_leaves_is_told_of_it(
    post_office: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were read as told of the e-mail: that is refused, and decided anew on the paper."""
    post_office.send_all()
    bounce(post_office)
    save, waiting = post_office.log.save_act, [True]

    def meanwhile(act: Act, *aggregates: Any, **beside: Any) -> Saved:
        if waiting and any(one.id == OTHERS for one in aggregates):
            waiting.pop()
            post_office.sending(post_office.open_log()).step()
        return save(act, *aggregates, **beside)

    monkeypatch.setattr(post_office.log, "save_act", meanwhile)
    ruled(post_office, sealed(post_office, NEIGHBOUR))
    monkeypatch.undo()
    post_office.send_all()
    [letter] = told(post_office)
    assert "24 februari 2026" in words(post_office, letter)
