"""Metrics and log lines: what an operator sees beside the traces, with nothing personal in it.

Never recorded: request and answer bodies, query strings, header values, client addresses, messages
of exceptions (a library may quote the value that it choked on). Routes appear as templates.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from shared.runtime.settings import Settings
from shared.runtime.tracing import configure_tracing, current_trace_id


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
        self.projection_lag_seconds = self._gauge(
            "loket_projection_lag_seconds",
            "Age of the oldest event that a projection has not applied.",
            "projection",
        )
        self.consumer_position = self._gauge(
            "loket_consumer_position", "Position up to which another service's log was consumed.", "log"
        )
        self.consumer_lag_seconds = self._gauge(
            "loket_consumer_lag_seconds",
            "Age of the oldest message not yet consumed; grows while nobody can tell whether there is one.",
            "log",
        )
        self.feed_reachable = self._gauge(
            "loket_feed_reachable", "1 when the feed of that log answered last, 0 when it did not.", "log"
        )
        self.lease_held = self._of_service(
            "loket_lease_held", "1 when this replica runs the service's workers, 0 when it stands by."
        )
        self.progress = self._gauge(
            "loket_progress", "How far long work is, such as a campaign; 0 where none is under way.", "of"
        )
        self.parked = self._gauge("loket_parked", "Work that waits for a person, by kind.", "what")
        self.relay_waiting = self._of_service(
            "loket_relay_waiting", "Recorded events that are still to be published on the bus."
        )
        self.relay_lag_seconds = self._of_service(
            "loket_relay_lag_seconds", "Age of the oldest event that is still to be published on the bus."
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
        self.database_answers = self._of_service(
            "loket_database_answers",
            "1 when the service's database answered at this look, 0 when it did not.",
        )
        self._stored = (
            self.log_head,
            self.projection_position,
            self.projection_lag_seconds,
            self.consumer_position,
            self.consumer_lag_seconds,
            self.feed_reachable,
            self.progress,
            self.parked,
            self.relay_waiting,
            self.relay_lag_seconds,
            self.worker_due,
        )
        """What only the database tells; the others say how this process is."""

    def forget_stored(self, service: str) -> None:
        """Show nothing of what only the database of that service tells: what it said last may be long ago."""
        for gauge in self._stored:
            gauge.remove_by_labels({"service": service})

    def _of_service(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, ["service"], registry=self.registry)

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
    configure_tracing(settings.otlp_endpoint, settings.trace_ratio)
