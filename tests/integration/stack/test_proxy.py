"""The proxy of the compose file on a real nginx: what it keeps out, what it keeps in, and what it says itself."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support import compose
from tests.support.edge_proxy import binary, edge_proxy

pytestmark = [
    pytest.mark.skipif(binary() is None, reason="nginx is not on this machine"),
    pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl"),
]
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """In front of what tells what came through."""
    secrets = compose.make_secrets(tmp_path_factory.mktemp("proxy") / "secrets")
    with edge_proxy(tmp_path_factory.mktemp("nginx"), secrets) as client:
        yield client


def test_a_trace_begins_at_the_edge(proxy: httpx.Client) -> None:
    """Nobody outside decides what is recorded, or hangs what a service does in a trace of his own."""
    sent = {"traceparent": TRACE, "tracestate": "a=b", "baggage": "who=me", "Loket-Wait-For": "decisions=1"}
    came = proxy.get("/decisions/v1/cases", headers=sent).text.lower()
    assert "loket-wait-for: decisions=1" in came
    assert [name for name in ("traceparent", "tracestate", "baggage") if name in came] == []


@pytest.mark.parametrize("path", ["feed", "feed/x", "journal", "metrics", "livez", "readyz"])
def test_what_is_between_services_stays_inside(proxy: httpx.Client, path: str) -> None:
    """And is told as what is not there, in the form of the services."""
    answer = proxy.get(f"/applications/v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["API-Version"] == "1.0.0"


def test_an_address_cannot_be_written_around_the_door(proxy: httpx.Client) -> None:
    """Dots, doubled and encoded slashes are taken for what they mean before they are held against what is kept in."""
    for way in ("/x/../metrics", "//metrics", "/%6detrics", "/./metrics", "/%2e/metrics", "%2fmetrics"):
        as_written = {"target": f"/applications/v1{way}".encode()}
        assert proxy.request("GET", "/", extensions=as_written).status_code == 404, way
    as_written = {"target": b"/applications/v1/x/../applications"}
    assert proxy.request("GET", "/", extensions=as_written).status_code == 200


def test_what_cannot_be_passed_on_is_a_problem(proxy: httpx.Client) -> None:
    """The identity provider is absent here."""
    answer = proxy.get("/identity/realms/loket")
    assert (answer.status_code, answer.json()["code"]) == (502, "service_unreachable")
    assert answer.headers["Retry-After"] == "5"
