"""Supplying what the vehicle register does not know."""

from __future__ import annotations

from uuid import UUID

from services.decisions.commands.desk import case_within
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
from shared.vocabulary import VehicleFacts


class SuppliedFactsCommands:
    """Commands on facts of a vehicle (voertuiggegevens)."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def supply(
        self,
        act: Act,
        *,
        case_id: UUID,
        facts: VehicleFacts,
        basis: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Add facts on which the register is silent to an undecided case, with what they rest on (Awb 3:2)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.supply_vehicle_facts(facts, basis=basis, supplied_on=act.today, supplied_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)
