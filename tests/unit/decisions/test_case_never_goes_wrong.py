"""Whatever is done to a case, in whatever order and on whatever day: it agrees with a small model of the law.

The model knows days one by one, on another calendar, and none of the case's own rules. Each act is tried in every
state; the model says whether it may be done and, if not, by which code it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.hearing import NotHeard
from services.decisions.domain.notice_of_default import NothingDue, PenaltyFixed
from services.decisions.domain.suspension import KindOfSuspension
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    NotHeardGround,
    NothingDueGround,
    Outcome,
    SuspensionKind,
)
from tests.support.acts_on_facts import URGENT, ActsOnFacts, Facts, thresholds
from tests.support.acts_on_penalties import ActsOnPenalties, Fixed
from tests.support.acts_on_third_parties import ActsOnThirdParties, Other, first_who_waits
from tests.support.cases import (
    CASE,
    FETCHED_AT,
    HANDLER,
    OBJECTION_HANDLER,
    OTHER_CASE,
    POLICY,
    RECEIVED_ON,
    a_van,
    an_application,
    new_events,
)
from tests.support.courses import ALLOWED, BEGINNING, Course, Step, steps_taken, walked
from tests.support.proceedings import (
    SEALED_REASONS,
    SEALED_RULING,
    ask,
    extend,
    fix_penalty,
    give_notice,
    leave_out,
    refuse_on_other_ground,
    supplement,
    suspend,
    with_letters,
)
from tests.support.slow_calendar import next_ordinary, slow_decision_term
from tests.support.state_diagrams import diagrams

ONE_DAY = timedelta(days=1)
DECIDED = {CaseState.GRANTED, CaseState.REFUSED}
FEW = st.integers(-12, 12)
UNDECIDED_OR_LEFT_OUT = {BEGINNING, CaseState.UNDECIDED.value, CaseState.LEFT_OUT.value}
"""From where this course has to take every step."""


def days_of(first_day: date, end: date) -> set[date]:
    """Each day from the first one on, the end not included."""
    return {first_day + n * ONE_DAY for n in range((end - first_day).days)}


@dataclass
class Asked:
    """The last request to complete."""

    number: int
    first_day: date
    """Of the suspension, which an earlier request may have begun."""
    requested_on: date
    last_day: date
    lapsed: bool = False
    answered: bool = False
    ended_on: date | None = None
    """From when the four weeks to leave it out are counted."""

    def over_on(self, day: date) -> bool:
        """Whether those have passed."""
        return self.ended_on is not None and day > next_ordinary(self.ended_on + 28 * ONE_DAY)

    @property
    def runs(self) -> bool:
        """Whether the applicant still has time."""
        return not (self.lapsed or self.answered)


@dataclass
class Model:
    """A case as the law sees it."""

    state: CaseState = CaseState.UNDECIDED
    today: date = RECEIVED_ON
    suspended: set[date] = field(default_factory=set)
    """Every day that is known to have been suspended."""
    running: dict[SuspensionKind, date] = field(default_factory=dict)
    asked: Asked | None = None
    asked_too_late: bool = False
    """Whether it was asked again when the four weeks of an earlier request had passed."""
    extension: tuple[date, date] | None = None
    recorded: date = slow_decision_term(RECEIVED_ON, ())[1]
    """The last day as it was recorded last."""
    reopened: bool = False
    ended_on: date | None = None
    has_decision: bool = False
    assessed: bool = False
    premature: set[date] = field(default_factory=set)
    noticed_on: date | None = None
    penalty: Fixed | None = None
    others: list[Other] = field(default_factory=list)
    """Who was noted beside the applicant."""
    facts: Facts = field(default_factory=lambda: Facts(1000, None))

    @property
    def fixed(self) -> bool:
        """Whether there is a decision on the penalty."""
        return self.penalty is not None

    @property
    def since(self) -> list[date]:
        """The first days of what suspends the term now."""
        asked = [self.asked.first_day] if self.asked and self.asked.runs else []
        return [*self.running.values(), *asked]

    def last_day(self, until: date | None = None) -> date:
        """The last day, with what suspends it now counted until that day included."""
        going_on = set[date]()
        for first_day in self.since if until else ():
            going_on |= days_of(first_day, until + ONE_DAY)
        return slow_decision_term(RECEIVED_ON, self.suspended | going_on, self.extension)[1]

    def passed(self, day: date | None = None) -> bool:
        """Whether the term had passed before that day."""
        return self.last_day(day or self.today) < (day or self.today)

    def close(self, first_day: date, end: date) -> None:
        """A suspension ended: a notice that was held premature may prove to have had effect."""
        self.suspended |= days_of(first_day, end)
        self.recorded = self.last_day()
        came_late = [day for day in self.premature if self.passed(day) and self._counts(day)]
        if came_late:
            self.noticed_on = min(came_late)
            self.premature.discard(self.noticed_on)

    def _counts(self, day: date) -> bool:
        return not self.fixed and (self.noticed_on is None or day < self.noticed_on)

    def end(self, state: CaseState) -> None:
        """The case was decided, or ended otherwise."""
        self.state = state
        self.ended_on = self.ended_on or self.today

    def open(self) -> str | None:
        """Why nothing can be done to a case that has ended."""
        if self.state is CaseState.UNDECIDED:
            return ALLOWED
        return "already_decided" if self.state in DECIDED else "case_ended"

    def to_decide(self) -> str | None:
        """The same for decisions, which wait for third parties (Awb 4:8)."""
        return self.open() or first_who_waits(self.others, self.today)

    def in_term(self) -> str | None:
        """The same for acts on the term."""
        return self.open() or ("term_unknown" if self.reopened else ALLOWED)

    def days_of_default(self) -> int:
        """Each day after the two weeks on which the case was not decided, forty-two at most."""
        if self.noticed_on is None:
            return 0
        day = next_ordinary(self.noticed_on + 14 * ONE_DAY) + ONE_DAY
        end = self.ended_on or self.today
        return len([n for n in range(42) if day + n * ONE_DAY < end])


class CaseInWhateverOrder(ActsOnFacts, ActsOnThirdParties, ActsOnPenalties, Course):
    """Acts on one case, each in the state in which it happens to be."""

    @initialize(
        payload_kg=st.sampled_from([1000, 1000, 1300]),
        km=st.sampled_from([None, 200, 400, 400, 400]),
        patience=st.integers(0, 40),
        before=st.sampled_from(["nothing", "nothing", "asked in vain", "left out", "taken up again"]),
    )
    def received(self, payload_kg: int, km: int | None, patience: int, before: str) -> None:
        """An application came in, and the register has answered: a van that is refused, or granted."""
        self.model = Model(facts=Facts(payload_kg, km))
        application = an_application(daily_range_km=km)
        self.case = DecisionCase.start_decision_term(case_id=CASE, application=application)
        self.case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(payload_kg))
        self.objections = self.acts = 0
        self.patience = patience
        self.begin_with(self.case)
        if before != "nothing":
            self.asked_in_vain()
        if before in {"left out", "taken up again"}:
            self.the_desk_leaves_it_out()
        if before == "taken up again":
            self.an_objection_is_upheld()

    def asked_in_vain(self) -> None:
        """The desk asks, and nobody answers in the set term: only then can it be left out (Awb 4:5)."""
        self.the_desk_asks(2)
        self.model.today += 15 * ONE_DAY
        self.the_set_term_lapses()

    def tried(self, act: Callable[[], object], code: str | None) -> bool:
        """Do it; it is refused by that code and nothing happens, or something is recorded."""
        self.acts += 1
        before = len(new_events(self.case))
        done = super().tried(act, code)
        assert done is (len(new_events(self.case)) > before)
        return done

    @rule(number=st.integers(1, 12))
    def days_pass(self, number: int) -> None:
        """Time goes on."""
        self.model.today += number * ONE_DAY

    @rule(later=st.integers(-2, 4))
    def the_term_passes(self, later: int) -> None:
        """Until about the last day as it is known now."""
        last_day = self.model.last_day(self.model.today)
        self.model.today = max(self.model.today, last_day + later * ONE_DAY)

    @precondition(lambda self: self.model.noticed_on is not None)
    @rule(later=st.sampled_from([-1, 0, 1, 2, 15, 40, 41, 42, 43]))
    def the_two_weeks_pass(self, later: int) -> None:
        """Until about the first penalty day, or the last one."""
        first_day = next_ordinary(self.model.noticed_on + 14 * ONE_DAY) + ONE_DAY
        self.model.today = max(self.model.today, first_day + later * ONE_DAY)

    @rule(weeks=st.integers(0, 4))
    def the_desk_asks(self, weeks: int) -> None:
        """Awb 4:5(1): from the next day the term is suspended, unless an earlier request does that already."""
        model = self.model
        number = model.asked.number + 1 if model.asked else 1
        term = timedelta(weeks=weeks)
        if self.tried(lambda: ask(self.case, number, model.today, term), model.open()):
            first_day = model.today + ONE_DAY
            if model.asked and model.asked.runs:
                first_day = model.asked.first_day
            if model.asked and model.asked.over_on(model.today):
                model.asked_too_late = True
            model.asked = Asked(number, first_day, model.today, model.today + term)

    @rule()
    def the_applicant_supplements(self) -> None:
        """Awb 4:15(1)(a): this day is not suspended any more, nor any after the set term."""
        model, asked = self.model, self.model.asked
        if self.tried(lambda: supplement(self.case, model.today), model.open()):
            model.assessed = False
            if asked and asked.runs:
                in_term = model.today <= asked.last_day
                asked.answered, asked.lapsed = in_term, not in_term
                asked.ended_on = min(model.today, asked.last_day)
                model.close(asked.first_day, model.today if in_term else asked.last_day + ONE_DAY)

    @rule()
    def the_set_term_lapses(self) -> None:
        """Awb 4:15(1)(a): its last day still was suspended."""
        model, asked = self.model, self.model.asked
        if asked is None or model.today <= asked.last_day:
            return
        code = model.open() or (ALLOWED if asked.runs else "request_not_running")
        if self.tried(
            lambda: self.case.note_completion_term_lapsed(
                request_number=asked.number, term_last_day=asked.last_day
            ),
            code,
        ):
            asked.lapsed, asked.ended_on = True, asked.last_day
            model.close(asked.first_day, asked.last_day + ONE_DAY)

    @rule(after=st.integers(-10, 90))
    def the_desk_extends(self, after: int) -> None:
        """Awb 4:14(3): before the term has passed, to a later day."""
        model, named = self.model, self.model.today + after * ONE_DAY
        code = model.in_term()
        if code is ALLOWED and model.passed():
            code = "term_has_ended"
        if code is ALLOWED and named <= model.last_day(model.today):
            code = "not_a_later_day"
        if self.tried(lambda: extend(self.case, named, model.today), code):
            model.extension, model.recorded = (model.today, named), named

    @rule(kind=st.sampled_from(SuspensionKind), begins=FEW, lasts=st.none() | st.integers(1, 30))
    def something_else_suspends(self, kind: SuspensionKind, begins: int, lasts: int | None) -> None:
        """Awb 4:15(1)(b), (2): each kind once at a time; only an agreed one has its end with it."""
        model, first_day = self.model, self.model.today + begins * ONE_DAY
        ends_on = first_day + lasts * ONE_DAY if lasts and kind is SuspensionKind.AGREED else None
        code = model.in_term()
        if code is ALLOWED and kind in model.running:
            code = "suspension_runs"
        if code is ALLOWED and model.passed():
            code = "term_has_ended"
        if code is ALLOWED and (begins > 1 or first_day <= RECEIVED_ON):
            code = "suspension_out_of_term"
        begun = KindOfSuspension(kind, first_day, first_day + 30 * ONE_DAY, ends_on)
        if self.tried(lambda: suspend(self.case, begun, model.today), code):
            model.running[kind] = first_day
            if ends_on is not None:
                del model.running[kind]
                model.close(first_day, ends_on)

    @rule(kind=st.sampled_from(SuspensionKind), ends=FEW)
    def it_no_longer_suspends(self, kind: SuspensionKind, ends: int) -> None:
        """Awb 4:15(4): since a day between its first one and today, and no day before it was extended over."""
        model, resumed_on = self.model, self.model.today + ends * ONE_DAY
        code = model.in_term()
        first_day = model.running.get(kind)
        if code is ALLOWED and first_day is None:
            code = "suspension_not_running"
        elif code is ALLOWED and first_day is not None:
            told_on = model.extension[0] if model.extension else first_day
            if not max(first_day, told_on) <= resumed_on <= model.today:
                code = "suspension_ends_wrongly"

        def end() -> None:
            self.case.end_suspension(kind, resumed_on=resumed_on, today=model.today, ended_by=HANDLER)

        if self.tried(end, code) and first_day is not None:
            del model.running[kind]
            model.close(first_day, resumed_on)

    @rule(came=st.integers(-8, 1))
    def a_notice_of_default_comes(self, came: int) -> None:
        """Awb 4:17(3): it has effect when the term had passed."""
        model, received_on = self.model, self.model.today + came * ONE_DAY
        code = ALLOWED
        if model.reopened and model.ended_on is not None and received_on >= model.ended_on:
            code = "term_unknown"
        elif not RECEIVED_ON <= received_on <= model.today:
            code = "notice_out_of_time"
        elif model.ended_on is not None and received_on >= model.ended_on:
            code = "nothing_due_any_more"
        elif model.fixed:
            code = "penalty_fixed"
        elif model.noticed_on is not None and model.noticed_on <= received_on:
            code = "in_default_already"
        if self.tried(lambda: give_notice(self.case, received_on, today=model.today), code):
            if model.passed(received_on):
                model.noticed_on = received_on
                model.premature.discard(received_on)
            else:
                model.premature.add(received_on)

    @rule(ground=st.none() | st.sampled_from(NothingDueGround))
    def the_penalty_is_fixed(self, ground: NothingDueGround | None) -> None:
        """Awb 4:18: once, when no day of default can be added, and for each that there was."""
        model, days = self.model, self.model.days_of_default()
        code = ALLOWED
        if model.noticed_on is None:
            code = "not_in_default"
        elif model.fixed:
            code = "penalty_fixed"
        elif model.ended_on is None and days < 42:
            code = "penalty_runs"
        elif days == 0:
            code = "no_day_of_default"
        nothing_due = NothingDue(ground, SEALED_REASONS) if ground else None

        def fix() -> None:
            fix_penalty(self.case, model.today, nothing_due)

        if self.tried(fix, code):
            fixed = new_events(self.case)[-1]
            assert isinstance(fixed, PenaltyFixed)
            model.penalty = Fixed(model.today, fixed.amount_euros)
            assert fixed.days == days
            euros = sum(23 if day < 14 else 35 if day < 28 else 45 for day in range(days))
            assert fixed.amount_euros == (0 if ground else euros)

    @rule()
    def the_desk_assesses(self) -> None:
        """Every criterion is answered, under the old limit."""
        model = self.model

        def assess() -> None:
            self.case.assess(thresholds=thresholds(), policy=POLICY, assessed_by=HANDLER, on=model.today)

        if self.tried(assess, model.open()):
            model.assessed = True
            model.facts.assess()
            assert (self.case.advice is Outcome.REFUSED) == model.facts.refused

    def the_desk_decides(self, not_heard: NotHeard | None = None) -> None:
        """Awb 3:46: as the assessment advises; Awb 4:7: a refusal may have to wait for the applicant's views."""
        model, outcome = self.model, self.case.advice or Outcome.REFUSED
        code = model.open() or (model.to_decide() if model.assessed else "assessment_awaited")
        about = model.facts.assessed_on
        if code is ALLOWED and outcome is Outcome.REFUSED:
            due, unheard = about is not None, not_heard is not None
            code = model.facts.hearing(model.today, due=due, about=about, unheard=unheard)

        def decide() -> None:
            self.case.decide(
                outcome, policy=POLICY, decided_on=model.today, decided_by=HANDLER, not_heard=not_heard
            )

        if self.tried(decide, code):
            self._decided(CaseState.GRANTED if outcome is Outcome.GRANTED else CaseState.REFUSED)

    def the_desk_assesses_and_decides(self) -> None:
        """As is usual."""
        self.the_desk_assesses()
        self.the_desk_decides()

    def the_desk_decides_unheard(self) -> None:
        """Awb 4:11: because it is urgent."""
        self.the_desk_assesses()
        self.the_desk_decides(URGENT)

    def the_desk_refuses_otherwise(self) -> None:
        """Awb 3:46: with reasons of its own, that rest on nothing that differs."""
        if self.tried(lambda: refuse_on_other_ground(self.case, self.model.today), self.model.to_decide()):
            self._decided(CaseState.REFUSED)

    def the_desk_refuses_otherwise_on_what_differs(self) -> None:
        """Awb 4:7: as whoever decides says."""
        model = self.model
        hearing = model.facts.hearing(model.today, due=True, about=model.facts.differing, unheard=False)

        def refuse() -> None:
            refuse_on_other_ground(self.case, model.today, rests_on_differing_facts=True)

        if self.tried(refuse, model.to_decide() or hearing):
            self._decided(CaseState.REFUSED)

    def _decided(self, state: CaseState) -> None:
        model, decision = self.model, new_events(self.case)[-1]
        assert isinstance(decision, ExemptionGranted | ExemptionRefused)
        assert decision.told_to == self.told()
        if model.asked and model.asked.runs:
            model.asked.answered = True
            model.close(model.asked.first_day, model.today)
        model.end(state)
        model.has_decision = True

    def the_desk_leaves_it_out(self) -> None:
        """Awb 4:5(1), (4): after a request of which the term has ended, within four weeks."""
        model, asked = self.model, self.model.asked
        code = model.open()
        if code is ALLOWED and asked is None:
            code = "completion_not_requested"
        elif code is ALLOWED and asked is not None and asked.runs:
            code = "completion_term_runs"
        elif code is ALLOWED and asked is not None and (model.asked_too_late or asked.over_on(model.today)):
            code = "leaving_out_too_late"
        if self.tried(lambda: leave_out(self.case, LeftOutReason.WRONG_DATA, model.today), code):
            model.end(CaseState.LEFT_OUT)
            model.has_decision, model.running = True, {}

    def the_applicant_withdraws(self) -> None:
        """Nothing is left to decide."""
        model = self.model

        def withdraw() -> None:
            self.case.note_withdrawal(withdrawn_on=model.today, handling_started=True)

        if self.tried(withdraw, model.open()):
            model.end(CaseState.WITHDRAWN)

    def it_is_converted(self) -> None:
        """Another case takes its place."""
        model = self.model

        def convert() -> None:
            self.case.note_conversion(
                converted_on=model.today, to_type=ExemptionType.HARDSHIP, new_case_id=OTHER_CASE
            )

        if self.tried(convert, model.open()):
            model.end(CaseState.CONVERTED)

    @rule(km=st.sampled_from([200, 250]), not_heard=st.sampled_from([None, None, URGENT]))
    def the_desk_finds_otherwise_and_refuses(self, km: int, not_heard: NotHeard | None) -> None:
        """Awb 4:7: at once, which is too soon when the applicant was not asked; else not too soon for this course."""
        self.the_desk_establishes(km)
        self.the_desk_assesses()
        facts, unheard = self.model.facts, not_heard is not None
        about = facts.assessed_on
        waits = facts.hearing(self.model.today, due=about is not None, about=about, unheard=unheard)
        if waits is not ALLOWED or self.acts > self.patience:
            self.the_desk_decides(not_heard)

    @precondition(lambda self: self.acts > self.patience)
    @rule(
        end=st.sampled_from(
            [
                the_desk_decides,
                the_desk_assesses_and_decides,
                the_desk_assesses_and_decides,
                the_desk_decides_unheard,
                the_desk_refuses_otherwise,
                the_desk_refuses_otherwise_on_what_differs,
                the_desk_leaves_it_out,
                the_desk_leaves_it_out,
                the_applicant_withdraws,
                it_is_converted,
            ]
        )
    )
    def it_comes_to_an_end(self, end: Callable[[CaseInWhateverOrder], None]) -> None:
        """Not too soon, so that something happens before."""
        end(self)

    @rule()
    def an_objection_is_upheld(self) -> None:
        """Awb 7:11(2): a grant takes the place of the decision; what was left out is to be decided after all."""
        model = self.model
        self.objections += 1

        def uphold() -> None:
            self.case.uphold_objection(
                UUID(int=self.objections),
                UpheldRuling(SEALED_RULING),
                policy=POLICY,
                decided_on=model.today,
                decided_by=OBJECTION_HANDLER,
            )

        if not self.tried(uphold, ALLOWED if model.has_decision else "not_decided"):
            return
        if model.state is CaseState.LEFT_OUT:
            model.state, model.reopened, model.has_decision = CaseState.UNDECIDED, True, False
        else:
            model.state = CaseState.GRANTED

    @rule(granted=st.booleans())
    def a_court_decides_itself(self, granted: bool) -> None:
        """Awb 8:72(3)(b): its ruling takes the place of whatever decision there is."""
        model = self.model
        outcome = Outcome.GRANTED if granted else Outcome.REFUSED
        ruling = DecidedByCourt(
            UUID(int=90), model.today, outcome, model.today + 90 * ONE_DAY if granted else None
        )

        def take_over() -> None:
            self.case.take_over_from_court(ruling, policy=POLICY, today=model.today)

        if self.tried(take_over, ALLOWED if model.has_decision else "not_decided"):
            model.state = CaseState.GRANTED if granted else CaseState.REFUSED

    def clock(self) -> CaseClock:
        """As the events of the case tell it."""
        return clock_of(with_letters(new_events(self.case)))

    @invariant()
    def case_and_clock_agree_with_the_model(self) -> None:
        """State, last day, what suspends the term, and what is due."""
        model, clock = self.model, self.clock()
        assert self.case.state is model.state
        assert self.case.last_day == clock.last_day == model.recorded
        assert self.case.ended_on == model.ended_on
        if model.state is CaseState.UNDECIDED:
            assert clock.ended_on is None
            assert clock.suspended_from == min(model.since, default=None)
        standing = self.case.default.standing
        assert (standing.received_on if standing else None) == model.noticed_on
        assert {notice.received_on for notice in self.case.default.premature} == model.premature
        if clock.default is not None and not model.fixed:
            assert clock.default.days(model.today - ONE_DAY) == model.days_of_default()


def declared_steps() -> set[Step]:
    """Of every case."""
    return set(diagrams()["A case"])


def test_a_case_in_whatever_order() -> None:
    """No step but those declared; what is no step leaves the case where it stands."""
    taken = set(steps_taken(CaseInWhateverOrder, courses=120, acts=50))
    steps = {event for _, _, event in declared_steps()}
    assert {step for step in taken if step[2] in steps} <= declared_steps()
    assert all(before == after for before, after, event in taken if event not in steps)


def test_every_step_to_a_decision_is_taken() -> None:
    """And from what was left out; those of what was decided on its merits another course takes."""
    CaseInWhateverOrder.taken.clear()
    this = CaseInWhateverOrder
    left_out = (this.asked_in_vain, this.the_desk_leaves_it_out)
    for payload_kg, *acts in (
        (1000, this.the_desk_assesses_and_decides),
        (1300, this.the_desk_assesses_and_decides),
        (1000, this.the_applicant_withdraws),
        (1000, this.it_is_converted),
        (1000, *left_out, this.an_objection_is_upheld),
        (1000, *left_out, partial(this.a_court_decides_itself, granted=True)),
        (1000, *left_out, partial(this.a_court_decides_itself, granted=False)),
    ):
        course = CaseInWhateverOrder()
        received = partial(course.received, payload_kg, None, 0, "nothing")
        walked(course, received, *[partial(act, course) for act in acts])
    declared = {step for step in declared_steps() if step[0] in UNDECIDED_OR_LEFT_OUT}
    assert declared - CaseInWhateverOrder.taken == set()


def events_of_walk(*acts: Callable[[CaseInWhateverOrder], None]) -> list[str]:
    """What is recorded when these are done one after the other, which chance seldom does."""
    course = CaseInWhateverOrder()
    received = partial(course.received, 1000, None, 0, "nothing")
    walked(course, received, *[partial(act, course) for act in acts])
    return [type(event).__name__ for event in new_events(course.case)]


def test_a_penalty_is_paid_once_and_asked_back_within_five_years() -> None:
    """Awb 4:18, 4:20, 4:87: whole, after it was fixed; on the last day still, and no more than is left."""
    this = CaseInWhateverOrder
    ask_back = this.the_penalty_is_asked_back
    done = events_of_walk(
        partial(this.the_term_passes, later=2),
        partial(this.a_notice_of_default_comes, came=0),
        partial(ask_back, euros=1, years_later=None),
        partial(this.the_two_weeks_pass, later=43),
        partial(this.the_penalty_is_fixed, ground=None),
        *(
            partial(this.the_penalty_is_paid, came=came, more=more)
            for came, more in [(-1, 0), (0, 1), (0, 0)]
        ),
        partial(this.the_penalty_is_paid, came=0, more=0),
        *(partial(ask_back, euros=23, years_later=years) for years in (None, 0, 1)),
        partial(ask_back, euros=1500, years_later=None),
    )
    assert done[-4:] == ["PenaltyFixed", "PenaltyPaid", "PenaltyRecoveryDecided", "PenaltyRecoveryDecided"]


def test_who_is_asked_again_is_waited_for_again() -> None:
    """Awb 4:8, 4:11, 3:43(1): until they answer, the term ends or a reason not to hear them comes; they are told."""
    this = CaseInWhateverOrder
    ask = partial(this.a_third_party_is_asked, number=1, days=14)
    leave = partial(this.a_third_party_is_left_unheard, number=1, because=NotHeardGround.URGENT)
    refuse = this.the_desk_refuses_otherwise
    done = events_of_walk(
        this.a_third_party_is_noted,
        *(refuse, leave, ask, refuse),
        *(partial(this.a_third_party_gives_views, number=1, came=0), leave, ask, refuse, leave, ask, refuse),
        partial(this.the_term_of_a_third_party_passes, later=0),
        refuse,
        partial(this.the_term_of_a_third_party_passes, later=1),
        refuse,
    )
    assert done.count("ThirdPartyViewsAsked") == 3
    assert done[-1] == "ExemptionRefused"
