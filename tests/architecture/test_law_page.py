"""docs/law.md says of every article where it is done: what it names exists, and every gate stands at its article."""

from __future__ import annotations

import re
from typing import Final

import pytest

from services.notifications.domain.decision_notice import LetterKind
from tests.support.gates import GATES
from tests.support.source_tree import ROOT, class_constant, modules

NUMBER: Final = re.compile(r"\b\d{1,2}:\d{1,3}[a-z]?\b")
"""An article of the Awb, without its paragraph."""
ROWS: Final = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "law.md").read_text("utf-8").splitlines()
    if line.startswith(("| Awb", "| Atw", "| GDPR"))
]
NAMED: Final = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row[2])})
STORED_OR_TOLD: Final = {
    node.name
    for module in (*modules("services/*/domain"), *modules("shared/contracts"))
    for node in module.classes()
    if class_constant(node, "TOPIC") or class_constant(node, "TYPE")
}


@pytest.mark.parametrize("name", [name for name in NAMED if re.fullmatch(r"(?:[A-Z][a-z]+)+", name)])
def test_an_act_that_is_named_exists(name: str) -> None:
    """It is an event or a message."""
    assert name in STORED_OR_TOLD


@pytest.mark.parametrize("name", [name for name in NAMED if "/" in name])
def test_a_place_that_is_named_exists(name: str) -> None:
    """It is a file or folder."""
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", [name for name in NAMED if re.fullmatch(r"[a-z]+(?:_[a-z]+)+", name)])
def test_a_code_that_is_named_exists(name: str) -> None:
    """It is the code of a gate, or the kind of a letter."""
    assert name in GATES or name in {kind.value for kind in LetterKind}


@pytest.mark.parametrize("code", [code for code, source in GATES.items() if NUMBER.search(source)])
def test_a_gate_stands_at_an_article_that_it_rests_on(code: str) -> None:
    """And at none that it does not rest on."""
    rests_on = set(NUMBER.findall(GATES[code]))
    rows = [set(NUMBER.findall(row[0])) for row in ROWS if f"`{code}`" in row[2]]
    assert rows, f"docs/law.md does not name {code}, which rests on {GATES[code]}"
    assert all(articles & rests_on for articles in rows), (rows, rests_on)
