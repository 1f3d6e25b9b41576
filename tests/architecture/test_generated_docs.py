"""The generated pages say what the code says, and what is published is heard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.runtime.service import ServiceParts
from shared.runtime.settings import Settings
from tests.support import authorisation, gates, settings_table, state_diagrams
from tests.support.generated_docs import (
    DIAGRAM,
    DOMAIN_PAGES,
    PAGES,
    README,
    acts_of,
    context_map,
    contract_catalogue,
    declared,
    event_catalogue,
    heard,
    outcomes,
    parts_of_services,
    problem_catalogue,
    with_diagrams,
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
    assert (PAGES / "settings.md").read_text("utf-8") == settings_table.page()


def test_the_table_of_settings_in_the_readme_is_fresh() -> None:
    """Between its two marks, one line for each. Stale? Run `make docs`."""
    text = README.read_text("utf-8")
    (table,) = settings_table.TABLE.findall(text)
    assert table.count("| `LOKET_") == len(Settings.model_fields)
    assert text == settings_table.with_table(text)


def test_the_list_of_gates_is_fresh() -> None:
    """Stale? Run `make docs`."""
    assert (PAGES / "gates.md").read_text("utf-8") == gates.page()


def test_the_list_of_outcomes_is_fresh() -> None:
    """Stale? Run `make docs`."""
    assert (PAGES / "outcomes.md").read_text("utf-8") == outcomes()


def test_the_authorisation_matrix_is_fresh() -> None:
    """Who may do more than before is seen in a difference. Stale? Run `make docs`."""
    assert (PAGES / "authorisation.md").read_text("utf-8") == authorisation.page()


def test_the_state_diagrams_are_fresh() -> None:
    """A step that vanishes is a change of what can happen to somebody. Stale? Run `make docs`."""
    assert (PAGES / "states.md").read_text("utf-8") == state_diagrams.page()


@pytest.mark.parametrize("page", sorted(DOMAIN_PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_the_diagrams_on_the_pages_of_the_services_are_fresh(page: Path) -> None:
    """Each is what the code declares. Stale? Run `make docs`."""
    text = page.read_text("utf-8")
    assert text == with_diagrams(text)


def test_every_diagram_stands_on_a_page_that_explains_it() -> None:
    """On one page each, between marks: a diagram without them would grow old unseen."""
    texts = [page.read_text("utf-8") for page in DOMAIN_PAGES.glob("*.md")]
    marked = [found["title"] for text in texts for found in DIAGRAM.finditer(text)]
    assert sorted(marked) == sorted(state_diagrams.diagrams())
    assert sum(text.count("stateDiagram-v2") for text in texts) == len(marked)


def test_the_page_of_a_service_names_its_acts_and_messages(parts: Mapping[str, ServiceParts]) -> None:
    """Each act that is recorded, each message that is told or heard: new ones are explained where one looks for them."""
    told = declared(parts) | heard(parts)
    for service in parts:
        text = (DOMAIN_PAGES / f"{service}.md").read_text("utf-8")
        messages = {each.contract for each in told if service in {each.teller, each.hearer}}
        assert [name for name in sorted(messages) if not {name, kebab(name)} & words_of(text)] == []
        assert [name for name in acts_of(service) if name not in words_of(text)] == []


def words_of(text: str) -> set[str]:
    """The names that the page writes as code; of a message also without its version."""
    return set(re.findall(r"[A-Za-z]+(?:-[a-z]+)*", text))


def kebab(name: str) -> str:
    """A message as it is called on the way."""
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


def test_whoever_reacts_is_named_as_a_consumer(parts: Mapping[str, ServiceParts]) -> None:
    """A publication names everybody who hears it, so that its author knows whom a change concerns."""
    assert heard(parts) - declared(parts) == set()


def test_whoever_is_named_as_a_consumer_reacts(parts: Mapping[str, ServiceParts]) -> None:
    """Services that take whole feeds (without a log) are left out here."""
    with_log = {name for name, of in parts.items() if of.publications or of.reactions}
    assert {each for each in declared(parts) if each.hearer in with_log} - heard(parts) == set()
