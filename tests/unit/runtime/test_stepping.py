"""Services that share a clock are stepped together, those of this process and those of others alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shared.runtime.clock import SteppedClock
from shared.runtime.stepping import RemoteService, Stepping, timer_routes

HERE = ("127.0.0.1", 40000)


@dataclass
class Alarm:
    """A service with one timer, which rings once at its instant."""

    clock: SteppedClock
    at: datetime
    woken: int = 0
    rung: list[datetime] = field(default_factory=list)

    def wake(self) -> None:
        """Look, and ring when it is time."""
        self.woken += 1
        if self.pending():
            self.rung.append(self.clock.now())

    def pending(self) -> list[str]:
        """One thing, from its instant on until it has rung."""
        return ["alarm: 1"] if not self.rung and self.clock.now() >= self.at else []

    def next_due(self) -> datetime | None:
        """Its instant, while it lies ahead."""
        return None if self.rung or self.clock.now() >= self.at else self.at

    def head(self) -> int:
        """One act, once it has rung."""
        return len(self.rung)


@pytest.fixture
def clock(tmp_path: Path) -> SteppedClock:
    """A clock whose folder is shared."""
    return SteppedClock(tmp_path)


def _alarm_in(clock: SteppedClock, days: int) -> Alarm:
    return Alarm(clock, clock.now() + timedelta(days=days))


def _remote(service: Alarm, client: tuple[str, int] = HERE) -> RemoteService:
    """The same service behind the routes of a process of its own."""
    served = TestClient(timer_routes(service), client=client)
    remote = RemoteService("http://testserver", served)
    remote._url = "/timers"
    return remote


def test_a_step_stops_at_timers_of_other_processes(clock: SteppedClock) -> None:
    """The earlier one rings first, at its own instant, whichever process it is in."""
    here, there = _alarm_in(clock, 20), _alarm_in(clock, 10)
    stepping = Stepping(clock, [here, _remote(there)])
    stepping.step_to(clock.now() + timedelta(days=30))
    assert there.rung[0] - there.at < timedelta(days=1)
    assert here.rung[0] - here.at < timedelta(days=1)
    assert there.rung[0] < here.rung[0]


def test_what_is_far_off_stays(clock: SteppedClock) -> None:
    """It is told when it is due, and that nothing is now."""
    later = _alarm_in(clock, 40)
    remote = _remote(later)
    Stepping(clock, [remote]).step_to(clock.now() + timedelta(days=30))
    assert (remote.pending(), remote.next_due(), remote.head()) == ([], later.at, 0)


def test_from_another_machine_there_are_no_timers(clock: SteppedClock) -> None:
    """404, and nothing is woken."""
    service = Alarm(clock, datetime(2099, 1, 1, tzinfo=UTC))
    with TestClient(timer_routes(service), client=("203.0.113.7", 40000)) as http:
        assert {http.get("/timers").status_code, http.post("/timers").status_code} == {404}
    assert service.woken == 0
