"""What the decisions service publishes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from shared.asked_items import WordsOnItem
from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling, JudgedCriterion
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    LeftOutReason,
    NotHeardGround,
    NothingDueGround,
    Outcome,
    RefusalGround,
    Remedy,
    RevocationGround,
    SuspensionKind,
    ThresholdChange,
)

__all__ = ["CriterionResult", "DecisionTaken", "Remedy"]


class DecisionTaken(Contract, frozen=True):
    """A decision on the merits: granted, refused, renewed by a reassessment, or what was granted revoked.

    It has effect from its announcement (Awb 3:40, 3:41), not from `decided_on`.
    """

    TYPE = TYPE_PREFIX + "decision-taken.v1"

    decision_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    outcome: Outcome
    decided_on: date
    decided_by: str
    """Pseudonymous id of the decider; the same person never decides on the objection (Awb 10:3)."""
    criteria: tuple[CriterionResult, ...]
    policy_version: str
    threshold_set_id: UUID | None
    """The set that was applied; None for a type without thresholds."""
    remedy: Remedy
    applicant: Sealed
    plate: Sealed
    valid_until: date | None = None
    """Last day of a granted exemption."""
    replaces_decision_id: UUID | None = None
    """Set on a renewed decision (hernieuwde beschikking): the decision that it revokes and replaces."""
    reassessment_id: UUID | None = None
    decides_objection_id: UUID | None = None
    """Set when this decision is also the decision on that objection (Awb 7:11)."""
    applicant_subject: str | None = None
    """Pseudonymous token subject that owns the case, as its application said."""
    municipality: str | None = None
    """CBS code of the municipality that a local exemption is valid in and decided for; None: national."""
    valid_from: datetime | None = None
    """Start of a day exemption (legal midnight, UTC); None: from announcement."""
    valid_to: datetime | None = None
    """End of a day exemption (06:00 legal time on the next day, UTC); None: the end of `valid_until`."""
    refusal_ground: RefusalGround | None = None
    refers_to_decision_id: UUID | None = None
    """On the refusal of a repeated application: the earlier refusal that it refers to (Awb 4:6(2))."""
    sealed_reasons: Sealed | None = None
    """What a person wrote in the place of criteria: of a refusal on another ground, or of a ruling on objection.

    Dutch, as the letter states them. None where the criteria are the reasons, and in a decision from before
    reasons were sealed.
    """
    day: date | None = None
    """The day that a day exemption was asked for; also on a refusal."""
    synthetic: tuple[str, ...] = ()
    """What no public source states and this decision rests on or names: `thresholds`, `conditions`, `validity`."""
    threshold_changes: tuple[ThresholdChange, ...] = ()
    """On a renewed decision: what the new threshold set changed for this vehicle."""
    heard: str | None = None
    """Of a ruling on objection: `held`, or the ground why the objector was not heard (Awb 7:3, 7:12(1)).

    As in `ObjectionEnded`; None where nobody said, and in a renewal that decides on no objection.
    """
    heard_on: date | None = None
    """The day of the hearing."""
    court_ruled_on: date | None = None
    """Of a ruling on objection that a court ordered to give anew (Awb 8:72(4)): the day of the court's ruling."""
    penalty_euros: int | None = None
    """The amount at which the ruling on objection fixes the penalty anew (Awb 4:19); None: it says nothing of it."""
    beside: BesideRuling | None = None
    """What the ruling on objection says of costs (Awb 7:15); None: it says nothing."""
    established: tuple[str, ...] = ()
    """Names of the stated facts that it used as the desk established them."""
    views_given: bool | None = None
    """On a refusal on facts that differ from what the applicant supplied: whether they gave views (Awb 4:7).

    None: they could give none, or it rests on no such facts.
    """
    not_heard_because: NotHeardGround | None = None
    """Why they could give none (Awb 4:7(2), 4:11)."""
    effective_from: date | None = None
    """On a revocation: the first day on which the exemption no longer holds, not before the day after its
    announcement. On a grant that restores what was wrongly revoked: since when it holds. None: from announcement."""
    revocation_ground: RevocationGround | None = None
    review_ground: str | None = None
    """Of a refusal that was reviewed in favour without an objection: `equal_treatment`, `error` or `hardship`."""
    in_part: bool = False
    """On a grant on objection: whether it ends earlier than the policy gives, or than was granted before."""
    of_another: bool = False
    """Of a ruling on objection: whether another interested party than the applicant objected (Awb 1:2)."""
    restores_anew: bool = False
    """Whether that objection was not upheld anew, so that what an annulled ruling took holds again (Awb 8:72)."""
    better_fit: ExemptionType | None = None
    """On a refusal: another type of which every condition is met; None also in a message from before it was told."""
    better_fit_reason: str | None = None
    """Which conditions those are, as the letter states them (Dutch)."""
    announced_on: date | None = None
    """Of a court's own ruling, which the court sent (Awb 8:79): since when it has effect. No letter announces it."""
    sealed_conditions: Sealed | None = None
    """On a grant: conditions (voorschriften) that who decided set with it, as the letter states them (Dutch)."""
    judged: tuple[JudgedCriterion, ...] = ()
    """Of criteria that a case handler judged: their reasons, as the letter states them (Dutch)."""
    told_to: tuple[Sealed, ...] = ()
    """Names and addresses of others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""


class InterimAccessGiven(Contract, frozen=True):
    """The judge of interim relief gave access for the time being (voorlopige voorziening, Awb 8:81)."""

    TYPE = TYPE_PREFIX + "interim-access-given.v1"

    relief_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    given_on: date
    valid_until: date
    """Last day, unless it lapses earlier (Awb 8:85)."""
    plate: Sealed
    municipality: str | None = None
    """CBS code of the municipality that a local case is of; None: national."""


class InterimAccessEnded(Contract, frozen=True):
    """Access that was given for the time being has ended (Awb 8:85, 8:87)."""

    TYPE = TYPE_PREFIX + "interim-access-ended.v1"

    relief_id: UUID
    case_id: UUID
    ends_from: date
    """First day without it."""


class GrantSuspended(Contract, frozen=True):
    """The judge of interim relief suspended a grant: it gives no access for the time being (schorsing, Awb 8:81)."""

    TYPE = TYPE_PREFIX + "grant-suspended.v1"

    relief_id: UUID
    case_id: UUID
    decision_id: UUID
    """The decision that granted."""
    suspended_from: date
    """First day without access."""
    suspended_until: date | None = None
    """The last one of all that suspends it, where the judge named it; None: until it lapses (Awb 8:85)."""


class GrantSuspensionEnded(Contract, frozen=True):
    """The suspension of a grant has lapsed (Awb 8:85, 8:87)."""

    TYPE = TYPE_PREFIX + "grant-suspension-ended.v1"

    relief_id: UUID
    case_id: UUID
    decision_id: UUID
    resumes_on: date | None
    """First day with access again; None: another decision took its place meanwhile, or what else suspends it names none."""


class CaseReconsidered(Contract, frozen=True):
    """The case was assessed anew, on the facts and rules of the day, for a ruling on an objection (Awb 7:11(1))."""

    TYPE = TYPE_PREFIX + "case-reconsidered.v1"

    assessment_id: UUID
    objection_id: UUID
    case_id: UUID
    assessed_on: date
    advice: Outcome | None
    """None: the facts leave a criterion unknown."""
    policy_version: str
    threshold_set_id: UUID | None
    criteria: tuple[CriterionResult, ...] = ()
    decided_policy_version: str | None = None
    """Under which the decision was taken that stands; None: it is none on the merits."""
    decided_threshold_set_id: UUID | None = None
    granted_until: date | None = None
    """Until when the policy would have a grant of that day be valid; None: of a day exemption, or not told."""


class LeftOutOfConsideration(Contract, frozen=True):
    """The application is not dealt with (buiten behandeling gesteld, Awb 4:5): a decision, open to objection."""

    TYPE = TYPE_PREFIX + "left-out-of-consideration.v1"

    decision_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    decided_on: date
    decided_by: str
    reason: LeftOutReason
    applicant: Sealed
    plate: Sealed
    applicant_subject: str | None = None
    municipality: str | None = None
    announce_by: date | None = None
    """Last day to announce it (Awb 4:5(4)); None in a message from before that was told."""
    on_items: tuple[WordsOnItem, ...] = ()
    """Each item that is still missing, or that is wrong, and why, sealed."""
    told_to: tuple[Sealed, ...] = ()
    """Names and addresses of others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""


class LeavingOutRevoked(Contract, frozen=True):
    """The objection against leaving an application out was upheld: it is yet to be decided on (Awb 7:11(2)).

    No decision takes the place of the revoked one, so this is what the ruling is announced by (Awb 7:12(2)).
    """

    TYPE = TYPE_PREFIX + "leaving-out-revoked.v1"

    revoked_decision_id: UUID
    case_id: UUID
    objection_id: UUID
    decided_on: date
    decided_by: str
    reasons: str | None = None
    """In clear, of a ruling from before reasons were sealed; None since."""
    sealed_reasons: Sealed | None = None
    """As the letter states them (Dutch)."""
    heard: str | None = None
    """As in `ObjectionEnded`."""
    heard_on: date | None = None
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    penalty_euros: int | None = None
    """The amount at which the ruling on objection fixes the penalty anew (Awb 4:19); None: it says nothing of it."""
    beside: BesideRuling | None = None
    """What the ruling on objection says of costs (Awb 7:15); None: it says nothing."""
    told_to: tuple[Sealed, ...] = ()
    """Names and addresses of others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""


class PenaltyRecoveryDecided(Contract, frozen=True):
    """What was paid of a penalty and not due is asked back (Awb 4:20): a decision, open to objection."""

    TYPE = TYPE_PREFIX + "penalty-recovery-decided.v1"

    decision_id: UUID
    case_id: UUID
    penalty_decision_id: UUID
    decided_on: date
    decided_by: str
    amount_euros: int
    sealed_reasons: Sealed
    """As the letter states them (Dutch)."""
    share_cents: int | None = None
    """What each of several applicants gives back (Awb 4:17(7)); None: there is one."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code of the municipality that a local case is dealt with by; None: national."""
    applicant_subject: str | None = None
    """Pseudonymous token subject of the applicant, who may object."""


class ThirdPartyViewsAsked(Contract, frozen=True):
    """Another than the applicant can give views before the decision (Awb 4:8(1))."""

    TYPE = TYPE_PREFIX + "third-party-views-asked.v1"

    case_id: UUID
    person: Sealed
    """Name and address."""
    asked_on: date
    views_until: date
    sealed_explanation: Sealed
    """What the decision is to be about (Dutch), as the letter states it."""


class ThirdPartyViewsTermMoved(Contract, frozen=True):
    """Another than the applicant can give views until a later day (Awb 4:8(1))."""

    TYPE = TYPE_PREFIX + "third-party-views-term-moved.v1"

    case_id: UUID
    person: Sealed
    """Name and address."""
    views_until: date
    moved_on: date
    because: str
    """Code: an outage, or a letter that went out on paper later."""
    rule: str
    """By which it was moved."""


class ViewsAsked(Contract, frozen=True):
    """The applicant can give views before a decision on facts that differ from what they supplied (Awb 4:7)."""

    TYPE = TYPE_PREFIX + "views-asked.v1"

    case_id: UUID
    asked_on: date
    views_until: date
    """Last day for views."""
    facts: tuple[str, ...]
    """Names of the stated facts that were established otherwise."""
    sealed_explanation: Sealed
    """What differs and why that matters (Dutch)."""


class ViewsTermMoved(Contract, frozen=True):
    """The term for views on differing facts, or on an intention to revoke, was moved to a later day (Awb 4:7, 4:8)."""

    TYPE = TYPE_PREFIX + "views-term-moved.v1"

    case_id: UUID
    views_until: date
    moved_on: date
    because: str
    """Code: an outage, or a letter that went out on paper later."""
    rule: str
    """By which it was moved."""


class RevocationIntended(Contract, frozen=True):
    """The holder is told that their exemption is to be revoked, and can give views first (Awb 4:8)."""

    TYPE = TYPE_PREFIX + "revocation-intended.v1"

    case_id: UUID
    ground: RevocationGround
    intended_on: date
    views_until: date
    """Last day for views."""
    sealed_reasons: Sealed


class RevocationAbandoned(Contract, frozen=True):
    """The intention to revoke was given up: the exemption stays as it is."""

    TYPE = TYPE_PREFIX + "revocation-abandoned.v1"

    case_id: UUID
    abandoned_on: date
    sealed_reasons: Sealed


class DecisionTermExtended(Contract, frozen=True):
    """The applicant is told of a new reasonable term before the present one ends (Awb 4:14(3))."""

    TYPE = TYPE_PREFIX + "decision-term-extended.v1"

    case_id: UUID
    extended_on: date
    last_day: date
    sealed_reasons: Sealed


class DecisionTermSuspendedOtherwise(Contract, frozen=True):
    """The decision term is suspended for another reason than a request to complete (Awb 4:15(1)(b), (2))."""

    TYPE = TYPE_PREFIX + "decision-term-suspended-otherwise.v1"

    case_id: UUID
    kind: SuspensionKind
    suspended_on: date
    """Legal day on which the desk recorded it."""
    first_day: date
    sealed_reasons: Sealed
    expected_end: date | None = None
    """By when the applicant can expect the decision (Awb 4:15(3))."""
    ends_on: date | None = None
    """An agreed end that is told of at once, with the last day that it leaves, by `OtherSuspensionEnded`."""


class OtherSuspensionEnded(Contract, frozen=True):
    """Such a suspension ended (Awb 4:15(4))."""

    TYPE = TYPE_PREFIX + "other-suspension-ended.v1"

    case_id: UUID
    kind: SuspensionKind
    resumed_on: date
    """The first day that it no longer suspends."""
    last_day: date | None = None
    """The new last day; None: something else suspends the term still."""


class NoticeOfDefaultReceived(Contract, frozen=True):
    """The applicant gave notice that the decision is late (Awb 4:17(3)); told again when it has effect after all."""

    TYPE = TYPE_PREFIX + "notice-of-default-received.v1"

    case_id: UUID
    received_on: date
    grace_last_day: date | None = None
    """Last day on which the decision costs no penalty; None: the notice came before the term had ended."""
    first_penalty_day: date | None = None


class PenaltyFixed(Contract, frozen=True):
    """What is due because the decision came too late was fixed: a decision, open to objection (Awb 4:18)."""

    TYPE = TYPE_PREFIX + "penalty-fixed.v1"

    decision_id: UUID
    case_id: UUID
    decided_on: date
    decided_by: str
    """Pseudonymous id of the decider."""
    first_day: date
    last_day: date
    """Last day of default."""
    amount_euros: int
    ground: NothingDueGround | None = None
    """Why nothing is due (Awb 4:17(6)); None: the amount is due."""
    sealed_reasons: Sealed | None = None
    """Of nothing being due."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code of the municipality that a local case is dealt with by; None: national."""
    applicant_subject: str | None = None
    """Pseudonymous token subject of the applicant, who may object."""
    share_cents: int | None = None
    """What each of several applicants gets, in equal parts (Awb 4:17(7)); None: there is one, or nothing is due."""


class DayExemptionCancelled(Contract, frozen=True):
    """A day exemption was given back before its day; it gives no access."""

    TYPE = TYPE_PREFIX + "day-exemption-cancelled.v1"

    case_id: UUID
    decision_id: UUID
    cancelled_on: date
    day: date | None = None
    """The day for which it was granted; None in messages from before it was told."""


class ReassessmentStarted(Contract, frozen=True):
    """A threshold set entered into force, and every decision that it concerns is renewed from here on.

    What a finding on an objection caused is under way: the renewal will rule on that objection (Awb 7:11).
    """

    TYPE = TYPE_PREFIX + "reassessment-started.v1"

    reassessment_id: UUID
    threshold_set_id: UUID
    objection_id: UUID | None = None
    """The objection with the finding that caused the set; None: a periodic set."""


class ReassessmentCompleted(Contract, frozen=True):
    """Every decision that the set concerns has been renewed; what was not renewed by now will not be."""

    TYPE = TYPE_PREFIX + "reassessment-completed.v1"

    reassessment_id: UUID
    threshold_set_id: UUID | None = None
    objection_id: UUID | None = None
    """The objection with the finding that caused the set; None: a periodic set."""


class ThresholdSetRejected(Contract, frozen=True):
    """A proposed threshold set was rejected; an objection that caused it has to be ruled on by its handler."""

    TYPE = TYPE_PREFIX + "threshold-set-rejected.v1"

    threshold_set_id: UUID
    objection_id: UUID | None
    rejected_on: date
