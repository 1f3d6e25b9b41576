"""Importing zones from the national road data: what is taken over, what is reported, what is refused."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.register.domain.zone_feed import Difference
from services.register.projections.zone_list import OlderFeed, Zones, listed_zones
from services.register.workers.ndw_feed import read_feed
from services.register.workers.xml_document import UnreadableDocument
from services.register.workers.zone_import import import_zones
from shared.database import open_engine
from shared.runtime.migrations import upgrade
from tests.support.zone_feeds import a_feed, a_zone

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = "2026-04-01T06:00:00Z"
TODAY = date(2026, 3, 2)
REAL = os.environ.get("LOKET_REAL_DATA")


@pytest.fixture
def zones(engine: Engine) -> Zones:
    """A register into which nothing was imported; on both kinds of database."""
    upgrade(engine, "services.register.migrations")
    return Zones(engine)


@pytest.fixture
def zones_on_file(sqlite_url: str) -> Iterator[Zones]:
    """The same on SQLite alone."""
    engine = open_engine(sqlite_url)
    upgrade(engine, "services.register.migrations")
    yield Zones(engine)
    engine.dispose()


def test_a_zone_that_we_list_keeps_our_id(zones: Zones) -> None:
    """Same municipality and same first day: it gets the road data's id and its order beside ours."""
    import_zones(zones, a_feed(a_zone("NDW11_a", "ZE Utrecht")), NOW)
    zone = zones.current().zone("NDW11_a", TODAY)
    assert zone == zones.current().zone("ze-utrecht", TODAY) == zones.current().zone("0344", TODAY)
    assert (zone.id, zone.regulation_id) == ("ze-utrecht", "gmb-2024-000000")
    assert len(list(zones.current())) == 18


def test_a_zone_that_begins_on_another_day_is_a_further_one(zones: Zones) -> None:
    """The municipality then has two, and a question by its code is about the one in force."""
    feed = a_feed(a_zone("NDW11_b", "ZE Utrecht 2027", starts="2027-01-01", regulation="onbekend"))
    import_zones(zones, feed, NOW)
    further = zones.current().zone("NDW11_b", TODAY)
    assert (further.in_force_from, further.regulation_id) == (date(2027, 1, 1), None)
    assert zones.current().zone("0344", date(2027, 6, 1)).id == "ze-utrecht"


def test_the_same_file_twice_changes_nothing(zones: Zones) -> None:
    """Neither its number nor what it says."""
    feed = a_feed(a_zone("NDW11_a", "ZE Utrecht"))
    first, second = (import_zones(zones, feed, NOW) for _ in range(2))
    assert (first.stored, second.stored) == (True, False)
    assert first.number == second.number == 1
    assert second.remarks[0].difference is Difference.UNCHANGED


def test_an_older_file_is_refused(zones: Zones) -> None:
    """What was published before does not go over what was published later."""
    import_zones(zones, a_feed(a_zone("NDW11_a", "ZE Utrecht"), published=LATER), NOW)
    with pytest.raises(OlderFeed):
        import_zones(zones, a_feed(a_zone("NDW11_a", "ZE Utrecht")), NOW)


def test_zones_are_known_from_their_import_on(zones: Zones) -> None:
    """As known before it, there was only our own list."""
    import_zones(zones, a_feed(a_zone("NDW11_b", "ZE Utrecht 2027", starts="2027-01-01")), NOW)
    assert len(list(zones.current(NOW - timedelta(seconds=1)))) == 18
    assert len(list(zones.current(NOW))) == 19


def test_an_import_by_another_process_shows_at_once(zones: Zones, engine: Engine) -> None:
    """The list is not kept beyond the next import."""
    assert len(list(zones.current())) == 18
    import_zones(Zones(engine), a_feed(a_zone("NDW11_b", "ZE Utrecht 2027", starts="2027-01-01")), NOW)
    assert len(list(zones.current())) == 19


def test_an_import_says_what_is_new_changed_and_gone(zones_on_file: Zones) -> None:
    """By comparing with the one before."""
    unchanged, gone = a_zone("NDW11_a", "ZE Utrecht"), a_zone("NDW11_c", "ZE Delft", authority="Delft")
    first = a_zone("NDW11_b", "ZE Gouda", authority="Gouda")
    second = a_zone("NDW11_b", "ZE Gouda", authority="Gouda", version=2, ends="2029-12-31T23:00:00Z")
    new = a_zone("NDW11_d", "ZE Leiden", authority="Leiden")
    import_zones(zones_on_file, a_feed(unchanged, first, gone), NOW)
    report = import_zones(zones_on_file, a_feed(unchanged, second, new, published=LATER), NOW)
    found = {remark.zone_id: remark.difference for remark in report.remarks}
    assert (found["NDW11_a"], found["NDW11_b"]) == (Difference.UNCHANGED, Difference.CHANGED)
    assert (found["NDW11_c"], found["NDW11_d"]) == (Difference.GONE, Difference.NEW)
    assert zones_on_file.current().zone("NDW11_b", TODAY).in_force_until == date(2029, 12, 31)


@pytest.mark.parametrize(
    ("zone", "difference"),
    [
        (a_zone("x", "LEZ Utrecht", closed_to=("m1", "n1")), Difference.LOW_EMISSION_ZONE),
        (a_zone("x", "Milieuzone Utrecht"), Difference.LOW_EMISSION_ZONE),
        (a_zone("x", "Binnenstad", closed_to=("n2", "n3")), Difference.UNCLEAR),
        (a_zone("x", "ZE Verweg", authority="Verweg"), Difference.UNKNOWN_MUNICIPALITY),
        (a_zone("x", "ZE Utrecht", status="inactive"), Difference.NOT_ACTIVE),
    ],
    ids=lambda value: value.name if isinstance(value, Difference) else "",
)
def test_what_is_not_ours_is_reported_and_left_out(
    zones_on_file: Zones, zone: str, difference: Difference
) -> None:
    """Nothing of it stands among the zones."""
    report = import_zones(zones_on_file, a_feed(zone), NOW)
    assert (report.taken_over, report.remarks[0].difference) == (0, difference)
    assert tuple(zones_on_file.current()) == tuple(sorted(listed_zones(), key=lambda zone: zone.code))


def test_a_name_that_says_nothing_is_told_by_its_restriction(zones_on_file: Zones) -> None:
    """Closed to all vans and trucks and to nothing else: a zero-emission zone."""
    assert import_zones(zones_on_file, a_feed(a_zone("x", "Binnenstad")), NOW).taken_over == 1


@pytest.mark.parametrize("authority", ["Den Haag", "'s-Gravenhage", "Gemeente Den Haag"])
def test_a_municipality_is_found_by_the_names_in_use(authority: str) -> None:
    """The official name, the everyday one, and with the word gemeente."""
    (zone,) = read_feed(a_feed(a_zone("x", "ZE Den Haag", authority=authority))).zones
    assert zone.municipality_code == "0518"


def test_the_validity_of_a_zone_is_not_that_of_an_exemption() -> None:
    """Although the exemption's stands first in the file."""
    (zone,) = read_feed(a_feed(a_zone("x", "ZE Utrecht"))).zones
    assert zone.as_zone("0344", TODAY).in_force_until is None
    assert zone.area == "52.1 5.1 52.2 5.2"


def test_a_compressed_file_is_read() -> None:
    """The feed is published as .xml.gz."""
    feed = a_feed(a_zone("x", "ZE Utrecht"))
    assert read_feed(gzip.compress(feed)) == read_feed(feed)


BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<a></b>",
        b"<a/>",
        b"\x1f\x8bnot gzip",
        a_feed(a_zone("x", "ZE Utrecht"), before=BILLION),
        a_feed(a_zone("x", "ZE Utrecht"), before='<!DOCTYPE x SYSTEM "file:///nothing">'),
        a_feed(a_zone("x", "ZE Utrecht", ends="never")),
        a_feed(a_zone("x", "ZE Utrecht", ends="2999-01-01T00:00:00")),
        a_feed(a_zone("", "ZE Utrecht")),
        a_feed(a_zone("x", "ZE Utrecht"), published="yesterday"),
        b"<a>" * 100 + b"</a>" * 100,
    ],
    ids=[
        "empty",
        "no xml",
        "not well-formed",
        "no zones",
        "damaged gzip",
        "entities",
        "external type",
        "no instant",
        "no time zone",
        "no id",
        "no publication time",
        "too deep",
    ],
)
def test_a_file_that_is_not_the_feed_is_refused(content: bytes) -> None:
    """Also one that would make the reader swell or reach outside."""
    with pytest.raises(UnreadableDocument):
        read_feed(content)


@pytest.mark.real_data
@pytest.mark.skipif(REAL is None, reason="LOKET_REAL_DATA names no folder")
def test_the_real_feed(zones_on_file: Zones) -> None:
    """The zone of 's-Hertogenbosch is the one we list; Amersfoort gets a second one in 2027."""
    content = (Path(REAL or "") / "ndw" / "emission-zones.xml").read_bytes()
    report = import_zones(zones_on_file, content, datetime(2026, 8, 1, tzinfo=UTC))
    assert report.taken_over == 2
    den_bosch = zones_on_file.current().zone("ze-s-hertogenbosch", TODAY)
    assert (den_bosch.regulation_id, den_bosch.in_force_from) == ("gmb-2024-403036", date(2025, 3, 1))
    amersfoort = [zone for zone in zones_on_file.current() if zone.code == "0307"]
    assert [zone.in_force_from for zone in amersfoort] == [date(2025, 1, 1), date(2027, 1, 1)]
    assert all(record.area for record in read_feed(content).zones)
