"""The state diagrams, made from what the code declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import get_args

from services.applications.domain.application_transitions import TRANSITIONS as OF_APPLICATIONS
from services.decisions.domain import case_transitions, reassessment, threshold_set
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.reassessment import ReassessmentStarted, ReassessmentState
from services.decisions.domain.threshold_set import ThresholdSetProposed, ThresholdSetState
from services.notifications.domain import letter
from services.objections.domain.appeal import TRANSITIONS as OF_APPEALS
from services.objections.domain.interim_relief import TRANSITIONS as OF_RELIEF
from services.objections.domain.late_appeal import TRANSITIONS as OF_LATE_APPEALS
from services.objections.domain.misdirected_notice import TRANSITIONS as OF_MISDIRECTED
from services.objections.domain.objection_transitions import TRANSITIONS as OF_OBJECTIONS
from tests.support.courses import BEGINNING, Step


def page() -> str:
    """The page with every diagram."""
    lines = [
        "# State diagrams",
        "",
        "Made by `make docs` from the transitions that the code declares; the pages of the services explain them.",
    ]
    for title in diagrams():
        lines += ["", f"## {title}", "", drawn(title)]
    return "\n".join([*lines, ""])


def drawn(title: str) -> str:
    """One diagram, as Mermaid draws it."""
    lines = [f"    {before} --> {after}: {event}" for before, after, event in diagrams()[title]]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def diagrams() -> Mapping[str, Sequence[Step]]:
    """By what they are about, in the order in which a case meets them."""
    return {
        "An application": [_step(each) for each in OF_APPLICATIONS],
        "A case": _of_mapping(CaseState.UNDECIDED, [DecisionTermStarted], case_transitions.TRANSITIONS),
        "A threshold set": _of_mapping(
            ThresholdSetState.PROPOSED, [ThresholdSetProposed], threshold_set.TRANSITIONS
        ),
        "A reassessment": _of_mapping(
            ReassessmentState.RUNNING, [ReassessmentStarted], reassessment.TRANSITIONS
        ),
        "A letter": _of_mapping(letter.LetterState.DRAWN_UP, get_args(letter.DrawnUp), letter.TRANSITIONS),
        "An objection": [_step(each) for each in OF_OBJECTIONS],
        "An appeal": [_step(each) for each in OF_APPEALS],
        "Interim relief": [_step(each) for each in OF_RELIEF],
        "A misdirected notice": [_step(each) for each in OF_MISDIRECTED],
        "An appeal against not deciding": [_step(each) for each in OF_LATE_APPEALS],
    }


def _step(each: object) -> Step:
    before, after, event = (getattr(each, name) for name in ("before", "after", "event"))
    return BEGINNING if before is None else before.value, after.value, event.__name__


def _of_mapping(
    first: StrEnum, founding: Sequence[type], transitions: Mapping[object, tuple[frozenset[object], object]]
) -> Sequence[Step]:
    beginnings = [(BEGINNING, first.value, event.__name__) for event in founding]
    return [*beginnings, *_later(transitions)]


def _later(transitions: Mapping[object, tuple[frozenset[object], object]]) -> Iterator[Step]:
    for event, (befores, after) in transitions.items():
        name = event if isinstance(event, str) else event.__name__
        for before in sorted(each.value for each in befores):
            yield before, before if after is None else after.value, name
