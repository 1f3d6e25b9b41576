"""The appeals as people read them: one row each, following the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.objections.domain.appeal import (
    AppealDeclaredInadmissible,
    AppealLodged,
    AppealRuled,
    AppealState,
    AppealWithdrawn,
)
from services.objections.domain.appeal_instance import Appellant, Filing, Instance, RemedyTerm, Timeliness
from services.objections.domain.appeal_posting import AppealPostingJudged, judged
from services.objections.domain.at_court import OrderedToPay
from services.objections.domain.court_fee import CourtFee, CourtFeeLevied, CourtFeePaid, CourtFeeRepaid
from services.objections.domain.court_ruling import CourtOutcome, ExemptionByCourt
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.court_columns import (
    MOST_ROWS,
    ended,
    of_hearing,
    of_the_appeal,
    of_the_case,
    of_the_course,
    ruled,
    to_pay_in,
)
from services.objections.projections.reach import reached_by, with_cases
from services.objections.projections.sealed_reasons import sealed_in, stored, written
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome

appeals = Table(
    "appeals",
    metadata,
    *of_the_case("appeal_id"),
    Column("objection_id", Uuid, nullable=False, index=True),
    Column("decision_id", Uuid, nullable=False),
    Column("lodged_on", Date, nullable=False),
    *of_the_course(state_is_looked_up=True),
    Column("ruling", String),
    Column("outcome", String),
    Column("decide_anew", Boolean),
    Column("named_day", Date),
    Column("instance", String),
    Column("against_appeal_id", Uuid, index=True),
    Column("appellant", String),
    Column("posted_on", Date),
    Column("announced_on", Date),
    Column("last_day", Date),
    Column("timeliness", String),
    Column("sent_on", Date),
    Column("exemption_outcome", String),
    Column("exemption_until", Date),
    Column("fee_euros", Integer),
    Column("fee_levied_on", Date),
    Column("fee_paid_on", Date),
    Column("fee_repaid_on", Date),
    Column("direct", Boolean),
    Column("fee_free", Boolean),
    Column("channel", String),
    Column("sealed_posting_reasons", LargeBinary),
    *of_the_appeal(),
)


@dataclass(frozen=True, slots=True)
class AppealEntry:
    """One appeal as the register has it."""

    appeal_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID
    lodged_on: date
    court_reference: str | None
    state: AppealState
    ended_on: date | None
    ruling: Sealed | str | None
    """In clear (str) from before it was sealed."""
    outcome: CourtOutcome | None
    """None: no ruling, or one from before it was recorded."""
    decide_anew: bool
    named_day: date | None
    filing: Filing
    timeliness: Timeliness
    sent_on: date | None
    """The day on which the court sent its ruling; None: not told, or no ruling."""
    exemption: ExemptionByCourt | None
    fee: CourtFee | None
    hearing_on: date | None
    """The day on which the court hears it; None: not told."""
    to_pay: OrderedToPay | None
    """What the authority is to pay (Awb 8:74, 8:75)."""
    posting_reasons: Sealed | None
    """Why post without a legible postmark was judged to be posted in time, or not (Awb 6:9(2))."""


class AppealRegister:
    """Following projection."""

    name = "appeal_register"
    tables = (appeals,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        match event:
            case AppealLodged():
                connection.execute(insert(appeals).values(_lodged(event)))
                return
            case AppealWithdrawn():
                changed = ended(AppealState.WITHDRAWN.value, event.withdrawn_on)
            case AppealDeclaredInadmissible():
                changed = {
                    **ended(AppealState.INADMISSIBLE.value, event.declared_on),
                    "sent_on": event.sent_on,
                }
            case AppealRuled():
                changed = {**ended(AppealState.RULED.value, event.ruled_on), **_ruling(event)}
            case AppealPostingJudged():
                reasons = stored(event.sealed_reasons)
                timeliness = judged(in_time=event.in_time)
                changed = {"timeliness": timeliness, "sealed_posting_reasons": reasons}
            case _:
                beside = of_hearing(event) or _of_fee(event)
                if beside is None:
                    return
                changed = beside
        changed["version"] = event.originator_version
        this = appeals.c.appeal_id == event.originator_id
        connection.execute(update(appeals).where(this).values(changed))


class AppealQueries:
    """Reads of the register; every one takes a desk's scope."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, appeal_id: UUID) -> AppealEntry | None:
        """One appeal; None when there is none within the scope."""
        with self._log.read() as connection:
            row = connection.execute(_entries(scope).where(appeals.c.appeal_id == appeal_id)).one_or_none()
        return _entry(row) if row is not None else None

    def page(
        self, scope: Scope, state: AppealState | None, after: UUID | None, limit: int
    ) -> list[AppealEntry]:
        """At most `limit` appeals after the one named, in order of their ids (that is, of registration)."""
        query = _entries(scope).order_by(appeals.c.appeal_id).limit(min(limit, MOST_ROWS))
        if state is not None:
            query = query.where(appeals.c.state == state.value)
        if after is not None:
            query = query.where(appeals.c.appeal_id > after)
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query)]


def _entries(scope: Scope) -> Select[tuple[object, ...]]:
    return select(appeals).select_from(with_cases(appeals)).where(reached_by(scope))


def _lodged(event: AppealLodged) -> dict[str, object]:
    return {
        "appeal_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "objection_id": event.objection_id,
        "decision_id": event.decision_id,
        "lodged_on": event.lodged_on,
        "court_reference": event.court_reference,
        "state": AppealState.PENDING.value,
        "instance": event.instance,
        "against_appeal_id": event.against_appeal_id,
        "appellant": event.appellant,
        "posted_on": event.posted_on,
        "channel": event.channel,
        "announced_on": event.announced_on,
        "last_day": event.last_day,
        "timeliness": event.timeliness,
        "direct": event.direct,
        "fee_free": event.fee_free,
    }


def _of_fee(event: Event) -> dict[str, object] | None:
    """What happened to the court fee; None: the event is about none."""
    match event:
        case CourtFeeLevied():
            return {"fee_euros": event.euros, "fee_levied_on": event.levied_on}
        case CourtFeePaid():
            return {"fee_paid_on": event.paid_on}
        case CourtFeeRepaid():
            return {"fee_repaid_on": event.repaid_on}
        case _:
            return None


def _ruling(event: AppealRuled) -> dict[str, object]:
    return {
        "ruling": event.ruling,
        **ruled(event.sealed_ruling, event.to_pay),
        "outcome": event.outcome,
        "decide_anew": event.decide_anew,
        "named_day": event.named_day,
        "sent_on": event.sent_on,
        "exemption_outcome": event.exemption.outcome if event.exemption else None,
        "exemption_until": event.exemption.valid_until if event.exemption else None,
    }


def _entry(row: Row[tuple[object, ...]]) -> AppealEntry:
    return AppealEntry(
        appeal_id=row.appeal_id,
        version=row.version,
        case_id=row.case_id,
        objection_id=row.objection_id,
        lodged_on=row.lodged_on,
        court_reference=row.court_reference,
        state=AppealState(row.state),
        ended_on=row.ended_on,
        ruling=written(row.ruling, row.sealed_ruling),
        outcome=CourtOutcome(row.outcome) if row.outcome is not None else None,
        decide_anew=bool(row.decide_anew),
        named_day=row.named_day,
        filing=_filing(row),
        timeliness=Timeliness(row.timeliness or Timeliness.NOT_KNOWN),
        sent_on=row.sent_on,
        exemption=(
            ExemptionByCourt(Outcome(row.exemption_outcome), row.exemption_until)
            if row.exemption_outcome is not None
            else None
        ),
        fee=(
            CourtFee(row.fee_euros, row.fee_levied_on, row.fee_paid_on, row.fee_repaid_on)
            if row.fee_euros is not None
            else None
        ),
        hearing_on=row.hearing_on,
        to_pay=to_pay_in(row),
        posting_reasons=sealed_in(row.sealed_posting_reasons),
    )


def _filing(row: Row[tuple[object, ...]]) -> Filing:
    """As it was lodged; a row from before higher appeals were kept is of a district court."""
    return Filing(
        instance=Instance(row.instance or Instance.DISTRICT_COURT),
        against_appeal_id=row.against_appeal_id,
        appellant=Appellant(row.appellant) if row.appellant is not None else None,
        posted_on=row.posted_on,
        channel=Channel(row.channel) if row.channel is not None else None,
        term=RemedyTerm(row.announced_on, row.last_day),
        direct=bool(row.direct),
        fee_free=bool(row.fee_free),
    )
