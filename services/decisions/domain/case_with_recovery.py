"""A case of which a penalty can be asked back: what the aggregate `DecisionCase` does about that (Awb 4:20)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.domain.case_in_term import CaseInTerm
from services.decisions.domain.recovery import PenaltyRecoveryDecided, to_be_recovered
from shared.eventlog.aggregate import event_id
from shared.privacy.sealed import Sealed


class CaseWithRecovery(CaseInTerm):
    """A case in which a penalty may have been paid."""

    def recover_penalty(
        self, amount_euros: int, reasons: Sealed, *, decided_on: date, decided_by: str
    ) -> UUID:
        """Ask back what was paid and not due, and return the decision's id; see `recovery` for what it refuses."""
        penalty = to_be_recovered(self.default.penalty, amount_euros, decided_on)
        decision_id = event_id("decisions", self.id, self.version + 1)
        self.trigger_event(
            PenaltyRecoveryDecided,
            decision_id=decision_id,
            penalty_decision_id=penalty.decision_id,
            decided_on=decided_on,
            decided_by=decided_by,
            amount_euros=amount_euros,
            sealed_reasons=reasons,
            share_cents=self._share_of(amount_euros),
        )
        return decision_id
