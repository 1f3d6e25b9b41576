"""The monitor of the decisions service, held against the categories that the plan expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.demo.answers import CaseSeen
from services.demo.monitor_answers import MonitorSeen
from services.demo.observed import Observed
from services.demo.reporting import Category, Counted, counted
from shared.vocabulary import RefusalGround


def report_is_as_planned(observed: Observed) -> Iterator[str]:
    """Of the days on which this sample set came in, the monitor counts each category by scope and type."""
    expected = counted(file.planned for file in observed.files if file.planned is not None)
    expected += Counter(
        ("national", file.case.exemption_type, _category_seen(file.case))
        for file in observed.files
        if file.planned is None
    )
    told = counted_in(observed.monitor)
    for key in sorted(expected.keys() | told.keys()):
        if expected[key] != told[key]:
            scope, kind, category = key
            yield (
                f"the monitor counts {told[key]} {scope} cases of {kind} as {category}"
                f" instead of {expected[key]}"
            )


def counted_in(monitor: MonitorSeen) -> Counted:
    """What the monitor counts, without what it counts none of."""
    return +Counter(
        {
            (scope.scope, kind.exemption_type, Category(category.category)): category.number
            for scope in monitor.scopes
            for kind in scope.by_type
            for outcome in kind.outcomes
            for category in outcome.categories
        }
    )


def categories_in(monitor: MonitorSeen) -> Counter[Category]:
    """The same, whatever the type."""
    found: Counter[Category] = Counter()
    for (_, _, category), number in counted_in(monitor).items():
        found[category] += number
    return found


def _category_seen(case: CaseSeen) -> Category:
    """Of a given vehicle, of which nothing is expected: as the case stands."""
    match case.state:
        case "granted":
            return Category.GRANTED
        case "refused":
            other = case.decisions[-1].refusal_ground is RefusalGround.OTHER
            return Category.OTHER if other else Category.CONDITIONS_NOT_MET
        case _:
            return Category.PENDING
