"""The timeline of a case from entries at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.audit.domain.journal_entry import Because, JournalEntry, Link
from services.audit.domain.timeline import timeline_of

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
CASE, OBJECTORS_CASE = UUID(int=1), UUID(int=2)


def an_entry(number: int, case_id: UUID | None = None, because: int | None = None) -> JournalEntry:
    """The entry of that number, recorded as many minutes after noon, explained by another one."""
    return JournalEntry(
        event_id=UUID(int=number),
        log="decisions",
        position=number,
        act="decisions.Something",
        recorded_at=NOON + timedelta(minutes=number),
        effective_on=date(2026, 4, 1),
        actor="system:decisions",
        role="system",
        case_id=case_id,
        because=Because(UUID(int=because), Link.CAUSED_BY) if because is not None else None,
    )


LODGED = an_entry(1, OBJECTORS_CASE)
FOUND = an_entry(2, OBJECTORS_CASE, because=1)
SET_IN_FORCE = an_entry(3, because=2)
REISSUED = an_entry(4, CASE, because=3)
LETTER = an_entry(5, CASE, because=4)
ELSEWHERE = an_entry(6, OBJECTORS_CASE)
ALL = {entry.event_id: entry for entry in (LODGED, FOUND, SET_IN_FORCE, REISSUED, LETTER, ELSEWHERE)}


def find(ids: Collection[UUID]) -> Mapping[UUID, JournalEntry]:
    """Look them up in ALL."""
    return {event_id: ALL[event_id] for event_id in ids if event_id in ALL}


def test_a_non_objector_sees_the_objection_that_led_to_the_renewal() -> None:
    """Own acts, and every ancestor in another case or in none; nothing else of that other case."""
    items = timeline_of([REISSUED, LETTER], find, None)
    assert [item.entry for item in items] == [LODGED, FOUND, SET_IN_FORCE, REISSUED, LETTER]
    assert [item.of_this_case for item in items] == [False, False, False, True, True]


def test_because_leads_back_to_where_the_chain_begins() -> None:
    """Nearest first."""
    letter = timeline_of([REISSUED, LETTER], find, None)[-1]
    assert letter.because == tuple(entry.event_id for entry in (REISSUED, SET_IN_FORCE, FOUND, LODGED))


def test_known_at_leaves_out_what_was_recorded_later() -> None:
    """The instant itself counts."""
    items = timeline_of([REISSUED, LETTER], find, REISSUED.recorded_at)
    assert [item.entry for item in items] == [LODGED, FOUND, SET_IN_FORCE, REISSUED]
    assert timeline_of([REISSUED, LETTER], find, NOON) == []


def test_an_unread_cause_ends_the_chain() -> None:
    """A log that lags leaves a chain short; it comes when it was read."""
    orphan = replace(REISSUED, because=Because(UUID(int=77), Link.CAUSED_BY))
    (item,) = timeline_of([orphan], find, None)
    assert item.because == ()


def test_a_chain_that_closes_on_itself_ends() -> None:
    """Only a forged log can hold one; the timeline still answers."""
    first, second = replace(REISSUED, because=Because(LETTER.event_id, Link.CAUSED_BY)), LETTER
    items = timeline_of([first, second], find, None)
    assert [item.because for item in items] == [(second.event_id,), (first.event_id,)]


def test_acts_of_one_instant_stand_by_log_and_position() -> None:
    """The order never depends on what was found first."""
    here = [
        replace(REISSUED, event_id=UUID(int=20 + n), position=n, log=log)
        for n, log in ((2, "b"), (1, "b"), (9, "a"))
    ]
    items = timeline_of(here, lambda _: {}, None)
    assert [(item.entry.log, item.entry.position) for item in items] == [("a", 9), ("b", 1), ("b", 2)]
