"""What commands may ask of what is recorded: the port that the inline tables implement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.threshold_proposal import Finding
from services.decisions.domain.threshold_set import ThresholdsInForce
from shared.eventlog.append import Guard
from shared.vocabulary import ExemptionType

TYPE: Final = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
"""The only type that uses thresholds."""


class Recorded(Protocol):
    """What commands may ask: tables that are written in the transaction of the append."""

    def thresholds_in_force(self, kind: ExemptionType) -> ThresholdsInForce | None:
        """The set in force for a type, or None before the first one."""

    def finding(self, objection_id: UUID) -> Finding | None:
        """The threshold consequence found on that objection, or None."""

    def all_cases(self, kind: ExemptionType) -> tuple[int, list[RecordedCase]]:
        """The log's position and every case of a type as recorded up to it."""

    def cases_at(self, kind: ExemptionType, position: int) -> Sequence[RecordedCase]:
        """Every case of a type as recorded up to and including a log position."""

    def earliest_decide_before(self) -> date | None:
        """The first day by which an objection pending with a finding must be decided on."""

    def still_in_force(self, kind: ExemptionType, thresholds: ThresholdsInForce) -> Guard:
        """The guard of a decision: its threshold set is in force at the moment of the append."""
