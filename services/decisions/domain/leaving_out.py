"""Leaving an application out of consideration (buiten behandeling stellen, Awb 4:5), and when that may be done.

Sources: Awb 4:5; the fourth bimonthly letter to the Chamber, 29 September 2025, for the several requests
and the two weeks of silence, and for wrong data. The letter does not name a supplement that does not suffice, nor a
signature that did not come: these rest on Awb 4:5(1) alone. No hearing goes before any of them: Awb 4:7 and 4:8 are
about refusals. Which four weeks count is in docs/adr/0010-four-weeks-for-each-request.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import CaseState, Holder
from services.decisions.domain.decision_term import Completion, CompletionRequest, ResumedBecause
from shared.asked_items import SIGNATURE, WordsOnItem
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import leaving_out_term
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, LeftOutReason

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase

LEAST_REQUESTS: Final = 2
"""Several requests (letter 4); that two are several is SYNTHETIC."""
SILENCE: Final = timedelta(weeks=2)
"""Letter 4: no reaction for at least two weeks, counted from the last request."""


class LeftOutOfConsideration(Event):
    """The application is not dealt with: a decision, but not one on the merits (Awb 4:5)."""

    TOPIC = "decisions.LeftOutOfConsideration"
    decision_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    reason: LeftOutReason
    holder: Holder
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    announce_by: date | None = None
    """Last day to announce it (Awb 4:5(4)); None in a decision from before that was kept."""
    on_items: tuple[WordsOnItem, ...] = ()
    """Why, for each item that is still missing, or that is wrong (Awb 3:46, 4:5(1))."""
    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.LEFT_OUT
        aggregate.ended_on = aggregate.ended_on or self.decided_on
        aggregate.suspended_otherwise = ()
        aggregate.court_term = None
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)


class LeavingOut(msgspec.Struct, frozen=True):
    """What somebody at the desk would leave an application out of consideration for."""

    reason: LeftOutReason
    on_items: tuple[WordsOnItem, ...] = ()


def check_leaving_out(
    proposed: LeavingOut, completion: Completion, today: date, *, signed: bool
) -> date | None:
    """The last day to announce that an application is left out of consideration (Awb 4:5(4)); None: not known.

    Raises RuleBroken, with the code of the rule, where it may not be.
    """
    request = completed_or_lapsed(completion, today)
    for rule in RULES[proposed.reason]:
        rule(completion, request, today)
    check_items(proposed, request, signed=signed)
    return last_day_to_announce(request)


def completed_or_lapsed(completion: Completion, today: date) -> CompletionRequest:
    """Awb 4:5(1): only after the applicant was asked, and the set term has ended; also one that was moved after that."""
    request = completion.latest
    if request is None:
        raise RuleBroken("completion_not_requested", "the applicant was not asked to complete (Awb 4:5(1))")
    waits = request.moved and request.supplemented_on is None and today <= request.term_last_day
    if request.ended is None or waits:
        raise RuleBroken("completion_term_runs", "the set term has not ended yet (Awb 4:5(1))")
    return request


def asked_several_times(completion: Completion, _: CompletionRequest, __: date) -> None:
    """Letter 4: several requests to complete."""
    if len(completion.requests) < LEAST_REQUESTS:
        raise RuleBroken("completion_requested_once", "one request to complete is not several (Awb 4:5)")


def no_reaction(completion: Completion, request: CompletionRequest, _: date) -> None:
    """Awb 4:5(1): the applicant did not use the opportunity to complete."""
    if _reacted_to(request, completion):
        raise RuleBroken("applicant_responded", "the applicant reacted to the last request (Awb 4:5(1))")


def supplement_came(completion: Completion, request: CompletionRequest, _: date) -> None:
    """Awb 4:5(1): there is a supplement to judge, also one that came after the term; silence has rules of its own."""
    if not _reacted_to(request, completion):
        raise RuleBroken("no_supplement_to_judge", "nothing came since the last request (Awb 4:5(1))")


def silent_for_two_weeks(_: Completion, request: CompletionRequest, today: date) -> None:
    """Letter 4: at least two weeks without a reaction."""
    if today < request.requested_on + SILENCE:
        raise RuleBroken("silence_too_short", "less than two weeks since the last request (Awb 4:5)")


def signature_asked(_: Completion, request: CompletionRequest, __: date) -> None:
    """Awb 4:2(1), 4:5(1): the applicant was asked for the signature."""
    if SIGNATURE not in request.items:
        raise RuleBroken("item_not_asked", "the last request did not ask for a signature (Awb 4:5(1))")


def within_four_weeks(completion: Completion, request: CompletionRequest, today: date) -> None:
    """Awb 4:5(4): announced within four weeks after completion, or after the set term lapsed.

    What is decided later cannot be announced in time; whether what is decided within them is, the letter's day tells.
    What came after the set term does not begin them anew, nor does a request for the same that was made when they
    were over.
    """
    earlier = completion.requests[: completion.requests.index(request)]
    if _over_on(request, today) or asked_again_too_late(earlier, request.items, request.requested_on):
        raise RuleBroken("leaving_out_too_late", "more than four weeks after the set term (Awb 4:5(4))")


def last_day_to_announce(request: CompletionRequest) -> date | None:
    """Awb 4:5(4): the last day of the four weeks after the supplement, or after the term that lapsed."""
    return None if request.ended_on is None else leaving_out_term(request.ended_on).last_day


def _over_on(request: CompletionRequest, day: date) -> bool:
    last_day = last_day_to_announce(request)
    return last_day is not None and day > last_day


def asked_again_too_late(
    earlier: Iterable[CompletionRequest], items: tuple[str, ...], requested_on: date
) -> bool:
    """Whether these were asked before, and the four weeks for that were over; of old requests it is not known what."""
    return any(
        _over_on(before, requested_on)
        for before in earlier
        if not before.items or not items or set(before.items) & set(items)
    )


def _reacted_to(request: CompletionRequest, completion: Completion) -> bool:
    came = completion.supplemented_on
    return request.ended is not ResumedBecause.LAPSED or (came is not None and came >= request.requested_on)


def check_items(proposed: LeavingOut, request: CompletionRequest, *, signed: bool) -> None:
    """Awb 3:46, 4:5(1): a person says of each item, once, why what came does not suffice; of what was asked alone.

    Of wrong data it can be said which are wrong.
    """
    named = [each.item for each in proposed.on_items]
    if len(set(named)) != len(named) or bool(named) not in JUDGED_BY_ITEM[proposed.reason]:
        raise RuleBroken(
            "items_not_judged",
            "a supplement is found insufficient item by item, wrong data can be, and nothing else (Awb 3:46)",
        )
    if not set(named) <= set(request.items):
        raise RuleBroken("item_not_asked", "the last request did not ask for it (Awb 4:5(1))")
    if signed and (proposed.reason is LeftOutReason.NOT_SIGNED or SIGNATURE in named):
        raise RuleBroken("signature_not_missing", "the application is signed (Awb 4:2(1))")


JUDGED_BY_ITEM: Final[Mapping[LeftOutReason, tuple[bool, ...]]] = {
    LeftOutReason.NO_RESPONSE: (False,),
    LeftOutReason.WRONG_DATA: (False, True),
    LeftOutReason.INSUFFICIENT: (True,),
    LeftOutReason.NOT_SIGNED: (False,),
}
"""Whether items may be named, and whether they must be."""

Rule = Callable[[Completion, CompletionRequest, date], None]

RULES: Final[Mapping[LeftOutReason, tuple[Rule, ...]]] = {
    LeftOutReason.NO_RESPONSE: (asked_several_times, no_reaction, silent_for_two_weeks, within_four_weeks),
    LeftOutReason.WRONG_DATA: (within_four_weeks,),
    LeftOutReason.INSUFFICIENT: (supplement_came, within_four_weeks),
    LeftOutReason.NOT_SIGNED: (signature_asked, within_four_weeks),
}
"""What each reason needs beside a request of which the term has ended."""
