"""What is recorded about an application (aanvraag): one class for each act, and the states they lead to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.applications.domain.asked_again import Asked, answered, moved_to
from services.applications.domain.documents import DocumentType
from shared.asked_items import WordsOnItem
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.law.moved_terms import MovedBecause
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, LeftOutReason, MessageType, Outcome, StatedFacts, VehicleFacts

if TYPE_CHECKING:
    from services.applications.domain.exemption_application import ExemptionApplication


NOTHING_STATED: Final = StatedFacts()


class ApplicationState(StrEnum):
    """Where an application stands at the desk."""

    RECEIVED = "received"
    """Ontvangen: nobody at the desk has begun with it."""
    IN_HANDLING = "in_handling"
    """In behandeling genomen: a case handler has begun."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken by the applicant, before or after handling started."""
    CONVERTED = "converted"
    """Omgezet: it goes on as an application for another type, under another case id."""
    LEFT_OUT = "left_out"
    """Buiten behandeling gesteld, by decision (Awb 4:5)."""
    CLOSED = "closed"
    """Afgehandeld: a decision on the merits was taken."""


class MissingItem(StrEnum):
    """What an applicant can be asked to supply (aanvulling). SYNTHETIC: no list of the desk's was found."""

    SIGNATURE = "signature"
    """Ondertekening of an application on paper (Awb 4:2(1))."""
    AUTHORISATION = "authorisation"
    """Schriftelijke machtiging of who represents the applicant (Awb 2:1(2))."""
    DAILY_RANGE = "daily_range"
    PRIVATE_USE_DECLARATION = "private_use_declaration"
    ROAD_TAX_DOCUMENT = "road_tax_document"
    ADAPTATION_INVOICE = "adaptation_invoice"
    REPLACEMENT_ORDER = "replacement_order"
    FINANCIAL_ASSESSMENT = "financial_assessment"
    WORK_IN_ZONE = "work_in_zone"
    GRID_OPERATOR_CONFIRMATION = "grid_operator_confirmation"
    OWN_STEPS_AGAINST_CONGESTION = "own_steps_against_congestion"
    SPECIAL_PURPOSE = "special_purpose"
    MARKET_PERMIT = "market_permit"
    CIRCUMSTANCES = "circumstances"
    VEHICLE_DOCUMENTS = "vehicle_documents"
    EMISSION_FREE_DRIVING = "emission_free_driving"
    ANIMAL_TRANSPORT = "animal_transport"
    TRANSLATION = "translation"
    """Vertaling of what was handed in in another language, where assessing needs one (Awb 4:5(2))."""
    SUMMARY = "summary"
    """Samenvatting of a bulky or complicated application, where assessing needs one (Awb 4:5(3))."""


OF_WHAT_WAS_HANDED_IN: Final = frozenset({MissingItem.TRANSLATION, MissingItem.SUMMARY})
"""Who asks for one of these says of which pieces; nobody could tell otherwise."""


class EnteredFromPaper(msgspec.Struct, frozen=True):
    """That something came in on paper, and who of the desk entered it when."""

    entered_on: date
    """Legal day; that of receipt may lie before it."""
    entered_by: str
    """Pseudonymous id of the case handler."""


class ApplicationSubmitted(FoundingEvent):
    """An application was received; the stream's id is the case id that everything later carries.

    The day of receipt starts the decision term (Awb 4:13). `related_cases` are earlier cases of the
    same plate, for the rule on repeated applications (Awb 4:6).
    """

    TOPIC = "applications.ApplicationSubmitted"

    received_on: date
    """Legal day of receipt."""
    exemption_type: ExemptionType
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None
    """Kilometres a day that the applicant says the vehicle must drive; stands in `stated` too."""
    related_cases: tuple[UUID, ...]
    applicant_subject: str
    """Pseudonymous token subject of the one who submitted it, and who may read it; on paper see `on_paper`."""
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    stated: StatedFacts = NOTHING_STATED
    """What the applicant states or shows; no fact of the register."""
    vehicle_id: UUID | None = None
    """A random id of ours for the plate, the same in each of its cases; None in the oldest events."""
    converted_from_case_id: UUID | None = None
    """The case that this one goes on from, with its sealed values and day of receipt."""
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed (verlenging)."""
    email: Sealed | None = None
    """Where the applicant said to be reachable electronically (Awb 2:8); None: by post alone."""
    email_for: tuple[MessageType, ...] = ()
    """For which messages."""
    co_applicants: Sealed | None = None
    """The names of who applies together with the applicant; None: nobody does."""
    applicants: int = 1
    """How many apply together (Awb 4:17(7))."""
    signed: bool = True
    """False: it came on paper without a signature (Awb 4:2(1)). What is sent here is signed by its token."""
    from_paper: EnteredFromPaper | None = None
    """None: it was sent here by its applicant."""
    placed_on: date | None = None
    """Legal day of the policy that says where it belongs, of a conversion that day; None: of the day of receipt."""
    addressed_co_applicants: tuple[Sealed, ...] = ()
    """Name and address of each who applies together with the applicant, to whom letters go too (Awb 3:41(1)); none in an event from before."""
    representative: Sealed | None = None
    """Name and address of who represents the applicant (gemachtigde, Awb 2:1); None: nobody does."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.RECEIVED


class VehicleFactsReceived(Event):
    """The vehicle register answered; later facts replace earlier ones.

    An answer without a record is recorded too, with facts that are all None.
    """

    TOPIC = "applications.VehicleFactsReceived"

    source: str
    """Which register, and which of its data sets, were asked."""
    fetched_at: datetime
    facts: VehicleFacts
    evidence: Sealed
    """The register's whole answer, as it came."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.facts = self.facts
        aggregate.facts_asked = False


class VehicleFactsRefreshRequested(Event):
    """The register is to be asked once more, for instance whether the plate has changed hands (Awb 3:2)."""

    TOPIC = "applications.VehicleFactsRefreshRequested"

    requested_on: date
    """Legal day."""
    requested_by: str
    """Pseudonymous id of the case handler."""
    plate: Sealed
    """As it was sealed at receipt, for the worker that asks."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.facts_asked = True


class HandlingStarted(Event):
    """A case handler took the application in hand (in behandeling genomen).

    A withdrawal before this moment is counted as left out of consideration, a later one among the
    refusals (fourth bimonthly letter to the Chamber, 29 September 2025).
    """

    TOPIC = "applications.HandlingStarted"

    started_on: date
    """Legal day."""
    started_by: str
    """Pseudonymous id of the case handler."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.IN_HANDLING


class DocumentAttached(Event):
    """A document was attached as evidence (bewijsstuk); what is in it is kept sealed, outside the log.

    That it was attached ends no suspension by itself: the applicant says that it is the answer, with a supplement that
    names it, or states what it shows (Awb 4:2(2), 4:5).
    """

    TOPIC = "applications.DocumentAttached"

    name: str
    """Hexadecimal HMAC-SHA256 of the content, under a salt that dies with the key of the case."""
    shows: MissingItem
    """What it is to show, in the words of a request to complete."""
    media_type: DocumentType
    size: int
    """In bytes."""
    attached_on: date
    """Legal day."""
    attached_by: str
    """Pseudonymous id of the applicant, or of the case handler who entered what came by post."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.documents = (*aggregate.documents, self.name)


class CompletionRequested(Event):
    """The applicant was asked to complete the application within a set term (Awb 4:5(1)).

    The decision term is suspended from the day after (Awb 4:15(1)(a)). The Algemene termijnenwet does not
    apply to a term that the authority sets itself, so its last day may be a Sunday.
    """

    TOPIC = "applications.CompletionRequested"

    request_number: int
    """1 for the first request of the case."""
    items: tuple[MissingItem, ...]
    requested_on: date
    term_last_day: date
    """The last legal day on which a supplement is in time."""
    requested_by: str
    """Pseudonymous id of the case handler."""
    on_items: tuple[WordsOnItem, ...] = ()
    """What exactly is missing, for the items of which the case handler wrote that; sealed."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        asked = Asked(self.items, self.requested_on, self.term_last_day)
        aggregate.completion_asked = (*aggregate.completion_asked, asked)
        aggregate.completion_requests = self.request_number
        aggregate.completion_open = True
        aggregate.completion_last_day = self.term_last_day
        aggregate.completion_lapsed = False
        aggregate.completion_items = self.items
        aggregate.completion_requested_by = self.event_id


class ApplicationSupplemented(Event):
    """The applicant stated or showed more (aanvulling), in the term, after it, or without being asked."""

    TOPIC = "applications.ApplicationSupplemented"

    supplemented_on: date
    stated: StatedFacts
    """Everything stated so far, the supplement included."""
    signed: bool = False
    """Whether the signature that was missing came with it (Awb 4:2(1))."""
    from_paper: EnteredFromPaper | None = None
    """None: it was sent here by its applicant."""
    ends_request: bool = True
    """Whether the last request to complete waits no longer; not where this came on paper before it was made."""
    documents: tuple[str, ...] = ()
    """Names of the attached documents that are brought with it, for instance a translation; none in an event from before."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.stated = self.stated
        aggregate.signed = aggregate.signed or self.signed
        aggregate.completion_asked = answered(aggregate.completion_asked, self.supplemented_on)
        if self.ends_request:
            aggregate.completion_open = False
            aggregate.completion_lapsed = False


class CompletionTermLapsed(Event):
    """The term of a request to complete passed unused (Awb 4:5(4), 4:15(1)(a))."""

    TOPIC = "applications.CompletionTermLapsed"

    request_number: int
    term_last_day: date

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.completion_open = False
        aggregate.completion_lapsed = True


class CompletionTermMoved(Event):
    """The applicant can complete the application until a later day (aanvultermijn verschoven); never an earlier one.

    One that had passed unused runs again.
    """

    TOPIC = "applications.CompletionTermMoved"

    request_number: int
    items: tuple[MissingItem, ...]
    """What is still asked for."""
    previous_last_day: date
    term_last_day: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str
    """By which it was moved."""
    moved_on: date

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.completion_last_day = self.term_last_day
        aggregate.completion_open = True
        aggregate.completion_lapsed = False
        aggregate.completion_asked = moved_to(self.term_last_day, aggregate.completion_asked)


class ApplicationWithdrawn(Event):
    """The applicant withdrew the application (intrekking).

    Before handling started it counts as left out of consideration, afterwards among the refusals (fourth
    bimonthly letter to the Chamber, 29 September 2025).
    """

    TOPIC = "applications.ApplicationWithdrawn"

    withdrawn_on: date
    handling_started: bool
    from_paper: EnteredFromPaper | None = None
    """None: it was sent here by its applicant."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.WITHDRAWN
        aggregate.completion_open = False


class ApplicationConverted(Event):
    """The application was converted (omgezet) into one for a better-fitting exemption, a case of its own.

    What the conversion asks and leaves as it was are parameters (see `conversion_terms`); the terms that
    held stand in the event.
    """

    TOPIC = "applications.ApplicationConverted"

    converted_on: date
    converted_by: str
    """Pseudonymous id of the case handler."""
    to_type: ExemptionType
    new_case_id: UUID
    consent_given_on: date | None
    """Legal day on which the applicant agreed."""
    new_received_on: date
    """Day of receipt of the new application."""
    fee_due_again: bool

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.CONVERTED
        aggregate.converted_to_case_id = self.new_case_id
        aggregate.completion_open = False


class ApplicationLeftOut(Event):
    """The application was left out of consideration by decision (buiten behandeling gesteld, Awb 4:5)."""

    TOPIC = "applications.ApplicationLeftOut"

    decision_id: UUID
    reason: LeftOutReason
    decided_on: date

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.LEFT_OUT
        aggregate.closed_by = self.decision_id
        aggregate.completion_open = False


class ApplicationTakenUpAgain(Event):
    """Leaving it out was revoked on objection: it is dealt with after all (alsnog in behandeling, Awb 7:11(2)).

    Earlier requests to complete wait no longer.
    """

    TOPIC = "applications.ApplicationTakenUpAgain"

    revoked_decision_id: UUID
    """The decision to leave it out."""
    objection_id: UUID
    taken_up_on: date
    """Legal day of the ruling."""
    plate: Sealed | None = None
    """As it was sealed at receipt, for the worker that asks the register; None: that has answered."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.IN_HANDLING
        aggregate.closed_by = None
        aggregate.completion_lapsed = False


def granted_on(application: ExemptionApplication, outcome: Outcome, decided_on: date) -> date | None:
    """Since when what was granted stands: the first grant counts, until something else is decided."""
    if outcome is not Outcome.GRANTED:
        return None
    return application.exemption_granted_on or decided_on


class ApplicationClosed(Event):
    """A decision on the merits was taken on the application, which ends its handling here."""

    TOPIC = "applications.ApplicationClosed"

    decision_id: UUID
    outcome: Outcome
    decided_on: date
    """Legal day of the decision; its effect begins with its announcement, elsewhere."""
    valid_until: date | None = None
    """Last day of the exemption that was granted; None in events from before it was kept."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.CLOSED
        aggregate.closed_by = self.decision_id
        aggregate.completion_open = False
        aggregate.facts_asked = False
        aggregate.outcome = self.outcome
        aggregate.exemption_until = self.valid_until
        aggregate.exemption_granted_on = granted_on(aggregate, self.outcome, self.decided_on)


class LaterDecisionNoted(Event):
    """A decision took the place of the first one: renewed, replaced on objection, or the exemption revoked."""

    TOPIC = "applications.LaterDecisionNoted"

    decision_id: UUID
    outcome: Outcome
    decided_on: date
    valid_until: date | None = None
    """Last day of the exemption, also of one that was revoked from a later day on; None: none is held."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.outcome = self.outcome
        aggregate.exemption_until = self.valid_until
        aggregate.exemption_granted_on = granted_on(aggregate, self.outcome, self.decided_on)


class ErasureOrdered(Event):
    """The person of this case is to be erased (GDPR article 17); their keys are destroyed after this.

    Others in the case, such as a third party who was heard, keep theirs, unless everybody is to be erased.
    """

    TOPIC = "applications.ErasureOrdered"

    ordered_on: date
    ordered_by: str
    """Pseudonymous id of the operator."""
    everybody: bool = False
    """Whether what is of others in the case goes too, as when its retention has ended."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.erasure_ordered = True
        aggregate.everybody_ordered = self.everybody


class PersonErased(Event):
    """Every key of the person of this case is destroyed: nothing sealed of them can be opened any more, in any copy."""

    TOPIC = "applications.PersonErased"

    erased_on: date
    key_ids: tuple[UUID, ...] | None = None
    """The keys that were destroyed, so that a vault of before can lose them again; None in an act from before it was
    kept. What comes later in the case, such as somebody else's objection, has keys of its own."""

    everybody: bool = False
    """Whether the keys of others in the case are among them; in an act from before others kept theirs, they were."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.erased = True
        aggregate.everybody_erased = self.everybody
