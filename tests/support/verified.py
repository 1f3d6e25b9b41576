"""Verification in the process of a test: what `loket verify` would say, as lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from services.embedded import SERVICES
from shared.database import open_engine, reading, writing
from shared.runtime.access_log_table import NAME as ACCESS_LOG
from shared.runtime.declaration import ServiceDefinition
from shared.runtime.migrations import upgrade
from shared.runtime.verification import Verification


def faults_found(services: Sequence[ServiceDefinition], database_of: Callable[[str], str]) -> list[str]:
    """Every fault, each with its service; empty when all hold."""
    with closing(Verification(services, database_of)) as verification:
        logs = [f"{name}: {fault}" for name, log in verification.logs(_quiet) for fault in log.faults]
        tables = [
            f"{verdict.service}: {fault}"
            for verdict in verification.tables(_quiet)
            for fault in verdict.faults
        ]
    return logs + tables


def faults_in_folder(data: Path) -> list[str]:
    """Every fault of the databases in a data folder."""
    return faults_found(SERVICES, lambda service: f"sqlite:///{data / service}.db")


def copied_to(data: Path, database_of: Callable[[str], str]) -> None:
    """Every row of a data folder's services, in other databases."""
    for definition in SERVICES:
        source, target = (
            open_engine(f"sqlite:///{data / definition.name}.db"),
            open_engine(database_of(definition.name)),
        )
        upgrade(target, definition.migrations)
        with reading(source) as rows, writing(target) as copies:
            for table in definition.metadata.sorted_tables:
                if table.name != ACCESS_LOG:  # which refuses it, and is empty in a new database
                    copies.execute(table.delete())
                found = [dict(row) for row in rows.execute(table.select()).mappings()]
                if found:
                    copies.execute(insert(table), found)
        source.dispose()
        target.dispose()


def _quiet(_: str, __: int, ___: int) -> None:
    """Nobody looks."""
