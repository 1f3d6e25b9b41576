"""On which days the objector was told of the end of an objection: what a default runs until (Awb 4:17(1), 7:12(2))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.objections.domain.direct_appeal import DirectAppealConsented
from services.objections.domain.objection_acts import (
    ObjectionUpheld,
    ObjectionWithdrawn,
    ReplacingDecisionNoted,
)
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.ruling_announcements import ruling_announcements
from shared.eventlog.log import EventLog


def days_told(log: EventLog, objection_id: UUID) -> tuple[date, ...]:
    """Of every ruling on it: of a letter of its own, or about the decision in which it was given.

    Who withdrew did so on the day itself; once the authority consented to direct appeal, no ruling is due (Awb 7:1a).
    """
    acts = [recorded.event for recorded in log.stream(objection_id)]
    given_in = {act.decision_id for act in acts if isinstance(act, ObjectionUpheld | ReplacingDecisionNoted)}
    withdrawn = [act.withdrawn_on for act in acts if isinstance(act, ObjectionWithdrawn)]
    consented = [act.decided_on for act in acts if isinstance(act, DirectAppealConsented)]
    letters, decisions = ruling_announcements.c, contested_decisions.c
    own = select(letters.announced_on).where(letters.objection_id == objection_id)
    of_decision = select(decisions.announced_on).where(
        decisions.decision_id.in_(sorted(given_in)), decisions.announced_on.is_not(None)
    )
    with log.read() as connection:
        told = [*connection.execute(own).scalars(), *connection.execute(of_decision).scalars()]
    return tuple(sorted({*withdrawn, *consented, *told}))


class RulingsTold:
    """What commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def of(self, objection_id: UUID) -> tuple[date, ...]:
        """The days on which the objector was told of the end of that objection."""
        return days_told(self._log, objection_id)
