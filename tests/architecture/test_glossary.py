"""Every fact that is stored for decades, and every published contract, is explained in the glossary."""

from __future__ import annotations

import re

import pytest

from tests.support.source_tree import ROOT, class_constant, modules

TERMS = set(re.findall(r"`([A-Z][A-Za-z]+)`", (ROOT / "docs" / "glossary.md").read_text("utf-8")))
TOPICS = [
    (module, node, topic)
    for module in modules("services/*/domain")
    for node in module.classes()
    if (topic := class_constant(node, "TOPIC")) is not None
]
CONTRACTS = [
    node.name
    for module in modules("shared/contracts")
    for node in module.classes()
    if class_constant(node, "TYPE") is not None
]


@pytest.mark.parametrize("name", sorted({node.name for _, node, _ in TOPICS}))
def test_every_event_and_aggregate_is_in_the_glossary(name: str) -> None:
    """A class with a topic has its Dutch term, meaning and source in docs/glossary.md."""
    assert name in TERMS


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_every_contract_is_in_the_glossary(name: str) -> None:
    """What other services read is explained too."""
    assert name in TERMS


def test_the_thin_loop_has_its_events() -> None:
    """The list above is made from the code; were it empty, nothing would be checked."""
    assert len(TOPICS) >= 20


def test_topics_are_unique() -> None:
    """Two classes under one stored name could not be told apart."""
    topics = [topic for _, _, topic in TOPICS]
    assert sorted(set(topics)) == sorted(topics)
