"""A case as its readers see it; nothing personal is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field
from pydantic.alias_generators import to_camel

from services.decisions.api.default_view import NoticeView, PenaltyView
from services.decisions.api.fact_finding_view import JudgementView, ViewsView, shown
from services.decisions.api.revocation_view import IntentionView
from services.decisions.api.third_party_view import ThirdPartyView
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.supplied_facts import completed, known
from services.decisions.projections.case_register import StoredCase
from services.decisions.projections.decision_rows import StoredDecision, StoredLeavingOut
from services.decisions.projections.default_register import StoredNotice, StoredPenalty
from services.decisions.projections.fact_finding import StoredFinding
from services.decisions.projections.reconsiderations import StoredReconsideration
from services.decisions.projections.revocation_register import StoredIntention
from services.decisions.projections.third_parties import StoredThirdParty
from shared.runtime.api import View
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    Finding,
    LeftOutReason,
    Outcome,
    RefusalGround,
    Remedy,
    RevocationGround,
    VehicleCategory,
)


class CriterionView(View):
    """One criterion with its finding; the reason is Dutch, as the letter states it."""

    criterion: str
    finding: Finding
    reason: str
    source: str

    @classmethod
    def of(cls, result: CriterionResult) -> Self:
        """From the recorded result."""
        return cls(
            criterion=result.criterion, finding=result.finding, reason=result.reason, source=result.source
        )


class VehicleView(View):
    """The vehicle facts that the criteria read; null: not registered, and not supplied either."""

    category: VehicleCategory | None
    emission_free: bool | None
    payload_kg: int | None
    braked_towing_mass_kg: int | None
    combination_mass_kg: int | None
    permitted_mass_kg: int | None


class DecisionView(View):
    """One decision of the case."""

    decision_id: UUID
    outcome: Outcome
    decided_on: date
    decided_by: str
    criteria: list[CriterionView]
    policy_version: str
    threshold_set_id: UUID | None
    """Null where no threshold was looked at."""
    remedy: Remedy
    valid_until: date | None
    replaces_decision_id: UUID | None
    reassessment_id: UUID | None
    decides_objection_id: UUID | None
    refusal_ground: RefusalGround | None
    valid_from: datetime | None
    """Start of a day exemption; null: from announcement."""
    valid_to: datetime | None
    """End of a day exemption; null: the end of `validUntil`."""
    effective_from: date | None
    """Of a revocation: the first day on which the exemption no longer holds; of a grant that restores one that was
    wrongly revoked: since when it holds. Null: from announcement."""
    revocation_ground: RevocationGround | None
    has_conditions: bool
    """Whether conditions (voorschriften) were set with the grant; they are in the letter alone."""
    announced_on: date | None = None
    """The day on which its letter was sent (Awb 3:41); null: it was not sent yet."""

    @classmethod
    def of(cls, stored: StoredDecision) -> Self:
        """From the register's row."""
        return cls(
            decision_id=stored.decision_id,
            outcome=Outcome(stored.outcome),
            decided_on=stored.decided_on,
            decided_by=stored.decided_by,
            criteria=[CriterionView.of(result) for result in stored.criteria],
            policy_version=stored.policy_version,
            threshold_set_id=stored.threshold_set_id,
            remedy=Remedy(stored.remedy),
            valid_until=stored.valid_until,
            replaces_decision_id=stored.replaces_decision_id,
            reassessment_id=stored.reassessment_id,
            decides_objection_id=stored.decides_objection_id,
            refusal_ground=RefusalGround(stored.refusal_ground) if stored.refusal_ground else None,
            valid_from=stored.valid_from,
            valid_to=stored.valid_to,
            effective_from=stored.effective_from,
            revocation_ground=RevocationGround(stored.revocation_ground)
            if stored.revocation_ground
            else None,
            has_conditions=bool(stored.has_conditions),
        )


class LeavingOutView(View):
    """The decision not to deal with the application (Awb 4:5); open to objection."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    reason: LeftOutReason
    announce_by: date | None
    """The last day of the four weeks to announce it (Awb 4:5(4)); null in one from before that was kept."""
    items: list[str]
    """Codes of what was asked and is still missing, where a supplement did not suffice, or is wrong."""
    announced_on: date | None = None
    """The day on which its letter was sent (Awb 3:41); null: it was not sent yet."""
    announced_in_time: bool | None = None
    """Whether that was within the four weeks; null: not announced yet, or not known until when it was to be."""

    @classmethod
    def of(cls, stored: StoredLeavingOut) -> LeavingOutView:
        """The view of a stored one."""
        return cls(
            decision_id=stored.decision_id,
            decided_on=stored.decided_on,
            decided_by=stored.decided_by,
            reason=LeftOutReason(stored.reason),
            announce_by=stored.announce_by,
            items=(stored.items or "").split(),
        )

    def as_announced(self, on: date | None) -> Self:
        """With the day of its letter, and whether that was in time."""
        in_time = on <= self.announce_by if on and self.announce_by else None
        return self.model_copy(update={"announced_on": on, "announced_in_time": in_time})


class BetterFitView(View):
    """Another type of which every criterion is met; the reason is Dutch, as the letter states it."""

    exemption_type: ExemptionType
    reason: str


class ReconsiderationView(View):
    """An assessment of the day for a ruling on an objection (Awb 7:11(1)), beside what the decision rests on."""

    assessment_id: UUID
    objection_id: UUID
    assessed_on: date
    advice: Outcome | None
    """Null: the facts leave a criterion unknown."""
    policy_version: str
    threshold_set_id: UUID | None
    criteria: list[CriterionView]
    decided_policy_version: str | None
    """Under which the decision was taken that stood then."""
    decided_threshold_set_id: UUID | None

    @classmethod
    def of(cls, stored: StoredReconsideration) -> Self:
        """From the register's row."""
        return cls(
            assessment_id=stored.assessment_id,
            objection_id=stored.objection_id,
            assessed_on=stored.assessed_on,
            advice=Outcome(stored.advice) if stored.advice else None,
            policy_version=stored.policy_version,
            threshold_set_id=stored.threshold_set_id,
            criteria=[CriterionView.of(result) for result in stored.criteria],
            decided_policy_version=stored.decided_policy_version,
            decided_threshold_set_id=stored.decided_threshold_set_id,
        )


class CaseLine(View):
    """One line of the list."""

    case_id: UUID
    version: int
    state: CaseState
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; null: national."""
    received_on: date
    last_day: date
    """Last day of the decision term (Awb 4:13); while it is suspended, as it was before."""
    suspended_from: date | None
    """First suspended day, while the applicant completes the application or for another reason (Awb 4:15)."""
    vehicle_facts_noted: bool
    advice: Outcome | None
    assessed_under: UUID | None
    """The threshold set of the standing assessment."""

    @classmethod
    def of(cls, stored: StoredCase) -> Self:
        """From the register's row."""
        return cls(
            case_id=stored.case_id,
            version=stored.version,
            state=CaseState(stored.state),
            exemption_type=ExemptionType(stored.exemption_type),
            municipality=stored.municipality,
            received_on=stored.received_on,
            last_day=stored.last_day,
            suspended_from=stored.suspended_from,
            vehicle_facts_noted=stored.vehicle_facts is not None,
            advice=Outcome(stored.advice) if stored.advice else None,
            assessed_under=stored.assessed_under,
        )


class CaseView(CaseLine):
    """One case whole."""

    interim_access_until: date | None
    """Last day of the access that a judge gave for the time being (Awb 8:81); null: none, or it has lapsed."""
    grant_suspended_from: date | None
    """First day on which the grant gives no access, because a judge suspended it (Awb 8:81); null: none did."""
    grant_suspended_until: date | None
    """The last such day, where the judge named one (Awb 8:85(1)); null: until the suspension lapses."""
    last_day_provisional: bool
    """True when holidays of that year are not decreed yet."""
    vehicle: VehicleView | None
    supplied_facts: list[str]
    """Which facts of the vehicle the desk supplied, by name, because the register does not know them."""
    established_facts: list[str]
    """Which facts the desk established otherwise than the applicant stated them, or beside it, by name."""
    judgements: list[JudgementView]
    """What case handlers judged of criteria that no record answers."""
    differing_facts: list[str]
    """On which the standing assessment rests a refusal, otherwise than the applicant supplied them (Awb 4:7)."""
    views: ViewsView | None
    """What the applicant was asked last to give views on; null: nothing was asked."""
    criteria: list[CriterionView]
    better_fit: BetterFitView | None
    decisions: list[DecisionView]
    """Oldest first; the last one stands."""
    left_out: LeavingOutView | None
    converted_to: UUID | None
    """The case that took the place of this one."""
    notices_of_default: list[NoticeView]
    """In order of receipt; one that was premature has no effect (Awb 4:17(3))."""
    penalty: PenaltyView | None
    """Null: no penalty was fixed (Awb 4:18)."""
    reconsiderations: list[ReconsiderationView]
    """For rulings on objections, by day."""
    third_parties: list[ThirdPartyView] = Field(default_factory=list)
    """Others than the applicant who may object, and are heard first (Awb 4:8)."""
    revocation_intended: IntentionView | None
    """The intention to revoke the exemption that stands (Awb 4:8)."""

    @classmethod
    def whole(
        cls,
        stored: StoredCase,
        decisions: list[StoredDecision],
        left_out: StoredLeavingOut | None,
        notices: list[StoredNotice],
        penalty: StoredPenalty | None,
        found: StoredFinding,
        intention: StoredIntention | None,
        reconsidered: Sequence[StoredReconsideration],
    ) -> Self:
        """From the register's rows."""
        facts, supplied = stored.vehicle_facts, stored.supplied_facts
        if facts is not None and supplied is not None:
            facts = completed(facts, supplied)
        return cls(
            **CaseLine.of(stored).model_dump(),
            interim_access_until=stored.interim_until,
            grant_suspended_from=stored.grant_suspended_from,
            grant_suspended_until=stored.grant_suspended_until,
            last_day_provisional=stored.provisional,
            vehicle=VehicleView.model_validate(facts, from_attributes=True) if facts else None,
            supplied_facts=sorted(to_camel(name) for name in known(supplied)) if supplied else [],
            established_facts=shown(found.established),
            judgements=[JudgementView.of(one) for one in found.judgements],
            differing_facts=shown(found.differing),
            views=ViewsView.of(found),
            criteria=[CriterionView.of(result) for result in stored.criteria],
            better_fit=_better_fit(stored),
            decisions=[DecisionView.of(decision) for decision in decisions],
            left_out=LeavingOutView.of(left_out) if left_out else None,
            converted_to=stored.converted_to,
            notices_of_default=[NoticeView.of(notice) for notice in notices],
            penalty=PenaltyView.of(penalty) if penalty else None,
            reconsiderations=[ReconsiderationView.of(one) for one in reconsidered],
            revocation_intended=IntentionView.of(intention) if intention else None,
        )

    def with_third_parties(self, others: Sequence[StoredThirdParty]) -> Self:
        """With who else may object."""
        return self.model_copy(update={"third_parties": [ThirdPartyView.of(one) for one in others]})

    def with_announcements(self, announced: Mapping[UUID, date]) -> Self:
        """With the day on which each decision was announced."""
        decisions = [
            decision.model_copy(update={"announced_on": announced.get(decision.decision_id)})
            for decision in self.decisions
        ]
        changed: dict[str, object] = {"decisions": decisions}
        if self.penalty is not None:
            day = {"announced_on": announced.get(self.penalty.decision_id)}
            changed["penalty"] = self.penalty.model_copy(update=day)
        if self.left_out is not None:
            changed["left_out"] = self.left_out.as_announced(announced.get(self.left_out.decision_id))
        return self.model_copy(update=changed)


def _better_fit(stored: StoredCase) -> BetterFitView | None:
    if stored.better_fit is None:
        return None
    kind = ExemptionType(stored.better_fit)
    return BetterFitView(exemption_type=kind, reason=stored.better_fit_reason or "")
