"""What a handler sends in about a hearing: the invitation, the record, or why there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.objections.api.reasons import Reasons, Seal
from services.objections.domain.hearing import HearingForm, HeldHearing, Invitation, Waiver, WaiverGround
from shared.runtime.api import Body, Instant, LegalDate

EARLIEST: Final = datetime(2025, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
MOST_HEARERS: Final = 9

StaffId = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9:_-]+$", description="A pseudonymous id.")
]


def _each_once(items: list[str]) -> list[str]:
    if len(set(items)) != len(items):
        raise PydanticCustomError("each_once", "must name each person once")
    return items


class InvitationBody(Body):
    """When and where the objector can be heard."""

    at: Annotated[Instant, Field(ge=EARLIEST, le=LATEST)]
    form: HearingForm
    place: Annotated[str, Field(min_length=1, max_length=200)]
    """The address, or how to take part online; Dutch, for the letter. Kept sealed."""

    def invitation(self, seal: Seal) -> Invitation:
        """In the words of the domain."""
        return Invitation(self.at.astimezone(UTC), self.form, seal(self.place))


class HearingRecordBody(Body):
    """That the objector was heard, by whom, and the record of it (Awb 7:7)."""

    held_on: LegalDate
    held_by: Annotated[
        list[StaffId],
        Field(min_length=1, max_length=MOST_HEARERS, json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]
    """None of whom took the contested decision (Awb 7:5)."""
    record: Reasons
    """Verslag."""
    by_committee: bool = False
    """Whether the committee that advises heard the objector (Awb 7:13(3))."""

    withdrawn: bool = False
    """Whether the objector withdrew at the hearing (Awb 6:21(2)), as the record says."""

    def held(self, seal: Seal) -> HeldHearing:
        """In the words of the domain."""
        return HeldHearing(
            self.held_on, tuple(self.held_by), seal(self.record), self.by_committee, self.withdrawn
        )


class NewFactsBody(Body):
    """Facts that came up after the hearing and can matter much for the ruling (Awb 7:9)."""

    facts: Reasons


class WaiverBody(Body):
    """Why the objector is not heard: exactly one of the grounds of Awb 7:3."""

    ground: WaiverGround
    reasons: Reasons

    def waiver(self, seal: Seal) -> Waiver:
        """In the words of the domain."""
        return Waiver(self.ground, seal(self.reasons))
