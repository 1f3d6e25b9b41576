"""What is watched of every append: crash points for fault tests, its span and its time."""

from __future__ import annotations

from threading import local
from time import perf_counter, time_ns

from shared.runtime.crash import crash_point
from shared.runtime.telemetry import Metrics
from shared.runtime.tracing import past_span


class AppendSteps:
    """Sees the labelled steps of every append: crash points, the append's span and its time."""

    def __init__(self, service: str, metrics: Metrics) -> None:
        self._service = service
        self._metrics = metrics
        self._began = local()

    def __call__(self, label: str) -> None:
        """One step of an append, by its label; as a crash point also with the service's name before it."""
        crash_point(label)
        crash_point(f"{self._service}.{label}")
        if label == "append.head_held":
            self._began.at = (perf_counter(), time_ns())
        elif label == "append.after_commit":
            seconds, nanoseconds = self._began.at
            self._metrics.append_seconds.labels(self._service).observe(perf_counter() - seconds)
            past_span("append", self._service, nanoseconds)
