"""What was said before a decision in a case (zienswijzen): by the applicant, the holder, and others (Awb 4:7 to 4:9).

Who decides weighs it (Awb 3:2, 3:4) and says how in the reasons (3:46); the words stay sealed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from services.decisions.domain.hearing import ViewsManner, ViewsReceived
from services.decisions.domain.revocation import RevocationViewsReceived
from services.decisions.domain.third_parties import ThirdPartyNoted, ThirdPartyViewsReceived
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed


class ViewsOn(StrEnum):
    """What views are on."""

    FACTS = "facts"
    """Feiten die afwijken van wat is opgegeven (Awb 4:7)."""
    REVOCATION = "revocation"
    """Het voornemen tot intrekking (Awb 4:8)."""
    THIRD_PARTY = "third_party"
    """Wat op de aanvraag van een ander wordt beslist (Awb 4:8)."""


class GivenViews(msgspec.Struct, frozen=True):
    """Views that came once."""

    event_id: UUID
    on: ViewsOn
    received_on: date
    manner: ViewsManner
    noted_by: str
    words: Sealed
    number: int | None = None
    """Of the third party who gave them; None: the applicant or the holder, whom the case is about."""
    person: Sealed | None = None
    """Name and address of the third party."""


def views_given(history: Iterable[Event]) -> tuple[GivenViews, ...]:
    """All of them, in the order in which they were recorded."""
    persons: dict[int, Sealed] = {}
    given: list[GivenViews] = []
    for event in history:
        match event:
            case ThirdPartyNoted():
                persons[event.number] = event.person
            case ViewsReceived():
                given.append(_given(event, ViewsOn.FACTS))
            case RevocationViewsReceived():
                given.append(_given(event, ViewsOn.REVOCATION))
            case ThirdPartyViewsReceived():
                of_another = _given(event, ViewsOn.THIRD_PARTY)
                number = event.number
                given.append(msgspec.structs.replace(of_another, number=number, person=persons[number]))
            case _:
                pass
    return tuple(given)


def _given(
    event: ViewsReceived | RevocationViewsReceived | ThirdPartyViewsReceived, on: ViewsOn
) -> GivenViews:
    return GivenViews(event.event_id, on, event.received_on, event.manner, event.noted_by, event.sealed_views)
