"""The kinds of cases in the sample set: why each is there, how many, and how far the desk gets with it.

A kind says what must come of its cases; what exactly comes of one is worked out by `planned.py` and the
arithmetic it uses, and the tests of the plan hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Why a case is in the sample set."""

    # Not obtainable emission-free: decided on thresholds
    AFFECTED_VAN = "refused, granted under the second set: payload of a van"
    AFFECTED_TRUCK = "refused, granted under the second set: its new row for N2"
    GRANTED_VAN = "granted under both sets: payload of a van"
    GRANTED_TOWING = "granted under both sets: braked towing mass"
    GRANTED_RANGE = "granted under both sets: stated daily range"
    GRANTED_TRUCK = "granted under both sets: payload of a truck"
    WOULD_NOW_BE_REFUSED = "granted, would be refused under the second set: its towing threshold is higher"
    REFUSED_VAN = "refused under both sets: van"
    REFUSED_TRUCK = "refused under both sets: truck"
    EMISSION_FREE = "another criterion unmet: emission-free vehicle"
    PASSENGER_CAR = "another criterion unmet: passenger car"
    REFUSED_OTHERWISE = "refused on another ground; the second set would grant"
    FACTS_UNKNOWN = "facts unknown: no decision possible"
    UNKNOWN_UNDER_SECOND = "refused; a fact that the second set asks for is unknown"
    UNDECIDED = "undecided when the second set enters into force"
    CHANGED_HANDS = "refused, the second set would grant; in another name since"
    ERASED = "refused, the second set would grant; the person was erased since"
    REVOKED = "granted under both sets, and revoked in between"
    SUPERSEDED = "refused, the second set would grant; a newer case of plate and applicant was granted"
    CONVERTED_TARGET_GRANTED = "converted, the new case was granted"
    CONVERTED_TARGET_REFUSED = "converted, the new case was refused; the second set would grant the old one"
    CONVERTED_TARGET_PENDING = "converted, the new case is pending; the second set would grant the old one"
    NO_RESPONSE = "left out of consideration: no response"
    WRONG_DATA = "left out of consideration: wrong data"
    WITHDRAWN_BEFORE = "withdrawn before handling"
    WITHDRAWN_AFTER = "withdrawn after handling had started"
    # The other types
    TYPE_GRANTED = "another type, granted"
    TYPE_REFUSED = "another type, refused: a condition is not met"
    TYPE_REFUSED_OTHERWISE = "another type, refused on another ground"
    TYPE_PENDING = "another type, pending: nothing was stated"
    TYPE_NO_RESPONSE = "another type, left out of consideration: no response"
    TYPE_WRONG_DATA = "another type, left out of consideration: wrong data"
    TYPE_WITHDRAWN_BEFORE = "another type, withdrawn before handling"
    TYPE_WITHDRAWN_AFTER = "another type, withdrawn after handling had started"
    PRIVATE_USE_REFUSED = "private use, refused; most of them object"
    NEWER_GRANT = "a newer case of plate and applicant of a refused one, granted"
    DAY_GRANTED = "day exemption, granted"
    DAY_REFUSED = "day exemption, refused: a day that has passed"
    DAY_GIVEN_BACK = "day exemption, granted and given back before its day"
    # Not handed in
    CONVERSION_TARGET = "the case in which a converted one goes on"


class DeskWork(StrEnum):
    """How far the desk gets with a case before the second set enters into force, or how it ends."""

    DECIDED = "decided"
    DECIDED_OTHERWISE = "refused on another ground"
    DECIDED_AT_ONCE = "decided without anybody at the desk"
    ASSESSED = "assessed, not decided"
    RECEIVED = "received, not assessed"
    NO_RESPONSE = "left out of consideration: no response"
    WRONG_DATA = "left out of consideration: wrong data"
    WITHDRAWN_BEFORE = "withdrawn before handling"
    WITHDRAWN_AFTER = "withdrawn after handling had started"
    CONVERTED = "converted"


class Meanwhile(StrEnum):
    """What happens to a decided case before the second set enters into force."""

    CHANGED_HANDS = "the vehicle came into another name"
    ERASED = "the person was erased"
    SUPERSEDED = "a newer case of plate and applicant was granted"
    GIVEN_BACK = "the day exemption was given back"
    REVOKED = "the exemption was revoked"


TAKEN_IN_HAND: Final = frozenset(
    {DeskWork.DECIDED, DeskWork.DECIDED_OTHERWISE, DeskWork.ASSESSED, DeskWork.WITHDRAWN_AFTER}
)
"""What a case handler takes in hand; a converted or left out application never got that far here."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How many cases of a kind there are in a sample set of 600, and what is done with them."""

    share: int
    desk: DeskWork = DeskWork.DECIDED
    meanwhile: Meanwhile | None = None


TERMS: Final[Mapping[Kind, Terms]] = {
    Kind.AFFECTED_VAN: Terms(66),
    Kind.AFFECTED_TRUCK: Terms(9),
    Kind.GRANTED_VAN: Terms(24),
    Kind.GRANTED_TOWING: Terms(9),
    Kind.GRANTED_RANGE: Terms(9),
    Kind.GRANTED_TRUCK: Terms(15),
    Kind.WOULD_NOW_BE_REFUSED: Terms(9),
    Kind.REFUSED_VAN: Terms(48),
    Kind.REFUSED_TRUCK: Terms(15),
    Kind.EMISSION_FREE: Terms(9),
    Kind.PASSENGER_CAR: Terms(6),
    Kind.REFUSED_OTHERWISE: Terms(3, DeskWork.DECIDED_OTHERWISE),
    Kind.FACTS_UNKNOWN: Terms(12, DeskWork.ASSESSED),
    Kind.UNKNOWN_UNDER_SECOND: Terms(9),
    Kind.UNDECIDED: Terms(9, DeskWork.ASSESSED),
    Kind.CHANGED_HANDS: Terms(3, meanwhile=Meanwhile.CHANGED_HANDS),
    Kind.ERASED: Terms(3, meanwhile=Meanwhile.ERASED),
    Kind.REVOKED: Terms(3, meanwhile=Meanwhile.REVOKED),
    Kind.SUPERSEDED: Terms(3, meanwhile=Meanwhile.SUPERSEDED),
    Kind.NEWER_GRANT: Terms(3),
    Kind.CONVERTED_TARGET_GRANTED: Terms(3, DeskWork.CONVERTED),
    Kind.CONVERTED_TARGET_REFUSED: Terms(3, DeskWork.CONVERTED),
    Kind.CONVERTED_TARGET_PENDING: Terms(3, DeskWork.CONVERTED),
    Kind.NO_RESPONSE: Terms(3, DeskWork.NO_RESPONSE),
    Kind.WRONG_DATA: Terms(3, DeskWork.WRONG_DATA),
    Kind.WITHDRAWN_BEFORE: Terms(6, DeskWork.WITHDRAWN_BEFORE),
    Kind.WITHDRAWN_AFTER: Terms(3, DeskWork.WITHDRAWN_AFTER),
    Kind.TYPE_GRANTED: Terms(120),
    Kind.TYPE_REFUSED: Terms(30),
    Kind.TYPE_REFUSED_OTHERWISE: Terms(6, DeskWork.DECIDED_OTHERWISE),
    Kind.TYPE_PENDING: Terms(20, DeskWork.ASSESSED),
    Kind.TYPE_NO_RESPONSE: Terms(6, DeskWork.NO_RESPONSE),
    Kind.TYPE_WRONG_DATA: Terms(3, DeskWork.WRONG_DATA),
    Kind.TYPE_WITHDRAWN_BEFORE: Terms(9, DeskWork.WITHDRAWN_BEFORE),
    Kind.TYPE_WITHDRAWN_AFTER: Terms(6, DeskWork.WITHDRAWN_AFTER),
    Kind.PRIVATE_USE_REFUSED: Terms(18),
    Kind.DAY_GRANTED: Terms(84, DeskWork.DECIDED_AT_ONCE),
    Kind.DAY_REFUSED: Terms(6, DeskWork.DECIDED_AT_ONCE),
    Kind.DAY_GIVEN_BACK: Terms(3, DeskWork.DECIDED_AT_ONCE, Meanwhile.GIVEN_BACK),
}
"""By kind; other sizes keep the proportions, and at least one of each."""

DEFAULT_SIZE: Final = 600
SMALLEST_SIZE: Final = 200
LARGEST_SIZE: Final = 3_900
"""Fewer than the plates of a series, so that some are left for visitors."""


def numbers_by_kind(size: int) -> dict[Kind, int]:
    """How many cases of each kind; the rounding falls to the vans that are refused under both sets.

    Raises ValueError below 200, where not every kind and every proceeding would occur, or above 3900.
    """
    if not SMALLEST_SIZE <= size <= LARGEST_SIZE:
        raise ValueError(f"a sample set has {SMALLEST_SIZE} to {LARGEST_SIZE} applications")
    numbers = {kind: max(1, terms.share * size // DEFAULT_SIZE) for kind, terms in TERMS.items()}
    numbers[Kind.NEWER_GRANT] = numbers[Kind.SUPERSEDED]
    numbers[Kind.REFUSED_VAN] += size - sum(numbers.values())
    return numbers
