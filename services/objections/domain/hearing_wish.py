"""Whether the objector wants to be heard: the question, its term, and the answer or the silence (Awb 7:3(c), (d)).

That no reaction came within a reasonable term is a ground not to hear only where a reaction was asked for, within a
term; that a hearing is not wanted, only where the objector declared so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.objections.domain.hearing import WaiverGround
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection

LEAST_TERM: Final = timedelta(weeks=2)
"""SYNTHETIC: what is a reasonable term (Awb 7:3(d)); no source names one."""


class HearingWish(msgspec.Struct, frozen=True):
    """What is known of it."""

    asked_on: date | None = None
    answer_until: date | None = None
    wanted: bool | None = None
    """None: nobody answered. Who declared to want it is not silent when asked again (Awb 7:2)."""
    asked_by_event: UUID | None = None
    """The question, for what its letter moves."""


NOT_ASKED: Final = HearingWish()


class HearingWishAsked(Event):
    """The objector was asked whether they want to be heard, and until when they can say so (Awb 7:3(d))."""

    TOPIC = "objections.HearingWishAsked"

    case_id: UUID
    asked_on: date
    asked_by: str
    answer_until: date

    def apply(self, aggregate: Objection) -> None:
        wants = aggregate.hearing_wish.wanted or None
        aggregate.hearing_wish = HearingWish(self.asked_on, self.answer_until, wants, self.event_id)


class HearingWishAnswered(Event):
    """The objector declared whether they want to be heard, asked or by themselves (Awb 7:3(c))."""

    TOPIC = "objections.HearingWishAnswered"

    case_id: UUID
    answered_on: date
    wanted: bool
    recorded_by: str
    sealed_words: Sealed
    """The declaration, or a note of it."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing_wish = msgspec.structs.replace(aggregate.hearing_wish, wanted=self.wanted)


def check_question(wish: HearingWish, answer_until: date, on: date) -> None:
    """One question at a time, with a reasonable term."""
    if wish.answer_until is not None and wish.wanted is None and on <= wish.answer_until:
        raise RuleBroken("wish_term_runs", f"the objector can answer until {wish.answer_until} (Awb 7:3(d))")
    if answer_until < on + LEAST_TERM:
        raise RuleBroken(
            "wish_term_too_short", f"a reasonable term is {LEAST_TERM.days} days at least (Awb 7:3(d))"
        )


def check_answer(answered_on: date, *, received_on: date, on: date) -> None:
    """It is noted once it came, and not from before the objection."""
    if not received_on <= answered_on <= on:
        raise NotInThisState(
            "wish_day", "a declaration is noted once it came, after the objection (Awb 7:3(c))"
        )


def check_basis(wish: HearingWish, ground: WaiverGround, on: date) -> None:
    """Raise RuleBroken where what is known does not bear out that no hearing is wanted.

    That it is not wanted the objector may have declared without being asked: the reasons of the waiver then say when
    and how. It is not so once they declared otherwise, or were asked and said nothing.
    """
    if ground is WaiverGround.NO_REACTION:
        _check_silence(wish, on)
    elif ground is WaiverGround.NOT_WANTED:
        if wish.wanted:
            raise RuleBroken("hearing_wanted", "the objector declared to want to be heard (Awb 7:2, 7:3(c))")
        if wish.asked_on is not None and wish.wanted is None:
            raise RuleBroken("wish_not_declared", "the objector was asked, and declared nothing (Awb 7:3(c))")


def _check_silence(wish: HearingWish, on: date) -> None:
    if wish.answer_until is None:
        raise RuleBroken("wish_not_asked", "nobody asked whether a hearing is wanted (Awb 7:3(d))")
    if wish.wanted is not None:
        raise RuleBroken("wish_answered", "the objector did react (Awb 7:3(d))")
    if on <= wish.answer_until:
        raise RuleBroken("wish_term_runs", f"the objector can answer until {wish.answer_until} (Awb 7:3(d))")
