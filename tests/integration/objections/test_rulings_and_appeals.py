"""Rulings, lapsed findings, appeals and counts through the log, on a real database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine

from services.objections.commands.appeals import AppealCommands, AppealNotice
from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.reached import Place
from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.appeal import AppealState, Withdrawal
from services.objections.domain.contested_decision import ContestedCase, ContestedDecision
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling
from services.objections.domain.handling import Dismissal, Inadmissibility, Upholding
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reporting import ObjectionCategory
from services.objections.domain.scope import Scope
from services.objections.projections.appeal_register import AppealQueries
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.late_appeals import WaitingAppeals
from services.objections.projections.objection_monitor import ObjectionMonitor
from services.objections.projections.objection_register import ObjectionQueries
from shared.errors import NotInThisState, NotThere, NotYours, RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import StaleRow
from shared.eventlog.log import EventLog, Saved, VersionConflict
from shared.runtime.ids import SequentialIds
from shared.vocabulary import ExemptionType
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    a_renewal,
    acts_of,
    an_act,
    at,
    follow,
    known_today,
    lapsing_relief,
)
from tests.support.objections import (
    CASE,
    OTHER_CASE,
    PAYLOAD_OF_VANS,
    REFUSAL,
    RENEWAL,
    THRESHOLD_SET,
    UNFOUNDED,
    UNHEARD,
    written,
)

DISMISSED, UPHELD = Dismissal(written("Het besluit is juist.")), Upholding(written("Het gebruik is privé."))
LOCAL_REFUSAL, UTRECHT, ZWOLLE = UUID(int=21), "0344", "0193"
OF_UTRECHT = Scope(national=False, municipalities=frozenset({UTRECHT}))
OF_ZWOLLE = Scope(national=False, municipalities=frozenset({ZWOLLE}))
TODAY = date(2026, 4, 10)


@pytest.fixture
def appeals(log: EventLog) -> AppealCommands:
    """The commands on appeals, over the same log."""
    return AppealCommands(log, SequentialIds(700), DecisionsHeardOf(log), lapsing_relief(log))


def lodged(commands: ObjectionCommands, number: int = 1) -> Saved:
    """An objection against a refusal heard of."""
    commands.note_decision(an_act(100 + number), a_refusal(), rules_on=None)
    return commands.lodge_objection(an_act(200 + number), a_notice(), EVERYBODYS)


def an_appeal_on(objection: Saved) -> AppealNotice:
    """The court tells of an appeal."""
    return AppealNotice(objection.resource_id, TODAY, "UTR 26/1234")


def test_a_ruled_objection_is_attached_to_nothing_any_more(
    log: EventLog, commands: ObjectionCommands
) -> None:
    """Awb 6:19 is for pending objections."""
    objection = lodged(commands)
    commands.rule_on_objection(an_act(1), at(objection, 1), DISMISSED, UNFOUNDED)
    commands.note_decision(an_act(2), a_renewal(), rules_on=None)
    assert acts_of(log, objection) == ["ObjectionLodged", "ObjectionDismissed"]


def test_a_ruling_on_what_changed_meanwhile_is_refused(log: EventLog, commands: ObjectionCommands) -> None:
    """A renewal was attached after the handler looked."""
    objection = lodged(commands)
    commands.note_decision(an_act(1), a_renewal(), rules_on=None)
    with pytest.raises(VersionConflict):
        commands.rule_on_objection(an_act(2), at(objection, 1), DISMISSED, UNFOUNDED)
    assert acts_of(log, objection) == ["ObjectionLodged", "RenewedDecisionAttached"]


def test_the_approver_of_a_renewal_does_not_rule(commands: ObjectionCommands) -> None:
    """Awb 10:3: the renewal that is attached was decided by the reviewer."""
    objection = lodged(commands)
    commands.note_decision(an_act(1), a_renewal(), rules_on=None)
    with pytest.raises(NotYours):
        commands.rule_on_objection(an_act(2, actor="reviewer-1"), at(objection), DISMISSED, UNFOUNDED)


def test_an_objection_upheld_for_another_reason_gets_its_decision(
    log: EventLog, commands: ObjectionCommands
) -> None:
    """The replacing decision is named; another pending objection of the case is directed at it."""
    objection = lodged(commands)
    other = commands.lodge_objection(an_act(1), a_notice(), EVERYBODYS)
    commands.rule_on_objection(an_act(2), known_today(log, objection), UPHELD, UNHEARD)
    commands.note_decision(an_act(3), a_renewal(), rules_on=objection.resource_id)
    assert acts_of(log, objection)[1:] == ["ObjectionUpheldForAnotherReason", "ReplacingDecisionNoted"]
    assert acts_of(log, other)[1:] == ["RenewedDecisionAttached"]


def test_a_decision_is_revoked_on_one_objection(log: EventLog, commands: ObjectionCommands) -> None:
    """Two objections against it: the second one is dismissed, declared inadmissible or withdrawn."""
    first = lodged(commands)
    second = commands.lodge_objection(an_act(1), a_notice(), EVERYBODYS)
    commands.rule_on_objection(an_act(2), known_today(log, first), UPHELD, UNHEARD)
    with pytest.raises(RuleBroken) as raised:
        commands.rule_on_objection(an_act(3), known_today(log, second), UPHELD, UNHEARD)
    assert raised.value.code == "decision_revoked"
    commands.rule_on_objection(an_act(4), at(second), DISMISSED, UNFOUNDED)


def test_two_handlers_do_not_revoke_a_decision_at_once(log: EventLog, commands: ObjectionCommands) -> None:
    """The other ruling is given after the first handler looked at the decision."""
    first = lodged(commands)
    second = commands.lodge_objection(an_act(1), a_notice(), EVERYBODYS)

    ruled_first = known_today(log, first)

    class Overtaken(DecisionsHeardOf):
        """Lets the other ruling in just after the look at who took the decisions of the case."""

        def of_case(self, case_id: UUID) -> ContestedCase:
            case = super().of_case(case_id)
            commands.rule_on_objection(an_act(2), ruled_first, UPHELD, UNHEARD)
            return case

        def find(self, decision_id: UUID) -> ContestedDecision | None:
            heard_of = super().find(decision_id)
            return replace(heard_of, revoked_on_objection=None) if heard_of else None

    with pytest.raises(StaleRow):
        ObjectionCommands(
            log, SequentialIds(900), Overtaken(log), WaitingAppeals(log), lapsing_relief(log)
        ).rule_on_objection(an_act(3), known_today(log, second), UPHELD, UNHEARD)
    assert acts_of(log, second) == ["ObjectionLodged"]


def test_the_rejected_set_gives_the_objection_back_once(log: EventLog, commands: ObjectionCommands) -> None:
    """The same rejection again, or one for an objection that ended, stores no event."""
    objection = lodged(commands)
    commands.find_threshold_consequence(an_act(1), at(objection, 1), PAYLOAD_OF_VANS)
    for number in (2, 3):
        commands.note_threshold_set_rejection(
            an_act(number),
            objection_id=objection.resource_id,
            threshold_set_id=THRESHOLD_SET,
            rejected_on=TODAY,
        )
    assert acts_of(log, objection)[1:] == ["ThresholdConsequenceFound", "ThresholdConsequenceRejected"]


def test_the_renewal_that_crossed_a_withdrawal_stops_nobody(
    engine: Engine, log: EventLog, commands: ObjectionCommands
) -> None:
    """It is heard of and shown for a person; the objection stays withdrawn."""
    objection = lodged(commands)
    commands.find_threshold_consequence(an_act(1), at(objection, 1), PAYLOAD_OF_VANS)
    commands.withdraw_objection(an_act(2, actor="applicant-1"), Place(objection.resource_id, EVERYBODYS, 2))
    commands.note_decision(an_act(3), a_renewal(), rules_on=objection.resource_id)
    follow(engine, log)
    entry = ObjectionQueries(log).find(EVERYBODYS, objection.resource_id)
    assert entry is not None
    assert (entry.state, entry.ruled_after_end) == (ObjectionState.WITHDRAWN, RENEWAL)


def test_a_local_case_is_its_own_municipality_s(
    engine: Engine, log: EventLog, commands: ObjectionCommands, appeals: AppealCommands
) -> None:
    """For others, national scope included, it is not there: in no act, look-up, list or count."""
    refusal = a_refusal(OTHER_CASE, LOCAL_REFUSAL, ExemptionType.HARDSHIP, UTRECHT)
    commands.note_decision(an_act(1), refusal, rules_on=None)
    notice = a_notice(LOCAL_REFUSAL, case_id=OTHER_CASE)
    local = commands.lodge_objection(an_act(2), notice, Scope(lodged_by="applicant-1")).resource_id
    national = lodged(commands).resource_id
    follow(engine, log)
    queries, monitor = ObjectionQueries(log), ObjectionMonitor(log)
    for scope, seen in ((OF_UTRECHT, [local]), (OF_ZWOLLE, []), (EVERYBODYS, [national])):
        assert [entry.objection_id for entry in queries.page(scope, None, None, 10)] == seen
        assert sum(monitor.counts(scope).by_category.values()) == len(seen)
    for scope in (OF_ZWOLLE, EVERYBODYS):
        assert queries.find(scope, local) is None
        with pytest.raises(NotThere):
            commands.rule_on_objection(an_act(3), Place(local, scope, 9), DISMISSED, UNFOUNDED)
        with pytest.raises(NotThere):
            commands.lodge_objection(an_act(4), notice, scope)
    commands.rule_on_objection(an_act(5), Place(local, OF_UTRECHT, 1), DISMISSED, UNFOUNDED)
    with pytest.raises(NotThere):
        appeals.lodge_appeal(an_act(6), AppealNotice(local, TODAY, None), EVERYBODYS)


def test_an_appeal_needs_a_ruling(commands: ObjectionCommands, appeals: AppealCommands) -> None:
    """Awb 8:1 with 7:1; and an objection that there is."""
    objection = lodged(commands)
    with pytest.raises(NotInThisState, match="objection_without_ruling"):
        appeals.lodge_appeal(an_act(1), an_appeal_on(objection), EVERYBODYS)
    with pytest.raises(NotThere):
        appeals.lodge_appeal(an_act(2), AppealNotice(UUID(int=5), TODAY, None), EVERYBODYS)


def test_one_appeal_at_a_time(commands: ObjectionCommands, appeals: AppealCommands) -> None:
    """The database holds it; after the end another one can come."""
    objection = lodged(commands)
    commands.rule_on_objection(an_act(1), at(objection, 1), DISMISSED, UNFOUNDED)
    first = appeals.lodge_appeal(an_act(2), an_appeal_on(objection), EVERYBODYS)
    with pytest.raises(RuleBroken) as raised:
        appeals.lodge_appeal(an_act(3), an_appeal_on(objection), EVERYBODYS)
    assert raised.value.code == "appeal_pending"
    appeals.end_appeal(an_act(4), first.resource_id, EVERYBODYS, 1, Withdrawal(TODAY))
    appeals.lodge_appeal(an_act(5), an_appeal_on(objection), EVERYBODYS)


def test_the_register_of_appeals_follows(
    engine: Engine, log: EventLog, commands: ObjectionCommands, appeals: AppealCommands
) -> None:
    """What was ruled, on which day, by its state."""
    objection = lodged(commands)
    commands.rule_on_objection(an_act(1), at(objection, 1), DISMISSED, UNFOUNDED)
    appeal = appeals.lodge_appeal(an_act(2), an_appeal_on(objection), EVERYBODYS)
    ruling = CourtRuling(TODAY, written("Ongegrond."), CourtOutcome.DISMISSED)
    appeals.end_appeal(an_act(3), appeal.resource_id, EVERYBODYS, 1, ruling)
    follow(engine, log)
    (entry,) = AppealQueries(log).page(EVERYBODYS, AppealState.RULED, None, 10)
    assert (entry.version, entry.ruling, entry.ended_on) == (2, written("Ongegrond."), TODAY)
    assert AppealQueries(log).page(EVERYBODYS, AppealState.PENDING, None, 10) == []
    assert AppealQueries(log).page(EVERYBODYS, None, entry.appeal_id, 10) == []


def test_the_monitor_states_the_figures_of_the_fourth_letter(
    engine: Engine, log: EventLog, commands: ObjectionCommands, appeals: AppealCommands
) -> None:
    """24 objections: 15, 1 and 8 by type; 5 upheld, 11 pending or decided, 6 withdrawn, 2 gone to appeal."""
    figures = Figures(log, commands, appeals)
    not_to_be_had, private = ExemptionType.NOT_AVAILABLE_EMISSION_FREE, ExemptionType.PRIVATE_USE
    for _ in range(5):
        figures.uphold(figures.objection(not_to_be_had))
    for _ in range(3):
        figures.withdraw(figures.objection(not_to_be_had))
    figures.objection(ExemptionType.ADAPTED_FOR_DISABILITY)
    for _ in range(2):
        figures.appeal(figures.objection(private))
    for _ in range(3):
        figures.withdraw(figures.objection(private))
    for ruling in (DISMISSED, Inadmissibility(InadmissibilityGround.OTHER, written("Geen gronden."))):
        figures.rule(figures.objection(private), ruling)
    for _ in range(8):
        figures.objection(private)
    follow(engine, log)
    counts = ObjectionMonitor(log).counts(EVERYBODYS)
    assert dict(counts.by_type) == {private: 15, ExemptionType.ADAPTED_FOR_DISABILITY: 1, not_to_be_had: 8}
    assert dict(counts.by_category) == {
        ObjectionCategory.UPHELD: 5,
        ObjectionCategory.PENDING_OR_DECIDED: 11,
        ObjectionCategory.WITHDRAWN: 6,
        ObjectionCategory.GONE_TO_APPEAL: 2,
    }
    assert dict(counts.appeals) == {AppealState.PENDING: 1, AppealState.WITHDRAWN: 1}


def test_an_objection_to_what_was_not_heard_of_counts_without_a_type(
    engine: Engine, log: EventLog, commands: ObjectionCommands
) -> None:
    """Until the decision is heard of; whose case it is, its application told."""
    commands.note_case(an_act(3), HeardCase(CASE, TODAY))
    commands.lodge_objection(an_act(1), a_notice(), EVERYBODYS)
    follow(engine, log)
    assert types_counted(log) == {None: 1}
    commands.note_decision(an_act(2), a_refusal(), rules_on=None)
    assert types_counted(log) == {ExemptionType.NOT_AVAILABLE_EMISSION_FREE: 1}


def types_counted(log: EventLog) -> Mapping[ExemptionType | None, int]:
    """The monitor's objections by type."""
    return dict(ObjectionMonitor(log).counts(EVERYBODYS).by_type)


class Figures:
    """Objections of many cases, each taken to the end that is asked for."""

    def __init__(self, log: EventLog, commands: ObjectionCommands, appeals: AppealCommands) -> None:
        self._log = log
        self._commands = commands
        self._appeals = appeals
        self._number = 1000
        self._withdrawn_first = True

    def objection(self, kind: ExemptionType) -> Saved:
        """An objection in a case of its own."""
        case_id, decision_id = UUID(int=self._next()), UUID(int=self._next())
        self._commands.note_decision(self._act(), a_refusal(case_id, decision_id, kind), rules_on=None)
        return self._commands.lodge_objection(self._act(), a_notice(decision_id, case_id=case_id), EVERYBODYS)

    def rule(self, objection: Saved, ruling: Dismissal | Inadmissibility | Upholding) -> None:
        """A handler decides on it."""
        self._commands.rule_on_objection(self._act(), known_today(self._log, objection), ruling, UNHEARD)

    def uphold(self, objection: Saved) -> None:
        """A renewed decision rules on it."""
        renewal = ContestedDecision(UUID(int=self._next()), CASE, decided_by="objection-handler-1")
        self._commands.note_decision(self._act(), renewal, rules_on=objection.resource_id)

    def withdraw(self, objection: Saved) -> None:
        """The objector ends it."""
        self._commands.withdraw_objection(self._act("applicant-1"), at(objection, 1))

    def appeal(self, objection: Saved) -> None:
        """Dismissed, and gone to appeal; the first appeal is withdrawn."""
        self.rule(objection, DISMISSED)
        appeal = self._appeals.lodge_appeal(self._act(), an_appeal_on(objection), EVERYBODYS)
        if self._withdrawn_first:
            self._appeals.end_appeal(self._act(), appeal.resource_id, EVERYBODYS, 1, Withdrawal(TODAY))
            self._withdrawn_first = False

    def _act(self, actor: str = "objection-handler-1") -> Act:
        return an_act(self._next(), actor)

    def _next(self) -> int:
        self._number += 1
        return self._number


def test_the_loaded_objection_knows_its_end(log: EventLog, commands: ObjectionCommands) -> None:
    """Every act of an objection loads again from its stored form."""
    objection = lodged(commands)
    commands.find_threshold_consequence(an_act(1), at(objection, 1), PAYLOAD_OF_VANS)
    commands.retract_threshold_consequence(an_act(2), at(objection, 2), written("De termijn loopt af."))
    commands.rule_on_objection(
        an_act(3),
        at(objection, 3),
        Inadmissibility(InadmissibilityGround.NO_INTEREST, written("Geen belang.")),
        UNFOUNDED,
        UNHEARD,
    )
    loaded = log.load(Objection, objection.resource_id)
    assert (loaded.state, loaded.version, loaded.decision_id) == (ObjectionState.INADMISSIBLE, 5, REFUSAL)
