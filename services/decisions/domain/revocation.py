"""Revoking an exemption (intrekken van een ontheffing): what is intended, what the holder says of it, the decision.

A decision of its own that takes something away: it needs a ground, the holder is heard first (Awb 4:8), and it
has no effect before its announcement (Awb 3:40). No source names the grounds in full; those here are the two that
administrative law knows in any case, and the holder's own wish.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import (
    CaseState,
    DecisionGrounds,
    Holder,
    PendingObjections,
    governing,
)
from services.decisions.domain.hearing import LEAST_TERM_FOR_VIEWS, ViewsManner
from services.decisions.domain.renewal import remedy_of_renewal
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    Finding,
    NotHeardGround,
    Remedy,
    RevocationGround,
)

if TYPE_CHECKING:
    from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection
    from services.decisions.domain.revocable_case import RevocableCase


class RevocationIntention(msgspec.Struct, frozen=True):
    """The intention (voornemen) that stands, and whether the holder has given views on it."""

    ground: RevocationGround
    views_until: date
    views_given: bool = False


class RevocationIntended(Event):
    """The holder is told of the intention to revoke, and can give views until a day (Awb 4:8)."""

    TOPIC = "decisions.RevocationIntended"
    ground: RevocationGround
    intended_on: date
    intended_by: str
    views_until: date
    """Last day for views. The authority sets it itself, so Atw 1(1) does not move it."""
    sealed_reasons: Sealed

    def apply(self, aggregate: RevocableCase) -> None:
        aggregate.intention = RevocationIntention(self.ground, self.views_until)


class RevocationViewsReceived(Event):
    """The holder gave views on the intention, in writing or orally (zienswijze, Awb 4:8, 4:9)."""

    TOPIC = "decisions.RevocationViewsReceived"
    received_on: date
    manner: ViewsManner
    noted_by: str
    sealed_views: Sealed

    def apply(self, aggregate: RevocableCase) -> None:
        if aggregate.intention is not None:
            aggregate.intention = msgspec.structs.replace(aggregate.intention, views_given=True)


class RevocationAbandoned(Event):
    """The intention is given up: the exemption stays as it is."""

    TOPIC = "decisions.RevocationAbandoned"
    abandoned_on: date
    abandoned_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: RevocableCase) -> None:
        aggregate.intention = None


class ExemptionRevoked(Event):
    """The exemption was revoked (ontheffing ingetrokken): a decision of its own, open to objection."""

    TOPIC = "decisions.ExemptionRevoked"
    decision_id: UUID
    replaces_decision_id: UUID
    """The decision that granted it."""
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    ground: RevocationGround
    effective_from: date
    """First day on which the exemption no longer holds; never before the day after its announcement."""
    grounds: DecisionGrounds
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed
    not_heard_because: NotHeardGround | None = None

    def apply(self, aggregate: RevocableCase) -> None:
        aggregate.state = CaseState.REVOKED
        aggregate.intention = None
        aggregate.revoked_from = self.effective_from
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


def last_day_held(revoked: ExemptionRevoked | GrantRevokedOnObjection) -> date:
    """The last day on which the revoked exemption held."""
    return revoked.effective_from - timedelta(days=1)


class Revocation(msgspec.Struct, frozen=True):
    """What somebody who revokes says: why, from which day, and why the holder was not heard if they were not."""

    ground: RevocationGround
    effective_from: date
    reasons: Sealed
    not_heard_because: NotHeardGround | None = None


def check_in_force(
    state: CaseState, exemption_type: ExemptionType | None, valid_until: date | None, today: date
) -> None:
    """Raise NotInThisState where there is no exemption that can be revoked."""
    if state is not CaseState.GRANTED:
        raise NotInThisState("not_granted", f"only an exemption can be revoked; the case is {state}")
    if exemption_type is ExemptionType.DAY:
        raise NotInThisState(
            "day_exemption", "a day exemption ends by itself, before its holder can be heard"
        )
    if valid_until is not None and valid_until < today:
        raise NotInThisState(
            "exemption_expired", f"the exemption has ended: it was valid until {valid_until}"
        )


def check_intention(
    ground: RevocationGround, standing: RevocationIntention | None, views_until: date, today: date
) -> None:
    """Raise where no such intention can be told of."""
    if standing is not None:
        raise NotInThisState("revocation_intended", "the holder was told of an intention already (Awb 4:8)")
    if ground is RevocationGround.ON_REQUEST:
        raise RuleBroken("holder_asked", "who asked for the revocation need not be heard on it (Awb 4:8)")
    if views_until < today + LEAST_TERM_FOR_VIEWS:
        raise RuleBroken(
            "views_term_too_short",
            f"the holder gets {LEAST_TERM_FOR_VIEWS.days} days at least to give views (Awb 4:8)",
        )


def check_revocation(
    revocation: Revocation,
    intention: RevocationIntention | None,
    valid_until: date | None,
    today: date,
) -> None:
    """Raise RuleBroken with the code of the rule that stands in the way of the decision."""
    _check_heard(revocation, intention, today)
    if revocation.effective_from <= today:
        raise RuleBroken(
            "revoked_before_announcement",
            "a revocation has no effect before the day after its decision (Awb 3:40)",
        )
    if valid_until is not None and revocation.effective_from > valid_until:
        raise RuleBroken("revoked_after_its_end", f"the exemption ends by itself on {valid_until}")


def _check_heard(revocation: Revocation, intention: RevocationIntention | None, today: date) -> None:
    """Awb 4:8: the holder could give views on what is to be decided, unless 4:11 or the holder's wish excuses it."""
    if revocation.ground is RevocationGround.ON_REQUEST:
        return
    if revocation.not_heard_because is not None:
        if intention is not None and intention.views_given:
            raise RuleBroken("holder_was_heard", "the holder gave views: no ground of Awb 4:11 is needed")
        if revocation.not_heard_because is NotHeardGround.MINOR_DEVIATION:
            raise RuleBroken(
                "no_minor_deviation",
                "that a deviation is minor is no reason to revoke unheard (Awb 4:8, 4:11)",
            )
        return
    if intention is None:
        raise RuleBroken("holder_not_heard", "the holder was not told of the intention to revoke (Awb 4:8)")
    if intention.ground is not revocation.ground:
        raise RuleBroken(
            "other_ground_intended", f"the holder was told of another ground: {intention.ground} (Awb 4:8)"
        )
    if not intention.views_given and today <= intention.views_until:
        raise RuleBroken(
            "views_term_runs", f"the holder can give views until {intention.views_until} (Awb 4:8)"
        )


def remedy_of_revocation(objections: PendingObjections, appeals: tuple[UUID, ...]) -> Remedy:
    """The remedy against a revocation, by the proceedings that run (Awb 6:19); it decides on no objection."""
    objection = governing(tuple(msgspec.structs.replace(each, found_by=None) for each in objections))
    return remedy_of_renewal(objection, appeals)


_WHY: Final[Mapping[RevocationGround, tuple[str, Finding]]] = {
    RevocationGround.CONDITIONS_NO_LONGER_MET: ("conditions_no_longer_met", Finding.UNMET),
    RevocationGround.WRONG_DATA: ("granted_on_wrong_data", Finding.UNMET),
    RevocationGround.ON_REQUEST: ("asked_for_by_holder", Finding.MET),
}


def revocation_criterion(ground: RevocationGround) -> CriterionResult:
    """What a revocation rests on; the reasons themselves are sealed (Awb 3:46)."""
    criterion, finding = _WHY[ground]
    return CriterionResult(criterion, finding, "De reden staat in het besluit zelf.", "Awb, artikel 3:46")
