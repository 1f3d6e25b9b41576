"""The advice of a committee on an objection (Awb 7:13, 3:50): awaited, received, and departed from with reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace as replace_struct

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.committee import Committee, CommitteeComposed
from services.objections.domain.committee_advice import (
    AdviceSaid,
    CommitteeAdvice,
    CommitteeAdviceReceived,
)
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import HearingForm, HeldHearing, Invitation
from services.objections.domain.objection import Objection
from services.objections.domain.ruling_clock import clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.rulings import AdviceRuling, BesideRuling
from shared.vocabulary import ObjectionRuling
from tests.support.objections import (
    DECIDER,
    HANDLER,
    RENEWAL,
    TODAY,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    handled,
    written,
)

A_DAY = timedelta(days=1)
REASONS, WORDS = written("Neutraal."), written("De commissie adviseert.")
DEPARTS, AWAITS_NOT = AdviceSaid(departed_from=REASONS), AdviceSaid(not_awaited=REASONS)
RULINGS: dict[ObjectionRuling, Ruling] = {
    ObjectionRuling.UPHELD: Upholding(REASONS),
    ObjectionRuling.DISMISSED: Dismissal(REASONS),
    ObjectionRuling.INADMISSIBLE: Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS),
}


def announced(given: Callable[[], Objection] = an_objection) -> Objection:
    """The objector was told that a committee advises."""
    objection = given()
    objection.announce_committee(handled(a_refusal()))
    return objection


def advised(advises: ObjectionRuling, objection: Objection | None = None, on: date = TODAY) -> Objection:
    """The committee advised that ruling."""
    objection = objection or announced()
    objection.receive_advice(CommitteeAdvice(on, advises, WORDS), handled(a_refusal()))
    return objection


def saying(said: AdviceSaid) -> Handling:
    """The handler says that with the ruling."""
    return replace(handled(a_refusal()), advice=said)


def code_of(act: Callable[[], object]) -> tuple[type[DomainError], str]:
    """The refusal of an act."""
    with pytest.raises(DomainError) as raised:
        act()
    return type(raised.value), raised.value.code


COMMITTEE = Committee("chair-1", ("member-1", "member-2"))


def composed(committee: Committee = COMMITTEE, *, chair_independent: bool = True) -> Objection:
    """Who is in the committee was told."""
    objection = announced()
    objection.compose_committee(committee, handled(a_refusal()), chair_independent=chair_independent)
    return objection


@pytest.mark.parametrize(
    ("committee", "chair_independent", "code"),
    [
        (Committee("chair-1", ("member-1",)), True, "committee_incomplete"),
        (Committee("chair-1", ("member-1", "member-1")), True, "committee_incomplete"),
        (Committee("chair-1", ("member-1", "chair-1")), True, "committee_incomplete"),
        (COMMITTEE, False, "chair_not_independent"),
        (Committee(HANDLER, COMMITTEE.members), True, "chair_not_independent"),
        (Committee("chair-1", ("member-1", HANDLER)), True, "committee_not_independent"),
    ],
)
def test_a_committee_is_a_chair_of_another_house_and_two_members(
    committee: Committee, chair_independent: bool, code: str
) -> None:
    """Awb 7:13(1): put together otherwise it is none as the law means it."""
    assert code_of(lambda: composed(committee, chair_independent=chair_independent)) == (RuleBroken, code)


def test_who_is_in_the_committee_is_noted_once_it_was_announced() -> None:
    """Awb 7:13(1), (2): by pseudonymous ids; before that there is none."""
    assert isinstance(composed().pending()[-1], CommitteeComposed)
    early = code_of(
        lambda: an_objection().compose_committee(COMMITTEE, handled(a_refusal()), chair_independent=True)
    )
    assert early == (NotInThisState, "committee_not_announced")


def heard_by(hearer: str, objection: Objection) -> Objection:
    """At a hearing of the committee, ten days from now."""
    day = TODAY + 10 * A_DAY
    at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    objection.plan_hearing(Invitation(at, HearingForm.IN_PERSON, WORDS), handled(a_refusal()))
    held = HeldHearing(day, (hearer,), WORDS, by_committee=True)
    objection.hold_hearing(held, handled(a_refusal(), on=day))
    return objection


def test_nobody_else_hears_for_a_committee_of_which_is_known_who_is_in_it() -> None:
    """Awb 7:13(3): its chair or a member."""
    assert code_of(lambda: heard_by("somebody-else", composed()))[1] == "hearer_not_in_committee"
    assert heard_by("member-1", composed()).hearing.by_committee


@pytest.mark.parametrize(("days", "with_record"), [(9, True), (10, False), (10, None)])
def test_an_advice_has_the_record_of_the_hearing(days: int, with_record: bool | None) -> None:
    """Awb 7:13(6): one from before the hearing cannot have it; that it has, is said."""
    objection, day = heard_by("member-1", composed()), TODAY + 10 * A_DAY
    by = handled(a_refusal(), on=day, waived=None)
    advice = CommitteeAdvice(TODAY + days * A_DAY, ObjectionRuling.DISMISSED, WORDS, with_record)
    objection.receive_advice(advice, by)
    assert code_of(lambda: objection.rule(Dismissal(REASONS), by))[1] == "advice_without_record"
    objection.receive_advice(replace_struct(advice, received_on=day, with_record=True), by)
    objection.rule(Dismissal(REASONS), by)


@pytest.mark.parametrize("ruling", RULINGS)
def test_nobody_rules_before_the_advice_without_saying_why(ruling: ObjectionRuling) -> None:
    """Awb 7:13, 3:2: nor with what can be said of an advice alone."""
    objection = announced()
    for said in (AdviceSaid(), DEPARTS, replace(DEPARTS, not_awaited=REASONS)):
        assert code_of(lambda said=said: objection.rule(RULINGS[ruling], saying(said))) == (
            RuleBroken,
            "advice_awaited",
        )
    objection.rule(RULINGS[ruling], saying(AWAITS_NOT))
    assert vars(objection.pending()[-1])["beside"] == BesideRuling(
        advice=AdviceRuling(sealed_not_awaited=REASONS)
    )


@pytest.mark.parametrize("ruling", RULINGS)
@pytest.mark.parametrize("advice", RULINGS)
def test_who_departs_from_the_advice_says_why(ruling: ObjectionRuling, advice: ObjectionRuling) -> None:
    """Awb 7:13(7), 3:50: the advice goes with the ruling; a departure in part has its reasons too."""
    objection = advised(advice)
    if advice is not ruling:
        assert code_of(lambda: objection.rule(RULINGS[ruling], saying(AdviceSaid()))) == (
            RuleBroken,
            "departure_without_reasons",
        )
    objection.rule(RULINGS[ruling], saying(DEPARTS))
    assert vars(objection.pending()[-1])["beside"] == BesideRuling(
        advice=AdviceRuling(advice, WORDS, REASONS)
    )


def test_a_ruling_that_follows_the_advice_needs_no_more() -> None:
    """Awb 7:13: and there is nothing to wait for any more."""
    objection = advised(ObjectionRuling.DISMISSED)
    assert code_of(lambda: objection.rule(Dismissal(REASONS), saying(AWAITS_NOT))) == (
        RuleBroken,
        "advice_received",
    )
    objection.rule(Dismissal(REASONS), saying(AdviceSaid()))
    assert vars(objection.pending()[-1])["beside"] == BesideRuling(
        advice=AdviceRuling(ObjectionRuling.DISMISSED, WORDS)
    )


@pytest.mark.parametrize("said", [DEPARTS, AWAITS_NOT])
def test_without_a_committee_there_is_no_advice_to_speak_of(said: AdviceSaid) -> None:
    """Awb 7:13(2): the objector was told of none."""
    objection = an_objection()
    assert code_of(lambda: objection.rule(Dismissal(REASONS), saying(said))) == (
        NotInThisState,
        "committee_not_announced",
    )
    assert code_of(lambda: advised(ObjectionRuling.UPHELD, objection)) == (
        NotInThisState,
        "committee_not_announced",
    )


@pytest.mark.parametrize("on", [TODAY - A_DAY, TODAY + A_DAY])
def test_a_committee_advises_after_it_was_announced(on: date) -> None:
    """Awb 7:13(6): and today at the latest."""
    assert code_of(lambda: advised(ObjectionRuling.UPHELD, on=on)) == (RuleBroken, "advice_day")


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_a_later_advice_takes_the_place_of_an_earlier_one(given: Callable[[], Objection]) -> None:
    """Awb 7:13: also while a finding stands; not by who took the contested decision (Awb 10:3(3))."""
    objection = advised(ObjectionRuling.UPHELD, advised(ObjectionRuling.DISMISSED, announced(given)))
    assert objection.advice == CommitteeAdvice(TODAY, ObjectionRuling.UPHELD, WORDS)
    received = objection.pending()[-1]
    assert isinstance(received, CommitteeAdviceReceived)
    assert received.recorded_by == HANDLER
    by = handled(a_refusal(), by=DECIDER)
    again = CommitteeAdvice(TODAY, ObjectionRuling.UPHELD, WORDS)
    assert code_of(lambda: objection.receive_advice(again, by)) == (NotYours, "own_decision")


def test_a_renewed_decision_that_rules_waits_for_no_advice() -> None:
    """Awb 7:11: it rests on the finding, and grants all that was asked."""
    objection = announced(an_objection_with_a_finding)
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    assert not objection.undecided


def test_the_committee_can_hear_the_objector() -> None:
    """Awb 7:13(3): that counts as the hearing, and the ruling says so; only where one was announced."""
    invitation = Invitation(datetime(2026, 6, 10, 8, tzinfo=UTC), HearingForm.IN_PERSON, WORDS)
    held = HeldHearing(TODAY, ("member-1", "member-2", "member-3"), WORDS, by_committee=True)
    without, with_one = an_objection(), announced()
    for objection in (without, with_one):
        objection.plan_hearing(invitation, handled(a_refusal()))
    assert code_of(lambda: without.hold_hearing(held, handled(a_refusal()))) == (
        NotInThisState,
        "committee_not_announced",
    )
    with_one.hold_hearing(held, handled(a_refusal()))
    advice = CommitteeAdvice(TODAY, ObjectionRuling.DISMISSED, WORDS, with_record=True)
    with_one.receive_advice(advice, handled(a_refusal()))
    with_one.rule(Dismissal(REASONS), handled(a_refusal(), waived=None))
    beside = vars(with_one.pending()[-1])["beside"]
    assert beside.advice.heard_by_committee


def test_the_clock_tells_the_day_of_the_advice() -> None:
    """Awb 7:13(6): the term runs on."""
    objection = advised(ObjectionRuling.UPHELD)
    clock = clock_of([(TODAY, event) for event in objection.pending()], a_refusal())
    [entry] = [entry for entry in clock.entries if entry.step is RulingStep.COMMITTEE_ADVICE]
    assert (entry.on, entry.rule, entry.last_day) == (TODAY, "Awb 7:13(6)", None)
