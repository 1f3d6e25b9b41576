"""The backups of PostgreSQL that docs/operations.md tells of: made, put back, verified, and noticed by who heard more."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from shared.database import open_engine
from shared.eventlog.feed import Feed
from shared.eventlog.verify import verify_log
from shared.privacy.sealed import SealedKind
from shared.privacy.vault import open_vault
from shared.runtime.consumer import Consumer
from shared.runtime.source_past import SourcePast
from tests.support import permits
from tests.support.databases import OwnServer, own_server, server_on
from tests.support.messages import PUBLICATIONS, Desk, Producer, numbers

pytestmark = pytest.mark.slow

CASE = permits.nth_id(77)


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    """A server of its own: a base backup is of all its databases."""
    with own_server() as running:
        yield running


def run(server: OwnServer, program: str, *options: str) -> None:
    """A program of PostgreSQL, as its superuser."""
    url = make_url(server.url)
    where = {"PGHOST": str(url.query["host"]), "PGUSER": url.username or "postgres"}
    subprocess.run([server.programs / program, *options], env=os.environ | where, check=True, timeout=120)


def a_database(server: OwnServer, name: str) -> str:
    """The address of a new, empty database."""
    run(server, "createdb", name)
    return address(make_url(server.url), name)


def address(at: URL, name: str) -> str:
    """Of a database of a server."""
    return at.set(database=name).render_as_string(hide_password=False)


def a_log(producer: Producer, url: str) -> Engine:
    """Let the producer keep its log in that database."""
    producer.engine.dispose()
    producer.engine = open_engine(url)
    permits.create_tables(producer.engine)
    producer.log = permits.open_log(producer.engine)
    producer.feed = Feed(producer.log, PUBLICATIONS)
    return producer.engine


def give_to_the_owner_of(folder: Path, copy: Path) -> None:
    """What root copied belongs to who runs the server; anybody else runs it as themselves."""
    if os.getuid() == 0:
        for each in (copy, *copy.rglob("*")):
            os.chown(each, folder.stat().st_uid, folder.stat().st_gid)


def faults(engine: Engine) -> list[str]:
    """What `loket verify` would name."""
    return list(verify_log(engine, permits.tables).faults)


def test_a_dump_put_back_verifies_and_who_heard_more_stops(server: OwnServer, tmp_path: Path) -> None:
    """It goes on being written to; the desk takes nothing of what came instead of what it heard."""
    producer, desk = Producer(tmp_path), Desk(tmp_path)
    engine = a_log(producer, a_database(server, "permits"))
    producer.stamp_many(1, 3)
    run(server, "pg_dump", "--format=custom", f"--file={tmp_path}/permits.dump", "permits")
    producer.stamp_many(4, 5)
    past = SourcePast(desk.engine, permits.tables.consumers, "desk")
    consumer = Consumer("permits", producer.feed, desk.sink(), poll_seconds=0, net_seconds=3600, past=past)
    while consumer.step():
        pass
    assert desk.remarks() == numbers(1, 5)

    engine.dispose()
    run(server, "dropdb", "permits")
    run(server, "createdb", "permits")
    run(server, "pg_restore", "--exit-on-error", "--dbname=permits", f"{tmp_path}/permits.dump")
    assert faults(engine) == []
    producer.stamp_many(6, 9)
    assert faults(engine) == []
    while consumer.step():
        pass
    assert consumer.regression is not None
    assert desk.remarks() == numbers(1, 5)


def test_a_base_backup_is_of_one_instant_and_opens_with_its_vault(server: OwnServer, tmp_path: Path) -> None:
    """Made while the server runs, with the write-ahead log that belongs to it."""
    vault = open_vault(a_database(server, "vault"), tmp_path / "master.key")
    sealed = vault.sealer().seal(vault.sealer().new_key(CASE), SealedKind.GROUNDS, b"grounds")
    producer = Producer(tmp_path)
    engine = a_log(producer, a_database(server, "base"))
    producer.stamp_many(1, 3)
    copy = server.folder.with_name("copy")
    run(server, "pg_basebackup", f"--pgdata={copy}", "--wal-method=stream", "--checkpoint=fast")
    producer.stamp_many(4, 5)
    vault.close()
    engine.dispose()

    for left in copy.glob(".s.PGSQL.*"):
        left.unlink()
    give_to_the_owner_of(server.folder, copy)
    with server_on(copy) as restored:
        at = make_url(restored.url)
        other = create_engine(at.set(database="base"))
        assert faults(other) == []
        with other.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == 2 * 3
        other.dispose()
        older = open_vault(address(at, "vault"), tmp_path / "master.key")
        assert older.opener().open(sealed) == b"grounds"
        older.close()
