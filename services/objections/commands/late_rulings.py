"""What follows when a decision on an objection comes too late: load, decide, save (Awb 4:17, 4:18, 7:14)."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from services.objections.commands.reached import DecisionsHeard, Place, ReachedObjections
from services.objections.domain.contested_decision import ContestedCase, ContestedDecision
from services.objections.domain.late_ruling import Notice
from services.objections.domain.late_ruling_penalty import LateRulingPenaltyFixed, NothingDue
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.law.terms import Channel


class PenaltiesHeard(DecisionsHeard, Protocol):
    """The inline tables, as these commands see them."""

    def next_turn(self, case: ContestedCase) -> RowWrite: ...
    def taking(self, decision: ContestedDecision) -> RowWrite: ...


class RulingsTold(Protocol):
    """Knows on which days rulings on an objection were announced."""

    def of(self, objection_id: UUID) -> tuple[date, ...]: ...


class LateRulingCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, cases: PenaltiesHeard, told: RulingsTold) -> None:
        self._log = log
        self._told = told
        self._cases = cases
        self._reached = ReachedObjections(log, cases)

    def note_notice(self, act: Act, place: Place, received_on: date, channel: Channel) -> Saved:
        """Record a notice of default (Awb 4:17(3)): by the desk, or by the objector who sends it here and now."""
        objection = self._reached.at(place)
        if place.scope.lodged_by is not None and (channel, received_on) != (Channel.ELECTRONIC, act.today):
            raise RuleBroken(
                "notice_not_sent_here", "what is sent here comes electronically, today (Awb 2:13)"
            )
        notice = Notice(received_on, channel, act.actor)
        told = self._told.of(objection.id)
        objection.note_notice_of_default(
            notice, self._reached.contested(objection), told=told, today=act.today
        )
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def fix_penalty(self, act: Act, place: Place, nothing_due: NothingDue | None) -> Saved:
        """Decide what penalty is due, as computed, or that none is on a ground of Awb 4:17(6) (Awb 4:18).

        It is a decision that can be contested from now on, by itself or in the appeal on the ruling (Awb 4:19).
        """
        objection = self._reached.at(place)
        contested = self._reached.contested(objection)
        told = self._told.of(objection.id)
        objection.fix_penalty(nothing_due, contested, told=told, decided_on=act.today, decided_by=act.actor)
        rows = [
            *(
                self._cases.taking(event.contestable)
                for event in objection.pending()
                if isinstance(event, LateRulingPenaltyFixed)
            ),
            self._cases.next_turn(self._cases.of_case(objection.case_id)),
        ]
        return self._log.save_act(act, objection, case_id=objection.case_id, rows=rows)

    def pay_penalty(self, act: Act, place: Place, amount_euros: int, paid_on: date) -> Saved:
        """Record that the penalty was paid (Awb 4:87(1))."""
        objection = self._reached.at(place)
        objection.pay_penalty(amount_euros, paid_on=paid_on, recorded_by=act.actor, today=act.today)
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def case_of(self, place: Place) -> UUID:
        """The case that an objection is about: under a key of it the edge seals what is written there."""
        return self._reached.at(place).case_id
