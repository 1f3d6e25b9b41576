"""Spans: a trace goes on whoever records it, and is recorded whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from contextlib import AbstractContextManager

import pytest
from opentelemetry.trace import Span, SpanKind

from shared.runtime.tracing import current_span_ids, current_traceparent, past_span, span, span_for_all
from tests.support.recorded_spans import linked_traces, parent_of, recorded_spans, service_of, trace_of

TRACE = "0af7651916cd43dd8448eb211c80319c"
OTHER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
UNRECORDED_PARENT = f"00-{TRACE}-b7ad6b7169203331-00"
OTHER = f"00-{OTHER_TRACE}-00f067aa0ba902b7-01"
SECRET = "geheim"

RECORDING = """
from shared.runtime.tracing import configure_tracing, span
with span("before", "decisions") as before:
    pass
configure_tracing("http://127.0.0.1:9/v1/traces")
with span("after", "decisions") as after:
    print(before.is_recording(), after.is_recording())
"""


def published_for(*traceparents: str | None) -> AbstractContextManager[Span]:
    """A span around the publication of messages with these contexts."""
    return span_for_all("publish", "decisions", SpanKind.PRODUCER, traceparents, {})


def test_a_trace_goes_on_without_a_collector() -> None:
    """With the id of the request that caused it, and a span id of its own."""
    with span("GET /cases", "decisions", PARENT) as current:
        inside = current_traceparent()
        assert not current.is_recording()
    assert inside is not None
    assert inside.split("-")[1] == PARENT.split("-")[1]
    assert inside.split("-")[2] != PARENT.split("-")[2]


def test_spans_are_recorded_once_there_is_a_collector() -> None:
    """In a process of its own, which ends well although nobody answers at that address."""
    done = subprocess.run([sys.executable, "-c", RECORDING], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_each_service_of_a_process_is_a_resource_of_its_own() -> None:
    """As it is where each has a process."""
    with recorded_spans() as spans:
        for service in ("decisions", "objections"):
            with span("something", service):
                pass
    assert [service_of(one) for one in spans.all()] == ["decisions", "objections"]
    assert {one.resource.attributes["service.namespace"] for one in spans.all()} == {"loket"}


@pytest.mark.parametrize(
    ("ratio", "given", "recorded"),
    [(0.0, None, False), (1.0, None, True), (0.0, PARENT, True), (1.0, UNRECORDED_PARENT, False)],
)
def test_a_trace_is_recorded_whole_or_not_at_all(ratio: float, given: str | None, *, recorded: bool) -> None:
    """Lots are drawn where it begins; who goes on in it does as it says. Its ids are there for the access log all the same."""
    with recorded_spans(ratio) as spans, span("above", "decisions", given), span("below", "decisions"):
        ids = current_span_ids(given)
    assert bool(spans.all()) is recorded
    assert len(spans.all()) in {0, 2}
    assert int(ids.trace_id, 16)
    assert int(ids.span_id, 16)


def test_what_is_done_for_one_trace_is_a_part_of_it() -> None:
    """Also for several messages of one act."""
    with recorded_spans() as spans, published_for(PARENT, PARENT, None):
        pass
    published = spans.one("publish", "decisions")
    assert (trace_of(published), parent_of(published)) == (TRACE, PARENT.split("-")[2])
    assert linked_traces(published) == []


def test_what_is_done_for_several_traces_is_linked_to_each() -> None:
    """And begins a trace of its own; what is no trace context is passed over."""
    with recorded_spans() as spans, published_for(PARENT, OTHER, "nonsense", PARENT):
        pass
    published = spans.one("publish", "decisions")
    assert linked_traces(published) == [TRACE, OTHER_TRACE]
    assert trace_of(published) not in {TRACE, OTHER_TRACE}


def test_what_goes_on_in_another_trace_is_linked_to_where_it_is_done() -> None:
    """A reaction is a part of what caused it; that it was done with others is seen by its link."""
    with recorded_spans() as spans, span("receive", "decisions"), span("react", "decisions", PARENT):
        pass
    react, receive = spans.one("react", "decisions"), spans.one("receive", "decisions")
    assert trace_of(react) == TRACE
    assert linked_traces(react) == [trace_of(receive)]


def test_a_part_of_nothing_is_not_recorded() -> None:
    """An append outside every span would be a trace that nobody finds."""
    with recorded_spans() as spans:
        past_span("append", "decisions", 1)
    assert spans.all() == ()


def test_an_error_is_its_type() -> None:
    """Its words may hold what a person wrote."""
    with recorded_spans() as spans, pytest.raises(ValueError, match=SECRET), span("fail", "decisions"):
        raise ValueError(SECRET)
    assert spans.one("fail", "decisions").status.description == "ValueError"
    assert SECRET not in spans.as_text()
