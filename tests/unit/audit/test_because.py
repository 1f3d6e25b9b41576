"""What explains an act, by the table of links."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.audit.domain.journal_entry import Because, JournalEntry, Link, because_of
from shared.eventlog.aggregate import event_id

SET, CAMPAIGN, CASE = UUID(int=1), UUID(int=2), UUID(int=3)
APPROVAL, CHUNK, CAUSE = UUID(int=11), UUID(int=12), UUID(int=99)


def an_entry(
    stream_id: UUID | None,
    version: int | None,
    command_id: UUID | None = APPROVAL,
    causation_id: UUID | None = CAUSE,
    log: str = "decisions",
) -> JournalEntry:
    """An act in the log of decisions."""
    own_id = (
        event_id(log, stream_id, version) if stream_id is not None and version is not None else UUID(int=500)
    )
    return JournalEntry(
        event_id=own_id,
        log=log,
        position=7,
        act=f"{log}.Something",
        recorded_at=datetime(2026, 4, 1, tzinfo=UTC),
        effective_on=date(2026, 4, 1),
        actor="system:decisions",
        role="system",
        causation_id=causation_id,
        command_id=command_id,
        stream_id=stream_id,
        stream_version=version,
    )


APPROVED, IN_FORCE = an_entry(SET, 3), an_entry(SET, 4)


@pytest.mark.parametrize(
    ("entry", "before", "because"),
    [
        (an_entry(SET, 3), None, Because(CAUSE, Link.CAUSED_BY)),
        (IN_FORCE, APPROVED, Because(APPROVED.event_id, Link.SAME_ACT)),
        (an_entry(CAMPAIGN, 1), IN_FORCE, Because(IN_FORCE.event_id, Link.SAME_ACT)),
        (an_entry(CASE, 5, CHUNK), an_entry(SET, 4, CHUNK), Because(CAUSE, Link.CAUSED_BY)),
        (an_entry(CASE, 1, CHUNK), an_entry(SET, 1, CHUNK), Because(CAUSE, Link.CAUSED_BY)),
        (
            an_entry(SET, 3, causation_id=None),
            an_entry(SET, 2, CHUNK),
            Because(event_id("decisions", SET, 2), Link.PRECEDED_BY),
        ),
        (an_entry(SET, 1, causation_id=None), an_entry(CASE, 4, CHUNK), None),
        (
            an_entry(SET, 3, causation_id=event_id("decisions", SET, 3)),
            None,
            Because(event_id("decisions", SET, 2), Link.PRECEDED_BY),
        ),
        (an_entry(None, None, None), an_entry(None, None, None), Because(CAUSE, Link.CAUSED_BY)),
        (an_entry(CAMPAIGN, 1, log="objections"), IN_FORCE, Because(CAUSE, Link.CAUSED_BY)),
    ],
    ids=[
        "a recorded cause",
        "the next step of one act",
        "proceedings begun by the same act",
        "streams beside each other in a chunk",
        "many proceedings begun at once",
        "a person went on",
        "a chain begins",
        "nothing causes itself",
        "an entry of the register",
        "another log",
    ],
)
def test_what_explains_an_act(
    entry: JournalEntry, before: JournalEntry | None, because: Because | None
) -> None:
    """Parts of one act first, then the recorded cause, then the step before in the same proceedings."""
    assert because_of(entry, before) == because


def test_events_of_two_logs_never_share_an_id() -> None:
    """A case has a stream under its own id in more than one log."""
    assert event_id("applications", CASE, 1) != event_id("decisions", CASE, 1)
