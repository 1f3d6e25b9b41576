"""Others than the applicant who may object to the decision, as readers of the case see them."""

from __future__ import annotations

from datetime import date
from typing import Self

from services.decisions.domain.hearing import ViewsManner
from services.decisions.projections.third_parties import StoredThirdParty
from shared.runtime.api import View
from shared.vocabulary import NotHeardGround


class ThirdPartyView(View):
    """A third party, by the number that they were noted with; who they are is shown with their views (`GET /cases/{caseId}/views`)."""

    number: int
    noted_on: date
    noted_by: str
    asked_on: date | None
    views_until: date | None
    """Last day for views; null: they were not asked."""
    views_received_on: date | None
    """The last day on which views came since they were asked last; null: none came."""
    views_manner: ViewsManner | None
    not_heard_because: NotHeardGround | None
    """Null: heard, or asked again since."""

    @classmethod
    def of(cls, stored: StoredThirdParty) -> Self:
        """From the register's row."""
        return cls.model_validate(stored, from_attributes=True)
