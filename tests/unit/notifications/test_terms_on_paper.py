"""A term that a letter sets, when the letter bounced and goes out again on paper."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.delivery import BounceReason, LetterChannel
from services.notifications.domain.delivery_acts import LetterSentOnPaper
from services.notifications.domain.letter import Letter, WrittenLetter
from services.notifications.domain.mandate import MANDATES
from services.notifications.domain.step_notice import StepNotice
from shared.privacy.sealed import Sealed, SealedKind
from tests.support.announced_decisions import (
    CASE,
    KEY,
    TOLD_BY,
    a_receipt,
    a_request_to_complete,
    an_addressee,
    asked_views,
)

WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), text_hmac="ab" * 32, template="letter/8")
SENT_ON, ON_PAPER = date(2026, 2, 20), date(2026, 2, 27)


def bounced(notice: StepNotice) -> Letter:
    """Sent by e-mail on 20 February 2026, and come back."""
    letter = Letter.draw_up(
        case_id=CASE,
        notice=notice,
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=SENT_ON,
    )
    letter.send(sent_on=SENT_ON, written=WRITTEN, channel=LetterChannel.EMAIL)
    letter.bounce(BounceReason.OTHER, bounced_on=SENT_ON, subject=None, by="operator-1", today=ON_PAPER)
    return letter


def asked(kind: LetterKind) -> StepNotice:
    """What sets a term around the hearing of an objection (Awb 7:2, 7:3(d))."""
    return replace(asked_views(), kind=kind, items=())


@pytest.mark.parametrize(
    "notice",
    [
        a_request_to_complete(),
        asked_views(),
        asked(LetterKind.HEARING_WISH_ASKED),
        asked(LetterKind.PARTY_INVITED),
    ],
    ids=lambda notice: notice.kind.value,
)
def test_the_letter_on_paper_names_as_many_days_as_the_first_one(notice: StepNotice) -> None:
    """A week later, so a week longer; who keeps the term is told by which step it was set."""
    letter = bounced(notice)
    first, again = letter.notice.last_day, letter.notice_on(ON_PAPER).last_day
    assert first is not None
    assert again == first + (ON_PAPER - SENT_ON)
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    sent = letter.pending()[-1]
    assert isinstance(sent, LetterSentOnPaper)
    assert (sent.told_by, sent.set_last_day) == (TOLD_BY, again)


def test_a_day_that_is_no_term_of_the_addressee_stays() -> None:
    """The day by which is decided does not move because a letter came later."""
    letter = bounced(a_receipt())
    assert letter.notice_on(ON_PAPER) == letter.notice
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    assert letter.pending()[-1].set_last_day is None


def test_a_letter_that_was_never_sent_sets_its_term_as_it_is() -> None:
    """Also one that goes on paper at once."""
    letter = Letter.draw_up(
        case_id=CASE,
        notice=asked_views(),
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=SENT_ON,
    )
    assert letter.notice_on(ON_PAPER) == asked_views()
