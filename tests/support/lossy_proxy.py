"""A proxy before PostgreSQL that loses one COMMIT: the order on its way there, or the reply on its way back."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from typing import Literal, Self

from sqlalchemy import URL, make_url

Loses = Literal["nothing", "order", "reply"]


class LossyProxy:
    """Listens on a free port of the loopback and passes everything on, until told to lose something."""

    def __init__(self, url: str) -> None:
        """A proxy before the server of this URL."""
        self._server = make_url(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.loses: Loses = "nothing"

    @property
    def url(self) -> str:
        """The same database, through the proxy."""
        host, port = self._listener.getsockname()
        through = URL.create(
            self._server.drivername,
            self._server.username,
            self._server.password,
            host,
            port,
            self._server.database,
            {"sslmode": "disable", "gssencmode": "disable"},
        )
        return through.render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        """Begin to listen."""
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._connect()
                Thread(target=self._orders, args=(client, server), daemon=True).start()
                Thread(target=self._replies, args=(server, client), daemon=True).start()

    def _connect(self) -> socket.socket:
        host = self._server.query.get("host") or self._server.host or "127.0.0.1"
        port = self._server.port or 5432
        if isinstance(host, str) and host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{host}/.s.PGSQL.{port}")
            return server
        return socket.create_connection((str(host), port))

    def _orders(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT\x00" in data and self.loses != "nothing":
                    self._lose(data, client, server)
                    return
                server.sendall(data)
        _close(client, server)

    def _lose(self, data: bytes, client: socket.socket, server: socket.socket) -> None:
        loses, self.loses = self.loses, "nothing"
        _close(client)
        if loses == "reply":
            server.sendall(data)
        else:
            _close(server)

    def _replies(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                client.sendall(data)
        _close(client, server)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
