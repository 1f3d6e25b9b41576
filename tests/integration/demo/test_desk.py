"""The desk's chapter is frugal: lists instead of cases, from our first case on, and nothing is done twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from services.demo.applications import Application
from services.demo.calendar import Calendar, opening_on
from services.demo.chapters.desk import PAGE_TO_WATCH, Handed, await_facts, decide
from services.demo.client import LoketClient
from services.demo.kinds import Kind
from services.demo.plan import plan
from services.demo.stage import Stage, progress_on_stderr

STRANGERS = 700
"""Cases of others that came in before ours."""
OURS = [
    Handed(Application.as_planned(case), UUID(int=STRANGERS + turn))
    for turn, case in enumerate(
        [case for case in plan(7) if case.kind in {Kind.AFFECTED_VAN, Kind.REFUSED_VAN}], 1
    )
]
Line = dict[str, Any]


class Desk:
    """Answers with the lists of applications and cases, and counts what it is asked."""

    def __init__(self, *, decided: int = 0, noted_by_and_by: bool = False, late: int = 0) -> None:
        """The first `decided` of ours were decided in an earlier play; case `late` is in no list at first."""
        self.asked: Counter[str] = Counter()
        self.decisions: list[Line] = []
        self._noted = 0 if noted_by_and_by else len(OURS)
        self._decided = decided
        self._late = late

    def __call__(self, request: httpx.Request) -> httpx.Response:
        last = request.url.path.rpartition("/")[2]
        self.asked[last] += 1
        if request.method == "GET":
            after, limit = int(UUID(request.url.params["after"])), int(request.url.params["limit"])
            return self._page(last, after, limit)
        if last == "decisions":
            self.decisions.append(json.loads(request.content))
        return httpx.Response(201, json={"id": str(UUID(int=1)), "version": 4, "position": 99})

    def _page(self, name: str, after: int, limit: int) -> httpx.Response:
        last = STRANGERS + len(OURS)
        numbers = [one for one in range(after + 1, min(after + limit, last) + 1) if one != self._late]
        shown = [self._line(name, number) for number in numbers]
        self._noted += 20
        self._late = 0
        more = shown[-1]["caseId"] if after + limit < last else None
        return httpx.Response(200, json={"items": shown, "next": more})

    def _line(self, name: str, number: int) -> Line:
        ours = number - STRANGERS
        decided = 0 < ours <= self._decided
        fresh = "received" if name == "applications" else "undecided"
        return {
            "caseId": str(UUID(int=number)),
            "version": 3,
            "state": "granted" if decided else fresh,
            "vehicleFactsNoted": 0 < ours <= self._noted,
            "advice": "refused",
        }


@contextmanager
def stage_on(desk: Desk, data: Path) -> Iterator[Stage]:
    """A stage on which that desk answers."""
    client = LoketClient("http://loket.test", data, 7, transport=httpx.MockTransport(desk))
    with client, progress_on_stderr(quiet=True) as progress:
        yield Stage(client, Calendar(opening_on(date(2026, 11, 26))), progress)


def test_a_case_costs_one_request_for_each_act_and_the_lists_a_few(tmp_path: Path) -> None:
    """Version and advice come from the lists; cases of others before ours are not read."""
    desk = Desk()
    with stage_on(desk, tmp_path) as stage:
        decide(stage, OURS)
    lists, acts = {"applications": 1, "cases": 2}, ("handling", "assessments", "decisions")
    assert desk.asked == {**lists, **dict.fromkeys(acts, len(OURS))}
    assert {body["outcome"] for body in desk.decisions} == {"refused"}


def test_what_an_earlier_play_decided_is_not_decided_again(tmp_path: Path) -> None:
    """However it stands by now: it may have been renewed since."""
    desk = Desk(decided=30)
    with stage_on(desk, tmp_path) as stage:
        decide(stage, OURS)
    assert desk.asked["decisions"] == desk.asked["assessments"] == len(OURS) - 30


def test_the_wait_for_facts_reads_on_from_where_they_are_missing(tmp_path: Path) -> None:
    """Not the whole list every time."""
    desk = Desk(noted_by_and_by=True)
    with stage_on(desk, tmp_path) as stage:
        await_facts(stage, OURS)
    assert desk.asked["cases"] <= len(OURS) // 20 + 4


def test_a_case_that_comes_into_the_list_after_later_ones_is_waited_for(tmp_path: Path) -> None:
    """Its id was drawn first, and it was written down last."""
    desk = Desk(late=STRANGERS + 7)
    with stage_on(desk, tmp_path) as stage:
        await_facts(stage, OURS)
    assert desk.asked["cases"] == 1 + len(OURS) // PAGE_TO_WATCH + 1
