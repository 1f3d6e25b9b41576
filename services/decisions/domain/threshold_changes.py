"""Which thresholds changed for a vehicle between the set that its decision rested on and a new one."""

from __future__ import annotations

from collections.abc import Iterable

from services.decisions.domain.thresholds import CaseFacts, ThresholdRow, compare
from shared.vocabulary import ThresholdChange


def threshold_changes(
    facts: CaseFacts, before: Iterable[ThresholdRow], after: Iterable[ThresholdRow]
) -> tuple[ThresholdChange, ...]:
    """The thresholds that concern this vehicle and are not what they were, in one order (Awb 3:46)."""
    earlier, later = _values(facts, before), _values(facts, after)
    return tuple(
        ThresholdChange(row.category, row.parameter, earlier.get(row), later.get(row), row.body)
        for row in sorted({*earlier, *later}, key=_order)
        if earlier.get(row) != later.get(row)
    )


def _values(facts: CaseFacts, rows: Iterable[ThresholdRow]) -> dict[ThresholdRow, int]:
    """The value of each threshold, by the row without it."""
    concerning = (comparison.row for comparison in compare(facts, rows))
    return {ThresholdRow(row.category, row.parameter, 0, row.body): row.value for row in concerning}


def _order(row: ThresholdRow) -> tuple[str, str, str]:
    return (row.category, row.parameter, row.body or "")
