"""Importing a file of the national road data: read, compared, stored, and reported on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.register.domain.zone_feed import Remark, remarks
from services.register.projections.zone_list import Zones, listed_zones
from services.register.workers.ndw_feed import read_feed


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import."""

    number: int
    stored: bool
    """False: this very file was the last one imported."""
    published_at: datetime
    taken_over: int
    remarks: tuple[Remark, ...]


def import_zones(zones: Zones, content: bytes, at: datetime) -> ImportReport:
    """Take over the zero-emission zones of a feed. Raises UnreadableDocument or OlderFeed.

    The same file a second time changes nothing.
    """
    feed = read_feed(content)
    taken = zones.take_over(feed, hashlib.sha256(content).hexdigest(), at)
    before = {record.id: record for record, _ in taken.last.records} if taken.last else {}
    found = tuple(remarks(feed, before, listed_zones()))
    return ImportReport(taken.number, taken.stored, feed.published_at, len(feed.taken_over()), found)
