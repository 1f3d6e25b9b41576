"""What a case handler does with an application."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.applications.commands.reach import at_desk
from services.applications.domain.application_acts import MissingItem
from shared.asked_items import WordsOnItem
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.runtime.access import Principal


class DeskCommands:
    """Commands of the desk; another municipality's case is not there. Raise VersionConflict or a DomainError."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def start_handling(
        self, act: Act, principal: Principal, case_id: UUID, expected_version: int | None
    ) -> Saved:
        """Take the application in hand as the acting case handler."""
        application = at_desk(self._log, principal, case_id, expected_version)
        application.start_handling(by=act.actor, on=act.today)
        return self._log.save_act(act, application, case_id=case_id)

    def request_completion(
        self,
        act: Act,
        principal: Principal,
        case_id: UUID,
        items: Sequence[MissingItem],
        term_days: int,
        expected_version: int | None,
        on_items: tuple[WordsOnItem, ...] = (),
    ) -> Saved:
        """Ask the applicant for what is missing, within a term in days (Awb 4:5(1))."""
        application = at_desk(self._log, principal, case_id, expected_version)
        application.request_completion(items, term_days, by=act.actor, on=act.today, on_items=on_items)
        return self._log.save_act(act, application, case_id=case_id)

    def request_vehicle_facts_refresh(
        self, act: Act, principal: Principal, case_id: UUID, expected_version: int | None
    ) -> Saved:
        """Have the vehicle register asked once more."""
        application = at_desk(self._log, principal, case_id, expected_version)
        application.request_vehicle_facts_refresh(by=act.actor, on=act.today)
        return self._log.save_act(act, application, case_id=case_id)
