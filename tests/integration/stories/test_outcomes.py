"""Every outcome: its state in law, its category in the reports, its letters, and what was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.reporting import ReportingCategory
from services.objections.domain.appeal import AppealState
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reporting import ObjectionCategory
from shared.runtime.access import Role
from shared.vocabulary import LeftOutReason
from tests.support.stories import OF_EVERY_CASE, STORIES, Proceedings, Story
from tests.support.whole_house import House


@pytest.mark.parametrize("outcome", STORIES)
def test_an_outcome(house: House, outcome: str) -> None:
    """As the table says, of this case and of no other."""
    story = STORIES[outcome]
    cases, objections = reported(house), reported_objections(house)
    left = story.play(house)
    assert seen(house, left) == (story.state, story.objection, story.appeal)
    assert left_out_because(house, left) == story.left_out
    assert letters_to(house, left) == Counter(story.letters)
    assert told_about(house, left) == Counter(story.told)
    assert reported(house) - cases == counted(story)
    assert reported_objections(house) - objections == Counter(filter(None, [story.counted_objection]))


def counted(story: Story) -> Counter[str]:
    """The case, and beside a converted one the case that it goes on as."""
    goes_on = [ReportingCategory.PENDING] if story.state is CaseState.CONVERTED else []
    return Counter([story.counted, *goes_on])


def seen(house: House, left: Proceedings) -> tuple[str | None, ...]:
    """The state of the case, of the objection and of the appeal, each as its own service shows it."""
    handler = house.somebody(Role.OBJECTION_HANDLER, left.municipality)
    paths = (
        f"/decisions/v1/cases/{left.case.id}",
        left.objection and f"/objections/v1/objections/{left.objection}",
        left.appeal and f"/objections/v1/appeals/{left.appeal}",
    )
    return tuple(house.get(handler, path).json()["state"] if path else None for path in paths)


def left_out_because(house: House, left: Proceedings) -> str | None:
    """Why the application is not dealt with, as the desk sees it."""
    handler = house.somebody(Role.OBJECTION_HANDLER, left.municipality)
    read = house.get(handler, f"/decisions/v1/cases/{left.case.id}").json()
    reason: str | None = (read["leftOut"] or {}).get("reason")
    return reason


def letters_to(house: House, left: Proceedings) -> Counter[str]:
    """The letters that were sent about the case, as its applicant sees them, or the desk where it came on paper."""
    read = house.get(left.case.applicant, f"/notifications/v1/letters?caseId={left.case.id}").json()
    assert {letter["state"] for letter in read["items"]} == {"sent"}
    return Counter(letter["kind"] for letter in read["items"])


def told_about(house: House, left: Proceedings) -> Counter[type]:
    """What the services told each other about the case, but for what they tell of every case."""
    return Counter(kind for kind in house.told_about(left.case.id) if kind not in OF_EVERY_CASE)


def reported(house: House) -> Counter[str]:
    """How many cases the monitor counts in each category of the fourth letter."""
    read = house.get(house.somebody(Role.AUDITOR), "/decisions/v1/monitor").json()
    outcomes = [outcome for scope in read["scopes"] for outcome in scope["outcomes"]]
    return Counter(
        {
            category: sum(found["number"] for found in rows_of(outcomes) if found["category"] == category)
            for category in ReportingCategory
        }
    )


def rows_of(outcomes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The rows of the categories, of whatever outcome."""
    for outcome in outcomes:
        yield from outcome["categories"]


def reported_objections(house: House) -> Counter[str]:
    """The same of the objections."""
    read = house.get(house.somebody(Role.AUDITOR), "/objections/v1/monitor").json()
    return Counter({row["category"]: row["objections"] for row in read["byCategory"]})


def test_every_way_to_end_has_its_story() -> None:
    """A state, category or ending without a story would be found wrong by a citizen first."""
    stories = STORIES.values()
    assert {story.state for story in stories} == set(CaseState) - {CaseState.UNDECIDED}
    assert {story.counted for story in stories} == set(ReportingCategory) - {ReportingCategory.PENDING}
    assert {story.left_out for story in stories} - {None} == set(LeftOutReason)
    running = {ObjectionState.HELD, ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND}
    assert {story.objection for story in stories} - {None} == set(ObjectionState) - running
    assert {story.appeal for story in stories} - {None} == set(AppealState) - {AppealState.PENDING}
    assert {story.counted_objection for story in stories} - {None} == set(ObjectionCategory)
