"""How cases are reported: the categories of the fourth bimonthly letter to the Chamber, 29 September 2025.

A category is never a state: by letter 4 an application withdrawn after its handling had started counts among
the refused, and one that was converted among those left out of consideration, though no law says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType, LeftOutReason, RefusalGround


class ReportingOutcome(StrEnum):
    """The four outcomes of letter 4."""

    GRANTED = "granted"
    """Toegekend."""
    LEFT_OUT = "left_out"
    """Buiten behandeling."""
    REFUSED = "refused"
    """Afgewezen."""
    PENDING = "pending"
    """In behandeling."""


class ReportingCategory(StrEnum):
    """An outcome with the reason that letter 4 gives for it; the part before the dot is the outcome."""

    GRANTED = "granted"
    WITHDRAWN_BEFORE_HANDLING = "left_out.withdrawn_before_handling"
    """Ingetrokken voor behandeling."""
    NO_RESPONSE = "left_out.no_response"
    """Geen reactie na meerdere verzoeken."""
    CONVERTED = "left_out.converted"
    """Omgezet in een passender ontheffing."""
    WRONG_DATA = "left_out.wrong_data"
    """Foutieve gegevens."""
    CONDITIONS_NOT_MET = "refused.conditions_not_met"
    """Voldoet niet aan de voorwaarden."""
    WITHDRAWN_AFTER_HANDLING = "refused.withdrawn_after_handling"
    """Ingetrokken tijdens behandeling."""
    OTHER = "refused.other"
    """Overig."""
    PENDING = "pending"

    @property
    def outcome(self) -> ReportingOutcome:
        """The outcome that it belongs to."""
        return ReportingOutcome(self.value.partition(".")[0])


class ReportingScope(StrEnum):
    """The three kinds that letter 4 counts apart."""

    NATIONAL = "national"
    LOCAL = "local"
    DAY = "day"
    """Day exemptions, of which only those granted are counted."""


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """What letter 4 leaves open, as a parameter."""

    replaced_refusal_counts_as_granted: bool = True
    """Whether a case moves from refused to granted when a renewal or an objection replaces the refusal."""
    defect_that_stayed_counts_as: ReportingCategory = ReportingCategory.WRONG_DATA
    """Under which reason one is counted that is left out because what came did not suffice, or no signature came."""
    synthetic: tuple[str, ...] = ("replaced_refusal_counts_as_granted", "defect_that_stayed_counts_as")
    """Names of the fields above whose values are SYNTHETIC."""


REPORTING_RULE: Final = ReportingRule()


class ReportedCase(msgspec.Struct, frozen=True):
    """One case as it is reported."""

    case_id: UUID
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; None: national."""
    received_on: date
    category: ReportingCategory

    @property
    def scope(self) -> ReportingScope:
        """The kind under which it is counted."""
        return reporting_scope(self.exemption_type, local=self.municipality is not None)


def reporting_scope(exemption_type: ExemptionType, *, local: bool) -> ReportingScope:
    """Day exemptions are a kind of their own, whatever municipality they are for."""
    if exemption_type is ExemptionType.DAY:
        return ReportingScope.DAY
    return ReportingScope.LOCAL if local else ReportingScope.NATIONAL


def opened(event: DecisionTermStarted) -> ReportedCase:
    """A case that came in is pending."""
    return ReportedCase(
        event.originator_id,
        event.exemption_type,
        event.municipality,
        event.received_on,
        ReportingCategory.PENDING,
    )


def recategorised(case: ReportedCase, event: Event, rule: ReportingRule = REPORTING_RULE) -> ReportedCase:
    """The case after one of `MOVING_EVENTS`."""
    return msgspec.structs.replace(case, category=MOVES[type(event)](event, case.category, rule))


def fold_reported(events: Iterable[Event], rule: ReportingRule = REPORTING_RULE) -> dict[UUID, ReportedCase]:
    """Every case as reported, folded from events in log order."""
    cases: dict[UUID, ReportedCase] = {}
    for event in events:
        if isinstance(event, DecisionTermStarted):
            cases[event.originator_id] = opened(event)
        elif type(event) in MOVES:
            cases[event.originator_id] = recategorised(cases[event.originator_id], event, rule)
    return cases


class CountedAs(msgspec.Struct, frozen=True):
    """Under what cases are counted together."""

    scope: ReportingScope
    exemption_type: ExemptionType
    category: ReportingCategory

    @property
    def is_counted(self) -> bool:
        """Letter 4 counts day exemptions only when granted."""
        return self.scope is not ReportingScope.DAY or self.category is ReportingCategory.GRANTED


Tally = Counter[CountedAs]
"""How many cases there are of each."""


def tally(cases: Iterable[ReportedCase]) -> Tally:
    """The cases counted."""
    counted = (CountedAs(case.scope, case.exemption_type, case.category) for case in cases)
    return Counter(key for key in counted if key.is_counted)


def whole_percent(part: int, whole: int) -> int | None:
    """The share in whole percent, a half rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


Move = Callable[[Event, ReportingCategory, ReportingRule], ReportingCategory]


def _granted(_: Event, __: ReportingCategory, ___: ReportingRule) -> ReportingCategory:
    return ReportingCategory.GRANTED


def _refused(event: Event, _: ReportingCategory, __: ReportingRule) -> ReportingCategory:
    refused = event if isinstance(event, ExemptionRefused | RefusalReplacedOnObjection) else None
    other = refused is not None and refused.ground is not RefusalGround.CONDITIONS_NOT_MET
    return ReportingCategory.OTHER if other else ReportingCategory.CONDITIONS_NOT_MET


def _replaced(_: Event, before: ReportingCategory, rule: ReportingRule) -> ReportingCategory:
    return ReportingCategory.GRANTED if rule.replaced_refusal_counts_as_granted else before


def _refused_by_court(event: Event, before: ReportingCategory, _: ReportingRule) -> ReportingCategory:
    """What was refused stays counted as it was."""
    taken = isinstance(event, ExemptionRefusedByCourt) and event.takes_away
    return ReportingCategory.OTHER if taken else before


def _left_out(event: Event, _: ReportingCategory, rule: ReportingRule) -> ReportingCategory:
    match event:
        case LeftOutOfConsideration(reason=LeftOutReason.WRONG_DATA):
            return ReportingCategory.WRONG_DATA
        case LeftOutOfConsideration(reason=LeftOutReason.INSUFFICIENT | LeftOutReason.NOT_SIGNED):
            return rule.defect_that_stayed_counts_as
        case _:
            return ReportingCategory.NO_RESPONSE


def _withdrawn(event: Event, _: ReportingCategory, __: ReportingRule) -> ReportingCategory:
    started = isinstance(event, WithdrawalNoted) and event.handling_started
    return (
        ReportingCategory.WITHDRAWN_AFTER_HANDLING if started else ReportingCategory.WITHDRAWN_BEFORE_HANDLING
    )


def _pending(_: Event, __: ReportingCategory, ___: ReportingRule) -> ReportingCategory:
    return ReportingCategory.PENDING


def _converted(_: Event, __: ReportingCategory, ___: ReportingRule) -> ReportingCategory:
    return ReportingCategory.CONVERTED


MOVES: Final[Mapping[type[Event], Move]] = {
    ExemptionGranted: _granted,
    ExemptionRefused: _refused,
    DecisionReissued: _replaced,
    DecisionReplacedOnObjection: _replaced,
    DecisionReplacedExOfficio: _replaced,
    RefusalReplacedOnObjection: _refused,
    ExemptionGrantedByCourt: _replaced,
    ExemptionRefusedByCourt: _refused_by_court,
    LeftOutOfConsideration: _left_out,
    WithdrawalNoted: _withdrawn,
    ConversionNoted: _converted,
    LeavingOutRevokedOnObjection: _pending,
}
"""The category that each event gives a case; all others leave it where it is."""

REPORTED_EVENTS: Final[tuple[type[Event], ...]] = (DecisionTermStarted, *MOVES)
"""What the fold reads."""
