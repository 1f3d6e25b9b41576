"""All six services as `loket up` runs them, in this process on a real port, and the people who use them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import uvicorn

from services.demo.open_data import open_data
from services.embedded import SERVICES, Embedded
from shared.contracts.envelope import Contract, Message
from shared.runtime.access import Role
from shared.runtime.openapi import POSITION, WAIT_FOR
from shared.runtime.patience import IDLE_SECONDS
from shared.runtime.problems import PROBLEM_MEDIA_TYPE
from shared.runtime.service import RunningService
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.loket_process import free_port
from tests.support.mail_servers import MailServerOfOthers, running
from tests.support.operations import IF_MATCH, KEY, Operation, operations_of
from tests.support.patience import patiently
from tests.support.problem_catalogue import known_problems

WAIT_SECONDS: Final = 100.0
CLOCK: Final = "/dev/v1/clock"
LOGS: Final = {"applications", "decisions", "objections", "notifications"}
"""The services that tell of what they recorded."""


@dataclass(frozen=True)
class Person:
    """Somebody with a token."""

    role: Role
    subject: str
    municipality: str | None = None


@dataclass(frozen=True)
class Request:
    """A request of somebody, as the tests send it: whole, or with something taken away."""

    person: Person | None
    method: str
    path: str
    body: object = None
    headers: Mapping[str, str] | None = None


class House:
    """The running services, and how to speak with them."""

    def __init__(self, embedded: Embedded, http: httpx.Client) -> None:
        self.http = http
        self._embedded = embedded
        self._issuer = issuer_of(embedded.settings)
        self._numbers = count(1)
        self._written: dict[str, int] = {}
        self._codes = {(known.code, known.status) for known in known_problems()}
        self.operations = [
            operation
            for definition in SERVICES
            for operation in operations_of(
                definition.name, http.get(f"/{definition.name}/v1/openapi.json").json()
            )
        ]

    def operation(self, name: str) -> Operation:
        """The operation of that name, such as `decisions.assess`."""
        (found,) = [one for one in self.operations if str(one) == name]
        return found

    def somebody(self, role: Role, municipality: str | None = None) -> Person:
        """A person whom nobody has met before."""
        if role is Role.MUNICIPALITY and municipality is None:
            municipality = "0344"
        subject = "service:audit" if role is Role.SYSTEM else f"{role.value}-{next(self._numbers)}"
        return Person(role, subject, municipality)

    def admitted(self, operation: Operation) -> Person:
        """Somebody in a role that may use this operation."""
        return self.somebody(min(operation.roles))

    def bearer(self, person: Person) -> dict[str, str]:
        """The header that makes a request that of this person."""
        token = self._issuer.issue(person.role, person.subject, person.municipality)
        return {"Authorization": f"Bearer {token}"}

    def send(self, request: Request, **more: Any) -> httpx.Response:
        """The answer to a request."""
        headers = {} if request.person is None else self.bearer(request.person)
        headers |= request.headers or {}
        if request.body is not None:
            more = {"json": request.body, **more}
        answer = self.http.request(request.method, request.path, headers=headers, **more)
        assert answer.status_code < 400 or self._is_known_problem(answer), f"{request}: {answer.text}"
        return answer

    def get(self, person: Person, path: str, **headers: str) -> httpx.Response:
        """What somebody reads, who knows of all that was written; underscores stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        service = path.split("/")[1]
        if service in self._written:
            named.setdefault(WAIT_FOR, f"{service}={self._written[service]}")
        return patiently(lambda: self.send(Request(person, "GET", path, None, named)))

    def act(self, person: Person, path: str, body: object = None) -> UUID:
        """A command on a thing as it stands, or that makes one; the id in its answer."""
        headers = {KEY: str(uuid4())}
        above = self.get(person, path.rpartition("/")[0])
        if "ETag" in above.headers:
            headers[IF_MATCH] = above.headers["ETag"]
        answer = self.send(Request(person, "POST", path, body, headers))
        assert answer.is_success, f"{path}: {answer.text}"
        log, _, position = answer.headers[POSITION].partition("=")
        self._written[log] = max(int(position), self._written.get(log, 0))
        return UUID(answer.json()["id"])

    def until(
        self, person: Person, path: str, holds: Callable[[Any], bool] = lambda _: True
    ) -> Mapping[str, Any]:
        """What is read there, once it is there and this holds; services hear from each other in their own time."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            answer = self.get(person, path)
            if answer.is_success and holds(answer.json()):
                read: Mapping[str, Any] = answer.json()
                return read
            assert time.monotonic() < deadline, f"{path}: {answer.text}"
            time.sleep(0.1)

    def now(self) -> datetime:
        """What the business clock shows."""
        return datetime.fromisoformat(self.http.get(CLOCK).json()["now"])

    def settle(self, after: timedelta = timedelta()) -> None:
        """Let time pass, and wait until everybody has done what was due by then."""
        answer = self.http.post(CLOCK, json={"to": (self.now() + after).isoformat()})
        assert answer.is_success, answer.text

    def head_of(self, service: str) -> int:
        """The last position of the log of a service."""
        return self._running(service).context.log.head()

    def acts_of(self, person: Person, service: str) -> list[UUID]:
        """The commands of this person that were recorded in the log of a service, each once."""
        recorded = self._running(service).context.log.events_after(0, limit=1_000_000)
        commands = [one.metadata.command_id for one in recorded if one.metadata.actor == person.subject]
        return list(dict.fromkeys(commands))

    def told_about(self, case_id: UUID) -> list[type[Contract]]:
        """What the services told each other about that case, service by service."""
        kinds = {kind.TYPE: kind for kind in Contract.__subclasses__()}
        return [
            kinds[message.type]
            for service in self._embedded.services
            if service.name in LOGS
            for message in _pages(service)
            if str(case_id).encode() in bytes(message.data)
        ]

    def _is_known_problem(self, answer: httpx.Response) -> bool:
        """Whether a refusal is a problem whose code stands in the generated list, with this status."""
        if answer.headers.get("Content-Type") != PROBLEM_MEDIA_TYPE:
            return False
        told = answer.json()
        return told["status"] == answer.status_code and (told["code"], told["status"]) in self._codes

    def _running(self, service: str) -> RunningService:
        (running,) = [one for one in self._embedded.services if one.name == service]
        return running


def _pages(service: RunningService) -> Iterator[Message]:
    """All that a service has told."""
    position = 0
    while messages := service.own_feed.page(position).messages:
        yield from messages
        position = messages[-1].position


@contextmanager
def whole_house(folder: Path, **settings: Any) -> Iterator[House]:
    """The house, served from a thread, with a mail server that takes everything; gone afterwards."""
    with running(MailServerOfOthers()) as mail_port:
        yield from _served(folder, smtp_host="127.0.0.1", smtp_port=mail_port, smtp_tls="off", **settings)


def _served(folder: Path, **settings: Any) -> Iterator[House]:
    records = folder / "records"
    records.mkdir(parents=True)
    port = free_port()
    embedded = Embedded(
        Settings(data=folder / "data", port=port, clock="stepped", **settings),
        vehicle_register=open_data(records),
    )
    config = uvicorn.Config(
        embedded.app, port=port, log_config=None, access_log=False, timeout_keep_alive=IDLE_SECONDS
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + WAIT_SECONDS
    while not server.started:
        assert thread.is_alive(), "the house did not start"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as http:
            yield House(embedded, http)
    finally:
        server.should_exit = True
        thread.join(WAIT_SECONDS)
