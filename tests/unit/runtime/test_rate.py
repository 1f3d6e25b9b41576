"""Every caller has a bucket of requests, which fills again while nothing is asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.runtime import rate
from shared.runtime.access import Principal, Role
from shared.runtime.problems import Problem
from shared.runtime.rate import Rate, RequestRates

APPLICANT = Principal("a-1", frozenset({Role.APPLICANT}))
HANDLER = Principal("h-1", frozenset({Role.CASE_HANDLER, Role.APPLICANT}))


@dataclass
class Seconds:
    """A clock that a test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def rates(clock: Seconds) -> RequestRates:
    """Two a second for people, four at once; ten a second for clients, twenty at once."""
    return RequestRates(Rate(2, burst_seconds=2), Rate(10, burst_seconds=2), clock)


def served(limits: RequestRates, who: Principal, asked: int = 100) -> int:
    """How many of so many requests at once are let through."""
    for number in range(asked):
        try:
            limits.take(who)
        except Problem:
            return number
    return asked


def test_a_burst_is_served_and_then_no_more() -> None:
    """As much as the bucket holds."""
    assert served(rates(Seconds()), APPLICANT) == 4


def test_the_answer_says_when_there_is_room() -> None:
    """In whole seconds, as HTTP has it; half a second is rounded up."""
    limits = rates(Seconds())
    served(limits, APPLICANT)
    with pytest.raises(Problem) as refused:
        limits.take(APPLICANT)
    assert (refused.value.status, refused.value.code) == (429, "too_many_requests")
    assert refused.value.headers == {"Retry-After": "1"}


def test_it_fills_again_with_time_and_never_over_its_brim() -> None:
    """One second is two requests; an hour is no more than four."""
    clock = Seconds()
    limits = rates(clock)
    served(limits, APPLICANT)
    clock.at += 1
    assert served(limits, APPLICANT) == 2
    clock.at += 3600
    assert served(limits, APPLICANT) == 4


def test_callers_do_not_take_from_each_other() -> None:
    """By subject."""
    limits = rates(Seconds())
    served(limits, APPLICANT)
    assert served(limits, Principal("a-2", APPLICANT.roles)) == 4


def test_who_works_here_may_ask_more() -> None:
    """Also when such a person applies for an exemption too."""
    assert served(rates(Seconds()), HANDLER) == 20


def test_the_services_themselves_are_not_held_up() -> None:
    """A feed is read as fast as it can be."""
    assert served(rates(Seconds()), Principal("s-1", frozenset({Role.SYSTEM}))) == 100


def test_callers_who_rest_are_forgotten_and_those_who_press_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise many subjects would fill the memory; forgetting gives nobody a fuller bucket."""
    monkeypatch.setattr(rate, "MOST_BUCKETS", 2)
    clock = Seconds()
    limits = rates(clock)
    limits.take(Principal("rests", APPLICANT.roles))
    clock.at = 5
    served(limits, APPLICANT)
    limits.take(Principal("a-3", APPLICANT.roles))
    assert set(limits._buckets) == {"a-1", "a-3"}
    assert served(limits, APPLICANT) == 0


def test_there_are_never_more_buckets_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when all of their callers press at the same instant."""
    monkeypatch.setattr(rate, "MOST_BUCKETS", 3)
    limits = rates(Seconds())
    for number in range(10):
        served(limits, Principal(f"a-{number}", APPLICANT.roles))
    assert set(limits._buckets) == {"a-7", "a-8", "a-9"}
