"""What the applicant was asked for before, and until when the same can be asked again (Awb 4:5(4)).

Leaving out has to be announced within four weeks after the supplement, or after the set term lapsed unused. Within them
the desk may ask again, with a term of its own; after them it decides on what there is, and asking the same once more
would only give it the four weeks anew. What was not asked before can be asked as long as nothing is decided. See
docs/adr/0010-four-weeks-for-each-request.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from shared.errors import RuleBroken
from shared.law.terms import leaving_out_term


class Asked(msgspec.Struct, frozen=True):
    """One request to complete, and the first supplement that came in its term."""

    items: tuple[str, ...]
    requested_on: date
    term_last_day: date
    supplemented_on: date | None = None

    @property
    def ended_on(self) -> date:
        """The supplement, or the last day of the term without one."""
        return self.supplemented_on or self.term_last_day


def answered(asked: Sequence[Asked], day: date) -> tuple[Asked, ...]:
    """The requests, with what was received on that day as an answer to the last one in whose term it came."""
    for place in reversed(range(len(asked))):
        request = asked[place]
        if request.requested_on <= day <= request.term_last_day:
            first = min(request.supplemented_on or day, day)
            answered_one = msgspec.structs.replace(request, supplemented_on=first)
            return (*asked[:place], answered_one, *asked[place + 1 :])
    return tuple(asked)


def moved_to(last_day: date, asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """The requests, the last one with a later end of its term."""
    last = [msgspec.structs.replace(request, term_last_day=last_day) for request in asked[-1:]]
    return (*asked[:-1], *last)


def check_asked_in_time(items: Collection[str], asked: Sequence[Asked], on: date) -> None:
    """Raise RuleBroken where the same is asked again after the four weeks that followed the earlier request."""
    for item in items:
        last = next((request for request in reversed(asked) if item in request.items), None)
        if last is not None and on > leaving_out_term(last.ended_on).last_day:
            raise RuleBroken(
                "asked_again_too_late",
                f"{item} was asked before, and the four weeks after that are over: "
                "decide on what there is (Awb 4:5(4))",
            )
