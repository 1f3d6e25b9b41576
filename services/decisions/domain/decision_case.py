"""One case at the desk: from the start of the decision term to the decision and its renewal.

The stream's id is the case id, which is the application's id. Each act has a file of its own, with its
events and its rules; here they meet in the aggregate.
"""

from __future__ import annotations

from datetime import date
from typing import Self, Unpack
from uuid import UUID

from msgspec.structs import asdict, replace

from services.decisions.domain.assessing import CaseAssessed, advised
from services.decisions.domain.carried_term import DEFAULT_GOES_OVER, carried_term
from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import (
    DecisionGrounds,
    ReceivedApplication,
)
from services.decisions.domain.case_notes import (
    AppealEndNoted,
    ConsequenceEnd,
    CourtTermNoted,
    FoundConsequence,
    ObjectionEndNoted,
    ObjectionTold,
    ObjectorHeardNoted,
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
    advised_grounds,
    period_of_grant,
)
from services.decisions.domain.decision_term import (
    DecisionTermStarted,
)
from services.decisions.domain.established_facts import told
from services.decisions.domain.hearing import NotHeard, hearing_before_refusal
from services.decisions.domain.leaving_out import LeavingOut, LeftOutOfConsideration, check_leaving_out
from services.decisions.domain.policy import Policy
from services.decisions.domain.repeated_application import REPEATED, check_repeated
from services.decisions.domain.reviewed_case import ReviewedCase
from services.decisions.domain.third_parties import (
    all_heard,
    require_third_parties_heard,
    who_gave_views,
)
from shared.asked_items import WordsOnItem
from shared.errors import NotInThisState
from shared.law.terms import decision_term
from shared.privacy.sealed import Sealed
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    Outcome,
    RefusalGround,
)


class DecisionCase(ReviewedCase):
    """The case as the desk decides it; its rules are the methods, its facts the events above."""

    TOPIC = "decisions.DecisionCase"

    vehicle_id: UUID | None = None
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed."""

    @classmethod
    def start_decision_term(
        cls, *, case_id: UUID, application: ReceivedApplication, converted: DecisionCase | None = None
    ) -> Self:
        """Open the case; its last day is eight weeks after receipt, rolled (Awb 4:13(2), Atw 1).

        The term of the case that was converted into it goes on, suspended days and extension included (Awb 4:15).
        """
        carried = carried_term(converted, application.received_on) if converted is not None else None
        suspensions, extension = (carried.suspensions, carried.extension) if carried else ((), None)
        term = decision_term(application.received_on, suspensions, extension)
        return cls.found(
            DecisionTermStarted,
            id=case_id,
            last_day=term.last_day,
            provisional=term.provisional,
            carried_over=carried,
            **asdict(application),
        )

    def decide(
        self,
        outcome: Outcome,
        *,
        policy: Policy,
        decided_on: date,
        decided_by: str,
        follows_on: date | None = None,
        not_heard: NotHeard | None = None,
        terms: GrantTerms = NOTHING_SET,
    ) -> UUID:
        """Take the decision that the assessment advises, and return its id.

        `follows_on` is the last day of the exemption that a grant renews: its years are counted from the next
        day, so that who asks in time loses none. `terms` are what who grants sets. Raises RuleBroken with the code of the rule that stands in the
        way (see `decision_on_application`, `third_parties` and, for a refusal, `hearing`).
        """
        self._must_be_undecided()
        grounds = advised_grounds(self.assessed, self.advice, outcome, policy)
        require_third_parties_heard(self.third_parties, decided_on)
        if outcome is Outcome.REFUSED:
            differing = self.differing if told(self.differing) else None
            hearing = hearing_before_refusal(differing, self.views, not_heard, decided_on)
            self._end_suspension(decided_on)
            taken = self._taken(decided_on, decided_by)
            self.trigger_event(
                ExemptionRefused,
                grounds=grounds,
                hearing=hearing,
                better_fit=self.better_fit,
                better_fit_reason=self.better_fit_reason,
                told_to=who_gave_views(self.third_parties),
                **taken,
            )
        else:
            period = period_of_grant(grounds.facts, policy, decided_on, follows_on, terms)
            self._end_suspension(decided_on)
            taken = self._taken(decided_on, decided_by)
            self.trigger_event(
                ExemptionGranted,
                grounds=grounds,
                follows_on=follows_on,
                sealed_conditions=terms.conditions,
                set_case_by_case=terms.valid_until is not None,
                told_to=who_gave_views(self.third_parties),
                **period,
                **taken,
            )
        return taken["decision_id"]

    def decide_at_once(
        self, *, day_exemptions_used: int | None, policy: Policy, decided_on: date, decided_by: str
    ) -> Outcome | None:
        """Assess and decide a day exemption as of its receipt, without waiting for the vehicle register.

        `day_exemptions_used` are those that count before this one; None: it cannot be counted. Returns what
        was decided; None when the facts do not allow it, or somebody is to be heard first: the case is left to a person.
        """
        self._must_be_undecided()
        if self.received_on is None:
            raise ValueError("a case without its founding event")
        facts = replace(self.facts, day_exemptions_used=day_exemptions_used)
        answer = advised(facts, None, policy, self.received_on)
        self.trigger_event(CaseAssessed, assessed_by=decided_by, **answer)
        if answer["advice"] is None or not all_heard(self.third_parties, decided_on):
            return None
        self.decide(answer["advice"], policy=policy, decided_on=decided_on, decided_by=decided_by)
        return answer["advice"]

    def refuse_on_other_ground(
        self,
        reasons: Sealed,
        *,
        policy: Policy,
        decided_on: date,
        decided_by: str,
        rests_on_differing_facts: bool = False,
        not_heard: NotHeard | None = None,
    ) -> UUID:
        """Refuse for a reason that no criterion puts in words, and return the decision's id.

        `reasons` are for the letter (Awb 3:46). Whether it rests on facts otherwise than the applicant supplied
        them, only who decides can say. Raises RuleBroken when the applicant is to be heard first (see `hearing`).
        """
        self._must_be_undecided()
        require_third_parties_heard(self.third_parties, decided_on)
        differing = self.otherwise_than_supplied() if rests_on_differing_facts else None
        hearing = hearing_before_refusal(differing, self.views, not_heard, decided_on)
        self._end_suspension(decided_on)
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            ExemptionRefused,
            grounds=DecisionGrounds(self.facts, (OTHER_GROUND,), policy.version, None, decided_on),
            hearing=hearing,
            ground=RefusalGround.OTHER,
            sealed_reasons=reasons,
            told_to=who_gave_views(self.third_parties),
            **taken,
        )
        return taken["decision_id"]

    def refuse_as_repeated(
        self,
        earlier: DecisionCase,
        reasons: Sealed,
        *,
        policy: Policy,
        threshold_set_in_force: UUID | None,
        decided_on: date,
        decided_by: str,
    ) -> UUID:
        """Refuse by reference to an earlier refusal, and return the decision's id (Awb 4:6(2)).

        Raises RuleBroken with the code of the rule that stands in the way (see `repeated_application`).
        """
        self._must_be_undecided()
        require_third_parties_heard(self.third_parties, decided_on)
        refers_to = check_repeated(self, earlier, policy, threshold_set_in_force)
        self._end_suspension(decided_on)
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            ExemptionRefused,
            grounds=DecisionGrounds(self.facts, (REPEATED,), policy.version, None, decided_on),
            ground=RefusalGround.REPEATED,
            sealed_reasons=reasons,
            refers_to_decision_id=refers_to,
            told_to=who_gave_views(self.third_parties),
            **taken,
        )
        return taken["decision_id"]

    def leave_out_of_consideration(
        self,
        reason: LeftOutReason,
        *,
        decided_on: date,
        decided_by: str,
        on_items: tuple[WordsOnItem, ...] = (),
    ) -> UUID:
        """Decide not to deal with the application (Awb 4:5), and return the decision's id.

        Raises RuleBroken with the code of the rule that stands in the way (see `leaving_out`).
        """
        self._must_be_undecided()
        announce_by = check_leaving_out(
            LeavingOut(reason, on_items), self.completion, decided_on, signed=self.signed
        )
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            LeftOutOfConsideration,
            reason=reason,
            municipality=self.municipality,
            announce_by=announce_by,
            on_items=on_items,
            told_to=who_gave_views(self.third_parties),
            **taken,
        )
        return taken["decision_id"]

    def note_withdrawal(self, *, withdrawn_on: date, handling_started: bool) -> None:
        """End the case without a decision. Raises NotInThisState when it has ended already.

        `handling_started` is what applications knows of it; who assessed the case, or extended its term, dealt with it too.
        """
        self._must_be_undecided()
        started = handling_started or self.handled
        self.trigger_event(WithdrawalNoted, withdrawn_on=withdrawn_on, handling_started=started)

    def note_conversion(
        self,
        *,
        converted_on: date,
        to_type: ExemptionType,
        new_case_id: UUID,
        new_received_on: date | None = None,
        default_goes_over: bool = DEFAULT_GOES_OVER,
    ) -> None:
        """End the case: another took its place. Raises NotInThisState when it has ended already.

        A default on the application goes on with it where its day of receipt is kept (`new_received_on`; None: not
        told), unless a decision had ended it before, which was revoked on objection (Awb 4:17).
        """
        self._must_be_undecided()
        kept = new_received_on == self.received_on and not self.decisions_taken
        self.trigger_event(
            ConversionNoted,
            converted_on=converted_on,
            to_type=to_type,
            new_case_id=new_case_id,
            facts=self.facts if self.facts_known else None,
            default_goes_over=default_goes_over and kept,
        )

    def is_of(self, subject: str) -> bool:
        """Whether that subject applied."""
        return self.holder is not None and self.holder.applicant_subject == subject

    def is_contested_by(self, decision_id: UUID, lodged_by: str | None) -> bool:
        """Whether an objection by that subject (None: by post) against that decision is one in this case.

        An objection is accepted before its decision was heard of; one that names a decision which was not
        taken here, or comes from somebody else than the applicant, has no effect on the case.
        """
        owner = self.holder.applicant_subject if self.holder else None
        return decision_id in self.decisions_taken and (None in (lodged_by, owner) or lodged_by == owner)

    def note_pending_objection(self, **told: Unpack[ObjectionTold]) -> None:
        """Remember that an objection runs, so that a renewal carries the right remedy.

        It is told again when its day of receipt elsewhere no longer counts (Awb 6:15(3)): that changes nothing while
        a finding stands on it, or once it was decided on.
        """
        objection_id = told["objection_id"]
        decided = "within_term" in told and objection_id in self.objections_decided
        if decided or self.finding_stands(objection_id):
            return
        self.trigger_event(PendingObjectionNoted, **told)

    def note_objector_heard(self, *, objection_id: UUID, held_on: date | None) -> None:
        """Remember that the objector was heard, or is to be heard on new facts (None, Awb 7:9).

        Nothing of an objection that is not pending here.
        """
        if any(one.objection_id == objection_id for one in self.objections):
            self.trigger_event(ObjectorHeardNoted, objection_id=objection_id, held_on=held_on)

    def note_threshold_consequence(self, **found: Unpack[FoundConsequence]) -> None:
        """Remember the finding on which a new threshold set may be proposed."""
        self.trigger_event(ThresholdConsequenceNoted, **found)

    def note_objection_end(self, *, objection_id: UUID, ruling: str) -> None:
        """Remember that the proceedings ended."""
        self.trigger_event(ObjectionEndNoted, objection_id=objection_id, ruling=ruling)

    def note_threshold_consequence_end(self, *, objection_id: UUID, because: ConsequenceEnd) -> None:
        """Remember that the finding no longer stands. Raises NotInThisState when none does."""
        if not self.finding_stands(objection_id):
            raise NotInThisState("no_finding", "no threshold consequence stands on that objection (Awb 7:11)")
        self.trigger_event(ThresholdConsequenceEndNoted, objection_id=objection_id, because=because)

    def note_pending_appeal(self, *, appeal_id: UUID, lodged_on: date) -> None:
        """Remember that an appeal runs, so that a renewal is sent to the court (Awb 6:19(3)); once."""
        if appeal_id not in self.appeals:
            self.trigger_event(PendingAppealNoted, appeal_id=appeal_id, lodged_on=lodged_on)

    def note_appeal_end(self, *, appeal_id: UUID, ending: str) -> None:
        """Remember that the proceedings at the court ended."""
        self.trigger_event(AppealEndNoted, appeal_id=appeal_id, ending=ending)

    def note_court_term(self, *, appeal_id: UUID, sent_on: date, last_day: date) -> None:
        """Remember until when a court ordered to decide; of a converted case for the one that is to come.

        Raises NotInThisState when it was decided, or ended otherwise.
        """
        if self.converted_to is None:
            self._must_be_undecided()
        self.trigger_event(CourtTermNoted, appeal_id=appeal_id, sent_on=sent_on, last_day=last_day)

    def note_erasure(self, *, erased_on: date) -> None:
        """Remember that nobody can be written to any more."""
        self.trigger_event(PersonErasureNoted, erased_on=erased_on)
