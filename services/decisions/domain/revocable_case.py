"""The exemption that was granted: intended to be revoked, heard on, revoked.

The part of the aggregate `DecisionCase` that takes away what was given; it decides nothing on the application.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.domain.case_file import DecisionGrounds, PendingObjections
from services.decisions.domain.case_with_recovery import CaseWithRecovery
from services.decisions.domain.decision_on_application import TakenBy
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.moved_terms import RevocationViewsTermMoved
from services.decisions.domain.policy import Policy
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    Revocation,
    RevocationAbandoned,
    RevocationIntended,
    RevocationIntention,
    RevocationViewsReceived,
    check_in_force,
    check_intention,
    check_revocation,
    remedy_of_revocation,
    revocation_criterion,
)
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import event_id
from shared.law.moved_terms import Move
from shared.privacy.sealed import Sealed
from shared.vocabulary import RevocationGround


class RevocableCase(CaseWithRecovery):
    """A case in which an exemption may have been granted."""

    decision_id: UUID | None = None
    """Of the decision that stands."""
    decided: DecisionGrounds | None = None
    valid_until: date | None = None
    """Last day of the exemption that was granted last, as granted."""
    intention: RevocationIntention | None = None
    revoked_from: date | None = None
    """Since when the exemption that was granted last no longer holds."""
    objections: PendingObjections = ()
    appeals: tuple[UUID, ...] = ()
    """Appeals of which the proceedings run."""

    def intend_revocation(
        self,
        ground: RevocationGround,
        *,
        views_until: date,
        reasons: Sealed,
        intended_on: date,
        intended_by: str,
    ) -> None:
        """Tell the holder that the exemption is to be revoked, and until when they can give views (Awb 4:8).

        Raises NotInThisState and RuleBroken with the code of the rule that stands in the way (see `revocation`).
        """
        check_in_force(self.state, self.exemption_type, self.valid_until, intended_on)
        check_intention(ground, self.intention, views_until, intended_on)
        self.trigger_event(
            RevocationIntended,
            ground=ground,
            intended_on=intended_on,
            intended_by=intended_by,
            views_until=views_until,
            sealed_reasons=reasons,
        )

    def move_term_of_intention(self, move: Move, moved_on: date) -> None:
        """Let the holder give views until a later day (Awb 4:8, afdeling 2.3); nothing where none are waited for."""
        intention = self.intention
        if intention is None or intention.views_given or move.last_day <= intention.views_until:
            return
        self.trigger_event(
            RevocationViewsTermMoved,
            previous_last_day=intention.views_until,
            views_until=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )

    def note_views(
        self, views: Sealed, *, manner: ViewsManner, received_on: date, today: date, noted_by: str
    ) -> None:
        """Record what the holder says of the intention; also after the term, as long as nothing was decided.

        Raises NotInThisState `no_revocation_intended`, RuleBroken `received_in_future`.
        """
        self._must_be_intended()
        if received_on > today:
            raise RuleBroken("received_in_future", "views are recorded once they have come (Awb 4:9)")
        self.trigger_event(
            RevocationViewsReceived,
            received_on=received_on,
            manner=manner,
            noted_by=noted_by,
            sealed_views=views,
        )

    def abandon_revocation(self, reasons: Sealed, *, abandoned_on: date, abandoned_by: str) -> None:
        """Leave the exemption as it is. Raises NotInThisState `no_revocation_intended`."""
        self._must_be_intended()
        self.trigger_event(
            RevocationAbandoned, abandoned_on=abandoned_on, abandoned_by=abandoned_by, sealed_reasons=reasons
        )

    def revoke(self, revocation: Revocation, *, policy: Policy, decided_on: date, decided_by: str) -> UUID:
        """Revoke the exemption from a day to come, and return that decision's id.

        Raises NotInThisState and RuleBroken with the code of the rule that stands in the way (see `revocation`).
        """
        check_in_force(self.state, self.exemption_type, self.valid_until, decided_on)
        check_revocation(revocation, self.intention, self.valid_until, decided_on)
        if self.decided is None or self.decision_id is None:
            raise ValueError("a granted case without its decision")
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            ExemptionRevoked,
            replaces_decision_id=self.decision_id,
            ground=revocation.ground,
            effective_from=revocation.effective_from,
            grounds=DecisionGrounds(
                self.decided.facts,
                (revocation_criterion(revocation.ground),),
                policy.version,
                None,
                decided_on,
            ),
            remedy=remedy_of_revocation(self.objections, self.appeals),
            sealed_reasons=revocation.reasons,
            not_heard_because=revocation.not_heard_because,
            **taken,
        )
        return taken["decision_id"]

    def _must_be_intended(self) -> None:
        if self.intention is None:
            raise NotInThisState(
                "no_revocation_intended", "the holder was not told of an intention to revoke (Awb 4:8)"
            )

    def _taken(self, decided_on: date, decided_by: str) -> TakenBy:
        if self.holder is None or self.exemption_type is None:
            raise ValueError("a case without its founding event")
        return TakenBy(
            decision_id=event_id("decisions", self.id, self.version + 1),
            decided_on=decided_on,
            decided_by=decided_by,
            holder=self.holder,
            exemption_type=self.exemption_type,
        )
