"""Some of the refused object, and objection handlers find that a threshold is wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.demo.answers import LettersSeen, ObjectionSeen
from services.demo.bodies import FindingBody, ObjectionBody, ReasonsBody
from services.demo.chapters.desk import Handed
from services.demo.expectations import CORRECTED
from services.demo.people import OBJECTION_HANDLERS, Person, applicant
from services.demo.planned import PlannedCase
from services.demo.proceedings import Objecting
from services.demo.stage import Stage
from services.demo.stopped import PlayStopped

LETTERS = "/notifications/v1/letters"
OBJECTIONS = "/objections/v1/objections"
OBJECTION = "/objections/v1/objections/{objection_id}"
FINDINGS = "/objections/v1/objections/{objection_id}/threshold-findings"
RETRACTIONS = "/objections/v1/objections/{objection_id}/threshold-finding-retractions"
REASONS = (
    "SYNTHETIC: the market survey offers no emission-free van that carries more than"
    f" {CORRECTED.value} kg; the threshold in force is too high."
)
SECOND_THOUGHTS = "SYNTHETIC: on a second look the threshold is right for this vehicle."
TOO_LATE: Final = frozenset({Objecting.INADMISSIBLE})
IN_TIME: Final = frozenset(Objecting) - TOO_LATE


class NoRefusal(PlayStopped):
    """An objector was not refused, so there is nothing to object to."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """An objection that was lodged, and by whom it is handled."""

    planned: PlannedCase
    course: Objecting
    case_id: UUID
    objection_id: UUID
    handler: Person

    @property
    def with_finding(self) -> bool:
        """Whether the renewed decision rules on it."""
        return self.course is Objecting.WITH_FINDING


def object_to_refusals(
    stage: Stage, handed: Sequence[Handed], courses: Collection[Objecting]
) -> list[Lodged]:
    """Those of whom it is planned object, against the decision that their letter names."""

    def lodge(objector: tuple[Handed, PlannedCase, Objecting]) -> Lodged:
        one, planned, course = objector
        session = stage.session(applicant(planned.applicant.subject))
        letters = session.read(LETTERS, LettersSeen, query={"caseId": str(one.case_id)}).value.items
        refusal = next((letter.decision_id for letter in letters if letter.kind == "refusal"), None)
        if refusal is None:
            raise NoRefusal(f"application {planned.number} has no letter about a refusal")
        body = ObjectionBody(one.case_id, refusal, planned.grounds)
        committed = session.act(OBJECTIONS, "object", planned.number, body)
        handler = OBJECTION_HANDLERS[planned.number % len(OBJECTION_HANDLERS)]
        return Lodged(planned, course, one.case_id, committed.id, handler)

    objectors = [
        (one, planned, planned.objecting)
        for one in handed
        if (planned := one.application.planned) is not None and planned.objecting is not None
    ]
    return stage.each("objections", [one for one in objectors if one[2] in courses], lodge)


def find_threshold_wrong(
    stage: Stage, objections: Sequence[Lodged], courses: Collection[Objecting]
) -> list[Lodged]:
    """The handlers record that these objections are right because a threshold is wrong."""

    def find(one: Lodged) -> Lodged:
        session = stage.session(one.handler)
        seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id)
        body = FindingBody(CORRECTED.category, CORRECTED.parameter, REASONS)
        session.act(
            FINDINGS, "find", one.planned.number, body, if_match=seen.etag, objection_id=one.objection_id
        )
        return one

    return stage.each("findings", [one for one in objections if one.course in courses], find)


def take_findings_back(stage: Stage, objections: Sequence[Lodged]) -> None:
    """Some handlers take their finding back, so that the objection is an ordinary pending one."""

    def retract(one: Lodged) -> None:
        session = stage.session(one.handler)
        seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id)
        body = ReasonsBody(SECOND_THOUGHTS)
        session.act(
            RETRACTIONS,
            "retract",
            one.planned.number,
            body,
            if_match=seen.etag,
            objection_id=one.objection_id,
        )

    stage.each(
        "findings taken back", [one for one in objections if one.course is Objecting.RETRACTED], retract
    )
