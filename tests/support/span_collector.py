"""A collector of traces that keeps what it is sent, byte for byte: OTLP over HTTP on the loopback."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Final, Self

_COUNT: Final = count()


class SpanCollector:
    """Writes each request that it gets as a file, headers and body."""

    def __init__(self, folder: Path) -> None:
        """`folder` takes the files; those of an earlier collector stay."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def endpoint(self) -> str:
        """Where spans are to be sent."""
        return f"http://127.0.0.1:{self._server.server_port}/v1/traces"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        folder = self._folder

        class Keeping(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                name = f"{self.server.server_address[1]}-{next(_COUNT):05d}.otlp"
                (folder / name).write_bytes(bytes(self.headers) + body)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name in the base class
                """Say nothing on standard error."""

        return Keeping
