"""What follows when a decision comes too late: notices of default, and the penalty (Awb 4:17, 4:18)."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from services.decisions.commands.desk import case_within
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.notice_of_default import NothingDue, Notice
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal, Role


class Announcements(Protocol):
    """Knows when decisions were announced."""

    def first_in(self, case_id: UUID) -> date | None:
        """The first day on which a decision in the case was announced, other than on a penalty; None: none was."""


class DefaultCommands:
    """Commands on decisions that come too late."""

    def __init__(self, log: EventLog, announcements: Announcements) -> None:
        self._log = log
        self._announcements = announcements

    def note_notice(
        self, act: Act, *, case_id: UUID, received_on: date, channel: Channel, by: Principal
    ) -> Saved:
        """Record a notice of default (Awb 4:17(3)): by the desk, or by the applicant who sends it here and now.

        For others the case is not there.
        """
        case = self._log.load(DecisionCase, case_id)
        if not (by.has(Role.CASE_HANDLER) and by.deals_with(case.municipality)):
            _must_be_sent_now(case, received_on, channel, by, act.today)
        case.note_notice_of_default(
            Notice(received_on, channel, act.actor),
            announced_on=self._announcements.first_in(case_id),
            today=act.today,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def fix_penalty(
        self,
        act: Act,
        *,
        case_id: UUID,
        nothing_due: NothingDue | None,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Decide what penalty is due, as computed, or that none is on a ground of Awb 4:17(6) (Awb 4:18)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.fix_penalty(
            nothing_due,
            announced_on=self._announcements.first_in(case_id),
            decided_on=act.today,
            decided_by=act.actor,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def pay_penalty(
        self,
        act: Act,
        *,
        case_id: UUID,
        amount_euros: int,
        paid_on: date,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Record that the penalty was paid (Awb 4:87(1))."""
        case = case_within(self._log, within, case_id, expected_version)
        case.pay_penalty(amount_euros, paid_on=paid_on, recorded_by=act.actor, today=act.today)
        return self._log.save_act(act, case, case_id=case_id)

    def recover_penalty(
        self,
        act: Act,
        *,
        case_id: UUID,
        amount_euros: int,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Ask back what was paid and not due (Awb 4:20)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.recover_penalty(amount_euros, reasons, decided_on=act.today, decided_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)


def _must_be_sent_now(
    case: DecisionCase, received_on: date, channel: Channel, by: Principal, today: date
) -> None:
    """What comes in here comes electronically and today (Awb 2:13); what came by post the desk records."""
    if not (by.has(Role.APPLICANT) and case.is_of(by.subject)):
        raise AggregateNotFound(f"DecisionCase {case.id}")
    if channel is not Channel.ELECTRONIC or received_on != today:
        raise RuleBroken("notice_not_sent_here", "what is sent here comes electronically, today (Awb 2:13)")
