"""Who acts in the main job: one made-up person for each task, each signed in under a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.runtime.access import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in, in one role."""

    role: Role
    subject: str
    """Pseudonymous id."""
    municipality: str | None = None
    """CBS code of the municipality for which a person of a municipality asks."""


ZONE: Final = "0344"
"""The zone that the access checks ask about: Utrecht's, closed since 1 January 2025."""

CASE_HANDLERS: Final = (
    Person(Role.CASE_HANDLER, "case-handler-1"),
    Person(Role.CASE_HANDLER, "case-handler-2"),
)
OBJECTION_HANDLERS: Final = (
    Person(Role.OBJECTION_HANDLER, "objection-handler-1"),
    Person(Role.OBJECTION_HANDLER, "objection-handler-2"),
)
REVIEWER: Final = Person(Role.REVIEWER, "reviewer-1")
AUDITOR: Final = Person(Role.AUDITOR, "auditor-1")
ZONE_KEEPER: Final = Person(Role.MUNICIPALITY, f"municipality-{ZONE}", ZONE)


def applicant(subject: str) -> Person:
    """An applicant, who sees the own cases alone."""
    return Person(Role.APPLICANT, subject)


def case_handler_of(number: int) -> Person:
    """The case handler to whom the application with this number falls."""
    return CASE_HANDLERS[number % len(CASE_HANDLERS)]
