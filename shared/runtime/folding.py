"""How the tables of a service follow from the logs: what `loket verify` folds anew and compares (I-5).

Following and inline projections are folded as they are. What commands and reactions write beside them is
declared here too, next to its table: as a fold of the own log, or of what other services published. Whatever
cannot follow from a log is excused by name, with the reason. A table that is neither fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Table

from shared.contracts.envelope import JournalPage
from shared.contracts.register import RegisterEntryPage
from shared.eventlog.feed import Publication
from shared.eventlog.log import InlineProjection
from shared.runtime.projections import FollowingProjection
from shared.runtime.sinks import RemoteProjection

FOLLOWS_NO_LOG: Final[Mapping[str, str]] = MappingProxyType(
    {
        "events": "the log itself; its chain is verified",
        "log_head": "compared with the last event when the log is verified",
        "consumer_positions": "says up to where to fold; only that no position lies beyond its log is checked",
        "messages_taken": "by which other logs are known again; what was taken in shows in the tables themselves",
        "source_regressions": "what an operator was told and has said about a log that was put back",
        "worker_lease": "says who runs the workers now, by wall time",
        "idempotency_answers": "answers given to callers, kept for 30 days of wall time",
        "access_log": "looks, which are no acts: it only grows, by its triggers and by the rights of the service",
    }
)
"""Tables that every log has, and why no fold of the log gives them."""

JournalPageOf = Callable[[int, int], JournalPage | RegisterEntryPage]
"""A page of what only audit reads, after a position and of at most so many records."""

Progress = Callable[[str, int, int], None]
"""Called with what is being folded, the position reached and the last one."""


@dataclass(frozen=True)
class Otherwise:
    """That a column is not compared as it stands, and why."""

    why: str
    compared_as: ColumnElement[Any] | None = None
    """What is compared in its place, on both sides; None: nothing."""


@dataclass(frozen=True)
class Compared:
    """A table that is compared in a way of its own; all others are compared whole, row by row."""

    table: Table
    key: Sequence[str] = ()
    """What tells rows apart; empty: the primary key."""
    otherwise: Mapping[str, Otherwise] = field(default_factory=dict)
    """By column."""
    may_lack: ColumnElement[bool] | None = None
    """Which rows of the fold the table may be without; `why_lacking` says why."""
    why_lacking: str = ""


@dataclass(frozen=True)
class HeardFold:
    """Rows made of what another service published, up to where the service has heard it."""

    name: str
    log: str
    projection: RemoteProjection
    tables: Sequence[Table] = ()


@dataclass(frozen=True)
class JournalFold:
    """Rows made of whole journals, as only audit reads them."""

    name: str
    tables: Sequence[Table]
    positions: Callable[[Connection], Mapping[str, int]]
    """By log, how far it was read, as the service's own tables say."""
    read_on: Callable[[Engine, str, JournalPageOf, int], Iterator[int]]
    """Reads a log up to a position into the same tables elsewhere; tells each position reached."""


@dataclass(frozen=True)
class Folds:
    """How every table of one service comes about."""

    publications: Sequence[Publication] = ()
    """What the service publishes, for those that are folded from it."""
    following: Sequence[FollowingProjection] = ()
    """Folded up to where each of them is."""
    beside: Sequence[FollowingProjection] = ()
    """What commands write with their events and no inline projection does; folded up to the log's head."""
    heard: Callable[[], Sequence[HeardFold]] = tuple
    """Folded before the own log, each log whole and in this order: none holds across logs."""
    journals: JournalFold | None = None
    entries_of: Callable[[Engine], JournalPageOf] | None = None
    """What audit reads of a service without a log."""
    compared: Sequence[Compared] = ()
    excused: Mapping[str, str] = field(default_factory=dict)
    """Tables that follow from no log, with the reason; beside those that every log has."""


class _Maker(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def tables(self) -> Sequence[Table]: ...


def tables_folded(folds: Folds, inline: Sequence[InlineProjection]) -> dict[str, str]:
    """By table: the projection that makes it."""
    makers: list[_Maker] = [*folds.following, *inline, *folds.beside, *folds.heard()]
    if folds.journals is not None:
        makers.append(folds.journals)
    found: dict[str, str] = {}
    for maker in makers:
        for table in maker.tables:
            found.setdefault(table.name, maker.name)
    return found


def tables_excused(folds: Folds) -> dict[str, str]:
    """By table that is not compared: why not."""
    return {**FOLLOWS_NO_LOG, **folds.excused}


def reasons_not_to_compare(folds: Folds, tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Every table, column or row that is not compared as it stands, with the reason."""
    yield from ((name, why) for name, why in tables_excused(folds).items() if name in tables)
    for compared in folds.compared:
        for column, otherwise in compared.otherwise.items():
            yield f"{compared.table.name}.{column}", otherwise.why
        if compared.may_lack is not None:
            yield f"rows that {compared.table.name} may lack", compared.why_lacking
