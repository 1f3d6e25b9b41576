"""The register of outages (storingen) of the channels by which citizens send us something (Awb afdeling 2.3).

An outage is recorded once it is over. What turns out otherwise is corrected by another event; a term that was
moved stays where it is, because somebody may have relied on it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.moved_terms import ElectronicChannel, Outage, rule_for
from shared.vocabulary import legal_day


class OutageReason(StrEnum):
    """Why a channel was out. SYNTHETIC: a list of our own, so that no free text is needed."""

    FAILURE = "failure"
    """Technische storing."""
    MAINTENANCE = "maintenance"
    """Onderhoud."""
    SUPPLIER = "supplier"
    """Storing bij een ander, such as who provides the network or signing in."""
    ATTACK = "attack"
    """Aanval van buiten."""


class OutageTimes(msgspec.Struct, frozen=True):
    """Which channel was out, from when until when, and why."""

    channel: ElectronicChannel
    began_at: datetime
    ended_at: datetime
    reason: OutageReason


class ChannelOutageRecorded(FoundingEvent):
    """A channel was out (storing vastgelegd): terms of which the last day falls in it are moved."""

    TOPIC = "applications.ChannelOutageRecorded"

    times: OutageTimes
    recorded_on: date
    recorded_by: str
    """Pseudonymous id of the operator."""


class ChannelOutageCorrected(Event):
    """It was otherwise than recorded (storing gecorrigeerd); what stands here takes its place as a whole."""

    TOPIC = "applications.ChannelOutageCorrected"

    times: OutageTimes
    corrected_on: date
    corrected_by: str
    """Pseudonymous id of the operator."""

    def apply(self, aggregate: ChannelOutage) -> None:
        aggregate.times = self.times


class ChannelOutage(Aggregate):
    """One outage of one channel; the field without a default comes from the founding event."""

    TOPIC = "applications.ChannelOutage"

    times: OutageTimes

    @classmethod
    def record(cls, outage_id: UUID, times: OutageTimes, *, by: str, at: datetime) -> Self:
        """Record an outage that is over. Raises RuleBroken with the code of the rule that stands in the way."""
        _check(times, at)
        return cls.found(
            ChannelOutageRecorded, id=outage_id, times=times, recorded_on=legal_day(at), recorded_by=by
        )

    def correct(self, times: OutageTimes, *, by: str, at: datetime) -> None:
        """Record how it was instead. Raises RuleBroken, `outage_stands` when nothing differs."""
        _check(times, at)
        if times == self.times:
            raise RuleBroken("outage_stands", "the outage is recorded so already (Awb 2:13, afdeling 2.3)")
        self.trigger_event(ChannelOutageCorrected, times=times, corrected_on=legal_day(at), corrected_by=by)


def by_days(outage_id: UUID, times: OutageTimes) -> Outage:
    """The outage by the legal days of which it took a part."""
    return Outage(outage_id, times.channel, legal_day(times.began_at), legal_day(times.ended_at))


def _check(times: OutageTimes, at: datetime) -> None:
    if times.began_at >= times.ended_at:
        raise RuleBroken(
            "outage_ends_wrongly", "endedAt: an outage ends after it began (Awb 2:13, afdeling 2.3)"
        )
    if times.ended_at > at:
        raise RuleBroken(
            "outage_not_over", "endedAt: it is recorded once it is over (Awb 2:13, afdeling 2.3)"
        )
    if rule_for(legal_day(times.ended_at)) is None:
        raise RuleBroken(
            "outage_before_law", "endedAt: terms are adjusted for outages since 2026 (Awb 2:13, afdeling 2.3)"
        )
