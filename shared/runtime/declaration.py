"""What a service declares about itself; `service.py` puts it together and runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Engine, MetaData, Table

from shared.contracts.envelope import Contract
from shared.eventlog.act import Act
from shared.eventlog.feed import Publication
from shared.eventlog.log import EventLog, InlineProjection
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.vault import Vault
from shared.runtime.access import Role
from shared.runtime.api import ServiceRouter
from shared.runtime.authorisation import Authorisation
from shared.runtime.clock import Clock
from shared.runtime.folding import Folds
from shared.runtime.ids import IdSource
from shared.runtime.lag import Behind
from shared.runtime.problems import ProblemSpec
from shared.runtime.projections import FollowingProjection
from shared.runtime.request_bodies import MAX_BODY_BYTES
from shared.runtime.settings import Settings
from shared.runtime.sinks import Reaction, RemoteProjection
from shared.runtime.tracing import current_traceparent
from shared.runtime.workers import POLL_SECONDS, Worker


@dataclass(frozen=True)
class ServiceContext:
    """What the parts of a service may be built from."""

    name: str
    settings: Settings
    clock: Clock
    ids: IdSource
    engine: Engine
    positions: Table
    """How far the service's consumers and projections have come."""
    vault: Vault
    service_token: Callable[[], str]
    """Gives the bearer token that this service shows to its sisters."""
    event_log: EventLog | None = None
    at_the_end: ExitStack = field(default_factory=ExitStack)
    """What the parts have opened to others, closed when the service has stopped."""

    @property
    def log(self) -> EventLog:
        """The service's event log; raises TypeError for a service without one."""
        if self.event_log is None:
            raise TypeError(f"{self.name} has no event log")
        return self.event_log

    def act_of(
        self, worker: str, cause: RecordedEvent | None = None, *, caused_by: UUID | None = None
    ) -> Act:
        """An act of one of the service's own workers.

        With the whole event as `cause` it goes on in that event's correlation and trace; with only its
        id as `caused_by` it begins a correlation of its own. Inside a span it is a part of that.
        """
        about = cause.metadata if cause else None
        return Act(
            actor=f"system:{self.name}:{worker}",
            role=Role.SYSTEM.value,
            at=self.clock.now(),
            command_id=self.ids.new(),
            correlation_id=about.correlation_id if about else self.ids.new(),
            causation_id=cause.event.event_id if cause else caused_by,
            traceparent=current_traceparent() or (about.traceparent if about else None),
        )


@dataclass(frozen=True)
class ServiceParts:
    """What a service consists of, once built."""

    routers: Sequence[ServiceRouter] = ()
    publications: Sequence[Publication] = ()
    following: Sequence[FollowingProjection] = ()
    reactions: Mapping[str, Mapping[type[Contract], Reaction]] = field(default_factory=dict)
    """By the log that the messages come from."""
    remote: Mapping[str, RemoteProjection] = field(default_factory=dict)
    """By the log that is read; for services without a log of their own."""
    workers: Sequence[Worker] = ()
    workers_rest: float = POLL_SECONDS
    """Seconds that a worker rests when a step found nothing to do and nobody wakes it."""
    problems: Mapping[type[Exception], ProblemSpec] = field(default_factory=dict)
    """Exceptions that only this service knows, with their answers."""
    progress: Callable[[], Mapping[str, int]] = dict
    """How far its long work is, by names for the metrics; nothing personal, and no ids."""
    parked: Callable[[], Mapping[str, int]] = dict
    """Work that waits for a person, how much by kind, for the metrics; every kind that there is, also at 0."""
    taken_in: Mapping[str, Callable[[], int]] = field(default_factory=dict)
    """By log: the position up to which a worker of the service has taken it in."""
    readers: Mapping[str, Behind] = field(default_factory=dict)
    """By log: the worker that reads it, to measure how far it is behind."""


@dataclass(frozen=True)
class ServiceDefinition:
    """One service: its tables, and how its parts are built. Each service's `main.py` holds one."""

    name: str
    """Also the name of its log, its database and its path (`/decisions/v1`)."""
    title: str
    metadata: MetaData
    """Every table of the service, those of the log included."""
    migrations: str
    """Package, such as `services.decisions.migrations`."""
    build: Callable[[ServiceContext], ServiceParts]
    authorisation: Authorisation
    """Who may do what, endpoint by endpoint."""
    inline: Sequence[InlineProjection] = ()
    folds: Folds = field(default_factory=Folds)
    """How its tables follow from the logs, for `loket verify`."""
    has_log: bool = True
    """False: the service only reads; it still has `consumer_positions`."""
    description: str = ""
    """Shown in the API's document."""
    max_body_bytes: int = MAX_BODY_BYTES
    """The largest body of a request."""
