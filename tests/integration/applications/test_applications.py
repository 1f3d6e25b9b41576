"""Applications through the log and their readers, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.applications.commands.outages import TermCommands
from services.applications.domain.application_acts import (
    ApplicationState,
    ApplicationSubmitted,
    VehicleFactsReceived,
)
from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.messaging.reactions import Reactions
from services.applications.projections import metadata
from services.applications.projections.cases import Reach
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Message
from shared.errors import NotInThisState
from shared.eventlog.log import Saved, VersionConflict
from shared.privacy.sealed import Sealed, SealedKind
from shared.rdw.register_record import RegisterAnswer
from shared.runtime.migrations import schema_differences
from shared.vocabulary import ExemptionType, Outcome, Remedy, VehicleCategory, VehicleFacts
from tests.support.applications import Desk

EVERY_CASE = Reach(national=True)
DECISION, RENEWAL = UUID(int=901), UUID(int=902)
ANSWER = RegisterAnswer(
    "register",
    VehicleFacts(category=VehicleCategory.N1, payload_kg=1111, registered_on=date(2024, 2, 29)),
    b'{"kenteken": "VCQ01A"}',
)


def submitted(desk: Desk, case_id: UUID) -> ApplicationSubmitted:
    """The founding event of a case."""
    event = desk.log.stream(case_id)[0].event
    assert isinstance(event, ApplicationSubmitted)
    return event


def a_decision(
    case_id: UUID, decision_id: UUID = DECISION, outcome: Outcome = Outcome.REFUSED
) -> DecisionTaken:
    """What the decisions service tells."""
    sealed = Sealed(UUID(int=900), SealedKind.APPLICANT, b"")
    return DecisionTaken(
        decision_id=decision_id,
        case_id=case_id,
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=outcome,
        decided_on=date(2026, 3, 10),
        decided_by="handler-1",
        criteria=(),
        policy_version="test",
        threshold_set_id=UUID(int=903),
        remedy=Remedy.OBJECTION,
        applicant=sealed,
        plate=sealed,
    )


def tell(desk: Desk, decision: DecisionTaken) -> Saved | None:
    """The reaction to a decision; gives what it saved."""
    message: Message = None  # type: ignore[assignment]  # this reaction reads only the contract
    when = Reactions(desk.consequences, TermCommands(desk.log))
    return when.when_decision_taken_close_application(message, decision, desk.act("system:applications"))


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_declared_tables(desk: Desk) -> None:
    """Alembic finds no difference."""
    assert schema_differences(desk.engine, metadata) == []


def test_an_application_is_received_on_the_legal_day(desk: Desk) -> None:
    """Half past eleven in the evening, universal time, is the next day in the Netherlands."""
    case_id = desk.submit(at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert submitted(desk, case_id).received_on == date(2026, 7, 2)


def test_person_and_plate_are_sealed_under_one_key_of_the_case(desk: Desk) -> None:
    """The event holds no plate; with the vault both can be opened."""
    event = submitted(desk, desk.submit("VCQ01A"))
    opener = desk.vault.opener()
    assert opener.plate(event.plate).number == "VCQ01A"
    assert opener.applicant(event.applicant).name == "Testbedrijf 017"
    assert event.plate.key_id == event.applicant.key_id
    assert b"VCQ01A" not in event.plate.box


def test_each_case_has_a_key_of_its_own(desk: Desk) -> None:
    """Erasing one case leaves the other, also of the same applicant."""
    first, second = (submitted(desk, desk.submit()) for _ in range(2))
    assert first.plate.key_id != second.plate.key_id


def test_earlier_cases_of_the_same_plate_are_related(desk: Desk) -> None:
    """They are found by the plate's token, whoever applied (Awb 4:6)."""
    first = desk.submit("VCQ01A")
    second = desk.submit("VCQ01A", subject="applicant-2")
    third = desk.submit("VCQ01A")
    assert submitted(desk, third).related_cases == (first, second)


def test_another_plate_or_country_is_not_related(desk: Desk) -> None:
    """The same letters on a foreign plate are another vehicle."""
    desk.submit("VCQ01A", country="BE")
    desk.submit("VCQ02A")
    assert submitted(desk, desk.submit("VCQ01A")).related_cases == ()


def test_facts_are_recorded_once_with_sealed_evidence(desk: Desk) -> None:
    """The first answer is kept with its whole text sealed; a second one is not wanted any more."""
    case_id = desk.submit()
    assert desk.consequences.record_vehicle_facts(desk.act("system"), case_id, ANSWER) is not None
    assert desk.consequences.record_vehicle_facts(desk.act("system"), case_id, ANSWER) is None
    event = desk.log.stream(case_id)[1].event
    assert isinstance(event, VehicleFactsReceived)
    assert event.facts == ANSWER.facts
    assert desk.vault.opener().open(event.evidence) == ANSWER.evidence


def test_handling_starts_once(desk: Desk) -> None:
    """A second start is refused, and a stale version too."""
    case_id = desk.submit()
    desk.start_handling(case_id, 1)
    with pytest.raises(VersionConflict):
        desk.start_handling(case_id, 1)
    with pytest.raises(NotInThisState):
        desk.start_handling(case_id, 2)


def test_the_first_decision_closes_the_application(desk: Desk) -> None:
    """Also when nobody had formally taken it in hand."""
    case_id = desk.submit()
    assert tell(desk, a_decision(case_id)) is not None
    application = desk.log.load(ExemptionApplication, case_id)
    assert (application.is_closed, application.closed_by) == (True, DECISION)


def test_of_a_renewed_decision_is_noted_what_it_says(desk: Desk) -> None:
    """The application was closed by the decision that is now replaced, and stays so."""
    case_id = desk.submit()
    tell(desk, a_decision(case_id))
    tell(desk, a_decision(case_id, RENEWAL, Outcome.GRANTED))
    application = desk.log.load(ExemptionApplication, case_id)
    assert (application.closed_by, application.outcome) == (DECISION, Outcome.GRANTED)


def test_the_reader_shows_a_case_as_it_stands(desk: Desk) -> None:
    """State, version, facts and closing decision follow the log."""
    case_id = desk.submit()
    desk.consequences.record_vehicle_facts(desk.act("system"), case_id, ANSWER)
    desk.start_handling(case_id, 2)
    tell(desk, a_decision(case_id))
    desk.follow()
    case = desk.cases.case(case_id, EVERY_CASE)
    assert (case.summary.state, case.summary.version) == (ApplicationState.CLOSED, 4)
    assert (case.facts.facts, case.facts.source) == (ANSWER.facts, "register")
    assert (case.closed_by, case.outcome) == (DECISION, Outcome.REFUSED)
    assert desk.vault.opener().plate(case.plate).number == "VCQ01A"


def test_an_applicant_reads_only_their_own_cases(desk: Desk) -> None:
    """Another applicant's case is as if it were not there."""
    mine, other = desk.submit(subject="applicant-1"), desk.submit(subject="applicant-2")
    desk.follow()
    reach = Reach("applicant-1")
    assert desk.cases.case(mine, reach) is not None
    assert desk.cases.case(other, reach) is None
    assert [case.case_id for case in desk.cases.page(reach, None, None, 10)] == [mine]


def test_the_list_comes_in_pages_by_state(desk: Desk) -> None:
    """In the order of receipt, after a given case, and only the state that was asked for."""
    cases = [desk.submit() for _ in range(5)]
    desk.start_handling(cases[1], 1)
    desk.follow()
    received = ApplicationState.RECEIVED
    first = desk.cases.page(EVERY_CASE, received, None, 2)
    second = desk.cases.page(EVERY_CASE, received, first[-1].case_id, 10)
    assert [case.case_id for case in [*first, *second]] == [cases[0], *cases[2:]]


def test_facts_are_wanted_from_submission_to_answer(desk: Desk) -> None:
    """A case stands on the worklist until the register answered or a decision was taken."""
    answered, decided, waiting = (desk.submit() for _ in range(3))
    desk.follow()
    assert desk.wanted.count() == 3
    desk.consequences.record_vehicle_facts(desk.act("system"), answered, ANSWER)
    tell(desk, a_decision(decided))
    desk.follow()
    assert [wanted.case_id for wanted in desk.wanted.oldest(10)] == [waiting]


def test_a_closed_application_takes_no_facts(desk: Desk) -> None:
    """An answer that comes after the decision is left aside."""
    case_id = desk.submit()
    tell(desk, a_decision(case_id))
    assert desk.consequences.record_vehicle_facts(desk.act("system"), case_id, ANSWER) is None
