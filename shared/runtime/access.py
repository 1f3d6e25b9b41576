"""Who asks, and what they may reach: roles and scope, as the token says it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The capacities in which somebody uses Loket; one person may hold several."""

    APPLICANT = "applicant"
    """Aanvrager: applies, objects, reads the own case."""
    CASE_HANDLER = "case_handler"
    """Behandelaar: assesses and decides."""
    REVIEWER = "reviewer"
    """Approves threshold sets that another person proposed."""
    OBJECTION_HANDLER = "objection_handler"
    """Bezwaarbehandelaar: decides on objections, never on one's own refusals (Awb 10:3)."""
    AUDITOR = "auditor"
    MUNICIPALITY = "municipality"
    """Gemeente: asks whether a plate has access to its zones."""
    RDW = "rdw"
    OPERATOR = "operator"
    SYSTEM = "system"
    """A service of Loket itself."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who the token speaks for. `subject` is a pseudonymous id, never a name."""

    subject: str
    roles: frozenset[Role]
    municipalities: frozenset[str] = frozenset()
    """Four-digit CBS codes (gemeentecode) that the principal acts for."""
    national: bool = False
    """Acts for all municipalities."""

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is held."""
        return not self.roles.isdisjoint(roles)

    def acting_as(self, allowed: Collection[Role]) -> Role | None:
        """The role in which the principal acts where `allowed` are admitted; None: not admitted."""
        return next((role for role in Role if role in allowed and role in self.roles), None)

    def reaches(self, municipality: str) -> bool:
        """Whether cases of this municipality are within scope."""
        return self.national or municipality in self.municipalities

    def deals_with(self, municipality: str | None) -> bool:
        """Whether a case is within scope for the desk: a local one is its own municipality's alone.

        None stands for a national case, which needs national scope; national scope does not reach local ones.
        """
        return self.national if municipality is None else municipality in self.municipalities
