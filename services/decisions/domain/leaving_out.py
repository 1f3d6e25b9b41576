"""Leaving an application out of consideration (buiten behandeling stellen, Awb 4:5), and when that may be done.

Sources: Awb 4:5; the fourth bimonthly letter to the Chamber, 29 September 2025, for the several requests
and the two weeks of silence, and for wrong data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from services.decisions.domain.case_file import CaseState, Holder
from services.decisions.domain.decision_term import Completion, CompletionRequest, ResumedBecause
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import leaving_out_term
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

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.LEFT_OUT
        aggregate.ended_on = aggregate.ended_on or self.decided_on
        aggregate.suspended_otherwise = ()
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)


def check_leaving_out(reason: LeftOutReason, completion: Completion, today: date) -> date:
    """The last day to announce that the application is left out of consideration (Awb 4:5(4)).

    Raises RuleBroken, with the code of the rule, where it may not be.
    """
    request = completed_or_lapsed(completion, today)
    for rule in RULES[reason]:
        rule(completion, request, today)
    return last_day_to_announce(completion, request)


def completed_or_lapsed(completion: Completion, today: date) -> CompletionRequest:
    """Awb 4:5(1): only after the applicant was asked, and the set term has ended; also one that was moved after that."""
    request = completion.latest
    if request is None:
        raise RuleBroken("completion_not_requested", "the applicant was not asked to complete (Awb 4:5(1))")
    if request.ended is None or (request.moved and today <= request.term_last_day):
        raise RuleBroken("completion_term_runs", "the set term has not ended yet (Awb 4:5(1))")
    return request


def asked_several_times(completion: Completion, _: CompletionRequest, __: date) -> None:
    """Letter 4: several requests to complete."""
    if len(completion.requests) < LEAST_REQUESTS:
        raise RuleBroken("completion_requested_once", "one request to complete is not several (Awb 4:5)")


def no_reaction(completion: Completion, request: CompletionRequest, _: date) -> None:
    """Awb 4:5(1): the applicant did not use the opportunity to complete."""
    supplemented_on = completion.supplemented_on
    if request.ended is not ResumedBecause.LAPSED or (
        supplemented_on is not None and supplemented_on >= request.requested_on
    ):
        raise RuleBroken("applicant_responded", "the applicant reacted to the last request (Awb 4:5(1))")


def silent_for_two_weeks(_: Completion, request: CompletionRequest, today: date) -> None:
    """Letter 4: at least two weeks without a reaction."""
    if today < request.requested_on + SILENCE:
        raise RuleBroken("silence_too_short", "less than two weeks since the last request (Awb 4:5)")


def within_four_weeks(completion: Completion, request: CompletionRequest, today: date) -> None:
    """Awb 4:5(4): announced within four weeks after completion, or after the set term lapsed.

    What is decided later cannot be announced in time. Whether what is decided within them is, the letter's day tells.
    """
    if today > last_day_to_announce(completion, request):
        raise RuleBroken("leaving_out_too_late", "more than four weeks after the set term (Awb 4:5(4))")


def last_day_to_announce(completion: Completion, request: CompletionRequest) -> date:
    """Awb 4:5(4): the last day of the four weeks."""
    lapsed = request.ended is ResumedBecause.LAPSED
    ends = [request.term_last_day] if lapsed else []
    ends += [completion.supplemented_on] if completion.supplemented_on else []
    return leaving_out_term(max(ends)).last_day


Rule = Callable[[Completion, CompletionRequest, date], None]

RULES: Final[Mapping[LeftOutReason, tuple[Rule, ...]]] = {
    LeftOutReason.NO_RESPONSE: (asked_several_times, no_reaction, silent_for_two_weeks, within_four_weeks),
    LeftOutReason.WRONG_DATA: (within_four_weeks,),
}
"""What each reason needs beside a request of which the term has ended."""
