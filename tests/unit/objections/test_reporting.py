"""Under which row of the letter to the Chamber an objection counts."""

from __future__ import annotations

import pytest

from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reporting import ObjectionCategory, category_of


@pytest.mark.parametrize(
    ("state", "category"),
    [
        (ObjectionState.PENDING, ObjectionCategory.PENDING_OR_DECIDED),
        (ObjectionState.CONSEQUENCE_FOUND, ObjectionCategory.PENDING_OR_DECIDED),
        (ObjectionState.DISMISSED, ObjectionCategory.PENDING_OR_DECIDED),
        (ObjectionState.INADMISSIBLE, ObjectionCategory.PENDING_OR_DECIDED),
        (ObjectionState.UPHELD, ObjectionCategory.UPHELD),
        (ObjectionState.WITHDRAWN, ObjectionCategory.WITHDRAWN),
    ],
)
def test_every_state_has_its_row(state: ObjectionState, category: ObjectionCategory) -> None:
    """The letter has one row for pending and decided."""
    assert category_of(state, appealed=False) is category


@pytest.mark.parametrize("state", ObjectionState)
def test_gone_to_appeal_is_a_row_of_its_own(state: ObjectionState) -> None:
    """Whatever became of the objection."""
    assert category_of(state, appealed=True) is ObjectionCategory.GONE_TO_APPEAL
