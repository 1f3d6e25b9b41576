"""What belongs to a case file (zaakdossier): its state, whom it concerns, what a decision rests on, what is pending."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.decisions.domain.evidence import Evidence
from services.decisions.domain.judging import StandingJudgement
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import NotInThisState
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, StatedFacts


class CaseState(StrEnum):
    """What the law has said of the case so far."""

    UNDECIDED = "undecided"
    GRANTED = "granted"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    """Buiten behandeling gesteld (Awb 4:5): a decision, but not on the merits."""
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"
    """Omgezet: another case took its place."""
    REVOKED = "revoked"
    """Ingetrokken: what was granted was taken away by a later decision."""


ON_THE_MERITS: Final = frozenset({CaseState.GRANTED, CaseState.REFUSED, CaseState.REVOKED})
"""The states in which a decision on the merits stands."""


DECIDED: Final = ON_THE_MERITS | {CaseState.LEFT_OUT}
"""The states in which a decision stands that can be contested."""


def check_undecided(state: CaseState) -> None:
    """Raises NotInThisState `already_decided` or `case_ended` once nothing is left to decide."""
    if state in ON_THE_MERITS:
        raise NotInThisState("already_decided", f"the case was {state}: nothing is left to decide (Awb 4:13)")
    if state is not CaseState.UNDECIDED:
        raise NotInThisState("case_ended", f"the case was {state}: nothing is left to decide (Awb 4:13)")


class DecisionGrounds(msgspec.Struct, frozen=True):
    """What a decision rests on, kept whole so that it can be taken again in five years."""

    facts: CaseFacts
    criteria: tuple[CriterionResult, ...]
    policy_version: str
    threshold_set_id: UUID | None
    """None: no threshold was looked at."""
    on: date | None = None
    """The legal day as of which the criteria were answered; None: on which the act was recorded."""
    judgements: tuple[StandingJudgement, ...] = ()
    """The judgements that the criteria went by, with their reasons and the documents that they rest on."""
    evidence: tuple[Evidence, ...] = ()
    """The documents that lay before who assessed, as far as they belong to one of the criteria."""


class Holder(msgspec.Struct, frozen=True):
    """Whom and which vehicle the case concerns, sealed."""

    applicant: Sealed
    plate: Sealed
    applicant_subject: str | None = None
    """Pseudonymous token subject of the applicant, so that later services know whose case it is."""


class ReceivedApplication(msgspec.Struct, frozen=True):
    """What the desk hears of an application (aanvraag) when it is received."""

    exemption_type: ExemptionType
    received_on: date
    holder: Holder
    daily_range_km: int | None = None
    stated: StatedFacts = StatedFacts()
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    vehicle_id: UUID | None = None
    """The same in every case of one plate; None: not known."""
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed (verlenging)."""
    applicants: int = 1
    """How many apply together."""
    signed: bool = True
    """False: it came on paper without a signature (Awb 4:2(1))."""


class PendingObjection(msgspec.Struct, frozen=True):
    """An objection of which the proceedings run; `found_by` once a threshold consequence was found."""

    objection_id: UUID
    found_by: str | None = None
    late: bool = False
    """It came after its term, and nobody has excused that: it may turn out inadmissible (Awb 6:9, 6:11).

    On one with a finding, and after it, this is never so: it was in time, or its lateness was excused.
    """
    heard_on: date | None = None
    """The day of the hearing (Awb 7:2), as far as was heard; None: there was none."""


PendingObjections = tuple[PendingObjection, ...]
"""The pending objections of one case, in order of id, which is the order of lodging."""


def governing(objections: PendingObjections) -> PendingObjection | None:
    """The objection by which a renewal is decided: the first with a finding, else the first that was in time.

    Awb 6:19, 7:11; one that came late only when there is no other.
    """
    found = [objection for objection in objections if objection.found_by]
    in_time = [objection for objection in objections if not objection.late]
    return next(iter(found or in_time or objections), None)


def with_pending(objections: PendingObjections, pending: PendingObjection) -> PendingObjections:
    """The objections with this one as it now is; that its objector was heard is not forgotten."""
    before = next((one for one in objections if one.objection_id == pending.objection_id), None)
    if before is not None and pending.heard_on is None:
        pending = msgspec.structs.replace(pending, heard_on=before.heard_on)
    others = without(objections, pending.objection_id)
    return tuple(sorted((*others, pending), key=lambda objection: objection.objection_id))


def without(objections: PendingObjections, objection_id: UUID) -> PendingObjections:
    """The objections but for the one that ended."""
    return tuple(objection for objection in objections if objection.objection_id != objection_id)
