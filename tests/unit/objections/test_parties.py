"""Who objects, and who acts for them (Awb 1:2, 2:1, 7:1)."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.handling import Dismissal, Inadmissibility, Upholding
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionLodged, ObjectionState
from services.objections.domain.parties import Parties
from services.objections.domain.repair import NoticeDefect
from shared.errors import RuleBroken
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Outcome
from tests.support.objections import (
    CASE,
    GROUNDS,
    OBJECTION,
    OBJECTOR,
    PAYLOAD_OF_VANS,
    REFUSAL,
    TODAY,
    ReconsideredObjection,
    a_refusal,
    an_objection,
    handled,
    written,
)

SOMEBODY = Sealed(key_id=GROUNDS.key_id, kind=SealedKind.APPLICANT, box=b"somebody")
ADVISER = Sealed(key_id=GROUNDS.key_id, kind=SealedKind.APPLICANT, box=b"adviser")
NOT_INTERESTED = Inadmissibility(InadmissibilityGround.NOT_INTERESTED, written("Niet rechtstreeks geraakt."))
UPHELD = Upholding(written("Het gebruik is privé."))


def by_post(parties: Parties) -> Objection:
    """What the desk entered for them."""
    receipt = Receipt(Channel.POST, date(2026, 4, 10))
    lodging = {
        "id": OBJECTION,
        "case_id": CASE,
        "decision_id": REFUSAL,
        "receipt": receipt,
        "grounds": GROUNDS,
    }
    return ReconsideredObjection.lodge(**lodging, lodged_by=None, contested=a_refusal(), parties=parties)  # type: ignore[arg-type]  # by name


def test_who_objects_and_who_acts_for_them_is_recorded() -> None:
    """Sealed, as they came in."""
    (event,) = by_post(Parties(SOMEBODY, ADVISER, "objection-handler-2")).pending()
    assert isinstance(event, ObjectionLodged)
    said = (event.objector, event.representative, event.entered_by)
    assert said == (SOMEBODY, ADVISER, "objection-handler-2")


def test_a_person_judges_whether_another_is_an_interested_party() -> None:
    """Awb 1:2, 7:1: with reasons; what they wrote is not looked at then."""
    objection = by_post(Parties(SOMEBODY))
    objection.rule(NOT_INTERESTED, handled(a_refusal()))
    assert objection.state is ObjectionState.INADMISSIBLE


@pytest.mark.parametrize("parties", [Parties(), Parties(representative=ADVISER)])
def test_the_applicant_is_an_interested_party(parties: Parties) -> None:
    """Awb 1:2(1): whoever acts for them."""
    with pytest.raises(RuleBroken) as raised:
        by_post(parties).rule(NOT_INTERESTED, handled(a_refusal()))
    assert raised.value.code == "objector_is_applicant"


def test_a_grant_on_another_s_objection_is_taken_back_or_shortened_or_stands() -> None:
    """Awb 7:11(2): it is not replaced by the same grant, not even with a later last day; it can be dismissed."""
    granted = a_refusal(outcome=Outcome.GRANTED, valid_until=date(2029, 1, 1))
    for ruling in (UPHELD, Upholding(written("Langer."), valid_until=date(2030, 1, 1))):
        with pytest.raises(RuleBroken) as raised:
            by_post(Parties(SOMEBODY)).rule(ruling, handled(granted))
        assert raised.value.code == "takes_from_applicant"
    objection = by_post(Parties(SOMEBODY))
    objection.rule(Dismissal(written("Het besluit is juist.")), handled(granted))
    assert objection.state is ObjectionState.DISMISSED


def test_another_can_be_right_about_a_refusal() -> None:
    """As who owns the vehicle: the applicant gets what was refused."""
    objection = by_post(Parties(SOMEBODY))
    objection.rule(UPHELD, handled(a_refusal()))
    assert objection.state is ObjectionState.UPHELD
    found = by_post(Parties(SOMEBODY))
    found.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal()))
    assert found.state is ObjectionState.CONSEQUENCE_FOUND


@pytest.mark.parametrize("parties", [Parties(representative=ADVISER), Parties(SOMEBODY, ADVISER), Parties()])
def test_who_acts_for_another_is_asked_for_the_authorisation(parties: Parties) -> None:
    """Awb 2:1(2), 6:6: a defect that can be repaired; on paper nobody may have said who acts for whom."""
    objection = by_post(parties)
    objection.request_repair((NoticeDefect.AUTHORISATION,), date(2026, 6, 3), handled(a_refusal()))
    assert objection.repair is not None


def test_who_objects_in_person_is_not_asked_for_one() -> None:
    """Awb 2:1(2): with an account of their own, and nobody named."""
    with pytest.raises(RuleBroken) as raised:
        an_objection(lodged_by=OBJECTOR).request_repair(
            (NoticeDefect.AUTHORISATION,), date(2026, 6, 3), handled(a_refusal(), on=TODAY)
        )
    assert raised.value.code == "nobody_represents"
