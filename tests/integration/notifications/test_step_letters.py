"""Letters about steps: given what applications told, then these letters, each once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.notifications.domain.letter import step_letter_id_of
from services.notifications.projections.letter_register import Scope
from shared.contracts.applications import ApplicationSubmitted, CompletionRequested
from shared.vocabulary import ExemptionType
from tests.support.announced_decisions import APPLICANT, CASE, PLATE, UTRECHT, a_refusal
from tests.support.letters import PostRoom

EARLIER_CASE = UUID(int=4711)
OF_UTRECHT = Scope(municipalities=frozenset({UTRECHT}))
REQUEST = CompletionRequested(
    case_id=CASE,
    request_number=1,
    requested_on=date(2026, 2, 19),
    term_last_day=date(2026, 3, 8),
    items=("market_permit",),
)


def submitted(room: PostRoom, converted_from: UUID | None = None) -> ApplicationSubmitted:
    """A local application, received on Monday 9 March 2026: decided on by Monday 4 May."""
    addressee = room.addressee()
    return ApplicationSubmitted(
        case_id=CASE,
        exemption_type=ExemptionType.MARKET_TRADER,
        received_on=date(2026, 3, 9),
        applicant=addressee.applicant,
        plate=addressee.plate,
        applicant_subject=addressee.subject,
        municipality=UTRECHT,
        converted_from_case_id=converted_from,
    )


def words_of(room: PostRoom, told_by: UUID) -> str:
    """The text of the letter about that step, in one line."""
    return " ".join(room.words(step_letter_id_of(told_by)).text.split())


def test_the_receipt_of_an_application_is_confirmed(post_room: PostRoom) -> None:
    """With what was applied for, and until when can be decided on it (Awb 4:13(2))."""
    told = post_room.hear_that(submitted(post_room))
    post_room.send_all()
    said = words_of(post_room, told.event_id)
    assert "Op 9 maart 2026 hebben wij uw aanvraag ontvangen" in said
    assert f"kenteken {PLATE.number}" in said
    assert "in de nul-emissiezone van de gemeente Utrecht" in said
    assert "Wij beslissen uiterlijk op 4 mei 2026" in said
    assert APPLICANT.name in said
    assert "Bent u het niet eens" not in said


def test_hearing_twice_of_an_application_confirms_once(post_room: PostRoom) -> None:
    """The letter's id follows from the event that recorded the receipt."""
    told = post_room.hear_that(submitted(post_room))
    post_room.send_all()
    assert post_room.acts(step_letter_id_of(told.event_id)) == ["StepLetterDrawnUp", "StepLetterSent"]
    post_room.take_again(told)
    assert post_room.acts(step_letter_id_of(told.event_id)) == ["StepLetterDrawnUp", "StepLetterSent"]


def test_a_conversion_is_told_as_one(post_room: PostRoom) -> None:
    """Not as a new application, and with the day of receipt that it keeps."""
    told = post_room.hear_that(submitted(post_room, converted_from=EARLIER_CASE))
    post_room.send_all()
    said = words_of(post_room, told.event_id)
    assert "Met uw instemming behandelen wij uw aanvraag" in said
    assert "Als dag van ontvangst blijft 9 maart 2026 gelden." in said


def test_a_request_to_complete_says_what_and_until_when(post_room: PostRoom) -> None:
    """And what happens without a reaction (Awb 4:5(1), 4:15(1)(a)); whom it is for is known from the receipt."""
    post_room.hear_that(submitted(post_room))
    told = post_room.hear_that(REQUEST)
    post_room.send_all()
    said = words_of(post_room, told.event_id)
    assert "1. uw vergunning of bewijs van inschrijving als marktondernemer." in said
    assert "uiterlijk op 8 maart 2026 aan te vullen" in said
    assert "besluiten haar niet te behandelen" in said
    assert "in de nul-emissiezone van de gemeente Utrecht" in said


def test_a_request_in_a_case_that_nobody_told_of_waits_for_its_addressee(post_room: PostRoom) -> None:
    """Parked, and sent once a letter of the case says whom it is for."""
    told = post_room.hear_that(REQUEST)
    post_room.send_all()
    letter_id = step_letter_id_of(told.event_id)
    assert post_room.to_send.parked() == [(letter_id, "AddresseeUnknown")]
    post_room.hear(a_refusal(), post_room.addressee())
    post_room.send_all()
    assert post_room.to_send.parked() == []
    assert APPLICANT.name in words_of(post_room, told.event_id)


def test_the_register_shows_letters_in_the_order_of_drawing_up(post_room: PostRoom) -> None:
    """Steps among them, which announce no decision and open no remedy; to the desk of the case alone."""
    post_room.hear_that(submitted(post_room))
    post_room.hear_that(REQUEST)
    post_room.send_all()
    post_room.follow()
    letters = post_room.register.letters_of_case(CASE, OF_UTRECHT)
    assert [letter.kind.value for letter in letters] == ["application_received", "completion_requested"]
    assert {(letter.decision_id, letter.objection_id, letter.remedy) for letter in letters} == {(None,) * 3}
    assert post_room.register.letters_of_case(CASE, Scope(national=True)) == []
