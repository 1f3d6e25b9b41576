"""A table against its fold, on both databases: what is told of each difference, and what never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Column, Date, Engine, Integer, LargeBinary, MetaData, String, Table, Uuid, insert

from shared.database import open_engine, reading, writing
from shared.runtime.folding import Compared, Otherwise
from shared.runtime.table_comparison import Comparison

METADATA = MetaData()
visits = Table(
    "visits",
    METADATA,
    Column("visit_id", Uuid, primary_key=True),
    Column("zone", String, primary_key=True),
    Column("number", Integer),
    Column("on", Date),
    Column("remark", String),
    Column("sealed", LargeBinary),
)
Row = dict[str, object]


def a_visit(which: int, zone: str = "a", **different: object) -> Row:
    """One row."""
    same: Row = {"number": which, "on": None, "remark": "a name", "sealed": b"a name"}
    return {"visit_id": UUID(int=which), "zone": zone, **same, **different}


Compare = Callable[..., list[str]]


@pytest.fixture
def compare(engine: Engine, tmp_path: Path) -> Iterator[Compare]:
    """Compares rows in the database under test with a fold, always on SQLite."""
    folded = open_engine(f"sqlite:///{tmp_path}/fold.db")

    def differences(rows: Sequence[Row], fold: Sequence[Row], **compared: object) -> list[str]:
        for where, kept in ((engine, rows), (folded, fold)):
            METADATA.create_all(where)
            with writing(where) as connection:
                if kept:
                    connection.execute(insert(visits), kept)
        comparison = Comparison(Compared(visits, **compared))
        with reading(engine) as stored, reading(folded) as made:
            found = [str(difference) for difference in comparison.differences(stored, made)]
        assert comparison.rows == len(rows)
        return found

    yield differences
    folded.dispose()


def test_the_same_rows_differ_in_nothing(compare: Compare):
    """Whatever the order in which they were written, and in whatever order the database sorts words."""
    rows = [a_visit(1, zone) for zone in ("b", "B", "a", "_", "é")] + [a_visit(2)]
    assert compare(rows, list(reversed(rows))) == []


def test_a_row_that_is_not_there_is_missing(compare: Compare):
    """Also the last one."""
    found = compare([a_visit(2)], [a_visit(1), a_visit(2), a_visit(3)])
    assert [line.rpartition(": ")[2] for line in found] == ["is missing"] * 2
    assert found[0].startswith(f"visits (visit_id {UUID(int=1)}, zone a)")


def test_a_row_without_an_event_is_told(compare: Compare):
    """Also when there should be none at all."""
    [line] = compare([a_visit(1)], [])
    assert line.endswith("follows from no event")


def test_numbers_days_and_ids_are_told_words_and_bytes_are_not(compare: Compare):
    """What is about a person stays where it is."""
    found = compare([a_visit(1, number=7, remark="Jansen", sealed=b"Jansen")], [a_visit(1)])
    assert [line.rpartition("): ")[2] for line in found] == [
        "number is 7, and 1 follows from the events",
        "remark differs",
        "sealed differs",
    ]
    assert "Jansen" not in "".join(found)


def test_what_is_excused_is_not_compared(compare: Compare):
    """A column by name, with its reason."""
    excused = {"remark": Otherwise("a test"), "number": Otherwise("a test", visits.c.number % 2)}
    rows, fold = [a_visit(1, number=3, remark="another")], [a_visit(1)]
    assert compare(rows, fold, otherwise=excused) == []


def test_a_row_that_may_be_lacking_is_compared_when_it_is_there(compare: Compare):
    """It may be absent, not different."""
    fold = [a_visit(1, number=0), a_visit(2, number=0)]
    [line] = compare([a_visit(2, number=1)], fold, may_lack=visits.c.number == 0)
    assert "number is 1" in line


def test_two_rows_of_one_key_are_one_too_many(compare: Compare):
    """Where the key that is compared is not the primary one."""
    rows = [a_visit(1), a_visit(1, "b")]
    [line] = compare(rows, [a_visit(1)], key=("visit_id",), otherwise={"zone": Otherwise("a test")})
    assert line.endswith("follows from no event")
