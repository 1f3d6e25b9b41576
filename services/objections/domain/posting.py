"""Post without a legible postmark: whether it was posted in time is a person's judgement (Awb 6:9(2)).

It was received after the term, within the week in which post may still arrive. That nobody can read when it was posted
makes it neither late nor in time; who handles the objection says which, with reasons, before lateness matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.objections.domain.admissibility import Receipt, posting_to_be_judged
from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


@dataclass(frozen=True, slots=True)
class PostingJudgement:
    """Whether the objection was posted in time, and why the handler thinks so."""

    in_time: bool
    reasons: Sealed


class PostingJudged(Event):
    """A person judged whether post without a legible postmark was posted in time (terpostbezorging beoordeeld)."""

    TOPIC = "objections.PostingJudged"

    in_time: bool
    judged_by: str
    judged_on: date
    sealed_reasons: Sealed

    def apply(self, aggregate: Objection) -> None:
        aggregate.posted_in_time = self.in_time


def check_judgement(receipt: Receipt, contested: ContestedDecision | None) -> None:
    """Raise RuleBroken where there is nothing to judge: the law answers by itself (Awb 6:9)."""
    if not posting_to_be_judged(receipt, contested):
        raise RuleBroken(
            "posting_known",
            "whether it came in time follows from the days of posting and receipt, or from the term (Awb 6:9)",
        )


def require_judged(receipt: Receipt, contested: ContestedDecision | None) -> None:
    """Raise RuleBroken while nobody has judged what only a person can (Awb 6:9(2))."""
    if receipt.posted_in_time is None and posting_to_be_judged(receipt, contested):
        raise RuleBroken(
            "posting_not_judged",
            "it came by post in the week after the term without a legible postmark: judge first whether it was "
            "posted in time (Awb 6:9(2))",
        )
