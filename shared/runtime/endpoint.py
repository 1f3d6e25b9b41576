"""An endpoint with what its route demands, and the answer to a command."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, ParamSpec, TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.eventlog.log import Saved
from shared.runtime.asked import CommandRequest, commanding
from shared.runtime.authorisation import Permission
from shared.runtime.openapi import POSITION
from shared.runtime.problems import Fault, Problem, invalid_request

P = ParamSpec("P")
R = TypeVar("R")

_REQUEST: Final = "loket_request"
"""Name of the parameter by which an endpoint is given the request itself."""


@dataclass(frozen=True, slots=True)
class RouteTerms:
    """What a route demands of a request before its endpoint is reached."""

    kind: Literal["command", "query", "search"]
    permission: Permission
    if_match: bool = False
    status: int = 200


class Endpoint(Generic[P, R]):
    """An endpoint with its terms; FastAPI sees the function's own, resolved signature, and the request.

    When it is called, body and parameters are valid; what else is wrong with the request was noted in
    its state, and is refused now.
    """

    def __init__(self, function: Callable[P, R], terms: RouteTerms) -> None:
        self.terms = terms
        self._function = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        own = inspect.signature(function, eval_str=True)
        if terms.kind == "command" and not any(map(_is_command, own.parameters.values())):
            raise TypeError(f"{self.__name__}: a command takes a parameter of type Commanding")
        request = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        self.__signature__ = own.replace(parameters=[*own.parameters.values(), request])

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R | Response:
        request = kwargs.pop(_REQUEST)
        if not isinstance(request, Request):
            raise TypeError(f"{self.__name__}: called without its request")
        faults: list[Fault] = request.state.faults
        if faults:
            raise invalid_request(faults)
        if self.terms.kind != "command":
            return self._function(*args, **kwargs)
        command: CommandRequest = request.state.loket
        if self.terms.if_match and command.expected_version is None:
            raise Problem(
                428,
                "if_match_missing",
                "This request must say which version it changes",
                "Send the header `If-Match` with the ETag that you read.",
            )
        saved = self._function(*args, **kwargs)
        if not isinstance(saved, Saved):
            raise TypeError(f"{self.__name__}: a command returns Saved")
        return CommandAnswer(self.terms.status, saved.resource_id, saved.version, saved.position)


class CommandAnswer(JSONResponse):
    """The answer to a command, the same whether it is new or comes from the store."""

    def __init__(self, status: int, resource_id: UUID, version: int, position: int) -> None:
        self._position = position
        super().__init__(
            {"id": str(resource_id), "version": version, "position": position},
            status_code=status,
            headers={"ETag": f'"{version}"'},
        )

    def of(self, service: str) -> Response:
        """With the position in that service's log."""
        self.headers[POSITION] = f"{service}={self._position}"
        return self


def _is_command(parameter: inspect.Parameter) -> bool:
    marks: tuple[Any, ...] = getattr(parameter.annotation, "__metadata__", ())
    return any(getattr(mark, "dependency", None) is commanding for mark in marks)
