"""Lists, a page at a time: one way of asking for a page, and one shape of it.

Pages are keyset-paged: `after` is the last id of the page before, and `next` says what to ask for
next. Ids are ordered in time, so the order is that of making.

    @router.query("/cases", response_model=Page[CaseLine])
    def cases(request: Reading, paging: Paging) -> Page[CaseLine]:
        found = reads.cases(request.principal, paging.after, paging.rows)
        return Page[CaseLine].of(found, paging, CaseLine.of, lambda case: case.case_id)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, Self, TypeVar
from uuid import UUID

from fastapi import Depends, Query

from shared.runtime.request_bodies import View

LARGEST_PAGE: Final = 500
USUAL_PAGE: Final = 100

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class PageAsked:
    """Which page is asked for."""

    after: UUID | None
    limit: int

    @property
    def rows(self) -> int:
        """How many rows to read: one more than fits, which tells whether another page follows."""
        return self.limit + 1


async def page_asked(
    after: Annotated[UUID | None, Query(description="The last id of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE,
) -> PageAsked:
    """The page that the query string asks for."""
    return PageAsked(after, limit)


Paging = Annotated[PageAsked, Depends(page_asked)]
"""Parameter of a list's endpoint."""


class Page(View, Generic[T]):
    """A page of a list; `next` is the value of `after` for the following page, when there is one."""

    items: list[T]
    next: UUID | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Its name in the API's document, such as `CaseLinePage`."""
        return f"{params[0].__name__}Page"

    @classmethod
    def of(
        cls, found: Sequence[R], asked: PageAsked, line: Callable[[R], T], id_of: Callable[[R], UUID]
    ) -> Self:
        """The page from the rows that were found when `asked.rows` were read."""
        shown = found[: asked.limit]
        following = id_of(shown[-1]) if len(found) > asked.limit else None
        return cls(items=[line(row) for row in shown], next=following)
