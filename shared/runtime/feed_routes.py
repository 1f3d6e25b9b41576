"""The two feeds that every service with a log offers: published messages, and the journal."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from fastapi import Query
from starlette.responses import Response

from shared.errors import NotYours
from shared.eventlog.feed import Feed, Journal
from shared.runtime.access import Role
from shared.runtime.api import Reading, ServiceRouter
from shared.runtime.authorisation import Authorisation, Reach, may

AUDIT_SUBJECT: Final = "service:audit"
"""The only one that may read journals."""
PAGE_LIMIT: Final = 1000

FEEDS: Final = Authorisation(
    may("GET /feed", {Role.SYSTEM: Reach.FEED}),
    may("GET /journal", {Role.SYSTEM: Reach.FEED}),
)
"""Of every service with a log; journals are for one service alone."""

After = Annotated[int, Query(ge=0, description="Log position after which to read.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]


def feed_routes(feed: Feed, journal: Journal) -> ServiceRouter:
    """Both feeds, open to other services alone."""
    router = ServiceRouter(FEEDS, tag="feeds")

    @router.query("/feed", summary="Published messages after a position")
    def read_feed(after: After = 0, limit: Limit = 500) -> Response:
        return _json(feed.page(after, limit))

    @router.query("/journal", summary="Every event after a position, for audit")
    def read_journal(request: Reading, after: After = 0, limit: Limit = 500) -> Response:
        if request.principal.subject != AUDIT_SUBJECT:
            raise NotYours("journal_is_for_audit", "Only the audit service reads journals.")
        return _json(journal.page(after, limit))

    return router


def _json(page: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(page), media_type="application/json")
