"""The appeal at the court, as far as the desk registers it."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.appeal import (
    Appeal,
    AppealDeclaredInadmissible,
    AppealEnding,
    AppealLodged,
    AppealRuled,
    AppealState,
    AppealWithdrawn,
    CourtRuling,
    InadmissibleAppeal,
    Withdrawal,
)
from shared.errors import NotInThisState, RuleBroken
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, written

LODGED = date(2026, 7, 1)
ENDINGS = [Withdrawal(LODGED), InadmissibleAppeal(LODGED), CourtRuling(LODGED, written("Ongegrond."))]


def an_appeal() -> Appeal:
    """An appeal on the ruling on the objection."""
    return Appeal.lodge(
        id=NEXT_RENEWAL,
        case_id=CASE,
        objection_id=OBJECTION,
        decision_id=REFUSAL,
        lodged_on=LODGED,
        court_reference="UTR 26/1234",
    )


def test_lodging_records_on_which_objection() -> None:
    """With the day and the court's number, pending from then on."""
    appeal = an_appeal()
    (event,) = appeal.pending()
    assert isinstance(event, AppealLodged)
    assert (event.objection_id, event.lodged_on, event.court_reference) == (OBJECTION, LODGED, "UTR 26/1234")
    assert appeal.state is AppealState.PENDING


@pytest.mark.parametrize(
    ("ending", "act", "state"),
    list(
        zip(
            ENDINGS,
            [AppealWithdrawn, AppealDeclaredInadmissible, AppealRuled],
            [AppealState.WITHDRAWN, AppealState.INADMISSIBLE, AppealState.RULED],
            strict=True,
        )
    ),
)
def test_each_end_has_its_act(ending: AppealEnding, act: type, state: AppealState) -> None:
    """Withdrawn, inadmissible, or ruled on; on the day of its lodging at the earliest."""
    appeal = an_appeal()
    appeal.end(ending)
    assert isinstance(appeal.pending()[-1], act)
    assert appeal.state is state


def test_an_appeal_ends_once() -> None:
    """Whatever the first end was."""
    for ending in ENDINGS:
        appeal = an_appeal()
        appeal.end(ending)
        with pytest.raises(NotInThisState):
            appeal.end(Withdrawal(LODGED))


def test_an_appeal_does_not_end_before_it_was_lodged() -> None:
    """A slip of the pen is refused."""
    with pytest.raises(RuleBroken):
        an_appeal().end(Withdrawal(date(2026, 6, 30)))
