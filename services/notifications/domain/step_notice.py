"""What a letter about a step of the proceedings must say: a step after which the decision is still to come."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from services.notifications.domain.decision_notice import LetterKind
from shared.asked_items import WordsOnItem
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Remedy


class ToldDecision(msgspec.Struct, frozen=True):
    """A decision of which somebody is told to whom it is not addressed, with when and how it was announced (Awb 3:43(2))."""

    reference: UUID
    """What its own letter goes by (kenmerk)."""
    what: str
    """An `Outcome`, an `ObjectionRuling`, or `left_out`."""
    on_objection: bool
    channel: str
    """By which way its letter left."""
    remedy: Remedy
    """Objection, or appeal; its term runs from the announcement (Awb 6:8(1))."""
    remedy_last_day: date


class StepNotice(msgspec.Struct, frozen=True):
    """A step that the addressee must be told of, with what the letter states of it."""

    told_by: UUID
    """Id of the event that recorded the step: of each there is one letter."""
    kind: LetterKind
    decided_on: date
    """Legal day of the step."""
    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    """CBS code (gemeentecode) of the municipality that deals with the case; None: national."""
    last_day: date | None = None
    """The day that the letter names: the end of the term to decide, or of the one that the addressee gets."""
    first_day: date | None = None
    """The first day that the letter names: of what the term is suspended by, of its end, of default or of a
    penalty, of seeing the file, of consent, of receipt, or of a court's ruling."""
    amount_euros: int | None = None
    share_cents: int | None = None
    """What each of several applicants gets of it (Awb 4:17(7)); None: there is one."""
    moment: datetime | None = None
    """The instant that the letter names, UTC."""
    items: tuple[str, ...] = ()
    """Codes of what the addressee is asked for, or of what the step rests on."""
    on_items: tuple[WordsOnItem, ...] = ()
    """What the desk wrote about some of the items that the addressee is asked for."""
    objection_id: UUID | None = None
    """The objection that the step belongs to; None: it belongs to the application."""
    sealed_reasons: Sealed | None = None
    """What a person wrote about the step (Dutch)."""
    suspends: bool = True
    """Of a request to repair: whether the term to decide stands still meanwhile (Awb 7:10(2))."""
    told: ToldDecision | None = None
    """Of a letter that tells of a decision: which; None: it tells of none."""
    remedy: Remedy | None = None
    """None: the step is no decision that one can object to (Awb 6:3)."""

    @property
    def reference(self) -> UUID:
        """What the letter goes by (kenmerk)."""
        return self.told.reference if self.told else self.objection_id or self.told_by
