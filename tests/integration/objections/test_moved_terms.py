"""Terms of an objection that move with an outage or a letter on paper, through the log and its inline tables."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.objections.commands.moved_terms import MovedTermCommands
from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.domain.objection import Objection
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.hearing_terms import HearingTerms
from services.objections.projections.terms_to_repair import TermsToRepair
from shared.eventlog.log import EventLog
from shared.law.moved_terms import ElectronicChannel, Outage
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    acts_of,
    an_act,
    at,
    lapsing_relief,
)
from tests.support.objections import written

LAST, NEXT_DAY, LATER = date(2026, 4, 28), date(2026, 4, 29), date(2026, 5, 12)
WORDS = written("Neutraal.")
OUTAGE = Outage(UUID(int=88), ElectronicChannel.EMAIL, LAST, LAST)


@pytest.fixture
def moved(log: EventLog) -> MovedTermCommands:
    """The commands that move terms, over that log."""
    return MovedTermCommands(log, TermsToRepair(log), HearingTerms(log))


def test_terms_around_a_hearing_move(
    log: EventLog, commands: ObjectionCommands, moved: MovedTermCommands
) -> None:
    """By the outage of their last day in one append, once; then each by its own letter alone (Awb 7:2, 7:3(d))."""
    proceedings = ProceedingsCommands(log, DecisionsHeardOf(log), lapsing_relief(log))
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    lodged = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    proceedings.ask_hearing_wish(an_act(3), at(lodged, 1), LAST)
    proceedings.invite_party(an_act(4), at(lodged, 2), WORDS, WORDS, LAST)
    assert moved.move_terms_after(an_act(5), OUTAGE) is not None
    assert moved.move_terms_after(an_act(6), OUTAGE) is None
    assert acts_of(log, lodged)[-2:] == ["HearingWishTermMoved", "PartyTermMoved"]
    question, invitation = (recorded.event for recorded in log.stream(lodged.resource_id)[1:3])
    by_letter = {"last_day": LATER, "letter_id": UUID(int=89)}
    moved.move_term_to_paper(an_act(7), told_by=invitation.event_id, **by_letter)  # type: ignore[arg-type]  # as given
    objection = log.load(Objection, lodged.resource_id)
    assert (objection.hearing_wish.answer_until, objection.parties[0].views_until) == (NEXT_DAY, LATER)
    moved.move_term_to_paper(an_act(8), told_by=question.event_id, **by_letter)  # type: ignore[arg-type]  # as given
    assert log.load(Objection, lodged.resource_id).hearing_wish.answer_until == LATER
    assert moved.move_term_to_paper(an_act(9), told_by=UUID(int=1), **by_letter) is None  # type: ignore[arg-type]  # as given
