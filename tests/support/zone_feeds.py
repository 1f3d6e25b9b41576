"""Made-up files in the form of the national road data's feed of emission zones (DATEX II version 3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="http://datex2.eu/schema/3/{name}"'
    for prefix, name in {
        "mc": "messageContainer",
        "cz": "controlledZone",
        "tro": "trafficRegulation",
        "loc": "locationReferencing",
        "com": "common",
        "comx": "commonExtension",
    }.items()
)
VANS_AND_TRUCKS: Final = ("n1", "n2", "n3")


def a_feed(*zones: str, published: str = "2026-03-01T06:00:00.000473953Z", before: str = "") -> bytes:
    """A file with these zones; `before` stands between the declaration and the document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<mc:messageContainer {NAMESPACES}><mc:payload>'
        f"<com:publicationTime>{published}</com:publicationTime><cz:controlledZoneTable>{''.join(zones)}"
        "</cz:controlledZoneTable></mc:payload></mc:messageContainer>"
    ).encode()


def a_zone(
    zone_id: str,
    name: str,
    *,
    authority: str = "Utrecht",
    version: int = 1,
    starts: str = "2025-01-01",
    ends: str = "2999-01-01T00:00:00Z",
    status: str = "active",
    regulation: str = "gmb-2024-000000",
    closed_to: Iterable[str] = VANS_AND_TRUCKS,
) -> str:
    """One zone, whose exemptions have a validity and categories of their own, as in the real feed."""
    exemption = _condition(f"{zone_id}_euro5Exemption_VC_1", _category("n1")) + _condition(
        f"{zone_id}_euro5Exemption_VAC", _validity(f"{starts}T00:00:00Z", "2026-12-31T23:00:00Z")
    )
    restrictions = "".join(
        _condition(f"{zone_id}_restriction_VC_{number}", _category(category))
        for number, category in enumerate(closed_to)
    )
    tree = (
        _condition(f"{zone_id}_EX_CS", exemption)
        + _condition(f"{zone_id}_VAC", _validity(f"{starts}T00:00:00Z", ends))
        + _condition(f"{zone_id}_area", "<loc:posList>52.1 5.1\n 52.2  5.2</loc:posList>")
        + _condition(f"{zone_id}_VC_CS", restrictions)
    )
    return (
        f'<cz:urbanVehicleAccessRegulation id="{zone_id}" version="{version}">'
        f"<cz:name>{_value(name)}</cz:name><cz:status>{status}</cz:status><cz:trafficRegulationOrder>"
        f"<tro:issuingAuthority>{_value(authority)}</tro:issuingAuthority>"
        f"<tro:regulationId>{regulation}</tro:regulationId><tro:status>madeAndImplemented</tro:status>"
        f"<tro:condition>{tree}</tro:condition></cz:trafficRegulationOrder>"
        "</cz:urbanVehicleAccessRegulation>"
    )


def _value(text: str) -> str:
    return f'<com:values><com:value lang="nl">{text}</com:value></com:values>'


def _condition(condition_id: str, inside: str) -> str:
    return f'<tro:conditions id="{condition_id}">{inside}</tro:conditions>'


def _category(category: str) -> str:
    return f"<comx:euVehicleCategory>{category}</comx:euVehicleCategory>"


def _validity(starts: str, ends: str) -> str:
    return (
        "<tro:validityByOrder><com:validityTimeSpecification>"
        f"<com:overallStartTime>{starts}</com:overallStartTime><com:overallEndTime>{ends}</com:overallEndTime>"
        "</com:validityTimeSpecification></tro:validityByOrder>"
    )
