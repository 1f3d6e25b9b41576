"""What happens to an application by itself: the register answers, a term passes, a decision is taken."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.applications.domain.application_acts import ApplicationState
from services.applications.domain.exemption_application import ExemptionApplication
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.rdw.register_record import RegisterAnswer
from shared.vocabulary import LeftOutReason, Outcome


class ConsequenceCommands:
    """Commands of workers and reactions; each gives None when there is nothing left to record.

    Methods raise AggregateNotFound or VersionConflict.
    """

    def __init__(self, log: EventLog, sealer: Sealer) -> None:
        self._log = log
        self._sealer = sealer

    def record_vehicle_facts(self, act: Act, case_id: UUID, answer: RegisterAnswer) -> Saved | None:
        """Record a register's answer, fetched at the act's instant; nothing when it is not needed any more."""
        application = self._log.load(ExemptionApplication, case_id)
        if not application.awaits_facts:
            return None
        evidence = self._sealer.seal(application.plate.key_id, SealedKind.EVIDENCE, answer.evidence)
        application.receive_vehicle_facts(answer.source, act.at, answer.facts, evidence)
        return self._log.save_act(act, application, case_id=case_id)

    def lapse_completion_term(self, act: Act, case_id: UUID) -> Saved | None:
        """Note that the term to complete passed unused, once (Awb 4:5(4))."""
        application = self._log.load(ExemptionApplication, case_id)
        if not application.completion_term_passed(act.today):
            return None
        application.lapse_completion_term(act.today)
        return self._log.save_act(act, application, case_id=case_id)

    def take_decision_in(
        self,
        act: Act,
        case_id: UUID,
        decision_id: UUID,
        outcome: Outcome,
        decided_on: date,
        valid_until: date | None,
    ) -> Saved:
        """Close the application by its first decision; note a later one, by which another exemption may be held."""
        application = self._log.load(ExemptionApplication, case_id)
        take = application.note_later_decision if application.is_closed else application.close
        take(decision_id, outcome, decided_on, valid_until)
        return self._log.save_act(act, application, case_id=case_id)

    def leave_out(
        self, act: Act, case_id: UUID, decision_id: UUID, reason: LeftOutReason, decided_on: date
    ) -> Saved | None:
        """End the application by a decision not to deal with it; one that has ended otherwise stays so."""
        application = self._log.load(ExemptionApplication, case_id)
        if not application.is_open:
            return None
        application.leave_out(decision_id, reason, decided_on)
        return self._log.save_act(act, application, case_id=case_id)

    def take_up_again(
        self, act: Act, case_id: UUID, revoked_decision_id: UUID, objection_id: UUID, decided_on: date
    ) -> Saved | None:
        """Deal with an application that was left out after all; not with one that ended otherwise, or was erased."""
        application = self._log.load(ExemptionApplication, case_id)
        left_out = application.state is ApplicationState.LEFT_OUT
        if not left_out or application.closed_by != revoked_decision_id or application.erasure_ordered:
            return None
        application.take_up_again(revoked_decision_id, objection_id, decided_on)
        return self._log.save_act(act, application, case_id=case_id)
