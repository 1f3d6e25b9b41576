"""What the letter about the end of an objection must say, where no new decision on the exemption follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from services.notifications.domain.decision_notice import LetterKind, ReplacedDecision
from shared.privacy.sealed import Sealed
from shared.rulings import BesideRuling
from shared.vocabulary import ExemptionType, ObjectionRuling, Remedy, Replacement

KIND_BY_RULING: Final[Mapping[ObjectionRuling, LetterKind]] = {
    ObjectionRuling.DISMISSED: LetterKind.OBJECTION_DISMISSED,
    ObjectionRuling.INADMISSIBLE: LetterKind.OBJECTION_INADMISSIBLE,
    ObjectionRuling.UPHELD: LetterKind.OBJECTION_UPHELD,
    ObjectionRuling.WITHDRAWN: LetterKind.OBJECTION_WITHDRAWN,
}
"""One that is upheld has a letter of its own where leaving the application out of consideration is revoked.

Otherwise the decision that replaces the contested one announces it.
"""


class ObjectionNotice(msgspec.Struct, frozen=True):
    """The end of the proceedings on an objection: the ruling with its reasons (Awb 7:12), or the withdrawal."""

    objection_id: UUID
    ruling: ObjectionRuling
    decided_on: date
    """Day of the ruling, or of the withdrawal."""
    reasons: str | None = None
    """In clear, of a ruling from before reasons were sealed."""
    contested: ReplacedDecision | None = None
    """The decision objected to; None when it was never heard of here."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code (gemeentecode) of the municipality that decided; None: national."""
    sealed_reasons: Sealed | None = None
    """Of the ruling (Dutch); None for a withdrawal."""
    heard: str | None = None
    """`held`, or the ground why the objector was not heard (Awb 7:3, 7:12(1)); None where nobody told."""
    heard_on: date | None = None
    """The day of the hearing."""
    court_ruled_on: date | None = None
    """The day on which a court ordered to decide anew (Awb 8:72(4)); None: it is the first decision."""
    anew_appeal_id: UUID | None = None
    """The appeal on which it did so."""
    about_penalty: bool = False
    """Whether the objection is against the decision on the penalty for a late decision, and nothing else (Awb 4:18)."""
    about_late_ruling: bool = False
    """Whether that penalty is for a late decision on an objection (Awb 7:14), and not on the application."""
    about_recovery: bool = False
    """Whether the objection is against the decision that asks a penalty back (Awb 4:20)."""
    penalty_euros: int | None = None
    """The amount at which that penalty is fixed anew (Awb 4:19); None: the ruling says nothing of it."""
    beside: BesideRuling | None = None
    """What the ruling says of costs (Awb 7:15); None: nothing."""

    told_to: tuple[Sealed, ...] = ()
    """Others who gave their views, and are told of it (Awb 3:43(1), 7:12(3))."""
    holder_told: bool = False
    """Whether the applicant is one of them, to whose exemption another objected."""
    replacement: Replacement = Replacement.GRANT
    """Of one that is upheld: what takes the place of the contested decision (Awb 7:11(2))."""

    @property
    def reference(self) -> UUID:
        """What the letter goes by (kenmerk): the objection."""
        return self.objection_id

    @property
    def kind(self) -> LetterKind:
        """Which letter it is."""
        return KIND_BY_RULING[self.ruling]

    @property
    def remedy(self) -> Remedy | None:
        """Appeal against a ruling (Awb 8:1); a confirmed withdrawal is no decision."""
        return None if self.ruling is ObjectionRuling.WITHDRAWN else Remedy.APPEAL
