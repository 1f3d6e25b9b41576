"""The client of a feed: authorised, bounded, and honest about not having an answer."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import msgspec
import pytest

from shared.runtime.feed_client import FeedClient, FeedUnreachable, JournalClient
from tests.support.messages import Producer


def client(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    """An HTTP client whose requests a function answers."""
    return httpx.Client(transport=httpx.MockTransport(answer))


def test_a_page_comes_back_as_it_was(producer: Producer) -> None:
    """A page of a feed survives the way over HTTP."""
    producer.stamp_many(1, 3)
    page = producer.feed.page(0)
    http = client(lambda _: httpx.Response(200, content=msgspec.json.encode(page)))
    assert FeedClient("http://permits/v1", lambda: "t", http).page(0) == page


def test_the_question_names_position_and_limit_and_carries_the_token(producer: Producer) -> None:
    """The token is asked for at every request, and stands in the header alone."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=msgspec.json.encode(producer.feed.page(0)))

    FeedClient("http://permits/v1", lambda: "secret", client(answer)).page(7, 50)
    assert str(seen[0].url) == "http://permits/v1/feed?after=7&limit=50"
    assert seen[0].headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(503), httpx.Response(401), httpx.Response(200, content=b"<html>"), httpx.Response(302)],
    ids=["unavailable", "unauthorised", "not a page", "redirect"],
)
def test_whatever_is_no_page_is_unreachable(answer: httpx.Response) -> None:
    """There is one way of not having an answer."""
    with pytest.raises(FeedUnreachable):
        FeedClient("http://permits/v1", lambda: "t", client(lambda _: answer)).page(0)


def test_a_service_that_is_not_there_is_unreachable() -> None:
    """A refused connection is not an error of the consumer."""
    with pytest.raises(FeedUnreachable):
        JournalClient("http://127.0.0.1:1/v1", lambda: "t").page(0)


@pytest.mark.parametrize(("limit", "longest"), [(1, 2.0), (2, 10.0)])
def test_who_only_looks_is_not_kept_long(limit: int, longest: float) -> None:
    """A scrape or a request waits for that; a page of messages may take its time."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503)

    with pytest.raises(FeedUnreachable):
        FeedClient("http://permits/v1", lambda: "t", client(answer)).page(0, limit)
    assert asked[0].extensions["timeout"]["read"] == longest


def test_a_feed_that_was_closed_is_out_of_reach():
    """Who still asks when the service has stopped is told as of any other feed that does not answer."""
    feed = FeedClient("http://permits/v1", lambda: "t", client(lambda _: httpx.Response(200)))
    feed.close()
    with pytest.raises(FeedUnreachable, match="closed"):
        feed.page(0)
