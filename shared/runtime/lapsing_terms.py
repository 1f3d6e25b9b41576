"""The timer of terms that the authority sets: notes each that passed unused, also while all was down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID

from shared.eventlog.act import Act
from shared.eventlog.log import Saved, VersionConflict
from shared.runtime.declaration import ServiceContext
from shared.runtime.tracing import span
from shared.vocabulary import LEGAL_TIME_ZONE

TERMS_PER_STEP: Final = 50


class SetTerm(Protocol):
    """A term that runs, as its table has it."""

    @property
    def request_event_id(self) -> UUID:
        """The event that set it."""


T = TypeVar("T", bound=SetTerm)
Running = TypeVar("Running", bound=SetTerm, covariant=True)  # noqa: PLC0105 - "Running_co" would say less


class SetTerms(Protocol[Running]):
    """The table of the terms that run."""

    def passed(self, today: date, limit: int, /) -> Sequence[Running]:
        """Terms of which the last day lies before today."""

    def count_passed(self, today: date, /) -> int:
        """How many there are."""

    def next_last_day(self, today: date, /) -> date | None:
        """The earliest last day from today on."""


class LapsingTerms(Generic[T]):
    """A durable timer: its state is a table, its clock the business clock."""

    def __init__(
        self,
        name: str,
        context: ServiceContext,
        terms: SetTerms[T],
        lapse: Callable[[Act, T], Saved | None],
    ) -> None:
        """`lapse` notes that a term passed; None when that was noted before, or no term runs any more."""
        self.name = name
        self._context = context
        self._terms = terms
        self._lapse = lapse

    def step(self) -> bool:
        """Note some terms that passed; False when nothing was left to note."""
        noted = False
        for term in self._terms.passed(self._context.clock.today(), TERMS_PER_STEP):
            with span(self.name, self._context.log.name):
                noted |= self._note(term)
        return noted

    def _note(self, term: T) -> bool:
        """Whether it was noted; when somebody acted on it meanwhile, the next step loads it anew."""
        act = self._context.act_of(self.name, caused_by=term.request_event_id)
        try:
            return self._lapse(act, term) is not None
        except VersionConflict:
            return False

    def pending(self) -> int:
        """Terms that have passed."""
        return self._terms.count_passed(self._context.clock.today())

    def next_due(self) -> datetime | None:
        """Midnight, legal time, after the earliest last day."""
        last_day = self._terms.next_last_day(self._context.clock.today())
        if last_day is None:
            return None
        return datetime.combine(last_day + timedelta(days=1), time(), LEGAL_TIME_ZONE).astimezone(UTC)
