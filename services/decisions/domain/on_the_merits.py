"""Every decision on the merits (inhoudelijk besluit) that can be taken in a case, and what it says."""

from __future__ import annotations

from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.revocation import ExemptionRevoked
from shared.vocabulary import Outcome

DecisionOnTheMerits = (
    ExemptionGranted
    | ExemptionRefused
    | DecisionReissued
    | DecisionReplacedOnObjection
    | ExemptionRevoked
    | ExemptionGrantedByCourt
    | ExemptionRefusedByCourt
)


def outcome_of(decision: DecisionOnTheMerits) -> Outcome:
    """What it says of the exemption."""
    match decision:
        case ExemptionRefused() | ExemptionRefusedByCourt():
            return Outcome.REFUSED
        case ExemptionRevoked():
            return Outcome.REVOKED
        case _:
            return Outcome.GRANTED
