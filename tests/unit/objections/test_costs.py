"""The costs of an objection (Awb 7:15): claimed before the ruling, and decided with it, or apart from a renewed decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.costs import CostsDecided
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionUpheld
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.law.terms import Channel
from shared.rulings import BesideRuling, CostsRuling
from tests.support.objections import (
    DECIDER,
    HANDLER,
    OBJECTOR,
    REASSESSMENT,
    RENEWAL,
    TODAY,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    handled,
    written,
)

A_DAY = timedelta(days=1)
CLAIM = written("Een advocaat hielp mij.")
REASONS = written("Neutraal.")
GRANTED, REFUSED = CostsRuling(647), CostsRuling(0, written("Er is niets te vergoeden."))


def claimed(objection: Objection, on: date = TODAY, today: date = TODAY) -> Objection:
    """The costs are claimed."""
    objection.claim_costs(CLAIM, claimed_on=on, channel=Channel.POST, today=today)
    return objection


def ruled(objection: Objection, ruling: Ruling, on: date = TODAY) -> Objection:
    """The handler rules."""
    objection.rule(ruling, handled(a_refusal(), on=on))
    return objection


def with_costs(costs: CostsRuling | None) -> dict[str, Ruling]:
    """Every ruling, saying that of the costs."""
    return {
        "upheld": Upholding(REASONS, costs=costs),
        "dismissed": Dismissal(REASONS, costs=costs),
        "inadmissible": Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS, costs),
    }


def renewed(objection: Objection) -> Objection:
    """The campaign's decision is the ruling."""
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER, ruled_on=TODAY)
    return objection


def code_of(act: Callable[[], object]) -> tuple[type[DomainError], str]:
    """The refusal of an act."""
    with pytest.raises(DomainError) as raised:
        act()
    return type(raised.value), raised.value.code


@pytest.mark.parametrize("ruling", ["upheld", "dismissed", "inadmissible"])
def test_a_ruling_decides_on_costs_exactly_when_they_were_claimed(ruling: str) -> None:
    """Awb 7:15(2), (3)."""
    with_claim, without = claimed(an_objection()), an_objection()
    silent, speaking = with_costs(None)[ruling], with_costs(REFUSED)[ruling]
    assert code_of(lambda: ruled(with_claim, silent)) == (RuleBroken, "costs_not_decided")
    assert code_of(lambda: ruled(without, speaking)) == (RuleBroken, "costs_not_claimed")
    assert [len(one.pending()) for one in (with_claim, without)] == [2, 1]
    ended = ruled(with_claim, speaking).pending()[-1]
    assert vars(ended)["beside"] == BesideRuling(REFUSED)
    assert vars(ruled(without, silent).pending()[-1])["beside"] is None


@pytest.mark.parametrize("ruling", ["dismissed", "inadmissible"])
def test_costs_are_granted_only_with_a_revocation(ruling: str) -> None:
    """Awb 7:15(2): for unlawfulness that the authority has to answer for, so with an upholding."""
    objection = claimed(an_objection())
    assert code_of(lambda: ruled(objection, with_costs(GRANTED)[ruling])) == (
        RuleBroken,
        "costs_need_revocation",
    )
    ended = ruled(objection, Upholding(REASONS, costs=GRANTED)).pending()[-1]
    assert vars(ended)["beside"] == BesideRuling(GRANTED)
    assert not objection.costs_open


@pytest.mark.parametrize(
    ("on", "today", "code"),
    [
        (date(2026, 4, 9), TODAY, "costs_claim_day"),
        (TODAY + A_DAY, TODAY, "costs_claim_day"),
        (TODAY, TODAY, "costs_claimed_already"),
    ],
)
def test_costs_are_claimed_once_and_today_at_the_latest(on: date, today: date, code: str) -> None:
    """Awb 7:15(3)."""
    objection = claimed(an_objection())
    assert code_of(lambda: claimed(objection, on, today))[1] == code


def test_after_the_ruling_nobody_claims_costs() -> None:
    """Awb 7:15(3): what came before and is entered afterwards is decided on apart."""
    objection = ruled(an_objection(), Dismissal(REASONS))
    assert code_of(lambda: claimed(objection)) == (NotInThisState, "costs_claimed_too_late")
    assert claimed(objection, TODAY - A_DAY).costs_open
    assert code_of(lambda: objection.decide_costs(GRANTED, handled(a_refusal()))) == (
        RuleBroken,
        "costs_need_revocation",
    )
    objection.decide_costs(REFUSED, handled(a_refusal()))


def test_who_withdrew_has_no_costs_to_claim() -> None:
    """Awb 7:15(2): nothing is revoked; a claim that was made has nothing left to be decided."""
    before, after = claimed(an_objection()), an_objection()
    for objection in (before, after):
        objection.withdraw(by=OBJECTOR, on=TODAY)
    assert code_of(lambda: claimed(after)) == (NotInThisState, "costs_claimed_too_late")
    assert code_of(lambda: before.decide_costs(REFUSED, handled(a_refusal()))) == (
        NotInThisState,
        "no_costs_claim_open",
    )


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_a_renewed_decision_that_rules_leaves_the_claim_open(given: Callable[[], Objection]) -> None:
    """Awb 7:11, 7:15(3): the campaign decides on the exemption; the handler on the costs, granted or refused."""
    objection = renewed(claimed(given()))
    upheld = objection.pending()[-1]
    assert isinstance(upheld, ObjectionUpheld)
    assert (upheld.costs_open, objection.costs_open) == (True, True)
    objection.decide_costs(GRANTED, handled(a_refusal()))
    decided = objection.pending()[-1]
    assert isinstance(decided, CostsDecided)
    assert (decided.ruling, decided.decided_by, decided.lodged_by) == (GRANTED, HANDLER, OBJECTOR)
    assert code_of(lambda: objection.decide_costs(GRANTED, handled(a_refusal()))) == (
        NotInThisState,
        "no_costs_claim_open",
    )


def test_a_renewed_decision_without_a_claim_leaves_nothing_open() -> None:
    """Awb 7:15(2)."""
    objection = renewed(an_objection_with_a_finding())
    upheld = objection.pending()[-1]
    assert isinstance(upheld, ObjectionUpheld)
    assert not upheld.costs_open
    assert code_of(lambda: objection.decide_costs(REFUSED, handled(a_refusal()))) == (
        NotInThisState,
        "no_costs_claim_open",
    )


def test_apart_is_decided_after_the_ruling_alone_and_by_another_person() -> None:
    """Awb 7:15(3), 10:3(3)."""
    objection = claimed(an_objection())
    assert code_of(lambda: objection.decide_costs(REFUSED, handled(a_refusal()))) == (
        RuleBroken,
        "costs_with_the_ruling",
    )
    renewed(objection)
    assert code_of(lambda: objection.decide_costs(REFUSED, handled(a_refusal(), by=DECIDER))) == (
        NotYours,
        "own_decision",
    )


def test_after_a_court_s_order_the_claim_is_decided_on_anew() -> None:
    """Awb 8:72(4), 7:15(3): what was decided on it was annulled with the ruling."""
    objection = ruled(claimed(an_objection()), Dismissal(REASONS, costs=REFUSED))
    objection.order_decision_anew(CourtOrder(REASSESSMENT, TODAY))
    assert code_of(lambda: ruled(objection, Dismissal(REASONS))) == (RuleBroken, "costs_not_decided")
    ruled(objection, Upholding(REASONS, costs=GRANTED))


def test_a_dismissal_can_pass_over_a_defect() -> None:
    """Awb 6:22: which, and why nobody was harmed by it, goes with the ruling; costs do not follow from it."""
    objection = claimed(an_objection())
    said = Dismissal(REASONS, costs=GRANTED, passed_over=REASONS)
    with pytest.raises(RuleBroken) as raised:
        objection.rule(said, handled(a_refusal()))
    assert raised.value.code == "costs_need_revocation"
    objection.rule(replace(said, costs=REFUSED), handled(a_refusal()))
    assert vars(objection.pending()[-1])["beside"] == BesideRuling(REFUSED, passed_over=REASONS)
