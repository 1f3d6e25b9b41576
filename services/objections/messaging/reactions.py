"""What the objections service does when decisions or notifications tell it something."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.objections.commands.appeals import AppealCommands
from services.objections.commands.moved_terms import MovedTermCommands
from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.domain.reconsideration import Assessment
from services.objections.projections.contested_fold import as_heard
from services.objections.projections.heard_cases import as_heard_of
from shared.contracts.applications import ApplicationSubmitted, ChannelOutageRecorded
from shared.contracts.decisions import (
    CaseReconsidered,
    DecisionTaken,
    LeftOutOfConsideration,
    PenaltyFixed,
    PenaltyRecoveryDecided,
    ReassessmentCompleted,
    ReassessmentStarted,
    ThresholdSetRejected,
)
from shared.contracts.envelope import Message
from shared.contracts.notifications import (
    LetterSent,
    LetterSentOnPaper,
    ObjectionLetterSent,
    StepLetterSent,
    ToldInTime,
)
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.law.moved_terms import ElectronicChannel, Outage

TOLD_IN_TIME: Final = (ToldInTime.COMMITTEE_ANNOUNCED, ToldInTime.RULING_ADJOURNED)
"""Steps of an objection that only hold when their letter left in time."""


class Reactions:
    """Each makes one append, which carries the position of the message it answers."""

    def __init__(
        self,
        commands: ObjectionCommands,
        appeals: AppealCommands,
        on_the_way: ProceedingsCommands,
        moved_terms: MovedTermCommands,
    ) -> None:
        self._commands = commands
        self._appeals = appeals
        self._on_the_way = on_the_way
        self._moved_terms = moved_terms

    def when_application_submitted_note_whose_case_it_is(
        self, _: Message, submitted: ApplicationSubmitted, act: Act
    ) -> Saved | None:
        """Whose case it is decides who reaches an objection that came before the decision was heard of."""
        return self._commands.note_case(act, as_heard_of(submitted))

    def when_decision_taken_attach_or_uphold(
        self, _: Message, taken: DecisionTaken, act: Act
    ) -> Saved | None:
        """A decision can be contested from now on; a renewed one rules on, or joins, pending objections.

        One that gives back what an annulled ruling took follows from the ruling anew, and is none itself (Awb 8:72).
        """
        rules_on = None if taken.restores_anew else taken.decides_objection_id
        return self._commands.note_decision(
            act, as_heard(taken), rules_on=rules_on, decided_on=taken.decided_on
        )

    def when_left_out_of_consideration_note_who_decided(
        self, _: Message, left_out: LeftOutOfConsideration, act: Act
    ) -> Saved | None:
        """Leaving an application out of consideration is a decision that can be contested too (Awb 4:5)."""
        return self._commands.note_decision(act, as_heard(left_out), rules_on=None)

    def when_penalty_fixed_note_that_it_can_be_contested(
        self, _: Message, fixed: PenaltyFixed, act: Act
    ) -> Saved | None:
        """The decision on the penalty can be objected to, by itself or with another (Awb 4:18, 4:19)."""
        return self._commands.note_decision(act, as_heard(fixed), rules_on=None)

    def when_penalty_recovery_decided_note_that_it_can_be_contested(
        self, _: Message, decided: PenaltyRecoveryDecided, act: Act
    ) -> Saved | None:
        """That a penalty is asked back can be objected to, in its own right (Awb 4:20)."""
        return self._commands.note_decision(act, as_heard(decided), rules_on=None)

    def when_case_reconsidered_note_what_it_comes_to(
        self, _: Message, reconsidered: CaseReconsidered, act: Act
    ) -> Saved | None:
        """The ruling rests on it (Awb 7:11(1)); nothing waits for one that was made with a ruling."""
        assessment = Assessment(
            reconsidered.assessment_id,
            reconsidered.assessed_on,
            reconsidered.advice,
            reconsidered.policy_version,
            reconsidered.threshold_set_id,
            reconsidered.decided_policy_version,
            reconsidered.decided_threshold_set_id,
            reconsidered.granted_until,
        )
        return self._on_the_way.note_reconsideration(act, reconsidered.objection_id, assessment)

    def when_threshold_set_rejected_reject_its_finding(
        self, _: Message, rejected: ThresholdSetRejected, act: Act
    ) -> Saved | None:
        """The objection that caused the set is its handler's to rule on again."""
        if rejected.objection_id is None:
            return None
        return self._commands.note_threshold_set_rejection(
            act,
            objection_id=rejected.objection_id,
            threshold_set_id=rejected.threshold_set_id,
            rejected_on=rejected.rejected_on,
        )

    def when_reassessment_started_bar_the_retraction_of_its_finding(
        self, _: Message, started: ReassessmentStarted, act: Act
    ) -> Saved | None:
        """The renewal that will be the ruling is under way."""
        if started.objection_id is None:
            return None
        return self._commands.note_reassessment_start(
            act,
            objection_id=started.objection_id,
            threshold_set_id=started.threshold_set_id,
            reassessment_id=started.reassessment_id,
        )

    def when_reassessment_completed_leave_open_what_it_did_not_decide(
        self, _: Message, completed: ReassessmentCompleted, act: Act
    ) -> Saved | None:
        """Its renewals were heard of before it, in the order of one log."""
        if completed.objection_id is None:
            return None
        return self._commands.note_reassessment_completion(
            act, objection_id=completed.objection_id, reassessment_id=completed.reassessment_id
        )

    def when_letter_sent_note_objection_term(self, _: Message, sent: LetterSent, act: Act) -> Saved | None:
        """The announcement begins the term to object, and its end begins the term to decide."""
        return self._commands.note_announcement(
            act,
            decision_id=sent.decision_id,
            case_id=sent.case_id,
            announced_on=sent.sent_on,
            remedy_last_day=sent.remedy_last_day,
        )

    def when_step_letter_sent_note_objection_term(
        self, _: Message, sent: StepLetterSent, act: Act
    ) -> Saved | None:
        """The announcement of the decision on a penalty begins the term to object; other steps have no remedy.

        Whether a committee or an adjournment moves the term to decide turns on the day of its letter (Awb 7:10, 7:13(2)).
        """
        if sent.kind in TOLD_IN_TIME:
            return self._commands.note_step_told(
                act, case_id=sent.case_id, told_by=sent.told_by, told_on=sent.sent_on
            )
        if sent.remedy_last_day is None:
            return None
        return self._commands.note_announcement(
            act,
            decision_id=sent.told_by,
            case_id=sent.case_id,
            announced_on=sent.sent_on,
            remedy_last_day=sent.remedy_last_day,
        )

    def when_channel_was_out_move_terms(
        self, _: Message, out: ChannelOutageRecorded, act: Act
    ) -> Saved | None:
        """Who could not repair the objection, or react to a hearing, on the last day gets a later one (Awb afdeling 2.3)."""
        outage = Outage(out.outage_id, ElectronicChannel(out.channel), out.first_day, out.final_day)
        return self._moved_terms.move_terms_after(act, outage)

    def when_objection_letter_sent_note_appeal_term(
        self, _: Message, sent: ObjectionLetterSent, act: Act
    ) -> Saved | None:
        """The announcement of the decision on an objection begins the term to appeal (Awb 6:8, 8:1)."""
        return self._appeals.note_ruling_announced(act, sent)

    def when_letter_sent_on_paper_move_the_term_that_it_begins(
        self, _: Message, sent: LetterSentOnPaper, act: Act
    ) -> Saved | None:
        """What bounced did not announce the decision: the term to object runs from the paper (Awb 3:41, 6:8).

        Nor did it ask for a repair, or invite to be heard: that term counts from the paper too (Awb 6:6, 7:2, 7:3), and so
        does the term to appeal, of a letter about an objection. A committee or an adjournment was told with the paper alone (Awb 7:10, 7:13(2)).
        """
        if sent.decision_id is None:
            if sent.told_by is None:
                return self._appeals.note_ruling_announced_again(act, sent)
            return self._of_a_step(act, sent, sent.told_by)
        return self._commands.note_announcement_again(
            act,
            decision_id=sent.decision_id,
            case_id=sent.case_id,
            announced_on=sent.sent_on,
            remedy_last_day=sent.remedy_last_day,
        )

    def _of_a_step(self, act: Act, sent: LetterSentOnPaper, told_by: UUID) -> Saved | None:
        if sent.set_last_day is None:
            return self._commands.note_step_told(
                act, case_id=sent.case_id, told_by=told_by, told_on=sent.sent_on
            )
        return self._moved_terms.move_term_to_paper(
            act, told_by=told_by, last_day=sent.set_last_day, letter_id=sent.letter_id
        )
