"""A case of which a penalty can be asked back: what the aggregate `DecisionCase` does about that (Awb 4:20)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from uuid import UUID

from services.decisions.domain.case_in_term import CaseInTerm
from services.decisions.domain.recovery import (
    PenaltyRecoveryDecided,
    PenaltyRecoveryRevoked,
    UpheldAgainstRecovery,
    to_be_recovered,
)
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
            exemption_type=self.exemption_type,
            municipality=self.municipality,
            applicant_subject=self.holder.applicant_subject if self.holder else None,
        )
        return decision_id

    def revoke_recovery(self, upheld: UpheldAgainstRecovery) -> None:
        """Ask back no more what that decision asked back (Awb 7:11(2)); nothing when it does not stand."""
        penalty = self.default.penalty
        for each in penalty.recoveries if penalty is not None else ():
            if each.decision_id == upheld.decision_id:
                self.trigger_event(
                    PenaltyRecoveryRevoked, amount_euros=each.amount_euros, **_recorded(upheld)
                )


def _recorded(upheld: UpheldAgainstRecovery) -> dict[str, object]:
    return {field.name: getattr(upheld, field.name) for field in fields(upheld)}
