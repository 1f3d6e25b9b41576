"""Errors as answers: problem+json (RFC 9457) from one table of exception types.

A problem has a stable `code`; `type` is made from it. Values that were sent in are never echoed, and
an unexpected error shows nothing of its inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec
from eventsourcing import persistence
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import exc
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.errors import DomainError, NotInThisState, NotThere, NotYours, RuleBroken
from shared.eventlog.append import AppendRefused, DuplicateRow, GuardFailed, StaleRow
from shared.eventlog.log import AggregateNotFound, VersionConflict
from shared.runtime.tracing import current_trace_id

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:problem-type:loket:"


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a request: where, against which rule, in words."""

    field: str
    """Path in the request, e.g. `body.vehicle.plate` or `query.limit`."""
    rule: str
    message: str


class ProblemBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The members of a problem as they go over the line."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = None
    errors: tuple[Fault, ...] = ()


@dataclass
class Problem(Exception):
    """An answer that is not a success; may be raised anywhere at the edge."""

    status: int
    code: str
    title: str
    detail: str = ""
    errors: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The HTTP answer; its `instance` names the trace, with which we find it in our logs."""
        trace_id = current_trace_id()
        body = ProblemBody(
            type=TYPE_PREFIX + self.code.replace("_", "-"),
            title=self.title,
            status=self.status,
            detail=self.detail or self.title,
            code=self.code,
            instance=f"urn:trace:{trace_id}" if trace_id else None,
            errors=self.errors,
        )
        return Response(
            msgspec.json.encode(body),
            status_code=self.status,
            media_type=PROBLEM_MEDIA_TYPE,
            headers=dict(self.headers),
        )


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """How exceptions of one type are answered; a `code` or `detail` of the exception itself goes first."""

    status: int
    code: str
    title: str
    headers: Mapping[str, str] = field(default_factory=dict)


_UNAVAILABLE: Final = ProblemSpec(
    503, "temporarily_unavailable", "Temporarily unavailable", {"Retry-After": "1"}
)
UNEXPECTED: Final = ProblemSpec(500, "unexpected_error", "Something went wrong on our side")

BASE_TABLE: Final[Mapping[type[Exception], ProblemSpec]] = {
    NotInThisState: ProblemSpec(409, "not_in_this_state", "Not possible in the present state"),
    RuleBroken: ProblemSpec(409, "rule_broken", "A rule forbids this"),
    NotYours: ProblemSpec(403, "not_yours", "Not allowed for you"),
    NotThere: ProblemSpec(404, "not_found", "Not found"),
    DomainError: ProblemSpec(409, "refused", "Refused"),
    AggregateNotFound: ProblemSpec(404, "not_found", "Not found"),
    VersionConflict: ProblemSpec(412, "version_conflict", "The version you name is not the present one"),
    GuardFailed: ProblemSpec(409, "changed_meanwhile", "Something this rests on changed meanwhile"),
    StaleRow: ProblemSpec(409, "changed_meanwhile", "Something this rests on changed meanwhile"),
    DuplicateRow: ProblemSpec(409, "already_there", "This is there already"),
    AppendRefused: ProblemSpec(409, "changed_meanwhile", "Something this rests on changed meanwhile"),
    persistence.OperationalError: _UNAVAILABLE,
    persistence.InterfaceError: _UNAVAILABLE,
    exc.OperationalError: _UNAVAILABLE,
    exc.InterfaceError: _UNAVAILABLE,
}
"""What every service answers; a service adds its own."""

FRAMEWORK_CODES: Final = {
    400: ("malformed_request", "The request cannot be read"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "This method is not offered here"),
    413: ("body_too_large", "The body is larger than 1 MiB"),
}
"""What the frameworks refuse by themselves."""

_MESSAGES: Final = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "uuid_parsing": "must be a UUID",
    "uuid_type": "must be a UUID",
    "union_tag_invalid": "is not one of the known kinds",
}
_FIELD_NAME: Final = re.compile(r"[a-z][A-Za-z]{0,39}")
UNNAMED: Final = "*"
"""Stands for a name that was sent in and may not be echoed."""
_GENERAL_MESSAGE: Final = "does not satisfy the rule"


class ProblemTable:
    """From exception to problem, by the most specific type that the table names."""

    def __init__(self, *tables: Mapping[type[Exception], ProblemSpec]) -> None:
        self._specs = {kind: spec for table in (BASE_TABLE, *tables) for kind, spec in table.items()}

    def problem_for(self, error: Exception) -> Problem:
        """The problem with which `error` is answered; unknown types become a bare 500."""
        if isinstance(error, Problem):
            return error
        if isinstance(error, RequestValidationError):
            return invalid_request(faults_of(error.errors()))
        if isinstance(error, HTTPException):
            code, title = FRAMEWORK_CODES.get(error.status_code, ("http_error", "The request was refused"))
            return Problem(error.status_code, code, title, headers=error.headers or {})
        spec = next((self._specs[kind] for kind in type(error).__mro__ if kind in self._specs), UNEXPECTED)
        return _from_spec(spec, error)


def invalid_request(faults: Iterable[Fault]) -> Problem:
    """400 with every fault at once."""
    return Problem(
        400, "invalid_request", "The request is not valid", "See `errors` for each fault.", tuple(faults)
    )


def faults_of(errors: Iterable[ErrorDetails]) -> list[Fault]:
    """The validator's findings without the values that were sent in."""
    return [Fault(_place(error), error["type"], _message(error)) for error in errors]


def is_field_name(text: str) -> bool:
    """Whether an unknown name can be a misspelt one; any other may be a plate or a person's."""
    return _FIELD_NAME.fullmatch(text) is not None


def _place(error: ErrorDetails) -> str:
    """Where it is; an unknown field is named when it can be a misspelt one."""
    match error["type"]:
        case "json_invalid":
            parts = error["loc"][:1]
        case "extra_forbidden" if not is_field_name(str(error["loc"][-1])):
            parts = (*error["loc"][:-1], UNNAMED)
        case _:
            parts = error["loc"]
    return ".".join(str(part) for part in parts)


def _message(error: ErrorDetails) -> str:
    """A fixed text, or the validator's own as long as it does not quote what was sent."""
    if error["type"] == "json_invalid":
        return f"cannot be read as JSON: {error.get('ctx', {}).get('error', 'malformed')}"
    fixed = _MESSAGES.get(error["type"])
    if fixed is not None:
        return fixed
    text = error["msg"].removeprefix("Value error, ")
    return _GENERAL_MESSAGE if _quotes(text, error.get("input")) else text


def _quotes(text: str, value: object) -> bool:
    """Whether any scalar inside `value` stands in `text`."""
    if isinstance(value, Mapping):
        return any(_quotes(text, part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(_quotes(text, part) for part in value)
    if isinstance(value, bool) or value is None:
        return False
    return bool(str(value)) and str(value) in text


def _from_spec(spec: ProblemSpec, error: Exception) -> Problem:
    code = spec.code
    detail = ""
    if isinstance(error, DomainError):
        code, detail = error.code, error.detail
    elif isinstance(error, GuardFailed):
        code = error.code
    return Problem(spec.status, code, spec.title, detail, headers=spec.headers)
