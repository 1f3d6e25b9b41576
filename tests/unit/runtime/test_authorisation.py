"""The authorisation table: every route stands in it once, and every line has its route."""

from __future__ import annotations

import pytest

from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Commanding, ServiceRouter
from shared.runtime.authorisation import (
    OUTCOMES,
    Authorisation,
    NotInTheTable,
    Outcome,
    Reach,
    Standing,
    WithoutRoute,
    may,
)

TABLE = Authorisation(
    may("GET /notes", {Role.APPLICANT: Reach.OWN}), may("POST /notes", {Role.AUDITOR: Reach.OPEN})
)


def _read() -> None:
    """Read nothing."""


def test_a_route_takes_its_roles_from_the_table() -> None:
    """From the line of its method and path."""
    router = ServiceRouter(TABLE)
    router.query("/notes")(_read)
    assert [one.roles for one in router.permissions] == [(Role.APPLICANT,)]


@pytest.mark.parametrize("path", ["/other", "/notes/{noteId}"])
def test_a_route_that_is_not_in_the_table_cannot_be_declared(path: str) -> None:
    """So the service is not built."""
    with pytest.raises(NotInTheTable, match=r"GET /"):
        ServiceRouter(TABLE).query(path)


def test_a_method_is_admitted_by_its_own_line() -> None:
    """Who may read may not thereby write."""

    def write(request: Commanding) -> Saved:
        raise NotImplementedError

    only_read = Authorisation(may("GET /notes", {Role.APPLICANT: Reach.OWN}))
    with pytest.raises(NotInTheTable, match="POST /notes"):
        ServiceRouter(only_read).command("/notes")(write)


def test_a_line_without_a_route_is_told() -> None:
    """It would say something of an endpoint that nobody has."""
    router = ServiceRouter(TABLE)
    router.query("/notes")(_read)
    with pytest.raises(WithoutRoute, match="POST /notes"):
        TABLE.refuse_without_route(router.permissions)


def test_an_endpoint_stands_there_once_and_admits_somebody() -> None:
    """Two lines could say two things."""
    line = may("GET /notes", {Role.APPLICANT: Reach.OWN})
    with pytest.raises(ValueError, match="once"):
        Authorisation(line, line)
    with pytest.raises(ValueError, match="admits somebody"):
        may("GET /notes", {})


def test_every_reach_has_its_outcomes() -> None:
    """What is another's, or another municipality's, is there under no reach."""
    assert set(OUTCOMES) == set(Reach)
    for outcomes in OUTCOMES.values():
        for standing in (Standing.ANOTHERS, Standing.LOCAL_OF_ANOTHER, Standing.NATIONAL_LOCALLY):
            assert outcomes.get(standing) is not Outcome.THERE
