"""A connection that breaks during COMMIT says nothing about whether the events are stored; the log finds out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eventsourcing.persistence import OperationalError

from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.eventlog.verify import verify_log
from tests.support.lossy_proxy import LossyProxy
from tests.support.permits import Permit, an_act, create_tables, nth_id, open_log, tables


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[LossyProxy]:
    """A proxy before PostgreSQL."""
    with LossyProxy(postgres_url) as proxy:
        yield proxy


@pytest.fixture
def log(proxy: LossyProxy) -> Iterator[EventLog]:
    """A log behind the proxy, with one event."""
    engine = open_engine(proxy.url)
    create_tables(engine)
    log = open_log(engine)
    log.save_act(an_act(), Permit.ask(nth_id(1)))
    yield log
    engine.dispose()


def test_an_append_whose_reply_was_lost_is_found_to_be_stored(log: EventLog, proxy: LossyProxy):
    """It is answered like any other, and nobody appends it twice."""
    proxy.loses = "reply"

    saved = log.save_act(an_act(1), Permit.ask(nth_id(2)))

    assert (saved.resource_id, saved.position, proxy.loses) == (nth_id(2), 2, "nothing")
    assert len(log.stream(nth_id(2))) == 1


def test_an_append_whose_commit_never_arrived_has_failed(log: EventLog, proxy: LossyProxy):
    """It is told as a failure of the database, not as a conflict; nothing is stored and the next one succeeds."""
    proxy.loses = "order"

    with pytest.raises(OperationalError):
        log.save_act(an_act(1), Permit.ask(nth_id(2)))

    assert log.stream(nth_id(2)) == []
    assert log.save_act(an_act(2), Permit.ask(nth_id(2))).position == 2
    assert verify_log(log.recorder.engine, tables).holds
