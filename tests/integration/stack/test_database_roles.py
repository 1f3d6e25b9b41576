"""What the roles of the databases can do, and no more: on a real PostgreSQL, made by the script of the image."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from services.embedded import SERVICES, definition_of
from shared.database import open_engine
from shared.privacy.vault import open_vault
from shared.runtime.migrations import refuse_behind, upgrade
from tests.support import compose
from tests.support.stack_database import StackDatabase, stack_database

pytestmark = pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl")

EVERY_DATABASE = [*(each.name for each in SERVICES), "vault"]
EVENT = (
    "INSERT INTO events (position, stream_id, stream_version, topic, state, recorded_at, metadata, hash)"
    " VALUES (1, gen_random_uuid(), 1, 'topic', '', 0, '', '')"
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackDatabase]:
    """The server, with the schema of decisions and that of the vault brought in by their owners."""
    secrets = compose.make_secrets(tmp_path_factory.mktemp("stack") / "secrets")
    with stack_database(secrets) as made:
        upgrade(made.login("decisions_owner", "decisions"), definition_of("decisions").migrations)
        open_vault(made.login("vault_owner", "vault"), secrets / "master.key").close()
        yield made


@pytest.fixture
def decisions(database: StackDatabase) -> Iterator[Engine]:
    """A connection as the service decisions."""
    engine = create_engine(database.login("decisions", "decisions"))
    yield engine
    engine.dispose()


def _refused(engine: Engine, statement: str) -> bool:
    """Whether the database says that this is not allowed."""
    with engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except ProgrammingError as fault:
            message = str(fault.orig)
            return "permission denied" in message or "must be owner" in message
        finally:
            connection.rollback()
    return False


def test_a_service_finds_its_schema_and_changes_none(database: StackDatabase) -> None:
    """It sees that the schema is at head, and bringing it there is nothing to do."""
    engine = open_engine(database.login("decisions", "decisions"))
    refuse_behind(engine, definition_of("decisions").migrations)
    upgrade(engine, definition_of("decisions").migrations)
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM events FOR SHARE OF events NOWAIT",
        "UPDATE events SET topic = topic",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE access_log SET role = role",
        "DELETE FROM access_log",
        "TRUNCATE access_log",
        "DROP TRIGGER access_log_keeps_rows ON access_log",
        "TRUNCATE consumer_positions",
        "ALTER TABLE events ADD COLUMN more integer",
        "ALTER TABLE consumer_positions DISABLE TRIGGER ALL",
        "DROP TABLE idempotency_answers",
        "CREATE TABLE more (id integer)",
        "CREATE TEMPORARY TABLE more (id integer)",
        "CREATE SCHEMA more",
        "CREATE INDEX more ON events (topic)",
        "GRANT decisions TO audit",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE ROLE more",
        "SET ROLE decisions_owner",
        "COPY events TO PROGRAM 'cat'",
    ],
)
def test_a_service_can_do_no_more(decisions: Engine, statement: str) -> None:
    """Not to its own tables, and least of all to what has happened."""
    assert _refused(decisions, statement)


def test_a_service_does_its_work(decisions: Engine) -> None:
    """It appends, keeps its tables, and forgets answers."""
    with decisions.connect() as connection:
        for statement in (
            EVENT,
            "SELECT * FROM log_head FOR UPDATE",
            "UPDATE log_head SET position = 1",
            "INSERT INTO consumer_positions (consumer, log, position) VALUES ('a', 'b', 1)",
            "UPDATE consumer_positions SET position = 2",
            "DELETE FROM idempotency_answers",
        ):
            connection.execute(text(statement))
        assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == 1
        connection.rollback()


def test_nobody_comes_into_the_database_of_another(database: StackDatabase) -> None:
    """No service, and no owner: each has one door."""
    users = [user for name in EVERY_DATABASE for user in (name, f"{name}_owner")]
    for user in users:
        for name in EVERY_DATABASE:
            engine = create_engine(database.login(user, name))
            if user.removesuffix("_owner") == name:
                engine.connect().close()
            else:
                with pytest.raises(OperationalError, match="permission denied for database"):
                    engine.connect()
            engine.dispose()


def test_a_wrong_password_is_refused(database: StackDatabase) -> None:
    """So that the other refusals are of the right person."""
    url = database.login("decisions", "decisions").replace("://decisions:", "://decisions:x")
    with pytest.raises(OperationalError, match="password authentication failed"):
        create_engine(url).connect()


def test_keys_of_the_vault_are_overwritten_and_never_removed(database: StackDatabase) -> None:
    """Also the row of a destroyed key stays, and says when that was."""
    vault = open_vault(database.login("vault", "vault"), database.secrets / "master.key", migrated_apart=True)
    vault.close()
    engine = create_engine(database.login("vault", "vault"))
    assert _refused(engine, "DELETE FROM vault_keys")
    assert _refused(engine, "TRUNCATE vault_keys")
    with engine.connect() as connection:
        connection.execute(text("UPDATE vault_keys SET wrapped_key = NULL"))
    engine.dispose()


def test_the_owner_keeps_history_too(database: StackDatabase) -> None:
    """A later migration makes tables in which the service may work, and no other way into the log."""
    engine = create_engine(database.login("decisions_owner", "decisions"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (id integer)"))
    engine.dispose()
    service = create_engine(database.login("decisions", "decisions"))
    with service.begin() as connection:
        connection.execute(text("INSERT INTO later VALUES (1)"))
        connection.execute(text("DELETE FROM later"))
    assert _refused(service, "DELETE FROM events")
    service.dispose()
