"""Whatever happens to a case that was decided, in whatever order: revoked, reviewed, renewed, replaced, ruled on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.case_notes import ConsequenceEnd
from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.interim_access import InterimRelief, ReliefContent
from services.decisions.domain.renewal import reissue
from services.decisions.domain.review_in_favour import Review, ReviewGround
from services.decisions.domain.revocation import Revocation
from shared.eventlog.aggregate import Aggregate, Event
from shared.law.moved_terms import move_to_paper
from shared.vocabulary import NotHeardGround, Outcome, Replacement, RevocationGround
from tests.support.case_histories import History
from tests.support.cases import (
    CAMPAIGN,
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    HOLDER,
    NEW_ROWS,
    OBJECTION_HANDLER,
    OLD_SET,
    OTHER_CASE,
    POLICY,
    REVIEWER,
    TYPE,
    a_decided_case,
    a_van,
    an_application,
    in_force,
    under,
)
from tests.support.courses import Course, Step, steps_taken, walked
from tests.support.proceedings import SEALED_REASONS, SEALED_RULING
from tests.support.state_diagrams import diagrams

DAY: Final = timedelta(days=1)
GRANTED, REFUSED, REVOKED = CaseState.GRANTED, CaseState.REFUSED, CaseState.REVOKED
GRANT, IN_PART = Replacement.GRANT, Replacement.GRANT_IN_PART
OTHER, TAKEN = Replacement.OTHER_REFUSAL, Replacement.REVOCATION
PEOPLE: Final = st.sampled_from([HANDLER, REVIEWER])
FOR_NO_REASON: Final = RevocationGround.CONDITIONS_NO_LONGER_MET
UNHEARD: Final = st.sampled_from([None, None, None, NotHeardGround.MINOR_DEVIATION, NotHeardGround.URGENT])
FIRST_STEPS: Final = frozenset({"DecisionTermStarted", "ExemptionGranted", "ExemptionRefused"})
OF_THE_APPLICATION: Final = frozenset({CaseState.UNDECIDED.value, CaseState.LEFT_OUT.value, "[*]"})
"""States of which the other course takes the steps."""


@dataclass
class Intention:
    """That the exemption is to be revoked, and what its holder can say of it."""

    ground: RevocationGround
    until: date
    heard: bool = False


class CourseOfWhatWasDecided(Course):
    """One case that was granted or refused; the model is what stands and what is proposed."""

    @initialize(granted=st.booleans())
    def decided(self, granted: bool) -> None:
        """Under the old limit."""
        self.today = DECIDED_ON
        self.case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
        self.case.note_vehicle_facts(
            source="register", fetched_at=FETCHED_AT, facts=a_van(1300 if granted else 1000)
        )
        self.case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=self.today)
        outcome = Outcome.GRANTED if granted else Outcome.REFUSED
        self.case.decide(outcome, policy=POLICY, decided_on=self.today, decided_by=HANDLER)
        self.state = GRANTED if granted else REFUSED
        self.intention: Intention | None = None
        self.proposed_by: str | None = None
        self.found: set[int] = set()
        self.ruled_on: set[int] = set()
        self.given_on: int | None = None
        self.access: set[int] = set()
        self.history = History()
        self.begin_with(self.case)

    def came_of(self, event: Event, before: Mapping[str, object], after: Aggregate) -> None:
        """Nothing that the history of no case may show."""
        self.history.goes_on(event)

    def stands(self, state: CaseState, given_on: int | None = None) -> None:
        """Another decision takes the place of the one that stood."""
        self.state, self.intention, self.given_on = state, None, given_on
        self.proposed_by = None

    @rule(days=st.integers(0, 20))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.today += days * DAY

    @precondition(lambda self: self.case.valid_until is not None)
    @rule(near=st.integers(-1, 1))
    def its_end_comes_near(self, near: int) -> None:
        """An exemption expires by itself: no event says so."""
        self.today = max(self.today, self.case.valid_until + near * DAY)

    def not_in_force(self) -> set[str]:
        """Why there is nothing to revoke."""
        if self.state is not GRANTED:
            return {"not_granted"}
        expired = self.case.valid_until is not None and self.case.valid_until < self.today
        return {"exemption_expired"} if expired else set()

    @rule(ground=st.sampled_from(sorted(RevocationGround)), days=st.sampled_from([13, 14, 14, 15]))
    def it_is_to_be_revoked(self, ground: RevocationGround, days: int) -> None:
        """Awb 4:8: the holder is told, with two weeks at least to say something."""
        broken, until = self.not_in_force(), self.today + days * DAY
        broken |= {"revocation_intended"} if self.intention else set()
        broken |= {"holder_asked"} if ground is RevocationGround.ON_REQUEST else set()
        broken |= {"views_term_too_short"} if days < 14 else set()

        def intend() -> None:
            self.case.intend_revocation(
                ground,
                views_until=until,
                reasons=SEALED_REASONS,
                intended_on=self.today,
                intended_by=HANDLER,
            )

        if self.does(intend, broken):
            self.intention = Intention(ground, until)

    @rule(near=st.integers(-1, 1))
    def its_holder_says_something(self, near: int) -> None:
        """Awb 4:9: also after the term."""
        broken, on = set() if self.intention else {"no_revocation_intended"}, self.today + near * DAY
        broken |= {"received_in_future"} if near > 0 else set()

        def note() -> None:
            self.case.note_views(
                SEALED_REASONS, manner=ViewsManner.ORAL, received_on=on, today=self.today, noted_by=HANDLER
            )

        if self.does(note, broken) and self.intention:
            self.intention.heard = True

    @rule(further=st.integers(-1, 9))
    def the_letter_goes_out_again_on_paper(self, further: int) -> None:
        """Awb 4:8: views can be given until the later day, where they are waited for."""
        until = (self.intention.until if self.intention else self.today) + further * DAY
        later = self.intention is not None and not self.intention.heard and further > 0
        move = move_to_paper(until, OTHER_CASE)
        self.hears(lambda: self.case.move_term_of_intention(move, self.today), something=later)
        if later and self.intention:
            self.intention.until = until

    @rule()
    def it_is_not_revoked_after_all(self) -> None:
        """The exemption stays as it is."""

        def abandon() -> None:
            self.case.abandon_revocation(SEALED_REASONS, abandoned_on=self.today, abandoned_by=HANDLER)

        if self.does(abandon, set() if self.intention else {"no_revocation_intended"}):
            self.intention = None

    @rule(
        ground=st.sampled_from([*RevocationGround, None, None]),
        ahead=st.sampled_from([0, 1, 1, 30, 2000]),
        unheard=UNHEARD,
    )
    def it_is_revoked(
        self, ground: RevocationGround | None, ahead: int, unheard: NotHeardGround | None
    ) -> None:
        """Awb 3:40, 4:8, 4:11: on the ground that was told of, unless another is named."""
        told = self.intention
        ground = ground or (told.ground if told else FOR_NO_REASON)
        begins, broken = self.today + ahead * DAY, self.not_in_force()
        if ground is not RevocationGround.ON_REQUEST:
            broken |= self.unheard(told, ground, unheard)
        broken |= {"revoked_before_announcement"} if ahead <= 0 else set()
        end = self.case.valid_until
        broken |= {"revoked_after_its_end"} if end is not None and begins > end else set()

        def revoke() -> None:
            revocation = Revocation(ground, begins, SEALED_REASONS, unheard)
            self.case.revoke(revocation, policy=POLICY, decided_on=self.today, decided_by=HANDLER)

        if self.does(revoke, broken):
            self.stands(REVOKED)

    def unheard(
        self, told: Intention | None, ground: RevocationGround, because: NotHeardGround | None
    ) -> set[str]:
        """Why it cannot be revoked yet, or not unheard."""
        if because is not None:
            broken = {"holder_was_heard"} if told and told.heard else set()
            return broken | ({"no_minor_deviation"} if because is NotHeardGround.MINOR_DEVIATION else set())
        if told is None:
            return {"holder_not_heard"}
        broken = {"other_ground_intended"} if told.ground is not ground else set()
        return broken | ({"views_term_runs"} if not told.heard and self.today <= told.until else set())

    def not_reviewable(self) -> set[str]:
        """Why there is no refusal to review."""
        broken = {"not_refused"} if self.state is not REFUSED else set()
        return broken | ({"finding_runs"} if self.found - self.ruled_on else set())

    @rule(equal=st.booleans(), like_granted=st.booleans(), by=PEOPLE)
    def a_review_is_proposed(self, equal: bool, like_granted: bool, by: str) -> None:
        """Awb 3:4, 4:84: for equal treatment, with a like case that was granted; or for an error."""
        broken = self.not_reviewable()
        broken |= {"review_proposed"} if self.proposed_by else set()
        broken |= {"like_case_not_granted"} if equal and not like_granted else set()
        ground = ReviewGround.EQUAL_TREATMENT if equal else ReviewGround.ERROR
        review = Review(ground, SEALED_REASONS, OTHER_CASE if equal else None)
        like = LIKE[like_granted] if equal else None

        def propose() -> None:
            self.case.propose_review(
                review,
                like,
                thresholds=in_force(),
                policy=POLICY,
                proposed_on=self.today,
                proposed_by=by,
            )

        if self.does(propose, broken):
            self.proposed_by = by

    def not_by(self, person: str) -> set[str]:
        """Why this person does not decide on the proposal (Awb 3:2)."""
        if self.proposed_by is None:
            return {"no_review_proposed"}
        return {"own_review"} if self.proposed_by == person else set()

    @rule(by=PEOPLE)
    def the_review_is_rejected(self, by: str) -> None:
        """The refusal stays as it is."""

        def reject() -> None:
            self.case.reject_review(SEALED_REASONS, rejected_on=self.today, rejected_by=by)

        if self.does(reject, self.not_by(by)):
            self.proposed_by = None

    @rule(by=PEOPLE, other_rules=st.sampled_from([False, False, True]))
    def the_review_is_approved(self, by: str, other_rules: bool) -> None:
        """By a second person, and not on other rules than it was proposed on."""
        broken = self.not_reviewable() | self.not_by(by)
        broken |= {"review_outdated"} if other_rules else set()
        rules = in_force(*NEW_ROWS) if other_rules else in_force()

        def approve() -> None:
            self.case.approve_review(thresholds=rules, policy=POLICY, decided_on=self.today, decided_by=by)

        if self.does(approve, broken):
            self.stands(GRANTED)

    @rule(number=st.integers(1, 4), of_another=st.booleans())
    def an_objection_is_pending(self, number: int, of_another: bool) -> None:
        """Or pending again: a court annulled the decision on it (Awb 8:72(4))."""
        self.case.note_pending_objection(
            objection_id=UUID(int=number), received_on=self.today, of_another=of_another
        )
        self.ruled_on.discard(number)
        if not of_another:
            self.found.discard(number)

    @rule(number=st.integers(1, 4))
    def a_threshold_is_found_wrong(self, number: int) -> None:
        """The renewal will be the decision on that objection (Awb 7:11)."""
        self.case.note_threshold_consequence(
            objection_id=UUID(int=number),
            found_by=OBJECTION_HANDLER,
            vehicle_category="N1",
            parameter="payload",
            decide_before=None,
        )
        self.found.add(number)

    @rule(number=st.integers(1, 4))
    def it_is_taken_back(self, number: int) -> None:
        """So that a handler rules."""
        stands = number in self.found - self.ruled_on

        def end() -> None:
            self.case.note_threshold_consequence_end(
                objection_id=UUID(int=number), because=ConsequenceEnd.RETRACTED
            )

        if self.does(end, set() if stands else {"no_finding"}):
            self.found.discard(number)

    @rule(
        number=st.integers(1, 4),
        put=st.sampled_from(sorted(Replacement)),
        of_another=st.booleans(),
        days=st.integers(1, 900),
    )
    def an_objection_is_upheld(self, number: int, put: Replacement, of_another: bool, days: int) -> None:
        """Awb 7:11(2): once, and only what the ruling replaces; anew what the annulled one gave (Awb 8:72(4))."""
        anew = self.given_on == number
        broken = {"objection_decided"} if number in self.ruled_on else set()
        broken |= {"finding_runs"} if number in self.found - self.ruled_on else set()
        crossed = {
            OTHER: self.state is not REFUSED,
            TAKEN: not anew and self.state is not GRANTED,
            IN_PART: not anew and not of_another and self.state is not REFUSED,
            GRANT: False,
        }[put]
        broken |= {"decision_differs"} if crossed else set()
        until = self.today + days * DAY if put is IN_PART else None
        ruling = UpheldRuling(SEALED_RULING, put, until, of_another)

        def uphold() -> None:
            self.case.uphold_objection(
                UUID(int=number),
                ruling,
                policy=POLICY,
                decided_on=self.today,
                decided_by=OBJECTION_HANDLER,
            )

        if self.does(uphold, broken):
            self.ruled_on.add(number)
            if put is OTHER:
                self.stands(REFUSED)
            else:
                self.stands(REVOKED if put is TAKEN else GRANTED, number)

    @rule(granted=st.booleans())
    def a_court_decides_itself(self, granted: bool) -> None:
        """Awb 8:72(3)(b): whatever stands."""
        outcome = Outcome.GRANTED if granted else Outcome.REFUSED
        until = self.today + 90 * DAY if granted else None
        ruling = DecidedByCourt(UUID(int=90), self.today, outcome, until)
        self.case.take_over_from_court(ruling, policy=POLICY, today=self.today)
        self.stands(GRANTED if granted else REFUSED)

    @rule(number=st.integers(1, 2), content=st.sampled_from(sorted(ReliefContent)))
    def a_judge_gives_access(self, number: int, content: ReliefContent) -> None:
        """Awb 8:81: as if it were granted, or as long as what was revoked would have held; suspending a refusal nothing."""
        end = self.case.valid_until if self.state is REVOKED else None
        gives = content is ReliefContent.AS_IF_GRANTED or (end is not None and end >= self.today)
        relief = InterimRelief(UUID(int=number), self.today, content)
        gives = gives and number not in self.access
        self.hears(lambda: self.case.give_interim_access(relief, POLICY), something=gives)
        if gives:
            self.access.add(number)

    @rule(number=st.integers(1, 2))
    def it_lapses(self, number: int) -> None:
        """Awb 8:85: the day after."""
        ends = number in self.access
        self.hears(lambda: self.case.end_interim_access(UUID(int=number), self.today), something=ends)
        self.access.discard(number)

    @rule()
    def a_campaign_renews_it(self) -> None:
        """Of a refusal alone: under a new limit it is granted (architecture of the campaign)."""
        if self.state is not REFUSED:
            return
        decides = next((one.objection_id for one in self.case.objections if one.found_by), None)
        if decides is not None and decides.int in self.ruled_on:
            return
        renewed(self.case, self.today)
        self.ruled_on |= {decides.int} if decides is not None else set()
        self.stands(GRANTED)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """State, intention, proposal and access."""
        assert self.case.state is self.state
        standing = self.case.intention
        told = (standing.ground, standing.views_until, standing.views_given) if standing else None
        expected = self.intention
        assert told == ((expected.ground, expected.until, expected.heard) if expected else None)
        assert (self.case.review.proposed_by if self.case.review else None) == self.proposed_by
        assert {one.int for one in self.case.interim} == self.access


def renewed(case: DecisionCase, on: date) -> None:
    """As a campaign stores it, without loading the case."""
    recorded = RecordedCase(
        case_id=CASE,
        version=case.version,
        state=case.state,
        exemption_type=TYPE,
        holder=HOLDER,
        facts=case.facts,
        decision_id=case.decision_id,
        threshold_set_id=OLD_SET,
        objections=case.objections,
        appeals=case.appeals,
    )
    renewal = reissue(recorded, under(), POLICY, CAMPAIGN, on)
    renewal.mutate(case)
    case.pending_events.append(renewal)


LIKE: Final = {True: a_decided_case(a_van(1300), OTHER_CASE), False: a_decided_case(case_id=OTHER_CASE)}
"""Another case, granted or not."""


def declared_steps() -> set[Step]:
    """Those of a case that was decided on its merits, and the first two that lead there."""
    steps = set(diagrams()["A case"])
    return {step for step in steps if step[0] not in OF_THE_APPLICATION or step[2] in FIRST_STEPS}


def test_every_course_of_what_was_decided() -> None:
    """No step but those declared; what is no step leaves the case where it stands."""
    taken = steps_taken(CourseOfWhatWasDecided, courses=200, acts=30)
    steps = {event for _, _, event in declared_steps()}
    assert {step for step in taken if step[2] in steps} <= declared_steps()
    notes = {step for step in taken if step[2] not in steps}
    assert all(before == after for before, after, _ in notes)


Walk = tuple[Callable[[CourseOfWhatWasDecided], object], ...]
THIS: Final = CourseOfWhatWasDecided


def intended(course: CourseOfWhatWasDecided) -> None:
    """The holder is told."""
    course.it_is_to_be_revoked(FOR_NO_REASON, 14)


def heard(course: CourseOfWhatWasDecided) -> None:
    """The holder says something."""
    course.its_holder_says_something(0)


def revoked(course: CourseOfWhatWasDecided) -> None:
    """From tomorrow on."""
    course.it_is_revoked(None, 1, None)


def proposed(course: CourseOfWhatWasDecided) -> None:
    """For an error."""
    course.a_review_is_proposed(equal=False, like_granted=False, by=HANDLER)


def upheld(course: CourseOfWhatWasDecided, put: Replacement = GRANT, number: int = 1) -> None:
    """On the objection of another."""
    course.an_objection_is_pending(number, of_another=True)
    course.an_objection_is_upheld(number, put, of_another=True, days=90)


def court_grants(course: CourseOfWhatWasDecided) -> None:
    """A court."""
    course.a_court_decides_itself(granted=True)


def court_refuses(course: CourseOfWhatWasDecided) -> None:
    """The same."""
    course.a_court_decides_itself(granted=False)


taken_back = partial(upheld, put=TAKEN)
refused_otherwise = partial(upheld, put=OTHER)
on_paper = partial(THIS.the_letter_goes_out_again_on_paper, further=5)
rejected = partial(THIS.the_review_is_rejected, by=REVIEWER)
approved = partial(THIS.the_review_is_approved, by=REVIEWER, other_rules=False)
WALKS: Final[Mapping[bool, tuple[Walk, ...]]] = {
    True: (
        (intended, on_paper, THIS.it_is_not_revoked_after_all, intended, heard, revoked, upheld),
        (intended, heard, revoked, taken_back),
        (intended, heard, revoked, court_grants, court_grants),
        (intended, heard, revoked, court_refuses),
        (upheld, court_refuses),
        (taken_back, taken_back, upheld),
    ),
    False: (
        (proposed, rejected, proposed, approved, intended),
        (upheld,),
        (refused_otherwise, court_refuses, court_grants),
        (proposed, THIS.a_campaign_renews_it),
    ),
}


def test_every_step_is_taken() -> None:
    """Each declared one, by a short walk from what was granted or refused."""
    CourseOfWhatWasDecided.taken.clear()
    for granted, walks in WALKS.items():
        for acts in walks:
            course = CourseOfWhatWasDecided()
            walked(course, partial(course.decided, granted=granted), *[partial(act, course) for act in acts])
    assert declared_steps() - CourseOfWhatWasDecided.taken == set()


def test_a_proposal_to_review_falls_away_with_the_refusal() -> None:
    """Awb 3:2: what was granted by other means is not reviewed, and refused again it can be proposed anew."""
    course = CourseOfWhatWasDecided()
    course.decided(granted=False)
    for act in (proposed, THIS.a_campaign_renews_it, rejected, court_refuses, proposed):
        walked(course, partial(act, course))
    assert course.case.review is not None
