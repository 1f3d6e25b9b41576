"""A notice of default (ingebrekestelling) because the decision on an objection is late (Awb 4:17, 7:14).

Awb 7:14 does not except the penalty for a late decision (dwangsom, Awb 4:16 to 4:20) from what holds for decisions on
an objection. The dates that follow from a notice are computed when it is recorded, and stored. The day on which the
ruling was announced is no day of default any more (see `ruling_told`).

An order of a court to decide anew begins a new term (Awb 8:72(4)), and with it another default: each is kept apart.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.penalty import is_premature, penalty_days, penalty_decision_term, penalty_period, rates_on
from shared.law.ruling_terms import RulingTerm
from shared.law.terms import Channel

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class Notice(msgspec.Struct, frozen=True):
    """A written notice that the decision on the objection is late, as it came in."""

    received_on: date
    channel: Channel
    noted_by: str


class LateRuling(msgspec.Struct, frozen=True):
    """The notice that had effect, and from when to when a penalty is due as long as nothing is decided."""

    notice_received_on: date
    first_day: date
    last_day: date
    """The forty-second day (Awb 4:17(1))."""
    ended_on: date | None = None
    """The day of the ruling or the withdrawal; None: a decision is due.

    Where days are counted, the day on which that ruling was announced.
    """
    untold: bool = False
    """Whether was ruled, and no letter about that was heard of."""

    @property
    def last_day_due(self) -> date:
        """The last day of default; before the first one when the proceedings ended within the two weeks."""
        return self.last_day if self.ended_on is None else min(self.last_day, self.ended_on - timedelta(1))

    def days(self, until: date) -> int:
        """For how many days a penalty is due by then, that day included."""
        return penalty_days(self.first_day, min(until, self.last_day_due))

    def amount(self, until: date) -> int:
        """Awb 4:17(1), (2): by the amounts that held when the notice was received, in whole euros."""
        return rates_on(self.notice_received_on).amount(self.days(until))

    @property
    def fix_by(self) -> date | None:
        """The last day to fix the penalty (Awb 4:18); None: the proceedings ended without a day of default."""
        due = self.days(self.last_day_due) > 0
        return penalty_decision_term(self.last_day_due).last_day if due else None


class FixedPenalty(msgspec.Struct, frozen=True):
    """The penalty as it was fixed last, and what was paid of it; amounts in whole euros."""

    decision_id: UUID
    decided_on: date
    amount_euros: int
    paid_euros: int = 0

    @property
    def due_euros(self) -> int:
        """What is yet to be paid."""
        return self.amount_euros - self.paid_euros


class DefaultState(msgspec.Struct, frozen=True):
    """What notices of default have set going in one term to decide."""

    premature: tuple[Notice, ...] = ()
    """Those that came before the term had ended: without effect."""
    late: LateRuling | None = None
    penalty: FixedPenalty | None = None
    """None: not decided on yet (Awb 4:18)."""

    @property
    def to_be_fixed(self) -> bool:
        """Whether a penalty is due, or will be, that was not decided on."""
        return self.late is not None and self.penalty is None and self.late.fix_by is not None


NO_DEFAULT: Final = (DefaultState(),)
"""Of an objection that nobody complained of; the last one is that of the term that runs."""


class LateRulingNoticeReceived(Event):
    """The objector gave notice in writing that the decision on the objection is late (Awb 4:17(3), 7:14).

    Recorded again, with its effect, when a suspension turns out to have ended before it came.
    """

    TOPIC = "objections.LateRulingNoticeReceived"

    case_id: UUID
    received_on: date
    channel: Channel
    noted_by: str
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when the objection came by post."""
    term_last_day: date
    """Last day to decide (Awb 7:10) as it was when the notice came."""
    premature: bool
    """It came before the term had ended, and has no effect."""
    grace_last_day: date | None = None
    """Last day on which can still be decided without a penalty; None: premature."""
    provisional: bool = False
    """Whether a decree under Atw 3(3) may still move that day."""
    first_penalty_day: date | None = None
    last_penalty_day: date | None = None
    in_the_place_of: date | None = None
    """Day of receipt of the later notice that had effect until this earlier one was found."""
    ended_on: date | None = None
    """The day on which the proceedings had ended already when it was recorded."""

    def apply(self, aggregate: Objection) -> None:
        state = aggregate.defaults[-1]
        notice = Notice(self.received_on, self.channel, self.noted_by)
        others = tuple(other for other in state.premature if other != notice)
        if self.first_penalty_day is None or self.last_penalty_day is None:
            state = msgspec.structs.replace(state, premature=(*others, notice))
        else:
            late = LateRuling(self.received_on, self.first_penalty_day, self.last_penalty_day, self.ended_on)
            state = msgspec.structs.replace(state, premature=others, late=late)
        aggregate.defaults = (*aggregate.defaults[:-1], state)


class Meaning(msgspec.Struct, frozen=True):
    """What a notice of default means, as the event keeps it."""

    received_on: date
    channel: Channel
    noted_by: str
    term_last_day: date
    premature: bool
    grace_last_day: date | None = None
    provisional: bool = False
    first_penalty_day: date | None = None
    last_penalty_day: date | None = None


def meaning_of(notice: Notice, term_last_day: date) -> Meaning:
    """Awb 4:17(3): without effect before the term has ended; else two weeks, and then forty-two days."""
    if is_premature(notice.received_on, term_last_day):
        return Meaning(**asdict(notice), term_last_day=term_last_day, premature=True)
    period = penalty_period(term_last_day, notice.received_on)
    return Meaning(
        **asdict(notice),
        term_last_day=term_last_day,
        premature=False,
        grace_last_day=period.grace.last_day,
        provisional=period.grace.provisional,
        first_penalty_day=period.first_day,
        last_penalty_day=period.last_day,
    )


def term_last_day(term: RulingTerm | None, suspended_from: date | None, on: date) -> date:
    """The last day to decide; while the term is suspended it is not before `on` (Awb 7:10(2)).

    Raises NotInThisState while the last day to object is not known.
    """
    if term is None:
        raise NotInThisState(
            "ruling_term_not_known",
            "the last day to object, from which the term runs, is not known (Awb 7:10(1))",
        )
    last_day = term.deadline().last_day
    suspended = suspended_from is not None and suspended_from <= last_day
    return max(last_day, on) if suspended else last_day


def check_notice(
    notice: Notice, state: DefaultState, *, objected_on: date, ended_on: date | None, today: date
) -> None:
    """Raise, with the code of the rule, where a notice of default cannot be recorded (Awb 4:17).

    An earlier one than the one that has effect can: it was found later, and takes its place.
    """
    if not objected_on <= notice.received_on <= today:
        raise RuleBroken(
            "notice_out_of_time", "it comes after the objection, and today at the latest (Awb 4:17(3))"
        )
    if ended_on is not None and notice.received_on >= ended_on:
        raise NotInThisState("nothing_due_any_more", "no decision was due when it came (Awb 4:17(1))")
    if state.penalty is not None:
        raise NotInThisState("penalty_fixed", "the penalty was fixed already (Awb 4:18)")
    if state.late is not None and state.late.notice_received_on <= notice.received_on:
        raise NotInThisState("in_default_already", "an earlier notice has effect already (Awb 4:17(3))")


def now_effective(state: DefaultState, last_day: date) -> Notice | None:
    """The first notice held premature that was not, now that a suspension has ended (Awb 4:17(3))."""
    effective = state.late.notice_received_on if state.late else date.max
    found = [
        notice
        for notice in state.premature
        if not is_premature(notice.received_on, last_day) and notice.received_on < effective
    ]
    return min(found, key=lambda notice: notice.received_on, default=None)


def ended(defaults: tuple[DefaultState, ...], on: date | None) -> tuple[DefaultState, ...]:
    """What stands once the proceedings have ended: no day from then on counts (Awb 4:17(1))."""
    *before, state = defaults
    if state.late is None:
        return defaults
    late = msgspec.structs.replace(state.late, ended_on=on)
    return (*before, msgspec.structs.replace(state, late=late))
