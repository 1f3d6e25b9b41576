"""An application as its readers see it; person and plate are opened here, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, Self
from uuid import UUID

from services.applications.api.electronic_delivery import ElectronicDeliveryView
from services.applications.domain.application_acts import ApplicationState, MissingItem
from services.applications.projections.cases import CaseDetail, CaseSummary, Reach, ReceivedFacts
from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.runtime.access import Principal, Role
from shared.runtime.request_bodies import View
from shared.runtime.stated_body import Stated
from shared.vocabulary import Applicant, ExemptionType, LeftOutReason, Outcome, Plate, VehicleCategory

DESK: Final = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER)
"""Roles that may read every case within their scope."""
SEES_PERSONS: Final = (Role.APPLICANT, Role.CASE_HANDLER, Role.OBJECTION_HANDLER)
"""Who needs to know whose case it is; a reviewer of threshold sets does not."""


def reach_of(principal: Principal) -> Reach:
    """For the desk what its scope says, for everybody else their own cases."""
    if principal.has(*DESK):
        return Reach(national=principal.national, municipalities=principal.municipalities)
    return Reach(applicant_subject=principal.subject)


class CaseLine(View):
    """One line of the list."""

    case_id: UUID
    version: int
    state: ApplicationState
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code of a local case."""
    received_on: date
    facts_received: bool
    completion_last_day: date | None
    """The last day of the open request to complete it."""

    @classmethod
    def of(cls, summary: CaseSummary) -> Self:
        """From the row of the projection."""
        return cls(
            case_id=summary.case_id,
            version=summary.version,
            state=summary.state,
            exemption_type=summary.exemption_type,
            municipality=summary.municipality,
            received_on=summary.received_on,
            facts_received=summary.facts_received,
            completion_last_day=summary.completion_last_day,
        )


class ApplicantView(View):
    """Who applied."""

    name: str
    street_and_number: str
    postcode: str
    town: str
    country: str
    email: str | None
    chamber_of_commerce_number: str | None

    @classmethod
    def of(cls, applicant: Applicant) -> Self:
        """From the opened value."""
        return cls(
            name=applicant.name,
            street_and_number=applicant.street_and_number,
            postcode=applicant.postcode,
            town=applicant.town,
            country=applicant.country,
            email=applicant.email,
            chamber_of_commerce_number=applicant.chamber_of_commerce_number,
        )


class VehicleView(View):
    """The vehicle applied for."""

    plate: str
    country: str

    @classmethod
    def of(cls, plate: Plate) -> Self:
        """From the opened value."""
        return cls(plate=plate.number, country=plate.country)


class FactsView(View):
    """What the vehicle register answered; null means: not registered. Masses in kilograms."""

    source: str
    fetched_at: datetime
    category: VehicleCategory | None
    body: str | None
    emission_free: bool | None
    payload_kg: int | None
    braked_towing_mass_kg: int | None
    combination_mass_kg: int | None
    permitted_mass_kg: int | None
    registered_on: date | None
    first_admission: date | None
    emission_class: int | None
    plug_in_hybrid: bool | None
    axles: int | None
    body_codes: tuple[str, ...]

    @classmethod
    def of(cls, received: ReceivedFacts) -> Self:
        """From the projection."""
        facts = received.facts
        return cls(
            source=received.source,
            fetched_at=received.fetched_at,
            category=facts.category,
            body=facts.body,
            emission_free=facts.emission_free,
            payload_kg=facts.payload_kg,
            braked_towing_mass_kg=facts.braked_towing_mass_kg,
            combination_mass_kg=facts.combination_mass_kg,
            permitted_mass_kg=facts.permitted_mass_kg,
            registered_on=facts.registered_on,
            first_admission=facts.first_admission,
            emission_class=facts.emission_class,
            plug_in_hybrid=facts.plug_in_hybrid,
            axles=facts.axles,
            body_codes=facts.body_codes,
        )


PersonalData = Literal["shown", "withheld", "erased"]


@dataclass(frozen=True, slots=True)
class OpenedPerson:
    """Person and vehicle as far as this reader gets to see them."""

    personal_data: PersonalData
    applicant: ApplicantView | None = None
    vehicle: VehicleView | None = None
    email: str | None = None
    """Where letters may go."""
    co_applicants: tuple[str, ...] = ()
    representative: ApplicantView | None = None


class CaseView(CaseLine):
    """One application whole."""

    personal_data: PersonalData
    """Why `applicant` and `vehicle` are null, when they are."""
    applicant: ApplicantView | None
    vehicle: VehicleView | None
    stated: Stated
    stated_daily_range_km: int | None
    """The older place of `stated.dailyRangeKm`."""
    vehicle_id: UUID | None
    """Our own id of the vehicle, the same in each of its cases; for the desk only."""
    related_cases: tuple[UUID, ...]
    """Earlier cases of the same vehicle; for the desk only."""
    facts: FactsView | None
    completion_requests: int
    """How many requests to complete it there were."""
    completion_items: tuple[MissingItem, ...]
    """What the open request asks for."""
    withdrawn_on: date | None
    converted_to_case: UUID | None
    converted_from_case: UUID | None
    closed_by: UUID | None
    """The decision that ended the application."""
    outcome: Outcome | None
    """Of the decision that stands."""
    exemption_until: date | None
    """Last day of the exemption that is held on this application, also of one revoked from a later day on."""
    renews_case: UUID | None
    """The earlier case of which the exemption is to be renewed."""
    left_out_reason: LeftOutReason | None
    electronic_delivery: ElectronicDeliveryView | None
    """Which letters come by e-mail, and where; null: all come by post."""
    co_applicants: tuple[str, ...]
    """Names of who applies together with the applicant; empty when they are withheld or erased, too."""
    representative: ApplicantView | None
    """Who represents the applicant, and gets the letters (Awb 2:1); null: nobody, withheld or erased."""
    signed: bool
    """False: it came on paper without a signature, which can be asked for (Awb 4:2(1), 4:5(1))."""
    entered_from_paper_on: date | None
    """The day on which the desk entered what came on paper; null: it was sent here."""


def case_view(case: CaseDetail, principal: Principal, opener: Opener) -> CaseView:
    """What this principal sees of the case."""
    person = _opened(case, principal, opener)
    return CaseView(
        **CaseLine.of(case.summary).model_dump(by_alias=False),
        personal_data=person.personal_data,
        applicant=person.applicant,
        vehicle=person.vehicle,
        stated=Stated.of(case.stated),
        stated_daily_range_km=case.stated.daily_range_km,
        vehicle_id=case.vehicle_id if principal.has(*DESK) else None,
        related_cases=case.related_cases if principal.has(*DESK) else (),
        facts=FactsView.of(case.facts) if case.facts else None,
        completion_requests=case.completion_requests,
        completion_items=case.completion_items,
        withdrawn_on=case.withdrawn_on,
        converted_to_case=case.converted_to_case,
        converted_from_case=case.converted_from_case,
        closed_by=case.closed_by,
        outcome=case.outcome,
        exemption_until=case.exemption_until,
        renews_case=case.renews_case,
        left_out_reason=case.left_out_reason,
        electronic_delivery=(
            ElectronicDeliveryView(email=person.email, message_types=case.email_for)
            if case.email_for
            else None
        ),
        co_applicants=person.co_applicants,
        representative=person.representative,
        signed=case.signed,
        entered_from_paper_on=case.entered_from_paper_on,
    )


def _opened(case: CaseDetail, principal: Principal, opener: Opener) -> OpenedPerson:
    if not principal.has(*SEES_PERSONS):
        return OpenedPerson("withheld")
    try:
        applicant, plate = opener.applicant(case.applicant), opener.plate(case.plate)
        email = opener.email(case.email) if case.email else None
        others = opener.co_applicants(case.co_applicants) if case.co_applicants else ()
        acts_for = opener.applicant(case.representative) if case.representative else None
    except Erased:
        return OpenedPerson("erased")
    return OpenedPerson(
        "shown",
        ApplicantView.of(applicant),
        VehicleView.of(plate),
        email,
        others,
        ApplicantView.of(acts_for) if acts_for else None,
    )
