"""What has made the term to decide on an objection longer, from the acts that did alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from services.objections.domain.decision_anew import (
    DecisionAnewOrdered,
    LateRulingOrdered,
    changes_anew,
    ordered_by_court,
)
from services.objections.domain.repair import (
    ObjectionRepaired,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.domain.ruling_term import (
    CommitteeAnnounced,
    PostponementAgreed,
    RulingAdjourned,
    TermChanges,
)
from services.objections.domain.told_too_late import StepToldTooLate
from shared.eventlog.aggregate import Event
from shared.law.ruling_terms import PutOff
from shared.law.terms import Suspension

TERM_ACTS: Final[tuple[type[Event], ...]] = (
    CommitteeAnnounced,
    RulingAdjourned,
    StepToldTooLate,
    PostponementAgreed,
    RepairRequested,
    ObjectionRepaired,
    RepairTermLapsed,
    RepairTermMoved,
    DecisionAnewOrdered,
    LateRulingOrdered,
)
"""No other act on an objection changes its term (Awb 7:10, 7:13, 8:55d(1), 8:72(4))."""


def changes_by(acts: Iterable[Event]) -> TermChanges:
    """The changes that these acts on one objection made together, in their order."""
    changes = TermChanges()
    for act in acts:
        changes = _after(changes, act)
    return changes


def _after(changes: TermChanges, act: Event) -> TermChanges:
    match act:
        case CommitteeAnnounced():
            return msgspec.structs.replace(changes, committee_announced_on=act.announced_on)
        case RulingAdjourned():
            return changes.put_off_to(PutOff(act.adjourned_on, act.decide_before), adjourned=True)
        case PostponementAgreed():
            return changes.put_off_to(PutOff(act.recorded_on, act.decide_before), adjourned=False)
        case DecisionAnewOrdered():
            return changes_anew(changes, act.order)
        case LateRulingOrdered():
            return ordered_by_court(changes, act.ruled_on, act.decide_before)
        case _:
            return _after_repair_or_late_letter(changes, act)


def _after_repair_or_late_letter(changes: TermChanges, act: Event) -> TermChanges:
    match act:
        case RepairRequested() | RepairTermMoved():
            return changes.suspended(act.requested_on)
        case ObjectionRepaired():
            return changes.resumed(Suspension.until_supplemented(act.requested_on, act.repaired_on))
        case RepairTermLapsed():
            return changes.resumed(Suspension.until_lapsed(act.requested_on, act.term_last_day))
        case StepToldTooLate():
            return act.left_of(changes)
        case _:
            return changes
