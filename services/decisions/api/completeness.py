"""For the desk: the conditions of a case one by one, with what is claimed, judged and answered, and the evidence."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.api.case_handlers import CaseId
from services.decisions.api.fact_finding_view import JudgementView
from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.criteria import Condition, conditions_of
from services.decisions.domain.evidence import WantedEvidence, evidence_for
from services.decisions.domain.policy import policy_on
from services.decisions.projections.case_register import StoredCase, case
from services.decisions.projections.fact_finding import StoredFinding, finding_in
from shared.errors import NotThere
from shared.eventlog.log import EventLog
from shared.runtime.api import Reading, ServiceRouter, View
from shared.runtime.clock import Clock
from shared.vocabulary import ExemptionType, Finding, legal_day


class EvidenceView(View):
    """One kind of evidence for a condition."""

    shows: str
    """What a document is to show, in the words of a request to complete."""
    documents: list[str]
    """The documents that were given of it, by name (an HMAC), oldest first."""
    missing: bool
    """No document was given of it. That decides nothing by itself."""

    @classmethod
    def of(cls, wanted: WantedEvidence) -> Self:
        """From the domain."""
        return cls(shows=wanted.shows, documents=list(wanted.documents), missing=wanted.missing)


class ConditionOfCase(View):
    """One condition as it stands in the case."""

    criterion: str
    sentence: str
    """Dutch, as the applicant reads it."""
    judged: bool
    """A case handler judges it; what the applicant states is a claim."""
    judgement: JudgementView | None
    """Null: nobody has judged it yet, or nobody does."""
    finding: Finding | None
    """Of the standing assessment; null: none stands, or it did not ask this."""
    evidence: list[EvidenceView]
    """Empty: the register or the applicant's statement is enough."""

    @classmethod
    def of(cls, condition: Condition, stored: StoredCase, found: StoredFinding) -> Self:
        """The condition with what the registers have of it."""
        name = condition.criterion
        return cls(
            criterion=name,
            sentence=condition.sentence,
            judged=condition.judged,
            judgement=next(
                (JudgementView.of(one) for one in found.judgements if one.judgement.criterion == name), None
            ),
            finding=next((one.finding for one in stored.criteria if one.criterion == name), None),
            evidence=[EvidenceView.of(one) for one in evidence_for(name, found.evidence)],
        )


class CompletenessView(View):
    """What is there and what is missing, by the policy of a day."""

    case_id: UUID
    on: date
    policy_version: str
    conditions: list[ConditionOfCase]
    other_documents: list[str]
    """Documents that belong to no condition of this type, by name."""

    @classmethod
    def whole(cls, stored: StoredCase, found: StoredFinding, on: date) -> Self:
        """By the policy on the type of the case in force on that day."""
        policy = policy_on(on, ExemptionType(stored.exemption_type))
        conditions = [ConditionOfCase.of(one, stored, found) for one in conditions_of(policy, on)]
        placed = {name for one in conditions for kind in one.evidence for name in kind.documents}
        return cls(
            case_id=stored.case_id,
            on=on,
            policy_version=policy.version,
            conditions=conditions,
            other_documents=[one.name for one in found.evidence if one.name not in placed],
        )


def routes(log: EventLog, clock: Clock) -> ServiceRouter:
    """The route on which the conditions of a case are read."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/cases/{caseId}/completeness", response_model=CompletenessView)
    def completeness(request: Reading, case_id: CaseId) -> CompletenessView:
        """The conditions of a case, with the evidence that was given and that is missing for each."""
        with log.read() as connection:
            stored = case(connection, request.principal, case_id)
            found = finding_in(connection, case_id) or StoredFinding(case_id)
        if stored is None:
            raise NotThere("case_not_found", "there is no such case")
        return CompletenessView.whole(stored, found, legal_day(clock.now()))

    return router
