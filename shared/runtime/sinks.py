"""Where a consumer's messages go: into the reactions of a service, or into a remote projection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, Protocol

import msgspec
from opentelemetry.trace import Span, SpanKind
from sqlalchemy import Connection, Engine, Table

from shared.contracts.envelope import Contract, Message
from shared.database import reading, writing
from shared.eventlog.act import Act
from shared.eventlog.append import AppendRefused, Consumed, StaleConsumer
from shared.eventlog.consumers import advance_consumer, consumer_position
from shared.eventlog.log import EventLog, Saved, VersionConflict
from shared.runtime.clock import Clock
from shared.runtime.crash import crash_point
from shared.runtime.ids import IdSource
from shared.runtime.tracing import current_traceparent, span
from shared.runtime.workers import where

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 5
"""How often a reaction is tried anew when somebody else changed what it had loaded."""

Reaction = Callable[[Message, Any, Act], Saved | None]
"""Makes exactly one `save_act` with the given act, or returns None: nothing to do for this message.

Its second argument is the contract under whose type it is registered; a mapping of such functions
cannot say so more precisely than `Any`.
"""

ActFactory = Callable[[Message, Consumed], Act]


class RemoteProjection(Protocol):
    """A read model over other services' logs, for a service without a log of its own."""

    def apply(self, connection: Connection, message: Message, contract: Contract, /) -> None:
        """Change the tables by one message; rows and position are stored together."""


class Sink(Protocol):
    """Takes messages together with the consumer's position."""

    @property
    def consumer(self) -> str:
        """The consumer's name, as stored with its positions."""

    def position(self, log: str) -> tuple[int, str | None]:
        """How far the consumer is in a log (0: not begun), and the hint kept with it."""

    def take(self, message: Message, previous: int, hint: str | None) -> None:
        """Store effect and position as one. Raises StaleConsumer when it does not stand at `previous`."""


class ReactionKeptNoPosition(Exception):
    """A reaction stored something without the act it was given: the message would come again."""


class ReactionSink:
    """Reactions of one service to one other log, by contract."""

    def __init__(
        self, consumer: str, log: EventLog, reactions: Mapping[type[Contract], Reaction], act_for: ActFactory
    ) -> None:
        self.consumer = consumer
        self._log = log
        self._reactions = {contract.TYPE: (contract, reaction) for contract, reaction in reactions.items()}
        self._act_for = act_for

    def position(self, log: str) -> tuple[int, str | None]:
        """How far the consumer is in a log (0: not begun), and the hint kept with it."""
        return self._log.consumer_position(self.consumer, log)

    def take(self, message: Message, previous: int, hint: str | None) -> None:
        """React; an unknown type, or a reaction with nothing to do, only moves the position."""
        consumed = _consumed(self.consumer, message, previous, hint)
        for _ in range(ATTEMPTS - 1):
            try:
                self._react(message, consumed)
            except StaleConsumer:
                raise
            except (VersionConflict, AppendRefused) as conflict:
                logger.info(
                    "%s decides anew on position %d: %s", self.consumer, message.position, where(conflict)
                )
            else:
                return
        self._react(message, consumed)

    def _react(self, message: Message, consumed: Consumed) -> None:
        if message.type not in self._reactions:
            self._log.save_act(self._act_for(message, consumed))
            return
        contract, reaction = self._reactions[message.type]
        with _span(getattr(reaction, "__name__", type(reaction).__name__), self.consumer, message):
            act = self._act_for(message, consumed)
            saved = reaction(message, msgspec.json.decode(message.data, type=contract), act)
            if saved is None:
                self._log.save_act(act)
            elif saved.consumed != consumed:
                raise ReactionKeptNoPosition(message.type)


class ProjectionSink:
    """A remote projection and its positions in one database."""

    def __init__(self, consumer: str, engine: Engine, positions: Table, projection: RemoteProjection) -> None:
        """`positions` is the service's table of consumer positions."""
        self.consumer = consumer
        self._engine = engine
        self._positions = positions
        self._projection = projection
        self._contracts = known_contracts()

    def position(self, log: str) -> tuple[int, str | None]:
        """How far the consumer is in a log (0: not begun), and the hint kept with it."""
        with reading(self._engine) as connection:
            return consumer_position(connection, self._positions, self.consumer, log)

    def take(self, message: Message, previous: int, hint: str | None) -> None:
        """Apply; an unknown type only moves the position."""
        consumed = _consumed(self.consumer, message, previous, hint)
        contract = self._contracts.get(message.type)
        traced = (
            nullcontext()
            if contract is None
            else _span(f"project {contract.__name__}", self.consumer, message)
        )
        with traced, writing(self._engine) as connection:
            advance_consumer(connection, self._positions, consumed)
            if contract is not None:
                self._projection.apply(connection, message, msgspec.json.decode(message.data, type=contract))
            crash_point(f"{self.consumer}-from-{message.log}.applied")


def _span(name: str, service: str, message: Message) -> AbstractContextManager[Span]:
    """What is done about one message goes on in its trace, by whichever way it came."""
    attributes: dict[str, str | int] = {
        "messaging.operation.type": "process",
        "messaging.destination.name": message.log,
        "messaging.message.id": str(message.event_id),
        "loket.message": message.type,
        "loket.position": message.position,
    }
    return span(name, service, message.traceparent, SpanKind.CONSUMER, attributes)


def _consumed(consumer: str, message: Message, previous: int, hint: str | None) -> Consumed:
    return Consumed(
        consumer,
        message.log,
        previous,
        message.position,
        hint,
        event_id=message.event_id,
        type=message.type,
        hash=message.hash,
    )


def acts_of(service: str, clock: Clock, ids: IdSource) -> ActFactory:
    """Acts of a service's reactions: caused by the message, in its chain of causes and its trace."""

    def act_for(message: Message, consumed: Consumed) -> Act:
        return Act(
            actor=f"system:{service}",
            role="system",
            at=clock.now(),
            command_id=ids.new(),
            correlation_id=message.correlation_id,
            causation_id=message.event_id,
            traceparent=current_traceparent() or message.traceparent,
            consumed=consumed,
        )

    return act_for


def known_contracts() -> dict[str, type[Contract]]:
    """Every contract that this process has imported, by its type."""
    waiting: list[type[Contract]] = list(Contract.__subclasses__())
    found: dict[str, type[Contract]] = {}
    while waiting:
        contract = waiting.pop()
        waiting.extend(contract.__subclasses__())
        if "TYPE" in contract.__dict__:
            found[contract.TYPE] = contract
    return found
