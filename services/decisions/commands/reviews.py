"""What can be done to review a refusal in favour without an objection: propose, reject, decide."""

from __future__ import annotations

from uuid import UUID

from services.decisions.commands.desk import case_within, policy_for
from services.decisions.commands.recorded import TYPE, Recorded
from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.review_in_favour import Review
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal


class ReviewCommands:
    """Commands on reviews (ambtshalve herzieningen)."""

    def __init__(self, log: EventLog, recorded: Recorded) -> None:
        self._log = log
        self._recorded = recorded

    def propose(
        self, act: Act, *, case_id: UUID, review: Review, within: Principal, expected_version: int | None
    ) -> Saved:
        """Propose to grant after all what was refused; a like case is one within the same scope."""
        case = case_within(self._log, within, case_id, expected_version)
        like_id = review.like_case_id
        case.propose_review(
            review,
            case_within(self._log, within, like_id, None) if like_id is not None else None,
            thresholds=self._recorded.thresholds_in_force(TYPE),
            policy=policy_for(case, act.today),
            proposed_on=act.today,
            proposed_by=act.actor,
        )
        return self._log.save_act(act, case, case_id=case_id)

    def reject(
        self, act: Act, *, case_id: UUID, reasons: Sealed, within: Principal, expected_version: int | None
    ) -> Saved:
        """Leave the refusal as it is."""
        case = case_within(self._log, within, case_id, expected_version)
        case.reject_review(reasons, rejected_on=act.today, rejected_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def approve(
        self,
        act: Act,
        *,
        case_id: UUID,
        within: Principal,
        expected_version: int | None,
        terms: GrantTerms = NOTHING_SET,
    ) -> Saved:
        """Revoke the refusal and grant the exemption, under thresholds that are still in force at the append."""
        case = case_within(self._log, within, case_id, expected_version)
        policy = policy_for(case, act.today)
        in_force = self._recorded.thresholds_in_force(TYPE)
        case.approve_review(
            thresholds=in_force, policy=policy, decided_on=act.today, decided_by=act.actor, terms=terms
        )
        guarded = policy.uses_thresholds and in_force is not None
        guards = [self._recorded.still_in_force(TYPE, in_force)] if guarded and in_force else []
        return self._log.save_act(act, case, case_id=case_id, guards=guards)
