"""What reviewers can do with the claim on a threshold set: take it in hand, release it, hand it over."""

from __future__ import annotations

from uuid import UUID

from services.decisions.commands.claims import on_the_present_claims
from services.decisions.domain.threshold_set import ThresholdSet
from services.decisions.domain.threshold_set_claim import ThresholdSetClaim, set_claim_id
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved


class ThresholdSetClaimCommands:
    """Commands on claims; of two at the same moment the first one has it. Raise AggregateNotFound."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def claim(self, act: Act, set_id: UUID) -> Saved:
        """Take the set in hand."""

        def claimed() -> Saved:
            proposed, claim = self._claim_on(set_id)
            claim.claim(proposed, by=act.actor, on=act.today)
            return self._log.save_act(act, claim, chained=True)

        return on_the_present_claims(claimed)

    def release(self, act: Act, set_id: UUID) -> Saved:
        """Give it back."""

        def released() -> Saved:
            proposed, claim = self._claim_on(set_id)
            claim.release(proposed, by=act.actor, on=act.today)
            return self._log.save_act(act, claim)

        return on_the_present_claims(released)

    def hand_over(self, act: Act, set_id: UUID, to: str) -> Saved:
        """Give it to another reviewer."""

        def handed_over() -> Saved:
            proposed, claim = self._claim_on(set_id)
            claim.hand_over(proposed, to=to, by=act.actor, on=act.today)
            return self._log.save_act(act, claim)

        return on_the_present_claims(handed_over)

    def _claim_on(self, set_id: UUID) -> tuple[ThresholdSet, ThresholdSetClaim]:
        proposed = self._log.load(ThresholdSet, set_id)
        try:
            return proposed, self._log.load(ThresholdSetClaim, set_claim_id(set_id))
        except AggregateNotFound:
            return proposed, ThresholdSetClaim.open(set_id)
