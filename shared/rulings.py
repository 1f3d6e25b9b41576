"""What a ruling on an objection says beside the ruling itself, and why a criterion was judged as it was.

Who announces the decision passes it on unchanged.
"""

from __future__ import annotations

import msgspec

from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling


class JudgedCriterion(msgspec.Struct, frozen=True):
    """The reasons of a case handler who judged a criterion of a decision (oordeel, Awb 3:46)."""

    criterion: str
    sealed_reasons: Sealed
    """Dutch, as the letter states them."""


class CostsRuling(msgspec.Struct, frozen=True):
    """What is decided on a claim of the costs of the objection (vergoeding van kosten, Awb 7:15)."""

    euros: int
    """What is granted, in whole euros; zero: the claim is refused."""
    sealed_reasons: Sealed | None = None
    """Why it is refused (Dutch); None where an amount is granted without more."""


class AdviceRuling(msgspec.Struct, frozen=True):
    """What is said of the advice of a committee (adviescommissie, Awb 7:13)."""

    advised: ObjectionRuling | None = None
    """The ruling that it advised; None: it was not waited for."""
    sealed_advice: Sealed | None = None
    """The advice (Dutch), which goes with the ruling (Awb 7:13(7))."""
    sealed_departure: Sealed | None = None
    """Why the ruling departs from it (Dutch, Awb 7:13(7), 3:50); None: it does not."""
    sealed_not_awaited: Sealed | None = None
    """Why it was not waited for (Dutch)."""
    heard_by_committee: bool = False
    """Whether the committee heard the objector (Awb 7:13(3))."""


class BesideRuling(msgspec.Struct, frozen=True):
    """Of costs (Awb 7:15), a committee's advice (Awb 7:13) and a defect passed over (Awb 6:22); None where nothing had to be said."""

    costs: CostsRuling | None = None
    advice: AdviceRuling | None = None
    passed_over: Sealed | None = None
    """Which defect of the contested decision is passed over, and why it harmed nobody (gebrek gepasseerd, Awb 6:22)."""
    of_another: bool = False
    """Whether another interested party than the applicant objected (Awb 1:2): it is no affair of the applicant's."""

    @property
    def for_applicant(self) -> BesideRuling | None:
        """What a letter to the applicant says of it; None: nothing."""
        return None if self.of_another else self
