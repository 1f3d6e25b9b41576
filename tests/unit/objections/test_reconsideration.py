"""The assessment of the day on which a ruling rests, and departing from it (Awb 7:11(1))."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionDismissed, ObjectionUpheldForAnotherReason
from services.objections.domain.reconsideration import Assessment, Departure, DepartureGround
from shared.errors import RuleBroken
from shared.vocabulary import Outcome, Replacement
from tests.support.objections import (
    NEXT_RENEWAL,
    NOT_WANTED,
    RENEWAL,
    THRESHOLD_SET,
    TODAY,
    a_refusal,
    a_renewal,
    an_objection,
    handled,
    written,
)
from tests.support.objections import reconsidered as told_until

ASSESSMENT = UUID(int=301)
REASONS = written("De afwijking is in dit geval evenredig.")
UPHELD, DISMISSED = Upholding(REASONS), Dismissal(REASONS)
OTHER_REFUSAL = Upholding(REASONS, replacement=Replacement.OTHER_REFUSAL)
HARDSHIP = Departure(DepartureGround.HARDSHIP, REASONS)


def advising(advice: Outcome | None, on: date = TODAY) -> Assessment:
    """What the case comes to, under the same policy and another set than the refusal."""
    return Assessment(ASSESSMENT, on, advice, "policy/2", THRESHOLD_SET, "policy/1", None)


def reconsidered(advice: Outcome | None, on: date = TODAY) -> Objection:
    """Asked and told on that day."""
    objection = an_objection()
    objection.ask_reconsideration(handled(a_refusal(), on=on))
    objection.note_reconsideration(advising(advice, on))
    return objection


def rule(objection: Objection, ruling: Ruling, departure: Departure | None = None) -> None:
    """A handler rules today."""
    by = handled(a_refusal())
    objection.rule(
        ruling,
        type(by)(by.handler, by.on, by.contested, by.deciders, None, by.hearing_waived, departure=departure),
    )


@pytest.mark.parametrize(
    ("advice", "ruling", "departure"),
    [
        (Outcome.GRANTED, UPHELD, None),
        (Outcome.REFUSED, DISMISSED, None),
        (None, UPHELD, None),
        (Outcome.GRANTED, OTHER_REFUSAL, None),
        (Outcome.REFUSED, UPHELD, HARDSHIP),
        (Outcome.GRANTED, DISMISSED, HARDSHIP),
    ],
)
def test_a_ruling_rests_on_the_assessment_of_its_day(
    advice: Outcome | None, ruling: Ruling, departure: Departure | None
) -> None:
    """Awb 7:11(1): it names it, and says why it departs from it where it does (Awb 4:84, 7:12)."""
    objection = reconsidered(advice)
    rule(objection, ruling, departure)
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionDismissed | ObjectionUpheldForAnotherReason)
    assert (event.rests_on, event.departure) == (ASSESSMENT, departure)


@pytest.mark.parametrize(
    ("advice", "ruling", "departure", "code"),
    [
        (Outcome.REFUSED, UPHELD, None, "departs_from_assessment"),
        (Outcome.GRANTED, DISMISSED, None, "departs_from_assessment"),
        (Outcome.GRANTED, UPHELD, HARDSHIP, "no_departure"),
        (None, DISMISSED, HARDSHIP, "no_departure"),
    ],
)
def test_what_departs_from_the_assessment_says_why(
    advice: Outcome | None, ruling: Ruling, departure: Departure | None, code: str
) -> None:
    """Awb 3:46, 4:84, 7:12: and nothing else does."""
    with pytest.raises(RuleBroken) as raised:
        rule(reconsidered(advice), ruling, departure)
    assert raised.value.code == code


@pytest.mark.parametrize("ruling", [UPHELD, DISMISSED, OTHER_REFUSAL])
def test_what_was_asked_is_waited_for_and_of_the_day(ruling: Ruling) -> None:
    """Awb 7:11(1): facts and rules of the day of the ruling."""
    asked = an_objection()
    asked.ask_reconsideration(handled(a_refusal()))
    for objection, code in (
        (asked, "reconsideration_awaited"),
        (reconsidered(Outcome.GRANTED, TODAY - timedelta(days=1)), "reconsideration_outdated"),
    ):
        with pytest.raises(RuleBroken) as raised:
            rule(objection, ruling)
        assert raised.value.code == code


def test_an_assessment_that_nobody_asked_or_that_comes_after_the_ruling_changes_nothing() -> None:
    """It was made with a ruling, or crossed one."""
    unasked, ruled = an_objection(), reconsidered(Outcome.GRANTED)
    rule(ruled, UPHELD)
    for objection in (unasked, ruled):
        acts = len(objection.pending())
        objection.note_reconsideration(advising(Outcome.REFUSED))
        assert len(objection.pending()) == acts


@pytest.mark.parametrize("ruling", [UPHELD, DISMISSED, OTHER_REFUSAL])
def test_a_ruling_on_the_merits_waits_until_somebody_asked(ruling: Ruling) -> None:
    """Awb 7:11(1): the decision is reconsidered in full, whatever the ruling."""
    with pytest.raises(RuleBroken) as raised:
        Objection.rule(an_objection(), ruling, handled(a_refusal()))
    assert raised.value.code == "reconsideration_awaited"


@pytest.mark.parametrize(
    ("contested", "ruling", "waived"),
    [
        (a_refusal(), DISMISSED, Waiver(WaiverGround.MANIFESTLY_UNFOUNDED, REASONS)),
        (a_refusal(outcome=Outcome.REVOKED), DISMISSED, NOT_WANTED),
        (a_refusal(outcome=Outcome.REVOKED), UPHELD, NOT_WANTED),
        (a_refusal(), Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS), NOT_WANTED),
        (a_refusal(outcome=None), DISMISSED, NOT_WANTED),
    ],
    ids=["manifestly unfounded", "revocation stands", "revocation revoked", "inadmissible", "no exemption"],
)
def test_of_some_rulings_no_assessment_is_needed(
    contested: ContestedDecision, ruling: Ruling, waived: Waiver
) -> None:
    """Awb 7:3(b), 7:11(1): where the criteria say nothing of it, or what was filed cannot lead to anything."""
    objection = an_objection()
    Objection.rule(objection, ruling, handled(contested, waived=waived))
    assert not objection.undecided


def test_that_it_is_manifestly_unfounded_can_have_been_said_before() -> None:
    """Awb 7:3(b); of a grant it says nothing."""
    objection = an_objection()
    manifest = Waiver(WaiverGround.MANIFESTLY_UNFOUNDED, REASONS)
    objection.waive_hearing(manifest, handled(a_refusal()))
    with pytest.raises(RuleBroken) as raised:
        Objection.rule(objection, UPHELD, handled(a_refusal(), waived=None))
    assert raised.value.code == "reconsideration_awaited"
    Objection.rule(objection, DISMISSED, handled(a_refusal(), waived=None))
    assert not objection.undecided


@pytest.mark.parametrize(
    ("advice", "departure", "code"),
    [
        (Outcome.GRANTED, None, None),
        (Outcome.GRANTED, HARDSHIP, "no_departure"),
        (Outcome.REFUSED, None, "departs_from_assessment"),
    ],
)
def test_after_a_renewal_the_assessment_is_held_against_what_stands(
    advice: Outcome, departure: Departure | None, code: str | None
) -> None:
    """Awb 6:19, 7:11(1): a dismissal leaves the grant, at which the objection is by law directed too."""
    objection = reconsidered(advice)
    objection.attach_renewed_decision(a_renewal())
    if code is None:
        rule(objection, DISMISSED, departure)
        assert not objection.undecided
        return
    with pytest.raises(RuleBroken) as raised:
        rule(objection, DISMISSED, departure)
    assert raised.value.code == code


def test_a_renewed_grant_that_was_revoked_comes_back_as_it_was() -> None:
    """Awb 7:11(2): of a revocation the policy of the day does not say until when, however soon a grant would end."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal())
    objection.attach_renewed_decision(a_renewal(NEXT_RENEWAL, RENEWAL, Outcome.REVOKED))
    told_until(objection, TODAY - timedelta(days=1))
    objection.rule(UPHELD, handled(a_refusal()))
    assert not objection.undecided
