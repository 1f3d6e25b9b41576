"""Direct appeal on request: the objection goes to the court without a ruling on it (Awb 7:1a)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.costs import CostsClaim
from services.objections.domain.direct_appeal import (
    DirectAppealAnswer,
    DirectAppealConsented,
    DirectAppealRefusal,
    DirectAppealRefused,
    ObjectionFollowedToCourt,
)
from services.objections.domain.handling import Dismissal
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from shared.errors import DomainError, NotInThisState, NotYours
from shared.law.terms import Channel
from tests.support.objections import (
    DECIDER,
    PAYLOAD_OF_VANS,
    TODAY,
    a_refusal,
    an_objection,
    handled,
    written,
)

APPEAL = UUID(int=71)
WORDS = written("Partijen zijn het over de feiten eens; alleen de uitleg van de regel is in geschil.")
CONSENT, REFUSAL_OF_IT = (
    DirectAppealAnswer(consents=True, reasons=WORDS),
    DirectAppealAnswer(consents=False, reasons=WORDS),
)
RECEIVED = date(2026, 4, 10)


def asking(*, asks: bool = True) -> Objection:
    """An objection that asks for direct appeal, unless said otherwise."""
    return an_objection(RECEIVED, asks_direct_appeal=asks)


def answered(
    answer: DirectAppealAnswer = CONSENT,
    others: tuple[bool, ...] = (),
    objection: Objection | None = None,
    contested: ContestedDecision | None = None,
    by: str = "objection-handler-1",
) -> Objection:
    """That objection, after a handler answered the request."""
    objection = objection or asking()
    objection.answer_direct_appeal(answer, others, APPEAL, handled(contested or a_refusal(), by))
    return objection


def refusal_of(objection: Objection, others: tuple[bool, ...] = (), by: str = "objection-handler-1") -> str:
    """With which code a consent is refused; it leaves nothing behind."""
    version = objection.version
    with pytest.raises(DomainError) as raised:
        answered(CONSENT, others, objection, by=by)
    assert objection.version == version
    return raised.value.code


def test_with_a_consent_the_objection_goes_to_the_court_with_its_day_of_receipt() -> None:
    """Awb 7:1a(5): sent on at once, and the proceedings here end."""
    objection = answered()
    event = objection.pending()[-1]
    assert isinstance(event, DirectAppealConsented)
    assert (event.received_on, event.decided_on, event.appeal_id) == (RECEIVED, TODAY, APPEAL)
    assert objection.state is ObjectionState.SENT_TO_COURT
    assert not objection.undecided


def test_the_day_on_which_another_body_received_it_counts() -> None:
    """Awb 6:15(3): with that day it is sent on."""
    objection = an_objection(date(2026, 5, 8), Channel.POST, elsewhere_on=RECEIVED, asks_direct_appeal=True)
    event = answered(objection=objection).pending()[-1]
    assert isinstance(event, DirectAppealConsented)
    assert event.received_on == RECEIVED


def test_nobody_consents_to_what_was_not_asked() -> None:
    """Awb 7:1a(1): neither the authority nor the court can ask for it."""
    assert refusal_of(asking(asks=False)) == "direct_appeal_not_asked"


def test_another_objection_without_the_request_stands_in_the_way() -> None:
    """Awb 7:1a(2); one that asks for it too does not."""
    assert refusal_of(asking(), (True, False)) == "other_objection_without_request"
    assert answered(others=(True,)).state is ObjectionState.SENT_TO_COURT


@pytest.mark.parametrize(
    ("others", "because"),
    [((True, False), DirectAppealRefusal.OTHER_OBJECTION), ((True,), DirectAppealRefusal.NOT_SUITED)],
)
def test_a_refusal_says_on_which_ground(others: tuple[bool, ...], because: DirectAppealRefusal) -> None:
    """Awb 7:1a(2), (3): what the law forbids comes first. The objection is decided on here."""
    objection = answered(REFUSAL_OF_IT, others)
    event = objection.pending()[-1]
    assert isinstance(event, DirectAppealRefused)
    assert event.because is because
    assert objection.state is ObjectionState.PENDING
    objection.rule(Dismissal(WORDS), handled(a_refusal()))
    assert objection.state is ObjectionState.DISMISSED


def test_on_the_request_is_decided_once() -> None:
    """Awb 7:1a(4)."""
    assert refusal_of(answered(REFUSAL_OF_IT)) == "direct_appeal_answered"


def test_who_took_the_decision_does_not_answer() -> None:
    """Awb 10:3(3)."""
    with pytest.raises(NotYours):
        answered(by=DECIDER)


def test_a_decision_that_was_not_heard_of_is_not_sent_on() -> None:
    """Nobody knows yet who took it."""
    with pytest.raises(NotInThisState):
        answered(contested=a_refusal(decided_by=None))


def test_nothing_is_decided_here_after_it_was_sent_on() -> None:
    """No ruling, no withdrawal, no second consent: the court has it."""
    objection = answered()
    with pytest.raises(NotInThisState):
        objection.rule(Dismissal(WORDS), handled(a_refusal()))
    with pytest.raises(NotInThisState):
        objection.withdraw(by="applicant-1", on=TODAY)
    with pytest.raises(NotInThisState) as raised:
        objection.require_ruling()
    assert raised.value.code == "objection_without_ruling"


def test_the_court_decides_on_the_costs() -> None:
    """Awb 8:75: a claim of the costs of the objection is no longer open here."""
    objection = asking()
    objection.claim_costs(WORDS, claimed_on=TODAY, channel=Channel.ELECTRONIC, today=TODAY)
    assert answered(objection=objection).costs == CostsClaim(TODAY, decided=True)


@pytest.mark.parametrize("asks", [True, False])
def test_what_comes_after_the_consent_follows_at_once(asks: bool) -> None:
    """Awb 7:1a(6): without the request no court fee is levied."""
    objection = asking(asks=asks)
    objection.follow_to_court(APPEAL, TODAY)
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionFollowedToCourt)
    assert event.fee_free is not asks
    assert objection.state is ObjectionState.SENT_TO_COURT


def test_a_finding_stands_in_the_way() -> None:
    """The renewal will be the ruling on it (Awb 7:11)."""
    objection = asking()
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal()))
    with pytest.raises(NotInThisState) as raised:
        answered(objection=objection)
    assert raised.value.code == "objection_state"
