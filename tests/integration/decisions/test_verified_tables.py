"""`loket verify` on the tables of decisions, on both databases: what a bug would have left is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update

from services.decisions.domain.renewal import DecisionReissued
from services.decisions.main import SERVICE
from services.decisions.projections.case_facts import CaseFactsProjection, case_facts
from services.decisions.projections.case_register import CaseRegister, cases
from services.decisions.projections.decision_rows import decisions
from services.decisions.projections.reassessments import reissues
from services.decisions.projections.thresholds_in_force import threshold_in_force
from shared.database import writing
from shared.eventlog.append import RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.tables import LogTables
from tests.support.cases import NEW_ROWS, a_van
from tests.support.decisions import Decisions
from tests.support.verified import faults_found

Faults = Callable[[], list[str]]


@pytest.fixture
def faults(database_url: str) -> Faults:
    """What is found in the database."""
    return lambda: faults_found([SERVICE], lambda _: database_url)


@pytest.fixture
def renewed(desk: Decisions) -> Decisions:
    """Refusals, one of them renewed."""
    desk.decided_cases([a_van(payload) for payload in (700, 1000, 1300)])
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    desk.follow()
    return desk


def test_tables_that_were_only_written_by_the_service_hold(renewed: Decisions, faults: Faults):
    """And there is something in them."""
    with renewed.log.read() as connection:
        assert connection.execute(select(reissues)).all()
    assert faults() == []


def test_rows_that_were_changed_taken_or_added_are_named(renewed: Decisions, faults: Faults):
    """By projection, table, key and column, and without the words that stand there."""
    with writing(renewed.engine) as connection:
        [row] = connection.execute(select(decisions).limit(1)).mappings()
        connection.execute(delete(decisions))
        connection.execute(insert(decisions), {**row, "decision_id": renewed.ids.new()})
        connection.execute(update(cases).values(version=99))
        connection.execute(delete(reissues))
        connection.execute(update(case_facts).values(refusal_ground="Jansen"))
        connection.execute(update(threshold_in_force).values(position=1))
    found = "\n".join(faults())
    for told in (
        r"case_register: cases \(case_id \S+\): version is 99, and \d+ follows from the events",
        r"case_register: decisions \(decision_id \S+\): follows from no event",
        r"case_register: decisions \(decision_id \S+\): is missing",
        r"reassessments: reissues \(case_id \S+, threshold_set_id \S+\): is missing",
        r"case_facts: case_facts \(case_id \S+\): refusal_ground differs",
        r"thresholds_in_force: threshold_in_force \(exemption_type \w+\): position is 1, and \d+ follows",
    ):
        assert re.search(told, found)
    assert "Jansen" not in found


def test_a_following_projector_that_skipped_an_event_is_found(
    desk: Decisions, faults: Faults, monkeypatch: pytest.MonkeyPatch
):
    """It had a bug when the event came; the code is right now, the rows are not."""
    apply = CaseRegister.apply

    def skipping(self: CaseRegister, connection: object, event: RecordedEvent) -> None:
        if not isinstance(event.event, DecisionReissued):
            apply(self, connection, event)

    with monkeypatch.context() as patch:
        patch.setattr(CaseRegister, "apply", skipping)
        desk.a_decided_case(a_van(1000))
        desk.a_set_in_force(NEW_ROWS)
        desk.run_campaigns()
        desk.follow()
    found = faults()
    assert any("case_register: decisions" in line and line.endswith("is missing") for line in found)
    assert any("case_register: cases" in line for line in found)


def test_an_inline_projector_with_a_bug_is_found(
    desk: Decisions, faults: Faults, monkeypatch: pytest.MonkeyPatch
):
    """What a campaign reads is not what the events say."""
    rows = CaseFactsProjection.rows

    def wrong(self: CaseFactsProjection, event: RecordedEvent) -> list[RowWrite]:
        return [
            RowWrite(row.table, row.kind, row.key, {**row.values, "registered_on": None}, row.expect)
            for row in rows(self, event)
        ]

    case_id = desk.an_undecided_case()
    with monkeypatch.context() as patch:
        patch.setattr(CaseFactsProjection, "rows", wrong)
        desk.note_facts(case_id, a_van(registered_on=desk.clock.today()))
    desk.follow()
    [line] = faults()
    assert line.startswith("decisions: case_facts: case_facts (case_id")
    assert "registered_on is None" in line


def test_how_far_a_projection_is_counts(renewed: Decisions, faults: Faults):
    """Being behind is no fault; to have followed more than there is, is one."""
    renewed.note_facts(renewed.an_undecided_case(), a_van(1001))
    assert faults() == []
    consumers = LogTables.of(SERVICE.metadata).consumers
    this = consumers.c.consumer == "case_register"
    with writing(renewed.engine) as connection:
        connection.execute(update(consumers).where(this).values(position=9999))
    assert any("consumer case_register is at 9999 of decisions" in line for line in faults())


def test_a_projector_that_breaks_is_told_with_its_place(
    renewed: Decisions, faults: Faults, monkeypatch: pytest.MonkeyPatch
):
    """Its tables are not compared, all others are."""

    def breaking(*_: object) -> None:
        raise KeyError("Jansen")

    monkeypatch.setattr(CaseRegister, "apply", breaking)
    found = faults()
    assert {line.split(": ")[1] for line in found} == {"case_register"}
    assert all("cannot be folded at event 1: KeyError" in line for line in found)
    assert "Jansen" not in "".join(found)
