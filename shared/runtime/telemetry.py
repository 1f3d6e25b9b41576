"""Traces, metrics and log lines: what an operator sees, with nothing personal in it.

Never recorded: request and answer bodies, query strings, header values, client addresses, messages
of exceptions (a library may quote the value that it choked on). Routes appear as templates.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from shared.runtime.settings import Settings

TRACEPARENT: Final = "traceparent"
_PROPAGATOR: Final = TraceContextTextMapPropagator()


class _WhenSentSomewhere(Sampler):
    """Records spans once there is a collector to send them to; trace contexts go on all the same."""

    def __init__(self) -> None:
        self.recording = False

    def should_sample(self, parent_context: Context | None, *_: object, **__: object) -> SamplingResult:
        decision = Decision.RECORD_AND_SAMPLE if self.recording else Decision.DROP
        state = trace.get_current_span(parent_context).get_span_context().trace_state
        return SamplingResult(decision, trace_state=state)

    def get_description(self) -> str:
        return type(self).__name__


_sampler: Final = _WhenSentSomewhere()


@cache
def _provider() -> TracerProvider:
    return TracerProvider(sampler=_sampler, resource=Resource.create({"service.name": "loket"}))


@cache
def _tracer() -> Tracer:
    return _provider().get_tracer("loket")


@cache
def configure_tracing(endpoint: str | None) -> None:
    """Send spans to an OTLP collector when there is one; safe to call for every service of a process."""
    if endpoint is not None:
        _sampler.recording = True
        _provider().add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))


@contextmanager
def span(
    name: str,
    service: str,
    traceparent: str | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[Span]:
    """A span around a piece of work; continues `traceparent`, else the current span, else begins a trace."""
    parent = _PROPAGATOR.extract({TRACEPARENT: traceparent}) if traceparent else None
    with _tracer().start_as_current_span(
        name,
        context=parent,
        kind=kind,
        attributes={"loket.service": service, **(attributes or {})},
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except BaseException as failure:
            current.set_status(Status(StatusCode.ERROR, type(failure).__name__))
            raise


def past_span(name: str, service: str, began: int) -> None:
    """Record a piece of work that ends now and began at `began` (nanoseconds since 1970, wall time)."""
    _tracer().start_span(name, start_time=began, attributes={"loket.service": service}).end()


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
    parent = _PROPAGATOR.extract({TRACEPARENT: traceparent}) if traceparent else None
    given = trace.get_current_span(parent).get_span_context() if parent else None
    came = given is not None and given.is_valid and trace.format_trace_id(given.trace_id) == trace_id
    return SpanIds(
        trace_id,
        trace.format_span_id(context.span_id),
        trace.format_span_id(given.span_id) if given is not None and came else None,
    )


class Metrics:
    """The metrics of one process; services are told apart by a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "loket_http_requests",
            "Requests answered, by route template.",
            ["service", "method", "route", "status"],
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "loket_http_request_seconds",
            "Time to answer, by route template.",
            ["service", "method", "route"],
            registry=self.registry,
        )
        self.append_seconds = Histogram(
            "loket_append_seconds",
            "Time from holding the head of the log to the end of the commit.",
            ["service"],
            registry=self.registry,
        )
        self.failures = Counter(
            "loket_unexpected_failures",
            "Requests that ended in an unexpected error.",
            ["service", "kind"],
            registry=self.registry,
        )
        self.log_head = self._gauge("loket_log_position", "Last position of the service's log.", "log")
        self.projection_position = self._gauge(
            "loket_projection_position",
            "Position up to which a projection has applied its log.",
            "projection",
        )
        self.consumer_position = self._gauge(
            "loket_consumer_position", "Position up to which another service's log was consumed.", "log"
        )
        self.consumer_lag_seconds = self._gauge(
            "loket_consumer_lag_seconds", "Age of the oldest known message not yet consumed.", "log"
        )
        self.lease_held = Gauge(
            "loket_lease_held",
            "1 when this replica runs the service's workers, 0 when it stands by.",
            ["service"],
            registry=self.registry,
        )
        self.progress = self._gauge(
            "loket_progress", "How far long work is, such as a campaign; 0 where none is under way.", "of"
        )
        self.worker_rested = self._gauge(
            "loket_worker_seconds_since_step",
            "Since a worker last ended a step well: that it lives, whether or not it gets on.",
            "worker",
        )
        self.worker_due = self._gauge("loket_worker_items_due", "Work that is due now.", "worker")
        self.stopped = self._gauge(
            "loket_stopped", "1 when a projection, consumer or worker stands still on an error.", "part"
        )

    def _gauge(self, name: str, text: str, label: str) -> Gauge:
        return Gauge(name, text, ["service", label], registry=self.registry)

    def exposition(self) -> bytes:
        """All metrics in the Prometheus text format."""
        return generate_latest(self.registry)


@cache
def process_metrics() -> Metrics:
    """The metrics of this process."""
    return Metrics()


class JsonLines(logging.Formatter):
    """One JSON object a line: instant, level, logger, message, trace id, and an error by type and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (trace_id := current_trace_id()) is not None:
            line["traceId"] = trace_id
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error_without_values(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def error_without_values(error: BaseException) -> list[dict[str, object]]:
    """The chain of an error, the last cause first: types and code places, never messages or values."""
    chain: list[dict[str, object]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 8:
        frames = traceback.extract_tb(current.__traceback__)[-12:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append({"type": type(current).__qualname__, "frames": places})
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def configure_logging(level: int | str = logging.INFO, file: Path | None = None) -> None:
    """Log JSON lines in a file or on standard error, without libraries that quote URLs (with a plate)."""
    handler = logging.StreamHandler(sys.stderr) if file is None else logging.FileHandler(file)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for quoting in ("uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(quoting).setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its request lines hold query strings


def configure_telemetry(settings: Settings) -> None:
    """Traces and log lines for a process that serves."""
    configure_logging(settings.log_level)
    configure_tracing(settings.otlp_endpoint)
