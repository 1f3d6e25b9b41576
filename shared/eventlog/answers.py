"""Answers to idempotency keys, stored in the transaction of the append that they answer for."""

from __future__ import annotations

from datetime import datetime
from time import time_ns

from sqlalchemy import Connection, Table, select
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
            table.insert()
            .values(
                principal=answer.principal,
                route=answer.route,
                key=answer.key,
                fingerprint=answer.fingerprint,
                status=answer.status,
                resource_id=answer.resource_id,
                version=answer.version,
                position=0,
                answered_at=time_ns() // 1000,
            )
            .inline()
        )
    except IntegrityError as error:
        if is_duplicate(error):
            raise AlreadyAnswered(answer.route) from error
        raise


def fill_in_position(connection: Connection, table: Table, answer: IdempotencyAnswer, position: int) -> None:
    """Set the position of a claimed answer."""
    connection.execute(
        table.update()
        .where(
            table.c.principal == answer.principal,
            table.c.route == answer.route,
            table.c.key == answer.key,
        )
        .values(position=position)
    )


def forget_answers(connection: Connection, table: Table, before: datetime) -> int:
    """Forget the answers that were given before an instant of wall time; returns how many."""
    done = connection.execute(table.delete().where(table.c.answered_at < utc_micros(before)))
    return done.rowcount


def stored_answer(
    connection: Connection, table: Table, principal: str, route: str, key: str
) -> IdempotencyAnswer | None:
    """The answer given to this key before, if there is one."""
    row = connection.execute(
        select(table).where(table.c.principal == principal, table.c.route == route, table.c.key == key)
    ).one_or_none()
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
