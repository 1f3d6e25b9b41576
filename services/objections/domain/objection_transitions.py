"""Every step that an objection can take; rules and diagrams are both read from here.

What is claimed beside it, costs and a penalty for a late ruling, leaves it where it stands and is no step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.objections.domain.committee import CommitteeComposed
from services.objections.domain.committee_advice import CommitteeAdviceReceived
from services.objections.domain.decision_anew import DecisionAnewOrdered, LateRulingOrdered
from services.objections.domain.direct_appeal import (
    DirectAppealConsented,
    DirectAppealRefused,
    ObjectionFollowedToCourt,
)
from services.objections.domain.heard_apart import HearingAccountGiven
from services.objections.domain.hearing import (
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    NewFactsFound,
)
from services.objections.domain.hearing_wish import HearingWishAnswered, HearingWishAsked
from services.objections.domain.interested_parties import PartyHeard, PartyInvited
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
    RenewedDecisionAttached,
    ReplacingDecisionNoted,
    RulingAfterEndNoted,
    ThresholdConsequenceFound,
    ThresholdConsequenceLeftOpen,
    ThresholdConsequenceRejected,
    ThresholdConsequenceRetracted,
    ThresholdConsequenceTakenUp,
)
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.domain.posting import PostingJudged
from services.objections.domain.premature import HeldObjectionAttached
from services.objections.domain.received_elsewhere import ReceiptElsewhereDisregarded
from services.objections.domain.reconsideration import ReconsiderationAsked, ReconsiderationNoted
from services.objections.domain.repair import (
    ObjectionRepaired,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.domain.ruling_term import CommitteeAnnounced, PostponementAgreed, RulingAdjourned
from services.objections.domain.told_too_late import StepToldTooLate
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an objection can take."""

    event: type[Event]
    before: ObjectionState | None
    """None: there was no objection yet."""
    after: ObjectionState


_PENDING, _FOUND = ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND

ON_THE_WAY: Final[tuple[type[Event], ...]] = (
    CommitteeAnnounced,
    CommitteeComposed,
    CommitteeAdviceReceived,
    RulingAdjourned,
    PostponementAgreed,
    RepairRequested,
    ObjectionRepaired,
    RepairTermLapsed,
    RepairTermMoved,
    HearingPlanned,
    HearingHeld,
    NewFactsFound,
    LateRulingOrdered,
    PartyInvited,
    PartyHeard,
    HearingAccountGiven,
    ReceiptElsewhereDisregarded,
    ReconsiderationAsked,
    ReconsiderationNoted,
    HearingWishAsked,
    HearingWishAnswered,
    HearingWishTermMoved,
    PartyTermMoved,
    StepToldTooLate,
)
"""Acts on the way to the ruling: possible while the proceedings run, and leaving the objection in its state."""

TRANSITIONS: Final = (
    Transition(ObjectionLodged, None, _PENDING),
    Transition(ObjectionLodged, None, ObjectionState.HELD),
    Transition(HeldObjectionAttached, ObjectionState.HELD, _PENDING),
    Transition(HearingWaived, ObjectionState.HELD, ObjectionState.HELD),
    Transition(LateRulingOrdered, ObjectionState.HELD, ObjectionState.HELD),
    Transition(ObjectionDeclaredInadmissible, ObjectionState.HELD, ObjectionState.INADMISSIBLE),
    Transition(ObjectionWithdrawn, ObjectionState.HELD, ObjectionState.WITHDRAWN),
    Transition(LatenessExcused, _PENDING, _PENDING),
    Transition(PostingJudged, _PENDING, _PENDING),
    *(Transition(act, state, state) for act in ON_THE_WAY for state in (_PENDING, _FOUND)),
    Transition(HearingWaived, _PENDING, _PENDING),
    Transition(ThresholdConsequenceFound, _PENDING, _FOUND),
    Transition(ThresholdConsequenceTakenUp, _FOUND, _FOUND),
    Transition(ThresholdConsequenceLeftOpen, _FOUND, _FOUND),
    Transition(ThresholdConsequenceRejected, _FOUND, _PENDING),
    Transition(ThresholdConsequenceRetracted, _FOUND, _PENDING),
    Transition(RenewedDecisionAttached, _PENDING, _PENDING),
    Transition(RenewedDecisionAttached, _FOUND, _FOUND),
    *(
        Transition(PenaltyDecisionAttached, state, state)
        for state in ObjectionState
        if state not in (ObjectionState.WITHDRAWN, ObjectionState.HELD)
    ),
    Transition(ObjectionUpheld, _PENDING, ObjectionState.UPHELD),
    Transition(ObjectionUpheld, _FOUND, ObjectionState.UPHELD),
    Transition(ObjectionUpheldForAnotherReason, _PENDING, ObjectionState.UPHELD),
    Transition(ReplacingDecisionNoted, ObjectionState.UPHELD, ObjectionState.UPHELD),
    Transition(ObjectionDismissed, _PENDING, ObjectionState.DISMISSED),
    Transition(ObjectionDeclaredInadmissible, _PENDING, ObjectionState.INADMISSIBLE),
    Transition(ObjectionWithdrawn, _PENDING, ObjectionState.WITHDRAWN),
    Transition(ObjectionWithdrawn, _FOUND, ObjectionState.WITHDRAWN),
    Transition(DirectAppealConsented, _PENDING, ObjectionState.SENT_TO_COURT),
    Transition(DirectAppealRefused, _PENDING, _PENDING),
    Transition(ObjectionFollowedToCourt, _PENDING, ObjectionState.SENT_TO_COURT),
    *(
        Transition(DecisionAnewOrdered, ruled, _PENDING)
        for ruled in (ObjectionState.UPHELD, ObjectionState.DISMISSED, ObjectionState.INADMISSIBLE)
    ),
    Transition(RulingAfterEndNoted, ObjectionState.UPHELD, ObjectionState.UPHELD),
    Transition(RulingAfterEndNoted, ObjectionState.DISMISSED, ObjectionState.DISMISSED),
    Transition(RulingAfterEndNoted, ObjectionState.INADMISSIBLE, ObjectionState.INADMISSIBLE),
    Transition(RulingAfterEndNoted, ObjectionState.WITHDRAWN, ObjectionState.WITHDRAWN),
    Transition(RulingAfterEndNoted, ObjectionState.SENT_TO_COURT, ObjectionState.SENT_TO_COURT),
)


def require_step(state: ObjectionState, act: type[Event]) -> None:
    """Raise NotInThisState when the act is no step from that state."""
    if not any(step.event is act and step.before is state for step in TRANSITIONS):
        raise NotInThisState("objection_state", f"not possible while the objection is {state.value}")
