"""For operators: the register of outages (storingen); for the desk: reading it, as on the last day of a term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Path, Query

from services.applications.authorisation import AUTHORISATION
from services.applications.commands.outages import OutageCommands
from services.applications.domain.channel_outage import OutageReason, OutageTimes
from services.applications.projections.channel_outages import OutageReader, StoredOutage
from shared.eventlog.log import Saved
from shared.law.moved_terms import ElectronicChannel
from shared.runtime.api import Body, Commanding, Instant, LegalDate, ServiceRouter, View
from shared.runtime.pages import Page, Paging

On = Annotated[LegalDate | None, Query(description="Only outages that took a part of this legal day.")]


class OutageBody(Body):
    """Which channel was out, from when until when, and why; nothing of it is personal."""

    channel: ElectronicChannel
    began_at: Instant
    ended_at: Instant
    """Not before it is over."""
    reason: OutageReason

    def times(self) -> OutageTimes:
        """What the command takes."""
        return OutageTimes(self.channel, self.began_at, self.ended_at, self.reason)


class OutageLine(View):
    """An outage as it was recorded or corrected last; `firstDay` and `finalDay` are legal days."""

    outage_id: UUID
    version: int
    channel: ElectronicChannel
    began_at: datetime
    ended_at: datetime
    first_day: date
    final_day: date
    reason: OutageReason

    @classmethod
    def of(cls, stored: StoredOutage) -> Self:
        """From the register's row."""
        times, days = stored.times, stored.by_days()
        return cls(
            outage_id=stored.outage_id,
            version=stored.version,
            channel=times.channel,
            began_at=times.began_at,
            ended_at=times.ended_at,
            first_day=days.first_day,
            final_day=days.final_day,
            reason=times.reason,
        )


def routes(commands: OutageCommands, outages: OutageReader) -> ServiceRouter:
    """Routes of the register."""
    router = ServiceRouter(AUTHORISATION, tag="outages")

    @router.command("/outages")
    def record_outage(request: Commanding, body: OutageBody) -> Saved:
        """Record an outage: terms to supplement or to give views whose last day it covers are moved."""
        return commands.record(request.act, request.principal, body.times())

    @router.command("/outages/{outageId}/corrections")
    def correct_outage(
        request: Commanding, body: OutageBody, outage_id: Annotated[UUID, Path(alias="outageId")]
    ) -> Saved:
        """Record how it was instead; terms that were moved stay so, others may be moved now."""
        return commands.correct(request.act, request.principal, outage_id, body.times())

    @router.query("/outages", response_model=Page[OutageLine])
    def list_outages(paging: Paging, on: On = None) -> Page[OutageLine]:
        """Outages in the order of recording. On the last day of a term to object: for the judgement of Awb 6:11."""
        found = outages.page(on, paging.after, paging.rows)
        return Page[OutageLine].of(found, paging, OutageLine.of, lambda outage: outage.outage_id)

    return router
