"""The tools of the compose file by the command line, with the roles of its databases and no other password than theirs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import app
from services.embedded import SERVICES
from shared.database import open_engine
from shared.runtime.migrations import upgrade
from tests.support import compose
from tests.support.compose import Container
from tests.support.stack_database import StackDatabase, stack_database

pytestmark = pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackDatabase]:
    """The server, with every schema brought in by its owner."""
    secrets = compose.make_secrets(tmp_path_factory.mktemp("stack") / "secrets")
    with stack_database(secrets) as made:
        for each in SERVICES:
            engine = open_engine(made.login(f"{each.name}_owner", each.name))
            upgrade(engine, each.migrations)
            engine.dispose()
        yield made


Tool = Callable[..., tuple[int, str]]


@pytest.fixture
def run(database: StackDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Runs a tool, told what the compose file tells it and seeing the secrets mounted there; its code and words."""
    for key in [key for key in os.environ if key.startswith("LOKET_")]:
        monkeypatch.delenv(key)
    monkeypatch.setattr("shared.runtime.telemetry.configure_telemetry", lambda _: None)

    def ran(name: str, *arguments: str) -> tuple[int, str]:
        tool = compose.container(name)
        for key, value in told(tool, database, tmp_path).items():
            monkeypatch.setenv(f"LOKET_{key.upper()}", value)
        done = CliRunner().invoke(app, [*tool.command, *arguments])
        return done.exit_code, done.output

    return ran


def told(tool: Container, database: StackDatabase, folder: Path) -> dict[str, str]:
    """Its settings, with this machine's addresses and a folder that holds its secrets and no other."""
    mounted = folder / "secrets"
    mounted.mkdir()
    for mount in tool.mounts("secrets"):
        shutil.copy(database.secrets / mount.source, mounted / mount.source)
    stated = {key: value.replace("/run/secrets/", f"{mounted}/") for key, value in tool.settings().items()}
    for key in ("database_url", "vault_database_url"):
        stated[key] = stated[key].replace("@postgres:5432/", "@/") + f"?host={database.socket}"
    return {**stated, "data": str(folder)}


def test_everything_is_verified(run: Tool) -> None:
    """Each log and each table, as the services may read them."""
    code, said = run("verify")
    assert code == 0, said
    assert said.count("intact") == len([each for each in SERVICES if each.has_log])


def test_looks_are_forgotten_by_the_owners(run: Tool) -> None:
    """The services themselves may not."""
    code, said = run("forget-access-log", "decisions")
    assert (code, said) == (0, "decisions: 0 rows forgotten\n")


def test_a_restore_is_accepted_where_there_was_one(run: Tool) -> None:
    """Here there was none."""
    code, said = run("accept-restore", "decisions", "applications")
    assert (code, said) == (1, "decisions stands before no log of applications that was put back.\n")
