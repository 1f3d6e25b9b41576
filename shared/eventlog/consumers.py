"""How far a consumer has come in another log: moved in the transaction of what the message caused."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Insert, Select, Table, Update, bindparam, select
from sqlalchemy.exc import IntegrityError

from shared.database import is_duplicate
from shared.eventlog.append import Consumed, StaleConsumer


def consumer_position(
    connection: Connection, table: Table, consumer: str, log: str
) -> tuple[int, str | None]:
    """The last position consumed (0: none yet) and the hint kept with it."""
    found = connection.execute(_position(table), {"consumer": consumer, "log": log}).one_or_none()
    return (0, None) if found is None else (found.position, found.hint)


def advance_consumer(connection: Connection, table: Table, consumed: Consumed) -> None:
    """Move the consumer from `previous` to `position`.

    With it is noted which message that was and by which hash it is known again. Raises `StaleConsumer` when it does not stand at `previous`, ValueError when that is not forward.
    """
    if consumed.position <= consumed.previous:
        raise ValueError(f"{consumed.consumer} cannot go from {consumed.previous} to {consumed.position}")
    moved = connection.execute(
        _advanced(table),
        {
            "of_consumer": consumed.consumer,
            "of_log": consumed.log,
            "previous": consumed.previous,
            "to_position": consumed.position,
            "to_hint": consumed.hint,
            "to_hash": consumed.hash or None,
        },
    ).rowcount
    if moved != 1:
        if consumed.previous != 0:
            raise StaleConsumer(
                f"{consumed.consumer} does not stand at {consumed.previous} of {consumed.log}"
            )
        _begin_consumer(connection, table, consumed)
    _note_taken(connection, table, consumed)


def _begin_consumer(connection: Connection, table: Table, consumed: Consumed) -> None:
    try:
        connection.execute(
            table.insert()
            .values(
                consumer=consumed.consumer,
                log=consumed.log,
                position=consumed.position,
                hint=consumed.hint,
                hash=consumed.hash or None,
            )
            .inline()
        )
    except IntegrityError as error:
        if is_duplicate(error):
            raise StaleConsumer(f"{consumed.consumer} has begun on {consumed.log} already") from error
        raise


def _note_taken(connection: Connection, table: Table, consumed: Consumed) -> None:
    if consumed.event_id is None or not consumed.hash:
        return
    connection.execute(
        _taken(table),
        {
            "log": consumed.log,
            "position": consumed.position,
            "lost_at": 0,
            "event_id": consumed.event_id,
            "type": consumed.type,
            "hash": consumed.hash,
        },
    )


# Made once for a table: making a statement costs more than running it.


@cache
def _position(table: Table) -> Select[int, str | None]:
    return select(table.c.position, table.c.hint).where(
        table.c.consumer == bindparam("consumer"), table.c.log == bindparam("log")
    )


@cache
def _taken(table: Table) -> Insert:
    return table.metadata.tables["messages_taken"].insert().inline()


@cache
def _advanced(table: Table) -> Update:
    return (
        table.update()
        .where(
            table.c.consumer == bindparam("of_consumer"),
            table.c.log == bindparam("of_log"),
            table.c.position == bindparam("previous"),
        )
        .values(position=bindparam("to_position"), hint=bindparam("to_hint"), hash=bindparam("to_hash"))
    )
