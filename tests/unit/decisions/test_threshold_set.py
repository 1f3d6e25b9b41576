"""A threshold set from proposal to force: given what happened, when one act, then events or a refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.row_changes import ChangedRow, RowChanges, RowPlace, changes_of
from services.decisions.domain.threshold_proposal import Cause, CauseKind, Proposal
from services.decisions.domain.threshold_set import (
    ThresholdSet,
    ThresholdSetApproved,
    ThresholdSetEnteredIntoForce,
    ThresholdSetProposed,
    ThresholdSetState,
)
from services.decisions.domain.thresholds import Parameter, ThresholdRow
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
        Proposal([row(1100)], REASSESSED_ON, Cause(CauseKind.PERIODIC)),
        set_id=NEXT_SET,
        exemption_type=TYPE,
        in_force=(),
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


def test_nothing_more_is_done_with_a_rejected_set():
    """Another proposal can be made."""
    threshold_set = a_previewed_set()
    threshold_set.reject(reasons="not yet", rejected_by=REVIEWER, rejected_on=REASSESSED_ON)
    for act in (preview, approve, enter_into_force):
        with pytest.raises(NotInThisState, match="threshold_set_rejected"):
            act(threshold_set)


def proposing(in_force: list[ThresholdRow], rows: list[ThresholdRow], *removes: RowPlace) -> ThresholdSet:
    """A set proposed against the rows in force, with the removals that are confirmed."""
    return ThresholdSet.propose(
        Proposal(rows, REASSESSED_ON, Cause(CauseKind.PERIODIC), removes=removes),
        set_id=NEXT_SET,
        exemption_type=TYPE,
        in_force=in_force,
        proposed_by=PROPOSER,
        today=REASSESSED_ON,
    )


N2_ROW = row(9000, category=VehicleCategory.N2)


def test_what_a_set_changes_is_told_row_by_row():
    """Added, changed with what it was, removed; what stays as it is is not told."""
    kipper = row(900, body="kipper")
    same = row(400, Parameter.DAILY_RANGE)
    assert changes_of([row(1200), N2_ROW, same], [row(800), kipper, same]) == RowChanges(
        added=(kipper,), changed=(ChangedRow(row(800), 1200),), removed=(N2_ROW,)
    )


def test_a_row_in_force_does_not_fall_away_unnoticed():
    """A kind of vehicle without any threshold is for a person: that must be meant, and the row is named."""
    with pytest.raises(RuleBroken, match="threshold_removal_unconfirmed") as refused:
        proposing([row(1200), N2_ROW], [row(800)])
    assert refused.value.detail.endswith(": N2 payload_kg")


def test_a_removal_that_is_confirmed_is_recorded():
    """With the proposal, so that the approver sees that it was meant."""
    [proposed] = new_events(proposing([row(1200), N2_ROW], [row(800)], RowPlace.of(N2_ROW)))
    assert isinstance(proposed, ThresholdSetProposed)
    assert proposed.removes == (RowPlace(VehicleCategory.N2, Parameter.PAYLOAD),)


@pytest.mark.parametrize("kept", [[row(800), N2_ROW], [row(800)]], ids=["proposed too", "not in force"])
def test_nothing_else_is_confirmed_than_what_falls_away(kept: list[ThresholdRow]):
    """A removal of what stays, or never was, is a mistake."""
    in_force = [row(1200), *(kept[1:])]
    with pytest.raises(RuleBroken, match="threshold_not_removed"):
        proposing(in_force, kept, RowPlace.of(N2_ROW))


def test_rows_that_entered_into_force_since_the_proposal_do_not_fall_away_unnoticed():
    """The preview compares with the set in force of that moment."""
    proposed = proposing([row(1200)], [row(800)])
    with pytest.raises(RuleBroken, match="threshold_removal_unconfirmed"):
        preview(proposed, in_force=[row(1100), N2_ROW])


def test_a_preview_records_the_changes_that_were_seen():
    """Against the set in force at that moment."""
    proposed = settled(proposing([row(1200)], [row(800)]))
    preview(proposed, in_force=[row(1100)])
    [seen] = new_events(proposed)
    assert seen.changes == RowChanges(changed=(ChangedRow(row(800), 1100),))
