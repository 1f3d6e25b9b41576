"""Whatever is told of an objection that came too early, or by post that nobody can date (Awb 6:9(2), 6:10).

It waits for the decision and for nothing else; whether it is late is not said before a person judged the posting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Upholding
from services.objections.domain.hearing import HeldHearing, Waiver, WaiverGround
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.premature import decision_to_come
from services.objections.domain.repair import NoticeDefect
from shared.law.moved_terms import ElectronicChannel, Outage
from shared.law.terms import Channel
from tests.support.courses import steps_taken, walked
from tests.support.objection_courses import HANDLERS, ObjectionCourse, steps_of
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    HANDLER,
    LAST_DAY,
    NEXT_RENEWAL,
    OBJECTION,
    OBJECTOR,
    PAYLOAD_OF_VANS,
    REFUSAL,
    RENEWAL,
    TODAY,
    a_refusal,
    a_renewal,
    handled,
    written,
)

WORDS: Final = written("Neutraal.")
DAY: Final = timedelta(days=1)
EARLY, IN_TIME, IN_THE_WEEK = date(2026, 3, 2), date(2026, 4, 10), LAST_DAY + 2 * DAY
MANIFEST: Final = Waiver(WaiverGround.MANIFESTLY_INADMISSIBLE, WORDS)
FURTHER: Final[dict[str, Callable[[Objection, Handling], None]]] = {
    "a committee": lambda one, by: one.announce_committee(by),
    "adjourned": lambda one, by: one.adjourn_ruling(by.on + 60 * DAY, by),
    "postponed": lambda one, by: one.agree_postponement(by.on + 60 * DAY, by.on, by),
    "to repair": lambda one, by: one.request_repair((NoticeDefect.GROUNDS,), by.on + 9 * DAY, by),
    "repaired": lambda one, by: one.repair_defect(by.on, None, by.contested),
    "heard": lambda one, by: one.hold_hearing(HeldHearing(by.on, ("member-1",), WORDS), by),
    "new facts": lambda one, by: one.find_new_facts(WORDS, by),
    "wish": lambda one, by: one.ask_hearing_wish(by.on + 20 * DAY, by),
    "another": lambda one, by: one.invite_party(WORDS, WORDS, by.on + 20 * DAY, by),
    "assessed": lambda one, by: one.ask_reconsideration(by),
    "a threshold": lambda one, by: one.find_threshold_consequence(PAYLOAD_OF_VANS, by),
    "dismissed": lambda one, by: one.rule(Dismissal(WORDS), by),
    "upheld": lambda one, by: one.rule(Upholding(WORDS), by),
    "anew": lambda one, by: one.order_decision_anew(CourtOrder(NEXT_RENEWAL, by.on)),
    "penalty": lambda one, by: one.attach_penalty_decision(
        NEXT_RENEWAL, Receipt(Channel.ELECTRONIC, by.on), GROUNDS, OBJECTOR
    ),
    "ruled on": lambda one, by: one.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER),
}
"""What is not done while no decision was taken."""


class CourseBeforeTheDecision(ObjectionCourse):
    """One objection from before the decision; the model is where it stands, and who could say so."""

    @initialize()
    def lodged(self) -> None:
        """Nothing was decided."""
        self.state, self.waived = "held", False
        self.begin(
            Objection.lodge(
                id=OBJECTION,
                case_id=CASE,
                decision_id=decision_to_come(CASE),
                receipt=Receipt(Channel.ELECTRONIC, EARLY),
                grounds=GROUNDS,
                lodged_by=OBJECTOR,
                contested=None,
            )
        )

    def by(self, handler: str, waived: Waiver | None = None) -> Handling:
        """A handler acts, knowing the decision once it was taken."""
        held = self.state == "held"
        deciders = frozenset({DECIDER})
        return handled(None if held else a_refusal(), handler, deciders=deciders, waived=waived)

    @rule(act=st.sampled_from(sorted(FURTHER)))
    def something_is_done_too_early(self, act: str) -> None:
        """Not while it is held; what comes after that other courses try."""
        if self.state == "held":
            self.does(lambda: FURTHER[act](self.objection, self.by(HANDLER)), {"objection_state"})

    @rule()
    def time_and_others_do_nothing(self) -> None:
        """No term to repair, no finding and no renewal is about it yet."""
        if self.state != "held":
            return
        before = self.objection.version
        self.objection.lapse_repair_term(TODAY, None)
        self.objection.move_repair_after(Outage(RENEWAL, ElectronicChannel.PORTAL, EARLY, TODAY), TODAY)
        self.objection.attach_renewed_decision(a_renewal())
        self.objection.reject_threshold_consequence(threshold_set_id=RENEWAL, on=TODAY)
        self.objection.take_up_threshold_consequence(threshold_set_id=RENEWAL, reassessment_id=RENEWAL)
        self.objection.attach_to_decision(a_refusal(penalty_euros=23))
        self.objection.attach_to_decision(a_renewal())
        assert self.objection.version == before

    @rule(handler=HANDLERS)
    def the_hearing_is_left_out(self, handler: str) -> None:
        """Awb 7:3(a): as manifestly inadmissible."""
        broken = {"own_decision"} if handler == DECIDER else set()
        broken |= {"objection_state"} if self.state not in {"held", "pending"} else set()
        if self.does(lambda: self.objection.waive_hearing(MANIFEST, self.by(handler)), broken):
            self.waived = True

    @rule()
    def a_court_orders_to_decide_at_last(self) -> None:
        """Awb 8:55d: a court may think otherwise of what is held; the day holds once the decision came."""
        self.objection.order_late_ruling(NEXT_RENEWAL, TODAY, TODAY + 14 * DAY)

    @precondition(lambda self: self.objection.version > 3)
    @rule()
    def the_decision_is_taken(self) -> None:
        """Awb 6:10(2): the objection is pending against it, once."""
        self.objection.attach_to_decision(a_refusal())
        if self.state == "held":
            self.state = "pending"
            assert self.objection.decision_id == REFUSAL

    @rule(
        ground=st.sampled_from(sorted(InadmissibilityGround)),
        handler=HANDLERS,
        posting=st.sampled_from([None, None, True]),
        waived=st.sampled_from([None, MANIFEST]),
    )
    def it_is_inadmissible(
        self, ground: InadmissibilityGround, handler: str, posting: bool | None, waived: Waiver | None
    ) -> None:
        """Awb 6:10(1): too early only while it is held, and by a person's judgement; not looked at late or for a defect."""
        if not self.objection.version > 4:
            return
        held, broken = self.state == "held", set()
        broken |= {"own_decision"} if handler == DECIDER else set()
        broken |= {"objection_state"} if self.state not in {"held", "pending"} else set()
        broken |= {"posting_known", "objection_state"} if posting else set()
        broken |= {"objector_not_heard"} if waived is None and not self.waived else set()
        if held and ground not in {InadmissibilityGround.PREMATURE, InadmissibilityGround.OTHER}:
            broken.add("decision_not_heard_of")
        broken |= NEVER.get(ground, set())
        if not held and ground is InadmissibilityGround.PREMATURE:
            broken.add("objection_not_premature")
        by = self.by(handler, waived)
        if posting:
            by = replace(by, posting=PostingJudgement(in_time=True, reasons=WORDS))
        if self.does(lambda: self.objection.rule(Inadmissibility(ground, WORDS), by), broken):
            self.state = "inadmissible"

    @precondition(lambda self: self.objection.version > 5)
    @rule()
    def it_is_withdrawn(self) -> None:
        """Awb 6:21: whatever it waits for."""
        broken = {"objection_state"} if self.state not in {"held", "pending"} else set()
        if self.does(lambda: self.objection.withdraw(by=OBJECTOR, on=TODAY), broken):
            self.state = "withdrawn"

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """And while it is held no term runs."""
        assert self.objection.state.value == self.state


class CourseOfAPosting(ObjectionCourse):
    """One objection by post that came in the week after the term; whether it was posted in time is judged once."""

    @initialize(posted=st.sampled_from([None, None, None, -1, 1]), known=st.booleans())
    def lodged(self, posted: int | None, known: bool) -> None:
        """With a postmark of a day around the last one, or without one that can be read."""
        self.known, self.state = known, ObjectionState.PENDING
        self.in_time = None if posted is None else posted < 0
        self.legible, self.excused = posted is not None, False
        posted_on = LAST_DAY + posted * DAY if posted is not None else None
        receipt = Receipt(Channel.POST, IN_THE_WEEK, posted_on)
        self.begin(
            Objection.lodge(
                id=OBJECTION,
                case_id=CASE,
                decision_id=REFUSAL,
                receipt=receipt,
                grounds=GROUNDS,
                lodged_by=None,
                contested=self.contested(),
            )
        )

    def contested(self) -> ContestedDecision:
        """The decision, of which the letter may not have been heard of yet."""
        return a_refusal() if self.known else a_refusal(announced_on=None, remedy_last_day=None)

    @rule()
    def the_letter_is_heard_of(self) -> None:
        """From then on the last day to object is known."""
        self.known = True

    @rule(
        end=st.sampled_from(["dismissed", "late", "no_interest", "found"]),
        judged=st.sampled_from(["as needed", "as needed", None, True, False]),
        excused=st.sampled_from([None, None, True, False]),
        handler=HANDLERS,
        unheard=st.sampled_from([False, False, True]),
    )
    def it_comes_to_something(
        self, end: str, judged: str | bool | None, excused: bool | None, handler: str, unheard: bool
    ) -> None:
        """With a judgement where there is something to judge, and an excuse where it was late (Awb 6:9(2), 6:11)."""
        to_be_judged = self.known and not self.legible
        if judged == "as needed":
            judged = excused is None if to_be_judged and self.in_time is None else None
        in_time = self.in_time if judged is None else bool(judged)
        late = self.known and in_time is False
        excused = late and not self.excused and end != "late" if excused is None else excused
        broken = set() if self.state is ObjectionState.PENDING else {"objection_state"}
        broken |= {"own_decision"} if handler == DECIDER else set()
        broken |= {"posting_known"} if judged is not None and not to_be_judged else set()
        if end != "no_interest" and to_be_judged and in_time is None:
            broken.add("posting_not_judged")
        if end in {"dismissed", "found"}:
            broken |= {"objection_late"} if late and not self.excused and not excused else set()
            broken |= {"objection_not_late"} if excused and not late else set()
        if end == "late" and (not late or self.excused):
            broken.add("objection_not_late")
        broken |= {"objector_not_heard"} if unheard and end != "found" else set()
        by = handled(
            self.contested(),
            handler,
            excused=WORDS if excused else None,
            waived=None if unheard else Waiver(WaiverGround.NOT_WANTED, WORDS),
            posting=None if judged is None else PostingJudgement(in_time=bool(judged), reasons=WORDS),
        )
        if self.does(lambda: _come_to(end, self.objection, by), broken):
            self.in_time = in_time
            self.excused = self.excused or (bool(excused) and end not in {"late", "no_interest"})
            self.state = COMES_TO[end]

    @rule()
    def the_finding_is_taken_back(self) -> None:
        """What was judged with it stays."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND:
            self.objection.retract_threshold_consequence(WORDS, handled(self.contested()))
            self.state = ObjectionState.PENDING

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """State, and what was judged."""
        assert self.objection.state is self.state
        judged = self.objection.posted_in_time
        assert judged == (None if self.legible else self.in_time)


NEVER: Final = {
    InadmissibilityGround.LATE: {"objection_not_late"},
    InadmissibilityGround.NOT_INTERESTED: {"objector_is_applicant"},
    InadmissibilityGround.NOT_REPAIRED: {"repair_term_not_lapsed"},
}
COMES_TO: Final = {
    "dismissed": ObjectionState.DISMISSED,
    "late": ObjectionState.INADMISSIBLE,
    "no_interest": ObjectionState.INADMISSIBLE,
    "found": ObjectionState.CONSEQUENCE_FOUND,
}


def _come_to(end: str, objection: Objection, by: Handling) -> None:
    match end:
        case "dismissed":
            objection.rule(Dismissal(WORDS), by)
        case "found":
            objection.find_threshold_consequence(PAYLOAD_OF_VANS, by)
        case _:
            objection.rule(Inadmissibility(InadmissibilityGround(end), WORDS), by)


def test_every_course_before_the_decision() -> None:
    """No step but those declared."""
    assert set(steps_taken(CourseBeforeTheDecision, courses=100, acts=15)) <= set(steps_of("any"))


def test_every_course_of_a_posting() -> None:
    """The same."""
    assert set(steps_taken(CourseOfAPosting, courses=150, acts=8)) <= set(steps_of("any"))


def test_every_step_of_what_is_held_or_judged_is_taken() -> None:
    """To the decision, to inadmissible and to withdrawn; and a posting that is judged."""
    taken = set()
    for end in ("the_decision_is_taken", "it_is_withdrawn", "inadmissible"):
        course = CourseBeforeTheDecision()
        too_early = partial(
            course.it_is_inadmissible, InadmissibilityGround.PREMATURE, HANDLER, posting=None, waived=None
        )
        ends = {"inadmissible": too_early}
        early = [partial(course.something_is_done_too_early, act) for act in sorted(FURTHER)]
        walked(
            course,
            course.lodged,
            *early,
            course.time_and_others_do_nothing,
            partial(course.the_hearing_is_left_out, HANDLER),
            *[course.a_court_orders_to_decide_at_last] * 4,
            ends[end] if end in ends else getattr(course, end),
        )
        taken |= course.taken
    posting = CourseOfAPosting()
    judged = partial(
        posting.it_comes_to_something, "late", judged=False, excused=None, handler=HANDLER, unheard=False
    )
    walked(posting, partial(posting.lodged, posted=None, known=True), judged)
    assert taken | posting.taken >= set(steps_of("held"))
