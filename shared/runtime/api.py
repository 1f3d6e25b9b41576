"""How the routes of a service are declared, and the order in which a request is treated.

Every route goes: authenticate (401), authorise by role (403), `Idempotency-Key` for commands (400,
422, 409 or the stored answer), validate (400 with every fault), `If-Match` (428, later 412), the
endpoint, the answer. An endpoint holds no `try`: one table turns errors into problems.

    def routes(commands: ApplicationCommands, reads: ApplicationList) -> ServiceRouter:
        router = ServiceRouter()

        @router.command("/applications", roles={Role.APPLICANT})
        def submit(body: ApplicationBody, request: Commanding) -> Saved:
            return commands.submit_application(body.to_domain(), request.act)

        return router
"""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, Literal, ParamSpec, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.eventlog.act import Act, IdempotencyClaim
from shared.eventlog.append import AlreadyAnswered, IdempotencyAnswer
from shared.eventlog.log import Saved
from shared.runtime import idempotency
from shared.runtime.access import Principal, Role
from shared.runtime.edge import HttpEdge, edge_of
from shared.runtime.openapi import CORRELATION, POSITION, WAIT_FOR, described
from shared.runtime.problems import Fault, Problem, invalid_request
from shared.runtime.request_bodies import (
    Body,
    Instant,
    LegalDate,
    MalformedBody,
    StrictRequest,
    View,
    WholeNumber,
    fingerprint,
    parse_json,
)
from shared.runtime.telemetry import current_traceparent

__all__ = [
    "Body",
    "CommandRequest",
    "Commanding",
    "Instant",
    "LegalDate",
    "QueryRequest",
    "Reading",
    "ServiceRouter",
    "View",
    "WholeNumber",
]

WAIT_SECONDS: Final = 2.0
_ETAG: Final = re.compile(r'"(0|[1-9]\d{0,17})"')
_WAIT: Final = re.compile(r"([a-z]{1,40})=(0|[1-9]\d{0,17})")

P = ParamSpec("P")
R = TypeVar("R")
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """What a command knows of its request beside the body."""

    principal: Principal
    act: Act
    if_match: str | None = None

    @property
    def expected_version(self) -> int | None:
        """The version that `If-Match` names; None without the header. 400 when it cannot be read."""
        if self.if_match is None:
            return None
        match = _ETAG.fullmatch(self.if_match.strip())
        if match is None:
            fault = Fault("header.If-Match", "etag", 'must be one strong entity tag, such as "3"')
            raise invalid_request([fault])
        return int(match.group(1))


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a read knows of its request."""

    principal: Principal
    role: Role
    """The role in which the principal reads."""

    def versioned(self, model: BaseModel, version: int) -> Response:
        """The answer with its version as entity tag, for `If-Match` of a later command."""
        return Response(
            model.model_dump_json(by_alias=True),
            media_type="application/json",
            headers={"ETag": f'"{version}"'},
        )


async def _commanding(request: Request) -> CommandRequest:
    command: CommandRequest = request.state.loket
    return command


async def _reading(request: Request) -> QueryRequest:
    query: QueryRequest = request.state.loket
    return query


Commanding = Annotated[CommandRequest, Depends(_commanding)]
"""Parameter of a command's endpoint."""
Reading = Annotated[QueryRequest, Depends(_reading)]
"""Parameter of a query's or search's endpoint."""


class SavedView(View):
    """The answer to a command: what was made or changed, and where that stands in the log."""

    id: UUID
    version: int
    position: int


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
        wanted = _commanding if terms.kind == "command" else _reading
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
                await _wait_for(edge, strict)
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
    key = idempotency.key_from(request.headers.get(idempotency.HEADER))
    mark = await _fingerprint(edge, request)
    claim = IdempotencyClaim(principal.subject, f"{request.method} {template}", key, mark, terms.status)
    with edge.in_flight.alone(claim.principal, claim.route, key):
        if (answer := await _stored(edge, claim)) is not None:
            return _again(edge, answer)
        act = _act(edge, request, principal, role, claim)
        request.state.loket = CommandRequest(principal, act, request.headers.get("If-Match"))
        try:
            response = await inner(request)
        except AlreadyAnswered:
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


async def _wait_for(edge: HttpEdge, request: Request) -> None:
    """Wait, at most two seconds, until what we read has taken in the positions that the caller knows of."""
    header = request.headers.get(WAIT_FOR)
    if header is None:
        return
    awaited = [_awaited(edge, part.strip()) for part in header.split(",")]
    deadline, pause = time.monotonic() + WAIT_SECONDS, 0.005
    while not all([await run_in_threadpool(reached, position) for reached, position in awaited]):
        if time.monotonic() >= deadline:
            raise Problem(
                503,
                "not_yet_there",
                "The answer is not up to that position yet",
                headers={"Retry-After": "1"},
            )
        await asyncio.sleep(pause)
        pause = min(2 * pause, 0.1)


def _awaited(edge: HttpEdge, part: str) -> tuple[Callable[[int], bool], int]:
    match = _WAIT.fullmatch(part)
    if match is None or match.group(1) not in edge.reached:
        fault = Fault(f"header.{WAIT_FOR}", "log_position", "must name a log that is read here: log=position")
        raise invalid_request([fault])
    return edge.reached[match.group(1)], int(match.group(2))


class ServiceRouter(APIRouter):
    """The routes of one audience of a service, each with the roles that may use it."""

    def __init__(self, *, tag: str | None = None) -> None:
        super().__init__(route_class=ServiceRoute, redirect_slashes=False, tags=[tag] if tag else None)

    def command(
        self,
        path: str,
        *,
        roles: Collection[Role],
        if_match: bool = False,
        status_code: int = 201,
        summary: str | None = None,
    ) -> Callable[[Callable[P, Saved]], Callable[P, Saved]]:
        """A POST that changes something. The endpoint takes `Commanding` and returns `Saved`.

        With `if_match` the caller must name the version (428); pass `request.expected_version` on to
        the load, which refuses a stale one (412).
        """
        terms = RouteTerms("command", tuple(roles), if_match, status_code)
        return self._declare(path, "POST", terms, SavedView, summary)

    def query(
        self,
        path: str,
        *,
        roles: Collection[Role],
        response_model: type[BaseModel] | None = None,
        summary: str | None = None,
        responses: Mapping[int | str, dict[str, Any]] | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A GET; waits for the positions of `Loket-Wait-For` before the endpoint reads."""
        terms = RouteTerms("query", tuple(roles))
        return self._declare(path, "GET", terms, response_model, summary, responses)

    def search(
        self,
        path: str,
        *,
        roles: Collection[Role],
        response_model: type[BaseModel] | None = None,
        summary: str | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A POST that only reads, because what is asked may not stand in a URL; no idempotency key."""
        terms = RouteTerms("search", tuple(roles))
        return self._declare(path, "POST", terms, response_model, summary)

    def _declare(
        self,
        path: str,
        method: str,
        terms: RouteTerms,
        response_model: type[BaseModel] | None,
        summary: str | None,
        responses: Mapping[int | str, dict[str, Any]] | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def declare(function: Callable[P, R]) -> Callable[P, R]:
            self.add_api_route(
                path,
                Endpoint(function, terms),
                methods=[method],
                response_model=response_model,
                status_code=terms.status,
                summary=summary,
                responses=dict(responses or {}),
                name=function.__name__,
                openapi_extra=described(function.__name__, terms.kind, terms.roles, if_match=terms.if_match),
            )
            return function

        return declare
