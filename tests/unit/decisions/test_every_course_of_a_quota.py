"""Whatever is granted and given back of the day exemptions of a year: never more count than there may be."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.decisions.domain.day_exemption_quota import DayExemptionQuota
from shared.eventlog.aggregate import Aggregate
from tests.support.courses import ALLOWED, BEGINNING, Course, steps_taken

MOST = 3
TODAY = date(2026, 6, 15)


class CourseOfAQuota(Course):
    """The count of one vehicle in one municipality and year; the model is which cases count, and their day."""

    @initialize()
    def opened(self) -> None:
        """Nothing counts."""
        self.days: dict[int, date] = {}
        self.on_objection: set[int] = set()
        self.number = 0
        self.quota = DayExemptionQuota.open(UUID(int=1), "GM0363", 2026)
        self.begin_with(self.quota)

    def state_of(self, aggregate: Aggregate) -> str:
        """Two states, of which no diagram is drawn: a count is no legal act."""
        return "used up" if len(vars(aggregate)["counted"]) >= MOST else "room"

    @rule(ahead=st.sampled_from([-1, 0, 1, 30, 300]))
    def one_more_is_granted(self, ahead: int) -> None:
        """In its own year, and as long as there is room."""
        self.number += 1
        number, day = 100 + self.number, TODAY + timedelta(days=ahead)
        broken = {"day_in_another_year"} if day.year != TODAY.year else set()
        broken |= {"day_exemptions_used_up"} if len(self.days) >= MOST else set()

        def grant() -> None:
            self.quota.grant(case_id=UUID(int=number), decision_id=UUID(int=99), day=day, most=MOST)

        if self.does(grant, broken):
            self.days[number] = day

    @rule(number=st.integers(1, 9), ahead=st.sampled_from([0, 1]))
    def a_ruling_grants_one(self, number: int, ahead: int) -> None:
        """Awb 7:11: also when none is left; once for each case."""
        day, counts = TODAY + timedelta(days=ahead), number in self.days
        case_id, decision_id = UUID(int=number), UUID(int=98)
        self.hears(
            lambda: self.quota.grant_on_objection(case_id=case_id, decision_id=decision_id, day=day),
            something=not counts,
        )
        if not counts:
            self.days[number] = day
            self.on_objection.add(number)

    @rule(which=st.integers(0, 4))
    def it_is_given_back(self, which: int) -> None:
        """Before its day; of what counts."""
        number = sorted(self.days)[which] if which < len(self.days) else 999
        code = ALLOWED if number in self.days else "day_exemption_not_found"
        if code is ALLOWED and self.days[number] <= TODAY:
            code = "day_has_come"
        if self.tried(lambda: self.quota.cancel(case_id=UUID(int=number), today=TODAY), code):
            del self.days[number]
            self.on_objection.discard(number)

    @invariant()
    def as_many_count_as_may(self) -> None:
        """Those that count, one for each case; more than there may be only by rulings."""
        assert {fact.case_id.int: fact.day for fact in self.quota.counted} == self.days
        assert len(self.quota.counted) == len(self.days)
        assert len(self.days) - len(self.on_objection) <= MOST


def test_every_course_of_a_quota() -> None:
    """Room is used up and comes back; no other step."""
    declared = {
        (BEGINNING, "room", "DayExemptionQuotaOpened"),
        *(("room", after, "DayExemptionGranted") for after in ("room", "used up")),
        ("used up", "used up", "DayExemptionGranted"),
        ("room", "room", "DayExemptionCancelled"),
        ("used up", "room", "DayExemptionCancelled"),
        ("used up", "used up", "DayExemptionCancelled"),
    }
    assert steps_taken(CourseOfAQuota, declared, courses=60, acts=15) == declared
