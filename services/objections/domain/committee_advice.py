"""The advice of a committee on an objection (advies van de adviescommissie, Awb 7:13, 3:50).

Once the objector was told that a committee advises, no handler rules before its advice came, unless with reasons why it
is not waited for. Who rules otherwise than it advises gives the reasons, and the advice goes with the ruling (Awb
7:13(7)). A ruling in a renewed decision rests on a finding, not on an advice: it waits for none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.rulings import AdviceRuling
from shared.vocabulary import ObjectionRuling

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class CommitteeAdvice(msgspec.Struct, frozen=True):
    """The advice as it came in."""

    received_on: date
    advises: ObjectionRuling
    """Which ruling it advises."""
    words: Sealed
    with_record: bool | None = None
    """Whether the record of the committee's hearing is in it (verslag, Awb 7:13(6)); None: not said.

    It has to be said of the advice of a committee that heard.
    """


@dataclass(frozen=True, slots=True)
class AdviceSaid:
    """What a handler says of the advice with the ruling."""

    departed_from: Sealed | None = None
    """Why the ruling departs from it (Awb 7:13(7)), wholly or in part."""
    not_awaited: Sealed | None = None
    """Why the advice is not waited for."""


NOTHING_SAID: Final = AdviceSaid()


class CommitteeAdviceReceived(Event):
    """The committee advised on the objection (Awb 7:13(6)); a later advice takes the place of an earlier one."""

    TOPIC = "objections.CommitteeAdviceReceived"

    case_id: UUID
    received_on: date
    recorded_by: str
    advises: ObjectionRuling
    sealed_advice: Sealed
    with_record: bool | None = None
    """Whether the record of the committee's hearing is in it (Awb 7:13(6)); None: not said, or no hearing."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.advice = CommitteeAdvice(
            self.received_on, self.advises, self.sealed_advice, self.with_record
        )


def check_received(announced_on: date | None, received_on: date, on: date) -> None:
    """By a committee of which the objector was told, and today at the latest (Awb 7:13(2), (6))."""
    require_announced(announced_on)
    if announced_on is not None and not announced_on <= received_on <= on:
        raise RuleBroken(
            "advice_day",
            "a committee advises after it was announced, and today at the latest (Awb 7:13(6))",
        )


def check_independent(members: tuple[str, ...], handler: str) -> None:
    """Who works on the objection for the authority is no member of the committee that hears (Awb 7:13(1))."""
    if handler in members:
        raise RuleBroken(
            "committee_not_independent",
            "who handles the objection is no member of the committee (Awb 7:13(1))",
        )


def require_announced(announced_on: date | None) -> None:
    """Without that message there is no committee as meant in Awb 7:13. Raises NotInThisState."""
    if announced_on is None:
        raise NotInThisState(
            "committee_not_announced", "the objector was not told that a committee advises (Awb 7:13(2))"
        )


def advice_with(
    ruling: ObjectionRuling,
    said: AdviceSaid,
    advice: CommitteeAdvice | None,
    *,
    announced_on: date | None,
    heard_by_committee_on: date | None,
) -> AdviceRuling | None:
    """What the ruling says of the committee's advice; None: no committee advises. Raises as its rules say."""
    if announced_on is None:
        if said != NOTHING_SAID:
            require_announced(announced_on)
        return None
    heard_by_committee = heard_by_committee_on is not None
    if advice is None:
        return AdviceRuling(sealed_not_awaited=_not_awaited(said), heard_by_committee=heard_by_committee)
    if said.not_awaited is not None:
        raise RuleBroken("advice_received", "the committee advised: there is nothing to wait for (Awb 7:13)")
    _require_record(advice, heard_by_committee_on)
    if advice.advises is not ruling and said.departed_from is None:
        raise RuleBroken(
            "departure_without_reasons",
            "a ruling that departs from the committee's advice says why (Awb 7:13(7), 3:50)",
        )
    return AdviceRuling(
        advice.advises, advice.words, said.departed_from, heard_by_committee=heard_by_committee
    )


def _require_record(advice: CommitteeAdvice, heard_on: date | None) -> None:
    """An advice of a committee that heard the objector has the record of it (Awb 7:13(6)). Raises RuleBroken."""
    if heard_on is not None and (not advice.with_record or advice.received_on < heard_on):
        raise RuleBroken(
            "advice_without_record",
            "the advice of a committee that heard the objector has the record of the hearing (Awb 7:13(6))",
        )


def _not_awaited(said: AdviceSaid) -> Sealed:
    """Why nobody waits for the advice; there is nothing yet to depart from."""
    if said.not_awaited is None or said.departed_from is not None:
        raise RuleBroken(
            "advice_awaited",
            "the committee has not advised yet: a ruling says why it does not wait for that (Awb 7:13, 3:2)",
        )
    return said.not_awaited
