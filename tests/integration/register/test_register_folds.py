"""The register's tables are a fold of three logs, in whatever order their messages were heard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from sqlalchemy import Engine, delete, update

from services.register.main import SERVICE
from services.register.projections import consumer_positions
from services.register.projections.access_rights import AccessRegister, access_rights
from services.register.projections.entries import EntryBook, register_entries
from services.register.projections.vehicle_records import VehicleRecords
from shared.contracts.applications import ApplicationSubmitted, PersonErased
from shared.contracts.decisions import DayExemptionCancelled, DecisionTaken
from shared.contracts.envelope import Contract, Message
from shared.database import open_engine, reading, writing
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.migrations import upgrade
from shared.runtime.refold import Positions, Refold, Sources
from shared.runtime.sinks import ProjectionSink
from shared.runtime.table_comparison import compare_tables
from shared.vocabulary import ExemptionType, Outcome, Remedy
from tests.support.published_halves import EURO_4_VAN, LOGS, NOW, SENT, SourceLogs, a_letter, vehicle_facts

ERASED = UUID(int=5)
VEHICLES = (UUID(int=901), UUID(int=902))
"""Cases of odd numbers are of the one, of even numbers of the other."""


def a_case(number: int) -> tuple[ApplicationSubmitted, DecisionTaken]:
    """An application and a grant, under one key."""
    sealed = Sealed(UUID(int=1000 + number), SealedKind.PLATE, b"sealed")
    grant = DecisionTaken(
        decision_id=uuid4(),
        case_id=UUID(int=number),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.GRANTED,
        decided_on=SENT,
        decided_by="handler-1",
        criteria=(),
        policy_version="test",
        threshold_set_id=None,
        remedy=Remedy.OBJECTION,
        applicant=sealed,
        plate=sealed,
        valid_until=SENT + timedelta(days=365),
    )
    application = ApplicationSubmitted(
        grant.case_id, grant.exemption_type, SENT, sealed, sealed, vehicle_id=VEHICLES[number % 2]
    )
    return application, grant


def day(number: int) -> date:
    """A day after that of the decisions."""
    return SENT + timedelta(days=number)


def renewed(decision: DecisionTaken) -> DecisionTaken:
    """A decision in the place of another."""
    return structs.replace(decision, decision_id=uuid4(), replaces_decision_id=decision.decision_id)


def a_life(logs: SourceLogs) -> list[list[Message]]:
    """What three logs published: an announcement, renewals with letters out of order, a day given back, an erasure."""
    cases = [a_case(number) for number in range(1, 6)]
    applications: list[Contract] = [application for application, _ in cases]
    (_, plain), (_, twice), (_, crossed), (_, a_day), (_, erased) = cases
    hours = {"valid_from": NOW + timedelta(days=9), "valid_to": NOW + timedelta(days=9, hours=12)}
    a_day = structs.replace(a_day, exemption_type=ExemptionType.DAY, valid_until=day(9), **hours)
    second, third, other = renewed(twice), renewed(twice), renewed(crossed)
    third = structs.replace(third, replaces_decision_id=second.decision_id)
    decisions = [plain, twice, second, third, crossed, other, a_day, erased]
    letters = [
        (plain, 0),
        (twice, 0),
        (other, 1),
        (second, 1),
        (crossed, 2),
        (a_day, 2),
        (third, 3),
        (erased, 3),
    ]
    given_back = DayExemptionCancelled(a_day.case_id, a_day.decision_id, day(4))
    facts = [vehicle_facts(application.case_id, EURO_4_VAN) for application, _ in cases]
    published: list[list[Contract]] = [
        [*applications, *facts, PersonErased(ERASED, day(5))],
        [*decisions, given_back],
        [a_letter(decision, day(sent)) for decision, sent in letters],
    ]
    return [[logs.publish(contract) for contract in of_log] for of_log in published]


class Heard:
    """A register that hears messages one by one; the key of the erased person dies when `destroyed` says so."""

    def __init__(self, engine: Engine, logs: SourceLogs) -> None:
        self.engine = engine
        self.logs = logs
        self.destroyed = False
        register = AccessRegister(self._token_of, EntryBook(lambda: NOW))
        vehicles = VehicleRecords(self._token_of)
        self._sinks = {
            log: ProjectionSink(
                "register", engine, consumer_positions, vehicles if log == "applications" else register
            )
            for log in LOGS
        }

    def hear(self, message: Message) -> None:
        """Take in the next message of a log."""
        self._sinks[message.log].take(message, message.previous, None)

    def faults(self, scratch: Engine) -> list[str]:
        """What differs from the fold of the logs up to where they were heard."""
        feeds = {log: self.logs.feed(log) for log in LOGS}
        refold = Refold(SERVICE, scratch, Sources(None, feeds, {}))
        with reading(self.engine) as stored:
            refold.bring_to(Positions.of(SERVICE, None, stored), lambda *_: None)
            with reading(scratch) as folded:
                tables = compare_tables(SERVICE, refold.broken, stored, folded)
                return [fault for table in tables for fault in table.faults]

    def _token_of(self, plate: Sealed) -> str:
        number = plate.key_id.int - 1000
        if number == ERASED.int and self.destroyed:
            raise Erased(plate.key_id)
        return f"token of {VEHICLES[number % 2]}"


class Databases:
    """Empty registers, as many as a test wants."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.db"
        self._opened: list[Engine] = []
        upgrade(f"sqlite:///{self._empty}", SERVICE.migrations)

    def new(self) -> Engine:
        """One more."""
        file = self._folder / f"{len(self._opened)}.db"
        shutil.copy(self._empty, file)
        self._opened.append(open_engine(f"sqlite:///{file}"))
        return self._opened[-1]

    def close(self) -> None:
        """Give the connections back."""
        for engine in self._opened:
            engine.dispose()


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    """A source of empty registers."""
    made = Databases(tmp_path)
    yield made
    made.close()


def heard_in_some_order(databases: Databases, order: Random) -> Heard:
    """Everything of a life, each log in its order, the three of them mixed; the key dies somewhere before its end."""
    logs = SourceLogs()
    left = a_life(logs)
    heard = Heard(databases.new(), logs)
    dies_at = order.randrange(15)
    number = 0
    while any(left):
        [of_log] = order.choices(left, weights=[len(each) for each in left])
        erasing = len(of_log) == 1 and of_log is left[0]
        heard.destroyed = heard.destroyed or erasing or number >= dies_at
        heard.hear(of_log.pop(0))
        number += 1
    return heard


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_messages_come_the_register_is_their_fold(databases: Databases, seed: int) -> None:
    """Rights that never began, that ended twice, that a person's erasure kept out: all of it is explained."""
    heard = heard_in_some_order(databases, Random(seed))
    assert heard.faults(databases.new()) == []


def test_a_register_that_hears_the_rest_later_is_its_fold_at_every_moment(databases: Databases) -> None:
    """Half the messages of each log, then all of them."""
    logs = SourceLogs()
    heard = Heard(databases.new(), logs)
    lives = a_life(logs)
    for of_log in lives:
        for message in of_log[: len(of_log) // 2]:
            heard.hear(message)
    assert heard.faults(databases.new()) == []
    heard.destroyed = True
    for of_log in lives:
        for message in of_log[len(of_log) // 2 :]:
            heard.hear(message)
    assert heard.faults(databases.new()) == []


def test_what_was_changed_in_the_register_is_named(databases: Databases) -> None:
    """A right for another plate, a right without a decision's day, and an entry taken out."""
    heard = heard_in_some_order(databases, Random(1))
    of_first = UUID(int=1)
    with writing(heard.engine) as connection:
        mine = access_rights.c.case_id == of_first
        connection.execute(update(access_rights).where(mine).values(plate_token="another"))
        connection.execute(update(access_rights).where(mine).values(valid_until=day(9999)))
        connection.execute(delete(register_entries).where(register_entries.c.case_id == of_first))
    found = heard.faults(databases.new())
    assert [line.split(": ")[0] for line in found] == ["access_register"] * 4
    assert any("plate_token" in line for line in found)
    assert any(f"valid_until is {day(9999)}" in line for line in found)
    assert any("register_entries" in line and line.endswith("is missing") for line in found)
    assert any("register_head" in line and "position" in line for line in found)
