"""The zones: our dated list, and over it the latest import of the national road data.

An import is a row with its zones, never changed afterwards: what was known at an instant can be asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)

from services.register.domain.zone import Zone, ZoneList
from services.register.domain.zone_feed import FeedZone, ZoneFeed, zones_with
from services.register.projections import metadata
from shared.database import reading, writing
from shared.vocabulary import from_utc_micros, legal_day, utc_micros

zone_imports = Table(
    "zone_imports",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at_micros", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("imported_at_micros", BigInteger, nullable=False),
)

imported_zones = Table(
    "imported_zones",
    metadata,
    Column("import_number", Integer, primary_key=True, autoincrement=False),
    Column("feed_id", String(64), primary_key=True),
    Column("feed_version", Integer, nullable=False),
    Column("municipality", String(4), nullable=False),
    Column("record", Text, nullable=False),
)
"""`record` is the feed's own, with its area."""


class _ZoneFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zone: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class ZoneImport:
    """One import: which publication, and what was taken over from it."""

    number: int
    published_at: datetime
    digest: str
    """SHA-256 of the file, hexadecimal."""
    records: tuple[tuple[FeedZone, str], ...]
    """Each with the code of its municipality."""

    def zones(self) -> tuple[Zone, ...]:
        """The zones that it describes."""
        day = legal_day(self.published_at)
        return tuple(record.as_zone(code, day) for record, code in self.records)


@cache
def listed_zones() -> tuple[Zone, ...]:
    """Our own list. Raises msgspec.ValidationError when the file is not as it must be."""
    text = files("services.register").joinpath("zones.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _ZoneFile).zone


class Zones:
    """Reads the zones; an import by another process shows at the next question."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last: tuple[int, ZoneList] = (0, ZoneList(listed_zones()))

    def current(self, known_at: datetime | None = None) -> ZoneList:
        """The zones now, or as they were known at an instant."""
        with reading(self._engine) as connection:
            number = last_import_number(connection, known_at)
            if number == 0:
                return ZoneList(listed_zones())
            kept, zones = self._last
            if kept != number:
                zones = ZoneList(zones_with(listed_zones(), read_import(connection, number).zones()))
                self._last = (number, zones)
        return zones

    def take_over(self, feed: ZoneFeed, digest: str, imported_at: datetime) -> TakenOver:
        """Store what is taken over from a feed, unless its file was the last one. Raises OlderFeed."""
        with writing(self._engine) as connection:
            number = last_import_number(connection)
            last = read_import(connection, number) if number else None
            if last is not None and last.digest == digest:
                return TakenOver(number, stored=False, last=last)
            if last is not None and feed.published_at < last.published_at:
                raise OlderFeed(feed.published_at, last.published_at)
            keep_import(connection, number + 1, feed, digest, imported_at)
            return TakenOver(number + 1, stored=True, last=last)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of storing a feed."""

    number: int
    stored: bool
    """False: this very file was the last one imported."""
    last: ZoneImport | None
    """The import before."""


class OlderFeed(Exception):
    """The file was published before the one that was imported last."""

    def __init__(self, published_at: datetime, last: datetime) -> None:
        super().__init__(f"published {published_at.isoformat()}, and {last.isoformat()} is imported")


def last_import_number(connection: Connection, known_at: datetime | None = None) -> int:
    """The number of the latest import; 0: none."""
    query = select(func.max(zone_imports.c.number))
    if known_at is not None:
        query = query.where(zone_imports.c.imported_at_micros <= utc_micros(known_at))
    return connection.execute(query).scalar_one() or 0


def read_import(connection: Connection, number: int) -> ZoneImport:
    """An import as it was stored."""
    head = connection.execute(select(zone_imports).where(zone_imports.c.number == number)).one()
    rows = connection.execute(
        select(imported_zones.c.record, imported_zones.c.municipality)
        .where(imported_zones.c.import_number == number)
        .order_by(imported_zones.c.feed_id)
    )
    records = tuple(
        (msgspec.json.decode(record, type=FeedZone), municipality) for record, municipality in rows
    )
    return ZoneImport(number, from_utc_micros(head.published_at_micros), head.digest, records)


def keep_import(
    connection: Connection, number: int, feed: ZoneFeed, digest: str, imported_at: datetime
) -> None:
    """Store an import with the zones that are taken over from it."""
    connection.execute(
        insert(zone_imports),
        {
            "number": number,
            "published_at_micros": utc_micros(feed.published_at),
            "digest": digest,
            "imported_at_micros": utc_micros(imported_at),
        },
    )
    rows = _rows(number, feed.taken_over())
    if rows:
        connection.execute(insert(imported_zones), rows)


def _rows(number: int, taken: Sequence[tuple[FeedZone, str]]) -> list[dict[str, object]]:
    return [
        {
            "import_number": number,
            "feed_id": zone.id,
            "feed_version": zone.version,
            "municipality": code,
            "record": msgspec.json.encode(zone).decode(),
        }
        for zone, code in taken
    ]
