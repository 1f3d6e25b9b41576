"""What the applicant does with an application after handing it in."""

from __future__ import annotations

from uuid import UUID

from services.applications.commands.reach import own
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.vocabulary import StatedFacts


class ApplicantCommands:
    """Commands of the one who applied; for others the case is not there. Raise VersionConflict or a DomainError."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def supplement(
        self, act: Act, case_id: UUID, stated: StatedFacts, documents: tuple[str, ...] = ()
    ) -> Saved:
        """State or show more, asked or unasked (Awb 4:5)."""
        application = own(self._log, act.actor, case_id)
        application.supplement(stated, on=act.today, documents=documents)
        return self._log.save_act(act, application, case_id=case_id)

    def withdraw(self, act: Act, case_id: UUID) -> Saved:
        """Take the application back, as long as it has not ended."""
        application = own(self._log, act.actor, case_id)
        application.withdraw(on=act.today)
        return self._log.save_act(act, application, case_id=case_id)
