"""Who may do what: one table for each service, in which every endpoint stands with its roles and their reach.

    AUTHORISATION: Final = Authorisation(
        may("POST /applications", {Role.APPLICANT: Reach.OWN}, APPLYING),
        may("GET /applications/{caseId}", {Role.APPLICANT: Reach.OWN, Role.CASE_HANDLER: Reach.SCOPE}, APPLYING),
    )

Routes take their roles from here, so nobody is let in elsewhere; commands and readers see to the reach, and
`tests/integration/http/generated/test_authorisation.py` holds them to what is written here. A route that does not
stand in the table, and a line without a route, stop the service from being built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.runtime.access import Role
from shared.runtime.processing import ProcessingActivity


class Reach(StrEnum):
    """What of an endpoint's subject is there for a role; the rest answers as what never was."""

    OWN = "own"
    """The own case, objection or letter; another's is not there."""
    SCOPE = "scope"
    """A local case for its own municipality alone, a national one with national scope; others are not there."""
    EVERY_CASE = "every case"
    """Every case with national scope, else those of the own municipality: who keeps the installation."""
    NATIONAL = "national"
    """What concerns every municipality. Without national scope: nothing there to read, and an act is refused."""
    ZONES = "zones"
    """The zones of the own municipality, all of them with national scope; other zones are not there."""
    FEED = "feed"
    """All that a service has recorded, by position, with personal data sealed; for services of Loket alone."""
    OPEN = "open"
    """What is the same for everybody: about no case and no person."""


class Standing(StrEnum):
    """How somebody stands to what an endpoint is about."""

    OWN = "the own"
    ANOTHERS = "another's"
    LOCAL_OF_OWN = "local, of the own municipality"
    LOCAL_OF_ANOTHER = "local, of another municipality"
    LOCAL_NATIONALLY = "local, with national scope"
    NATIONAL_LOCALLY = "national, with the scope of a municipality"
    NATIONAL_NATIONALLY = "national, with national scope"


class Outcome(StrEnum):
    """What comes of it."""

    THERE = "there"
    NOT_THERE = "not there"
    """404, and in a list it is left out: as if it never was."""
    CLOSED = "nothing to read, acts refused"
    """404 and empty lists; a command is told 403 `national_scope_needed`."""


_THERE, _NOT_THERE, _CLOSED = Outcome
_DESK: Final = (
    Standing.LOCAL_OF_OWN,
    Standing.LOCAL_OF_ANOTHER,
    Standing.LOCAL_NATIONALLY,
    Standing.NATIONAL_LOCALLY,
    Standing.NATIONAL_NATIONALLY,
)


def _for_desk(*outcomes: Outcome) -> Mapping[Standing, Outcome]:
    return dict(zip(_DESK, outcomes, strict=True))


OUTCOMES: Final[Mapping[Reach, Mapping[Standing, Outcome]]] = {
    Reach.OWN: {Standing.OWN: _THERE, Standing.ANOTHERS: _NOT_THERE},
    Reach.SCOPE: _for_desk(_THERE, _NOT_THERE, _NOT_THERE, _NOT_THERE, _THERE),
    Reach.EVERY_CASE: _for_desk(_THERE, _NOT_THERE, _THERE, _NOT_THERE, _THERE),
    Reach.NATIONAL: _for_desk(_CLOSED, _CLOSED, _THERE, _CLOSED, _THERE),
    Reach.ZONES: {
        Standing.LOCAL_OF_OWN: _THERE,
        Standing.LOCAL_OF_ANOTHER: _NOT_THERE,
        Standing.LOCAL_NATIONALLY: _THERE,
    },
    Reach.FEED: {},
    Reach.OPEN: {},
}
"""By reach and standing; a standing that is not named cannot be (a feed and what is open know none)."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One endpoint, who may use it on what, and for which processing activity."""

    endpoint: str
    """Method and path template, such as `GET /cases/{caseId}`."""
    reaches: Mapping[Role, Reach]
    activity: ProcessingActivity | None
    """None: nothing personal is read or written."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who is admitted at all."""
        return tuple(self.reaches)


def may(
    endpoint: str, reaches: Mapping[Role, Reach], activity: ProcessingActivity | None = None
) -> Permission:
    """A line of the table."""
    if not reaches:
        raise ValueError(f"{endpoint}: a line of the table admits somebody")
    return Permission(endpoint, reaches, activity)


class NotInTheTable(LookupError):
    """A route without a line in the authorisation table of its service."""


class WithoutRoute(LookupError):
    """Lines of the authorisation table to which no route answers."""


class Authorisation:
    """The table of one service."""

    def __init__(self, *permissions: Permission) -> None:
        """Raises ValueError for an endpoint that stands there twice."""
        self._by_endpoint = {one.endpoint: one for one in permissions}
        if len(self._by_endpoint) != len(permissions):
            raise ValueError("an endpoint stands in the authorisation table once")

    def __iter__(self) -> Iterator[Permission]:
        return iter(self._by_endpoint.values())

    def of(self, method: str, path: str) -> Permission:
        """The line of an endpoint. Raises NotInTheTable."""
        endpoint = f"{method} {path}"
        if endpoint not in self._by_endpoint:
            raise NotInTheTable(
                f"{endpoint} stands in no authorisation table: say who may use it, and on what"
            )
        return self._by_endpoint[endpoint]

    def refuse_without_route(self, declared: Iterable[Permission]) -> None:
        """Raises WithoutRoute for lines that none of the declared routes rests on."""
        idle = self._by_endpoint.keys() - {one.endpoint for one in declared}
        if idle:
            raise WithoutRoute(f"no route answers to {', '.join(sorted(idle))}")
