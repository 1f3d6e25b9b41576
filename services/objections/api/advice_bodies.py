"""What is sent in about the advice of a committee (Awb 7:13)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from services.objections.api.hearing_bodies import MOST_HEARERS, StaffId
from services.objections.api.reasons import Reasons, Seal
from services.objections.domain.committee import Committee
from services.objections.domain.committee_advice import CommitteeAdvice
from shared.runtime.api import Body, LegalDate
from shared.vocabulary import ObjectionRuling


class CommitteeAdviceBody(Body):
    """The advice as it came in, and the ruling that it advises."""

    received_on: LegalDate
    advises: Literal[ObjectionRuling.DISMISSED, ObjectionRuling.INADMISSIBLE, ObjectionRuling.UPHELD]
    advice: Reasons
    """Goes with the letter about the ruling (Awb 7:13(7))."""
    with_record: bool | None = None
    """Whether the record of the committee's hearing is in it (Awb 7:13(6)); null only where it did not hear."""

    def received(self, seal: Seal) -> CommitteeAdvice:
        """In the words of the domain."""
        return CommitteeAdvice(self.received_on, self.advises, seal(self.advice), self.with_record)


class CommitteeBody(Body):
    """Who is in the committee, in so far as it told that (Awb 7:13(1))."""

    chair: StaffId
    members: Annotated[list[StaffId], Field(min_length=1, max_length=MOST_HEARERS)]
    """Beside the chair: two at least (Awb 7:13(1)(a))."""
    chair_independent: bool
    """Whether the chair is no part of the authority and does not work under its responsibility (7:13(1)(b))."""

    def committee(self) -> Committee:
        """In the words of the domain."""
        return Committee(self.chair, tuple(self.members))
