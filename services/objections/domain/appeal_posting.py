"""An appeal by post without a legible postmark, in the week after the term: when it was posted (Awb 6:9(2)).

As with objections a person judges it: here, what the court said of it or who registers it thinks. The presumption of
the case law (see `presumed_posted_in_time`) is shown, and decides nothing by itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.appeal_instance import Timeliness
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.appeal import Appeal


class AppealPostingJudged(Event):
    """Whether an appeal that came by post was posted in time was judged (terpostbezorging beoordeeld, Awb 6:9(2))."""

    TOPIC = "objections.AppealPostingJudged"

    case_id: UUID
    in_time: bool
    judged_by: str
    judged_on: date
    sealed_reasons: Sealed

    def apply(self, aggregate: Appeal) -> None:
        aggregate.timeliness = judged(in_time=self.in_time)


def judged(*, in_time: bool) -> Timeliness:
    """How it stands once it was judged."""
    return Timeliness.IN_TIME if in_time else Timeliness.LATE


def check_to_judge(timeliness: Timeliness) -> None:
    """Raise RuleBroken where there is nothing to judge, or it was judged."""
    if timeliness is not Timeliness.TO_BE_JUDGED:
        raise RuleBroken(
            "posting_known",
            "whether it came in time follows from the days of posting and receipt, or was judged (Awb 6:9)",
        )
