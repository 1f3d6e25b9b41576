"""Following projections keep up with their log, each at its own pace, and stop at poison."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, text

from shared.database import reading, writing
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.projections import FollowingRunner
from tests.support import permits
from tests.support.messages import StampList, numbers, running
from tests.support.nats import eventually


@pytest.fixture
def log(engine: Engine) -> EventLog:
    """An empty log; the test runs on both databases."""
    permits.create_tables(engine)
    return permits.open_log(engine)


def stamp(log: EventLog, first: int, last: int) -> None:
    """One permit with stamps from first to last: 1 + (last - first + 1) events."""
    permit = permits.Permit.ask(permits.nth_id(first))
    for number in range(first, last + 1):
        permit.stamp(str(number))
    log.save_act(permits.an_act(first), permit)


def runner(log: EventLog, engine: Engine, *projections: StampList, retry: float = 0.2) -> FollowingRunner:
    """A runner of these projections."""
    return FollowingRunner(log, engine, permits.tables.consumers, projections, retry)


def test_a_projection_follows_the_log(log: EventLog, engine: Engine) -> None:
    """What is appended while it runs is applied, in order."""
    stamps = StampList()
    following = runner(log, engine, stamps)
    with running(following):
        stamp(log, 1, 10)
        stamp(log, 11, 20)
        assert following.wait_for(log.head(), 5)
    assert stamps.remarks(engine) == numbers(1, 20)


def test_more_than_one_batch_is_followed(log: EventLog, engine: Engine) -> None:
    """A long log is read in batches."""
    stamps = StampList()
    following = runner(log, engine, stamps)
    stamp(log, 1, 1200)
    while following.pending():
        following.step()
    assert stamps.remarks(engine) == numbers(1, 1200)


def test_a_restarted_projection_goes_on(log: EventLog, engine: Engine) -> None:
    """Nothing is applied twice: the rows' keys would collide."""
    stamp(log, 1, 5)
    runner(log, engine, StampList()).step()
    stamp(log, 6, 9)
    runner(log, engine, StampList()).step()
    assert StampList().remarks(engine) == numbers(1, 9)


def test_a_new_projection_begins_at_the_first_event(log: EventLog, engine: Engine) -> None:
    """Each projection has a position of its own."""
    stamp(log, 1, 5)
    runner(log, engine, StampList("old")).step()
    following = runner(log, engine, StampList("old"), StampList("new"))
    following.step()
    assert StampList("new").remarks(engine) == numbers(1, 5)
    assert following.positions() == {"old": 6, "new": 6}


def test_rows_and_position_are_one(log: EventLog, engine: Engine) -> None:
    """When the position cannot be stored, the rows are not either."""

    class Meddling(StampList):
        def apply(self, connection: Connection, about: RecordedEvent, contract: None = None) -> None:  # type: ignore[override]  # only follows
            super().apply(connection, about)
            raise RuntimeError("after the row was written")

    stamp(log, 1, 1)
    following = runner(log, engine, Meddling())
    for _ in range(3):
        following.step()
    assert StampList().remarks(engine) == []


def test_poison_stops_one_projection_at_its_event(log: EventLog, engine: Engine) -> None:
    """Events before the poison are applied, later ones wait, other projections go on."""
    broken, sound = StampList("broken"), StampList("sound")
    broken.broken_at = "4"
    following = runner(log, engine, broken, sound, retry=3600)
    stamp(log, 1, 9)
    for _ in range(12):
        following.step()
    assert broken.remarks(engine) == numbers(1, 3)
    assert sound.remarks(engine) == numbers(1, 9)
    assert {name: poison.position for name, poison in following.poisoned().items()} == {"broken": 5}


def test_poison_is_tried_again(log: EventLog, engine: Engine) -> None:
    """Once the projection can, it goes on by itself."""
    stamps = StampList()
    stamps.broken_at = "4"
    following = runner(log, engine, stamps)
    stamp(log, 1, 9)
    with running(following):
        eventually(lambda: bool(following.poisoned()))
        stamps.broken_at = None
        assert following.wait_for(log.head(), 5)
    assert stamps.remarks(engine) == numbers(1, 9)
    assert following.poisoned() == {}


def test_poison_is_told_without_its_content(
    log: EventLog, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """The alarm names event and type, not what the event or the error says."""
    stamps = StampList()
    stamps.broken_at = "Jansen"
    permit = permits.Permit.ask(permits.nth_id(1))
    permit.stamp("Jansen")
    log.save_act(permits.an_act(), permit)
    following = runner(log, engine, stamps)
    for _ in range(3):
        following.step()
    assert "PermitStamped" in caplog.text
    assert "Jansen" not in caplog.text


def test_waiting_for_what_does_not_come_ends(log: EventLog, engine: Engine) -> None:
    """A reader who waits for a position is told when it takes too long."""
    assert not runner(log, engine, StampList()).wait_for(5, 0.05)


def test_a_reader_reads_its_own_writes(log: EventLog, engine: Engine) -> None:
    """After waiting for the position of an append, its rows are there."""
    stamps = StampList()
    following = runner(log, engine, stamps)
    with running(following):
        for number in range(1, 21):
            stamp(log, number, number)
            assert following.wait_for(log.head(), 2)
            assert str(number) in stamps.remarks(engine)


def test_two_runners_apply_once(log: EventLog, engine: Engine) -> None:
    """Two replicas follow the same log: for each batch one of them wins."""
    first, second = runner(log, engine, StampList()), runner(log, engine, StampList())
    with running(first, second):
        for number in range(1, 60, 3):
            stamp(log, number, number + 2)
        assert first.wait_for(log.head(), 10)
        assert second.wait_for(log.head(), 10)
    assert StampList().remarks(engine) == numbers(1, 60)
    assert not first.poisoned()
    assert not second.poisoned()


def test_a_table_that_is_away_skips_nothing(log: EventLog, engine: Engine) -> None:
    """Whether the database calls it passing or not, the projection goes on when the table is back."""
    stamps = StampList()
    following = runner(log, engine, stamps, retry=0)
    stamp(log, 1, 3)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE rules RENAME TO away"))
    with running(following) as threads:
        eventually(lambda: threads[0].failures > 0 or bool(following.poisoned()))
        with writing(engine) as connection:
            connection.execute(text("ALTER TABLE away RENAME TO rules"))
        assert following.wait_for(log.head(), 5)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM rules")).scalar_one() == 3
