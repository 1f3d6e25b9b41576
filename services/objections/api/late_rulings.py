"""For objectors and the desk: notices of default, and the penalty for a decision on an objection that comes too late."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.objections.api.late_ruling_view import DefaultView
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import Reasons, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.late_rulings import LateRulingCommands
from services.objections.domain.late_ruling_penalty import NothingDue
from services.objections.projections.late_rulings import LateRulingEntry, penalties_to_fix
from shared.eventlog.log import EventLog, Saved
from shared.law.terms import Channel
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import NothingDueGround, legal_day

MOST_EUROS: Final = 1_000_000
"""More than any penalty: a slip of the pen."""


class RulingNoticeOfDefault(Body):
    """A written notice that the decision on the objection is late (Awb 4:17(3), 7:14)."""

    received_on: LegalDate | None = None
    """Null: today, which is the only day on which an objector can send one here."""
    channel: Channel = Channel.ELECTRONIC


class FixRulingPenalty(Body):
    """The amount is computed; only that none is due is said here, with its ground and reasons (Awb 4:17(6))."""

    ground: NothingDueGround | None = None
    reasons: Reasons | None = None

    @model_validator(mode="after")
    def _a_ground_has_its_reasons(self) -> Self:
        if (self.ground is None) != (self.reasons is None):
            raise ValueError("that nothing is due has a ground and reasons, and nothing else has")
        return self


class PayRulingPenalty(Body):
    """That the penalty was paid, all of it at once."""

    amount_euros: Annotated[int, Field(ge=1, le=MOST_EUROS)]
    """All that is due of it, in whole euros."""
    paid_on: LegalDate


class LateRulingLine(View):
    """An objection on which is, or was, decided too late, of which the penalty was not fixed."""

    objection_id: UUID
    default: DefaultView

    @classmethod
    def of(cls, entry: LateRulingEntry, today: date) -> Self:
        """As it stands on that legal day."""
        return cls(objection_id=entry.objection_id, default=DefaultView.of(entry, today))


def routes(commands: LateRulingCommands, log: EventLog, sealer: Sealer) -> ServiceRouter:
    """Routes on rulings that come too late."""
    router = ServiceRouter(AUTHORISATION, tag="late rulings")

    @router.command("/objections/{objectionId}/notices-of-default")
    def give_notice_of_default(
        request: Commanding, body: RulingNoticeOfDefault, objection_id: ObjectionId
    ) -> Saved:
        """Say in writing that the decision is late; one that comes before the term has ended has no effect."""
        received_on = body.received_on or request.act.today
        return commands.note_notice(request.act, place_of(request, objection_id), received_on, body.channel)

    @router.command("/objections/{objectionId}/penalty-decisions", if_match=True)
    def fix_penalty(request: Commanding, body: FixRulingPenalty, objection_id: ObjectionId) -> Saved:
        """Decide what penalty is due, once no day can be added to it (Awb 4:18)."""
        place, nothing_due = place_of(request, objection_id), None
        if body.ground is not None and body.reasons is not None:
            seal = under_the_case(sealer, lambda: commands.case_of(place))
            nothing_due = NothingDue(body.ground, seal(body.reasons))
        return commands.fix_penalty(request.act, place, nothing_due)

    @router.command("/objections/{objectionId}/penalty-payments", if_match=True)
    def pay_penalty(request: Commanding, body: PayRulingPenalty, objection_id: ObjectionId) -> Saved:
        """Record that all that is due of the penalty was paid (Awb 4:87(1))."""
        return commands.pay_penalty(
            request.act, place_of(request, objection_id), body.amount_euros, body.paid_on
        )

    @router.query("/late-rulings", response_model=DatedPage[LateRulingLine])
    def list_late_rulings(request: Reading, paging: DatedPaging) -> DatedPage[LateRulingLine]:
        """Objections of which a late ruling may cost a penalty not fixed yet, the soonest day to fix it first."""
        today = legal_day(request.now)
        found = [
            LateRulingLine.of(one, today) for one in penalties_to_fix(log, desk_scope_of(request.principal))
        ]
        return DatedPage[LateRulingLine].of(
            paging.among(found, _place_of), paging, lambda line: line, _place_of
        )

    return router


def _place_of(line: LateRulingLine) -> Place:
    return Place(line.default.fix_by, line.objection_id)
