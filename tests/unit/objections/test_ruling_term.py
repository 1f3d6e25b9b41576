"""The term to decide on an objection: a committee, an adjournment, postponement by consent (Awb 7:10, 7:13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from services.objections.domain.objection import Objection
from services.objections.domain.ruling_term import CommitteeAnnounced, PostponementAgreed, RulingAdjourned
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.eventlog.aggregate import Event
from tests.support.objections import (
    CASE,
    DECIDER,
    HANDLER,
    OBJECTOR,
    REFUSAL,
    RULING_DAY,
    TODAY,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    asked_to_repair,
    handled,
)

A_DAY = timedelta(days=1)
TWELVE_WEEKS, SIX_WEEKS_MORE, EIGHTEEN_WEEKS = date(2026, 7, 29), date(2026, 7, 29), date(2026, 9, 9)
UNANNOUNCED = a_refusal(announced_on=None, remedy_last_day=None)


def refused(act: str, objection: Objection, *arguments: object) -> DomainError:
    """The refusal of that act, which records nothing."""
    before = objection.version
    with pytest.raises(DomainError) as raised:
        getattr(objection, act)(*arguments)
    assert objection.version == before
    return raised.value


def last(objection: Objection) -> Event:
    """What was recorded last."""
    return objection.pending()[-1]


def deadline(objection: Objection) -> date:
    """The last day to decide, as things stand."""
    term = objection.ruling_term(a_refusal())
    assert term is not None
    return term.deadline().last_day


@pytest.mark.parametrize("objection", [an_objection, an_objection_with_a_finding])
def test_a_committee_makes_twelve_weeks(objection: Callable[[], Objection]) -> None:
    """Awb 7:13(2), also while a finding stands: the term runs on."""
    advised = objection()
    advised.announce_committee(handled(a_refusal()))
    event = last(advised)
    assert isinstance(event, CommitteeAnnounced)
    assert (event.case_id, event.decision_id) == (CASE, REFUSAL)
    assert (event.announced_on, event.announced_by) == (TODAY, HANDLER)
    assert (event.decide_before, event.provisional) == (TWELVE_WEEKS, False)
    assert deadline(advised) == TWELVE_WEEKS


LATER = {"announced_on": date(2026, 3, 31), "remedy_last_day": date(2026, 5, 12)}
"""As the letter says that was sent on paper a week later, after the e-mail had bounced."""


def test_a_bounced_letter_moves_the_term_to_object_to_the_later_day_alone() -> None:
    """Awb 3:41, 6:8: from the paper; heard again, or with an earlier day, it changes nothing."""
    first = a_refusal()
    again = first.announced_again(LATER["announced_on"], LATER["remedy_last_day"])
    assert again == a_refusal(**LATER, first_remedy_last_day=first.remedy_last_day)
    assert again.announced_again(LATER["announced_on"], LATER["remedy_last_day"]) is None
    assert again.announced_again(first.announced_on, first.remedy_last_day) is None
    third = again.announced_again(date(2026, 4, 1), date(2026, 5, 1))
    assert third is not None
    assert (third.remedy_last_day, third.first_remedy_last_day) == (
        again.remedy_last_day,
        first.remedy_last_day,
    )


def test_a_letter_that_is_heard_again_does_not_undo_the_one_on_paper() -> None:
    """Awb 3:41: after an upgrade all letters are heard once more, the bounced one before that which was sent by post."""
    first = a_refusal()
    assert first.announced(first.announced_on, first.remedy_last_day) == first
    again = first.announced_again(LATER["announced_on"], LATER["remedy_last_day"])
    assert again.announced(first.announced_on, first.remedy_last_day) is None
    assert UNANNOUNCED.announced(first.announced_on, first.remedy_last_day) == first


def test_what_needs_no_remedy_gets_none_by_a_later_announcement() -> None:
    """Awb 6:19: a pending objection covers it; and the letter on paper may be all that was heard of."""
    covered = a_refusal(remedy_last_day=None).announced_again(LATER["announced_on"], None)
    assert covered == a_refusal(announced_on=LATER["announced_on"], remedy_last_day=None)
    assert UNANNOUNCED.announced_again(LATER["announced_on"], LATER["remedy_last_day"]) == a_refusal(**LATER)


@pytest.mark.parametrize(
    ("received_on", "begins_after"),
    [
        (date(2026, 4, 10), date(2026, 5, 6)),
        (date(2026, 5, 6), date(2026, 5, 6)),
        (date(2026, 5, 8), date(2026, 5, 8)),
        (date(2026, 5, 12), date(2026, 5, 12)),
        (date(2026, 5, 13), date(2026, 5, 13)),
    ],
)
def test_a_later_announcement_makes_no_objector_wait_longer(received_on: date, begins_after: date) -> None:
    """The term to decide begins as it would have, and never before the objection came (Awb 7:10(1))."""
    term = an_objection(received_on).ruling_term(a_refusal(**LATER, first_remedy_last_day=date(2026, 5, 6)))
    assert term is not None
    assert term.begins_after == begins_after


def test_a_committee_is_announced_once() -> None:
    """The objector knows already."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal()))
    again = refused("announce_committee", objection, handled(a_refusal()))
    assert (type(again), again.code) == (RuleBroken, "committee_announced")


@pytest.mark.parametrize(("on", "admitted"), [(RULING_DAY, True), (RULING_DAY + A_DAY, False)])
def test_a_committee_is_announced_within_the_six_weeks(on: date, admitted: bool) -> None:
    """Afterwards six weeks were the term, and have passed (Awb 7:10(1))."""
    objection = an_objection()
    if admitted:
        objection.announce_committee(handled(a_refusal(), on=on))
        assert deadline(objection) == TWELVE_WEEKS
    else:
        assert (
            refused("announce_committee", objection, handled(a_refusal(), on=on)).code == "ruling_term_passed"
        )


def test_a_committee_can_be_announced_before_the_term_is_known() -> None:
    """Its last day is then not stated."""
    objection = an_objection()
    objection.announce_committee(handled(UNANNOUNCED))
    event = last(objection)
    assert isinstance(event, CommitteeAnnounced)
    assert (event.decide_before, event.provisional) == (None, None)
    assert deadline(objection) == TWELVE_WEEKS


@pytest.mark.parametrize(
    ("committee", "until", "code"),
    [
        (False, RULING_DAY, "day_not_later"),
        (False, RULING_DAY + A_DAY, None),
        (False, SIX_WEEKS_MORE, None),
        (False, SIX_WEEKS_MORE + A_DAY, "adjournment_too_long"),
        (True, TWELVE_WEEKS, "day_not_later"),
        (True, EIGHTEEN_WEEKS, None),
        (True, EIGHTEEN_WEEKS + A_DAY, "adjournment_too_long"),
    ],
)
def test_an_adjournment_is_to_a_later_day_at_most_six_weeks_further(
    committee: bool, until: date, code: str | None
) -> None:
    """Awb 7:10(3)."""
    objection = an_objection()
    if committee:
        objection.announce_committee(handled(a_refusal()))
    if code is not None:
        assert refused("adjourn_ruling", objection, until, handled(a_refusal())).code == code
        return
    was = deadline(objection)
    objection.adjourn_ruling(until, handled(a_refusal()))
    event = last(objection)
    assert isinstance(event, RulingAdjourned)
    assert (event.adjourned_on, event.adjourned_by, event.was, event.decide_before) == (
        TODAY,
        HANDLER,
        was,
        until,
    )
    assert deadline(objection) == until


def test_an_adjournment_is_once() -> None:
    """Awb 7:10(3)."""
    objection = an_objection()
    objection.adjourn_ruling(RULING_DAY + A_DAY, handled(a_refusal()))
    again = refused("adjourn_ruling", objection, RULING_DAY + 2 * A_DAY, handled(a_refusal()))
    assert again.code == "ruling_adjourned"


@pytest.mark.parametrize(("on", "admitted"), [(RULING_DAY, True), (RULING_DAY + A_DAY, False)])
def test_an_adjournment_comes_before_the_term_ends(on: date, admitted: bool) -> None:
    """On its last day at the latest (Awb 7:10(3))."""
    objection, until = an_objection(), date(2026, 7, 15)
    if admitted:
        objection.adjourn_ruling(until, handled(a_refusal(), on=on))
        assert deadline(objection) == until
    else:
        late = refused("adjourn_ruling", objection, until, handled(a_refusal(), on=on))
        assert late.code == "ruling_term_passed"


def test_postponement_needs_consent_and_a_later_day() -> None:
    """Awb 7:10(4); an adjournment need not have come before it."""
    objection, until = an_objection(), date(2026, 12, 1)
    to_come = refused("agree_postponement", objection, until, TODAY + A_DAY, handled(a_refusal()))
    assert to_come.code == "consent_to_come"
    sooner = refused("agree_postponement", objection, RULING_DAY, TODAY, handled(a_refusal()))
    assert sooner.code == "day_not_later"
    objection.agree_postponement(until, TODAY - A_DAY, handled(a_refusal()))
    event = last(objection)
    assert isinstance(event, PostponementAgreed)
    assert (event.recorded_on, event.recorded_by, event.consented_on) == (TODAY, HANDLER, TODAY - A_DAY)
    assert (event.was, event.decide_before) == (RULING_DAY, until)
    assert deadline(objection) == until


def test_postponement_is_to_a_day_to_come() -> None:
    """Also when the term has passed already."""
    objection, on = an_objection(), RULING_DAY + 10 * A_DAY
    past = refused("agree_postponement", objection, on, on, handled(a_refusal(), on=on))
    assert past.code == "day_not_later"


def test_after_an_adjournment_consent_puts_it_off_further() -> None:
    """Awb 7:10(3) and then (4)."""
    objection = an_objection()
    objection.adjourn_ruling(SIX_WEEKS_MORE, handled(a_refusal()))
    objection.agree_postponement(SIX_WEEKS_MORE + A_DAY, TODAY, handled(a_refusal()))
    assert deadline(objection) == SIX_WEEKS_MORE + A_DAY


@pytest.mark.parametrize(
    ("act", "arguments"),
    [("adjourn_ruling", (date(2026, 7, 1),)), ("agree_postponement", (date(2026, 7, 1), TODAY))],
)
def test_what_is_not_known_is_not_put_off(act: str, arguments: tuple[object, ...]) -> None:
    """Before the announcement, and while the term is suspended (Awb 7:10(2))."""
    unknown = refused(act, an_objection(), *arguments, handled(UNANNOUNCED))
    assert (type(unknown), unknown.code) == (NotInThisState, "ruling_term_not_known")
    suspended = refused(act, asked_to_repair(an_objection()), *arguments, handled(a_refusal()))
    assert (type(suspended), suspended.code) == (NotInThisState, "ruling_term_suspended")


ACTS = [
    ("announce_committee", ()),
    ("adjourn_ruling", (date(2026, 7, 1),)),
    ("agree_postponement", (date(2026, 7, 1), TODAY)),
]


@pytest.mark.parametrize(("act", "arguments"), ACTS)
def test_who_took_the_decision_does_not_act_on_the_way_to_the_ruling(
    act: str, arguments: tuple[object, ...]
) -> None:
    """Awb 10:3(3)."""
    assert isinstance(refused(act, an_objection(), *arguments, handled(a_refusal(), by=DECIDER)), NotYours)


@pytest.mark.parametrize(("act", "arguments"), ACTS)
def test_after_the_end_there_is_no_term(act: str, arguments: tuple[object, ...]) -> None:
    """Withdrawn: no decision is due."""
    objection = an_objection()
    objection.withdraw(by=OBJECTOR, on=TODAY)
    ended = refused(act, objection, *arguments, handled(a_refusal()))
    assert ended.code == "objection_state"
