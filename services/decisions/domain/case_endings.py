"""How a case ends without a decision: the applicant withdrew it, or it was converted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.thresholds import CaseFacts
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class WithdrawalNoted(Event):
    """The applicant withdrew the application; nothing is left to decide.

    `handling_started` says how the desk counts it, and nothing else (fourth bimonthly letter to the
    Chamber, 29 September 2025).
    """

    TOPIC = "decisions.WithdrawalNoted"
    withdrawn_on: date
    handling_started: bool

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.WITHDRAWN
        aggregate.ended_on = aggregate.ended_on or self.withdrawn_on


class ConversionNoted(Event):
    """The application was converted (omgezet) into one for a better-fitting exemption, a case of its own."""

    TOPIC = "decisions.ConversionNoted"
    converted_on: date
    to_type: ExemptionType
    new_case_id: UUID
    facts: CaseFacts | None = None
    """What was known of the case: a later threshold may have granted it. None: the register had not answered."""
    default_goes_over: bool = False
    """Whether notices of default go over into the new case, and no penalty is due here (Awb 4:17; ADR 0014)."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.CONVERTED
        aggregate.ended_on = aggregate.ended_on or self.converted_on
        aggregate.converted_to = self.new_case_id
        aggregate.default_went_over = self.default_goes_over
