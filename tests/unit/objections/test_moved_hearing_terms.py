"""Terms around the hearing that an outage or a letter on paper moves (Awb 7:2, 7:3(d), afdeling 2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.objections.domain.handling import Dismissal
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection import Objection
from services.objections.domain.ruling_clock import clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from shared.errors import RuleBroken
from shared.law.moved_terms import ElectronicChannel, MovedBecause, Outage, move_to_paper
from tests.support.objections import TODAY, a_refusal, an_objection, handled, written

TWO_WEEKS, A_DAY = timedelta(weeks=2), timedelta(days=1)
LAST = TODAY + TWO_WEEKS
"""A Wednesday."""
CAUSE = UUID(int=88)
WORDS = written("Neutraal.")
SILENT = Waiver(WaiverGround.NO_REACTION, WORDS)


def an_outage(on: date = LAST) -> Outage:
    """Of the e-mail, which took that day."""
    return Outage(CAUSE, ElectronicChannel.EMAIL, on, on)


def asked() -> Objection:
    """Whether the objector wants to be heard."""
    objection = an_objection()
    objection.ask_hearing_wish(LAST, handled(a_refusal()))
    return objection


def with_party() -> Objection:
    """Somebody else was invited to be heard."""
    objection = an_objection()
    objection.invite_party(WORDS, WORDS, LAST, handled(a_refusal()))
    return objection


def test_no_hearing_is_left_out_before_the_moved_term_has_passed() -> None:
    """Awb 7:3(d): who could not answer on the last day is not silent on the next one."""
    objection, next_day = asked(), LAST + A_DAY
    objection.move_hearing_terms_after(an_outage(), next_day)
    moved = objection.pending()[-1]
    assert isinstance(moved, HearingWishTermMoved)
    assert (moved.previous_last_day, moved.answer_until) == (LAST, next_day)
    with pytest.raises(RuleBroken) as raised:
        objection.waive_hearing(SILENT, handled(a_refusal(), on=next_day))
    assert raised.value.code == "wish_term_runs"
    objection.waive_hearing(SILENT, handled(a_refusal(), on=next_day + A_DAY))


def test_a_hearing_that_was_left_out_is_held_to_the_moved_term_at_the_ruling() -> None:
    """The letter came back after the hearing was left out: nobody is ruled against unheard (Awb 7:2, 7:3(d))."""
    objection = asked()
    question = objection.pending()[-1].event_id
    objection.waive_hearing(SILENT, handled(a_refusal(), on=LAST + A_DAY))
    objection.move_hearing_term_to_paper(
        move_to_paper(LAST + TWO_WEEKS, CAUSE), told_by=question, moved_on=LAST + A_DAY
    )
    with pytest.raises(RuleBroken) as raised:
        objection.rule(Dismissal(WORDS), handled(a_refusal(), on=LAST + TWO_WEEKS, waived=None))
    assert raised.value.code == "wish_term_runs"


def test_an_invited_party_is_waited_for_until_the_moved_day() -> None:
    """Awb 7:2(2): before any ruling."""
    objection, next_day = with_party(), LAST + A_DAY
    objection.move_hearing_terms_after(an_outage(), next_day)
    moved = objection.pending()[-1]
    assert isinstance(moved, PartyTermMoved)
    assert (moved.number, moved.person, moved.views_until) == (1, WORDS, next_day)
    objection.waive_hearing(Waiver(WaiverGround.NOT_WANTED, WORDS), handled(a_refusal(), on=next_day))
    with pytest.raises(RuleBroken) as raised:
        objection.rule(Dismissal(WORDS), handled(a_refusal(), on=next_day))
    assert raised.value.code == "party_term_runs"


def test_a_letter_on_paper_moves_the_term_that_it_set_alone() -> None:
    """By the act that it told of, and never to an earlier day."""
    objection = with_party()
    invitation = objection.pending()[-1].event_id
    later, earlier = move_to_paper(LAST + TWO_WEEKS, CAUSE), move_to_paper(LAST, CAUSE)
    objection.move_hearing_term_to_paper(later, told_by=CAUSE, moved_on=LAST)
    assert objection.pending()[-1].event_id == invitation
    objection.move_hearing_term_to_paper(earlier, told_by=invitation, moved_on=LAST)
    assert objection.pending()[-1].event_id == invitation
    objection.move_hearing_term_to_paper(later, told_by=invitation, moved_on=LAST)
    moved = objection.pending()[-1]
    assert isinstance(moved, PartyTermMoved)
    assert (moved.views_until, moved.because) == (LAST + TWO_WEEKS, MovedBecause.SENT_ON_PAPER)


def test_who_reacted_gets_no_later_term() -> None:
    """Nor is anything moved on another day than the last."""
    answered = asked()
    answered.move_hearing_terms_after(an_outage(TODAY), TODAY)
    answered.note_hearing_wish(WORDS, TODAY, handled(a_refusal()), wanted=True)
    heard = with_party()
    heard.hear_party(1, WORDS, TODAY, handled(a_refusal()), orally=True)
    for objection in (answered, heard):
        before = len(objection.pending())
        objection.move_hearing_terms_after(an_outage(), LAST + A_DAY)
        assert len(objection.pending()) == before


def test_the_clock_tells_of_moved_terms() -> None:
    """With the article, the rule by which it moved, and the later day; the term to decide runs on."""
    objection = with_party()
    objection.ask_hearing_wish(LAST, handled(a_refusal()))
    objection.move_hearing_terms_after(an_outage(), LAST + A_DAY)
    clock = clock_of(((TODAY, act) for act in objection.pending()), a_refusal())
    told = {
        entry.step: (entry.rule.partition(";")[0], entry.last_day)
        for entry in clock.entries
        if entry.step in {RulingStep.HEARING_WISH_TERM_MOVED, RulingStep.PARTY_TERM_MOVED}
    }
    assert told == {
        RulingStep.HEARING_WISH_TERM_MOVED: ("Awb 7:3(d)", LAST + A_DAY),
        RulingStep.PARTY_TERM_MOVED: ("Awb 7:2", LAST + A_DAY),
    }
