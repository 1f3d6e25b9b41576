"""The court annulled the decision on an objection and orders a new one (nieuw besluit op bezwaar, Awb 8:72(4)).

The objection is pending again. Choices where the law leaves one, or the sources are silent:

- Where the court named no day, the term of Awb 7:10 applies again (CRvB 2017:2275), with the committee that it had.
  It is counted from the day after the ruling: the earliest day there is, which is the safe side for the authority.
- The day that the court named is not moved: no calendar extends a term of a court (Atw 1(1)), nobody adjourns it,
  and a request to repair a defect does not suspend it.
- Who was heard is not heard anew: that is for new facts (Awb 7:9), and a person's judgement.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

import msgspec

from services.objections.domain.costs import open_again
from services.objections.domain.late_ruling import DefaultState
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.ruling_term import TermAnew, TermChanges
from shared.eventlog.aggregate import Event
from shared.law.calendar import Deadline
from shared.law.ruling_terms import RulingTerm
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class CourtOrder(msgspec.Struct, frozen=True):
    """The court's order to decide on the objection anew."""

    appeal_id: UUID
    ruled_on: date
    named_day: date | None = None
    """The last day that the court gave; None: it gave no term."""


class DecisionAnewOrdered(Event):
    """The decision on the objection was annulled (vernietigd): it is to be decided on anew (Awb 8:72(4))."""

    TOPIC = "objections.DecisionAnewOrdered"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    order: CourtOrder
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when the objection came by post."""
    received_on: date
    """Day of receipt of the objection."""
    heard_on: date | None
    """The day on which the objector was heard before, if that was so."""
    decide_before: date
    provisional: bool
    objector: Sealed | None = None
    """Another interested party than the applicant who objects; None: the applicant does, or nobody said."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.annulled_in = aggregate.ruled_in
        aggregate.annulled_gave = aggregate.gave if aggregate.ruled_in is not None else None
        aggregate.gave = None
        aggregate.ruled_in = None
        aggregate.taken_up_in = None
        aggregate.state = ObjectionState.PENDING
        aggregate.ended_on = None
        aggregate.costs = open_again(aggregate.costs)
        aggregate.defaults = (*aggregate.defaults, DefaultState())
        aggregate.anew = self.order
        aggregate.term_changes = changes_anew(aggregate.term_changes, self.order)
        if aggregate.repair is not None and aggregate.repair.ended is None:
            aggregate.repair = None


class LateRulingOrdered(Event):
    """The court ordered to decide on the objection, on which nothing was decided in time (Awb 8:55d(1))."""

    TOPIC = "objections.LateRulingOrdered"

    case_id: UUID
    appeal_id: UUID
    ruled_on: date
    decide_before: date
    """The last day that the court gave, which nothing moves."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.term_changes = ordered_by_court(aggregate.term_changes, self.ruled_on, self.decide_before)


class OfAnew(TypedDict):
    """What a ruling given anew says of the order that it follows."""

    anew_appeal_id: UUID | None
    court_ruled_on: date | None


def of_anew(order: CourtOrder | None) -> OfAnew:
    """Of which appeal, and when the court ruled; nothing for a first decision."""
    if order is None:
        return OfAnew(anew_appeal_id=None, court_ruled_on=None)
    return OfAnew(anew_appeal_id=order.appeal_id, court_ruled_on=order.ruled_on)


def changes_anew(changes: TermChanges, order: CourtOrder) -> TermChanges:
    """The term begins anew: nothing that made it longer before counts, but for the committee (Awb 7:10(1))."""
    return TermChanges(changes.committee_announced_on, anew=TermAnew(order.ruled_on, order.named_day))


def ordered_by_court(changes: TermChanges, ruled_on: date, last_day: date) -> TermChanges:
    """The day that the court gave takes the place of all that was counted before (Awb 8:55d(1))."""
    return TermChanges(changes.committee_announced_on, anew=TermAnew(ruled_on, last_day))


def term_anew(changes: TermChanges, order: CourtOrder) -> Deadline:
    """The last day to decide anew (Awb 7:10(1), 8:72(4))."""
    committee = changes.committee_announced_on is not None
    return RulingTerm(order.ruled_on, committee, court_day=order.named_day).deadline()
