"""The demo's client: once for each step, patient, and silent about what it sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.demo.answers import CaseSeen
from services.demo.bodies import DecisionBody
from services.demo.client import LoketClient, NoServer, ProblemAnswer
from services.demo.people import REVIEWER, applicant
from shared.runtime.access import Role
from shared.runtime.settings import Settings
from shared.runtime.tokens import verifier_of
from shared.vocabulary import Outcome

CASE_ID = UUID(int=17)
CASE = "/decisions/v1/cases/{case_id}"
DECISIONS = "/decisions/v1/cases/{case_id}/decisions"
COMMITTED = {"id": str(CASE_ID), "version": 4, "position": 99}
SEEN = {"caseId": str(CASE_ID), "state": "undecided", "exemptionType": "DAY"}

Answering = Callable[[httpx.Request], httpx.Response]


class Server:
    """Answers with what it is given, in turn, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | httpx.TransportError) -> None:
        self._answers: Iterator[httpx.Response | httpx.TransportError] = iter(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, httpx.TransportError):
            raise answer
        return answer


def client_of(server: Answering, data: Path, seed: int = 1) -> LoketClient:
    """A client of that server."""
    return LoketClient("http://loket.test", data, seed, transport=httpx.MockTransport(server))


def committed() -> httpx.Response:
    """The answer to a command."""
    return httpx.Response(201, json=COMMITTED, headers={"ETag": '"4"'})


def seen() -> httpx.Response:
    """The answer to a read."""
    return httpx.Response(200, json=SEEN, headers={"ETag": '"3"'})


def decide(client: LoketClient, about: int = 17) -> None:
    """Take one decision."""
    session = client.session(REVIEWER)
    body = DecisionBody(Outcome.GRANTED)
    session.act(DECISIONS, "decide", about, body, if_match='"3"', case_id=CASE_ID)


def test_a_command_carries_key_version_and_token(tmp_path: Path) -> None:
    """All that a command must carry."""
    server = Server(committed())
    with client_of(server, tmp_path) as client:
        decide(client)
    (request,) = server.asked
    assert request.url.path == f"/decisions/v1/cases/{CASE_ID}/decisions"
    assert request.headers["If-Match"] == '"3"'
    assert request.content == b'{"outcome":"granted"}'
    token = request.headers["Authorization"].removeprefix("Bearer ")
    assert verifier_of(Settings(data=tmp_path)).principal(token).roles == {Role.REVIEWER}
    assert UUID(request.headers["Idempotency-Key"])


def test_the_key_follows_from_seed_step_and_case(tmp_path: Path) -> None:
    """The same for the same, another for another case or another sample set."""
    keys = []
    for seed, about in ((1, 17), (1, 17), (1, 18), (2, 17)):
        server = Server(committed())
        with client_of(server, tmp_path, seed) as client:
            decide(client, about)
        keys.append(server.asked[0].headers["Idempotency-Key"])
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_read_waits_for_what_the_same_person_wrote(tmp_path: Path) -> None:
    """In that service; other services have other logs."""
    server = Server(seen(), committed(), seen(), seen())
    with client_of(server, tmp_path) as client:
        session = client.session(applicant("applicant-001"))
        session.read(CASE, CaseSeen, case_id=CASE_ID)
        session.act(DECISIONS, "decide", 17, case_id=CASE_ID)
        session.read(CASE, CaseSeen, case_id=CASE_ID)
        session.read("/audit/v1/cases/{case_id}", CaseSeen, case_id=CASE_ID)
    waited = [request.headers.get("Loket-Wait-For") for request in server.asked]
    assert waited == [None, None, "decisions=99", None]


def test_a_read_waits_for_what_others_wrote_when_told_so(tmp_path: Path) -> None:
    """The latest of what it knows of."""
    server = Server(seen(), seen())
    with client_of(server, tmp_path) as client:
        session = client.session(REVIEWER).knows_of("decisions", 120)
        session.read(CASE, CaseSeen, case_id=CASE_ID)
        session.knows_of("decisions", 7).read(CASE, CaseSeen, case_id=CASE_ID)
    waited = [request.headers["Loket-Wait-For"] for request in server.asked]
    assert waited == ["decisions=120", "decisions=120"]


def test_requests_are_counted_by_chapter(tmp_path: Path) -> None:
    """Also those that had to be sent again."""
    server = Server(httpx.ReadError("gone"), committed(), committed())
    with client_of(server, tmp_path) as client:
        client.chapter = "decided"
        decide(client)
        client.chapter = "decided again"
        decide(client)
    assert client.requests == {"decided": 2, "decided again": 1}


@pytest.mark.parametrize(
    "first",
    [
        httpx.Response(503, headers={"Retry-After": "0"}),
        httpx.Response(409, json={"code": "still_running"}, headers={"Retry-After": "0"}),
        httpx.ReadError("gone"),
    ],
    ids=["not now", "still running", "the answer was lost"],
)
def test_what_may_be_sent_again_is_sent_again(
    tmp_path: Path, first: httpx.Response | httpx.TransportError
) -> None:
    """With the same key, so that it has one effect."""
    server = Server(first, committed())
    with client_of(server, tmp_path) as client:
        decide(client)
    keys = [request.headers["Idempotency-Key"] for request in server.asked]
    assert len(keys) == 2
    assert keys[0] == keys[1]


def test_a_step_that_takes_a_busy_server_longer_is_asked_for_again(tmp_path: Path) -> None:
    """Nothing was skipped: the server only stopped waiting."""
    still_due = httpx.Response(503, json={"code": "not_drained"})
    clock = httpx.Response(200, json={"now": "2026-03-02T08:00:00Z"})
    server = Server(still_due, still_due, clock)
    with client_of(server, tmp_path) as client:
        assert client.step_to(datetime(2026, 3, 2, 8, tzinfo=UTC)) == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert len({request.content for request in server.asked}) == 1


def test_a_step_that_is_refused_is_not_asked_for_again(tmp_path: Path) -> None:
    """Only a server that is still busy is given more time."""
    server = Server(httpx.Response(400, json={"code": "invalid_request"}))
    with client_of(server, tmp_path) as client, pytest.raises(ProblemAnswer, match="invalid_request"):
        client.step_to(datetime(2026, 3, 2, 8, tzinfo=UTC))


def test_a_refusal_names_the_route_and_the_code_and_nothing_sent(tmp_path: Path) -> None:
    """Whatever stands in the answer's words."""
    problem = {"code": "not_in_this_state", "detail": f"case {CASE_ID} of Aanvrager 017"}
    server = Server(httpx.Response(409, json=problem))
    with client_of(server, tmp_path) as client, pytest.raises(ProblemAnswer) as refused:
        decide(client)
    assert str(refused.value) == f"POST {DECISIONS} was answered with 409 not_in_this_state"


def test_an_answer_that_is_no_problem_is_refused_too(tmp_path: Path) -> None:
    """A proxy in between may answer with anything."""
    server = Server(httpx.Response(502, text="<html>"))
    with client_of(server, tmp_path) as client, pytest.raises(ProblemAnswer, match="502 without a code"):
        decide(client)


def test_another_data_folder_than_the_servers_is_named(tmp_path: Path) -> None:
    """A token of another issuer is not accepted; that is said so that somebody can act on it."""
    server = Server(httpx.Response(401, json={"code": "not_authenticated"}))
    with client_of(server, tmp_path) as client, pytest.raises(NoServer, match="LOKET_DATA"):
        decide(client)


def test_the_start_waits_for_the_server(tmp_path: Path) -> None:
    """Until it answers, with what its clock shows."""
    clock = httpx.Response(200, json={"now": "2026-03-02T08:00:00Z"})
    with client_of(Server(httpx.ConnectError("not yet"), clock), tmp_path) as client:
        assert client.wait_for_server() == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_no_server_is_said_so(tmp_path: Path) -> None:
    """After the time that was given."""
    with client_of(Server(httpx.ConnectError("nobody")), tmp_path) as client, pytest.raises(NoServer):
        client.wait_for_server(seconds=0)


def test_a_clock_that_cannot_be_stepped_is_said_so(tmp_path: Path) -> None:
    """The wall clock does not go fast enough for a story of weeks."""
    server = Server(httpx.Response(404))
    with client_of(server, tmp_path) as client, pytest.raises(NoServer, match="LOKET_CLOCK=stepped"):
        client.wait_for_server()
