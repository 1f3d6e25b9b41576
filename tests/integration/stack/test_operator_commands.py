"""The tools of the compose file as processes, with the roles of its databases and no other password than theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from services.applications.commands.receipt import ReceiptCommands
from services.applications.projections import metadata
from services.applications.projections.plate_tokens import VehiclesByToken
from services.embedded import MASTER_KEY, SERVICES
from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.privacy.vault import open_vault
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from tests.support import compose
from tests.support.applications import NOW, OPERATOR, Desk
from tests.support.loket_process import ROOT
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


def run(database: StackDatabase, folder: Path, name: str, *arguments: str) -> tuple[int, str]:
    """A tool, told what the compose file tells it; it sees the secrets that are mounted there. Code and words."""
    tool = compose.container(name)
    mounted = folder / "secrets"
    mounted.mkdir()
    for mount in tool.mounts("secrets"):
        own = MASTER_KEY if mount.source == "master_key" else mount.source
        to = folder / MASTER_KEY if own == MASTER_KEY else mounted / own
        shutil.copy(database.secrets / own, to)
        to.chmod(0o600)
    told = {key: value.replace("/run/secrets/", f"{mounted}/") for key, value in tool.settings().items()}
    for key in ("database_url", "vault_database_url"):
        told[key] = told[key].replace("@postgres:5432/", "@/") + f"?host={database.socket}"
    bare = {key: value for key, value in os.environ.items() if not key.startswith("LOKET_")}
    done = subprocess.run(
        [sys.executable, "-m", "services.cli", *tool.command, *arguments],
        cwd=ROOT,
        env=bare | {f"LOKET_{key.upper()}": value for key, value in {**told, "data": str(folder)}.items()},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_everything_is_verified(database: StackDatabase, tmp_path: Path) -> None:
    """Each log and each table, as the services may read them."""
    code, said = run(database, tmp_path, "verify")
    assert code == 0, said
    assert said.count("intact") == len([each for each in SERVICES if each.has_log])


def test_looks_are_forgotten_by_the_owners(database: StackDatabase, tmp_path: Path) -> None:
    """The services themselves may not."""
    code, said = run(database, tmp_path, "forget-access-log", "decisions")
    assert (code, said) == (0, "decisions: 0 rows forgotten\n")


def test_a_restore_is_accepted_where_there_was_one(database: StackDatabase, tmp_path: Path) -> None:
    """Here there was none."""
    code, said = run(database, tmp_path, "accept-restore", "decisions", "applications")
    assert (code, said) == (1, "decisions stands before no log of applications that was put back.\n")


def test_who_was_erased_is_erased_again(database: StackDatabase, tmp_path: Path) -> None:
    """After a vault was put back that still had the key."""
    superuser = create_engine(database.superuser.rpartition("/")[0] + f"/vault?host={database.socket}")
    case_id, other = two_applications(database)
    with superuser.begin() as connection:
        held = "SELECT count(*) FROM vault_keys WHERE wrapped_key IS NOT NULL AND case_id = :case"
        assert connection.execute(text(held), {"case": case_id}).scalar_one() == 1
    code, said = run(database, tmp_path, "erase-again")
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
