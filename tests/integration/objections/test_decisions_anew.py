"""A court orders a new decision on an objection: through the log on a real database, and over HTTP."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from sqlalchemy import Engine

from services.objections.commands.appeals import AppealCommands, AppealNotice
from services.objections.commands.objections import ObjectionCommands
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling, ToDecideAnew
from services.objections.domain.handling import Dismissal, Ruling, Upholding
from services.objections.domain.objection_acts import ObjectionState
from services.objections.projections.appeal_register import AppealQueries
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.objection_register import ObjectionQueries
from services.objections.projections.open_objections import OpenObjections, Wanted
from shared.contracts.objections import DecisionAnewOrdered, ObjectionEnded
from shared.eventlog.log import EventLog, Saved
from shared.runtime.ids import SequentialIds
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    a_renewal,
    acts_of,
    an_act,
    follow,
    known_today,
    lapsing_relief,
)
from tests.support.objections import CASE, NEXT_RENEWAL, REFUSAL, RENEWAL, UNHEARD, written
from tests.support.objections_desk import NOT_WANTED, ObjectionsDesk, place_of

DISMISSED, UPHELD = Dismissal(written("Het besluit is juist.")), Upholding(written("Het gebruik is privé."))
TODAY, SIX_WEEKS = date(2026, 4, 10), date(2026, 5, 22)


@pytest.fixture
def appeals(log: EventLog) -> AppealCommands:
    """The commands on appeals, over the same log."""
    return AppealCommands(log, SequentialIds(700), DecisionsHeardOf(log), lapsing_relief(log))


def gone_to_court(
    log: EventLog, commands: ObjectionCommands, appeals: AppealCommands, ruling: Ruling
) -> tuple[Saved, Saved]:
    """An objection on which was ruled, and the appeal on it."""
    commands.note_decision(an_act(101), a_refusal(), rules_on=None)
    objection = commands.lodge_objection(an_act(102), a_notice(), EVERYBODYS)
    commands.rule_on_objection(an_act(103), known_today(log, objection), ruling, UNHEARD)
    notice = AppealNotice(objection.resource_id, TODAY, "UTR 26/1234")
    return objection, appeals.lodge_appeal(an_act(104), notice, EVERYBODYS)


def ordered(appeals: AppealCommands, appeal: Saved, named_day: date | None = None) -> None:
    """The court annuls, and orders a new decision."""
    ruling = CourtRuling(TODAY, written("Vernietigd."), CourtOutcome.ANNULLED, ToDecideAnew(named_day))
    appeals.end_appeal(an_act(105), appeal.resource_id, EVERYBODYS, 1, ruling)


@pytest.mark.parametrize(("named_day", "last_day"), [(None, SIX_WEEKS), (date(2026, 5, 1), date(2026, 5, 1))])
def test_the_objection_is_open_again_until_its_new_last_day(
    engine: Engine,
    log: EventLog,
    commands: ObjectionCommands,
    appeals: AppealCommands,
    named_day: date | None,
    last_day: date,
) -> None:
    """In the list of what is to be ruled on and in the register, without the annulled ruling."""
    objection, appeal = gone_to_court(log, commands, appeals, DISMISSED)
    ordered(appeals, appeal, named_day)
    follow(engine, log)
    (line,) = OpenObjections(log).all(EVERYBODYS, Wanted())
    assert (line.objection_id, line.last_day, line.anew) == (objection.resource_id, last_day, True)
    entry = ObjectionQueries(log).find(EVERYBODYS, objection.resource_id)
    assert entry is not None
    assert (entry.state, entry.ruling, entry.ended_on) == (ObjectionState.PENDING, None, None)
    told = AppealQueries(log).find(EVERYBODYS, appeal.resource_id)
    assert told is not None
    assert (told.outcome, told.decide_anew, told.named_day) == (CourtOutcome.ANNULLED, True, named_day)


def test_what_replaced_the_decision_meanwhile_is_contested_too(
    log: EventLog, commands: ObjectionCommands, appeals: AppealCommands
) -> None:
    """Awb 6:19: it was so at the court; a renewal after the order is attached as before any ruling."""
    objection, appeal = gone_to_court(log, commands, appeals, DISMISSED)
    commands.note_decision(an_act(1), a_renewal(), rules_on=None)
    ordered(appeals, appeal)
    commands.note_decision(an_act(2), a_renewal(NEXT_RENEWAL, RENEWAL), rules_on=None)
    assert acts_of(log, objection)[2:] == ["DecisionAnewOrdered", *["RenewedDecisionAttached"] * 2]
    assert DecisionsHeardOf(log).of_case(CASE).undecided_objections == (objection.resource_id,)


def test_an_annulled_upholding_revokes_nothing_any_more(
    log: EventLog, commands: ObjectionCommands, appeals: AppealCommands
) -> None:
    """So that it can be upheld anew; the decision that follows is another one."""
    objection, appeal = gone_to_court(log, commands, appeals, UPHELD)
    commands.note_decision(an_act(1), a_renewal(), rules_on=objection.resource_id)
    ordered(appeals, appeal)
    contested = DecisionsHeardOf(log).find(REFUSAL)
    assert contested is not None
    assert contested.revoked_on_objection is None
    commands.rule_on_objection(an_act(2), known_today(log, objection), UPHELD, UNHEARD)
    commands.note_decision(an_act(3), a_renewal(NEXT_RENEWAL, RENEWAL), rules_on=objection.resource_id)
    assert acts_of(log, objection)[3:] == [
        "DecisionAnewOrdered",
        "ObjectionUpheldForAnotherReason",
        "ReplacingDecisionNoted",
    ]


def test_the_order_is_told_shown_and_carried_out(desk: ObjectionsDesk) -> None:
    """From the court's ruling to the ruling anew, against which lies appeal again."""
    place = place_of(desk.lodge(desk.refused().decision_id))
    dismissed = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}
    assert desk.post(f"{place}/rulings", dismissed, If_Match='"1"').status_code == 201
    lodged = {"objectionId": place.rpartition("/")[2], "lodgedOn": "2026-03-10"}
    appeal = desk.post("/appeals", lodged).json()["id"]
    ending = {
        "ending": "ruled",
        "endedOn": "2026-03-10",
        "ruling": "De beslissing is vernietigd.",
        "outcome": "annulled",
        "decideAnew": {"before": "2026-05-01"},
    }
    assert desk.post(f"/appeals/{appeal}/endings", ending, If_Match='"1"').status_code == 201
    told = msgspec.json.decode(desk.published()[-1].data, type=DecisionAnewOrdered)
    assert (str(told.appeal_id), told.decide_before) == (appeal, date(2026, 5, 1))
    shown = desk.get(place).json()
    assert (shown["state"], shown["decideBefore"], shown["ruling"]) == ("pending", "2026-05-01", None)
    assert shown["anew"]["appealId"] == appeal
    clock = desk.get(f"{place}/clock").json()
    assert (clock["endedOn"], clock["lastDay"]) == (None, "2026-05-01")
    assert ("ordered_anew", "Awb 8:72(4)") in [(entry["step"], entry["rule"]) for entry in clock["entries"]]
    version = f'"{shown["version"]}"'
    again = {"ruling": "dismissed", "reasons": "Nader gemotiveerd."}
    assert desk.post(f"{place}/rulings", again, If_Match=version).status_code == 201
    ended = msgspec.json.decode(desk.published()[-1].data, type=ObjectionEnded)
    assert (str(ended.anew_appeal_id), ended.court_ruled_on) == (appeal, date(2026, 3, 10))
    assert desk.post("/appeals", lodged).status_code == 201
