"""The case of which the decision is contested: what takes its place when the objection is upheld (Awb 7:11).

The part of the aggregate `DecisionCase` that carries rulings out; it rules on nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.case_in_court import CaseInCourt
from services.decisions.domain.decision_on_application import OTHER_GROUND
from services.decisions.domain.decision_on_objection import (
    RESTORED_ANEW,
    DecisionReplacedOnObjection,
    GivenOn,
    HowRuled,
    LeavingOutRevokedOnObjection,
    PeriodOnObjection,
    UpheldRuling,
    hours_of_day,
    last_day_on_objection,
    objection_upheld,
    period_on_objection,
    restored,
    until,
)
from services.decisions.domain.policy import Policy
from services.decisions.domain.reconsidering import CaseReconsidered, Reassessed, RestsOn, reassess
from services.decisions.domain.replaced_otherwise import (
    TAKEN_BACK,
    GrantRevokedOnObjection,
    RefusalReplacedOnObjection,
)
from services.decisions.domain.threshold_set import ThresholdsInForce
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import event_id
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, Remedy, Replacement


class _Put(HowRuled, RestsOn):
    """What every decision says that a ruling puts in the place of another."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    holder: Holder
    exemption_type: ExemptionType
    replaces_decision_id: UUID
    decides_objection_id: UUID
    remedy: Remedy
    of_another: bool


class ContestedCase(CaseInCourt):
    """A case of which a decision can be contested."""

    objections_decided: tuple[UUID, ...] = ()
    """Objections on which a decision of this case has decided (Awb 7:11)."""

    given_on: GivenOn | None = None
    """The objection on which the latest decision was given that granted or revoked on one."""

    reconsidered: Mapping[UUID, CaseReconsidered] = field(default_factory=dict)
    """The latest reconsideration for each objection."""

    def reconsider(
        self,
        objection_id: UUID,
        *,
        thresholds: ThresholdsInForce | None,
        policy: Policy,
        on: date,
        day_exemptions_used: int | None = None,
    ) -> None:
        """Assess the case on the facts and rules of the day, for a ruling on an objection (Awb 7:11(1)).

        Nothing is decided by it, and the standing assessment of an undecided case stays.
        """
        self.trigger_event(
            CaseReconsidered,
            assessment_id=event_id("decisions", self.id, self.version + 1),
            objection_id=objection_id,
            reassessed=self.reassessed_on(on, thresholds, policy, day_exemptions_used),
            decided=self.decided,
            granted_until=last_day_on_objection(self.facts, policy, on),
        )

    def reassessed_on(
        self,
        on: date,
        thresholds: ThresholdsInForce | None,
        policy: Policy,
        day_exemptions_used: int | None = None,
    ) -> Reassessed:
        """What the case comes to on the facts, judgements and documents that it holds by now.

        `day_exemptions_used` are the other ones that count that day; None: it is not about a day exemption.
        """
        facts = self.facts
        if day_exemptions_used is not None:
            facts = replace(facts, day_exemptions_used=day_exemptions_used)
        return reassess(facts, thresholds, policy, on, self.judgements, self.evidence)

    def uphold_objection(
        self, objection_id: UUID, ruling: UpheldRuling, *, policy: Policy, decided_on: date, decided_by: str
    ) -> None:
        """Put in the place of the contested decision what the ruling says (Awb 7:11(2)), at once.

        What was left out of consideration is taken up again. Raises NotInThisState `not_decided` without a decision,
        `objection_decided` when a renewal that crossed the ruling decided on it already, `decision_differs` when
        what stands by now is not what the ruling replaces; RuleBroken `finding_runs` for an objection with a
        finding: its renewal is the decision on it, and never are there both.
        """
        replaced = self._replaced_by(objection_id)
        if self.state is CaseState.LEFT_OUT:
            self._take_up_again(replaced, objection_id, ruling, decided_on, decided_by)
            return
        put = _Put(
            replaces_decision_id=replaced,
            decides_objection_id=objection_id,
            remedy=Remedy.APPEAL,
            of_another=ruling.of_another,
            **self._rests_on(objection_id, ruling),
            **ruling.how,
            **self._taken(decided_on, decided_by),
        )
        match ruling.replacement:
            case Replacement.OTHER_REFUSAL:
                self._must_stand(CaseState.REFUSED)
                self.trigger_event(
                    RefusalReplacedOnObjection,
                    grounds=self._grounds(OTHER_GROUND, policy, decided_on),
                    sealed_reasons=sealed_in(ruling),
                    **put,
                )
            case Replacement.REVOCATION:
                if not self._annulled(objection_id):
                    self._must_stand(CaseState.GRANTED)
                self.trigger_event(
                    GrantRevokedOnObjection,
                    effective_from=decided_on + timedelta(days=1),
                    grounds=self._grounds(TAKEN_BACK, policy, decided_on),
                    sealed_reasons=sealed_in(ruling),
                    **put,
                )
            case _:
                self._grant_on_objection(objection_id, ruling, put, policy, decided_on)

    def restore_after_court(
        self, objection_id: UUID, ruling: UpheldRuling, *, policy: Policy, decided_on: date, decided_by: str
    ) -> None:
        """Give back what a ruling on the objection of another took that a court annulled (Awb 8:72(1)).

        Decided anew, that objection was dismissed, or inadmissible (Awb 8:72(4)). Nothing where that ruling took
        nothing, or where another decision stands by now.
        """
        period = self._period_taken(objection_id, decided_on)
        if period is None or self.decision_id is None:
            return
        hours = hours_of_day(self.facts, policy, period["valid_until"])
        self.trigger_event(
            DecisionReplacedOnObjection,
            grounds=self._grounds(RESTORED_ANEW, policy, decided_on),
            sealed_reasons=sealed_in(ruling),
            replaces_decision_id=self.decision_id,
            decides_objection_id=objection_id,
            remedy=Remedy.APPEAL,
            of_another=True,
            restores_anew=True,
            **ruling.how,
            **{**period, **hours},
            **self._rests_on(objection_id, ruling),
            **self._taken(decided_on, decided_by),
        )

    def _annulled(self, objection_id: UUID) -> bool:
        """Whether what stands was given on this objection, which is pending again: a court annulled it."""
        given = self.given_on
        if given is None:
            return False
        return (given.objection_id, given.decision_id) == (objection_id, self.decision_id)

    def _period_taken(self, objection_id: UUID, on: date) -> PeriodOnObjection | None:
        """What the annulled ruling took of a grant: since when, and until which day; None: nothing."""
        granted_until = self.given_on.granted_until if self.given_on is not None else None
        if granted_until is None or self.valid_until is None or not self._annulled(objection_id):
            return None
        if self.state is CaseState.REVOKED and self.revoked_from is not None:
            return restored(granted_until, self.revoked_from)
        if self.valid_until >= granted_until:
            return None
        ended = self.valid_until < on
        return until(granted_until, self.valid_until + timedelta(days=1) if ended else None)

    def _replaced_by(self, objection_id: UUID) -> UUID:
        """The decision that stands, where this objection can be decided on."""
        if self.decision_id is None:
            raise NotInThisState("not_decided", "there is no decision to revoke (Awb 7:11(2))")
        if objection_id in self.objections_decided:
            raise NotInThisState(
                "objection_decided", "a decision on this objection was taken already (Awb 7:11)"
            )
        if self.finding_stands(objection_id):
            raise RuleBroken("finding_runs", "the renewal will be the decision on this objection (Awb 7:11)")
        return self.decision_id

    def _rests_on(self, objection_id: UUID, ruling: UpheldRuling) -> RestsOn:
        """The assessment that the ruling names, or the one that was made with it."""
        named = self.reconsidered.get(objection_id)
        if named is not None and named.assessment_id == ruling.rests_on:
            return RestsOn(assessment_id=named.assessment_id, reassessed=named.reassessed)
        return RestsOn(assessment_id=ruling.rests_on, reassessed=ruling.reassessed)

    def _must_stand(self, state: CaseState) -> None:
        """Nobody ends worse off by a ruling that crossed a renewal (Awb 7:11)."""
        if self.state is not state:
            raise NotInThisState(
                "decision_differs", f"what the ruling replaces is not what stands: {self.state} (Awb 7:11)"
            )

    def _take_up_again(
        self, revoked: UUID, objection_id: UUID, ruling: UpheldRuling, decided_on: date, decided_by: str
    ) -> None:
        reasons = ruling.reasons
        self.trigger_event(
            LeavingOutRevokedOnObjection,
            revokes_decision_id=revoked,
            objection_id=objection_id,
            decided_on=decided_on,
            decided_by=decided_by,
            reasons="" if isinstance(reasons, Sealed) else reasons,
            sealed_reasons=reasons if isinstance(reasons, Sealed) else None,
            **ruling.how,
        )

    def _grant_on_objection(
        self, objection_id: UUID, ruling: UpheldRuling, put: _Put, policy: Policy, decided_on: date
    ) -> None:
        in_part = ruling.replacement is Replacement.GRANT_IN_PART
        if in_part and not ruling.of_another and not self._annulled(objection_id):
            self._must_stand(CaseState.REFUSED)
        period = self._period_on_objection(objection_id, policy, decided_on, ruling)
        hours = hours_of_day(self.facts, policy, period["valid_until"])
        if in_part and self.state is CaseState.REFUSED:
            in_part = period["valid_until"] == ruling.valid_until
        self.trigger_event(
            DecisionReplacedOnObjection,
            grounds=self._grounds(objection_upheld(ruling.reasons), policy, decided_on),
            sealed_reasons=ruling.reasons if isinstance(ruling.reasons, Sealed) else None,
            in_part=in_part,
            **put,
            **{**period, **hours},
        )

    def _grounds(self, criterion: CriterionResult, policy: Policy, decided_on: date) -> DecisionGrounds:
        return DecisionGrounds(self.facts, (criterion,), policy.version, None, decided_on)

    def _period_on_objection(
        self, objection_id: UUID, policy: Policy, decided_on: date, ruling: UpheldRuling
    ) -> PeriodOnObjection:
        """What was wrongly revoked holds again from the day it was taken away to its own end (Awb 7:11(2)).

        No day that a ruling names lies beyond the policy, or beyond what stands: such a ruling is not given any more,
        and one that was on its way is carried out up to the outer day.
        """
        named = self.state is CaseState.GRANTED or ruling.replacement is Replacement.GRANT_IN_PART
        if ruling.valid_until is not None and named:
            taken = self.state is CaseState.REVOKED and self._annulled(objection_id)
            return until(
                self._within_policy(ruling.valid_until, policy, decided_on),
                self.revoked_from if taken else None,
            )
        if self.state is CaseState.REVOKED and self.valid_until and self.revoked_from:
            return restored(self.valid_until, self.revoked_from)
        return PeriodOnObjection(**period_on_objection(self.facts, policy, decided_on), effective_from=None)

    def _within_policy(self, named: date, policy: Policy, decided_on: date) -> date:
        """That day, but no later than the policy's of today, or that of the grant that stands (Awb 4:81, 7:11)."""
        outer = last_day_on_objection(self.facts, policy, decided_on) or named
        stands = self.valid_until if self.state is CaseState.GRANTED else None
        return min(named, max(outer, stands or outer))

    def finding_stands(self, objection_id: UUID) -> bool:
        """Whether that objection is pending with a threshold consequence found on it, not decided on yet."""
        return objection_id not in self.objections_decided and any(
            one.objection_id == objection_id and one.found_by for one in self.objections
        )


def sealed_in(ruling: UpheldRuling) -> Sealed:
    """The reasons of a ruling of a kind that there was not before reasons were sealed."""
    if not isinstance(ruling.reasons, Sealed):
        raise TypeError("reasons in clear, of a ruling from before they were sealed")
    return ruling.reasons
