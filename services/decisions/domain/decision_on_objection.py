"""What follows when an objection is upheld for another reason than a threshold (Awb 7:11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.decision_on_application import Period
from services.decisions.domain.policy import Policy
from services.decisions.domain.reconsidering import Reassessed
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import add_years
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Remedy, Replacement

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


YEARS_WITHOUT_FACTS: Final = 1
"""SYNTHETIC: the validity of a grant on objection when the policy's own rule lacks a fact."""


class HowRuled(TypedDict):
    """How the ruling came about, as it has to say (Awb 7:12(1))."""

    heard: str | None
    heard_on: date | None
    anew_appeal_id: UUID | None
    court_ruled_on: date | None
    penalty_euros: int | None
    beside: BesideRuling | None
    told_to: tuple[Sealed, ...]


NOT_SAID: Final = HowRuled(
    heard=None,
    heard_on=None,
    anew_appeal_id=None,
    court_ruled_on=None,
    penalty_euros=None,
    beside=None,
    told_to=(),
)
"""Of a ruling from before it was said."""


@dataclass(frozen=True, slots=True)
class UpheldRuling:
    """What a ruling that upholds an objection says: why, and what takes the place of the contested decision."""

    reasons: Sealed | str
    """Sealed; in clear of a ruling from before they were."""
    replacement: Replacement = Replacement.GRANT
    valid_until: date | None = None
    """The last day of a grant in the place of a grant, or of one in part."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2)."""
    rests_on: UUID | None = None
    """The assessment of the day that it names (Awb 7:11(1))."""
    reassessed: Reassessed | None = None
    """What the case comes to on the day on which this is carried out, where it names none."""
    how: HowRuled = field(default_factory=lambda: NOT_SAID)


@dataclass(frozen=True, slots=True)
class RuledAnew:
    """That an objection was dismissed, or inadmissible, on the order of a court to decide anew (Awb 8:72(4))."""

    ruling: UpheldRuling
    """Its words; that it puts something in the place of a decision says nothing here."""
    decided_by: str


class GivenOn(msgspec.Struct, frozen=True):
    """The objection on which a decision was given, and until when the exemption was granted that it took the place of."""

    objection_id: UUID
    decision_id: UUID
    granted_until: date | None
    """None: it took the place of no grant."""


def given_on(case: DecisionCase, objection_id: UUID, decision_id: UUID) -> GivenOn:
    """Of a decision that takes the place of what stands; anew on the same objection, what was there before both."""
    before = case.given_on
    if before is not None and (before.objection_id, before.decision_id) == (objection_id, case.decision_id):
        return GivenOn(objection_id, decision_id, before.granted_until)
    return GivenOn(objection_id, decision_id, case.valid_until if case.state is CaseState.GRANTED else None)


class DecisionReplacedOnObjection(Event):
    """The objection was upheld (gegrond): the contested decision is revoked and replaced by a grant (Awb 7:11(2)).

    Decided by the objection handler, who did not take the contested decision (Awb 10:3); against it lies
    appeal (Awb 8:1).
    """

    TOPIC = "decisions.DecisionReplacedOnObjection"
    decision_id: UUID
    replaces_decision_id: UUID
    decides_objection_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    valid_until: date
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed | None = None
    """Of the ruling (Awb 7:12); None in a decision from before they were sealed: they stand in its criterion."""
    valid_from: datetime | None = None
    """Start of a day exemption; None: from announcement."""
    valid_to: datetime | None = None
    """End of a day exemption; None: the end of `valid_until`."""
    heard: str | None = None
    """How the objector was heard: `held`, or the ground why not (Awb 7:3, 7:12(1)); None: nobody said."""
    heard_on: date | None = None
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered to decide anew (Awb 8:72(4)); None: it is the first decision."""
    court_ruled_on: date | None = None
    penalty_euros: int | None = None
    """The amount at which the ruling fixes the penalty for the late decision anew (Awb 4:19); None: it says nothing."""
    beside: BesideRuling | None = None
    """What the ruling says of costs (Awb 7:15); None: it says nothing."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    effective_from: date | None = None
    """Since when it restores an exemption that was wrongly revoked; None: from announcement."""
    in_part: bool = False
    """Whether it ends earlier than the policy gives, or than was granted before the objection of another."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2)."""
    restores_anew: bool = False
    """Whether that objection was not upheld anew, so that what an annulled ruling took holds again (Awb 8:72)."""
    assessment_id: UUID | None = None
    """The reconsideration that the ruling names (Awb 7:11(1)); None: it names none."""
    reassessed: Reassessed | None = None
    """What the case comes to on the facts and rules of the day; None in a decision from before it was kept."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.given_on = given_on(aggregate, self.decides_objection_id, self.decision_id)
        aggregate.state = CaseState.GRANTED
        aggregate.review = None
        aggregate.valid_until = self.valid_until
        aggregate.intention = None
        aggregate.revoked_from = None
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds
        aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)


class LeavingOutRevokedOnObjection(Event):
    """The objection was upheld: the application is dealt with after all, and is yet to be decided (Awb 7:11(2)).

    Nothing was assessed, so there is no grant to put in the place of the revoked decision.
    """

    TOPIC = "decisions.LeavingOutRevokedOnObjection"
    revokes_decision_id: UUID
    objection_id: UUID
    decided_on: date
    decided_by: str
    reasons: str = ""
    """In clear, in an act from before reasons were sealed; empty since."""
    sealed_reasons: Sealed | None = None
    heard: str | None = None
    """How the objector was heard: `held`, or the ground why not (Awb 7:3, 7:12(1)); None: nobody said."""
    heard_on: date | None = None
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered to decide anew (Awb 8:72(4)); None: it is the first decision."""
    court_ruled_on: date | None = None
    penalty_euros: int | None = None
    """The amount at which the ruling fixes the penalty for the late decision anew (Awb 4:19); None: it says nothing."""
    beside: BesideRuling | None = None
    """What the ruling says of costs (Awb 7:15); None: it says nothing."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.UNDECIDED
        aggregate.decision_id = None
        aggregate.reopened = True


STANDS_IN_THE_RULING: Final = "De reden staat in de beslissing op het bezwaar."
"""In the place of reasons that only who may read the letter reads."""


def objection_upheld(reasons: Sealed | str) -> CriterionResult:
    """What the replacing decision rests on: the full reconsideration (Awb 7:11), with its reasons (Awb 7:12).

    Reasons of a ruling from before they were sealed come in clear, and stand here.
    """
    shown = reasons if isinstance(reasons, str) else STANDS_IN_THE_RULING
    return CriterionResult("objection_upheld", Finding.MET, shown, "Awb, artikel 7:11")


RESTORED_ANEW: Final = CriterionResult(
    "restored_after_court", Finding.MET, STANDS_IN_THE_RULING, "Awb, artikel 8:72"
)
"""What giving back rests on that an annulled ruling took; the reasons themselves are sealed (Awb 7:12)."""


class PeriodOnObjection(Period):
    """How long an exemption on objection is valid, and since when where it restores one."""

    effective_from: date | None


class HoursOfDay(TypedDict):
    """From and to which instant a day exemption holds; of another type neither."""

    valid_from: datetime | None
    valid_to: datetime | None


def hours_of_day(facts: CaseFacts, policy: Policy, valid_until: date | None) -> HoursOfDay:
    """Those of a day exemption that is not to end before its day is over."""
    day, hours = facts.stated.day, policy.validity.period_of_day(facts)
    if hours is None or day is None or valid_until is None or valid_until < day:
        return HoursOfDay(valid_from=None, valid_to=None)
    return HoursOfDay(valid_from=hours[0], valid_to=hours[1])


def until(valid_until: date, since: date | None = None) -> PeriodOnObjection:
    """The period that the ruling names: of a grant in part, or in the place of one that was too short or too long."""
    return PeriodOnObjection(valid_until=valid_until, valid_from=None, valid_to=None, effective_from=since)


def restored(valid_until: date, revoked_from: date) -> PeriodOnObjection:
    """The period of an exemption that was wrongly revoked, as if it never had been."""
    return PeriodOnObjection(
        valid_until=valid_until, valid_from=None, valid_to=None, effective_from=revoked_from
    )


def last_day_on_objection(facts: CaseFacts, policy: Policy, decided_on: date) -> date | None:
    """Until when the policy has an exemption granted that day be valid; None: of a day exemption, which has its day."""
    return None if policy.validity.one_day else period_on_objection(facts, policy, decided_on)["valid_until"]


def period_on_objection(facts: CaseFacts, policy: Policy, decided_on: date) -> Period:
    """Until when an exemption granted on objection is valid, also where the facts do not tell: then SYNTHETIC.

    A day exemption is for its day, and nothing else. Raises NotInThisState `day_not_stated` without one.
    """
    valid_from, valid_to = policy.validity.period_of_day(facts) or (None, None)
    if policy.validity.one_day and valid_from is None:
        raise NotInThisState("day_not_stated", "a day exemption is granted for a day that was stated")
    try:
        valid_until = policy.valid_until(decided_on, facts)
    except ValueError:
        valid_until = add_years(decided_on, YEARS_WITHOUT_FACTS) - timedelta(days=1)
    return Period(valid_until=valid_until, valid_from=valid_from, valid_to=valid_to)
