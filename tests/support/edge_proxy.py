"""The proxy of `infra/proxy` on a real nginx, on loopback, in front of something that tells what came through."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from shared.runtime.child_process import dying_with_parent
from tests.support import compose
from tests.support.loket_process import free_port
from tests.support.nats import eventually, listening

CONFIGURATION = compose.INFRA / "proxy" / "nginx.conf"


def binary() -> str | None:
    """Where nginx is; None: it is not on this machine."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


class Told(BaseHTTPRequestHandler):
    """Answers with the headers that came, a line each."""

    def do_GET(self) -> None:
        """Whatever is asked."""
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # type: ignore[override]  # nothing is written
        """Be silent."""


def as_here(text: str, folder: Path, secrets: Path, port: int, upstream: int) -> str:
    """The configuration with places of this machine, and without what nginx learnt in 1.25."""
    for there, here in (
        ("/run/secrets/proxy_certificate", f"{secrets}/proxy.crt"),
        ("/run/secrets/proxy_key", f"{secrets}/proxy.pem"),
        ("/run/secrets/authority", f"{secrets}/authority.pem"),
        ("/var/cache/nginx", str(folder)),
        ("/dev/stderr", f"{folder}/error.log"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("http2 on;", ""),
        ("resolver 127.0.0.11 valid=10s;", "resolver 127.0.0.1:9; resolver_timeout 1s;"),
        ("http://$service:8080", f"http://127.0.0.1:{upstream}"),
    ):
        assert there in text, there
        text = text.replace(there, here)
    return text


@contextmanager
def edge_proxy(folder: Path, secrets: Path) -> Iterator[httpx.Client]:
    """A client of the proxy; nobody answers for the identity provider."""
    port, upstream = free_port(), ThreadingHTTPServer(("127.0.0.1", 0), Told)
    text = as_here(CONFIGURATION.read_text("utf-8"), folder, secrets, port, upstream.server_port)
    file = folder / "nginx.conf"
    file.write_text(re.sub(r"worker_processes auto;", "worker_processes 1;", text), encoding="utf-8")
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    command = [binary() or "nginx", "-c", str(file), "-g", "daemon off;"]
    nginx = subprocess.Popen(dying_with_parent(command))
    try:
        eventually(lambda: listening(port), 20)
        with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False) as client:  # noqa: S501 - loopback
            yield client
    finally:
        nginx.terminate()
        nginx.wait(20)
        upstream.shutdown()
        upstream.server_close()
