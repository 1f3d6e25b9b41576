"""How the routes of a service are declared, and the order in which a request is treated.

Every route goes: authenticate (401), authorise by role (403, by the
table of `authorisation.py`), `Idempotency-Key` for commands (400,
422, 409 or the stored answer), validate (400 with every fault), `If-Match` (428, later 412), the
endpoint, the answer. An endpoint holds no `try`: one table turns errors into problems.

    def routes(commands: ApplicationCommands, reads: ApplicationList) -> ServiceRouter:
        router = ServiceRouter(AUTHORISATION)

        @router.command("/applications")
        def submit(body: ApplicationBody, request: Commanding) -> Saved:
            return commands.submit_application(body.to_domain(), request.act)

        return router
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from shared.eventlog.log import Saved
from shared.runtime.asked import Commanding, CommandRequest, QueryRequest, Reading
from shared.runtime.authorisation import Authorisation, Permission
from shared.runtime.endpoint import Endpoint, RouteTerms
from shared.runtime.openapi import described
from shared.runtime.request_bodies import Body, Instant, LegalDate, View, WholeNumber
from shared.runtime.treatment import ServiceRoute

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


P = ParamSpec("P")
R = TypeVar("R")


class SavedView(View):
    """The answer to a command: what was made or changed, and where that stands in the log."""

    id: UUID
    version: int
    position: int


class ServiceRouter(APIRouter):
    """The routes of one audience of a service; who may use them stands in the table that they are given."""

    def __init__(self, authorisation: Authorisation, *, tag: str | None = None) -> None:
        super().__init__(route_class=ServiceRoute, redirect_slashes=False, tags=[tag] if tag else None)
        self._authorisation = authorisation
        self.permissions: list[Permission] = []
        """The lines of the table that routes were declared for so far."""

    def _may(self, method: str, path: str) -> Permission:
        """The line for a route that is declared now. Raises NotInTheTable."""
        permission = self._authorisation.of(method, path)
        self.permissions.append(permission)
        return permission

    def command(
        self,
        path: str,
        *,
        if_match: bool = False,
        status_code: int = 201,
        summary: str | None = None,
    ) -> Callable[[Callable[P, Saved]], Callable[P, Saved]]:
        """A POST that changes something. The endpoint takes `Commanding` and returns `Saved`.

        With `if_match` the caller must name the version (428); pass `request.expected_version` on to
        the load, which refuses a stale one (412).
        """
        terms = RouteTerms("command", self._may("POST", path), if_match, status_code)
        return self._declare(path, "POST", terms, SavedView, summary)

    def query(
        self,
        path: str,
        *,
        response_model: type[BaseModel] | None = None,
        summary: str | None = None,
        responses: Mapping[int | str, dict[str, Any]] | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A GET; waits for the positions of `Loket-Wait-For` before the endpoint reads."""
        terms = RouteTerms("query", self._may("GET", path))
        return self._declare(path, "GET", terms, response_model, summary, responses)

    def search(
        self,
        path: str,
        *,
        response_model: type[BaseModel] | None = None,
        summary: str | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A POST that only reads, because what is asked may not stand in a URL; no idempotency key."""
        terms = RouteTerms("search", self._may("POST", path))
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
                openapi_extra=described(
                    function.__name__, terms.kind, terms.permission.roles, if_match=terms.if_match
                ),
            )
            return function

        return declare
