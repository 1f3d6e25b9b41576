"""Some of the refused object, and objection handlers find that a threshold is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.demo.answers import LettersSeen, ObjectionSeen
from services.demo.bodies import FindingBody, ObjectionBody
from services.demo.chapters.desk import Handed
from services.demo.expectations import CORRECTED
from services.demo.people import OBJECTION_HANDLERS, Person, applicant
from services.demo.plan import Objecting, PlannedCase
from services.demo.stage import Stage
from services.demo.stopped import PlayStopped

LETTERS = "/notifications/v1/letters"
OBJECTIONS = "/objections/v1/objections"
OBJECTION = "/objections/v1/objections/{objection_id}"
FINDINGS = "/objections/v1/objections/{objection_id}/threshold-findings"
REASONS = (
    "SYNTHETIC: the market survey offers no emission-free van that carries more than"
    f" {CORRECTED.value} kg; the threshold in force is too high."
)


class NoRefusal(PlayStopped):
    """An objector was not refused, so there is nothing to object to."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """An objection that was lodged, and by whom it is handled."""

    planned: PlannedCase
    case_id: UUID
    objection_id: UUID
    handler: Person

    @property
    def with_finding(self) -> bool:
        """Whether its handler finds a threshold wrong."""
        return self.planned.objecting is Objecting.WITH_FINDING


def object_to_refusals(stage: Stage, handed: Sequence[Handed]) -> list[Lodged]:
    """Those who are planned to object do so, against the decision that their letter names."""
    objectors = [
        (one.case_id, planned, OBJECTION_HANDLERS[turn % len(OBJECTION_HANDLERS)])
        for turn, (one, planned) in enumerate(_objecting(handed))
    ]

    def lodge(objector: tuple[UUID, PlannedCase, Person]) -> Lodged:
        case_id, planned, handler = objector
        session = stage.session(applicant(planned.applicant.subject))
        letters = session.read(LETTERS, LettersSeen, query={"caseId": str(case_id)}).value.items
        refusal = next((letter.decision_id for letter in letters if letter.kind == "refusal"), None)
        if refusal is None:
            raise NoRefusal(f"application {planned.number} has no letter about a refusal")
        body = ObjectionBody(case_id, refusal, planned.grounds)
        committed = session.act(OBJECTIONS, "object", planned.number, body)
        return Lodged(planned, case_id, committed.id, handler)

    return stage.each("objections", objectors, lodge)


def find_threshold_wrong(stage: Stage, objections: Sequence[Lodged]) -> list[Lodged]:
    """The handlers record that the justified objections are right because a threshold is wrong."""
    justified = [one for one in objections if one.with_finding]

    def find(one: Lodged) -> Lodged:
        session = stage.session(one.handler)
        seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id)
        body = FindingBody(CORRECTED.category, CORRECTED.parameter, REASONS)
        session.act(
            FINDINGS, "find", one.planned.number, body, if_match=seen.etag, objection_id=one.objection_id
        )
        return one

    return stage.each("findings", justified, find)


def _objecting(handed: Sequence[Handed]) -> list[tuple[Handed, PlannedCase]]:
    return [
        (one, one.application.planned)
        for one in handed
        if one.application.planned is not None and one.application.planned.objecting is not None
    ]
