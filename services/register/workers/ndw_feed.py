"""Reading the feed of emission zones of the national road data (NDW, DATEX II version 3).

Read leniently: the element of a zone is in no published schema and the real feed breaks the others.
What a zone cannot do without is its id, name, issuing authority and validity.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Final

from services.register.domain.zone_feed import FeedZone, ZoneFeed
from services.register.workers.xml_document import LARGEST_BYTES, Element, UnreadableDocument, read_document

ZONE: Final = "urbanVehicleAccessRegulation"
RESTRICTION: Final = "_restriction_"
"""Part of the id of each condition that says what the zone is closed to; exemptions have other ids."""
GZIP_MAGIC: Final = b"\x1f\x8b"


def read_feed(content: bytes) -> ZoneFeed:
    """The feed in a file, compressed or not. Raises UnreadableDocument."""
    document = read_document(_unpacked(content))
    zones = tuple(_zone(element) for element in document.all(ZONE))
    if not zones:
        raise UnreadableDocument(f"holds no {ZONE}")
    return ZoneFeed(_instant(document.text_at("publicationTime"), "the publication time"), zones)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(GZIP_MAGIC):
        return content
    try:
        return gzip.GzipFile(fileobj=BytesIO(content)).read(LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableDocument("damaged gzip file") from None


def _zone(element: Element) -> FeedZone:
    zone_id = element.attributes.get("id", "")
    name = element.text_at("name", "value")
    authority = element.text_at("issuingAuthority", "value")
    if not (zone_id and name and authority):
        raise UnreadableDocument("a zone lacks its id, name or issuing authority")
    validity = _validity(element)
    return FeedZone(
        id=zone_id,
        version=_number(element.attributes.get("version", "")),
        name=name,
        issuing_authority=authority,
        regulation_id=element.text_at("regulationId"),
        status=_own(element, "status"),
        starts_at=_instant(validity.text_at("overallStartTime"), f"the start of {zone_id}"),
        ends_at=_instant(validity.text_at("overallEndTime"), f"the end of {zone_id}"),
        closed_to=frozenset(_closed_to(element)),
        area="\n".join(" ".join(line.text.split()) for line in element.all("posList")),
    )


def _validity(element: Element) -> Element:
    """The zone's own validity: exemptions, deeper in the tree of conditions, have one each too."""
    whole = element.first("condition")
    for condition in [] if whole is None else whole.children:
        if any(child.name == "validityByOrder" for child in condition.children):
            return condition
    raise UnreadableDocument("a zone lacks its validity")


def _own(element: Element, name: str) -> str:
    """The text of a child of the zone itself; the order within has a status of its own."""
    return next((child.text.strip() for child in element.children if child.name == name), "")


def _closed_to(element: Element) -> Iterator[str]:
    for condition in element.all("conditions"):
        if RESTRICTION in condition.attributes.get("id", ""):
            for category in condition.all("euVehicleCategory"):
                yield category.text.strip().casefold()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UnreadableDocument("a zone's version is not a number")
    return int(text)


def _instant(text: str, what: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableDocument(f"{what} is not an instant") from None
    if instant.tzinfo is None:
        raise UnreadableDocument(f"{what} names no time zone")
    return instant
