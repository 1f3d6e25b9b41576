"""Whose data a request looks at: noted where they are opened, shown or recorded, for the access log.

Outside of a request (workers, campaigns) nothing is noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final
from uuid import UUID


class SubjectKind(StrEnum):
    """What stands for a person, whom nobody can name by it."""

    CASE = "case"
    """The case of which the person is the applicant."""
    KEY = "key"
    """The key of a sealed value, where its case is not said."""


class Looks:
    """The data subjects of one request."""

    def __init__(self) -> None:
        self._noted: dict[SubjectKind, dict[UUID, None]] = {kind: {} for kind in SubjectKind}

    def note(self, kind: SubjectKind, subject: UUID) -> None:
        """Note one; the same twice is one."""
        self._noted[kind][subject] = None

    def subjects(self) -> list[tuple[SubjectKind, UUID]]:
        """Each person once: cases where they are known, for the keys opened then are those of the same people."""
        kind = SubjectKind.CASE if self._noted[SubjectKind.CASE] else SubjectKind.KEY
        return [(kind, subject) for subject in self._noted[kind]]


_looks: Final[ContextVar[Looks | None]] = ContextVar("loket_looks", default=None)


@contextmanager
def noting_looks() -> Iterator[Looks]:
    """Note looks for the length of the block, also in the threads that work for it."""
    looks = Looks()
    token = _looks.set(looks)
    try:
        yield looks
    finally:
        _looks.reset(token)


def note_case(case_id: UUID) -> None:
    """A case is shown, or something is recorded in it."""
    _note(SubjectKind.CASE, case_id)


def note_key(key_id: UUID) -> None:
    """A value under this key is opened."""
    _note(SubjectKind.KEY, key_id)


def _note(kind: SubjectKind, subject: UUID) -> None:
    looks = _looks.get()
    if looks is not None:
        looks.note(kind, subject)
