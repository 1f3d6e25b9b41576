"""The open objections with their last day to rule, as the log and its tables have them on either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine, delete

from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.commands.reached import SaidWithIt
from services.objections.domain.admissibility import Receipt
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.repair import NoticeDefect
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.objection_register import objections
from services.objections.projections.open_objections import OpenObjections, Wanted
from shared.database import writing
from shared.eventlog.log import EventLog
from shared.law.terms import Channel
from shared.vocabulary import ExemptionType
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    an_act,
    at,
    follow,
    lapsing_relief,
)
from tests.support.objections import CASE, PAYLOAD_OF_VANS, REFUSAL, written

EVERYTHING = Wanted()
TWELVE_WEEKS = date(2026, 7, 14)
"""After the last day to object, 21 April 2026."""


def last_days(log: EventLog, engine: Engine, wanted: Wanted = EVERYTHING) -> list[tuple[date | None, bool]]:
    """The last day of each open objection, and whether its term is suspended, once the register has followed."""
    with writing(engine) as connection:
        connection.execute(delete(objections))
    follow(engine, log)
    return [(one.last_day, one.suspended) for one in OpenObjections(log).all(EVERYBODYS, wanted)]


def test_the_last_day_follows_acts_and_letter(
    log: EventLog, engine: Engine, commands: ObjectionCommands
) -> None:
    """Not known, then twelve weeks with a committee, then none while the objector repairs a defect (Awb 7:10)."""
    on_the_way = ProceedingsCommands(log, DecisionsHeardOf(log), lapsing_relief(log))
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    lodged = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    on_the_way.announce_committee(an_act(3), at(lodged))
    assert last_days(log, engine) == [(None, False)]
    commands.note_announcement(
        an_act(4),
        decision_id=REFUSAL,
        case_id=CASE,
        announced_on=date(2026, 3, 10),
        remedy_last_day=date(2026, 4, 21),
    )
    assert last_days(log, engine) == [(TWELVE_WEEKS, False)]
    assert last_days(log, engine, Wanted(ExemptionType.DAY)) == []
    on_the_way.request_repair(an_act(5), at(lodged), (NoticeDefect.GROUNDS,), date(2026, 4, 24))
    assert last_days(log, engine) == [(None, True)]


def test_the_last_day_follows_what_was_judged_of_post_without_a_postmark(
    log: EventLog, engine: Engine, commands: ObjectionCommands
) -> None:
    """Judged late and excused, the term runs from its receipt (Awb 6:9(2), 7:10(1)), as on its clock."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    commands.note_announcement(
        an_act(2),
        decision_id=REFUSAL,
        case_id=CASE,
        announced_on=date(2026, 2, 26),
        remedy_last_day=date(2026, 4, 9),
    )
    by_post = replace(a_notice(lodged_by=None), receipt=Receipt(Channel.POST, date(2026, 4, 10)))
    lodged = commands.lodge_objection(an_act(3), by_post, EVERYBODYS)
    assert last_days(log, engine) == [(date(2026, 5, 21), False)]
    reasons = written("De brief lag er op de dag na de termijn.")
    late = SaidWithIt(lateness_excused=reasons, posting=PostingJudgement(in_time=False, reasons=reasons))
    commands.find_threshold_consequence(an_act(4), at(lodged), PAYLOAD_OF_VANS, late)
    assert last_days(log, engine) == [(date(2026, 5, 22), False)]
