"""The spans of this process, kept in memory for as long as a test looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, format_span_id, format_trace_id

from shared.runtime.tracing import recording_to


class RecordedSpans:
    """What was exported so far."""

    def __init__(self, exporter: InMemorySpanExporter) -> None:
        self._exporter = exporter

    def named(self, name: str, service: str) -> list[ReadableSpan]:
        """The spans of that name that a service has ended."""
        return [span for span in self.all() if span.name == name and service_of(span) == service]

    def one(self, name: str, service: str) -> ReadableSpan:
        """The only one."""
        (found,) = self.named(name, service)
        return found

    def part_of(self, name: str, whole: ReadableSpan) -> list[ReadableSpan]:
        """The spans of that name that are directly below another."""
        return [span for span in self.all() if span.name == name and parent_of(span) == id_of(whole)]

    def all(self) -> tuple[ReadableSpan, ...]:
        """Every span that has ended."""
        return self._exporter.get_finished_spans()

    def as_text(self) -> str:
        """Everything that a collector would be told."""
        return "\n".join(span.to_json() for span in self.all())


@contextmanager
def recorded_spans(ratio: float = 1.0) -> Iterator[RecordedSpans]:
    """Record this process for as long as the block lasts."""
    exporter = InMemorySpanExporter()
    with recording_to(SimpleSpanProcessor(exporter), ratio):
        yield RecordedSpans(exporter)


def context_of(span: ReadableSpan) -> SpanContext:
    """Where a span stands."""
    assert span.context is not None
    return span.context


def service_of(span: ReadableSpan) -> object:
    """Whose span it is."""
    return span.resource.attributes["service.name"]


def trace_of(span: ReadableSpan) -> str:
    """The id of its trace."""
    return format_trace_id(context_of(span).trace_id)


def id_of(span: ReadableSpan) -> str:
    """Its own id."""
    return format_span_id(context_of(span).span_id)


def parent_of(span: ReadableSpan) -> str | None:
    """The id of the span above it."""
    return None if span.parent is None else format_span_id(span.parent.span_id)


def linked_traces(span: ReadableSpan) -> list[str]:
    """The ids of the traces to which it is linked."""
    return [format_trace_id(link.context.trace_id) for link in span.links]
