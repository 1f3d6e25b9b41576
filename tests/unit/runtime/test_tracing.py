"""Spans without a collector: nothing is recorded, and the trace goes on all the same."""

from __future__ import annotations

import subprocess
import sys

from shared.runtime.telemetry import current_traceparent, span

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

RECORDING = """
from shared.runtime.telemetry import configure_tracing, span
with span("before", "decisions") as before:
    pass
configure_tracing("http://127.0.0.1:9/v1/traces")
with span("after", "decisions") as after:
    print(before.is_recording(), after.is_recording())
"""


def test_a_trace_goes_on_without_a_collector() -> None:
    """With the id of the request that caused it, and a span id of its own."""
    with span("GET /cases", "decisions", PARENT) as current:
        inside = current_traceparent()
        assert not current.is_recording()
    assert inside is not None
    assert inside.split("-")[1] == PARENT.split("-")[1]
    assert inside.split("-")[2] != PARENT.split("-")[2]


def test_spans_are_recorded_once_there_is_a_collector() -> None:
    """In a process of its own: tracing is of the whole process."""
    done = subprocess.run([sys.executable, "-c", RECORDING], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
