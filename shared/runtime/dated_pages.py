"""Lists by day, a page at a time: the soonest first, and what has no day last.

`after` names the place of the last line, its day and its id, as `next` told it: a line whose day has moved
meanwhile neither hides others nor shows them twice.

    @router.query("/open-cases", response_model=DatedPage[OpenCaseLine])
    def open_cases(request: Reading, paging: DatedPaging) -> DatedPage[OpenCaseLine]:
        found = reads.open_cases(request.principal, paging)
        return DatedPage[OpenCaseLine].of(found, paging, OpenCaseLine.of, lambda case: Place(case.day, case.id))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Generic, Self, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Select, and_, func, or_

from shared.runtime.pages import LARGEST_PAGE, USUAL_PAGE
from shared.runtime.request_bodies import View

NO_DAY: Final = "none"
PLACE: Final = r"^(\d{4}-\d{2}-\d{2}|none)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""What `next` says: a day, or that there is none, and an id."""

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S", bound=Select[Any])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in a list by day."""

    day: date | None
    """None: among those without one, which come last."""
    id: UUID

    @property
    def in_order(self) -> tuple[date, UUID]:
        """By which lines are sorted."""
        return self.day or date.max, self.id

    def __str__(self) -> str:
        return f"{self.day or NO_DAY}.{self.id}"

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The place that a text of ours names. Raises ValueError."""
        day, _, id_ = text.partition(".")
        return cls(None if day == NO_DAY else date.fromisoformat(day), UUID(id_))


@dataclass(frozen=True, slots=True)
class DatedPageAsked:
    """Which page is asked for."""

    after: Place | None
    limit: int

    def of_rows(self, query: S, day: ColumnElement[date], id_: ColumnElement[UUID]) -> S:
        """The query in the order of day and id, from the page's first row to one more than fits."""
        ordered = func.coalesce(day, date.max)
        query = query.order_by(ordered, id_).limit(self.limit + 1)
        if self.after is None:
            return query
        reached = self.after.day or date.max
        return query.where(or_(ordered > reached, and_(ordered == reached, id_ > self.after.id)))

    def among(self, found: Iterable[R], place_of: Callable[[R], Place]) -> list[R]:
        """The same of rows whose day no table has: in order, from the page's first to one more than fits."""
        rows = sorted(found, key=lambda row: place_of(row).in_order)
        if self.after is not None:
            reached = self.after.in_order
            rows = [row for row in rows if place_of(row).in_order > reached]
        return rows[: self.limit + 1]


def _a_place(text: str) -> str:
    try:
        Place.parsed(text)
    except ValueError as malformed:
        raise PydanticCustomError("place_in_list", "must be what `next` of a page said") from malformed
    return text


async def dated_page_asked(
    after: Annotated[
        Annotated[str, Field(pattern=PLACE), AfterValidator(_a_place)] | None,
        Query(description="What `next` of the page before said."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE,
) -> DatedPageAsked:
    """The page that the query string asks for."""
    return DatedPageAsked(None if after is None else Place.parsed(after), limit)


DatedPaging = Annotated[DatedPageAsked, Depends(dated_page_asked)]
"""Parameter of a list's endpoint."""


class DatedPage(View, Generic[T]):
    """A page of a list by day; `next` is the value of `after` for the following page, when there is one."""

    items: list[T]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Its name in the API's document, such as `OpenCaseLinePage`."""
        return f"{params[0].__name__}Page"

    @classmethod
    def of(
        cls, found: Sequence[R], asked: DatedPageAsked, line: Callable[[R], T], place_of: Callable[[R], Place]
    ) -> Self:
        """The page from the rows that `asked.of_rows` found."""
        shown = found[: asked.limit]
        following = str(place_of(shown[-1])) if len(found) > asked.limit else None
        return cls(items=[line(row) for row in shown], next=following)
