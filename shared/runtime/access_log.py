"""The access log: every decision to admit somebody or not, and every look at personal data.

The fields are those of Logboek Dataverwerkingen 1.0 (`dpl.core`), with role, operation and what was decided. One
row for each data subject, unsampled, and stored before the answer leaves: what cannot be logged is not answered.
Nothing personal stands in it, and no user: the trace leads to the act, which names its actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, Table, insert

from shared.database import writing
from shared.privacy.looks import SubjectKind
from shared.runtime.access import Principal, Role
from shared.runtime.authorisation import Permission, Reach
from shared.runtime.clock import WallClock
from shared.runtime.ids import ClockedIds
from shared.runtime.problems import Problem
from shared.runtime.tracing import SpanIds

Row = Mapping[str, str | int | UUID | None]

ADMITTED: Final = "admitted"
REFUSED: Final = "refused"
_REFUSALS: Final = frozenset({403, 404})
"""What is not there for somebody is a refusal too; from what never was it cannot be told apart, here neither."""
_PROCESSORS: Final = {
    Role.MUNICIPALITY: "urn:loket:synthetic:verwerker:gemeente",
    Role.RDW: "urn:loket:synthetic:verwerker:rdw",
    Role.SYSTEM: "urn:loket:synthetic:verwerker:loket",
}
_UNKNOWN_PROCESSOR: Final = "urn:loket:synthetic:verwerker:onbekend"


@dataclass(frozen=True, slots=True)
class Look:
    """One request of somebody who was authenticated, and what became of it."""

    permission: Permission
    operation: str
    principal: Principal
    role: Role | None
    """In which the principal was admitted; None: in none."""
    trace: SpanIds
    began: int
    """Milliseconds since 1970, wall time."""
    ended: int
    status: int
    """Of the answer."""
    reason: str | None = None
    """The code of the problem that was answered."""
    subjects: Sequence[tuple[SubjectKind, UUID]] = ()

    @property
    def outcome(self) -> str:
        """Whether the principal was let at what was asked for."""
        return REFUSED if self.status in _REFUSALS else ADMITTED

    @property
    def is_logged(self) -> bool:
        """All but what a service of Loket reads in the feed of another: sealed, by position, every other second."""
        fed = self.role is not None and self.permission.reaches[self.role] is Reach.FEED
        return not (fed and self.status < 400)

    def rows(self, service: str, ids: ClockedIds) -> Iterator[Row]:
        """A row for each data subject; one where there is none."""
        activity = self.permission.activity
        for kind, subject in self.subjects or ((None, None),):
            yield {
                "record_id": ids.new(),
                "trace_id": self.trace.trace_id,
                "span_id": self.trace.span_id,
                "parent_span_id": self.trace.parent_span_id,
                "status": "Ok" if self.status < 400 else "Error",
                "name": self.permission.endpoint,
                "start_time": self.began,
                "end_time": self.ended,
                "resource": f"urn:loket:{service}",
                "processing_activity_id": activity.uri if activity else None,
                "data_subject_id": subject,
                "data_subject_id_type": kind.value if kind else None,
                "foreign_processor": self._foreign_processor(),
                "role": (self.role or min(self.principal.roles)).value,
                "operation": self.operation,
                "outcome": self.outcome,
                "reason": self.reason,
                "http_status": self.status,
            }

    def _foreign_processor(self) -> str | None:
        """Who processes where the trace came from; None when it began here."""
        if self.trace.parent_span_id is None:
            return None
        return _PROCESSORS.get(self.role, _UNKNOWN_PROCESSOR) if self.role else _UNKNOWN_PROCESSOR


@dataclass(eq=False)
class _Batch:
    """Rows that are stored together."""

    rows: list[Row] = field(default_factory=list)
    tried: bool = False
    failure: BaseException | None = None
    """Why nothing of it was stored, whatever it was; nobody whose rows are here is answered then."""


class AccessLog:
    """Stores looks in the database of a service. Who comes while others store is stored with the next batch."""

    def __init__(self, service: str, engine: Engine, table: Table) -> None:
        self._service = service
        self._engine = engine
        self._table = table
        self._ids = ClockedIds(WallClock())
        self._joining = Lock()
        self._storing = Lock()
        self._batch = _Batch()

    def store(self, look: Look) -> None:
        """Store a look; acknowledged by the database when this returns. Raises Problem (503) without that."""
        rows = list(look.rows(self._service, self._ids))
        with self._joining:
            batch = self._batch
            batch.rows += rows
        with self._storing:
            if not batch.tried:
                self._close_and_store(batch)
        if batch.failure is not None:
            raise Problem(
                503,
                "access_not_logged",
                "This could not be entered in the access log, so it is not answered",
                headers={"Retry-After": "1"},
            ) from batch.failure

    def _close_and_store(self, batch: _Batch) -> None:
        with self._joining:
            self._batch = _Batch()
        batch.tried = True
        try:
            with writing(self._engine, on_disk=False) as connection:
                connection.execute(insert(self._table), batch.rows)
        except BaseException as failure:
            batch.failure = failure
            if not isinstance(failure, Exception):
                raise
