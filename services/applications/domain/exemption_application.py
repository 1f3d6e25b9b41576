"""The application for an exemption (aanvraag), from its receipt to the act that ends it, and its erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

import msgspec

from services.applications.domain.application_acts import (
    NOTHING_STATED,
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationState,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationTakenUpAgain,
    ApplicationWithdrawn,
    CompletionTermLapsed,
    DocumentAttached,
    EnteredFromPaper,
    ErasureOrdered,
    HandlingStarted,
    LaterDecisionNoted,
    MissingItem,
    PersonErased,
    VehicleFactsReceived,
    VehicleFactsRefreshRequested,
)
from services.applications.domain.conversion_terms import NOT_CONVERTIBLE, ConversionTerms
from services.applications.domain.documents import MOST_DOCUMENTS, DocumentType, check_attached
from services.applications.domain.moved_completion import ApplicationInTerm
from services.applications.domain.on_paper import check_day_of_receipt, check_signature_missing
from services.applications.domain.placement import misplacements
from shared.errors import NotInThisState, RuleBroken
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, LeftOutReason, MessageType, Outcome, StatedFacts, VehicleFacts


@dataclass(frozen=True, slots=True)
class SealedApplication:
    """What is applied for, by whom and for which vehicle; nothing personal in clear."""

    exemption_type: ExemptionType
    applicant: Sealed
    plate: Sealed
    applicant_subject: str
    """Pseudonymous token subject of the one who applies; on paper see `on_paper`."""
    municipality: str | None = None
    """CBS code (gemeentecode) for a local type; None: national."""
    stated: StatedFacts = NOTHING_STATED
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed."""
    email: Sealed | None = None
    """Where the applicant is reachable electronically; None: by post alone."""
    email_for: tuple[MessageType, ...] = ()
    co_applicants: Sealed | None = None
    """Names of who applies together with the applicant; None: nobody."""
    addressed_co_applicants: tuple[Sealed, ...] = ()
    """Name and address of each, to whom letters go too (Awb 3:41(1))."""
    representative: Sealed | None = None
    """Who represents the applicant (Awb 2:1), and gets the letters; None: nobody."""
    applicants: int = 1
    signed: bool = True
    from_paper: EnteredFromPaper | None = None
    """That the desk entered it; None: it was sent here."""


class ExemptionApplication(ApplicationInTerm):
    """One application for one vehicle; its id is the case id."""

    TOPIC = "applications.ExemptionApplication"

    @classmethod
    def submit(
        cls,
        case_id: UUID,
        sealed: SealedApplication,
        *,
        received_on: date,
        related_cases: tuple[UUID, ...] = (),
        vehicle_id: UUID | None = None,
        converted_from_case_id: UUID | None = None,
        placed_on: date | None = None,
    ) -> Self:
        """Receive an application as case `case_id`. Raises RuleBroken when it does not belong where it says.

        Where it belongs is said by the policy of `placed_on`; without that by the day of receipt.
        """
        _require_place(sealed.exemption_type, placed_on or received_on, sealed.municipality, sealed.stated)
        return cls.found(
            ApplicationSubmitted,
            id=case_id,
            received_on=received_on,
            exemption_type=sealed.exemption_type,
            applicant=sealed.applicant,
            plate=sealed.plate,
            stated_daily_range_km=sealed.stated.daily_range_km,
            related_cases=related_cases,
            applicant_subject=sealed.applicant_subject,
            municipality=sealed.municipality,
            stated=sealed.stated,
            vehicle_id=vehicle_id,
            converted_from_case_id=converted_from_case_id,
            renews_case_id=sealed.renews_case_id,
            email=sealed.email,
            email_for=sealed.email_for,
            co_applicants=sealed.co_applicants,
            addressed_co_applicants=sealed.addressed_co_applicants,
            representative=sealed.representative,
            applicants=sealed.applicants,
            signed=sealed.signed,
            from_paper=sealed.from_paper,
            placed_on=placed_on,
        )

    # The vehicle register

    def receive_vehicle_facts(
        self, source: str, fetched_at: datetime, facts: VehicleFacts, evidence: Sealed
    ) -> None:
        """Record what the register answered. Raises NotInThisState where nobody reads it any more."""
        self._require(VehicleFactsReceived)
        self.trigger_event(
            VehicleFactsReceived, source=source, fetched_at=fetched_at, facts=facts, evidence=evidence
        )

    def request_vehicle_facts_refresh(self, by: str, on: date) -> None:
        """Have the register asked once more, also after the decision. Raises RuleBroken while it is being asked."""
        self._require(VehicleFactsRefreshRequested)
        self._forbid_after_erasure()
        if self.facts_asked:
            raise RuleBroken("vehicle_facts_already_asked", "the register has not answered yet (Awb 3:2)")
        self.trigger_event(VehicleFactsRefreshRequested, requested_on=on, requested_by=by, plate=self.plate)

    # Handling and completion

    def start_handling(self, by: str, on: date) -> None:
        """Take the application in hand, once. Raises NotInThisState when that was done before."""
        self._require(HandlingStarted)
        self.trigger_event(HandlingStarted, started_on=on, started_by=by)

    def attach_document(
        self, *, name: str, shows: MissingItem, media_type: DocumentType, size: int, by: str, on: date
    ) -> DocumentAttached:
        """Note a document as evidence, and return what was noted.

        Raises RuleBroken for one that was attached already, and for more than can be handled.
        """
        self._require(DocumentAttached)
        if name in self.documents:
            raise RuleBroken("document_attached_already", "the same file was attached to this application")
        if len(self.documents) >= MOST_DOCUMENTS:
            raise RuleBroken("too_many_documents", f"an application has {MOST_DOCUMENTS} documents at most")
        self.trigger_event(
            DocumentAttached,
            name=name,
            shows=shows,
            media_type=media_type,
            size=size,
            attached_on=on,
            attached_by=by,
        )
        (*_, attached) = self.pending()
        if not isinstance(attached, DocumentAttached):
            raise TypeError("the last event is not the one just triggered")
        return attached

    def supplement(
        self,
        supplement: StatedFacts,
        on: date,
        *,
        documents: tuple[str, ...] = (),
        signed: bool = False,
        from_paper: EnteredFromPaper | None = None,
    ) -> None:
        """Add what the applicant states or shows now; what was stated before stands unless stated anew.

        `documents` are attached ones that it brings; `signed`: the missing signature came with it. What came on paper
        counts from its receipt, the day `on`.
        """
        self._require(ApplicationSupplemented)
        check_day_of_receipt(from_paper, on, self.received_on)
        check_attached(documents, self.documents)
        if signed:
            check_signature_missing([MissingItem.SIGNATURE], signed=self.signed)
        stated = merged(self.stated, supplement)
        _require_place(self.exemption_type, self.placed_on or self.received_on, self.municipality, stated)
        asked = self.completion_asked
        self.trigger_event(
            ApplicationSupplemented,
            supplemented_on=on,
            stated=stated,
            signed=signed,
            from_paper=from_paper,
            ends_request=not asked or asked[-1].requested_on <= on,
            documents=documents,
        )

    def lapse_completion_term(self, on: date) -> None:
        """Note that the set term passed unused. Raises RuleBroken while it runs, or when none is open."""
        self._require(CompletionTermLapsed)
        if not self.completion_term_passed(on):
            raise RuleBroken(
                "completion_term_not_passed", "no term to complete has passed unused (Awb 4:5(1))"
            )
        self.trigger_event(
            CompletionTermLapsed,
            request_number=self.completion_requests,
            term_last_day=self.completion_last_day,
        )

    def completion_term_passed(self, on: date) -> bool:
        """Whether a set term is open whose last day lies before `on`."""
        last_day = self.completion_last_day
        return self.completion_open and last_day is not None and last_day < on

    # How it ends

    def withdraw(self, on: date, *, from_paper: EnteredFromPaper | None = None) -> None:
        """Take the application back. Raises NotInThisState when it has ended.

        Handling has started once the desk says so, or asks to complete the application; what else it does at
        the decision is known there.
        """
        self._require(ApplicationWithdrawn)
        check_day_of_receipt(from_paper, on, self.received_on)
        started = self.state is ApplicationState.IN_HANDLING or self.completion_requests > 0
        self.trigger_event(
            ApplicationWithdrawn, withdrawn_on=on, handling_started=started, from_paper=from_paper
        )

    def convert(
        self,
        new_case_id: UUID,
        *,
        to_type: ExemptionType,
        municipality: str | None,
        consent_given_on: date | None,
        terms: ConversionTerms,
        by: str,
        on: date,
    ) -> ExemptionApplication:
        """End this application and give the one for `to_type` in which it goes on, not yet saved.

        Sealed values and what was stated travel unchanged. Who decides on the new one, the desk or a
        municipality, is said by the policy of the day of conversion, under which it will be assessed. Raises
        RuleBroken for a type that cannot be converted to, a missing or future consent, or a municipality that
        does not fit.
        """
        self._require(ApplicationConverted)
        self._check_conversion(to_type, municipality, consent_given_on, terms, on)
        received_on = terms.received_on(self.received_on, on)
        converted = self.submit(
            new_case_id,
            SealedApplication(
                to_type,
                self.applicant,
                self.plate,
                self.applicant_subject,
                municipality,
                self.stated,
                email=self.email,
                email_for=self.email_for,
                co_applicants=self.co_applicants,
                addressed_co_applicants=self.addressed_co_applicants,
                representative=self.representative,
                applicants=self.applicants,
                signed=self.signed,
                from_paper=self.from_paper,
            ),
            received_on=received_on,
            related_cases=(*self.related_cases, self.id),
            vehicle_id=self.vehicle_id,
            converted_from_case_id=self.id,
            placed_on=on,
        )
        self.trigger_event(
            ApplicationConverted,
            converted_on=on,
            converted_by=by,
            to_type=to_type,
            new_case_id=new_case_id,
            consent_given_on=consent_given_on,
            new_received_on=received_on,
            fee_due_again=terms.fee_due_again,
        )
        return converted

    def _check_conversion(
        self,
        to_type: ExemptionType,
        municipality: str | None,
        consent_given_on: date | None,
        terms: ConversionTerms,
        on: date,
    ) -> None:
        """The same type is another exemption where the policy of the day has made it national, or local."""
        same = (to_type, municipality) == (self.exemption_type, self.municipality)
        if same or {to_type, self.exemption_type} & NOT_CONVERTIBLE:
            raise RuleBroken("not_convertible", f"cannot be converted to {to_type.value} (letter 4)")
        if consent_given_on is None:
            if terms.consent_needed:
                raise RuleBroken("consent_missing", "the applicant must agree to a conversion")
        elif not self.received_on <= consent_given_on <= on:
            raise RuleBroken("consent_day", "consent is given after receipt and not in the future")

    def leave_out(self, decision_id: UUID, reason: LeftOutReason, decided_on: date) -> None:
        """End the application by a decision not to deal with it (Awb 4:5)."""
        self._require(ApplicationLeftOut)
        self.trigger_event(ApplicationLeftOut, decision_id=decision_id, reason=reason, decided_on=decided_on)

    def take_up_again(self, revoked_decision_id: UUID, objection_id: UUID, on: date) -> None:
        """Deal with it after all: leaving it out was revoked on objection (Awb 7:11(2)).

        Handling has started, whatever was noted of that. Raises NotInThisState where no leaving out stands, RuleBroken
        for somebody who is erased: nothing can be asked of them.
        """
        self._require(ApplicationTakenUpAgain)
        self._forbid_after_erasure()
        self.trigger_event(
            ApplicationTakenUpAgain,
            revoked_decision_id=revoked_decision_id,
            objection_id=objection_id,
            taken_up_on=on,
            plate=self.plate if self.facts_asked else None,
        )

    def close(
        self, decision_id: UUID, outcome: Outcome, decided_on: date, valid_until: date | None = None
    ) -> None:
        """End the application by a decision on the merits. Raises NotInThisState when one has ended it.

        A withdrawal or conversion that crossed the decision on its way here gives way to it; leaving out
        does so when an objection against it led to a decision on the merits.
        """
        self._require(ApplicationClosed)
        self.trigger_event(
            ApplicationClosed,
            decision_id=decision_id,
            outcome=outcome,
            decided_on=decided_on,
            valid_until=valid_until,
        )

    def note_later_decision(
        self, decision_id: UUID, outcome: Outcome, decided_on: date, valid_until: date | None
    ) -> None:
        """Hear of a decision that took the place of the first one: renewed, replaced on objection, or revoked.

        Raises NotInThisState before the first one.
        """
        self._require(LaterDecisionNoted)
        self.trigger_event(
            LaterDecisionNoted,
            decision_id=decision_id,
            outcome=outcome,
            decided_on=decided_on,
            valid_until=valid_until,
        )

    # Erasure

    def order_erasure(self, by: str, on: date, *, everybody: bool = False) -> None:
        """Have the person erased, or everybody in the case. Raises NotInThisState while it is still to be dealt with.

        There is no right to erasure while the data are needed for the public task (GDPR 17(3)(b)). After the person,
        everybody can be erased; never the same twice (RuleBroken `person_erased`).
        """
        self._require(ErasureOrdered)
        if not everybody or self.everybody_ordered:
            self._forbid_after_erasure()
        self.trigger_event(ErasureOrdered, ordered_on=on, ordered_by=by, everybody=everybody)

    def confirm_erasure(self, on: date, key_ids: tuple[UUID, ...] = (), *, everybody: bool = False) -> None:
        """Note that these keys are destroyed, once for each order. Raises NotInThisState when nobody ordered it."""
        self._require(PersonErased)
        if not self.awaits_erasure or (everybody and not self.everybody_ordered):
            raise NotInThisState("application_state", "an erasure is confirmed once, after its order")
        self.trigger_event(PersonErased, erased_on=on, key_ids=key_ids, everybody=everybody)


def _require_place(
    exemption_type: ExemptionType, placed_on: date, municipality: str | None, stated: StatedFacts
) -> None:
    for fault in misplacements(exemption_type, placed_on, municipality, stated.day):
        raise RuleBroken(fault.code, f"{fault.field}: {fault.words}")


def merged(stated: StatedFacts, supplement: StatedFacts) -> StatedFacts:
    """Everything stated: the supplement where it states something, otherwise what was stated before."""
    added = {name: value for name, value in msgspec.structs.asdict(supplement).items() if value is not None}
    return msgspec.structs.replace(stated, **added)
