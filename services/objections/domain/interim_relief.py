"""Interim relief (voorlopige voorziening): what a judge grants while an objection or an appeal runs (Awb 8:81 to 8:87).

The court handles the request; here is registered what it tells. What was granted as access reaches the register.
Choices where the sources are silent, or the law leaves one:

- Whether a request can be made (connexity, urgency, Awb 8:81(1)) the court judges: nothing is refused for it.
- It lapses by itself when the objection or the appeal is withdrawn, and when the court rules on the appeal, or on the
  later day that it names with its ruling (Awb 8:85(2)(b), (c)). A day that the judge named needs nobody (Awb 8:85(1)).
- That the term to appeal passed unused (Awb 8:85(2)(a)) a timer notes once nothing that was posted in it can arrive any
  more (Awb 6:9(2)); that is the day on which it lapses. That the judge lifted it (Awb 8:87), a person registers.
- What a court grants with its ruling (Awb 8:72(5)) is registered as what was asked and granted on the day of the ruling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.terms import postal_arrival_term
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType


class ReliefState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    """Gevraagd: the judge has not ruled."""
    GRANTED = "granted"
    """Getroffen: it holds, until its last day where there is one."""
    REFUSED = "refused"
    """Afgewezen, or not looked at (Awb 8:84(2))."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken."""
    LAPSED = "lapsed"
    """Vervallen."""


class ReliefContent(StrEnum):
    """What the judge granted."""

    SUSPENDED = "suspended"
    """Schorsing of the contested decision."""
    AS_IF_GRANTED = "as_if_granted"
    """To be treated as if an exemption were granted."""


class ReliefLapse(StrEnum):
    """Why it lapsed."""

    TERM_UNUSED = "term_unused"
    """Nobody appealed in time (Awb 8:85(2)(a))."""
    PROCEEDINGS_WITHDRAWN = "proceedings_withdrawn"
    """The objection or the appeal was withdrawn (Awb 8:85(2)(b))."""
    COURT_RULED = "court_ruled"
    """On the appeal (Awb 8:85(2)(c))."""
    LIFTED = "lifted"
    """Opgeheven by the judge (Awb 8:87)."""


class InterimReliefRequested(FoundingEvent):
    """The court told that interim relief was asked for (Awb 8:81); its stream id is the request's id."""

    TOPIC = "objections.InterimReliefRequested"

    case_id: UUID
    objection_id: UUID
    """Which runs, or on which the decision is appealed."""
    decision_id: UUID
    requested_on: date
    court_reference: str | None


class InterimReliefGranted(Event):
    """The judge granted it (Awb 8:84(2)(d))."""

    TOPIC = "objections.InterimReliefGranted"

    case_id: UUID
    ruled_on: date
    content: ReliefContent
    last_day: date | None
    """The day that the judge named (Awb 8:85(1)); None: until it lapses."""
    sealed_ruling: Sealed
    decision_id: UUID | None = None
    """The decision that stands then: the contested one, or what came in its place; None in an act from before."""

    def apply(self, aggregate: InterimRelief) -> None:
        aggregate.state = ReliefState.GRANTED
        aggregate.ruled_on = self.ruled_on
        aggregate.last_day = self.last_day


class InterimReliefRefused(Event):
    """The judge refused it, or did not look at it (Awb 8:84(2)(a) to (c))."""

    TOPIC = "objections.InterimReliefRefused"

    case_id: UUID
    ruled_on: date
    sealed_ruling: Sealed

    def apply(self, aggregate: InterimRelief) -> None:
        aggregate.state = ReliefState.REFUSED


class InterimReliefWithdrawn(Event):
    """Who asked for it withdrew the request."""

    TOPIC = "objections.InterimReliefWithdrawn"

    case_id: UUID
    withdrawn_on: date

    def apply(self, aggregate: InterimRelief) -> None:
        aggregate.state = ReliefState.WITHDRAWN


class InterimReliefLapsed(Event):
    """What was granted does not hold any more (Awb 8:85, 8:87)."""

    TOPIC = "objections.InterimReliefLapsed"

    case_id: UUID
    lapsed_on: date
    because: ReliefLapse

    def apply(self, aggregate: InterimRelief) -> None:
        aggregate.state = ReliefState.LAPSED


@dataclass(frozen=True, slots=True)
class Granting:
    """What the judge granted."""

    on: date
    ruling: Sealed
    content: ReliefContent
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Refusing:
    """That the judge did not."""

    on: date
    ruling: Sealed


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """That it is not asked for any more."""

    on: date


@dataclass(frozen=True, slots=True)
class Lapsing:
    """That it does not hold any more."""

    on: date
    because: ReliefLapse


ReliefOutcome = Granting | Refusing | Withdrawing | Lapsing
"""What can become of a request, or of what was granted."""


class InterimRelief(Aggregate):
    """One request, and what was granted on it until it lapses.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.InterimRelief"

    case_id: UUID
    objection_id: UUID
    decision_id: UUID
    requested_on: date
    court_reference: str | None
    state: ReliefState = ReliefState.REQUESTED
    ruled_on: date | None = None
    last_day: date | None = None
    """The day that the judge named (Awb 8:85(1))."""

    @classmethod
    def request(
        cls,
        *,
        id: UUID,
        case_id: UUID,
        objection_id: UUID,
        decision_id: UUID,
        requested_on: date,
        court_reference: str | None,
    ) -> Self:
        """Register a request of which the court told."""
        return cls.found(
            InterimReliefRequested,
            id=id,
            case_id=case_id,
            objection_id=objection_id,
            decision_id=decision_id,
            requested_on=requested_on,
            court_reference=court_reference,
        )

    def note(
        self,
        outcome: ReliefOutcome,
        contested: ContestedDecision | None = None,
        standing: UUID | None = None,
    ) -> None:
        """Register what became of it. Raises NotInThisState, or RuleBroken for days that do not fit.

        `contested`: the decision as heard of; None: nothing was. `standing`: the decision that is in its place by now.
        """
        expected = ReliefState.GRANTED if isinstance(outcome, Lapsing) else ReliefState.REQUESTED
        if self.state is not expected:
            raise NotInThisState("relief_state", f"not possible while the relief is {self.state.value}")
        if outcome.on < (self.ruled_on or self.requested_on):
            raise RuleBroken("relief_day", "nothing becomes of a request before it was made (Awb 8:81, 8:85)")
        match outcome:
            case Granting():
                self._grant(outcome, contested, standing)
            case Refusing():
                self.trigger_event(
                    InterimReliefRefused,
                    case_id=self.case_id,
                    ruled_on=outcome.on,
                    sealed_ruling=outcome.ruling,
                )
            case Withdrawing():
                self.trigger_event(InterimReliefWithdrawn, case_id=self.case_id, withdrawn_on=outcome.on)
            case Lapsing():
                self.trigger_event(
                    InterimReliefLapsed, case_id=self.case_id, lapsed_on=outcome.on, because=outcome.because
                )

    def _grant(self, granting: Granting, contested: ContestedDecision | None, standing: UUID | None) -> None:
        require_day(granting, contested)
        if granting.last_day is not None and granting.last_day < granting.on:
            raise RuleBroken("relief_over", "what is granted holds on one day at least (Awb 8:85(1))")
        self.trigger_event(
            InterimReliefGranted,
            case_id=self.case_id,
            ruled_on=granting.on,
            content=granting.content,
            last_day=granting.last_day,
            sealed_ruling=granting.ruling,
            decision_id=standing or self.decision_id,
        )

    def lapse_unused(self, term_last_day: date, today: date) -> None:
        """Let it lapse once nobody appealed in that term (Awb 8:85(2)(a)); nothing where it was granted after that."""
        sure = postal_arrival_term(term_last_day).last_day
        over = self.last_day is not None and self.last_day <= sure
        if today > sure and not over and self.ruled_on is not None and self.ruled_on <= term_last_day:
            self.lapse_with(sure, ReliefLapse.TERM_UNUSED)

    def lapse_with(self, on: date, because: ReliefLapse, until: date | None = None) -> None:
        """Let it lapse with the proceedings (Awb 8:85(2)); nothing where none stands, or it was granted after that.

        On a later day, where the court named one with its ruling (Awb 8:85(2)(c)).
        """
        if self.state is ReliefState.GRANTED and self.ruled_on is not None and self.ruled_on <= on:
            self.note(Lapsing(until or on, because))


def require_day(granting: Granting, contested: ContestedDecision | None) -> None:
    """A day exemption is for its day: of one that names none, the judge's own last day has to be known (Awb 8:85(1)).

    Raises RuleBroken.
    """
    if granting.content is not ReliefContent.AS_IF_GRANTED or granting.last_day is not None:
        return
    if contested is not None and contested.exemption_type is ExemptionType.DAY and contested.day is None:
        raise RuleBroken(
            "relief_without_day",
            "the day that the exemption was asked for is not known: name the last day of the relief (Awb 8:85(1))",
        )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that interim relief can take."""

    event: type[Event]
    before: ReliefState | None
    """None: there was no request yet."""
    after: ReliefState


TRANSITIONS: Final = (
    Transition(InterimReliefRequested, None, ReliefState.REQUESTED),
    Transition(InterimReliefGranted, ReliefState.REQUESTED, ReliefState.GRANTED),
    Transition(InterimReliefRefused, ReliefState.REQUESTED, ReliefState.REFUSED),
    Transition(InterimReliefWithdrawn, ReliefState.REQUESTED, ReliefState.WITHDRAWN),
    Transition(InterimReliefLapsed, ReliefState.GRANTED, ReliefState.LAPSED),
)
"""Every step there is; the diagram is read from here."""
