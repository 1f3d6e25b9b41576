"""Workers whose state is a table: terms that lapse and keys that are destroyed, whatever comes in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import select

from services.applications.commands.outages import OutageCommands, TermCommands
from services.applications.commands.proceedings import ProceedingsCommands
from services.applications.domain.application_acts import (
    CompletionTermLapsed,
    ErasureOrdered,
    PersonErased,
    VehicleFactsReceived,
)
from services.applications.domain.channel_outage import OutageReason, OutageTimes
from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.domain.pending_proceedings import ProceedingsKind
from services.applications.messaging.when_proceedings_run import WhenProceedingsRun
from services.applications.projections.cases import Reach
from services.applications.projections.channel_outages import OutageReader
from services.applications.workers.erase_persons import ErasePersons
from services.applications.workers.keep_erased import SECONDS_BETWEEN_ROUNDS, KeepErased
from services.applications.workers.lapse_completion_terms import LapseCompletionTerms
from services.applications.workers.move_terms import MoveTermsAfterOutages
from shared.contracts.objections import (
    AppealEnded,
    AppealLodged,
    DirectAppealAnswered,
    LateAppealEnded,
    LateAppealLodged,
    ObjectionLodged,
)
from shared.database import reading, writing
from shared.errors import NotYours, RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.verify import verify_log
from shared.law.moved_terms import ElectronicChannel
from shared.privacy.refusals import Erased, ErasureUnfinished
from shared.privacy.sealed import SealedKind
from shared.privacy.tables import vault_keys
from shared.privacy.vault import Vault
from shared.rdw.register_record import RegisterAnswer
from shared.runtime.access import Principal, Role
from shared.runtime.clock import FixedClock
from shared.vocabulary import Applicant, StatedFacts, VehicleFacts
from tests.support.announced_decisions import a_message
from tests.support.applications import OPERATOR, Desk

LAST_DAY_ENDS = datetime(2026, 3, 16, 23, 0, tzinfo=UTC)
"""Midnight in the Netherlands after the last day of a term of two weeks set on 2 March."""


@dataclass
class Context:
    """As much of the service's context as these workers ask for."""

    desk: Desk
    clock: FixedClock

    @property
    def log(self) -> EventLog:
        return self.desk.log

    def act_of(self, worker: str, *, caused_by: UUID | None = None) -> Act:
        """A worker acts, because of an event."""
        return Act(
            f"system:{worker}",
            "system",
            self.clock.now(),
            self.desk.ids.new(),
            self.desk.ids.new(),
            caused_by,
        )


@pytest.fixture
def context(desk: Desk) -> Context:
    """On the day on which applications come in."""
    return Context(desk, FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))


def events_of(desk: Desk, case_id: UUID, kind: type[Event]) -> list[Event]:
    """The events of one kind in a case."""
    return [one.event for one in desk.log.stream(case_id) if isinstance(one.event, kind)]


def exhaust(desk: Desk, step: Callable[[], bool]) -> None:
    """Let a worker do all it has to do."""
    desk.follow()
    while step():
        desk.follow()


def test_a_term_lapses_at_midnight_after_its_last_day(context: Context) -> None:
    """Not a second earlier; the timer says when that is."""
    desk = context.desk
    case_id = desk.submit()
    desk.request_completion(case_id)
    desk.follow()
    timer = LapseCompletionTerms(context, desk.consequences)
    assert (timer.pending(), timer.next_due()) == (0, LAST_DAY_ENDS)
    context.clock.advance_to(LAST_DAY_ENDS)
    assert (timer.pending(), timer.next_due()) == (1, None)
    exhaust(desk, timer.step)
    (lapsed,) = events_of(desk, case_id, CompletionTermLapsed)
    assert (lapsed.request_number, lapsed.term_last_day) == (1, date(2026, 3, 16))
    assert timer.pending() == 0


def test_terms_that_passed_while_all_was_down_lapse_at_the_start_once(context: Context) -> None:
    """A new timer, or two of them, find them in the table; each lapses once, caused by its request."""
    desk = context.desk
    cases = [desk.submit(f"VCQ0{number}A") for number in range(3)]
    for case_id in cases:
        desk.request_completion(case_id)
    desk.follow()
    context.clock.advance_to(datetime(2026, 6, 1, 9, tzinfo=UTC))
    timers = [LapseCompletionTerms(context, desk.consequences) for _ in range(2)]
    assert (timers[0].step(), timers[1].step()) == (True, False)
    for case_id in cases:
        _, request, lapse = desk.log.stream(case_id)
        assert lapse.metadata.causation_id == request.event.event_id


def test_a_supplemented_case_has_no_term_left(context: Context) -> None:
    """Neither has one that was withdrawn."""
    desk = context.desk
    supplemented, withdrawn = desk.submit("VCQ01A"), desk.submit("VCQ02A")
    for case_id in (supplemented, withdrawn):
        desk.request_completion(case_id)
    desk.applicants.supplement(desk.act(), supplemented, StatedFacts(daily_range_km=400))
    desk.applicants.withdraw(desk.act(), withdrawn)
    context.clock.advance_to(LAST_DAY_ENDS)
    desk.follow()
    timer = LapseCompletionTerms(context, desk.consequences)
    assert (timer.step(), timer.pending(), timer.next_due()) == (False, 0, None)


def an_ordered_erasure(desk: Desk, case_id: UUID | None = None) -> UUID:
    """A withdrawn case whose person is to be erased."""
    case_id = case_id or desk.submit()
    desk.applicants.withdraw(desk.act(), case_id)
    desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
    return case_id


def test_keys_are_destroyed_after_the_order_and_confirmed(context: Context) -> None:
    """First the order, then the keys, also those of later values of the case, then the confirmation."""
    desk = context.desk
    case_id = an_ordered_erasure(desk)
    sealer, opener = desk.vault.sealer(), desk.vault.opener()
    grounds = sealer.seal(sealer.new_key(case_id), SealedKind.GROUNDS, b"grounds")
    application = desk.log.load(ExemptionApplication, case_id)
    assert opener.plate(application.plate).number == "VCQ01A"
    exhaust(desk, ErasePersons(context, desk.vault.eraser(), desk.erasure).step)
    for sealed in (application.plate, application.applicant, grounds):
        with pytest.raises(Erased):
            opener.open(sealed)
    (order,), (erased,) = (events_of(desk, case_id, kind) for kind in (ErasureOrdered, PersonErased))
    recorded = desk.log.stream(case_id)[-1]
    assert (recorded.event, recorded.metadata.causation_id) == (erased, order.event_id)


def test_an_interrupted_erasure_is_done_again_and_confirmed_once(context: Context) -> None:
    """Killed after the keys were destroyed, the next worker finds the order still there."""
    desk = context.desk
    case_id = an_ordered_erasure(desk)
    desk.vault.eraser().erase_case(case_id)
    for _ in range(2):
        exhaust(desk, ErasePersons(context, desk.vault.eraser(), desk.erasure).step)
    assert len(events_of(desk, case_id, PersonErased)) == 1


def test_an_erasure_that_fails_is_not_confirmed(context: Context) -> None:
    """The failure is raised for the worker's thread to try again, and the order stays on the list."""

    class Unfinished:
        """A vault that is still being read."""

        def erase_case(self, case_id: UUID, *, everybody: bool = False) -> tuple[UUID, ...]:
            raise ErasureUnfinished("the vault's write-ahead log is still being read")

    desk = context.desk
    case_id = an_ordered_erasure(desk)
    desk.follow()
    worker = ErasePersons(context, Unfinished(), desk.erasure)
    with pytest.raises(ErasureUnfinished):
        worker.step()
    assert (worker.pending(), events_of(desk, case_id, PersonErased)) == (1, [])


def test_what_a_restored_vault_brings_back_is_destroyed_again(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    """Once for every round, said with a number and no id; what was not erased, or came later, stays."""
    desk, seconds = context.desk, [0.0]
    case_id, other = an_ordered_erasure(desk), desk.submit("VCQ02A")
    before = vault_rows(desk.vault)
    exhaust(desk, ErasePersons(context, desk.vault.eraser(), desk.erasure).step)
    desk.follow()
    keeper = KeepErased(desk.log, desk.vault.eraser(), lambda: seconds[0])
    exhaust(desk, keeper.step)
    assert caplog.text == ""
    put_back(desk.vault, before)
    sealer, opener = desk.vault.sealer(), desk.vault.opener()
    of_another = sealer.seal(sealer.new_key(case_id), SealedKind.GROUNDS, b"a neighbour objects later")
    plate = desk.log.load(ExemptionApplication, case_id).plate
    assert desk.vault.opener().plate(plate).number == "VCQ01A"
    assert keeper.step() is False
    assert desk.vault.opener().plate(plate).number == "VCQ01A"  # the next round is not due
    seconds[0] += SECONDS_BETWEEN_ROUNDS
    exhaust(desk, keeper.step)
    with pytest.raises(Erased):
        desk.vault.opener().plate(plate)
    assert desk.vault.opener().plate(desk.log.load(ExemptionApplication, other).plate).number == "VCQ02A"
    assert opener.open(of_another) == b"a neighbour objects later"
    assert f"{len(before) - 1} keys that were destroyed were back" in caplog.text
    assert str(case_id) not in caplog.text


def vault_rows(vault: Vault) -> list[dict[str, Any]]:
    """The key table as a backup has it."""
    with reading(vault._engine) as connection:
        return [dict(row) for row in connection.execute(select(vault_keys)).mappings()]


def put_back(vault: Vault, rows: Sequence[dict[str, Any]]) -> None:
    """The key table as it was in a backup."""
    with writing(vault._engine) as connection:
        connection.execute(vault_keys.delete())
        connection.execute(vault_keys.insert(), rows)


def test_another_case_of_the_same_applicant_stays_readable(context: Context) -> None:
    """A key belongs to one case."""
    desk = context.desk
    other = desk.submit("VCQ02A")
    an_ordered_erasure(desk)
    exhaust(desk, ErasePersons(context, desk.vault.eraser(), desk.erasure).step)
    plate = desk.log.load(ExemptionApplication, other).plate
    assert desk.vault.opener().plate(plate).number == "VCQ02A"


def test_an_unknown_case_has_no_keys(desk: Desk) -> None:
    """Nothing is destroyed, and nothing fails."""
    assert desk.vault.eraser().erase_case(uuid4()) == ()


def test_a_refresh_right_after_an_answer_is_wanted_again(desk: Desk) -> None:
    """The worklist says at which version it was asked, so the worker does not take it for the old wish."""
    case_id = desk.submit()
    answer = RegisterAnswer("register", VehicleFacts(), b"{}")
    desk.consequences.record_vehicle_facts(desk.act("system"), case_id, answer)
    desk.refresh_vehicle_facts(case_id)
    desk.follow()
    assert [(one.case_id, one.asked_version) for one in desk.wanted.oldest(5)] == [(case_id, 3)]
    desk.consequences.record_vehicle_facts(desk.act("system"), case_id, answer)
    desk.follow()
    assert (desk.wanted.count(), len(events_of(desk, case_id, VehicleFactsReceived))) == (0, 2)


def test_an_outage_on_the_last_day_moves_terms_also_those_that_lapsed(context: Context) -> None:
    """The timer was quicker than the operator; the worker moves what the outage covers, once, and says why."""
    desk, outages = context.desk, OutageCommands(context.log, context.desk.ids)
    case_id = desk.submit()
    desk.request_completion(case_id)
    desk.follow()
    context.clock.advance_to(LAST_DAY_ENDS + timedelta(hours=9))
    lapsing = LapseCompletionTerms(context, desk.consequences)
    exhaust(desk, lapsing.step)
    times = OutageTimes(
        ElectronicChannel.PORTAL,
        LAST_DAY_ENDS - timedelta(hours=4),
        LAST_DAY_ENDS - timedelta(minutes=1),
        OutageReason.FAILURE,
    )
    recorded = outages.record(desk.act("operator-1", "operator", context.clock.now()), OPERATOR, times)
    desk.follow()
    moving = MoveTermsAfterOutages(context, TermCommands(context.log))
    assert moving.pending() == 1
    exhaust(desk, moving.step)
    assert (moving.pending(), lapsing.next_due()) == (0, LAST_DAY_ENDS + timedelta(days=1))
    *_, moved = desk.log.stream(case_id)
    [outage] = desk.log.stream(recorded.resource_id)
    assert moved.metadata.causation_id == outage.event.event_id
    [open_case] = desk.cases.page(Reach(national=True), None, None, 2)
    assert open_case.completion_last_day == date(2026, 3, 17)


def test_the_register_of_outages_is_read_by_day_as_corrected(context: Context) -> None:
    """For whoever judges why something came late (Awb 6:11); a municipality's operator records none."""
    desk, outages = context.desk, OutageCommands(context.log, context.desk.ids)
    at = LAST_DAY_ENDS + timedelta(days=2)
    times = OutageTimes(
        ElectronicChannel.EMAIL, LAST_DAY_ENDS - timedelta(hours=4), LAST_DAY_ENDS, OutageReason.SUPPLIER
    )
    first = outages.record(desk.act("operator-1", "operator", at), OPERATOR, times)
    shorter = msgspec.structs.replace(times, ended_at=LAST_DAY_ENDS - timedelta(hours=1))
    outages.correct(desk.act("operator-1", "operator", at), OPERATOR, first.resource_id, shorter)
    desk.follow()
    reader = OutageReader(context.log)
    [found] = reader.page(date(2026, 3, 16), None, 10)
    assert (found.outage_id, found.version, found.times) == (first.resource_id, 2, shorter)
    assert reader.page(date(2026, 3, 17), None, 10) == []
    local = Principal("operator-2", frozenset({Role.OPERATOR}), municipalities=frozenset({"0344"}))
    with pytest.raises(NotYours, match="national_scope_needed"):
        outages.record(desk.act("operator-2", "operator", at), local, times)


def test_an_erasure_leaves_what_is_of_others_in_the_case(context: Context) -> None:
    """Only the person's own keys go, are named and kept destroyed; the chain of the log verifies as before."""
    desk = context.desk
    case_id = desk.submit()
    sealer, opener = desk.vault.sealer(), desk.vault.opener()
    lessor = Applicant("Leasebedrijf 018", "Voorbeeldweg 18", "1234 AB", "Voorbeeldstad")
    of_another = sealer.seal_another(case_id, lessor)
    an_ordered_erasure(desk, case_id)
    exhaust(desk, ErasePersons(context, desk.vault.eraser(), desk.erasure).step)
    application = desk.log.load(ExemptionApplication, case_id)
    with pytest.raises(Erased):
        opener.plate(application.plate)
    assert opener.applicant(of_another) == lessor
    (erased,) = events_of(desk, case_id, PersonErased)
    assert isinstance(erased, PersonErased)
    assert erased.key_ids is not None
    assert of_another.key_id not in erased.key_ids
    assert application.applicant.key_id in erased.key_ids
    exhaust(desk, KeepErased(desk.log, desk.vault.eraser()).step)
    assert opener.applicant(of_another) == lessor
    assert verify_log(desk.engine, desk.log.recorder.tables).holds


def test_everybody_can_be_erased_at_once_or_after_the_person_and_no_more(context: Context) -> None:
    """As when the retention of the case has ended."""
    desk = context.desk
    case_id = desk.submit()
    of_another = desk.vault.sealer().seal_another(case_id, Applicant("Naam", "Weg 1", "1234 AB", "Stad"))
    an_ordered_erasure(desk, case_id)
    worker = ErasePersons(context, desk.vault.eraser(), desk.erasure)
    exhaust(desk, worker.step)
    operator = desk.act("operator-1", "operator")
    desk.erasure.order_erasure(operator, OPERATOR, case_id, everybody=True)
    exhaust(desk, worker.step)
    with pytest.raises(Erased):
        desk.vault.opener().applicant(of_another)
    assert [one.everybody for one in events_of(desk, case_id, PersonErased)] == [False, True]
    assert worker.pending() == 0
    with pytest.raises(RuleBroken, match="person_erased"):
        desk.erasure.order_erasure(operator, OPERATOR, case_id, everybody=True)


@pytest.mark.parametrize("kind", ProceedingsKind)
def test_nobody_in_proceedings_is_erased_until_these_have_ended(
    context: Context, kind: ProceedingsKind
) -> None:
    """GDPR 17(3)(b), (e): also in the case that it was converted from; told twice or in another order it is the same."""
    desk, objection = context.desk, uuid4()
    case_id = desk.submit()
    follow = ProceedingsCommands(desk.log)
    assert follow.note_end(context.act_of("objections"), case_id, objection) is None
    follow.note_pending(context.act_of("objections"), case_id, objection, kind)
    assert follow.note_pending(context.act_of("objections"), case_id, objection, kind) is None
    with pytest.raises(RuleBroken, match="proceedings_pending") as refused:
        an_ordered_erasure(desk, case_id)
    assert "GDPR 17(3)(b)" in refused.value.detail
    assert events_of(desk, case_id, ErasureOrdered) == []
    follow.note_end(context.act_of("objections"), case_id, objection)
    desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
    assert len(events_of(desk, case_id, ErasureOrdered)) == 1


@pytest.mark.parametrize("consented", [True, False])
def test_an_objection_that_was_sent_on_to_the_court_is_no_objection_any_more(
    context: Context, *, consented: bool
) -> None:
    """Awb 7:1a(5): the appeal is told of by itself, and ends by itself; a refused request changes nothing."""
    desk, objection, appeal, today = context.desk, uuid4(), uuid4(), date(2026, 3, 2)
    case_id = desk.submit()
    follow = WhenProceedingsRun(ProceedingsCommands(desk.log))
    by = context.act_of("objections")
    lodged = ObjectionLodged(objection, case_id, uuid4(), today)
    follow.when_objection_lodged_note_that_it_is_pending(a_message(1, lodged), lodged, by)
    answered = DirectAppealAnswered(objection, case_id, today, appeal_id=appeal if consented else None)
    follow.when_direct_appeal_answered_note_that_the_court_has_it(a_message(1, answered), answered, by)
    if consented:
        gone = AppealLodged(appeal, objection, case_id, today)
        follow.when_appeal_lodged_note_that_it_is_pending(a_message(1, gone), gone, by)
        ended = AppealEnded(appeal, case_id, "ruled")
        with pytest.raises(RuleBroken, match="proceedings_pending"):
            an_ordered_erasure(desk, case_id)
        follow.when_appeal_ended_note_that_it_has(a_message(1, ended), ended, by)
        desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
    else:
        with pytest.raises(RuleBroken, match="proceedings_pending"):
            an_ordered_erasure(desk, case_id)


def test_nobody_is_erased_while_a_court_has_an_appeal_against_not_deciding(context: Context) -> None:
    """Awb 6:2(b), 6:12: the application can have ended meanwhile, as by a withdrawal; its file is still the court's."""
    desk, appeal, today = context.desk, uuid4(), date(2026, 3, 2)
    case_id = desk.submit()
    follow = WhenProceedingsRun(ProceedingsCommands(desk.log))
    by = context.act_of("objections")
    lodged = LateAppealLodged(appeal, case_id, today)
    follow.when_late_appeal_lodged_note_that_it_is_pending(a_message(1, lodged), lodged, by)
    with pytest.raises(RuleBroken, match="proceedings_pending"):
        an_ordered_erasure(desk, case_id)
    ended = LateAppealEnded(appeal, case_id, "dismissed")
    follow.when_late_appeal_ended_note_that_it_has(a_message(1, ended), ended, by)
    desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
    assert len(events_of(desk, case_id, ErasureOrdered)) == 1
