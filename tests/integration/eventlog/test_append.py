"""An append: everything that goes with an act is stored together, or nothing is."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError
from sqlalchemy import Table, select

from shared.database import writing
from shared.eventlog.act import Act, IdempotencyClaim
from shared.eventlog.append import (
    POSITION,
    AlreadyAnswered,
    Append,
    AppendRefused,
    Consumed,
    DuplicateRow,
    Guard,
    GuardFailed,
    PositionOfEvent,
    RowValue,
    RowWrite,
    StaleConsumer,
    StaleRow,
)
from shared.eventlog.log import AggregateNotFound, EventLog, VersionConflict
from shared.eventlog.verify import verify_log
from tests.support.permits import (
    NOON,
    ManualClock,
    Other,
    Permit,
    PermitStamped,
    an_act,
    nth_id,
    permits,
    rules,
    tables,
)

CLAIM = IdempotencyClaim("desk-1", "POST /permits", "key-1", "f00d", 201)
FIRST_MESSAGE = Consumed("permits", "streets", previous=0, position=4, hint="stream 7")


def rows_of(log: EventLog, table: Table) -> list[dict[str, RowValue]]:
    """All rows of an inline table, by key."""
    with log.read() as connection:
        return [
            dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]


def rule(name: str, value: int | None, **more: dict[str, RowValue]) -> RowWrite:
    """A new value for a rule."""
    return RowWrite("rules", "upsert", {"name": name}, {"value": value, "position": POSITION}, **more)


def stamped(permit_id: UUID, version: int) -> PermitStamped:
    """A ready event, as a campaign makes it."""
    return PermitStamped(
        originator_id=permit_id,
        originator_version=version,
        timestamp=PermitStamped.create_timestamp(),
        remark=None,
    )


def permit_stored(log: EventLog, number: int = 1, act: Act | None = None) -> UUID:
    """The id of a permit that was asked for."""
    return log.save_act(act or an_act(), Permit.ask(nth_id(number)), case_id=nth_id(number)).resource_id


def test_an_act_stores_events_rows_and_answer_together(log: EventLog):
    """One append: two events, the inline row, and the answer with the position of the last event."""
    permit = Permit.ask(nth_id(1))
    permit.stamp("seen")

    saved = log.save_act(an_act(claim=CLAIM), permit, case_id=nth_id(1))

    assert (saved.resource_id, saved.version, saved.position) == (nth_id(1), 2, 2)
    assert rows_of(log, permits) == [{"permit_id": nth_id(1), "version": 2, "stamps": 1, "position": 2}]
    answer = log.stored_answer("desk-1", "POST /permits", "key-1")
    assert answer is not None
    assert (answer.fingerprint, answer.status, answer.resource_id) == ("f00d", 201, nth_id(1))
    assert (answer.version, answer.position) == (2, 2)


def test_an_aggregate_comes_back_as_it_was_saved(log: EventLog):
    """Loading folds the stored events."""
    permit = Permit.ask(nth_id(1))
    permit.stamp("seen")
    permit.stamp(None)
    log.save_act(an_act(), permit)

    assert log.load(Permit, nth_id(1)) == permit


def test_events_are_recorded_with_their_act(log: EventLog):
    """Who, in which role, for which case, from which day, because of what."""
    act = an_act(causation_id=nth_id(7), traceparent="00-trace")
    permit_stored(log, act=act)

    (recorded,) = log.stream(nth_id(1))

    assert recorded.metadata == act.metadata(nth_id(1))
    assert (recorded.position, recorded.recorded_at) == (1, NOON)


def test_time_of_recording_never_runs_back(log: EventLog, clock: ManualClock):
    """A clock that is set back does not make a later event older than an earlier one."""
    permit_stored(log, 1)
    clock.move(hours=-3)
    permit_stored(log, 2)
    clock.move(hours=4)
    permit_stored(log, 3)

    instants = [recorded.recorded_at for recorded in log.events_after(0)]

    assert [instant.hour for instant in instants] == [12, 12, 13]


def test_a_load_of_nothing_or_of_another_kind_finds_nothing(log: EventLog):
    """The id of one kind of aggregate is no id of another."""
    permit_stored(log)

    with pytest.raises(AggregateNotFound):
        log.load(Permit, nth_id(2))
    with pytest.raises(AggregateNotFound):
        log.load(Other, nth_id(1))


def test_a_load_at_another_version_than_expected_conflicts(log: EventLog):
    """What the caller has seen is no longer how it is."""
    permit_stored(log)

    with pytest.raises(VersionConflict) as conflict:
        log.load(Permit, nth_id(1), expected_version=4)
    assert (conflict.value.expected, conflict.value.actual) == (4, 1)


def test_the_second_of_two_acts_on_one_version_conflicts(log: EventLog):
    """One stream grows one event at a time; the loser learns the version that is there."""
    permit_stored(log)
    first, second = log.load(Permit, nth_id(1)), log.load(Permit, nth_id(1))
    first.stamp("first")
    second.stamp("second")
    log.save_act(an_act(1), first)

    with pytest.raises(VersionConflict) as conflict:
        log.append_events(second.pending(), Append(metadata=[an_act(2).metadata(None)]))

    assert (conflict.value.stream_id, conflict.value.expected, conflict.value.actual) == (nth_id(1), 1, 2)
    assert log.load(Permit, nth_id(1)).remarks == ("first",)


def test_several_aggregates_are_saved_as_one(log: EventLog):
    """The first one is the resource that is answered with."""
    saved = log.save_act(an_act(), Permit.ask(nth_id(2)), Permit.ask(nth_id(1)))

    assert (saved.resource_id, saved.position) == (nth_id(2), 2)
    assert [row["permit_id"] for row in rows_of(log, permits)] == sorted([nth_id(1), nth_id(2)])


def test_an_act_without_events_moves_only_the_consumer(log: EventLog):
    """A message that concerns nobody is still consumed; the log does not grow."""
    permit_stored(log)

    saved = log.save_act(an_act(consumed=FIRST_MESSAGE), case_id=nth_id(9))

    assert (saved.resource_id, saved.version, saved.position) == (nth_id(9), 0, 1)
    assert log.consumer_position("permits", "streets") == (4, "stream 7")
    assert log.head() == 1


def test_a_row_can_name_the_position_of_any_event_of_its_append(log: EventLog):
    """The first, a middle and the last event of the append, known only once the head is held."""
    permit_stored(log, 9)
    events = [event for number in (1, 2, 3) for event in Permit.ask(nth_id(number)).pending()]
    rows = [
        RowWrite("rules", "insert", {"name": name}, {"value": None, "position": PositionOfEvent(index)})
        for name, index in (("first", 0), ("middle", 1), ("last", -1))
    ]

    last = log.append_events(events, Append(metadata=[an_act().metadata(None)] * 3, rows=rows))

    assert last == 4
    assert {row["name"]: row["position"] for row in rows_of(log, rules)} == {
        "first": 2,
        "middle": 3,
        "last": 4,
    }


def test_rows_are_inserted_updated_and_deleted(log: EventLog):
    """Each kind of row write does what it says, also when one append mixes them."""
    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("a", 1), rule("b", 2), rule("c", 3)])

    log.save_act(
        an_act(1),
        Permit.ask(nth_id(2)),
        rows=[
            RowWrite("rules", "delete", {"name": "c"}, expect={"value": 3}),
            RowWrite("rules", "insert", {"name": "d"}, {"value": None, "position": POSITION}),
            RowWrite("rules", "update", {"name": "a"}, {"value": 10}, expect={"value": 1}),
            rule("b", 20),
        ],
    )

    assert rows_of(log, rules) == [
        {"name": "a", "value": 10, "position": 1},
        {"name": "b", "value": 20, "position": 2},
        {"name": "d", "value": None, "position": 2},
    ]


def test_nothing_is_expected_like_any_other_value(log: EventLog):
    """An update may expect that a column is empty."""
    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("empty", None), rule("full", 1)])
    expecting_nothing = [
        RowWrite("rules", "update", {"name": name}, {"value": 5}, expect={"value": None})
        for name in ("empty", "full")
    ]

    with pytest.raises(StaleRow) as stale:
        log.save_act(an_act(1), Permit.ask(nth_id(2)), rows=expecting_nothing)
    log.save_act(an_act(2), Permit.ask(nth_id(3)), rows=expecting_nothing[:1])

    assert stale.value.keys == [("rules", {"name": "full"})]
    assert [row["value"] for row in rows_of(log, rules)] == [5, 1]


def test_exactly_the_stale_rows_are_named(log: EventLog):
    """Of many conditional rows, those that changed and those that are gone, over all tables."""
    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule(f"r{n}", n) for n in range(10)])
    rows = [
        RowWrite("rules", "update", {"name": f"r{n}"}, {"value": 100}, expect={"value": 3 if n == 7 else n})
        for n in range(12)
    ]
    rows.append(RowWrite("permits", "delete", {"permit_id": nth_id(1)}, expect={"version": 2}))

    with pytest.raises(StaleRow) as stale:
        log.save_act(an_act(1), Permit.ask(nth_id(2)), rows=rows)

    names = [key.get("name") or key["permit_id"] for _, key in stale.value.keys]
    assert names == [nth_id(1), "r10", "r11", "r7"]
    assert [row["value"] for row in rows_of(log, rules)] == list(range(10))


def refused_by_a_stale_row(log: EventLog) -> None:
    """Expect a rule to have a value that it does not have."""
    stale = RowWrite("rules", "update", {"name": "a"}, {"value": 3}, expect={"value": 2})
    log.save_act(an_act(1, claim=CLAIM), Permit.ask(nth_id(2)), rows=[rule("b", 1), stale])


def refused_by_a_duplicate_row(log: EventLog) -> None:
    """Insert a rule that exists."""
    again = RowWrite("rules", "insert", {"name": "a"}, {"value": 3, "position": POSITION})
    log.save_act(an_act(1, claim=CLAIM), Permit.ask(nth_id(2)), rows=[rule("b", 1), again])


def refused_by_a_guard(log: EventLog) -> None:
    """Decide under a rule that no longer holds."""
    guard = Guard("rules", {"name": "a"}, {"value": 2}, code="rule-changed")
    log.save_act(an_act(1, claim=CLAIM), Permit.ask(nth_id(2)), rows=[rule("b", 1)], guards=[guard])


def refused_by_a_guard_on_nothing(log: EventLog) -> None:
    """Decide under a rule that is not there."""
    guard = Guard("rules", {"name": "z"}, {}, code="rule-changed")
    log.save_act(an_act(1, claim=CLAIM), Permit.ask(nth_id(2)), rows=[rule("b", 1)], guards=[guard])


def refused_by_the_consumer(log: EventLog) -> None:
    """Consume a message that does not follow the last one."""
    act = an_act(1, claim=CLAIM, consumed=Consumed("permits", "streets", previous=3, position=5))
    log.save_act(act, Permit.ask(nth_id(2)), rows=[rule("b", 1)])


def refused_by_another_beginner(log: EventLog) -> None:
    """Consume a first message that somebody else has consumed."""
    act = an_act(1, claim=CLAIM, consumed=Consumed("permits", "streets", previous=0, position=4))
    log.save_act(act, Permit.ask(nth_id(2)), rows=[rule("b", 1)])


def refused_by_an_answer(log: EventLog) -> None:
    """Use an idempotency key again."""
    answered = IdempotencyClaim("desk-1", "POST /permits", "key-0", "f00d", 201)
    log.save_act(an_act(1, claim=answered), Permit.ask(nth_id(2)), rows=[rule("b", 1)])


def refused_by_a_version(log: EventLog) -> None:
    """Append a version that exists, after one that does not."""
    events = [*Permit.ask(nth_id(2)).pending(), *Permit.ask(nth_id(1)).pending()]
    answer = an_act(1, claim=CLAIM).answer_for(nth_id(2), 1)
    log.append_events(events, Append([an_act(1).metadata(None)] * 2, rows=[rule("b", 1)], answer=answer))


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (refused_by_a_stale_row, StaleRow),
        (refused_by_a_duplicate_row, DuplicateRow),
        (refused_by_a_guard, GuardFailed),
        (refused_by_a_guard_on_nothing, GuardFailed),
        (refused_by_the_consumer, StaleConsumer),
        (refused_by_another_beginner, StaleConsumer),
        (refused_by_an_answer, AlreadyAnswered),
        (refused_by_a_version, VersionConflict),
    ],
)
def test_a_refused_append_stores_nothing(
    log: EventLog, refused: Callable[[EventLog], None], reason: type[AppendRefused]
):
    """Whatever the reason: no event, no row, no answer, no gap, and the next act goes on as if it never was."""
    earlier = IdempotencyClaim("desk-1", "POST /permits", "key-0", "f00d", 201)
    begun = an_act(claim=earlier, consumed=FIRST_MESSAGE)
    log.save_act(begun, Permit.ask(nth_id(1)), rows=[rule("a", 1)])

    with pytest.raises(reason):
        refused(log)

    assert log.head() == 1
    assert log.stream(nth_id(2)) == []
    assert [row["name"] for row in rows_of(log, rules)] == ["a"]
    assert log.consumer_position("permits", "streets")[0] == 4
    assert log.stored_answer("desk-1", "POST /permits", "key-1") is None
    assert permit_stored(log, 3) == nth_id(3)
    assert log.head() == 2
    assert verify_log(log.recorder.engine, tables).holds


def test_a_failed_guard_says_which(log: EventLog):
    """The code is the domain's, for its problem details."""
    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("a", 1)])

    with pytest.raises(GuardFailed) as failed:
        refused_by_a_guard(log)
    assert failed.value.code == "rule-changed"


def test_a_guard_that_holds_lets_the_append_through(log: EventLog):
    """The same guard, while the rule is as it was when decided."""
    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("a", 2)])
    refused_by_a_guard(log)

    assert log.head() == 2


def test_a_guard_sees_the_rows_of_its_own_append(log: EventLog):
    """Guards are read after the rows are written."""
    guard = Guard("rules", {"name": "a"}, {"value": 1}, code="rule-changed")

    log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("a", 1)], guards=[guard])

    assert log.head() == 1


def test_the_consumer_goes_from_message_to_message(log: EventLog):
    """Each append moves it from where it stands; the same message again is stale."""
    second = Consumed("permits", "streets", previous=4, position=9)
    log.save_act(an_act(consumed=FIRST_MESSAGE))
    log.save_act(an_act(consumed=second))

    with pytest.raises(StaleConsumer):
        log.save_act(an_act(consumed=second))
    assert log.consumer_position("permits", "streets") == (9, None)
    assert log.consumer_position("permits", "elsewhere") == (0, None)


def test_an_upsert_that_expects_something_is_a_mistake(log: EventLog):
    """Only updates and deletes can be conditional; silence would be taken for a check."""
    with pytest.raises(ValueError, match="cannot expect"):
        log.save_act(an_act(), Permit.ask(nth_id(1)), rows=[rule("a", 1, expect={"value": 1})])
    assert log.head() == 0


def test_events_can_be_read_by_position_topic_and_bound(log: EventLog):
    """The ways in which followers read a log."""
    for number in (1, 2, 3):
        permit_stored(log, number)
    log.append_events([stamped(nth_id(1), 2)], Append([an_act().metadata(None)]))

    def positions(**bounds: object) -> list[int]:
        return [recorded.position for recorded in log.events_after(**bounds)]  # type: ignore[arg-type]  # as said by each line below

    assert positions(position=0) == [1, 2, 3, 4]
    assert positions(position=1, limit=2) == [2, 3]
    assert positions(position=0, upto=2) == [1, 2]
    assert positions(position=0, topics=[PermitStamped.TOPIC]) == [4]
    assert positions(position=0, topics=[]) == []


def test_the_position_of_a_version_is_known(log: EventLog):
    """What an answer or a cause refers to can be found in the log."""
    permit_stored(log, 1)
    permit_stored(log, 2)

    assert log.position_of(nth_id(2), 1) == 2
    assert log.position_of(nth_id(2), 2) is None


def test_a_log_that_was_never_migrated_says_so(log: EventLog):
    """Without its head row nothing can be appended."""
    with writing(log.recorder.engine) as connection:
        connection.execute(tables.head.delete())

    with pytest.raises(Exception, match="log_head is empty"):
        permit_stored(log)


def test_an_error_of_the_database_names_no_values(log: EventLog):
    """What PostgreSQL and SQLAlchemy would quote may be a token or a sealed value: no part of the message."""
    permit_stored(log)
    (again,) = Permit.ask(nth_id(1)).pending()

    with pytest.raises(IntegrityError) as refused:
        log.recorder.insert_events([log.mapper.to_stored_event(again)])

    assert str(nth_id(1)) not in str(refused.value)
    assert "parameters: {" not in str(refused.value.__cause__)
