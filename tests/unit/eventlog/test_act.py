"""What an act says about each of its events."""

from __future__ import annotations

from datetime import UTC, date, datetime

from shared.eventlog.act import IdempotencyClaim
from shared.eventlog.append import POSITION
from tests.support.permits import an_act, nth_id

LATE_ON_A_SUMMER_EVENING = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def test_an_act_has_effect_on_its_own_legal_day():
    """22:30Z in July is half past midnight in the Netherlands."""
    act = an_act(at=LATE_ON_A_SUMMER_EVENING)

    assert act.metadata(None).effective_on == date(2026, 7, 2)


def test_an_act_may_have_effect_on_another_day():
    """The day of effect is stored as given."""
    act = an_act(effective_on=date(2026, 9, 1))

    assert act.metadata(None).effective_on == date(2026, 9, 1)


def test_the_metadata_name_the_case_and_the_cause():
    """Audit follows these from event to event."""
    metadata = an_act(causation_id=nth_id(5)).metadata(nth_id(6))

    assert (metadata.causation_id, metadata.case_id) == (nth_id(5), nth_id(6))


def test_an_act_without_a_key_has_no_answer_to_store():
    """Workers and reactions claim nothing."""
    assert an_act().answer_for(nth_id(1), 1) is None


def test_the_answer_carries_the_claim_and_the_resource():
    """Its position is filled in by the append."""
    claim = IdempotencyClaim("p", "/permits", "key", "f00d", 201)

    answer = an_act(claim=claim).answer_for(nth_id(1), 3)

    assert answer is not None
    assert (answer.key, answer.status, answer.resource_id, answer.version) == ("key", 201, nth_id(1), 3)
    assert answer.position == POSITION
