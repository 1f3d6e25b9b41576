"""What can be recorded of the proceedings on one objection, act by act."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.costs import decided
from services.objections.domain.hearing import HowHeard
from services.objections.domain.late_ruling import ended
from services.objections.domain.reconsideration import Departure
from services.objections.domain.replaced_decision import Given
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling
from shared.vocabulary import Outcome, Replacement, VehicleCategory

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class ObjectionState(StrEnum):
    """Where the proceedings stand."""

    HELD = "held"
    """Aangehouden: it came before the decision was taken, and waits for it (Awb 6:10)."""
    PENDING = "pending"
    """Aanhangig: no ruling yet."""
    CONSEQUENCE_FOUND = "consequence_found"
    """Still pending; the handler found a threshold wrong, and the renewed decision will be the ruling."""
    UPHELD = "upheld"
    """Gegrond: the contested decision is revoked and replaced (Awb 7:11)."""
    DISMISSED = "dismissed"
    """Ongegrond."""
    INADMISSIBLE = "inadmissible"
    """Niet-ontvankelijk: not looked at on its merits."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken (Awb 6:21)."""
    SENT_TO_COURT = "sent_to_court"
    """Doorgezonden: the authority consented to direct appeal (rechtstreeks beroep, Awb 7:1a)."""


class ObjectionLodged(FoundingEvent):
    """A notice of objection (bezwaarschrift) was received; its stream id is the objection's id."""

    TOPIC = "objections.ObjectionLodged"

    case_id: UUID
    decision_id: UUID
    received_on: date
    channel: Channel
    posted_on: date | None
    grounds: Sealed
    """The grounds (gronden, Awb 6:5(1)(d)) as written."""
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when it came by post."""
    decision_heard_of: bool
    """False when this service did not know the decision yet: no order holds between services."""
    within_term: bool | None = None
    """Whether it came in time (Awb 6:9), as known at receipt; None: its term was not known yet."""
    received_elsewhere_on: date | None = None
    """Day of receipt by the body that forwarded it (Awb 6:15), which counts; None: it came here first."""
    entered_by: str | None = None
    """Who of the desk entered it; None: it was lodged electronically, or before that was recorded."""
    objector: Sealed | None = None
    """Name and address of another interested party (belanghebbende, Awb 1:2); None: the applicant objects."""
    representative: Sealed | None = None
    """Name and address of who represents the objector (gemachtigde, Awb 2:1); None: nobody does."""
    state: ObjectionState = ObjectionState.PENDING
    """Held, where it came before the decision (Awb 6:10)."""
    asks_direct_appeal: bool = False
    """Whether it asks to consent to direct appeal (Awb 7:1a(1))."""


class LatenessExcused(Event):
    """A person judged that the late objector cannot reasonably be held in default (Awb 6:11)."""

    TOPIC = "objections.LatenessExcused"

    excused_by: str
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """Why, as the handler wrote it."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.lateness_excused = True


class ThresholdConsequenceFound(Event):
    """The handler finds the objection justified because a threshold (drempelwaarde) is wrong.

    An internal finding: no letter, and the refusal stands until a reassessment renews the decision.
    """

    TOPIC = "objections.ThresholdConsequenceFound"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    found_by: str
    vehicle_category: VehicleCategory
    parameter: str
    """Name of the threshold, as in a threshold set's rows."""
    within_term: bool | None
    """Whether the objection was in time, as assessed now; None when its term has not begun."""
    decide_before: date | None
    """Last day of the term of Awb 7:10, where it is known."""
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """Why the threshold is wrong, as the handler wrote it."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.CONSEQUENCE_FOUND


class ThresholdConsequenceTakenUp(Event):
    """The set that the finding caused is in force: the renewal that will rule on the objection is under way.

    From here on the finding cannot be taken back (Awb 7:11: there is one decision on an objection).
    """

    TOPIC = "objections.ThresholdConsequenceTakenUp"

    case_id: UUID
    threshold_set_id: UUID
    reassessment_id: UUID

    def apply(self, aggregate: Objection) -> None:
        aggregate.taken_up_in = self.reassessment_id


class ThresholdConsequenceLeftOpen(Event):
    """That reassessment was completed without a decision on this objection.

    The finding stands; its handler can take it back and rule.
    """

    TOPIC = "objections.ThresholdConsequenceLeftOpen"

    case_id: UUID
    reassessment_id: UUID

    def apply(self, aggregate: Objection) -> None:
        aggregate.taken_up_in = None


class ThresholdConsequenceRejected(Event):
    """The set that the finding caused was rejected: the handler has to rule on the objection after all."""

    TOPIC = "objections.ThresholdConsequenceRejected"

    case_id: UUID
    threshold_set_id: UUID
    rejected_on: date

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.PENDING


class ThresholdConsequenceRetracted(Event):
    """The handler took the finding back, for instance because the term of Awb 7:10 nears its end."""

    TOPIC = "objections.ThresholdConsequenceRetracted"

    case_id: UUID
    retracted_by: str
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """Why, as the handler wrote it."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.PENDING


class RenewedDecisionAttached(Event):
    """By law the pending objection is also directed at the decision that replaced the contested one.

    Awb 6:19(1). The objection does not end by itself.
    """

    TOPIC = "objections.RenewedDecisionAttached"

    decision_id: UUID
    outcome: Outcome

    def apply(self, aggregate: Objection) -> None:
        aggregate.renewals = {**aggregate.renewals, self.decision_id: self.outcome}


class ObjectionWithdrawn(Event):
    """The objector withdrew the objection (Awb 6:21)."""

    TOPIC = "objections.ObjectionWithdrawn"

    case_id: UUID
    withdrawn_on: date
    anew_appeal_id: UUID | None = None
    """The appeal on which a court had ordered to decide anew; None: no court had."""
    at_hearing: bool = False
    """Whether it was orally, at the hearing (Awb 6:21(2)); else in writing."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.WITHDRAWN
        _end(aggregate, self.withdrawn_on)


class ObjectionDeclaredInadmissible(Event):
    """The objection was not looked at on its merits (niet-ontvankelijk), for the ground named."""

    TOPIC = "objections.ObjectionDeclaredInadmissible"

    case_id: UUID
    decision_id: UUID
    """The contested decision, which stands."""
    ground: InadmissibilityGround
    decided_by: str
    ruled_on: date
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """In Dutch, as the letter states them (Awb 7:12)."""

    heard: HowHeard | None = None
    """How the objector was heard, or why not (Awb 7:12(1)); None in a ruling from before that was recorded."""
    heard_on: date | None = None
    """The day of the hearing, where there was one."""
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    penalty_decision_id: UUID | None = None
    """The decision on the penalty that the objection was about, or about too (Awb 4:19); None: none was."""
    penalty_euros: int | None = None
    """The amount at which it is fixed anew; None: it stands."""
    penalty_for_late_ruling: bool = False
    """Whether it is for a decision on an objection that came too late (Awb 7:14)."""
    about_recovery: bool = False
    """Whether the contested decision asks a penalty back (Awb 4:20)."""
    beside: BesideRuling | None = None
    """What is decided on a claim of costs (Awb 7:15); None: there was none."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    holder_told: bool = False
    """Whether the holder is one of them, to whose exemption another objected."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.INADMISSIBLE
        _end(aggregate, self.ruled_on)
        aggregate.costs = decided(aggregate.costs)


class ObjectionDismissed(Event):
    """Reconsidered in full, the contested decision stands (ongegrond, Awb 7:11)."""

    TOPIC = "objections.ObjectionDismissed"

    case_id: UUID
    decision_id: UUID
    """The contested decision, which stands."""
    decided_by: str
    ruled_on: date
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """In Dutch, as the letter states them (Awb 7:12)."""

    heard: HowHeard | None = None
    """How the objector was heard, or why not (Awb 7:12(1)); None in a ruling from before that was recorded."""
    heard_on: date | None = None
    """The day of the hearing, where there was one."""
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    penalty_decision_id: UUID | None = None
    """The decision on the penalty that the objection was about, or about too (Awb 4:19); None: none was."""
    penalty_euros: int | None = None
    """The amount at which it is fixed anew; None: it stands."""
    penalty_for_late_ruling: bool = False
    """Whether it is for a decision on an objection that came too late (Awb 7:14)."""
    about_recovery: bool = False
    """Whether the contested decision asks a penalty back (Awb 4:20)."""
    beside: BesideRuling | None = None
    """What is decided on a claim of costs (Awb 7:15); None: there was none."""

    rests_on: UUID | None = None
    """The assessment of the day that it rests on (Awb 7:11(1)); None: none was asked for."""
    departure: Departure | None = None
    """Why it departs from what that advises; None: it does not."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    holder_told: bool = False
    """Whether the holder is one of them, to whose exemption another objected."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.DISMISSED
        _end(aggregate, self.ruled_on)
        aggregate.costs = decided(aggregate.costs)


class ObjectionUpheldForAnotherReason(Event):
    """The objection is right (gegrond), and not because of a threshold.

    A refusal is replaced at once by who decides on exemptions, in the name of `decided_by`; after leaving
    out of consideration the application is dealt with after all (Awb 7:11(2)).
    """

    TOPIC = "objections.ObjectionUpheldForAnotherReason"

    case_id: UUID
    decision_id: UUID
    """The contested decision, which is revoked."""
    decided_by: str
    ruled_on: date
    reasons: str = ""
    """In clear, in acts from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    """In Dutch, as the letter states them (Awb 7:12)."""
    valid_until: date | None = None
    """The last day of a grant in the place of a grant, or of one that is granted in part."""
    replacement: Replacement = Replacement.GRANT
    """What takes the place of the contested decision."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2)."""

    heard: HowHeard | None = None
    """How the objector was heard, or why not (Awb 7:12(1)); None in a ruling from before that was recorded."""
    heard_on: date | None = None
    """The day of the hearing, where there was one."""
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    penalty_decision_id: UUID | None = None
    """The decision on the penalty that the objection was about, or about too (Awb 4:19); None: none was."""
    penalty_euros: int | None = None
    """The amount at which it is fixed anew; None: it stands."""
    penalty_for_late_ruling: bool = False
    """Whether it is for a decision on an objection that came too late (Awb 7:14)."""
    about_recovery: bool = False
    """Whether the contested decision asks a penalty back (Awb 4:20)."""
    beside: BesideRuling | None = None
    """What is decided on a claim of costs (Awb 7:15); None: there was none."""

    rests_on: UUID | None = None
    """The assessment of the day that it rests on (Awb 7:11(1)); None: none was asked for."""
    departure: Departure | None = None
    """Why it departs from what that advises; None: it does not."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    holder_told: bool = False
    """Whether the holder is one of them, to whose exemption another objected."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.UPHELD
        _end(aggregate, self.ruled_on)
        aggregate.costs = decided(aggregate.costs)
        aggregate.gave = Given(self.replacement, self.valid_until)


class ReplacingDecisionNoted(Event):
    """The decision that replaces the contested one, after an objection upheld for another reason, was taken."""

    TOPIC = "objections.ReplacingDecisionNoted"

    decision_id: UUID

    def apply(self, aggregate: Objection) -> None:
        aggregate.ruled_in = self.decision_id


class ObjectionUpheld(Event):
    """The objection was declared justified (gegrond) in a decision that replaces the contested one.

    Awb 7:11: one act revokes, replaces and decides on the objection.
    """

    TOPIC = "objections.ObjectionUpheld"

    case_id: UUID
    decision_id: UUID
    """The decision in which the ruling was given."""
    decided_by: str

    heard: HowHeard | None = None
    """How the objector was heard, or why not (Awb 7:3); None in a ruling from before that was recorded."""
    heard_on: date | None = None
    """The day of the hearing, where there was one."""
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    ruled_on: date | None = None
    """The day of that decision; None in a ruling from before it was recorded."""
    costs_open: bool = False
    """Whether costs were claimed, on which is yet to be decided apart (Awb 7:15(3))."""
    told_to: tuple[Sealed, ...] = ()
    """Others who were heard on the objection, and are told of that decision (Awb 3:43(1), 7:12(3))."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.UPHELD
        _end(aggregate, self.ruled_on)
        aggregate.ruled_in = self.decision_id
        aggregate.gave = Given()


class RulingAfterEndNoted(Event):
    """A decision was taken as the ruling on this objection when its proceedings had ended already.

    The objector withdrew, or the handler retracted the finding and ruled, while the renewed decision was
    on its way. That decision stands; what its letter says of the remedy is for a person to look at.
    """

    TOPIC = "objections.RulingAfterEndNoted"

    decision_id: UUID

    def apply(self, aggregate: Objection) -> None:
        aggregate.ruled_after_end = self.decision_id


def _end(aggregate: Objection, on: date | None) -> None:
    """The proceedings ended on that day: nobody is in default any more (Awb 4:17(1))."""
    aggregate.ended_on = on
    aggregate.defaults = ended(aggregate.defaults, on)
