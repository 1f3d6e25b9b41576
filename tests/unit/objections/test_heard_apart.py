"""Hearing together, or apart with reasons and an account of it (Awb 7:6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.objections.domain.handling import Dismissal, Handling
from services.objections.domain.heard_apart import (
    THE_OBJECTOR,
    ApartBecause,
    HeardApart,
    HearingAccount,
    HearingAccountGiven,
)
from services.objections.domain.hearing import HeldHearing
from services.objections.domain.interested_parties import PartyHeard
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from shared.errors import RuleBroken
from tests.support.objections import TODAY, a_refusal, an_objection, handled, written
from tests.unit.objections.test_hearing import INVITATION

WORDS = written("Neutraal.")
HEARING, NEXT_DAY = INVITATION.day, INVITATION.day + timedelta(days=1)
APART = HeardApart(ApartBecause.SECRECY, WORDS)
SAID, SECRET = HearingAccount(WORDS, None), HearingAccount(None, WORDS)


def on(day: date) -> Handling:
    """The handler acts on that day, without leaving a hearing out."""
    return handled(a_refusal(), on=day, waived=None)


def heard(party_on: date, apart: HeardApart | None = None, *, orally: bool = True) -> Objection:
    """The objector at the hearing, and an invited party on that day."""
    objection = an_objection()
    objection.plan_hearing(INVITATION, on(TODAY))
    objection.invite_party(WORDS, WORDS, HEARING, on(TODAY))
    objection.hold_hearing(HeldHearing(HEARING, ("hearer-1",), WORDS), on(HEARING))
    objection.hear_party(1, WORDS, party_on, on(NEXT_DAY), orally=orally, apart=apart)
    return objection


def refusal_of_a_ruling(objection: Objection) -> str | None:
    """The code with which a ruling is refused; None: it is given."""
    try:
        objection.rule(Dismissal(WORDS), on(NEXT_DAY))
    except RuleBroken as refused:
        return refused.code
    return None


def test_who_is_heard_at_the_same_hearing_is_heard_together() -> None:
    """Awb 7:6(1): nothing is to be said of it, nor of who reacts in writing."""
    assert refusal_of_a_ruling(heard(HEARING)) is None
    assert refusal_of_a_ruling(heard(NEXT_DAY, orally=False)) is None


def test_who_is_heard_on_another_day_without_reasons_was_not_heard_as_the_law_wants() -> None:
    """Awb 7:6(1), (2): recording the party again with the reasons mends it."""
    objection = heard(NEXT_DAY)
    assert refusal_of_a_ruling(objection) == "heard_apart_without_reasons"
    objection.hear_party(1, WORDS, NEXT_DAY, on(NEXT_DAY), orally=True, apart=APART)
    assert refusal_of_a_ruling(objection) == "apart_not_told"


def test_parties_without_the_objector_are_heard_together_too() -> None:
    """The objector needs no hearing: two parties on two days are heard apart."""
    objection = an_objection()
    for number, day in ((1, HEARING), (2, NEXT_DAY)):
        objection.invite_party(WORDS, WORDS, HEARING, on(TODAY))
        objection.hear_party(number, WORDS, day, on(NEXT_DAY), orally=True)
    with pytest.raises(RuleBroken) as raised:
        objection.rule(Dismissal(WORDS), handled(a_refusal(), on=NEXT_DAY))
    assert raised.value.code == "heard_apart_without_reasons"


def test_both_are_told_what_was_said_in_their_absence() -> None:
    """Awb 7:6(3), (4): the one all of it, the other that it is secret; then can be ruled."""
    objection = heard(HEARING, APART)
    assert refusal_of_a_ruling(objection) == "apart_not_told"
    objection.give_account(THE_OBJECTOR, SECRET, on(NEXT_DAY))
    assert refusal_of_a_ruling(objection) == "apart_not_told"
    objection.give_account(1, SAID, on(NEXT_DAY))
    given = objection.pending()[-1]
    assert isinstance(given, HearingAccountGiven)
    assert (given.recipient, given.person, given.account) == (1, WORDS, SAID)
    assert refusal_of_a_ruling(objection) is None
    assert objection.state is ObjectionState.DISMISSED


def test_who_is_heard_after_the_account_asks_for_another() -> None:
    """What was said since was told to nobody."""
    objection = heard(HEARING, APART)
    for recipient in (THE_OBJECTOR, 1):
        objection.give_account(recipient, SAID, on(NEXT_DAY))
    objection.hear_party(1, WORDS, NEXT_DAY, on(NEXT_DAY), orally=True, apart=APART)
    assert refusal_of_a_ruling(objection) == "apart_not_told"


@pytest.mark.parametrize("recipient", [THE_OBJECTOR, 1, 2])
def test_nothing_is_told_where_nobody_was_heard_apart(recipient: int) -> None:
    """Awb 7:6(3): they were there."""
    with pytest.raises(RuleBroken) as raised:
        heard(HEARING).give_account(recipient, SAID, on(NEXT_DAY))
    assert raised.value.code == "nobody_heard_apart"


def test_who_reacts_in_writing_is_not_heard_apart() -> None:
    """Reasons for it belong to a hearing (Awb 7:6(2))."""
    written_to = heard(HEARING, APART, orally=False).pending()[-1]
    assert isinstance(written_to, PartyHeard)
    assert written_to.apart is None
