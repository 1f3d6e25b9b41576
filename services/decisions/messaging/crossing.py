"""Reactions to what may have crossed what happened here: no order holds between the logs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from shared.errors import DomainError
from shared.eventlog.log import AggregateNotFound, Saved

Reacting = ParamSpec("Reacting")


def nothing_when(
    *refusals: type[DomainError | AggregateNotFound],
) -> Callable[[Callable[Reacting, Saved | None]], Callable[Reacting, Saved | None]]:
    """A reaction that changes nothing when it is refused so: what it hears of has crossed what happened here."""

    def guarded(react: Callable[Reacting, Saved | None]) -> Callable[Reacting, Saved | None]:
        @wraps(react)
        def reacted(*args: Reacting.args, **kwargs: Reacting.kwargs) -> Saved | None:
            try:
                return react(*args, **kwargs)
            except refusals:
                return None

        return reacted

    return guarded
