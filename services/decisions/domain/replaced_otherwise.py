"""What can take the place of a decision on objection beside a grant: another refusal, or nothing (Awb 7:11(2)).

Both are decided by the objection handler, who did not take the contested decision (Awb 10:3); against both lies
appeal (Awb 8:1). That nobody ends worse off by objecting (Awb 7:11) was held to where was ruled.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.decision_on_objection import given_on
from services.decisions.domain.reconsidering import Reassessed
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling
from shared.vocabulary import CriterionResult, ExemptionType, Finding, RefusalGround, Remedy

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase

TAKEN_BACK: Final = CriterionResult(
    "taken_back_on_objection",
    Finding.UNMET,
    "De reden staat in de beslissing op het bezwaar.",
    "Awb, artikel 7:11",
)
"""What taking a grant back rests on; the reasons themselves are sealed (Awb 7:12)."""


class RefusalReplacedOnObjection(Event):
    """The objection was upheld, and a refusal on another ground takes the place of the contested one (Awb 7:11(2))."""

    TOPIC = "decisions.RefusalReplacedOnObjection"
    decision_id: UUID
    replaces_decision_id: UUID
    decides_objection_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed
    """Why the first ground did not hold, and on which it is refused now (Awb 7:12)."""
    ground: RefusalGround = RefusalGround.OTHER
    heard: str | None = None
    """How the objector was heard: `held`, or the ground why not (Awb 7:3, 7:12(1)); None: nobody said."""
    heard_on: date | None = None
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered to decide anew (Awb 8:72(4)); None: it is the first decision."""
    court_ruled_on: date | None = None
    penalty_euros: int | None = None
    """The amount at which the ruling fixes the penalty for the late decision anew (Awb 4:19); None: it says nothing."""
    beside: BesideRuling | None = None
    """What the ruling says of costs (Awb 7:15); None: it says nothing."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2)."""
    assessment_id: UUID | None = None
    """The reconsideration that the ruling names (Awb 7:11(1)); None: it names none."""
    reassessed: Reassessed | None = None
    """What the case comes to on the facts and rules of the day."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.REFUSED
        aggregate.review = None
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds
        aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)


class GrantRevokedOnObjection(Event):
    """The objection of another was upheld: the grant is revoked, and nothing takes its place (Awb 7:11(2)).

    Its holder was heard in the proceedings on the objection (Awb 7:2). It takes nothing away before the day after it
    was announced (Awb 3:40): no source says since when a grant that was used falls away, and that is the safe side.
    """

    TOPIC = "decisions.GrantRevokedOnObjection"
    decision_id: UUID
    replaces_decision_id: UUID
    decides_objection_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    effective_from: date
    """First day on which the exemption no longer holds; never before the day after its announcement."""
    grounds: DecisionGrounds
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed
    heard: str | None = None
    """How the objector was heard, as in `RefusalReplacedOnObjection`."""
    heard_on: date | None = None
    anew_appeal_id: UUID | None = None
    court_ruled_on: date | None = None
    penalty_euros: int | None = None
    beside: BesideRuling | None = None
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    of_another: bool = True
    assessment_id: UUID | None = None
    reassessed: Reassessed | None = None

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.given_on = given_on(aggregate, self.decides_objection_id, self.decision_id)
        still = aggregate.revoked_from if aggregate.state is CaseState.REVOKED else None
        aggregate.state = CaseState.REVOKED
        aggregate.intention = None
        aggregate.revoked_from = still or self.effective_from
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds
        aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)
