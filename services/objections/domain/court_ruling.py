"""What a court rules on an appeal (uitspraak, Awb 8:72), and in higher appeal on a ruling (Awb 8:113).

In higher appeal every outcome but a confirmation sets the contested ruling aside: the Afdeling does what the district
court should have done (Awb 8:113(1)), so that the outcomes are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from services.objections.domain.appeal_instance import Instance
from services.objections.domain.at_court import OrderedToPay
from shared.errors import RuleBroken
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome


class CourtOutcome(StrEnum):
    """What the court decided on the merits (dictum, Awb 8:72)."""

    DISMISSED = "dismissed"
    """Ongegrond: the decision on the objection stands."""
    ANNULLED = "annulled"
    """Vernietigd (Awb 8:72(1)); with or without the order to decide anew."""
    ANNULLED_EFFECTS_STAND = "annulled_effects_stand"
    """Vernietigd, and what follows from it stands (rechtsgevolgen in stand, Awb 8:72(3)(a))."""
    COURT_DECIDED = "court_decided"
    """Vernietigd, and the ruling takes its place (zelf in de zaak voorzien, Awb 8:72(3)(b))."""
    CONFIRMED = "confirmed"
    """Bevestigd, in higher appeal: the contested ruling stands (Awb 8:113(1))."""


class ExemptionByCourt(msgspec.Struct, frozen=True):
    """What a ruling says of the exemption itself (Awb 8:72(3)(b))."""

    outcome: Outcome
    """Granted or refused."""
    valid_until: date | None = None
    """Last day of what it grants."""


@dataclass(frozen=True, slots=True)
class ToDecideAnew:
    """The order to take a new decision on the objection (Awb 8:72(4))."""

    named_day: date | None = None
    """The last day that the court gave; None: it gave no term."""


@dataclass(frozen=True, slots=True)
class CourtRuling:
    """The end on the merits."""

    on: date
    ruling: Sealed
    outcome: CourtOutcome
    order: ToDecideAnew | None = None
    """None: nobody decides anew."""
    sent_on: date | None = None
    """The day on which the court sent it (Awb 8:79); None: it was not told."""
    exemption: ExemptionByCourt | None = None
    """None: the ruling puts nothing in the place of the decision on the exemption."""
    to_pay: OrderedToPay | None = None
    """What the authority is to pay (Awb 8:74, 8:75)."""
    relief_until: date | None = None
    """The later day on which interim relief lapses (Awb 8:85(2)(c)); None: it lapses with the ruling."""

    def check(self, instance: Instance) -> None:
        """Awb 8:72, 8:113: what a ruling can say at that instance. Raises RuleBroken."""
        if self.outcome is CourtOutcome.CONFIRMED and instance is Instance.DISTRICT_COURT:
            raise RuleBroken(
                "nothing_to_confirm", "only in higher appeal there is a ruling to confirm (Awb 8:113(1))"
            )
        if self.relief_until is not None and self.relief_until <= self.on:
            raise RuleBroken(
                "relief_not_later",
                "interim relief lapses with the ruling, or on a later day (Awb 8:85(2)(c))",
            )
        if self.exemption is not None:
            self._check_exemption(self.exemption)
        if self.order is not None:
            self._check_order(self.order)

    def _check_order(self, order: ToDecideAnew) -> None:
        """Awb 8:72(4): only what was annulled is decided on anew, after the ruling."""
        if self.outcome is not CourtOutcome.ANNULLED:
            raise RuleBroken(
                "nothing_to_decide_anew",
                "only an annulled decision whose place nothing takes is taken anew (Awb 8:72(4))",
            )
        if order.named_day is not None and order.named_day <= self.on:
            raise RuleBroken(
                "court_term_over", "the term that the court gave ends after its ruling (Awb 8:72(4))"
            )

    def _check_exemption(self, exemption: ExemptionByCourt) -> None:
        """Awb 8:72(3)(b): a ruling that takes the place of a decision grants until a day, or refuses."""
        if self.outcome is not CourtOutcome.COURT_DECIDED:
            raise RuleBroken(
                "court_decided_nothing",
                "only a ruling that takes the place of a decision grants or refuses (Awb 8:72(3)(b))",
            )
        granted = exemption.outcome is Outcome.GRANTED
        if granted != (exemption.valid_until is not None):
            raise RuleBroken(
                "court_grants_until_a_day", "what a court grants has a last day, a refusal none (Awb 8:72(3))"
            )
