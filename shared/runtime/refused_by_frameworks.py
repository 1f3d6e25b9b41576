"""What the frameworks refuse by themselves, as problems: no such path, no such method."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from shared.runtime.problems import ProblemTable

Offered = Callable[[Request], Collection[str]]
"""The methods that are offered on the path of a request."""


def refused(
    table: ProblemTable, headers: Mapping[str, str] | None = None, offered: Offered = lambda _: ()
) -> Callable[[Request, Exception], Response]:
    """Answers with the problem, these headers, and with 405 what is offered instead."""

    def answer(request: Request, error: Exception) -> Response:
        response = table.problem_for(error).response()
        response.headers.update(headers or {})
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ", ".join(sorted(offered(request)))
        return response

    return answer


def methods_of(routers: Sequence[Router]) -> Offered:
    """Every method of the path; the framework names those of the first route alone."""
    routes = [route for router in routers for route in router.routes if isinstance(route, Route)]

    def offered(request: Request) -> set[str]:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        matching = [route for route in routes if route.path_regex.fullmatch(path)]
        return {method for route in matching for method in route.methods or ()}

    return offered
