"""The worklists by the last day of a term that somebody else got, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.decisions.commands import ThresholdSetClaimCommands
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.views_given import ViewsOn
from services.decisions.projections.leaving_out_terms import (
    LeavingOutTerm,
    leaving_out_terms_on,
)
from services.decisions.projections.open_cases import Claimed, Wanted
from services.decisions.projections.threshold_set_claims import claimed_among
from services.decisions.projections.views_waited_for import ViewsTerm, views_waited_for
from shared.law.moved_terms import Move, MovedBecause
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.access import Principal, Role
from shared.runtime.dated_pages import DatedPageAsked
from shared.vocabulary import (
    ExemptionType,
    NotHeardGround,
    Outcome,
    RevocationGround,
    RoadTaxRate,
    StatedFacts,
)
from tests.support.cases import FETCHED_AT, HANDLER, a_van, an_application
from tests.support.decisions import Decisions
from tests.support.hearings import PRIVATE_USE, ask_views, assess_private_use, give_views
from tests.support.proceedings import SEALED_REASONS

READER = Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)
EVERYTHING, WHOLE_PAGE = Wanted(), DatedPageAsked(None, 100)
ASKED_ON, LAST_DAY = date(2026, 2, 2), date(2026, 2, 16)
FOUR_WEEKS_ON = date(2026, 3, 16)
ONE_DAY = timedelta(days=1)


class Desk:
    """Cases that were brought so far, and the lists of them."""

    def __init__(self, service: Decisions) -> None:
        self._service = service

    def an_undecided_case(self) -> DecisionCase:
        """Received on 5 January 2026."""
        return DecisionCase.start_decision_term(case_id=self._service.ids.new(), application=an_application())

    def a_granted_case(self) -> DecisionCase:
        """Of private use, granted on 1 February 2026."""
        stated = StatedFacts(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
        application = an_application(ExemptionType.PRIVATE_USE, stated=stated)
        case = DecisionCase.start_decision_term(case_id=self._service.ids.new(), application=application)
        case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
        assess_private_use(case)
        case.decide(Outcome.GRANTED, policy=PRIVATE_USE, decided_on=date(2026, 2, 1), decided_by=HANDLER)
        return case

    def save(self, *brought: DecisionCase) -> None:
        """As they now are, in the log and in the registers."""
        for case in brought:
            self._service.log.save_act(self._service.act("system:test", "system"), case, case_id=case.id)
        self._service.follow()

    def views(
        self, today: date, going_on: bool | None = None, wanted: Wanted = EVERYTHING
    ) -> list[ViewsTerm]:
        """The list of who could give views."""
        with self._service.log.read() as connection:
            return views_waited_for(connection, READER, wanted, WHOLE_PAGE, today=today, going_on=going_on)

    def leavings_out(self, today: date, wanted: Wanted = EVERYTHING) -> list[LeavingOutTerm]:
        """The list of the four weeks."""
        with self._service.log.read() as connection:
            return leaving_out_terms_on(connection, READER, wanted, today, WHOLE_PAGE)


@pytest.fixture
def desk(decisions: Decisions) -> Desk:
    """Nothing has come in yet."""
    return Desk(decisions)


def asked_to_complete(desk: Desk, last_day: date = LAST_DAY) -> DecisionCase:
    """On 2 February, until that day."""
    case = desk.an_undecided_case()
    case.suspend_decision_term(request_number=1, requested_on=ASKED_ON, term_last_day=last_day)
    return case


def ids(found: list[LeavingOutTerm] | list[ViewsTerm]) -> list[UUID]:
    """In the order of the list."""
    return [one.case_id for one in found]


def test_a_case_in_which_the_same_was_asked_after_the_four_weeks_is_not_listed(desk: Desk) -> None:
    """Awb 4:5(4), docs/adr/0010: it is not left out any more, however the second request ends."""
    case = asked_to_complete(desk)
    case.note_completion_term_lapsed(request_number=1, term_last_day=LAST_DAY)
    again, until = FOUR_WEEKS_ON + ONE_DAY, FOUR_WEEKS_ON + 15 * ONE_DAY
    case.suspend_decision_term(request_number=2, requested_on=again, term_last_day=until)
    case.note_completion_term_lapsed(request_number=2, term_last_day=until)
    desk.save(case)
    assert desk.leavings_out(until + ONE_DAY) == []


def test_cases_in_the_four_weeks_are_listed_by_their_last_day(desk: Desk) -> None:
    """Awb 4:5(4): from the end of the set term, or the supplement, until four weeks later; not before, not after."""
    lapsed, supplemented, running = (asked_to_complete(desk) for _ in range(3))
    lapsed.note_completion_term_lapsed(request_number=1, term_last_day=LAST_DAY)
    supplemented.supplement_stated_facts(supplemented_on=date(2026, 2, 9), stated=StatedFacts())
    desk.save(lapsed, supplemented, running)
    found = desk.leavings_out(date(2026, 2, 18))
    assert ids(found) == [supplemented.id, lapsed.id]
    assert [(one.because, one.ended_on, one.last_day) for one in found] == [
        ("supplemented", date(2026, 2, 9), date(2026, 3, 9)),
        ("lapsed", LAST_DAY, FOUR_WEEKS_ON),
    ]
    assert ids(desk.leavings_out(FOUR_WEEKS_ON)) == [lapsed.id]
    assert desk.leavings_out(FOUR_WEEKS_ON + ONE_DAY) == []
    assert ids(desk.leavings_out(date(2026, 2, 18), Wanted(due_before=date(2026, 3, 10)))) == [
        supplemented.id
    ]
    assert desk.leavings_out(date(2026, 2, 18), Wanted(claimed=Claimed.MINE)) == []


def test_a_moved_term_is_listed_once_it_has_passed(desk: Desk) -> None:
    """It had lapsed by the earlier day; the four weeks count from the later one."""
    case = asked_to_complete(desk)
    case.note_completion_term_lapsed(request_number=1, term_last_day=LAST_DAY)
    later = LAST_DAY + 3 * ONE_DAY
    move = Move(later, MovedBecause.OUTAGE, UUID(int=8), "SYNTHETIC outage/2026")
    case.move_completion_term(request_number=1, move=move, moved_on=LAST_DAY + ONE_DAY)
    desk.save(case)
    assert desk.leavings_out(later) == []
    [found] = desk.leavings_out(later + ONE_DAY)
    assert (found.ended_on, found.last_day) == (later, date(2026, 3, 19))


def test_cases_that_can_go_on_are_told_from_those_that_wait(desk: Desk) -> None:
    """Views came or the term passed: on facts, and on an intended revocation; an ended case is on no list."""
    waiting, heard = desk.an_undecided_case(), desk.an_undecided_case()
    withdrawn, revoked = desk.an_undecided_case(), desk.a_granted_case()
    for case in (waiting, heard, withdrawn):
        ask_views(case)
    give_views(heard, ASKED_ON + ONE_DAY)
    withdrawn.note_withdrawal(withdrawn_on=ASKED_ON + ONE_DAY, handling_started=True)
    revoked.intend_revocation(
        RevocationGround.WRONG_DATA,
        views_until=LAST_DAY - ONE_DAY,
        reasons=SEALED_REASONS,
        intended_on=LAST_DAY - 15 * ONE_DAY,
        intended_by=HANDLER,
    )
    desk.save(waiting, heard, withdrawn, revoked)
    assert ids(desk.views(LAST_DAY, going_on=True)) == [revoked.id, heard.id]
    assert ids(desk.views(LAST_DAY, going_on=False)) == [waiting.id]
    assert ids(desk.views(LAST_DAY + ONE_DAY, going_on=True)) == [revoked.id, waiting.id, heard.id]
    assert [one.on for one in desk.views(LAST_DAY)] == [ViewsOn.REVOCATION, ViewsOn.FACTS, ViewsOn.FACTS]


def test_others_than_the_applicant_are_waited_for_too(desk: Desk) -> None:
    """Awb 4:8: a case stands on the list once, by whom it waits for longest; who is not heard is not waited for."""
    case, unheard = desk.an_undecided_case(), desk.an_undecided_case()
    ask_views(case, LAST_DAY, ASKED_ON)
    for number in (1, 2):
        note_another(case)
        ask_another(case, number, LAST_DAY + number * ONE_DAY)
    note_another(unheard)
    ask_another(unheard, 1, LAST_DAY)
    unheard.leave_third_party_unheard(
        1, NotHeardGround.URGENT, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER
    )
    desk.save(case, unheard)
    [found] = desk.views(LAST_DAY)
    assert (found.case_id, found.on, found.views_until) == (
        case.id,
        ViewsOn.THIRD_PARTY,
        LAST_DAY + 2 * ONE_DAY,
    )
    for number in (1, 2):
        hear_another(case, number)
    desk.save(case)
    [found] = desk.views(ASKED_ON)
    assert (found.on, found.can_go_on(ASKED_ON)) == (ViewsOn.FACTS, False)
    give_views(case, ASKED_ON)
    desk.save(case)
    assert [one.on for one in desk.views(ASKED_ON, going_on=True)] == [ViewsOn.THIRD_PARTY]


def note_another(case: DecisionCase) -> None:
    """The desk notes somebody who may object."""
    person = Sealed(case.id, SealedKind.APPLICANT, b"the lessor")
    case.note_third_party(person, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER)


def ask_another(case: DecisionCase, number: int, until: date) -> None:
    """And asks them for their views."""
    case.ask_views_of_third_party(
        number, SEALED_REASONS, views_until=until, asked_on=ASKED_ON, asked_by=HANDLER
    )


def hear_another(case: DecisionCase, number: int) -> None:
    """They give them the same day."""
    case.note_views_of_third_party(
        number,
        SEALED_REASONS,
        manner=ViewsManner.WRITTEN,
        received_on=ASKED_ON,
        today=ASKED_ON,
        noted_by=HANDLER,
    )


def test_the_list_of_sets_knows_which_reviewer_has_which(decisions: Decisions) -> None:
    """Claimed, handed over, released; what lists ask is one question for a page."""
    set_id, other = decisions.a_previewed_set(), decisions.ids.new()
    claims = ThresholdSetClaimCommands(decisions.log)
    claims.claim(decisions.act("reviewer-a", "reviewer"), set_id)
    assert claimed_in(decisions, set_id, other) == {set_id: "reviewer-a"}
    claims.hand_over(decisions.act("reviewer-a", "reviewer"), set_id, "reviewer-b")
    assert claimed_in(decisions, set_id) == {set_id: "reviewer-b"}
    claims.release(decisions.act("reviewer-b", "reviewer"), set_id)
    assert claimed_in(decisions, set_id) == {}


def claimed_in(decisions: Decisions, *set_ids: UUID) -> dict[UUID, str]:
    """As the register of claims has it."""
    decisions.follow()
    with decisions.log.read() as connection:
        return claimed_among(connection, set_ids)
