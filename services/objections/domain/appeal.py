"""The appeal (beroep): who disagrees with the decision on the objection goes to the district court (Awb 8:1).

So is the higher appeal (hoger beroep) against the ruling of that court (Awb 8:104), at another instance. The court
handles it; here its lodging and its end are registered, because a decision that replaces the contested one while it
is pending is by law covered by it and goes to the court (Awb 6:19, 6:24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.objections.domain.appeal_instance import Appellant, Filing, Instance, RemedyTerm, Timeliness
from services.objections.domain.appeal_posting import AppealPostingJudged, check_to_judge
from services.objections.domain.at_court import CourtHearingNoted, OrderedToPay, check_hearing
from services.objections.domain.court_fee import (
    CourtFee,
    CourtFeeLevied,
    CourtFeePaid,
    CourtFeeRepaid,
    FeeStep,
    check_fee,
)
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling, ExemptionByCourt
from services.objections.domain.posting import PostingJudgement
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed


class AppealState(StrEnum):
    """Where an appeal stands, as far as the desk knows."""

    PENDING = "pending"
    """Aanhangig at the court."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken."""
    INADMISSIBLE = "inadmissible"
    """Niet-ontvankelijk."""
    RULED = "ruled"
    """Uitspraak: the court ruled on the merits."""


class AppealLodged(FoundingEvent):
    """The court told that an appeal was lodged, or an objection was sent on to it; its stream id is the appeal's id."""

    TOPIC = "objections.AppealLodged"

    case_id: UUID
    objection_id: UUID
    decision_id: UUID
    """The decision that the objection was lodged against."""
    lodged_on: date
    """The day on which the court received it (Awb 6:9)."""
    court_reference: str | None
    """The court's case number (zaaknummer), which names nobody."""
    instance: Instance = Instance.DISTRICT_COURT
    against_appeal_id: UUID | None = None
    """Of a higher appeal: the appeal on which the contested ruling was given."""
    appellant: Appellant | None = None
    """None: the court did not tell, or nobody asked."""
    posted_on: date | None = None
    """Day of the postmark (Awb 6:9(2))."""
    channel: Channel | None = None
    """How it came; None: not by post, as far as was told."""
    announced_on: date | None = None
    """The day on which what is contested was announced (Awb 6:8(1)); None: not known."""
    last_day: date | None = None
    """Last day to appeal, as known at the lodging (Awb 6:7); None: not known."""
    timeliness: Timeliness = Timeliness.NOT_KNOWN
    direct: bool = False
    """Whether it is an objection that was sent on (rechtstreeks beroep, Awb 7:1a(5), (6))."""
    fee_free: bool = False
    """Of such a one: no court fee is levied (Awb 7:1a(6))."""


class AppealWithdrawn(Event):
    """The appellant withdrew the appeal (Awb 6:21)."""

    TOPIC = "objections.AppealWithdrawn"

    case_id: UUID
    withdrawn_on: date

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.WITHDRAWN


class AppealDeclaredInadmissible(Event):
    """The court declared the appeal inadmissible (Awb 8:70)."""

    TOPIC = "objections.AppealDeclaredInadmissible"

    case_id: UUID
    declared_on: date
    sent_on: date | None = None
    """The day on which the court sent its ruling (Awb 8:79); None: it was not told."""

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.INADMISSIBLE
        aggregate.ruling_term = RemedyTerm.of_ruling(self.declared_on, self.sent_on)


class AppealRuled(Event):
    """The court ruled on the appeal (uitspraak, Awb 8:70)."""

    TOPIC = "objections.AppealRuled"

    case_id: UUID
    ruled_on: date
    ruling: str = ""
    """In clear, in acts from before it was sealed; empty since."""
    sealed_ruling: Sealed | None = None
    """What the court ruled, as whoever registered it wrote."""
    outcome: CourtOutcome | None = None
    """None in an act from before it was recorded: then nobody was ordered anything, as far as is known."""
    decide_anew: bool = False
    """The court ordered a new decision on the objection (Awb 8:72(4))."""
    named_day: date | None = None
    """The last day that the court gave for it; None: it gave no term, or no order."""
    sent_on: date | None = None
    """The day on which the court sent its ruling (Awb 8:79); None: it was not told."""
    exemption: ExemptionByCourt | None = None
    """What the ruling puts in the place of the annulled decision on the exemption (Awb 8:72(3)(b)); None: nothing."""
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75); None: nothing, or it was not told."""

    def apply(self, aggregate: Appeal) -> None:
        aggregate.state = AppealState.RULED
        aggregate.ruling_term = RemedyTerm.of_ruling(self.ruled_on, self.sent_on)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The end by the appellant."""

    on: date


@dataclass(frozen=True, slots=True)
class InadmissibleAppeal:
    """The end without a look at the merits."""

    on: date
    sent_on: date | None = None
    """The day on which the court sent its ruling (Awb 8:79)."""


AppealEnding = Withdrawal | InadmissibleAppeal | CourtRuling
"""How an appeal can end."""


class Appeal(Aggregate):
    """One appeal from lodging to its end.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.Appeal"

    case_id: UUID
    objection_id: UUID
    decision_id: UUID
    lodged_on: date
    court_reference: str | None
    instance: Instance
    against_appeal_id: UUID | None
    appellant: Appellant | None
    posted_on: date | None
    channel: Channel | None
    announced_on: date | None
    last_day: date | None
    timeliness: Timeliness
    direct: bool
    fee_free: bool
    state: AppealState = AppealState.PENDING
    fee: CourtFee | None = None
    ruling_term: RemedyTerm | None = None
    """The term to contest its ruling; None: there is none."""
    hearing_on: date | None = None
    """The day on which the court hears it (zitting)."""

    @classmethod
    def lodge(
        cls,
        *,
        id: UUID,
        case_id: UUID,
        objection_id: UUID,
        decision_id: UUID,
        lodged_on: date,
        court_reference: str | None,
        filing: Filing = Filing(),  # noqa: B008  frozen
    ) -> Self:
        """Register an appeal of which the court told. Raises RuleBroken for one that nobody can lodge."""
        filing.check()
        return cls.found(
            AppealLodged,
            id=id,
            case_id=case_id,
            objection_id=objection_id,
            decision_id=decision_id,
            lodged_on=lodged_on,
            court_reference=court_reference,
            instance=filing.instance,
            against_appeal_id=filing.against_appeal_id,
            appellant=filing.appellant,
            posted_on=filing.posted_on,
            channel=filing.channel,
            announced_on=filing.term.announced_on,
            last_day=filing.term.last_day,
            timeliness=filing.timeliness(lodged_on),
            direct=filing.direct,
            fee_free=filing.fee_free,
        )

    def contested_ruling(self) -> RemedyTerm:
        """The term to contest its ruling in higher appeal (Awb 8:104). Raises NotInThisState without one."""
        if self.ruling_term is None or self.instance is not Instance.DISTRICT_COURT:
            raise NotInThisState(
                "no_ruling_to_contest", "only the ruling of a district court is contested (Awb 8:104)"
            )
        return self.ruling_term

    def end(self, ending: AppealEnding) -> None:
        """Register how it ended. Raises NotInThisState, or RuleBroken for a day before its lodging."""
        if self.state is not AppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        if ending.on < self.lodged_on:
            raise RuleBroken("ended_before_lodged", "an appeal does not end before it was lodged")
        match ending:
            case Withdrawal():
                self.trigger_event(AppealWithdrawn, case_id=self.case_id, withdrawn_on=ending.on)
            case InadmissibleAppeal():
                self.trigger_event(
                    AppealDeclaredInadmissible,
                    case_id=self.case_id,
                    declared_on=ending.on,
                    sent_on=ending.sent_on,
                )
            case CourtRuling():
                self._rule(ending)

    def _rule(self, ruling: CourtRuling) -> None:
        ruling.check(self.instance)
        self.trigger_event(
            AppealRuled,
            case_id=self.case_id,
            ruled_on=ruling.on,
            sealed_ruling=ruling.ruling,
            outcome=ruling.outcome,
            decide_anew=ruling.order is not None,
            named_day=ruling.order.named_day if ruling.order else None,
            sent_on=ruling.sent_on,
            exemption=ruling.exemption,
            to_pay=ruling.to_pay,
        )

    def judge_posting(self, judgement: PostingJudgement, by: str, on: date) -> None:
        """Register whether it was posted in time (Awb 6:9(2)). Raises NotInThisState or RuleBroken."""
        if self.state is not AppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        check_to_judge(self.timeliness)
        self.trigger_event(
            AppealPostingJudged,
            case_id=self.case_id,
            in_time=judgement.in_time,
            judged_by=by,
            judged_on=on,
            sealed_reasons=judgement.reasons,
        )

    def note_hearing(self, on: date) -> None:
        """Register the day of the hearing at the court (Awb 8:56). Raises NotInThisState or RuleBroken."""
        if self.state is not AppealState.PENDING:
            raise NotInThisState("appeal_state", f"the appeal has ended already: {self.state.value}")
        check_hearing(on, self.lodged_on)
        self.trigger_event(CourtHearingNoted, case_id=self.case_id, hearing_on=on)

    def note_fee(self, step: FeeStep, on: date, euros: int) -> None:
        """Register what the court told of its fee (Awb 8:41, 8:74). Raises RuleBroken."""
        check_fee(self.fee, step, on)
        match step:
            case FeeStep.LEVIED:
                self.trigger_event(CourtFeeLevied, case_id=self.case_id, levied_on=on, euros=euros)
            case FeeStep.PAID:
                self.trigger_event(CourtFeePaid, case_id=self.case_id, paid_on=on)
            case FeeStep.REPAID:
                self.trigger_event(CourtFeeRepaid, case_id=self.case_id, repaid_on=on)


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an appeal can take."""

    event: type[Event]
    before: AppealState | None
    """None: there was no appeal yet."""
    after: AppealState


TRANSITIONS: Final = (
    Transition(AppealLodged, None, AppealState.PENDING),
    Transition(AppealWithdrawn, AppealState.PENDING, AppealState.WITHDRAWN),
    Transition(AppealDeclaredInadmissible, AppealState.PENDING, AppealState.INADMISSIBLE),
    Transition(AppealRuled, AppealState.PENDING, AppealState.RULED),
    Transition(CourtHearingNoted, AppealState.PENDING, AppealState.PENDING),
    Transition(AppealPostingJudged, AppealState.PENDING, AppealState.PENDING),
    *(
        Transition(event, state, state)
        for event in (CourtFeeLevied, CourtFeePaid, CourtFeeRepaid)
        for state in AppealState
    ),
)
"""Every step there is; the diagram is read from here."""
