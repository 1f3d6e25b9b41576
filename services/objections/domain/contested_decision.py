"""What this service knows of the decisions that are contested here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.vocabulary import ExemptionType, Outcome


@dataclass(frozen=True, slots=True)
class ContestedDecision:
    """A decision (besluit) as heard of: its taking, its announcement, or only one of them so far."""

    decision_id: UUID
    case_id: UUID
    outcome: Outcome | None = None
    """None while the taking was not heard of, and for a decision that is not one on the merits."""
    decided_by: str | None = None
    """Pseudonymous id of the decider; None while only the letter, or nothing, was heard of."""
    applicant_subject: str | None = None
    """Pseudonymous subject of the applicant, who may object; None where the decision does not say."""
    replaces: UUID | None = None
    """The decision that this one revokes and replaces."""
    announced_on: date | None = None
    """The day on which the letter was sent (bekendmaking, Awb 3:41)."""
    remedy_last_day: date | None = None
    """Last day for an objection, as the letter states it."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national, or not heard of."""
    revoked_on_objection: UUID | None = None
    """The objection on which a handler's ruling revoked it (Awb 7:11(2))."""
    valid_until: date | None = None
    """Last day of a granted exemption; None where it was not heard."""
    day: date | None = None
    """The day that a day exemption (dagontheffing) was asked for."""
    penalty_euros: int | None = None
    """The penalty (dwangsom) that it fixed (Awb 4:18), zero where nothing was due; None: it is about another thing."""
    decided_on: date | None = None
    """The day of the decision, where it was heard of just now; it is not kept."""
    first_remedy_last_day: date | None = None
    """Last day for an objection before the decision was announced again; None: it was announced once."""
    late_on_objection: UUID | None = None
    """The objection on which was ruled too late, of a penalty for that (Awb 7:14); None: it is for another decision."""
    announce_by: date | None = None
    """Of leaving an application out of consideration: the last day to announce it (Awb 4:5(4)); None: not told."""

    recovered_euros: int | None = None
    """What it asks back of a penalty that was paid (Awb 4:20); None: it asks nothing back."""

    @property
    def announced_in_time(self) -> bool | None:
        """Whether it was announced within the four weeks (Awb 4:5(4)); None: not announced, or no day is known.

        What follows from that it was not, whoever rules on the objection says.
        """
        if self.announced_on is None or self.announce_by is None:
            return None
        return self.announced_on <= self.announce_by

    @property
    def taken(self) -> bool:
        """Whether the decision itself was heard of here."""
        return self.decided_by is not None

    @property
    def on_application(self) -> bool:
        """Whether it decides on the application, for the first time (Awb 4:13)."""
        return self.penalty_euros is None and self.recovered_euros is None and self.replaces is None

    def announced(self, on: date, remedy_last_day: date | None) -> ContestedDecision | None:
        """As it stands once its letter was sent; None: since then it was announced again, and the letter is heard twice.

        Awb 3:41, 6:8: the term then runs from the later day.
        """
        if self.announced_on is not None and on < self.announced_on:
            return None
        return replace(self, announced_on=on, remedy_last_day=remedy_last_day)

    def announced_again(self, on: date, remedy_last_day: date | None) -> ContestedDecision | None:
        """As it stands once its letter, which had bounced, was sent on paper; None: that changes nothing.

        Awb 3:41, 6:8: the term to object runs from the later day, so that it only ever becomes longer. Nothing
        changes when it is heard a second time.
        """
        if self.announced_on is None:
            return replace(self, announced_on=on, remedy_last_day=remedy_last_day)
        if on <= self.announced_on:
            return None
        first = self.remedy_last_day
        if first is None or remedy_last_day is None:
            return replace(self, announced_on=on)
        return replace(
            self,
            announced_on=on,
            remedy_last_day=max(first, remedy_last_day),
            first_remedy_last_day=self.first_remedy_last_day or first,
        )

    def is_open_to(self, case_id: UUID, objector: str | None) -> bool:
        """Whether `objector` may contest it in this case, as far as is known; None: by post, not checked."""
        known = None not in (objector, self.applicant_subject)
        return self.case_id == case_id and (not known or objector == self.applicant_subject)


def replacements_of(decision_id: UUID, heard_of: Iterable[ContestedDecision]) -> list[ContestedDecision]:
    """The decisions that replaced `decision_id`, each by the one after it, in that order.

    Awb 6:19: they are by law contested too, "also when they came first".
    """
    successors = {decision.replaces: decision for decision in heard_of if decision.replaces is not None}
    chain: list[ContestedDecision] = []
    while (successor := successors.pop(decision_id, None)) is not None:
        chain.append(successor)
        decision_id = successor.decision_id
    return chain


def deciders_of(decision_ids: Iterable[UUID], heard_of: Iterable[ContestedDecision]) -> frozenset[str]:
    """Who took these decisions, as far as was heard: the handler, or the approver of a renewal."""
    wanted = set(decision_ids)
    return frozenset(
        decision.decided_by
        for decision in heard_of
        if decision.decision_id in wanted and decision.decided_by is not None
    )


def require_another(person: str, deciders: frozenset[str]) -> None:
    """Awb 10:3(3): who took a decision does not decide on the objection against it. Raises NotYours."""
    if person in deciders:
        raise NotYours(
            "own_decision", "who took the contested decision does not handle its objection (Awb 10:3)"
        )


@dataclass(frozen=True, slots=True)
class ContestedCase:
    """What is known here of one case at one moment."""

    case_id: UUID
    decisions: tuple[ContestedDecision, ...] = ()
    undecided_objections: tuple[UUID, ...] = ()
    pending_appeals: tuple[tuple[UUID, UUID], ...] = ()
    """Each with the objection that it is about: objection, appeal."""
    sent_to_court: Mapping[UUID, date] = field(default_factory=dict)
    """The decisions against which the authority consented to direct appeal, with the first day of that (Awb 7:1a)."""
    turn: int = 0
    """How many acts on this case had to be taken one after the other; 0: none yet."""

    def follows_to_court(self, decision_id: UUID, received_on: date) -> bool:
        """Whether what was received on that day goes to the court at once too: after a consent (Awb 7:1a(6)).

        What came on an earlier day, and was entered later, stood in the way of it (Awb 7:1a(2)): a person acts.
        """
        consented_on = self.sent_to_court.get(decision_id)
        return consented_on is not None and received_on >= consented_on


def first_decision_of(case: ContestedCase) -> ContestedDecision | None:
    """The decision on the application: not what replaced it, nor one on a penalty, or to ask it back; None: none was heard of."""
    return next((one for one in case.decisions if one.taken and one.on_application), None)


def heard_of(contested: ContestedDecision | None) -> ContestedDecision:
    """The contested decision; only once its taking was heard of is known who took it (Awb 10:3)."""
    if contested is None or not contested.taken:
        raise NotInThisState("decision_not_heard_of", "the contested decision is not known here yet")
    return contested


def require_day_to_come(contested: ContestedDecision, on: date) -> None:
    """A refused day exemption is replaced by one for its day alone, which must not have passed."""
    if contested.exemption_type is not ExemptionType.DAY or contested.outcome is not Outcome.REFUSED:
        return
    if contested.day is None:
        raise RuleBroken("day_not_known", "the day that the exemption was asked for is not known here")
    if contested.day < on:
        raise RuleBroken(
            "day_has_passed",
            "a day exemption is granted for its day alone, and that has passed: nothing to grant",
        )
