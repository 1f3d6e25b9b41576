"""A first proposal says which rows in force it does away with."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from services.demo.calendar import Place
from services.demo.chapters.threshold_sets import rows_that_fall_away
from services.demo.client import LoketClient
from services.demo.expectations import FIRST_SET, SECOND_SET, Threshold
from services.demo.people import REVIEWER

Set = dict[str, Any]


def a_set(number: int, state: str, rows: tuple[Threshold, ...]) -> Set:
    """A threshold set as the list shows it."""
    thresholds = [{"category": row.category, "parameter": row.parameter, "body": None} for row in rows]
    return {
        "thresholdSetId": str(UUID(int=number)),
        "state": state,
        "validFrom": "2026-11-26",
        "cause": {"kind": "periodic"},
        "thresholds": thresholds,
    }


def falling_away(data: Path, *sets: Set) -> tuple[Place, ...]:
    """With these sets listed, one on a page."""

    def answer(request: httpx.Request) -> httpx.Response:
        turn = int(UUID(request.url.params.get("after", str(UUID(int=0)))))
        following = str(UUID(int=turn + 1)) if turn + 1 < len(sets) else None
        return httpx.Response(200, json={"items": sets[turn : turn + 1], "next": following})

    with LoketClient("http://loket.test", data, 2, transport=httpx.MockTransport(answer)) as client:
        return rows_that_fall_away(client.session(REVIEWER), FIRST_SET)


def test_rows_of_the_set_in_force_alone_fall_away(tmp_path: Path) -> None:
    """Not those of a set that was replaced or rejected, on whatever page it stands."""
    found = falling_away(
        tmp_path,
        a_set(1, "replaced", (Threshold("N3", "permitted_mass_kg", 1),)),
        a_set(2, "in_force", SECOND_SET),
        a_set(3, "rejected", (Threshold("N1", "permitted_mass_kg", 1),)),
    )
    assert found == (Place("N2", "combination_mass_kg"),)


def test_where_nothing_is_in_force_nothing_falls_away(tmp_path: Path) -> None:
    """An empty folder."""
    assert falling_away(tmp_path) == ()
