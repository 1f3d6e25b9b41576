"""Criteria for special vehicles (bijzondere voertuigen), by the definition of the policy version.

Sources: the policy rules of Maastricht and 's-Hertogenbosch (2024); of Utrecht and Eindhoven (2025),
where exceptional transport must be incidental, or heavy by a tractor unit with three or more axles.
"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import (
    POLICY_RULES,
    Question,
    Sentences,
    answer,
    dutch_date,
)
from services.decisions.domain.validity import TRACTOR_UNIT
from shared.vocabulary import CriterionResult, SpecialPurpose

BY_PURPOSE_ALONE: Final = (SpecialPurpose.REMOVAL, SpecialPurpose.FAIRGROUND, SpecialPurpose.CIRCUS)


def vehicle_is_special(question: Question) -> CriterionResult:
    """A special body, a removal van, fairground or circus truck, heavy crane or exceptional transport."""
    sentences = Sentences(
        met="Uw voertuig is een bijzonder voertuig.",
        unmet="Uw voertuig valt niet onder de omschrijving van een bijzonder voertuig.",
        unknown="Of uw voertuig een bijzonder voertuig is, blijkt niet uit de gegevens.",
    )
    return answer("vehicle_is_special", _is_special(question), sentences, POLICY_RULES)


def validity_is_left(question: Question) -> CriterionResult:
    """The exemption would not have ended already: by the vehicle's age, or by the last day of the policy."""
    try:
        last_day = question.policy.valid_until(question.on, question.facts)
    except ValueError:
        last_day = None
    named = dutch_date(last_day) if last_day else ""
    sentences = Sentences(
        met=f"De ontheffing kan gelden tot en met {named}.",
        unmet=f"De ontheffing kan niet langer gelden dan tot en met {named}. Die dag is voorbij.",
        unknown="Tot wanneer de ontheffing kan gelden, blijkt niet uit de gegevens.",
    )
    ahead = None if last_day is None else last_day >= question.on
    return answer("validity_is_left", ahead, sentences, POLICY_RULES)


def _is_special(question: Question) -> bool | None:
    """True as soon as one description fits; None when one might, were more known."""
    fits = (_has_special_body(question), _has_special_purpose(question), _is_special_tractor(question))
    if True in fits:
        return True
    return None if None in fits else False


def _has_special_body(question: Question) -> bool:
    return not question.policy.limits.special_body_codes.isdisjoint(question.facts.vehicle.body_codes)


def _has_special_purpose(question: Question) -> bool | None:
    stated, wanted = question.facts.stated, question.policy.limits.crane_tonne_metres
    match stated.special_purpose:
        case SpecialPurpose.HEAVY_CRANE:
            return None if stated.crane_tonne_metres is None else stated.crane_tonne_metres >= wanted
        case SpecialPurpose.EXCEPTIONAL_TRANSPORT:
            return _fits_exceptional_transport(question)
        case None:
            return None
        case purpose:
            return purpose in BY_PURPOSE_ALONE


def _fits_exceptional_transport(question: Question) -> bool | None:
    """From late 2025 a tractor unit counts by its axles alone, and another truck for incidental transport alone."""
    limits, tractor = question.policy.limits, _is_tractor(question)
    if not limits.tractor_for_exceptional_transport_only:
        return True
    if tractor is not False:
        return None if tractor is None else False
    return question.facts.stated.incidental_transport if limits.incidental_transport_only else True


def _is_special_tractor(question: Question) -> bool | None:
    limits, axles = question.policy.limits, question.facts.vehicle.axles
    heavy = question.facts.stated.special_purpose is SpecialPurpose.EXCEPTIONAL_TRANSPORT
    if limits.tractor_for_exceptional_transport_only and not heavy:
        return False
    tractor = _is_tractor(question)
    if not tractor:
        return tractor
    return None if axles is None else axles >= limits.tractor_axles


def _is_tractor(question: Question) -> bool | None:
    body = question.facts.vehicle.body
    return None if body is None else body.lower() == TRACTOR_UNIT
