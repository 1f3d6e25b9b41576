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
    InadmissibleAppeal,
    Withdrawal,
)
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling, ToDecideAnew
from shared.errors import NotInThisState, RuleBroken
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, written

LODGED = date(2026, 7, 1)
UNFOUNDED = CourtRuling(LODGED, written("Ongegrond."), CourtOutcome.DISMISSED)
AT_THE_DISTRICT_COURT = [one for one in CourtOutcome if one is not CourtOutcome.CONFIRMED]
ENDINGS = [Withdrawal(LODGED), InadmissibleAppeal(LODGED), UNFOUNDED]


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


@pytest.mark.parametrize("named_day", [None, date(2026, 8, 1)])
def test_an_annulled_decision_can_be_ordered_anew(named_day: date | None) -> None:
    """Awb 8:72(4): with the last day that the court named, or without one."""
    appeal = an_appeal()
    ruling = CourtRuling(LODGED, written("Vernietigd."), CourtOutcome.ANNULLED, ToDecideAnew(named_day))
    appeal.end(ruling)
    event = appeal.pending()[-1]
    assert isinstance(event, AppealRuled)
    assert (event.outcome, event.decide_anew, event.named_day) == (CourtOutcome.ANNULLED, True, named_day)


@pytest.mark.parametrize("outcome", AT_THE_DISTRICT_COURT)
def test_without_an_order_nobody_decides_anew(outcome: CourtOutcome) -> None:
    """Whatever the court ruled (Awb 8:72(3))."""
    appeal = an_appeal()
    appeal.end(CourtRuling(LODGED, written("Uitspraak."), outcome))
    event = appeal.pending()[-1]
    assert isinstance(event, AppealRuled)
    assert (event.outcome, event.decide_anew, event.named_day) == (outcome, False, None)


@pytest.mark.parametrize(
    "outcome", [one for one in AT_THE_DISTRICT_COURT if one is not CourtOutcome.ANNULLED]
)
def test_only_what_was_annulled_is_ordered_anew(outcome: CourtOutcome) -> None:
    """What stands, and what the court puts in its place, is not decided on anew (Awb 8:72)."""
    with pytest.raises(RuleBroken) as raised:
        an_appeal().end(CourtRuling(LODGED, written("Uitspraak."), outcome, ToDecideAnew()))
    assert raised.value.code == "nothing_to_decide_anew"


def test_the_term_of_the_court_ends_after_its_ruling() -> None:
    """A slip of the pen is refused."""
    ruling = CourtRuling(LODGED, written("Vernietigd."), CourtOutcome.ANNULLED, ToDecideAnew(LODGED))
    with pytest.raises(RuleBroken) as raised:
        an_appeal().end(ruling)
    assert raised.value.code == "court_term_over"
