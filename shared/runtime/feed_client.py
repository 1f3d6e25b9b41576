"""Reading another service's feeds over HTTP: how everything converges when the bus is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from ssl import SSLContext
from typing import Final, Protocol, TypeVar

import httpx
import msgspec

from shared.contracts.envelope import FeedPage, JournalPage
from shared.runtime.tracing import TRACEPARENT, current_traceparent

PAGE_SIZE: Final = 500
_TIMEOUT: Final = httpx.Timeout(10.0, connect=2.0)
_LOOKING: Final = httpx.Timeout(2.0, connect=1.0)
"""For one message: who asks for that only looks whether there is more, while somebody waits."""

PageT = TypeVar("PageT", bound=msgspec.Struct)


class FeedUnreachable(Exception):
    """The service did not answer, or not with a page; ask again later."""


class FeedSource(Protocol):
    """Whatever gives pages of a feed: the client below, or the log's own feed."""

    def page(self, after: int, limit: int = PAGE_SIZE) -> FeedPage:
        """Published messages after a position, in order."""


@cache
def _trusted() -> SSLContext:
    """The authorities that are trusted, read once: it takes a while, and every feed has a client of its own."""
    return httpx.create_ssl_context()


class FeedClient:
    """The published contracts of one service."""

    def __init__(self, base_url: str, token: Callable[[], str], http: httpx.Client | None = None) -> None:
        """`base_url` as in `http://host/decisions/v1`; `token` gives a bearer token of role system."""
        self._pages = Pages(f"{base_url}/feed", token, http)

    def page(self, after: int, limit: int = PAGE_SIZE) -> FeedPage:
        """Published messages after a position, in order. Raises FeedUnreachable."""
        return self._pages.get(FeedPage, after, limit)

    def close(self) -> None:
        """Give the connections back; whoever asks for a page afterwards is told that it is out of reach."""
        self._pages.close()


class JournalClient:
    """The journal of one service, which only audit may read."""

    def __init__(self, base_url: str, token: Callable[[], str], http: httpx.Client | None = None) -> None:
        """`base_url` as in `http://host/decisions/v1`; `token` gives a bearer token of role system."""
        self._pages = Pages(f"{base_url}/journal", token, http)

    def page(self, after: int, limit: int = PAGE_SIZE) -> JournalPage:
        """Records after a position, in order. Raises FeedUnreachable."""
        return self._pages.get(JournalPage, after, limit)

    def close(self) -> None:
        """Give the connections back; whoever asks for a page afterwards is told that it is out of reach."""
        self._pages.close()


class Pages:
    """Pages of whatever kind at one address."""

    def __init__(self, url: str, token: Callable[[], str], http: httpx.Client | None) -> None:
        self._url = url
        self._token = token
        self._http = http or httpx.Client(timeout=_TIMEOUT, trust_env=False, verify=_trusted())

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def _headers(self) -> dict[str, str]:
        """Who asks, and in which trace when it is for somebody who waits."""
        trace = current_traceparent()
        own = {"Authorization": f"Bearer {self._token()}"}
        return own if trace is None else own | {TRACEPARENT: trace}

    def get(self, kind: type[PageT], after: int, limit: int) -> PageT:
        """What follows a position. Raises FeedUnreachable."""
        if self._http.is_closed:
            raise FeedUnreachable(f"{self._url}: closed")
        try:
            answer = self._http.get(
                self._url,
                params={"after": after, "limit": limit},
                headers=self._headers(),
                timeout=_LOOKING if limit == 1 else _TIMEOUT,
            )
            answer.raise_for_status()
            return msgspec.json.decode(answer.content, type=kind)
        except (httpx.HTTPError, msgspec.MsgspecError) as fault:
            raise FeedUnreachable(f"{self._url}: {type(fault).__name__}") from fault
