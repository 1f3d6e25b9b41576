"""An event as the log holds it: with its place, the instant of its recording, and who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.eventlog.aggregate import Event
from shared.eventlog.append import Metadata


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event and all that is recorded about it.

    To an inline projection it is shown just before it is stored: then `position` is 0 and `recorded_at` is
    the act's own instant, which recording may still move forward to that of the event before it.
    """

    event: Event
    position: int
    recorded_at: datetime
    """UTC, never earlier than that of a lower position."""
    metadata: Metadata
