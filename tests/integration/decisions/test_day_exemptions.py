"""Day exemptions on a real log: decided at once, and twelve at most however many ask at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.day_exemption_quota import DayExemptionGranted, DayExemptionQuota, quota_id
from services.decisions.domain.decision_case import ExemptionGranted
from services.decisions.messaging.published import decision_taken
from shared.eventlog.append import AppendRefused
from shared.eventlog.verify import verify_log
from shared.vocabulary import ExemptionType, Finding, Outcome, StatedFacts
from tests.support.cases import RECEIVED_ON, an_application
from tests.support.decisions import Decisions

UTRECHT, AMSTERDAM = "0344", "0363"
VEHICLE, OTHER_VEHICLE = UUID(int=701), UUID(int=702)
THE_DAY = date(2026, 3, 28)
"""The night after it, summer time begins."""


def ask(
    desk: Decisions,
    *,
    day: date | None = THE_DAY,
    municipality: str = UTRECHT,
    vehicle_id: UUID | None = VEHICLE,
) -> UUID:
    """A day exemption is applied for; returns the case."""
    case_id = desk.ids.new()
    desk.day_exemptions.decide_at_once(
        desk.act("system:decisions", "system"),
        case_id=case_id,
        application=an_application(
            ExemptionType.DAY,
            stated=StatedFacts(day=day),
            municipality=municipality,
            vehicle_id=vehicle_id,
        ),
    )
    return case_id


def states(desk: Decisions, cases: list[UUID]) -> list[CaseState]:
    """What became of the cases."""
    return [desk.case(case_id).state for case_id in cases]


def counted(desk: Decisions, municipality: str = UTRECHT, year: int = 2026) -> int:
    """How many count."""
    return desk.log.load(DayExemptionQuota, quota_id(VEHICLE, municipality, year)).used


def test_a_day_exemption_is_granted_at_once_for_thirty_hours_of_legal_time(decisions: Decisions):
    """From 00:00 to 06:00 the next day; the clock goes forward in that night."""
    granted = decisions.log.stream(ask(decisions))[-1]
    assert isinstance(granted.event, ExemptionGranted)
    taken = decision_taken(granted)
    assert (taken.outcome, taken.exemption_type) == (Outcome.GRANTED, ExemptionType.DAY)
    assert taken.municipality == UTRECHT
    assert (taken.valid_from, taken.valid_to) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 4, tzinfo=UTC),
    )
    assert taken.valid_until == date(2026, 3, 29)
    assert counted(decisions) == 1


def test_decision_and_count_are_one_append(decisions: Decisions):
    """The events stand side by side in the log, each the cause of the next."""
    ask(decisions)
    recorded = decisions.log.events_after(0)
    assert isinstance(recorded[-1].event, DayExemptionGranted)
    causes = [event.metadata.causation_id for event in recorded[1:]]
    assert causes == [event.event.event_id for event in recorded[:-1]]
    assert len({event.metadata.command_id for event in recorded}) == 1


def test_of_twenty_requests_at_the_same_moment_twelve_are_granted(decisions: Decisions):
    """Exactly: the others are refused, with the number as the reason."""
    with ThreadPoolExecutor(20) as pool:
        cases = list(pool.map(lambda _: ask(decisions), range(20)))
    outcome = states(decisions, cases)
    assert (outcome.count(CaseState.GRANTED), outcome.count(CaseState.REFUSED)) == (12, 8)
    assert counted(decisions) == 12
    refused = next(case_id for case_id in cases if decisions.case(case_id).state is CaseState.REFUSED)
    unmet = [
        result.criterion
        for result in decision_taken(decisions.log.stream(refused)[-1]).criteria
        if result.finding is Finding.UNMET
    ]
    assert unmet == ["day_exemptions_are_left"]
    assert verify_log(decisions.engine, decisions.log.recorder.tables).holds


def test_each_municipality_vehicle_and_year_counts_by_itself(decisions: Decisions):
    """Twelve in Utrecht leave twelve in Amsterdam, and for another vehicle."""
    for _ in range(12):
        ask(decisions)
    cases = [
        ask(decisions),
        ask(decisions, municipality=AMSTERDAM),
        ask(decisions, vehicle_id=OTHER_VEHICLE),
    ]
    assert states(decisions, cases) == [CaseState.REFUSED, CaseState.GRANTED, CaseState.GRANTED]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (RECEIVED_ON, CaseState.GRANTED),
        (RECEIVED_ON - timedelta(days=1), CaseState.REFUSED),
        (date(2026, 12, 31), CaseState.GRANTED),
        (date(2027, 1, 1), CaseState.REFUSED),
    ],
)
def test_the_day_of_receipt_is_the_first_that_can_be_asked_for(
    decisions: Decisions, day: date, state: CaseState
):
    """Also when the desk hears of it days later."""
    assert states(decisions, [ask(decisions, day=day)]) == [state]


def test_a_refused_one_does_not_count(decisions: Decisions):
    """Nothing was given."""
    ask(decisions)
    ask(decisions, day=RECEIVED_ON - timedelta(days=1))
    assert counted(decisions) == 1


@pytest.mark.parametrize("missing", [{"day": None}, {"vehicle_id": None}])
def test_what_cannot_be_counted_is_left_to_a_person(decisions: Decisions, missing: dict[str, None]):
    """The case is open, assessed, and undecided."""
    case = decisions.case(ask(decisions, **missing))
    assert (case.state, case.advice) == (CaseState.UNDECIDED, None)
    assert case.assessed is not None


def test_the_same_case_is_not_decided_twice(decisions: Decisions):
    """A message that comes back finds the case there."""
    case_id = ask(decisions)
    with pytest.raises(AppendRefused):
        decisions.day_exemptions.decide_at_once(
            decisions.act("system:decisions", "system"),
            case_id=case_id,
            application=an_application(
                ExemptionType.DAY,
                stated=StatedFacts(day=THE_DAY),
                municipality=UTRECHT,
                vehicle_id=VEHICLE,
            ),
        )
    assert counted(decisions) == 1
