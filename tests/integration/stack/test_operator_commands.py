"""What containers run beside the services, as processes: told what the compose file tells them, on its databases.

The tools of the operator with the roles of the databases and no other password than theirs, the health check of an
image, and what starts the identity provider.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import time_ns
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import ProgrammingError

from services.embedded import SERVICES, definition_of
from shared.database import open_engine, reading, writing
from shared.eventlog.feed import Feed
from shared.eventlog.log import EventLog
from shared.runtime.clock import WallClock
from shared.runtime.migrations import upgrade
from shared.runtime.source_past import SourcePast
from tests.support import compose
from tests.support.compose import Container
from tests.support.stack_database import StackDatabase, stack_database
from tests.support.zone_feeds import a_feed, a_zone

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl"),
]

PROGRAMS = Path(sys.executable).parent
DAY_MS = 86_400_000
HEARD = [UUID(int=1), UUID(int=2)]
"""Events of applications that decisions has heard."""


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every secret of the stack."""
    return compose.make_secrets(tmp_path_factory.mktemp("stack") / "secrets")


@pytest.fixture(scope="module")
def database(secrets: Path) -> Iterator[StackDatabase]:
    """The server, with every schema brought in by its owner."""
    with stack_database(secrets) as made:
        for each in SERVICES:
            engine = open_engine(made.login(f"{each.name}_owner", each.name))
            upgrade(engine, each.migrations)
            engine.dispose()
        yield made


@pytest.fixture
def decisions(database: StackDatabase) -> Iterator[Engine]:
    """Its database, as the service sees it."""
    engine = open_engine(database.login("decisions", "decisions"))
    yield engine
    engine.dispose()


Tool = Callable[..., tuple[int, str]]


@pytest.fixture
def run(database: StackDatabase, tmp_path: Path) -> Tool:
    """Runs a tool in a folder of its own; its code and words."""

    def ran(name: str, *arguments: str) -> tuple[int, str]:
        tool = compose.container(name)
        done = subprocess.run(
            [*tool.stated["entrypoint"], *arguments],
            cwd=tmp_path,
            env=told(tool, database, tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout

    return ran


def told(tool: Container, database: StackDatabase, folder: Path) -> dict[str, str]:
    """Its environment, with this machine's addresses and a folder that holds its secrets and no other."""
    mounted = folder / "secrets"
    mounted.mkdir(exist_ok=True)
    for mount in tool.mounts("secrets"):
        shutil.copy(database.secrets / mount.source, mounted / mount.source)
    stated = {
        name: str(value).replace("/run/secrets/", f"{mounted}/") for name, value in tool.environment.items()
    }
    for name in ("LOKET_DATABASE_URL", "LOKET_VAULT_DATABASE_URL"):
        stated[name] = stated[name].replace("@postgres:5432/", "@/") + f"?host={database.socket}"
    return {**stated, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "LOKET_DATA": str(folder)}


def test_everything_is_verified(run: Tool) -> None:
    """Each log and each table, as the services may read them."""
    code, said = run("verify")
    assert code == 0, said
    assert said.count("intact") == len([each for each in SERVICES if each.has_log])


def test_looks_are_forgotten_by_the_owners(run: Tool, decisions: Engine) -> None:
    """Those of before the days that were set, and no other. The services themselves may not."""
    table = definition_of("decisions").metadata.tables["access_log"]
    now = time_ns() // 1_000_000
    days = int(compose.container("forget-access-log").environment["LOKET_ACCESS_LOG_DAYS"])
    younger = a_look(now - (days - 1) * DAY_MS)
    with writing(decisions) as connection:
        connection.execute(insert(table), [a_look(now - (days + 1) * DAY_MS), younger])
    code, said = run("forget-access-log", "decisions")
    assert (code, said) == (0, "decisions: 1 rows forgotten\n")
    with reading(decisions) as connection:
        assert connection.execute(select(table.c.record_id)).scalars().all() == [younger["record_id"]]
    with pytest.raises(ProgrammingError), writing(decisions) as connection:
        connection.execute(table.delete())


def a_look(at: int) -> dict[str, object]:
    """That somebody looked, at this moment."""
    return {
        "record_id": uuid4(),
        "trace_id": "1" * 32,
        "span_id": "1" * 16,
        "status": "OK",
        "name": "GET /cases/{caseId}",
        "start_time": at,
        "end_time": at,
        "resource": "decisions",
        "role": "auditor",
        "operation": "read_case",
        "outcome": "shown",
        "http_status": 200,
    }


def test_a_restore_is_accepted_where_there_was_one(
    run: Tool, database: StackDatabase, decisions: Engine
) -> None:
    """Told first, with what was lost, and accepted once somebody says who and why."""
    hear(decisions)
    definition = definition_of("applications")
    applications = open_engine(database.login("applications", "applications"))
    log = EventLog("applications", applications, definition.metadata, WallClock().now)
    positions = definition_of("decisions").metadata.tables["consumer_positions"]
    past = SourcePast(decisions, positions, "decisions")
    past.note("applications", 2, Feed(log, definition.folds.publications))
    applications.dispose()

    code, said = run("accept-restore", "decisions", "applications")
    assert code == 1, said
    assert said.splitlines() == [
        "decisions heard applications up to 2; it has the same past up to 0.",
        *(f"lost: applications {at}: nl.example.heard.v1 ({each})" for at, each in enumerate(HEARD, 1)),
        "Nothing was changed. To go on from there: --by and --because.",
    ]
    code, said = run(
        "accept-restore", "decisions", "applications", "--by=operator-1", "--because=disk of 2 March"
    )
    assert (code, said.splitlines()[-1]) == (0, "Accepted: decisions goes on from 0 of applications.")
    regression = past.open_regression("applications")
    assert regression is not None
    assert regression.accepted


def hear(decisions: Engine) -> None:
    """Decisions has heard of two events that the log of applications, which is empty, does not have."""
    tables = definition_of("decisions").metadata.tables
    with writing(decisions) as connection:
        for position, event_id in enumerate(HEARD, 1):
            heard = {"log": "applications", "position": position, "hash": f"{position:064x}"}
            connection.execute(
                insert(tables["messages_taken"]).values(
                    **heard, lost_at=0, event_id=event_id, type="nl.example.heard.v1"
                )
            )
        connection.execute(insert(tables["consumer_positions"]).values(**heard, consumer="decisions"))


def test_zones_are_taken_over(run: Tool, tmp_path: Path) -> None:
    """From the file as it is mounted, by the register's role."""
    file = tmp_path / "zones.xml.gz"
    file.write_bytes(gzip.compress(a_feed(a_zone("NDW11_a", "ZE Utrecht"))))
    code, said = run("import-zones", str(file))
    assert code == 0, said
    assert said.splitlines()[-1].endswith(": 1 zones taken over")


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_a_container_is_healthy_when_its_service_is_ready(status: int, code: int) -> None:
    """By the program that the image asks, with the name and port that the container has."""
    container = compose.container("register")
    server = HTTPServer(("127.0.0.1", 0), _answering(status))
    thread = Thread(target=server.serve_forever)
    thread.start()
    told = {"SERVICE": container.environment["SERVICE"], "LOKET_PORT": str(server.server_port)}
    try:
        assert is_healthy(told) == code
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert is_healthy(told) == 1


def is_healthy(told: dict[str, str]) -> int:
    """With what the program ends."""
    asked = [sys.executable, str(compose.INFRA / "healthy.py")]
    return subprocess.run(asked, env=told, check=False, timeout=30).returncode


def _answering(status: int) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/register/v1/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Answer


def test_the_identity_provider_starts_with_its_secrets(secrets: Path, tmp_path: Path) -> None:
    """Each from the file that is mounted there, under the name by which Keycloak or its realm knows it."""
    identity = compose.container("identity")
    mounted = tmp_path / "secrets"
    mounted.mkdir()
    for mount in identity.mounts("secrets"):
        name = Path(mount.target).name
        shutil.copy(secrets / FILES.get(mount.source, mount.source), mounted / name)
    keycloak = tmp_path / "kc.sh"
    keycloak.write_text('#!/bin/sh\necho "$0 $*"\nenv\n')
    keycloak.chmod(0o700)
    script = tmp_path / "start"
    script.write_text(
        (compose.INFRA / "keycloak" / "start")
        .read_text("utf-8")
        .replace("/run/secrets/", f"{mounted}/")
        .replace("/opt/keycloak/bin/kc.sh", str(keycloak))
    )
    done = subprocess.run(
        [*identity.stated["entrypoint"][:-1], str(script)],
        env=identity.environment | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    command, *variables = done.stdout.splitlines()
    assert command == f"{keycloak} start --import-realm"
    found = dict(line.split("=", 1) for line in variables)
    clients = {each.name.removeprefix("client_secret_") for each in mounted.glob("client_secret_*")}
    assert len(clients) > len(SERVICES)
    expected = {
        "KC_DB_PASSWORD": "identity_password",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": "identity_admin_password",
        **{f"CLIENT_SECRET_{each.upper().replace('-', '_')}": f"client_secret_{each}" for each in clients},
    }
    for variable, file in expected.items():
        assert found[variable] == (secrets / file).read_text("utf-8").strip(), variable
    assert identity.environment.items() <= found.items()


FILES = {"identity_certificate": "identity.crt", "identity_key": "identity.pem"}
"""Secrets whose file has another name."""
