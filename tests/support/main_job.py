"""The main job as the services should answer for it, made from the plan alone, to plant faults in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.demo.answers import (
    AccessSeen,
    ActSeen,
    BasisSeen,
    CaseSeen,
    CauseSeen,
    CountsSeen,
    DecisionSeen,
    ForAPersonSeen,
    LetterSeen,
    LogSeen,
    ObjectionSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
)
from services.demo.deviations import CHAIN
from services.demo.observed import AccessOver, CampaignFile, CaseFile, Observed
from services.demo.plan import Objecting, PlannedCase
from shared.vocabulary import Outcome, Remedy

_SPACE = UUID(int=7)
REVIEWER, FINDER, DESK = "reviewer-1", "objection-handler-1", "case-handler-1"


def an_id(*what: object) -> UUID:
    """The same id for the same words."""
    return uuid5(_SPACE, "/".join(map(str, what)))


FIRST_SET, SECOND_SET, REASSESSMENT = an_id("set", 1), an_id("set", 2), an_id("reassessment")

REMEDIES = {
    None: Remedy.OBJECTION,
    Objecting.PENDING: Remedy.COVERED_BY_PENDING_OBJECTION,
    Objecting.WITH_FINDING: Remedy.APPEAL,
}


def as_it_should_be(cases: Sequence[PlannedCase]) -> Observed:
    """What is observed when everything went as planned."""
    files = [a_file(case) for case in cases]
    affected = tuple(file.case.case_id for file in files if file.affected)
    for_a_person = tuple(
        ForAPersonSeen(file.case.case_id)
        for file in files
        if file.planned and file.planned.decision is Outcome.REFUSED and file.planned.second_advice is None
    )
    finders = {
        file.objection.objection_id: FINDER
        for file in files
        if file.objection and file.planned and file.planned.objecting is Objecting.WITH_FINDING
    }
    campaign = CampaignFile(
        first_set_id=FIRST_SET,
        threshold_set=ThresholdSetSeen(
            threshold_set_id=SECOND_SET,
            state="in_force",
            valid_from=date(2026, 3, 2),
            cause=CauseSeen("objection", next(iter(finders))),
            plan_digest="d" * 64,
            preview=CountsSeen(len(affected), 0, len(for_a_person), 0, 0),
        ),
        reassessment=ReassessmentSeen(REASSESSMENT, "completed", 1, len(affected), for_a_person),
        proof=ProofSeen(holds=True, affected=affected, reissued=affected),
        approver=REVIEWER,
        finders=finders,
    )
    return Observed(files, campaign, (LogSeen("decisions", 9, 9), LogSeen("register", 3, 3)))


def a_file(case: PlannedCase) -> CaseFile:
    """Everything as it should be about one case."""
    first = _first_decision(case)
    renewed = _renewed_decision(case, first)
    decisions = tuple(decision for decision in (first, renewed) if decision is not None)
    before, announced, after = (
        access_on(one, an_id("case", case.number)) for one in (None, first, renewed or first)
    )
    return CaseFile(
        name=f"application {case.number}",
        planned=case,
        case=CaseSeen(
            case_id=an_id("case", case.number),
            state=decisions[-1].outcome.value if decisions else "undecided",
            advice=case.first_advice,
            decisions=decisions,
        ),
        letters=tuple(_letter(decision) for decision in decisions),
        access=AccessOver(before, announced, after),
        renewed_letter_remedies=() if renewed is None else (renewed.remedy,),
        objection=_objection(case, renewed),
        timeline=() if renewed is None else a_timeline(case),
    )


def access_on(decision: DecisionSeen | None, case_id: UUID | None) -> AccessSeen:
    """The access check when this decision of that case stands."""
    if decision is None or decision.outcome is not Outcome.GRANTED:
        return AccessSeen(allowed=False, basis=BasisSeen("none"))
    return AccessSeen(allowed=True, basis=BasisSeen("exemption", decision.decision_id, case_id))


def a_timeline(case: PlannedCase, chain: Sequence[str] = CHAIN) -> tuple[ActSeen, ...]:
    """A register entry with the acts that lead to it; the first of `chain` is the entry."""
    ids = [an_id("act", case.number, name) for name in chain]
    return tuple(
        ActSeen(event_id, f"service.{name}", of_this_case=turn < 3, because=tuple(ids[turn + 1 :]))
        for turn, (event_id, name) in enumerate(zip(ids, chain, strict=True))
    )


def with_file(
    observed: Observed, chosen: Callable[[CaseFile], bool], **changes: object
) -> tuple[Observed, CaseFile]:
    """The same, but for the first chosen file, of which some fields are otherwise; and that file."""
    at = next(turn for turn, file in enumerate(observed.files) if chosen(file))
    files = list(observed.files)
    files[at] = replace(files[at], **changes)
    return replace(observed, files=files), files[at]


def with_campaign(observed: Observed, **changes: object) -> Observed:
    """The same, but for some fields of the campaign."""
    return replace(observed, campaign=replace(observed.campaign, **changes))


def changed_case(file: CaseFile, **changes: object) -> CaseSeen:
    """The case of a file, with some fields otherwise."""
    return msgspec.structs.replace(file.case, **changes)


def _first_decision(case: PlannedCase) -> DecisionSeen | None:
    if case.decision is None:
        return None
    return DecisionSeen(an_id("first", case.number), case.decision, DESK, FIRST_SET, Remedy.OBJECTION)


def _renewed_decision(case: PlannedCase, first: DecisionSeen | None) -> DecisionSeen | None:
    if not case.affected or first is None:
        return None
    ruling = case.objecting is Objecting.WITH_FINDING
    return DecisionSeen(
        an_id("renewed", case.number),
        Outcome.GRANTED,
        FINDER if ruling else REVIEWER,
        SECOND_SET,
        REMEDIES[case.objecting],
        replaces_decision_id=first.decision_id,
        reassessment_id=REASSESSMENT,
        decides_objection_id=an_id("objection", case.number) if ruling else None,
    )


def _letter(decision: DecisionSeen) -> LetterSeen:
    kind = "grant" if decision.outcome is Outcome.GRANTED else "refusal"
    if decision.replaces_decision_id is not None:
        kind = "renewed_decision"
    return LetterSeen(
        an_id("letter", decision.decision_id), decision.decision_id, kind, "sent", decision.remedy
    )


def _objection(case: PlannedCase, renewed: DecisionSeen | None) -> ObjectionSeen | None:
    if case.objecting is None:
        return None
    objection_id = an_id("objection", case.number)
    if case.objecting is Objecting.WITH_FINDING and renewed is not None:
        return ObjectionSeen(objection_id, "upheld", (), renewed.decision_id)
    return ObjectionSeen(objection_id, "pending", (renewed.decision_id,) if renewed else ())
