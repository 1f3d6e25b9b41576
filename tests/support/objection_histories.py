"""What the history of no objection may show, asked of its events alone: what its gates say is not looked at.

Each function names its article, and is asked of every event with what came before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.decision_anew import DecisionAnewOrdered, LateRulingOrdered
from services.objections.domain.hearing import (
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    HowHeard,
    NewFactsFound,
)
from services.objections.domain.hearing_wish import HearingWishAnswered, HearingWishAsked
from services.objections.domain.interested_parties import PartyHeard, PartyInvited
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.reconsideration import ReconsiderationAsked, ReconsiderationNoted
from services.objections.domain.repair import (
    ObjectionRepaired,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from services.objections.domain.term_fold import TERM_ACTS
from shared.eventlog.aggregate import Aggregate, Event
from shared.vocabulary import Outcome, Replacement
from tests.support.objections import DECIDER

BY_A_HANDLER: Final = (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheldForAnotherReason,
)
RULED: Final = (*BY_A_HANDLER, ObjectionUpheld)
ENDED: Final = (*RULED, ObjectionWithdrawn)
ONLY_FOR: Final = {
    HowHeard.MANIFESTLY_INADMISSIBLE: ObjectionDeclaredInadmissible,
    HowHeard.MANIFESTLY_UNFOUNDED: ObjectionDismissed,
    HowHeard.FULLY_GRANTED: ObjectionUpheldForAnotherReason,
}


class History:
    """The events of one objection so far."""

    def __init__(self, *, by_another: bool = False, contested: Outcome | None = Outcome.REFUSED) -> None:
        self._events: list[Event] = []
        self._by_another = by_another
        self._contested = contested

    def goes_on(self, event: Event, before: Mapping[str, object], after: Aggregate) -> None:
        """Assert what this event must not show after those."""
        only_by_its_acts(event, before, after)
        if isinstance(event, ENDED):
            assert self._last(*ENDED, DecisionAnewOrdered) in {None, DecisionAnewOrdered}, "it ended already"
        if isinstance(event, CommitteeAnnounced):
            assert self._count(CommitteeAnnounced) == 0, "a committee is told of once (Awb 7:13(2))"
        if isinstance(event, RulingAdjourned):
            since = self._since(DecisionAnewOrdered, LateRulingOrdered)
            assert not any(isinstance(one, RulingAdjourned) for one in since), "adjourned once (Awb 7:10(3))"
        if isinstance(event, RepairRequested):
            assert not self._repair_runs(), "one request to repair at a time (Awb 6:6)"
        if isinstance(event, HearingHeld):
            assert DECIDER not in event.held_by, "who decided does not hear (Awb 7:5(1))"
        if isinstance(event, RULED):
            self._ruled(event)
        self._events.append(event)

    def _ruled(self, event: Event) -> None:
        self._heard_before(event)
        if not isinstance(event, BY_A_HANDLER):
            return
        assert event.decided_by != DECIDER, "who decided does not rule (Awb 10:3(3))"
        if isinstance(event, ObjectionDeclaredInadmissible):
            self._inadmissible(event)
            return
        self._rests_on_its_day(event)
        if isinstance(event, ObjectionDismissed):
            assert not self._repair_runs(), "nobody is ruled against who can repair still (Awb 6:6)"
        else:
            self._replaced(event)

    def _heard_before(self, event: Event) -> None:
        """Awb 7:2, 7:3, 7:9: heard on all that is known, or a ground of the law that goes with the ruling."""
        heard = vars(event)["heard"]
        if heard is HowHeard.HELD:
            assert self._last(HearingHeld, NewFactsFound, HearingWaived) is HearingHeld, "nobody was heard"
            return
        if isinstance(event, ObjectionUpheld):
            return
        assert isinstance(event, ONLY_FOR.get(heard, RULED)), "a ground for another ruling (Awb 7:3)"
        waived = [
            one for one in self._events if isinstance(one, HearingWaived | HearingPlanned | HearingHeld)
        ]
        assert isinstance(waived[-1], HearingWaived), "no ground was given"
        assert waived[-1].ground.value == heard.value
        answers = [one for one in self._events if isinstance(one, HearingWishAnswered)]
        asked = [one for one in self._events if isinstance(one, HearingWishAsked | HearingWishTermMoved)]
        if heard is HowHeard.NO_REACTION:
            assert asked[-1].answer_until < event.ruled_on, "the term to answer runs (Awb 7:3(d))"
        if heard is HowHeard.NOT_WANTED:
            assert not (answers and answers[-1].wanted), "a hearing was wanted (Awb 7:3(c))"
        if heard is HowHeard.FULLY_GRANTED:
            assert vars(event)["replacement"] is Replacement.GRANT, "not all was granted (Awb 7:3(e))"

    def _inadmissible(self, event: ObjectionDeclaredInadmissible) -> None:
        if event.ground is InadmissibilityGround.LATE:
            assert self._count(LatenessExcused) == 0, "its lateness was excused (Awb 6:11)"
        if event.ground is InadmissibilityGround.NOT_REPAIRED:
            last = self._last(RepairRequested, ObjectionRepaired, RepairTermLapsed, RepairTermMoved)
            assert last is RepairTermLapsed, "no term to repair passed unused (Awb 6:6)"

    def _rests_on_its_day(self, event: ObjectionDismissed | ObjectionUpheldForAnotherReason) -> None:
        """Awb 7:11(1): once it was asked what the case comes to, the ruling rests on the answer of its own day."""
        asked = self._last(ReconsiderationAsked, ReconsiderationNoted)
        if asked is None or self._contested is None:
            assert event.rests_on is None
            return
        noted = [one for one in self._events if isinstance(one, ReconsiderationNoted)]
        assert asked is ReconsiderationNoted, "the answer was not heard"
        assert noted[-1].assessment.assessed_on == event.ruled_on
        assert event.rests_on == noted[-1].assessment.assessment_id

    def _replaced(self, event: ObjectionUpheldForAnotherReason) -> None:
        """Awb 7:11: the objector keeps what was granted; of a holder it is taken by another, and not unheard (7:2)."""
        put, granted = event.replacement, self._contested is Outcome.GRANTED
        if not self._by_another:
            assert put is not Replacement.REVOCATION, "nobody ends worse off"
            assert not granted or put is Replacement.GRANT, "nobody ends worse off"
            return
        for party in (one for one in self._events if isinstance(one, PartyInvited)):
            heard = any(isinstance(one, PartyHeard) and one.number == party.number for one in self._events)
            moved = [
                one for one in self._events if isinstance(one, PartyTermMoved) and one.number == party.number
            ]
            until = max([party.views_until, *(one.views_until for one in moved)])
            assert heard or event.ruled_on > until, "a party can be heard still (Awb 7:2)"
        holder = [one for one in self._events if isinstance(one, PartyInvited) and one.person is None]
        assert holder or not granted, "the holder was not asked (Awb 7:2)"

    def _repair_runs(self) -> bool:
        """A request runs until it is repaired or lapses, and with it ends at an order to decide anew."""
        ends = (ObjectionRepaired, RepairTermLapsed)
        last = self._last(RepairRequested, RepairTermMoved, *ends, DecisionAnewOrdered)
        return last in {RepairRequested, RepairTermMoved}

    def _count(self, *kinds: type[Event]) -> int:
        return sum(isinstance(one, kinds) for one in self._events)

    def _last(self, *kinds: type[Event]) -> type[Event] | None:
        return next((type(one) for one in reversed(self._events) if isinstance(one, kinds)), None)

    def _since(self, *kinds: type[Event]) -> Sequence[Event]:
        """What came after the last of these."""
        last = max((place for place, one in enumerate(self._events) if isinstance(one, kinds)), default=-1)
        return self._events[last + 1 :]


def only_by_its_acts(event: Event, before: Mapping[str, object], after: Aggregate) -> None:
    """Awb 7:10, 7:13, 8:55d, 8:72(4): no other act moves the term to decide."""
    if before and not isinstance(event, TERM_ACTS):
        assert vars(after)["term_changes"] == before["term_changes"], "the term moved by itself"
