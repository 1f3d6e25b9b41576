"""The state diagrams, made from what the code declares; a reassessment's, from what it lets itself be told.

A reassessment declares no transitions: it is running, paused or completed, and says itself what it refuses. So
every act is tried in every state that can be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from uuid import UUID

from services.applications.domain.application_transitions import TRANSITIONS as OF_APPLICATIONS
from services.decisions.domain import case_transitions, threshold_set
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.reassessment import Reassessment
from services.decisions.domain.threshold_set import ThresholdSetProposed, ThresholdSetState
from services.notifications.domain import letter
from services.objections.domain.appeal import TRANSITIONS as OF_APPEALS
from services.objections.domain.objection_transitions import TRANSITIONS as OF_OBJECTIONS
from shared.errors import NotInThisState
from tests.support.cases import OLD_SET, POLICY, REVIEWER, TYPE, new_events, settled, under

Step = tuple[str, str, str]
"""From which state (`[*]`: the beginning), to which, by which event."""
BEGINNING: Final = "[*]"

ACTS: Final[tuple[Callable[[Reassessment], None], ...]] = (
    lambda campaign: campaign.pause(paused_by=REVIEWER),
    lambda campaign: campaign.resume(resumed_by=REVIEWER, as_reviewer=True),
    lambda campaign: campaign.record_chunk(
        upto_case_id=UUID(int=1), considered=1, reissued=0, for_a_person=()
    ),
    lambda campaign: campaign.complete(digest="0" * 64),
)


def page() -> str:
    """The page with every diagram."""
    lines = [
        "# State diagrams",
        "",
        "Made by `make docs` from the transitions that the code declares; the pages of the services explain them.",
    ]
    for title, steps in diagrams().items():
        lines += ["", f"## {title}", "", "```mermaid", "stateDiagram-v2"]
        lines += [f"    {before} --> {after}: {event}" for before, after, event in steps]
        lines.append("```")
    return "\n".join([*lines, ""])


def diagrams() -> Mapping[str, list[Step]]:
    """By what they are about, in the order in which a case meets them."""
    return {
        "An application": [_step(each) for each in OF_APPLICATIONS],
        "A case": [
            (BEGINNING, CaseState.UNDECIDED.value, DecisionTermStarted.__name__),
            *_of_mapping(case_transitions.TRANSITIONS),
        ],
        "A threshold set": [
            (BEGINNING, ThresholdSetState.PROPOSED.value, ThresholdSetProposed.__name__),
            *_of_mapping(threshold_set.TRANSITIONS),
        ],
        "A reassessment": list(_explored()),
        "A letter": [
            (BEGINNING, letter.LetterState.DRAWN_UP.value, "LetterDrawnUp"),
            *_of_mapping(letter.TRANSITIONS),
        ],
        "An objection": [_step(each) for each in OF_OBJECTIONS],
        "An appeal": [_step(each) for each in OF_APPEALS],
    }


def _step(each: object) -> Step:
    before, after, event = (getattr(each, name) for name in ("before", "after", "event"))
    return BEGINNING if before is None else before.value, after.value, event.__name__


def _of_mapping(transitions: Mapping[object, tuple[frozenset[object], object]]) -> Iterator[Step]:
    for event, (befores, after) in transitions.items():
        name = event if isinstance(event, str) else event.__name__
        for before in sorted(each.value for each in befores):
            yield before, after.value, name


def _explored() -> Iterator[Step]:
    """What each act does in each state, from the start on."""
    waiting, seen = [()], set[str]()
    while waiting:
        history = waiting.pop(0)
        campaign = _after(history)
        before = _state_of(campaign)
        if not history:
            yield BEGINNING, before, "ReassessmentStarted"
        if before in seen:
            continue
        seen.add(before)
        for act in ACTS:
            tried = _after(history)
            try:
                act(tried)
            except NotInThisState:
                continue
            [event] = new_events(tried)
            yield before, _state_of(tried), type(event).__name__
            waiting.append((*history, act))


def _after(history: tuple[Callable[[Reassessment], None], ...]) -> Reassessment:
    campaign = Reassessment.start(
        reassessment_id=UUID(int=2),
        thresholds=under(),
        replaces_set_id=OLD_SET,
        exemption_type=TYPE,
        policy_version=POLICY.version,
        approved_by=REVIEWER,
    )
    for act in history:
        act(campaign)
    return settled(campaign)


def _state_of(campaign: Reassessment) -> str:
    if campaign.completed:
        return "completed"
    return "running" if campaign.paused is None else "paused"
