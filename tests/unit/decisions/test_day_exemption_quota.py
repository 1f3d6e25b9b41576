"""Twelve day exemptions for each vehicle, municipality and calendar year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.day_exemption_quota import DayExemptionQuota, quota_id
from shared.errors import NotThere, RuleBroken

VEHICLE, OTHER_VEHICLE = UUID(int=701), UUID(int=702)
DECISION = UUID(int=801)
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
TWELVE = 12


def a_quota(used: int = 0, day: date = TOMORROW) -> DayExemptionQuota:
    """A count of 2026 with so many granted for one day, in cases 1, 2, ..."""
    quota = DayExemptionQuota.open(VEHICLE, "0344", 2026)
    for number in range(1, used + 1):
        quota.grant(case_id=UUID(int=number), decision_id=DECISION, day=day, most=TWELVE)
    return quota


def test_the_thirteenth_is_not_granted():
    """The twelfth is."""
    quota = a_quota(11)
    quota.grant(case_id=UUID(int=12), decision_id=DECISION, day=TOMORROW, most=TWELVE)
    with pytest.raises(RuleBroken, match="day_exemptions_used_up"):
        quota.grant(case_id=UUID(int=13), decision_id=DECISION, day=TOMORROW, most=TWELVE)
    assert quota.used == TWELVE


def test_one_that_is_given_back_can_be_used_again():
    """It no longer counts."""
    quota = a_quota(TWELVE)
    quota.cancel(case_id=UUID(int=3), today=TODAY)
    quota.grant(case_id=UUID(int=13), decision_id=DECISION, day=TOMORROW, most=TWELVE)
    assert quota.used == TWELVE


@pytest.mark.parametrize("today", [TOMORROW, date(2026, 3, 4)])
def test_on_its_day_it_is_not_given_back(today: date):
    """Nor afterwards: it may have been used."""
    with pytest.raises(RuleBroken, match="day_has_come"):
        a_quota(1).cancel(case_id=UUID(int=1), today=today)


def test_what_does_not_count_is_not_given_back():
    """Neither another case's nor the same one twice."""
    quota = a_quota(1)
    quota.cancel(case_id=UUID(int=1), today=TODAY)
    with pytest.raises(NotThere):
        quota.cancel(case_id=UUID(int=1), today=TODAY)


def test_each_year_has_its_own_count():
    """A day of another year is not counted here."""
    with pytest.raises(RuleBroken, match="day_in_another_year"):
        a_quota().grant(case_id=UUID(int=1), decision_id=DECISION, day=date(2027, 1, 1), most=TWELVE)


def test_each_vehicle_municipality_and_year_is_a_stream_of_its_own():
    """And the same three are the same stream."""
    ids = {
        quota_id(vehicle, municipality, year)
        for vehicle in (VEHICLE, OTHER_VEHICLE)
        for municipality in ("0344", "0363")
        for year in (2026, 2027)
    }
    assert len(ids) == 8
    assert a_quota().id == quota_id(VEHICLE, "0344", 2026)
