"""The costs of an objection (kosten in verband met de behandeling van het bezwaar, Awb 7:15).

They are granted at request alone, made before the ruling, and only as far as the contested decision is revoked for an
unlawfulness that the authority has to answer for. That it has to is the handler's judgement: by granting an amount. How
many points of the Besluit proceskosten bestuursrecht something is, and what a point is worth, is not computed: no
source that we know was read for it, so that the handler names the amount.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.rulings import CostsRuling

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class CostsClaim(msgspec.Struct, frozen=True):
    """A claim of costs, and whether it was decided on."""

    claimed_on: date
    decided: bool = False


class CostsClaimed(Event):
    """The objector claimed the costs of the objection, before the ruling (Awb 7:15(2), (3))."""

    TOPIC = "objections.CostsClaimed"

    case_id: UUID
    claimed_on: date
    channel: Channel
    sealed_claim: Sealed
    """Which costs, as the objector wrote."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.costs = CostsClaim(self.claimed_on)


class CostsDecided(Event):
    """A claim of costs was decided on apart, because the ruling was given in a renewed decision (Awb 7:15(3))."""

    TOPIC = "objections.CostsDecided"

    case_id: UUID
    decided_on: date
    decided_by: str
    ruling: CostsRuling
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when the objection came by post."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.costs = decided(aggregate.costs)


def decided(claim: CostsClaim | None) -> CostsClaim | None:
    """The claim, once it was decided on."""
    return msgspec.structs.replace(claim, decided=True) if claim is not None else None


def open_again(claim: CostsClaim | None) -> CostsClaim | None:
    """The claim, once a court annulled the ruling: what was decided on it went with that (Awb 8:72, 7:15(3))."""
    return msgspec.structs.replace(claim, decided=False) if claim is not None else None


def check_claim(
    claim: CostsClaim | None, claimed_on: date, *, objected_on: date, ended_on: date | None, today: date
) -> None:
    """Once, before the ruling; one that came in time can be entered afterwards (Awb 7:15(3))."""
    if not objected_on <= claimed_on <= today:
        raise RuleBroken(
            "costs_claim_day", "costs are claimed after the objection, and today at the latest (Awb 7:15(3))"
        )
    if claim is not None:
        raise RuleBroken("costs_claimed_already", "the costs were claimed already (Awb 7:15(3))")
    if ended_on is not None and claimed_on >= ended_on:
        raise NotInThisState("costs_claimed_too_late", "costs are claimed before the ruling (Awb 7:15(3))")


def check_costs(claim: CostsClaim | None, ruling: CostsRuling | None, *, revoked: bool) -> None:
    """What a ruling says of costs: exactly when they were claimed, and granted only with a revocation (Awb 7:15(2))."""
    if claim is None and ruling is not None:
        raise RuleBroken("costs_not_claimed", "costs are granted at request alone, and none is (Awb 7:15(2))")
    if claim is not None and ruling is None:
        raise RuleBroken(
            "costs_not_decided", "the ruling decides on the costs that were claimed (Awb 7:15(3))"
        )
    if ruling is not None and ruling.euros > 0 and not revoked:
        raise RuleBroken(
            "costs_need_revocation",
            "costs are granted only as far as the decision is revoked for unlawfulness (Awb 7:15(2))",
        )


def check_open(claim: CostsClaim | None, *, undecided: bool, withdrawn: bool) -> None:
    """Apart is decided only on a claim that the ruling left open (Awb 7:15(3))."""
    if claim is None or claim.decided or withdrawn:
        raise NotInThisState("no_costs_claim_open", "no claim of costs is open (Awb 7:15(3))")
    if undecided:
        raise RuleBroken("costs_with_the_ruling", "the ruling is to come, and decides on them (Awb 7:15(3))")
