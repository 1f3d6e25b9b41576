"""The table of the access log only grows, on both databases; looks that come at once are stored together."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from shared.database import reading, writing
from shared.privacy.looks import Looks, SubjectKind
from shared.runtime.access import Principal, Role
from shared.runtime.access_log import AccessLog, Look
from shared.runtime.access_log_table import forget_before
from shared.runtime.authorisation import Reach, may
from shared.runtime.migrations import upgrade
from shared.runtime.processing import TREATING_CASES
from shared.runtime.tracing import SpanIds
from tests.support.reading_room import MIGRATIONS, access_log

READ = may("GET /notes", {Role.CASE_HANDLER: Reach.SCOPE}, TREATING_CASES)
WHO = Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)
TRACE = SpanIds("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")


def a_look(*cases: object, began: int = 0) -> Look:
    """A look at so many cases."""
    noted = Looks()
    for _ in cases:
        noted.note(SubjectKind.CASE, uuid4())
    return Look(READ, "read", WHO, Role.CASE_HANDLER, TRACE, began, began + 1, 200, None, noted.subjects())


@pytest.fixture
def database(engine: Engine) -> Engine:
    """A database with the table."""
    upgrade(engine, MIGRATIONS)
    return engine


def patiently_until(holds: Callable[[], bool]) -> None:
    """Wait, but not for ever."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def count(engine: Engine) -> int:
    """How many rows there are."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(access_log)).scalar_one()


@pytest.mark.parametrize("statement", ["UPDATE access_log SET role = 'nobody'", "DELETE FROM access_log"])
def test_what_stands_there_is_neither_changed_nor_removed(database: Engine, statement: str) -> None:
    """Whoever tries is told so by the database."""
    AccessLog("room", database, access_log).store(a_look(1))
    with pytest.raises(DBAPIError, match="only grows"), writing(database) as connection:
        connection.execute(text(statement))
    assert count(database) == 1


def test_the_owner_forgets_what_is_old_and_nothing_else(database: Engine) -> None:
    """After which the table only grows as before."""
    log = AccessLog("room", database, access_log)
    for began in (1_000, 2_000, 3_000):
        log.store(a_look(1, began=began))
    assert forget_before(database, access_log, 2_000) == 1
    assert count(database) == 2
    with pytest.raises(DBAPIError, match="only grows"), writing(database) as connection:
        connection.execute(access_log.delete())


def test_what_is_old_is_forgotten_bit_by_bit(database: Engine) -> None:
    """So that nobody who is to be logged waits for all of it; not one is left."""
    log, commits = AccessLog("room", database, access_log), list[object]()
    for began in (100, 200, 300, 400, 5_000):
        log.store(a_look(1, began=began))
    event.listen(database, "commit", commits.append)
    assert forget_before(database, access_log, 2_000, rows_at_once=2) == 4
    assert (len(commits), count(database)) == (3, 1)


def test_each_data_subject_has_a_row(database: Engine) -> None:
    """One where there is none."""
    log = AccessLog("room", database, access_log)
    log.store(a_look(1, 2, 3))
    log.store(a_look())
    assert count(database) == 4


def test_looks_that_come_at_once_are_stored_together(database: Engine) -> None:
    """While one batch is stored the next one fills; each look is there when its `store` returns."""
    log, commits = AccessLog("room", database, access_log), list[object]()
    with ThreadPoolExecutor(16) as pool:
        with log._storing:
            stored = [pool.submit(log.store, a_look(1)) for _ in range(16)]
            patiently_until(lambda: len(log._batch.rows) == 16)
            event.listen(database, "commit", commits.append)
        for one in stored:
            one.result()
    assert (count(database), len(commits)) == (16, 1)


def test_the_case_stands_for_the_keys_that_were_opened() -> None:
    """They are those of the same people; without a case each key is somebody."""
    noted, case, key = Looks(), uuid4(), uuid4()
    noted.note(SubjectKind.KEY, key)
    assert noted.subjects() == [(SubjectKind.KEY, key)]
    noted.note(SubjectKind.CASE, case)
    noted.note(SubjectKind.CASE, case)
    assert noted.subjects() == [(SubjectKind.CASE, case)]
