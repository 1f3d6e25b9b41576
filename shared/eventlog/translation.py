"""Database errors as the library names them, so that callers need to know neither driver nor SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eventsourcing import persistence
from sqlalchemy import exc

_BY_KIND: Final[tuple[tuple[type[exc.SQLAlchemyError], type[persistence.PersistenceError]], ...]] = (
    (exc.IntegrityError, persistence.IntegrityError),
    (exc.OperationalError, persistence.OperationalError),
    (exc.DataError, persistence.DataError),
    (exc.InternalError, persistence.InternalError),
    (exc.ProgrammingError, persistence.ProgrammingError),
    (exc.NotSupportedError, persistence.NotSupportedError),
    (exc.InterfaceError, persistence.InterfaceError),
    (exc.DatabaseError, persistence.DatabaseError),
    (exc.SQLAlchemyError, persistence.PersistenceError),
)


@contextmanager
def as_the_library_names_them() -> Iterator[None]:
    """Raise the library's error for SQLAlchemy's.

    Its message is the first line of the driver's own: PostgreSQL names the values in the lines after it.
    """
    try:
        yield
    except exc.SQLAlchemyError as error:
        name = next(theirs for ours, theirs in _BY_KIND if isinstance(error, ours))
        first_line, *_ = str(getattr(error, "orig", error)).splitlines() or [""]
        raise name(first_line) from error
