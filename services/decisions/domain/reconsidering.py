"""The full reconsideration of a contested decision (volledige heroverweging, Awb 7:11(1)): facts and rules of the day.

Ex nunc: every criterion answered on the facts that the case file holds by now, under the policy and the thresholds in
force on that day. The assessment that the contested decision rests on stays beside it, for comparison.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

import msgspec

from services.decisions.domain.assessing import advised
from services.decisions.domain.case_file import DecisionGrounds
from services.decisions.domain.evidence import Evidence
from services.decisions.domain.judging import StandingJudgement
from services.decisions.domain.policy import Policy
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from shared.eventlog.aggregate import Event
from shared.vocabulary import Outcome

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class Reassessed(msgspec.Struct, frozen=True):
    """What the case comes to on a day after its decision, and under what."""

    grounds: DecisionGrounds
    advice: Outcome | None
    """None: the facts leave a criterion unknown."""


class CaseReconsidered(Event):
    """The case was assessed anew because somebody objected (heroverwogen, Awb 7:11(1)); nothing is decided by it."""

    TOPIC = "decisions.CaseReconsidered"
    assessment_id: UUID
    """By which the ruling names it."""
    objection_id: UUID
    reassessed: Reassessed
    decided: DecisionGrounds | None
    """What the decision rests on that stood then; None: nothing was decided on the merits."""
    granted_until: date | None = None
    """Until when the policy would have a grant of that day be valid; None: of a day exemption, or not kept yet."""

    def apply(self, aggregate: DecisionCase) -> None:
        others = {key: one for key, one in aggregate.reconsidered.items() if key != self.objection_id}
        aggregate.reconsidered = {**others, self.objection_id: self}


class RestsOn(TypedDict):
    """On which assessment of the day a decision on objection rests."""

    assessment_id: UUID | None
    reassessed: Reassessed | None


def reassess(
    facts: CaseFacts,
    thresholds: ThresholdsInForce | None,
    policy: Policy,
    on: date,
    judgements: tuple[StandingJudgement, ...],
    evidence: tuple[Evidence, ...],
) -> Reassessed:
    """Every criterion answered as of that day, with what was judged and attached; thresholds where any are in force."""
    answer = advised(facts, thresholds, policy, on, judgements, evidence)
    return Reassessed(answer["grounds"], answer["advice"])
