"""Every command, sent for what it is: one effect for a key, and one winner for a version.

On SQLite all of them; on PostgreSQL, because it is the database that decides, one of each kind: which makes
a thing, which changes one by its version, which changes one without, of every service. Truly at the same
time: each request in a thread of its own, over the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Final
from uuid import uuid4

import httpx
import pytest

from services.embedded import SERVICES
from tests.support.databases import service_databases
from tests.support.operations import IF_MATCH, KEY, Operation
from tests.support.valid_requests import BUILDERS
from tests.support.whole_house import House, Person, Request, whole_house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

AT_ONCE: Final = 4
NAMES: Final = (*(definition.name for definition in SERVICES), "vault")
ON_POSTGRESQL: Final = (
    "applications.submitApplication",
    "applications.supplementApplication",
    "applications.attachDocument",
    "applications.startHandling",
    "decisions.decide",
    "decisions.propose",
    "decisions.approve",
    "objections.lodgeObjection",
    "objections.ruleOnObjection",
    "objections.endAppeal",
)
EACH: Final = [("sqlite", name) for name in BUILDERS] + [("postgresql", name) for name in ON_POSTGRESQL]

each_command = pytest.mark.parametrize(("kind", "name"), EACH)


@pytest.fixture(scope="module")
def house_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All six services on SQLite."""
    with whole_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="module")
def house_on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[House]:
    """All six services on PostgreSQL."""
    with (
        service_databases(postgres_server, NAMES) as template,
        whole_house(
            tmp_path_factory.mktemp("house"),
            database_url=template,
            vault_database_url=template.replace("{service}", "vault"),
        ) as running,
    ):
        yield running


@pytest.fixture
def house(request: pytest.FixtureRequest, kind: str) -> House:
    """The house on that kind of database."""
    running: House = request.getfixturevalue(f"house_on_{kind}")
    return running


@each_command
def test_a_key_has_one_effect_and_one_answer(house: House, name: str) -> None:
    """At the same time, again, and with another body; although the version has moved meanwhile."""
    operation, request = _valid(house, name)
    before = house.acts_of(_person(request), operation.service)
    answers = _at_once(house, [request] * AT_ONCE)
    done = [answer for answer in answers if answer.is_success]
    told = {answer.json()["code"] for answer in answers if not answer.is_success}
    assert done, [answer.text for answer in answers]
    assert told <= {"still_running"}, told
    again = house.send(request)
    assert {_shown(answer) for answer in (*done, again)} == {_shown(again)}
    assert again.headers["Loket-Position"] == f"{operation.service}={again.json()['position']}"
    assert again.headers["ETag"] == f'"{again.json()["version"]}"'
    other = house.send(replace(request, body={"something": "else"}))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    acts = house.acts_of(_person(request), operation.service)
    assert len(acts) - len(before) == 1


@each_command
def test_a_version_is_changed_by_one(house: House, name: str) -> None:
    """428 without it, 412 with a stale one; of several at the same time one wins, the others get 412.

    Where no version is asked for, whoever comes too late is told that the state has changed.
    """
    operation, request = _valid(house, name)
    headers = dict(request.headers or {})
    if operation.asks_for_version:
        unnamed = house.send(replace(request, headers={KEY: str(uuid4())}))
        assert (unnamed.status_code, unnamed.json()["code"]) == (428, "if_match_missing")
        stale = house.send(replace(request, headers={KEY: str(uuid4()), IF_MATCH: '"9999"'}))
        assert (stale.status_code, stale.json()["code"]) == (412, "version_conflict")
    if operation.asks_for_version:
        requests = [replace(request, headers={**headers, KEY: str(uuid4())}) for _ in range(AT_ONCE)]
        answers = _at_once(house, requests)
        assert sorted(answer.status_code for answer in answers) == [201, *[412] * (AT_ONCE - 1)], [
            answer.text for answer in answers
        ]
    elif operation.names("path"):
        requests = [replace(request, headers={KEY: str(uuid4())}) for _ in range(AT_ONCE)]
        for answer in _at_once(house, requests):
            assert answer.status_code in {201, 404, 409}, answer.text


def _valid(house: House, name: str) -> tuple[Operation, Request]:
    """A request that would be granted now."""
    operation, valid = house.operation(name), BUILDERS[name](house)
    path, headers = operation.path(**valid.ids), {KEY: str(uuid4())}
    if operation.asks_for_version:
        headers[IF_MATCH] = house.get(valid.person, path.rpartition("/")[0]).headers["ETag"]
    return operation, Request(valid.person, "POST", path, valid.body, headers)


def _person(request: Request) -> Person:
    assert request.person is not None
    return request.person


def _at_once(house: House, requests: Sequence[Request]) -> list[httpx.Response]:
    """The answers to requests that are sent at the same moment."""
    ready = Barrier(len(requests))

    def send(request: Request) -> httpx.Response:
        ready.wait(60)
        return house.send(request)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def _shown(answer: httpx.Response) -> tuple[int, bytes, str, str]:
    """All that must be the same when an answer is given again."""
    return answer.status_code, answer.content, answer.headers["ETag"], answer.headers["Loket-Position"]
