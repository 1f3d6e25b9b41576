"""A database of an earlier schema, with rows in it, says after its upgrade what its log says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, Table, insert, inspect, select, update

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.main import SERVICE
from services.decisions.projections.case_facts import case_facts
from services.decisions.projections.case_register import cases
from services.decisions.projections.terms_for_views import third_party_terms
from services.decisions.projections.third_parties import third_parties
from services.decisions.projections.threshold_sets import threshold_sets
from shared.database import open_engine, reading, writing
from shared.law.moved_terms import Move, MovedBecause
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.migrations import migration_config, upgrade
from tests.support.cases import HANDLER, a_van, row
from tests.support.decisions import Decisions, open_decisions
from tests.support.proceedings import SEALED_REASONS

ASKED_ON, LAST_DAY, MOVED_TO = date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 18)
KEPT = ("events", "cases", "case_facts", "threshold_sets")


@pytest.fixture
def today(tmp_path: Path) -> Iterator[Decisions]:
    """A service of today's schema, with one case of every kind that a row of 0003 says too little of."""
    service = open_decisions(f"sqlite:///{tmp_path / 'today.db'}")
    service.a_set_in_force([row(1200)])
    vehicle = UUID(int=7)
    service.a_decided_case(a_van(1000), vehicle_id=vehicle)
    service.a_decided_case(a_van(1300, registered_on=date(2024, 5, 1)), vehicle_id=vehicle)
    service.erase(service.a_decided_case(a_van(1000)))
    service.convert(service.an_undecided_case(a_van(1000), municipality="0344"))
    changed_hands = service.a_decided_case(a_van(1000, registered_on=date(2024, 5, 1)))
    service.note_facts(changed_hands, a_van(1000, registered_on=date(2026, 2, 1)))
    service.a_set_in_force([row(1100)])
    reopened = service.an_undecided_case(a_van(1000))
    for number in (1, 2):
        service.let_lapse(reopened, number)
    service.leave_out(reopened)
    service.uphold(reopened, service.lodge(reopened))
    ask_two_others(service, service.an_undecided_case(a_van(1000)))
    service.follow()
    yield service
    service.close()


def ask_two_others(service: Decisions, case_id: UUID) -> None:
    """For their views, after which the term of the second is moved."""
    case = service.log.load(DecisionCase, case_id)
    for number in (1, 2):
        person = Sealed(case_id, SealedKind.APPLICANT, b"another")
        case.note_third_party(person, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER)
        case.ask_views_of_third_party(
            number, SEALED_REASONS, views_until=LAST_DAY, asked_on=ASKED_ON, asked_by=HANDLER
        )
    [_, (_, move)] = case.terms_of_third_parties()
    move(Move(MOVED_TO, MovedBecause.OUTAGE, UUID(int=8), "SYNTHETIC"), ASKED_ON)
    service.log.save_act(service.act("system:test", "system"), case, case_id=case_id)


@pytest.fixture
def old(today: Decisions, database_url: str) -> Iterator[Engine]:
    """The same log at 0003, with the rows as they were kept then."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        config = migration_config(SERVICE.migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        with reading(today.engine) as source:
            copy(source, connection)
        as_then(connection)
    yield engine
    engine.dispose()


def copy(source: Connection, target: Connection) -> None:
    """What the columns of 0003 have room for."""
    for name in KEPT:
        now = SERVICE.metadata.tables[name]
        then = [now.c[column["name"]] for column in inspect(target).get_columns(name)]
        rows = source.execute(select(*then)).mappings().all()
        target.execute(insert(now), [dict(one) for one in rows])


def as_then(connection: Connection) -> None:
    """No set was replaced by name, and no campaign looked at a conversion."""
    connection.execute(
        update(threshold_sets).where(threshold_sets.c.state == "replaced").values(state="in_force")
    )
    connection.execute(
        update(case_facts).where(case_facts.c.state == "converted").values(refused_position=None)
    )


def rows_of(engine: Engine, table: Table) -> list[dict[str, object]]:
    """All rows, in order of id."""
    with reading(engine) as connection:
        found = connection.execute(select(table).order_by(*table.primary_key)).mappings().all()
    return [dict(one) for one in found]


def test_the_rows_of_cases_are_filled_from_the_log(today: Decisions, old: Engine):
    """Vehicle, applicant, municipality, name, erasure and conversion stand there as if always kept."""
    upgrade(old, SERVICE.migrations)
    filled = rows_of(old, case_facts)
    assert filled == rows_of(today.engine, case_facts)
    assert len({one["vehicle_id"] for one in filled}) > 1


def test_a_case_that_was_opened_again_has_no_known_term(today: Decisions, old: Engine):
    """Which one that is stands in the log; the rows were kept without it."""
    upgrade(old, SERVICE.migrations)
    filled = rows_of(old, cases)
    assert filled == rows_of(today.engine, cases)
    assert sum(one["reopened"] is not None for one in filled) == 1


def test_a_set_that_had_given_way_is_replaced(today: Decisions, old: Engine):
    """By which and since when, read off the entry into force of the other; what was not recorded stays unknown."""
    upgrade(old, SERVICE.migrations)
    now = [{**one, "changes": None} for one in rows_of(today.engine, threshold_sets)]
    filled = rows_of(old, threshold_sets)
    assert filled == now
    assert [one["state"] for one in filled] == ["replaced", "in_force"]


def test_the_terms_of_third_parties_are_filled_from_the_log(today: Decisions, old: Engine):
    """The latest of each, also where the register of third parties is behind the log: here it is empty."""
    upgrade(old, SERVICE.migrations)
    filled = rows_of(old, third_party_terms)
    assert filled == rows_of(today.engine, third_party_terms)
    assert [(one["number"], one["last_day"]) for one in filled] == [(1, LAST_DAY), (2, MOVED_TO)]
    assert rows_of(old, third_parties) == []


def heard_before(tmp_path: Path, *put_back: dict[str, object]) -> tuple[list[str], list[str]]:
    """Of two logs that were heard before the upgrade: which are so after it, by position and by message taken in."""
    engine = open_engine(f"sqlite:///{tmp_path / 'letters.db'}")
    tables = SERVICE.metadata.tables
    with writing(engine) as connection:
        config = migration_config(SERVICE.migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "0019")
        for log in ("applications", "notifications"):
            position = {"consumer": "decisions", "log": log, "position": 7}
            taken = {
                "log": log,
                "position": 7,
                "event_id": UUID(int=7),
                "type": "T",
                "hash": "h",
                "lost_at": 0,
            }
            connection.execute(insert(tables["consumer_positions"]), position)
            connection.execute(insert(tables["messages_taken"]), taken)
        for each in put_back:
            known = {"noticed_at": 1, "stood_at": 7, "common_position": 3, "common_hash": "h"}
            connection.execute(insert(tables["source_regressions"]), {**known, **each})
    upgrade(engine, SERVICE.migrations)
    with reading(engine) as connection:
        positions = connection.execute(select(tables["consumer_positions"].c.log)).scalars().all()
        taken_in = connection.execute(select(tables["messages_taken"].c.log)).scalars().all()
    engine.dispose()
    return sorted(positions), sorted(taken_in)


def test_what_was_told_of_letters_is_heard_once_more(tmp_path: Path):
    """Since 0020 each decision has the day on which it was announced; what others told stays as it was heard."""
    others = {"log": "applications"}
    settled = {"log": "notifications", "settled_at": 5}
    assert heard_before(tmp_path, others, settled) == (["applications"], ["applications"])


def test_a_log_that_was_put_back_waits_for_who_decides_on_it(tmp_path: Path):
    """Otherwise the upgrade would take away by what he is told which messages are lost."""
    both = ["applications", "notifications"]
    assert heard_before(tmp_path, {"log": "notifications"}) == (both, both)
