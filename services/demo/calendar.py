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
    """The letters have gone out."""
    OBJECTED = 8
    """Some of the refused object."""
    FOUND = 15
    """An objection handler finds a threshold wrong."""
    PROPOSED = 22
    """The new thresholds are proposed, previewed and approved; decisions are reissued."""
    RENEWED = 23
    """The letters about the renewed decisions have gone out."""


class OtherSampleSet(PlayStopped):
    """The data folder holds a sample set of another seed or size, in which these plates occur too."""


class Stored(msgspec.Struct, frozen=True, rename="camel"):
    """What is kept in the data folder."""

    seed: int
    size: int
    opened: datetime


class Calendar:
    """The instants of one play."""

    def __init__(self, opened: datetime) -> None:
        self._opened = opened

    @classmethod
    def kept_in(cls, data: Path, seed: int, size: int, now: Callable[[], datetime]) -> Self:
        """The calendar of this sample set, made on the first play. Raises OtherSampleSet."""
        file = data / f"demo-{seed}.json"
        for other in sorted(data.glob("demo-*.json")):
            stored = msgspec.json.decode(other.read_bytes(), type=Stored)
            if (stored.seed, stored.size) != (seed, size):
                raise OtherSampleSet(
                    f"this data folder holds the sample set of seed {stored.seed} and size {stored.size}:"
                    " play that one, or start with an empty folder"
                )
        if not file.exists():
            _write(file, Stored(seed, size, opening_after(now())))
        return cls(msgspec.json.decode(file.read_bytes(), type=Stored).opened)

    def at(self, day: Day) -> datetime:
        """The instant at which the office opens on that day, in UTC."""
        return opening_on(legal_day(self._opened) + timedelta(days=day))

    def on(self, day: Day) -> date:
        """The legal day."""
        return legal_day(self.at(day))


def opening_after(instant: datetime) -> datetime:
    """When the office opens on the day after the legal day of `instant`."""
    return opening_on(legal_day(instant) + timedelta(days=1))


def opening_on(day: date) -> datetime:
    """When the office opens on a legal day; far from midnight, so that a step's work stays on its day."""
    return datetime.combine(day, OFFICE_OPENS, LEGAL_TIME_ZONE).astimezone(UTC)


def _write(file: Path, stored: Stored) -> None:
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(msgspec.json.encode(stored) + b"\n")
    draft.replace(file)
