"""The objection (bezwaar): a person asks the authority to reconsider its decision (Awb 6:4, 7:1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from services.objections.domain.admissibility import InadmissibilityGround, within_term
from services.objections.domain.contested_decision import ContestedDecision, heard_of, require_day_to_come
from services.objections.domain.decision_anew import (
    CourtOrder,
    DecisionAnewOrdered,
    LateRulingOrdered,
    of_anew,
    term_anew,
)
from services.objections.domain.handling import (
    Dismissal,
    Handling,
    Inadmissibility,
    Ruling,
    ThresholdFinding,
    Upholding,
    grants_in_full,
)
from services.objections.domain.hearing import HowHeard, WaiverGround, how_heard
from services.objections.domain.hearing_wish import check_basis
from services.objections.domain.interested_parties import (
    require_holder_heard,
    told_of_ruling,
)
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
    ThresholdConsequenceFound,
    ThresholdConsequenceRetracted,
)
from services.objections.domain.objection_to_court import ObjectionToCourt
from services.objections.domain.objection_transitions import require_step
from services.objections.domain.parties import check_ground
from services.objections.domain.penalty_dispute import check_new_penalty
from services.objections.domain.posting import PostingJudged, check_judgement, require_judged
from services.objections.domain.premature import check_premature
from services.objections.domain.reconsideration import advice_that_fits, rests_on
from services.objections.domain.repair import require_lapsed, require_not_running
from services.objections.domain.replaced_decision import (
    Given,
    check_replacement,
    check_within_policy,
    require_not_worse,
)
from services.objections.domain.ruling_term import last_day
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling
from shared.vocabulary import ObjectionRuling, Outcome, Replacement

RULINGS: Final = (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheldForAnotherReason,
    ObjectionUpheld,
)
"""The acts that decide on an objection."""


class Ruled(TypedDict):
    """What every ruling says."""

    case_id: UUID
    decision_id: UUID
    decided_by: str
    ruled_on: date
    heard: HowHeard
    heard_on: date | None
    anew_appeal_id: UUID | None
    court_ruled_on: date | None
    penalty_decision_id: UUID | None
    penalty_euros: int | None
    penalty_for_late_ruling: bool
    about_recovery: bool
    beside: BesideRuling | None
    told_to: tuple[Sealed, ...]
    holder_told: bool


class Objection(ObjectionToCourt):
    """The proceedings on one objection, from receipt to ruling."""

    TOPIC = "objections.Objection"

    def require_ruling(self) -> None:
        """Only against a decision on the objection can be appealed (Awb 8:1, 7:1). Raises NotInThisState."""
        if not self.decided:
            raise NotInThisState(
                "objection_without_ruling", "there is no decision on this objection (Awb 8:1)"
            )

    def require_undecided(self) -> None:
        """Raises NotInThisState once the proceedings have ended."""
        if not self.undecided:
            raise NotInThisState("objection_state", f"not possible while the objection is {self.state.value}")

    # What the objector does

    def withdraw(self, *, by: str, on: date) -> None:
        """End the proceedings at the objector's wish (Awb 6:21), also while a finding stands.

        Raises NotYours for another than the objector; what came by post is withdrawn through the desk.
        """
        if self.lodged_by not in {None, by}:
            raise NotYours("objector_withdraws", "only the objector withdraws this objection (Awb 6:21)")
        require_step(self.state, ObjectionWithdrawn)
        self.trigger_event(
            ObjectionWithdrawn,
            case_id=self.case_id,
            withdrawn_on=on,
            anew_appeal_id=of_anew(self.anew)["anew_appeal_id"],
        )

    # What its handler does. Each raises NotInThisState, NotYours or RuleBroken.

    def find_threshold_consequence(self, finding: ThresholdFinding, by: Handling) -> None:
        """Record that a threshold is wrong; the renewal that follows from it will be the ruling."""
        require_step(self.state, ThresholdConsequenceFound)
        refusal = self._standing_refusal(by)
        by.require_another_person()
        self._check_posting(by)
        excuse = self._excuse_needed(by)
        self._judge_posting(by)
        self._excuse(excuse, by)
        self.trigger_event(
            ThresholdConsequenceFound,
            case_id=self.case_id,
            decision_id=self.decision_id,
            found_by=by.handler,
            vehicle_category=finding.vehicle_category,
            parameter=finding.parameter,
            sealed_reasons=finding.reasons,
            within_term=within_term(self.receipt, refusal),
            decide_before=last_day(self.ruling_term(refusal))["decide_before"],
        )

    def retract_threshold_consequence(self, reasons: Sealed, by: Handling) -> None:
        """Take the finding back, so that the objection can be ruled on; not once its set is in force."""
        require_step(self.state, ThresholdConsequenceRetracted)
        by.require_another_person()
        if self.taken_up_in is not None:
            raise RuleBroken(
                "renewal_under_way",
                "the set that the finding caused is in force: the renewal will be the ruling (Awb 7:11)",
            )
        self.trigger_event(
            ThresholdConsequenceRetracted,
            case_id=self.case_id,
            retracted_by=by.handler,
            sealed_reasons=reasons,
        )

    def rule(self, ruling: Ruling, by: Handling) -> None:
        """Decide on the objection; never while a finding stands, because the renewal will be the ruling."""
        self._check_posting(by)
        match ruling:
            case Inadmissibility():
                self._declare_inadmissible(ruling, by)
            case Dismissal():
                self._dismiss(ruling, by)
            case Upholding():
                self._uphold_for_another_reason(ruling, by)

    def _declare_inadmissible(self, ruling: Inadmissibility, by: Handling) -> None:
        require_step(self.state, ObjectionDeclaredInadmissible)
        check_premature(ruling.ground, self.state)
        unheard = {InadmissibilityGround.OTHER, InadmissibilityGround.PREMATURE}
        if by.contested is not None or ruling.ground not in unheard:
            heard_of(by.contested)
        by.require_another_person()
        check_ground(ruling.ground, by_another=self.by_another)
        self._require_not_worse(None, by)
        late = ruling.ground is InadmissibilityGround.LATE and self._is_late(by) and not self.lateness_excused
        if ruling.ground is InadmissibilityGround.LATE and not late:
            raise RuleBroken(
                "objection_not_late",
                "the objection came in time, or its lateness was excused (Awb 6:9, 6:11)",
            )
        if ruling.ground is InadmissibilityGround.NOT_REPAIRED:
            require_lapsed(self.repair)
        ruled = self._ruled(ObjectionRuling.INADMISSIBLE, ruling, None, by)
        self.trigger_event(
            ObjectionDeclaredInadmissible,
            ground=ruling.ground,
            sealed_reasons=ruling.reasons,
            **ruled,
        )

    def _dismiss(self, ruling: Dismissal, by: Handling) -> None:
        require_step(self.state, ObjectionDismissed)
        self._objectors_own(by)
        by.require_another_person()
        self._require_not_worse(None, by)
        require_not_running(self.repair)
        excuse = self._excuse_needed(by)
        self._check_penalty(by, ruling.penalty_euros, upholding=False)
        rests = self._rests_on(None, by)
        ruled = self._ruled(ObjectionRuling.DISMISSED, ruling, excuse, by)
        self.trigger_event(
            ObjectionDismissed,
            rests_on=rests,
            departure=by.departure,
            sealed_reasons=ruling.reasons,
            **ruled,
        )

    def _uphold_for_another_reason(self, ruling: Upholding, by: Handling) -> None:
        require_step(self.state, ObjectionUpheldForAnotherReason)
        contested = self._standing(by, ruling.replacement, ruling.valid_until)
        if ruling.replacement is Replacement.GRANT:
            require_day_to_come(contested, by.on)
        self._require_not_worse(Given(ruling.replacement, ruling.valid_until), by)
        if self.by_another and contested.outcome is Outcome.GRANTED:
            require_holder_heard(self.parties, by.on)
        by.require_another_person()
        excuse = self._excuse_needed(by)
        self._check_penalty(by, ruling.penalty_euros, upholding=True)
        rests = self._rests_on(ruling.replacement, by)
        assessment = self.reconsideration.assessment
        if self._outcome_that_stands(contested) is not Outcome.REVOKED:
            check_within_policy(contested, ruling.replacement, ruling.valid_until, assessment, by.on)
        ruled = self._ruled(ObjectionRuling.UPHELD, ruling, excuse, by)
        self.trigger_event(
            ObjectionUpheldForAnotherReason,
            sealed_reasons=ruling.reasons,
            valid_until=ruling.valid_until,
            replacement=ruling.replacement,
            of_another=self.by_another,
            rests_on=rests,
            departure=by.departure,
            **ruled,
        )

    # What a court does

    def order_decision_anew(self, order: CourtOrder) -> None:
        """Note that the decision on the objection was annulled, and a new one ordered (Awb 8:72(4)).

        Raises NotInThisState when there is no ruling to annul.
        """
        require_step(self.state, DecisionAnewOrdered)
        deadline = term_anew(self.term_changes, order)
        self.trigger_event(
            DecisionAnewOrdered,
            case_id=self.case_id,
            decision_id=self.decision_id,
            order=order,
            lodged_by=self.lodged_by,
            received_on=self.received_on,
            heard_on=self.hearing.heard_on,
            decide_before=deadline.last_day,
            provisional=deadline.provisional,
            objector=self.objector,
        )

    def order_late_ruling(self, appeal_id: UUID, ruled_on: date, last_day: date) -> None:
        """Note until when the court ordered to decide on what is late (Awb 8:55d(1)); nothing once it was decided."""
        if self.undecided:
            self.trigger_event(
                LateRulingOrdered,
                case_id=self.case_id,
                appeal_id=appeal_id,
                ruled_on=ruled_on,
                decide_before=last_day,
            )

    # Rules that several acts share

    def _require_not_worse(self, given: Given | None, by: Handling) -> None:
        """Than the annulled ruling left the objector (Awb 7:11)."""
        granted = by.contested is not None and by.contested.outcome is Outcome.GRANTED
        require_not_worse(self.annulled_gave, given, takes_from_holder=self.by_another and granted)

    def _objectors_own(self, by: Handling) -> ContestedDecision:
        """The contested decision, of the objector's own case."""
        contested = heard_of(by.contested)
        if not contested.is_open_to(self.case_id, self.lodged_by):
            raise RuleBroken("decision_of_another", "the decision is of another case or another applicant")
        return contested

    def _standing_refusal(self, by: Handling) -> ContestedDecision:
        """The contested decision, which a threshold can only have harmed when it is a standing refusal."""
        contested = self._standing(by)
        if contested.outcome is not Outcome.REFUSED:
            raise RuleBroken("decision_not_a_refusal", "the contested decision is not a refusal (Awb 7:11)")
        return contested

    def _standing(
        self, by: Handling, put: Replacement = Replacement.GRANT, valid_until: date | None = None
    ) -> ContestedDecision:
        """The contested decision, which stands and in the place of which another can come."""
        contested = self._objectors_own(by)
        given = [one for one in self.renewals.values() if one is not Outcome.REFUSED]
        check_replacement(
            replace(contested, outcome=None) if given else contested,
            put,
            valid_until,
            by.on,
            by_another=self.by_another,
        )
        if given and given[-1] is Outcome.GRANTED:
            raise RuleBroken(
                "decision_replaced", "the refusal was replaced by a renewed decision that grants (Awb 6:19)"
            )
        if contested.revoked_on_objection is not None:
            raise RuleBroken(
                "decision_revoked", "the decision was revoked on another objection (Awb 7:11(2))"
            )
        return contested

    def _check_posting(self, by: Handling) -> None:
        """Whether the handler can say something of post without a legible postmark (see `posting`)."""
        if by.posting is not None:
            require_step(self.state, PostingJudged)
            by.require_another_person()
            check_judgement(self.receipt, by.contested)

    def _judge_posting(self, by: Handling) -> None:
        """Record what the handler says of it, once nothing else stands in the way."""
        if by.posting is not None:
            self.trigger_event(
                PostingJudged,
                in_time=by.posting.in_time,
                judged_by=by.handler,
                judged_on=by.on,
                sealed_reasons=by.posting.reasons,
            )

    def _is_late(self, by: Handling) -> bool:
        receipt = self.receipt
        if by.posting is not None:
            receipt = replace(receipt, posted_in_time=by.posting.in_time)
        require_judged(receipt, by.contested)
        return within_term(receipt, by.contested) is False

    def _excuse_needed(self, by: Handling) -> Sealed | None:
        """Awb 6:9, or excusably late by a person's judgement with reasons (6:11), which are then returned."""
        late = self._is_late(by)
        if by.lateness_excused is not None and not late:
            raise RuleBroken(
                "objection_not_late", "the objection came in time: there is nothing to excuse (Awb 6:11)"
            )
        if not late or self.lateness_excused:
            return None
        if by.lateness_excused is None:
            raise RuleBroken(
                "objection_late",
                "the objection came after its term; whether that is excusable comes first (Awb 6:11)",
            )
        return by.lateness_excused

    def _excuse(self, reasons: Sealed | None, by: Handling) -> None:
        if reasons is not None:
            self.trigger_event(LatenessExcused, excused_by=by.handler, sealed_reasons=reasons)

    def _check_penalty(self, by: Handling, euros: int | None, *, upholding: bool) -> None:
        own_right = by.penalty is not None and by.penalty.decision_id == self.decision_id
        check_new_penalty(by.penalty, euros, own_right=own_right, upholding=upholding)

    def _rests_on(self, put: Replacement | None, by: Handling) -> UUID | None:
        """The assessment of the day (Awb 7:11(1)); None: it is about no exemption, or needs none.

        None is needed of a revocation, which no criterion is about, nor where the objection is manifestly unfounded.
        """
        stands = self._outcome_that_stands(by.contested)
        waived = by.hearing_waived.ground if by.hearing_waived is not None else self.hearing.waived
        manifest = put is None and waived is WaiverGround.MANIFESTLY_UNFOUNDED
        needed = stands is not Outcome.REVOKED and not manifest
        fitting = advice_that_fits(stands, put)
        return rests_on(self.reconsideration, fitting, by.departure, by.on, needed=needed)

    def _outcome_that_stands(self, contested: ContestedDecision | None) -> Outcome | None:
        """Of what took the place of the contested decision, at which it is by law directed too (Awb 6:19(1))."""
        first = contested.outcome if contested is not None else None
        return next(reversed(tuple(self.renewals.values())), first)

    def _ruled(self, ruling: ObjectionRuling, said: Ruling, excuse: Sealed | None, by: Handling) -> Ruled:
        """What every ruling says, once the objector was heard or need not be (Awb 7:2, 7:3).

        What the handler says of lateness and hearing with the ruling is recorded before it.
        """
        heard = how_heard(self.hearing, by.hearing_waived, ruling, in_full=grants_in_full(said))
        if heard is not HowHeard.HELD:
            check_basis(self.hearing_wish, WaiverGround(heard.value), by.on)
        self._require_others_heard(by.on)
        beside = self._beside(said, ruling, by)
        self._judge_posting(by)
        self._excuse(excuse, by)
        if by.hearing_waived is not None:
            self.waive_hearing(by.hearing_waived, by)
        return Ruled(
            case_id=self.case_id,
            decision_id=self.decision_id,
            decided_by=by.handler,
            ruled_on=by.on,
            heard=heard,
            heard_on=self.hearing.heard_on,
            penalty_decision_id=by.penalty.decision_id if by.penalty else None,
            penalty_euros=None if isinstance(said, Inadmissibility) else said.penalty_euros,
            penalty_for_late_ruling=by.penalty is not None and by.penalty.late_on_objection is not None,
            about_recovery=by.contested is not None and by.contested.recovered_euros is not None,
            beside=beside,
            **told_of_ruling(self.parties),
            **of_anew(self.anew),
        )
