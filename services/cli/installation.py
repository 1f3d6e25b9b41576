"""What every command begins with: the settings, the installation that they name, and how a refusal is told."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from shared.runtime.service import ServiceDefinition
    from shared.runtime.settings import Settings

LOG_FILE = "loket.log"


def settings_told() -> Settings:
    """What the environment says; what cannot be is told by its variable."""
    from pydantic import ValidationError

    from shared.runtime.settings import Settings
    from shared.runtime.telemetry import configure_telemetry

    try:
        settings = Settings()
    except ValidationError as faults:
        raise stopped(" ".join(map(_in_words, faults.errors()))) from None
    configure_telemetry(settings)
    return settings


def _in_words(fault: ErrorDetails) -> str:
    """A setting that cannot be, by its variable."""
    variable = "".join(f"LOKET_{part}".upper() + ": " for part in fault["loc"])
    return f"{variable}{fault['msg'].removeprefix('Value error, ')}."


def development_settings() -> Settings:
    """The settings, with a clock that can be stepped unless the environment says otherwise, or is production."""
    if os.environ.get("LOKET_ENVIRONMENT") != "production":
        os.environ.setdefault("LOKET_CLOCK", "stepped")
    return settings_told()


def installation() -> Settings:
    """The settings of an installation that is there; a mistyped folder is told, not made."""
    from shared.runtime.settings import FINGERPRINT_KEY

    settings = development_settings()
    in_folder = "{data}" in settings.database_url
    if in_folder and not (settings.data / FINGERPRINT_KEY).is_file():
        raise stopped(
            f"The folder {settings.data} holds no installation: name one with LOKET_DATA, or start one with"
            " `loket up`."
        )
    return settings


def named(definition_of: Callable[[str], ServiceDefinition], service: str) -> ServiceDefinition:
    """The service of that name, or what names there are."""
    try:
        return definition_of(service)
    except LookupError as fault:
        raise stopped(f"{fault.args[0]}.") from fault


def make(folder: Path) -> None:
    """A folder that may be there already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise stopped(f"The data folder {folder} cannot be used: {fault.strerror}.") from fault


def log_beside_a_terminal(settings: Settings) -> Path | None:
    """Where a person looks on, log lines go to a file; unless a level was asked for. Returns the file."""
    from shared.runtime.telemetry import configure_logging

    if not sys.stderr.isatty() or "log_level" in settings.model_fields_set:
        return None
    file = settings.data / LOG_FILE
    configure_logging(settings.log_level, file)
    return file


@contextmanager
def refusals_told() -> Iterator[None]:
    """Why a service or the vault does not start, in a line."""
    from shared.database import UnsafeDatabase
    from shared.runtime.starting import RefusesToStart

    try:
        yield
    except RefusesToStart as refusal:
        raise stopped(str(refusal)) from refusal
    except UnsafeDatabase as why:
        raise stopped(f"The vault is not opened: {why}; set that right.") from why


def stopped(why: str) -> typer.Exit:
    """To be raised: the reason in a line, and the exit code of what was not begun."""
    typer.echo(why, err=True)
    return typer.Exit(2)
