"""A small typed client of the HTTP APIs, as any other program could have one.

Every command has an idempotency key that follows from seed, step and case, so a request may be sent
again whenever an answer is lost, and a whole play may be repeated.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final, Generic, Self, TypeVar
from uuid import UUID, uuid5

import httpx
import msgspec

from services.demo.answers import ClockSeen, Committed, ProblemSeen
from services.demo.bodies import RequestBody, StepBody
from services.demo.people import Person
from services.demo.stopped import PlayStopped
from shared.runtime.settings import Settings
from shared.runtime.tokens import TokenIssuer, issuer_of
from shared.struct_types import make_ready

KEYS: Final = UUID("6c1f8a0e-4a5b-5a53-9d0e-0b1d5a6f7e21")
"""Namespace of the demo's idempotency keys."""
CLOCK: Final = "/dev/v1/clock"
LOGS: Final = frozenset({"applications", "decisions", "objections", "notifications"})
"""Services that have a log of their own, for which their reads can be asked to wait."""
TIMEOUT_SECONDS: Final = 120.0
PATIENCE_SECONDS: Final = 60.0
"""How long a request is sent again that was answered with "not now", or not answered."""
NOT_DRAINED: Final = "not_drained"
"""The answer when something was still due after the minute that a step waits."""
STEPS_TRIED: Final = 15
START_SECONDS: Final = 10.0
"""How long a server that does not answer is taken to be starting."""
PAUSE_SECONDS: Final = 0.25

T = TypeVar("T")


class ProblemAnswer(PlayStopped):
    """A request was refused. Names the route by its template, never what was in the request."""

    def __init__(self, method: str, template: str, status: int, code: str) -> None:
        super().__init__(f"{method} {template} was answered with {status} {code}")
        self.status = status
        self.code = code


class NoServer(PlayStopped):
    """No server answers at the address, or not one that the demo can use."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read, with its entity tag where it has one."""

    value: T
    etag: str | None


class LoketClient:
    """The connection to one server; safe to use from several threads."""

    def __init__(
        self, base_url: str, data: Path, seed: int, transport: httpx.BaseTransport | None = None
    ) -> None:
        """`data` is the data folder of that server, in which the issuer of the tokens stands."""
        make_ready()
        self._http = httpx.Client(
            base_url=base_url, timeout=TIMEOUT_SECONDS, trust_env=False, transport=transport
        )
        self._data = data
        self._seed = seed
        self._tokens: dict[Person, str] = {}
        self._issuer: TokenIssuer | None = None
        self._lock = Lock()
        self.chapter = ""
        """What the requests from here on are for."""
        self.requests: Counter[str] = Counter()
        """How many requests were sent, by chapter."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def session(self, person: Person) -> Session:
        """A session in which this person works."""
        return Session(self, person)

    def wait_for_server(self, seconds: float = START_SECONDS) -> datetime:
        """Wait until the server answers, and say what its business clock shows. Raises NoServer."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.now()
            except httpx.TransportError as silence:
                if time.monotonic() >= deadline:
                    raise NoServer(f"no server answers at {self._http.base_url}") from silence
                time.sleep(PAUSE_SECONDS)

    def now(self) -> datetime:
        """What the business clock shows, in UTC. Raises NoServer when it cannot be stepped."""
        response = self._http.get(CLOCK)
        if response.status_code == httpx.codes.NOT_FOUND:
            raise NoServer("the demo lets time pass: start the server with LOKET_CLOCK=stepped")
        return msgspec.json.decode(_checked(response, CLOCK).content, type=ClockSeen).now

    def step_to(self, instant: datetime) -> datetime:
        """Step the business clock, and wait until everybody has done what was due by then.

        An earlier instant than the clock shows moves nothing. A step may take a busy server longer than it
        waits itself: then it is asked for again.
        """
        for _ in range(STEPS_TRIED - 1):
            try:
                return self._step_to(instant)
            except ProblemAnswer as problem:
                if problem.code != NOT_DRAINED:
                    raise
        return self._step_to(instant)

    def _step_to(self, instant: datetime) -> datetime:
        response = self.send("POST", CLOCK, CLOCK, {}, body=StepBody(instant))
        return msgspec.json.decode(response.content, type=ClockSeen).now

    def token(self, person: Person) -> str:
        """The person's bearer token, made once."""
        with self._lock:
            if self._issuer is None:
                self._issuer = issuer_of(Settings(data=self._data))
            if person not in self._tokens:
                self._tokens[person] = self._issuer.issue(person.role, person.subject, person.municipality)
            return self._tokens[person]

    def key(self, step: str, about: object) -> str:
        """The idempotency key of one step on one thing."""
        return str(uuid5(KEYS, f"{self._seed}/{step}/{about}"))

    def send(
        self,
        method: str,
        template: str,
        path: str,
        headers: Mapping[str, str],
        *,
        query: Mapping[str, str] | None = None,
        body: RequestBody | None = None,
    ) -> httpx.Response:
        """Send a request that may be sent twice, again and again while the answer is "not now".

        Raises ProblemAnswer, or NoServer when the server is gone.
        """
        content = None if body is None else msgspec.json.encode(body)
        typed = headers if content is None else {**headers, "Content-Type": "application/json"}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            with self._lock:
                self.requests[self.chapter] += 1
            try:
                response = self._http.request(method, path, params=query, content=content, headers=typed)
            except httpx.TransportError as silence:
                if time.monotonic() >= deadline:
                    raise NoServer(
                        f"{method} {template} was not answered: {type(silence).__name__}"
                    ) from None
                time.sleep(PAUSE_SECONDS)
                continue
            if "Retry-After" not in response.headers or time.monotonic() >= deadline:
                return _checked(response, template)
            time.sleep(_seconds_to_wait(response))


class Session:
    """One person at work. It reads no older state of a log than what it wrote there itself.

    For one thread; sessions are cheap.
    """

    def __init__(self, client: LoketClient, person: Person) -> None:
        self.person = person
        self._client = client
        self._written: dict[str, int] = {}

    def knows_of(self, service: str, position: int) -> Self:
        """From here on it reads no older state of that log than at this position, written by whomever."""
        self._written[service] = max(self._written.get(service, 0), position)
        return self

    def read(
        self, template: str, kind: type[T], *, query: Mapping[str, str] | None = None, **ids: object
    ) -> Read[T]:
        """GET the resource; names in braces in the template are filled in from `ids`."""
        headers = self._headers()
        service = _service_of(template)
        if service in self._written:
            headers["Loket-Wait-For"] = f"{service}={self._written[service]}"
        response = self._client.send("GET", template, template.format(**ids), headers, query=query)
        return Read(msgspec.json.decode(response.content, type=kind), response.headers.get("ETag"))

    def act(
        self,
        template: str,
        step: str,
        about: object,
        body: RequestBody | None = None,
        *,
        if_match: str | None = None,
        **ids: object,
    ) -> Committed:
        """POST a command; the same step about the same thing has one effect, however often it is sent."""
        headers = {**self._headers(), "Idempotency-Key": self._client.key(step, about)}
        if if_match is not None:
            headers["If-Match"] = if_match
        response = self._client.send("POST", template, template.format(**ids), headers, body=body)
        committed = msgspec.json.decode(response.content, type=Committed)
        service = _service_of(template)
        if service in LOGS:
            self.knows_of(service, committed.position)
        return committed

    def search(self, path: str, body: RequestBody, kind: type[T]) -> T:
        """POST a question that may not stand in a URL."""
        response = self._client.send("POST", path, path, self._headers(), body=body)
        return msgspec.json.decode(response.content, type=kind)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._client.token(self.person)}"}


def _checked(response: httpx.Response, template: str) -> httpx.Response:
    """The response when it is a success. Raises ProblemAnswer."""
    if response.is_success:
        return response
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise NoServer("the server does not accept our tokens: LOKET_DATA must name its own data folder")
    raise ProblemAnswer(response.request.method, template, response.status_code, _code_of(response))


def _code_of(response: httpx.Response) -> str:
    try:
        return msgspec.json.decode(response.content, type=ProblemSeen).code
    except msgspec.DecodeError:
        return "without a code"


def _seconds_to_wait(response: httpx.Response) -> float:
    seconds = response.headers["Retry-After"]
    return float(seconds) if seconds.isdigit() else PAUSE_SECONDS


def _service_of(template: str) -> str:
    return template.split("/")[1]
