"""Objections through the log: acts, messages heard, and the registers that follow."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Engine

from services.objections.commands.interim_relief import LapsingRelief
from services.objections.commands.objections import Notice
from services.objections.commands.reached import Place
from services.objections.domain.admissibility import Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.objection import Objection
from services.objections.domain.reconsideration import Assessment, ReconsiderationAsked
from services.objections.domain.scope import Scope
from services.objections.projections.appeal_register import AppealRegister
from services.objections.projections.interim_reliefs import ReliefQueries, ReliefRegister
from services.objections.projections.objection_register import ObjectionRegister
from shared.database import writing
from shared.eventlog.act import Act
from shared.eventlog.append import Consumed
from shared.eventlog.log import EventLog, Saved
from shared.law.terms import Channel
from shared.vocabulary import ExemptionType, Outcome
from tests.support.objections import CASE, GROUNDS, REFUSAL, RENEWAL

NOW: Final = datetime(2026, 4, 10, 9, tzinfo=UTC)
EVERYBODYS: Final = Scope()
"""A national desk."""


def an_act(number: int = 1, actor: str = "objection-handler-1", consumed: Consumed | None = None) -> Act:
    """Somebody's act on the tenth of April."""
    command_id = uuid5(UUID(int=7), str(number))
    return Act(actor, "objection_handler", NOW, command_id, command_id, consumed=consumed)


def a_notice(
    decision_id: UUID = REFUSAL, lodged_by: str | None = "applicant-1", case_id: UUID = CASE
) -> Notice:
    """An electronic objection."""
    return Notice(case_id, decision_id, Receipt(Channel.ELECTRONIC, date(2026, 4, 10)), GROUNDS, lodged_by)


def a_refusal(
    case_id: UUID = CASE,
    decision_id: UUID = REFUSAL,
    kind: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    municipality: str | None = None,
) -> ContestedDecision:
    """The refusal, as decisions tells of it."""
    return ContestedDecision(
        decision_id,
        case_id,
        Outcome.REFUSED,
        "handler-1",
        "applicant-1",
        exemption_type=kind,
        municipality=municipality,
    )


def a_renewal(decision_id: UUID = RENEWAL, replaces: UUID = REFUSAL) -> ContestedDecision:
    """A grant that replaces an earlier decision."""
    return ContestedDecision(decision_id, CASE, Outcome.GRANTED, "reviewer-1", "applicant-1", replaces)


def acts_of(log: EventLog, saved: Saved) -> list[str]:
    """The names of an objection's events, without what a ruling says of the hearing and rests on."""
    names = [type(recorded.event).__name__ for recorded in log.stream(saved.resource_id)]
    return [name for name in names if name not in {"HearingWaived", *RECONSIDERED}]


RECONSIDERED: Final = ("ReconsiderationAsked", "ReconsiderationNoted")


def known_today(log: EventLog, saved: Saved) -> Place:
    """The objection, of which a handler asked and heard what the case comes to: the facts do not tell (Awb 7:11(1))."""
    objection = log.load(Objection, saved.resource_id)
    objection.trigger_event(
        ReconsiderationAsked, case_id=objection.case_id, asked_on=NOW.date(), asked_by="objection-handler-1"
    )
    unknown = Assessment(UUID(int=300), NOW.date(), None, "policy/2", None, "policy/1", None)
    objection.note_reconsideration(unknown)
    number = int.from_bytes(objection.id.bytes[-6:]) * 100 + objection.version
    log.save_act(an_act(number), objection, case_id=objection.case_id)
    return at(saved)


def at(saved: Saved, version: int | None = None) -> Place:
    """The objection as it was at that version, seen by a national desk."""
    return Place(saved.resource_id, EVERYBODYS, version)


def follow(engine: Engine, log: EventLog) -> None:
    """Apply the whole log to both registers."""
    registers = (ObjectionRegister(), AppealRegister(), ReliefRegister())
    with writing(engine) as connection:
        for recorded in log.events_after(0):
            for register in registers:
                register.apply(connection, recorded)


def lapsing_relief(log: EventLog) -> LapsingRelief:
    """What lapses with proceedings in that log."""
    return LapsingRelief(log, ReliefQueries(log))
