"""Everything in one process, and the main job played against it: for development and for whoever wants to see it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.installation import (
    development_settings,
    installation,
    log_beside_a_terminal,
    make,
    refusals_told,
    stopped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shared.runtime.settings import Settings


Seed = Annotated[int, typer.Option(help="Another seed is another sample set.")]
Size = Annotated[int, typer.Option(help="Applications in the sample set.", min=200, max=3900)]
Records = Annotated[
    Path | None,
    typer.Option(
        help="Folder with register records (<data set>.<plate>.json) to add.", exists=True, file_okay=False
    ),
]
RECORDS_FOLDER = "rdw-records"
STARTING_SECONDS = 120
"""How long the player that is started beside a server waits for it."""

app = typer.Typer()


@app.command()
def up() -> None:
    """Start all services on one port, with a message server beside them, and serve until Ctrl-C."""
    _serve_embedded(development_settings())


@app.command()
def run(
    seed: Seed = 1,
    size: Size = 600,
    records: Records = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when it was played; fail as it fails.")] = False,
) -> None:
    """Start everything, play the main job, print its summary, and keep serving until Ctrl-C."""
    settings = development_settings()

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
    settings = installation()
    from services.demo.main_job import play
    from services.demo.stopped import PlayStopped
    from services.demo.summary import print_summary

    log_beside_a_terminal(settings)
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


def _serve_embedded(settings: Settings, beside: Callable[[], subprocess.Popen[bytes]] | None = None) -> None:
    folder = settings.data / RECORDS_FOLDER
    make(settings.data)
    make(folder)
    with _alone_in(settings.data):
        _must_be_free(settings.host, settings.port)
        log_file = log_beside_a_terminal(settings)
        if log_file is not None:
            typer.echo(f"The log is kept in {log_file}", err=True)
        from services.demo.open_data import open_data
        from services.embedded import Embedded
        from shared.runtime.one_core import keep_to_one_core
        from shared.runtime.serving import serve_until_stopped

        with refusals_told():
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
def _alone_in(data: Path) -> Iterator[None]:
    """Hold the data folder; a second server on the same one is refused."""
    with (data / ".lock").open("w", encoding="utf-8") as held:
        try:
            flock(held, LOCK_EX | LOCK_NB)
        except BlockingIOError as fault:
            raise stopped(
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
            raise stopped(f"Port {port} on {host} is taken; choose another with LOKET_PORT.") from fault


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
