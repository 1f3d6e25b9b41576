"""What new thresholds mean for every recorded case: the table of the campaign, row by row.

`standing` is the one rule; the preview and the campaign both go through it, and the proof folds the
log with it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import CaseState, Holder, PendingObjections
from services.decisions.domain.criteria import assess
from services.decisions.domain.policy import Policy
from services.decisions.domain.threshold_set import CategoryCounts, PreviewCounts
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.vocabulary import ExemptionType, Outcome, RefusalGround, VehicleCategory


class Disposition(StrEnum):
    """What the campaign does with a case, and how it is counted."""

    REISSUE = "reissue"
    UNCHANGED = "unchanged"
    FOR_A_PERSON = "for_a_person"
    WOULD_NOW_BE_REFUSED = "would_now_be_refused"
    SUPERSEDED = "superseded"
    NOT_A_DECISION = "not_a_decision"
    PENDING = "pending"


class Standing(StrEnum):
    """How a case stands under the new thresholds: its row of the table. The codes are stable."""

    REFUSED_NOW_GRANTED = "refused_now_granted"
    REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING = "refused_now_granted_proceedings_pending"
    """An objection or appeal is pending: the renewal is covered by it (Awb 6:19), or decides on it (Awb 7:11)."""
    REFUSED_STILL = "refused_still"
    """Another criterion is unmet, or the thresholds still refuse it."""
    FACTS_UNKNOWN = "facts_unknown"
    PLATE_CHANGED_HANDS = "plate_changed_hands"
    """A newer day of registration in a name was recorded than the one that the refusal rests on."""
    PERSON_ERASED = "person_erased"
    SUPERSEDED = "superseded"
    """A newer case of the same vehicle and applicant holds a running grant."""
    WOULD_NOW_BE_REFUSED = "would_now_be_refused"
    GRANTED_STILL = "granted_still"
    GRANTED_EXPIRED = "granted_expired"
    REVOKED = "granted_revoked"
    """Granted, and revoked since: the campaign gives nobody back what was taken away for a reason of its own."""
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"
    CONVERTED_TARGET_REFUSED = "converted_target_refused"
    CONVERTED_TARGET_PENDING = "converted_target_pending"
    CONVERTED = "converted"
    """Converted, and either refused here too or helped by the case that took its place."""
    UNDECIDED = "undecided"


DISPOSITIONS: Final[Mapping[Standing, Disposition]] = {
    Standing.REFUSED_NOW_GRANTED: Disposition.REISSUE,
    Standing.REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING: Disposition.REISSUE,
    Standing.REFUSED_STILL: Disposition.UNCHANGED,
    Standing.FACTS_UNKNOWN: Disposition.FOR_A_PERSON,
    Standing.PLATE_CHANGED_HANDS: Disposition.FOR_A_PERSON,
    Standing.PERSON_ERASED: Disposition.FOR_A_PERSON,
    Standing.SUPERSEDED: Disposition.SUPERSEDED,
    Standing.WOULD_NOW_BE_REFUSED: Disposition.WOULD_NOW_BE_REFUSED,
    Standing.GRANTED_STILL: Disposition.UNCHANGED,
    Standing.GRANTED_EXPIRED: Disposition.UNCHANGED,
    Standing.REVOKED: Disposition.UNCHANGED,
    Standing.LEFT_OUT: Disposition.NOT_A_DECISION,
    Standing.WITHDRAWN: Disposition.NOT_A_DECISION,
    Standing.CONVERTED_TARGET_REFUSED: Disposition.FOR_A_PERSON,
    Standing.CONVERTED_TARGET_PENDING: Disposition.FOR_A_PERSON,
    Standing.CONVERTED: Disposition.UNCHANGED,
    Standing.UNDECIDED: Disposition.PENDING,
}
"""What the campaign does for each row of the table."""


class RecordedCase(msgspec.Struct, frozen=True):
    """The latest recorded state of a case, as far as a reassessment reads it."""

    case_id: UUID
    version: int
    state: CaseState
    exemption_type: ExemptionType
    holder: Holder
    facts: CaseFacts | None = None
    """The facts on which the last decision was taken, or that were known when the case was converted."""
    decision_id: UUID | None = None
    threshold_set_id: UUID | None = None
    valid_until: date | None = None
    refusal_ground: RefusalGround | None = None
    objections: PendingObjections = ()
    appeals: tuple[UUID, ...] = ()
    """Appeals of which the proceedings run."""
    registered_on: date | None = None
    """Since when the vehicle is in its holder's name, as the register said last."""
    erased: bool = False
    """The keys of the person were destroyed: no letter can be sent."""
    vehicle_id: UUID | None = None
    """The same in every case of one plate."""
    municipality: str | None = None
    newer_grant_until: date | None = None
    """Last day of the national exemption that a newer case of the same vehicle and applicant holds."""
    converted_to: UUID | None = None
    target_state: CaseState | None = None
    """How the case stands into which this one was converted; None: not heard of yet."""

    @property
    def changed_hands(self) -> bool:
        """Whether the register has named a newer holder since the last decision."""
        decided = self.facts.vehicle.registered_on if self.facts else None
        return decided is not None and self.registered_on is not None and self.registered_on > decided


class NewThresholds(msgspec.Struct, frozen=True):
    """The set under which cases are reassessed, and the day as of which."""

    threshold_set_id: UUID
    rows: tuple[ThresholdRow, ...]
    on: date


def standing(case: RecordedCase, thresholds: NewThresholds, policy: Policy) -> Standing:
    """The row of the table in which a case stands."""
    if alone := _BY_STATE_ALONE.get(case.state):
        return alone
    advice = assess(case.facts, thresholds.rows, policy, thresholds.on).advice if case.facts else None
    match case.state:
        case CaseState.GRANTED:
            return _of_a_grant(case, thresholds.on, advice)
        case CaseState.CONVERTED:
            return _of_a_conversion(case, advice)
        case _:
            return _of_a_refusal(case, thresholds.on, advice)


def disposition(case: RecordedCase, thresholds: NewThresholds, policy: Policy) -> Disposition:
    """What the campaign does with a case."""
    return DISPOSITIONS[standing(case, thresholds, policy)]


_BY_STATE_ALONE: Final = {
    CaseState.UNDECIDED: Standing.UNDECIDED,
    CaseState.LEFT_OUT: Standing.LEFT_OUT,
    CaseState.WITHDRAWN: Standing.WITHDRAWN,
    CaseState.REVOKED: Standing.REVOKED,
}


def _of_a_conversion(case: RecordedCase, advice: Outcome | None) -> Standing:
    """Who let the case be converted would have been granted: that helps where the new case did not."""
    if advice is not Outcome.GRANTED:
        return Standing.CONVERTED
    match case.target_state:
        case CaseState.REFUSED:
            return Standing.CONVERTED_TARGET_REFUSED
        case None | CaseState.UNDECIDED:
            return Standing.CONVERTED_TARGET_PENDING
        case _:
            return Standing.CONVERTED


def _of_a_grant(case: RecordedCase, on: date, advice: Outcome | None) -> Standing:
    """A grant is not taken away: sources speak of renewals in the applicant's favour only."""
    if case.valid_until is None or case.valid_until < on:
        return Standing.GRANTED_EXPIRED
    return Standing.WOULD_NOW_BE_REFUSED if advice is Outcome.REFUSED else Standing.GRANTED_STILL


NOT_ON_CONDITIONS: Final = frozenset({RefusalGround.OTHER, RefusalGround.REPEATED})
"""Refusals that no threshold bears on; of a repetition the earlier case is the one that is renewed."""


def _of_a_refusal(case: RecordedCase, on: date, advice: Outcome | None) -> Standing:
    """Whatever became of an objection or appeal: who is granted now gets a renewed decision."""
    if advice is Outcome.REFUSED or case.refusal_ground in NOT_ON_CONDITIONS:
        return Standing.REFUSED_STILL
    if advice is None:
        return Standing.FACTS_UNKNOWN
    if standing_in_the_way := _in_the_way(case, on):
        return standing_in_the_way
    if case.objections or case.appeals:
        return Standing.REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING
    return Standing.REFUSED_NOW_GRANTED


def _in_the_way(case: RecordedCase, on: date) -> Standing | None:
    """Why a case that is granted now is not renewed by itself; None: it is."""
    if case.erased:
        return Standing.PERSON_ERASED
    if case.changed_hands:
        return Standing.PLATE_CHANGED_HANDS
    running = case.newer_grant_until is not None and on <= case.newer_grant_until
    return Standing.SUPERSEDED if running else None


class PlannedCase(msgspec.Struct, frozen=True):
    """What a plan says of one case."""

    case_id: UUID
    standing: Standing
    category: VehicleCategory | None
    """Of the vehicle on which was decided; None: not registered, or nothing decided."""

    @property
    def disposition(self) -> Disposition:
        """What the campaign does with it."""
        return DISPOSITIONS[self.standing]


Plan = tuple[PlannedCase, ...]
"""What a set means for all cases as recorded at one position, in order of id."""


def plan_of(cases: Iterable[RecordedCase], thresholds: NewThresholds, policy: Policy) -> Plan:
    """The plan for these cases."""
    return tuple(
        PlannedCase(
            case.case_id,
            standing(case, thresholds, policy),
            case.facts.vehicle.category if case.facts else None,
        )
        for case in sorted(cases, key=lambda case: case.case_id)
    )


def count(plan: Plan) -> PreviewCounts:
    """How many cases of each disposition, of each row, and what each vehicle category gains and loses."""
    by_disposition = Counter(case.disposition for case in plan)
    by_standing = Counter(case.standing for case in plan)
    return PreviewCounts(
        **{kind.value: by_disposition[kind] for kind in Disposition},
        by_standing={row.value: by_standing[row] for row in Standing if by_standing[row]},
        by_category=tuple(_category_counts(plan)),
    )


def _category_counts(plan: Plan) -> Iterable[CategoryCounts]:
    gains = Counter(case.category for case in plan if case.disposition is Disposition.REISSUE)
    losses = Counter(case.category for case in plan if case.disposition is Disposition.WOULD_NOW_BE_REFUSED)
    for category in VehicleCategory:
        if gains[category] or losses[category]:
            yield CategoryCounts(category, gains[category], losses[category])


def drift(approved: Plan, now: Plan) -> int:
    """How many cases are disposed of otherwise now than in the approved plan; a case that it lacks was pending."""
    before = {case.case_id: case.disposition for case in approved}
    return sum(before.get(case.case_id, Disposition.PENDING) is not case.disposition for case in now)


def plan_digest(
    thresholds: NewThresholds, policy_version: str, at_position: int, plan: Iterable[tuple[UUID, Disposition]]
) -> str:
    """SHA-256 that names a plan: set, policy, valid-from, position and every case with its outcome."""
    digest = hashlib.sha256()
    head = (str(thresholds.threshold_set_id), policy_version, thresholds.on.isoformat(), at_position)
    for part in (head, *sorted((str(case_id), str(outcome)) for case_id, outcome in plan)):
        digest.update(msgspec.json.encode(part) + b"\n")
    return digest.hexdigest()
