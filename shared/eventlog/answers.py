"""Answers to idempotency keys, stored in the transaction of the append that they answer for."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from time import time_ns
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, Table, Update, and_, bindparam, select
from sqlalchemy.exc import IntegrityError

from shared.database import is_duplicate
from shared.eventlog.append import AlreadyAnswered, IdempotencyAnswer
from shared.vocabulary import utc_micros


def claim_answer(connection: Connection, table: Table, answer: IdempotencyAnswer) -> None:
    """Insert the answer, its position still zero; raises `AlreadyAnswered` when the key has one.

    `answered_at` is wall time: it decides only how long the answer is kept.
    """
    try:
        connection.execute(
            _insert(table),
            {
                "principal": answer.principal,
                "route": answer.route,
                "key": answer.key,
                "fingerprint": answer.fingerprint,
                "status": answer.status,
                "resource_id": answer.resource_id,
                "version": answer.version,
                "position": 0,
                "answered_at": time_ns() // 1000,
            },
        )
    except IntegrityError as error:
        if is_duplicate(error):
            raise AlreadyAnswered(answer.route) from error
        raise


def fill_in_position(connection: Connection, table: Table, answer: IdempotencyAnswer, position: int) -> None:
    """Set the position of a claimed answer."""
    found = {"of_principal": answer.principal, "of_route": answer.route, "of_key": answer.key}
    connection.execute(_filled_in(table), {**found, "known_position": position})


def forget_answers(connection: Connection, table: Table, before: datetime) -> int:
    """Forget the answers that were given before an instant of wall time; returns how many."""
    done = connection.execute(table.delete().where(table.c.answered_at < utc_micros(before)))
    return done.rowcount


def stored_answer(
    connection: Connection, table: Table, principal: str, route: str, key: str
) -> IdempotencyAnswer | None:
    """The answer given to this key before, if there is one."""
    found = {"of_principal": principal, "of_route": route, "of_key": key}
    row = connection.execute(_stored(table), found).one_or_none()
    if row is None:
        return None
    return IdempotencyAnswer(
        principal=row.principal,
        route=row.route,
        key=row.key,
        fingerprint=row.fingerprint,
        status=row.status,
        resource_id=row.resource_id,
        version=row.version,
        position=row.position,
    )


# Made once for a table: making a statement costs more than running it.


@cache
def _insert(table: Table) -> Insert:
    return table.insert().inline()


@cache
def _stored(table: Table) -> Select[*tuple[Any, ...]]:
    return select(table).where(_of_this_key(table))


@cache
def _filled_in(table: Table) -> Update:
    return table.update().where(_of_this_key(table)).values(position=bindparam("known_position"))


def _of_this_key(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.principal == bindparam("of_principal"),
        table.c.route == bindparam("of_route"),
        table.c.key == bindparam("of_key"),
    )
