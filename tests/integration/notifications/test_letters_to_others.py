"""Letters about an objection go to who represents the objector, or to another who objects (Awb 1:2, 6:17)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from services.notifications.domain.case_parties import parties_id_of
from services.notifications.domain.letter import (
    copy_id_of,
    letter_id_of,
    objection_letter_id_of,
    step_letter_id_of,
)
from services.notifications.messaging.published import PUBLISHED
from services.notifications.projections.letter_register import Scope
from services.notifications.projections.letters_of_cases import LettersOfCases
from shared.contracts.applications import ApplicationSubmitted, ApplicationWithdrawn
from shared.contracts.objections import (
    MisdirectedNoticeForwarded,
    ObjectionEnded,
    ObjectionLodged,
    RulingAdjourned,
)
from shared.eventlog.append import DuplicateRow, StaleRow
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Applicant, ExemptionType, ObjectionRuling
from tests.support.announced_decisions import (
    APPLICANT,
    CASE,
    DECISION,
    OBJECTION,
    UTRECHT,
    a_day_exemption,
    a_refusal,
)
from tests.support.letters import PostRoom, sealed, the_message_of, told

ON = date(2026, 2, 19)
ADVISER = Applicant("Kantoor Voorbeeld", "Raadhuisplein 2", "3511 AB", "Utrecht")
NEIGHBOUR = Applicant("Mevrouw Anders", "Zijstraat 3", "8011 AA", "Zwolle")


def words(room: PostRoom, letter_id: UUID) -> str:
    """A letter in one line."""
    return " ".join(room.words(letter_id).text.split())


def lodged(room: PostRoom, **parties: Sealed) -> UUID:
    """A refusal went out, and an objection by post came in; the confirmation of its receipt."""
    room.hear(a_refusal(), room.addressee())
    told = room.hear_that(ObjectionLodged(OBJECTION, CASE, DECISION, ON, **parties))
    return step_letter_id_of(told.event_id)


def test_who_represents_the_applicant_gets_every_letter_about_the_objection(post_room: PostRoom) -> None:
    """The confirmation, the steps and the ruling; the applicant may still read them."""
    confirmed = lodged(post_room, representative=sealed(post_room, ADVISER))
    adjourned = post_room.hear_that(RulingAdjourned(OBJECTION, CASE, ON, date(2026, 6, 1)))
    ended = ObjectionEnded(OBJECTION, CASE, ObjectionRuling.DISMISSED, ruled_on=ON, reasons="Juist.")
    post_room.hear_that(msgspec.structs.replace(ended, contested_decision_id=DECISION))
    post_room.send_all()
    for letter in (confirmed, step_letter_id_of(adjourned.event_id), objection_letter_id_of(OBJECTION)):
        said = words(post_room, letter)
        assert "Kantoor Voorbeeld Raadhuisplein 2" in said
        assert f"als gemachtigde van {APPLICANT.name}" in said
    assert "gemachtigde" not in words(post_room, letter_id_of(a_refusal().decision_id))
    post_room.follow()
    assert post_room.register.letter(confirmed, Scope("applicant-017")) is not None


def test_another_who_objects_gets_the_letters_and_not_the_applicant(post_room: PostRoom) -> None:
    """Nothing of the applicant's stands in them, and the applicant does not read them."""
    confirmed = lodged(post_room, objector=sealed(post_room, NEIGHBOUR))
    upheld = ObjectionEnded(OBJECTION, CASE, ObjectionRuling.UPHELD, ruled_on=ON, reasons="Terecht.")
    post_room.hear_that(msgspec.structs.replace(upheld, contested_decision_id=DECISION))
    post_room.send_all()
    for letter in (confirmed, objection_letter_id_of(OBJECTION)):
        said = words(post_room, letter)
        assert "Mevrouw Anders Zijstraat 3" in said
        assert APPLICANT.name not in said
        assert "Kenteken" not in said
        assert "kenteken" not in said
    assert "De aanvrager krijgt dat in een eigen brief." in words(
        post_room, objection_letter_id_of(OBJECTION)
    )
    post_room.follow()
    assert post_room.register.letter(confirmed, Scope("applicant-017")) is None


def test_who_represents_another_is_told_for_whom(post_room: PostRoom) -> None:
    """By name: it is not the applicant."""
    parties = {"objector": sealed(post_room, NEIGHBOUR), "representative": sealed(post_room, ADVISER)}
    confirmed = lodged(post_room, **parties)
    post_room.send_all()
    said = words(post_room, confirmed)
    assert "Kantoor Voorbeeld" in said
    assert "als gemachtigde van Mevrouw Anders" in said


def test_who_gave_views_is_told_of_the_decision_once_it_is_announced(post_room: PostRoom) -> None:
    """Awb 3:43: with when it was announced, and until when they can object; nothing of the applicant's."""
    decided = the_message_of(a_refusal(), post_room.addressee())
    post_room.hear_that(msgspec.structs.replace(decided, told_to=(sealed(post_room, NEIGHBOUR),)))
    assert told(post_room) == []
    post_room.send_all()
    [letter_id] = told(post_room)
    said = words(post_room, letter_id)
    assert "Mevrouw Anders Zijstraat 3" in said
    assert "de aanvraag is afgewezen" in said
    assert f"Kenmerk: {a_refusal().decision_id}" in said
    assert APPLICANT.name not in said
    assert "kenteken" not in said.lower()
    assert post_room.register.letter(letter_id, Scope("applicant-017")) is None


def test_who_gave_views_before_the_contested_decision_is_told_of_the_ruling(post_room: PostRoom) -> None:
    """Awb 7:12(3): and so are those who were heard on the objection; with appeal."""
    decided = the_message_of(a_refusal(DECISION), post_room.addressee())
    post_room.hear_that(msgspec.structs.replace(decided, told_to=(sealed(post_room, NEIGHBOUR),)))
    post_room.send_all()
    before = set(told(post_room))
    ended = ObjectionEnded(OBJECTION, CASE, ObjectionRuling.DISMISSED, ruled_on=ON, reasons="Juist.")
    ended = msgspec.structs.replace(
        ended, contested_decision_id=DECISION, told_to=(sealed(post_room, ADVISER),)
    )
    post_room.hear_that(ended)
    post_room.send_all()
    said = [words(post_room, letter) for letter in told(post_room) if letter not in before]
    assert len(said) == 2
    assert all("het bezwaar is ongegrond" in each and "beroep instellen bij" in each for each in said)
    assert {name for name in (NEIGHBOUR.name, ADVISER.name) for each in said if name in each} == {
        NEIGHBOUR.name,
        ADVISER.name,
    }


def applied_by_several(room: PostRoom, **parties: object) -> UUID:
    """An application of the applicant and a neighbour; the letter that confirms its receipt."""
    addressee = room.addressee()
    submitted = ApplicationSubmitted(
        case_id=CASE,
        exemption_type=ExemptionType.PRIVATE_USE,
        received_on=ON,
        applicant=addressee.applicant,
        plate=addressee.plate,
        applicant_subject=addressee.subject,
    )
    return step_letter_id_of(room.hear_that(msgspec.structs.replace(submitted, **parties)).event_id)


def test_who_applied_too_gets_a_letter_of_their_own_of_each(post_room: PostRoom) -> None:
    """Awb 3:41(1), 4:17(7): the confirmation, the steps and the decision; each is recorded by itself, and theirs alone."""
    confirmed = applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    refusal = a_refusal()
    post_room.hear(refusal, post_room.addressee())
    post_room.send_all()
    for letter in (confirmed, letter_id_of(refusal.decision_id)):
        said = words(post_room, copy_id_of(letter, 1))
        assert "Mevrouw Anders Zijstraat 3" in said
        assert f"samen met {APPLICANT.name} hebt gedaan" in said
        assert "samen met" not in words(post_room, letter)
        assert post_room.acts(copy_id_of(letter, 1))[-1] == "LetterCopySent"
        post_room.follow()
        assert post_room.register.letter(copy_id_of(letter, 1), Scope("applicant-017")) is None
    assert "Wij moeten uw bezwaarschrift" in words(
        post_room, copy_id_of(letter_id_of(refusal.decision_id), 1)
    )


def test_a_decision_is_announced_to_others_by_its_own_letter_alone(post_room: PostRoom) -> None:
    """Who counts from the announcement hears of it once."""
    applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.send_all()
    published = {publication.event.__name__ for publication in PUBLISHED}
    assert "LetterSent" in published
    assert "LetterCopySent" not in published


def test_who_represents_the_applicant_gets_the_letters_on_the_application(post_room: PostRoom) -> None:
    """Awb 2:1; an objection has a representative of its own (6:17), and goes to the applicant without one."""
    confirmed = applied_by_several(post_room, representative=sealed(post_room, ADVISER))
    objected = lodged(post_room)
    post_room.send_all()
    for letter in (confirmed, letter_id_of(a_refusal().decision_id)):
        said = words(post_room, letter)
        assert "Kantoor Voorbeeld Raadhuisplein 2" in said
        assert f"als gemachtigde van {APPLICANT.name} (artikel 2:1" in said
    assert "gemachtigde" not in words(post_room, objected)
    post_room.follow()
    assert post_room.register.letter(confirmed, Scope("applicant-017")) is not None


def test_an_application_that_is_told_twice_is_noted_once(post_room: PostRoom) -> None:
    """And so are its letters."""
    confirmed = applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    again = applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    assert post_room.acts(parties_id_of(CASE)) == ["PartiesOfCaseNoted"]
    assert confirmed != again


def kept_words(room: PostRoom, letter_id: UUID) -> list[str]:
    """What the letter and those that say the same say, each in one line."""
    room.send_all()
    room.follow()
    everything = room.register.letters_of_case(
        CASE, Scope(national=True, municipalities=frozenset({UTRECHT}))
    )
    same = [letter_id, *(copy_id_of(letter_id, number) for number in (1, 2, 3))]
    return [words(room, each) for each in same if each in {letter.letter_id for letter in everything}]


def test_who_applied_too_is_not_missed_when_the_decision_is_heard_first(post_room: PostRoom) -> None:
    """No order holds between the two logs: a day exemption is decided at once, and its letter may be gone (Awb 3:41(1))."""
    granted = a_day_exemption()
    post_room.hear(granted, post_room.addressee())
    post_room.send_all()
    told_of = applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    applied_by_several(post_room, co_applicants=(sealed(post_room, NEIGHBOUR),))
    first, copy = kept_words(post_room, letter_id_of(granted.decision_id))
    assert "Mevrouw Anders" not in first
    assert "Mevrouw Anders Zijstraat 3" in copy
    assert f"samen met {APPLICANT.name} hebt gedaan" in copy
    assert post_room.acts(copy_id_of(letter_id_of(granted.decision_id), 1)) == [
        "LetterDrawnUp",
        "LetterCopySent",
    ]
    assert len(kept_words(post_room, told_of)) == 2


def test_who_represents_the_applicant_is_not_missed_when_the_decision_is_heard_first(
    post_room: PostRoom,
) -> None:
    """Awb 2:1: they get it beside the applicant; it was announced once, and is told of once."""
    decided = the_message_of(a_refusal(), post_room.addressee())
    post_room.hear_that(msgspec.structs.replace(decided, told_to=(sealed(post_room, NEIGHBOUR),)))
    post_room.send_all()
    applied_by_several(post_room, representative=sealed(post_room, ADVISER))
    first, copy = kept_words(post_room, letter_id_of(a_refusal().decision_id))
    assert "Kantoor Voorbeeld" not in first
    assert f"als gemachtigde van {APPLICANT.name} (artikel 2:1" in copy
    assert post_room.acts(copy_id_of(letter_id_of(a_refusal().decision_id), 1))[-1] == "LetterCopySent"
    assert len(told(post_room)) == 1


def test_a_step_that_waited_for_the_application_goes_to_all_of_them(post_room: PostRoom) -> None:
    """It was parked for want of an addressee; who is heard of with the application gets it as well."""
    withdrawn = post_room.hear_that(ApplicationWithdrawn(CASE, ON, handling_started=False))
    applied_by_several(
        post_room,
        co_applicants=(sealed(post_room, NEIGHBOUR),),
        representative=sealed(post_room, ADVISER),
    )
    first, neighbour, adviser = kept_words(post_room, step_letter_id_of(withdrawn.event_id))
    assert "Mevrouw Anders" in neighbour
    assert "Kantoor Voorbeeld" in adviser
    assert APPLICANT.name in first


def test_what_is_another_s_is_not_sent_to_who_is_heard_of_later(post_room: PostRoom) -> None:
    """Of an objection of a third party, nor of another's objection step (Awb 6:17)."""
    confirmed = lodged(post_room, objector=sealed(post_room, NEIGHBOUR))
    applied_by_several(post_room, co_applicants=(sealed(post_room, ADVISER),))
    assert len(kept_words(post_room, confirmed)) == 1


def test_an_application_heard_of_meanwhile_refuses_the_letter_that_missed_its_parties(
    post_room: PostRoom,
) -> None:
    """Two consumers decide on what they read: the later append is refused, and made anew."""
    cases = LettersOfCases(post_room.log)
    applied_by_several(post_room)
    late = cases.still(CASE, None, letter_id_of(a_refusal().decision_id))
    act = post_room.act_of("test", post_room.log.events_after(0)[0])
    with pytest.raises(DuplicateRow):
        post_room.log.save_act(act, rows=[late])
    other = cases.still(CASE, DECISION, letter_id_of(a_refusal().decision_id))
    with pytest.raises(StaleRow):
        post_room.log.save_act(act, rows=[other])


def test_where_a_notice_was_forwarded_is_told_to_its_sender_alone(post_room: PostRoom) -> None:
    """Awb 6:15(1): who applied too, and who represents the applicant for the application, did not send it."""
    applied_by_several(
        post_room,
        co_applicants=(sealed(post_room, NEIGHBOUR),),
        representative=sealed(post_room, ADVISER),
    )
    sealer = post_room.vault.sealer()
    place = sealer.seal(sealer.new_key(CASE), SealedKind.REASONS, b"Gemeente Voorbeeld")
    forwarded = MisdirectedNoticeForwarded(OBJECTION, CASE, "appeal", ON, ON, place)
    told_of = step_letter_id_of(post_room.hear_that(forwarded).event_id)
    [only] = kept_words(post_room, told_of)
    assert APPLICANT.name in only
    assert "Kantoor Voorbeeld" not in only
