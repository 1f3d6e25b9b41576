"""The main job as the services should answer for it, made from the plan alone, to plant faults in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.demo.answers import (
    AccessSeen,
    ActSeen,
    AppealSeen,
    BasisSeen,
    CaseSeen,
    CauseSeen,
    CountsSeen,
    DecisionSeen,
    ForAPersonSeen,
    LeavingOutSeen,
    LetterSeen,
    LogSeen,
    ObjectionSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
)
from services.demo.campaign_rows import FOR_A_PERSON, Row
from services.demo.deviations_of_renewals import CHAIN
from services.demo.kinds import DeskWork, Kind, Meanwhile
from services.demo.monitor_answers import (
    CategoryCountSeen,
    MonitorSeen,
    OutcomeCountSeen,
    ScopeCountSeen,
    TypeCountSeen,
)
from services.demo.observed import CampaignFile, CaseFile, Observed
from services.demo.plan import cases_of
from services.demo.planned import Moment, PlannedCase
from services.demo.proceedings import APPEALED, LETTERS, STATES, Objecting, remedy_of_renewal
from services.demo.reporting import Counted, counted
from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, RefusalGround, Remedy

_SPACE = UUID(int=7)
REVIEWER, FINDER, DESK = "reviewer-1", "objection-handler-1", "case-handler-1"


def an_id(*what: object) -> UUID:
    """The same id for the same words."""
    return uuid5(_SPACE, "/".join(map(str, what)))


FIRST_SET, SECOND_SET, REASSESSMENT = an_id("set", 1), an_id("set", 2), an_id("reassessment")


def as_it_should_be(planned: tuple[PlannedCase, ...]) -> Observed:
    """What is observed when everything went as planned."""
    cases = tuple(cases_of(planned))
    files = [a_file(case) for case in cases]
    affected = tuple(file.case.case_id for file in files if file.affected)
    for_a_person = tuple(
        ForAPersonSeen(case_id_of(case), case.row.value)
        for case in cases
        if case.row is not None and case.row in FOR_A_PERSON
    )
    finders = {
        an_id("objection", case.number): FINDER for case in cases if case.objecting is Objecting.WITH_FINDING
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
        last_proof=ProofSeen(holds=True, affected=(), reissued=()),
        approver=REVIEWER,
        finders=finders,
        rejected=[ThresholdSetSeen(an_id("set", 3), "rejected", date(2026, 3, 3), CauseSeen("objection"))],
    )
    logs = (LogSeen("decisions", 9, 9), LogSeen("register", 3, 3))
    return Observed(files, campaign, a_monitor(counted(cases)), logs, (date(2026, 1, 2), date(2026, 1, 9)))


def a_file(case: PlannedCase) -> CaseFile:
    """Everything as it should be about one case."""
    decisions = _decisions_of(case)
    renewal = next((one for one in decisions if one.reassessment_id is not None), None)
    left_out = _leaving_out(case)
    return CaseFile(
        name=f"application {case.number}",
        planned=case,
        plate=case.vehicle.plate,
        case=CaseSeen(
            case_id=case_id_of(case),
            state=case.state,
            exemption_type=case.exemption_type,
            municipality=case.municipality,
            advice=case.first_advice,
            decisions=decisions,
            left_out=left_out,
            converted_to=None if case.target is None else case_id_of(case.target),
        ),
        letters=tuple(_letters(case, decisions, left_out)),
        access={moment: _access(case, decisions, moment) for moment in case.checked_at},
        renewed_letter_remedies=() if renewal is None else (renewal.remedy,),
        objection=_objection(case, decisions),
        handled_by=None if case.objecting is None else FINDER,
        appeal=_appeal(case),
        timeline=() if renewal is None else a_timeline(case),
        target_id=None if case.target is None else case_id_of(case.target),
        standing=None if case.row is None else case.row.value,
        last_standing=Row.GRANTED_EXPIRED.value if case.expires else None,
    )


def case_id_of(case: PlannedCase) -> UUID:
    """The id of a case; that into which another was converted has the same number."""
    return an_id("case", case.kind.name, case.number)


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


def a_monitor(found: Counted) -> MonitorSeen:
    """The monitor that counts so."""
    scopes: dict[str, dict[ExemptionType, list[CategoryCountSeen]]] = defaultdict(lambda: defaultdict(list))
    for (scope, kind, category), number in found.items():
        scopes[scope][kind].append(CategoryCountSeen(category.value, number))
    return MonitorSeen(
        tuple(
            ScopeCountSeen(
                scope,
                tuple(
                    TypeCountSeen(kind, (OutcomeCountSeen(tuple(counts)),)) for kind, counts in kinds.items()
                ),
            )
            for scope, kinds in scopes.items()
        )
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


def _decisions_of(case: PlannedCase) -> tuple[DecisionSeen, ...]:
    if case.decision is None:
        return ()
    otherwise = case.desk is DeskWork.DECIDED_OTHERWISE
    on_thresholds = case.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE and not otherwise
    ground = RefusalGround.OTHER if otherwise else RefusalGround.CONDITIONS_NOT_MET
    first = DecisionSeen(
        an_id("first", case.kind.name, case.number),
        case.decision,
        DESK,
        Remedy.OBJECTION,
        FIRST_SET if on_thresholds else None,
        ground if case.decision is Outcome.REFUSED else None,
    )
    if case.upheld:
        return (first, _replacing(case, first))
    if case.meanwhile is Meanwhile.REVOKED:
        return (first, _revoking(case, first))
    return (first, _renewing(case, first)) if case.affected else (first,)


def _revoking(case: PlannedCase, first: DecisionSeen) -> DecisionSeen:
    return DecisionSeen(
        an_id("revoking", case.number),
        Outcome.REVOKED,
        DESK,
        Remedy.OBJECTION,
        replaces_decision_id=first.decision_id,
    )


def _replacing(case: PlannedCase, first: DecisionSeen) -> DecisionSeen:
    return DecisionSeen(
        an_id("replacing", case.number),
        Outcome.GRANTED,
        FINDER,
        Remedy.APPEAL,
        replaces_decision_id=first.decision_id,
        decides_objection_id=an_id("objection", case.number),
    )


def _renewing(case: PlannedCase, first: DecisionSeen) -> DecisionSeen:
    ruling = case.objecting is Objecting.WITH_FINDING
    return DecisionSeen(
        an_id("renewed", case.number),
        Outcome.GRANTED,
        FINDER if ruling else REVIEWER,
        remedy_of_renewal(case.objecting),
        SECOND_SET,
        replaces_decision_id=first.decision_id,
        reassessment_id=REASSESSMENT,
        decides_objection_id=an_id("objection", case.number) if ruling else None,
    )


def _leaving_out(case: PlannedCase) -> LeavingOutSeen | None:
    if case.state != "left_out":
        return None
    reason = LeftOutReason[case.desk.name]
    return LeavingOutSeen(an_id("left out", case.number), DESK, reason)


def _letters(
    case: PlannedCase, decisions: Sequence[DecisionSeen], left_out: LeavingOutSeen | None
) -> list[LetterSeen]:
    kind = "application_converted" if case.kind is Kind.CONVERSION_TARGET else "application_received"
    letters = [LetterSeen(an_id("receipt", case.kind.name, case.number), kind, "sent")]
    letters += [_letter(decision) for decision in decisions]
    if left_out is not None:
        decided = left_out.decision_id
        letters.append(LetterSeen(an_id("letter", decided), "left_out", "sent", decided))
    kind = LETTERS.get(STATES[case.objecting]) if case.objecting else None
    if kind is not None:
        objection = an_id("objection", case.number)
        letters.append(LetterSeen(an_id("letter", objection), kind, "sent", objection_id=objection))
    return letters


def _letter(decision: DecisionSeen) -> LetterSeen:
    kind = "grant" if decision.outcome is Outcome.GRANTED else "refusal"
    if decision.replaces_decision_id is not None:
        kind = "revocation" if decision.outcome is Outcome.REVOKED else "renewed_decision"
    letter_id = an_id("letter", decision.decision_id)
    return LetterSeen(letter_id, kind, "sent", decision.decision_id, remedy=decision.remedy)


def _access(case: PlannedCase, decisions: Sequence[DecisionSeen], moment: Moment) -> AccessSeen:
    if not case.allowed(moment):
        return access_on(None, None)
    early = moment in {Moment.ON_THE_DAY, Moment.ANNOUNCED}
    return access_on(decisions[0 if early else -1], case_id_of(case))


def _objection(case: PlannedCase, decisions: Sequence[DecisionSeen]) -> ObjectionSeen | None:
    if case.objecting is None:
        return None
    objection_id, state = an_id("objection", case.number), STATES[case.objecting]
    renewals = tuple(one.decision_id for one in decisions if one.reassessment_id is not None)
    if state == "upheld":
        return ObjectionSeen(objection_id, state, (), decisions[-1].decision_id)
    return ObjectionSeen(objection_id, state, renewals if state == "pending" else ())


def _appeal(case: PlannedCase) -> AppealSeen | None:
    if case.objecting not in APPEALED:
        return None
    state = "withdrawn" if case.objecting is Objecting.APPEAL_ENDED else "pending"
    return AppealSeen(an_id("appeal", case.number), an_id("objection", case.number), state)
