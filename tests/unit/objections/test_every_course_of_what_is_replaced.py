"""Whatever an objection is against and whoever objects: what takes the place of the decision is what may (Awb 7:11).

The model is a table of what may, who was heard, and what the case comes to by the assessment of the day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Final
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Ruling, Upholding
from services.objections.domain.heard_apart import ApartBecause, HeardApart, HearingAccount
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.interested_parties import PartyInvited
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.parties import THE_APPLICANT, Parties
from services.objections.domain.reconsideration import Assessment, Departure, DepartureGround
from shared.law.moved_terms import ElectronicChannel, Outage, move_to_paper
from shared.law.terms import Channel
from shared.vocabulary import Outcome, Replacement
from tests.support.courses import steps_taken, walked
from tests.support.objection_courses import HANDLERS, ObjectionCourse, steps_of
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    HANDLER,
    NEXT_RENEWAL,
    OBJECTION,
    PAYLOAD_OF_VANS,
    REFUSAL,
    TODAY,
    a_refusal,
    a_renewal,
    handled,
    written,
)
from tests.support.slow_calendar import next_ordinary

DAY: Final = timedelta(days=1)
WORDS: Final = written("Neutraal.")
VALID_UNTIL, OUTER = date(2029, 1, 1), date(2030, 1, 1)
GRANT, IN_PART = Replacement.GRANT, Replacement.GRANT_IN_PART
OTHER, TAKEN = Replacement.OTHER_REFUSAL, Replacement.REVOCATION
REFUSED, GRANTED, REVOKED = Outcome.REFUSED, Outcome.GRANTED, Outcome.REVOKED
MAY: Final = {
    (False, REFUSED): {GRANT, IN_PART, OTHER},
    (True, REFUSED): {GRANT, IN_PART, OTHER},
    (False, GRANTED): {GRANT},
    (True, GRANTED): {IN_PART, TAKEN},
    (False, REVOKED): {GRANT},
    (True, REVOKED): {GRANT},
    (False, None): {GRANT},
    (True, None): {GRANT},
}
"""Whether another than the applicant objects, and against what: what may take its place (Awb 7:11(2))."""
OF_REPLACING: Final = {
    "decision_not_a_refusal",
    "worse_than_contested",
    "nothing_to_take_back",
    "not_in_part",
    "takes_from_applicant",
}
OF_THE_DAY: Final = {
    "part_not_named",
    "not_shorter",
    "term_follows_policy",
    "nothing_granted",
    "decision_grants",
    "not_longer",
    "last_day_outside_policy",
    "reconsideration_awaited",
}
"""Why a last day may not be named, or has to be another one (Awb 4:81, 7:11)."""
DAYS: Final = ("fits", None, -1, 0, 1, 365, 366, -2000)
"""The last day that a ruling names: what fits, none, or so many days after the last one of the grant."""
ENDS: Final = ("dismissed", "inadmissible", *Replacement)
AFTER: Final = {"dismissed": ObjectionState.DISMISSED, "inadmissible": ObjectionState.INADMISSIBLE}


@dataclass
class Party:
    """Who was invited to be heard."""

    holder: bool
    invited_on: date
    until: date
    heard_on: date | None = None
    orally: bool = False
    apart: bool = False
    told: bool = False

    def waits(self, today: date) -> bool:
        """Whether they can be heard still."""
        return self.heard_on is None and today <= self.until


def while_it_runs(self: CourseOfWhatIsReplaced) -> bool:
    """And now and then when it has ended: that is not tried all the time."""
    self.turns += 1
    return self.runs or self.turns % 25 == 0


class CourseOfWhatIsReplaced(ObjectionCourse):
    """One objection in time, on which nobody wants to be heard, but for the parties."""

    @initialize(
        contested=st.sampled_from([REFUSED, REFUSED, REFUSED, GRANTED, GRANTED, REVOKED, None]),
        by_another=st.booleans(),
    )
    def lodged(self, contested: Outcome | None, by_another: bool) -> None:
        """Against a refusal, a grant, a revocation or leaving out; of the applicant or of another."""
        self.state, self.today = ObjectionState.PENDING, TODAY
        self.contested, self.by_another = contested, by_another
        self.parties: list[Party] = []
        self.asked, self.assessment = False, None
        self.renewed: list[Outcome] = []
        self.gave: tuple[Replacement, date | None] | None = None
        self.annulled: tuple[Replacement, date | None] | None = None
        self.carried_out, self.number, self.turns = False, 0, 0
        until = VALID_UNTIL if contested is GRANTED else None
        self.decision = replace(a_refusal(), outcome=contested, valid_until=until)
        self.begin(
            Objection.lodge(
                id=OBJECTION,
                case_id=CASE,
                decision_id=REFUSAL,
                receipt=Receipt(Channel.POST, date(2026, 4, 10)),
                grounds=GROUNDS,
                lodged_by=None,
                contested=self.decision,
                parties=Parties(WORDS) if by_another else THE_APPLICANT,
            ),
            by_another=by_another,
            contested=contested,
        )

    @property
    def runs(self) -> bool:
        """Whether it is undecided."""
        return self.state in {ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND}

    def by(self, handler: str, ground: WaiverGround = WaiverGround.NOT_WANTED) -> Handling:
        """A handler acts today; with a ruling goes why nobody was heard."""
        return handled(self.decision, handler, on=self.today, waived=Waiver(ground, WORDS))

    def on_the_way(self, handler: str) -> set[str]:
        """Why this handler does nothing on the way to a ruling."""
        own = {"own_decision"} if handler == DECIDER else set()
        return own | (set() if self.runs else {"objection_state"})

    def another_id(self) -> UUID:
        """One that was not there yet."""
        self.number += 1
        return UUID(int=2000 + self.number)

    @rule(days=st.integers(0, 16))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.today += days * DAY

    @precondition(while_it_runs)
    @rule(holder=st.booleans(), days=st.integers(13, 15), handler=HANDLERS)
    def a_party_is_invited(self, holder: bool, days: int, handler: str) -> None:
        """Awb 7:2: the holder, or somebody else, with a term."""
        broken = self.on_the_way(handler)
        broken |= {"holder_objects"} if holder and not self.by_another else set()
        broken |= {"party_term_too_short"} if days < 14 else set()
        until, who = self.today + days * DAY, None if holder else WORDS
        if self.does(lambda: self.objection.invite_party(who, WORDS, until, self.by(handler)), broken):
            self.parties.append(Party(holder, self.today, until))

    @precondition(while_it_runs)
    @rule(
        number=st.integers(1, 3),
        near=st.sampled_from([-1, 0, 0, 1]),
        handler=HANDLERS,
        orally=st.booleans(),
        apart=st.booleans(),
    )
    def a_party_is_heard(self, number: int, near: int, handler: str, orally: bool, apart: bool) -> None:
        """Awb 7:2, 7:6, 7:7: who was invited, also after the term for it; orally with the others, or apart."""
        broken, on = self.on_the_way(handler), self.today + near * DAY
        if number > len(self.parties):
            broken.add("party_not_invited")
        elif not self.parties[number - 1].invited_on <= on <= self.today:
            broken.add("party_heard_day")
        why = HeardApart(ApartBecause.HINDERS_TREATMENT, WORDS) if apart else None

        def hear() -> None:
            self.objection.hear_party(number, WORDS, on, self.by(handler), orally=orally, apart=why)

        if self.does(hear, broken):
            party = self.parties[number - 1]
            party.heard_on, party.orally, party.apart = on, orally, apart and orally
            for one in self.parties if orally else ():
                one.told = False

    def to_be_told(self) -> list[Party]:
        """Awb 7:6(3): all who were heard orally, where one of them was heard apart from another."""
        heard = [party for party in self.parties if party.orally]
        return heard if len(heard) > 1 and any(party.apart for party in heard) else []

    @precondition(while_it_runs)
    @rule(number=st.integers(0, 3), handler=HANDLERS)
    def somebody_is_told_what_was_said(self, number: int, handler: str) -> None:
        """Awb 7:6(3): in their absence; the objector was not heard here."""
        broken = self.on_the_way(handler)
        party = self.parties[number - 1] if 0 < number <= len(self.parties) else None
        if party is None or all(party is not one for one in self.to_be_told()):
            broken.add("nobody_heard_apart")
        account = HearingAccount(WORDS, None)
        if (
            self.does(lambda: self.objection.give_account(number, account, self.by(handler)), broken)
            and party
        ):
            party.told = True

    @precondition(lambda self: self.parties)
    @rule(further=st.integers(-1, 9), out=st.booleans())
    def an_invitation_is_moved(self, further: int, out: bool) -> None:
        """Awb 7:2, afdeling 2.3: to the day of the letter on paper, or after an outage; not of who was heard."""
        party = self.parties[-1]
        asked = [event for event in self.objection.pending() if isinstance(event, PartyInvited)][-1]
        waits = self.runs and party.heard_on is None
        if out:
            last = party.until
            self.objection.move_hearing_terms_after(
                Outage(NEXT_RENEWAL, ElectronicChannel.EMAIL, last, last), self.today
            )
            for one in self.parties:
                if self.runs and one.heard_on is None and one.until == last:
                    one.until = next_ordinary(last + DAY)
            return
        until = party.until + further * DAY
        move = move_to_paper(until, NEXT_RENEWAL)
        self.hears(
            lambda: self.objection.move_hearing_term_to_paper(
                move, told_by=asked.event_id, moved_on=self.today
            ),
            something=waits and further > 0,
        )
        if waits and further > 0:
            party.until = until

    @precondition(while_it_runs)
    @rule(handler=HANDLERS)
    def it_is_asked_what_the_case_comes_to(self, handler: str) -> None:
        """Awb 7:11(1): what was answered before does not count any more."""
        if self.does(lambda: self.objection.ask_reconsideration(self.by(handler)), self.on_the_way(handler)):
            self.asked, self.assessment = True, None

    @precondition(while_it_runs)
    @rule(
        advice=st.sampled_from([GRANTED, REFUSED, REFUSED, None]),
        age=st.sampled_from([0, 0, 0, 1]),
        outer=st.sampled_from([OUTER, OUTER, TODAY - DAY, None]),
    )
    def it_is_answered(self, advice: Outcome | None, age: int, outer: date | None) -> None:
        """By who decides on exemptions; nothing once it was ruled on."""
        told = Assessment(
            self.another_id(), self.today - age * DAY, advice, "policy/2", None, "policy/1", None, outer
        )
        counts = self.asked and self.runs
        self.hears(lambda: self.objection.note_reconsideration(told), something=counts)
        if counts:
            self.assessment = told

    @precondition(while_it_runs)
    @rule(handler=HANDLERS)
    def a_threshold_is_found_wrong(self, handler: str) -> None:
        """Only a standing refusal can rest on it (Awb 7:11)."""
        broken = self.on_the_way(handler)
        if self.state is not ObjectionState.PENDING:
            broken.add("objection_state")
        if self.contested is not REFUSED:
            broken |= {"decision_not_a_refusal", "decision_grants", "takes_from_applicant"}
        if self.renewed_last() is GRANTED:
            broken.add("decision_replaced")
        if self.does(
            lambda: self.objection.find_threshold_consequence(PAYLOAD_OF_VANS, self.by(handler)), broken
        ):
            self.state = ObjectionState.CONSEQUENCE_FOUND

    @precondition(lambda self: self.state is ObjectionState.CONSEQUENCE_FOUND)
    @rule()
    def it_is_taken_back(self) -> None:
        """So that the handler rules."""
        self.does(lambda: self.objection.retract_threshold_consequence(WORDS, self.by(HANDLER)), ())
        self.state = ObjectionState.PENDING

    @precondition(lambda self: len(self.parties) + self.number > 2)
    @rule(outcome=st.sampled_from([REFUSED, REFUSED, REVOKED, GRANTED]))
    def the_decision_is_renewed(self, outcome: Outcome) -> None:
        """Awb 6:19: the objection is directed at that decision too."""
        self.objection.attach_renewed_decision(a_renewal(self.another_id(), REFUSAL, outcome))
        if self.runs and outcome is not REFUSED:
            self.renewed.append(outcome)

    def renewed_last(self) -> Outcome | None:
        """What the last renewed decision gave; None: nothing."""
        return self.renewed[-1] if self.renewed else None

    @precondition(while_it_runs)
    @rule(
        end=st.sampled_from(ENDS),
        day=st.sampled_from(["fits", "fits", *DAYS]),
        departs=st.sampled_from([None, None, None, True, False]),
        handler=HANDLERS,
        fully=st.sampled_from([False, False, False, True]),
        prepared=st.sampled_from([True, True, True, False]),
    )
    def a_handler_rules(
        self, end: str, day: str | int | None, departs: bool | None, handler: str, fully: bool, prepared: bool
    ) -> None:
        """With the day that fits, or a day around the last one of the grant; departing where that is needed."""
        if prepared and self.state is ObjectionState.PENDING:
            self.prepare()
        put = end if isinstance(end, Replacement) else None
        until = (
            self.a_day_for(put) if day == "fits" else None if day is None else VALID_UNTIL + int(day) * DAY
        )
        until = until if put is not None else None
        departs = self.has_to_depart(end) if departs is None else departs
        ground = WaiverGround.FULLY_GRANTED if fully else WaiverGround.NOT_WANTED
        by = self.by(handler, ground)
        if departs:
            by = replace(by, departure=Departure(DepartureGround.HARDSHIP, WORDS))
        broken = self.broken_by(end, put, until, handler)
        broken |= self.broken_by_reconsidering(end, departs=departs) if end != "inadmissible" else set()
        broken |= {"waiver_differs"} if fully and end is not GRANT else set()
        if self.does(lambda: self.objection.rule(_ruling(end, until), by), broken):
            self.state = AFTER.get(end, ObjectionState.UPHELD)
            self.gave = (put, until) if put is not None else None

    def prepare(self) -> None:
        """Everybody is heard, and what the case comes to today is known."""
        if self.by_another and self.contested is GRANTED:
            self.a_party_is_invited(holder=True, days=14, handler=HANDLER)
        for number, _ in enumerate(self.parties, 1):
            self.a_party_is_heard(number, 0, HANDLER, orally=False, apart=False)
        self.it_is_asked_what_the_case_comes_to(HANDLER)
        self.it_is_answered(GRANTED, 0, OUTER)

    def a_day_for(self, put: Replacement | None) -> date | None:
        """The day that has to be named, if any."""
        if put is IN_PART:
            return VALID_UNTIL - DAY
        return VALID_UNTIL + DAY if put is GRANT and self.contested is GRANTED and not self.renewed else None

    def has_to_depart(self, end: str) -> bool:
        """Whether the assessment advises otherwise."""
        told = self.assessment
        if self.contested is None or end in {OTHER, "inadmissible"} or told is None or told.advice is None:
            return False
        grants = end in {GRANT, IN_PART} or (end == "dismissed" and self.contested is GRANTED)
        return (told.advice is GRANTED) != grants

    def broken_by_reconsidering(self, end: str, *, departs: bool) -> set[str]:
        """Awb 7:11(1), 7:12: it rests on the answer of its own day, or says why not."""
        stands = next(reversed(self.objection.renewals.values()), self.contested)
        if stands is None or (not self.asked and stands is REVOKED):
            return {"no_departure"} if departs else set()
        if self.assessment is None:
            return {"reconsideration_awaited"}
        broken = {"reconsideration_outdated"} if self.assessment.assessed_on != self.today else set()
        if departs != self.has_to_depart(end):
            broken.add("no_departure" if departs else "departs_from_assessment")
        return broken

    def broken_by(self, end: str, put: Replacement | None, until: date | None, handler: str) -> set[str]:
        """The rules on the state, on who rules, on who is heard and on what takes the place of what was decided."""
        broken = self.on_the_way(handler)
        if self.state is not ObjectionState.PENDING:
            broken.add("objection_state")
        if any(party.waits(self.today) for party in self.parties):
            broken.add("party_term_runs")
        together = [party.heard_on for party in self.parties if party.orally and not party.apart]
        if len(set(together)) > 1:
            broken.add("heard_apart_without_reasons")
        if not all(party.told for party in self.to_be_told()):
            broken.add("apart_not_told")
        if self.worse_than_annulled(put, until):
            broken.add("worse_than_annulled")
        if put is not None:
            broken |= self.broken_by_replacing(put, until)
        return broken

    def worse_than_annulled(self, put: Replacement | None, until: date | None) -> bool:
        """Awb 7:11: what an annulled ruling gave and was carried out stays, but for what it took from a holder."""
        if self.annulled is None or (self.by_another and self.contested is GRANTED):
            return False
        had, had_until = self.annulled
        if had not in {GRANT, IN_PART}:
            return False
        as_much = put is GRANT or (put is IN_PART and had is IN_PART)
        return not as_much or (until is not None and had_until is not None and until < had_until)

    def broken_by_replacing(self, put: Replacement, until: date | None) -> set[str]:
        """Awb 7:11(2), 7:2, 4:81."""
        broken: set[str] = set()
        if self.renewed_last() is GRANTED:
            broken.add("decision_replaced")
        against = None if self.renewed else self.contested
        if put not in MAY[self.by_another, against]:
            broken |= OF_REPLACING | {"decision_grants", "term_follows_policy"}
        if self.by_another and self.contested is GRANTED:
            holders = [party for party in self.parties if party.holder]
            if not holders:
                broken.add("granted_unheard")
            elif holders[-1].waits(self.today):
                broken.add("holder_term_runs")
        outer = self.assessment.granted_until if self.assessment is not None else None
        if not self.day_fits(put, until, against, outer):
            broken |= OF_THE_DAY
        if self.contested is REFUSED and put is GRANT and outer is not None and outer < self.today:
            broken.add("nothing_left_to_grant")
        return broken

    def day_fits(
        self, put: Replacement, until: date | None, against: Outcome | None, outer: date | None
    ) -> bool:
        """Whether that last day may be named, or none: a grant for longer and one in part name it, nothing else."""
        if put is IN_PART and against is REFUSED:
            return until is not None and outer is not None and self.today <= until < outer
        if put is IN_PART:
            return until is not None and self.today <= until < VALID_UNTIL
        if put is GRANT and against is GRANTED:
            return until is not None and outer is not None and VALID_UNTIL < until <= outer
        return until is None

    @rule()
    def the_ruling_is_carried_out(self) -> None:
        """In a decision on the exemption."""
        if self.state is ObjectionState.UPHELD:
            self.objection.note_ruling_decision(decision_id=self.another_id(), decided_by=HANDLER)
            self.carried_out = True

    @rule()
    def a_court_orders_to_decide_anew(self) -> None:
        """Awb 8:72(4): what was ruled is annulled, and nothing that it gave and that was carried out is lost."""
        ruled = not self.runs
        order = CourtOrder(NEXT_RENEWAL, self.today)
        if self.does(
            lambda: self.objection.order_decision_anew(order), set() if ruled else {"objection_state"}
        ):
            self.annulled = self.gave if self.carried_out else None
            self.gave, self.carried_out = None, False
            self.state = ObjectionState.PENDING

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """State, and who was heard."""
        assert self.objection.state is self.state
        heard = [(party.heard_on, party.views_until) for party in self.objection.parties]
        assert heard == [(party.heard_on, party.until) for party in self.parties]


def _ruling(end: str, until: date | None) -> Ruling:
    if isinstance(end, Replacement):
        return Upholding(WORDS, valid_until=until, replacement=end)
    if end == "dismissed":
        return Dismissal(WORDS)
    return Inadmissibility(InadmissibilityGround.NO_INTEREST, WORDS)


def test_every_course_of_what_is_replaced() -> None:
    """No step but those declared."""
    assert set(steps_taken(CourseOfWhatIsReplaced, courses=200, acts=20)) <= set(steps_of("any"))


@pytest.mark.parametrize("by_another", [False, True], ids=["applicant", "another"])
@pytest.mark.parametrize("contested", [REFUSED, GRANTED, REVOKED, None])
def test_every_ruling_on_every_decision_and_anew(by_another: bool, contested: Outcome | None) -> None:
    """Each end with each day; what was done and carried out is annulled, and each end is tried again."""
    done = set()
    for end, day in product(ENDS, DAYS):
        course = CourseOfWhatIsReplaced()
        lodge = partial(course.lodged, contested=contested, by_another=by_another)
        walked(course, lodge, partial(ruled, course, end, day))
        if course.runs:
            continue
        done.add(end)
        for again, other_day in product(ENDS, ("fits", None, -1)):
            course = CourseOfWhatIsReplaced()
            walked(
                course,
                partial(course.lodged, contested=contested, by_another=by_another),
                partial(ruled, course, end, day),
                course.the_ruling_is_carried_out,
                course.a_court_orders_to_decide_anew,
                partial(ruled, course, again, other_day),
            )
    assert done == {"dismissed", "inadmissible", *MAY[by_another, contested]}


def ruled(course: CourseOfWhatIsReplaced, end: str, day: str | int | None) -> None:
    """A handler tries to rule so, when everybody was heard and the case was assessed."""
    course.a_handler_rules(end, day, departs=None, handler=HANDLER, fully=False, prepared=True)


def test_every_step_with_others_is_taken() -> None:
    """Parties and reconsideration, while it is pending and while a finding stands."""
    CourseOfWhatIsReplaced.taken.clear()
    for found in (False, True):
        course = CourseOfWhatIsReplaced()
        find: list[Callable[[], object]] = (
            [partial(course.a_threshold_is_found_wrong, HANDLER)] if found else []
        )
        walked(
            course,
            partial(course.lodged, contested=REFUSED, by_another=True),
            *find,
            partial(course.a_party_is_invited, holder=True, days=14, handler=HANDLER),
            partial(course.an_invitation_is_moved, 5, out=False),
            partial(course.a_party_is_heard, 1, 0, HANDLER, orally=True, apart=True),
            partial(course.a_party_is_invited, holder=False, days=14, handler=HANDLER),
            partial(course.a_party_is_heard, 2, 0, HANDLER, orally=True, apart=False),
            partial(course.somebody_is_told_what_was_said, 1, HANDLER),
            partial(course.it_is_asked_what_the_case_comes_to, HANDLER),
            partial(course.it_is_answered, GRANTED, 0, OUTER),
        )
    assert CourseOfWhatIsReplaced.taken >= set(steps_of("replaced"))
