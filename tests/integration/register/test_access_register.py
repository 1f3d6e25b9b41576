"""The register on a real database: what it hears, in whatever order, and what it then answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import Connection, Engine, Table, func, select

from services.register.domain.access_right import AccessRight, Hours
from services.register.main import SERVICE
from services.register.projections import access_rights, consumer_positions
from services.register.projections.access_rights import AccessRegister
from services.register.projections.entries import EntryBook, EntryPages
from services.register.projections.heard import ReplacedDecisionUnknown, decisions_heard
from services.register.projections.plate_files import PlateFile, PlateFiles
from services.register.projections.vehicle_records import VehicleRecords, plates_applied_for, vehicle_records
from shared.contracts.applications import PersonErased
from shared.contracts.decisions import (
    DayExemptionCancelled,
    DecisionTaken,
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    LeftOutOfConsideration,
)
from shared.contracts.envelope import Contract, Message
from shared.contracts.register import RegisterAct, RegisterEntry
from shared.database import reading
from shared.privacy.vault import Vault, open_vault
from shared.runtime.migrations import schema_differences, upgrade
from shared.runtime.sinks import ProjectionSink
from shared.vocabulary import LeftOutReason, Outcome
from tests.support.published_halves import (
    CASE,
    CHAIN,
    EURO_4_VAN,
    LAST,
    LOGS,
    NOW,
    PLATE,
    SENT,
    UTRECHT,
    SourceLogs,
    a_day_exemption,
    a_grant,
    a_letter,
    a_refusal,
    a_renewal_of,
    a_revocation_of,
    an_application,
    vehicle_facts,
)

T = TypeVar("T")
ONE_HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
RELIEF = UUID(int=93)


class World:
    """A register, its vault, and the logs it listens to."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.now = NOW
        self.logs = SourceLogs()
        register = AccessRegister(vault.plate_tokens().of_sealed, EntryBook(lambda: self.now))
        vehicles = VehicleRecords(vault.plate_tokens().of_sealed)
        self._sinks = {
            log: ProjectionSink(
                "register", engine, consumer_positions, vehicles if log == "applications" else register
            )
            for log in LOGS
        }

    def grant(self) -> DecisionTaken:
        """A grant for the plate."""
        return a_grant(self.vault)

    def hear(self, contract: Contract) -> Message:
        """Deliver one message, as its consumer does: effect and position together."""
        message = self.logs.publish(contract, self.now)
        self.deliver(message)
        return message

    def deliver(self, message: Message) -> None:
        """Deliver a message that was published before."""
        self._sinks[message.log].take(message, message.previous, None)

    def rights(self, day: date = SENT) -> tuple[AccessRight, ...]:
        """The rights of the plate that hold on that day."""
        return tuple(right for right in self.file().rights if right.holds_on(day))

    def file(self, known_at: datetime | None = None) -> PlateFile:
        """All that is held of the plate."""
        return PlateFiles(self.engine).of_plate(self.vault.plate_tokens().of(PLATE), known_at)

    def count(self, table: Table) -> int:
        """How many rows a table has."""
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()

    def entries(self) -> tuple[RegisterEntry, ...]:
        """Every entry of the register."""
        return EntryPages(self.engine).page(0, 1000).entries


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[World]:
    """An empty register; every test runs on both kinds of database."""
    upgrade(engine, "services.register.migrations")
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    yield World(engine, vault)
    vault.close()


def test_a_grant_gives_nothing_until_its_letter(world: World) -> None:
    """A decision has effect from its announcement, not from the day it was taken."""
    world.hear(world.grant())
    assert world.rights() == ()
    assert world.entries() == ()


def test_decision_and_letter_make_a_right(world: World) -> None:
    """The entry names the decision and the letter that gave it effect."""
    grant = world.grant()
    world.hear(grant)
    letter = world.hear(a_letter(grant))
    (right,) = world.rights()
    (entry,) = world.entries()
    assert (right.decision_id, right.valid_from, right.valid_until) == (grant.decision_id, SENT, LAST)
    assert (entry.act, entry.position, entry.decision_id) == (
        RegisterAct.ACCESS_ENTERED,
        1,
        grant.decision_id,
    )
    assert (entry.caused_by, entry.case_id, entry.correlation_id) == (letter.event_id, CASE, CHAIN)
    assert (entry.recorded_at, entry.effective_on) == (NOW, SENT)


def test_a_letter_that_comes_first_waits(world: World) -> None:
    """No order holds between two logs: the result and its cause are the same."""
    grant = world.grant()
    letter = world.hear(a_letter(grant))
    assert world.entries() == ()
    world.hear(grant)
    assert [right.decision_id for right in world.rights()] == [grant.decision_id]
    assert [entry.caused_by for entry in world.entries()] == [letter.event_id]


def test_a_second_letter_changes_nothing(world: World) -> None:
    """The first announcement counts."""
    grant = world.grant()
    world.hear(grant)
    world.hear(a_letter(grant))
    world.hear(a_letter(grant, sent_on=date(2026, 4, 1)))
    assert [right.valid_from for right in world.rights()] == [SENT]
    assert len(world.entries()) == 1


def test_a_refusal_is_known_and_gives_nothing(world: World) -> None:
    """No right and no entry; but a renewed decision can replace it."""
    refusal = a_refusal(world.vault)
    world.hear(refusal)
    world.hear(a_letter(refusal))
    assert world.rights() == ()
    assert world.entries() == ()
    renewed = a_renewal_of(refusal, world.vault)
    world.hear(renewed)
    world.hear(a_letter(renewed))
    assert [right.decision_id for right in world.rights()] == [renewed.decision_id]
    assert [entry.act for entry in world.entries()] == [RegisterAct.ACCESS_ENTERED]


def test_a_renewed_decision_replaces_the_right_of_the_earlier_one(world: World) -> None:
    """From its announcement there is one right, the new one; before that day the old one stays."""
    first, letter_day = world.grant(), date(2026, 9, 1)
    renewed = a_renewal_of(first, world.vault)
    for contract in (first, a_letter(first), renewed):
        world.hear(contract)
    letter = world.hear(a_letter(renewed, sent_on=letter_day))
    assert [right.decision_id for right in world.rights(date(2026, 8, 31))] == [first.decision_id]
    assert [right.decision_id for right in world.rights(letter_day)] == [renewed.decision_id]
    revoked, entered = world.entries()[1:]
    assert (revoked.act, revoked.decision_id) == (RegisterAct.ACCESS_REVOKED, first.decision_id)
    assert (revoked.effective_on, revoked.caused_by) == (letter_day, letter.event_id)
    assert (entered.act, entered.decision_id) == (RegisterAct.ACCESS_ENTERED, renewed.decision_id)


def test_a_renewed_refusal_takes_the_right_away(world: World) -> None:
    """What replaces a grant need not be one."""
    first = world.grant()
    renewed = msgspec.structs.replace(
        a_renewal_of(first, world.vault), outcome=Outcome.REFUSED, valid_until=None
    )
    for contract in (first, a_letter(first), renewed, a_letter(renewed, sent_on=date(2026, 9, 1))):
        world.hear(contract)
    assert world.rights(date(2026, 9, 1)) == ()


@pytest.mark.parametrize(
    ("decided_for", "sent_on", "first_day_without"),
    [
        (date(2026, 10, 1), date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 9, 2), date(2026, 9, 4), date(2026, 9, 5)),
    ],
    ids=["from the day that was decided", "not before the day after its letter"],
)
def test_a_revocation_ends_the_right(
    world: World, decided_for: date, sent_on: date, first_day_without: date
) -> None:
    """Awb 3:40: nothing is taken away on or before the day of the announcement."""
    first = world.grant()
    revocation = a_revocation_of(first, world.vault, decided_for)
    for contract in (first, a_letter(first), revocation, a_letter(revocation, sent_on)):
        world.hear(contract)
    assert [right.decision_id for right in world.rights(first_day_without - ONE_DAY)] == [first.decision_id]
    assert world.rights(first_day_without) == ()
    ended = world.entries()[-1]
    assert (ended.act, ended.effective_on) == (RegisterAct.ACCESS_REVOKED, first_day_without)


@pytest.mark.parametrize("sent_on", [date(2026, 8, 1), date(2026, 11, 20)], ids=["before it ends", "after"])
def test_what_was_wrongly_revoked_has_never_been_away(world: World, sent_on: date) -> None:
    """Awb 7:11(2): the decision on the objection restores it since the day on which it was taken away."""
    first, away = world.grant(), date(2026, 9, 1)
    revocation = a_revocation_of(first, world.vault, away)
    restoring = msgspec.structs.replace(a_renewal_of(revocation, world.vault), effective_from=away)
    for contract in (first, a_letter(first), revocation, a_letter(revocation, date(2026, 7, 1))):
        world.hear(contract)
    world.hear(restoring)
    world.hear(a_letter(restoring, sent_on))
    days = [SENT + timedelta(days=n) for n in range((LAST - SENT).days + 1)]
    assert [len(world.rights(day)) for day in days] == [1] * len(days)
    assert [right.decision_id for right in world.rights(LAST)] == [restoring.decision_id]


def test_a_late_letter_does_not_bring_back_what_was_replaced(world: World) -> None:
    """The letter of the renewed decision comes before that of the first: only the new right is left."""
    first, letter_day = world.grant(), date(2026, 9, 1)
    renewed = a_renewal_of(first, world.vault)
    world.hear(first)
    world.hear(renewed)
    letter = world.hear(a_letter(renewed, sent_on=letter_day))
    world.hear(a_letter(first))
    assert [right.decision_id for right in world.rights(letter_day)] == [renewed.decision_id]
    assert [right.decision_id for right in world.rights(SENT)] == [first.decision_id]
    assert [(entry.act, entry.caused_by) for entry in world.entries()][2:] == [
        (RegisterAct.ACCESS_REVOKED, letter.event_id)
    ]


def test_a_replacement_reaches_through_one_that_was_never_announced(world: World) -> None:
    """The third decision replaces the second, which replaced the first: the first right ends too."""
    first = world.grant()
    second = a_renewal_of(first, world.vault)
    third = a_renewal_of(second, world.vault)
    for contract in (first, a_letter(first), second, third, a_letter(third, sent_on=date(2026, 9, 1))):
        world.hear(contract)
    assert [right.decision_id for right in world.rights(date(2026, 9, 1))] == [third.decision_id]


def test_a_replaced_decision_that_was_never_heard_of_is_a_fault(world: World) -> None:
    """The log of decisions is then not whole here, and going on would let the old right stand."""
    renewed = a_renewal_of(world.grant(), world.vault)
    world.hear(renewed)
    with pytest.raises(ReplacedDecisionUnknown):
        world.hear(a_letter(renewed))


def test_an_erased_person_is_known_without_a_plate(world: World) -> None:
    """A message that comes after the erasure gives no right and stops nothing."""
    grant = world.grant()
    world.vault.erase(grant.plate.key_id)
    world.hear(grant)
    world.hear(a_letter(grant))
    assert world.rights() == ()
    assert world.entries() == ()


def test_entries_are_gapless_and_never_go_back_in_time(world: World) -> None:
    """Also when the clock does."""
    for instant in (NOW, NOW.replace(hour=8), NOW.replace(hour=10)):
        world.now = instant
        grant = world.grant()
        world.hear(grant)
        world.hear(a_letter(grant))
    entries = world.entries()
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [entry.recorded_at.hour for entry in entries] == [9, 9, 10]


def test_entries_are_read_in_pages(world: World) -> None:
    """A page begins after a position, holds no more than was asked, and says how far the register is."""
    for _ in range(3):
        grant = world.grant()
        world.hear(grant)
        world.hear(a_letter(grant))
    page = EntryPages(world.engine).page(1, 1)
    assert [entry.position for entry in page.entries] == [2]
    assert page.head == 3


def test_an_answer_says_how_far_each_source_was_heard(world: World) -> None:
    """The positions are those of the same snapshot as the rights."""
    grant = world.grant()
    world.hear(grant)
    before = world.file()
    world.hear(a_letter(grant))
    world.hear(world.grant())
    after = world.file()
    assert before.as_of == {"applications": 0, "decisions": 1, "notifications": 0, "register_entries": 0}
    assert after.as_of == {"applications": 0, "decisions": 2, "notifications": 1, "register_entries": 1}


def test_a_local_exemption_is_a_right_in_its_municipality(world: World) -> None:
    """It is entered for that municipality, and for no other."""
    local = msgspec.structs.replace(world.grant(), municipality=UTRECHT)
    world.hear(local)
    world.hear(a_letter(local))
    assert [right.zone for right in world.rights()] == [UTRECHT]
    assert [entry.zone for entry in world.entries()] == [UTRECHT]


def test_a_day_exemption_keeps_its_hours(world: World) -> None:
    """From 00:00 to 06:00 on the next day, as decided."""
    granted = a_day_exemption(world.vault)
    world.hear(granted)
    world.hear(a_letter(granted))
    (right,) = world.file().rights
    assert right.hours == Hours(datetime(2026, 3, 9, 23, tzinfo=UTC), datetime(2026, 3, 11, 5, tzinfo=UTC))
    assert (right.valid_from, right.valid_until) == (SENT, date(2026, 3, 11))


@pytest.mark.parametrize("letter_first", [True, False])
def test_a_day_exemption_that_was_given_back_gives_no_access(world: World, letter_first: bool) -> None:
    """Whether its letter was sent before or after; a right that was entered is revoked in the entries."""
    granted = a_day_exemption(world.vault, SENT + timedelta(days=3))
    cancelled = DayExemptionCancelled(granted.case_id, granted.decision_id, SENT + timedelta(days=1))
    world.hear(granted)
    after = [a_letter(granted), cancelled] if letter_first else [cancelled, a_letter(granted)]
    for contract in after:
        world.hear(contract)
    assert not world.rights(SENT + timedelta(days=3))
    assert not world.rights(SENT + timedelta(days=4))
    acts = [entry.act for entry in world.entries()]
    assert acts == ([RegisterAct.ACCESS_ENTERED, RegisterAct.ACCESS_REVOKED] if letter_first else [])


def test_what_was_left_out_of_consideration_can_be_replaced(world: World) -> None:
    """It gives nothing itself; a decision on the objection against it may grant."""
    grant = world.grant()
    left_out = LeftOutOfConsideration(
        decision_id=uuid4(),
        case_id=CASE,
        exemption_type=grant.exemption_type,
        decided_on=SENT,
        decided_by="handler-1",
        reason=LeftOutReason.NO_RESPONSE,
        applicant=grant.applicant,
        plate=grant.plate,
    )
    replacing = msgspec.structs.replace(grant, replaces_decision_id=left_out.decision_id)
    for contract in (left_out, replacing, a_letter(replacing)):
        world.hear(contract)
    assert [right.decision_id for right in world.rights()] == [replacing.decision_id]


def test_the_latest_facts_of_a_plate_count(world: World) -> None:
    """Of all its cases, by the instant at which the vehicle register answered."""
    first, second = world.grant(), msgspec.structs.replace(world.grant(), case_id=uuid4())
    newer = msgspec.structs.replace(EURO_4_VAN, emission_class=5)
    for contract in (
        an_application(first),
        an_application(second),
        vehicle_facts(second.case_id, newer, NOW + ONE_HOUR),
        vehicle_facts(first.case_id, EURO_4_VAN, NOW),
    ):
        world.hear(contract)
    vehicle = world.file().vehicle
    assert vehicle is not None
    assert (vehicle.facts, vehicle.fetched_at) == (newer, NOW + ONE_HOUR)


def test_what_was_known_by_an_instant_is_answered_from_the_entries(world: World) -> None:
    """A right entered later is not there yet, one revoked later still stands, facts heard later are not known."""
    first = world.grant()
    renewed = a_renewal_of(first, world.vault)
    for hours, contracts in enumerate(
        [
            (an_application(first), first, a_letter(first)),
            (vehicle_facts(CASE, EURO_4_VAN),),
            (renewed, a_letter(renewed)),
        ]
    ):
        world.now = NOW + hours * ONE_HOUR
        for contract in contracts:
            world.hear(contract)
    before, at_first, at_facts = (world.file(NOW + hours * ONE_HOUR) for hours in (-1, 0, 1))
    assert (before.rights, before.vehicle, before.as_of) == ((), None, {"register_entries": 0})
    assert [(right.decision_id, right.revoked_from) for right in at_first.rights] == [
        (first.decision_id, None)
    ]
    assert at_first.vehicle is None
    assert at_facts.vehicle is not None
    assert at_facts.as_of == {"register_entries": 1}
    assert len(world.file(world.now).rights) == 2
    assert world.file(world.now).rights == world.file().rights


@pytest.mark.parametrize("first", ["the erasure", "the decision"])
def test_an_erasure_takes_the_plate_out(world: World, first: str) -> None:
    """Whichever comes first: nothing is found by the plate any more, and the entries stay."""
    grant = world.grant()
    heard = [grant, a_letter(grant)]
    erasing = [an_application(grant), vehicle_facts(CASE, EURO_4_VAN), PersonErased(CASE, SENT)]
    for contract in erasing + heard if first == "the erasure" else heard + erasing:
        world.hear(contract)
    file = world.file()
    assert (file.rights, file.vehicle) == ((), None)
    assert world.count(plates_applied_for) == world.count(vehicle_records) == 0
    with reading(world.engine) as connection:
        assert connection.execute(select(decisions_heard.c.plate_token)).scalars().all() == [None]
    assert len(world.entries()) == (0 if first == "the erasure" else 1)


def test_an_erasure_leaves_other_cases_of_the_plate(world: World) -> None:
    """Another applicant with the same vehicle keeps the right."""
    erased, other = world.grant(), msgspec.structs.replace(world.grant(), case_id=uuid4())
    for contract in (erased, a_letter(erased), other, a_letter(other), PersonErased(CASE, SENT)):
        world.hear(contract)
    world.hear(PersonErased(CASE, SENT))
    assert [right.decision_id for right in world.rights()] == [other.decision_id]


def rights_missed(world: World, rounds: int) -> int:
    """How many rights are lost when both consumers, each with one half, come at the same moment."""
    decisions = [world.grant() for _ in range(rounds)]
    halves = [
        (world.logs.publish(decision), world.logs.publish(a_letter(decision))) for decision in decisions
    ]
    at_once = threading.Barrier(2)

    def consume(half: int) -> None:
        for pair in halves:
            at_once.wait(timeout=30)
            world.deliver(pair[half])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(consume, (0, 1)))
    return rounds - len({entry.decision_id for entry in world.entries()})


def test_both_halves_at_once_always_meet(world: World) -> None:
    """Neither consumer may miss the other's half, and the entries stay gapless."""
    assert rights_missed(world, rounds=30) == 0
    assert [entry.position for entry in world.entries()] == list(range(1, 31))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_holding_the_head_halves_miss_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug that the test above must catch; SQLite has one writer at a time anyway.

    Each looks for the other's half and then dawdles, so that both have looked before either is there.
    """
    monkeypatch.setattr(EntryBook, "hold", lambda *_: None)
    for look in ("announcement_heard", "decision_heard"):
        monkeypatch.setattr(access_rights, look, dawdling(getattr(access_rights, look)))
    assert rights_missed(world, rounds=5) > 0


def dawdling(look: Callable[[Connection, UUID], T]) -> Callable[[Connection, UUID], T]:
    """The same look, and a pause after it."""

    def look_and_wait(connection: Connection, decision_id: UUID) -> T:
        found = look(connection, decision_id)
        time.sleep(0.05)
        return found

    return look_and_wait


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_tables_that_the_code_declares(world: World) -> None:
    """No drift between the revisions and the tables."""
    assert schema_differences(world.engine, SERVICE.metadata) == []


def by_court(world: World, earlier: DecisionTaken, outcome: Outcome) -> DecisionTaken:
    """What a court put in the place of that decision, and sent on a day of its own."""
    return msgspec.structs.replace(
        world.grant(),
        decision_id=uuid4(),
        outcome=outcome,
        valid_until=LAST if outcome is Outcome.GRANTED else None,
        replaces_decision_id=earlier.decision_id,
        announced_on=SENT + 2 * ONE_DAY,
    )


def test_the_ruling_of_a_court_gives_access_without_a_letter(world: World) -> None:
    """Awb 8:72(3)(b), 8:79: from the day on which the court sent it."""
    refusal = a_refusal(world.vault)
    world.hear(refusal)
    message = world.hear(by_court(world, refusal, Outcome.GRANTED))
    [right] = world.rights(SENT + 2 * ONE_DAY)
    assert (right.valid_from, right.valid_until) == (SENT + 2 * ONE_DAY, LAST)
    [entry] = world.entries()
    assert (entry.act, entry.caused_by) == (RegisterAct.ACCESS_ENTERED, message.event_id)


def test_a_court_that_refuses_takes_access_away(world: World) -> None:
    """From the day on which it sent its ruling."""
    grant = world.grant()
    for contract in (grant, a_letter(grant), by_court(world, grant, Outcome.REFUSED)):
        world.hear(contract)
    assert len(world.rights(SENT + ONE_DAY)) == 1
    assert world.rights(SENT + 2 * ONE_DAY) == ()


def test_interim_relief_gives_access_until_it_lapses(world: World) -> None:
    """Awb 8:81, 8:85: at once, beside the decision that is contested."""
    refusal, relief = a_refusal(world.vault), uuid4()
    world.hear(refusal)
    given = InterimAccessGiven(relief, CASE, refusal.exemption_type, SENT, LAST, refusal.plate)
    world.hear(given)
    [right] = world.rights(LAST)
    assert (right.decision_id, right.valid_from, right.valid_until) == (relief, SENT, LAST)
    ends_from = SENT + 3 * ONE_DAY
    world.hear(InterimAccessEnded(relief, CASE, ends_from))
    assert len(world.rights(SENT + 2 * ONE_DAY)) == 1
    assert world.rights(ends_from) == ()
    assert [entry.act for entry in world.entries()] == [
        RegisterAct.ACCESS_ENTERED,
        RegisterAct.ACCESS_REVOKED,
    ]


def a_suspended_grant(world: World, until: date | None = None) -> DecisionTaken:
    """A grant in force that a judge suspended from the third day, at the request of another party."""
    grant = a_grant(world.vault)
    for contract in (grant, a_letter(grant)):
        world.hear(contract)
    world.hear(GrantSuspended(RELIEF, CASE, grant.decision_id, SENT + 2 * ONE_DAY, until))
    return grant


def test_a_suspended_grant_gives_no_access_until_the_suspension_lapses(world: World) -> None:
    """Awb 8:81, 8:85: what is left of it then gives access to its own end."""
    grant = a_suspended_grant(world)
    assert len(world.rights(SENT + ONE_DAY)) == 1
    assert world.rights(SENT + 2 * ONE_DAY) == world.rights(LAST) == ()
    resumes_on = SENT + 9 * ONE_DAY
    world.hear(GrantSuspensionEnded(RELIEF, CASE, grant.decision_id, resumes_on))
    assert world.rights(resumes_on - ONE_DAY) == ()
    [right] = world.rights(LAST)
    assert (right.valid_from, right.valid_until) == (resumes_on, LAST)


def test_after_the_day_that_the_judge_named_it_gives_access_again(world: World) -> None:
    """Awb 8:85(1): nobody has to say so; a revocation ends what is left too."""
    grant = a_suspended_grant(world, until=SENT + 4 * ONE_DAY)
    assert world.rights(SENT + 4 * ONE_DAY) == ()
    assert len(world.rights(SENT + 5 * ONE_DAY)) == len(world.rights(LAST)) == 1
    revocation = a_revocation_of(grant, world.vault, SENT + 6 * ONE_DAY)
    for contract in (revocation, a_letter(revocation)):
        world.hear(contract)
    assert world.rights(LAST) == ()


def test_a_suspension_that_ends_with_the_grant_gives_nothing_back(world: World) -> None:
    """Another decision took its place meanwhile."""
    grant = a_suspended_grant(world)
    world.hear(GrantSuspensionEnded(RELIEF, CASE, grant.decision_id, None))
    assert world.rights(LAST) == ()


def test_after_the_suspension_a_grant_revoked_from_a_later_day_gives_access_until_then(world: World) -> None:
    """Awb 3:40, 8:85: the revocation was announced while the grant was suspended."""
    grant = a_suspended_grant(world)
    ends_from = SENT + 8 * ONE_DAY
    revocation = a_revocation_of(grant, world.vault, ends_from)
    for contract in (revocation, a_letter(revocation)):
        world.hear(contract)
    resumes_on = SENT + 5 * ONE_DAY
    world.hear(GrantSuspensionEnded(RELIEF, CASE, grant.decision_id, resumes_on))
    assert world.rights(resumes_on - ONE_DAY) == ()
    assert len(world.rights(resumes_on)) == len(world.rights(ends_from - ONE_DAY)) == 1
    assert world.rights(ends_from) == ()


def test_a_second_suspension_without_a_day_ends_what_the_first_would_give_again(world: World) -> None:
    """Awb 8:81: it gives access again once none suspends it any more."""
    grant = a_suspended_grant(world, until=SENT + 4 * ONE_DAY)
    other = uuid4()
    world.hear(GrantSuspended(other, CASE, grant.decision_id, SENT + 3 * ONE_DAY, None))
    assert world.rights(SENT + 5 * ONE_DAY) == world.rights(LAST) == ()
    world.hear(GrantSuspensionEnded(other, CASE, grant.decision_id, SENT + 9 * ONE_DAY))
    [right] = world.rights(LAST)
    assert right.valid_from == SENT + 9 * ONE_DAY
