"""A PostgreSQL with the databases and roles of `infra/postgres`, made by its script as the image makes them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.support.compose import INFRA
from tests.support.databases import own_server

PASSWORDS_ARE_ASKED = "local all postgres trust\nlocal all all scram-sha-256\n"


@dataclass(frozen=True)
class StackDatabase:
    """Where it is, and where its passwords are."""

    superuser: str
    socket: str
    secrets: Path

    def url(self, name: str = "{service}", user: str = "{service}") -> str:
        """The address of a database for a user, without the password."""
        return f"postgresql+psycopg://{user}@/{name}?host={self.socket}"

    def login(self, user: str, database: str) -> str:
        """The same with the password from its file."""
        password = (self.secrets / f"{user}_password").read_text("utf-8").strip()
        return make_url(self.url(database, user)).set(password=password).render_as_string(hide_password=False)


@contextmanager
def stack_database(secrets: Path) -> Iterator[StackDatabase]:
    """A server on which `infra/postgres/init.sh` has run, and that asks for passwords."""
    with own_server() as server:
        socket = str(make_url(server.url).query["host"])
        subprocess.run(
            ["sh", str(INFRA / "postgres" / "init.sh")],
            env={
                "PATH": f"{server.programs}:{os.environ['PATH']}",
                "PGHOST": socket,
                "PGUSER": make_url(server.url).username or "postgres",
                "DATABASE_SQL": str(INFRA / "postgres" / "database.sql"),
                "SECRETS": str(secrets),
            },
            check=True,
            timeout=120,
        )
        (server.folder / "pg_hba.conf").write_text(PASSWORDS_ARE_ASKED)
        engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield StackDatabase(server.url, socket, secrets)
