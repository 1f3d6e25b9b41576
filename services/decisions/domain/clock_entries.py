"""What stands in the clock of a case: dates, each with the event and the rule that made it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec


class ClockStep(StrEnum):
    """What happened to the decision term."""

    STARTED = "started"
    CARRIED_OVER = "carried_over"
    """It came over from the earlier case, which was converted into this one: a suspension, its end, or an extension."""
    EXTENDED = "extended"
    EXTENSION_TOLD_TOO_LATE = "extension_told_too_late"
    """Its letter left after the term had ended: the last day is what it was without it."""
    SUSPENDED = "suspended"
    SUSPENSION_ENDED = "suspension_ended"
    """One of several suspensions ended; the term does not run yet."""
    RESUMED = "resumed"
    LEAVING_OUT_TERM = "leaving_out_term"
    """Until when the application may be left out of consideration, because the applicant was asked in vain."""
    VIEWS_ASKED = "views_asked"
    """Until the last day the applicant can give views; the term to decide runs on."""
    VIEWS_RECEIVED = "views_received"
    THIRD_PARTY_VIEWS_ASKED = "third_party_views_asked"
    """Until the last day another than the applicant can give views; the decision waits for them."""
    THIRD_PARTY_VIEWS_RECEIVED = "third_party_views_received"
    THIRD_PARTY_NOT_HEARD = "third_party_not_heard"
    COMPLETION_TERM_MOVED = "completion_term_moved"
    """Until the last day the applicant can complete the application: a later day than was said first."""
    VIEWS_TERM_MOVED = "views_term_moved"
    ORDERED_BY_COURT = "ordered_by_court"
    """A court ordered to decide, late as it is; nothing moves the last day that it gave."""
    PENALTY_RECOVERED = "penalty_recovered"
    """What was paid of a penalty and not due is asked back (Awb 4:20)."""
    PENALTY_RECOVERY_REVOKED = "penalty_recovery_revoked"
    """It is asked back no more, as was ruled on an objection (Awb 4:20, 7:11(2))."""
    DECIDED = "decided"
    ANNOUNCED = "announced"
    """The letter about a decision was sent: from this day it has effect, and no decision is waited for any more."""
    ANNOUNCED_ON_PAPER = "announced_on_paper"
    """The e-mail that was to announce it came back, and announced nothing."""
    PENALTY_ANNOUNCED = "penalty_announced"
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"
    REOPENED = "reopened"
    """The decision to leave it out was revoked on objection: it is to be decided after all.

    From here on no last day is told: no source that we know says what is left of the term then.
    """
    NOTICE_OF_DEFAULT = "notice_of_default"
    """The last day is that of the two weeks within which a decision costs no penalty."""
    PREMATURE_NOTICE = "premature_notice"
    """A notice of default that came before the term had ended: without effect."""
    PENALTY = "penalty"
    """From this day on a penalty is due, until the last day or an earlier decision."""
    PENALTY_FIXED = "penalty_fixed"
    PENALTY_FIXED_ANEW = "penalty_fixed_anew"
    """By the ruling on an objection."""
    PENALTY_PAID = "penalty_paid"
    EXEMPTION = "exemption"
    """An exemption was granted; it holds until the last day."""
    REVOCATION_INTENDED = "revocation_intended"
    """Until the last day its holder can give views."""
    REVOCATION_VIEWS = "revocation_views"
    REVOCATION_ABANDONED = "revocation_abandoned"
    REVOKED = "revoked"
    """From this day on it does not hold any more."""
    RESTORED = "restored"
    """Since this day it holds again, until its own last day."""
    INTERIM_ACCESS = "interim_access"
    """A judge gave access for the time being, until the last day."""
    INTERIM_ACCESS_ENDED = "interim_access_ended"
    """From this day on there is none any more."""
    GRANT_SUSPENDED = "grant_suspended"
    """From this day on the grant gives no access, until the last day, or until that lapses."""
    GRANT_SUSPENSION_ENDED = "grant_suspension_ended"
    """From this day on it does again; where another decision took its place: the day on which that lapsed."""


ENDS: Final = frozenset({ClockStep.DECIDED, ClockStep.LEFT_OUT, ClockStep.WITHDRAWN, ClockStep.CONVERTED})
"""Steps after which no decision on the application is due any more."""


class ClockEntry(msgspec.Struct, frozen=True):
    """One date, and where it comes from."""

    step: ClockStep
    on: date
    """From this day, or on this day for an end."""
    rule: str
    event_id: UUID
    """The act that it follows from."""
    because: str | None = None
    """Why a suspended term runs again; of a suspension besides a request to complete: its kind.

    Of what came over from the earlier case: `suspended`, `resumed` or `extended`. Of a third party: why they are not
    heard. Of interim access: what the judge granted.
    """
    counted_to: date | None = None
    """The last day as counted, before the Algemene termijnenwet moved it to an ordinary day."""
    last_day: date | None = None
    provisional: bool | None = None
    """Whether a decree under Atw 3(3) may still move the last day."""
    in_time: bool | None = None
    """Of a decision: whether it was taken within the term; of its announcement: whether that came within it."""
    amount_euros: int | None = None
    """Of a penalty that was fixed."""
