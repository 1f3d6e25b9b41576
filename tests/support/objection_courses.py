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

HELD: Final = ObjectionState.HELD.value
SENT: Final = ObjectionState.SENT_TO_COURT.value
OF_FEW: Final = frozenset({"DirectAppealRefused", "CommitteeComposed", "ReceiptElsewhereDisregarded"})
"""What few objections come to: acts that only the course to the court tries."""
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
    declared = set(diagrams()["An objection"])
    steps = {
        "held": {step for step in declared if HELD in step[:2] or step[2] == "PostingJudged"},
        "replaced": {step for step in declared if step[2] in OF_A_PERSON},
        "to the court": {step for step in declared if SENT in step[:2] or step[2] in OF_FEW},
        "any": declared,
    }
    steps["on its way"] = declared - steps["held"] - steps["replaced"] - steps["to the court"]
    return steps[course]


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
