"""A letter: given what was decided, when it is drawn up or sent, then these facts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice, LetterKind
from services.notifications.domain.delivery import LetterState
from services.notifications.domain.letter import (
    Letter,
    LetterDrawnUp,
    LetterSent,
    ObjectionLetterSent,
    WrittenLetter,
    letter_id_of,
    objection_letter_id_of,
)
from services.notifications.domain.mandate import (
    COURTS,
    LOCAL_MANDATES,
    MANDATES,
    mandate_of_version,
    mandate_on,
)
from shared.errors import NotInThisState
from shared.municipalities import MUNICIPALITIES
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ObjectionRuling, Remedy
from tests.support.announced_decisions import (
    CASE,
    KEY,
    OBJECTION,
    UTRECHT,
    a_grant,
    a_refusal,
    a_renewal,
    an_addressee,
    an_ended_objection,
    left_out,
)

WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), text_hmac="ab" * 32, template="decision/1")


def drawn_up(notice: DecisionNotice) -> Letter:
    """Given: the letter about this decision, drawn up the day before it is sent."""
    return Letter.draw_up(
        case_id=CASE,
        notice=notice,
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )


def sent(notice: DecisionNotice, on: date) -> LetterSent:
    """When the letter is sent on that day, then this fact."""
    letter = drawn_up(notice)
    letter.send(sent_on=on, written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, LetterSent)
    return event


@pytest.mark.parametrize(
    ("notice", "kind"),
    [
        (a_grant(), LetterKind.GRANT),
        (a_refusal(), LetterKind.REFUSAL),
        (a_renewal(), LetterKind.RENEWED_DECISION),
        (a_renewal(Remedy.APPEAL), LetterKind.RENEWED_DECISION),
    ],
)
def test_the_decision_says_which_letter_it_gets(notice: DecisionNotice, kind: LetterKind) -> None:
    """A grant, a refusal, or a renewed decision whatever its outcome."""
    event = drawn_up(notice).pending()[0]
    assert isinstance(event, LetterDrawnUp)
    assert event.kind is kind


def test_a_decision_has_one_letter() -> None:
    """The letter's id follows from the decision's, so that hearing of it twice finds the first letter."""
    assert drawn_up(a_grant()).id == drawn_up(a_grant()).id == letter_id_of(a_grant().decision_id)
    assert letter_id_of(a_refusal().decision_id) != letter_id_of(a_grant().decision_id)


def test_the_id_of_a_letter_never_changes() -> None:
    """It is stored for decades: this value is the one of the first release."""
    assert letter_id_of(UUID(int=1)) == UUID("d9704d3c-b0ab-56d4-a4f2-c1318d586e2c")


@pytest.mark.parametrize("remedy", [Remedy.OBJECTION, Remedy.APPEAL])
def test_the_remedy_term_runs_from_the_day_of_sending(remedy: Remedy) -> None:
    """Awb 6:7, 6:8: sent on 20 February 2026, the last day is 7 April, over Good Friday and Easter Monday."""
    event = sent(a_grant(remedy), date(2026, 2, 20))
    assert event.remedy_last_day == date(2026, 4, 7)
    assert not event.remedy_last_day_provisional


def test_no_remedy_is_needed_beside_a_pending_objection() -> None:
    """Awb 6:19: the pending objection covers the new decision, so the letter states no last day."""
    event = sent(a_renewal(Remedy.COVERED_BY_PENDING_OBJECTION), date(2026, 2, 20))
    assert event.remedy_last_day is None


def test_a_last_day_after_the_known_decrees_is_marked() -> None:
    """The decree days of 2029 are not known yet."""
    assert sent(a_grant(), date(2028, 12, 1)).remedy_last_day_provisional


def test_what_was_sent_is_bound_to_its_words() -> None:
    """The event names templates and HMAC of the text, and no text."""
    event = sent(a_grant(), date(2026, 2, 20))
    assert (event.template, event.text_hmac) == (WRITTEN.template, WRITTEN.text_hmac)


def test_a_letter_is_sent_once() -> None:
    """A second sending is refused, and records nothing."""
    letter = drawn_up(a_grant())
    letter.send(sent_on=date(2026, 2, 20), written=WRITTEN)
    with pytest.raises(NotInThisState):
        letter.send(sent_on=date(2026, 2, 21), written=WRITTEN)
    assert letter.state is LetterState.SENT
    assert letter.sent_on == date(2026, 2, 20)
    assert len(letter.pending()) == 2


def test_the_mandate_is_the_one_of_the_day() -> None:
    """There is none before the desk opened, and a letter finds its own again by version."""
    with pytest.raises(LookupError):
        mandate_on(date(2024, 6, 30))
    assert mandate_of_version(mandate_on(date(2024, 7, 1)).version) is MANDATES[0]


def test_what_no_source_states_is_marked() -> None:
    """Every field of the national mandate that was not found is named as SYNTHETIC, and the version says so."""
    mandate = MANDATES[0]
    assert {"objection_body", "objection_address", "district_court"} <= set(mandate.synthetic)
    assert all(hasattr(mandate, name) for name in mandate.synthetic)
    assert "SYNTHETIC" in mandate.version


def test_every_municipality_decides_on_its_own() -> None:
    """With its own college and court; what was not looked up is marked, one without a zone has none."""
    assert set(COURTS) == set(MUNICIPALITIES)
    for mandate in LOCAL_MANDATES:
        assert mandate.municipality is not None
        assert MUNICIPALITIES[mandate.municipality] in mandate.on_behalf_of
        assert mandate_on(date(2026, 2, 19), mandate.municipality) is mandate
        assert mandate_of_version(mandate.version) is mandate
        assert mandate.synthetic == ("objection_address",)
    assert mandate_on(date(2026, 2, 19), UTRECHT).district_court == "de rechtbank Midden-Nederland"
    with pytest.raises(LookupError):
        mandate_on(date(2026, 2, 19), "9999")


def test_that_an_application_is_left_out_has_a_term_to_object() -> None:
    """Awb 4:5 with 7:1: it is a decision, announced like another."""
    letter = Letter.draw_up(
        case_id=CASE,
        notice=left_out(),
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )
    letter.send(sent_on=date(2026, 2, 20), written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, LetterSent)
    assert event.decision_id == left_out().decision_id
    assert event.remedy_last_day == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("ruling", "last_day"),
    [
        (ObjectionRuling.DISMISSED, date(2026, 4, 7)),
        (ObjectionRuling.INADMISSIBLE, date(2026, 4, 7)),
        (ObjectionRuling.WITHDRAWN, None),
    ],
)
def test_a_ruling_has_a_term_to_appeal(ruling: ObjectionRuling, last_day: date | None) -> None:
    """Awb 6:7, 6:8, 8:1; a withdrawal that is confirmed has none."""
    letter = Letter.draw_up(
        case_id=CASE,
        notice=an_ended_objection(ruling),
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )
    assert letter.id == objection_letter_id_of(OBJECTION)
    letter.send(sent_on=date(2026, 2, 20), written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, ObjectionLetterSent)
    assert (event.objection_id, event.remedy_last_day) == (OBJECTION, last_day)


@pytest.mark.parametrize("notice", [a_grant(), left_out()])
def test_a_decision_is_announced_to_somebody(notice: DecisionNotice | LeftOutNotice) -> None:
    """Awb 3:41(1): whom it is for comes with the decision; other letters may find it out later."""
    with pytest.raises(ValueError, match="3:41"):
        Letter.draw_up(
            case_id=CASE,
            notice=notice,
            addressee=None,
            mandate=MANDATES[0].version,
            drawn_up_on=date(2026, 2, 19),
        )
