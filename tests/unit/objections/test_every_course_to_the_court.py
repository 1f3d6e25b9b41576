"""Whatever becomes of a request for direct appeal (Awb 7:1a), beside other acts that few objections see.

These are who is in the committee (Awb 7:13(1)), and a day of receipt at another body that does not count (6:15(3)).
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.objections.domain.admissibility import Receipt
from services.objections.domain.committee import Committee
from services.objections.domain.direct_appeal import DirectAppealAnswer
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from shared.law.terms import Channel
from tests.support.courses import steps_taken, walked
from tests.support.objection_courses import HANDLERS, ObjectionCourse, steps_of
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    HANDLER,
    NEXT_RENEWAL,
    OBJECTION,
    OBJECTOR,
    PAYLOAD_OF_VANS,
    REFUSAL,
    RENEWAL,
    TODAY,
    a_refusal,
    handled,
    written,
)

WORDS: Final = written("Neutraal.")
APPEAL: Final = UUID(int=71)
HERE, ELSEWHERE = date(2026, 4, 10), date(2026, 4, 7)
PENDING, FOUND, SENT = ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND, ObjectionState.SENT_TO_COURT
COMMITTEES: Final = {
    "right": Committee("chair-1", ("member-1", "member-2")),
    "two alone": Committee("chair-1", ("chair-1", "member-1")),
    "the handler's": Committee("chair-1", ("member-1", "member-2", HANDLER)),
    "led by the handler": Committee(HANDLER, ("member-1", "member-2")),
}
WRONG: Final = {
    "right": set(),
    "two alone": {"committee_incomplete"},
    "the handler's": {"committee_not_independent"},
    "led by the handler": {"chair_not_independent"},
}


class CourseToTheCourt(ObjectionCourse):
    """One objection; the model is where it stands, and what was said of the request."""

    @initialize(asks=st.sampled_from([True, True, False]), elsewhere=st.booleans())
    def lodged(self, asks: bool, elsewhere: bool) -> None:
        """With the request or without it, here or at another body first."""
        self.state, self.asks, self.elsewhere = PENDING, asks, elsewhere
        self.answered = self.announced = False
        self.begin(
            Objection.lodge(
                id=OBJECTION,
                case_id=CASE,
                decision_id=REFUSAL,
                receipt=Receipt(Channel.POST, HERE, received_elsewhere_on=ELSEWHERE if elsewhere else None),
                grounds=GROUNDS,
                lodged_by=None,
                contested=a_refusal(),
                asks_direct_appeal=asks,
            )
        )

    def broken(self, handler: str, *states: ObjectionState) -> set[str]:
        """By who took the decision, or where the act has no place (Awb 10:3(3))."""
        broken = {"own_decision"} if handler == DECIDER else set()
        return broken if self.state in states else broken | {"objection_state"}

    @rule(consents=st.booleans(), others=st.lists(st.booleans(), max_size=2), handler=HANDLERS)
    def the_request_is_answered(self, consents: bool, others: list[bool], handler: str) -> None:
        """Awb 7:1a: once, and never a consent beside another objection without the request."""
        broken = self.broken(handler, PENDING)
        broken |= set() if self.asks else {"direct_appeal_not_asked"}
        broken |= {"direct_appeal_answered"} if self.answered else set()
        broken |= {"other_objection_without_request"} if consents and not all(others) else set()
        answer = DirectAppealAnswer(consents, WORDS)
        by = handled(a_refusal(), handler)
        if self.does(lambda: self.objection.answer_direct_appeal(answer, others, APPEAL, by), broken):
            self.answered = True
            self.state = SENT if consents else self.state

    @precondition(lambda self: self.objection.version > 3)
    @rule()
    def it_follows_another(self) -> None:
        """Awb 7:1a(6): the court has another objection against the decision."""
        if self.does(lambda: self.objection.follow_to_court(APPEAL, TODAY), self.broken(HANDLER, PENDING)):
            self.state, self.answered = SENT, True

    @rule(handler=HANDLERS)
    def a_committee_is_announced(self, handler: str) -> None:
        """Awb 7:13(2)."""
        broken = self.broken(handler, PENDING, FOUND) | ({"committee_announced"} if self.announced else set())
        if self.does(lambda: self.objection.announce_committee(handled(a_refusal(), handler)), broken):
            self.announced = True

    @rule(which=st.sampled_from(sorted(COMMITTEES)), independent=st.booleans(), handler=HANDLERS)
    def it_tells_who_is_in_it(self, which: str, independent: bool, handler: str) -> None:
        """Awb 7:13(1)."""
        broken = self.broken(handler, PENDING, FOUND) | WRONG[which]
        broken |= set() if independent else {"chair_not_independent"}
        broken |= set() if self.announced else {"committee_not_announced"}
        by, committee = handled(a_refusal(), handler), COMMITTEES[which]
        if self.does(
            lambda: self.objection.compose_committee(committee, by, chair_independent=independent), broken
        ):
            assert self.objection.committee == committee

    @rule(handler=HANDLERS)
    def its_day_elsewhere_is_disregarded(self, handler: str) -> None:
        """Awb 6:15(3): once."""
        broken = self.broken(handler, PENDING, FOUND) | (
            set() if self.elsewhere else {"not_received_elsewhere"}
        )
        by = handled(a_refusal(), handler)
        if self.does(lambda: self.objection.disregard_receipt_elsewhere(WORDS, by), broken):
            self.elsewhere = False

    @rule()
    def a_threshold_is_found_wrong(self) -> None:
        """While that finding stands nothing is sent to the court."""
        by = handled(a_refusal())
        broken = self.broken(HANDLER, PENDING)
        if self.does(lambda: self.objection.find_threshold_consequence(PAYLOAD_OF_VANS, by), broken):
            self.state = FOUND

    @rule()
    def the_finding_is_taken_back(self) -> None:
        """Pending again."""
        by = handled(a_refusal())
        broken = self.broken(HANDLER, FOUND)
        if self.does(lambda: self.objection.retract_threshold_consequence(WORDS, by), broken):
            self.state = PENDING

    @precondition(lambda self: self.objection.version > 4)
    @rule()
    def it_is_withdrawn(self) -> None:
        """Awb 6:21; what the court has is withdrawn there."""
        broken = self.broken(HANDLER, PENDING, FOUND)
        if self.does(lambda: self.objection.withdraw(by=OBJECTOR, on=TODAY), broken):
            self.state = ObjectionState.WITHDRAWN

    @rule()
    def a_penalty_is_disputed_at_the_court(self) -> None:
        """Awb 4:19(1)."""
        receipt = Receipt(Channel.ELECTRONIC, TODAY)
        if self.state is SENT and self.objection.version < 9:
            self.objection.attach_penalty_decision(NEXT_RENEWAL, receipt, GROUNDS, OBJECTOR)

    @rule()
    def a_renewal_was_on_its_way(self) -> None:
        """It is noted, and nothing more."""
        if self.state is SENT:
            self.objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """The court's state is left by nothing; which day of receipt counts is as was judged."""
        assert self.objection.state is self.state
        assert self.objection.direct_appeal_answered is self.answered
        assert self.objection.receipt.counts_on == (ELSEWHERE if self.elsewhere else HERE)


def test_every_course_to_the_court() -> None:
    """No step but those declared."""
    assert set(steps_taken(CourseToTheCourt, courses=100, acts=15)) <= set(steps_of("any"))


def test_every_step_to_the_court_is_taken() -> None:
    """By these walks: consent, refusal, following, and the acts that few objections see, in both states."""
    taken = set()
    answer = {"others": [], "handler": HANDLER}
    for sent in ("consented", "refused and followed", "found"):
        course = CourseToTheCourt()
        few = [
            partial(course.a_committee_is_announced, HANDLER),
            partial(course.it_tells_who_is_in_it, "right", independent=True, handler=HANDLER),
            partial(course.its_day_elsewhere_is_disregarded, HANDLER),
        ]
        to_court = {
            "consented": [partial(course.the_request_is_answered, consents=True, **answer)],
            "refused and followed": [
                partial(course.the_request_is_answered, consents=False, **answer),
                course.it_follows_another,
            ],
            "found": [],
        }[sent]
        first = [course.a_threshold_is_found_wrong] if sent == "found" else []
        last = [course.a_penalty_is_disputed_at_the_court, course.a_renewal_was_on_its_way]
        walked(course, partial(course.lodged, asks=True, elsewhere=True), *first, *few, *to_court, *last)
        taken |= course.taken
    assert taken >= set(steps_of("to the court"))
