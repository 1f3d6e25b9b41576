"""What audit reads of the register: its entries, in order."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Query
from starlette.responses import Response

from services.register.authorisation import AUTHORISATION
from services.register.projections.entries import LARGEST_PAGE, EntryPages
from shared.runtime.api import ServiceRouter


def routes(entries: EntryPages) -> ServiceRouter:
    """The feed of entries, for services of Loket itself."""
    router = ServiceRouter(AUTHORISATION, tag="feeds")

    @router.query("/entries", summary="Entries of the register after a position")
    def read_entries(
        after: Annotated[int, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 500,
    ) -> Response:
        """A page in position order; `head` says how far the register has come."""
        page = entries.page(after, limit)
        return Response(msgspec.json.encode(page), media_type="application/json")

    return router
