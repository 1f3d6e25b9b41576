"""Erasing the person of a case: ordered by an operator, carried out by a worker."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from services.applications.commands.proceedings import proceedings_of
from services.applications.commands.reach import to_erase
from services.applications.domain.exemption_application import ExemptionApplication
from shared.eventlog.act import Act
from shared.eventlog.append import Append, RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.runtime.access import Principal


class TokenRows(Protocol):
    """The rows by which a plate leads to its cases, as far as an erasure needs them."""

    def forgetting(self, case_ids: tuple[UUID, ...]) -> list[RowWrite]:
        """The deletions after which no plate leads to these cases."""


class ErasureCommands:
    """Commands of an erasure. Methods raise AggregateNotFound, VersionConflict or a DomainError."""

    def __init__(self, log: EventLog, rows: TokenRows) -> None:
        self._log = log
        self._rows = rows

    def order_erasure(
        self, act: Act, principal: Principal, case_id: UUID, *, everybody: bool = False
    ) -> Saved:
        """Order the erasure of a case, and of those it was converted from or to: they share its sealed values.

        Raises RuleBroken `proceedings_pending` while an objection or appeal runs in one of them (GDPR 17(3)(b), (e)).

        The tokens of the plate go in the same append; the keys are destroyed by a worker afterwards: those of the
        person, or of `everybody` in the case.
        """
        asked = to_erase(self._log, principal, case_id)
        applications = [asked, *self._before(asked), *self._after(asked)]
        for application in applications:
            proceedings = proceedings_of(self._log, application.id)
            if proceedings is not None:
                proceedings.require_none()
            application.order_erasure(by=act.actor, on=act.today, everybody=everybody)
        events = [event for application in applications for event in application.pending()]
        append = Append(
            metadata=[act.metadata(event.originator_id) for event in events],
            rows=self._rows.forgetting(tuple(application.id for application in applications)),
            answer=act.answer_for(asked.id, asked.version),
        )
        return Saved(asked.id, asked.version, self._log.append_events(events, append))

    def confirm_erasure(
        self, act: Act, case_id: UUID, key_ids: tuple[UUID, ...], *, everybody: bool = False
    ) -> Saved | None:
        """Note that these keys are destroyed; nothing when that was noted before."""
        application = self._log.load(ExemptionApplication, case_id)
        if not application.awaits_erasure or (application.erased and not everybody):
            return None
        application.confirm_erasure(on=act.today, key_ids=key_ids, everybody=everybody)
        return self._log.save_act(act, application, case_id=case_id)

    def _before(self, application: ExemptionApplication) -> list[ExemptionApplication]:
        if application.converted_from_case_id is None:
            return []
        earlier = self._log.load(ExemptionApplication, application.converted_from_case_id)
        return [earlier, *self._before(earlier)]

    def _after(self, application: ExemptionApplication) -> list[ExemptionApplication]:
        if application.converted_to_case_id is None:
            return []
        later = self._log.load(ExemptionApplication, application.converted_to_case_id)
        return [later, *self._after(later)]
