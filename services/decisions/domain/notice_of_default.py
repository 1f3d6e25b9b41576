"""A notice of default (ingebrekestelling) and the penalty for a late decision (dwangsom, Awb 4:17, 4:18).

The dates that follow from a notice are computed when it is recorded, and stored. Days are added until the decision is
announced (Awb 3:41(1)): before that nobody has it. The day of the announcement is no day of default any more.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from services.decisions.domain.penalty import Penalty
from services.decisions.domain.running_term import RunningTerm
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.penalty import is_premature, penalty_days, penalty_period, rates_on
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, NothingDueGround

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class Notice(msgspec.Struct, frozen=True):
    """A written notice that the decision is late, as it came in."""

    received_on: date
    channel: Channel
    noted_by: str


class Default(msgspec.Struct, frozen=True):
    """The notice that had effect, and from when to when a penalty is due as long as nothing is decided."""

    received_on: date
    first_day: date
    last_day: date
    """The forty-second day (Awb 4:17(1))."""

    def last_day_due(self, ended_on: date | None) -> date:
        """The last day of default; before the first one when the default ended within the two weeks."""
        if ended_on is None:
            return self.last_day
        return min(self.last_day, ended_on - timedelta(days=1))


class FromNotice(msgspec.Struct, frozen=True):
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

    @property
    def notice(self) -> Notice:
        """The notice itself."""
        return Notice(self.received_on, self.channel, self.noted_by)


class DefaultState(msgspec.Struct, frozen=True):
    """What notices of default have set going in a case."""

    premature: tuple[Notice, ...] = ()
    """Those that came before the term had ended: without effect."""
    standing: Default | None = None
    penalty: Penalty | None = None
    """As it was fixed last; None: not decided on yet (Awb 4:18)."""
    notices: tuple[FromNotice, ...] = ()
    """What they meant, each as it was recorded last."""
    fixed_before: bool = False
    """Whether the penalty was fixed in the case that was converted into this one."""

    @property
    def fixed(self) -> bool:
        """Whether the penalty was decided on (Awb 4:18)."""
        return self.fixed_before or self.penalty is not None

    def noted(self, notice: FromNotice) -> DefaultState:
        """With a notice and what follows from it."""
        plain = notice.notice
        others = tuple(other for other in self.premature if other != plain)
        kept = tuple(other for other in self.notices if other.notice != plain)
        after = msgspec.structs.replace(self, notices=(*kept, notice))
        if notice.first_penalty_day is None or notice.last_penalty_day is None:
            return msgspec.structs.replace(after, premature=(*others, plain))
        standing = Default(notice.received_on, notice.first_penalty_day, notice.last_penalty_day)
        return msgspec.structs.replace(after, premature=others, standing=standing)


class NoticeOfDefaultReceived(Event):
    """The applicant gave notice in writing that the decision is late (in gebreke gesteld, Awb 4:17(3)).

    Recorded again, with its effect, when a suspension turns out to have ended before it came.
    """

    TOPIC = "decisions.NoticeOfDefaultReceived"
    received_on: date
    channel: Channel
    noted_by: str
    term_last_day: date
    """Last day of the decision term as it was when the notice came."""
    premature: bool
    """It came before the term had ended, and has no effect."""
    grace_last_day: date | None = None
    """Last day on which the decision can still be taken without a penalty; None: premature."""
    provisional: bool = False
    """Whether a decree under Atw 3(3) may still move that day."""
    first_penalty_day: date | None = None
    last_penalty_day: date | None = None

    def apply(self, aggregate: DecisionCase) -> None:
        notice = FromNotice(
            received_on=self.received_on,
            channel=self.channel,
            noted_by=self.noted_by,
            term_last_day=self.term_last_day,
            premature=self.premature,
            grace_last_day=self.grace_last_day,
            provisional=self.provisional,
            first_penalty_day=self.first_penalty_day,
            last_penalty_day=self.last_penalty_day,
        )
        aggregate.default = aggregate.default.noted(notice)


class PenaltyFixed(Event):
    """The penalty for the late decision was fixed by decision (dwangsom vastgesteld, Awb 4:18)."""

    TOPIC = "decisions.PenaltyFixed"
    decision_id: UUID
    decided_on: date
    decided_by: str
    notice_received_on: date
    first_day: date
    last_day: date
    days: int
    amount_euros: int
    """Zero on a ground of Awb 4:17(6)."""
    ground: NothingDueGround | None = None
    """Why nothing is due; None: the amount is due."""
    sealed_reasons: Sealed | None = None
    """Of nothing being due."""
    exemption_type: ExemptionType | None = None
    """None, as what follows, in an act from before the case was told with it."""
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case."""
    applicant_subject: str | None = None
    """Pseudonymous subject of the applicant, who may object."""
    share_cents: int | None = None
    """What each of several applicants gets, in equal parts (Awb 4:17(7)); None: there is one, or nothing is due."""

    def apply(self, aggregate: DecisionCase) -> None:
        penalty = Penalty(self.decision_id, self.decided_on, self.amount_euros)
        aggregate.default = msgspec.structs.replace(aggregate.default, penalty=penalty)


class NothingDue(msgspec.Struct, frozen=True):
    """Why no penalty is due though the decision came late (Awb 4:17(6))."""

    ground: NothingDueGround
    reasons: Sealed


def meaning_of(notice: Notice, term: RunningTerm) -> FromNotice:
    """Awb 4:17(3): without effect before the term has ended; else two weeks, and then forty-two days."""
    term_last_day = term.not_before(notice.received_on)
    if is_premature(notice.received_on, term_last_day):
        return FromNotice(**asdict(notice), term_last_day=term_last_day, premature=True)
    period = penalty_period(term_last_day, notice.received_on)
    return FromNotice(
        **asdict(notice),
        term_last_day=term_last_day,
        premature=False,
        grace_last_day=period.grace.last_day,
        provisional=period.grace.provisional,
        first_penalty_day=period.first_day,
        last_penalty_day=period.last_day,
    )


def check_notice(
    notice: Notice, state: DefaultState, *, applied_on: date, ended_on: date | None, today: date
) -> None:
    """Raise, with the code of the rule, where a notice of default cannot be recorded (Awb 4:17).

    `ended_on` is the day on which a decision was announced, or the case ended without one; None: it is waited for. An earlier one than the one that has effect can: it was found later, and takes its place.
    """
    if not applied_on <= notice.received_on <= today:
        raise RuleBroken(
            "notice_out_of_time", "it comes after the application, and today at the latest (Awb 4:17(3))"
        )
    if ended_on is not None and notice.received_on >= ended_on:
        raise NotInThisState("nothing_due_any_more", "no decision was due when it came (Awb 4:17(1))")
    if state.fixed:
        raise NotInThisState("penalty_fixed", "the penalty was fixed already (Awb 4:18)")
    if state.standing is not None and state.standing.received_on <= notice.received_on:
        raise NotInThisState("in_default_already", "an earlier notice has effect already (Awb 4:17(3))")


def now_effective(state: DefaultState, term: RunningTerm) -> Notice | None:
    """The first notice held premature that was not, now that a suspension has ended (Awb 4:17(3))."""
    standing = state.standing.received_on if state.standing else date.max
    found = [
        notice
        for notice in state.premature
        if notice.received_on < standing and term.has_ended_by(notice.received_on) and not state.fixed
    ]
    return min(found, key=lambda notice: notice.received_on, default=None)


def penalty_of(
    state: DefaultState, *, ended_on: date | None, decided: bool, today: date
) -> tuple[Default, int]:
    """The default with the days for which a penalty is due, once no day can be added (Awb 4:18).

    `ended_on` as in `check_notice`. Raises NotInThisState and RuleBroken, with the code of the rule that stands in the way.
    """
    default = state.standing
    if default is None:
        raise NotInThisState("not_in_default", "no notice of default has had effect (Awb 4:17(3))")
    if state.fixed:
        raise NotInThisState("penalty_fixed", "the penalty was fixed already (Awb 4:18)")
    if ended_on is None and today <= default.last_day and decided:
        raise RuleBroken(
            "decision_not_announced",
            "days are added until the letter about the decision was sent (Awb 3:41(1), 4:17(1))",
        )
    if ended_on is None and today <= default.last_day:
        raise RuleBroken("penalty_runs", "a decision is still due and the 42 days have not passed (Awb 4:18)")
    days = penalty_days(default.first_day, default.last_day_due(ended_on))
    if days == 0:
        raise RuleBroken("no_day_of_default", "no day of default has passed (Awb 4:17(3))")
    return default, days


def amount_of(default: Default, days: int) -> int:
    """Awb 4:17(1) and (2): by the amounts that held when the notice was received, in whole euros."""
    return rates_on(default.received_on).amount(days)
