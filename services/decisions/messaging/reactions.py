"""What the decisions service does on hearing from other services, one sentence each."""

from __future__ import annotations

from services.decisions.commands import (
    AnnouncementCommands,
    ApplicationCommands,
    CourtCommands,
    DayExemptionCommands,
    MovedTermCommands,
    ProceedingsCommands,
)
from services.decisions.domain.case_file import Holder, ReceivedApplication
from services.decisions.domain.case_notes import ConsequenceEnd
from services.decisions.domain.penalty import NewPenalty
from services.decisions.messaging.crossing import nothing_when
from services.decisions.messaging.rulings_heard import (
    against_recovery,
    left_standing_anew,
    new_penalty,
    upheld,
)
from services.decisions.messaging.when_courts_rule import WhenCourtsRule
from services.decisions.messaging.when_documents_come import WhenDocumentsCome
from services.decisions.messaging.when_letters_leave import WhenLettersLeave
from services.decisions.messaging.when_terms_move import WhenTermsMove
from shared.contracts.applications import (
    ApplicationConverted,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    PersonErased,
    VehicleFactsReceived,
)
from shared.contracts.envelope import Message
from shared.contracts.objections import (
    DecisionAnewOrdered,
    NewFactsFound,
    ObjectionEnded,
    ObjectionLodged,
    ObjectorHeard,
    ReconsiderationAsked,
    ThresholdConsequenceFound,
    ThresholdConsequenceLapsed,
)
from shared.errors import NotInThisState
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.runtime.consumer import Reaction
from shared.vocabulary import ExemptionType, ObjectionRuling


class Reactions:
    """Every reaction makes one append with the act it is given, or none.

    No order holds between the logs: what the applicant did may cross what the desk decided. A case that has
    ended is left as it is.
    """

    def __init__(
        self,
        applications: ApplicationCommands,
        proceedings: ProceedingsCommands,
        day_exemptions: DayExemptionCommands,
        moved_terms: MovedTermCommands,
        courts: CourtCommands,
        announcements: AnnouncementCommands,
    ) -> None:
        self._applications = applications
        self._proceedings = proceedings
        self._day_exemptions = day_exemptions
        self._documents = WhenDocumentsCome(applications)
        self._terms_moved = WhenTermsMove(moved_terms)
        self._courts_rule = WhenCourtsRule(proceedings, courts)
        self._letters = WhenLettersLeave(announcements, self._terms_moved)

    def when_application_submitted_start_decision_term(
        self, message: Message, contract: ApplicationSubmitted, act: Act
    ) -> Saved:
        """The decision term runs from the day after receipt (Awb 4:13)."""
        if contract.exemption_type is ExemptionType.DAY:
            return self.when_day_exemption_applied_for_decide_at_once(message, contract, act)
        return self._applications.start_decision_term(
            act,
            case_id=contract.case_id,
            application=received(contract),
            converted_from_case_id=contract.converted_from_case_id,
        )

    def when_day_exemption_applied_for_decide_at_once(
        self, _: Message, contract: ApplicationSubmitted, act: Act
    ) -> Saved:
        """A day exemption is granted or refused at once, by the number of this calendar year."""
        return self._day_exemptions.decide_at_once(
            act, case_id=contract.case_id, application=received(contract)
        )

    def when_vehicle_facts_received_note_them(
        self, _: Message, contract: VehicleFactsReceived, act: Act
    ) -> Saved:
        """The register's answer becomes part of the case file (Awb 3:2)."""
        return self._applications.note_vehicle_facts(
            act,
            case_id=contract.case_id,
            source=contract.source,
            fetched_at=contract.fetched_at,
            facts=contract.facts,
        )

    @nothing_when(NotInThisState)
    def when_completion_requested_suspend_decision_term(
        self, _: Message, contract: CompletionRequested, act: Act
    ) -> Saved | None:
        """From the day after the request the decision term does not run (Awb 4:15(1)(a))."""
        return self._applications.suspend_decision_term(
            act,
            case_id=contract.case_id,
            request_number=contract.request_number,
            requested_on=contract.requested_on,
            term_last_day=contract.term_last_day,
            items=contract.items,
        )

    @nothing_when(NotInThisState)
    def when_application_supplemented_resume_decision_term(
        self, _: Message, contract: ApplicationSupplemented, act: Act
    ) -> Saved | None:
        """What is stated now is assessed; the decision term runs again (Awb 4:15)."""
        return self._applications.supplement_stated_facts(
            act,
            case_id=contract.case_id,
            supplemented_on=contract.supplemented_on,
            stated=contract.stated,
            signed=contract.signed,
        )

    @nothing_when(NotInThisState)
    def when_completion_term_lapsed_resume_decision_term(
        self, _: Message, contract: CompletionTermLapsed, act: Act
    ) -> Saved | None:
        """The set term passed unused: from the next day the decision term runs again (Awb 4:15)."""
        return self._applications.note_completion_term_lapsed(
            act,
            case_id=contract.case_id,
            request_number=contract.request_number,
            term_last_day=contract.term_last_day,
        )

    @nothing_when(NotInThisState)
    def when_application_withdrawn_note_it(
        self, _: Message, contract: ApplicationWithdrawn, act: Act
    ) -> Saved | None:
        """Nothing is left to decide; a decision that was taken before stands."""
        return self._applications.note_withdrawal(
            act,
            case_id=contract.case_id,
            withdrawn_on=contract.withdrawn_on,
            handling_started=contract.handling_started,
        )

    @nothing_when(NotInThisState)
    def when_application_converted_note_it(
        self, _: Message, contract: ApplicationConverted, act: Act
    ) -> Saved | None:
        """The new case is decided; a decision on the old one that was taken before stands."""
        return self._applications.note_conversion(
            act,
            case_id=contract.case_id,
            converted_on=contract.converted_on,
            to_type=contract.to_type,
            new_case_id=contract.new_case_id,
            new_received_on=contract.new_received_on,
        )

    @nothing_when(AggregateNotFound)
    def when_objection_lodged_note_it(self, _: Message, contract: ObjectionLodged, act: Act) -> Saved | None:
        """A renewal of the decision will be covered by the pending objection (Awb 6:19).

        An objection may name a case or a decision that does not exist, or be somebody else's: that is for
        the objection handler to rule on, and changes nothing here. Nor does that of another interested party, which
        leaves the applicant a remedy of their own (Awb 6:19 is about the parties to those proceedings). One that is
        held is told again when it is directed at a decision (Awb 6:10).
        """
        if contract.objector is not None or contract.held:
            return None
        return self._proceedings.note_pending_objection(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            received_on=contract.received_on,
            decision_id=contract.decision_id,
            lodged_by=contract.lodged_by,
            within_term=contract.within_term,
        )

    @nothing_when(AggregateNotFound)
    def when_decision_anew_ordered_note_its_objection_pending_again(
        self, _: Message, contract: DecisionAnewOrdered, act: Act
    ) -> Saved | None:
        """A court annulled the decision on it: a renewal is covered by it again (Awb 8:72(4), 6:19).

        That of another interested party is to be decided on again, and covers none.
        """
        return self._proceedings.note_pending_objection(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            received_on=contract.received_on,
            decision_id=contract.decision_id,
            lodged_by=contract.lodged_by,
            heard_on=contract.heard_on,
            of_another=contract.objector is not None,
        )

    @nothing_when(AggregateNotFound)
    def when_reconsideration_asked_assess_anew(
        self, _: Message, contract: ReconsiderationAsked, act: Act
    ) -> Saved | None:
        """A ruling rests on the facts and rules of the day (Awb 7:11(1)): those of the day of the question."""
        return self._proceedings.reconsider(
            act, case_id=contract.case_id, objection_id=contract.objection_id, on=contract.asked_on
        )

    @nothing_when(AggregateNotFound)
    def when_objector_heard_note_it(self, _: Message, contract: ObjectorHeard, act: Act) -> Saved | None:
        """A renewal that decides on the objection says on which day (Awb 7:12(1))."""
        return self._proceedings.note_objector_heard(
            act, case_id=contract.case_id, objection_id=contract.objection_id, held_on=contract.held_on
        )

    @nothing_when(AggregateNotFound)
    def when_new_facts_found_note_that_the_objector_was_not_heard(
        self, _: Message, contract: NewFactsFound, act: Act
    ) -> Saved | None:
        """A renewal that decides on the objection does not rest on the earlier hearing (Awb 7:9, 7:12(1))."""
        return self._proceedings.note_objector_heard(
            act, case_id=contract.case_id, objection_id=contract.objection_id, held_on=None
        )

    def when_threshold_consequence_found_note_it(
        self, _: Message, contract: ThresholdConsequenceFound, act: Act
    ) -> Saved:
        """On this finding a new threshold set may be proposed."""
        return self._proceedings.note_threshold_consequence(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            found_by=contract.found_by,
            vehicle_category=contract.vehicle_category,
            parameter=contract.parameter,
            decide_before=contract.decide_before,
        )

    @nothing_when(AggregateNotFound)
    def when_objection_ended_note_it_and_revoke_the_decision_if_upheld(
        self, _: Message, contract: ObjectionEnded, act: Act
    ) -> Saved | None:
        """From here on a renewal carries the remedy of objection again.

        Upheld for another reason than a threshold, the decision is revoked at once (Awb 7:11); upheld by a
        renewal, it has been replaced by that.
        """
        if contract.about_recovery:
            return self._ask_back_no_more(contract, act)
        if contract.penalty_for_late_ruling:
            return self._beside_penalty_of_a_ruling(contract, act)
        if contract.penalty_decision_id is not None:
            return self._fix_penalty_anew(contract, act)
        if contract.ruling == ObjectionRuling.UPHELD and contract.decision_id is None:
            return self._uphold(contract, act)
        return self._note_end(contract, act)

    def _ask_back_no_more(self, contract: ObjectionEnded, act: Act) -> Saved | None:
        """Upheld, the decision that asked a penalty back is revoked (Awb 4:20, 7:11(2)); otherwise it stands."""
        upheld_against = against_recovery(contract, act)
        if upheld_against is None:
            return None
        return self._proceedings.revoke_recovery(act, case_id=contract.case_id, upheld=upheld_against)

    def _fix_penalty_anew(self, contract: ObjectionEnded, act: Act) -> Saved | None:
        """What the ruling says of the penalty, beside what it decides on another decision, if on any (Awb 4:19)."""
        penalty = new_penalty(contract, act)
        if contract.penalty_decision_id == contract.contested_decision_id:
            return self._proceedings.fix_penalty_anew(act, case_id=contract.case_id, penalty=penalty)
        if contract.ruling == ObjectionRuling.UPHELD and contract.decision_id is None:
            return self._uphold(contract, act, penalty)
        return self._note_end(contract, act, penalty)

    def _beside_penalty_of_a_ruling(self, contract: ObjectionEnded, act: Act) -> Saved | None:
        """What it decides on the exemption, if anything: that penalty is kept where was ruled too late (Awb 7:14)."""
        if contract.penalty_decision_id == contract.contested_decision_id:
            return None
        if contract.ruling == ObjectionRuling.UPHELD and contract.decision_id is None:
            return self._uphold(contract, act)
        return self._note_end(contract, act)

    def _uphold(self, contract: ObjectionEnded, act: Act, penalty: NewPenalty | None = None) -> Saved:
        """Revoke the contested decision, unless another objection has had it revoked already."""
        try:
            return self._proceedings.uphold_objection(
                act,
                case_id=contract.case_id,
                objection_id=contract.objection_id,
                decided_by=contract.decided_by,
                ruling=upheld(contract),
                penalty=penalty,
            )
        except NotInThisState:
            return self._note_end(contract, act, penalty)

    def _note_end(self, contract: ObjectionEnded, act: Act, penalty: NewPenalty | None = None) -> Saved:
        return self._proceedings.note_objection_end(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            ruling=contract.ruling,
            penalty=penalty,
            anew=left_standing_anew(contract),
        )

    @nothing_when(AggregateNotFound, NotInThisState)
    def when_threshold_consequence_lapsed_note_it(
        self, _: Message, contract: ThresholdConsequenceLapsed, act: Act
    ) -> Saved | None:
        """A renewal no longer decides on the objection, only is covered by it (Awb 6:19).

        Of a rejected set it was noted with the rejection.
        """
        return self._proceedings.note_threshold_consequence_end(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            because=ConsequenceEnd(contract.because),
        )

    @nothing_when(AggregateNotFound)
    def when_person_erased_note_it(self, _: Message, contract: PersonErased, act: Act) -> Saved | None:
        """A renewed decision could not be announced to anybody: a person looks at the case (Awb 3:41)."""
        return self._applications.note_erasure(act, case_id=contract.case_id, erased_on=contract.erased_on)

    def by_log(self) -> dict[str, dict[type, Reaction]]:
        """The reactions by the log whose messages they react to."""
        return {
            "applications": {
                ApplicationSubmitted: self.when_application_submitted_start_decision_term,
                VehicleFactsReceived: self.when_vehicle_facts_received_note_them,
                PersonErased: self.when_person_erased_note_it,
                CompletionRequested: self.when_completion_requested_suspend_decision_term,
                ApplicationSupplemented: self.when_application_supplemented_resume_decision_term,
                CompletionTermLapsed: self.when_completion_term_lapsed_resume_decision_term,
                **self._terms_moved.by_applications(),
                **self._documents.by_applications(),
                ApplicationWithdrawn: self.when_application_withdrawn_note_it,
                ApplicationConverted: self.when_application_converted_note_it,
            },
            "objections": {
                ObjectionLodged: self.when_objection_lodged_note_it,
                ThresholdConsequenceFound: self.when_threshold_consequence_found_note_it,
                ObjectionEnded: self.when_objection_ended_note_it_and_revoke_the_decision_if_upheld,
                ThresholdConsequenceLapsed: self.when_threshold_consequence_lapsed_note_it,
                ReconsiderationAsked: self.when_reconsideration_asked_assess_anew,
                ObjectorHeard: self.when_objector_heard_note_it,
                NewFactsFound: self.when_new_facts_found_note_that_the_objector_was_not_heard,
                DecisionAnewOrdered: self.when_decision_anew_ordered_note_its_objection_pending_again,
                **self._courts_rule.by_objections(),
            },
            "notifications": self._letters.by_notifications(),
        }


def received(contract: ApplicationSubmitted) -> ReceivedApplication:
    """The application as the contract tells it; the daily range may stand in either place."""
    stated_range = contract.stated_daily_range_km
    return ReceivedApplication(
        exemption_type=contract.exemption_type,
        received_on=contract.received_on,
        holder=Holder(contract.applicant, contract.plate, contract.applicant_subject),
        daily_range_km=contract.stated.daily_range_km if stated_range is None else stated_range,
        stated=contract.stated,
        municipality=contract.municipality,
        vehicle_id=contract.vehicle_id,
        renews_case_id=contract.renews_case_id,
        applicants=contract.applicants,
        signed=contract.signed,
    )
