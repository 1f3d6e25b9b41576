"""One reader for each log: asks for what is new, verifies it and enters it in the journal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final, Protocol

from services.audit.domain.journal_entry import JournalEntry, because_of
from services.audit.projections.journal import Alarm, Journal, OvertakenReading, Reading
from services.audit.workers.journal_check import CheckedPage, check_entries, check_journal
from shared.contracts.envelope import JournalPage
from shared.contracts.register import RegisterEntryPage
from shared.runtime.feed_client import FeedUnreachable

PAGE_SIZE: Final = 500

logger = logging.getLogger(__name__)


class JournalPages(Protocol):
    """The journal of a service with a log."""

    def page(self, after: int, limit: int = PAGE_SIZE) -> JournalPage:
        """Records after a position, in order. Raises FeedUnreachable."""


class EntryPages(Protocol):
    """The entries of the register."""

    def page(self, after: int, limit: int = PAGE_SIZE) -> RegisterEntryPage:
        """Entries after a position, in order. Raises FeedUnreachable."""


class LogSource(Protocol):
    """A log as audit reads it: what follows a reading, verified, and where the log ends."""

    def after(self, reading: Reading) -> tuple[CheckedPage, int]:
        """Raises FeedUnreachable."""

    def oldest_after(self, position: int) -> datetime | None:
        """When the first entry after a position was recorded; None: there is none. Raises FeedUnreachable."""


class JournalSource:
    """A log with a hash chain."""

    def __init__(self, pages: JournalPages) -> None:
        self._pages = pages

    def after(self, reading: Reading) -> tuple[CheckedPage, int]:
        """The next page, its chain recomputed."""
        page = self._pages.page(reading.position, PAGE_SIZE)
        return check_journal(page, reading.position, reading.hash, reading.last), page.head

    def oldest_after(self, position: int) -> datetime | None:
        """As the journal says in clear."""
        records = self._pages.page(position, 1).records
        return records[0].recorded_at if records else None


class RegisterSource:
    """The entries of the register, which are not chained."""

    def __init__(self, pages: EntryPages) -> None:
        self._pages = pages

    def after(self, reading: Reading) -> tuple[CheckedPage, int]:
        """The next page, checked for gaps."""
        page = self._pages.page(reading.position, PAGE_SIZE)
        return check_entries(page, reading.position, reading.last), page.head

    def oldest_after(self, position: int) -> datetime | None:
        """As the register says."""
        entries = self._pages.page(position, 1).entries
        return entries[0].recorded_at if entries else None


class LogReader:
    """A worker. At a fault it raises an alarm and reads that log no further; others go on."""

    def __init__(self, log: str, source: LogSource, journal: Journal, now: Callable[[], datetime]) -> None:
        self.name = f"audit reads {log}"
        self._log = log
        self._source = source
        self._journal = journal
        self._now = now
        self._behind = 0
        self.feed_reachable = True
        """Whether the log answered last."""
        self.taken_until: datetime | None = None
        """When the last entry that was read here was recorded."""

    @property
    def position(self) -> int:
        """Position of the last entry in the journal."""
        return self._journal.reading(self._log).position

    def step(self) -> bool:
        """Read one page; True when the log goes on after it."""
        before = self._journal.reading(self._log)
        if before.alarm is not None:
            return False
        try:
            checked, head = self._source.after(before)
        except FeedUnreachable as silence:
            logger.info("%s: %s", self.name, silence)
            self.feed_reachable = False
            return False
        self.feed_reachable, self.taken_until = True, checked.recorded_at
        after = Reading(self._log, checked.position, checked.hash, head, self._alarm(checked))
        self._enter(before, after, explained(before.last, checked.entries))
        self._behind = max(0, head - after.position) if after.alarm is None else 0
        return self._behind > 0

    def pending(self) -> int:
        """How many entries the last answer left unread."""
        return self._behind

    def oldest_waiting(self) -> datetime | None:
        """When the first entry that is not read was recorded, also one before which an alarm stopped us."""
        return self._source.oldest_after(self.position)

    def next_due(self) -> datetime | None:
        """Audit has no timers."""
        return None

    def _enter(self, before: Reading, after: Reading, entries: list[JournalEntry]) -> None:
        if (before.position, before.head, before.alarm) == (after.position, after.head, after.alarm):
            return
        try:
            self._journal.enter(before, after, entries)
        except OvertakenReading:
            logger.info("%s: another process was first", self.name)

    def _alarm(self, checked: CheckedPage) -> Alarm | None:
        if checked.fault is None:
            return None
        logger.error(
            "%s: %s at position %d; reading stops", self.name, checked.fault.kind, checked.fault.position
        )
        return Alarm(self._log, checked.fault.position, checked.fault.kind.value, self._now())


def explained(last: JournalEntry | None, entries: list[JournalEntry]) -> list[JournalEntry]:
    """The entries, each with what explains it; `last` is the one before the first."""
    return [
        replace(entry, because=because_of(entry, before))
        for before, entry in pairwise([last, *entries])
        if entry
    ]
