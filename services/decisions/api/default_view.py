"""Notices of default and the penalty as readers see them; amounts in whole euros."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.api.case_clock_view import DefaultView
from services.decisions.domain.default_clock import DefaultSoFar
from services.decisions.projections.default_register import StoredDefault, StoredNotice, StoredPenalty
from shared.law.terms import Channel
from shared.runtime.request_bodies import View
from shared.vocabulary import ExemptionType, NothingDueGround


class NoticeView(View):
    """A notice of default (Awb 4:17(3))."""

    received_on: date
    channel: Channel
    premature: bool
    """True: it came before the decision term had ended, and has no effect."""
    grace_last_day: date | None
    """Last day on which the decision can be taken without a penalty; null: premature."""
    first_penalty_day: date | None
    last_penalty_day: date | None
    """The forty-second day."""

    @classmethod
    def of(cls, stored: StoredNotice) -> Self:
        """From the register's row."""
        return cls.model_validate(stored, from_attributes=True)


class NoticesView(View):
    """The notices of default in a case, and what a late decision costs."""

    case_id: UUID
    notices: list[NoticeView]
    """In order of receipt."""
    default: DefaultView | None
    """Null: none of them has had effect."""


class LateLine(View):
    """A case in which a notice of default has had effect, and no penalty was fixed."""

    case_id: UUID
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; null: national."""
    default: DefaultView

    @classmethod
    def of(cls, stored: StoredDefault, default: DefaultSoFar, today: date) -> Self:
        """From the register's row and the clock of the case, as they stand on that legal day."""
        return cls(
            case_id=stored.case_id,
            exemption_type=ExemptionType(stored.exemption_type),
            municipality=stored.municipality,
            default=DefaultView.of(default, today),
        )


class PenaltyView(View):
    """The decision on the penalty (Awb 4:18); open to objection."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    first_day: date
    last_day: date
    days: int
    amount_euros: int
    ground: NothingDueGround | None
    """Why nothing is due (Awb 4:17(6)); null: the amount is due."""
    fixed_anew_on_objection: UUID | None
    """The objection on which the amount was fixed anew (Awb 4:19); null: it is as it was decided first."""
    paid_on: date | None
    """The day on which all of it was paid (Awb 4:87(1)); null: it was not."""
    share_cents: int | None
    """What each of several applicants gets, in equal parts (Awb 4:17(7)); null: there is one, or nothing is due."""
    recovered_euros: int | None
    """What was asked back of what was paid (Awb 4:20); null: nothing."""
    recovered_on: date | None
    """The day on which that was decided last."""
    announced_on: date | None = None
    """The day on which its letter was sent (Awb 3:41); null: it was not, or its amount was announced with a ruling."""

    @classmethod
    def of(cls, stored: StoredPenalty) -> Self:
        """From the register's row."""
        return cls.model_validate(stored, from_attributes=True)
