"""What suspends the decision term besides a request to complete (opschorten, Awb 4:15(1)(b) and (2)).

The law suspends; the desk records it, while the term has not ended: one that is found to have been suspended only
afterwards would take away what a notice of default has set going.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from services.decisions.domain.running_term import RunningTerm
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel, Suspension
from shared.privacy.sealed import Sealed
from shared.vocabulary import SuspensionKind

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase

ARTICLES: Final[Mapping[SuspensionKind, str]] = {
    SuspensionKind.INFORMATION_FROM_ABROAD: "Awb 4:15(1)(b)",
    SuspensionKind.AGREED: "Awb 4:15(2)(a)",
    SuspensionKind.DELAY_OF_APPLICANT: "Awb 4:15(2)(b)",
    SuspensionKind.FORCE_MAJEURE: "Awb 4:15(2)(c)",
}
"""By which article each kind suspends."""
LONGEST_AGREED: Final = timedelta(days=365)
"""SYNTHETIC: for longer than this nobody agrees at once."""


class WrittenConsent(msgspec.Struct, frozen=True):
    """That the applicant agreed in writing (schriftelijke instemming, Awb 4:15(2)(a)); what was said is no consent."""

    given_on: date
    """Day on which it was received."""
    channel: Channel
    """In which form: electronic, or on paper."""


class KindOfSuspension(msgspec.Struct, frozen=True):
    """A suspension that begins, as the desk records it."""

    kind: SuspensionKind
    first_day: date
    expected_end: date | None = None
    """By when the applicant can expect the decision; said of force majeure at least (Awb 4:15(3))."""
    ends_on: date | None = None
    """The first day on which the term runs again, where the applicant agreed to one (Awb 4:15(2)(a))."""
    consent: WrittenConsent | None = None
    """Of an agreed one; None for the others, and for those from before it was kept."""

    @property
    def article(self) -> str:
        """By which it suspends."""
        return ARTICLES[self.kind]


HANDLING_STARTS_WITH: Final = frozenset(SuspensionKind) - {SuspensionKind.FORCE_MAJEURE}
"""SYNTHETIC: with which suspensions handling has begun, for the category of a withdrawal (letter 4 says of none).

With force majeure the desk could not; with the others it asked something, agreed, or waits for what it needs.
"""


class DecisionTermSuspendedOtherwise(Event):
    """The decision term is suspended (opgeschort) for another reason than a request to complete (Awb 4:15)."""

    TOPIC = "decisions.DecisionTermSuspendedOtherwise"
    kind: SuspensionKind
    first_day: date
    expected_end: date | None
    ends_on: date | None
    """Agreed at once; its end is recorded in the same append. None: its end is yet to come."""
    term_suspended_from: date
    """First day of everything that suspends the term now."""
    suspended_on: date
    suspended_by: str
    sealed_reasons: Sealed
    consent: WrittenConsent | None = None
    """Day and form of the consent to an agreed one (Awb 4:15(2)(a))."""

    def apply(self, aggregate: DecisionCase) -> None:
        begun = KindOfSuspension(self.kind, self.first_day, self.expected_end, self.ends_on, self.consent)
        aggregate.suspended_otherwise = (*aggregate.suspended_otherwise, begun)
        aggregate.handled = aggregate.handled or self.kind in HANDLING_STARTS_WITH


class OtherSuspensionEnded(Event):
    """A suspension for another reason than a request to complete ended, with the last day that it leaves (Awb 4:15(4))."""

    TOPIC = "decisions.OtherSuspensionEnded"
    kind: SuspensionKind
    suspended_from: date
    resumed_on: date
    """The first day that it no longer suspends."""
    last_day: date
    provisional: bool
    still_suspended_from: date | None
    """First day of what suspends the term nevertheless; None: the term runs."""
    ended_by: str

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.suspended_otherwise = without(aggregate.suspended_otherwise, self.kind)
        aggregate.suspensions = (*aggregate.suspensions, Suspension(self.suspended_from, self.resumed_on))
        aggregate.last_day = self.last_day


def running(suspensions: Iterable[KindOfSuspension], kind: SuspensionKind) -> KindOfSuspension:
    """The suspension of that kind. Raises NotInThisState `suspension_not_running` when none goes on."""
    for suspension in suspensions:
        if suspension.kind is kind:
            return suspension
    raise NotInThisState("suspension_not_running", f"no such suspension goes on ({ARTICLES[kind]})")


def without(suspensions: Iterable[KindOfSuspension], kind: SuspensionKind) -> tuple[KindOfSuspension, ...]:
    """The suspensions of other kinds."""
    return tuple(suspension for suspension in suspensions if suspension.kind is not kind)


def check_beginning(
    begun: KindOfSuspension, others: Iterable[KindOfSuspension], term: RunningTerm, today: date
) -> None:
    """Raise, with the code of the rule, where the term may not be recorded as suspended so (Awb 4:15)."""
    if any(other.kind is begun.kind for other in others):
        raise NotInThisState("suspension_runs", f"such a suspension goes on already ({begun.article})")
    if term.has_ended_by(today):
        raise RuleBroken("term_has_ended", f"a term that has ended cannot be suspended ({begun.article})")
    if not term.received_on < begun.first_day <= today + timedelta(days=1):
        raise RuleBroken(
            "suspension_out_of_term",
            f"it begins after the day of receipt, and tomorrow at the latest ({begun.article})",
        )
    if begun.kind is SuspensionKind.FORCE_MAJEURE and begun.expected_end is None:
        raise RuleBroken(
            "expected_end_missing", "the applicant is told when to expect a decision (Awb 4:15(3))"
        )
    if begun.ends_on is not None:
        _check_agreed_end(begun, begun.ends_on)
    _check_consent(begun, term, today)


def _check_consent(begun: KindOfSuspension, term: RunningTerm, today: date) -> None:
    """Awb 4:15(2)(a): the applicant agreed in writing, after applying and by the day on which it is recorded."""
    if (begun.kind is SuspensionKind.AGREED) != (begun.consent is not None):
        raise RuleBroken(
            "suspension_not_agreed",
            "written consent of the applicant goes with an agreed suspension, and with no other (Awb 4:15(2)(a))",
        )
    if begun.consent is not None and not term.received_on <= begun.consent.given_on <= today:
        raise RuleBroken(
            "consent_out_of_time",
            "the applicant agreed after the application was received, and today at the latest (Awb 4:15(2)(a))",
        )


def _check_agreed_end(begun: KindOfSuspension, ends_on: date) -> None:
    """Awb 4:15(2)(a): only with the applicant's written agreement can the end be named beforehand."""
    if begun.kind is not SuspensionKind.AGREED:
        raise RuleBroken("end_not_agreed", "only an agreed suspension has an agreed end (Awb 4:15(2)(a))")
    if not begun.first_day < ends_on <= begun.first_day + LONGEST_AGREED:
        raise RuleBroken(
            "suspension_ends_wrongly", "it ends within a year after its first day (Awb 4:15(2)(a))"
        )


def check_end(ended: KindOfSuspension, resumed_on: date, term: RunningTerm, today: date) -> None:
    """Raise RuleBroken where a suspension cannot have ended on that day (Awb 4:15).

    An extension that was told while it went on shows that it did go on then (Awb 4:14(3)).
    """
    told_on = term.extension.notified_on if term.extension else ended.first_day
    if not max(ended.first_day, told_on) <= resumed_on <= today:
        raise RuleBroken(
            "suspension_ends_wrongly",
            f"it ends on or after its first day and the last extension, and today at the latest ({ended.article})",
        )
