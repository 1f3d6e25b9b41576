"""At the end everything is read back from the services, each by somebody who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.demo.answers import (
    ActSeen,
    CaseSeen,
    LetterSeen,
    LettersSeen,
    LetterTextSeen,
    LogSeen,
    LogsSeen,
    ObjectionSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
    TimelineSeen,
)
from services.demo.chapters.desk import CASE, Handed
from services.demo.chapters.objecting import LETTERS, OBJECTION, Lodged
from services.demo.chapters.threshold_sets import REASSESSMENT, SET, InForce
from services.demo.observed import AccessOver, CampaignFile, CaseFile
from services.demo.people import (
    AUDITOR,
    OBJECTION_HANDLERS,
    REVIEWER,
    case_handler_of,
)
from services.demo.remedies import remedies_named_in
from services.demo.stage import Stage
from shared.vocabulary import Remedy

LETTER = "/notifications/v1/letters/{letter_id}"
TIMELINE = "/audit/v1/cases/{case_id}/timeline"
AUDITED_LOGS = "/audit/v1/logs"
PROOF = "/decisions/v1/reassessments/{reassessment_id}/proof"


def read_cases(
    stage: Stage, handed: Sequence[Handed], lodged: Sequence[Lodged], access: Mapping[UUID, AccessOver]
) -> list[CaseFile]:
    """What the services say of every case; `access` holds the access checks of each."""
    objections = {one.case_id: one.objection_id for one in lodged}

    def read(one: Handed) -> CaseFile:
        return _file(stage, one, objections.get(one.case_id), access[one.case_id])

    return stage.each("reading back", handed, read)


def read_campaign(stage: Stage, lodged: Sequence[Lodged], first: InForce, second: InForce) -> CampaignFile:
    """What the services say of the second set and its reassessment."""
    reviewer = stage.session(REVIEWER)
    return CampaignFile(
        first_set_id=first.set_id,
        threshold_set=reviewer.read(SET, ThresholdSetSeen, set_id=second.set_id).value,
        reassessment=reviewer.read(
            REASSESSMENT, ReassessmentSeen, reassessment_id=second.reassessment_id
        ).value,
        proof=reviewer.read(PROOF, ProofSeen, reassessment_id=second.reassessment_id).value,
        approver=REVIEWER.subject,
        finders={one.objection_id: one.handler.subject for one in lodged if one.with_finding},
    )


def read_logs(stage: Stage) -> tuple[LogSeen, ...]:
    """How far audit has read and verified every log."""
    return stage.session(AUDITOR).read(AUDITED_LOGS, LogsSeen).value.items


def _file(stage: Stage, one: Handed, objection_id: UUID | None, access: AccessOver) -> CaseFile:
    desk = stage.session(case_handler_of(one.application.number))
    case = desk.read(CASE, CaseSeen, case_id=one.case_id).value
    letters = desk.read(LETTERS, LettersSeen, query={"caseId": str(one.case_id)}).value.items
    renewed = {decision.decision_id for decision in case.decisions if decision.reassessment_id is not None}
    return CaseFile(
        name=f"application {one.application.key} (case {one.case_id})",
        planned=one.application.planned,
        case=case,
        letters=letters,
        access=access,
        renewed_letter_remedies=tuple(
            remedy
            for letter in letters
            if letter.decision_id in renewed
            for remedy in _remedies_in(stage, one, letter)
        ),
        objection=_objection(stage, objection_id),
        timeline=_timeline(stage, one.case_id) if renewed else (),
    )


def _remedies_in(stage: Stage, one: Handed, letter: LetterSeen) -> tuple[Remedy, ...]:
    desk = stage.session(case_handler_of(one.application.number))
    text = desk.read(LETTER, LetterTextSeen, letter_id=letter.id).value.text
    return remedies_named_in(text or "")


def _objection(stage: Stage, objection_id: UUID | None) -> ObjectionSeen | None:
    if objection_id is None:
        return None
    handler = stage.session(OBJECTION_HANDLERS[0])
    return handler.read(OBJECTION, ObjectionSeen, objection_id=objection_id).value


def _timeline(stage: Stage, case_id: UUID) -> tuple[ActSeen, ...]:
    return stage.session(AUDITOR).read(TIMELINE, TimelineSeen, case_id=case_id).value.items
