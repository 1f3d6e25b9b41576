"""A history as it was stored once still loads: names and forms of these events last for decades."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from services.decisions.domain import (
    assessing,
    case_notes,
    decision_on_application,
    decision_term,
    reassessment,
    renewal,
    threshold_set,
)
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.reassessment import PauseCause, Reassessment
from services.decisions.domain.threshold_proposal import CauseKind
from services.decisions.domain.threshold_set import ThresholdSet, ThresholdSetState
from shared.eventlog.aggregate import Event
from shared.eventlog.mapper import EventMapper
from tests.support.cases import (
    CASE,
    FETCHED_AT,
    HOLDER,
    NEW_SET,
    NEXT_SET,
    OBJECTION,
    OBJECTION_HANDLER,
    OTHER_CASE,
    OTHER_REASSESSMENT,
    REASSESSMENT,
    REVIEWER,
    THIRD_CASE,
)

MODULES = (
    assessing,
    case_notes,
    decision_on_application,
    decision_term,
    reassessment,
    renewal,
    threshold_set,
)
FILE = Path(__file__).with_name("stored_history.jsonl")
"""One event a line, as the log's first version stored it; lines are added, never changed."""


def stored_history() -> list[StoredEvent]:
    """The events of the file."""
    lines = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [
        StoredEvent(UUID(line["stream"]), line["version"], line["topic"], line["state"].encode())
        for line in lines
    ]


HISTORY = stored_history()


def loaded(stream: UUID) -> object:
    """The aggregate that its stored events make."""
    aggregate = None
    for stored in HISTORY:
        if stored.originator_id == stream:
            aggregate = EventMapper().to_domain_event(stored).mutate(aggregate)
    return aggregate


def test_a_renewed_case_loads():
    """Refused, objected to, renewed, ended."""
    case = loaded(CASE)
    assert isinstance(case, DecisionCase)
    assert (case.version, case.state, case.objections, case.holder) == (8, CaseState.GRANTED, (), HOLDER)
    assert case.decided is not None
    assert (case.decided.threshold_set_id, case.decided.facts.daily_range_km) == (NEW_SET, 250)
    assert [result.finding for result in case.decided.criteria] == ["met", "met", "met"]


def test_a_granted_case_loads():
    """Granted at once; then a finding that did not stand, two appeals of which one ended, and erasure."""
    case = loaded(OTHER_CASE)
    assert isinstance(case, DecisionCase)
    assert (case.version, case.state) == (11, CaseState.GRANTED)
    assert [(one.objection_id, one.found_by) for one in case.objections] == [(OBJECTION, None)]
    assert (len(case.appeals), case.erased) == (1, True)


def test_a_case_of_which_the_term_was_suspended_loads():
    """Suspended, supplemented, and running again until the new last day."""
    case = loaded(THIRD_CASE)
    assert isinstance(case, DecisionCase)
    assert (case.state, case.suspended_from, case.last_day) == (CaseState.UNDECIDED, None, date(2026, 3, 9))
    assert case.facts.daily_range_km == 410


def test_a_case_knows_every_decision_that_was_taken_in_it():
    """The refusal and its renewal; an objection may be against either."""
    case = loaded(CASE)
    assert isinstance(case, DecisionCase)
    assert len(case.decisions_taken) == 2
    assert case.decisions_taken[-1] == case.decision_id


def test_a_threshold_set_in_force_loads():
    """With its cause, preview and approver."""
    loaded_set = loaded(NEW_SET)
    assert isinstance(loaded_set, ThresholdSet)
    assert (loaded_set.state, loaded_set.approved_by) == (ThresholdSetState.IN_FORCE, REVIEWER)
    assert [(row.value, row.body) for row in loaded_set.rows] == [(800, None), (900, "kipper")]
    assert loaded_set.cause is not None
    assert (loaded_set.cause.kind, loaded_set.cause.found_by) == (CauseKind.OBJECTION, OBJECTION_HANDLER)
    assert loaded_set.preview is not None
    assert loaded_set.preview.counts.pending == 3


def test_a_completed_reassessment_loads():
    """With its counts."""
    campaign = loaded(REASSESSMENT)
    assert isinstance(campaign, Reassessment)
    assert (campaign.considered, campaign.reissued, campaign.for_a_person) == (2, 1, 1)
    assert campaign.completed


def test_a_rejected_set_loads():
    """With the drift it would have admitted, and its preview."""
    rejected = loaded(NEXT_SET)
    assert isinstance(rejected, ThresholdSet)
    assert (rejected.state, rejected.max_drift) == (ThresholdSetState.REJECTED, 5)
    assert rejected.preview is not None
    assert rejected.preview.counts.superseded == 1
    assert [category.gains for category in rejected.preview.counts.by_category] == [1]


def test_a_paused_reassessment_loads():
    """Paused by its drift, resumed, and paused by a person."""
    campaign = loaded(OTHER_REASSESSMENT)
    assert isinstance(campaign, Reassessment)
    assert campaign.paused is PauseCause.PERSON
    assert campaign.drift is not None
    assert campaign.drift.too_large


def test_instants_come_back_in_utc():
    """When the register answered."""
    noted = EventMapper().to_domain_event(HISTORY[1])
    assert noted.fetched_at == FETCHED_AT


@pytest.mark.parametrize("stored", HISTORY, ids=lambda stored: f"{stored.topic}-{stored.originator_version}")
def test_events_are_still_written_as_they_were(stored: StoredEvent):
    """Reading and writing again gives every field as it was; fields added since come with their defaults."""
    mapper = EventMapper()
    again = mapper.to_stored_event(mapper.to_domain_event(stored))
    assert (again.topic, again.originator_version) == (stored.topic, stored.originator_version)
    assert holds(json.loads(again.state), json.loads(stored.state))


def holds(now: object, then: object) -> bool:
    """Whether all that was said then is said now, in the same words."""
    if isinstance(now, dict) and isinstance(then, dict):
        return all(name in now and holds(now[name], value) for name, value in then.items())
    if isinstance(now, list) and isinstance(then, list):
        return len(now) == len(then) and all(holds(*pair) for pair in zip(now, then, strict=True))
    return now == then


def test_every_kind_of_event_is_in_the_history():
    """A new event brings a line of its own."""
    kinds = {
        kind.TOPIC
        for module in MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind.__module__ == module.__name__
    }
    assert {stored.topic for stored in HISTORY} == kinds
