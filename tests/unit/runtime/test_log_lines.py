"""Log lines: JSON, by type and place, without anything that was sent or fetched."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import logging
from shared.runtime.telemetry import configure_logging
configure_logging()
logging.getLogger("httpx").info("HTTP Request: GET http://register/?kenteken=GVD01X")
logging.getLogger("uvicorn.access").info("GET /?kenteken=GVD01X")
try:
    try:
        int("GVD01X")
    except ValueError as unreadable:
        raise KeyError("GVD01X") from unreadable
except KeyError:
    logging.getLogger("loket.test").exception("reading failed")
"""


def test_a_line_tells_what_failed_where_and_quotes_nothing() -> None:
    """Neither the message of an error nor the URL of a request, whichever library logs it."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert "GVD01X" not in done.stderr.replace(SCRIPT, "")
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (line["level"], line["logger"], line["message"]) == ("error", "loket.test", "reading failed")
    assert [cause["type"] for cause in line["error"]] == ["KeyError", "ValueError"]
