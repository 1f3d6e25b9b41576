"""Who reaches an objection: its objector, and the desk whose case it is."""

from __future__ import annotations

import pytest

from services.objections.domain.scope import NOT_KNOWN, Jurisdiction, Scope

UTRECHT, ZWOLLE = "0344", "0193"
NATIONAL_DESK = Scope(entered_by="handler-1")
DESK_OF_UTRECHT = Scope(national=False, municipalities=frozenset({UTRECHT}), entered_by="handler-2")


@pytest.mark.parametrize(
    ("scope", "of", "reached"),
    [
        (NATIONAL_DESK, Jurisdiction(), True),
        (NATIONAL_DESK, Jurisdiction(municipality=UTRECHT), False),
        (NATIONAL_DESK, NOT_KNOWN, False),
        (DESK_OF_UTRECHT, Jurisdiction(), False),
        (DESK_OF_UTRECHT, Jurisdiction(municipality=UTRECHT), True),
        (DESK_OF_UTRECHT, Jurisdiction(municipality=ZWOLLE), False),
        (DESK_OF_UTRECHT, NOT_KNOWN, False),
    ],
)
def test_a_desk_reaches_its_own_cases(scope: Scope, of: Jurisdiction, reached: bool) -> None:
    """And none of which it is not known whose they are: they can be another municipality's."""
    assert scope.admits("applicant-1", of) is reached


def test_who_entered_it_reaches_it_until_it_is_known_whose_it_is() -> None:
    """Somebody can correct what names no case; from then on only whose case it is."""
    assert NATIONAL_DESK.admits(None, NOT_KNOWN, "handler-1")
    assert not NATIONAL_DESK.admits(None, NOT_KNOWN, "handler-2")
    assert not NATIONAL_DESK.admits(None, Jurisdiction(municipality=UTRECHT), "handler-1")


@pytest.mark.parametrize("of", [NOT_KNOWN, Jurisdiction(), Jurisdiction(municipality=UTRECHT)])
def test_objectors_reach_their_own_wherever_it_is_dealt_with(of: Jurisdiction) -> None:
    """And nobody else's."""
    assert Scope(lodged_by="applicant-1").admits("applicant-1", of)
    assert not Scope(lodged_by="applicant-1").admits("applicant-2", of)
