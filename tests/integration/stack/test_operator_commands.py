"""The tools of the compose file by the command line, with the roles of its databases and no other password than theirs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from services.applications.commands.receipt import ReceiptCommands
from services.applications.projections import metadata
from services.applications.projections.plate_tokens import VehiclesByToken
from services.cli import app
from services.embedded import MASTER_KEY, SERVICES
from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.privacy.vault import open_vault
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from tests.support import compose
from tests.support.applications import NOW, OPERATOR, Desk
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
        open_vault(made.login("vault_owner", "vault"), secrets / MASTER_KEY).close()
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
        own = MASTER_KEY if mount.source == "master_key" else mount.source
        to = folder / MASTER_KEY if own == MASTER_KEY else mounted / own
        shutil.copy(database.secrets / own, to)
        to.chmod(0o600)
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


def test_who_was_erased_is_erased_again(database: StackDatabase, run: Tool) -> None:
    """After a vault was put back that still had the key."""
    superuser = create_engine(database.superuser.rpartition("/")[0] + f"/vault?host={database.socket}")
    case_id, other = two_applications(database)
    with superuser.begin() as connection:
        held = "SELECT count(*) FROM vault_keys WHERE wrapped_key IS NOT NULL AND case_id = :case"
        assert connection.execute(text(held), {"case": case_id}).scalar_one() == 1
    code, said = run("erase-again")
    assert (code, said) == (0, "1 cases are erased.\n")
    with superuser.begin() as connection:
        assert connection.execute(text(held), {"case": case_id}).scalar_one() == 0
        assert connection.execute(text(held), {"case": other}).scalar_one() == 1
    superuser.dispose()


def two_applications(database: StackDatabase) -> tuple[UUID, UUID]:
    """The first one's person is erased, as the log says; the vault knows nothing of that."""
    engine = open_engine(database.login("applications", "applications"))
    vault = open_vault(
        database.login("vault", "vault"), database.secrets / MASTER_KEY, migrated_apart=True, connections=2
    )
    log, ids = EventLog("applications", engine, metadata, lambda: NOW), SequentialIds()
    receipt = ReceiptCommands(log, ids, vault.sealer(), vault.plate_tokens(), VehiclesByToken(log))
    desk = Desk(engine, log, vault, receipt, ids)
    case_id, other = desk.submit(), desk.submit("VCQ02A", "applicant-2")
    desk.applicants.withdraw(desk.act(), case_id)
    desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
    desk.erasure.confirm_erasure(desk.act_of("erase_persons"), case_id)
    vault.close()
    engine.dispose()
    return case_id, other
