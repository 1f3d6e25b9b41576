"""Every decision on the merits (inhoudelijk besluit) that can be taken in a case, and what it says."""

from __future__ import annotations

from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from services.decisions.domain.revocation import ExemptionRevoked
from shared.vocabulary import Outcome

Refusal = ExemptionRefused | RefusalReplacedOnObjection | ExemptionRefusedByCourt
"""What refuses the exemption."""
Revocation = ExemptionRevoked | GrantRevokedOnObjection
"""What takes it away."""
OnObjection = DecisionReplacedOnObjection | RefusalReplacedOnObjection | GrantRevokedOnObjection
"""What a ruling on an objection put in the place of the contested decision (Awb 7:11(2))."""
Grant = (
    ExemptionGranted
    | DecisionReissued
    | DecisionReplacedOnObjection
    | DecisionReplacedExOfficio
    | ExemptionGrantedByCourt
)
"""What gives it."""
DecisionOnTheMerits = Grant | Refusal | Revocation


def outcome_of(decision: DecisionOnTheMerits) -> Outcome:
    """What it says of the exemption."""
    match decision:
        case ExemptionRefused() | RefusalReplacedOnObjection() | ExemptionRefusedByCourt():
            return Outcome.REFUSED
        case ExemptionRevoked() | GrantRevokedOnObjection():
            return Outcome.REVOKED
        case _:
            return Outcome.GRANTED
