"""The outermost layer of a service's HTTP side: what holds for every request and every answer.

One trace span, one measurement, the headers of the API Design Rules, the limits of size, time and number, and
every error as a problem. This is, with the bus, the one place that may catch broadly: what nobody expected is
logged with its trace id and answered with a bare 500.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.access import Principal
from shared.runtime.access_log import AccessLog
from shared.runtime.clock import Clock
from shared.runtime.idempotency import AnswerStore, InFlight
from shared.runtime.ids import IdSource
from shared.runtime.patience import BODY_SECONDS, within
from shared.runtime.problems import Problem, ProblemTable
from shared.runtime.rate import RequestRates
from shared.runtime.request_bodies import MAX_BODY_BYTES
from shared.runtime.telemetry import Metrics
from shared.runtime.token_binding import ProofMissing
from shared.runtime.tokens import TokenRefused, TokenVerifier
from shared.runtime.tracing import TRACEPARENT, span

API_VERSION: Final = "1.0.0"
STANDARD_HEADERS: Final[Mapping[str, str]] = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Rules `/core/version-header` and `/core/transport/security-headers` of the NL API Design Rules."""

_log = logging.getLogger("loket.http")


@dataclass(frozen=True)
class HttpEdge:
    """What the routes of one service share."""

    service: str
    verifier: TokenVerifier
    clock: Clock
    ids: IdSource
    metrics: Metrics
    access_log: AccessLog
    fingerprint_key: bytes
    problems: ProblemTable = field(default_factory=ProblemTable)
    answers: AnswerStore | None = None
    """None for a service without commands."""
    reached: Mapping[str, Callable[[int], bool]] = field(default_factory=dict)
    """By log: whether what this service reads has taken in that log up to a position."""
    shown: Mapping[str, Callable[[], int]] = field(default_factory=dict)
    """By log: the position up to which every read here shows it."""
    in_flight: InFlight = field(default_factory=InFlight)
    max_body_bytes: int = MAX_BODY_BYTES
    certificate_header: str | None = None
    """In which a trusted proxy hands on the client's certificate."""
    body_seconds: float = BODY_SECONDS
    rates: RequestRates | None = None
    """None: every caller may ask as often as they like."""

    def position_shown(self) -> str:
        """How far reads show the logs, in the form in which one can wait for it."""
        return ",".join(f"{log}={position()}" for log, position in sorted(self.shown.items()))

    def authenticate(self, request: Request) -> Principal:
        """Who asks; 401 without a valid bearer token, 429 for who asks too often."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer" or not token:
                raise TokenRefused("no bearer token")
            principal = self.verifier.principal(token.strip(), self._certificate(request))
        except ProofMissing as unproved:
            raise Problem(
                401,
                "token_proof_missing",
                "This token is bound to a key, and nothing here proves that you hold it",
                headers={"WWW-Authenticate": 'Bearer realm="loket", error="invalid_token"'},
            ) from unproved
        except TokenRefused as refusal:
            raise Problem(
                401,
                "not_authenticated",
                "A valid bearer token is needed",
                headers={"WWW-Authenticate": 'Bearer realm="loket"'},
            ) from refusal
        if self.rates is not None:
            self.rates.take(principal)
        return principal

    def _certificate(self, request: Request) -> str | None:
        """What the proxy says of the client's certificate; nothing, where no proxy is trusted to say it, or twice."""
        header = self.certificate_header
        said = request.headers.getlist(header) if header is not None else []
        return said[0] if len(said) == 1 else None


def edge_of(request: Request) -> HttpEdge:
    """The edge of the service that answers this request."""
    edge: HttpEdge = request.app.state.edge
    return edge


class _Answering:
    """Sends one answer with the standard headers, and remembers how far it came."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in STANDARD_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class EdgeMiddleware:
    """Wraps the application of one service in the edge."""

    def __init__(self, app: ASGIApp, edge: HttpEdge) -> None:
        self._app = app
        self._edge = edge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answering = _Answering(send)
        began = time.perf_counter()
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        traceparent = Headers(scope=scope).get(TRACEPARENT)
        with span(method, self._edge.service, traceparent, SpanKind.SERVER) as current:
            await self._answer(scope, receive, answering)
            route = _template_of(scope)
            current.update_name(f"{method} {route}")
            current.set_attribute("http.route", route)
            current.set_attribute("http.response.status_code", answering.status)
            if answering.status >= 500:
                current.set_status(Status(StatusCode.ERROR))
        self._measure(method, route, answering.status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, answering: _Answering) -> None:
        try:
            await self._app(scope, self._limited(scope, receive), answering)
        except Exception as error:  # the problem table answers everything, see above
            if answering.started:
                raise
            response = self._problem(error).response()
            await response(scope, receive, answering)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        return _bounded(scope, within(receive, self._edge.body_seconds), self._edge.max_body_bytes)

    def _problem(self, error: Exception) -> Problem:
        problem = self._edge.problems.problem_for(error)
        if problem.status >= 500 and problem is not error:
            self._edge.metrics.failures.labels(self._edge.service, type(error).__name__).inc()
            _log.error("request failed in %s", self._edge.service, exc_info=error)
        return problem

    def _measure(self, method: str, route: str, status: int, seconds: float) -> None:
        labels = (self._edge.service, method, route)
        self._edge.metrics.requests.labels(*labels, str(status)).inc()
        self._edge.metrics.request_seconds.labels(*labels).observe(seconds)


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _template_of(scope: Scope) -> str:
    """The route's template; never the path itself, which may hold ids."""
    route = scope.get("route")
    return getattr(route, "path", "unmatched")


def _bounded(scope: Scope, receive: Receive, most: int) -> Receive:
    """`receive`, refusing bodies over the limit as soon as that is known."""
    too_large = Problem(
        413,
        "body_too_large",
        "The body is too large",
        f"This service takes {most // (1024 * 1024)} MiB at most.",
        headers={"Connection": "close"},
    )
    announced = Headers(scope=scope).get("content-length", "0")
    received = 0

    async def limited() -> Message:
        nonlocal received
        if not announced.isdigit() or int(announced) > most:
            raise too_large
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise too_large
        return message

    return limited
