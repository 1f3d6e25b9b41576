"""Reading the register's entries over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from services.audit.workers.journal_reader import PAGE_SIZE
from shared.contracts.register import RegisterEntryPage
from shared.runtime.feed_client import Pages


class RegisterEntriesClient:
    """What the register offers to audit in place of a journal."""

    def __init__(self, base_url: str, token: Callable[[], str]) -> None:
        """`base_url` as in `http://host/register/v1`; `token` gives a bearer token of role system."""
        self._pages = Pages(f"{base_url}/entries", token, None)

    def page(self, after: int, limit: int = PAGE_SIZE) -> RegisterEntryPage:
        """Entries after a position, in order. Raises FeedUnreachable."""
        return self._pages.get(RegisterEntryPage, after, limit)

    def close(self) -> None:
        """Give the connections back."""
        self._pages.close()
