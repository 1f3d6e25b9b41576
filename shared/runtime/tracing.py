"""Traces: one from a request through log, relay and bus to what other services do about it (W3C trace context).

The context of the act that recorded an event is stored with it and travels in its message, over the bus and in
the feed alike; who reacts goes on in that trace. What is done for several traces at once has a span of its own
with a link to each.

Never recorded: request and answer bodies, query strings, header values, client addresses, messages of exceptions
(a library may quote the value that it choked on). Routes appear as templates.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final
from uuid import uuid4

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, ParentBased, Sampler, SamplingResult, TraceIdRatioBased
from opentelemetry.trace import Link, Span, SpanContext, SpanKind, Status, StatusCode, Tracer, TraceState
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes

TRACEPARENT: Final = "traceparent"
MAX_LINKS: Final = 1000
"""As many as the bus takes messages in one batch."""
_PROPAGATOR: Final = TraceContextTextMapPropagator()
_INSTANCE: Final = str(uuid4())
_SEND_SECONDS: Final = 3.0
"""How long a collector may take; so long a process that ends waits for one that is not there."""


class _Recording(SpanProcessor, Sampler):
    """Which spans are recorded, and where they go: none and nowhere until there is a collector.

    Trace contexts go on all the same. A trace is recorded whole or not at all: whoever begins it draws lots, by its
    id, and everybody after them does as the context says.
    """

    def __init__(self) -> None:
        self._to: SpanProcessor | None = None
        self._lots: Sampler = ParentBased(TraceIdRatioBased(1.0))

    @property
    def on(self) -> bool:
        return self._to is not None

    def begin(self, to: SpanProcessor, ratio: float) -> None:
        self._lots, self._to = ParentBased(TraceIdRatioBased(ratio)), to

    def end(self) -> None:
        to, self._to = self._to, None
        if to is not None:
            to.shutdown()

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        if self.on:
            return self._lots.should_sample(
                parent_context, trace_id, name, kind, attributes, links, trace_state
            )
        state = trace.get_current_span(parent_context).get_span_context().trace_state
        return SamplingResult(Decision.DROP, trace_state=state)

    def get_description(self) -> str:
        return type(self).__name__

    def on_end(self, span: ReadableSpan) -> None:
        to = self._to
        if to is not None:
            to.on_end(span)


_recording: Final = _Recording()


@cache
def _tracer(service: str) -> Tracer:
    """Each service is a resource of its own, also where several share a process.

    What an installation wants to say of itself besides stands in `OTEL_RESOURCE_ATTRIBUTES`.
    """
    resource = Resource.create(
        {
            "service.namespace": "loket",
            "service.name": service,
            "service.version": version("loket"),
            "service.instance.id": _INSTANCE,
        }
    )
    provider = TracerProvider(
        sampler=_recording,
        resource=resource,
        shutdown_on_exit=False,
        span_limits=SpanLimits(max_links=MAX_LINKS),
    )
    provider.add_span_processor(_recording)
    return provider.get_tracer("loket")


@cache
def configure_tracing(endpoint: str | None, ratio: float = 1.0) -> None:
    """Send that part of the traces to an OTLP collector when there is one; what it does not take is dropped."""
    if endpoint is not None:
        _recording.begin(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=_SEND_SECONDS)), ratio
        )
        atexit.register(_recording.end)


@contextmanager
def recording_to(processor: SpanProcessor, ratio: float = 1.0) -> Iterator[None]:
    """Hand the spans of this process to somebody else for as long as the block lasts."""
    _recording.begin(processor, ratio)
    try:
        yield
    finally:
        _recording.end()


@contextmanager
def span(
    name: str,
    service: str,
    traceparent: str | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes = None,
    links: Sequence[Link] = (),
) -> Iterator[Span]:
    """A span around a piece of work; continues `traceparent`, else the current span, else begins a trace.

    One that continues another trace than the current span's is linked to that.
    """
    parent = _PROPAGATOR.extract({TRACEPARENT: traceparent}) if traceparent else None
    around = trace.get_current_span()
    if parent is not None and around.is_recording():
        links = [*links, Link(around.get_span_context())]
    with _tracer(service).start_as_current_span(
        name,
        context=parent,
        kind=kind,
        attributes=attributes,
        links=links,
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except BaseException as failure:
            current.set_status(Status(StatusCode.ERROR, type(failure).__name__))
            raise


@contextmanager
def span_for_all(
    name: str, service: str, kind: SpanKind, traceparents: Iterable[str | None], attributes: Attributes
) -> Iterator[Span]:
    """A span around what is done for several messages at once: in their trace, or with a link to each trace."""
    different = list(dict.fromkeys(each for each in traceparents if each is not None))
    only = different[0] if len(different) == 1 else None
    with span(
        name, service, only, kind, attributes, () if only is not None else _links_to(different)
    ) as current:
        yield current


def _links_to(traceparents: Iterable[str]) -> list[Link]:
    if not _recording.on:
        return []
    return [Link(context) for each in traceparents if (context := _context_of(each)) is not None]


def past_span(name: str, service: str, began: int) -> None:
    """Record a part of the current span that ends now and began at `began` (nanoseconds since 1970, wall time).

    Outside a span nothing is recorded: nobody would know what it was a part of.
    """
    if trace.get_current_span().is_recording():
        _tracer(service).start_span(name, start_time=began).end()


def _context_of(traceparent: str) -> SpanContext | None:
    given = trace.get_current_span(_PROPAGATOR.extract({TRACEPARENT: traceparent}, Context()))
    return given.get_span_context() if given.get_span_context().is_valid else None


def current_traceparent() -> str | None:
    """The W3C trace context of the current span, as it is stored with an event; None outside a span."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get(TRACEPARENT)


def current_trace_id() -> str | None:
    """The current trace id, 32 hexadecimal digits; None outside a span."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None


@dataclass(frozen=True, slots=True)
class SpanIds:
    """Where a piece of work stands in its trace (W3C trace context), in hexadecimal digits."""

    trace_id: str
    span_id: str
    parent_span_id: str | None = None
    """The span of another process that asked for it."""


def current_span_ids(traceparent: str | None) -> SpanIds:
    """The current span; its parent is the one of `traceparent`, as it came in, when that was understood."""
    context = trace.get_current_span().get_span_context()
    trace_id = trace.format_trace_id(context.trace_id)
    given = _context_of(traceparent) if traceparent else None
    came = given is not None and trace.format_trace_id(given.trace_id) == trace_id
    return SpanIds(
        trace_id,
        trace.format_span_id(context.span_id),
        trace.format_span_id(given.span_id) if given is not None and came else None,
    )
