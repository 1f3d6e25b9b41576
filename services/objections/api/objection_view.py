"""An objection as its readers see it; the grounds are opened here, for those who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from services.objections.api.direct_appeal_view import DirectAppealView
from services.objections.api.hearing_wish_view import WishView
from services.objections.api.late_ruling_view import DefaultView
from services.objections.api.party_view import AccountView, PartyView
from services.objections.api.persons import PersonView
from services.objections.api.proceedings_view import HearingView, RepairView
from services.objections.api.reasons import opened
from services.objections.api.reconsiderations import ReconsiderationView
from services.objections.api.relief_view import ReliefView
from services.objections.domain.admissibility import InadmissibilityGround, posting_to_be_judged, within_term
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.premature import decision_to_come
from services.objections.projections.advice_columns import ToldAdvice
from services.objections.projections.costs_claims import ClaimedCosts
from services.objections.projections.hearing_accounts import ToldAccount
from services.objections.projections.hearing_wishes import ToldWish
from services.objections.projections.interim_reliefs import ReliefEntry
from services.objections.projections.invited_parties import ToldParty
from services.objections.projections.objection_register import ObjectionEntry
from services.objections.projections.penalty_disputes import PenaltyDispute
from services.objections.projections.reconsiderations import ToldReconsideration
from shared.law.terms import Channel
from shared.privacy.opening import Opener
from shared.runtime.access import Principal, Role
from shared.runtime.api import View
from shared.vocabulary import ExemptionType, ObjectionRuling, VehicleCategory


class ObjectionLine(View):
    """One line of the list."""

    objection_id: UUID
    version: int
    case_id: UUID
    decision_id: UUID | None
    """Null while it is held: the decision is still to come (Awb 6:10)."""
    state: ObjectionState
    channel: Channel
    received_on: date
    decision_heard_of: bool
    """Whether the decision was known here when the objection came in."""

    @classmethod
    def of(cls, entry: ObjectionEntry) -> Self:
        """From the row of the register."""
        return cls(
            objection_id=entry.objection_id,
            version=entry.version,
            case_id=entry.case_id,
            decision_id=None if entry.decision_id == decision_to_come(entry.case_id) else entry.decision_id,
            state=entry.state,
            channel=entry.receipt.channel,
            received_on=entry.receipt.received_on,
            decision_heard_of=entry.decision_heard_of,
        )


class FindingView(View):
    """The handler's internal finding that a threshold is wrong; objectors do not see it."""

    found_by: str
    vehicle_category: VehicleCategory
    parameter: str
    reasons: str | None
    """Null when the person was erased."""
    taken_up_in: UUID | None
    """The reassessment under way because of it: it cannot be taken back meanwhile."""


class RulingView(View):
    """What a handler ruled; a ruling in a renewed decision has its reasons there."""

    ruled_by: str | None
    """Pseudonymous id; only handlers see it here."""
    reasons: str | None
    """Null when the person was erased."""
    inadmissible_because: InadmissibilityGround | None
    defect_passed_over: str | None
    """Which defect of the contested decision is passed over, and why (Awb 6:22); null: none."""


class AnewView(View):
    """The court's order to decide on the objection anew (Awb 8:72(4)); null: there was none."""

    appeal_id: UUID
    court_ruled_on: date
    court_named_day: date | None
    """The last day that the court gave; null: the term of Awb 7:10 applied again."""


class PenaltyDisputeView(View):
    """What was lodged against the decision on a penalty (Awb 4:18)."""

    decision_id: UUID
    received_on: date
    grounds: str | None
    """Null when the person was erased."""
    appeal_id: UUID | None
    """The appeal that covers it, to which it is to be sent; null: the objection does."""

    @classmethod
    def of(cls, dispute: PenaltyDispute, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            decision_id=dispute.decision_id,
            received_on=dispute.received_on,
            grounds=opened(opener, dispute.grounds),
            appeal_id=dispute.appeal_id,
        )


class AdviceView(View):
    """The latest advice of a committee (Awb 7:13)."""

    received_on: date
    advises: ObjectionRuling
    advice: str | None
    """Null when the person was erased."""
    with_record: bool | None
    """Whether the record of the committee's hearing is in it (Awb 7:13(6)); null: not said, or it did not hear."""

    @classmethod
    def of(cls, advice: ToldAdvice, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            received_on=advice.received_on,
            advises=advice.advises,
            advice=opened(opener, advice.words),
            with_record=advice.with_record,
        )


class CommitteeView(View):
    """Who is in the committee that advises (Awb 7:13(1)); only handlers see it here."""

    chair: str
    """Pseudonymous id."""
    members: list[str]


class CostsView(View):
    """The claim of the costs of the objection, and what was decided on it (Awb 7:15)."""

    claimed_on: date
    claim: str | None
    """Null when the person was erased."""
    decided_on: date | None
    """Null: not decided on yet."""
    granted_euros: int | None
    """Zero: refused."""
    refused_because: str | None

    @classmethod
    def of(cls, costs: ClaimedCosts | None, opener: Opener) -> Self | None:
        """From the row of the register."""
        if costs is None:
            return None
        return cls(
            claimed_on=costs.claimed_on,
            claim=opened(opener, costs.claim),
            decided_on=costs.decided_on,
            granted_euros=costs.euros,
            refused_because=opened(opener, costs.reasons),
        )


class ObjectionView(ObjectionLine):
    """One objection whole."""

    exemption_type: ExemptionType | None
    """Of the contested decision; null while that was not heard of."""
    municipality: str | None
    """CBS code of a local case; null: national, or not heard of."""
    posted_on: date | None
    received_elsewhere_on: date | None
    """Day of receipt by the body that forwarded it (Awb 6:15), which counts; null: it came here first."""
    elsewhere_disregarded: bool
    """Whether that day does not count: manifestly unreasonable use of the law (Awb 6:15(3))."""
    elsewhere_reasons: str | None
    """Why it does not; null where it does, or the person was erased."""
    grounds: str | None
    """Null when the person was erased."""
    objection_term_last_day: date | None
    """As the letter states it; null before the announcement."""
    within_term: bool | None
    """Awb 6:9; null while the term is not known, or a person is yet to judge when it was posted."""
    posting_to_be_judged: bool
    """Whether it came by post in the week after the term without a legible postmark (Awb 6:9(2)), judged or not."""
    posting_reasons: str | None
    """Why it was judged to be posted in time, or not."""
    announced_in_time: bool | None
    """Against leaving the application out: whether that was announced within four weeks (Awb 4:5(4)); null: not known."""
    decide_before: date | None
    """Last day to decide (Awb 7:10); null while it is not known. `clock` tells how it came about."""
    attached_decisions: list[UUID]
    """Renewed decisions that the objection is by law also directed at (Awb 6:19)."""
    finding: FindingView | None
    ruled_in: UUID | None
    """The decision in which the ruling was given, or that followed from it (Awb 7:11)."""
    ruling: RulingView | None
    ended_on: date | None
    """Day of the ruling or the withdrawal."""
    late_excused: str | None
    """Why a late objection was let in (Awb 6:11)."""
    ruled_after_end: UUID | None
    """A decision that came as the ruling when the proceedings had ended; for a person to look at."""
    repair: RepairView | None
    hearing: HearingView
    objector: PersonView | None
    """Another interested party (Awb 1:2); null: the applicant objects, or the case was erased."""
    by_another: bool
    """Whether another than the applicant objects."""
    representative: PersonView | None
    """Who acts for the objector, and gets the letters (Awb 6:17); null: nobody, or the case was erased."""
    anew: AnewView | None
    penalty_disputes: list[PenaltyDisputeView]
    """What was lodged against the penalty for the late decision, which this objection covers too (Awb 4:19)."""
    advice: AdviceView | None
    """Of a committee (Awb 7:13); objectors see it with the ruling."""
    committee: CommitteeView | None
    """Null: not told, or not for who reads."""
    costs: CostsView | None
    """Null: no costs were claimed."""
    hearing_wish: WishView | None
    """Whether the objector wants to be heard; null: nothing was asked or said (Awb 7:3(c), (d))."""
    reconsideration: ReconsiderationView | None
    """What the ruling rests on (Awb 7:11(1)); objectors see it with the ruling. Null: none was asked for."""
    parties: list[PartyView]
    """Others than the objector who were invited to be heard (Awb 7:2)."""
    direct_appeal: DirectAppealView | None
    """What was asked of direct appeal at the court (Awb 7:1a); null: nothing, and it did not go there."""
    interim_reliefs: list[ReliefView]
    """What was asked of a judge for the time being, and granted (Awb 8:81), in order of registration."""
    hearing_accounts: list[AccountView]
    """What those who were heard apart were told of it (Awb 7:6(3))."""
    late_rulings: list[DefaultView]
    """What a late decision on the objection costs since a notice of default had effect (Awb 4:17, 7:14)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of an objection outside its own row."""

    contested: ContestedDecision | None
    attached: Sequence[UUID]
    decide_before: date | None
    penalties: Sequence[PenaltyDispute] = ()
    late_rulings: Sequence[DefaultView] = ()
    costs: ClaimedCosts | None = None
    parties: Sequence[ToldParty] = ()
    reconsideration: ToldReconsideration | None = None
    wish: ToldWish | None = None
    reliefs: Sequence[ReliefEntry] = ()
    accounts: Sequence[ToldAccount] = ()


def objection_view(
    entry: ObjectionEntry, around: Surroundings, principal: Principal, opener: Opener
) -> ObjectionView:
    """The objection as this principal sees it; the finding is the handlers' own until the ruling."""
    handler, contested = principal.has(Role.OBJECTION_HANDLER), around.contested
    line = ObjectionLine.of(entry).model_dump()
    return ObjectionView(
        **{**line, "state": entry.state if handler else _as_told(entry.state)},
        exemption_type=contested.exemption_type if contested else None,
        municipality=contested.municipality if contested else None,
        posted_on=entry.receipt.posted_on,
        received_elsewhere_on=entry.receipt.received_elsewhere_on,
        elsewhere_disregarded=entry.receipt.elsewhere_disregarded,
        elsewhere_reasons=opened(opener, entry.elsewhere_reasons),
        grounds=opened(opener, entry.grounds),
        objection_term_last_day=contested.remedy_last_day if contested else None,
        within_term=within_term(entry.receipt, contested),
        announced_in_time=contested.announced_in_time if contested else None,
        posting_to_be_judged=posting_to_be_judged(entry.receipt, contested),
        posting_reasons=opened(opener, entry.posting_reasons),
        decide_before=around.decide_before,
        attached_decisions=list(around.attached),
        finding=_finding(entry, opener) if handler else None,
        ruled_in=entry.ruled_in,
        ruling=_ruling(entry, opener, handler=handler),
        ended_on=entry.ended_on,
        late_excused=opened(opener, entry.lateness_excused),
        ruled_after_end=entry.ruled_after_end if handler else None,
        repair=RepairView.of(entry.repair, opener) if entry.repair is not None else None,
        hearing=HearingView.of(entry.hearing, opener, handler=handler),
        objector=PersonView.of(entry.objector, opener),
        by_another=entry.objector is not None,
        representative=PersonView.of(entry.representative, opener),
        anew=_anew(entry),
        penalty_disputes=[PenaltyDisputeView.of(one, opener) for one in around.penalties],
        advice=_advice(entry, opener, handler=handler),
        committee=(
            CommitteeView(chair=entry.committee.chair, members=list(entry.committee.members))
            if handler and entry.committee is not None
            else None
        ),
        costs=CostsView.of(around.costs, opener),
        hearing_wish=WishView.of(around.wish, opener),
        reconsideration=(
            ReconsiderationView.of(around.reconsideration, opener)
            if handler or entry.ended_on is not None
            else None
        ),
        parties=[PartyView.of(one, opener, handler=handler) for one in around.parties],
        hearing_accounts=AccountView.all_of(around.accounts, opener, handler=handler),
        late_rulings=list(around.late_rulings),
        direct_appeal=DirectAppealView.of(entry.direct_appeal, opener),
        interim_reliefs=[ReliefView.of(one, opener) for one in around.reliefs],
    )


def _as_told(state: ObjectionState) -> ObjectionState:
    return ObjectionState.PENDING if state is ObjectionState.CONSEQUENCE_FOUND else state


def _advice(entry: ObjectionEntry, opener: Opener, *, handler: bool) -> AdviceView | None:
    shown = entry.advice is not None and (handler or entry.ended_on is not None)
    return AdviceView.of(entry.advice, opener) if entry.advice is not None and shown else None


def _anew(entry: ObjectionEntry) -> AnewView | None:
    if entry.anew is None:
        return None
    return AnewView(
        appeal_id=entry.anew.appeal_id,
        court_ruled_on=entry.anew.ruled_on,
        court_named_day=entry.anew.named_day,
    )


def _finding(entry: ObjectionEntry, opener: Opener) -> FindingView | None:
    if entry.finding is None:
        return None
    return FindingView(
        found_by=entry.finding.found_by,
        vehicle_category=VehicleCategory(entry.finding.vehicle_category),
        parameter=entry.finding.parameter,
        reasons=opened(opener, entry.finding.reasons),
        taken_up_in=entry.finding.taken_up_in,
    )


def _ruling(entry: ObjectionEntry, opener: Opener, *, handler: bool) -> RulingView | None:
    if entry.ruling is None:
        return None
    return RulingView(
        ruled_by=entry.ruling.ruled_by if handler else None,
        reasons=opened(opener, entry.ruling.reasons),
        inadmissible_because=entry.ruling.inadmissible_because,
        defect_passed_over=opened(opener, entry.ruling.passed_over),
    )
