"""The generated pages say what the code says, and what is published is heard."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from shared.runtime.service import ServiceParts
from tests.support import state_diagrams
from tests.support.generated_docs import (
    PAGES,
    context_map,
    contract_catalogue,
    declared,
    event_catalogue,
    heard,
    parts_of_services,
    problem_catalogue,
    settings_table,
)


@pytest.fixture(scope="module")
def parts() -> Mapping[str, ServiceParts]:
    """What every service is made of."""
    return parts_of_services()


def test_the_context_map_is_fresh(parts: Mapping[str, ServiceParts]) -> None:
    """Stale? Run `make docs`."""
    assert (PAGES / "context-map.md").read_text("utf-8") == context_map(parts)


def test_the_event_catalogue_is_fresh() -> None:
    """Stale? Run `make docs`."""
    assert (PAGES / "events.md").read_text("utf-8") == event_catalogue()


def test_the_published_language_is_fresh() -> None:
    """Stale? Run `make docs`."""
    assert (PAGES / "contracts.md").read_text("utf-8") == contract_catalogue()


def test_the_list_of_problems_is_fresh() -> None:
    """A code that vanishes is a change for every client. Stale? Run `make docs`."""
    assert (PAGES / "problems.md").read_text("utf-8") == problem_catalogue()


def test_the_table_of_settings_is_fresh() -> None:
    """A setting without a line of explanation fails here too. Stale? Run `make docs`."""
    assert (PAGES / "settings.md").read_text("utf-8") == settings_table()


def test_the_state_diagrams_are_fresh() -> None:
    """A step that vanishes is a change of what can happen to somebody. Stale? Run `make docs`."""
    assert (PAGES / "states.md").read_text("utf-8") == state_diagrams.page()


def test_a_reassessment_goes_from_running_to_completed_by_way_of_pauses() -> None:
    """Found by trying: a paused one does nothing but resume, and a completed one nothing at all."""
    steps = set(state_diagrams.diagrams()["A reassessment"])
    assert steps == {
        ("[*]", "running", "ReassessmentStarted"),
        ("running", "running", "ReassessmentChunkDone"),
        ("running", "paused", "ReassessmentPaused"),
        ("paused", "running", "ReassessmentResumed"),
        ("running", "completed", "ReassessmentCompleted"),
    }


def test_whoever_reacts_is_named_as_a_consumer(parts: Mapping[str, ServiceParts]) -> None:
    """A publication names everybody who hears it, so that its author knows whom a change concerns."""
    assert heard(parts) - declared(parts) == set()


def test_whoever_is_named_as_a_consumer_reacts(parts: Mapping[str, ServiceParts]) -> None:
    """Services that take whole feeds (without a log) are left out here."""
    with_log = {name for name, of in parts.items() if of.publications or of.reactions}
    assert {each for each in declared(parts) if each.hearer in with_log} - heard(parts) == set()
