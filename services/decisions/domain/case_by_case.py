"""What the person who grants sets case by case (per geval): the last day, and conditions (voorschriften).

Of hardship no policy says how long: who departs from it sets that in the case (Awb 4:84), within the outer day that
the policy names. Whether that is so of a type is data of the version of its policy.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from shared.errors import RuleBroken
from shared.privacy.sealed import Sealed


class SetByPerson(StrEnum):
    """Whether who grants sets the last day and conditions."""

    NEVER = "never"
    """Both follow from the policy."""
    MAY = "may"
    """They can; without a day it is the policy's."""
    MUST = "must"
    """The last day is theirs to set, conditions as they see fit."""


class GrantTerms(msgspec.Struct, frozen=True):
    """What the person who grants sets."""

    valid_until: date | None = None
    conditions: Sealed | None = None
    """For the letter (Dutch)."""


NOTHING_SET: Final = GrantTerms()


def check_set(terms: GrantTerms, how: SetByPerson, decided_on: date, outer_day: date) -> None:
    """Raise RuleBroken `not_set_case_by_case`, `last_day_not_set` or `last_day_outside_policy`."""
    if how is SetByPerson.NEVER and terms != NOTHING_SET:
        raise RuleBroken(
            "not_set_case_by_case",
            "the policy on this type says how long and on what terms it holds (Awb 4:81)",
        )
    if how is SetByPerson.MUST and terms.valid_until is None:
        raise RuleBroken(
            "last_day_not_set", "who departs from the policy says until which day (Awb 4:84, 3:46)"
        )
    if terms.valid_until is not None and not decided_on <= terms.valid_until <= outer_day:
        raise RuleBroken(
            "last_day_outside_policy",
            f"its last day lies between {decided_on} and {outer_day}, the last one of the policy (Awb 4:81)",
        )
