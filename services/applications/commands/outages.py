"""Outages of channels: recorded and corrected by an operator; the terms they fall on are moved by a worker."""

from __future__ import annotations

from uuid import UUID

from services.applications.domain.channel_outage import ChannelOutage, OutageTimes
from services.applications.domain.exemption_application import ExemptionApplication
from shared.errors import NotThere, NotYours
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved
from shared.law.moved_terms import Move, Outage
from shared.runtime.access import Principal
from shared.runtime.ids import IdSource


class OutageCommands:
    """Commands on outages. Methods raise VersionConflict or a DomainError."""

    def __init__(self, log: EventLog, ids: IdSource) -> None:
        self._log = log
        self._ids = ids

    def record(self, act: Act, principal: Principal, times: OutageTimes) -> Saved:
        """Record an outage that is over."""
        _require_all_of_it(principal)
        outage = ChannelOutage.record(self._ids.new(), times, by=act.actor, at=act.at)
        return self._log.save_act(act, outage)

    def correct(self, act: Act, principal: Principal, outage_id: UUID, times: OutageTimes) -> Saved:
        """Record how it was instead. Raises NotThere."""
        _require_all_of_it(principal)
        try:
            outage = self._log.load(ChannelOutage, outage_id)
        except AggregateNotFound as absent:
            raise NotThere("outage_not_found", "there is no such outage") from absent
        outage.correct(times, by=act.actor, at=act.at)
        return self._log.save_act(act, outage)


def _require_all_of_it(principal: Principal) -> None:
    """A channel is that of every municipality on the installation."""
    if not principal.national:
        raise NotYours(
            "national_scope_needed", "an outage moves terms of every municipality (Awb 2:13, afdeling 2.3)"
        )


class TermCommands:
    """Commands by which terms to complete are moved; each gives None when nothing is to be moved.

    Methods raise AggregateNotFound or VersionConflict.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def move_after_outage(self, act: Act, case_id: UUID, outage: Outage) -> Saved | None:
        """Move the term to complete of which the outage covers the last day (Awb afdeling 2.3)."""
        application = self._log.load(ExemptionApplication, case_id)
        if application.is_open:
            application.move_after_outage(outage, act.today)
        return self._saved(act, application)

    def move_to_paper(self, act: Act, case_id: UUID, move: Move, requested_by_event: UUID) -> Saved | None:
        """Move the term of that request, whose letter went out again on paper (Awb 4:5(1))."""
        application = self._log.load(ExemptionApplication, case_id)
        if application.is_open:
            application.move_to_paper(move, requested_by_event=requested_by_event, on=act.today)
        return self._saved(act, application)

    def _saved(self, act: Act, application: ExemptionApplication) -> Saved | None:
        if not application.pending():
            return None
        return self._log.save_act(act, application, case_id=application.id)
