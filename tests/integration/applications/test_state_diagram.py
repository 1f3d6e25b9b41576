"""The diagram in the documentation is what the code declares."""

from __future__ import annotations

import re

from services.applications.domain.application_transitions import TRANSITIONS
from tests.support.source_tree import ROOT

DOCUMENT = ROOT / "docs" / "domain" / "applications.md"


def test_the_diagram_shows_every_transition_in_order() -> None:
    """Line by line: from, to, and by which event."""
    drawn = re.findall(r"^    (\S+) --> (\S+): (\S+)$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    declared = [
        (step.before.value if step.before else "[*]", step.after.value, step.event.__name__)
        for step in TRANSITIONS
    ]
    assert drawn == declared
