"""The order in which a request is treated: who, may, key, valid, version, act, answer."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, ParamSpec, TypeVar
from uuid import UUID

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.errors import DomainError
from shared.eventlog.act import Act, IdempotencyClaim
from shared.eventlog.append import AppendRefused, IdempotencyAnswer
from shared.eventlog.log import Saved
from shared.runtime import idempotency
from shared.runtime.access import Principal, Role
from shared.runtime.asked import CommandRequest, QueryRequest, commanding, reading
from shared.runtime.edge import HttpEdge, edge_of
from shared.runtime.openapi import CORRELATION, POSITION
from shared.runtime.problems import Fault, Problem, invalid_request
from shared.runtime.request_bodies import MalformedBody, StrictRequest, fingerprint, parse_json
from shared.runtime.telemetry import current_traceparent
from shared.runtime.waiting import wait_for_positions

P = ParamSpec("P")
R = TypeVar("R")
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class RouteTerms:
    """What a route demands of a request before its endpoint is reached."""

    kind: Literal["command", "query", "search"]
    roles: tuple[Role, ...]
    if_match: bool = False
    status: int = 200


class Endpoint(Generic[P, R]):
    """An endpoint with its terms; FastAPI sees the function's own, resolved signature."""

    def __init__(self, function: Callable[P, R], terms: RouteTerms) -> None:
        self.terms = terms
        self._function = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self.__signature__ = inspect.signature(function, eval_str=True)
        self._command_parameter = self._parameter_of(terms)

    def _parameter_of(self, terms: RouteTerms) -> str:
        wanted = commanding if terms.kind == "command" else reading
        for name, parameter in self.__signature__.parameters.items():
            marks = getattr(parameter.annotation, "__metadata__", ())
            if any(getattr(mark, "dependency", None) is wanted for mark in marks):
                return name
        if terms.kind == "command":
            raise TypeError(f"{self.__name__}: a command takes a parameter of type Commanding")
        return ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R | Response:
        if self.terms.kind != "command":
            return self._function(*args, **kwargs)
        command = kwargs[self._command_parameter]
        if self.terms.if_match and isinstance(command, CommandRequest) and command.expected_version is None:
            raise Problem(
                428,
                "if_match_missing",
                "This request must say which version it changes",
                "Send the header `If-Match` with the ETag that you read.",
            )
        saved = self._function(*args, **kwargs)
        if not isinstance(saved, Saved):
            raise TypeError(f"{self.__name__}: a command returns Saved")
        return _CommandAnswer(self.terms.status, saved.resource_id, saved.version, saved.position)


class _CommandAnswer(JSONResponse):
    """The answer to a command, the same whether it is new or comes from the store."""

    def __init__(self, status: int, resource_id: UUID, version: int, position: int) -> None:
        self.position = position
        super().__init__(
            {"id": str(resource_id), "version": version, "position": position},
            status_code=status,
            headers={"ETag": f'"{version}"'},
        )

    def of(self, service: str) -> Response:
        self.headers[POSITION] = f"{service}={self.position}"
        return self


class ServiceRoute(APIRoute):
    """A route whose handler keeps the order of the architecture, section 5."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        endpoint = self.endpoint
        if not isinstance(endpoint, Endpoint):
            raise TypeError(f"{self.path}: declare routes with command, query or search")
        terms, inner, template = endpoint.terms, super().get_route_handler(), self.path_format

        async def handle(request: Request) -> Response:
            edge = edge_of(request)
            principal = edge.authenticate(request)
            role = principal.acting_as(terms.roles)
            if role is None:
                raise Problem(403, "role_not_admitted", "Your role may not do this")
            strict = StrictRequest(request.scope, request.receive)
            if terms.kind == "command":
                return await _command(edge, strict, principal, role, terms, template, inner)
            if terms.kind == "query":
                await wait_for_positions(edge, strict)
            strict.state.loket = QueryRequest(principal, role)
            return await inner(strict)

        return handle


async def _command(
    edge: HttpEdge,
    request: StrictRequest,
    principal: Principal,
    role: Role,
    terms: RouteTerms,
    template: str,
    inner: Handler,
) -> Response:
    """Carry out a command once for its key, or give the answer that it got before."""
    sent = idempotency.key_from(request.headers.get(idempotency.HEADER))
    key = idempotency.kept_as(sent, edge.fingerprint_key)
    mark = await _fingerprint(edge, request)
    claim = IdempotencyClaim(principal.subject, f"{request.method} {template}", key, mark, terms.status)
    with edge.in_flight.alone(claim.principal, claim.route, key):
        if (answer := await _stored(edge, claim)) is not None:
            return _again(edge, answer)
        act = _act(edge, request, principal, role, claim)
        request.state.loket = CommandRequest(principal, act, request.headers.get("If-Match"))
        try:
            response = await inner(request)
        except (AppendRefused, DomainError):
            # What stands in the way may be what another process did for this very request meanwhile.
            answer = await _stored(edge, claim)
            if answer is None:
                raise
            return _again(edge, answer)
    return response.of(edge.service) if isinstance(response, _CommandAnswer) else response


async def _fingerprint(edge: HttpEdge, request: StrictRequest) -> str:
    """The HMAC of this request; 400 when the body is not JSON."""
    body = await request.body()
    try:
        value = parse_json(body) if body else None
    except MalformedBody as malformed:
        fault = Fault("body", "json_invalid", f"cannot be read as JSON: {malformed.msg}")
        raise invalid_request([fault]) from malformed
    return fingerprint(edge.fingerprint_key, request.method, request.url.path, value)


async def _stored(edge: HttpEdge, claim: IdempotencyClaim) -> IdempotencyAnswer | None:
    """The stored answer to this very request; None when the key is new; 422 for another request."""
    if edge.answers is None:
        raise TypeError(f"{edge.service} has commands, but no log")
    find = edge.answers.stored_answer
    answer = await run_in_threadpool(find, claim.principal, claim.route, claim.key)
    return None if answer is None else idempotency.same_request(answer, claim.fingerprint)


def _again(edge: HttpEdge, answer: IdempotencyAnswer) -> Response:
    if not isinstance(answer.position, int):
        raise TypeError("a stored answer has its position")
    return _CommandAnswer(answer.status, answer.resource_id, answer.version, answer.position).of(edge.service)


def _act(edge: HttpEdge, request: Request, principal: Principal, role: Role, claim: IdempotencyClaim) -> Act:
    return Act(
        actor=principal.subject,
        role=role.value,
        at=edge.clock.now(),
        command_id=edge.ids.new(),
        correlation_id=_correlation_id(edge, request),
        traceparent=current_traceparent(),
        claim=claim,
    )


def _correlation_id(edge: HttpEdge, request: Request) -> UUID:
    given = request.headers.get(CORRELATION)
    if given is None:
        return edge.ids.new()
    try:
        return UUID(given)
    except ValueError as malformed:
        raise invalid_request(
            [Fault(f"header.{CORRELATION}", "uuid_parsing", "must be a UUID")]
        ) from malformed
