"""Day exemptions on a real log: decided at once, and twelve at most however many ask at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.decisions.commands import CourtCommands
from services.decisions.commands import day_exemptions as commands
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.criteria import day_exemption as criteria
from services.decisions.domain.day_exemption_quota import (
    DayExemptionCancelled,
    DayExemptionGranted,
    DayExemptionQuota,
    quota_id,
)
from services.decisions.domain.decision_by_court import DecidedByCourt, ExemptionGrantedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted
from services.decisions.domain.decision_on_objection import RuledAnew, UpheldRuling
from services.decisions.domain.lower_bounds import LowerBound
from services.decisions.domain.policy import policy_on
from services.decisions.messaging.published import day_exemption_cancelled, decision_taken
from shared.errors import NotInThisState, NotThere, RuleBroken
from shared.eventlog.append import AppendRefused
from shared.eventlog.log import AggregateNotFound
from shared.eventlog.verify import verify_log
from shared.runtime.access import Principal, Role
from shared.vocabulary import ExemptionType, Finding, Outcome, Replacement, StatedFacts
from tests.support.cases import RECEIVED_ON, a_van, an_application
from tests.support.databases import sqlite_is_enough
from tests.support.decisions import Decisions
from tests.support.proceedings import SEALED_RULING

UTRECHT, AMSTERDAM = "0344", "0363"
VEHICLE, OTHER_VEHICLE = UUID(int=701), UUID(int=702)
UTRECHTS_DESK = Principal(
    "case-handler-9", frozenset({Role.CASE_HANDLER}), municipalities=frozenset({UTRECHT})
)
THE_DAY = date(2026, 3, 28)
"""The night after it, summer time begins."""


def ask(
    desk: Decisions,
    *,
    day: date | None = THE_DAY,
    municipality: str = UTRECHT,
    vehicle_id: UUID | None = VEHICLE,
    signed: bool = True,
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
            signed=signed,
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


def test_one_granted_on_objection_is_for_its_day_and_counts_in_the_same_append(decisions: Decisions):
    """Awb 7:11: a ruling is carried out, also as the thirteenth; what is asked for next is refused."""
    cases = [ask(decisions) for _ in range(13)]
    refused = cases[-1]
    assert decisions.case(refused).state is CaseState.REFUSED
    objection_id = decisions.lodge(refused)
    before = decisions.log.head()
    decisions.uphold(refused, objection_id)
    replaced, _, granted = decisions.log.events_after(before)
    assert isinstance(granted.event, DayExemptionGranted)
    assert granted.event.decision_id == replaced.event.event_id
    assert len({one.metadata.command_id for one in (replaced, granted)}) == 1
    taken = decision_taken(replaced)
    assert (taken.valid_from, taken.valid_to, taken.day) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 4, tzinfo=UTC),
        THE_DAY,
    )
    assert taken.valid_until == date(2026, 3, 29)
    assert counted(decisions) == 13
    assert decisions.case(ask(decisions)).state is CaseState.REFUSED


@sqlite_is_enough
def test_one_that_was_taken_back_and_is_restored_has_its_hours_and_counts_once(decisions: Decisions):
    """Awb 7:11(2), 8:72: a court annulled what the objection of another took; it is for thirty hours, as it was."""
    case_id, ask_another = ask(decisions), ask(decisions)
    objection = decisions.lodge(case_id)
    case = decisions.case(case_id)
    policy, today = policy_on(decisions.clock.today(), ExemptionType.DAY), decisions.clock.today()
    taken_back = UpheldRuling(SEALED_RULING, Replacement.REVOCATION, of_another=True)
    case.uphold_objection(objection, taken_back, policy=policy, decided_on=today, decided_by="handler-2")
    case.note_objection_end(objection_id=objection, ruling="upheld")
    case.note_pending_objection(objection_id=objection, received_on=today, of_another=True)
    decisions.log.save_act(decisions.act(), case, case_id=case_id)
    decisions.proceedings.note_objection_end(
        decisions.act("system:objections", "system"),
        case_id=case_id,
        objection_id=objection,
        ruling="dismissed",
        anew=RuledAnew(UpheldRuling(SEALED_RULING), "handler-2"),
    )
    [restored] = [one for one in decisions.log.stream(case_id) if one.event.TOPIC.endswith("OnObjection")][1:]
    taken = decision_taken(restored)
    assert (taken.valid_from, taken.valid_to) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 4, tzinfo=UTC),
    )
    assert states(decisions, [case_id, ask_another]) == [CaseState.GRANTED, CaseState.GRANTED]
    assert counted(decisions) == 2


@sqlite_is_enough
@pytest.mark.parametrize("last_day", [date(2026, 3, 28), date(2026, 3, 29)])
def test_one_that_a_court_grants_has_its_hours_and_counts(decisions: Decisions, last_day: date):
    """Awb 8:72(3)(b): also as the thirteenth, whether its day or the end of its hours was told as the last day."""
    refused = [ask(decisions) for _ in range(13)][-1]
    CourtCommands(decisions.log).take_over_from_court(
        decisions.act("system:objections", "system"),
        case_id=refused,
        ruling=DecidedByCourt(UUID(int=91), decisions.clock.today(), Outcome.GRANTED, last_day),
        ending="ruled",
    )
    [granted] = decisions.log.events_after(0, topics=[ExemptionGrantedByCourt.TOPIC])
    told = decision_taken(granted)
    assert (told.valid_from, told.valid_to) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 4, tzinfo=UTC),
    )
    assert told.valid_until == date(2026, 3, 29)
    assert counted(decisions) == 13


@sqlite_is_enough
def test_a_refused_one_is_reconsidered_on_the_count_of_the_day(decisions: Decisions):
    """Awb 7:11(1), ex nunc: one of the twelve was given back since."""
    cases = [ask(decisions) for _ in range(13)]
    objection = decisions.lodge(cases[-1])

    def advice() -> Outcome | None:
        decisions.proceedings.reconsider(
            decisions.act("system:objections", "system"),
            case_id=cases[-1],
            objection_id=objection,
            on=decisions.clock.today(),
        )
        return decisions.case(cases[-1]).reconsidered[objection].reassessed.advice

    assert advice() is Outcome.REFUSED
    cancel(decisions, cases[5])
    assert advice() is Outcome.GRANTED


@sqlite_is_enough
def test_a_day_exemption_without_a_day_is_not_granted_on_objection(decisions: Decisions):
    """It would be for no day at all, or for a year."""
    case_id = ask(decisions, day=None)
    decisions.refuse_on_other_ground(case_id, within=UTRECHTS_DESK)
    with pytest.raises(NotInThisState, match="day_not_stated"):
        decisions.uphold(case_id, decisions.lodge(case_id))


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
        (date(2027, 1, 1), CaseState.GRANTED),
        (RECEIVED_ON + timedelta(days=366), CaseState.REFUSED),
    ],
)
@sqlite_is_enough
def test_the_day_of_receipt_is_the_first_that_can_be_asked_for(
    decisions: Decisions, day: date, state: CaseState
):
    """Also when the desk hears of it days later."""
    assert states(decisions, [ask(decisions, day=day)]) == [state]


@sqlite_is_enough
def test_a_day_of_next_year_counts_in_that_year(decisions: Decisions):
    """Twelve of this year leave it be."""
    ask(decisions, day=date(2027, 1, 1))
    assert counted(decisions, year=2027) == 1


@pytest.mark.parametrize(
    ("emission_class", "state"), [(5, CaseState.GRANTED), (4, CaseState.REFUSED), (None, CaseState.UNDECIDED)]
)
@sqlite_is_enough
def test_where_an_emission_class_is_asked_the_register_is_waited_for(
    decisions: Decisions, monkeypatch: pytest.MonkeyPatch, emission_class: int | None, state: CaseState
):
    """Decided as soon as it has answered, as of the day of receipt; counted in the same append."""
    bound = LowerBound(RECEIVED_ON, 5, "SYNTHETIC")
    for asking in (criteria, commands):
        monkeypatch.setattr(asking, "lower_bound_on", lambda *_: bound)
    case_id = ask(decisions)
    assert states(decisions, [case_id]) == [CaseState.UNDECIDED]
    decisions.applications.note_vehicle_facts(
        decisions.act("system:decisions", "system"),
        case_id=case_id,
        source="register",
        fetched_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        facts=a_van(emission_class=emission_class),
    )
    assert states(decisions, [case_id]) == [state]
    if state is CaseState.GRANTED:
        assert counted(decisions) == 1


@sqlite_is_enough
def test_a_refused_one_does_not_count(decisions: Decisions):
    """Nothing was given."""
    ask(decisions)
    ask(decisions, day=RECEIVED_ON - timedelta(days=1))
    assert counted(decisions) == 1


@pytest.mark.parametrize("missing", [{"day": None}, {"vehicle_id": None}])
@sqlite_is_enough
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


APPLICANT = Principal("applicant-1", frozenset({Role.APPLICANT}))
STRANGER = Principal("applicant-2", frozenset({Role.APPLICANT}))
IN_UTRECHT = Principal("handler-1", frozenset({Role.CASE_HANDLER}), frozenset({UTRECHT}))
IN_AMSTERDAM = Principal("handler-1", frozenset({Role.CASE_HANDLER}), frozenset({AMSTERDAM}))


def cancel(desk: Decisions, case_id: UUID, by: Principal = APPLICANT) -> None:
    """Somebody gives a day exemption back."""
    desk.day_exemptions.cancel(desk.act(by.subject, "applicant"), case_id=case_id, by=by)


def test_one_given_back_makes_room_for_another(decisions: Decisions):
    """Before its day; the register is told which decision gives no access any more."""
    cases = [ask(decisions) for _ in range(12)]
    cancel(decisions, cases[5])
    assert states(decisions, [ask(decisions), ask(decisions)]) == [CaseState.GRANTED, CaseState.REFUSED]
    [cancelled] = decisions.log.events_after(0, topics=[DayExemptionCancelled.TOPIC])
    told = day_exemption_cancelled(cancelled)
    assert (told.case_id, told.decision_id) == (cases[5], decisions.case(cases[5]).decision_id)
    assert told.cancelled_on == decisions.clock.today()


@sqlite_is_enough
def test_from_its_day_on_it_is_not_given_back(decisions: Decisions):
    """At midnight, legal time."""
    case_id = ask(decisions)
    decisions.clock.advance_to(datetime(2026, 3, 27, 23, tzinfo=UTC))
    with pytest.raises(RuleBroken, match="day_has_come"):
        cancel(decisions, case_id)
    assert counted(decisions) == 1


@pytest.mark.parametrize(
    ("by", "may"), [(APPLICANT, True), (STRANGER, False), (IN_UTRECHT, True), (IN_AMSTERDAM, False)]
)
@sqlite_is_enough
def test_the_applicant_and_the_own_municipality_give_it_back(decisions: Decisions, by: Principal, may: bool):
    """For others the case is not there."""
    case_id = ask(decisions)
    if may:
        cancel(decisions, case_id, by)
    else:
        with pytest.raises(AggregateNotFound):
            cancel(decisions, case_id, by)
    assert counted(decisions) == (0 if may else 1)


def test_asking_and_giving_back_at_the_same_moment_never_passes_twelve(decisions: Decisions):
    """Whatever the order in which they come."""
    cases = [ask(decisions) for _ in range(12)]
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(ask, decisions) for _ in range(8)]
        given_back = [pool.submit(cancel, decisions, case_id) for case_id in cases[:8]]
        new = [future.result() for future in asked]
        assert all(future.result() is None for future in given_back)
    assert counted(decisions) == 4 + states(decisions, new).count(CaseState.GRANTED)
    assert counted(decisions) <= 12


@sqlite_is_enough
def test_other_types_are_not_given_back(decisions: Decisions):
    """Nothing of them counts."""
    case_id = decisions.a_case_of(ExemptionType.HARDSHIP, municipality=UTRECHT, vehicle_id=VEHICLE)
    with pytest.raises(NotThere):
        cancel(decisions, case_id)


def test_one_on_paper_without_a_signature_is_decided_on_when_it_is_signed(decisions: Decisions) -> None:
    """Awb 4:2(1), 4:5(1): nobody is bound by it yet, and it counts for nothing; another supplement changes nothing."""
    case_id = ask(decisions, signed=False)
    assert decisions.case(case_id).state is CaseState.UNDECIDED
    decisions.supplement(case_id, StatedFacts(day=THE_DAY, newly_bought=True))
    assert decisions.case(case_id).state is CaseState.UNDECIDED
    decisions.supplement(case_id, StatedFacts(day=THE_DAY), signed=True)
    assert (decisions.case(case_id).state, counted(decisions)) == (CaseState.GRANTED, 1)
