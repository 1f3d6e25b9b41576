"""Appeals against not deciding through the log: what they concern, and what a late decision means for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine

from services.objections.commands.late_appeals import LateAppealCommands
from services.objections.commands.objections import ObjectionCommands
from services.objections.domain.handling import Dismissal, Upholding
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.late_appeal import (
    LateAppeal,
    LateAppealNotice,
    LateAppealRuling,
    LateAppealState,
)
from services.objections.domain.scope import Scope
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.late_appeals import (
    LateAppealEntry,
    LateAppealQueries,
    LateAppealRegister,
)
from services.objections.projections.open_objections import OpenObjections, Wanted
from shared.contracts.notifications import ObjectionLetterSent
from shared.database import writing
from shared.errors import NotInThisState, NotThere, RuleBroken
from shared.eventlog.log import EventLog
from shared.law.court_orders import OrderedDecision
from shared.runtime.ids import SequentialIds
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    a_renewal,
    an_act,
    follow,
    known_today,
)
from tests.support.objections import CASE, OTHER_CASE, REFUSAL, RENEWAL, UNHEARD, written
from tests.support.objections_desk import ObjectionsDesk
from tests.support.published_halves import a_refusal as a_decision
from tests.support.published_halves import an_application

TODAY = date(2026, 4, 10)
TOLD = LateAppealNotice(TODAY, "UTR 26/77", date(2026, 3, 20))
ORDER = OrderedDecision(TODAY, date(2026, 4, 24), 100, 15_000)
UPHELD = LateAppealRuling(TODAY, LateAppealState.UPHELD, written("Gegrond."), ORDER)
UTRECHT = "0344"


@pytest.fixture
def late(log: EventLog) -> LateAppealCommands:
    """The commands on these appeals, over the same log."""
    return LateAppealCommands(log, SequentialIds(700), DecisionsHeardOf(log))


def test_the_decision_on_an_application_reaches_the_appeal_against_not_taking_it(
    engine: Engine, log: EventLog, commands: ObjectionCommands, late: LateAppealCommands
) -> None:
    """Awb 6:20(3), 8:55d(1), (2): one at a time; after the order, the announcement of the decision ends what it costs."""
    commands.note_case(an_act(1), HeardCase(CASE, date(2026, 1, 5)))
    lodged = late.lodge_late_appeal(an_act(2), CASE, None, TOLD, EVERYBODYS)
    with pytest.raises(RuleBroken, match="appeal_pending"):
        late.lodge_late_appeal(an_act(3), CASE, None, TOLD, EVERYBODYS)
    late.end_late_appeal(an_act(4), lodged.resource_id, EVERYBODYS, 1, UPHELD)
    commands.note_decision(an_act(5), a_refusal(), rules_on=None)
    entry = entered(engine, log, lodged.resource_id)
    assert (entry.state, entry.order, entry.late_decision_id) == (LateAppealState.UPHELD, ORDER, REFUSAL)
    assert (entry.taken_on, entry.carried_out_on) == (TODAY, None)
    sent_on = date(2026, 4, 27)
    commands.note_announcement(
        an_act(7), decision_id=REFUSAL, case_id=CASE, announced_on=sent_on, remedy_last_day=None
    )
    [told] = LateAppealQueries(log).page(EVERYBODYS, None, 10)
    assert (told.announced_on, told.carried_out_on) == (sent_on, sent_on)
    assert ORDER.due(told.carried_out_on, date(2026, 5, 1)) == 200
    later = LateAppealNotice(date(2026, 4, 28))
    with pytest.raises(NotInThisState, match="decided_already"):
        late.lodge_late_appeal(an_act(6), CASE, None, later, EVERYBODYS)


def test_the_ruling_on_an_objection_reaches_the_appeal_against_not_giving_it(
    engine: Engine, log: EventLog, commands: ObjectionCommands, late: LateAppealCommands
) -> None:
    """The order is its last day, in the list of open objections too; the ruling is noted (Awb 6:20(3))."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    objection = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    lodged = late.lodge_late_appeal(an_act(3), CASE, objection.resource_id, TOLD, EVERYBODYS)
    late.end_late_appeal(an_act(4), lodged.resource_id, EVERYBODYS, 1, UPHELD)
    follow(engine, log)
    (open_one,) = OpenObjections(log).all(EVERYBODYS, Wanted())
    assert open_one.last_day == ORDER.last_day
    ruling = Dismissal(written("Het besluit is juist."))
    commands.rule_on_objection(an_act(5), known_today(log, objection), ruling, UNHEARD)
    assert log.load(LateAppeal, lodged.resource_id).taken_on == TODAY
    again = late.lodge_late_appeal(an_act(6), CASE, objection.resource_id, TOLD, EVERYBODYS)
    assert log.load(LateAppeal, again.resource_id).taken_on == TODAY


@pytest.mark.parametrize("upheld", [False, True])
def test_what_a_court_ordered_on_an_objection_is_done_when_the_ruling_was_announced(
    engine: Engine, log: EventLog, commands: ObjectionCommands, late: LateAppealCommands, upheld: bool
) -> None:
    """Awb 8:55d(1): by a letter of its own, or by that about the decision that an upheld objection leads to."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    objection = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    lodged = late.lodge_late_appeal(an_act(3), CASE, objection.resource_id, TOLD, EVERYBODYS)
    late.end_late_appeal(an_act(4), lodged.resource_id, EVERYBODYS, 1, UPHELD)
    ruling = Upholding(written("Gegrond.")) if upheld else Dismissal(written("Het besluit is juist."))
    commands.rule_on_objection(an_act(5), known_today(log, objection), ruling, UNHEARD)
    entry = entered(engine, log, lodged.resource_id)
    assert (entry.taken_on, entry.carried_out_on) == (TODAY, None)
    sent_on = date(2026, 4, 27)
    if upheld:
        commands.note_decision(an_act(6), a_renewal(), rules_on=objection.resource_id)
        commands.note_announcement(
            an_act(7), decision_id=RENEWAL, case_id=CASE, announced_on=sent_on, remedy_last_day=None
        )
    else:
        letter = ObjectionLetterSent(UUID(int=71), CASE, objection.resource_id, sent_on, date(2026, 6, 8))
        row = DecisionsHeardOf(log).ruling_announcement(letter)
        assert row is not None
        log.save_act(an_act(6), case_id=CASE, rows=[row])
    [told] = LateAppealQueries(log).page(EVERYBODYS, None, 10)
    assert told.carried_out_on == sent_on


def test_an_appeal_in_a_local_case_is_its_municipality_s(
    engine: Engine, log: EventLog, commands: ObjectionCommands, late: LateAppealCommands
) -> None:
    """For others, the national desk included, neither case nor appeal is there; nor a case never heard of."""
    of_utrecht = Scope(national=False, municipalities=frozenset({UTRECHT}))
    commands.note_case(an_act(1), HeardCase(CASE, date(2026, 1, 5), UTRECHT))
    lodged = late.lodge_late_appeal(an_act(2), CASE, None, TOLD, of_utrecht).resource_id
    entered(engine, log, lodged, of_utrecht)
    assert LateAppealQueries(log).find(EVERYBODYS, lodged) is None
    assert LateAppealQueries(log).page(EVERYBODYS, None, 10) == []
    with pytest.raises(NotThere):
        late.end_late_appeal(an_act(3), lodged, EVERYBODYS, 1, UPHELD)
    for number, (case_id, scope) in enumerate([(CASE, EVERYBODYS), (OTHER_CASE, EVERYBODYS)], 4):
        with pytest.raises(NotThere, match="case_not_there"):
            late.lodge_late_appeal(an_act(number), case_id, None, TOLD, scope)


def test_the_desk_registers_what_the_court_tells(desk: ObjectionsDesk) -> None:
    """What the order costs by now is told; a withdrawal has no ruling, and no order."""
    told = an_application(a_decision(desk.vault))
    desk.publish(told)
    desk.get("/late-appeals")
    lodging = {"caseId": str(told.case_id), "lodgedOn": "2026-03-09", "noticeReceivedOn": "2026-02-20"}
    appeal = f"/late-appeals/{desk.post('/late-appeals', lodging).json()['id']}"
    wrong = {"ending": "withdrawn", "endedOn": "2026-03-10", "ruling": "Gegrond."}
    assert desk.post(f"{appeal}/endings", wrong, If_Match='"1"').status_code == 400
    order = {"sentOn": "2026-03-10", "eurosPerDay": 100, "mostEuros": 15_000}
    upheld = {"ending": "upheld", "endedOn": "2026-03-10", "ruling": "Gegrond.", "order": order}
    assert desk.post(f"{appeal}/endings", upheld, If_Match='"1"').status_code == 201
    desk.later(days=17)
    shown = desk.get(appeal).json()
    assert (shown["state"], shown["premature"], shown["ruling"]) == ("upheld", False, "Gegrond.")
    assert (shown["order"]["lastDay"], shown["order"]["eurosDue"]) == ("2026-03-24", 300)
    assert desk.published_types() == [
        "late-appeal-lodged",
        "late-appeal-ended",
        "late-decision-ordered",
    ]


def entered(engine: Engine, log: EventLog, appeal_id: UUID, scope: Scope = EVERYBODYS) -> LateAppealEntry:
    """The appeal as the register has it."""
    register = LateAppealRegister()
    with writing(engine) as connection:
        for recorded in log.events_after(0):
            register.apply(connection, recorded)
    entry = LateAppealQueries(log).find(scope, appeal_id)
    assert entry is not None
    return entry
