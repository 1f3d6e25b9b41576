"""What an endpoint knows of its request beside path, query and body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from shared.eventlog.act import Act
from shared.privacy.looks import note_case
from shared.runtime.access import Principal, Role
from shared.runtime.problems import Fault, invalid_request

IF_MATCH: Final = "If-Match"
ETAG_PATTERN: Final = '"(?:0|[1-9][0-9]{0,17})"'
_ETAG: Final = re.compile(ETAG_PATTERN)


def entity_tag(text: str) -> int | None:
    """The version that an entity tag of ours stands for; None when it is not one."""
    match = _ETAG.fullmatch(text.strip())
    return int(match.group().strip('"')) if match else None


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """What a command knows of its request beside the body."""

    principal: Principal
    act: Act
    expected_version: int | None = None
    """The version that `If-Match` names; None without the header."""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a read knows of its request."""

    principal: Principal
    role: Role
    """The role in which the principal reads."""
    now: datetime
    """The business clock, UTC, when the request came in."""

    def known_by(self, instant: datetime | None, where: str = "query.knownAt") -> None:
        """Raise a fault for an instant that lies ahead: what will be recorded by then nobody can answer twice."""
        if instant is not None and instant > self.now:
            raise invalid_request([Fault(where, "not_in_the_future", "must not lie in the future")])

    def shows(self, case_id: UUID | None) -> None:
        """The answer is about this case, which its path does not name; for the access log."""
        if case_id is not None:
            note_case(case_id)

    def versioned(self, model: BaseModel, version: int) -> Response:
        """The answer with its version as entity tag, for `If-Match` of a later command."""
        return Response(
            model.model_dump_json(by_alias=True),
            media_type="application/json",
            headers={"ETag": f'"{version}"'},
        )


async def commanding(request: Request) -> CommandRequest:
    """The command that the route has prepared."""
    command: CommandRequest = request.state.loket
    return command


async def reading(request: Request) -> QueryRequest:
    """The query that the route has prepared."""
    query: QueryRequest = request.state.loket
    return query


Commanding = Annotated[CommandRequest, Depends(commanding)]
"""Parameter of a command's endpoint."""
Reading = Annotated[QueryRequest, Depends(reading)]
"""Parameter of a query's or search's endpoint."""
