"""What can be done with an application: one public method per command (load, call, save)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from services.applications.domain.exemption_application import ExemptionApplication
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.privacy.tokens import PlateTokens
from shared.rdw.register_record import RegisterAnswer
from shared.runtime.ids import IdSource
from shared.vocabulary import Applicant, ExemptionType, Outcome, Plate


@dataclass(frozen=True, slots=True)
class Submission:
    """What an applicant hands in, in clear; it goes no further than `submit`."""

    exemption_type: ExemptionType
    applicant: Applicant
    plate: Plate
    stated_daily_range_km: int | None


class CasesByPlate(Protocol):
    """The inline table of plate tokens, as far as commands need it."""

    def cases(self, token: str) -> tuple[UUID, ...]:
        """Earlier cases of the plate behind the token, oldest first."""

    def row(self, token: str, case_id: UUID) -> RowWrite:
        """The row that adds a case, to be stored with its submission."""


class ApplicationCommands:
    """Commands on applications. Methods raise AggregateNotFound, VersionConflict or a DomainError."""

    def __init__(
        self, log: EventLog, ids: IdSource, sealer: Sealer, tokens: PlateTokens, cases_by_plate: CasesByPlate
    ) -> None:
        self._log = log
        self._ids = ids
        self._sealer = sealer
        self._tokens = tokens
        self._cases_by_plate = cases_by_plate

    def submit(self, act: Act, submission: Submission) -> Saved:
        """Seal person and plate under a new key and receive the application as a new case."""
        case_id = self._ids.new()
        key_id = self._sealer.new_key(case_id)
        token = self._tokens.of(submission.plate)
        application = ExemptionApplication.submit(
            case_id,
            received_on=act.today,
            exemption_type=submission.exemption_type,
            applicant=self._sealer.seal_applicant(key_id, submission.applicant),
            plate=self._sealer.seal_plate(key_id, submission.plate),
            stated_daily_range_km=submission.stated_daily_range_km,
            related_cases=self._cases_by_plate.cases(token),
            applicant_subject=act.actor,
        )
        row = self._cases_by_plate.row(token, case_id)
        return self._log.save_act(act, application, case_id=case_id, rows=[row])

    def start_handling(self, act: Act, case_id: UUID, expected_version: int | None) -> Saved:
        """Take the application in hand as the acting case handler."""
        application = self._log.load(ExemptionApplication, case_id, expected_version)
        application.start_handling(by=act.actor, on=act.today)
        return self._log.save_act(act, application, case_id=case_id)

    def record_vehicle_facts(self, act: Act, case_id: UUID, answer: RegisterAnswer) -> Saved | None:
        """Record a register's answer, fetched at the act's instant; nothing when it is not needed any more."""
        application = self._log.load(ExemptionApplication, case_id)
        if not application.awaits_facts:
            return None
        evidence = self._sealer.seal(application.plate.key_id, SealedKind.EVIDENCE, answer.evidence)
        application.receive_vehicle_facts(answer.source, act.at, answer.facts, evidence)
        return self._log.save_act(act, application, case_id=case_id)

    def close(
        self, act: Act, case_id: UUID, decision_id: UUID, outcome: Outcome, decided_on: date
    ) -> Saved | None:
        """Close the application by its first decision; a later, renewed one changes nothing here."""
        application = self._log.load(ExemptionApplication, case_id)
        if application.is_closed:
            return None
        application.close(decision_id, outcome, decided_on)
        return self._log.save_act(act, application, case_id=case_id)
