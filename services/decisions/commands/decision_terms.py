"""What a case handler can do with the decision term of a case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.commands.desk import case_within
from services.decisions.domain.suspension import KindOfSuspension
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
from shared.vocabulary import SuspensionKind


class DecisionTermCommands:
    """Commands on decision terms (beslistermijnen)."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def extend(
        self,
        act: Act,
        *,
        case_id: UUID,
        new_last_day: date,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Name a new reasonable term before the present one ends (Awb 4:14(3))."""
        case = case_within(self._log, within, case_id, expected_version)
        case.extend_decision_term(new_last_day, reasons=reasons, extended_on=act.today, extended_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def suspend(
        self,
        act: Act,
        *,
        case_id: UUID,
        begun: KindOfSuspension,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Record that the term is suspended by another article than that of a request to complete (Awb 4:15)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.suspend_otherwise(begun, reasons=reasons, suspended_on=act.today, suspended_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id, chained=True)

    def end_suspension(
        self,
        act: Act,
        *,
        case_id: UUID,
        kind: SuspensionKind,
        resumed_on: date,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Record since when it no longer suspends the term (Awb 4:15(4))."""
        case = case_within(self._log, within, case_id, expected_version)
        case.end_suspension(kind, resumed_on=resumed_on, today=act.today, ended_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)
