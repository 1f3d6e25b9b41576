"""At the end everything is read back from the services, each by somebody who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.demo.answers import (
    AccessSeen,
    ActSeen,
    AppealPageSeen,
    AppealSeen,
    CaseSeen,
    LetterSeen,
    LettersSeen,
    LetterTextSeen,
    LogsSeen,
    ObjectionSeen,
    PlanSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
    TimelineSeen,
)
from services.demo.calendar import Day
from services.demo.chapters.desk import CASE, Handed
from services.demo.chapters.objecting import LETTERS, OBJECTION, Lodged
from services.demo.chapters.ruling import APPEALS
from services.demo.chapters.threshold_sets import REASSESSMENT, SET, InForce
from services.demo.monitor_answers import MonitorSeen
from services.demo.observed import CampaignFile, CaseFile, Observed
from services.demo.people import AUDITOR, OBJECTION_HANDLERS, REGISTRAR, REVIEWER
from services.demo.planned import Moment
from services.demo.remedies import remedies_named_in
from services.demo.stage import Stage
from shared.vocabulary import Remedy

LETTER = "/notifications/v1/letters/{letter_id}"
TIMELINE = "/audit/v1/cases/{case_id}/timeline"
AUDITED_LOGS = "/audit/v1/logs"
PROOF = "/decisions/v1/reassessments/{reassessment_id}/proof"
PLAN = "/decisions/v1/reassessments/{reassessment_id}/plan"
MONITOR = "/decisions/v1/monitor"
PAGE = "500"


@dataclass(frozen=True, slots=True)
class Played:
    """What the chapters before this one led to."""

    handed: Sequence[Handed]
    targets: Mapping[UUID, UUID]
    """By converted case: the case in which it goes on."""
    lodged: Sequence[Lodged]
    access: Mapping[Moment, Mapping[UUID, AccessSeen]]
    first: InForce
    second: InForce
    last: InForce | None
    """None: it was not played until its exemptions had expired."""
    rejected: Sequence[UUID]


def read_back(stage: Stage, played: Played) -> Observed:
    """Everything that the services say of what was played."""
    received = (stage.calendar.on(Day.OPENED), stage.calendar.on(Day.OBJECTED))
    period = {"from": received[0].isoformat(), "to": received[1].isoformat()}
    return Observed(
        files=_cases(stage, played),
        campaign=_campaign(stage, played),
        monitor=stage.session(REVIEWER).read(MONITOR, MonitorSeen, query=period).value,
        logs=stage.session(AUDITOR).read(AUDITED_LOGS, LogsSeen).value.items,
        received=received,
    )


def _cases(stage: Stage, played: Played) -> list[CaseFile]:
    lodged = {one.case_id: one for one in played.lodged}
    appeals = _appeals(stage) if played.lodged else {}
    standings = _standings(stage, played.second)
    last_standings = {} if played.last is None else _standings(stage, played.last)

    def read(one: Handed) -> CaseFile:
        objection = lodged.get(one.case_id)
        desk = stage.session(one.application.handler)
        case = desk.read(CASE, CaseSeen, case_id=one.case_id).value
        letters = desk.read(LETTERS, LettersSeen, query={"caseId": str(one.case_id)}).value.items
        renewed = {decision.decision_id for decision in case.decisions if decision.reassessment_id}
        return CaseFile(
            name=f"application {one.application.key} (case {one.case_id})",
            planned=one.application.planned,
            plate=one.application.plate,
            case=case,
            letters=letters,
            access={
                moment: seen[one.case_id] for moment, seen in played.access.items() if one.case_id in seen
            },
            renewed_letter_remedies=tuple(
                remedy
                for letter in letters
                if letter.decision_id in renewed
                for remedy in _remedies_in(stage, one, letter)
            ),
            objection=None if objection is None else _objection(stage, objection.objection_id),
            handled_by=None if objection is None else objection.handler.subject,
            appeal=None if objection is None else appeals.get(objection.objection_id),
            timeline=_timeline(stage, one.case_id) if renewed else (),
            target_id=played.targets.get(one.case_id),
            standing=standings.get(one.case_id),
            last_standing=last_standings.get(one.case_id),
        )

    return stage.each("reading back", played.handed, read)


def _campaign(stage: Stage, played: Played) -> CampaignFile:
    """What the services say of the second set and its reassessment, and of the sets that were rejected."""
    reviewer, second = stage.session(REVIEWER), played.second
    return CampaignFile(
        first_set_id=played.first.set_id,
        threshold_set=reviewer.read(SET, ThresholdSetSeen, set_id=second.set_id).value,
        reassessment=reviewer.read(
            REASSESSMENT, ReassessmentSeen, reassessment_id=second.reassessment_id
        ).value,
        proof=_proof(stage, second),
        last_proof=None if played.last is None else _proof(stage, played.last),
        approver=REVIEWER.subject,
        finders={one.objection_id: one.handler.subject for one in played.lodged if one.with_finding},
        rejected=[reviewer.read(SET, ThresholdSetSeen, set_id=set_id).value for set_id in played.rejected],
    )


def _proof(stage: Stage, in_force: InForce) -> ProofSeen:
    reviewer = stage.session(REVIEWER)
    return reviewer.read(PROOF, ProofSeen, reassessment_id=in_force.reassessment_id).value


def _standings(stage: Stage, in_force: InForce) -> Mapping[UUID, str]:
    reviewer = stage.session(REVIEWER)
    plan = reviewer.read(PLAN, PlanSeen, reassessment_id=in_force.reassessment_id).value
    return {case.case_id: case.standing for case in plan.cases}


def _remedies_in(stage: Stage, one: Handed, letter: LetterSeen) -> tuple[Remedy, ...]:
    desk = stage.session(one.application.handler)
    text = desk.read(LETTER, LetterTextSeen, letter_id=letter.id).value.text
    return remedies_named_in(text or "")


def _objection(stage: Stage, objection_id: UUID) -> ObjectionSeen:
    handler = stage.session(OBJECTION_HANDLERS[0])
    return handler.read(OBJECTION, ObjectionSeen, objection_id=objection_id).value


def _appeals(stage: Stage) -> Mapping[UUID, AppealSeen]:
    """By objection."""
    session, found = stage.session(REGISTRAR), dict[UUID, AppealSeen]()
    query = {"limit": PAGE}
    while True:
        page = session.read(APPEALS, AppealPageSeen, query=query).value
        found |= {appeal.objection_id: appeal for appeal in page.items}
        if page.next is None:
            return found
        query = {"limit": PAGE, "after": str(page.next)}


def _timeline(stage: Stage, case_id: UUID) -> tuple[ActSeen, ...]:
    return stage.session(AUDITOR).read(TIMELINE, TimelineSeen, case_id=case_id).value.items
