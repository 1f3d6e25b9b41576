"""Who was heard before the decision, as the clock of a case tells it: the applicant (Awb 4:7), and others (Awb 4:8).

None of it moves the last day to decide: Awb 4:15 does not name it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.hearing import ViewsAsked, ViewsReceived
from services.decisions.domain.third_parties import (
    ThirdPartyNotHeard,
    ThirdPartyViewsAsked,
    ThirdPartyViewsReceived,
)

Heard = ViewsAsked | ViewsReceived | ThirdPartyViewsAsked | ThirdPartyViewsReceived | ThirdPartyNotHeard
"""What is told; the clock names nobody."""
BY_WHICH: Final = "Awb 4:9"
"""Views are given orally or in writing, as who gives them chooses."""


def heard(event: Heard, event_id: UUID) -> ClockEntry:
    """Views that were asked, until which day, and that came; or why somebody is not heard."""
    match event:
        case ViewsAsked():
            step, rule = ClockStep.VIEWS_ASKED, "Awb 4:7(1)"
            return ClockEntry(step, event.asked_on, rule, event_id, last_day=event.views_until)
        case ViewsReceived():
            return ClockEntry(ClockStep.VIEWS_RECEIVED, event.received_on, BY_WHICH, event_id)
        case ThirdPartyViewsAsked():
            step, rule = ClockStep.THIRD_PARTY_VIEWS_ASKED, "Awb 4:8(1)"
            return ClockEntry(step, event.asked_on, rule, event_id, last_day=event.views_until)
        case ThirdPartyViewsReceived():
            return ClockEntry(ClockStep.THIRD_PARTY_VIEWS_RECEIVED, event.received_on, BY_WHICH, event_id)
        case ThirdPartyNotHeard():
            step, because = ClockStep.THIRD_PARTY_NOT_HEARD, event.because.value
            return ClockEntry(step, event.noted_on, "Awb 4:11", event_id, because=because)
