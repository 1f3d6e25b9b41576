"""The diagrams in the documentation are what the code declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

import pytest

from services.decisions.domain import case_transitions, threshold_set
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.threshold_set import ThresholdSet, ThresholdSetProposed, ThresholdSetState
from shared.eventlog.aggregate import Event, FoundingEvent
from tests.support.source_tree import ROOT

DOCUMENT = (ROOT / "docs" / "domain" / "decisions.md").read_text("utf-8")
Transitions = Mapping[type[Event], tuple[frozenset[StrEnum], StrEnum]]


def drawn(states: type[StrEnum]) -> set[tuple[str, ...]]:
    """The lines of the diagram with these states: from, to, by which event."""
    lines = re.findall(r"^    (\S+) --> (\S+): (\S+)$", DOCUMENT, flags=re.MULTILINE)
    return {line for line in lines if line[1] in set(states)}


def declared(start: type[FoundingEvent], state: StrEnum, transitions: Transitions) -> set[tuple[str, ...]]:
    """The same from the code."""
    steps = {
        (before.value, after.value, event.__name__)
        for event, (befores, after) in transitions.items()
        for before in befores
    }
    return {("[*]", state.value, start.__name__), *steps}


@pytest.mark.parametrize(
    ("states", "start", "state", "transitions"),
    [
        (CaseState, DecisionTermStarted, DecisionCase.state, case_transitions.TRANSITIONS),
        (ThresholdSetState, ThresholdSetProposed, ThresholdSet.state, threshold_set.TRANSITIONS),
    ],
    ids=["a case", "a threshold set"],
)
def test_a_diagram_shows_every_transition(
    states: type[StrEnum], start: type[FoundingEvent], state: StrEnum, transitions: Transitions
):
    """No more and no fewer lines than transitions."""
    assert drawn(states) == declared(start, state, transitions)
