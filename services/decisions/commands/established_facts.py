"""Establishing facts of a case, judging its criteria, and hearing the applicant on them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from services.decisions.commands.desk import case_within
from services.decisions.domain.established_facts import Establishment
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.judging import Judgement
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal


class EstablishedFactsCommands:
    """Commands on established facts (vastgestelde feiten), on judgements (oordelen) and on views on them (zienswijze)."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def establish(
        self,
        act: Act,
        *,
        case_id: UUID,
        establishment: Establishment,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Establish facts in an undecided case (Awb 3:2)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.establish_facts(establishment, established_on=act.today, established_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def withdraw(
        self,
        act: Act,
        *,
        case_id: UUID,
        names: Collection[str],
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Let what the applicant states count again."""
        case = case_within(self._log, within, case_id, expected_version)
        case.withdraw_established_facts(
            names, reasons=reasons, withdrawn_on=act.today, withdrawn_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)

    def judge(
        self,
        act: Act,
        *,
        case_id: UUID,
        judgements: tuple[Judgement, ...],
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Judge criteria that no record answers (Awb 3:2, 3:4)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.judge(judgements, judged_by=act.actor, on=act.today)
        return self._log.save_act(act, case, case_id=case_id)

    def ask_views(
        self,
        act: Act,
        *,
        case_id: UUID,
        views_until: date,
        explanation: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Let the applicant give views on what differs (Awb 4:7)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.ask_views_on_facts(explanation, views_until=views_until, asked_on=act.today, asked_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def note_views(
        self,
        act: Act,
        *,
        case_id: UUID,
        views: Sealed,
        manner: ViewsManner,
        received_on: date | None,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Record what the applicant says of it (Awb 4:9); without a day: today."""
        case = case_within(self._log, within, case_id, expected_version)
        case.note_views_on_facts(
            views, manner=manner, received_on=received_on or act.today, today=act.today, noted_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)
