"""The diagrams in the documentation are what the code declares."""

from __future__ import annotations

import re

from services.objections.domain import appeal, objection_transitions
from tests.support.source_tree import ROOT

DOCUMENT = ROOT / "docs" / "domain" / "objections.md"


def test_the_diagrams_show_every_transition_in_order() -> None:
    """Line by line: from, to, and by which event."""
    drawn = re.findall(r"^    (\S+) --> (\S+): (\S+)$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    declared = [
        (step.before.value if step.before else "[*]", step.after.value, step.event.__name__)
        for step in (*objection_transitions.TRANSITIONS, *appeal.TRANSITIONS)
    ]
    assert drawn == declared
