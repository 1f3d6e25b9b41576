"""While an objection or appeal runs in a case, nobody in it is erased (GDPR 17(3)(b), (e))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.applications.domain.pending_proceedings import (
    ProceedingsEndNoted,
    ProceedingsFollowed,
    ProceedingsKind,
    ProceedingsOfCase,
    ProceedingsPendingNoted,
)
from shared.errors import RuleBroken

CASE, OBJECTION, APPEAL = UUID(int=1), UUID(int=2), UUID(int=3)
TODAY = date(2026, 5, 20)


def an_objection_that_runs() -> ProceedingsOfCase:
    """It was heard of."""
    proceedings = ProceedingsOfCase.follow(CASE)
    proceedings.note_pending(OBJECTION, ProceedingsKind.OBJECTION, TODAY)
    return proceedings


def test_what_is_told_twice_is_noted_once() -> None:
    """Both its beginning and its end, and no end of what did not begin."""
    proceedings = an_objection_that_runs()
    proceedings.note_pending(OBJECTION, ProceedingsKind.OBJECTION, TODAY)
    proceedings.note_end(OBJECTION, TODAY)
    proceedings.note_end(OBJECTION, TODAY)
    proceedings.note_end(APPEAL, TODAY)
    assert [type(event) for event in proceedings.pending()] == [
        ProceedingsFollowed,
        ProceedingsPendingNoted,
        ProceedingsEndNoted,
    ]


def test_all_of_them_have_to_end() -> None:
    """An appeal that runs beside it too; an objection that is to be decided on anew is pending again (Awb 8:72(4))."""
    proceedings = an_objection_that_runs()
    proceedings.note_pending(APPEAL, ProceedingsKind.APPEAL, TODAY)
    proceedings.note_end(OBJECTION, TODAY)
    with pytest.raises(RuleBroken, match="proceedings_pending"):
        proceedings.require_none()
    proceedings.note_end(APPEAL, TODAY)
    proceedings.require_none()
    proceedings.note_pending(OBJECTION, ProceedingsKind.OBJECTION, TODAY)
    with pytest.raises(RuleBroken, match="proceedings_pending"):
        proceedings.require_none()
