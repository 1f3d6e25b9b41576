"""A threshold set from proposal to force: given what happened, when one act, then events or a refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.threshold_set import (
    ThresholdSet,
    ThresholdSetApproved,
    ThresholdSetEnteredIntoForce,
    ThresholdSetProposed,
    ThresholdSetState,
)
from services.decisions.domain.thresholds import Parameter
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.vocabulary import VehicleCategory
from tests.support.cases import (
    DIGEST,
    NEXT_SET,
    OBJECTION_HANDLER,
    OLD_SET,
    PROPOSER,
    REASSESSED_ON,
    REVIEWER,
    TYPE,
    a_previewed_set,
    a_proposed_set,
    an_approved_set,
    approve,
    new_events,
    preview,
    row,
    settled,
)

THE_DAY_BEFORE = REASSESSED_ON - timedelta(days=1)


def enter_into_force(threshold_set: ThresholdSet, on: date = REASSESSED_ON) -> None:
    """The set takes the place of the old one."""
    threshold_set.enter_into_force(on=on, replaces_set_id=OLD_SET)


@pytest.mark.parametrize("valid_from", [REASSESSED_ON, REASSESSED_ON + timedelta(days=30)])
def test_a_set_is_valid_from_today_or_later(valid_from: date):
    """Today is early enough."""
    assert a_proposed_set(valid_from=valid_from).valid_from == valid_from


def test_a_set_is_not_valid_from_yesterday():
    """Nobody's decision is judged by values that nobody could know."""
    with pytest.raises(RuleBroken, match="valid_from_in_the_past"):
        a_proposed_set(valid_from=THE_DAY_BEFORE)


def test_a_place_has_one_threshold():
    """The same category, parameter and body twice is refused, also with the same value."""
    with pytest.raises(RuleBroken, match="threshold_stated_twice"):
        a_proposed_set([row(1100), row(1100)])


def test_places_differ_by_body_parameter_and_category():
    """A row for one body stands beside the row for any."""
    rows = [
        row(1100),
        row(900, body="kipper"),
        row(2000, Parameter.BRAKED_TOWING_MASS),
        row(9000, category=VehicleCategory.N2),
    ]
    assert len(a_proposed_set(rows).rows) == 4


def test_the_rows_are_recorded_in_one_order():
    """Two proposals of the same values are the same set of rows."""
    rows = [row(9000, category=VehicleCategory.N2), row(1100), row(900, body="kipper")]
    assert a_proposed_set(rows).rows == a_proposed_set(rows[::-1]).rows


def test_a_proposal_says_that_its_values_are_invented():
    """No official list of thresholds has been published: SYNTHETIC."""
    proposed = ThresholdSet.propose(
        set_id=NEXT_SET,
        exemption_type=TYPE,
        rows=[row(1100)],
        valid_from=REASSESSED_ON,
        cause=a_proposed_set().cause,  # type: ignore[arg-type]  # a proposed set has a cause
        proposed_by=PROPOSER,
        today=REASSESSED_ON,
    )
    [event] = new_events(proposed)
    assert isinstance(event, ThresholdSetProposed)
    assert event.synthetic


def test_another_person_approves_the_previewed_plan():
    """The approval names the plan by its digest."""
    threshold_set = a_previewed_set()
    approve(threshold_set)
    [approved] = new_events(threshold_set)
    assert isinstance(approved, ThresholdSetApproved)
    assert (approved.approved_by, approved.plan_digest) == (REVIEWER, DIGEST)


@pytest.mark.parametrize("barred", [PROPOSER, OBJECTION_HANDLER])
def test_proposer_and_finder_may_not_approve(barred: str):
    """Nobody approves what the own proposal or finding led to."""
    with pytest.raises(NotYours, match="approver_barred"):
        approve(a_previewed_set(found_by=OBJECTION_HANDLER), barred)


def test_an_objection_handler_may_approve_what_somebody_else_found():
    """Only the finder of the cause is barred."""
    threshold_set = a_previewed_set(found_by="objection-handler-2")
    approve(threshold_set, OBJECTION_HANDLER)
    assert threshold_set.approved_by == OBJECTION_HANDLER


def test_a_set_that_nobody_previewed_is_not_approved():
    """There is no plan to approve."""
    with pytest.raises(RuleBroken, match="plan_not_previewed"):
        approve(a_proposed_set())


def test_only_the_latest_preview_can_be_approved():
    """An earlier digest names a plan that nobody should rely on any more."""
    threshold_set = a_previewed_set()
    preview(threshold_set, "e" * 64)
    with pytest.raises(RuleBroken, match="plan_not_previewed"):
        approve(settled(threshold_set), digest=DIGEST)


@pytest.mark.parametrize(
    "changed", [{"set_in_force": NEXT_SET}, {"set_in_force": None}, {"policy_version": "next/SYNTHETIC"}]
)
def test_a_preview_is_outdated_when_set_or_policy_changed(changed: dict[str, object]):
    """What was shown compared with something else."""
    with pytest.raises(RuleBroken, match="preview_outdated"):
        approve(a_previewed_set(), **changed)  # type: ignore[arg-type]  # keywords from a table


def test_the_first_set_replaces_nothing():
    """Before it no set was in force, in the preview and at the approval."""
    threshold_set = a_proposed_set()
    preview(threshold_set, replaces=None)
    approve(threshold_set, set_in_force=None)
    assert threshold_set.state is ThresholdSetState.APPROVED


def test_an_approved_set_enters_into_force_on_its_day():
    """With all that those who decide under it need."""
    threshold_set = an_approved_set()
    enter_into_force(threshold_set)
    [entered] = new_events(threshold_set)
    assert isinstance(entered, ThresholdSetEnteredIntoForce)
    assert (entered.rows, entered.on, entered.replaces_set_id) == (threshold_set.rows, REASSESSED_ON, OLD_SET)


def test_a_set_does_not_enter_into_force_before_its_day():
    """Not a day earlier."""
    with pytest.raises(RuleBroken, match="not_valid_yet"):
        enter_into_force(an_approved_set(), on=THE_DAY_BEFORE)


def test_a_set_that_nobody_approved_does_not_enter_into_force():
    """Proposed and previewed is not enough."""
    with pytest.raises(NotInThisState, match="threshold_set_proposed"):
        enter_into_force(a_previewed_set())


def test_nothing_happens_twice():
    """An approved set is neither previewed nor approved again, one in force does not enter again."""
    threshold_set = an_approved_set()
    with pytest.raises(NotInThisState, match="threshold_set_approved"):
        preview(threshold_set)
    with pytest.raises(NotInThisState, match="threshold_set_approved"):
        approve(threshold_set)
    enter_into_force(threshold_set)
    with pytest.raises(NotInThisState, match="threshold_set_in_force"):
        enter_into_force(threshold_set)
