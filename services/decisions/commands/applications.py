"""What the desk hears of an application: received, completed, withdrawn, converted; and of its applicant."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from services.decisions.commands.day_exemptions import (
    decide_and_count,
    on_the_present_count,
    waits_for_the_vehicle,
)
from services.decisions.domain.case_file import ReceivedApplication
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.evidence import Evidence
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.vocabulary import ExemptionType, StatedFacts, VehicleFacts


class ApplicationCommands:
    """Commands on how the application of a case proceeds."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def start_decision_term(
        self,
        act: Act,
        *,
        case_id: UUID,
        application: ReceivedApplication,
        converted_from_case_id: UUID | None = None,
    ) -> Saved:
        """Open the case of an application that was received (Awb 4:13).

        What the desk established and judged in the case that was converted into it comes along, its evidence, who is to
        be heard besides, and what befell its term.
        """
        before = converted_from_case_id
        converted = self._log.load(DecisionCase, before) if before is not None else None
        case = DecisionCase.start_decision_term(case_id=case_id, application=application, converted=converted)
        if converted is not None:
            case.carry_established_facts_over(converted)
            case.carry_judgements_over(converted)
            case.carry_evidence_over(converted)
            case.carry_third_parties_over(converted, act.today, act.actor)
        return self._log.save_act(act, case, case_id=case_id, chained=True)

    def note_vehicle_facts(
        self, act: Act, *, case_id: UUID, source: str, fetched_at: datetime, facts: VehicleFacts
    ) -> Saved:
        """Add the register's answer to the case file, and decide on a day exemption that waited for it."""

        def note() -> Saved:
            case = self._log.load(DecisionCase, case_id)
            case.note_vehicle_facts(source=source, fetched_at=fetched_at, facts=facts)
            if waits_for_the_vehicle(case):
                return decide_and_count(self._log, act, case)
            return self._log.save_act(act, case, case_id=case_id)

        return on_the_present_count(note, case_id)

    def note_evidence(self, act: Act, *, case_id: UUID, name: str, shows: str, attached_on: date) -> Saved:
        """Note a document that was attached, without what is in it (Awb 4:2(2))."""
        case = self._log.load(DecisionCase, case_id)
        case.note_evidence(Evidence(name, shows, attached_on))
        return self._log.save_act(act, case, case_id=case_id)

    def suspend_decision_term(
        self,
        act: Act,
        *,
        case_id: UUID,
        request_number: int,
        requested_on: date,
        term_last_day: date,
        items: tuple[str, ...] = (),
    ) -> Saved:
        """Suspend the decision term while the applicant completes the application (Awb 4:15(1)(a))."""
        case = self._log.load(DecisionCase, case_id)
        case.suspend_decision_term(
            request_number=request_number,
            requested_on=requested_on,
            term_last_day=term_last_day,
            items=items,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def supplement_stated_facts(
        self, act: Act, *, case_id: UUID, supplemented_on: date, stated: StatedFacts, signed: bool = False
    ) -> Saved:
        """Take over what the applicant states now, and let a suspended term run again.

        A day exemption that waited for its signature is decided on then.
        """

        def supplement() -> Saved:
            case = self._log.load(DecisionCase, case_id)
            case.supplement_stated_facts(supplemented_on=supplemented_on, stated=stated, signed=signed)
            if signed and case.exemption_type is ExemptionType.DAY:
                return decide_and_count(self._log, act, case)
            return self._log.save_act(act, case, case_id=case_id, chained=True)

        return on_the_present_count(supplement, case_id)

    def note_completion_term_lapsed(
        self, act: Act, *, case_id: UUID, request_number: int, term_last_day: date
    ) -> Saved:
        """Let the term run again after a request that was not answered."""
        case = self._log.load(DecisionCase, case_id)
        case.note_completion_term_lapsed(request_number=request_number, term_last_day=term_last_day)
        return self._log.save_act(act, case, case_id=case_id)

    def note_withdrawal(
        self, act: Act, *, case_id: UUID, withdrawn_on: date, handling_started: bool
    ) -> Saved:
        """End the case: the applicant withdrew."""
        case = self._log.load(DecisionCase, case_id)
        case.note_withdrawal(withdrawn_on=withdrawn_on, handling_started=handling_started)
        return self._log.save_act(act, case, case_id=case_id)

    def note_conversion(
        self,
        act: Act,
        *,
        case_id: UUID,
        converted_on: date,
        to_type: ExemptionType,
        new_case_id: UUID,
        new_received_on: date | None = None,
    ) -> Saved:
        """End the case: another took its place."""
        case = self._log.load(DecisionCase, case_id)
        case.note_conversion(
            converted_on=converted_on,
            to_type=to_type,
            new_case_id=new_case_id,
            new_received_on=new_received_on,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def note_erasure(self, act: Act, *, case_id: UUID, erased_on: date) -> Saved:
        """Remember that the person was erased."""
        case = self._log.load(DecisionCase, case_id)
        case.note_erasure(erased_on=erased_on)
        return self._log.save_act(act, case, case_id=case_id)
