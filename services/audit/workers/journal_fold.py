"""The journal made anew from a log, by the reader that made it, up to where it had been read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from services.audit.projections.journal import Journal, Reading
from services.audit.workers.journal_check import CheckedPage, check_entries, check_journal
from services.audit.workers.journal_reader import PAGE_SIZE, LogReader
from shared.contracts.envelope import JournalPage
from shared.runtime.folding import JournalPageOf

_NO_INSTANT: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ReadBefore:
    """A log as audit had read it: nothing after that position is there yet."""

    def __init__(self, page_of: JournalPageOf, upto: int) -> None:
        self._page_of = page_of
        self._upto = upto

    def after(self, reading: Reading) -> tuple[CheckedPage, int]:
        """The next page up to that position, verified."""
        page = self._page_of(reading.position, min(PAGE_SIZE, self._upto - reading.position))
        if isinstance(page, JournalPage):
            journal = msgspec.structs.replace(page, head=self._upto)
            return check_journal(journal, reading.position, reading.hash, reading.last), self._upto
        entries = msgspec.structs.replace(page, head=self._upto)
        return check_entries(entries, reading.position, reading.last), self._upto

    def oldest_after(self, position: int) -> None:
        """Nobody asks how old a past is."""


def read_again(journal: Journal, log: str, page_of: JournalPageOf, upto: int) -> Iterator[int]:
    """Read on up to that position; tells each position reached. At a fault in the log it stops."""
    reader = LogReader(log, ReadBefore(page_of, upto), journal, lambda: _NO_INSTANT)
    reached, more = journal.reading(log).position, True
    while more and reached < upto:
        reader.step()
        before, reached = reached, journal.reading(log).position
        more = reached > before
        yield reached
