"""What the letter about a decision must say, as typed fields: the words are the templates' part."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.asked_items import WordsOnItem
from shared.law.calendar import Deadline
from shared.law.terms import appeal_term, objection_term
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling, JudgedCriterion
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    LeftOutReason,
    NotHeardGround,
    Outcome,
    RefusalGround,
    Remedy,
    RevocationGround,
    ThresholdChange,
)


class LetterKind(StrEnum):
    """The letters (brieven): about a decision, the end of an objection, or a step on the way to either."""

    GRANT = "grant"
    """Toekenning."""
    REFUSAL = "refusal"
    """Afwijzing."""
    RENEWED_DECISION = "renewed_decision"
    """Hernieuwde beschikking, or beslissing op bezwaar: a decision that takes the place of an earlier one."""
    REVOCATION = "revocation"
    """Intrekking: an exemption is taken away."""
    REVOCATION_INTENDED = "revocation_intended"
    """Voornemen tot intrekking, on which the holder can give views (Awb 4:8); no decision."""
    REVOCATION_ABANDONED = "revocation_abandoned"
    """Mededeling that the exemption stays as it is; no decision."""
    LEFT_OUT = "left_out"
    """Buiten behandeling gesteld."""
    OBJECTION_DISMISSED = "objection_dismissed"
    """Beslissing op bezwaar: ongegrond."""
    OBJECTION_INADMISSIBLE = "objection_inadmissible"
    """Beslissing op bezwaar: niet-ontvankelijk."""
    OBJECTION_UPHELD = "objection_upheld"
    """Beslissing op bezwaar: gegrond, where no new decision on the exemption follows at once."""
    OBJECTION_WITHDRAWN = "objection_withdrawn"
    """Confirmation (bevestiging) that an objection was withdrawn; no decision."""
    APPLICATION_RECEIVED = "application_received"
    """Ontvangstbevestiging: an application was received (Awb, afdeling 2.3)."""
    APPLICATION_WITHDRAWN = "application_withdrawn"
    """Confirmation (bevestiging) that an application was withdrawn; no decision."""
    NOTICE_OF_DEFAULT_RECEIVED = "notice_of_default_received"
    """Ontvangstbevestiging of a notice of default (ingebrekestelling, Awb 4:17(3)), with what follows from it."""
    DAY_EXEMPTION_CANCELLED = "day_exemption_cancelled"
    """Confirmation that a day exemption was given back before its day."""
    APPLICATION_CONVERTED = "application_converted"
    """Confirmation that an application goes on as one for another type of exemption."""
    COMPLETION_REQUESTED = "completion_requested"
    """Verzoek om aanvulling (Awb 4:5(1))."""
    TERM_MOVED = "term_moved"
    """Mededeling that a term to complete, or to give views, ends later because of an outage (Awb afdeling 2.3)."""
    VIEWS_ASKED = "views_asked"
    """Gelegenheid tot het geven van een zienswijze over feiten die afwijken van wat is opgegeven (Awb 4:7)."""
    THIRD_PARTY_VIEWS_ASKED = "third_party_views_asked"
    """Gelegenheid voor een derde-belanghebbende om een zienswijze te geven (Awb 4:8)."""
    DECISION_TOLD = "decision_told"
    """Mededeling van een besluit aan wie daarover een zienswijze gaf (Awb 3:43, 7:12(3))."""
    DECISION_TERM_EXTENDED = "decision_term_extended"
    """Verlenging van de beslistermijn (Awb 4:14(3))."""
    DECISION_TERM_SUSPENDED = "decision_term_suspended"
    """Opschorting van de beslistermijn om een andere reden dan een verzoek om aanvulling (Awb 4:15)."""
    SUSPENSION_ENDED = "suspension_ended"
    """Einde van zo'n opschorting, met de nieuwe laatste dag (Awb 4:15(4))."""
    PENALTY_FIXED = "penalty_fixed"
    """Vaststelling van de dwangsom: a decision, though not on the exemption (Awb 4:18)."""
    PENALTY_RECOVERED = "penalty_recovered"
    """Terugvordering van een dwangsom die niet verschuldigd was: a decision of its own (Awb 4:20)."""
    LATE_RULING_NOTICE_RECEIVED = "late_ruling_notice_received"
    """Ontvangstbevestiging of a notice of default (ingebrekestelling) on an objection, with what follows (Awb 4:17, 7:14)."""
    LATE_RULING_PENALTY_FIXED = "late_ruling_penalty_fixed"
    """Vaststelling van de dwangsom for a late decision on an objection: a decision of its own (Awb 4:18, 7:14)."""
    COSTS_OPEN = "costs_open"
    """Mededeling that is decided apart on the costs of an objection (Awb 7:15); no decision."""
    COSTS_DECIDED = "costs_decided"
    """Beslissing on the costs of an objection, apart from the ruling (Awb 7:15(3))."""
    OBJECTION_RECEIVED = "objection_received"
    """Ontvangstbevestiging of an objection (Awb 6:14)."""
    NOTICE_FORWARDED = "notice_forwarded"
    """Mededeling that an objection or appeal which belongs to another body was forwarded (Awb 6:15(1))."""
    REPAIR_REQUESTED = "repair_requested"
    """Verzoek om een verzuim te herstellen (Awb 6:6)."""
    COMMITTEE_ANNOUNCED = "committee_announced"
    """Mededeling that a committee advises on the objection (Awb 7:13(2))."""
    HEARING_PLANNED = "hearing_planned"
    """Uitnodiging for the hearing (Awb 7:2, 7:4)."""
    HEARING_WISH_ASKED = "hearing_wish_asked"
    """Vraag of de indiener wil worden gehoord (Awb 7:3(d))."""
    DIRECT_APPEAL_CONSENTED = "direct_appeal_consented"
    """Instemming met rechtstreeks beroep, or that an objection follows another one to the court (Awb 7:1a)."""
    DIRECT_APPEAL_REFUSED = "direct_appeal_refused"
    """Geen instemming met rechtstreeks beroep (Awb 7:1a(2), (3))."""
    PARTY_INVITED = "party_invited"
    """Uitnodiging for another than the objector to say what they think of the objection (Awb 7:2)."""
    HEARING_ACCOUNT = "hearing_account"
    """Mededeling of what was said in the absence of who was heard apart (Awb 7:6(3), (4))."""
    RULING_ADJOURNED = "ruling_adjourned"
    """Verdaging of the decision on the objection (Awb 7:10(3), (5))."""
    POSTPONEMENT_AGREED = "postponement_agreed"
    """Verder uitstel to which the objector consented (Awb 7:10(4), (5))."""
    DECISION_ANEW_ORDERED = "decision_anew_ordered"
    """Mededeling that a court annulled the decision on the objection, and a new one follows (Awb 8:72(4))."""


class ReplacedDecision(msgspec.Struct, frozen=True):
    """An earlier decision that is replaced or was contested, as its own letter knew it."""

    decision_id: UUID
    decided_on: date | None = None
    """None when no letter about that decision was drawn up here."""
    outcome: Outcome | None = None


class DecisionNotice(msgspec.Struct, frozen=True):
    """The decision as its announcement states it: content, reasons, basis and remedy (Awb 3:41, 3:45, 3:47)."""

    decision_id: UUID
    exemption_type: ExemptionType
    outcome: Outcome
    decided_on: date
    criteria: tuple[CriterionResult, ...]
    policy_version: str
    threshold_set_id: UUID | None
    """None for a type without thresholds."""
    remedy: Remedy
    valid_until: date | None = None
    """Last day of a granted exemption."""
    replaces: ReplacedDecision | None = None
    reassessment_id: UUID | None = None
    """Set when the decision was renewed because the threshold values changed."""
    decides_objection_id: UUID | None = None
    """Set when this is also the decision on that objection (Awb 7:11)."""
    municipality: str | None = None
    """CBS code (gemeentecode) of the municipality that decided; None: national."""
    valid_from: datetime | None = None
    """First instant of a day exemption, UTC; None: from announcement."""
    valid_to: datetime | None = None
    """The instant at which a day exemption ends, UTC; None: at the end of `valid_until`."""
    refusal_ground: RefusalGround | None = None
    refers_to: ReplacedDecision | None = None
    """Of the refusal of a repeated application: the earlier refusal (Awb 4:6)."""
    sealed_reasons: Sealed | None = None
    """What a person wrote in the place of criteria; None: the criteria are the reasons."""
    synthetic: tuple[str, ...] = ()
    """What the decision rests on or names that no public source states."""
    threshold_changes: tuple[ThresholdChange, ...] = ()
    """What a new threshold set changed for this vehicle."""
    heard: str | None = None
    """Of a ruling on objection: `held`, or the ground why the objector was not heard (Awb 7:3, 7:12(1))."""
    heard_on: date | None = None
    """The day of the hearing."""
    court_ruled_on: date | None = None
    """The day on which a court ordered to decide anew (Awb 8:72(4)); None: it is the first decision."""
    penalty_euros: int | None = None
    """The amount at which the penalty for the late decision is fixed anew (Awb 4:19); None: nothing is said of it."""
    beside: BesideRuling | None = None
    """What the ruling says of costs (Awb 7:15); None: nothing."""
    established: tuple[str, ...] = ()
    """Names of the stated facts that it used as the desk established them."""
    views_given: bool | None = None
    """Whether the addressee gave views on facts that differ from what they supplied (Awb 4:7); None: not asked."""
    not_heard_because: NotHeardGround | None = None
    """Why they were not asked, though a refusal rests on such facts (Awb 4:7(2), 4:11)."""
    effective_from: date | None = None
    """Of a revocation: the first day without the exemption; of a grant that restores one: since when it holds."""
    revocation_ground: RevocationGround | None = None
    review_ground: str | None = None
    """Of a refusal that was reviewed in favour without an objection: why."""
    in_part: bool = False
    """Of a grant on objection: whether it ends earlier than the policy gives, or than was granted before."""
    of_another: bool = False
    """Of a ruling on objection: whether another interested party than the addressee objected (Awb 1:2)."""
    restores_anew: bool = False
    """Whether that objection was not upheld anew, so that what an annulled ruling took holds again (Awb 8:72)."""
    better_fit: ExemptionType | None = None
    """On a refusal: another type of which every condition is met."""
    better_fit_reason: str | None = None
    """Which conditions those are (Dutch)."""
    sealed_conditions: Sealed | None = None
    """Conditions (voorschriften) that who granted it set; None: none."""
    judged: tuple[JudgedCriterion, ...] = ()
    """Why criteria were judged as they were, by who judged them."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""

    @property
    def reference(self) -> UUID:
        """What the letter goes by (kenmerk)."""
        return self.decision_id

    @property
    def kind(self) -> LetterKind:
        """Which letter announces it."""
        if self.outcome is Outcome.REVOKED:
            return LetterKind.REVOCATION
        if self.replaces is not None:
            return LetterKind.RENEWED_DECISION
        return LetterKind.GRANT if self.outcome is Outcome.GRANTED else LetterKind.REFUSAL


class LeftOutNotice(msgspec.Struct, frozen=True):
    """The decision not to deal with an application, as its announcement states it (Awb 4:5, 3:41, 3:45, 3:47)."""

    decision_id: UUID
    exemption_type: ExemptionType
    decided_on: date
    reason: LeftOutReason
    municipality: str | None = None
    """CBS code (gemeentecode) of the municipality that decided; None: national."""
    on_items: tuple[WordsOnItem, ...] = ()
    """What is still missing of what was asked, and why, as the desk wrote it (Awb 3:46)."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""

    @property
    def reference(self) -> UUID:
        """What the letter goes by (kenmerk)."""
        return self.decision_id

    @property
    def kind(self) -> LetterKind:
        """Which letter announces it."""
        return LetterKind.LEFT_OUT

    @property
    def remedy(self) -> Remedy:
        """It is a decision (besluit), open to objection (Awb 1:3, 7:1)."""
        return Remedy.OBJECTION


def remedy_term(remedy: Remedy | None, sent_on: date) -> Deadline | None:
    """Until when the addressee can object or appeal, by the day of sending; None: nothing is needed.

    Awb 3:41: a decision is announced by sending it. Awb 6:7 and 6:8: six weeks, from the day after.
    Awb 6:19(1): a pending objection or appeal is by law directed at the new decision too.
    """
    match remedy:
        case Remedy.OBJECTION | Remedy.OBJECTION_BESIDE_LATE_ONE:
            return objection_term(sent_on)
        case Remedy.APPEAL:
            return appeal_term(sent_on)
        case (
            Remedy.COVERED_BY_PENDING_OBJECTION
            | Remedy.COVERED_BY_PENDING_APPEAL
            | Remedy.HIGHER_APPEAL
            | None
        ):
            return None
