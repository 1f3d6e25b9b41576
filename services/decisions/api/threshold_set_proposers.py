"""For those who propose, preview and approve threshold sets (drempelwaarden)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import Field

from services.decisions.api.national_scope import must_be_national
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ThresholdSetCommands
from services.decisions.domain.row_changes import RowPlace
from services.decisions.domain.thresholds import Parameter, ThresholdRow
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter, WholeNumber
from shared.vocabulary import VehicleCategory

SetId = Annotated[UUID, Path(alias="thresholdSetId")]
LARGEST_VALUE = 1_000_000


class ThresholdBody(Body):
    """Up to this value an emission-free vehicle of this category is obtainable."""

    category: VehicleCategory
    parameter: Parameter
    value: Annotated[WholeNumber, Field(ge=0, le=LARGEST_VALUE)]
    """Kilograms or kilometres, as the parameter's name says."""
    body: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """Only for this `inrichting`; absent: for any."""


class PlaceBody(Body):
    """Which threshold: a category, a parameter, and the `inrichting` where it is for one only."""

    category: VehicleCategory
    parameter: Parameter
    body: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class ProposeThresholdSet(Body):
    """A complete new set, with what caused it."""

    thresholds: Annotated[list[ThresholdBody], Field(min_length=1, max_length=200)]
    valid_from: LegalDate
    objection_id: UUID | None = None
    """The objection on which a threshold consequence was found; absent: a periodic update."""
    max_drift: Annotated[WholeNumber, Field(ge=0, le=LARGEST_VALUE)] | None = None
    """Above so many cases otherwise than approved, the reassessment starts paused; absent: never."""
    removes: Annotated[list[PlaceBody], Field(default_factory=list, max_length=200)]
    """Every row of the set in force that falls away; without it here, a set that lacks it is refused."""

    def rows(self) -> list[ThresholdRow]:
        """As the domain has them."""
        return [ThresholdRow(row.category, row.parameter, row.value, row.body) for row in self.thresholds]

    def removals(self) -> list[RowPlace]:
        """As the domain has them."""
        return [RowPlace(place.category, place.parameter, place.body) for place in self.removes]


class RejectThresholdSet(Body):
    """Why the proposal is rejected, in neutral terms: about the thresholds, never about a person."""

    reasons: Annotated[str, Field(min_length=1, max_length=2000)]


class ApproveThresholdSet(Body):
    """The plan that is approved, named by its digest."""

    plan_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def routes(commands: ThresholdSetCommands) -> ServiceRouter:
    """Routes on which threshold sets are changed."""
    router = ServiceRouter(AUTHORISATION, tag="threshold sets")

    @router.command("/threshold-sets")
    def propose(request: Commanding, body: ProposeThresholdSet) -> Saved:
        """Propose a complete new set."""
        must_be_national(request.principal)
        return commands.propose(
            request.act,
            rows=body.rows(),
            valid_from=body.valid_from,
            objection_id=body.objection_id,
            max_drift=body.max_drift,
            removes=body.removals(),
        )

    @router.command("/threshold-sets/{thresholdSetId}/previews", if_match=True)
    def preview(request: Commanding, threshold_set_id: SetId) -> Saved:
        """Evaluate every recorded case under the set; the answer names the plan by its digest."""
        must_be_national(request.principal)
        return commands.preview(
            request.act, set_id=threshold_set_id, expected_version=request.expected_version
        )

    @router.command("/threshold-sets/{thresholdSetId}/rejections", if_match=True)
    def reject(request: Commanding, threshold_set_id: SetId, body: RejectThresholdSet) -> Saved:
        """Reject a proposal; an objection that caused it goes back to its handler."""
        must_be_national(request.principal)
        return commands.reject(
            request.act,
            set_id=threshold_set_id,
            reasons=body.reasons,
            expected_version=request.expected_version,
        )

    @router.command("/threshold-sets/{thresholdSetId}/approvals", if_match=True)
    def approve(request: Commanding, threshold_set_id: SetId, body: ApproveThresholdSet) -> Saved:
        """Approve the previewed plan; a set valid today enters into force and is carried out at once."""
        must_be_national(request.principal)
        return commands.approve(
            request.act,
            set_id=threshold_set_id,
            plan_digest=body.plan_digest,
            expected_version=request.expected_version,
        )

    return router
