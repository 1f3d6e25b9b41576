"""The rows of decisions (besluiten) as case handlers read them: made of their events, and read back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    LargeBinary,
    Row,
    String,
    Table,
    Uuid,
)

from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.on_the_merits import (
    DecisionOnTheMerits,
    OnObjection,
    Revocation,
    outcome_of,
)
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from services.decisions.domain.revocation import ExemptionRevoked
from services.decisions.projections import metadata
from shared.vocabulary import CriterionResult, Remedy, from_utc_micros, utc_micros

OF_A_DAY = (
    ExemptionGranted,
    DecisionReplacedOnObjection,
    DecisionReplacedExOfficio,
    ExemptionGrantedByCourt,
)
"""What can grant a day exemption, with its hours."""

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("position", BigInteger, nullable=False),
    Column("outcome", String, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("criteria", LargeBinary, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("threshold_set_id", Uuid),
    Column("remedy", String, nullable=False),
    Column("valid_until", Date),
    Column("replaces_decision_id", Uuid),
    Column("reassessment_id", Uuid),
    Column("decides_objection_id", Uuid),
    Column("refusal_ground", String),
    Column("valid_from_micros", BigInteger),
    Column("valid_to_micros", BigInteger),
    Column("effective_from", Date),
    Column("revocation_ground", String),
    Column("has_conditions", Boolean),
)

leavings_out = Table(
    "leavings_out",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("announce_by", Date),
    Column("items", String),
)


class StoredLeavingOut(msgspec.Struct, frozen=True):
    """A decision not to deal with an application, as the register has it."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    reason: str
    announce_by: date | None
    items: str | None = None
    """Codes of what was still missing, with a blank between them."""


class StoredDecision(msgspec.Struct, frozen=True):
    """One decision as the register has it."""

    decision_id: UUID
    case_id: UUID
    outcome: str
    decided_on: date
    decided_by: str
    criteria: tuple[CriterionResult, ...]
    policy_version: str
    threshold_set_id: UUID | None
    remedy: str
    valid_until: date | None
    replaces_decision_id: UUID | None
    reassessment_id: UUID | None
    decides_objection_id: UUID | None
    refusal_ground: str | None
    valid_from: datetime | None
    valid_to: datetime | None
    effective_from: date | None
    revocation_ground: str | None
    has_conditions: bool | None


def row_of_leaving_out(fact: LeftOutOfConsideration) -> dict[str, object]:
    """The row of a decision not to deal with an application."""
    return {
        "case_id": fact.originator_id,
        "decision_id": fact.decision_id,
        "decided_on": fact.decided_on,
        "decided_by": fact.decided_by,
        "reason": str(fact.reason),
        "announce_by": fact.announce_by,
        "items": " ".join(each.item for each in fact.on_items) or None,
    }


def row_of_decision(fact: DecisionOnTheMerits, position: int) -> dict[str, object]:
    """The row of a decision taken at that position of the log."""
    taken: dict[str, object] = {
        "decision_id": fact.decision_id,
        "case_id": fact.originator_id,
        "position": position,
        "outcome": str(outcome_of(fact)),
        "decided_on": fact.decided_on,
        "decided_by": fact.decided_by,
        "criteria": msgspec.json.encode(fact.grounds.criteria),
        "policy_version": fact.grounds.policy_version,
        "threshold_set_id": fact.grounds.threshold_set_id,
        "remedy": str(Remedy.OBJECTION),
        "has_conditions": isinstance(fact, ExemptionGranted | DecisionReplacedExOfficio)
        and fact.sealed_conditions is not None,
    }
    taken |= _said_by_kind(fact)
    if isinstance(fact, OF_A_DAY) and fact.valid_from and fact.valid_to:
        taken["valid_from_micros"] = utc_micros(fact.valid_from)
        taken["valid_to_micros"] = utc_micros(fact.valid_to)
    if not isinstance(fact, ExemptionGranted | ExemptionRefused):
        taken |= {"remedy": str(fact.remedy), "replaces_decision_id": fact.replaces_decision_id}
    if isinstance(fact, DecisionReissued | OnObjection):
        taken["decides_objection_id"] = fact.decides_objection_id
    if isinstance(fact, DecisionReplacedOnObjection | Revocation):
        taken["effective_from"] = fact.effective_from
    if isinstance(fact, DecisionReissued):
        taken["reassessment_id"] = fact.reassessment_id
    return taken


def _said_by_kind(fact: DecisionOnTheMerits) -> dict[str, object]:
    """Why it is refused or revoked, or until when it is granted."""
    match fact:
        case ExemptionRefused() | RefusalReplacedOnObjection() | ExemptionRefusedByCourt():
            return {"refusal_ground": str(fact.ground)}
        case ExemptionRevoked():
            return {"revocation_ground": str(fact.ground)}
        case GrantRevokedOnObjection():
            return {}
        case _:
            return {"valid_until": fact.valid_until}


def stored_decision(row: Row[tuple[object, ...]]) -> StoredDecision:
    """The decision that the row holds."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    del values["position"]
    values["criteria"] = criteria_in(values["criteria"])
    values["valid_from"] = _instant(values.pop("valid_from_micros"))
    values["valid_to"] = _instant(values.pop("valid_to_micros"))
    return StoredDecision(**values)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_utc_micros(micros)


def criteria_in(stored: bytes | None) -> tuple[CriterionResult, ...]:
    """The answers that a column holds; none where there was no assessment."""
    return msgspec.json.decode(stored, type=tuple[CriterionResult, ...]) if stored else ()
