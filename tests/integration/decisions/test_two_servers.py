"""Two processes serve the decisions on one PostgreSQL: what clients get who come to both at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Barrier
from uuid import uuid4

import httpx
import pytest

from services.decisions.domain.decision_case import CaseAssessed
from services.decisions.domain.threshold_set import ThresholdSetProposed
from shared.eventlog.verify import verify_log
from shared.runtime.access import Role
from tests.support.databases import empty_database
from tests.support.decisions import Decisions, open_decisions
from tests.support.loket_process import LoketProcess

pytestmark = pytest.mark.slow

ROUNDS = 8


@dataclass
class TwoServers:
    """Two processes on one database and one data folder, and the service beside them in this process."""

    service: Decisions
    processes: tuple[LoketProcess, LoketProcess]

    def at_once(
        self, path: str, keys: tuple[str, str], body: object = None, version: int | None = None
    ) -> list[httpx.Response]:
        """The same request by one person, under these keys, to both at the same moment."""
        together = Barrier(2)

        def send(process: LoketProcess, key: str) -> httpx.Response:
            headers = {"Idempotency-Key": key, **process.bearer(Role.CASE_HANDLER, "case-handler-1")}
            if version is not None:
                headers["If-Match"] = f'"{version}"'
            with process.http() as http:
                http.get("/decisions/v1/livez")  # the connection is there before the race
                together.wait()
                return http.post(f"/decisions/v1{path}", json=body, headers=headers)

        with ThreadPoolExecutor(2) as clients:
            return list(clients.map(send, self.processes, keys))


@pytest.fixture(scope="module")
def servers(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoServers]:
    """On PostgreSQL: only there do two appends run at once. Shared by the tests, as starting it takes seconds."""
    data = tmp_path_factory.mktemp("servers") / "data"
    with ExitStack() as stack:
        url = stack.enter_context(empty_database(postgres_server))
        service = open_decisions(url)
        stack.callback(service.close)
        service.a_set_in_force()
        service.run_campaigns()
        settings = {"database_url": url, "nats": "off", "poll_seconds": 60}
        first, second = (
            LoketProcess(data, data.with_name(f"{name}.log"), ("serve", "decisions"), **settings)
            for name in ("first", "second")
        )
        for process in (first, second):
            stack.callback(process.close)
            process.start()
        yield TwoServers(service, (first, second))


def test_of_two_who_change_one_version_one_is_told_that_it_is_stale(servers: TwoServers):
    """Each with a key of its own and the same If-Match: one act, and 412 for the other."""
    for _ in range(ROUNDS):
        case_id = servers.service.an_undecided_case()
        answers = servers.at_once(f"/cases/{case_id}/assessments", (a_key(), a_key()), version=2)
        assert sorted(answer.status_code for answer in answers) == [201, 412]
        acts = [recorded.event for recorded in servers.service.log.stream(case_id)]
        assert [isinstance(act, CaseAssessed) for act in acts] == [False, False, True]


def test_a_change_sent_to_both_under_one_key_is_made_once_and_answered_twice(servers: TwoServers):
    """A client that lost patience and asked elsewhere: the version has moved, but by this very request."""
    for _ in range(ROUNDS):
        case_id, key = servers.service.an_undecided_case(), a_key()
        one, other = servers.at_once(f"/cases/{case_id}/assessments", (key, key), version=2)
        assert (one.status_code, other.status_code) == (201, 201)
        assert (one.content, one.headers["ETag"]) == (other.content, other.headers["ETag"])
        assert len(servers.service.log.stream(case_id)) == 3


def test_a_proposal_sent_to_both_under_one_key_is_made_once_and_answered_twice(servers: TwoServers):
    """Each would make an id of its own: the stored answer names the one that was made."""
    body = {
        "thresholds": [{"category": "N1", "parameter": "payload_kg", "value": 1000}],
        "validFrom": "2099-01-01",
    }
    before = proposals(servers.service)
    for made in range(1, ROUNDS + 1):
        key = a_key()
        one, other = servers.at_once("/threshold-sets", (key, key), body)
        assert (one.status_code, other.status_code) == (201, 201)
        assert one.content == other.content
        assert proposals(servers.service) == before + made


def test_after_the_races_the_log_is_whole(servers: TwoServers):
    """Gapless and chained, whoever appended."""
    assert verify_log(servers.service.engine, servers.service.log.recorder.tables).holds


def a_key() -> str:
    """A new idempotency key."""
    return str(uuid4())


def proposals(service: Decisions) -> int:
    """How many sets were proposed."""
    return len(service.log.events_after(0, limit=10_000, topics=[ThresholdSetProposed.TOPIC]))
