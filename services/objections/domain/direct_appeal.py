"""Direct appeal on request (rechtstreeks beroep, Awb 7:1a): the objection goes to the court without a ruling on it.

The objector asks for it in the notice of objection; the authority consents or refuses as soon as it can. What it
answers is open to neither objection nor appeal (Awb 6:3). Choices where the law leaves one:

- Whether the case is suited for it (Awb 7:1a(3)), and whether it can be assumed that nobody else will object (Awb
  7:1a(4)), is a person's judgement with reasons.
- Another objection without the request stands in the way as long as nothing was decided on it (Awb 7:1a(2)). One that
  is manifestly inadmissible is declared so first.
- What is sent on is an appeal from then on, lodged on the day on which the objection was received (Awb 7:1a(5), 6:9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.costs import decided
from services.objections.domain.late_ruling import ended
from services.objections.domain.objection_acts import ObjectionState
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class DirectAppealRefusal(StrEnum):
    """Why the authority does not consent."""

    OTHER_OBJECTION = "other_objection"
    """Another objected against the same decision without asking for it (Awb 7:1a(2))."""
    NOT_SUITED = "not_suited"
    """The case is not suited for it (Awb 7:1a(3))."""


@dataclass(frozen=True, slots=True)
class DirectAppealAnswer:
    """What is decided on the request, and why."""

    consents: bool
    reasons: Sealed


class DirectAppealConsented(Event):
    """The authority consented to direct appeal, and sent the objection on to the court (Awb 7:1a(3), (5))."""

    TOPIC = "objections.DirectAppealConsented"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    appeal_id: UUID
    """As what the court has it from now on."""
    received_on: date
    """Day of receipt of the objection, with which it is sent on (Awb 7:1a(5))."""
    decided_on: date
    decided_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: Objection) -> None:
        _sent_to_court(aggregate, self.decided_on)


class DirectAppealRefused(Event):
    """The authority did not consent to direct appeal: it decides on the objection itself (Awb 7:1a(2), (3))."""

    TOPIC = "objections.DirectAppealRefused"

    case_id: UUID
    decided_on: date
    decided_by: str
    because: DirectAppealRefusal
    sealed_reasons: Sealed

    def apply(self, aggregate: Objection) -> None:
        aggregate.direct_appeal_answered = True


class ObjectionFollowedToCourt(Event):
    """The objection came after the consent on another one, and was sent on to the court at once (Awb 7:1a(6))."""

    TOPIC = "objections.ObjectionFollowedToCourt"

    case_id: UUID
    decision_id: UUID
    appeal_id: UUID
    received_on: date
    sent_on: date
    fee_free: bool
    """It did not ask for direct appeal, so that no court fee is levied (Awb 7:1a(6))."""

    def apply(self, aggregate: Objection) -> None:
        _sent_to_court(aggregate, self.sent_on)


def check_asked(*, asked: bool, answered: bool) -> None:
    """The authority consents at request alone, and decides on it once (Awb 7:1a(1), (4))."""
    if not asked:
        raise RuleBroken(
            "direct_appeal_not_asked", "the notice of objection does not ask for direct appeal (Awb 7:1a(1))"
        )
    if answered:
        raise NotInThisState(
            "direct_appeal_answered", "on the request for direct appeal was decided already (Awb 7:1a(4))"
        )


def check_others(requests_of_others: Iterable[bool]) -> None:
    """Awb 7:1a(2): nobody else objects against the same decision without asking for it."""
    if not all(requests_of_others):
        raise RuleBroken(
            "other_objection_without_request",
            "another objection against the decision does not ask for direct appeal (Awb 7:1a(2))",
        )


def refused_because(requests_of_others: Iterable[bool]) -> DirectAppealRefusal:
    """On which ground it is refused: what the law forbids comes before what a person finds (Awb 7:1a(2), (3))."""
    if all(requests_of_others):
        return DirectAppealRefusal.NOT_SUITED
    return DirectAppealRefusal.OTHER_OBJECTION


def _sent_to_court(aggregate: Objection, on: date) -> None:
    """The proceedings here end: nobody is in default any more, and the court decides on the costs (Awb 8:75)."""
    aggregate.state = ObjectionState.SENT_TO_COURT
    aggregate.direct_appeal_answered = True
    aggregate.ended_on = on
    aggregate.defaults = ended(aggregate.defaults, on)
    aggregate.costs = decided(aggregate.costs)
