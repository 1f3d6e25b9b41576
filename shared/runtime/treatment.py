"""The order in which a request is treated: who, may, key, valid, version, act, answer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from shared.errors import DomainError
from shared.eventlog.act import Act, IdempotencyClaim
from shared.eventlog.append import AppendRefused, IdempotencyAnswer
from shared.eventlog.log import AggregateNotFound, VersionConflict
from shared.runtime import idempotency
from shared.runtime.access import Principal, Role
from shared.runtime.asked import IF_MATCH, CommandRequest, QueryRequest, entity_tag
from shared.runtime.edge import HttpEdge, edge_of
from shared.runtime.endpoint import CommandAnswer, Endpoint, RouteTerms
from shared.runtime.logged_looks import answered_and_logged
from shared.runtime.openapi import CORRELATION, POSITION, UUID_PATTERN
from shared.runtime.problems import Fault, Problem, faults_of, invalid_request
from shared.runtime.request_bodies import Json, MalformedBody, StrictRequest, fingerprint, parse_json
from shared.runtime.request_faults import (
    faults_of_absent_body,
    faults_of_if_match,
    faults_of_query,
    must_be_json,
    query_names,
)
from shared.runtime.tracing import current_traceparent
from shared.runtime.waiting import awaited_by, wait_for

_CORRELATION: Final = re.compile(UUID_PATTERN)

Handler = Callable[[Request], Awaitable[Response]]


class ServiceRoute(APIRoute):
    """A route whose handler looks at every request in one order: who asks, whether they may, then what is wrong."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        endpoint = self.endpoint
        if not isinstance(endpoint, Endpoint):
            raise TypeError(f"{self.path}: declare routes with command, query or search")
        terms, inner = endpoint.terms, _with_every_fault(super().get_route_handler())
        template, has_body = self.path_format, self.body_field is not None
        known = query_names(self.dependant)

        async def treat(
            request: Request, edge: HttpEdge, principal: Principal, role: Role | None
        ) -> Response:
            if role is None:
                raise Problem(403, "role_not_admitted", "Your role may not do this")
            strict = StrictRequest(request.scope, request.receive)
            strict.state.faults = list(faults_of_query(strict, known))
            if terms.kind == "command":
                return await _command(
                    edge, strict, principal, role, terms, template, inner, has_body=has_body
                )
            strict.state.loket = QueryRequest(principal, role, edge.clock.now())
            return await _reading(edge, strict, terms, inner)

        async def handle(request: Request) -> Response:
            edge = edge_of(request)
            principal = edge.authenticate(request)
            role = principal.acting_as(terms.permission.roles)
            treating = treat(request, edge, principal, role)
            return await answered_and_logged(request, terms, endpoint.__name__, principal, role, treating)

        return handle


def _with_every_fault(inner: Handler) -> Handler:
    """What the validator finds is told together with what was found before it looked."""

    async def handle(request: Request) -> Response:
        try:
            return await inner(request)
        except RequestValidationError as invalid:
            raise invalid_request([*request.state.faults, *faults_of(invalid.errors())]) from invalid

    return handle


async def _reading(edge: HttpEdge, request: StrictRequest, terms: RouteTerms, inner: Handler) -> Response:
    """Answer a query or search, and say how far what it shows has come."""
    if terms.kind == "search":
        if await request.body():
            must_be_json(request)
    else:
        awaited, faults = awaited_by(edge, request)
        request.state.faults += [*faults, *faults_of_absent_body((await request.body()) or None)]
        if not request.state.faults:
            await wait_for(awaited)
    shown = await run_in_threadpool(edge.position_shown)
    response = await inner(request)
    response.headers[POSITION] = shown
    return response


async def _command(
    edge: HttpEdge,
    request: StrictRequest,
    principal: Principal,
    role: Role,
    terms: RouteTerms,
    template: str,
    inner: Handler,
    *,
    has_body: bool,
) -> Response:
    """Carry out a command once for its key, or give the answer that it got before."""
    sent = idempotency.key_from(request.headers.get(idempotency.HEADER))
    key = idempotency.kept_as(sent, edge.fingerprint_key)
    value = await _said(request)
    mark = fingerprint(edge.fingerprint_key, request.method, request.url.path, value)
    claim = IdempotencyClaim(principal.subject, f"{request.method} {template}", key, mark, terms.status)
    with edge.in_flight.alone(claim.principal, claim.route, key):
        if (answer := await _stored(edge, claim)) is not None:
            return _again(edge, answer)
        act, faults = _act(edge, request, principal, role, claim)
        request.state.faults += [
            *faults,
            *(faults_of_if_match(request) if terms.if_match else ()),
            *(() if has_body else faults_of_absent_body(value)),
        ]
        named = entity_tag(request.headers.get(IF_MATCH, "")) if terms.if_match else None
        request.state.loket = CommandRequest(principal, act, named)
        try:
            response = await inner(request)
        except (AppendRefused, DomainError, AggregateNotFound) as refusal:
            # What stands in the way may be what another process did for this very request meanwhile.
            answer = await _stored(edge, claim)
            if answer is not None:
                return _again(edge, answer)
            if isinstance(refusal, VersionConflict) and not terms.if_match:
                raise _changed_meanwhile() from refusal
            raise
    return response.of(edge.service) if isinstance(response, CommandAnswer) else response


def _changed_meanwhile() -> Problem:
    """For a route that asks for no version: 412 would say that one was named which is not the present one."""
    return Problem(
        409,
        "changed_meanwhile",
        "Something this rests on changed meanwhile",
        "Send the request again.",
        headers={"Retry-After": "1"},
    )


async def _said(request: StrictRequest) -> Json:
    """What the body says; None without one. 415 when it is not said to be JSON, 400 when it is not JSON."""
    body = await request.body()
    if not body:
        return None
    must_be_json(request)
    try:
        return parse_json(body)
    except MalformedBody as malformed:
        fault = Fault("body", "json_invalid", f"cannot be read as JSON: {malformed.msg}")
        raise invalid_request([fault]) from malformed


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
    return CommandAnswer(answer.status, answer.resource_id, answer.version, answer.position).of(edge.service)


def _act(
    edge: HttpEdge, request: Request, principal: Principal, role: Role, claim: IdempotencyClaim
) -> tuple[Act, Iterable[Fault]]:
    """The act, and what is wrong with the headers that it is made of."""
    correlation_id, faults = _correlation_id(edge, request)
    act = Act(
        actor=principal.subject,
        role=role.value,
        at=edge.clock.now(),
        command_id=edge.ids.new(),
        correlation_id=correlation_id,
        traceparent=current_traceparent(),
        claim=claim,
    )
    return act, faults


def _correlation_id(edge: HttpEdge, request: Request) -> tuple[UUID, Iterable[Fault]]:
    given = request.headers.get(CORRELATION)
    if given is None:
        return edge.ids.new(), ()
    if _CORRELATION.fullmatch(given):
        return UUID(given), ()
    return edge.ids.new(), [Fault(f"header.{CORRELATION}", "uuid_parsing", "must be a UUID")]
