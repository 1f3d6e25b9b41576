"""The `loket` command. Heavy imports stand behind what can be refused without them, so that it is told at once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic_core import ErrorDetails

    from shared.runtime.service import ServiceDefinition
    from shared.runtime.settings import Settings

app = typer.Typer(help="Loket: exemptions from the zero-emission zones.", no_args_is_help=True)

Seed = Annotated[int, typer.Option(help="Another seed is another sample set.")]
Size = Annotated[int, typer.Option(help="Applications in the sample set.", min=200, max=3900)]
Records = Annotated[
    Path | None,
    typer.Option(
        help="Folder with register records (<data set>.<plate>.json) to add.", exists=True, file_okay=False
    ),
]
RECORDS_FOLDER = "rdw-records"
LOG_FILE = "loket.log"
VAULT = "vault"
"""What `loket migrate` calls the key vault, which is a database and no service."""
STARTING_SECONDS = 120
"""How long the player that is started beside a server waits for it."""


@app.command()
def up() -> None:
    """Start all services on one port, with a message server beside them, and serve until Ctrl-C."""
    _serve_embedded(_development_settings())


@app.command()
def run(
    seed: Seed = 1,
    size: Size = 600,
    records: Records = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when it was played; fail as it fails.")] = False,
) -> None:
    """Start everything, play the main job, print its summary, and keep serving until Ctrl-C."""
    settings = _development_settings()

    def play() -> subprocess.Popen[bytes]:
        player = _play_beside(seed, size, records)
        if once:
            _stop_after(player)
        return player

    _serve_embedded(settings, beside=play)


@app.command()
def demo(
    seed: Seed = 1,
    size: Size = 600,
    records: Records = None,
    json_: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a server that is starting.", min=0)] = 10,
) -> None:
    """Play the main job against a server that is running; fails when anything does not hold."""
    settings = _installation()
    from services.demo.main_job import play
    from services.demo.stopped import PlayStopped
    from services.demo.summary import print_summary

    _log_beside_a_terminal(settings)
    address = f"http://{settings.host}:{settings.port}"
    try:
        summary = play(
            address, settings.data, seed=seed, size=size, records=records, quiet=json_, patience=wait
        )
    except PlayStopped as stopped:
        typer.echo(f"The main job stopped: {stopped}", err=True)
        raise typer.Exit(2) from None
    print_summary(summary, as_json=json_)
    raise typer.Exit(0 if summary.holds else 1)


@app.command()
def token(
    role: Annotated[str, typer.Option(help="For example case_handler, reviewer, applicant, municipality.")],
    subject: Annotated[str, typer.Option("--as", help="Pseudonymous id of the person.")],
    municipality: Annotated[str | None, typer.Option(help="Four-digit CBS code.")] = None,
) -> None:
    """Print a development token, signed with the issuer's key in the data folder."""
    from shared.runtime.access import Role
    from shared.runtime.tokens import TokenIssuer

    settings = _installation()
    if settings.environment == "production":
        raise _stopped("No token: in production the identity provider issues them.")
    if role not in set(Role):
        raise _stopped(f"No token: {role} is no role; there are {', '.join(Role)}.")
    try:
        issuer = TokenIssuer(settings.data, settings.issuer, settings.audience)
        typer.echo(issuer.issue(Role(role), subject, municipality))
    except ValueError as fault:
        raise _stopped(f"No token: {fault}.") from fault


@app.command()
def verify(
    all_: Annotated[bool, typer.Option("--all", help="Also say what is not compared, and why.")] = False,
) -> None:
    """Verify every log by its chain, and every table by folding the logs anew; fails when anything differs."""
    settings = _installation()
    from services.verification import verify_all

    raise typer.Exit(verify_all(settings, tell_excuses=all_))


@app.command()
def migrate(
    service: Annotated[str | None, typer.Argument(help="One service, or `vault`; none: all of them.")] = None,
) -> None:
    """Bring databases to the schema that this version expects; safe to run twice."""
    settings = _settings()
    from services.embedded import SERVICES, definition_of, migrate_vault
    from shared.database import open_engine
    from shared.runtime.migrations import upgrade

    definitions: Sequence[ServiceDefinition] = SERVICES
    if service is not None:
        definitions = [] if service == VAULT else [_named(definition_of, service)]
    _make(settings.data)
    for definition in definitions:
        upgrade(open_engine(settings.database_of(definition.name)), definition.migrations)
        typer.echo(f"{definition.name}: at head")
    if service in {None, VAULT}:
        migrate_vault(settings)
        typer.echo("vault: at head")


@app.command(name="forget-access-log")
def forget_access_log(
    service: Annotated[str | None, typer.Argument(help="One service; none: all of them.")] = None,
) -> None:
    """Forget who looked longer ago than LOKET_ACCESS_LOG_DAYS; takes the owner of the tables, as `migrate` does."""
    settings = _installation()
    from services.embedded import SERVICES, definition_of
    from shared.database import open_engine
    from shared.runtime.access_log_table import NAME, forget_before

    if settings.access_log_days is None:
        raise _stopped("Nothing is forgotten: LOKET_ACCESS_LOG_DAYS is not set.")
    before = int((datetime.now(UTC) - timedelta(days=settings.access_log_days)).timestamp() * 1000)
    for definition in SERVICES if service is None else [_named(definition_of, service)]:
        engine = open_engine(settings.database_of(definition.name))
        rows = forget_before(engine, definition.metadata.tables[NAME], before)
        engine.dispose()
        typer.echo(f"{definition.name}: {rows} rows forgotten")


@app.command()
def serve(service: Annotated[str, typer.Argument(help="Name of the service.")]) -> None:
    """Serve one service in a process of its own, on LOKET_PORT; its sisters are found by the settings."""
    settings = _settings()
    from starlette.routing import Mount

    from services.embedded import clock_of, definition_of, vault_of
    from shared.runtime.bus import Bus
    from shared.runtime.ids import ClockedIds
    from shared.runtime.service import build_service, front_door
    from shared.runtime.serving import serve_until_stopped
    from shared.runtime.stepping import timer_routes

    definition = _named(definition_of, service)
    _make(settings.data)
    bus = None
    if settings.nats not in {"off", "embedded"}:
        login, apart = settings.nats_login(), settings.nats_accounts == "apart"
        bus = Bus(settings.nats, service, settings.nats_replicas, login, apart=apart)
        bus.start()
    clock = clock_of(settings)
    with _refusals_told():
        running = build_service(definition, settings, clock, ClockedIds(clock), vault_of(settings), bus)
    door = front_door([running])
    if settings.clock == "stepped":
        door.routes.append(Mount("/dev/v1", app=timer_routes(running)))
    serve_until_stopped(door, settings, running.drain)


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="Folder to make; it must not be there.", file_okay=False)],
) -> None:
    """Copy a data folder as it was at one moment, also while Loket serves; without the master key."""
    settings = _installation()
    from services.restoring import CannotBackUp, back_up

    try:
        copied = back_up(settings, to)
    except CannotBackUp as why:
        raise _stopped(f"No backup: {why}.") from why
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
    settings = _installation()
    from services.embedded import definition_of
    from services.restoring import tell_and_accept

    definition = _named(definition_of, service)
    _named(definition_of, source)
    raise typer.Exit(tell_and_accept(definition, source, settings, by=by, because=because, say=typer.echo))


@app.command(name="import-zones")
def import_zones(
    file: Annotated[Path, typer.Argument(help="Emission zones of the NDW (.xml or .xml.gz).", exists=True)],
) -> None:
    """Take the zones of the national road data over into the register, and say what was found."""
    settings = _installation()
    from services.embedded import clock_of, definition_of
    from services.register.projections.zone_list import OlderFeed, Zones
    from services.register.workers.xml_document import UnreadableDocument
    from services.register.workers.zone_import import import_zones as take_over
    from shared.database import open_engine
    from shared.runtime.starting import prepare_database

    engine = open_engine(settings.database_of("register"))
    with _refusals_told():
        prepare_database(definition_of("register"), settings, engine)
    try:
        report = take_over(Zones(engine), file.read_bytes(), clock_of(settings).now())
    except (UnreadableDocument, OlderFeed) as fault:
        raise typer.BadParameter(str(fault)) from fault
    for remark in report.remarks:
        typer.echo(f"{remark.name}: {remark.difference} ({remark.zone_id})")
    what = "taken over" if report.stored else "taken over before, nothing changed"
    typer.echo(
        f"import {report.number} of {report.published_at.isoformat()}: {report.taken_over} zones {what}"
    )


def main() -> None:
    """Entry point of the `loket` script."""
    app()


def _settings() -> Settings:
    from pydantic import ValidationError

    from shared.runtime.settings import Settings
    from shared.runtime.telemetry import configure_telemetry

    try:
        settings = Settings()
    except ValidationError as faults:
        raise _stopped(" ".join(map(_in_words, faults.errors()))) from None
    configure_telemetry(settings)
    return settings


def _in_words(fault: ErrorDetails) -> str:
    """A setting that cannot be, by its variable."""
    variable = "".join(f"LOKET_{part}".upper() + ": " for part in fault["loc"])
    return f"{variable}{fault['msg'].removeprefix('Value error, ')}."


def _development_settings() -> Settings:
    """The settings, with a clock that can be stepped unless the environment says otherwise, or is production."""
    if os.environ.get("LOKET_ENVIRONMENT") != "production":
        os.environ.setdefault("LOKET_CLOCK", "stepped")
    return _settings()


def _installation() -> Settings:
    """The settings of an installation that is there; a mistyped folder is told, not made."""
    from shared.runtime.settings import FINGERPRINT_KEY

    settings = _development_settings()
    in_folder = "{data}" in settings.database_url
    if in_folder and not (settings.data / FINGERPRINT_KEY).is_file():
        raise _stopped(
            f"The folder {settings.data} holds no installation: name one with LOKET_DATA, or start one with"
            " `loket up`."
        )
    return settings


def _named(definition_of: Callable[[str], ServiceDefinition], service: str) -> ServiceDefinition:
    try:
        return definition_of(service)
    except LookupError as fault:
        raise _stopped(f"{fault.args[0]}.") from fault


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _stopped(f"The data folder {folder} cannot be used: {fault.strerror}.") from fault


def _log_beside_a_terminal(settings: Settings) -> Path | None:
    """Where a person looks on, log lines go to a file; unless a level was asked for. Returns the file."""
    from shared.runtime.telemetry import configure_logging

    if not sys.stderr.isatty() or "log_level" in settings.model_fields_set:
        return None
    file = settings.data / LOG_FILE
    configure_logging(settings.log_level, file)
    return file


def _serve_embedded(settings: Settings, beside: Callable[[], subprocess.Popen[bytes]] | None = None) -> None:
    folder = settings.data / RECORDS_FOLDER
    _make(settings.data)
    _make(folder)
    with _alone_in(settings.data):
        _must_be_free(settings.host, settings.port)
        log_file = _log_beside_a_terminal(settings)
        if log_file is not None:
            typer.echo(f"The log is kept in {log_file}", err=True)
        from services.demo.open_data import open_data
        from services.embedded import Embedded
        from shared.runtime.one_core import keep_to_one_core
        from shared.runtime.serving import serve_until_stopped

        with _refusals_told():
            embedded = Embedded(settings, vehicle_register=open_data(folder))
        typer.echo(
            f"Loket serves on http://{settings.host}:{settings.port}, data in {settings.data}", err=True
        )
        player = beside() if beside is not None else None
        keep_to_one_core()
        try:
            serve_until_stopped(embedded.app, settings, embedded.drain)
        finally:
            ended_with = _ended(player)
    if ended_with:
        raise typer.Exit(ended_with if ended_with > 0 else 1)


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Why a service or the vault does not start, in a line."""
    from shared.database import UnsafeDatabase
    from shared.runtime.starting import RefusesToStart

    try:
        yield
    except RefusesToStart as refusal:
        raise _stopped(str(refusal)) from refusal
    except UnsafeDatabase as why:
        raise _stopped(f"The vault is not opened: {why}; set that right.") from why


@contextmanager
def _alone_in(data: Path) -> Iterator[None]:
    """Hold the data folder; a second server on the same one is refused."""
    with (data / ".lock").open("w", encoding="utf-8") as held:
        try:
            flock(held, LOCK_EX | LOCK_NB)
        except BlockingIOError as fault:
            raise _stopped(
                f"Another server uses the data folder {data}; choose another with LOKET_DATA."
            ) from fault
        yield


def _must_be_free(host: str, port: int) -> None:
    """Look before anything is started whether the port can be had."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise _stopped(f"Port {port} on {host} is taken; choose another with LOKET_PORT.") from fault


def _stopped(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(2)


def _ended(player: subprocess.Popen[bytes] | None) -> int:
    """With what the player ended; one that still plays is ended, which is no failure of it."""
    if player is None:
        return 0
    if (code := player.poll()) is None:
        player.terminate()
        player.wait()
    return code or 0


def _stop_after(player: subprocess.Popen[bytes]) -> None:
    """End this server as Ctrl-C does when the player has ended."""

    def attend() -> None:
        player.wait()
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=attend, daemon=True).start()


def _play_beside(seed: int, size: int, records: Path | None) -> subprocess.Popen[bytes]:
    """Play the main job in a process of its own, which waits until the server answers."""
    from shared.runtime.child_process import dying_with_parent

    what = [f"--seed={seed}", f"--size={size}", f"--wait={STARTING_SECONDS}"]
    command = [sys.executable, "-m", "services.cli", "demo", *what]
    return subprocess.Popen(dying_with_parent([*command, f"--records={records}"] if records else command))


if __name__ == "__main__":
    main()
