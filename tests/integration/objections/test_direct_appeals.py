"""Direct appeal on request through the log, on a real database (Awb 7:1a)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from services.objections.commands.appeals import AppealCommands
from services.objections.commands.direct_appeals import DirectAppealCommands
from services.objections.commands.objections import Notice, ObjectionCommands
from services.objections.domain.appeal_instance import Timeliness
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling, ToDecideAnew
from services.objections.domain.direct_appeal import DirectAppealAnswer, DirectAppealRefusal
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.projections.appeal_register import AppealQueries
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.objection_register import ObjectionEntry, ObjectionQueries
from shared.errors import RuleBroken
from shared.eventlog.log import EventLog, Saved
from shared.runtime.ids import SequentialIds
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    acts_of,
    an_act,
    at,
    follow,
    lapsing_relief,
)
from tests.support.objections import CASE, REFUSAL, written

WORDS = written("Het geschil gaat alleen over de uitleg van de regel.")
CONSENT = DirectAppealAnswer(consents=True, reasons=WORDS)
TODAY = date(2026, 4, 10)


@pytest.fixture
def court(log: EventLog) -> DirectAppealCommands:
    """The commands on direct appeal, over the same log."""
    return DirectAppealCommands(log, SequentialIds(700), DecisionsHeardOf(log))


def asking(*, asks: bool = True, by: str | None = "applicant-1") -> Notice:
    """A notice of objection that asks for direct appeal, unless said otherwise."""
    return replace(a_notice(lodged_by=by), asks_direct_appeal=asks)


def lodged(commands: ObjectionCommands, number: int = 1, notice: Notice | None = None) -> Saved:
    """Such an objection, against a refusal that was heard of and announced."""
    commands.note_decision(an_act(100 + number), a_refusal(), rules_on=None)
    commands.note_announcement(
        an_act(150 + number),
        decision_id=REFUSAL,
        case_id=CASE,
        announced_on=date(2026, 3, 24),
        remedy_last_day=date(2026, 5, 6),
    )
    return commands.lodge_objection(an_act(200 + number), notice or asking(), EVERYBODYS)


def shown(log: EventLog, objection: Saved) -> ObjectionEntry:
    """The objection as the register has it."""
    entry = ObjectionQueries(log).find(EVERYBODYS, objection.resource_id)
    assert entry is not None
    return entry


def test_a_consent_makes_an_appeal_of_the_objection(
    engine: Engine, log: EventLog, commands: ObjectionCommands, court: DirectAppealCommands
) -> None:
    """In one append, with the day of receipt of the objection (Awb 7:1a(5))."""
    objection = lodged(commands)
    court.answer_direct_appeal(an_act(1), at(objection, 1), CONSENT)
    follow(engine, log)
    (appeal,) = AppealQueries(log).page(EVERYBODYS, None, None, 10)
    assert (appeal.objection_id, appeal.lodged_on) == (objection.resource_id, TODAY)
    assert (appeal.filing.direct, appeal.filing.fee_free, appeal.timeliness) == (
        True,
        False,
        Timeliness.IN_TIME,
    )
    entry = shown(log, objection)
    assert (entry.state, entry.ended_on) == (ObjectionState.SENT_TO_COURT, TODAY)
    assert entry.direct_appeal is not None
    assert entry.direct_appeal.appeal_id == appeal.appeal_id
    assert DecisionsHeardOf(log).of_case(CASE).undecided_objections == ()


def test_another_objection_without_the_request_stands_in_the_way_until_it_is_decided(
    engine: Engine, log: EventLog, commands: ObjectionCommands, court: DirectAppealCommands
) -> None:
    """Awb 7:1a(2); a refusal says so, and the objection stays pending."""
    objection = lodged(commands)
    lodged(commands, 2, asking(asks=False, by=None))
    with pytest.raises(RuleBroken) as raised:
        court.answer_direct_appeal(an_act(1), at(objection, 1), CONSENT)
    assert raised.value.code == "other_objection_without_request"
    court.answer_direct_appeal(an_act(2), at(objection, 1), replace(CONSENT, consents=False))
    follow(engine, log)
    entry = shown(log, objection)
    assert entry.state is ObjectionState.PENDING
    assert entry.direct_appeal is not None
    assert entry.direct_appeal.refused_because is DirectAppealRefusal.OTHER_OBJECTION


def test_what_is_lodged_after_the_consent_follows_at_once(
    engine: Engine, log: EventLog, commands: ObjectionCommands, court: DirectAppealCommands
) -> None:
    """Awb 7:1a(6): with an appeal of its own, and no court fee where it did not ask for it."""
    court.answer_direct_appeal(an_act(1), at(lodged(commands), 1), CONSENT)
    later = lodged(commands, 2, asking(asks=False, by=None))
    assert acts_of(log, later) == ["ObjectionLodged", "ObjectionFollowedToCourt"]
    follow(engine, log)
    first, second = AppealQueries(log).page(EVERYBODYS, None, None, 10)
    fees = {one.objection_id: one.filing.fee_free for one in (first, second)}
    assert fees[later.resource_id]
    assert shown(log, later).state is ObjectionState.SENT_TO_COURT


@pytest.mark.parametrize(
    ("earlier", "state"), [(1, ObjectionState.PENDING), (0, ObjectionState.SENT_TO_COURT)]
)
def test_what_was_received_before_the_consent_and_entered_after_it_stays_here(
    engine: Engine,
    log: EventLog,
    commands: ObjectionCommands,
    court: DirectAppealCommands,
    earlier: int,
    state: ObjectionState,
) -> None:
    """Awb 7:1a(2), (6): it stood in the way of the consent, which is for a person to see."""
    court.answer_direct_appeal(an_act(1), at(lodged(commands), 1), CONSENT)
    notice = asking(asks=False, by=None)
    received = replace(notice.receipt, received_on=TODAY - timedelta(days=earlier))
    late = lodged(commands, 2, replace(notice, receipt=received))
    follow(engine, log)
    assert shown(log, late).state is state


def test_an_order_after_direct_appeal_is_about_the_decision_on_the_application(
    engine: Engine, log: EventLog, commands: ObjectionCommands, court: DirectAppealCommands
) -> None:
    """Awb 8:72(4): it is registered with the appeal; nothing is decided on the objection."""
    objection = lodged(commands)
    court.answer_direct_appeal(an_act(1), at(objection, 1), CONSENT)
    follow(engine, log)
    (appeal,) = AppealQueries(log).page(EVERYBODYS, None, None, 10)
    appeals = AppealCommands(log, SequentialIds(800), DecisionsHeardOf(log), lapsing_relief(log))
    ruling = CourtRuling(TODAY, WORDS, CourtOutcome.ANNULLED, ToDecideAnew(date(2026, 5, 22)))
    appeals.end_appeal(an_act(2), appeal.appeal_id, EVERYBODYS, None, ruling)
    assert log.load(Objection, objection.resource_id).state is ObjectionState.SENT_TO_COURT
