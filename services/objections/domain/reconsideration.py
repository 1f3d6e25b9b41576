"""The reconsideration that a ruling rests on (heroverweging, Awb 7:11(1)), and departing from it.

The handler asks for it; who decides on exemptions assesses the case on the facts, the policy and the thresholds of
that day, and tells what comes of it, beside what the contested decision rests on. A ruling on the merits given after
that rests on the assessment of its own day. What departs from it says why: because the policy would be disproportionate
here (Awb 4:84), or on a ground that no criterion puts in words.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome, Replacement

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class DepartureGround(StrEnum):
    """Why a ruling departs from what the assessment advises."""

    HARDSHIP = "hardship"
    """Keeping to the policy would be disproportionate to its aims here (afwijkingsbevoegdheid, Awb 4:84)."""
    OTHER_GROUND = "other_ground"
    """On a ground that no criterion puts in words (Awb 3:46)."""


class Departure(msgspec.Struct, frozen=True):
    """That, with its reasons."""

    ground: DepartureGround
    sealed_reasons: Sealed


class Assessment(msgspec.Struct, frozen=True):
    """What the case comes to on a day, and under what; with what the contested decision rests on."""

    assessment_id: UUID
    assessed_on: date
    advice: Outcome | None
    """None: the facts leave a criterion unknown."""
    policy_version: str
    threshold_set_id: UUID | None
    decided_policy_version: str | None
    decided_threshold_set_id: UUID | None
    granted_until: date | None = None
    """Until when the policy would have a grant of that day be valid; None: of a day exemption, or not told."""


class Reconsideration(msgspec.Struct, frozen=True):
    """How the reconsideration stands."""

    asked_on: date | None = None
    assessment: Assessment | None = None
    """The latest; None: none came since it was asked."""


NOT_ASKED = Reconsideration()


class ReconsiderationAsked(Event):
    """A handler asks what the case comes to now (Awb 7:11(1)); a later question takes the place of an earlier one."""

    TOPIC = "objections.ReconsiderationAsked"

    case_id: UUID
    asked_on: date
    asked_by: str

    def apply(self, aggregate: Objection) -> None:
        aggregate.reconsideration = Reconsideration(self.asked_on)


class ReconsiderationNoted(Event):
    """What the case comes to was heard."""

    TOPIC = "objections.ReconsiderationNoted"

    case_id: UUID
    assessment: Assessment

    def apply(self, aggregate: Objection) -> None:
        asked_on = aggregate.reconsideration.asked_on
        aggregate.reconsideration = Reconsideration(asked_on, self.assessment)


def advice_that_fits(stands: Outcome | None, put: Replacement | None) -> Collection[Outcome]:
    """What an assessment may advise without the ruling departing from it; nothing: it is about no exemption.

    `put` takes the place of what stands; None: it stands as it was decided. Another refusal rests on a ground beside
    the criteria, so that it departs from nothing.
    """
    if stands is None:
        return ()
    if put is Replacement.OTHER_REFUSAL:
        return tuple(Outcome)
    if put is None:
        return (Outcome.GRANTED,) if stands is Outcome.GRANTED else (Outcome.REFUSED,)
    return (Outcome.REFUSED,) if put is Replacement.REVOCATION else (Outcome.GRANTED,)


def rests_on(
    reconsideration: Reconsideration,
    outcomes: Collection[Outcome],
    departure: Departure | None,
    on: date,
    *,
    needed: bool,
) -> UUID | None:
    """The assessment that a ruling rests on; None: none is needed and none was asked, or it is about no exemption.

    `outcomes` are those that an assessment may advise without the ruling departing from it; none of them: it decides
    nothing on an exemption.

    Raises RuleBroken while one is awaited, when it is not of the day, and for a departure without reasons or reasons
    without a departure.
    """
    if not outcomes or (reconsideration.asked_on is None and not needed):
        if departure is not None:
            raise RuleBroken("no_departure", "there is no assessment that it departs from (Awb 7:11(1))")
        return None
    assessment = reconsideration.assessment
    if assessment is None:
        raise RuleBroken(
            "reconsideration_awaited",
            "what the case comes to today was not asked, or not heard yet (Awb 7:11(1))",
        )
    if assessment.assessed_on != on:
        raise RuleBroken(
            "reconsideration_outdated",
            "a ruling rests on the facts and rules of its own day: ask again (Awb 7:11(1))",
        )
    departs = assessment.advice is not None and assessment.advice not in outcomes
    if departs and departure is None:
        raise RuleBroken(
            "departs_from_assessment", f"the assessment advises: {assessment.advice} (Awb 3:46, 4:84, 7:12)"
        )
    if departure is not None and not departs:
        raise RuleBroken("no_departure", "the ruling does not depart from the assessment (Awb 7:11(1))")
    return assessment.assessment_id
