"""What the desk hears of objections and appeals against its decisions, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Unpack
from uuid import UUID

from services.decisions.commands.day_exemptions import (
    counted_after,
    on_the_present_count,
    others_that_count,
)
from services.decisions.commands.desk import policy_for
from services.decisions.commands.recorded import TYPE, Recorded
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.case_notes import ConsequenceEnd, FoundConsequence, ObjectionTold
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import RuledAnew, UpheldRuling
from services.decisions.domain.penalty import NewPenalty
from services.decisions.domain.recovery import UpheldAgainstRecovery
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved
from shared.vocabulary import ObjectionRuling


class ProceedingsCommands:
    """Commands on the proceedings against the decision of a case."""

    def __init__(self, log: EventLog, recorded: Recorded) -> None:
        self._log = log
        self._recorded = recorded

    def note_pending_objection(
        self,
        act: Act,
        *,
        case_id: UUID,
        decision_id: UUID,
        lodged_by: str | None,
        **pending: Unpack[ObjectionTold],
    ) -> Saved | None:
        """Remember that an objection runs against the case's decision; None where that changes nothing, or of another case."""
        case = self._log.load(DecisionCase, case_id)
        if not case.is_contested_by(decision_id, lodged_by):
            return None
        case.note_pending_objection(**pending)
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None

    def note_objector_heard(
        self, act: Act, *, case_id: UUID, objection_id: UUID, held_on: date | None
    ) -> Saved | None:
        """Remember that the objector was heard, or not on new facts; None when no such objection is pending here."""
        case = self._log.load(DecisionCase, case_id)
        case.note_objector_heard(objection_id=objection_id, held_on=held_on)
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None

    def note_threshold_consequence(
        self, act: Act, *, case_id: UUID, **found: Unpack[FoundConsequence]
    ) -> Saved:
        """Remember the finding on which a new threshold set may be proposed."""
        case = self._log.load(DecisionCase, case_id)
        case.note_threshold_consequence(**found)
        return self._log.save_act(act, case, case_id=case_id)

    def note_threshold_consequence_end(
        self, act: Act, *, case_id: UUID, objection_id: UUID, because: ConsequenceEnd
    ) -> Saved:
        """Remember that a finding no longer stands, so that a renewal does not decide on that objection."""
        case = self._log.load(DecisionCase, case_id)
        case.note_threshold_consequence_end(objection_id=objection_id, because=because)
        return self._log.save_act(act, case, case_id=case_id)

    def note_objection_end(
        self,
        act: Act,
        *,
        case_id: UUID,
        objection_id: UUID,
        ruling: str,
        penalty: NewPenalty | None = None,
        anew: RuledAnew | None = None,
    ) -> Saved:
        """Remember that the proceedings ended; with what the ruling says of the penalty (Awb 4:19).

        `anew`: it left the contested decision standing on the order of a court, which gives back what the annulled
        ruling took (Awb 8:72); a day exemption takes its place in the count in the same append.
        """
        return on_the_present_count(
            lambda: self._note_end(act, case_id, objection_id, ruling, penalty, anew), case_id
        )

    def _note_end(
        self,
        act: Act,
        case_id: UUID,
        objection_id: UUID,
        ruling: str,
        penalty: NewPenalty | None,
        anew: RuledAnew | None,
    ) -> Saved:
        case = self._log.load(DecisionCase, case_id)
        stood = case.state is CaseState.GRANTED
        if anew is not None:
            case.restore_after_court(
                objection_id,
                anew.ruling,
                policy=policy_for(case, act.today),
                decided_on=act.today,
                decided_by=anew.decided_by,
            )
        counted = counted_after(self._log, case, stood=stood)
        case.note_objection_end(objection_id=objection_id, ruling=ruling)
        if penalty is not None:
            case.fix_penalty_anew(penalty)
        return self._log.save_act(act, case, *counted, case_id=case_id)

    def fix_penalty_anew(self, act: Act, *, case_id: UUID, penalty: NewPenalty | None) -> Saved | None:
        """Fix the penalty at the amount that a ruling on the objection against it names; None: it stands."""
        if penalty is None:
            return None
        case = self._log.load(DecisionCase, case_id)
        case.fix_penalty_anew(penalty)
        return self._log.save_act(act, case, case_id=case_id)

    def revoke_recovery(self, act: Act, *, case_id: UUID, upheld: UpheldAgainstRecovery) -> Saved | None:
        """Ask a penalty back no more, as a ruling on objection says; None when that decision does not stand."""
        case = self._log.load(DecisionCase, case_id)
        case.revoke_recovery(upheld)
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None

    def reconsider(self, act: Act, *, case_id: UUID, objection_id: UUID, on: date) -> Saved:
        """Assess the case on the facts and rules of the day, for a ruling on that objection (Awb 7:11(1))."""
        case = self._log.load(DecisionCase, case_id)
        thresholds = self._recorded.thresholds_in_force(TYPE)
        case.reconsider(
            objection_id,
            thresholds=thresholds,
            policy=policy_for(case, on),
            on=on,
            day_exemptions_used=others_that_count(self._log, case),
        )
        return self._log.save_act(act, case, case_id=case_id)

    def uphold_objection(
        self,
        act: Act,
        *,
        case_id: UUID,
        objection_id: UUID,
        decided_by: str | None,
        ruling: UpheldRuling | None,
        penalty: NewPenalty | None = None,
    ) -> Saved:
        """Note that the objection was upheld, and revoke the contested decision, in one append (Awb 7:11).

        Raises RuleBroken `ruling_incomplete` when the ruling does not say who gave it and why (Awb 7:12).
        """
        if decided_by is None or ruling is None:
            raise RuleBroken("ruling_incomplete", "a ruling names who gave it, and its reasons (Awb 7:12)")
        return on_the_present_count(
            lambda: self._uphold(act, case_id, objection_id, decided_by, ruling, penalty), case_id
        )

    def _uphold(
        self,
        act: Act,
        case_id: UUID,
        objection_id: UUID,
        decided_by: str,
        ruling: UpheldRuling,
        penalty: NewPenalty | None,
    ) -> Saved:
        """A day exemption takes its place in the count in the same append."""
        case = self._log.load(DecisionCase, case_id)
        policy, stood = policy_for(case, act.today), case.state is CaseState.GRANTED
        if ruling.rests_on is None:
            thresholds = self._recorded.thresholds_in_force(TYPE)
            ruling = replace(
                ruling,
                reassessed=case.reassessed_on(
                    act.today, thresholds, policy, others_that_count(self._log, case)
                ),
            )
        case.uphold_objection(
            objection_id,
            ruling,
            policy=policy,
            decided_on=act.today,
            decided_by=decided_by,
        )
        counted = counted_after(self._log, case, stood=stood)
        case.note_objection_end(objection_id=objection_id, ruling=ObjectionRuling.UPHELD)
        if penalty is not None:
            case.fix_penalty_anew(penalty)
        return self._log.save_act(act, case, *counted, case_id=case_id)

    def note_pending_appeal(self, act: Act, *, case_id: UUID, appeal_id: UUID, lodged_on: date) -> Saved:
        """Remember that an appeal runs (Awb 6:19(3))."""
        case = self._log.load(DecisionCase, case_id)
        case.note_pending_appeal(appeal_id=appeal_id, lodged_on=lodged_on)
        return self._log.save_act(act, case, case_id=case_id)

    def note_sent_to_court(
        self, act: Act, *, case_id: UUID, objection_id: UUID, appeal_id: UUID, lodged_on: date
    ) -> Saved:
        """Remember that an objection went to the court without a ruling, and is an appeal now (Awb 7:1a)."""
        case = self._log.load(DecisionCase, case_id)
        case.note_objection_end(objection_id=objection_id, ruling="sent_to_court")
        case.note_pending_appeal(appeal_id=appeal_id, lodged_on=lodged_on)
        return self._log.save_act(act, case, case_id=case_id)

    def note_court_term(
        self, act: Act, *, case_id: UUID, appeal_id: UUID, sent_on: date, last_day: date
    ) -> Saved:
        """Remember until when a court ordered to decide on the application (Awb 8:55d(1)).

        Converted meanwhile, it is to be decided on in the case in which it goes on; which is to take the term over
        where it is not there yet.
        """
        case = self._in_which_it_goes_on(self._log.load(DecisionCase, case_id))
        case.note_court_term(appeal_id=appeal_id, sent_on=sent_on, last_day=last_day)
        return self._log.save_act(act, case, case_id=case.id)

    def _in_which_it_goes_on(self, case: DecisionCase) -> DecisionCase:
        """The last case into which it was converted that has been heard of."""
        while case.converted_to is not None:
            try:
                case = self._log.load(DecisionCase, case.converted_to)
            except AggregateNotFound:
                break
        return case

    def note_appeal_end(self, act: Act, *, case_id: UUID, appeal_id: UUID, ending: str) -> Saved:
        """Remember that the proceedings at the court ended."""
        case = self._log.load(DecisionCase, case_id)
        case.note_appeal_end(appeal_id=appeal_id, ending=ending)
        return self._log.save_act(act, case, case_id=case_id)
