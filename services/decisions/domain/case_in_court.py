"""A case of which a court decides something itself: on the exemption, or on access for the time being."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from uuid import UUID

from services.decisions.domain.case_file import CaseState, DecisionGrounds
from services.decisions.domain.case_with_facts import CaseWithFacts
from services.decisions.domain.decision_by_court import (
    COURT,
    DecidedByCourt,
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
    court_criterion,
)
from services.decisions.domain.decision_on_objection import hours_of_day, period_on_objection
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    InterimRelief,
    ReliefContent,
    first_day_without,
)
from services.decisions.domain.policy import Policy
from shared.errors import NotInThisState
from shared.vocabulary import Outcome, Remedy


class CaseInCourt(CaseWithFacts):
    """What is heard of a court changes the case, or what its holder may do meanwhile."""

    interim: tuple[UUID, ...] = ()
    """Interim relief that gives access now (Awb 8:81)."""
    suspended: Mapping[UUID, UUID] = field(default_factory=dict)
    """Interim relief that suspends a grant now, with the decision that granted (Awb 8:81)."""

    def take_over_from_court(self, ruling: DecidedByCourt, *, policy: Policy, today: date) -> None:
        """Change the case as a court ruled, whose ruling takes the place of the decision (Awb 8:72(3)(b)).

        Raises NotInThisState `not_decided` without a decision whose place it could take.
        """
        if self.decision_id is None:
            raise NotInThisState("not_decided", "there is no decision in whose place it comes (Awb 8:72(3))")
        criteria = (court_criterion(ruling.outcome),)
        said = {
            "replaces_decision_id": self.decision_id,
            "appeal_id": ruling.appeal_id,
            "announced_on": ruling.announced_on(today),
            "grounds": DecisionGrounds(self.facts, criteria, policy.version, None, ruling.ruled_on),
            "remedy": Remedy.HIGHER_APPEAL,
            **self._taken(ruling.ruled_on, COURT),
        }
        if ruling.outcome is Outcome.GRANTED:
            hours = hours_of_day(self.facts, policy, ruling.valid_until)
            self.trigger_event(ExemptionGrantedByCourt, valid_until=ruling.valid_until, **hours, **said)
        else:
            stood = self.state is CaseState.GRANTED
            self.trigger_event(ExemptionRefusedByCourt, takes_away=stood, **said)

    def give_interim_access(self, relief: InterimRelief, policy: Policy) -> None:
        """Give access for the time being, or suspend the grant (Awb 8:81); nothing where that changes none, or did."""
        if self._suspends(relief):
            self._suspend(relief)
            return
        until = self._interim_until(relief, policy)
        if until is None or until < relief.ruled_on or relief.relief_id in self.interim:
            return
        if self.holder is None or self.exemption_type is None:
            raise ValueError("a case without its founding event")
        self.trigger_event(
            InterimAccessGiven,
            relief_id=relief.relief_id,
            given_on=relief.ruled_on,
            valid_until=until,
            content=relief.content,
            exemption_type=self.exemption_type,
            holder=self.holder,
            municipality=self.facts.municipality,
        )

    def end_interim_access(self, relief_id: UUID, lapsed_on: date) -> None:
        """End it the day after it lapsed, or the suspension on that day (Awb 8:85); nothing where none was given."""
        if relief_id in self.suspended:
            decision_id = self.suspended[relief_id]
            stands = self.state is CaseState.GRANTED and self.decision_id == decision_id
            self.trigger_event(
                GrantSuspensionEnded,
                relief_id=relief_id,
                decision_id=decision_id,
                lapsed_on=lapsed_on,
                resumes_on=lapsed_on if stands else None,
            )
        if relief_id in self.interim:
            self.trigger_event(
                InterimAccessEnded,
                relief_id=relief_id,
                lapsed_on=lapsed_on,
                ends_from=first_day_without(lapsed_on),
            )

    def _suspends(self, relief: InterimRelief) -> bool:
        """Whether it suspends the grant that is the decision of the case now (Awb 8:81)."""
        contested = relief.decision_id is not None and relief.decision_id == self.decision_id
        return relief.content is ReliefContent.SUSPENDED and self.state is CaseState.GRANTED and contested

    def _suspend(self, relief: InterimRelief) -> None:
        if self.decision_id is None or relief.relief_id in self.suspended:
            return
        self.trigger_event(
            GrantSuspended,
            relief_id=relief.relief_id,
            decision_id=self.decision_id,
            ruled_on=relief.ruled_on,
            suspended_from=first_day_without(relief.ruled_on),
            suspended_until=relief.last_day,
        )

    def _interim_until(self, relief: InterimRelief, policy: Policy) -> date | None:
        """The last day of what it gives; None: it gives no access."""
        if relief.content is ReliefContent.SUSPENDED:
            revoked = self.state is CaseState.REVOKED and self.valid_until is not None
            return relief.bounded(self.valid_until) if revoked and self.valid_until else None
        if relief.last_day is not None:
            return relief.last_day
        return period_on_objection(self.facts, policy, relief.ruled_on)["valid_until"]
