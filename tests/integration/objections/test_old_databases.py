"""After an upgrade the service hears once more what was told of letters, and what it knew of them stays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from alembic import command
from sqlalchemy import insert, select

from services.objections.main import SERVICE
from services.objections.projections.contested_decisions import DecisionsHeardOf
from shared.contracts.notifications import LetterSentOnPaper, ObjectionLetterSent
from shared.database import open_engine, reading, writing
from shared.eventlog.log import EventLog
from shared.runtime.migrations import migration_config, upgrade
from tests.support.objection_proceedings import an_act
from tests.support.objections import CASE

OBJECTION, LETTER, BY_MAIL = UUID(int=70), UUID(int=71), date(2026, 4, 27)
ON_PAPER = BY_MAIL + timedelta(days=9)


def heard_before(tmp_path: Path, *put_back: dict[str, object]) -> tuple[list[str], list[str]]:
    """Of two logs that were heard before the upgrade: which are so after it, by position and by message taken in."""
    engine = open_engine(f"sqlite:///{tmp_path / 'letters.db'}")
    tables = SERVICE.metadata.tables
    with writing(engine) as connection:
        config = migration_config(SERVICE.migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "0032")
        for log in ("applications", "notifications"):
            position = {"consumer": "objections", "log": log, "position": 7}
            taken = {
                "log": log,
                "position": 7,
                "event_id": UUID(int=7),
                "type": "T",
                "hash": "h",
                "lost_at": 0,
            }
            connection.execute(insert(tables["consumer_positions"]), position)
            connection.execute(insert(tables["messages_taken"]), taken)
        for each in put_back:
            known = {"noticed_at": 1, "stood_at": 7, "common_position": 3, "common_hash": "h"}
            connection.execute(insert(tables["source_regressions"]), {**known, **each})
    upgrade(engine, SERVICE.migrations)
    with reading(engine) as connection:
        positions = connection.execute(select(tables["consumer_positions"].c.log)).scalars().all()
        taken_in = connection.execute(select(tables["messages_taken"].c.log)).scalars().all()
    engine.dispose()
    return sorted(positions), sorted(taken_in)


def test_what_was_told_of_letters_is_heard_once_more(tmp_path: Path) -> None:
    """Since 0035 rulings have the day of their letter; what others told stays as it was heard."""
    others = {"log": "applications"}
    settled = {"log": "notifications", "settled_at": 5}
    assert heard_before(tmp_path, others, settled) == (["applications"], ["applications"])


def test_a_log_that_was_put_back_waits_for_who_decides_on_it(tmp_path: Path) -> None:
    """Otherwise the upgrade would take away by what he is told which messages are lost."""
    both = ["applications", "notifications"]
    assert heard_before(tmp_path, {"log": "notifications"}) == (both, both)


def test_a_letter_on_a_ruling_that_is_heard_again_leaves_the_one_on_paper(log: EventLog) -> None:
    """Awb 6:8: the term to appeal runs from the paper, also between the two when both are heard once more."""
    cases = DecisionsHeardOf(log)
    letter = ObjectionLetterSent(LETTER, CASE, OBJECTION, BY_MAIL, BY_MAIL + timedelta(days=42))
    paper = LetterSentOnPaper(LETTER, CASE, None, ON_PAPER, ON_PAPER + timedelta(days=42))
    for number, note in enumerate(
        (
            lambda: cases.ruling_announcement(letter),
            lambda: cases.ruling_announcement_again(paper),
            lambda: cases.ruling_announcement(letter),
        )
    ):
        row = note()
        if row is not None:
            log.save_act(an_act(number), case_id=CASE, rows=[row])
    assert cases.ruling_announced(OBJECTION).announced_on == ON_PAPER
