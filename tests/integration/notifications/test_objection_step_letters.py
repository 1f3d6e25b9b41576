"""Letters on the way to the decision on an objection: given what objections told, then these letters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

import msgspec
import pytest

from services.notifications.domain.letter import objection_letter_id_of, step_letter_id_of
from services.notifications.projections.letter_register import Scope
from shared.contracts.envelope import Contract
from shared.contracts.objections import (
    CommitteeAnnounced,
    DecisionAnewOrdered,
    HearingAccountGiven,
    HearingPlanned,
    HearingWishTermMoved,
    MisdirectedNoticeForwarded,
    ObjectionEnded,
    ObjectionLodged,
    PartyTermMoved,
    PostponementAgreed,
    RepairRequested,
    RulingAdjourned,
)
from shared.privacy.sealed import Sealed, SealedKind
from tests.support.announced_decisions import APPLICANT, CASE, DECISION, OBJECTION, a_refusal
from tests.support.databases import sqlite_is_enough
from tests.support.letters import PostRoom

pytestmark = sqlite_is_enough

ON = date(2026, 2, 19)
APPEAL = UUID(int=88)


def told_of(room: PostRoom, contract: Contract) -> str:
    """The text of the letter about that step, in one line, after a refusal went out."""
    room.hear(a_refusal(), room.addressee())
    told = room.hear_that(contract)
    room.send_all()
    return " ".join(room.words(step_letter_id_of(told.event_id)).text.split())


def a_place(room: PostRoom) -> Sealed:
    """Where a hearing is, sealed under a key of the case."""
    sealer = room.vault.sealer()
    return sealer.seal(sealer.new_key(CASE), SealedKind.REASONS, b"Voorbeeldweg 1, kamer 2")


def lodged(by: str | None) -> ObjectionLodged:
    """An objection by that subject; None: by post."""
    return ObjectionLodged(OBJECTION, CASE, DECISION, ON, by)


@pytest.mark.parametrize("by", ["applicant-017", None])
def test_the_receipt_of_an_objection_is_confirmed(post_room: PostRoom, by: str | None) -> None:
    """Awb 6:14, to who lodged it; it opens no remedy."""
    said = told_of(post_room, lodged(by))
    assert "Wij hebben uw bezwaar op 19 februari 2026 ontvangen." in said
    assert APPLICANT.name in said
    assert "Bent u het niet eens" not in said
    post_room.follow()
    _, confirmed = post_room.register.letters_of_case(CASE, Scope(national=True))
    assert (confirmed.kind.value, confirmed.objection_id, confirmed.remedy) == (
        "objection_received",
        OBJECTION,
        None,
    )


def test_the_objection_of_somebody_else_is_not_confirmed_to_the_applicant(post_room: PostRoom) -> None:
    """Whoever names a case that is another's gets no letter, and neither does that other."""
    post_room.hear(a_refusal(), post_room.addressee())
    told = post_room.hear_that(lodged("applicant-018"))
    assert post_room.acts(step_letter_id_of(told.event_id)) == []


def test_a_request_to_repair_names_the_consequence(post_room: PostRoom) -> None:
    """Awb 6:6: what is missing, until when, and what may follow."""
    said = told_of(
        post_room, RepairRequested(OBJECTION, CASE, ON, ("date", "authorisation"), date(2026, 3, 8))
    )
    assert "1. de datum (artikel 6:5, eerste lid, onder b, Awb);" in said
    assert "2. een machtiging van degene voor wie u bezwaar maakt (artikel 2:1, tweede lid, Awb)." in said
    assert "uiterlijk op 8 maart 2026 herstellen" in said
    assert "niet-ontvankelijk verklaren" in said


@pytest.mark.parametrize(
    ("decide_before", "words"),
    [
        (date(2026, 7, 29), "Wij beslissen uiterlijk op 29 juli 2026."),
        (None, "Die termijn begint op de dag na de dag waarop de termijn voorbij is om bezwaar te maken."),
    ],
)
def test_a_committee_is_told_of(post_room: PostRoom, decide_before: date | None, words: str) -> None:
    """Awb 7:13(2), with the last day where it is known."""
    assert words in told_of(post_room, CommitteeAnnounced(OBJECTION, CASE, ON, decide_before))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("in_person", "U bent welkom op dit adres: Voorbeeldweg 1, kamer 2"),
        ("online", "U kunt online deelnemen: Voorbeeldweg 1, kamer 2"),
    ],
)
def test_an_invitation_says_when_where_and_what_counts_back(
    post_room: PostRoom, form: str, words: str
) -> None:
    """Awb 7:2, 7:4; the moment in legal time."""
    moment = datetime(2026, 4, 14, 8, 30, tzinfo=UTC)
    planned = HearingPlanned(
        OBJECTION, CASE, ON, moment, form, a_place(post_room), date(2026, 4, 4), date(2026, 4, 7)
    )
    said = told_of(post_room, planned)
    assert "op 14 april 2026, 10.30 uur" in said
    assert words in said
    assert "uiterlijk op 4 april 2026" in said
    assert "vanaf 7 april 2026 bij ons inzien" in said


def test_an_adjournment_is_told_in_writing(post_room: PostRoom) -> None:
    """Awb 7:10(5), with the day by which is decided."""
    said = told_of(post_room, RulingAdjourned(OBJECTION, CASE, ON, date(2026, 7, 1)))
    assert "verdagen wij onze beslissing" in said
    assert "uiterlijk op 1 juli 2026" in said


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ("held", "Voordat wij beslisten, bent u gehoord (artikel 7:2 Awb)."),
        ("manifestly_unfounded", "omdat uw bezwaar kennelijk ongegrond is (artikel 7:3, aanhef en onder b"),
        ("not_wanted", "omdat u hebt verklaard dat u niet wilt worden gehoord"),
        ("no_reaction", "omdat u niet binnen een redelijke termijn"),
        (None, None),
    ],
)
def test_a_ruling_says_how_the_objector_was_heard(
    post_room: PostRoom, heard: str | None, words: str | None
) -> None:
    """Awb 7:12(1); of a ruling from before that was recorded, nothing."""
    post_room.hear(a_refusal(), post_room.addressee())
    ended = ObjectionEnded(OBJECTION, CASE, "dismissed", ruled_on=ON, reasons="Neutraal.", heard=heard)
    post_room.hear_that(ended)
    post_room.send_all()
    said = " ".join(post_room.words(letter_id()).text.split())
    if words is None:
        assert "gehoord" not in said
    else:
        assert words in said


def test_a_postponement_by_consent_is_told_in_writing(post_room: PostRoom) -> None:
    """Awb 7:10(5), with the day by which is decided."""
    said = told_of(post_room, PostponementAgreed(OBJECTION, CASE, ON, date(2026, 2, 17), date(2026, 7, 1)))
    assert "Op 17 februari 2026 hebt u ermee ingestemd" in said
    assert "uiterlijk op 1 juli 2026" in said


def ordered_anew(by: str | None = None) -> DecisionAnewOrdered:
    """A court annulled the decision on the objection, and gave no term."""
    return DecisionAnewOrdered(
        OBJECTION, CASE, DECISION, APPEAL, ON, date(2026, 4, 2), date(2026, 1, 20), lodged_by=by
    )


def test_that_a_new_decision_follows_is_told(post_room: PostRoom) -> None:
    """Awb 8:72(4), with the day by which is decided; only to who lodged the objection."""
    said = told_of(post_room, ordered_anew())
    assert "op 19 februari 2026 vernietigd" in said
    assert "uiterlijk op 2 april 2026" in said
    told = post_room.hear_that(ordered_anew("applicant-018"))
    assert post_room.acts(step_letter_id_of(told.event_id)) == []


def test_the_decision_anew_has_a_letter_of_its_own(post_room: PostRoom) -> None:
    """With the order that it follows, and appeal as its remedy again."""
    post_room.hear(a_refusal(), post_room.addressee())
    first = ObjectionEnded(OBJECTION, CASE, "dismissed", ruled_on=ON, reasons="Neutraal.", heard="held")
    anew = msgspec.structs.replace(
        first, anew_appeal_id=APPEAL, court_ruled_on=date(2026, 2, 18), heard_on=date(2026, 1, 28)
    )
    for ended in (first, anew, anew):
        post_room.hear_that(ended)
    post_room.send_all()
    said = " ".join(post_room.words(objection_letter_id_of(OBJECTION, APPEAL)).text.split())
    assert "De rechter heeft die beslissing op 18 februari 2026 vernietigd" in said
    assert "bent u op 28 januari 2026 gehoord" in said
    assert "beroep instellen" in said
    assert "rechter" not in post_room.words(letter_id()).text.partition("Bent u het niet eens")[0]


def letter_id() -> UUID:
    """The letter about the end of the objection."""
    return objection_letter_id_of(OBJECTION)


def test_who_can_react_later_around_a_hearing_is_told(post_room: PostRoom) -> None:
    """After an outage, as objector (Awb 7:3(d)) and as holder (Awb 7:2); not where the letter on paper said it."""
    later = date(2026, 3, 9)
    wish = told_of(post_room, HearingWishTermMoved(OBJECTION, CASE, ON, later, "outage", "SYNTHETIC"))
    assert "of u wilt worden gehoord" in wish
    assert "tot en met 9 maart 2026" in wish
    told = [
        post_room.hear_that(PartyTermMoved(OBJECTION, CASE, ON, later, because, "SYNTHETIC"))
        for because in ("outage", "sent_on_paper")
    ]
    post_room.send_all()
    moved, silent = (step_letter_id_of(message.event_id) for message in told)
    assert "wat u daarvan vindt" in " ".join(post_room.words(moved).text.split())
    assert post_room.log.position_of(silent, 1) is None


def test_who_was_heard_apart_reads_what_was_said(post_room: PostRoom) -> None:
    """Awb 7:6(3): the objector hears of it in words; and that something is left out (7:6(4))."""
    told = partial(HearingAccountGiven, OBJECTION, CASE, ON, account=a_place(post_room))
    letter = told_of(post_room, told(to_objector=True, withheld=True))
    assert "Voorbeeldweg 1, kamer 2" in letter
    assert "Een deel van wat is besproken, delen wij u niet mee" in letter
    whole = post_room.hear_that(told(to_objector=False, withheld=False))
    post_room.send_all()
    text = " ".join(post_room.words(step_letter_id_of(whole.event_id)).text.split())
    assert "Over het bezwaar van een ander bent u gehoord" in text
    assert "7:6, vierde lid" not in text


def test_who_sent_something_that_belongs_elsewhere_is_told_where_it_went(post_room: PostRoom) -> None:
    """Awb 6:15(1), (3): to which body, and which day counts."""
    said = told_of(
        post_room,
        MisdirectedNoticeForwarded(OBJECTION, CASE, "appeal", date(2026, 2, 17), ON, a_place(post_room)),
    )
    assert "Op 17 februari 2026 hebben wij uw beroepschrift ontvangen" in said
    assert "Op 19 februari 2026" in said
    assert "Voorbeeldweg 1, kamer 2" in said
