"""What a case handler can do with a case: assess it, decide on it, refuse it otherwise, leave it out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.commands.recorded import TYPE, Recorded
from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import NotHeard
from services.decisions.domain.policy import Policy, policy_on
from shared.errors import RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import Guard
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
from shared.vocabulary import LeftOutReason, Outcome


class DecisionCommands:
    """Commands of the desk on cases (besluiten op aanvragen)."""

    def __init__(self, log: EventLog, recorded: Recorded) -> None:
        self._log = log
        self._recorded = recorded

    def assess(self, act: Act, *, case_id: UUID, within: Principal, expected_version: int | None) -> Saved:
        """Answer every criterion of the case's type, under the thresholds in force where it uses them."""
        case = case_within(self._log, within, case_id, expected_version)
        policy = policy_for(case, act.today)
        thresholds = self._recorded.thresholds_in_force(TYPE)
        if policy.uses_thresholds and thresholds is None:
            raise RuleBroken(
                "no_threshold_set_in_force", "no threshold set has entered into force yet (Awb 3:46)"
            )
        case.assess(thresholds=thresholds, policy=policy, assessed_by=act.actor, on=act.today)
        return self._log.save_act(act, case, case_id=case_id)

    def decide(
        self,
        act: Act,
        *,
        case_id: UUID,
        outcome: Outcome,
        within: Principal,
        expected_version: int | None,
        not_heard: NotHeard | None = None,
        terms: GrantTerms = NOTHING_SET,
    ) -> Saved:
        """Take the decision that the assessment advises.

        Where thresholds are used, the append is guarded: when another set enters into force before it is
        stored, GuardFailed is raised, nothing is stored, and the desk assesses again.
        """
        case = case_within(self._log, within, case_id, expected_version)
        policy = policy_for(case, act.today)
        guards = self._thresholds_still_in_force(case) if policy.uses_thresholds else []
        case.decide(
            outcome,
            policy=policy,
            decided_on=act.today,
            decided_by=act.actor,
            follows_on=self._last_day_renewed(case),
            not_heard=not_heard,
            terms=terms,
        )
        return self._log.save_act(act, case, case_id=case_id, guards=guards)

    def refuse_on_other_ground(
        self,
        act: Act,
        *,
        case_id: UUID,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
        rests_on_differing_facts: bool = False,
        not_heard: NotHeard | None = None,
    ) -> Saved:
        """Refuse for a reason that no criterion puts in words; no threshold was looked at, so no guard."""
        case = case_within(self._log, within, case_id, expected_version)
        case.refuse_on_other_ground(
            reasons,
            policy=policy_for(case, act.today),
            decided_on=act.today,
            decided_by=act.actor,
            rests_on_differing_facts=rests_on_differing_facts,
            not_heard=not_heard,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def refuse_as_repeated(
        self,
        act: Act,
        *,
        case_id: UUID,
        earlier_case_id: UUID,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Refuse by reference to the refusal in an earlier case within the same scope (Awb 4:6(2))."""
        case = case_within(self._log, within, case_id, expected_version)
        try:
            earlier = case_within(self._log, within, earlier_case_id, None)
        except AggregateNotFound as absent:
            raise RuleBroken("no_earlier_refusal", "there is no such earlier case (Awb 4:6)") from absent
        in_force = self._recorded.thresholds_in_force(TYPE)
        case.refuse_as_repeated(
            earlier,
            reasons,
            policy=policy_for(case, act.today),
            threshold_set_in_force=in_force.threshold_set_id if in_force else None,
            decided_on=act.today,
            decided_by=act.actor,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def leave_out_of_consideration(
        self,
        act: Act,
        *,
        case_id: UUID,
        reason: LeftOutReason,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Decide not to deal with the application (Awb 4:5)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.leave_out_of_consideration(reason, decided_on=act.today, decided_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def _last_day_renewed(self, case: DecisionCase) -> date | None:
        """The last day of the exemption that the case is to renew; None when there is none that was granted."""
        if case.renews_case_id is None:
            return None
        try:
            earlier = self._log.load(DecisionCase, case.renews_case_id)
        except AggregateNotFound:
            return None
        return earlier.valid_until if earlier.state is CaseState.GRANTED else None

    def _thresholds_still_in_force(self, case: DecisionCase) -> list[Guard]:
        in_force = self._recorded.thresholds_in_force(TYPE)
        if in_force is None:
            raise RuleBroken(
                "no_threshold_set_in_force", "no threshold set has entered into force yet (Awb 3:46)"
            )
        if case.assessed is not None and case.assessed.threshold_set_id != in_force.threshold_set_id:
            raise RuleBroken(
                "threshold_set_changed",
                "the case was assessed under thresholds no longer in force (Awb 3:46)",
            )
        return [self._recorded.still_in_force(TYPE, in_force)]


def case_within(
    log: EventLog, within: Principal, case_id: UUID, expected_version: int | None
) -> DecisionCase:
    """The case, for somebody who may deal with it; another's case is not there, at whatever version."""
    case = log.load(DecisionCase, case_id)
    if not within.deals_with(case.municipality):
        raise AggregateNotFound(f"DecisionCase {case_id}")
    if expected_version is not None and case.version != expected_version:
        raise VersionConflict(case_id, expected_version, case.version)
    return case


def policy_for(case: DecisionCase, today: date) -> Policy:
    """The policy on the case's type that is in force today, also for an application from before it."""
    kind = case.exemption_type or TYPE
    try:
        return policy_on(today, kind)
    except LookupError as error:
        raise RuleBroken("type_not_offered", f"there is no policy on {kind.value} yet") from error
