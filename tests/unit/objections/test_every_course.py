"""Every course that an objection can take: acts in any order, held against a small model that knows only the law.

The model counts days one by one and keeps no events. What it forbids must be refused and leave nothing behind;
what it allows must happen.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.decision_anew import DecisionAnewOrdered, LateRulingOrdered
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import HearingForm, HeldHearing, Invitation, Waiver, WaiverGround
from services.objections.domain.hearing_wish import HearingWishAsked
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reconsideration import Assessment
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from services.objections.domain.term_fold import TERM_ACTS, changes_by
from shared.law.moved_terms import ElectronicChannel, Outage, move_to_paper
from shared.law.terms import Channel
from shared.vocabulary import Outcome
from tests.support.acts_on_the_ruling_term import WORDS, ActsOnTheRulingTerm, nearby
from tests.support.courses import steps_taken, walked
from tests.support.objection_courses import HANDLERS, steps_of
from tests.support.objection_histories import ENDED
from tests.support.objection_law import DAY, FOUND, PENDING, STATE_AFTER, Law
from tests.support.objections import (
    DECIDER,
    GROUNDS,
    HANDLER,
    OBJECTOR,
    PAYLOAD_OF_VANS,
    REASSESSMENT,
    REFUSAL,
    THRESHOLD_SET,
    a_renewal,
    an_objection,
)
from tests.support.slow_calendar import next_ordinary

RULINGS: Final[dict[str, Ruling]] = {
    "dismissed": Dismissal(WORDS),
    "upheld": Upholding(WORDS),
    "no_interest": Inadmissibility(InadmissibilityGround.NO_INTEREST, WORDS),
    "late": Inadmissibility(InadmissibilityGround.LATE, WORDS),
    "not_repaired": Inadmissibility(InadmissibilityGround.NOT_REPAIRED, WORDS),
}
MANIFEST: Final = {
    "dismissed": WaiverGround.MANIFESTLY_UNFOUNDED,
    "upheld": WaiverGround.FULLY_GRANTED,
}
PRELUDES: Final = ("nothing", "finding", "hearing", "new facts", "committee", "adjourned", "repair", "ruling")
grounds = st.sampled_from(list(WaiverGround))
excuses = st.sampled_from([None, None, None, True, False])
"""None: as the law needs it."""


class EveryCourse(ActsOnTheRulingTerm):
    """One objection, and the law beside it."""

    @initialize(
        late=st.sampled_from([False, False, True]),
        announced=st.booleans(),
        acts=st.integers(0, 20),
        prelude=st.sampled_from(PRELUDES),
        ruling=st.sampled_from(sorted(RULINGS)),
    )
    def lodge(self, late: bool, announced: bool, acts: int, prelude: str, ruling: str) -> None:
        """It came in, and maybe something happened already."""
        received_on = date(2026, 5, 8) if late else date(2026, 4, 10)
        self.law = Law(received_on)
        self.begin(an_objection(received_on))
        self.law.announced = announced
        self.decisions = 0
        self.acts_before_the_end = 0
        self.before(prelude, ruling)
        self.acts_before_the_end = self.objection.version + acts
        """Until then nobody ends it, or hardly any course would be long."""

    def before(self, prelude: str, ruling: str) -> None:
        """What happened already."""
        match prelude:
            case "finding":
                self.find_a_threshold_wrong(HANDLER, None)
            case "hearing" | "new facts":
                self.invite(14, HANDLER)
                self.hear("today", 0, "member-1", by_committee=False, withdrawn=False)
                if prelude == "new facts":
                    self.new_facts_come_up(HANDLER)
            case "committee":
                self.announce_a_committee(HANDLER)
            case "adjourned":
                self.adjourn("last day", 7, HANDLER)
            case "repair":
                self.ask_to_repair(14, HANDLER)
                self.law.today += 15 * DAY
                self.the_timer_goes()
            case "ruling":
                self.decide(ruling, "fits", None, HANDLER, "as needed")

    @rule(ahead=st.sampled_from([9, 10, 14, 14]), handler=HANDLERS)
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
        hearer=st.sampled_from(["member-1", "member-1", "member-1", HANDLER, DECIDER]),
        by_committee=st.booleans(),
        withdrawn=st.booleans(),
    )
    def hear(self, where: str, near: int, hearer: str, by_committee: bool, withdrawn: bool) -> None:
        """Awb 7:2, 7:5, 7:13(1); who objects can withdraw there and then (Awb 6:21(2))."""
        law, withdrawn = self.law, withdrawn and self.may_end
        on = law.day_at(where) + near * DAY
        held = HeldHearing(on, (hearer, "member-2"), WORDS, by_committee, withdrawn)
        allowed = (
            law.runs
            and law.invited_on is not None
            and law.invited_on <= on <= law.today
            and hearer != DECIDER
            and (not by_committee or (law.committee and hearer != HANDLER))
        )
        if self.try_it(lambda: self.objection.hold_hearing(held, self.by(HANDLER)), allowed=allowed):
            law.held = True
            law.state = ObjectionState.WITHDRAWN if withdrawn else law.state

    @rule(handler=HANDLERS)
    def new_facts_come_up(self, handler: str) -> None:
        """Awb 7:9: after the hearing, which does not count for them."""
        law = self.law
        allowed = law.runs and handler == HANDLER and law.held
        if self.try_it(lambda: self.objection.find_new_facts(WORDS, self.by(handler)), allowed=allowed):
            law.held, law.invited_on = False, None

    @rule()
    def the_penalty_is_disputed_too(self) -> None:
        """Awb 4:19(1): covered by this objection, or by the appeal on it; what was withdrawn covers nothing."""
        receipt = Receipt(Channel.ELECTRONIC, self.law.today)
        decision_id = self.another_decision()
        allowed = self.law.state is not ObjectionState.WITHDRAWN

        def attach() -> None:
            self.objection.attach_penalty_decision(decision_id, receipt, GROUNDS, OBJECTOR)

        if self.try_it(attach, allowed=allowed):
            assert decision_id in self.objection.directed_at

    @rule(ground=grounds, handler=HANDLERS)
    def leave_the_hearing_out(self, ground: WaiverGround, handler: str) -> None:
        law, waiver = self.law, Waiver(ground, WORDS)
        allowed = law.state is PENDING and handler == HANDLER and not law.held and law.bears_out(ground)
        if self.try_it(lambda: self.objection.waive_hearing(waiver, self.by(handler)), allowed=allowed):
            law.waived, law.invited_on = ground, None

    @rule(days=st.integers(12, 16), handler=HANDLERS)
    def ask_whether_a_hearing_is_wanted(self, days: int, handler: str) -> None:
        law, until = self.law, self.law.today + days * DAY
        waits = law.answer_until is not None and law.wanted is None and law.today <= law.answer_until
        allowed = law.runs and handler == HANDLER and not waits and days >= 14
        if self.try_it(lambda: self.objection.ask_hearing_wish(until, self.by(handler)), allowed=allowed):
            law.answer_until, law.wanted = until, law.wanted or None

    @rule(further=st.integers(-1, 9), out=st.booleans())
    def the_term_to_answer_is_moved(self, further: int, out: bool) -> None:
        """Awb 7:3(d), afdeling 2.3: to the day of the letter on paper, or after an outage; not once answered."""
        law = self.law
        asked = [event for event in self.objection.pending() if isinstance(event, HearingWishAsked)]
        if law.answer_until is None:
            return
        moved = next_ordinary(law.answer_until + DAY) if out else law.answer_until + further * DAY
        later = law.runs and law.wanted is None and moved > law.answer_until
        outage = Outage(REASSESSMENT, ElectronicChannel.EMAIL, law.answer_until, law.answer_until)
        move = move_to_paper(moved, REASSESSMENT)
        told = {"told_by": asked[-1].event_id, "moved_on": law.today}
        acts = {
            True: lambda: self.objection.move_hearing_terms_after(outage, law.today),
            False: lambda: self.objection.move_hearing_term_to_paper(move, **told),
        }
        self.hears(acts[out], something=later)
        if later:
            law.answer_until = moved

    @rule(wanted=st.booleans(), handler=HANDLERS)
    def the_objector_declares_it(self, wanted: bool, handler: str) -> None:
        law, by = self.law, self.by(handler)
        allowed = law.runs and handler == HANDLER
        noted = partial(self.objection.note_hearing_wish, WORDS, law.today, by, wanted=wanted)
        if self.try_it(noted, allowed=allowed):
            law.wanted = wanted

    @rule(handler=HANDLERS, excuse=excuses)
    def find_a_threshold_wrong(self, handler: str, excuse: bool | None) -> None:
        """With why it is excused that it came late, where that is needed (Awb 6:11)."""
        law = self.law
        excuse = law.needs_excuse if excuse is None else excuse
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

    @rule(handler=HANDLERS)
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

    @rule(granted=st.sampled_from([False, False, False, True]))
    def the_decision_is_renewed(self, granted: bool) -> None:
        outcome = Outcome.GRANTED if granted else Outcome.REFUSED
        renewal = a_renewal(self.another_decision(), REFUSAL, outcome)
        self.hears(lambda: self.objection.attach_renewed_decision(renewal), something=self.law.runs)
        if self.law.runs:
            self.law.granted_meanwhile |= granted

    @precondition(lambda self: self.may_end)
    @rule(pending=st.sampled_from([False, False, False, True]))
    def a_renewed_decision_rules(self, pending: bool) -> None:
        """Awb 7:11; or it replaces what a handler's ruling revoked, or comes when all was over."""
        law, decision_id = self.law, self.another_decision()
        if law.state is PENDING and not pending:
            return
        for _ in range(2):
            self.objection.note_ruling_decision(decision_id=decision_id, decided_by=HANDLER)
        if law.runs:
            law.state = ObjectionState.UPHELD
        if law.state is ObjectionState.UPHELD:
            law.granted_in_a_decision = True

    @precondition(lambda self: self.may_end)
    @rule(
        ruling=st.sampled_from(list(RULINGS)),
        waiver=st.sampled_from(["fits", "fits", "fits"]) | st.none() | grounds,
        excuse=excuses,
        handler=HANDLERS,
        says=st.sampled_from(["as needed", "as needed", "as needed", None, "departs", "not awaited"]),
    )
    def decide(
        self,
        ruling: str,
        waiver: WaiverGround | str | None,
        excuse: bool | None,
        handler: str,
        says: str | None,
    ) -> None:
        """Awb 7:11, 7:12: with what has to be said of lateness, hearing and advice, or with something else."""
        law = self.law
        if excuse is None:
            excuse = law.needs_excuse and ruling in {"dismissed", "upheld"}
        if not isinstance(waiver, WaiverGround):
            fitting = MANIFEST.get(ruling, WaiverGround.MANIFESTLY_INADMISSIBLE)
            waiver = fitting if waiver == "fits" and not law.held else None
        if says == "as needed":
            says = law.has_to_say(ruling)
        allowed = (
            handler == HANDLER
            and law.allows_ruling(ruling, waiver, excuse)
            and law.knows_the_advice(ruling, says)
        )
        by = self.by(handler, WORDS if excuse else None, waiver, says)
        if law.state is PENDING:
            self.objection.ask_reconsideration(self.by(HANDLER))
            told = Assessment(self.another_decision(), law.today, None, "policy/2", None, "policy/1", None)
            self.objection.note_reconsideration(told)
        if self.try_it(lambda: self.objection.rule(RULINGS[ruling], by), allowed=allowed):
            law.state = STATE_AFTER.get(ruling, ObjectionState.INADMISSIBLE)
            ended = self.objection.pending()[-1]
            ground = waiver or law.waived
            assert vars(ended)["heard"] == ("held" if law.held or ground is None else ground.value)

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
        assert sum(acts.count(ending) for ending in ENDED) == orders + (0 if self.law.runs else 1)
        assert acts.count(CommitteeAnnounced) <= 1
        assert acts.count(RulingAdjourned) <= orders + acts.count(LateRulingOrdered) + 1

    @property
    def may_end(self) -> bool:
        """Whether the course was long enough."""
        return self.objection.version > self.acts_before_the_end

    def another_decision(self) -> UUID:
        """One that was not heard of before."""
        self.decisions += 1
        return UUID(int=1000 + self.decisions)


def test_every_course_of_an_objection() -> None:
    """Whatever is done in whatever order: no step but those declared."""
    assert set(steps_taken(EveryCourse, courses=170, acts=35)) <= set(steps_of("any"))


def test_every_step_is_taken() -> None:
    """Each declared step, but those of the other courses, by these walks: on the way, to each end and after it."""
    EveryCourse.taken.clear()
    for prelude in ("nothing", "finding"):
        walk_to_the_end(prelude)
    for ruling in sorted(RULINGS):
        walk_from_the_ruling(ruling)
    for by_chance in ("withdraw", "retract", "reject", "withdraw found", "late"):
        walk_otherwise(by_chance)
    assert EveryCourse.taken >= set(steps_of("on its way"))


def walk_to_the_end(prelude: str) -> None:
    """Everything that can happen on the way, while it is pending or a finding stands; a renewed decision rules."""
    course = EveryCourse()
    walked(
        course,
        partial(course.lodge, late=False, announced=True, acts=0, prelude=prelude, ruling="dismissed"),
        partial(course.announce_a_committee, HANDLER),
        partial(course.the_committee_advises, "upheld", 0, HANDLER),
        partial(course.ask_whether_a_hearing_is_wanted, 14, HANDLER),
        partial(course.the_term_to_answer_is_moved, 5, out=False),
        partial(course.the_objector_declares_it, wanted=True, handler=HANDLER),
        partial(course.ask_to_repair, 3, HANDLER),
        partial(course.the_portal_was_out, covers=True),
        partial(course.some_days_pass, 9),
        course.the_timer_goes,
        partial(course.the_request_goes_out_again_on_paper, 2, of_this=True),
        partial(course.repair, "set term", 0),
        partial(course.invite, 14, HANDLER),
        partial(course.hear, "today", 0, "member-1", by_committee=False, withdrawn=False),
        partial(course.new_facts_come_up, HANDLER),
        partial(course.hear, "today", 0, "member-1", by_committee=False, withdrawn=False),
        partial(course.adjourn, "last day", 7, HANDLER),
        partial(course.its_letter_leaves, RulingAdjourned, "statutory", 0),
        partial(course.its_letter_leaves, RulingAdjourned, "statutory", 1),
        partial(course.its_letter_leaves, CommitteeAnnounced, "six weeks", 0),
        partial(course.its_letter_leaves, CommitteeAnnounced, "six weeks", 1),
        partial(course.agree_to_postpone, "last day", 9, 0),
        partial(course.the_decision_is_renewed, granted=False),
        course.the_penalty_is_disputed_too,
        partial(course.a_court_orders_to_decide_at_last, 14),
        course.its_set_enters_into_force,
        course.its_campaign_completes,
        partial(course.a_renewed_decision_rules, pending=True),
    )


def walk_from_the_ruling(ruling: str) -> None:
    """What a handler rules, what comes after it, and an order of a court to decide anew."""
    course = EveryCourse()
    walked(
        course,
        partial(course.lodge, late=ruling == "late", announced=True, acts=0, prelude="repair", ruling=ruling),
        partial(course.decide, ruling, "fits", None, HANDLER, "as needed"),
        course.the_penalty_is_disputed_too,
        partial(course.a_renewed_decision_rules, pending=True),
        partial(course.a_renewed_decision_rules, pending=True),
        partial(course.a_court_orders_to_decide_anew, None),
    )


def walk_otherwise(how: str) -> None:
    """Withdrawn, a finding that is taken back or rejected, and lateness that is excused."""
    course = EveryCourse()
    prelude = "nothing" if how == "withdraw" else "finding"
    acts = {
        "withdraw": [
            partial(course.withdraw, OBJECTOR),
            partial(course.a_renewed_decision_rules, pending=True),
        ],
        "retract": [partial(course.take_the_finding_back, HANDLER)],
        "reject": [course.its_set_is_rejected],
        "withdraw found": [partial(course.withdraw, OBJECTOR)],
        "late": [],
    }[how]
    lodge = partial(course.lodge, late=how == "late", announced=True, acts=0, prelude=prelude, ruling="late")
    walked(course, lodge, *acts)
