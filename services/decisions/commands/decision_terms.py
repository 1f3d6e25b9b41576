"""What a case handler can do with the decision term of a case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.commands.desk import case_within
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal


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
