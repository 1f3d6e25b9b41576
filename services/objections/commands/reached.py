"""Objections within the reach of who acts, as of the version that was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from services.objections.domain.committee_advice import NOTHING_SAID as NOTHING_SAID_OF_IT
from services.objections.domain.committee_advice import AdviceSaid
from services.objections.domain.contested_decision import ContestedCase, ContestedDecision, deciders_of
from services.objections.domain.handling import Handling
from services.objections.domain.hearing import Waiver
from services.objections.domain.objection import Objection
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.reconsideration import Departure
from services.objections.domain.scope import Jurisdiction, Scope
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.append import DuplicateRow, StaleRow
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed

NO_SUCH_OBJECTION: Final = ("objection_not_found", "there is no such objection for you")
"""Code and detail of the answer when there is none, or none within the scope: the same for both."""

ATTEMPTS: Final = 5
"""How often an act that lost a race is decided again before the caller hears of it."""


class DecisionsHeard(Protocol):
    """What is known of contested decisions."""

    def find(self, decision_id: UUID) -> ContestedDecision | None: ...
    def whose(self, case_id: UUID, decision_id: UUID) -> Jurisdiction: ...
    def of_case(self, case_id: UUID) -> ContestedCase: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Which objection somebody acts on: within which scope, and as it was at which version."""

    objection_id: UUID
    scope: Scope
    version: int | None


@dataclass(frozen=True, slots=True)
class SaidWithIt:
    """What a handler says together with a finding or a ruling that needs it."""

    lateness_excused: Sealed | None = None
    """Why the objector cannot be held in default for being late (Awb 6:11)."""
    hearing_waived: Waiver | None = None
    """Why the objector is not heard (Awb 7:3)."""
    advice: AdviceSaid = NOTHING_SAID_OF_IT
    """Of a committee's advice (Awb 7:13)."""
    posting: PostingJudgement | None = None
    """Whether post without a legible postmark was posted in time (Awb 6:9(2))."""
    departure: Departure | None = None
    """Why the ruling departs from what the assessment of the day advises (Awb 4:84, 7:12)."""


NOTHING_SAID: Final = SaidWithIt()


class ReachedObjections:
    """Loads the objection that a command is about, and what its handler needs to know."""

    def __init__(self, log: EventLog, decisions: DecisionsHeard) -> None:
        self._log = log
        self._decisions = decisions

    def at(self, place: Place) -> Objection:
        """The objection at the version named. Raises NotThere outside the scope, then VersionConflict."""
        try:
            objection = self._log.load(Objection, place.objection_id)
        except AggregateNotFound as missing:
            raise NotThere(*NO_SUCH_OBJECTION) from missing
        of = self._decisions.whose(objection.case_id, objection.decision_id)
        if not place.scope.admits(objection.lodged_by, of, objection.entered_by):
            raise NotThere(*NO_SUCH_OBJECTION)
        if place.version is not None and place.version != objection.version:
            raise VersionConflict(objection.id, place.version, objection.version)
        return objection

    def contested(self, objection: Objection) -> ContestedDecision | None:
        """The contested decision as heard of; None when nothing was."""
        return self._decisions.find(objection.decision_id)

    def handling(self, act: Act, objection: Objection, said: SaidWithIt = NOTHING_SAID) -> Handling:
        """Who acts, and what is known now of the decisions that the objection is directed at."""
        heard_of = self._decisions.of_case(objection.case_id).decisions
        at = objection.directed_at
        penalties = (one for one in heard_of if one.penalty_euros is not None and one.decision_id in at)
        return Handling(
            handler=act.actor,
            on=act.today,
            contested=self.contested(objection),
            deciders=deciders_of(at, heard_of),
            lateness_excused=said.lateness_excused,
            hearing_waived=said.hearing_waived,
            advice=said.advice,
            posting=said.posting,
            departure=said.departure,
            penalty=next(penalties, None),
        )


def again_when_overtaken(decide: Callable[[], Saved]) -> Saved:
    """Decide again, from what is recorded by then, when another act on the same case came first."""
    for _ in range(ATTEMPTS - 1):
        try:
            return decide()
        except (StaleRow, DuplicateRow, VersionConflict):
            continue
    return decide()
