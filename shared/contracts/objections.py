"""What the objections service publishes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling, CostsRuling
from shared.vocabulary import NothingDueGround, Outcome, Replacement


class ObjectionLodged(Contract, frozen=True):
    """An objection (bezwaarschrift) was received against a decision."""

    TYPE = TYPE_PREFIX + "objection-lodged.v1"

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    received_on: date
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when it came by post."""
    within_term: bool | None = None
    """Whether it came in time (Awb 6:9), as known when it was told; None: its term was not known yet.

    It is told again, to decisions, when its day of receipt at another body no longer counts (Awb 6:15(3)).

    Of one that came late and is excused afterwards (Awb 6:11), what follows tells it: a finding, or its end.
    """
    objector: Sealed | None = None
    """Name and address of another interested party than the applicant (Awb 1:2); None: the applicant objects."""
    representative: Sealed | None = None
    """Name and address of who represents the objector (Awb 2:1), to whom letters go (6:17); None: nobody does."""
    held: bool = False
    """It came before the decision was taken (Awb 6:10), so that `decision_id` names none; it is told again then."""


class ThresholdConsequenceFound(Contract, frozen=True):
    """The handler finds that the objection is justified because a threshold is wrong.

    An internal finding: the refusal stands until the reassessment renews the decision.
    """

    TYPE = TYPE_PREFIX + "threshold-consequence-found.v1"

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    found_by: str
    """Pseudonymous id of the objection handler, who decides on the objection through the renewal."""
    vehicle_category: str
    parameter: str
    """Name of the threshold that is found wrong, as in a threshold set's rows."""
    decide_before: date | None = None
    """Last day of the term for the decision on the objection (Awb 7:10), where it is known."""


class ThresholdConsequenceLapsed(Contract, frozen=True):
    """The finding on an objection no longer stands: its set was rejected, or its handler took it back.

    The objection is pending again; a renewal does not decide on it any more, only covers it (Awb 6:19).
    """

    TYPE = TYPE_PREFIX + "threshold-consequence-lapsed.v1"

    objection_id: UUID
    case_id: UUID
    because: str
    """`set_rejected` or `retracted`."""


class ObjectionEnded(Contract, frozen=True):
    """The proceedings on an objection ended: by a ruling, or withdrawn."""

    TYPE = TYPE_PREFIX + "objection-ended.v1"

    objection_id: UUID
    case_id: UUID
    ruling: str
    """An `ObjectionRuling`."""
    decision_id: UUID | None = None
    """The decision in which the ruling was given; None on an objection upheld for another reason, which
    decisions answers with a replacing decision."""
    ruled_on: date | None = None
    decided_by: str | None = None
    """Pseudonymous id of who ruled; None for a withdrawal."""
    contested_decision_id: UUID | None = None
    reasons: str | None = None
    """In clear, of a ruling from before reasons were sealed; None since."""
    sealed_reasons: Sealed | None = None
    """As the letter states them (Dutch, Awb 7:12); None for a withdrawal, and of an older ruling."""
    heard: str | None = None
    """How the objector was heard, as the ruling has to say (Awb 7:12(1)): `held`, or the ground why not (Awb 7:3).

    `manifestly_inadmissible`, `manifestly_unfounded`, `not_wanted`, `no_reaction` or `fully_granted`; None for a
    withdrawal, and of an older ruling.
    """
    heard_on: date | None = None
    """The day of the hearing; None when there was none, and of an older ruling."""
    anew_appeal_id: UUID | None = None
    """The appeal on which a court ordered this ruling (Awb 8:72(4)); None: it is the first one."""
    court_ruled_on: date | None = None
    """The day of that court's ruling."""
    penalty_decision_id: UUID | None = None
    """The decision on the penalty (Awb 4:18) that the objection was about, or about too (Awb 4:19(1)).

    It is the contested decision of an objection against the penalty alone.
    """
    penalty_euros: int | None = None
    """The amount at which the ruling fixes the penalty anew; None: it stands, or none was disputed."""
    valid_until: date | None = None
    """Of an upheld objection: the last day of a grant in the place of a grant, or of one that is granted in part."""
    replacement: Replacement = Replacement.GRANT
    """Of an upheld objection: what takes the place of the contested decision (Awb 7:11(2))."""
    rests_on: UUID | None = None
    """The assessment of the day that the ruling rests on (Awb 7:11(1)); None: none was asked for."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2)."""
    penalty_for_late_ruling: bool = False
    """Whether that penalty is for a decision on an objection that came too late (Awb 7:14): fixed anew by who keeps it."""
    about_recovery: bool = False
    """Whether the contested decision asks a penalty back (Awb 4:20); upheld, that is revoked."""
    beside: BesideRuling | None = None
    """What it says of costs that were claimed (Awb 7:15); None: none were, or they are open."""
    costs_open: bool = False
    """Whether costs were claimed on which is decided apart, because the decision that ruled says nothing of them."""
    told_to: tuple[Sealed, ...] = ()
    """Names and addresses of others who were heard, and are told of the ruling (Awb 7:12(3))."""
    holder_told: bool = False
    """Whether the holder of the exemption to which another objected was heard, and is told of it."""


class DecisionAnewOrdered(Contract, frozen=True):
    """A court annulled the decision on the objection and ordered a new one: it is pending again (Awb 8:72(4))."""

    TYPE = TYPE_PREFIX + "decision-anew-ordered.v1"

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    appeal_id: UUID
    court_ruled_on: date
    decide_before: date
    """Last day to decide anew: the one that the court named, or the end of the term of Awb 7:10."""
    received_on: date
    """Day of receipt of the objection."""
    court_named_day: date | None = None
    """None: the court gave no term."""
    heard_on: date | None = None
    """The day on which the objector was heard before the annulled ruling; None: there was no hearing."""
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when the objection came by post."""
    objector: Sealed | None = None
    """Name and address of another interested party than the applicant (Awb 1:2); None: the applicant objects."""


class InterimReliefGranted(Contract, frozen=True):
    """The judge granted interim relief (voorlopige voorziening, Awb 8:81)."""

    TYPE = TYPE_PREFIX + "interim-relief-granted.v1"

    relief_id: UUID
    case_id: UUID
    ruled_on: date
    content: str
    """`suspended`: the contested decision; `as_if_granted`: as if an exemption were granted."""
    last_day: date | None = None
    """The day that the judge named; None: until it lapses (Awb 8:85)."""
    decision_id: UUID | None = None
    """The decision that stands: the contested one, or what came in its place; None: it was not told."""


class InterimReliefLapsed(Contract, frozen=True):
    """Interim relief that was granted has lapsed (Awb 8:85), or was lifted (Awb 8:87)."""

    TYPE = TYPE_PREFIX + "interim-relief-lapsed.v1"

    relief_id: UUID
    case_id: UUID
    lapsed_on: date


class LateAppealLodged(Contract, frozen=True):
    """The court told of an appeal against not deciding in time (Awb 6:2(b), 6:12)."""

    TYPE = TYPE_PREFIX + "late-appeal-lodged.v1"

    appeal_id: UUID
    case_id: UUID
    lodged_on: date
    objection_id: UUID | None = None
    """On which nothing was decided; None: on the application."""


class LateAppealEnded(Contract, frozen=True):
    """An appeal against not deciding in time ended; what the court ordered is told by itself."""

    TYPE = TYPE_PREFIX + "late-appeal-ended.v1"

    appeal_id: UUID
    case_id: UUID
    ending: str
    """`withdrawn`, `inadmissible`, `dismissed` or `upheld`."""


class LateDecisionOrdered(Contract, frozen=True):
    """A court upheld an appeal against not deciding in time, and ordered a decision (Awb 8:55d(1))."""

    TYPE = TYPE_PREFIX + "late-decision-ordered.v1"

    appeal_id: UUID
    case_id: UUID
    sent_on: date
    """The day on which the court sent its ruling."""
    last_day: date
    """The last day to decide, which nothing moves."""
    objection_id: UUID | None = None
    """On which is to be decided; None: on the application."""


class RepairRequested(Contract, frozen=True):
    """The objector is asked to repair a defect of the notice of objection (Awb 6:6)."""

    TYPE = TYPE_PREFIX + "repair-requested.v1"

    objection_id: UUID
    case_id: UUID
    requested_on: date
    missing: tuple[str, ...]
    """`signature`, `name_and_address`, `date`, `decision`, `grounds` (Awb 6:5(1)), `authorisation` (Awb 2:1(2))."""
    term_last_day: date
    """Last day on which it can be repaired."""
    suspends: bool = True
    """False: the term to decide does not stand still meanwhile, because a court named its last day."""


class RepairTermMoved(Contract, frozen=True):
    """The objector can repair the notice of objection until a later day (Awb 6:6)."""

    TYPE = TYPE_PREFIX + "repair-term-moved.v1"

    objection_id: UUID
    case_id: UUID
    moved_on: date
    term_last_day: date
    because: str
    """`outage`, or `sent_on_paper`."""
    rule: str


class HearingWishTermMoved(Contract, frozen=True):
    """The objector can say until a later day whether they want to be heard (Awb 7:3(d))."""

    TYPE = TYPE_PREFIX + "hearing-wish-term-moved.v1"

    objection_id: UUID
    case_id: UUID
    moved_on: date
    answer_until: date
    because: str
    """`outage`, or `sent_on_paper`."""
    rule: str


class PartyTermMoved(Contract, frozen=True):
    """An invited party can say until a later day what they think of the objection (Awb 7:2)."""

    TYPE = TYPE_PREFIX + "party-term-moved.v1"

    objection_id: UUID
    case_id: UUID
    moved_on: date
    views_until: date
    because: str
    """`outage`, or `sent_on_paper`."""
    rule: str
    person: Sealed | None = None
    """Name and address; None: the holder, whom the case is about."""


class CommitteeAnnounced(Contract, frozen=True):
    """A committee (adviescommissie) advises on the objection (Awb 7:13(2))."""

    TYPE = TYPE_PREFIX + "committee-announced.v1"

    objection_id: UUID
    case_id: UUID
    announced_on: date
    decide_before: date | None = None
    """Last day to decide from now on (Awb 7:10(1)), where it is known."""


class HearingPlanned(Contract, frozen=True):
    """The objector is invited to a hearing (Awb 7:2); a later invitation takes the place of an earlier one."""

    TYPE = TYPE_PREFIX + "hearing-planned.v1"

    objection_id: UUID
    case_id: UUID
    planned_on: date
    at: datetime
    """UTC."""
    form: str
    """`in_person` or `online`."""
    place: Sealed
    """The address, or how to take part online (Dutch)."""
    documents_until: date
    """Last day for further documents (Awb 7:4(1))."""
    file_open_from: date
    """From here the file can be looked into at the latest (Awb 7:4(2))."""


class HearingWishAsked(Contract, frozen=True):
    """The objector is asked whether they want to be heard (Awb 7:3(d))."""

    TYPE = TYPE_PREFIX + "hearing-wish-asked.v1"

    objection_id: UUID
    case_id: UUID
    asked_on: date
    answer_until: date


class DirectAppealAnswered(Contract, frozen=True):
    """On the request for direct appeal was decided; with a consent the objection was sent on to the court (Awb 7:1a)."""

    TYPE = TYPE_PREFIX + "direct-appeal-answered.v1"

    objection_id: UUID
    case_id: UUID
    decided_on: date
    received_on: date | None = None
    """Day of receipt of the objection, with which it was sent on (Awb 7:1a(5)); None: it was not."""
    appeal_id: UUID | None = None
    """As what the court has it; None: the authority did not consent."""
    followed: bool = False
    """It came after the consent on another objection, and follows that (Awb 7:1a(6))."""
    fee_free: bool = False
    """Of such a one: no court fee is levied (Awb 7:1a(6))."""
    sealed_reasons: Sealed | None = None
    """Why (Dutch); None of what follows another objection."""


class ReconsiderationAsked(Contract, frozen=True):
    """The handler of an objection asks what the case comes to now (Awb 7:11(1))."""

    TYPE = TYPE_PREFIX + "reconsideration-asked.v1"

    objection_id: UUID
    case_id: UUID
    asked_on: date
    asked_by: str


class PartyInvited(Contract, frozen=True):
    """Another than the objector is invited to say what they think of the objection (Awb 7:2)."""

    TYPE = TYPE_PREFIX + "party-invited.v1"

    objection_id: UUID
    case_id: UUID
    invited_on: date
    views_until: date
    explanation: Sealed
    """What the objection is about (Dutch)."""
    person: Sealed | None = None
    """Name and address; None: the holder, whom the case is about."""


class HearingAccountGiven(Contract, frozen=True):
    """One who was heard apart from the others is told what was said in their absence (Awb 7:6(3))."""

    TYPE = TYPE_PREFIX + "hearing-account-given.v1"

    objection_id: UUID
    case_id: UUID
    given_on: date
    to_objector: bool
    withheld: bool
    """Whether something is left out for weighty reasons (Awb 7:6(4))."""
    account: Sealed | None = None
    """What was said (Dutch); None: all of it is secret."""
    person: Sealed | None = None
    """Name and address of another than the objector; None: the holder, or the objector."""


class ObjectorHeard(Contract, frozen=True):
    """The objector was heard (Awb 7:2, 7:7)."""

    TYPE = TYPE_PREFIX + "objector-heard.v1"

    objection_id: UUID
    case_id: UUID
    held_on: date


class NewFactsFound(Contract, frozen=True):
    """After the hearing facts came up that can matter much: the hearing was not about all that is ruled on (Awb 7:9)."""

    TYPE = TYPE_PREFIX + "new-facts-found.v1"

    objection_id: UUID
    case_id: UUID
    found_on: date


class RulingAdjourned(Contract, frozen=True):
    """The decision on the objection is adjourned (verdaagd) to a named day (Awb 7:10(3), (5))."""

    TYPE = TYPE_PREFIX + "ruling-adjourned.v1"

    objection_id: UUID
    case_id: UUID
    adjourned_on: date
    decide_before: date


class PostponementAgreed(Contract, frozen=True):
    """The decision on the objection is put off to a named day with the objector's consent (Awb 7:10(4), (5))."""

    TYPE = TYPE_PREFIX + "postponement-agreed.v1"

    objection_id: UUID
    case_id: UUID
    recorded_on: date
    consented_on: date
    decide_before: date


class LateRulingNoticeReceived(Contract, frozen=True):
    """The objector gave notice that the decision on the objection is late (in gebreke gesteld, Awb 4:17(3), 7:14)."""

    TYPE = TYPE_PREFIX + "late-ruling-notice-received.v1"

    objection_id: UUID
    case_id: UUID
    received_on: date
    term_last_day: date
    """Last day to decide (Awb 7:10), as it was when the notice came."""
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when the objection came by post."""
    grace_last_day: date | None = None
    """Last day on which can be decided without a penalty; None: the notice was premature, and has no effect."""
    first_penalty_day: date | None = None
    last_penalty_day: date | None = None
    """The forty-second day."""
    ended_on: date | None = None
    """The day on which was ruled already when the notice was recorded; None: a decision is due."""


class LateRulingPenaltyFixed(Contract, frozen=True):
    """What is due because the decision on the objection came too late was fixed: a decision (Awb 4:18, 7:14)."""

    TYPE = TYPE_PREFIX + "late-ruling-penalty-fixed.v1"

    decision_id: UUID
    objection_id: UUID
    case_id: UUID
    decided_on: date
    first_day: date
    last_day: date
    """Last day of default."""
    amount_euros: int
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when the objection came by post."""
    ground: NothingDueGround | None = None
    """Why nothing is due (Awb 4:17(6)); None: the amount is due."""
    sealed_reasons: Sealed | None = None
    """Of nothing being due."""


class CostsDecided(Contract, frozen=True):
    """On the costs of an objection was decided apart, because the ruling was given in a renewed decision (Awb 7:15(3))."""

    TYPE = TYPE_PREFIX + "costs-decided.v1"

    objection_id: UUID
    case_id: UUID
    decided_on: date
    ruling: CostsRuling
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when the objection came by post."""


class AppealLodged(Contract, frozen=True):
    """An appeal (beroep) was lodged at the district court against the decision on the objection (Awb 8:1).

    Or a higher appeal (hoger beroep) against the ruling of that court (Awb 8:104).
    """

    TYPE = TYPE_PREFIX + "appeal-lodged.v1"

    appeal_id: UUID
    objection_id: UUID
    case_id: UUID
    lodged_on: date


class AppealEnded(Contract, frozen=True):
    """The appeal ended: withdrawn, declared inadmissible, or ruled."""

    TYPE = TYPE_PREFIX + "appeal-ended.v1"

    appeal_id: UUID
    case_id: UUID
    ending: str
    """`withdrawn`, `inadmissible` or `ruled`."""
    ruled_on: date | None = None
    """Of a ruling: its day."""
    sent_on: date | None = None
    """The day on which the court sent it (Awb 8:79); None: it was not told, or there is none."""
    outcome: str | None = None
    """Of a ruling: `dismissed`, `annulled`, `annulled_effects_stand`, `court_decided` or `confirmed`."""
    exemption: Outcome | None = None
    """What the ruling puts in the place of the decision on the exemption (Awb 8:72(3)(b)); None: nothing."""
    valid_until: date | None = None
    """Last day of what it grants."""


class MisdirectedNoticeForwarded(Contract, frozen=True):
    """An objection or an appeal that belongs to another body was forwarded there (Awb 6:15)."""

    TYPE = TYPE_PREFIX + "misdirected-notice-forwarded.v1"

    notice_id: UUID
    case_id: UUID
    kind: str
    """`objection`, `appeal`, `higher_appeal`."""
    received_on: date
    forwarded_on: date
    forwarded_to: Sealed
    """Which body (Dutch)."""
    sender: Sealed | None = None
    """Name and address; None: the applicant of the case."""
