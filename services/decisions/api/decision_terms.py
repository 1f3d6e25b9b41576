"""For case handlers: extending the decision term."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.decisions.api.case_handlers import GUIDANCE, CaseId
from services.decisions.commands import DecisionTermCommands
from shared.eventlog.log import Saved
from shared.privacy.sealed import Sealed, SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter

Reasons = Annotated[str, Field(min_length=10, max_length=2000, description=GUIDANCE)]


class ExtendTerm(Body):
    """A new reasonable term (Awb 4:14(3))."""

    new_last_day: LegalDate
    """As the applicant is told it; it is not moved when it is a free day."""
    reasons: Reasons


def routes(commands: DecisionTermCommands, sealer: Sealer) -> ServiceRouter:
    """Routes on the decision term."""
    router = ServiceRouter(tag="case handlers")

    @router.command("/cases/{caseId}/term-extensions", roles=[Role.CASE_HANDLER], if_match=True)
    def extend_term(request: Commanding, case_id: CaseId, body: ExtendTerm) -> Saved:
        """Tell the applicant, before the decision term ends, of a new reasonable term (Awb 4:14(3))."""
        return commands.extend(
            request.act,
            case_id=case_id,
            new_last_day=body.new_last_day,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    return router


def sealed(sealer: Sealer, case_id: UUID, reasons: str) -> Sealed:
    """The reasons under a new key of the case."""
    return sealer.seal(sealer.new_key(case_id), SealedKind.REASONS, reasons.encode())
