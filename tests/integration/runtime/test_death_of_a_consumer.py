"""A consumer dies with a message in its hands: the next life does what the last one did not, and nothing twice."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import Connection

from shared.contracts.envelope import Contract, Message
from shared.database import writing
from shared.eventlog.append import Consumed
from shared.eventlog.consumers import advance_consumer
from shared.runtime.consumer import Consumer
from shared.runtime.sinks import ProjectionSink, known_contracts
from tests.support import permits
from tests.support.messages import Desk, Producer, Stamped, StampList, numbers


class Killed(BaseException):
    """The process is gone; no handler of errors sees it."""


class DiesAfter(StampList):
    """Notes the remarks, and dies as soon as one of them is noted."""

    def apply(self, connection: Connection, about: Message, contract: Contract | None = None) -> None:
        """Note the remark; the transaction is still open."""
        super().apply(connection, about, contract)
        if isinstance(contract, Stamped) and contract.remark == "2":
            raise Killed


class AcknowledgesFirst(ProjectionSink):
    """A planted bug: the position is stored in a transaction of its own, and the effect after it."""

    def take(self, message: Message, previous: int, hint: str | None) -> None:
        """Acknowledge, then act."""
        with writing(self._engine) as connection:
            consumed = Consumed(self.consumer, message.log, previous, message.position, hint)
            advance_consumer(connection, self._positions, consumed)
        contract = msgspec.json.decode(message.data, type=known_contracts()[message.type])
        with writing(self._engine) as connection:
            self._projection.apply(connection, message, contract)


def remarks_over_a_death(producer: Producer, desk: Desk, sink: type[ProjectionSink]) -> list[str]:
    """What is noted of three remarks after a life that ended at the second, and another one."""
    producer.stamp_many(1, 3)
    positions = permits.tables.consumers
    first_life = Consumer("permits", producer.feed, sink("list", desk.engine, positions, DiesAfter()))
    with pytest.raises(Killed):
        first_life.step()
    second_life = Consumer("permits", producer.feed, sink("list", desk.engine, positions, StampList()))
    second_life.step()
    return StampList().remarks(desk.engine)


def test_a_message_that_was_not_committed_comes_again(producer: Producer, desk: Desk) -> None:
    """Effect and position were one transaction, so neither is there."""
    assert remarks_over_a_death(producer, desk, ProjectionSink) == numbers(1, 3)


def test_acknowledged_before_its_commit_a_message_would_be_lost(producer: Producer, desk: Desk) -> None:
    """The planted bug: so the test above can fail."""
    assert remarks_over_a_death(producer, desk, AcknowledgesFirst) == ["1", "3"]
