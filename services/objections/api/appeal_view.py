"""An appeal as who registers it sees it: what the court judges is shown here, with the rule."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self
from uuid import UUID

from services.objections.api.at_court import ToPayView
from services.objections.api.reasons import opened
from services.objections.domain.appeal import AppealState
from services.objections.domain.appeal_instance import (
    Appellant,
    Instance,
    RemedyTerm,
    Standing,
    Timeliness,
    standing_of,
)
from services.objections.domain.court_fee import CourtFee
from services.objections.domain.court_ruling import CourtOutcome, ExemptionByCourt
from services.objections.projections.appeal_register import AppealEntry
from shared.law.terms import Channel, presumed_posted_in_time
from shared.privacy.opening import Opener
from shared.runtime.api import View
from shared.vocabulary import Outcome

JUDGED_BY_COURT = frozenset({Timeliness.LATE, Timeliness.TO_BE_JUDGED, Standing.DID_NOT_OBJECT})


class TimelinessView(View):
    """Whether it came in time, as far as was known when it was registered."""

    finding: Timeliness
    posted_on: date | None
    channel: Channel | None
    """Null: not by post, as far as was told."""
    presumed_posted_in_time: bool | None
    """Of post without a legible postmark in the week after the term: what the case law presumes; null: of any other."""
    posting_reasons: str | None
    """Why it was judged to be posted in time, or not; null: nobody judged it, or the person was erased."""
    announced_on: date | None
    """The day on which what is contested was announced; null: not known."""
    last_day: date | None
    for_the_court: bool
    """Whether the court is to judge it: who is late can be reasonably not in default (Awb 6:11)."""
    rule: str

    @classmethod
    def of(cls, entry: AppealEntry, opener: Opener) -> Self:
        """From the row of the register."""
        by_post = entry.timeliness is Timeliness.TO_BE_JUDGED or entry.posting_reasons is not None
        last_day = entry.filing.term.last_day
        return cls(
            finding=entry.timeliness,
            posted_on=entry.filing.posted_on,
            channel=entry.filing.channel,
            presumed_posted_in_time=(
                presumed_posted_in_time(last_day, entry.lodged_on) if by_post and last_day else None
            ),
            posting_reasons=opened(opener, entry.posting_reasons),
            announced_on=entry.filing.term.announced_on,
            last_day=entry.filing.term.last_day,
            for_the_court=entry.timeliness in JUDGED_BY_COURT,
            rule=_rule_of(entry.timeliness),
        )


def _rule_of(found: Timeliness) -> str:
    match found:
        case Timeliness.LATE:
            return "Awb 6:11"
        case Timeliness.TO_BE_JUDGED:
            return "Awb 6:9(2)"
        case _:
            return "Awb 6:7, 6:8, 6:9"


class StandingView(View):
    """Whether who lodged it could: who did not object, unless that cannot be held against them (Awb 6:13)."""

    appellant: Appellant | None
    finding: Standing
    for_the_court: bool
    rule: str

    @classmethod
    def of(cls, entry: AppealEntry) -> Self:
        """From the row of the register."""
        finding = standing_of(entry.filing.appellant)
        return cls(
            appellant=entry.filing.appellant,
            finding=finding,
            for_the_court=finding in JUDGED_BY_COURT,
            rule="Awb 8:104" if finding is Standing.AUTHORITY else "Awb 6:13",
        )


class ExemptionByCourtView(View):
    """What a ruling says of the exemption itself."""

    outcome: Outcome
    valid_until: date | None

    @classmethod
    def of(cls, exemption: ExemptionByCourt) -> Self:
        """From the row of the register."""
        return cls(outcome=exemption.outcome, valid_until=exemption.valid_until)


class RemedyView(View):
    """Higher appeal (hoger beroep) against the ruling of a district court (Awb 8:104, 8:105)."""

    kind: Literal["higher_appeal"]
    at: Instance
    last_day: date | None
    """Six weeks after the day on which the ruling was sent (Awb 6:7, 6:24); null: that day was not told."""
    not_before: date | None
    """Where it was not told: the last day is not before this one."""
    rule: str

    @classmethod
    def of(cls, entry: AppealEntry) -> Self | None:
        """What lies against the end that the row shows; nothing against a withdrawal, or against the Afdeling."""
        ruled = entry.state in {AppealState.RULED, AppealState.INADMISSIBLE}
        if not ruled or entry.ended_on is None or entry.filing.instance is not Instance.DISTRICT_COURT:
            return None
        term = RemedyTerm.of_ruling(entry.ended_on, entry.sent_on)
        return cls(
            kind="higher_appeal",
            at=Instance.COUNCIL_OF_STATE,
            last_day=term.last_day,
            not_before=term.not_before,
            rule="Awb 8:104, 8:105",
        )


class CourtFeeView(View):
    """The court fee (griffierecht, Awb 8:41), in whole euros."""

    euros: int
    levied_on: date
    paid_on: date | None
    repaid_on: date | None
    """The day on which the authority paid it back (Awb 8:41(7), 8:74)."""

    @classmethod
    def of(cls, fee: CourtFee) -> Self:
        """From the row of the register."""
        return cls(euros=fee.euros, levied_on=fee.levied_on, paid_on=fee.paid_on, repaid_on=fee.repaid_on)


class AppealView(View):
    """One appeal."""

    appeal_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID
    lodged_on: date
    court_reference: str | None
    state: AppealState
    ended_on: date | None
    ruling: str | None
    """Null when there is none, or the person was erased."""
    outcome: CourtOutcome | None
    """Null when there is no ruling, or one from before it was recorded."""
    decide_anew: bool
    """Whether a new decision on the objection was ordered (Awb 8:72(4))."""
    decide_before: date | None
    """The last day that the court gave for it; null: it gave no term."""
    instance: Instance
    against_appeal_id: UUID | None
    """Of a higher appeal: the appeal on which the contested ruling was given."""
    timeliness: TimelinessView
    standing: StandingView
    sent_on: date | None
    """The day on which the court sent its ruling (Awb 8:79); null: not told, or none."""
    exemption: ExemptionByCourtView | None
    """What the ruling puts in the place of the decision on the exemption (Awb 8:72(3)(b))."""
    remedy: RemedyView | None
    """What can be done about the ruling; null: it was not given, or nothing lies against it."""
    court_fee: CourtFeeView | None
    direct: bool
    """Whether it is an objection that was sent on (rechtstreeks beroep, Awb 7:1a(5), (6))."""
    fee_free: bool
    """Of such a one: no court fee is levied (Awb 7:1a(6))."""
    hearing_on: date | None
    """The day on which the court hears or heard it (zitting, Awb 8:56); null: not told."""
    to_pay: ToPayView | None
    """What the authority is to pay (Awb 8:74, 8:75); null: nothing, or it was not told."""

    @classmethod
    def of(cls, entry: AppealEntry, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            appeal_id=entry.appeal_id,
            version=entry.version,
            case_id=entry.case_id,
            objection_id=entry.objection_id,
            lodged_on=entry.lodged_on,
            court_reference=entry.court_reference,
            state=entry.state,
            ended_on=entry.ended_on,
            ruling=opened(opener, entry.ruling),
            outcome=entry.outcome,
            decide_anew=entry.decide_anew,
            decide_before=entry.named_day,
            instance=entry.filing.instance,
            against_appeal_id=entry.filing.against_appeal_id,
            timeliness=TimelinessView.of(entry, opener),
            standing=StandingView.of(entry),
            sent_on=entry.sent_on,
            exemption=ExemptionByCourtView.of(entry.exemption) if entry.exemption else None,
            remedy=RemedyView.of(entry),
            court_fee=CourtFeeView.of(entry.fee) if entry.fee else None,
            direct=entry.filing.direct,
            fee_free=entry.filing.fee_free,
            hearing_on=entry.hearing_on,
            to_pay=ToPayView.of(entry.to_pay),
        )
