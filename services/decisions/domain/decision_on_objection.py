"""What follows when an objection is upheld for another reason than a threshold (Awb 7:11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.policy import Policy
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import add_years
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Remedy

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


YEARS_WITHOUT_FACTS: Final = 1
"""SYNTHETIC: the validity of a grant on objection when the policy's own rule lacks a fact."""


class DecisionReplacedOnObjection(Event):
    """The objection was upheld (gegrond): the contested decision is revoked and replaced by a grant (Awb 7:11(2)).

    Decided by the objection handler, who did not take the contested decision (Awb 10:3); against it lies
    appeal (Awb 8:1).
    """

    TOPIC = "decisions.DecisionReplacedOnObjection"
    decision_id: UUID
    replaces_decision_id: UUID
    decides_objection_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    valid_until: date
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed | None = None
    """Of the ruling (Awb 7:12); None in a decision from before they were sealed: they stand in its criterion."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds
        aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)


class LeavingOutRevokedOnObjection(Event):
    """The objection was upheld: the application is dealt with after all, and is yet to be decided (Awb 7:11(2)).

    Nothing was assessed, so there is no grant to put in the place of the revoked decision.
    """

    TOPIC = "decisions.LeavingOutRevokedOnObjection"
    revokes_decision_id: UUID
    objection_id: UUID
    decided_on: date
    decided_by: str
    reasons: str = ""
    """In clear, in an act from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.UNDECIDED
        aggregate.decision_id = None


STANDS_IN_THE_RULING: Final = "De reden staat in de beslissing op het bezwaar."
"""In the place of reasons that only who may read the letter reads."""


def objection_upheld(reasons: Sealed | str) -> CriterionResult:
    """What the replacing decision rests on: the full reconsideration (Awb 7:11), with its reasons (Awb 7:12).

    Reasons of a ruling from before they were sealed come in clear, and stand here.
    """
    shown = reasons if isinstance(reasons, str) else STANDS_IN_THE_RULING
    return CriterionResult("objection_upheld", Finding.MET, shown, "Awb, artikel 7:11")


def validity_on_objection(facts: CaseFacts, policy: Policy, decided_on: date) -> date:
    """Last day of an exemption granted on objection, also where the facts do not tell: then SYNTHETIC."""
    try:
        return policy.valid_until(decided_on, facts)
    except ValueError:
        return add_years(decided_on, YEARS_WITHOUT_FACTS) - timedelta(days=1)
