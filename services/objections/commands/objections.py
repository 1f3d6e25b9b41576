"""What can be asked about objections: load, decide, save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from services.objections.commands.direct_appeals import as_appeal
from services.objections.commands.interim_relief import LapsingRelief
from services.objections.commands.late_appeals import LateDecisions, Waiting
from services.objections.commands.reached import (
    NOTHING_SAID,
    DecisionsHeard,
    Place,
    ReachedObjections,
    SaidWithIt,
    again_when_overtaken,
)
from services.objections.domain.admissibility import Receipt
from services.objections.domain.appeal import Appeal
from services.objections.domain.contested_decision import (
    ContestedCase,
    ContestedDecision,
    first_decision_of,
    replacements_of,
)
from services.objections.domain.handling import (
    Handling,
    Inadmissibility,
    Ruling,
    ThresholdFinding,
    Upholding,
)
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.interim_relief import ReliefLapse
from services.objections.domain.objection import Objection
from services.objections.domain.parties import THE_APPLICANT, Parties
from services.objections.domain.premature import decision_to_come
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from services.objections.domain.scope import Jurisdiction, Scope
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.ids import IdSource


class ContestedCases(DecisionsHeard, Protocol):
    """The inline tables, as commands see them."""

    def heard_case(self, case_id: UUID) -> HeardCase | None: ...
    def hearing(self, case: HeardCase) -> RowWrite: ...
    def next_turn(self, case: ContestedCase) -> RowWrite: ...
    def taking(self, decision: ContestedDecision) -> RowWrite: ...
    def revocation(self, decision_id: UUID, objection_id: UUID) -> RowWrite: ...
    def announcement(self, decision: ContestedDecision) -> RowWrite: ...
    def announcement_again(self, decision: ContestedDecision) -> RowWrite: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of objection (bezwaarschrift), sealed at the edge."""

    case_id: UUID
    decision_id: UUID | None
    """None: against the decision that is still to come in the case (Awb 6:10)."""
    receipt: Receipt
    grounds: Sealed
    lodged_by: str | None
    parties: Parties = THE_APPLICANT
    asks_direct_appeal: bool = False
    """Whether it asks to consent to direct appeal (Awb 7:1a(1))."""


class ObjectionCommands:
    """One public method per command."""

    def __init__(
        self,
        log: EventLog,
        ids: IdSource,
        cases: ContestedCases,
        waiting: Waiting,
        lapsing: LapsingRelief,
    ) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases
        self._reached = ReachedObjections(log, cases)
        self._late = LateDecisions(log, waiting)
        self._lapsing = lapsing

    def lodge_objection(self, act: Act, notice: Notice, scope: Scope) -> Saved:
        """Receive an objection, also against decisions that replaced the contested one already.

        One against the penalty belongs to the objection that covers it, which is then the answer (Awb 4:19(1)).

        Raises NotThere when the decision is known here as one of another case, applicant or municipality.
        """
        objection_id = self._ids.new()
        return again_when_overtaken(lambda: self._lodge(act, objection_id, notice, scope))

    def _lodge(self, act: Act, objection_id: UUID, notice: Notice, scope: Scope) -> Saved:
        case = self._cases.of_case(notice.case_id)
        decision_id = notice.decision_id or self._decision_or_to_come(case)
        contested = self._cases.find(decision_id)
        self._require_there(notice, contested, self._cases.whose(case.case_id, decision_id), scope)
        if contested is not None and contested.penalty_euros is not None and notice.parties.objector is None:
            covered = self._covering(case, notice, decision_id)
            if covered is not None:
                return self._log.save_act(
                    act, covered, case_id=notice.case_id, rows=[self._cases.next_turn(case)]
                )
        objection = Objection.lodge(
            id=objection_id,
            case_id=notice.case_id,
            decision_id=decision_id,
            receipt=notice.receipt,
            grounds=notice.grounds,
            lodged_by=notice.lodged_by,
            parties=notice.parties,
            contested=contested,
            asks_direct_appeal=notice.asks_direct_appeal,
        )
        for renewal in replacements_of(decision_id, case.decisions):
            objection.attach_renewed_decision(renewal)
        follows = case.follows_to_court(decision_id, notice.receipt.received_on)
        sent = self._sent_after(act, objection, contested) if follows else []
        rows = [self._cases.next_turn(case)]
        return self._log.save_act(act, objection, *sent, case_id=notice.case_id, rows=rows)

    def _sent_after(
        self, act: Act, objection: Objection, contested: ContestedDecision | None
    ) -> list[Appeal]:
        """What came after the consent to direct appeal goes to the court at once too (Awb 7:1a(6))."""
        appeal_id = self._ids.new()
        objection.follow_to_court(appeal_id, act.today)
        return [as_appeal(appeal_id, objection, contested, fee_free=not objection.asks_direct_appeal)]

    def _decision_or_to_come(self, case: ContestedCase) -> UUID:
        """The decision on the application, or what stands for it. Raises NotThere in a case never heard of."""
        decision = first_decision_of(case)
        if decision is not None:
            return decision.decision_id
        if self._cases.heard_case(case.case_id) is None:
            raise _no_decision()
        return decision_to_come(case.case_id)

    def _require_there(
        self, notice: Notice, contested: ContestedDecision | None, of: Jurisdiction, scope: Scope
    ) -> None:
        """What is heard of is within reach and open to this objector; what is not, can still be. Raises NotThere."""
        case = self._cases.heard_case(notice.case_id)
        if contested is not None and not contested.is_open_to(notice.case_id, notice.lodged_by):
            raise _no_decision()
        if case is not None and not case.is_of(notice.lodged_by):
            raise _no_decision()
        if of.known and not scope.admits(notice.lodged_by, of):
            raise _no_decision()

    def _covering(self, case: ContestedCase, notice: Notice, decision_id: UUID) -> Objection | None:
        """The objection that covers the disputed penalty, itself or in the appeal on it; None: nothing is pending.

        Awb 4:19(1): one against the decision on the application, of the same objector; of a penalty for a late
        ruling, the proceedings on that ruling alone.
        """
        penalties = {one.decision_id: one for one in case.decisions if one.penalty_euros is not None}
        recoveries = {one.decision_id for one in case.decisions if one.recovered_euros is not None}
        late_on = penalties[decision_id].late_on_objection
        pending = [(objection_id, None) for objection_id in case.undecided_objections]
        for objection_id, appeal_id in (*pending, *case.pending_appeals):
            if late_on not in {None, objection_id}:
                continue
            objection = self._log.load(Objection, objection_id)
            same = None in (objection.lodged_by, notice.lodged_by) or objection.lodged_by == notice.lodged_by
            apart = objection.by_another or objection.decision_id in {*penalties, *recoveries}
            if same and not apart:
                objection.attach_penalty_decision(
                    decision_id, notice.receipt, notice.grounds, notice.lodged_by, appeal_id
                )
                return objection
        return None

    def withdraw_objection(self, act: Act, place: Place) -> Saved:
        """End the proceedings at the objector's wish (Awb 6:21); interim relief lapses with them (Awb 8:85(2)(b))."""
        objection = self._reached.at(place)
        objection.withdraw(by=act.actor, on=act.today)
        lapsed = self._lapsing.with_end(objection.id, act.today, ReliefLapse.PROCEEDINGS_WITHDRAWN)
        return self._log.save_act(act, objection, *lapsed, case_id=objection.case_id)

    def find_threshold_consequence(
        self, act: Act, place: Place, finding: ThresholdFinding, said: SaidWithIt = NOTHING_SAID
    ) -> Saved:
        """Record the handler's finding that a threshold is wrong; the refusal stands for now."""
        objection = self._reached.at(place)
        objection.find_threshold_consequence(finding, self._reached.handling(act, objection, said))
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def retract_threshold_consequence(self, act: Act, place: Place, reasons: Sealed) -> Saved:
        """Take a finding back, so that the objection can be ruled on."""
        objection = self._reached.at(place)
        objection.retract_threshold_consequence(reasons, self._reached.handling(act, objection))
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def rule_on_objection(
        self, act: Act, place: Place, ruling: Ruling, said: SaidWithIt = NOTHING_SAID
    ) -> Saved:
        """Decide on the objection (beslissing op bezwaar); one decision is revoked by one ruling."""
        objection = self._reached.at(place)
        by = self._reached.handling(act, objection, said)
        objection.rule(ruling, by)
        ruled_late = self._penalty_anew(objection, ruling, by)
        rows = (
            [self._cases.revocation(objection.decision_id, objection.id)]
            if isinstance(ruling, Upholding)
            else []
        )
        late = self._late.concerned([objection.id], None, act.today)
        return self._log.save_act(act, objection, *ruled_late, *late, case_id=objection.case_id, rows=rows)

    def _penalty_anew(self, objection: Objection, ruling: Ruling, by: Handling) -> tuple[Objection, ...]:
        """The objection of which a late ruling cost a penalty that this ruling fixes anew (Awb 4:18, 7:11(2))."""
        penalty = by.penalty
        euros = None if isinstance(ruling, Inadmissibility) else ruling.penalty_euros
        if penalty is None or penalty.late_on_objection is None or euros is None:
            return ()
        same = penalty.late_on_objection == objection.id
        late = objection if same else self._log.load(Objection, penalty.late_on_objection)
        late.fix_penalty_anew(penalty.decision_id, euros, objection_id=objection.id, on=by.on, by=by.handler)
        return () if same else (late,)

    def note_decision(
        self,
        act: Act,
        decision: ContestedDecision,
        *,
        rules_on: UUID | None,
        decided_on: date | None = None,
    ) -> Saved:
        """Hear of a decision: note it as the ruling it gives, attach it to the other objections (Awb 6:19).

        Raises StaleRow, DuplicateRow or VersionConflict when an objection came in between: decide anew.
        """
        case = self._cases.of_case(decision.case_id)
        undecided = {*case.undecided_objections, *([rules_on] if rules_on else [])}
        objections = [self._log.load(Objection, objection_id) for objection_id in sorted(undecided)]
        for objection in objections:
            if objection.id == rules_on:
                objection.note_ruling_decision(
                    decision_id=decision.decision_id,
                    decided_by=decision.decided_by or "",
                    ruled_on=decided_on or act.today,
                )
            else:
                objection.attach_to_decision(decision)
                objection.attach_renewed_decision(decision)
        late = self._late.concerned(
            [*([decision.case_id] if decision.on_application else []), *([rules_on] if rules_on else [])],
            decision.decision_id,
            decision.decided_on or act.today,
        )
        rows = [self._cases.taking(decision), self._cases.next_turn(case)]
        return self._log.save_act(act, *objections, *late, case_id=decision.case_id, rows=rows)

    def note_threshold_set_rejection(
        self, act: Act, *, objection_id: UUID, threshold_set_id: UUID, rejected_on: date
    ) -> Saved:
        """Hear that the set which a finding caused was rejected: its handler rules after all."""
        objection = self._log.load(Objection, objection_id)
        objection.reject_threshold_consequence(threshold_set_id=threshold_set_id, on=rejected_on)
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def note_reassessment_start(
        self, act: Act, *, objection_id: UUID, threshold_set_id: UUID, reassessment_id: UUID
    ) -> Saved:
        """Hear that the set which a finding caused is in force: the finding cannot be taken back any more."""
        objection = self._log.load(Objection, objection_id)
        objection.take_up_threshold_consequence(
            threshold_set_id=threshold_set_id, reassessment_id=reassessment_id
        )
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def note_reassessment_completion(self, act: Act, *, objection_id: UUID, reassessment_id: UUID) -> Saved:
        """Hear that the reassessment which a finding caused was completed; what it did not decide is open."""
        objection = self._log.load(Objection, objection_id)
        objection.leave_threshold_consequence_open(reassessment_id=reassessment_id)
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def note_case(self, act: Act, case: HeardCase) -> Saved:
        """Hear of an application: whose case it is, before anything is decided in it."""
        return self._log.save_act(act, case_id=case.case_id, rows=[self._cases.hearing(case)])

    def note_announcement(
        self, act: Act, *, decision_id: UUID, case_id: UUID, announced_on: date, remedy_last_day: date | None
    ) -> Saved | None:
        """Hear that a decision was announced, which begins the term to object (Awb 6:8)."""
        known = self._cases.find(decision_id) or ContestedDecision(decision_id, case_id)
        announced = known.announced(announced_on, remedy_last_day)
        if announced is None:
            return None
        return self._log.save_act(act, case_id=case_id, rows=[self._cases.announcement(announced)])

    def note_step_told(self, act: Act, *, case_id: UUID, told_by: UUID, told_on: date) -> Saved | None:
        """Hear that the letter about a committee or an adjournment left; None: in time, or nothing turns on it."""
        for objection_id in self._cases.of_case(case_id).undecided_objections:
            acts = (recorded.event for recorded in self._log.stream(objection_id))
            told = next((one for one in acts if one.event_id == told_by), None)
            if isinstance(told, CommitteeAnnounced | RulingAdjourned):
                objection = self._log.load(Objection, objection_id)
                objection.note_told(told, told_on, self._cases.find(objection.decision_id))
                pending = objection.pending()
                return self._log.save_act(act, objection, case_id=case_id, chained=True) if pending else None
        return None

    def note_announcement_again(
        self, act: Act, *, decision_id: UUID, case_id: UUID, announced_on: date, remedy_last_day: date | None
    ) -> Saved | None:
        """Hear that the letter bounced and was sent on paper, from which the term to object runs (Awb 6:8)."""
        known = self._cases.find(decision_id) or ContestedDecision(decision_id, case_id)
        again = known.announced_again(announced_on, remedy_last_day)
        if again is None:
            return None
        return self._log.save_act(act, case_id=case_id, rows=[self._cases.announcement_again(again)])

    def case_of(self, place: Place) -> UUID:
        """The case that an objection is about: under a key of it the edge seals what is written there.

        Raises NotThere outside the scope, then VersionConflict.
        """
        return self._reached.at(place).case_id


def _no_decision() -> NotThere:
    return NotThere("decision_not_there", "the case has no such decision")
