"""What every read answers, and that nobody reads what is another's."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx

from services.embedded import SERVICES
from shared.runtime.access import Role
from tests.support.furnished_house import Furnished
from tests.support.operations import Operation
from tests.support.whole_house import House, Person, Request

NEVER = 9_999_999_999
GROWS_BY_READING = "accessLog"
"""The operation whose list is longer by each page of it that is read."""
WITH_LOG = {definition.name for definition in SERVICES if definition.has_log}


def _reader(house: House, operation: Operation) -> Person:
    """Somebody who sees what is national: not an applicant, unless only applicants read it."""
    others = operation.roles - {Role.APPLICANT, Role.MUNICIPALITY}
    return house.somebody(min(others or operation.roles))


def _read(house: House, operation: Operation, ids: Mapping[str, UUID], **headers: str) -> httpx.Response:
    """Read a thing that is there."""
    query = {name: str(ids[name]) for name in operation.names("query") & ids.keys()}
    path = operation.path(**{name: ids[name] for name in operation.names("path")})
    return house.send(Request(_reader(house, operation), "GET", path, None, headers), params=query)


def test_every_read_says_how_far_it_shows_the_logs(house: House, furniture: Furnished) -> None:
    """In the form in which one can wait for it, and with the version of the API."""
    for operation in house.operations:
        if operation.method == "GET":
            answer = _read(house, operation, furniture.ids)
            assert answer.status_code == 200, (operation, answer.text)
            assert answer.headers["API-Version"] == "1.0.0", operation
            shown = answer.headers["Loket-Position"]
            assert operation.service in shown or operation.service not in WITH_LOG, operation
            again = _read(house, operation, furniture.ids, **{"Loket-Wait-For": shown})
            assert again.status_code == 200, (operation, shown)


def test_what_is_changed_under_a_version_is_read_with_it(house: House, furniture: Furnished) -> None:
    """Every read of which the document says so carries an entity tag, and nothing else does."""
    tagged = 0
    for operation in house.operations:
        if operation.method == "GET" and "ETag" in operation.success["headers"]:
            tagged += 1
            etag = _read(house, operation, furniture.ids).headers["ETag"]
            assert etag.strip('"').isdigit(), operation
    assert tagged >= 6


def test_a_position_that_never_comes_is_not_waited_for_long(house: House) -> None:
    """503 with `Retry-After`, after two seconds or so."""
    reads = [one for one in house.operations if one.method == "GET"]

    def wait(operation: Operation) -> tuple[Operation, httpx.Response, float]:
        log = operation.service if operation.service in WITH_LOG else "decisions"
        headers = {"Loket-Wait-For": f"{log}={NEVER}"}
        began = time.monotonic()
        request = Request(_reader(house, operation), "GET", operation.path(), None, headers)
        return operation, house.send(request), time.monotonic() - began

    with ThreadPoolExecutor(8) as pool:
        for operation, answer, seconds in pool.map(wait, reads):
            assert (answer.status_code, answer.json()["code"]) == (503, "not_yet_there"), operation
            assert answer.headers["Retry-After"] == "1", operation
            assert seconds > 1.9, operation


def test_a_list_read_one_by_one_shows_each_item_once_and_in_order(house: House, furniture: Furnished) -> None:
    """The same items as read at once."""
    with_content = set()
    for operation in house.operations:
        if operation.declared["operationId"] == GROWS_BY_READING:
            continue
        if operation.names("query") >= {"after", "limit"} and "items" in operation.answer.get(
            "properties", {}
        ):
            reader = _reader(house, operation)
            whole = house.get(reader, f"{operation.path()}?limit=500").json()["items"]
            singly, after = [], ""
            while after is not None:
                page = house.get(reader, f"{operation.path()}?limit=1{after and '&after=' + after}").json()
                singly += page["items"]
                after = page["next"]
            assert singly == whole, operation
            if len(whole) > 1:
                with_content.add(str(operation))
    assert with_content >= {
        "applications.applications",
        "decisions.cases",
        "decisions.sets",
        "decisions.reassessments",
        "objections.objections",
    }
