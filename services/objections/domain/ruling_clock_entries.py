"""What stands in the clock of an objection: dates, each with the act and the rule that made it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.objections.domain.repair import RepairEnding


class RulingStep(StrEnum):
    """What happened to the term to decide on the objection."""

    OBJECTION_TERM = "objection_term"
    """The contested decision was announced, which began the term to object."""
    STARTED = "started"
    COMMITTEE = "committee"
    COMMITTEE_ADVICE = "committee_advice"
    """The committee advised; the term runs on."""
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REPAIR_TERM_MOVED = "repair_term_moved"
    """`last_day` is the later last one to repair, after an outage or by a letter on paper."""
    HEARING_WISH_TERM_MOVED = "hearing_wish_term_moved"
    """`last_day` is the later last one to say whether a hearing is wanted."""
    PARTY_TERM_MOVED = "party_term_moved"
    """`last_day` is the later last one on which an invited party can be heard."""
    ADJOURNED = "adjourned"
    POSTPONED = "postponed"
    TOLD_TOO_LATE = "told_too_late"
    """The letter about a committee or an adjournment left after the term had ended: the last day is what it was."""
    HEARING_PLANNED = "hearing_planned"
    """`last_day` is the last one for further documents."""
    HEARING_HELD = "hearing_held"
    NEW_FACTS = "new_facts"
    """Facts came up after the hearing: the objector can be heard again."""
    HEARING_WAIVED = "hearing_waived"
    RULED = "ruled"
    ORDERED_ANEW = "ordered_anew"
    """A court annulled the ruling: there is a new term to decide."""
    ORDERED_LATE = "ordered_late"
    """A court ordered to decide on what is late, and named the last day."""
    WITHDRAWN = "withdrawn"
    SENT_TO_COURT = "sent_to_court"
    """The authority consented to direct appeal: it decides nothing on the objection."""
    NOTICE_OF_DEFAULT = "notice_of_default"
    """The last day is that of the two weeks within which a ruling costs no penalty."""
    PREMATURE_NOTICE = "premature_notice"
    """A notice of default that came before the term had ended: without effect."""
    PENALTY = "penalty"
    """From this day on a penalty is due, until the last day or an earlier ruling."""
    PENALTY_FIXED = "penalty_fixed"
    PENALTY_FIXED_ANEW = "penalty_fixed_anew"
    """By the ruling on an objection against it."""
    PENALTY_PAID = "penalty_paid"


ENDS: Final = frozenset({RulingStep.RULED, RulingStep.WITHDRAWN, RulingStep.SENT_TO_COURT})
"""Steps after which no decision on the objection is due any more."""


class RulingEntry(msgspec.Struct, frozen=True):
    """One date, and where it comes from."""

    step: RulingStep
    on: date
    """From this day, or on this day for an end."""
    rule: str
    event_id: UUID | None
    """The act that it follows from; None: the announcement, which is in the log of letters."""
    because: RepairEnding | None = None
    """Why a suspended term runs again."""
    counted_to: date | None = None
    """The last day as counted, before the Algemene termijnenwet moved it; None where a day was named."""
    last_day: date | None = None
    provisional: bool | None = None
    """Whether a decree under Atw 3(3) may still move the last day."""
    in_time: bool | None = None
    """Of a ruling: whether it was given within the term; None while its last day is not known."""
    amount_euros: int | None = None
    """Of a penalty that was fixed or paid."""
