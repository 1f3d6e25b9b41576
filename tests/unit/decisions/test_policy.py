"""The policy as dated data, and how long an exemption is valid under it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from services.decisions.domain.policy import POLICIES, Limits, Policy, policy_of_version, policy_on
from services.decisions.domain.validity import Validity, add_years
from tests.support.cases import facts_of


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 3, 1), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2028, 2, 28), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
    ],
)
def test_two_years_later(day: date, later: date):
    """The same day; the 29th of February becomes the 28th where there is none."""
    assert add_years(day, 2) == later


def test_the_last_day_is_the_day_before_the_anniversary():
    """Two years from 16 February end on 15 February."""
    assert policy_on(date(2026, 2, 16)).valid_until(date(2026, 2, 16), facts_of()) == date(2028, 2, 15)


def test_nothing_was_decided_before_the_desk_opened():
    """1 July 2024 has a policy, the day before has none."""
    assert policy_on(date(2024, 7, 1)) is POLICIES[0]
    with pytest.raises(LookupError):
        policy_on(date(2024, 6, 30))


def test_an_old_policy_is_found_by_its_version():
    """So that an old decision can be taken again."""
    assert policy_of_version(POLICIES[0].version) is POLICIES[0]
    with pytest.raises(LookupError):
        policy_of_version("of-nobody")


def test_what_is_synthetic_names_fields_of_the_policy():
    """And a policy with invented values says so in its version."""
    named = {field.name for kind in (Policy, Validity, Limits) for field in fields(kind)}
    for policy in POLICIES:
        assert set(policy.synthetic) <= named
        assert not policy.synthetic or "SYNTHETIC" in policy.version
