"""When things happen in the main job, in business time.

The days are fixed the first time and kept in the data folder, so that a second play asks for the same
steps and sends the same dates.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from enum import IntEnum
from pathlib import Path
from typing import Final, Self

import msgspec

from services.demo.plan import series_of
from services.demo.stopped import PlayStopped
from shared.vocabulary import LEGAL_TIME_ZONE, legal_day

OFFICE_OPENS: Final = time_of_day(9)


class Day(IntEnum):
    """The days of the main job, counted from its first one."""

    EVE = -1
    """The day before: nobody has applied yet."""
    OPENED = 0
    """The first thresholds enter into force; applications come in and are decided."""
    ANNOUNCED = 1
    """The letters have gone out; some applications are withdrawn, others converted."""
    GIVEN_BACK = 2
    """The day of the day exemptions that were given back."""
    OBJECTED = 8
    """Some of the refused object; what applies later comes in and is decided."""
    ASKED_AGAIN = 15
    """The first term to complete has passed unused."""
    LEFT_OUT = 30
    """The second one too; some objectors are invited to a hearing."""
    LATE = 50
    """The term to object has passed: six weeks (Awb 6:7), longer over free days. Some objectors are heard."""
    FOUND = 51
    """Objections are ruled on; in some a handler finds a threshold wrong."""
    APPEALED = 54
    """The court has told of appeals."""
    PROPOSED = 57
    """The new thresholds are proposed, previewed and approved; decisions are reissued."""
    RENEWED = 58
    """The letters about the renewed decisions have gone out; a further proposal is rejected."""
    CLOSED = 59
    """The objections that caused it are ruled on after all."""
    EXPIRED = 800
    """Every exemption on thresholds has expired after its two years (SYNTHETIC); the last set enters into force.

    Only where that day lies within the policies that are played.
    """


LAST_KNOWN_DAY: Final = date(2029, 12, 31)
"""Up to here policies and transition rules are as the sample set plays them."""


class BeyondKnownRules(PlayStopped):
    """The clock of this server stands too late for a sample set."""


class OtherSampleSet(PlayStopped):
    """The data folder holds a sample set with the same plates: of another size, or of a seed far away."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which row of a threshold set."""

    category: str
    parameter: str
    body: str | None = None


class Stored(msgspec.Struct, frozen=True, rename="camel"):
    """What is kept in the data folder."""

    seed: int
    size: int
    opened: datetime
    falls_away: tuple[Place, ...] = ()
    """Rows of the thresholds that were in force on the first play, and that the first set does not have."""
    expires: bool = False
    """Whether it is played until its exemptions on thresholds have expired."""


class Calendar:
    """The instants of one play, and what was in force when it was first played."""

    def __init__(
        self, opened: datetime, falls_away: tuple[Place, ...] = (), *, expires: bool = False
    ) -> None:
        self._opened = opened
        self.falls_away = falls_away
        self.expires = expires

    @classmethod
    def kept_in(
        cls,
        data: Path,
        seed: int,
        size: int,
        now: Callable[[], datetime],
        falls_away: Callable[[], tuple[Place, ...]] = tuple,
    ) -> Self:
        """The calendar of this sample set, made on its first play. Raises OtherSampleSet, BeyondKnownRules.

        Each seed has a calendar of its own, which opens after everything that was played before. What is
        found when it is made (`now`, and which rows in force fall away) is kept, for the same requests again.
        """
        file = data / f"demo-{seed}.json"
        for other in sorted(data.glob("demo-*.json")):
            stored = msgspec.json.decode(other.read_bytes(), type=Stored)
            if (stored.seed, stored.size) != (seed, size) and series_of(stored.seed) == series_of(seed):
                raise OtherSampleSet(
                    f"this data folder holds the sample set of seed {stored.seed} and size {stored.size}, which"
                    " has the same plates: play that one, choose another seed, or start with an empty folder"
                )
        if not file.exists():
            opened = opening_after(now())
            _refuse_unknown_rules(opened)
            _write(file, Stored(seed, size, opened, falls_away(), expires_within_known_rules(opened)))
        kept = msgspec.json.decode(file.read_bytes(), type=Stored)
        return cls(kept.opened, kept.falls_away, expires=kept.expires)

    def at(self, day: Day) -> datetime:
        """The instant at which the office opens on that day, in UTC."""
        return opening_on(legal_day(self._opened) + timedelta(days=day))

    def on(self, day: Day) -> date:
        """The legal day."""
        return legal_day(self.at(day))


def opening_after(instant: datetime) -> datetime:
    """When the office opens on the day after the legal day of `instant`.

    Around the turn of the year on 2 January: day exemptions are asked for days of one calendar year, and
    for the next one at most a year ahead.
    """
    day = legal_day(instant) + timedelta(days=1)
    if (day.month, day.day) >= (12, 29):
        day = date(day.year + 1, 1, 2)
    return opening_on(max(day, date(day.year, 1, 2)))


def expires_within_known_rules(opened: datetime) -> bool:
    """Whether a sample set that opens then can be played until its exemptions have expired."""
    return legal_day(opened) + timedelta(days=Day.EXPIRED) <= LAST_KNOWN_DAY


def _refuse_unknown_rules(opened: datetime) -> None:
    if legal_day(opened) + timedelta(days=Day.CLOSED) > LAST_KNOWN_DAY:
        raise BeyondKnownRules(
            f"the business clock of this server is near {LAST_KNOWN_DAY:%d %B %Y}, after which the rules that"
            " the sample set is played by are not known: start with an empty folder"
        )


def opening_on(day: date) -> datetime:
    """When the office opens on a legal day; far from midnight, so that a step's work stays on its day."""
    return datetime.combine(day, OFFICE_OPENS, LEGAL_TIME_ZONE).astimezone(UTC)


def _write(file: Path, stored: Stored) -> None:
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(msgspec.json.encode(stored) + b"\n")
    draft.replace(file)
