"""Recovering a penalty that was paid and not due (terugvordering, Awb 4:20): a decision of its own.

It is for a person to say, with reasons, that it was not due. As a decision on money against which one can object it needs
no hearing before (Awb 4:12(1)), unlike a decision on an exemption (see `third_parties`). From when the five years run is taken to be the decision by which the penalty was fixed
first, which ends them no later than any other day would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.penalty import Penalty, Recovered
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType

if TYPE_CHECKING:
    from services.decisions.domain.case_with_recovery import CaseWithRecovery

YEARS_TO_RECOVER: Final = 5
"""Awb 4:20."""


class PenaltyRecoveryDecided(Event):
    """What was paid of a penalty and not due is asked back (dwangsom teruggevorderd, Awb 4:20); open to objection."""

    TOPIC = "decisions.PenaltyRecoveryDecided"
    decision_id: UUID
    penalty_decision_id: UUID
    """The decision by which it was paid."""
    decided_on: date
    decided_by: str
    amount_euros: int
    sealed_reasons: Sealed
    """Why it was not due, for the letter (Awb 3:46)."""
    share_cents: int | None = None
    """What each of several applicants gives back, as they got it in equal parts (Awb 4:17(7)); None: there is one."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code of the municipality that deals with the case; None: national, or not kept then."""
    applicant_subject: str | None = None
    """Pseudonymous subject of the applicant, who may object; None: it does not say."""

    def apply(self, aggregate: CaseWithRecovery) -> None:
        penalty = aggregate.default.penalty
        if penalty is not None:
            back = Recovered(self.decision_id, self.amount_euros)
            penalty = msgspec.structs.replace(penalty, recoveries=(*penalty.recoveries, back))
            aggregate.default = msgspec.structs.replace(aggregate.default, penalty=penalty)


@dataclass(frozen=True, slots=True)
class UpheldAgainstRecovery:
    """The ruling that a penalty was not to be asked back."""

    objection_id: UUID
    decision_id: UUID
    """The decision that asked it back."""
    decided_on: date
    decided_by: str
    """Pseudonymous id of the objection handler."""
    sealed_reasons: Sealed | None


class PenaltyRecoveryRevoked(Event):
    """The decision to ask a penalty back was revoked by the ruling on an objection (terugvordering herroepen, Awb 7:11(2))."""

    TOPIC = "decisions.PenaltyRecoveryRevoked"
    decision_id: UUID
    """The decision that asked it back."""
    objection_id: UUID
    decided_on: date
    decided_by: str
    amount_euros: int
    """What is not asked back any more, and paid again as far as it was given back."""
    sealed_reasons: Sealed | None = None
    """Of the ruling (Awb 7:12)."""

    def apply(self, aggregate: CaseWithRecovery) -> None:
        penalty = aggregate.default.penalty
        if penalty is not None:
            stand = tuple(each for each in penalty.recoveries if each.decision_id != self.decision_id)
            penalty = msgspec.structs.replace(penalty, recoveries=stand)
            aggregate.default = msgspec.structs.replace(aggregate.default, penalty=penalty)


def last_day_to_recover(fixed_on: date) -> date:
    """The last day of the five years after the penalty was fixed (Awb 4:20); a term in years is not moved (Atw 4)."""
    try:
        return fixed_on.replace(year=fixed_on.year + YEARS_TO_RECOVER)
    except ValueError:
        return fixed_on.replace(year=fixed_on.year + YEARS_TO_RECOVER, day=28)


def to_be_recovered(penalty: Penalty | None, amount_euros: int, today: date) -> Penalty:
    """The penalty of which that is asked back. Raises NotInThisState and RuleBroken, with the code of the rule."""
    if penalty is None or penalty.paid_euros == 0:
        raise NotInThisState("penalty_not_paid", "no penalty was paid: nothing can be recovered (Awb 4:20)")
    if amount_euros > penalty.paid_euros - penalty.recovered_euros:
        raise RuleBroken("more_than_paid", "more is asked back than was paid and is left of it (Awb 4:20)")
    last_day = last_day_to_recover(penalty.fixed_on or penalty.decided_on)
    if today > last_day:
        raise RuleBroken("recovery_too_late", f"the five years to recover it ended on {last_day} (Awb 4:20)")
    return penalty
