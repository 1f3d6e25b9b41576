"""The appeal against not deciding in time (beroep tegen het niet tijdig beslissen, Awb 6:2(b), 6:12).

Two weeks after a written notice of default, who waits for a decision on an application or an objection can go to
the court at once. The court handles it; here is registered what it tells. Choices:

- One that was lodged too early is registered as such (`premature`): whether it is admissible, the court says.
- The decision that is taken meanwhile is by law before the court too (Awb 6:20(3)), which `LateDecisionNoted` says.
- What its order costs is told and paid by nobody here; a term of a court is moved by no calendar (Atw 1(1)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.objections.domain.at_court import CourtHearingNoted, OrderedToPay, check_hearing
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.court_orders import OrderedDecision, open_to_appeal_from
from shared.privacy.sealed import Sealed


class LateAppealState(StrEnum):
    """Where such an appeal stands, as far as the desk knows."""

    PENDING = "pending"
    """Aanhangig at the court."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken."""
    INADMISSIBLE = "inadmissible"
    """Niet-ontvankelijk, for instance because it came too early."""
    DISMISSED = "dismissed"
    """Ongegrond: nothing was late."""
    UPHELD = "upheld"
    """Gegrond: the decision is late."""


class LateAppealLodged(FoundingEvent):
    """The court told of an appeal against not deciding in time; its stream id is the appeal's id."""

    TOPIC = "objections.LateAppealLodged"

    case_id: UUID
    objection_id: UUID | None
    """On which nothing was decided; None: on the application."""
    municipality: str | None
    """CBS code (gemeentecode) of a local case."""
    lodged_on: date
    court_reference: str | None
    """The court's case number (zaaknummer), which names nobody."""
    notice_received_on: date | None
    """Day of receipt of the notice of default (Awb 6:12(2)(b)); None: not known, or there was none (6:12(3))."""
    open_from: date | None
    """The first day for the appeal, two weeks after that notice; None: not known."""
    premature: bool | None
    """Whether it was lodged before that day, or the notice came before the term had ended; None: not known."""


class LateDecisionNoted(Event):
    """The decision was taken after all: the appeal is by law directed at it too (Awb 6:20(3)).

    After the court ordered it, it ends what the order costs (Awb 8:55d(2)).
    """

    TOPIC = "objections.LateDecisionNoted"

    case_id: UUID
    decision_id: UUID | None
    """None: the ruling on an objection, which stands in no decision on the exemption."""
    taken_on: date

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.taken_on = self.taken_on


class LateAppealWithdrawn(Event):
    """The appellant withdrew the appeal against not deciding (Awb 6:21)."""

    TOPIC = "objections.LateAppealWithdrawn"

    case_id: UUID
    withdrawn_on: date

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.state = LateAppealState.WITHDRAWN


class LateAppealDeclaredInadmissible(Event):
    """The court declared the appeal against not deciding inadmissible (Awb 6:12, 8:70)."""

    TOPIC = "objections.LateAppealDeclaredInadmissible"

    case_id: UUID
    declared_on: date
    sealed_ruling: Sealed
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75); None: nothing, or it was not told."""

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.state = LateAppealState.INADMISSIBLE


class LateAppealDismissed(Event):
    """The court dismissed the appeal against not deciding (ongegrond, Awb 8:70)."""

    TOPIC = "objections.LateAppealDismissed"

    case_id: UUID
    ruled_on: date
    sealed_ruling: Sealed
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75); None: nothing, or it was not told."""

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.state = LateAppealState.DISMISSED


class LateAppealUpheld(Event):
    """The court upheld the appeal against not deciding (gegrond, Awb 8:55d, 8:70)."""

    TOPIC = "objections.LateAppealUpheld"

    case_id: UUID
    ruled_on: date
    sealed_ruling: Sealed
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75); None: nothing, or it was not told."""

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.state = LateAppealState.UPHELD


class LateDecisionOrdered(Event):
    """The court ordered to decide within a term, on penalty of a sum for each day (Awb 8:55d(1), (2))."""

    TOPIC = "objections.LateDecisionOrdered"

    case_id: UUID
    objection_id: UUID | None
    order: OrderedDecision

    def apply(self, aggregate: LateAppeal) -> None:
        aggregate.order = self.order


@dataclass(frozen=True, slots=True)
class LateAppealWithdrawal:
    """The end by the appellant."""

    on: date


@dataclass(frozen=True, slots=True)
class LateAppealRuling:
    """The end by the court: inadmissible, dismissed, or upheld with or without an order."""

    on: date
    outcome: LateAppealState
    ruling: Sealed
    order: OrderedDecision | None = None
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75)."""

    def check(self) -> None:
        """Awb 8:55d: only what is late is ordered, after the ruling was given. Raises RuleBroken."""
        if self.order is None:
            return
        if self.outcome is not LateAppealState.UPHELD:
            raise RuleBroken(
                "nothing_ordered", "only an appeal that is upheld orders a decision (Awb 8:55d(1))"
            )
        if not self.on <= self.order.sent_on < self.order.last_day:
            raise RuleBroken(
                "court_term_over",
                "the term to decide ends after the ruling was given and sent (Awb 8:55d(1))",
            )


LateAppealEnding = LateAppealWithdrawal | LateAppealRuling
"""How such an appeal can end."""


@dataclass(frozen=True, slots=True)
class LateAppealNotice:
    """What the court tells of it, and what is known of the term that has passed."""

    lodged_on: date
    court_reference: str | None = None
    notice_received_on: date | None = None
    term_last_day: date | None = None
    """Last day to decide; None: not known here."""

    @property
    def open_from(self) -> date | None:
        """The first day for the appeal (Awb 6:12(2)); None: not known."""
        return open_to_appeal_from(self.notice_received_on) if self.notice_received_on else None

    @property
    def premature(self) -> bool | None:
        """Whether it seems to have come too early (Awb 6:12(2)); None: not known."""
        received, opens = self.notice_received_on, self.open_from
        if received is None or opens is None:
            return None
        void = self.term_last_day is not None and received <= self.term_last_day
        return void or self.lodged_on < opens


class LateAppeal(Aggregate):
    """One appeal against not deciding, from lodging until its order was carried out.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.LateAppeal"

    case_id: UUID
    objection_id: UUID | None
    municipality: str | None
    lodged_on: date
    court_reference: str | None
    notice_received_on: date | None
    open_from: date | None
    premature: bool | None
    state: LateAppealState = LateAppealState.PENDING
    order: OrderedDecision | None = None
    taken_on: date | None = None
    """The day of the decision that was taken after all."""
    hearing_on: date | None = None
    """The day on which the court hears it (zitting)."""

    @classmethod
    def lodge(
        cls,
        *,
        id: UUID,
        case_id: UUID,
        objection_id: UUID | None,
        municipality: str | None,
        notice: LateAppealNotice,
        decided_on: date | None,
    ) -> Self:
        """Register an appeal of which the court told. Raises NotInThisState where nothing was late any more."""
        if decided_on is not None and decided_on < notice.lodged_on:
            raise NotInThisState("decided_already", "the decision was taken before the appeal (Awb 6:2(b))")
        return cls.found(
            LateAppealLodged,
            id=id,
            case_id=case_id,
            objection_id=objection_id,
            municipality=municipality,
            lodged_on=notice.lodged_on,
            court_reference=notice.court_reference,
            notice_received_on=notice.notice_received_on,
            open_from=notice.open_from,
            premature=notice.premature,
        )

    @property
    def subject_id(self) -> UUID:
        """What nothing was decided on: the objection, or the case."""
        return self.objection_id or self.case_id

    def note_decision(self, decision_id: UUID | None, taken_on: date) -> None:
        """Hear that the decision was taken after all, the first time; nothing when the appeal ended otherwise."""
        if self.taken_on is None and self.state in {LateAppealState.PENDING, LateAppealState.UPHELD}:
            self.trigger_event(
                LateDecisionNoted, case_id=self.case_id, decision_id=decision_id, taken_on=taken_on
            )

    def note_hearing(self, on: date) -> None:
        """Register the day of the hearing at the court (Awb 8:56). Raises NotInThisState or RuleBroken."""
        if self.state is not LateAppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        check_hearing(on, self.lodged_on)
        self.trigger_event(CourtHearingNoted, case_id=self.case_id, hearing_on=on)

    def end(self, ending: LateAppealEnding) -> None:
        """Register how it ended. Raises NotInThisState, or RuleBroken for what cannot be."""
        if self.state is not LateAppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        if ending.on < self.lodged_on:
            raise RuleBroken("ended_before_lodged", "an appeal does not end before it was lodged (Awb 8:1)")
        match ending:
            case LateAppealWithdrawal():
                self.trigger_event(LateAppealWithdrawn, case_id=self.case_id, withdrawn_on=ending.on)
            case LateAppealRuling():
                ending.check()
                self._rule(ending)

    def _rule(self, ruling: LateAppealRuling) -> None:
        said = {"case_id": self.case_id, "sealed_ruling": ruling.ruling, "to_pay": ruling.to_pay}
        if ruling.outcome is LateAppealState.INADMISSIBLE:
            self.trigger_event(LateAppealDeclaredInadmissible, declared_on=ruling.on, **said)
        elif ruling.outcome is LateAppealState.DISMISSED:
            self.trigger_event(LateAppealDismissed, ruled_on=ruling.on, **said)
        else:
            self.trigger_event(LateAppealUpheld, ruled_on=ruling.on, **said)
        if ruling.order is not None:
            self.trigger_event(
                LateDecisionOrdered, case_id=self.case_id, objection_id=self.objection_id, order=ruling.order
            )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an appeal against not deciding can take."""

    event: type[Event]
    before: LateAppealState | None
    """None: there was no appeal yet."""
    after: LateAppealState


_PENDING, _UPHELD = LateAppealState.PENDING, LateAppealState.UPHELD

TRANSITIONS: Final = (
    Transition(LateAppealLodged, None, _PENDING),
    Transition(LateDecisionNoted, _PENDING, _PENDING),
    Transition(CourtHearingNoted, _PENDING, _PENDING),
    Transition(LateAppealWithdrawn, _PENDING, LateAppealState.WITHDRAWN),
    Transition(LateAppealDeclaredInadmissible, _PENDING, LateAppealState.INADMISSIBLE),
    Transition(LateAppealDismissed, _PENDING, LateAppealState.DISMISSED),
    Transition(LateAppealUpheld, _PENDING, _UPHELD),
    Transition(LateDecisionOrdered, _UPHELD, _UPHELD),
    Transition(LateDecisionNoted, _UPHELD, _UPHELD),
)
"""Every step there is; the diagram is read from here."""
