"""Databases brought to their schema, verified, copied, put back and cleared of what is no longer kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.installation import installation, make, named, settings_told, stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.runtime.service import ServiceDefinition


VAULT = "vault"
"""What `loket migrate` calls the key vault, which is a database and no service."""

app = typer.Typer()


@app.command()
def migrate(
    service: Annotated[str | None, typer.Argument(help="One service, or `vault`; none: all of them.")] = None,
) -> None:
    """Bring databases to the schema that this version expects; safe to run twice."""
    settings = settings_told()
    from services.embedded import SERVICES, definition_of, migrate_vault
    from shared.database import open_engine
    from shared.runtime.migrations import upgrade

    definitions: Sequence[ServiceDefinition] = SERVICES
    if service is not None:
        definitions = [] if service == VAULT else [named(definition_of, service)]
    make(settings.data)
    for definition in definitions:
        upgrade(open_engine(settings.database_of(definition.name)), definition.migrations)
        typer.echo(f"{definition.name}: at head")
    if service in {None, VAULT}:
        migrate_vault(settings)
        typer.echo("vault: at head")


@app.command()
def verify(
    all_: Annotated[bool, typer.Option("--all", help="Also say what is not compared, and why.")] = False,
) -> None:
    """Verify every log by its chain, and every table by folding the logs anew; fails when anything differs."""
    settings = installation()
    from services.verification import verify_all

    raise typer.Exit(verify_all(settings, tell_excuses=all_))


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="Folder to make; it must not be there.", file_okay=False)],
) -> None:
    """Copy a data folder as it was at one moment, also while Loket serves; without the master key."""
    settings = installation()
    from services.restoring import CannotBackUp, back_up

    try:
        copied = back_up(settings, to)
    except CannotBackUp as why:
        raise stopped(f"No backup: {why}.") from why
    typer.echo(f"{to}: {', '.join(copied)}")
    typer.echo("The master key is not in it: keep a copy of that apart.")


@app.command(name="accept-restore")
def accept_restore(
    service: Annotated[str, typer.Argument(help="The service that stands still.")],
    source: Annotated[str, typer.Argument(help="The service whose log was put back.")],
    by: Annotated[str | None, typer.Option(help="Who accepts it, by the pseudonymous id.")] = None,
    because: Annotated[str | None, typer.Option(help="Why; words without a person's data.")] = None,
) -> None:
    """Tell what a service heard of a log that was put back since; with --by and --because let it go on."""
    settings = installation()
    from services.embedded import definition_of
    from services.restoring import tell_and_accept

    definition = named(definition_of, service)
    named(definition_of, source)
    raise typer.Exit(tell_and_accept(definition, source, settings, by=by, because=because, say=typer.echo))


@app.command(name="forget-access-log")
def forget_access_log(
    service: Annotated[str | None, typer.Argument(help="One service; none: all of them.")] = None,
) -> None:
    """Forget who looked longer ago than LOKET_ACCESS_LOG_DAYS; takes the owner of the tables, as `migrate` does."""
    settings = installation()
    from services.embedded import SERVICES, definition_of
    from shared.database import open_engine
    from shared.runtime.access_log_table import NAME, forget_before

    if settings.access_log_days is None:
        raise stopped("Nothing is forgotten: LOKET_ACCESS_LOG_DAYS is not set.")
    before = int((datetime.now(UTC) - timedelta(days=settings.access_log_days)).timestamp() * 1000)
    for definition in SERVICES if service is None else [named(definition_of, service)]:
        engine = open_engine(settings.database_of(definition.name))
        rows = forget_before(engine, definition.metadata.tables[NAME], before)
        engine.dispose()
        typer.echo(f"{definition.name}: {rows} rows forgotten")
