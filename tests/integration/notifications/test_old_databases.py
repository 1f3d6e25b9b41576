"""A database of an earlier schema, with letters in its log, says after its upgrade what the log says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Engine, insert, select

from services.notifications.domain.letter import DrawnUp
from services.notifications.main import SERVICE
from services.notifications.projections.letter_register import letter_register
from services.notifications.projections.letters_of_cases import drawn_up_letters
from shared.contracts.decisions import LeftOutOfConsideration
from shared.contracts.objections import ObjectionEnded, RulingAdjourned
from shared.database import open_engine, reading, writing
from shared.privacy.vault import open_vault
from shared.runtime.migrations import migration_config, upgrade
from shared.vocabulary import ExemptionType, LeftOutReason, ObjectionRuling
from tests.support.announced_decisions import CASE, DECISION, OBJECTION, a_grant
from tests.support.letters import PostRoom

ON = date(2026, 2, 19)
LEFT_OUT, ITS_CASE = UUID(int=61), UUID(int=62)


@pytest.fixture
def today(tmp_path: Path) -> Iterator[PostRoom]:
    """A service of today's schema, with a letter of every kind of founding in two cases, one of them sent."""
    engine = open_engine(f"sqlite:///{tmp_path / 'today.db'}")
    upgrade(engine, SERVICE.migrations)
    vault = open_vault(f"sqlite:///{tmp_path / 'vault.db'}", tmp_path / "master.key")
    room = PostRoom(engine, vault)
    addressee = room.addressee()
    room.hear(a_grant(), addressee)
    room.send_all()
    room.hear_that(
        LeftOutOfConsideration(
            decision_id=LEFT_OUT,
            case_id=ITS_CASE,
            exemption_type=ExemptionType.GRID_CONGESTION,
            decided_on=ON,
            decided_by="case-handler-1",
            reason=LeftOutReason.NO_RESPONSE,
            applicant=addressee.applicant,
            plate=addressee.plate,
            applicant_subject=addressee.subject,
        )
    )
    room.hear_that(RulingAdjourned(OBJECTION, CASE, ON, date(2026, 6, 1)))
    room.hear_that(
        ObjectionEnded(
            OBJECTION,
            CASE,
            ObjectionRuling.DISMISSED.value,
            ruled_on=ON,
            contested_decision_id=DECISION,
            reasons="Juist.",
        )
    )
    yield room
    vault.close()
    engine.dispose()


@pytest.fixture
def old(today: PostRoom, database_url: str) -> Iterator[Engine]:
    """The same log at 0011, with a register of letters that has followed nothing of it."""
    engine, events = open_engine(database_url), SERVICE.metadata.tables["events"]
    with writing(engine) as connection:
        config = migration_config(SERVICE.migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        with reading(today.engine) as source:
            rows = source.execute(select(events)).mappings().all()
        connection.execute(insert(events), [dict(one) for one in rows])
    yield engine
    engine.dispose()


def letters_in(engine: Engine) -> list[tuple[UUID, UUID]]:
    """Each letter with its case."""
    kept = drawn_up_letters.c
    with reading(engine) as connection:
        found = connection.execute(select(kept.letter_id, kept.case_id).order_by(kept.letter_id)).all()
    return [(each.letter_id, each.case_id) for each in found]


def test_the_letters_of_a_case_are_filled_from_the_log(today: PostRoom, old: Engine) -> None:
    """Letters of every kind, also those that the register of letters, which follows the log, has yet to hear of."""
    upgrade(old, SERVICE.migrations)
    filled = letters_in(old)
    assert filled == letters_in(today.engine)
    founded = {type(today.log.stream(letter_id)[0].event) for letter_id, _ in filled}
    assert founded == set(get_args(DrawnUp))
    assert {case_id for _, case_id in filled} == {CASE, ITS_CASE}
    with reading(old) as connection:
        assert connection.execute(select(letter_register)).all() == []
