"""Objections through the log and its inline tables, on a real database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine

from services.objections.commands.objections import Notice, ObjectionCommands
from services.objections.domain.admissibility import within_term
from services.objections.domain.contested_decision import ContestedCase
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.ruling_term import TermChanges, ruling_term
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.contested_fold import ContestedDecisionsHeard
from services.objections.projections.late_appeals import WaitingAppeals
from services.objections.projections.objection_register import ObjectionQueries
from services.objections.projections.open_objections import OpenObjections, Wanted
from shared.contracts.notifications import LetterSent, LetterSentOnPaper
from shared.database import writing
from shared.errors import NotThere
from shared.eventlog.append import Consumed, StaleConsumer
from shared.eventlog.log import EventLog, VersionConflict
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import schema_differences, upgrade
from shared.vocabulary import Outcome
from tests.support.announced_decisions import a_message
from tests.support.objection_proceedings import (
    EVERYBODYS,
    a_notice,
    a_refusal,
    a_renewal,
    acts_of,
    an_act,
    at,
    follow,
    lapsing_relief,
)
from tests.support.objections import (
    CASE,
    GROUNDS,
    NEXT_RENEWAL,
    OTHER_CASE,
    PAYLOAD_OF_VANS,
    REFUSAL,
    RENEWAL,
)


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_declared_tables(engine: Engine) -> None:
    """Alembic finds no difference."""
    upgrade(engine, "services.objections.migrations")
    assert schema_differences(engine, metadata) == []


def test_the_objector_s_path_from_lodging_to_ruling(log: EventLog, commands: ObjectionCommands) -> None:
    """Refusal, letter, objection, finding, and the renewed decision that is the ruling."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    commands.note_announcement(
        an_act(2),
        decision_id=REFUSAL,
        case_id=CASE,
        announced_on=date(2026, 3, 24),
        remedy_last_day=date(2026, 5, 6),
    )
    lodged = commands.lodge_objection(an_act(3), a_notice(), EVERYBODYS)
    commands.find_threshold_consequence(an_act(4), at(lodged, 1), PAYLOAD_OF_VANS)
    commands.note_decision(an_act(5), a_renewal(), rules_on=lodged.resource_id)
    assert acts_of(log, lodged) == ["ObjectionLodged", "ThresholdConsequenceFound", "ObjectionUpheld"]
    found = log.stream(lodged.resource_id)[1].event
    assert (found.within_term, found.decide_before) == (True, date(2026, 6, 17))  # type: ignore[attr-defined]  # asserted above


def test_the_letter_may_come_before_the_decision(log: EventLog, commands: ObjectionCommands) -> None:
    """No order holds across logs: the row waits with the half that came first."""
    commands.note_announcement(
        an_act(1),
        decision_id=REFUSAL,
        case_id=CASE,
        announced_on=date(2026, 3, 24),
        remedy_last_day=date(2026, 5, 6),
    )
    commands.note_decision(an_act(2), a_refusal(), rules_on=None)
    heard = DecisionsHeardOf(log).find(REFUSAL)
    assert heard is not None
    assert (heard.outcome, heard.announced_on) == (Outcome.REFUSED, date(2026, 3, 24))


def test_a_letter_that_bounced_gives_longer_to_object(
    log: EventLog, commands: ObjectionCommands, engine: Engine
) -> None:
    """From the paper (Awb 3:41, 6:8), heard once or twice; an objection that was late by the e-mail is in time."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    about = {"decision_id": REFUSAL, "case_id": CASE}
    commands.note_announcement(
        an_act(2), **about, announced_on=date(2026, 1, 5), remedy_last_day=date(2026, 2, 16)
    )
    lodged = commands.lodge_objection(an_act(3), a_notice(), EVERYBODYS)
    receipt = log.load(Objection, lodged.resource_id).receipt
    assert within_term(receipt, DecisionsHeardOf(log).find(REFUSAL)) is False
    on_paper = {"announced_on": date(2026, 3, 24), "remedy_last_day": date(2026, 5, 6)}
    assert commands.note_announcement_again(an_act(4), **about, **on_paper) is not None
    assert commands.note_announcement_again(an_act(5), **about, **on_paper) is None
    heard = DecisionsHeardOf(log).find(REFUSAL)
    assert heard is not None
    assert (heard.announced_on, heard.remedy_last_day) == (date(2026, 3, 24), date(2026, 5, 6))
    assert within_term(receipt, heard) is True
    follow(engine, log)
    (open_one,) = OpenObjections(log).all(EVERYBODYS, Wanted())
    assert open_one.last_day == ruling_term(receipt, heard, TermChanges()).deadline().last_day


def test_the_fold_moves_the_term_as_the_reaction_does(log: EventLog, engine: Engine) -> None:
    """What `loket verify` makes of the messages, also of one that tells of no decision."""
    letter, sent_on = UUID(int=70), date(2026, 3, 24)
    told = [
        LetterSent(letter, CASE, REFUSAL, date(2026, 3, 17), date(2026, 4, 28)),
        LetterSentOnPaper(letter, CASE, REFUSAL, sent_on, date(2026, 5, 6)),
        LetterSentOnPaper(letter, CASE, REFUSAL, sent_on, date(2026, 5, 6)),
        LetterSentOnPaper(UUID(int=71), CASE, None, date(2026, 3, 30), date(2026, 5, 11)),
    ]
    with writing(engine) as connection:
        for position, contract in enumerate(told, 1):
            ContestedDecisionsHeard().apply(connection, a_message(position, contract), contract)
    heard = DecisionsHeardOf(log).find(REFUSAL)
    assert heard is not None
    assert (heard.announced_on, heard.remedy_last_day, heard.first_remedy_last_day) == (
        sent_on,
        date(2026, 5, 6),
        date(2026, 4, 28),
    )


def test_a_decision_not_heard_of_can_be_objected_to(log: EventLog, commands: ObjectionCommands) -> None:
    """The objection is accepted and marked, and handled once the decision was heard of."""
    lodged = commands.lodge_objection(an_act(1), a_notice(), EVERYBODYS)
    assert not log.stream(lodged.resource_id)[0].event.decision_heard_of  # type: ignore[attr-defined]  # its founding event
    commands.note_decision(an_act(2), a_refusal(), rules_on=None)
    commands.find_threshold_consequence(an_act(3), at(lodged, 1), PAYLOAD_OF_VANS)
    assert log.load(Objection, lodged.resource_id).state is ObjectionState.CONSEQUENCE_FOUND


def test_a_renewed_decision_joins_every_pending_objection(log: EventLog, commands: ObjectionCommands) -> None:
    """Awb 6:19: attached to the one it does not rule on; the other is upheld."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    ruled, pending = (commands.lodge_objection(an_act(n), a_notice(), EVERYBODYS) for n in (2, 3))
    commands.note_decision(an_act(4), a_renewal(), rules_on=ruled.resource_id)
    assert acts_of(log, ruled)[1:] == ["ObjectionUpheld"]
    assert acts_of(log, pending)[1:] == ["RenewedDecisionAttached"]


def test_a_renewed_decision_that_came_first_is_attached_at_lodging(
    log: EventLog, commands: ObjectionCommands
) -> None:
    """Awb 6:19 holds also when the replacement was there before the objection."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    commands.note_decision(an_act(2), a_renewal(), rules_on=None)
    commands.note_decision(an_act(3), a_renewal(NEXT_RENEWAL, RENEWAL), rules_on=None)
    lodged = commands.lodge_objection(an_act(4), a_notice(), EVERYBODYS)
    assert set(log.load(Objection, lodged.resource_id).renewals) == {RENEWAL, NEXT_RENEWAL}


def test_an_objection_and_a_renewal_never_miss_each_other(log: EventLog) -> None:
    """The renewed decision is heard of while the objection is being lodged, after it looked."""
    behind = ObjectionCommands(
        log, SequentialIds(500), DecisionsHeardOf(log), WaitingAppeals(log), lapsing_relief(log)
    )
    behind.note_decision(an_act(1), a_refusal(), rules_on=None)

    class Overtaken(DecisionsHeardOf):
        """Lets the renewed decision in just after the first look at the case."""

        overtaken = False

        def of_case(self, case_id: UUID) -> ContestedCase:
            case = super().of_case(case_id)
            if not self.overtaken:
                self.overtaken = True
                behind.note_decision(an_act(2), a_renewal(), rules_on=None)
            return case

    lodged = ObjectionCommands(
        log, SequentialIds(100), Overtaken(log), WaitingAppeals(log), lapsing_relief(log)
    ).lodge_objection(an_act(3), a_notice(), EVERYBODYS)
    assert acts_of(log, lodged) == ["ObjectionLodged", "RenewedDecisionAttached"]


@pytest.mark.parametrize(
    "notice", [a_notice(lodged_by="applicant-2"), a_notice(case_id=OTHER_CASE)], ids=["person", "case"]
)
def test_another_s_decision_is_not_there(log: EventLog, commands: ObjectionCommands, notice: Notice) -> None:
    """A decision known as another applicant's, or another case's, cannot be objected to."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    before = log.head()
    with pytest.raises(NotThere):
        commands.lodge_objection(an_act(2), notice, EVERYBODYS)
    assert log.head() == before


def test_a_stale_version_is_refused(commands: ObjectionCommands) -> None:
    """A handler who looked at an earlier version decides nothing."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    lodged = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    with pytest.raises(VersionConflict):
        commands.find_threshold_consequence(an_act(3), at(lodged, 4), PAYLOAD_OF_VANS)


def test_a_message_has_its_effect_once(log: EventLog, commands: ObjectionCommands) -> None:
    """The consumer position moves in the append; the same message again stores nothing."""
    consumed = Consumed("objections", "decisions", 0, 5)
    commands.note_decision(an_act(1, consumed=consumed), a_refusal(), rules_on=None)
    with pytest.raises(StaleConsumer):
        commands.note_decision(an_act(1, consumed=consumed), a_refusal(), rules_on=None)
    assert log.consumer_position("objections", "decisions")[0] == 5


def test_the_register_shows_state_and_keeps_grounds_sealed(
    engine: Engine, log: EventLog, commands: ObjectionCommands
) -> None:
    """The following projection after lodging, finding and attaching."""
    commands.note_decision(an_act(1), a_refusal(), rules_on=None)
    lodged = commands.lodge_objection(an_act(2), a_notice(), EVERYBODYS)
    commands.find_threshold_consequence(an_act(3), at(lodged, 1), PAYLOAD_OF_VANS)
    commands.note_decision(an_act(4), a_renewal(), rules_on=None)
    follow(engine, log)
    entry = ObjectionQueries(log).find(EVERYBODYS, lodged.resource_id)
    assert entry is not None
    assert (entry.state, entry.version, entry.grounds) == (ObjectionState.CONSEQUENCE_FOUND, 3, GROUNDS)
    assert entry.finding is not None
    assert entry.finding.parameter == "payload_kg"
    assert ObjectionQueries(log).renewals(lodged.resource_id) == [RENEWAL]


def test_a_list_is_paged_filtered_and_scoped(
    engine: Engine, log: EventLog, commands: ObjectionCommands
) -> None:
    """Keyset pages by id; an objector sees the own ones only."""
    for number, case_id in enumerate((CASE, OTHER_CASE), 5):
        commands.note_case(an_act(number), HeardCase(case_id, date(2026, 3, 2)))
    mine = [commands.lodge_objection(an_act(n), a_notice(), EVERYBODYS).resource_id for n in (1, 2, 3)]
    other = commands.lodge_objection(
        an_act(4), a_notice(lodged_by="applicant-2", case_id=OTHER_CASE), EVERYBODYS
    )
    follow(engine, log)
    queries = ObjectionQueries(log)
    page = queries.page(EVERYBODYS, ObjectionState.PENDING, mine[0], 2)
    assert [entry.objection_id for entry in page] == mine[1:]
    assert queries.page(EVERYBODYS, ObjectionState.UPHELD, None, 10) == []
    assert [entry.objection_id for entry in queries.page(Scope("applicant-1"), None, None, 10)] == mine
    assert queries.find(Scope("applicant-1"), other.resource_id) is None
