"""Comparing a table with its fold: both read in order of key and merged, so that neither is held whole.

What is told of a difference is where it is and, for numbers, days and ids, what stands there. Words and bytes
may be about a person: of those only is told that they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, String, false, select

from shared.runtime.declaration import ServiceDefinition
from shared.runtime.folding import Compared, tables_excused, tables_folded

MOST_TOLD: Final = 20
"""How many differences of one table are told one by one."""

_ROWS_AT_ONCE: Final = 1000
_TOLD: Final = (int, date, UUID, type(None))
"""Kinds of values that say nothing of a person by themselves; True and False are numbers too."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row, or one column of a row, that is not what the logs say."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} ({self.key}): {self.what}"


@dataclass(frozen=True, slots=True)
class _Row:
    key: tuple[Any, ...]
    """Of a kind that can be ordered: the database has ordered it."""
    values: tuple[object, ...]
    may_lack: bool


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """What comparing one table has shown."""

    rows: int
    faults: tuple[str, ...]


def compare_tables(
    definition: ServiceDefinition, broken: Mapping[str, str], stored: Connection, folded: Connection
) -> Iterator[ComparedTable]:
    """Every table of a service that is not excused; of a projection that could not be folded, only that."""
    own_way = {each.table.name: each for each in definition.folds.compared}
    makers = tables_folded(definition.folds, definition.inline)
    excused = tables_excused(definition.folds)
    for name, table in sorted(definition.metadata.tables.items()):
        maker = makers.get(name)
        if maker is None:
            if name not in excused:
                yield ComparedTable(0, (f"{name}: neither compared nor excused",))
        elif maker in broken:
            yield ComparedTable(0, (f"{maker}: {name}: {broken[maker]}",))
        else:
            yield _compare(maker, Comparison(own_way.get(name) or Compared(table)), stored, folded)


def _compare(maker: str, comparison: Comparison, stored: Connection, folded: Connection) -> ComparedTable:
    told: list[str] = []
    number = 0
    for number, difference in enumerate(comparison.differences(stored, folded), start=1):
        if number <= MOST_TOLD:
            told.append(f"{maker}: {difference}")
    if number > MOST_TOLD:
        told.append(f"{maker}: {comparison.table.name}: and {number - MOST_TOLD} differences more")
    return ComparedTable(comparison.rows, tuple(told))


class Comparison:
    """One table against its fold."""

    def __init__(self, compared: Compared) -> None:
        self.table = compared.table
        self._key = tuple(compared.key) or tuple(column.name for column in compared.table.primary_key)
        self._may_lack = false() if compared.may_lack is None else compared.may_lack
        self._values: dict[str, ColumnElement[Any]] = {}
        self._as_they_stand: set[str] = set()
        self.rows = 0
        """How many rows of the table were gone through."""
        for column in compared.table.columns:
            otherwise = compared.otherwise.get(column.name)
            value = column if otherwise is None else otherwise.compared_as
            if column.name not in self._key and value is not None:
                self._values[column.name] = value
            if otherwise is None:
                self._as_they_stand.add(column.name)

    def differences(self, stored: Connection, folded: Connection) -> Iterator[Difference]:
        """What differs, in order of key."""
        rows, fold = self._counted(self._read(stored)), self._read(folded)
        here, there = next(rows, None), next(fold, None)
        while here is not None or there is not None:
            if here is not None and (there is None or here.key < there.key):
                yield self._difference(here, "follows from no event")
                here = next(rows, None)
            elif there is not None and (here is None or there.key < here.key):
                if not there.may_lack:
                    yield self._difference(there, "is missing")
                there = next(fold, None)
            elif here is not None and there is not None:
                yield from self._between(here, there)
                here, there = next(rows, None), next(fold, None)

    def _counted(self, rows: Iterator[_Row]) -> Iterator[_Row]:
        for row in rows:
            self.rows += 1
            yield row

    def _between(self, here: _Row, there: _Row) -> Iterator[Difference]:
        for name, stored, folded in zip(self._values, here.values, there.values, strict=True):
            if stored != folded:
                told = _told(stored, folded) if name in self._as_they_stand else "differs"
                yield self._difference(here, f"{name} {told}")

    def _difference(self, row: _Row, what: str) -> Difference:
        key = ", ".join(f"{name} {value}" for name, value in zip(self._key, row.key, strict=True))
        return Difference(self.table.name, key, what)

    def _read(self, connection: Connection) -> Iterator[_Row]:
        width = len(self._key)
        query = self._query(connection.dialect.name).execution_options(yield_per=_ROWS_AT_ONCE)
        for row in connection.execute(query):
            yield _Row(tuple(row[:width]), tuple(row[width:-1]), bool(row[-1]))

    def _query(self, dialect: str) -> Select[tuple[object, ...]]:
        key = [self.table.c[name] for name in self._key]
        values = [value.label(f"compared_{name}") for name, value in self._values.items()]
        ordered = [_by_bytes(column, dialect) for column in key]
        return select(*key, *values, self._may_lack.label("may_lack")).order_by(*ordered)


def _by_bytes(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """The one order in which both databases can put words."""
    words = isinstance(column.type, String) and dialect == "postgresql"
    return column.collate("C") if words else column


def _told(stored: object, folded: object) -> str:
    if isinstance(stored, _TOLD) and isinstance(folded, _TOLD):
        return f"is {stored}, and {folded} follows from the events"
    return "differs"
