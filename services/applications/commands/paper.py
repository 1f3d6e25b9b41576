"""What the desk enters of an application that had been received: a supplement or a withdrawal that came on paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.applications.commands.reach import at_desk
from services.applications.domain.application_acts import EnteredFromPaper
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.runtime.access import Principal
from shared.vocabulary import StatedFacts


class PaperCommands:
    """Commands of the desk, of any application in its scope; raise NotThere, VersionConflict or a DomainError."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def supplement(
        self,
        act: Act,
        principal: Principal,
        case_id: UUID,
        stated: StatedFacts,
        *,
        documents: tuple[str, ...],
        signed: bool,
        received_on: date,
        expected_version: int | None,
    ) -> Saved:
        """Enter what came to complete it, as of the day on which it came (Awb 4:5(1), 4:15(1)(a))."""
        application = at_desk(self._log, principal, case_id, expected_version)
        application.supplement(
            stated, on=received_on, documents=documents, signed=signed, from_paper=_entered(act)
        )
        return self._log.save_act(act, application, case_id=case_id)

    def withdraw(
        self,
        act: Act,
        principal: Principal,
        case_id: UUID,
        *,
        received_on: date,
        expected_version: int | None,
    ) -> Saved:
        """Enter that the applicant takes it back, as of the day on which that came."""
        application = at_desk(self._log, principal, case_id, expected_version)
        application.withdraw(on=received_on, from_paper=_entered(act))
        return self._log.save_act(act, application, case_id=case_id)


def _entered(act: Act) -> EnteredFromPaper:
    return EnteredFromPaper(entered_on=act.today, entered_by=act.actor)
