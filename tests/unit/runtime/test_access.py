"""Roles and scope."""

from __future__ import annotations

import pytest

from shared.runtime.access import Principal, Role


@pytest.mark.parametrize(
    ("held", "admitted", "acting"),
    [
        ({Role.AUDITOR}, {Role.CASE_HANDLER}, None),
        ({Role.CASE_HANDLER}, {Role.CASE_HANDLER, Role.REVIEWER}, Role.CASE_HANDLER),
        ({Role.REVIEWER, Role.AUDITOR}, {Role.AUDITOR}, Role.AUDITOR),
        (set(), {Role.APPLICANT}, None),
        ({Role.APPLICANT}, set(), None),
    ],
)
def test_one_acts_in_a_role_that_is_held_and_admitted(
    held: set[Role], admitted: set[Role], acting: Role | None
) -> None:
    """And in none when there is no such role."""
    assert Principal("p-1", frozenset(held)).acting_as(admitted) is acting


@pytest.mark.parametrize(
    ("principal", "reached"),
    [
        (Principal("m-1", frozenset({Role.MUNICIPALITY}), frozenset({"0344"})), True),
        (Principal("m-2", frozenset({Role.MUNICIPALITY}), frozenset({"0363"})), False),
        (Principal("h-1", frozenset({Role.CASE_HANDLER}), national=True), True),
        (Principal("a-1", frozenset({Role.APPLICANT})), False),
    ],
)
def test_scope_is_the_own_municipality_or_national(principal: Principal, reached: bool) -> None:
    """Nothing of another municipality is within reach."""
    assert principal.reaches("0344") is reached


@pytest.mark.parametrize(
    ("principal", "national", "utrecht"),
    [
        (Principal("h-1", frozenset({Role.CASE_HANDLER}), national=True), True, False),
        (Principal("h-2", frozenset({Role.CASE_HANDLER}), frozenset({"0344"})), False, True),
        (Principal("h-3", frozenset({Role.CASE_HANDLER}), frozenset({"0363"})), False, False),
        (Principal("h-4", frozenset({Role.CASE_HANDLER}), frozenset({"0344"}), national=True), True, True),
    ],
)
def test_a_local_case_is_its_own_municipalitys_alone(
    principal: Principal, national: bool, utrecht: bool
) -> None:
    """National scope does not reach it, nor does a municipality reach national cases."""
    assert (principal.deals_with(None), principal.deals_with("0344")) == (national, utrecht)
