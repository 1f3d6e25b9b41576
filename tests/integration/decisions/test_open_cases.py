"""The worklist of open cases on both databases: its order, its pages, its counts, and claims at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.decisions.commands import ClaimCommands
from services.decisions.domain.case_claim import CaseClaimed, CaseHandedOver, claim_id
from services.decisions.projections.open_cases import (
    Claimed,
    OpenCase,
    OpenCaseCount,
    Wanted,
    open_cases,
    open_cases_counted,
)
from shared.errors import NotInThisState
from shared.eventlog.log import AggregateNotFound
from shared.runtime.access import Principal, Role
from shared.runtime.dated_pages import DatedPageAsked, Place
from shared.vocabulary import ExemptionType
from tests.support.cases import an_application
from tests.support.decisions import NOON, Decisions

TODAY = NOON.date()
EIGHT_WEEKS = timedelta(weeks=8)
ANN, BOB = (Principal(f"handler-{name}", frozenset({Role.CASE_HANDLER}), national=True) for name in "ab")
REVIEWER = Principal("reviewer-1", frozenset({Role.REVIEWER}), national=True)
UTRECHT = Principal("handler-u", frozenset({Role.CASE_HANDLER}), frozenset({"0344"}))
EVERYTHING = Wanted()


class Desk:
    """The worklist of a service, and claims on its cases."""

    def __init__(self, service: Decisions) -> None:
        self.service = service
        self.claims = ClaimCommands(service.log)

    def due(self, last_day: date, **told: object) -> UUID:
        """A case of which the term ends on that day."""
        case_id = self.service.ids.new()
        application = replace(an_application(**told), received_on=last_day - EIGHT_WEEKS)
        self.service.applications.start_decision_term(
            self.service.act("system:applications", "system"), case_id=case_id, application=application
        )
        return case_id

    def claim(self, case_id: UUID, by: Principal = ANN) -> None:
        """Somebody takes it in hand."""
        self.claims.claim(self.service.act(by.subject), case_id=case_id, within=by)

    def page(
        self,
        wanted: Wanted = EVERYTHING,
        reader: Principal = ANN,
        after: Place | None = None,
        limit: int = 100,
    ) -> list[OpenCase]:
        """What the list shows, up to one more than the limit."""
        self.service.follow()
        with self.service.log.read() as connection:
            return open_cases(connection, reader, wanted, DatedPageAsked(after, limit))

    def ids(self, wanted: Wanted = EVERYTHING, reader: Principal = ANN) -> list[UUID]:
        """The cases of the list in its order."""
        return [one.case_id for one in self.page(wanted, reader)]

    def counts(self, wanted: Wanted = EVERYTHING, reader: Principal = ANN) -> list[OpenCaseCount]:
        """The open cases counted as of today."""
        self.service.follow()
        with self.service.log.read() as connection:
            return list(open_cases_counted(connection, reader, wanted, TODAY))


@pytest.fixture
def desk(decisions: Decisions) -> Desk:
    """Nothing has come in yet."""
    return Desk(decisions)


def suspended(desk: Desk) -> UUID:
    """A case of which the applicant was asked to complete the application today."""
    case_id = desk.due(TODAY - timedelta(weeks=1))
    desk.service.ask(case_id)
    return case_id


def reopened(desk: Desk, claimed_by: Principal | None = None) -> UUID:
    """Leaving it out was revoked on objection: no term is known."""
    case_id = desk.due(TODAY)
    if claimed_by is not None:
        desk.claim(case_id, claimed_by)
    for number in (1, 2):
        desk.service.let_lapse(case_id, number)
    desk.service.leave_out(case_id)
    desk.service.uphold(case_id, desk.service.lodge(case_id))
    return case_id


def test_the_soonest_last_day_comes_first_and_what_has_none_comes_last(desk: Desk):
    """Of one day in order of receipt; a suspended term has no last day, nor has a case that was reopened."""
    without = [suspended(desk), reopened(desk)]
    later = desk.due(TODAY + timedelta(weeks=1))
    today = [desk.due(TODAY), desk.due(TODAY)]
    late = desk.due(TODAY - timedelta(weeks=1))
    assert desk.ids() == [late, *today, later, *without]
    assert [one.last_day is None for one in desk.page()] == [False] * 4 + [True] * 2
    assert [one.suspended for one in desk.page()[-2:]] == [True, False]


def test_what_is_decided_or_ended_is_not_in_the_list(desk: Desk):
    """Only cases on which is yet to be decided."""
    left, refused, withdrawn = (desk.due(TODAY) for _ in range(3))
    desk.service.refuse_on_other_ground(refused)
    desk.service.withdraw(withdrawn)
    assert desk.ids() == [left]


def pages(desk: Desk, limit: int) -> Iterator[list[OpenCase]]:
    """The list a page at a time."""
    after = None
    while found := desk.page(after=after, limit=limit)[:limit]:
        yield found
        after = Place(found[-1].last_day, found[-1].case_id)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_show_each_case_once(desk: Desk, limit: int):
    """Also where a page ends among cases of one day, or among those without one."""
    for days in (0, 0, 0, 7):
        desk.due(TODAY + timedelta(days=days))
    for _ in range(2):
        suspended(desk)
    singly = [one.case_id for page in pages(desk, limit) for one in page]
    assert singly == desk.ids()


def test_a_case_that_moves_between_two_pages_hides_no_other(desk: Desk):
    """The next page goes on after the place that the last line had, although its case now comes last."""
    first, second = desk.due(TODAY - timedelta(weeks=1)), desk.due(TODAY)
    [shown, _] = desk.page(limit=1)
    desk.service.ask(first)
    following = desk.page(after=Place(shown.last_day, shown.case_id))
    assert [one.case_id for one in following] == [second, first]


@pytest.mark.parametrize(
    ("days", "overdue", "soon"), [(-7, 1, 0), (-3, 1, 0), (0, 0, 1), (7, 0, 1), (8, 0, 0)]
)
def test_overdue_is_before_today_and_soon_is_up_to_the_seventh_day(
    desk: Desk, days: int, overdue: int, soon: int
):
    """Today is the last day of a term that ends today: it is not late yet."""
    desk.due(TODAY + timedelta(days=days))
    [counted] = desk.counts()
    assert (counted.overdue, counted.due_soon) == (overdue, soon)


def test_counts_are_those_of_the_list(desk: Desk):
    """By type, with the same scope and filters."""
    mine, other, nobodys = (desk.due(TODAY) for _ in range(3))
    desk.claim(mine)
    desk.claim(other, BOB)
    suspended(desk)
    local = desk.due(TODAY, kind=ExemptionType.HARDSHIP, municipality="0344")
    [counted] = desk.counts()
    assert (counted.exemption_type, counted.number, counted.suspended) == (
        ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        4,
        1,
    )
    assert (counted.claimed_by_reader, counted.claimed_by_nobody) == (1, 2)
    [of_utrecht] = desk.counts(reader=UTRECHT)
    assert (of_utrecht.exemption_type, of_utrecht.number) == (ExemptionType.HARDSHIP, 1)
    assert desk.ids(reader=UTRECHT) == [local]
    assert nobodys in desk.ids(Wanted(claimed=Claimed.NOBODY))
    assert desk.counts(Wanted(claimed=Claimed.MINE))[0].number == 1


@pytest.mark.parametrize(("claimed", "shown"), [("mine", "m"), ("nobody", "n"), ("anybody", "mo")])
def test_by_who_has_it_in_hand(desk: Desk, claimed: str, shown: str):
    """The reader, nobody, or anybody."""
    cases = {name: desk.due(TODAY) for name in "mon"}
    desk.claim(cases["m"])
    desk.claim(cases["o"], BOB)
    assert desk.ids(Wanted(claimed=Claimed(claimed))) == [cases[name] for name in shown]


def test_who_has_it_and_since_when_follows_release_and_transfer(desk: Desk):
    """The row is that of the last act."""
    case_id = desk.due(TODAY)
    desk.claim(case_id)
    [claimed] = desk.page()
    assert (claimed.claimed_by, claimed.claimed_on) == (ANN.subject, TODAY)
    hand_over(desk, [case_id])
    assert desk.page()[0].claimed_by == BOB.subject
    desk.claims.release(desk.service.act(BOB.subject), case_id=case_id, within=BOB)
    assert (desk.page()[0].claimed_by, desk.page()[0].claimed_on) == (None, None)


def hand_over(desk: Desk, case_ids: list[UUID]) -> None:
    """A reviewer gives Ann's cases to Bob."""
    desk.claims.hand_over(
        desk.service.act(REVIEWER.subject, "reviewer"),
        from_subject=ANN.subject,
        to_subject=BOB.subject,
        case_ids=case_ids,
        within=REVIEWER,
    )


def test_many_cases_go_over_in_one_append_each_under_its_own_case(desk: Desk):
    """So that the timeline of every case tells it."""
    cases = [desk.due(TODAY) for _ in range(3)]
    for case_id in cases:
        desk.claim(case_id)
    before = desk.service.log.head()
    hand_over(desk, cases)
    recorded = desk.service.log.events_after(before)
    assert [type(one.event) for one in recorded] == [CaseHandedOver] * 3
    assert [one.metadata.case_id for one in recorded] == cases
    assert desk.ids(Wanted(claimed=Claimed.MINE), BOB) == cases


@pytest.mark.parametrize("other", ["another's", "nobody's", "decided", "elsewhere", "never was"])
def test_cases_go_over_all_or_none(desk: Desk, other: str):
    """One that the person does not have in hand, or that is not there, and nothing is recorded."""
    mine = desk.due(TODAY)
    desk.claim(mine)
    case_id = desk.due(TODAY, municipality="0344" if other == "elsewhere" else None)
    if other == "another's":
        desk.claim(case_id, BOB)
    if other == "decided":
        desk.claim(case_id)
        desk.service.refuse_on_other_ground(case_id)
    if other == "never was":
        case_id = desk.service.ids.new()
    before = desk.service.log.head()
    with pytest.raises((NotInThisState, AggregateNotFound)):
        hand_over(desk, [mine, case_id])
    assert desk.service.log.head() == before


def test_of_two_who_claim_at_the_same_moment_one_has_it(desk: Desk):
    """The other is told that somebody else has it, not that a version is stale."""
    for _ in range(5):
        case_id, together = desk.due(TODAY), Barrier(2)

        def claim(by: Principal, case_id: UUID = case_id, together: Barrier = together) -> str:
            together.wait(30)
            try:
                desk.claim(case_id, by)
            except NotInThisState as refused:
                return refused.code
            return "claimed"

        with ThreadPoolExecutor(2) as clients:
            told = sorted(clients.map(claim, (ANN, BOB)))
        assert told == ["claimed", "claimed_by_another"]
        recorded = [one.event for one in desk.service.log.stream(claim_id(case_id))]
        assert [type(event) for event in recorded[1:]] == [CaseClaimed]


def test_who_is_just_too_late_is_told_who_was_quicker(desk: Desk):
    """A claim that came between reading and storing is read, and decided on anew."""
    case_id, once = desk.due(TODAY), iter([True])

    class Overtaken(ClaimCommands):
        def _claim_on(self, case_id: UUID, within: Principal):  # noqa: ANN202 - as the parent has it
            found = super()._claim_on(case_id, within)
            if next(once, False):
                desk.claim(case_id, BOB)
            return found

    with pytest.raises(NotInThisState, match="claimed_by_another"):
        Overtaken(desk.service.log).claim(desk.service.act(ANN.subject), case_id=case_id, within=ANN)


def test_a_case_that_is_open_again_is_with_who_had_it(desk: Desk):
    """Leaving it out ended the claim with the case; the case is back, and so is the claim."""
    case_id = reopened(desk, claimed_by=ANN)
    assert desk.page()[0].claimed_by == ANN.subject
    with pytest.raises(NotInThisState, match="claimed_by_another"):
        desk.claim(case_id, BOB)
