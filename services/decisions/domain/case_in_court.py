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
    Suspension,
    SuspensionWithoutEffect,
    first_day_without,
    last_day_of,
)
from services.decisions.domain.policy import Policy
from shared.errors import NotInThisState
from shared.vocabulary import Outcome, Remedy, legal_day


class CaseInCourt(CaseWithFacts):
    """What is heard of a court changes the case, or what its holder may do meanwhile."""

    interim: tuple[UUID, ...] = ()
    """Interim relief that gives access now (Awb 8:81)."""
    suspended: Mapping[UUID, Suspension] = field(default_factory=dict)
    """Interim relief that suspended a grant and has not lapsed (Awb 8:81)."""
    suspended_nothing: tuple[UUID, ...] = ()
    """Interim relief of which was told that it leaves the grant as it is."""

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
            ends = hours["valid_to"]
            until = ruling.valid_until if ends is None else legal_day(ends)
            self.trigger_event(ExemptionGrantedByCourt, valid_until=until, **hours, **said)
        else:
            stood = self.state is CaseState.GRANTED
            self.trigger_event(ExemptionRefusedByCourt, takes_away=stood, **said)

    def give_interim_access(self, relief: InterimRelief, policy: Policy) -> None:
        """Give access for the time being, or suspend the grant (Awb 8:81); nothing where that changes none, or did."""
        grant = self._grant_on(first_day_without(relief.ruled_on))
        if (
            relief.content is ReliefContent.SUSPENDED
            and grant is not None
            and not self._of_revocation(relief)
        ):
            self._suspend(relief, grant)
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
            self._let_grant_resume(relief_id, lapsed_on)
        if relief_id in self.interim:
            self.trigger_event(
                InterimAccessEnded,
                relief_id=relief_id,
                lapsed_on=lapsed_on,
                ends_from=first_day_without(lapsed_on),
            )

    def _let_grant_resume(self, relief_id: UUID, lapsed_on: date) -> None:
        """It gives access again once nothing suspends it any more, where it then still stands (Awb 8:85)."""
        grant = self.suspended[relief_id].decision_id
        beside = self._suspensions_of(grant, lapsed_on, relief_id)
        last = last_day_of(beside)
        again = (first_day_without(last) if last else None) if beside else lapsed_on
        stands = again is not None and self._grant_on(again) == grant
        self.trigger_event(
            GrantSuspensionEnded,
            relief_id=relief_id,
            decision_id=grant,
            lapsed_on=lapsed_on,
            resumes_on=again if stands else None,
            beside=beside,
        )

    def _grant_on(self, day: date) -> UUID | None:
        """The decision by which there is an exemption on that day: the one that stands, or was revoked from later."""
        if self.state is CaseState.GRANTED:
            return self.decision_id
        later = self.state is CaseState.REVOKED and self.revoked_from is not None and self.revoked_from > day
        return self.decisions_taken[-2] if later and len(self.decisions_taken) > 1 else None

    def _of_revocation(self, relief: InterimRelief) -> bool:
        """Whether it suspends the revocation, not the grant that holds until then; also where none was named."""
        return self.state is CaseState.REVOKED and relief.decision_id in (None, self.decision_id)

    def _suspend(self, relief: InterimRelief, grant: UUID) -> None:
        """Of another decision than the grant it is told that nothing is suspended: a person acts."""
        if relief.relief_id in self.suspended or relief.relief_id in self.suspended_nothing:
            return
        if relief.decision_id != grant:
            self.trigger_event(
                SuspensionWithoutEffect,
                relief_id=relief.relief_id,
                ruled_on=relief.ruled_on,
                named_decision_id=relief.decision_id,
                grant_id=grant,
            )
            return
        self.trigger_event(
            GrantSuspended,
            relief_id=relief.relief_id,
            decision_id=grant,
            ruled_on=relief.ruled_on,
            suspended_from=first_day_without(relief.ruled_on),
            suspended_until=relief.last_day,
            beside=self._suspensions_of(grant, relief.ruled_on),
        )

    def _suspensions_of(self, grant: UUID, on: date, but: UUID | None = None) -> tuple[Suspension, ...]:
        """What else suspends that grant on that day, or will."""
        others = (told for relief_id, told in self.suspended.items() if relief_id != but)
        return tuple(told for told in others if told.holds(grant, on))

    def _interim_until(self, relief: InterimRelief, policy: Policy) -> date | None:
        """The last day of what it gives; None: it gives no access."""
        if relief.content is ReliefContent.SUSPENDED:
            revoked = self._of_revocation(relief)
            return relief.bounded(self.valid_until) if revoked and self.valid_until else None
        if relief.last_day is not None:
            return relief.last_day
        return period_on_objection(self.facts, policy, relief.ruled_on)["valid_until"]
