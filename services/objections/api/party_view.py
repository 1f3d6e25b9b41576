"""Others than the objector who were invited to be heard, as readers of an objection see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from services.objections.api.persons import PersonView
from services.objections.api.reasons import opened
from services.objections.domain.heard_apart import THE_OBJECTOR, ApartBecause
from services.objections.projections.hearing_accounts import ToldAccount
from services.objections.projections.invited_parties import ToldParty
from shared.privacy.opening import Opener
from shared.runtime.api import View


class PartyView(View):
    """Another than the objector who was invited to be heard; only handlers see what was said."""

    number: int
    is_holder: bool
    person: PersonView | None
    """Null: the holder, or not for who reads, or erased."""
    invited_on: date
    views_until: date
    heard_on: date | None
    record: str | None
    heard_apart_because: ApartBecause | None
    """Null: they were not heard apart (Awb 7:6(2))."""
    apart_reasons: str | None

    @classmethod
    def of(cls, told: ToldParty, opener: Opener, *, handler: bool) -> Self:
        """From the row of the register."""
        return cls(
            number=told.number,
            is_holder=told.person is None,
            person=PersonView.of(told.person, opener) if handler else None,
            invited_on=told.invited_on,
            views_until=told.views_until,
            heard_on=told.heard_on,
            record=opened(opener, told.record) if handler else None,
            heard_apart_because=told.apart_because,
            apart_reasons=opened(opener, told.apart_reasons) if handler else None,
        )


class AccountView(View):
    """What was told of a hearing to one who was heard apart (Awb 7:6(3)); an objector sees the own one."""

    recipient: int
    """0: the objector; otherwise the number of an invited party."""
    given_on: date
    account: str | None
    """Null: all of it is secret, or the person was erased."""
    withheld: bool
    """Whether something is left out for weighty reasons (Awb 7:6(4))."""
    withheld_because: str | None
    """Only handlers see why."""

    @classmethod
    def all_of(cls, told: Sequence[ToldAccount], opener: Opener, *, handler: bool) -> list[Self]:
        """From the rows of the register, for who may read them."""
        return [
            cls(
                recipient=one.recipient,
                given_on=one.given_on,
                account=opened(opener, one.words),
                withheld=one.withheld is not None,
                withheld_because=opened(opener, one.withheld) if handler else None,
            )
            for one in told
            if handler or one.recipient == THE_OBJECTOR
        ]
