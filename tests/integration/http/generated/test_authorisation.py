"""Every endpoint for every role, against the running services, as the authorisation tables say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID, uuid4

import httpx

from shared.runtime.access import Role
from shared.runtime.authorisation import OUTCOMES, Outcome, Permission, Reach, Standing
from tests.support.authorisation import permissions
from tests.support.furnished_house import ELSEWHERE, Furnished
from tests.support.operations import IF_MATCH, KEY, Operation
from tests.support.valid_requests import BUILDERS, UTRECHT, Valid
from tests.support.whole_house import House, Person, Request

NO_VERSION: Final = '"0"'
"""What a command names that is to reach its subject and change nothing."""
OF_LOCAL: Final = (Standing.LOCAL_OF_OWN, Standing.LOCAL_OF_ANOTHER, Standing.LOCAL_NATIONALLY)
SCOPE_OF: Final[Mapping[Standing, str | None]] = {
    Standing.LOCAL_OF_OWN: UTRECHT,
    Standing.LOCAL_OF_ANOTHER: ELSEWHERE,
    Standing.LOCAL_NATIONALLY: None,
    Standing.NATIONAL_LOCALLY: UTRECHT,
    Standing.NATIONAL_NATIONALLY: None,
}
"""The municipality for which somebody acts; the local things are those of Utrecht."""
ABOUT_NOTHING_YET: Final = {"applications.submitApplication", "applications.enterApplication"}
"""What makes a thing out of nothing, so that there is no other's to reach for (a desk enters only in its own scope)."""


def _table(house: House) -> Iterator[tuple[Operation, Permission]]:
    """Every operation that the services answer to, with its line."""
    lines = {(service, one.endpoint): one for service, one in permissions()}
    for operation in house.operations:
        yield operation, lines[operation.service, f"{operation.method} {operation.template}"]


def _standings(permission: Permission) -> Iterator[tuple[Role, Standing, Outcome]]:
    for role, reach in permission.reaches.items():
        for standing, outcome in OUTCOMES[reach].items():
            yield role, standing, outcome


def _person(house: House, furniture: Furnished, role: Role, standing: Standing) -> Person:
    if standing is Standing.OWN:
        return furniture.applicant
    return house.somebody(role, SCOPE_OF.get(standing))


def _things(furniture: Furnished, standing: Standing) -> Mapping[str, UUID]:
    return furniture.local if standing in OF_LOCAL else furniture.ids


def test_the_tables_name_what_is_answered_to_and_nothing_else(house: House) -> None:
    """Endpoint by endpoint, with the roles that the document of the service tells."""
    told = {(one.service, f"{one.method} {one.template}"): one.roles for one in house.operations}
    assert told == {(service, one.endpoint): frozenset(one.roles) for service, one in permissions()}


def test_a_role_that_is_not_named_is_turned_away(house: House) -> None:
    """403, before anything else of the request is looked at."""
    for operation, permission in _table(house):
        for role in Role:
            if role not in permission.reaches:
                answer = house.send(Request(house.somebody(role), operation.method, operation.path()))
                told = answer.status_code, answer.json()["code"]
                assert told == (403, "role_not_admitted"), (operation, role)


def test_a_thing_is_there_for_those_whom_it_reaches(house: House, furniture: Furnished) -> None:
    """Whoever names it in the path: own and another's, local and national, each with each scope."""
    seen: set[tuple[Role, Standing, Outcome]] = set()
    for operation, permission in _table(house):
        for role, standing, outcome in _standings(permission):
            things, names = _things(furniture, standing), operation.names("path")
            if not names or not names <= things.keys():
                continue
            if outcome is Outcome.THERE and not (operation.method == "GET" or operation.asks_for_version):
                continue  # it would be done; that it can be is shown with the valid requests
            who = _person(house, furniture, role, standing)
            answer = _asked(house, operation, who, operation.path(**{name: things[name] for name in names}))
            assert _is(outcome, operation, answer), (operation, role, standing, answer.text)
            seen.add((role, standing, outcome))
    assert len(seen) > 25


def test_a_list_shows_nothing_of_what_is_not_there(house: House, furniture: Furnished) -> None:
    """Also one that is asked for by the id of a case."""
    for operation, permission in _table(house):
        if operation.names("path") or operation.method != "GET":
            continue
        for role, standing, outcome in _standings(permission):
            if outcome is Outcome.THERE:
                continue
            things, who = _things(furniture, standing), _person(house, furniture, role, standing)
            query = {name: str(things[name]) for name in operation.names("query") & things.keys()}
            answer = house.send(Request(who, "GET", operation.path()), params=query)
            assert answer.status_code == 200, (operation, role, standing)
            assert not [name for name, one in things.items() if str(one) in answer.text], (operation, role)
            assert outcome is Outcome.NOT_THERE or answer.json()["items"] == [], (operation, role)


def test_what_a_body_names_is_reached_for_in_the_same_way(house: House) -> None:
    """By a stranger in the role that the request is valid for: as what never was, or refused at the door."""
    for operation, permission in _table(house):
        if operation.names("path") or str(operation) not in BUILDERS or str(operation) in ABOUT_NOTHING_YET:
            continue
        valid = _valid(house, operation)
        reach = permission.reaches[valid.person.role]
        stranger = house.somebody(valid.person.role, None if reach is Reach.OWN else ELSEWHERE)
        answer = _asked(house, operation, stranger, operation.path())
        outcome = Outcome.CLOSED if reach is Reach.NATIONAL else Outcome.NOT_THERE
        assert _is(outcome, operation, answer), (operation, stranger, answer.text)


def test_a_look_at_a_case_is_logged_with_it(house: House, furniture: Furnished) -> None:
    """Every read of a case, or of what belongs to it, by whichever id it is named."""
    case_id, asked = furniture.ids["caseId"], dict[str, set[str]]()
    for operation, permission in _table(house):
        names = operation.names("path") | operation.names("query") & {"caseId"}
        if operation.method == "GET" and permission.activity and names and names <= furniture.local.keys():
            role = next(role for role in permission.reaches if role is not Role.APPLICANT)
            path = operation.path(**{name: furniture.ids[name] for name in operation.names("path")})
            query = {name: str(furniture.ids[name]) for name in operation.names("query") & {"caseId"}}
            answer = house.send(Request(house.somebody(role), "GET", path), params=query)
            assert answer.status_code == 200, (operation, answer.text)
            asked.setdefault(operation.service, set()).add(permission.endpoint)
    assert sum(map(len, asked.values())) > 10
    for service, endpoints in asked.items():
        assert endpoints <= _logged(house, service, case_id)


def _logged(house: House, service: str, case_id: UUID) -> set[str]:
    """The endpoints at which that case was looked at."""
    found, after, auditor = set[str](), "", house.somebody(Role.AUDITOR)
    while after is not None:
        query = {"dataSubject": str(case_id), "limit": "500", **({"after": after} if after else {})}
        page = house.send(Request(auditor, "GET", f"/{service}/v1/access-log"), params=query).json()
        found |= {one["name"] for one in page["items"] if one["outcome"] == "admitted"}
        after = page["next"]
    return found


def _asked(house: House, operation: Operation, who: Person, path: str) -> httpx.Response:
    if operation.method == "GET":
        return house.send(Request(who, "GET", path))
    headers = {KEY: str(uuid4()), **({IF_MATCH: NO_VERSION} if operation.asks_for_version else {})}
    return house.send(
        Request(who, "POST", path, None if operation.body is None else _valid(house, operation).body, headers)
    )


def _is(outcome: Outcome, operation: Operation, answer: httpx.Response) -> bool:
    code = answer.json().get("code") if answer.status_code >= 400 else None
    if outcome is Outcome.THERE:
        return answer.status_code == (200 if operation.method == "GET" else 412)
    if outcome is Outcome.CLOSED and operation.method == "POST":
        return (answer.status_code, code) == (403, "national_scope_needed")
    return answer.status_code == 404


_requests: dict[str, Valid] = {}


def _valid(house: House, operation: Operation) -> Valid:
    """A valid request of this kind, made once; never sent as it is."""
    if str(operation) not in _requests:
        _requests[str(operation)] = BUILDERS[str(operation)](house)
    return _requests[str(operation)]
