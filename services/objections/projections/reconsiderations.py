"""Following: the reconsideration of each objection, and what its ruling rests on and departs for (Awb 7:11(1))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, Uuid, insert, select, update

from services.objections.domain.objection_acts import ObjectionDismissed, ObjectionUpheldForAnotherReason
from services.objections.domain.reconsideration import (
    Assessment,
    DepartureGround,
    ReconsiderationAsked,
    ReconsiderationNoted,
)
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome

reconsiderations = Table(
    "reconsiderations",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("asked_on", Date, nullable=False),
    Column("assessment_id", Uuid),
    Column("assessed_on", Date),
    Column("advice", String),
    Column("policy_version", String),
    Column("threshold_set_id", Uuid),
    Column("decided_policy_version", String),
    Column("decided_threshold_set_id", Uuid),
    Column("rests_on", Uuid),
    Column("departs_because", String),
    Column("sealed_departure", LargeBinary),
)

NO_ASSESSMENT: Final = dict.fromkeys(
    (
        "assessment_id",
        "assessed_on",
        "advice",
        "policy_version",
        "threshold_set_id",
        "decided_policy_version",
        "decided_threshold_set_id",
    )
)


@dataclass(frozen=True, slots=True)
class ToldReconsideration:
    """How the reconsideration of an objection stands."""

    asked_on: date
    assessment: Assessment | None
    rests_on: UUID | None
    """The assessment that the ruling rests on; None: it was not ruled on."""
    departs_because: DepartureGround | None
    departure: Sealed | str | None


class Reconsiderations:
    """Following projection."""

    name: Final = "reconsiderations"
    tables: Final = (reconsiderations,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        this = reconsiderations.c.objection_id == event.originator_id
        match event:
            case ReconsiderationAsked():
                asked = {"asked_on": event.asked_on, **NO_ASSESSMENT}
                changed = connection.execute(update(reconsiderations).where(this).values(asked)).rowcount
                if not changed:
                    row = {"objection_id": event.originator_id, "asked_on": event.asked_on}
                    connection.execute(insert(reconsiderations), row)
            case ReconsiderationNoted():
                connection.execute(update(reconsiderations).where(this).values(_noted(event.assessment)))
            case ObjectionUpheldForAnotherReason() | ObjectionDismissed():
                ruled = {
                    "rests_on": event.rests_on,
                    "departs_because": event.departure.ground.value if event.departure else None,
                    "sealed_departure": stored(event.departure.sealed_reasons if event.departure else None),
                }
                connection.execute(update(reconsiderations).where(this).values(ruled))
            case _:
                pass


def _noted(assessment: Assessment) -> dict[str, object]:
    return {
        "assessment_id": assessment.assessment_id,
        "assessed_on": assessment.assessed_on,
        "advice": assessment.advice.value if assessment.advice else None,
        "policy_version": assessment.policy_version,
        "threshold_set_id": assessment.threshold_set_id,
        "decided_policy_version": assessment.decided_policy_version,
        "decided_threshold_set_id": assessment.decided_threshold_set_id,
    }


def reconsideration_of(log: EventLog, objection_id: UUID) -> ToldReconsideration | None:
    """That of one objection; None: none was asked."""
    query = select(reconsiderations).where(reconsiderations.c.objection_id == objection_id)
    with log.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    assessment = row.assessment_id and Assessment(
        row.assessment_id,
        row.assessed_on,
        Outcome(row.advice) if row.advice else None,
        row.policy_version,
        row.threshold_set_id,
        row.decided_policy_version,
        row.decided_threshold_set_id,
    )
    because = row.departs_because
    return ToldReconsideration(
        row.asked_on,
        assessment or None,
        row.rests_on,
        DepartureGround(because) if because else None,
        written(None, row.sealed_departure),
    )
