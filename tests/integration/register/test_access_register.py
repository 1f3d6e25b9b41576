"""The register on a real database: what it hears, in whatever order, and what it then answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from services.register.domain.access_right import AccessRight
from services.register.projections import consumer_positions, metadata
from services.register.projections.access_rights import AccessRegister, AccessRights
from services.register.projections.entries import EntryBook, EntryPages
from services.register.projections.heard import ReplacedDecisionUnknown
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, Message
from shared.contracts.register import RegisterAct, RegisterEntry
from shared.privacy.vault import Vault, open_vault
from shared.runtime.migrations import schema_differences, upgrade
from shared.runtime.sinks import ProjectionSink
from shared.vocabulary import Outcome
from tests.support.published_halves import (
    CASE,
    CHAIN,
    LAST,
    NOW,
    PLATE,
    SENT,
    TwoLogs,
    a_grant,
    a_letter,
    a_refusal,
    a_renewal_of,
)


class World:
    """A register, its vault, and the two logs it listens to."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.now = NOW
        self.logs = TwoLogs()
        register = AccessRegister(vault.plate_tokens().of_sealed, EntryBook(lambda: self.now))
        self._sink = ProjectionSink("register", engine, consumer_positions, register)

    def grant(self) -> DecisionTaken:
        """A grant for the plate."""
        return a_grant(self.vault)

    def hear(self, contract: Contract) -> Message:
        """Deliver one message, as its consumer does: effect and position together."""
        message = self.logs.publish(contract)
        self.deliver(message)
        return message

    def deliver(self, message: Message) -> None:
        """Deliver a message that was published before."""
        self._sink.take(message, message.previous, None)

    def rights(self, day: date = SENT) -> tuple[AccessRight, ...]:
        """The rights of the plate that hold on that day."""
        held = AccessRights(self.engine).of_plate(self.vault.plate_tokens().of(PLATE), day)
        return tuple(right for right in held.rights if right.holds_on(day))

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
    before = AccessRights(world.engine).of_plate("nobody", SENT)
    world.hear(a_letter(grant))
    world.hear(world.grant())
    after = AccessRights(world.engine).of_plate("nobody", SENT)
    assert dict(before.as_of) == {"decisions": 1, "notifications": 0}
    assert dict(after.as_of) == {"decisions": 2, "notifications": 1}


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
    """The planted bug that the test above must catch; SQLite has one writer at a time anyway."""
    monkeypatch.setattr(EntryBook, "hold", lambda *_: None)
    assert rights_missed(world, rounds=30) > 0


def test_the_migrations_make_the_tables_that_the_code_declares(world: World) -> None:
    """No drift between the revisions and the tables."""
    assert schema_differences(world.engine, metadata) == []
