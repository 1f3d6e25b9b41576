"""What the tests of every course of an objection share: one objection, who handles it, and what it may never show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from hypothesis import strategies as st

from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from shared.eventlog.aggregate import Aggregate, Event
from shared.vocabulary import Outcome
from tests.support.courses import Course, Step, refusal_of
from tests.support.objection_histories import History
from tests.support.objections import DECIDER, HANDLER
from tests.support.state_diagrams import diagrams

NOT_TRIED: Final = frozenset({"CommitteeComposed", "ReceiptElsewhereDisregarded"})
"""Acts that no course tries yet."""
HELD: Final = ObjectionState.HELD.value
HANDLERS: Final = st.sampled_from([*[HANDLER] * 7, DECIDER])
OF_A_PERSON: Final = frozenset(
    {
        "PartyInvited",
        "PartyTermMoved",
        "PartyHeard",
        "HearingAccountGiven",
        "ReconsiderationAsked",
        "ReconsiderationNoted",
    }
)
"""Who else is heard, and what the case comes to now: acts that only the course of what is replaced tries."""


def steps_of(course: str) -> Collection[Step]:
    """The declared steps that this course has to take; together the courses take any that there is."""
    declared = {step for step in diagrams()["An objection"] if course == "any" or step[2] not in NOT_TRIED}
    held = {step for step in declared if HELD in step[:2] or step[2] == "PostingJudged"}
    replaced = {step for step in declared if step[2] in OF_A_PERSON}
    return {"held": held, "replaced": replaced, "on its way": declared - held - replaced, "any": declared}[
        course
    ]


class ObjectionCourse(Course):
    """Acts on one objection, of which the history is watched."""

    objection: Objection

    def begin(
        self, objection: Objection, *, by_another: bool = False, contested: Outcome | None = Outcome.REFUSED
    ) -> None:
        """The objection as it came in."""
        self.objection = objection
        self._history = History(by_another=by_another, contested=contested)
        self.begin_with(objection)

    def came_of(self, event: Event, before: Mapping[str, object], after: Aggregate) -> None:
        """Nothing that the history of no objection may show."""
        self._history.goes_on(event, before, after)

    def try_it(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """The act happens exactly when the law allows it; refused, it leaves nothing behind."""
        before = len(self.objection.pending())
        refused_by = refusal_of(act)
        assert (refused_by is None) == allowed, refused_by or "was not refused"
        assert allowed or len(self.objection.pending()) == before
        return allowed
