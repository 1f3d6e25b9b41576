"""The appeal (beroep): who disagrees with the decision on the objection goes to the district court (Awb 8:1).

The court handles it; here its lodging and its end are registered, because a decision that replaces the
contested one while it is pending is by law covered by it and goes to the court (Awb 6:19).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.privacy.sealed import Sealed


class AppealState(StrEnum):
    """Where an appeal stands, as far as the desk knows."""

    PENDING = "pending"
    """Aanhangig at the court."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken."""
    INADMISSIBLE = "inadmissible"
    """Niet-ontvankelijk."""
    RULED = "ruled"
    """Uitspraak: the court ruled on the merits."""


class CourtOutcome(StrEnum):
    """What the court decided on the merits (dictum, Awb 8:72)."""

    DISMISSED = "dismissed"
    """Ongegrond: the decision on the objection stands."""
    ANNULLED = "annulled"
    """Vernietigd (Awb 8:72(1)); with or without the order to decide anew."""
    ANNULLED_EFFECTS_STAND = "annulled_effects_stand"
    """Vernietigd, and what follows from it stands (rechtsgevolgen in stand, Awb 8:72(3)(a))."""
    COURT_DECIDED = "court_decided"
    """Vernietigd, and the ruling takes its place (zelf in de zaak voorzien, Awb 8:72(3)(b))."""


class AppealLodged(FoundingEvent):
    """The court told that an appeal was lodged; its stream id is the appeal's id."""

    TOPIC = "objections.AppealLodged"

    case_id: UUID
    objection_id: UUID
    decision_id: UUID
    """The decision that the objection was lodged against."""
    lodged_on: date
    court_reference: str | None
    """The court's case number (zaaknummer), which names nobody."""


class AppealWithdrawn(Event):
    """The appellant withdrew the appeal (Awb 6:21)."""

    TOPIC = "objections.AppealWithdrawn"

    case_id: UUID
    withdrawn_on: date

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.WITHDRAWN


class AppealDeclaredInadmissible(Event):
    """The court declared the appeal inadmissible (Awb 8:70)."""

    TOPIC = "objections.AppealDeclaredInadmissible"

    case_id: UUID
    declared_on: date

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.INADMISSIBLE


class AppealRuled(Event):
    """The court ruled on the appeal (uitspraak, Awb 8:70)."""

    TOPIC = "objections.AppealRuled"

    case_id: UUID
    ruled_on: date
    ruling: str = ""
    """In clear, in acts from before it was sealed; empty since."""
    sealed_ruling: Sealed | None = None
    """What the court ruled, as whoever registered it wrote."""
    outcome: CourtOutcome | None = None
    """None in an act from before it was recorded: then nobody was ordered anything, as far as is known."""
    decide_anew: bool = False
    """The court ordered a new decision on the objection (Awb 8:72(4))."""
    named_day: date | None = None
    """The last day that the court gave for it; None: it gave no term, or no order."""

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.RULED


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The end by the appellant."""

    on: date


@dataclass(frozen=True, slots=True)
class InadmissibleAppeal:
    """The end without a look at the merits."""

    on: date


@dataclass(frozen=True, slots=True)
class ToDecideAnew:
    """The order to take a new decision on the objection (Awb 8:72(4))."""

    named_day: date | None = None
    """The last day that the court gave; None: it gave no term."""


@dataclass(frozen=True, slots=True)
class CourtRuling:
    """The end on the merits."""

    on: date
    ruling: Sealed
    outcome: CourtOutcome
    order: ToDecideAnew | None = None
    """None: nobody decides anew."""

    def check(self) -> None:
        """Awb 8:72: only what was annulled is decided on anew, after the ruling. Raises RuleBroken."""
        if self.order is None:
            return
        if self.outcome is not CourtOutcome.ANNULLED:
            raise RuleBroken(
                "nothing_to_decide_anew",
                "only an annulled decision whose place nothing takes is taken anew (Awb 8:72(4))",
            )
        if self.order.named_day is not None and self.order.named_day <= self.on:
            raise RuleBroken(
                "court_term_over", "the term that the court gave ends after its ruling (Awb 8:72(4))"
            )


AppealEnding = Withdrawal | InadmissibleAppeal | CourtRuling
"""How an appeal can end."""


class Appeal(Aggregate):
    """One appeal from lodging to its end.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.Appeal"

    case_id: UUID
    objection_id: UUID
    decision_id: UUID
    lodged_on: date
    court_reference: str | None
    state: AppealState = AppealState.PENDING

    @classmethod
    def lodge(
        cls,
        *,
        id: UUID,
        case_id: UUID,
        objection_id: UUID,
        decision_id: UUID,
        lodged_on: date,
        court_reference: str | None,
    ) -> Self:
        """Register an appeal of which the court told."""
        return cls.found(
            AppealLodged,
            id=id,
            case_id=case_id,
            objection_id=objection_id,
            decision_id=decision_id,
            lodged_on=lodged_on,
            court_reference=court_reference,
        )

    def end(self, ending: AppealEnding) -> None:
        """Register how it ended. Raises NotInThisState, or RuleBroken for a day before its lodging."""
        if self.state is not AppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        if ending.on < self.lodged_on:
            raise RuleBroken("ended_before_lodged", "an appeal does not end before it was lodged")
        match ending:
            case Withdrawal():
                self.trigger_event(AppealWithdrawn, case_id=self.case_id, withdrawn_on=ending.on)
            case InadmissibleAppeal():
                self.trigger_event(AppealDeclaredInadmissible, case_id=self.case_id, declared_on=ending.on)
            case CourtRuling():
                self._rule(ending)

    def _rule(self, ruling: CourtRuling) -> None:
        ruling.check()
        self.trigger_event(
            AppealRuled,
            case_id=self.case_id,
            ruled_on=ruling.on,
            sealed_ruling=ruling.ruling,
            outcome=ruling.outcome,
            decide_anew=ruling.order is not None,
            named_day=ruling.order.named_day if ruling.order else None,
        )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an appeal can take."""

    event: type[Event]
    before: AppealState | None
    """None: there was no appeal yet."""
    after: AppealState


TRANSITIONS: Final = (
    Transition(AppealLodged, None, AppealState.PENDING),
    Transition(AppealWithdrawn, AppealState.PENDING, AppealState.WITHDRAWN),
    Transition(AppealDeclaredInadmissible, AppealState.PENDING, AppealState.INADMISSIBLE),
    Transition(AppealRuled, AppealState.PENDING, AppealState.RULED),
)
"""Every step there is; the diagram is read from here."""
