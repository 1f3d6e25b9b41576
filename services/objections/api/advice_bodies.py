"""What is sent in about the advice of a committee (Awb 7:13)."""

from __future__ import annotations

from typing import Literal

from services.objections.api.reasons import Reasons, Seal
from services.objections.domain.committee_advice import CommitteeAdvice
from shared.runtime.api import Body, LegalDate
from shared.vocabulary import ObjectionRuling


class CommitteeAdviceBody(Body):
    """The advice as it came in, and the ruling that it advises."""

    received_on: LegalDate
    advises: Literal[ObjectionRuling.DISMISSED, ObjectionRuling.INADMISSIBLE, ObjectionRuling.UPHELD]
    advice: Reasons
    """Goes with the letter about the ruling (Awb 7:13(7))."""

    def received(self, seal: Seal) -> CommitteeAdvice:
        """In the words of the domain."""
        return CommitteeAdvice(self.received_on, self.advises, seal(self.advice))
