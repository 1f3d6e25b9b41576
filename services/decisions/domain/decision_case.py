"""One case at the desk: from the start of the decision term to the decision and its renewal.

The stream's id is the case id, which is the application's id. Each act has a file of its own, with its
events and its rules; here they meet in the aggregate.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self, Unpack
from uuid import UUID

from msgspec.structs import asdict, replace

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted, advised, fitting
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import (
    ON_THE_MERITS,
    CaseState,
    DecisionGrounds,
    Holder,
    PendingObjections,
    ReceivedApplication,
)
from services.decisions.domain.case_notes import (
    AppealEndNoted,
    ConsequenceEnd,
    FoundConsequence,
    ObjectionEndNoted,
    PendingAppealNoted,
    PendingObjectionNoted,
    PersonErasureNoted,
    ThresholdConsequenceEndNoted,
    ThresholdConsequenceNoted,
)
from services.decisions.domain.decision_on_application import (
    OTHER_GROUND,
    ExemptionGranted,
    ExemptionRefused,
    TakenBy,
    advised_grounds,
    period_of_grant,
)
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
    objection_upheld,
    period_on_objection,
)
from services.decisions.domain.decision_term import (
    Completion,
    DecisionTermResumed,
    DecisionTermStarted,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
    resumption,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration, check_leaving_out
from services.decisions.domain.policy import Policy
from services.decisions.domain.running_term import RunningTerm
from services.decisions.domain.suspension import (
    DecisionTermSuspendedOtherwise,
    KindOfSuspension,
    OtherSuspensionEnded,
    check_beginning,
    check_end,
    running,
    without,
)
from services.decisions.domain.term_extension import DecisionTermExtended, check_extension
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, event_id
from shared.law.terms import Extension, Suspension, decision_term
from shared.privacy.sealed import Sealed
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    Outcome,
    RefusalGround,
    Remedy,
    StatedFacts,
    SuspensionKind,
    VehicleFacts,
)


class DecisionCase(Aggregate):
    """The case as the desk decides it; its rules are the methods, its facts the events above."""

    TOPIC = "decisions.DecisionCase"

    exemption_type: ExemptionType | None = None
    received_on: date | None = None
    municipality: str | None = None
    vehicle_id: UUID | None = None
    holder: Holder | None = None
    last_day: date | None = None
    suspended_from: date | None = None
    """First day that a request to complete suspends the decision term, while one does."""
    suspended_otherwise: tuple[KindOfSuspension, ...] = ()
    """What suspends it besides, at most one of each kind."""
    suspensions: tuple[Suspension, ...] = ()
    """The suspensions that have ended."""
    extension: Extension | None = None
    """The last of them (Awb 4:14(3))."""
    reopened: bool = False
    """Leaving it out was revoked on objection: no source that we know says what is left of the term."""
    completion: Completion = Completion()
    facts: CaseFacts = CaseFacts(VehicleFacts())
    facts_known: bool = False
    assessed: DecisionGrounds | None = None
    advice: Outcome | None = None
    state: CaseState = CaseState.UNDECIDED
    decision_id: UUID | None = None
    """Of the decision that stands."""
    decisions_taken: tuple[UUID, ...] = ()
    """Of every decision that was ever taken in the case, oldest first."""
    decided: DecisionGrounds | None = None
    objections: PendingObjections = ()
    objections_decided: tuple[UUID, ...] = ()
    """Objections on which a decision of this case has decided (Awb 7:11)."""
    appeals: tuple[UUID, ...] = ()
    """Appeals of which the proceedings run."""
    erased: bool = False

    @classmethod
    def start_decision_term(cls, *, case_id: UUID, application: ReceivedApplication) -> Self:
        """Open the case; its last day is eight weeks after receipt, rolled (Awb 4:13(2), Atw 1)."""
        term = decision_term(application.received_on)
        return cls.found(
            DecisionTermStarted,
            id=case_id,
            last_day=term.last_day,
            provisional=term.provisional,
            **asdict(application),
        )

    def note_vehicle_facts(self, *, source: str, fetched_at: datetime, facts: VehicleFacts) -> None:
        """Add the register's answer to the case file."""
        self.trigger_event(VehicleFactsNoted, source=source, fetched_at=fetched_at, facts=facts)

    def assess(
        self, *, thresholds: ThresholdsInForce | None, policy: Policy, assessed_by: str, on: date
    ) -> None:
        """Answer every criterion, as of a legal day, and name the better-fitting type when it is not granted.

        `thresholds` are those in force. Raises NotInThisState when decided, RuleBroken
        `vehicle_facts_awaited` before the register has answered (Awb 3:2).
        """
        self._must_be_undecided()
        if not self.facts_known:
            raise RuleBroken("vehicle_facts_awaited", "the vehicle register has not answered yet (Awb 3:2)")
        answer = advised(self.facts, thresholds, policy, on)
        fit = fitting(self.facts, thresholds, policy.exemption_type, answer["advice"], on)
        self.trigger_event(CaseAssessed, assessed_by=assessed_by, **answer, **fit)

    def decide(self, outcome: Outcome, *, policy: Policy, decided_on: date, decided_by: str) -> UUID:
        """Take the decision that the assessment advises, and return its id.

        Raises RuleBroken with the code of the rule that stands in the way (see `decision_on_application`).
        """
        self._must_be_undecided()
        grounds = advised_grounds(self.assessed, self.advice, outcome, policy)
        if outcome is Outcome.REFUSED:
            self._end_suspension(decided_on)
            taken = self._taken(decided_on, decided_by)
            self.trigger_event(ExemptionRefused, grounds=grounds, **taken)
        else:
            period = period_of_grant(grounds.facts, policy, decided_on)
            self._end_suspension(decided_on)
            taken = self._taken(decided_on, decided_by)
            self.trigger_event(ExemptionGranted, grounds=grounds, **period, **taken)
        return taken["decision_id"]

    def decide_at_once(
        self, *, day_exemptions_used: int | None, policy: Policy, decided_on: date, decided_by: str
    ) -> Outcome | None:
        """Assess and decide a day exemption as of its receipt, without waiting for the vehicle register.

        `day_exemptions_used` are those that count before this one; None: it cannot be counted. Returns what
        was decided; None when the facts do not allow it, and the case is left to a person.
        """
        self._must_be_undecided()
        if self.received_on is None:
            raise ValueError("a case without its founding event")
        facts = replace(self.facts, day_exemptions_used=day_exemptions_used)
        answer = advised(facts, None, policy, self.received_on)
        self.trigger_event(CaseAssessed, assessed_by=decided_by, **answer)
        if answer["advice"] is not None:
            self.decide(answer["advice"], policy=policy, decided_on=decided_on, decided_by=decided_by)
        return answer["advice"]

    def refuse_on_other_ground(
        self, reasons: Sealed, *, policy: Policy, decided_on: date, decided_by: str
    ) -> UUID:
        """Refuse for a reason that no criterion puts in words, and return the decision's id.

        `reasons` are for the letter (Awb 3:46).
        """
        self._must_be_undecided()
        self._end_suspension(decided_on)
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            ExemptionRefused,
            grounds=DecisionGrounds(self.facts, (OTHER_GROUND,), policy.version, None, decided_on),
            ground=RefusalGround.OTHER,
            sealed_reasons=reasons,
            **taken,
        )
        return taken["decision_id"]

    def leave_out_of_consideration(self, reason: LeftOutReason, *, decided_on: date, decided_by: str) -> UUID:
        """Decide not to deal with the application (Awb 4:5), and return the decision's id.

        Raises RuleBroken with the code of the rule that stands in the way (see `leaving_out`).
        """
        self._must_be_undecided()
        check_leaving_out(reason, self.completion, decided_on)
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(LeftOutOfConsideration, reason=reason, municipality=self.municipality, **taken)
        return taken["decision_id"]

    def suspend_decision_term(self, *, request_number: int, requested_on: date, term_last_day: date) -> None:
        """Suspend the term from the day after the request to complete (Awb 4:15(1)(a)).

        A newer request takes the place of the one that runs. Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        begun = Suspension.until_lapsed(requested_on, term_last_day).first_day
        self.trigger_event(
            DecisionTermSuspended,
            request_number=request_number,
            requested_on=requested_on,
            term_last_day=term_last_day,
            first_day=self.suspended_from or begun,
            term_suspended_from=min(filter(None, (self._suspended_besides(), self.suspended_from or begun))),
        )

    def supplement_stated_facts(self, *, supplemented_on: date, stated: StatedFacts) -> None:
        """Take over what the applicant states now; a suspended term runs again from that day (Awb 4:15).

        Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        self.trigger_event(StatedFactsSupplemented, supplemented_on=supplemented_on, stated=stated)
        if self.suspended_from is not None:
            self._resume(ResumedBecause.SUPPLEMENTED, supplemented_on)

    def note_completion_term_lapsed(self, *, request_number: int, term_last_day: date) -> None:
        """Let the term run again from the day after the set term ended unused (Awb 4:15(1)(a)).

        Raises NotInThisState when that request no longer suspends it: answered, replaced by a newer one, or
        the case has ended.
        """
        self._must_be_undecided()
        latest = self.completion.latest
        if self.suspended_from is None or latest is None or latest.request_number != request_number:
            raise NotInThisState("request_not_running", "that request no longer suspends the term")
        self._resume(ResumedBecause.LAPSED, Suspension.until_lapsed(latest.requested_on, term_last_day).end)

    def extend_decision_term(
        self, new_last_day: date, *, reasons: Sealed, extended_on: date, extended_by: str
    ) -> None:
        """Name a new reasonable term before the present one ends (Awb 4:14(3)); `reasons` are for the letter.

        Raises NotInThisState when the case has ended, RuleBroken with the code of the rule that stands in the
        way (see `term_extension`).
        """
        term = self._known_term()
        check_extension(term, new_last_day, extended_on)
        self.trigger_event(
            DecisionTermExtended,
            extended_on=extended_on,
            extended_by=extended_by,
            previous_last_day=term.last_day().last_day,
            last_day=new_last_day,
            sealed_reasons=reasons,
        )

    def suspend_otherwise(
        self, begun: KindOfSuspension, *, reasons: Sealed, suspended_on: date, suspended_by: str
    ) -> None:
        """Record that the term is suspended by another article than that of a request to complete (Awb 4:15).

        An agreed suspension can have its end with it. Raises NotInThisState and RuleBroken with the code of
        the rule that stands in the way (see `suspension`).
        """
        term = self._known_term()
        check_beginning(begun, self.suspended_otherwise, term, suspended_on)
        self.trigger_event(
            DecisionTermSuspendedOtherwise,
            kind=begun.kind,
            first_day=begun.first_day,
            expected_end=begun.expected_end,
            ends_on=begun.ends_on,
            term_suspended_from=min((*term.suspended_since, begun.first_day)),
            suspended_on=suspended_on,
            suspended_by=suspended_by,
            sealed_reasons=reasons,
        )
        if begun.ends_on is not None:
            self._resume_after(begun, begun.ends_on, suspended_by)

    def end_suspension(self, kind: SuspensionKind, *, resumed_on: date, today: date, ended_by: str) -> None:
        """Record since when a suspension no longer suspends the term, with the new last day (Awb 4:15(4)).

        Raises NotInThisState `suspension_not_running`, RuleBroken `suspension_ends_wrongly`.
        """
        term = self._known_term()
        ended = running(self.suspended_otherwise, kind)
        check_end(ended, resumed_on, term, today)
        self._resume_after(ended, resumed_on, ended_by)

    def note_withdrawal(self, *, withdrawn_on: date, handling_started: bool) -> None:
        """End the case without a decision. Raises NotInThisState when it has ended already."""
        self._must_be_undecided()
        self.trigger_event(WithdrawalNoted, withdrawn_on=withdrawn_on, handling_started=handling_started)

    def note_conversion(self, *, converted_on: date, to_type: ExemptionType, new_case_id: UUID) -> None:
        """End the case: another took its place. Raises NotInThisState when it has ended already."""
        self._must_be_undecided()
        self.trigger_event(
            ConversionNoted,
            converted_on=converted_on,
            to_type=to_type,
            new_case_id=new_case_id,
            facts=self.facts if self.facts_known else None,
        )

    def uphold_objection(
        self, objection_id: UUID, *, reasons: Sealed | str, policy: Policy, decided_on: date, decided_by: str
    ) -> None:
        """Replace the contested decision by a grant at once (Awb 7:11); take up an application left out again.

        Raises NotInThisState `not_decided` without a decision, `objection_decided` when a renewal that crossed
        the ruling decided on it already; RuleBroken `finding_runs` for an objection with a finding: its renewal
        is the decision on it, and never are there both. Reasons from before they were sealed come in clear.
        """
        sealed, clear = (reasons, "") if isinstance(reasons, Sealed) else (None, reasons)
        if self.decision_id is None:
            raise NotInThisState("not_decided", "there is no decision to revoke")
        if objection_id in self.objections_decided:
            raise NotInThisState("objection_decided", "a decision on this objection was taken already")
        if self.finding_stands(objection_id):
            raise RuleBroken("finding_runs", "the renewal will be the decision on this objection (Awb 7:11)")
        if self.state is CaseState.LEFT_OUT:
            self.trigger_event(
                LeavingOutRevokedOnObjection,
                revokes_decision_id=self.decision_id,
                objection_id=objection_id,
                decided_on=decided_on,
                decided_by=decided_by,
                reasons=clear,
                sealed_reasons=sealed,
            )
            return
        self.trigger_event(
            DecisionReplacedOnObjection,
            replaces_decision_id=self.decision_id,
            decides_objection_id=objection_id,
            grounds=DecisionGrounds(
                self.facts, (objection_upheld(reasons),), policy.version, None, decided_on
            ),
            remedy=Remedy.APPEAL,
            sealed_reasons=sealed,
            **period_on_objection(self.facts, policy, decided_on),
            **self._taken(decided_on, decided_by),
        )

    def is_contested_by(self, decision_id: UUID, lodged_by: str | None) -> bool:
        """Whether an objection by that subject (None: by post) against that decision is one in this case.

        An objection is accepted before its decision was heard of; one that names a decision which was not
        taken here, or comes from somebody else than the applicant, has no effect on the case.
        """
        owner = self.holder.applicant_subject if self.holder else None
        return decision_id in self.decisions_taken and (None in (lodged_by, owner) or lodged_by == owner)

    def note_pending_objection(
        self, *, objection_id: UUID, received_on: date, within_term: bool | None = None
    ) -> None:
        """Remember that an objection runs, so that a renewal carries the right remedy."""
        self.trigger_event(
            PendingObjectionNoted,
            objection_id=objection_id,
            received_on=received_on,
            within_term=within_term,
        )

    def note_threshold_consequence(self, **found: Unpack[FoundConsequence]) -> None:
        """Remember the finding on which a new threshold set may be proposed."""
        self.trigger_event(ThresholdConsequenceNoted, **found)

    def note_objection_end(self, *, objection_id: UUID, ruling: str) -> None:
        """Remember that the proceedings ended."""
        self.trigger_event(ObjectionEndNoted, objection_id=objection_id, ruling=ruling)

    def finding_stands(self, objection_id: UUID) -> bool:
        """Whether that objection is pending with a threshold consequence found on it, not decided on yet."""
        return objection_id not in self.objections_decided and any(
            one.objection_id == objection_id and one.found_by for one in self.objections
        )

    def note_threshold_consequence_end(self, *, objection_id: UUID, because: ConsequenceEnd) -> None:
        """Remember that the finding no longer stands. Raises NotInThisState when none does."""
        if not self.finding_stands(objection_id):
            raise NotInThisState("no_finding", "no threshold consequence stands on that objection")
        self.trigger_event(ThresholdConsequenceEndNoted, objection_id=objection_id, because=because)

    def note_pending_appeal(self, *, appeal_id: UUID, lodged_on: date) -> None:
        """Remember that an appeal runs, so that a renewal is sent to the court (Awb 6:19(3))."""
        self.trigger_event(PendingAppealNoted, appeal_id=appeal_id, lodged_on=lodged_on)

    def note_appeal_end(self, *, appeal_id: UUID, ending: str) -> None:
        """Remember that the proceedings at the court ended."""
        self.trigger_event(AppealEndNoted, appeal_id=appeal_id, ending=ending)

    def note_erasure(self, *, erased_on: date) -> None:
        """Remember that nobody can be written to any more."""
        self.trigger_event(PersonErasureNoted, erased_on=erased_on)

    def _must_be_undecided(self) -> None:
        if self.state in ON_THE_MERITS:
            raise NotInThisState("already_decided", f"the case was {self.state}")
        if self.state is not CaseState.UNDECIDED:
            raise NotInThisState("case_ended", f"the case was {self.state}")

    def _known_term(self) -> RunningTerm:
        """The term that is to be extended or suspended. Raises RuleBroken `term_unknown` where none is known."""
        self._must_be_undecided()
        if self.reopened:
            raise RuleBroken("term_unknown", "no term is known after leaving out was revoked (Awb 7:11(2))")
        return self._term

    @property
    def _term(self) -> RunningTerm:
        if self.received_on is None:
            raise ValueError("a case without its founding event")
        since = [suspension.first_day for suspension in self.suspended_otherwise]
        if self.suspended_from is not None:
            since.append(self.suspended_from)
        return RunningTerm(self.received_on, self.suspensions, tuple(since), self.extension)

    def _suspended_besides(self) -> date | None:
        """First day of what suspends the term besides a request to complete."""
        return min((suspension.first_day for suspension in self.suspended_otherwise), default=None)

    def _resume(self, because: ResumedBecause, resumed_on: date) -> None:
        if self.suspended_from is None:
            raise ValueError("only a suspended term resumes")
        resumed = resumption(because, resumed_on, suspended_from=self.suspended_from, term=self._term)
        self.trigger_event(DecisionTermResumed, still_suspended_from=self._suspended_besides(), **resumed)

    def _resume_after(self, ended: KindOfSuspension, resumed_on: date, ended_by: str) -> None:
        after = self._term.after(Suspension(ended.first_day, resumed_on))
        others = [each.first_day for each in without(self.suspended_otherwise, ended.kind)]
        if self.suspended_from is not None:
            others.append(self.suspended_from)
        self.trigger_event(
            OtherSuspensionEnded,
            kind=ended.kind,
            suspended_from=ended.first_day,
            resumed_on=resumed_on,
            last_day=after.last_day,
            provisional=after.provisional,
            still_suspended_from=min(others, default=None),
            ended_by=ended_by,
        )

    def _end_suspension(self, decided_on: date) -> None:
        """A decision that does not wait for the supplement ends the suspension, and says so."""
        if self.suspended_from is not None:
            self._resume(ResumedBecause.DECIDED, decided_on)

    def _taken(self, decided_on: date, decided_by: str) -> TakenBy:
        if self.holder is None or self.exemption_type is None:
            raise ValueError("a case without its founding event")
        return TakenBy(
            decision_id=event_id("decisions", self.id, self.version + 1),
            decided_on=decided_on,
            decided_by=decided_by,
            holder=self.holder,
            exemption_type=self.exemption_type,
        )
