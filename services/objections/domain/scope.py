"""Whose objections somebody may see and act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose case it is (bevoegdheid): national, of a municipality, or not known here yet."""

    known: bool = True
    """False: neither the application nor the decision was heard of, so that it can be anybody's."""
    municipality: str | None = None
    """CBS code of a local case; None: national, or not known."""


NOT_KNOWN: Final = Jurisdiction(known=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """The own objections of one objector, or those of a desk: national cases, or local ones of municipalities.

    What can be anybody's is shown to no desk: it may turn out to be another municipality's. Only who entered it
    reaches it, until the case is heard of.
    """

    lodged_by: str | None = None
    """Only those lodged by this subject; None: a desk, with what follows."""
    national: bool = True
    municipalities: frozenset[str] = frozenset()
    """CBS codes of the municipalities whose local cases are within reach."""
    entered_by: str | None = None
    """Who of the desk asks."""

    def admits(self, lodged_by: str | None, of: Jurisdiction, entered_by: str | None = None) -> bool:
        """Whether an objection of this lodger, in a case of this jurisdiction, is within the scope."""
        if self.lodged_by is not None:
            return lodged_by == self.lodged_by
        if not of.known:
            return entered_by is not None and entered_by == self.entered_by
        return self.national if of.municipality is None else of.municipality in self.municipalities
