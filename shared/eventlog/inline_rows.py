"""Rows of inline tables, written and guarded in the transaction of an append.

Rows go in the order of table and key, whatever order they were handed in: two appends that touch the same
rows then wait for each other, and never deadlock. Neighbours of one shape go in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, Executable, MetaData, Table, and_, bindparam, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from shared.database import is_duplicate
from shared.eventlog.append import (
    DuplicateRow,
    Guard,
    GuardFailed,
    PositionOfEvent,
    RowValue,
    RowWrite,
    StaleRow,
)

Kind = Literal["insert", "upsert", "update", "delete"]
Parameters = dict[str, RowValue]
PositionFinder = Callable[[PositionOfEvent], int]

_NOT_YET: Final = 0
"""Stands in a position column until the head is held."""

_KEYS_A_QUERY: Final = 500


class RowsDiffer(Exception):
    """Conditional rows were not as expected; which ones is asked after the transaction is undone."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What rows must have in common to go in one statement."""

    table: str
    kind: Kind
    key: tuple[str, ...]
    values: tuple[str, ...]
    expect: tuple[str, ...]
    expect_null: tuple[str, ...]


class InlineRows:
    """The row writes of one append against the tables of one service."""

    def __init__(self, metadata: MetaData, rows: Iterable[RowWrite]) -> None:
        """Raises KeyError for a table that the service does not have."""
        self._metadata = metadata
        self._rows = sorted(rows, key=_place)
        self._with_positions = [row for row in self._rows if _position_columns(row)]

    def write(self, connection: Connection) -> None:
        """Write all rows, positions of events still zero.

        Raises `DuplicateRow` for an inserted row that exists, `RowsDiffer` for rows not as expected.
        """
        for shape, run in groupby(self._rows, key=_shape):
            parameters = [_parameters(row) for row in run]
            statement = _statement(self._metadata.tables[shape.table], shape, connection.dialect.name)
            written = _execute(connection, statement, parameters, shape.table)
            if (shape.expect or shape.expect_null) and written != len(parameters):
                raise RowsDiffer

    def fill_in_positions(self, connection: Connection, position_of: PositionFinder) -> None:
        """Replace the zeros by the positions that the events have got."""
        for (name, key, columns), run in groupby(self._with_positions, key=_position_shape):
            parameters = [_position_parameters(row, position_of) for row in run]
            connection.execute(_position_statement(self._metadata.tables[name], key, columns), parameters)

    def stale(self, connection: Connection) -> StaleRow:
        """Which conditional rows are not as expected now; all of them when none can be told apart."""
        conditional = [row for row in self._rows if row.expect]
        stale = [
            row
            for (name, key, expect), run in groupby(conditional, key=_expectation)
            for row in _differing(connection, self._metadata.tables[name], key, expect, list(run))
        ]
        return StaleRow([(row.table, row.key) for row in stale or conditional])


def check_guard(connection: Connection, metadata: MetaData, guard: Guard) -> None:
    """Read the guarded row in a statement of its own; raises `GuardFailed` when it is not as expected."""
    table = metadata.tables[guard.table]
    columns = tuple(guard.expect)
    found = (
        connection.execute(
            select(*(table.c[name] for name in (*guard.key, *columns))).where(
                *(table.c[name] == value for name, value in guard.key.items())
            )
        )
        .mappings()
        .one_or_none()
    )
    if found is None or any(found[name] != guard.expect[name] for name in columns):
        raise GuardFailed(guard.code)


def _place(row: RowWrite) -> tuple[str, tuple[str, ...]]:
    return row.table, tuple(str(row.key[name]) for name in sorted(row.key))


def _shape(row: RowWrite) -> Shape:
    if row.expect and row.kind in ("insert", "upsert"):
        raise ValueError(f"an {row.kind} into {row.table} cannot expect anything")
    return Shape(
        table=row.table,
        kind=row.kind,
        key=tuple(row.key),
        values=tuple(row.values),
        expect=tuple(name for name, value in row.expect.items() if value is not None),
        expect_null=tuple(name for name, value in row.expect.items() if value is None),
    )


def _parameters(row: RowWrite) -> Parameters:
    parameters: Parameters = {f"key_{name}": value for name, value in row.key.items()}
    for name, value in row.values.items():
        parameters[f"value_{name}"] = _NOT_YET if isinstance(value, PositionOfEvent) else value
    parameters.update({f"expect_{name}": value for name, value in row.expect.items() if value is not None})
    return parameters


def _execute(connection: Connection, statement: Executable, parameters: list[Parameters], table: str) -> int:
    try:
        return connection.execute(statement, parameters).rowcount
    except IntegrityError as error:
        if is_duplicate(error):
            raise DuplicateRow(table) from error
        raise


@lru_cache(maxsize=1000)
def _statement(table: Table, shape: Shape, dialect: str) -> Executable:
    match shape.kind:
        case "insert":
            return table.insert().values(_all_values(shape)).inline()
        case "upsert":
            return _upsert(table, shape, dialect)
        case "update":
            return table.update().where(_condition(table, shape)).values(_new_values(shape))
        case "delete":
            return table.delete().where(_condition(table, shape))


def _upsert(table: Table, shape: Shape, dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values(_all_values(shape))
    if not shape.values:
        return statement.on_conflict_do_nothing(index_elements=shape.key).inline()
    return statement.on_conflict_do_update(
        index_elements=shape.key,
        set_={name: statement.excluded[name] for name in shape.values},
    ).inline()


def _new_values(shape: Shape) -> dict[str, ColumnElement[RowValue]]:
    return {name: bindparam(f"value_{name}") for name in shape.values}


def _all_values(shape: Shape) -> dict[str, ColumnElement[RowValue]]:
    return {**{name: bindparam(f"key_{name}") for name in shape.key}, **_new_values(shape)}


def _condition(table: Table, shape: Shape) -> ColumnElement[bool]:
    return and_(
        *(table.c[name] == bindparam(f"key_{name}") for name in shape.key),
        *(table.c[name] == bindparam(f"expect_{name}") for name in shape.expect),
        *(table.c[name].is_(None) for name in shape.expect_null),
    )


def _position_columns(row: RowWrite) -> tuple[str, ...]:
    return tuple(name for name, value in row.values.items() if isinstance(value, PositionOfEvent))


def _position_shape(row: RowWrite) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return row.table, tuple(row.key), _position_columns(row)


def _position_parameters(row: RowWrite, position_of: PositionFinder) -> Parameters:
    parameters: Parameters = {f"key_{name}": value for name, value in row.key.items()}
    for name, value in row.values.items():
        if isinstance(value, PositionOfEvent):
            parameters[f"value_{name}"] = position_of(value)
    return parameters


@lru_cache(maxsize=1000)
def _position_statement(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Executable:
    return (
        table.update()
        .where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
        .values({name: bindparam(f"value_{name}") for name in columns})
    )


def _expectation(row: RowWrite) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return row.table, tuple(row.key), tuple(row.expect)


def _differing(
    connection: Connection,
    table: Table,
    key: tuple[str, ...],
    expect: tuple[str, ...],
    rows: Sequence[RowWrite],
) -> Iterator[RowWrite]:
    columns = [table.c[name] for name in key]
    wanted = select(*columns, *(table.c[name] for name in expect if name not in key))
    for start in range(0, len(rows), _KEYS_A_QUERY):
        some = rows[start : start + _KEYS_A_QUERY]
        keys = [tuple(row.key.values()) for row in some]
        found: dict[tuple[RowValue, ...], Mapping[str, RowValue]] = {
            tuple(row[name] for name in key): dict(row)
            for row in connection.execute(wanted.where(tuple_(*columns).in_(keys))).mappings()
        }
        yield from (
            row for row, place in zip(some, keys, strict=True) if not _is_as_expected(row, found.get(place))
        )


def _is_as_expected(row: RowWrite, found: Mapping[str, RowValue] | None) -> bool:
    return found is not None and all(found[name] == value for name, value in row.expect.items())
