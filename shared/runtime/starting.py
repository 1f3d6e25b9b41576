"""What a service looks at before it starts, and refuses."""

from __future__ import annotations

from sqlalchemy import Engine

from shared.database import UnsafeDatabase, refuse_unsafe
from shared.eventlog.tables import LogTables
from shared.eventlog.verify import BrokenLog, refuse_broken
from shared.runtime.declaration import ServiceDefinition
from shared.runtime.migrations import SchemaBehind, refuse_behind, upgrade
from shared.runtime.settings import Settings


class RefusesToStart(Exception):
    """What the service finds is not safe to work on; its words are for the operator."""


def prepare_database(definition: ServiceDefinition, settings: Settings, engine: Engine) -> None:
    """Migrate here, or see that it was done; raises `RefusesToStart` for what is behind, unsafe or broken.

    How the message servers write to disk they tell nobody; what they lose is fetched from the feeds.
    """
    prepare = upgrade if settings.migrations == "at_start" else refuse_behind
    try:
        refuse_unsafe(engine)
        prepare(engine, definition.migrations)
        if definition.has_log:
            refuse_broken(engine, LogTables.of(definition.metadata))
    except UnsafeDatabase as why:
        raise _refusal(definition, why, "set that right") from why
    except SchemaBehind as why:
        raise _refusal(definition, why, f"run `loket migrate {definition.name}`") from why
    except BrokenLog as why:
        raise _refusal(
            definition, why, "run `loket verify`, and put a backup back (docs/operations.md)"
        ) from why


def _refusal(definition: ServiceDefinition, why: Exception, what_to_do: str) -> RefusesToStart:
    return RefusesToStart(f"{definition.name} does not start: {why}; {what_to_do}.")
