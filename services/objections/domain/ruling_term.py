"""The term to decide on an objection (beslistermijn, Awb 7:10): what changes it, as acts.

It begins when the objection term has ended, of which the letter about the contested decision tells; each act
stores the last day that it leaves, as far as that is known by then.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

import msgspec

from services.objections.domain.admissibility import Receipt, within_term
from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.ruling_terms import PutOff, RulingTerm
from shared.law.terms import Suspension

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class TermAnew(msgspec.Struct, frozen=True):
    """The term to decide anew on the order of a court (Awb 8:72(4))."""

    begins_after: date
    """The day of the ruling."""
    court_day: date | None = None
    """The last day that the court named; None: the term of Awb 7:10 applies again."""


class TermChanges(msgspec.Struct, frozen=True):
    """All that has made the term longer, whether or not it has begun."""

    committee_announced_on: date | None = None
    committee_too_late: bool = False
    """Whether the objector was told of it after the six weeks, which it then does not make twelve (Awb 7:13(2))."""
    adjourned: bool = False
    put_off: tuple[PutOff, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    """Those that have ended."""
    suspended_from: date | None = None
    """First suspended day, while a term to repair runs."""
    anew: TermAnew | None = None
    """Of the last order to decide anew; None: the term is the first one."""

    @property
    def set_by_court(self) -> bool:
        """Whether a court named the last day, which nothing moves (Awb 8:72(4))."""
        return self.anew is not None and self.anew.court_day is not None

    def suspended(self, requested_on: date) -> TermChanges:
        """From the day after the request to repair (Awb 7:10(2))."""
        if self.set_by_court:
            return self
        return msgspec.structs.replace(self, suspended_from=requested_on + timedelta(days=1))

    def resumed(self, suspension: Suspension) -> TermChanges:
        """With a suspension that ended; told anew when it appears to have ended earlier than was thought."""
        if self.set_by_court:
            return self
        others = (each for each in self.suspensions if each.first_day != suspension.first_day)
        return msgspec.structs.replace(self, suspensions=(*others, suspension), suspended_from=None)

    def put_off_to(self, put_off: PutOff, *, adjourned: bool) -> TermChanges:
        """With one more named day."""
        return msgspec.structs.replace(
            self, put_off=(*self.put_off, put_off), adjourned=self.adjourned or adjourned
        )

    def without(self, put_off: PutOff | None) -> TermChanges:
        """Without that named day; without one, without the committee's longer term. It was told too late."""
        if put_off is not None:
            others = tuple(one for one in self.put_off if one != put_off)
            return msgspec.structs.replace(self, put_off=others)
        return msgspec.structs.replace(self, committee_too_late=self.committee_announced_on is not None)


class LastDay(TypedDict):
    """The last day to decide, as an act stores it."""

    decide_before: date | None
    provisional: bool | None


class CommitteeAnnounced(Event):
    """The objector was told that a committee (adviescommissie) advises: the term is twelve weeks (Awb 7:13(2))."""

    TOPIC = "objections.CommitteeAnnounced"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    announced_on: date
    announced_by: str
    decide_before: date | None
    """Last day to decide from now on; None while the term has not begun."""
    provisional: bool | None

    def apply(self, aggregate: Objection) -> None:
        aggregate.term_changes = msgspec.structs.replace(
            aggregate.term_changes, committee_announced_on=self.announced_on
        )


class RulingAdjourned(Event):
    """The decision on the objection was adjourned (verdaagd) to a named day, once (Awb 7:10(3))."""

    TOPIC = "objections.RulingAdjourned"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    adjourned_on: date
    adjourned_by: str
    was: date
    """The last day to decide until then."""
    decide_before: date

    def apply(self, aggregate: Objection) -> None:
        put_off = PutOff(self.adjourned_on, self.decide_before)
        aggregate.term_changes = aggregate.term_changes.put_off_to(put_off, adjourned=True)


class PostponementAgreed(Event):
    """The objector consented to postponement (verder uitstel) to a named day (Awb 7:10(4))."""

    TOPIC = "objections.PostponementAgreed"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    recorded_on: date
    recorded_by: str
    consented_on: date
    was: date
    """The last day to decide until then."""
    decide_before: date

    def apply(self, aggregate: Objection) -> None:
        put_off = PutOff(self.recorded_on, self.decide_before)
        aggregate.term_changes = aggregate.term_changes.put_off_to(put_off, adjourned=False)


def begins_after(receipt: Receipt, contested: ContestedDecision | None) -> date | None:
    """The day after which the term to decide runs (Awb 7:10(1)); None while the objection term is not known.

    On a late objection, which can only be decided on when its lateness is excused, it is counted from its
    receipt: it cannot have begun before. Where the letter bounced and was sent on paper, the longer term to
    object is the objector's: who objected before is not made to wait longer for it, and the term to decide
    begins after the first last day, or after the receipt of what came later.
    """
    if contested is None or contested.remedy_last_day is None:
        return None
    if within_term(receipt, contested) is False:
        return receipt.received_on
    first = contested.first_remedy_last_day
    if first is None:
        return contested.remedy_last_day
    return min(contested.remedy_last_day, max(first, receipt.received_on))


def ruling_term(
    receipt: Receipt, contested: ContestedDecision | None, changes: TermChanges
) -> RulingTerm | None:
    """The term of Awb 7:10 with its changes; None while the end of the objection term is not known.

    On the order of a court it runs anew (Awb 8:72(4)), whatever is known of the first one.
    """
    begun_after = changes.anew.begins_after if changes.anew else begins_after(receipt, contested)
    if begun_after is None:
        return None
    return RulingTerm(
        begun_after,
        changes.committee_announced_on is not None and not changes.committee_too_late,
        changes.suspensions,
        changes.put_off,
        changes.anew.court_day if changes.anew else None,
    )


def last_day(term: RulingTerm | None) -> LastDay:
    """What an act stores of it."""
    if term is None:
        return LastDay(decide_before=None, provisional=None)
    deadline = term.deadline()
    return LastDay(decide_before=deadline.last_day, provisional=deadline.provisional)


def check_committee(changes: TermChanges, term: RulingTerm | None, on: date) -> None:
    """Told once, and within the six weeks that it makes twelve (Awb 7:10(1), 7:13(2))."""
    _require_not_set_by_court(changes)
    if changes.committee_announced_on is not None:
        raise RuleBroken(
            "committee_announced", "the objector was told already that a committee advises (Awb 7:13(2))"
        )
    if term is not None and changes.suspended_from is None and on > term.statutory().last_day:
        raise RuleBroken("ruling_term_passed", "the six weeks to decide have passed (Awb 7:10(1))")


def check_adjournment(changes: TermChanges, term: RulingTerm | None, on: date, until: date) -> date:
    """Once, before the term ends, at most six weeks further (Awb 7:10(3)). Returns the last day until now."""
    if changes.adjourned:
        raise RuleBroken(
            "ruling_adjourned", "the decision was adjourned already, which is once (Awb 7:10(3))"
        )
    known = _running(changes, term)
    was = known.deadline().last_day
    if on > was:
        raise RuleBroken("ruling_term_passed", "the term to decide has passed (Awb 7:10(3))")
    _require_later(until, was)
    if until > known.longest_adjournment().last_day:
        raise RuleBroken("adjournment_too_long", "six weeks are the longest adjournment (Awb 7:10(3))")
    return was


def check_postponement(
    changes: TermChanges, term: RulingTerm | None, on: date, until: date, consented_on: date
) -> date:
    """To a later day, to which the objector consented (Awb 7:10(4)). Returns the last day until now."""
    was = _running(changes, term).deadline().last_day
    if consented_on > on:
        raise RuleBroken("consent_to_come", "the objector consents before it is recorded (Awb 7:10(4))")
    _require_later(until, max(was, on))
    return was


def _running(changes: TermChanges, term: RulingTerm | None) -> RulingTerm:
    _require_not_set_by_court(changes)
    if term is None:
        raise NotInThisState(
            "ruling_term_not_known",
            "the last day to object, from which the term runs, is not known (Awb 7:10(1))",
        )
    if changes.suspended_from is not None:
        raise NotInThisState(
            "ruling_term_suspended", "nobody knows its last day while the term is suspended (Awb 7:10(2))"
        )
    return term


def _require_not_set_by_court(changes: TermChanges) -> None:
    if changes.set_by_court:
        raise RuleBroken(
            "term_set_by_court", "the court named the last day to decide (Awb 8:55d(1), 8:72(4))"
        )


def _require_later(until: date, than: date) -> None:
    if until <= than:
        raise RuleBroken("day_not_later", "the day named is not later than the last day to decide (Awb 7:10)")
