"""Whose objections somebody may see and act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The own objections of one objector, or those of a desk: national cases, or local ones of municipalities."""

    lodged_by: str | None = None
    """Only those lodged by this subject; None: a desk, with what follows."""
    national: bool = True
    """National cases, and those of which no decision was heard of yet."""
    municipalities: frozenset[str] = frozenset()
    """CBS codes of the municipalities whose local cases are within reach."""

    def admits(self, lodged_by: str | None, municipality: str | None) -> bool:
        """Whether an objection of this lodger, in a case of this municipality, is within the scope."""
        if self.lodged_by is not None:
            return lodged_by == self.lodged_by
        return self.national if municipality is None else municipality in self.municipalities
