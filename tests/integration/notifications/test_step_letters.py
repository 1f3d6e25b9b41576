"""Letters about steps: given what applications or decisions told, then these letters, each once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from services.notifications.domain.letter import letter_id_of, step_letter_id_of
from services.notifications.projections.letter_register import Scope
from services.notifications.workers.asked_items import ASKED_ITEMS
from services.notifications.workers.term_words import NOTHING_DUE_BECAUSE, SUSPENDED_BECAUSE
from shared.asked_items import WordsOnItem
from shared.contracts.applications import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermMoved,
)
from shared.contracts.decisions import (
    DayExemptionCancelled,
    DecisionTermExtended,
    DecisionTermSuspendedOtherwise,
    LeftOutOfConsideration,
    NoticeOfDefaultReceived,
    OtherSuspensionEnded,
    PenaltyFixed,
    ThirdPartyViewsAsked,
    ThirdPartyViewsTermMoved,
    ViewsAsked,
    ViewsTermMoved,
)
from shared.contracts.envelope import Contract
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Applicant, ExemptionType, LeftOutReason, NothingDueGround, SuspensionKind
from tests.support.announced_decisions import APPLICANT, CASE, DECISION, PLATE, UTRECHT, a_refusal
from tests.support.databases import sqlite_is_enough
from tests.support.letters import PostRoom

pytestmark = sqlite_is_enough

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


SEALED_OF_TERMS = "De gegevens van de fabrikant zijn er nog niet."


def told_by_decisions(room: PostRoom, contract: Contract) -> str:
    """What the letter says about that contract, in a case whose receipt was confirmed."""
    room.hear_that(submitted(room))
    told = room.hear_that(contract)
    room.send_all()
    return words_of(room, told.event_id)


def reasons(room: PostRoom) -> Sealed:
    """What the desk wrote, sealed under the key of the case."""
    key = room.addressee().applicant.key_id
    return room.vault.sealer().seal(key, SealedKind.REASONS, SEALED_OF_TERMS.encode())


def test_what_the_desk_wrote_of_an_item_stands_beside_it(post_room: PostRoom) -> None:
    """Awb 4:5(1): what exactly is missing, opened for the letter alone."""
    on_items = (WordsOnItem("market_permit", reasons(post_room)),)
    asked = msgspec.structs.replace(REQUEST, items=("market_permit", "daily_range"), on_items=on_items)
    said = told_by_decisions(post_room, asked)
    assert f"{ASKED_ITEMS['market_permit']}: {SEALED_OF_TERMS.rstrip('.')};" in said
    assert f"{ASKED_ITEMS['daily_range']}." in said


def test_what_is_still_missing_is_said_item_by_item(post_room: PostRoom) -> None:
    """Awb 3:46, 4:5(1)."""
    addressee = post_room.addressee()
    left_out = LeftOutOfConsideration(
        decision_id=DECISION,
        case_id=CASE,
        exemption_type=ExemptionType.MARKET_TRADER,
        decided_on=date(2026, 4, 20),
        decided_by="case-handler-1",
        reason=LeftOutReason.INSUFFICIENT,
        applicant=addressee.applicant,
        plate=addressee.plate,
        municipality=UTRECHT,
        on_items=(WordsOnItem("market_permit", reasons(post_room)),),
    )
    post_room.hear_that(submitted(post_room))
    post_room.hear_that(left_out)
    post_room.send_all()
    said = " ".join(post_room.words(letter_id_of(DECISION)).text.split())
    assert f"{ASKED_ITEMS['market_permit']}: {SEALED_OF_TERMS}" in said


def test_an_extension_names_the_new_day_and_why(post_room: PostRoom) -> None:
    """Awb 4:14(3): and that it is no decision (Awb 6:3)."""
    extended = DecisionTermExtended(CASE, date(2026, 4, 20), date(2026, 6, 1), reasons(post_room))
    said = told_by_decisions(post_room, extended)
    assert "Wij beslissen uiterlijk op 1 juni 2026 (artikel 4:14, derde lid" in said
    assert SEALED_OF_TERMS in said
    assert "Deze brief is geen besluit" in said


@pytest.mark.parametrize("facts", [(), ("road_tax_rate",)])
def test_a_question_for_views_names_what_differs_and_until_when(
    post_room: PostRoom, facts: tuple[str, ...]
) -> None:
    """Awb 4:7, 4:9; where no fact has a name, what the desk wrote says it."""
    asked = ViewsAsked(CASE, date(2026, 4, 20), date(2026, 5, 4), facts, reasons(post_room))
    said = told_by_decisions(post_room, asked)
    assert "U kunt reageren tot en met 4 mei 2026." in said
    assert ("het tarief van de motorrijtuigenbelasting" in said) == bool(facts)
    assert SEALED_OF_TERMS in said
    assert "schriftelijk of mondeling" in said
    assert "Deze brief is geen besluit" in said


def suspended(room: PostRoom, kind: SuspensionKind, **said: date) -> DecisionTermSuspendedOtherwise:
    """From 21 April 2026 on."""
    days = (date(2026, 4, 20), date(2026, 4, 21))
    return DecisionTermSuspendedOtherwise(CASE, kind, *days, reasons(room), **said)


@pytest.mark.parametrize("kind", SuspensionKind)
def test_a_suspension_names_its_article_and_why(post_room: PostRoom, kind: SuspensionKind) -> None:
    """Awb 4:15(1)(b), (2)."""
    said = told_by_decisions(post_room, suspended(post_room, kind))
    assert "loopt vanaf 21 april 2026 niet door, omdat" in said
    assert SUSPENDED_BECAUSE[kind] in said
    assert SEALED_OF_TERMS in said
    assert "Wij verwachten" not in said


def test_force_majeure_names_when_to_expect_the_decision(post_room: PostRoom) -> None:
    """Awb 4:15(3)."""
    told = suspended(post_room, SuspensionKind.FORCE_MAJEURE, expected_end=date(2026, 7, 1))
    said = told_by_decisions(post_room, told)
    assert "Wij verwachten dat u ons besluit uiterlijk op 1 juli 2026 krijgt." in said


def test_an_agreed_suspension_with_its_end_is_told_of_once(post_room: PostRoom) -> None:
    """In the letter about its end, which names the new last day."""
    post_room.hear_that(submitted(post_room))
    begun = post_room.hear_that(
        suspended(post_room, SuspensionKind.AGREED, ends_on=date(2026, 5, 5)),
    )
    ended = post_room.hear_that(
        OtherSuspensionEnded(CASE, SuspensionKind.AGREED, date(2026, 5, 5), date(2026, 5, 18))
    )
    post_room.send_all()
    assert post_room.acts(step_letter_id_of(begun.event_id)) == []
    assert "Wij beslissen nu uiterlijk op 18 mei 2026" in words_of(post_room, ended.event_id)


def test_the_end_of_a_suspension_beside_another_names_no_last_day(post_room: PostRoom) -> None:
    """Awb 4:15(4): as long as the term is suspended otherwise nobody knows it."""
    ended = OtherSuspensionEnded(CASE, SuspensionKind.DELAY_OF_APPLICANT, date(2026, 5, 5))
    said = told_by_decisions(post_room, ended)
    assert "staat daarom nog niet vast" in said
    assert "Wij beslissen nu" not in said


@pytest.mark.parametrize("ground", [None, *NothingDueGround])
def test_a_decision_on_the_penalty_names_its_amount_or_ground_and_objection(
    post_room: PostRoom, ground: NothingDueGround | None
) -> None:
    """Awb 4:18, 3:45: it is a decision, and goes by its own id."""
    fixed = PenaltyFixed(
        decision_id=UUID(int=4712),
        case_id=CASE,
        decided_on=date(2026, 7, 1),
        decided_by="case-handler-1",
        first_day=date(2026, 5, 19),
        last_day=date(2026, 6, 29),
        amount_euros=0 if ground else 1442,
        ground=ground,
        sealed_reasons=reasons(post_room) if ground else None,
    )
    said = told_by_decisions(post_room, fixed)
    assert "Vanaf 19 mei 2026 tot en met 29 juni 2026 waren wij 42 dagen in gebreke." in said
    assert ("een dwangsom verschuldigd van 1442 euro" in said) == (ground is None)
    assert (SEALED_OF_TERMS in said) == (ground is not None)
    assert ground is None or NOTHING_DUE_BECAUSE[ground] in said
    assert "Bent u het niet eens met dit besluit?" in said
    assert "Deze brief is geen besluit" not in said


def test_one_day_of_default_is_one_day(post_room: PostRoom) -> None:
    """A day, not days."""
    day = date(2026, 5, 19)
    fixed = PenaltyFixed(UUID(int=4712), CASE, date(2026, 5, 20), "case-handler-1", day, day, 23)
    assert "waren wij 1 dag in gebreke" in told_by_decisions(post_room, fixed)


OUTAGE_RULE = "SYNTHETIC outage/2026"


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        (
            ApplicationWithdrawn(CASE, date(2026, 4, 20), handling_started=True),
            "Wij waren al met de behandeling begonnen.",
        ),
        (
            CompletionTermMoved(CASE, 1, date(2026, 4, 21), date(2026, 4, 21), "outage", OUTAGE_RULE, CASE),
            "daarvoor nu de tijd tot en met 21 april 2026",
        ),
        (
            ViewsTermMoved(CASE, date(2026, 4, 21), date(2026, 4, 21), "outage", OUTAGE_RULE),
            "daarvoor nu de tijd tot en met 21 april 2026",
        ),
        (
            NoticeOfDefaultReceived(CASE, date(2026, 5, 4), date(2026, 5, 18), date(2026, 5, 19)),
            "Beslissen wij uiterlijk op 18 mei 2026",
        ),
        (NoticeOfDefaultReceived(CASE, date(2026, 5, 4)), "Daarom heeft uw ingebrekestelling geen gevolg"),
        (
            DayExemptionCancelled(CASE, UUID(int=1), date(2026, 4, 20), date(2026, 4, 27)),
            "voor 27 april 2026 teruggegeven",
        ),
    ],
)
def test_smaller_steps_are_told_too(post_room: PostRoom, contract: Contract, said: str) -> None:
    """Each is an act that its addressee has to know of, and no decision."""
    letter = told_by_decisions(post_room, contract)
    assert said in letter
    assert "Deze brief is geen besluit" in letter


def test_of_a_term_that_moved_with_its_letter_no_other_letter_tells(post_room: PostRoom) -> None:
    """The letter on paper names the later day itself."""
    post_room.hear_that(submitted(post_room))
    day = date(2026, 4, 21)
    told = post_room.hear_that(ViewsTermMoved(CASE, day, day, "sent_on_paper", "SYNTHETIC"))
    assert post_room.log.position_of(step_letter_id_of(told.event_id), 1) is None


def test_a_third_party_who_can_give_views_later_is_told(post_room: PostRoom) -> None:
    """Awb 4:8, afdeling 2.3: without the plate; not where the letter on paper said it."""
    post_room.hear_that(submitted(post_room))
    lessor = Applicant("Leasebedrijf 018", "Voorbeeldweg 18", "1234 AB", "Voorbeeldstad")
    sealer, later = post_room.vault.sealer(), date(2026, 5, 5)
    person = sealer.seal_applicant(sealer.new_key(CASE, of_another=True), lessor)
    told, silent = (
        post_room.hear_that(ThirdPartyViewsTermMoved(CASE, person, later, later, because, OUTAGE_RULE))
        for because in ("outage", "sent_on_paper")
    )
    post_room.send_all()
    said = words_of(post_room, told.event_id)
    assert "over een aanvraag van een ander" in said
    assert "tot en met 5 mei 2026" in said
    assert lessor.name in said
    assert post_room.log.position_of(step_letter_id_of(silent.event_id), 1) is None


def test_a_third_party_is_written_to_by_itself(post_room: PostRoom) -> None:
    """Awb 4:8: nothing of the applicant, not even the plate; and the applicant does not read it."""
    post_room.hear_that(submitted(post_room))
    lessor = Applicant("Leasebedrijf 018", "Voorbeeldweg 18", "1234 AB", "Voorbeeldstad")
    sealer = post_room.vault.sealer()
    person = sealer.seal_applicant(sealer.new_key(CASE, of_another=True), lessor)
    told = post_room.hear_that(
        ThirdPartyViewsAsked(CASE, person, date(2026, 4, 20), date(2026, 5, 4), reasons(post_room))
    )
    post_room.send_all()
    said = words_of(post_room, told.event_id)
    assert lessor.name in said
    assert "U kunt reageren tot en met 4 mei 2026." in said
    assert PLATE.number not in said
    assert APPLICANT.name not in said
    post_room.follow()
    own = post_room.register.letters_of_case(CASE, Scope(applicant_subject="applicant-1"))
    assert "third_party_views_asked" not in [letter.kind.value for letter in own]
