"""For everybody who may read an application: the applicant its own, the desk those within its scope."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.applications.api.case_view import CaseView, case_view, reach_of
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.reach import not_there
from services.applications.projections.cases import CaseDetail, CaseReader
from shared.privacy.opening import Opener
from shared.runtime.api import Reading, ServiceRouter


def routes(cases: CaseReader, opener: Opener) -> ServiceRouter:
    """Routes on which one case is read."""
    router = ServiceRouter(AUTHORISATION, tag="case readers")

    @router.query("/applications/{caseId}", response_model=CaseView)
    def application(request: Reading, case_id: Annotated[UUID, Path(alias="caseId")]) -> Response:
        """One application; another's, or another municipality's, answers as if it were not there."""
        case = _found(cases.case(case_id, reach_of(request.principal)))
        view = case_view(case, request.principal, opener)
        return request.versioned(view, case.summary.version)

    return router


def _found(case: CaseDetail | None) -> CaseDetail:
    if case is None:
        raise not_there()
    return case
