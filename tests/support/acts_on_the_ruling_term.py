"""Acts on the term to decide on an objection (Awb 7:10), each tried in every state and held against the model."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from services.objections.domain.committee_advice import AdviceSaid, CommitteeAdvice
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Handling
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.repair import NoticeDefect, RepairRequested
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from shared.law.moved_terms import ElectronicChannel, Outage, move_to_paper
from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling
from tests.support.objection_courses import HANDLERS, ObjectionCourse
from tests.support.objection_law import DAY, PENDING, Law, days_between
from tests.support.objections import (
    DECIDER,
    HANDLER,
    NEXT_RENEWAL,
    REASSESSMENT,
    THRESHOLD_SET,
    a_refusal,
    written,
)
from tests.support.slow_calendar import next_ordinary

WORDS: Final = written("Neutraal.")
places = st.sampled_from(["statutory", "last day", "set term", "answer"])
nearby = st.integers(-1, 1)


class ActsOnTheRulingTerm(ObjectionCourse):
    """What makes the term to decide longer, or seems to, each by the model `law`."""

    law: Law

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

    @rule(days=st.integers(0, 9))
    def some_days_pass(self, days: int) -> None:
        self.law.today += days * DAY

    @rule(where=places, near=nearby)
    def time_passes_to_the_end_of_a_term(self, where: str, near: int) -> None:
        self.law.today = max(self.law.today, self.law.day_at(where) + near * DAY)

    @rule()
    def the_decision_is_announced(self) -> None:
        self.law.announced = True

    @rule(handler=HANDLERS)
    def announce_a_committee(self, handler: str) -> None:
        law = self.law
        six_weeks_run = not law.term_known or law.repair == "runs" or law.today <= law.statutory()[1]
        may_be_told = not law.committee and law.court_day is None and six_weeks_run
        allowed = law.runs and handler == HANDLER and may_be_told
        if self.try_it(lambda: self.objection.announce_committee(self.by(handler)), allowed=allowed):
            law.committee, law.committee_on = True, law.today

    @rule(advises=st.sampled_from(["upheld", "dismissed", "inadmissible"]), near=nearby, handler=HANDLERS)
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
        handler=HANDLERS,
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

    @rule(further=st.integers(-1, 14), handler=HANDLERS)
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
        lapses = law.runs and law.repair == "runs" and law.request is not None and law.today > law.request[1]
        self.hears(lambda: self.objection.lapse_repair_term(law.today, self.known()), something=lapses)
        if lapses and law.request is not None:
            law.repair = "lapsed"
            law.suspended[law.request[0]] = days_between(law.request[0] + DAY, law.request[1] + DAY)

    @rule(further=st.integers(-3, 20), of_this=st.booleans())
    def the_request_goes_out_again_on_paper(self, further: int, of_this: bool) -> None:
        """Awb 6:6: it can be repaired until the day of that letter, where that is later; also what had lapsed."""
        law = self.law
        asked = [event for event in self.objection.pending() if isinstance(event, RepairRequested)]
        if law.request is None:
            return
        until = law.request[1] + further * DAY
        told_by = asked[-1].event_id if of_this else NEXT_RENEWAL
        move = move_to_paper(until, THRESHOLD_SET)
        waits = law.runs and law.repair in {"runs", "lapsed"}
        self.hears(
            lambda: self.objection.move_repair_to_paper(move, told_by=told_by, moved_on=law.today),
            something=waits and of_this and further > 0,
        )
        if of_this and further > 0:
            self._moved(until)

    @rule(covers=st.booleans())
    def the_portal_was_out(self, covers: bool) -> None:
        """Awb afdeling 2.3 (SYNTHETIC rule): on its last day; then the next ordinary day is the last."""
        law = self.law
        if law.request is None:
            return
        last = law.request[1] if covers else law.request[1] - DAY
        outage = Outage(REASSESSMENT, ElectronicChannel.PORTAL, last - DAY, last)
        waits = law.runs and law.repair in {"runs", "lapsed"}
        self.hears(lambda: self.objection.move_repair_after(outage, law.today), something=waits and covers)
        if covers:
            self._moved(next_ordinary(last + DAY))

    def _moved(self, until: date) -> None:
        """It runs, or runs again, unless it was repaired or ruled on."""
        law = self.law
        if law.runs and law.request is not None and law.repair in {"runs", "lapsed"}:
            law.request, law.repair = (law.request[0], until), "runs"

    @rule(
        step=st.sampled_from([CommitteeAnnounced, RulingAdjourned]),
        where=st.sampled_from(["statutory", "six weeks"]),
        near=nearby,
    )
    def its_letter_leaves(
        self, step: type[CommitteeAnnounced | RulingAdjourned], where: str, near: int
    ) -> None:
        """Awb 7:10(3), (5), 7:13(2): when the term without that step had ended, it moves nothing."""
        law = self.law
        told = next((one for one in reversed(self.objection.pending()) if isinstance(one, step)), None)
        if told is None:
            return
        on = max(law.day_at(where) + near * DAY, law.today)
        named = (told.adjourned_on, told.decide_before) if isinstance(told, RulingAdjourned) else None
        too_late = law.told_too_late(on, named)
        self.hears(lambda: self.objection.note_told(told, on, self.known()), something=too_late)
        if too_late and named is not None:
            law.named.remove(named)
        elif too_late:
            law.committee_too_late = True

    @rule(named=st.integers(1, 60))
    def a_court_orders_to_decide_at_last(self, named: int) -> None:
        """Awb 8:55d(1): by that day, which nothing moves; nothing once it was decided."""
        law, day = self.law, self.law.today + named * DAY
        self.hears(lambda: self.objection.order_late_ruling(NEXT_RENEWAL, law.today, day), something=law.runs)
        if law.runs:
            law.begins_anew(law.today, day)

    @rule(named=st.one_of(st.none(), st.integers(1, 60)))
    def a_court_orders_to_decide_anew(self, named: int | None) -> None:
        law = self.law
        day = law.today + named * DAY if named is not None else None
        allowed = not law.runs and law.state is not ObjectionState.WITHDRAWN
        order = CourtOrder(NEXT_RENEWAL, law.today, day)
        if self.try_it(lambda: self.objection.order_decision_anew(order), allowed=allowed):
            law.annulled_grant, law.granted_in_a_decision = law.granted_in_a_decision, False
            law.begins_anew(law.today, day)
            law.state, law.taken_up = PENDING, False
            law.repair = None if law.repair == "runs" else law.repair
