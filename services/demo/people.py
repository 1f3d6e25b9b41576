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
"""The zone that the access checks of national exemptions ask about: Utrecht's, closed since 1 January 2025."""

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


REGISTRAR: Final = Person(Role.RDW, "registrar-1")
"""Registers what the court tells."""
OPERATOR: Final = Person(Role.OPERATOR, "operator-1")


def applicant(subject: str) -> Person:
    """An applicant, who sees the own cases alone."""
    return Person(Role.APPLICANT, subject)


def case_handler_of(number: int, municipality: str | None = None) -> Person:
    """The case handler to whom the application with this number falls; of a local one its municipality's."""
    if municipality is not None:
        return Person(Role.CASE_HANDLER, f"case-handler-{municipality}", municipality)
    return CASE_HANDLERS[number % len(CASE_HANDLERS)]


def zone_keeper_of(municipality: str | None) -> Person:
    """Who asks whether a plate may enter that municipality's zone; of a national exemption Utrecht."""
    code = municipality or ZONE
    return Person(Role.MUNICIPALITY, f"municipality-{code}", code)
