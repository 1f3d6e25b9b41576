"""What every chapter of the main job works with: client, calendar, and something to show progress on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from services.demo.calendar import Calendar, Day
from services.demo.client import LoketClient, Session
from services.demo.people import Person
from services.demo.stopped import PlayStopped

AT_ONCE: Final = 8
"""How many people work at the same time."""
STALLED_SECONDS: Final = 60.0
LOOK_AGAIN_SECONDS: Final = 0.2

T = TypeVar("T")
R = TypeVar("R")


class Stalled(PlayStopped):
    """Something that should come by itself has not come any further for a minute."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The means of a play."""

    client: LoketClient
    calendar: Calendar
    progress: Progress

    def session(self, person: Person) -> Session:
        """A session of this person."""
        return self.client.session(person)

    def each(self, title: str, items: Sequence[T], work: Callable[[T], R]) -> list[R]:
        """Do the work on every item, some at once; the results in the order of the items."""
        if not items:
            return []
        task = self._begin(title, len(items))

        def one(item: T) -> R:
            result = work(item)
            self.progress.advance(task)
            return result

        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            return list(pool.map(one, items))
        finally:
            pool.shutdown(cancel_futures=True)

    def wait(self, title: str, total: int, count: Callable[[], int]) -> None:
        """Wait until `count` reaches `total`. Raises Stalled when it stands still for a minute."""
        task = self._begin(title, total)
        reached, moved = -1, time.monotonic()
        while True:
            if (now := count()) != reached:
                reached, moved = now, time.monotonic()
                self.progress.update(task, completed=reached)
            elif time.monotonic() - moved > STALLED_SECONDS:
                raise Stalled(f"{title}: {reached} of {total}")
            if reached >= total:
                return
            time.sleep(LOOK_AGAIN_SECONDS)

    def go_to(self, day: Day) -> None:
        """Let time pass until that day, and everybody do what is due by then."""
        task = self._begin(f"to {self.calendar.on(day):%d %B %Y}: {day.name.lower()}", 1)
        self.client.chapter = "time"
        self.client.step_to(self.calendar.at(day))
        self.progress.advance(task)

    def settle(self) -> None:
        """Let everybody do what is due, without time passing."""
        self.client.chapter = "time"
        self.client.step_to(self.calendar.at(Day.EVE))

    def say_requests(self, cases: int) -> None:
        """How many requests the play took, by chapter."""
        requests = self.client.requests
        chapters = ", ".join(f"{chapter or 'start'} {many}" for chapter, many in requests.most_common())
        total = requests.total()
        self.say(f"{total} requests, {total / max(cases, 1):.1f} for each application: {chapters}")

    def _begin(self, title: str, total: int) -> TaskID:
        self.client.chapter = title
        if not self.progress.console.is_terminal:
            self.say(title if total == 1 else f"{title}: {total}")
        return self.progress.add_task(title, total=total)

    def say(self, text: str) -> None:
        """Show a line beside the progress."""
        self.progress.console.print(text, highlight=False, soft_wrap=True)


@contextmanager
def progress_on_stderr(*, quiet: bool) -> Iterator[Progress]:
    """A bar for each chapter, on standard error; with `quiet` nothing is shown."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, quiet=quiet)
    with Progress(*columns, console=console, disable=quiet) as progress:
        yield progress
