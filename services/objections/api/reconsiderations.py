"""The reconsideration that a ruling rests on (Awb 7:11(1)): asked for here, shown here."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.objections.api.reasons import Reasons, Seal, opened
from services.objections.domain.reconsideration import Assessment, Departure, DepartureGround
from services.objections.projections.reconsiderations import ToldReconsideration
from shared.privacy.opening import Opener
from shared.runtime.api import Body, View
from shared.vocabulary import Outcome


class DepartureBody(Body):
    """Why the ruling departs from what the assessment advises."""

    ground: DepartureGround
    reasons: Reasons

    def departure(self, seal: Seal) -> Departure:
        """In the words of the domain."""
        return Departure(self.ground, seal(self.reasons))


class AssessmentView(View):
    """What the case comes to on that day, and under what; with what the contested decision rests on."""

    assessment_id: UUID
    """As the case shows it, with its criteria."""
    assessed_on: date
    advice: Outcome | None
    """Null: the facts leave a criterion unknown."""
    policy_version: str
    threshold_set_id: UUID | None
    decided_policy_version: str | None
    decided_threshold_set_id: UUID | None

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """From the row of the register."""
        return cls.model_validate(assessment, from_attributes=True)


class ReconsiderationView(View):
    """How the reconsideration stands; only handlers see it before the ruling."""

    asked_on: date
    assessment: AssessmentView | None
    """Null: it was asked for, and did not come yet."""
    rests_on: UUID | None
    """The assessment that the ruling rests on."""
    departs_because: DepartureGround | None
    departure_reasons: str | None
    """Null when the person was erased."""

    @classmethod
    def of(cls, told: ToldReconsideration | None, opener: Opener) -> Self | None:
        """From the row of the register."""
        if told is None:
            return None
        return cls(
            asked_on=told.asked_on,
            assessment=AssessmentView.of(told.assessment) if told.assessment else None,
            rests_on=told.rests_on,
            departs_because=told.departs_because,
            departure_reasons=opened(opener, told.departure),
        )
