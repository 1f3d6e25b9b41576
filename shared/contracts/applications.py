"""What the applications service publishes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from shared.asked_items import WordsOnItem
from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, MessageType, StatedFacts, VehicleFacts


class ApplicationSubmitted(Contract, frozen=True):
    """An application (aanvraag) was received; the decision term starts on the day after `received_on`."""

    TYPE = TYPE_PREFIX + "application-submitted.v1"

    case_id: UUID
    exemption_type: ExemptionType
    received_on: date
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None = None
    """What the applicant says the vehicle must drive in a day; not a register fact."""
    applicant_subject: str | None = None
    """Pseudonymous token subject that owns the case, so that later services know whose it is."""
    municipality: str | None = None
    """Four-digit CBS code (gemeentecode) of a local case; None: national."""
    stated: StatedFacts = StatedFacts()
    vehicle_id: UUID | None = None
    """A random id of ours for the plate, the same in every case of it; tells nothing about the plate."""
    related_case_ids: tuple[UUID, ...] = ()
    """Earlier cases of the same plate (Awb 4:6)."""
    converted_from_case_id: UUID | None = None
    """The case that was converted into this one."""
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed (verlenging)."""
    email: Sealed | None = None
    """Where the applicant said to be reachable electronically (Awb 2:8); None: by post alone."""
    email_for: tuple[MessageType, ...] = ()
    """For which messages; others go by post."""
    applicants: int = 1
    """How many apply together (Awb 4:17(7)); what is told of the applicant is of the one who gets the letters."""
    signed: bool = True
    """False: it came on paper without a signature, which is a defect to be completed (Awb 4:2(1), 4:5(1))."""
    co_applicants: tuple[Sealed, ...] = ()
    """Name and address of each who applies together with the applicant, and gets the letters too (Awb 3:41(1))."""
    representative: Sealed | None = None
    """Name and address of who represents the applicant, to whom letters go (Awb 2:1); None: nobody."""


class DocumentAttached(Contract, frozen=True):
    """A document was attached as evidence (bewijsstuk); what is in it stays with applications, sealed."""

    TYPE = TYPE_PREFIX + "document-attached.v1"

    case_id: UUID
    name: str
    """Hexadecimal HMAC of the file, under a salt of the case."""
    shows: str
    """What it is to show: a code of a request to complete."""
    attached_on: date


class ElectronicConsentGiven(Contract, frozen=True):
    """The applicant said to be reachable electronically, at this address for these messages (Awb 2:8).

    It takes the place of what was said of the case before.
    """

    TYPE = TYPE_PREFIX + "electronic-consent-given.v1"

    case_id: UUID
    given_on: date
    email: Sealed
    email_for: tuple[MessageType, ...]
    applicant_subject: str | None = None
    """Pseudonymous token subject of the applicant."""


class ElectronicConsentWithdrawn(Contract, frozen=True):
    """The applicant is no longer reachable electronically, but for the messages that are left (Awb 2:8)."""

    TYPE = TYPE_PREFIX + "electronic-consent-withdrawn.v1"

    case_id: UUID
    withdrawn_on: date
    email_for: tuple[MessageType, ...] = ()
    """For which messages the address can still be used."""


class VehicleFactsReceived(Contract, frozen=True):
    """The register answered; a later message for the same case replaces the earlier facts."""

    TYPE = TYPE_PREFIX + "vehicle-facts-received.v1"

    case_id: UUID
    source: str
    fetched_at: datetime
    facts: VehicleFacts


class CompletionRequested(Contract, frozen=True):
    """The applicant was asked to complete the application within a term (Awb 4:5, 4:15(1)a)."""

    TYPE = TYPE_PREFIX + "completion-requested.v1"

    case_id: UUID
    request_number: int
    """1 for the first request of the case."""
    requested_on: date
    term_last_day: date
    items: tuple[str, ...] = ()
    """Codes of what is asked for."""
    on_items: tuple[WordsOnItem, ...] = ()
    """What exactly is missing, for the items of which the desk wrote that; sealed."""


class ApplicationSupplemented(Contract, frozen=True):
    """The applicant supplemented the application; `stated` is everything stated so far."""

    TYPE = TYPE_PREFIX + "application-supplemented.v1"

    case_id: UUID
    supplemented_on: date
    stated: StatedFacts
    signed: bool = False
    """Whether the signature that was missing came with it."""


class CompletionTermLapsed(Contract, frozen=True):
    """The term of a request to complete ended without a reaction."""

    TYPE = TYPE_PREFIX + "completion-term-lapsed.v1"

    case_id: UUID
    request_number: int
    term_last_day: date


class CompletionTermMoved(Contract, frozen=True):
    """The term of a request to complete was moved to a later day; one that had ended runs again."""

    TYPE = TYPE_PREFIX + "completion-term-moved.v1"

    case_id: UUID
    request_number: int
    term_last_day: date
    moved_on: date
    because: str
    """Code: an outage, or a letter that went out on paper later."""
    rule: str
    """By which it was moved."""
    caused_by: UUID
    """The outage, or the letter."""


class ChannelOutageRecorded(Contract, frozen=True):
    """A channel by which citizens send us something was out; a later message of the same id takes its place."""

    TYPE = TYPE_PREFIX + "channel-outage-recorded.v1"

    outage_id: UUID
    channel: str
    first_day: date
    """First legal day of which it took a part."""
    final_day: date


class ApplicationWithdrawn(Contract, frozen=True):
    """The applicant withdrew the application; `handling_started` decides how it is reported (letter 4)."""

    TYPE = TYPE_PREFIX + "application-withdrawn.v1"

    case_id: UUID
    withdrawn_on: date
    handling_started: bool


class ApplicationConverted(Contract, frozen=True):
    """The application was converted into one for a better-fitting exemption; the new case is a submission of its own."""

    TYPE = TYPE_PREFIX + "application-converted.v1"

    case_id: UUID
    converted_on: date
    to_type: ExemptionType
    new_case_id: UUID
    new_received_on: date | None = None
    """Day of receipt of the new application; None: from before it was told."""


class PersonErased(Contract, frozen=True):
    """The keys of the person of this case were destroyed; nothing sealed of it can be opened any more."""

    TYPE = TYPE_PREFIX + "person-erased.v1"

    case_id: UUID
    erased_on: date
