"""Every course that an objection can take: acts in any order, held against a small model that knows only the law.

The model counts days one by one and keeps no events. What it forbids must be refused and leave nothing behind;
what it allows must happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.committee_advice import AdviceSaid, CommitteeAdvice
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder, DecisionAnewOrdered
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import HearingForm, HeldHearing, Invitation, Waiver, WaiverGround
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.repair import NoticeDefect
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from services.objections.domain.term_fold import TERM_ACTS, changes_by
from shared.errors import DomainError
from shared.law.calendar import is_free_day
from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling, Outcome
from tests.support.objections import (
    DECIDER,
    HANDLER,
    LAST_DAY,
    NEXT_RENEWAL,
    OBJECTOR,
    PAYLOAD_OF_VANS,
    REASSESSMENT,
    REFUSAL,
    THRESHOLD_SET,
    a_refusal,
    a_renewal,
    an_objection,
    written,
)

WORDS: Final = written("Neutraal.")
DAY: Final = timedelta(days=1)
PENDING, FOUND = ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND
ENDINGS: Final = (
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionDismissed,
    ObjectionDeclaredInadmissible,
    ObjectionWithdrawn,
)
RULINGS: Final[dict[str, Ruling]] = {
    "dismissed": Dismissal(WORDS),
    "upheld": Upholding(WORDS),
    "no_interest": Inadmissibility(InadmissibilityGround.NO_INTEREST, WORDS),
    "late": Inadmissibility(InadmissibilityGround.LATE, WORDS),
    "not_repaired": Inadmissibility(InadmissibilityGround.NOT_REPAIRED, WORDS),
}
STATE_AFTER: Final = {"dismissed": ObjectionState.DISMISSED, "upheld": ObjectionState.UPHELD}
FORETOLD: Final = {
    WaiverGround.MANIFESTLY_INADMISSIBLE: {"no_interest", "late", "not_repaired"},
    WaiverGround.MANIFESTLY_UNFOUNDED: {"dismissed"},
    WaiverGround.FULLY_GRANTED: {"upheld"},
}
handlers = st.sampled_from([HANDLER, HANDLER, HANDLER, DECIDER])
grounds = st.sampled_from(list(WaiverGround))
places = st.sampled_from(["statutory", "last day", "set term", "answer"])
nearby = st.integers(-1, 1)


class Law:
    """The model: what is known of one objection, and what the law allows next."""

    def __init__(self, received_on: date) -> None:
        self.received_on = self.today = received_on
        self.state = PENDING
        self.announced = False
        self.excused = False
        self.taken_up = False
        self.granted_meanwhile = False
        self.committee = False
        self.advice: str | None = None
        self.committee_on: date | None = None
        self.adjourned = False
        self.named: list[tuple[date, date]] = []
        self.suspended: dict[date, set[date]] = {}
        self.request: tuple[date, date] | None = None
        self.repair: str | None = None
        self.invited_on: date | None = None
        self.held = False
        self.waived: WaiverGround | None = None
        self.answer_until: date | None = None
        self.wanted: bool | None = None
        self.court: tuple[date, date | None] | None = None
        self.annulled_grant = False
        self.granted_in_a_decision = False

    @property
    def court_day(self) -> date | None:
        return self.court[1] if self.court is not None else None

    @property
    def term_known(self) -> bool:
        return self.announced or self.court is not None

    @property
    def runs(self) -> bool:
        return self.state in {PENDING, FOUND}

    @property
    def late(self) -> bool:
        return self.announced and self.received_on > LAST_DAY

    def needs_no_excuse_but(self, excuse: bool) -> bool:
        """Whether what is said of lateness is what has to be said."""
        if excuse:
            return self.late
        return not self.late or self.excused

    def counted(self, begin: date, running: int, *, rolled: bool) -> tuple[date, date]:
        """The day on which a term ends as counted, and the last day after the calendar has moved it."""
        stands_still = set().union(*self.suspended.values())
        end, day = begin + running * DAY, begin
        while day < (last := ordinary(end) if rolled else end):
            day += DAY
            if day in stands_still:
                end = (end if day <= end else last) + DAY
        return end, last

    def day_at(self, where: str) -> date:
        """A day on which something begins or ends; today, where there is none."""
        terms: dict[str, Callable[[], date]] = {}
        if self.term_known:
            terms["statutory"] = lambda: self.statutory()[1]
            terms["last day"] = self.last_day
            terms["longest"] = self.longest_adjournment
        if self.request is not None:
            asked, until = self.request
            terms |= {"request": lambda: asked, "set term": lambda: until}
        if (invited := self.invited_on) is not None:
            terms["invitation"] = lambda: invited
        if (answer := self.answer_until) is not None:
            terms["answer"] = lambda: answer
        return terms.get(where, lambda: self.today)()

    def statutory(self) -> tuple[date, date]:
        begin = self.court[0] if self.court else self.received_on if self.late else LAST_DAY
        return self.counted(begin, 84 if self.committee else 42, rolled=True)

    def last_day(self) -> date:
        if self.court_day is not None:
            return self.court_day
        named = [self.counted(told, (day - told).days, rolled=False)[1] for told, day in self.named]
        return max([self.statutory()[1], *named])

    def longest_adjournment(self) -> date:
        day = self.statutory()[0] + 42 * DAY
        return day if self.committee else ordinary(day)

    def known_and_running(self) -> bool:
        return self.runs and self.term_known and self.court_day is None and self.repair != "runs"

    def bears_out(self, ground: WaiverGround | None) -> bool:
        """Whether what the objector said, or did not say in the set term, goes with that ground."""
        asked = self.answer_until
        match ground:
            case WaiverGround.NO_REACTION:
                return asked is not None and self.wanted is None and self.today > asked
            case WaiverGround.NOT_WANTED:
                return not self.wanted and (asked is None or self.wanted is not None)
            case _:
                return True

    def hears(self, ruling: str, waiver: WaiverGround | None) -> bool:
        """Whether there was a hearing, or a ground of the law that fits the ruling."""
        if self.held:
            return waiver is None
        ground = waiver or self.waived
        fits = ground is not None and ruling in FORETOLD.get(ground, set(RULINGS))
        return fits and self.bears_out(ground)

    def knows_the_advice(self, ruling: str, says: str | None) -> bool:
        """Whether what is said of a committee's advice is what has to be said."""
        if not self.committee:
            return says is None
        if self.advice is None:
            return says == "not awaited"
        follows = self.advice == STATE_AFTER.get(ruling, ObjectionState.INADMISSIBLE).value
        return says == "departs" or (follows and says is None)

    def allows_ruling(self, ruling: str, waiver: WaiverGround | None, excuse: bool) -> bool:
        worse = self.annulled_grant and ruling != "upheld"
        if self.state is not PENDING or worse or not self.hears(ruling, waiver):
            return False
        match ruling:
            case "dismissed":
                return self.repair != "runs" and self.needs_no_excuse_but(excuse)
            case "upheld":
                return not self.granted_meanwhile and self.needs_no_excuse_but(excuse)
            case "late":
                return self.late and not self.excused
            case "not_repaired":
                return self.repair == "lapsed"
            case _:
                return True


def ordinary(day: date) -> date:
    """That day, or the first ordinary one after it."""
    while is_free_day(day):
        day += DAY
    return day


class EveryCourse(RuleBasedStateMachine):
    """One objection, and the law beside it."""

    @initialize(late=st.sampled_from([False, False, True]), announced=st.booleans(), acts=st.integers(0, 25))
    def lodge(self, late: bool, announced: bool, acts: int) -> None:
        received_on = date(2026, 5, 8) if late else date(2026, 4, 10)
        self.law = Law(received_on)
        self.objection = an_objection(received_on)
        self.law.announced = announced
        self.decisions = 0
        self.acts_before_the_end = acts
        """So many acts nobody ends it, or hardly any course would be long."""

    def known(self) -> ContestedDecision:
        """The contested decision as heard of."""
        if self.law.announced:
            return a_refusal()
        return a_refusal(announced_on=None, remedy_last_day=None)

    def by(
        self,
        handler: str,
        excuse: Sealed | None = None,
        waiver: WaiverGround | None = None,
        says: str | None = None,
    ) -> Handling:
        waived = Waiver(waiver, WORDS) if waiver is not None else None
        of_advice = AdviceSaid(WORDS if says == "departs" else None, WORDS if says == "not awaited" else None)
        deciders = frozenset({DECIDER})
        return Handling(handler, self.law.today, self.known(), deciders, excuse, waived, of_advice)

    def try_it(self, act: Callable[[], None], *, allowed: bool) -> bool:
        """The act happens exactly when the law allows it; refused, it leaves nothing behind."""
        version = self.objection.version
        refused = None
        try:
            act()
        except DomainError as refusal:
            refused = refusal.code
        assert (refused is None) == allowed, refused or "was not refused"
        assert allowed or self.objection.version == version
        return allowed

    @rule(days=st.integers(0, 9))
    def some_days_pass(self, days: int) -> None:
        self.law.today += days * DAY

    @rule(where=places, near=nearby)
    def time_passes_to_the_end_of_a_term(self, where: str, near: int) -> None:
        self.law.today = max(self.law.today, self.law.day_at(where) + near * DAY)

    @rule()
    def the_decision_is_announced(self) -> None:
        self.law.announced = True

    @rule(handler=handlers)
    def announce_a_committee(self, handler: str) -> None:
        law = self.law
        six_weeks_run = not law.term_known or law.repair == "runs" or law.today <= law.statutory()[1]
        may_be_told = not law.committee and law.court_day is None and six_weeks_run
        allowed = law.runs and handler == HANDLER and may_be_told
        if self.try_it(lambda: self.objection.announce_committee(self.by(handler)), allowed=allowed):
            law.committee, law.committee_on = True, law.today

    @rule(advises=st.sampled_from(["upheld", "dismissed", "inadmissible"]), near=nearby, handler=handlers)
    def the_committee_advises(self, advises: str, near: int, handler: str) -> None:
        law, on = self.law, self.law.today + near * DAY
        announced = law.committee_on
        allowed = law.runs and handler == HANDLER and announced is not None and announced <= on <= law.today
        advice = CommitteeAdvice(on, ObjectionRuling(advises), WORDS)
        if self.try_it(lambda: self.objection.receive_advice(advice, self.by(handler)), allowed=allowed):
            law.advice = advises

    @rule(
        where=st.sampled_from(["last day", "longest"]),
        near=st.sampled_from([-1, 0, 1, 1, 7]),
        handler=handlers,
    )
    def adjourn(self, where: str, near: int, handler: str) -> None:
        law, until = self.law, self.law.day_at(where) + near * DAY
        allowed = (
            law.known_and_running()
            and handler == HANDLER
            and not law.adjourned
            and law.today <= law.last_day() < until <= law.longest_adjournment()
        )
        if self.try_it(lambda: self.objection.adjourn_ruling(until, self.by(handler)), allowed=allowed):
            law.adjourned = True
            law.named.append((law.today, until))

    @rule(where=st.sampled_from(["today", "last day"]), further=st.integers(-1, 9), consented=nearby)
    def agree_to_postpone(self, where: str, further: int, consented: int) -> None:
        law = self.law
        until, consented_on = law.day_at(where) + further * DAY, law.today + consented * DAY
        allowed = law.known_and_running() and consented <= 0 and until > law.today and until > law.last_day()
        by = self.by(HANDLER)
        if self.try_it(lambda: self.objection.agree_postponement(until, consented_on, by), allowed=allowed):
            law.named.append((law.today, until))

    @rule(further=st.integers(-1, 14), handler=handlers)
    def ask_to_repair(self, further: int, handler: str) -> None:
        law, until = self.law, self.law.today + further * DAY
        allowed = law.runs and handler == HANDLER and law.repair != "runs" and further > 0
        by, missing = self.by(handler), (NoticeDefect.GROUNDS,)
        if self.try_it(lambda: self.objection.request_repair(missing, until, by), allowed=allowed):
            law.request, law.repair = (law.today, until), "runs"

    @rule(where=st.sampled_from(["request", "set term", "today"]), near=nearby)
    def repair(self, where: str, near: int) -> None:
        law = self.law
        on = min(law.today, law.day_at(where) + near * DAY)
        allowed = (
            law.runs
            and law.request is not None
            and law.repair in {"runs", "lapsed"}
            and law.request[0] <= on <= law.request[1]
        )
        if self.try_it(lambda: self.objection.repair_defect(on, None, self.known()), allowed=allowed):
            assert law.request is not None
            law.repair = "repaired"
            law.suspended[law.request[0]] = days_between(law.request[0] + DAY, on)

    @rule()
    def the_timer_goes(self) -> None:
        law = self.law
        self.objection.lapse_repair_term(law.today, self.known())
        if law.runs and law.repair == "runs" and law.request is not None and law.today > law.request[1]:
            law.repair = "lapsed"
            law.suspended[law.request[0]] = days_between(law.request[0] + DAY, law.request[1] + DAY)

    @rule(ahead=st.integers(5, 20), handler=handlers)
    def invite(self, ahead: int, handler: str) -> None:
        law = self.law
        at = datetime.combine(law.today + ahead * DAY, time(9), UTC)
        invitation = Invitation(at, HearingForm.ONLINE, WORDS)
        allowed = law.runs and handler == HANDLER and ahead >= 10
        if self.try_it(lambda: self.objection.plan_hearing(invitation, self.by(handler)), allowed=allowed):
            law.invited_on, law.waived = law.today, None

    @rule(
        where=st.sampled_from(["invitation", "today"]),
        near=nearby,
        hearer=st.sampled_from(["member-1", "member-1", DECIDER]),
    )
    def hear(self, where: str, near: int, hearer: str) -> None:
        law = self.law
        on = law.day_at(where) + near * DAY
        held = HeldHearing(on, (hearer, "member-2"), WORDS)
        allowed = (
            law.runs
            and law.invited_on is not None
            and law.invited_on <= on <= law.today
            and hearer != DECIDER
        )
        if self.try_it(lambda: self.objection.hold_hearing(held, self.by(HANDLER)), allowed=allowed):
            law.held = True

    @rule(ground=grounds, handler=handlers)
    def leave_the_hearing_out(self, ground: WaiverGround, handler: str) -> None:
        law, waiver = self.law, Waiver(ground, WORDS)
        allowed = law.state is PENDING and handler == HANDLER and not law.held and law.bears_out(ground)
        if self.try_it(lambda: self.objection.waive_hearing(waiver, self.by(handler)), allowed=allowed):
            law.waived, law.invited_on = ground, None

    @rule(days=st.integers(12, 16), handler=handlers)
    def ask_whether_a_hearing_is_wanted(self, days: int, handler: str) -> None:
        law, until = self.law, self.law.today + days * DAY
        waits = law.answer_until is not None and law.wanted is None and law.today <= law.answer_until
        allowed = law.runs and handler == HANDLER and not waits and days >= 14
        if self.try_it(lambda: self.objection.ask_hearing_wish(until, self.by(handler)), allowed=allowed):
            law.answer_until, law.wanted = until, law.wanted or None

    @rule(wanted=st.booleans(), handler=handlers)
    def the_objector_declares_it(self, wanted: bool, handler: str) -> None:
        law, by = self.law, self.by(handler)
        allowed = law.runs and handler == HANDLER
        noted = partial(self.objection.note_hearing_wish, WORDS, law.today, by, wanted=wanted)
        if self.try_it(noted, allowed=allowed):
            law.wanted = wanted

    @rule(handler=handlers, excuse=st.booleans())
    def find_a_threshold_wrong(self, handler: str, excuse: bool) -> None:
        law = self.law
        allowed = (
            law.state is PENDING
            and handler == HANDLER
            and not law.granted_meanwhile
            and law.needs_no_excuse_but(excuse)
        )
        by = self.by(handler, WORDS if excuse else None)
        if self.try_it(
            lambda: self.objection.find_threshold_consequence(PAYLOAD_OF_VANS, by), allowed=allowed
        ):
            law.state, law.excused = FOUND, law.excused or excuse

    @rule(handler=handlers)
    def take_the_finding_back(self, handler: str) -> None:
        law = self.law
        allowed = law.state is FOUND and handler == HANDLER and not law.taken_up
        by = self.by(handler)
        if self.try_it(lambda: self.objection.retract_threshold_consequence(WORDS, by), allowed=allowed):
            law.state = PENDING

    @precondition(lambda self: self.law.state is FOUND)
    @rule()
    def its_set_enters_into_force(self) -> None:
        self.objection.take_up_threshold_consequence(
            threshold_set_id=THRESHOLD_SET, reassessment_id=REASSESSMENT
        )
        if self.law.state is FOUND:
            self.law.taken_up = True

    @precondition(lambda self: self.law.state is FOUND)
    @rule()
    def its_campaign_completes(self) -> None:
        self.objection.leave_threshold_consequence_open(reassessment_id=REASSESSMENT)
        if self.law.state is FOUND:
            self.law.taken_up = False

    @precondition(lambda self: self.law.state is FOUND and not self.law.taken_up)
    @rule()
    def its_set_is_rejected(self) -> None:
        self.objection.reject_threshold_consequence(threshold_set_id=THRESHOLD_SET, on=self.law.today)
        if self.law.state is FOUND:
            self.law.state = PENDING

    @rule(granted=st.booleans())
    def the_decision_is_renewed(self, granted: bool) -> None:
        outcome = Outcome.GRANTED if granted else Outcome.REFUSED
        self.objection.attach_renewed_decision(a_renewal(self.another_decision(), REFUSAL, outcome))
        if self.law.runs:
            self.law.granted_meanwhile |= granted

    @precondition(lambda self: self.may_end)
    @rule()
    def a_renewed_decision_rules(self) -> None:
        self.objection.note_ruling_decision(decision_id=self.another_decision(), decided_by=HANDLER)
        if self.law.runs:
            self.law.state = ObjectionState.UPHELD
            self.law.granted_in_a_decision = True

    @precondition(lambda self: self.may_end)
    @rule(
        ruling=st.sampled_from(list(RULINGS)),
        waiver=st.one_of(st.none(), grounds),
        excuse=st.booleans(),
        handler=handlers,
        says=st.sampled_from([None, None, "departs", "not awaited"]),
    )
    def decide(
        self, ruling: str, waiver: WaiverGround | None, excuse: bool, handler: str, says: str | None
    ) -> None:
        law = self.law
        allowed = (
            handler == HANDLER
            and law.allows_ruling(ruling, waiver, excuse)
            and law.knows_the_advice(ruling, says)
        )
        by = self.by(handler, WORDS if excuse else None, waiver, says)
        if self.try_it(lambda: self.objection.rule(RULINGS[ruling], by), allowed=allowed):
            law.state = STATE_AFTER.get(ruling, ObjectionState.INADMISSIBLE)
            ended = self.objection.pending()[-1]
            ground = waiver or law.waived
            assert vars(ended)["heard"] == ("held" if law.held or ground is None else ground.value)

    @rule(named=st.one_of(st.none(), st.integers(1, 60)))
    def a_court_orders_to_decide_anew(self, named: int | None) -> None:
        law = self.law
        day = law.today + named * DAY if named is not None else None
        allowed = not law.runs and law.state is not ObjectionState.WITHDRAWN
        order = CourtOrder(NEXT_RENEWAL, law.today, day)
        if self.try_it(lambda: self.objection.order_decision_anew(order), allowed=allowed):
            law.annulled_grant, law.granted_in_a_decision = law.granted_in_a_decision, False
            law.state, law.court = PENDING, (law.today, day)
            law.adjourned, law.taken_up = False, False
            law.named, law.suspended = [], {}
            law.repair = None if law.repair == "runs" else law.repair

    @precondition(lambda self: self.may_end)
    @rule(by=st.sampled_from([OBJECTOR, HANDLER]))
    def withdraw(self, by: str) -> None:
        allowed = self.law.runs and by == OBJECTOR
        if self.try_it(lambda: self.objection.withdraw(by=by, on=self.law.today), allowed=allowed):
            self.law.state = ObjectionState.WITHDRAWN

    @invariant()
    def it_stands_where_the_law_says(self) -> None:
        """The same state, and the same last day to decide."""
        assert self.objection.state is self.law.state
        term = self.objection.ruling_term(self.known())
        assert (term is not None) == self.law.term_known
        if term is not None:
            assert term.deadline().last_day == self.law.last_day()

    @invariant()
    def its_acts_alone_tell_what_changed_the_term(self) -> None:
        """As the list of open objections reads it, without the rest of the objection."""
        acts = [event for event in self.objection.pending() if isinstance(event, TERM_ACTS)]
        assert changes_by(acts) == self.objection.term_changes

    @invariant()
    def what_happens_once_happened_once(self) -> None:
        """One end at most, one message of a committee, one adjournment; a court lets there be another end."""
        acts = [type(event) for event in self.objection.pending()]
        orders = acts.count(DecisionAnewOrdered)
        assert sum(acts.count(ending) for ending in ENDINGS) == orders + (0 if self.law.runs else 1)
        assert acts.count(CommitteeAnnounced) <= 1
        assert acts.count(RulingAdjourned) <= orders + 1

    @property
    def may_end(self) -> bool:
        """Whether the course was long enough."""
        return self.objection.version > self.acts_before_the_end

    def another_decision(self) -> UUID:
        """One that was not heard of before."""
        self.decisions += 1
        return UUID(int=1000 + self.decisions)


def days_between(first: date, end: date) -> set[date]:
    """From that day until the other, which is not one of them."""
    return {first + number * DAY for number in range((end - first).days)}


TestEveryCourse = EveryCourse.TestCase
TestEveryCourse.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
