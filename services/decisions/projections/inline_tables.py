"""The inline tables as the commands ask them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.threshold_proposal import Finding
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.projections.case_facts import all_cases
from services.decisions.projections.replay import Replay
from services.decisions.projections.threshold_sets import earliest_decide_before, finding
from services.decisions.projections.thresholds_in_force import still_in_force, thresholds_in_force
from shared.eventlog.append import Guard
from shared.eventlog.log import EventLog
from shared.vocabulary import ExemptionType


class InlineTables:
    """Implements the port `commands.Recorded`; every question is answered from one snapshot."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def thresholds_in_force(self, kind: ExemptionType) -> ThresholdsInForce | None:
        """The set in force for a type, or None before the first one."""
        with self._log.read() as connection:
            return thresholds_in_force(connection, kind)

    def finding(self, objection_id: UUID) -> Finding | None:
        """The threshold consequence found on that objection, or None."""
        with self._log.read() as connection:
            return finding(connection, objection_id)

    def all_cases(self, kind: ExemptionType) -> tuple[int, list[RecordedCase]]:
        """The log's position and every case of a type as recorded up to it."""
        with self._log.read() as connection:
            return self._log.head_in(connection), list(all_cases(connection, kind))

    def cases_at(self, kind: ExemptionType, position: int) -> list[RecordedCase]:
        """Every case of a type as recorded up to and including that position, folded from the log."""
        return Replay(self._log).cases_at(position, kind)

    def earliest_decide_before(self) -> date | None:
        """The first day by which an objection pending with a finding must be decided on."""
        with self._log.read() as connection:
            return earliest_decide_before(connection)

    def still_in_force(self, kind: ExemptionType, thresholds: ThresholdsInForce) -> Guard:
        """The guard of a decision: its threshold set is in force at the moment of the append."""
        return still_in_force(kind, thresholds)
