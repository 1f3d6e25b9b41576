"""What belongs to another body, forwarded; and what another body forwarded here (Awb 6:15)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, Receipt, within_term
from services.objections.domain.handling import Dismissal, Inadmissibility
from services.objections.domain.misdirected_notice import (
    CameHere,
    MisdirectedNotice,
    MisdirectedNoticeForwarded,
    MisdirectedState,
    NoticeKind,
)
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.received_elsewhere import ReceiptElsewhereDisregarded
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from tests.support.objections import (
    CASE,
    GROUNDS,
    OBJECTION,
    REFUSAL,
    TODAY,
    a_refusal,
    an_objection,
    handled,
    written,
)

A_DAY = timedelta(days=1)
WORDS = written("rechtbank Voorbeeldstad")
SENDER = written("Iemand")


def an_appeal(received_on: date = TODAY - A_DAY) -> MisdirectedNotice:
    """It belongs to the court, and came yesterday."""
    came = CameHere(CASE, NoticeKind.APPEAL, received_on, Channel.POST, SENDER)
    return MisdirectedNotice.receive(came, id=UUID(int=5), on=TODAY, by="handler-2")


def test_it_is_forwarded_with_the_day_on_which_it_came() -> None:
    """Awb 6:15(1): who tells the sender knows where it went, and which day counts."""
    notice = an_appeal()
    assert notice.state is MisdirectedState.TO_FORWARD
    notice.forward(WORDS, TODAY, on=TODAY, by="handler-2")
    forwarded = notice.pending()[-1]
    assert isinstance(forwarded, MisdirectedNoticeForwarded)
    assert (forwarded.received_on, forwarded.sender, forwarded.sealed_to) == (TODAY - A_DAY, SENDER, WORDS)
    assert notice.state is MisdirectedState.FORWARDED
    with pytest.raises(NotInThisState) as raised:
        notice.forward(WORDS, TODAY, on=TODAY, by="handler-2")
    assert raised.value.code == "forwarded_already"


@pytest.mark.parametrize("day", [TODAY - 2 * A_DAY, TODAY + A_DAY])
def test_it_is_forwarded_between_its_receipt_and_today(day: date) -> None:
    """Days that cannot be."""
    with pytest.raises(RuleBroken) as raised:
        an_appeal().forward(WORDS, day, on=TODAY, by="handler-2")
    assert raised.value.code == "forwarding_day"
    with pytest.raises(RuleBroken) as raised:
        an_appeal(TODAY + A_DAY)
    assert raised.value.code == "misdirected_day"


def forwarded_here() -> Objection:
    """In time at another body, and late here."""
    receipt = Receipt(Channel.POST, date(2026, 5, 18), date(2026, 5, 6), date(2026, 5, 6))
    return Objection.lodge(
        id=OBJECTION,
        case_id=CASE,
        decision_id=REFUSAL,
        receipt=receipt,
        grounds=GROUNDS,
        lodged_by=None,
        contested=a_refusal(),
    )


def test_the_day_elsewhere_counts_but_for_unreasonable_use_of_the_law() -> None:
    """Awb 6:15(3): judged by a person with reasons, after which it is late."""
    objection = forwarded_here()
    assert within_term(objection.receipt, a_refusal())
    objection.disregard_receipt_elsewhere(WORDS, handled(a_refusal()))
    event = objection.pending()[-1]
    assert isinstance(event, ReceiptElsewhereDisregarded)
    assert (event.within_term, event.decision_id, event.received_on) == (False, REFUSAL, date(2026, 5, 18))
    assert within_term(objection.receipt, a_refusal()) is False
    with pytest.raises(RuleBroken) as raised:
        objection.rule(Dismissal(WORDS), handled(a_refusal()))
    assert raised.value.code == "objection_late"
    objection.rule(Inadmissibility(InadmissibilityGround.LATE, WORDS), handled(a_refusal()))
    assert objection.state is ObjectionState.INADMISSIBLE


def test_only_a_day_elsewhere_can_be_left_out() -> None:
    """Nothing is judged of what came here first, nor twice."""
    judged = forwarded_here()
    judged.disregard_receipt_elsewhere(WORDS, handled(a_refusal()))
    for objection in (an_objection(), judged):
        with pytest.raises(RuleBroken) as raised:
            objection.disregard_receipt_elsewhere(WORDS, handled(a_refusal()))
        assert raised.value.code == "not_received_elsewhere"
