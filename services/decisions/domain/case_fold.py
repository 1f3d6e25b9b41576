"""The latest recorded state of every case, folded from the log alone, event by event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.assessing import VehicleFactsNoted
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import CaseState, PendingObjection, with_pending, without
from services.decisions.domain.case_notes import (
    AppealEndNoted,
    ObjectionEndNoted,
    ObjectorHeardNoted,
    PendingAppealNoted,
    PendingObjectionNoted,
    PersonErasureNoted,
    ThresholdConsequenceEndNoted,
    ThresholdConsequenceNoted,
    heard,
)
from services.decisions.domain.decision_by_court import (
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
)
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.on_the_merits import Grant, Refusal, Revocation
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from services.decisions.domain.revocation import ExemptionRevoked, last_day_held
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType

ENDED: Final[dict[type[Event], CaseState]] = {
    LeftOutOfConsideration: CaseState.LEFT_OUT,
    WithdrawalNoted: CaseState.WITHDRAWN,
    ConversionNoted: CaseState.CONVERTED,
    LeavingOutRevokedOnObjection: CaseState.UNDECIDED,
}
"""What ends a case without a decision on the merits, and what opens it again."""
FOLDED_EVENTS: Final[tuple[type[Event], ...]] = (
    DecisionTermStarted,
    VehicleFactsNoted,
    ExemptionGranted,
    ExemptionRefused,
    DecisionReissued,
    DecisionReplacedOnObjection,
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
    LeftOutOfConsideration,
    WithdrawalNoted,
    ConversionNoted,
    LeavingOutRevokedOnObjection,
    ExemptionRevoked,
    RefusalReplacedOnObjection,
    GrantRevokedOnObjection,
    DecisionReplacedExOfficio,
    PendingObjectionNoted,
    ObjectorHeardNoted,
    ThresholdConsequenceNoted,
    ThresholdConsequenceEndNoted,
    ObjectionEndNoted,
    PendingAppealNoted,
    AppealEndNoted,
    PersonErasureNoted,
)
"""What the fold reads; everything else leaves what a reassessment reads of a case alone."""


class CaseFold:
    """All cases of every type, and what a newer case of the same vehicle and applicant means for an older."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._cases: dict[UUID, RecordedCase] = {}
        self._same: defaultdict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in the next event of the log."""
        if isinstance(event, DecisionTermStarted):
            self._open(event)
        elif event.originator_id in self._cases:
            after = after_event(self._cases[event.originator_id], event)
            self._cases[event.originator_id] = replace(after, version=event.originator_version)

    def case(self, case_id: UUID) -> RecordedCase | None:
        """One case as it now is, or None."""
        case = self._cases.get(case_id)
        return self._with_others(case) if case else None

    def of(self, kind: ExemptionType) -> list[RecordedCase]:
        """Every case of a type as it now is, in order of id."""
        cases = (self._cases[case_id] for case_id in sorted(self._cases))
        return [self._with_others(case) for case in cases if case.exemption_type is kind]

    def older_than(self, case_id: UUID) -> list[UUID]:
        """The older cases of the same vehicle and applicant."""
        case = self._cases.get(case_id)
        return [other for other in self._same[_pair(case)] if other < case_id] if case else []

    def _open(self, event: DecisionTermStarted) -> None:
        case = RecordedCase(
            case_id=event.originator_id,
            version=event.originator_version,
            state=CaseState.UNDECIDED,
            exemption_type=event.exemption_type,
            holder=event.holder,
            vehicle_id=event.vehicle_id,
            municipality=event.municipality,
        )
        self._cases[case.case_id] = case
        self._same[_pair(case)].append(case.case_id)

    def _with_others(self, case: RecordedCase) -> RecordedCase:
        """The case with what other cases mean for it."""
        target = self._cases.get(case.converted_to) if case.converted_to else None
        newer = (self._cases[other] for other in self._same.get(_pair(case), ()) if other > case.case_id)
        days = [day for other in newer if (day := _national_grant_until(other))]
        return replace(
            case,
            newer_grant_until=max(days) if days else None,
            target_state=target.state if target else None,
        )


def _pair(case: RecordedCase) -> tuple[UUID, str]:
    """Vehicle and applicant; a case of which one is not known has nothing in common with another."""
    return (case.vehicle_id or case.case_id, case.holder.applicant_subject or str(case.case_id))


def _national_grant_until(case: RecordedCase) -> date | None:
    held = case.state is CaseState.GRANTED and case.municipality is None
    return case.valid_until if held else None


def after_event(case: RecordedCase, event: Event) -> RecordedCase:
    """The case after an event of its own."""
    if type(event) in ENDED:
        return _after_ending(case, event)
    if isinstance(event, Revocation):
        return _after_revocation(case, event)
    if isinstance(event, Grant | Refusal):
        return _after_decision(case, event)
    match event:
        case VehicleFactsNoted():
            return replace(case, registered_on=event.facts.registered_on)
        case PersonErasureNoted():
            return replace(case, erased=True)
        case _:
            return _after_proceedings(case, event)


def _after_decision(case: RecordedCase, decision: Grant | Refusal) -> RecordedCase:
    refused = isinstance(decision, Refusal)
    return replace(
        case,
        state=CaseState.REFUSED if refused else CaseState.GRANTED,
        facts=decision.grounds.facts,
        decision_id=decision.decision_id,
        threshold_set_id=decision.grounds.threshold_set_id,
        valid_until=None if isinstance(decision, Refusal) else decision.valid_until,
        refusal_ground=decision.ground if isinstance(decision, Refusal) else None,
    )


def _after_revocation(case: RecordedCase, revoked: Revocation) -> RecordedCase:
    return replace(
        case,
        state=CaseState.REVOKED,
        decision_id=revoked.decision_id,
        threshold_set_id=None,
        valid_until=last_day_held(revoked),
    )


def _after_ending(case: RecordedCase, event: Event) -> RecordedCase:
    decision_id = event.decision_id if isinstance(event, LeftOutOfConsideration) else None
    ended = replace(case, state=ENDED[type(event)], decision_id=decision_id)
    if isinstance(event, ConversionNoted):
        return replace(ended, facts=event.facts, converted_to=event.new_case_id)
    return ended


def _pending(event: ThresholdConsequenceNoted | ThresholdConsequenceEndNoted) -> PendingObjection:
    match event:
        case ThresholdConsequenceNoted():
            return PendingObjection(event.objection_id, event.found_by)
        case ThresholdConsequenceEndNoted():
            return PendingObjection(event.objection_id)


def _after_proceedings(case: RecordedCase, event: Event) -> RecordedCase:
    match event:
        case PendingAppealNoted() | AppealEndNoted():
            others = {appeal for appeal in case.appeals if appeal != event.appeal_id}
            running = others if isinstance(event, AppealEndNoted) else {*others, event.appeal_id}
            return replace(case, appeals=tuple(sorted(running)))
        case PendingObjectionNoted():
            return replace(case, objections=event.beside(case.objections))
        case ThresholdConsequenceNoted() | ThresholdConsequenceEndNoted():
            return replace(case, objections=with_pending(case.objections, _pending(event)))
        case ObjectorHeardNoted():
            return replace(case, objections=heard(case.objections, event))
        case ObjectionEndNoted():
            return replace(case, objections=without(case.objections, event.objection_id))
        case _:
            return case
