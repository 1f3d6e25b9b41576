"""An objection of which the costs are claimed (Awb 7:15): what the aggregate `Objection` does about them."""

from __future__ import annotations

from datetime import date

from services.objections.domain.committee_advice import advice_with
from services.objections.domain.costs import (
    CostsClaim,
    CostsClaimed,
    CostsDecided,
    check_claim,
    check_costs,
    check_open,
)
from services.objections.domain.handling import Handling
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.objection_in_default import ObjectionInDefault
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling, CostsRuling
from shared.vocabulary import ObjectionRuling


class ObjectionWithCosts(ObjectionInDefault):
    """An objection, and the claim of its costs."""

    costs: CostsClaim | None = None
    """None: none was made."""

    @property
    def costs_open(self) -> bool:
        """Whether a claim was made and not decided on."""
        return self.costs is not None and not self.costs.decided

    def claim_costs(self, claim: Sealed, *, claimed_on: date, channel: Channel, today: date) -> None:
        """Claim the costs of the objection, before the ruling (Awb 7:15(2), (3)).

        Raises RuleBroken and NotInThisState with the code of the rule that stands in the way (see `costs`).
        """
        withdrawn = self.state is ObjectionState.WITHDRAWN
        ended_on = (
            None if self.undecided else self.received_on if withdrawn else self.ended_on or self.received_on
        )
        check_claim(self.costs, claimed_on, objected_on=self.received_on, ended_on=ended_on, today=today)
        self.trigger_event(
            CostsClaimed, case_id=self.case_id, claimed_on=claimed_on, channel=channel, sealed_claim=claim
        )

    def decide_costs(self, ruling: CostsRuling, by: Handling) -> None:
        """Decide apart on a claim that the ruling left open, because a renewed decision gave it (Awb 7:15(3)).

        By another person than who took the contested decision, as the ruling itself (Awb 10:3(3)).
        """
        check_open(self.costs, undecided=self.undecided, withdrawn=self.state is ObjectionState.WITHDRAWN)
        by.require_another_person()
        check_costs(self.costs, ruling, revoked=self.state is ObjectionState.UPHELD)
        self.trigger_event(
            CostsDecided,
            case_id=self.case_id,
            decided_on=by.on,
            decided_by=by.handler,
            ruling=ruling,
            lodged_by=self.lodged_by,
        )

    def _beside(
        self, costs: CostsRuling | None, ruling: ObjectionRuling, by: Handling
    ) -> BesideRuling | None:
        """What the ruling says of a claim (Awb 7:15(3)) and of an advice (Awb 7:13); None: nothing had to be said."""
        revoked = ruling is ObjectionRuling.UPHELD
        check_costs(self.costs if self.costs_open else None, costs, revoked=revoked)
        advice = advice_with(
            ruling,
            by.advice,
            self.advice,
            announced_on=self.term_changes.committee_announced_on,
            heard_by_committee_on=self.hearing.heard_on if self.hearing.by_committee else None,
        )
        return (
            BesideRuling(costs, advice, of_another=self.by_another)
            if costs is not None or advice is not None
            else None
        )
