"""A term that a letter sets, when that letter bounced and goes out again on paper: as many days as it gave first."""

from __future__ import annotations

from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from msgspec.structs import replace

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.step_notice import StepNotice
from shared.law.moved_terms import last_day_on_paper

SETS_A_TERM: Final = frozenset(
    {
        LetterKind.COMPLETION_REQUESTED,
        LetterKind.VIEWS_ASKED,
        LetterKind.REPAIR_REQUESTED,
        LetterKind.HEARING_WISH_ASKED,
        LetterKind.PARTY_INVITED,
        LetterKind.THIRD_PARTY_VIEWS_ASKED,
    }
)
"""Letters whose last day is that of a term which the authority set for the addressee (Awb 4:5(1), 4:7, 4:8, 6:6, 7:2, 7:3(d))."""

N = TypeVar("N")


def as_on_paper(notice: N, first_sent_on: date | None, sent_on: date) -> N:
    """What the letter on paper must say: the later last day, where it sets a term."""
    if first_sent_on is None or not isinstance(notice, StepNotice):
        return notice
    if notice.kind not in SETS_A_TERM or notice.last_day is None:
        return notice
    return replace(notice, last_day=last_day_on_paper(notice.last_day, first_sent_on, sent_on))


def told_on_paper(notice: object, first_sent_on: date | None, sent_on: date) -> dict[str, UUID | date | None]:
    """Which step the letter on paper is about, and until when the term runs that it sets."""
    again = as_on_paper(notice, first_sent_on, sent_on)
    if not isinstance(again, StepNotice):
        return {"told_by": None, "set_last_day": None}
    return {
        "told_by": again.told_by,
        "set_last_day": again.last_day if again.kind in SETS_A_TERM else None,
    }
