"""No table can be forgotten by `loket verify`: each is folded from the logs and compared, or excused by name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from services.embedded import SERVICES
from shared.runtime.folding import tables_excused, tables_folded
from shared.runtime.service import ServiceDefinition, ServiceParts
from tests.support.generated_docs import parts_of_services

each_service = pytest.mark.parametrize("service", SERVICES, ids=[each.name for each in SERVICES])


@pytest.fixture(scope="module")
def parts() -> Mapping[str, ServiceParts]:
    """Every service, put together once."""
    return parts_of_services()


@each_service
def test_every_table_is_compared_or_excused(service: ServiceDefinition) -> None:
    """One that is neither is forgotten; one that is both hides what it says."""
    folded = set(tables_folded(service.folds, service.inline))
    excused = set(tables_excused(service.folds)) & set(service.metadata.tables)
    assert set(service.metadata.tables) - folded - excused == set()
    assert folded & excused == set()
    assert set(service.folds.excused) <= set(service.metadata.tables)


@each_service
def test_what_is_compared_in_its_own_way_is_folded(service: ServiceDefinition) -> None:
    """A way of comparing belongs to a table that is folded, and to columns that it has; each has its reason."""
    folded = tables_folded(service.folds, service.inline)
    for compared in service.folds.compared:
        assert compared.table.name in folded
        assert set(compared.otherwise) <= set(compared.table.columns.keys())
        assert all(otherwise.why for otherwise in compared.otherwise.values())
        assert bool(compared.why_lacking) == (compared.may_lack is not None)


@each_service
def test_a_key_is_compared_or_excused_too(service: ServiceDefinition) -> None:
    """Of a table with a key of its own, no column of the primary key goes unnamed."""
    for compared in service.folds.compared:
        unnamed = {column.name for column in compared.table.primary_key} - set(compared.key or ())
        assert not compared.key or unnamed <= set(compared.otherwise)


@each_service
def test_what_follows_and_what_is_published_is_what_is_folded(
    service: ServiceDefinition, parts: Mapping[str, ServiceParts]
) -> None:
    """The folds name the projections and the publications with which the service runs, and no others."""
    running = parts[service.name]
    assert [*service.folds.following] == [*running.following]
    assert [*service.folds.publications] == [*running.publications]


@each_service
def test_every_log_that_a_remote_projection_reads_is_folded(
    service: ServiceDefinition, parts: Mapping[str, ServiceParts]
) -> None:
    """The same kinds of projections over the same logs."""
    running = {(log, type(each)) for log, each in parts[service.name].remote.items()}
    folded = {(fold.log, type(fold.projection)) for fold in service.folds.heard()}
    assert running <= folded
