"""What the monitor of the decisions service answers, as far as the demo reads it."""

from __future__ import annotations

from services.demo.answers import AnswerBody
from shared.vocabulary import ExemptionType


class CategoryCountSeen(AnswerBody, frozen=True):
    """How many cases of a type are in a category of the letters to the Chamber."""

    category: str
    number: int


class OutcomeCountSeen(AnswerBody, frozen=True):
    """The categories of one outcome."""

    categories: tuple[CategoryCountSeen, ...]


class TypeCountSeen(AnswerBody, frozen=True):
    """One type in the monitor."""

    exemption_type: ExemptionType
    outcomes: tuple[OutcomeCountSeen, ...]


class ScopeCountSeen(AnswerBody, frozen=True):
    """National, local or day exemptions in the monitor."""

    scope: str
    by_type: tuple[TypeCountSeen, ...]


class MonitorSeen(AnswerBody, frozen=True):
    """The monitor of the decisions service."""

    scopes: tuple[ScopeCountSeen, ...]
