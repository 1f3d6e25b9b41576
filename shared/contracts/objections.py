"""What the objections service publishes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed


class ObjectionLodged(Contract, frozen=True):
    """An objection (bezwaarschrift) was received against a decision."""

    TYPE = TYPE_PREFIX + "objection-lodged.v1"

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    received_on: date
    lodged_by: str | None = None
    """Pseudonymous token subject of the objector; None when it came by post."""
    within_term: bool | None = None
    """Whether it came in time (Awb 6:9), as known when it was received; None: its term was not known yet.

    Of one that came late and is excused afterwards (Awb 6:11), what follows tells it: a finding, or its end.
    """


class ThresholdConsequenceFound(Contract, frozen=True):
    """The handler finds that the objection is justified because a threshold is wrong.

    An internal finding: the refusal stands until the reassessment renews the decision.
    """

    TYPE = TYPE_PREFIX + "threshold-consequence-found.v1"

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    found_by: str
    """Pseudonymous id of the objection handler, who decides on the objection through the renewal."""
    vehicle_category: str
    parameter: str
    """Name of the threshold that is found wrong, as in a threshold set's rows."""
    decide_before: date | None = None
    """Last day of the term for the decision on the objection (Awb 7:10), where it is known."""


class ThresholdConsequenceLapsed(Contract, frozen=True):
    """The finding on an objection no longer stands: its set was rejected, or its handler took it back.

    The objection is pending again; a renewal does not decide on it any more, only covers it (Awb 6:19).
    """

    TYPE = TYPE_PREFIX + "threshold-consequence-lapsed.v1"

    objection_id: UUID
    case_id: UUID
    because: str
    """`set_rejected` or `retracted`."""


class ObjectionEnded(Contract, frozen=True):
    """The proceedings on an objection ended: by a ruling, or withdrawn."""

    TYPE = TYPE_PREFIX + "objection-ended.v1"

    objection_id: UUID
    case_id: UUID
    ruling: str
    """An `ObjectionRuling`."""
    decision_id: UUID | None = None
    """The decision in which the ruling was given; None on an objection upheld for another reason, which
    decisions answers with a replacing decision."""
    ruled_on: date | None = None
    decided_by: str | None = None
    """Pseudonymous id of who ruled; None for a withdrawal."""
    contested_decision_id: UUID | None = None
    reasons: str | None = None
    """In clear, of a ruling from before reasons were sealed; None since."""
    sealed_reasons: Sealed | None = None
    """As the letter states them (Dutch, Awb 7:12); None for a withdrawal, and of an older ruling."""


class AppealLodged(Contract, frozen=True):
    """An appeal (beroep) was lodged at the district court against the decision on the objection (Awb 8:1)."""

    TYPE = TYPE_PREFIX + "appeal-lodged.v1"

    appeal_id: UUID
    objection_id: UUID
    case_id: UUID
    lodged_on: date


class AppealEnded(Contract, frozen=True):
    """The appeal ended: withdrawn, declared inadmissible, or ruled."""

    TYPE = TYPE_PREFIX + "appeal-ended.v1"

    appeal_id: UUID
    case_id: UUID
    ending: str
    """`withdrawn`, `inadmissible` or `ruled`."""
