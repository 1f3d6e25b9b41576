"""The tables of the service say what the log says."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec import structs
from sqlalchemy import Engine

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import OTHER_GROUND
from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.reporting import tally
from services.decisions.domain.threshold_set import ThresholdSet
from services.decisions.main import SERVICE
from services.decisions.projections.case_facts import all_cases
from services.decisions.projections.case_register import (
    StoredCase,
    case,
    cases_after,
    decisions_of,
    leaving_out_of,
)
from services.decisions.projections.reporting_register import Period, counted
from shared.database import open_engine
from shared.eventlog.append import Append
from shared.runtime.migrations import schema_differences, upgrade
from shared.vocabulary import LeftOutReason, Outcome, RefusalGround, Remedy, StatedFacts
from tests.support.cases import HANDLER, NEW_ROWS, OBJECTION_HANDLER, TYPE, a_van, pending
from tests.support.decisions import AT_THE_DESK, Decisions


@pytest.fixture
def lived_in(desk: Decisions) -> Decisions:
    """A service in which a bit of everything happened."""
    desk.decided_cases([a_van(payload) for payload in (700, 900, 1000, 1300, None)])
    desk.an_undecided_case()
    objector, twice = desk.a_decided_case(), desk.a_decided_case()
    desk.find_consequence(objector, desk.lodge(objector))
    first, _ = desk.lodge(twice), desk.lodge(twice)
    desk.end_objection(twice, first)
    end_in_every_way(desk)
    in_every_circumstance(desk)
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    desk.note_facts(objector, a_van(1001))
    desk.a_previewed_set([*NEW_ROWS])
    return desk


CASES_OF_A_LIFE = 21
VEHICLE = UUID(int=701)
A_YEAR_AGO = date(2025, 3, 2)


def in_every_circumstance(desk: Decisions) -> None:
    """Appeals, erasure, another holder, a finding given up, and a newer exemption for the same vehicle."""
    appellant, erased, sold = (desk.a_decided_case(a_van(registered_on=A_YEAR_AGO)) for _ in range(3))
    desk.end_appeal(appellant, desk.lodge_appeal(appellant))
    desk.lodge_appeal(appellant)
    desk.erase(erased)
    desk.note_facts(sold, a_van(registered_on=desk.clock.today()))
    desk.retract_finding(sold, desk.lodge(sold))
    desk.a_decided_case(vehicle_id=VEHICLE)
    desk.a_decided_case(a_van(1300), vehicle_id=VEHICLE)


def end_in_every_way(desk: Decisions) -> None:
    """A case for each end that is not the advised decision, and one of which the term is suspended."""
    desk.uphold(upheld := desk.a_decided_case(), desk.lodge(upheld))
    desk.refuse_on_other_ground(desk.an_undecided_case())
    desk.withdraw(desk.an_undecided_case(), handling_started=True)
    desk.convert(desk.an_undecided_case())
    desk.ask(desk.an_undecided_case())
    wrong, silent = desk.an_undecided_case(), desk.an_undecided_case()
    desk.let_lapse(wrong)
    desk.leave_out(wrong, LeftOutReason.WRONG_DATA)
    desk.let_lapse(silent)
    desk.let_lapse(silent, 2)
    desk.leave_out(silent)
    desk.leave_out(heard := asked_in_vain(desk), LeftOutReason.WRONG_DATA)
    desk.uphold(heard, desk.lodge(heard))


def asked_in_vain(desk: Decisions) -> UUID:
    """A case of which the applicant did not react to a request."""
    case_id = desk.an_undecided_case()
    desk.let_lapse(case_id)
    return case_id


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_tables_that_the_code_declares(engine: Engine):
    """Column by column, on both databases."""
    upgrade(engine, SERVICE.migrations)
    assert schema_differences(engine, SERVICE.metadata) == []


def test_the_row_of_a_case_is_its_stream_folded(lived_in: Decisions):
    """State, version, grounds and objections, case by case, by another way through the events."""
    with lived_in.log.read() as connection:
        rows = all_cases(connection, TYPE)
    assert len(rows) == CASES_OF_A_LIFE
    assert rows == [folded(lived_in.case(row.case_id), row) for row in rows]


def folded(case: DecisionCase, row: RecordedCase) -> RecordedCase:
    """What the row should be; what the aggregate does not keep, or other cases say, is taken from the row."""
    assert case.holder is not None
    decided = case.decided.facts if case.decided else None
    return structs.replace(
        row,
        case_id=case.id,
        version=case.version,
        state=case.state,
        exemption_type=TYPE,
        holder=case.holder,
        facts=case.facts if case.state is CaseState.CONVERTED else decided,
        decision_id=case.decision_id,
        threshold_set_id=case.decided.threshold_set_id if case.decided else None,
        objections=case.objections,
        appeals=case.appeals,
        erased=case.erased,
        registered_on=case.facts.vehicle.registered_on,
        vehicle_id=case.vehicle_id,
        municipality=case.municipality,
    )


def test_the_row_of_a_case_is_what_the_proof_folds(lived_in: Decisions):
    """What a campaign reads of a case is what the proof reads, but for events that change its version alone."""
    with lived_in.log.read() as connection:
        rows = [structs.replace(row, version=0) for row in all_cases(connection, TYPE)]
    proof = lived_in.replay.cases_at(lived_in.log.head(), TYPE)
    assert rows == [structs.replace(case, version=0) for case in proof]
    assert any(row.newer_grant_until for row in rows)


def test_a_log_appended_anew_gives_the_same_tables(
    lived_in: Decisions, tmp_path_factory: pytest.TempPathFactory
):
    """Every inline table, row by row, from the events alone."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('anew')}/decisions.db")
    upgrade(engine, SERVICE.migrations)
    anew = Decisions(engine)
    for recorded in lived_in.log.events_after(0, limit=10_000):
        rows = anew.log.inline_rows([recorded.event], [recorded.metadata], recorded.recorded_at)
        anew.log.append_events([recorded.event], Append([recorded.metadata], rows))
    assert anew.contents() == lived_in.contents()
    anew.close()


def test_the_end_of_one_objection_leaves_the_other_in_the_row(desk: Decisions):
    """A renewal then is still covered by the one that runs (Awb 6:19)."""
    case_id = desk.a_decided_case()
    first, second = desk.lodge(case_id), desk.lodge(case_id)
    desk.end_objection(case_id, first)
    with desk.log.read() as connection:
        [row] = all_cases(connection, TYPE)
    assert row.objections == (pending(second),)


def test_the_set_in_force_moves_with_the_entry_into_force(desk: Decisions):
    """The row has the set, and the position of the start of its campaign."""
    set_id = desk.a_set_in_force(NEW_ROWS)
    found, position = desk.in_force()
    assert (found, position) == (set_id, desk.log.head())
    assert desk.log.load(ThresholdSet, set_id).rows == NEW_ROWS


def test_the_case_register_shows_the_case_and_its_decisions(desk: Decisions):
    """Refused, renewed: two decisions in order, the last one stands, with its own reasons."""
    case_id = desk.a_decided_case()
    set_id = desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    desk.follow()
    with desk.log.read() as connection:
        stored, taken = case(connection, AT_THE_DESK, case_id), decisions_of(connection, AT_THE_DESK, case_id)
    assert stored is not None
    refusal, renewal = taken
    assert (refusal.outcome, refusal.remedy) == (Outcome.REFUSED, Remedy.OBJECTION)
    assert (renewal.outcome, renewal.replaces_decision_id) == (Outcome.GRANTED, refusal.decision_id)
    assert (stored.state, stored.version) == (CaseState.GRANTED, 5)
    assert (stored.assessed_under, stored.advice, stored.criteria) == (
        set_id,
        Outcome.GRANTED,
        renewal.criteria,
    )


def test_the_case_register_shows_the_suspended_term(desk: Decisions):
    """While it is suspended since when; afterwards the new last day."""
    case_id = desk.an_undecided_case()
    before = read_case(desk, case_id)
    desk.ask(case_id, on=date(2026, 2, 2))
    asked = read_case(desk, case_id)
    assert (asked.suspended_from, asked.last_day) == (date(2026, 2, 3), before.last_day)
    desk.supplement(case_id, StatedFacts(daily_range_km=410), on=date(2026, 2, 10))
    supplemented = read_case(desk, case_id)
    assert (supplemented.suspended_from, supplemented.last_day) == (None, before.last_day + timedelta(days=7))


def test_the_case_register_shows_how_a_case_ended(desk: Decisions):
    """Left out with its decision, withdrawn, converted into another; nothing is suspended any more."""
    left_out, withdrawn, converted = (desk.an_undecided_case() for _ in range(3))
    for number in (1, 2):
        desk.let_lapse(left_out, number)
    desk.leave_out(left_out)
    desk.ask(withdrawn)
    desk.withdraw(withdrawn)
    new_case_id = desk.convert(converted)
    found = [read_case(desk, case_id) for case_id in (left_out, withdrawn, converted)]
    assert [case.state for case in found] == [CaseState.LEFT_OUT, CaseState.WITHDRAWN, CaseState.CONVERTED]
    assert [case.suspended_from for case in found] == [None] * 3
    assert found[-1].converted_to == new_case_id
    with desk.log.read() as connection:
        decision, none = (
            leaving_out_of(connection, AT_THE_DESK, case_id) for case_id in (left_out, withdrawn)
        )
    assert decision is not None
    assert (decision.decision_id, decision.decided_by) == (desk.case(left_out).decision_id, HANDLER)
    assert (decision.reason, none) == (LeftOutReason.NO_RESPONSE, None)


def test_the_case_register_shows_a_refusal_on_another_ground(desk: Decisions):
    """Without its reasons, which the letter shows, and without a threshold set."""
    case_id = desk.an_undecided_case()
    desk.refuse_on_other_ground(case_id)
    desk.follow()
    with desk.log.read() as connection:
        [refusal] = decisions_of(connection, AT_THE_DESK, case_id)
    assert (refusal.outcome, refusal.refusal_ground) == (Outcome.REFUSED, RefusalGround.OTHER)
    assert (refusal.threshold_set_id, refusal.criteria) == (None, (OTHER_GROUND,))


def test_the_case_register_shows_a_decision_replaced_on_objection(desk: Decisions):
    """A grant by the objection handler in the place of the refusal, against which appeal lies."""
    case_id = desk.a_decided_case()
    objection_id = desk.lodge(case_id)
    desk.uphold(case_id, objection_id)
    desk.follow()
    with desk.log.read() as connection:
        refusal, replacement = decisions_of(connection, AT_THE_DESK, case_id)
    assert (replacement.outcome, replacement.remedy) == (Outcome.GRANTED, Remedy.APPEAL)
    assert (replacement.replaces_decision_id, replacement.decides_objection_id) == (
        refusal.decision_id,
        objection_id,
    )
    assert (replacement.decided_by, replacement.reassessment_id) == (OBJECTION_HANDLER, None)
    assert desk.case(case_id).objections == ()


def read_case(desk: Decisions, case_id: UUID) -> StoredCase:
    """The case as the register has it now."""
    desk.follow()
    with desk.log.read() as connection:
        stored = case(connection, AT_THE_DESK, case_id)
    assert stored is not None
    return stored


def test_the_reporting_register_is_what_the_log_folds_to(lived_in: Decisions):
    """Case by case, by another way through the events."""
    lived_in.follow()
    with lived_in.log.read() as connection:
        found = counted(connection, AT_THE_DESK, Period())
    assert found == tally(lived_in.replay.reported_at(lived_in.clock.now()))
    assert found.total() == CASES_OF_A_LIFE


def test_what_was_reported_at_an_instant_stays_what_it_was(desk: Decisions):
    """The same prefix of the log gives the same count, whatever came later."""
    case_id = desk.a_decided_case()
    then = desk.clock.now()
    before = tally(desk.replay.reported_at(then))
    desk.clock.advance_to(then + timedelta(days=1))
    desk.uphold(case_id, desk.lodge(case_id))
    assert tally(desk.replay.reported_at(then)) == before
    assert tally(desk.replay.reported_at(desk.clock.now())) != before


def test_before_the_first_event_nothing_was_reported(desk: Decisions):
    """An empty prefix."""
    desk.a_decided_case()
    assert desk.replay.reported_at(desk.clock.now() - timedelta(days=1)) == []


def test_cases_are_listed_in_order_of_receipt_a_page_at_a_time(lived_in: Decisions):
    """Each once, by id, which is time-ordered."""
    lived_in.follow()
    listed: list[UUID] = []
    with lived_in.log.read() as connection:
        while page := cases_after(connection, AT_THE_DESK, listed[-1] if listed else None, 3):
            listed += [stored.case_id for stored in page]
        undecided = cases_after(connection, AT_THE_DESK, None, 10, CaseState.UNDECIDED)
    assert listed == sorted(set(listed))
    assert len(listed) == CASES_OF_A_LIFE
    assert len(undecided) == 4
