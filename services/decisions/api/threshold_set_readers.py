"""For everybody at the desk and for auditors: threshold sets (drempelwaarden), findings and plans."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.decisions.api.national_scope import there_for
from services.decisions.api.threshold_set_view import (
    FindingView,
    PlanView,
    ThresholdSetView,
)
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands.recorded import TYPE
from services.decisions.domain.threshold_set import ThresholdSetState
from services.decisions.projections.replay import Replay
from services.decisions.projections.threshold_set_claims import claimed_among
from services.decisions.projections.threshold_sets import findings_after, threshold_set, threshold_sets_after
from services.decisions.projections.thresholds_in_force import rows_in_force
from shared.errors import NotThere
from shared.eventlog.log import EventLog
from shared.runtime.api import Reading, ServiceRouter
from shared.runtime.pages import Page, Paging

SetId = Annotated[UUID, Path(alias="thresholdSetId")]


def routes(log: EventLog, replay: Replay) -> ServiceRouter:
    """Routes on which threshold sets are read, and what may cause one."""
    router = ServiceRouter(AUTHORISATION, tag="threshold sets")
    _read_sets(router, log)
    _read_plans(router, replay)
    _read_findings(router, log)
    return router


def _read_sets(router: ServiceRouter, log: EventLog) -> None:

    @router.query("/threshold-sets", response_model=Page[ThresholdSetView])
    def sets(
        request: Reading, paging: Paging, state: Annotated[ThresholdSetState | None, Query()] = None
    ) -> Page[ThresholdSetView]:
        """Threshold sets, oldest first; those in one state, such as the proposals that wait for a reviewer."""
        national = request.principal.national
        with log.read() as connection:
            found = threshold_sets_after(connection, paging.after, paging.rows, state) if national else []
            rows = rows_in_force(connection, TYPE)
            claimed = claimed_among(connection, [stored.threshold_set_id for stored in found])
        return Page[ThresholdSetView].of(
            found,
            paging,
            lambda stored: ThresholdSetView.of(stored, rows, claimed.get(stored.threshold_set_id)),
            lambda stored: stored.threshold_set_id,
        )

    @router.query("/threshold-sets/{thresholdSetId}", response_model=ThresholdSetView)
    def one_set(request: Reading, threshold_set_id: SetId) -> Response:
        """One threshold set."""
        there_for(request.principal, "threshold_set_not_found")
        with log.read() as connection:
            stored = threshold_set(connection, threshold_set_id)
            rows = rows_in_force(connection, TYPE)
        if stored is None:
            raise NotThere("threshold_set_not_found", "there is no such threshold set")
        return request.versioned(ThresholdSetView.of(stored, rows), stored.version)


def _read_plans(router: ServiceRouter, replay: Replay) -> None:
    @router.query("/threshold-sets/{thresholdSetId}/plan", response_model=PlanView)
    def plan(request: Reading, threshold_set_id: SetId) -> PlanView:
        """Every case with what the latest preview says of it."""
        there_for(request.principal, "threshold_set_not_found")
        found = replay.plan(threshold_set_id)
        if found is None:
            raise NotThere("preview_not_found", "the threshold set has not been previewed")
        return PlanView.of(found)


def _read_findings(router: ServiceRouter, log: EventLog) -> None:
    @router.query("/threshold-findings", response_model=Page[FindingView])
    def findings(request: Reading, paging: Paging) -> Page[FindingView]:
        """Findings on which a set may be proposed, by id of the objection."""
        national = request.principal.national
        with log.read() as connection:
            found = findings_after(connection, paging.after, paging.rows) if national else []
        return Page[FindingView].of(found, paging, FindingView.of, lambda stored: stored.objection_id)
