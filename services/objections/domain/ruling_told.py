"""Until when a default runs: a ruling ends it on the day on which it was announced (Awb 3:40, 3:41, 4:17(1), 7:12(2)).

A decision has no effect before its announcement. Which days those were comes from the letters; until one is heard of the
days run on, to the forty-second.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from services.objections.domain.late_ruling import DefaultState, LateRuling


def day_told(ruled_on: date, told: Iterable[date]) -> date | None:
    """The day on which a ruling of that day was announced; None: no letter of it was heard of."""
    return min((day for day in told if day >= ruled_on), default=None)


def until_told(late: LateRuling, told: Iterable[date]) -> LateRuling:
    """As it runs until the announcement of the ruling that ended it."""
    if late.ended_on is None:
        return late
    day = day_told(late.ended_on, told)
    return msgspec.structs.replace(late, ended_on=day, untold=day is None)


def defaults_until_told(defaults: tuple[DefaultState, ...], told: Iterable[date]) -> tuple[DefaultState, ...]:
    """Each default as it runs until its ruling was announced."""
    days = tuple(told)
    return tuple(
        msgspec.structs.replace(state, late=until_told(state.late, days)) if state.late else state
        for state in defaults
    )
