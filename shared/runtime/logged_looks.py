"""Treating a request and entering it in the access log, in that order, before anything of it is answered."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from shared.privacy.looks import Looks, note_case, noting_looks
from shared.runtime.access import Principal, Role
from shared.runtime.access_log import Look
from shared.runtime.edge import HttpEdge, edge_of
from shared.runtime.endpoint import RouteTerms
from shared.runtime.tracing import TRACEPARENT, current_span_ids

CASE_IN_PATH = "caseId"


async def answered_and_logged(
    request: Request,
    terms: RouteTerms,
    operation: str,
    principal: Principal,
    role: Role | None,
    treating: Awaitable[Response],
) -> Response:
    """The answer, once it is known who looked at whose data for it. Raises what the treatment raises."""
    edge, began = edge_of(request), _millis()

    async def log(looks: Looks, status: int, reason: str | None = None) -> None:
        trace = current_span_ids(request.headers.get(TRACEPARENT))
        subjects = looks.subjects() if terms.permission.activity else ()
        look = Look(
            terms.permission,
            operation,
            principal,
            role,
            trace,
            began,
            _millis(),
            status,
            reason,
            subjects,
        )
        if look.is_logged:
            await run_in_threadpool(edge.access_log.store, look)

    with noting_looks() as looks:
        _note_named(request)
        try:
            response = await treating
        except Exception as error:  # whatever it is: it is logged here, and answered by the one table
            await log(looks, *_told(edge, error))
            raise
    await log(looks, response.status_code)
    return response


def _told(edge: HttpEdge, error: Exception) -> tuple[int, str]:
    problem = edge.problems.problem_for(error)
    return problem.status, problem.code


def _note_named(request: Request) -> None:
    """The case in the path, also when it turns out to be out of reach: that somebody tried is kept with it."""
    try:
        note_case(UUID(request.path_params[CASE_IN_PATH]))
    except (KeyError, ValueError):
        return


def _millis() -> int:
    return time.time_ns() // 1_000_000
