"""Hearing somebody before a decision on facts about them (horen, zienswijze; Awb 4:7 to 4:12).

A refusal that rests on facts otherwise than the applicant supplied them waits until they could give their views
(4:7(1)), unless the deviation is minor (4:7(2)) or there is a reason not to (4:11). Asking suspends no term.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.established_facts import told
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import NotHeardGround, StatedFacts

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts

LEAST_TERM_FOR_VIEWS: Final = timedelta(days=14)
"""SYNTHETIC: the shortest term that somebody gets to give their views; the Awb names none."""


class ViewsManner(StrEnum):
    """How views (zienswijze) were given: their choice (Awb 4:9)."""

    WRITTEN = "written"
    ORAL = "oral"


class ViewsRequest(msgspec.Struct, frozen=True):
    """What the applicant was asked to give views on, and whether they did."""

    facts: StatedFacts
    """As the desk established them, otherwise than the applicant supplied them."""
    asked_on: date
    views_until: date
    given: bool = False
    asked_by_event: UUID | None = None
    """The event by which they were asked."""

    def covers(self, differing: StatedFacts) -> bool:
        """Whether the applicant could give views on all of these."""
        return told(differing).items() <= told(self.facts).items()


class ViewsAsked(Event):
    """The applicant can give views on facts that differ from what they supplied, until a day (Awb 4:7)."""

    TOPIC = "decisions.ViewsAsked"
    facts: StatedFacts
    """What the desk established otherwise; empty: what differs is no fact that a criterion reads."""
    asked_on: date
    asked_by: str
    views_until: date
    """Last day for views. The authority sets it itself, so Atw 1(1) does not move it."""
    sealed_explanation: Sealed

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.views = ViewsRequest(
            self.facts, self.asked_on, self.views_until, asked_by_event=self.event_id
        )
        aggregate.handled = True


class ViewsReceived(Event):
    """The applicant gave views on them, in writing or orally (zienswijze, Awb 4:7, 4:9)."""

    TOPIC = "decisions.ViewsReceived"
    received_on: date
    manner: ViewsManner
    noted_by: str
    sealed_views: Sealed

    def apply(self, aggregate: CaseWithFacts) -> None:
        if aggregate.views is not None:
            aggregate.views = msgspec.structs.replace(aggregate.views, given=True)


class NotHeard(msgspec.Struct, frozen=True):
    """Why the applicant is not heard (Awb 4:7(2), 4:11)."""

    because: NotHeardGround
    reasons: Sealed


class Hearing(msgspec.Struct, frozen=True):
    """How it was dealt with before a refusal: heard, in the opportunity to be, or not and why."""

    views_given: bool
    """False: the term passed without any, or the applicant was not heard."""
    not_heard: NotHeard | None = None
    """None: the applicant could give views."""


def check_asking(asked: ViewsRequest | None, differing: StatedFacts, views_until: date, today: date) -> None:
    """Raise where no views can be asked: in vain, or too short before they are wanted."""
    if asked is not None and asked.covers(differing) and not asked.given and today <= asked.views_until:
        raise NotInThisState(
            "views_asked", f"the applicant can give views until {asked.views_until} (Awb 4:7)"
        )
    if views_until < today + LEAST_TERM_FOR_VIEWS:
        raise RuleBroken(
            "views_term_too_short",
            f"the applicant gets {LEAST_TERM_FOR_VIEWS.days} days at least to give views (Awb 4:7)",
        )


def check_receipt(asked: ViewsRequest | None, received_on: date, today: date) -> None:
    """Raise where these are no views on what was asked; late ones are, as long as nothing was decided."""
    if asked is None:
        raise NotInThisState("views_not_asked", "the applicant was not asked for views (Awb 4:7)")
    if not asked.asked_on <= received_on <= today:
        raise RuleBroken(
            "views_out_of_time", f"views came between {asked.asked_on} and today, {today} (Awb 4:9)"
        )


def hearing_before_refusal(
    differing: StatedFacts | None, asked: ViewsRequest | None, not_heard: NotHeard | None, today: date
) -> Hearing | None:
    """How the applicant was heard on the facts that a refusal rests on; None: it rests on none that differ.

    `differing` are those facts as far as a criterion reads them; None: the refusal rests on no fact that differs.
    Raises RuleBroken `applicant_not_heard` and `views_term_runs` (Awb 4:7(1)); `no_hearing_due` and
    `applicant_was_heard` for a reason not to hear that is not needed.
    """
    if not_heard is not None and differing is None:
        raise RuleBroken(
            "no_hearing_due", "the refusal rests on no fact that differs from what was supplied (Awb 4:7(1))"
        )
    held = _held(asked, today) if asked is not None and asked.covers(differing or StatedFacts()) else None
    if held is not None:
        if not_heard is not None:
            raise RuleBroken(
                "applicant_was_heard",
                "the applicant could give views: no reason is needed not to hear them (Awb 4:11)",
            )
        return held
    if differing is None:
        return None
    if not_heard is None:
        raise _not_heard(differing, asked)
    return Hearing(views_given=False, not_heard=not_heard)


def _held(asked: ViewsRequest, today: date) -> Hearing | None:
    """Views were given, or the term for them has passed; None: it runs."""
    over = asked.given or today > asked.views_until
    return Hearing(views_given=asked.given) if over else None


def _not_heard(differing: StatedFacts, asked: ViewsRequest | None) -> RuleBroken:
    if asked is not None and asked.covers(differing):
        return RuleBroken(
            "views_term_runs", f"the applicant can give views until {asked.views_until} (Awb 4:7(1))"
        )
    named = ", ".join(told(differing))
    return RuleBroken(
        "applicant_not_heard",
        f"the refusal rests on facts otherwise than the applicant supplied them{f' ({named})' if named else ''}, "
        "and the applicant could not give views on that (Awb 4:7(1))",
    )
