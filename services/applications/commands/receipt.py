"""Receiving an application, and converting one into another: both begin a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

import msgspec

from services.applications.commands.consent import ElectronicReach
from services.applications.commands.reach import at_desk, own
from services.applications.domain.application_acts import NOTHING_STATED, EnteredFromPaper
from services.applications.domain.conversion_terms import CONVERSION_TERMS
from services.applications.domain.electronic_consent import in_order
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from services.applications.domain.on_paper import subject_on_paper
from services.applications.domain.renewal_terms import check_renewal
from shared.errors import NotThere, NotYours, RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import Append, DuplicateRow, RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealing import Sealer
from shared.privacy.tokens import PlateTokens
from shared.runtime.access import Principal
from shared.runtime.ids import IdSource
from shared.vocabulary import Applicant, ExemptionType, Plate, StatedFacts

ATTEMPTS: Final = 3
"""How often a submission is tried when somebody else names the vehicle at the same moment."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What an applicant hands in, in clear; it goes no further than `submit`."""

    exemption_type: ExemptionType
    applicant: Applicant
    plate: Plate
    stated: StatedFacts = NOTHING_STATED
    municipality: str | None = None
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed."""
    reach: ElectronicReach | None = None
    """Where letters may go by e-mail; None: all go by post."""
    co_applicants: tuple[Applicant, ...] = ()
    """Who applies together with the applicant, each with where letters go."""
    representative: Applicant | None = None
    """Who represents the applicant (gemachtigde, Awb 2:1)."""


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """How an application on paper came in."""

    received_on: date
    """Legal day of receipt, as the stamp on it says."""
    signed: bool
    """False: a defect that can be completed (Awb 4:2(1), 4:5(1))."""
    same_applicant_as: UUID | None = None
    """An earlier case of which the desk establishes that the same person applied; None: nobody known here."""


@dataclass(frozen=True, slots=True)
class _Whose:
    """By whom an application is, since when it is here, and how it came."""

    subject: str
    received_on: date
    signed: bool = True
    from_paper: EnteredFromPaper | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """Into what an application is converted."""

    to_type: ExemptionType
    municipality: str | None
    consent_given_on: date | None


class Vehicles(Protocol):
    """The inline tables behind a plate's token, as far as commands need them."""

    def cases(self, token: str) -> tuple[UUID, ...]:
        """Earlier cases of the plate, oldest first."""

    def case_row(self, token: str, case_id: UUID) -> RowWrite:
        """The row that adds a case, to be stored with its submission."""

    def vehicle_id(self, token: str) -> UUID | None:
        """Our id for the vehicle; None: it has not been seen."""

    def vehicle_row(self, token: str, vehicle_id: UUID) -> RowWrite:
        """The row that names a vehicle; refused when somebody else has just named it."""


class ReceiptCommands:
    """Commands that begin a case. Methods raise AggregateNotFound, VersionConflict or a DomainError."""

    def __init__(
        self, log: EventLog, ids: IdSource, sealer: Sealer, tokens: PlateTokens, vehicles: Vehicles
    ) -> None:
        self._log = log
        self._ids = ids
        self._sealer = sealer
        self._tokens = tokens
        self._vehicles = vehicles

    def submit(self, act: Act, submission: Submission) -> Saved:
        """Seal person and plate under a new key and receive the application as a new case.

        A renewal is refused where nothing can be renewed (see `renewal_terms`).
        """
        whose = _Whose(act.actor, act.today)
        self._check_renewal(whose, submission)
        return self._take_in(act, submission, whose)

    def enter(self, act: Act, principal: Principal, submission: Submission, paper: PaperReceipt) -> Saved:
        """Receive an application that came on paper (Awb 4:1), as of the day on which it came.

        It is of the applicant of an earlier case where the desk says so, of which it then is a repetition or a
        renewal; else of somebody whom no token speaks for. Raises NotYours outside the own scope.
        """
        if not principal.deals_with(submission.municipality):
            raise NotYours(
                "not_this_desk", "it is entered by the desk that deals with it (RVV 87 with Awb 1:1, 2:3)"
            )
        same = paper.same_applicant_as
        known = at_desk(self._log, principal, same, None) if same is not None else None
        whose = _Whose(
            known.applicant_subject if known else subject_on_paper(self._ids.new()),
            paper.received_on,
            paper.signed,
            EnteredFromPaper(entered_on=act.today, entered_by=act.actor),
        )
        self._check_renewal(whose, submission)
        return self._take_in(act, submission, whose)

    def _take_in(self, act: Act, submission: Submission, whose: _Whose) -> Saved:
        case_id = self._ids.new()
        key_id, reach = self._sealer.new_key(case_id), submission.reach
        others, acts_for = submission.co_applicants, submission.representative
        names = tuple(other.name for other in others)
        sealed = SealedApplication(
            exemption_type=submission.exemption_type,
            applicant=self._sealer.seal_applicant(key_id, submission.applicant),
            plate=self._sealer.seal_plate(key_id, submission.plate),
            applicant_subject=whose.subject,
            municipality=submission.municipality,
            stated=submission.stated,
            renews_case_id=submission.renews_case_id,
            email=self._sealer.seal_email(key_id, reach.address) if reach else None,
            email_for=in_order(reach.message_types) if reach else (),
            co_applicants=self._sealer.seal_co_applicants(key_id, names) if names else None,
            addressed_co_applicants=tuple(self._sealer.seal_another(case_id, other) for other in others),
            representative=self._sealer.seal_another(case_id, acts_for) if acts_for else None,
            applicants=1 + len(others),
            signed=whose.signed,
            from_paper=whose.from_paper,
        )
        token = self._tokens.of(submission.plate)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._receive(act, case_id, sealed, token, whose.received_on)
            except DuplicateRow:
                continue  # another application named the same vehicle first: its id is the one
        return self._receive(act, case_id, sealed, token, whose.received_on)

    def convert(
        self,
        act: Act,
        principal: Principal,
        case_id: UUID,
        conversion: Conversion,
        expected_version: int | None,
    ) -> Saved:
        """Let the application go on as one for a better-fitting exemption; answers with the new case."""
        old = at_desk(self._log, principal, case_id, expected_version)
        new = old.convert(
            self._ids.new(),
            to_type=conversion.to_type,
            municipality=conversion.municipality,
            consent_given_on=conversion.consent_given_on,
            terms=CONVERSION_TERMS,
            by=act.actor,
            on=act.today,
        )
        return self._save_both(act, old, new)

    def _check_renewal(self, whose: _Whose, submission: Submission) -> None:
        if submission.renews_case_id is None:
            return
        try:
            earlier = own(self._log, whose.subject, submission.renews_case_id)
        except NotThere as absent:
            raise RuleBroken("renews_unknown", "there is no such application of yours to renew") from absent
        check_renewal(earlier, submission.exemption_type, whose.received_on)
        if self._vehicles.vehicle_id(self._tokens.of(submission.plate)) != earlier.vehicle_id:
            raise RuleBroken("renews_other_vehicle", "an exemption is renewed for the vehicle that it is for")

    def _receive(
        self, act: Act, case_id: UUID, sealed: SealedApplication, token: str, received_on: date
    ) -> Saved:
        known = self._vehicles.vehicle_id(token)
        vehicle_id = known or self._ids.new()
        application = ExemptionApplication.submit(
            case_id,
            sealed,
            received_on=received_on,
            related_cases=self._vehicles.cases(token),
            vehicle_id=vehicle_id,
        )
        rows = [self._vehicles.case_row(token, case_id)]
        if known is None:
            rows.append(self._vehicles.vehicle_row(token, vehicle_id))
        return self._log.save_act(act, application, case_id=case_id, rows=rows)

    def _save_both(self, act: Act, old: ExemptionApplication, new: ExemptionApplication) -> Saved:
        """One append of two cases: the conversion, and the submission that it causes."""
        (conversion,), (submission,) = old.pending(), new.pending()
        caused = msgspec.structs.replace(act.metadata(new.id), causation_id=conversion.event_id)
        append = Append(
            metadata=[act.metadata(old.id), caused],
            rows=[self._vehicles.case_row(self._tokens.of_sealed(old.plate), new.id)],
            answer=act.answer_for(new.id, new.version),
        )
        position = self._log.append_events([conversion, submission], append)
        return Saved(new.id, new.version, position)
