"""What a handler brings to an act on an objection, and what that act says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.committee_advice import NOTHING_SAID, AdviceSaid
from services.objections.domain.contested_decision import ContestedDecision, require_another
from services.objections.domain.hearing import Waiver
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.reconsideration import Departure
from shared.privacy.sealed import Sealed
from shared.rulings import CostsRuling
from shared.vocabulary import Replacement, ThresholdParameter, VehicleCategory


@dataclass(frozen=True, slots=True)
class ThresholdFinding:
    """Which threshold the handler finds wrong, and why."""

    vehicle_category: VehicleCategory
    parameter: ThresholdParameter
    reasons: Sealed


@dataclass(frozen=True, slots=True)
class Dismissal:
    """The ruling ongegrond."""

    reasons: Sealed
    penalty_euros: int | None = None
    """The amount at which a penalty that is disputed too is fixed anew (Awb 4:19(1)); None: it stands."""
    costs: CostsRuling | None = None
    """What is decided on a claim of costs (Awb 7:15); None: nothing is said of it."""
    passed_over: Sealed | None = None
    """Which defect of the decision is passed over, because it is likely to have harmed nobody (Awb 6:22); None: none."""


@dataclass(frozen=True, slots=True)
class Inadmissibility:
    """The ruling niet-ontvankelijk."""

    ground: InadmissibilityGround
    reasons: Sealed
    costs: CostsRuling | None = None


@dataclass(frozen=True, slots=True)
class Upholding:
    """The ruling gegrond, for another reason than a threshold."""

    reasons: Sealed
    penalty_euros: int | None = None
    """The same; of an objection against the penalty alone it is what the ruling decides."""
    valid_until: date | None = None
    """The last day of a grant in the place of a grant, or of one that is granted in part."""
    costs: CostsRuling | None = None
    replacement: Replacement = Replacement.GRANT
    """What takes the place of the contested decision (Awb 7:11(2))."""


Ruling = Dismissal | Inadmissibility | Upholding
"""What a handler can decide on an objection (beslissing op bezwaar)."""


def grants_in_full(ruling: Ruling) -> bool:
    """Whether all that was asked is granted, at the expense of nobody (Awb 7:3(e)).

    Another refusal grants nothing and a part not all; what is taken from a holder harms who had it.
    """
    return isinstance(ruling, Upholding) and ruling.replacement is Replacement.GRANT


@dataclass(frozen=True, slots=True)
class Handling:
    """Who acts on an objection, when, and what is known of the decisions that it is directed at."""

    handler: str
    on: date
    contested: ContestedDecision | None
    """The contested decision as heard of; None when nothing was."""
    deciders: frozenset[str]
    """Who took the contested decision, and those that the objection is by law directed at too."""
    lateness_excused: Sealed | None = None
    """Why the objector cannot be held in default for being late (Awb 6:11), where the handler says so."""
    hearing_waived: Waiver | None = None
    """Why the objector is not heard (Awb 7:3), where the handler says so with the ruling."""
    advice: AdviceSaid = NOTHING_SAID
    """What the handler says of a committee's advice with the ruling (Awb 7:13)."""
    departure: Departure | None = None
    """Why the ruling departs from what the assessment of the day advises."""
    penalty: ContestedDecision | None = None
    """The decision on the penalty that the objection is about, or about too (Awb 4:19)."""
    posting: PostingJudgement | None = None
    """Whether post without a legible postmark was posted in time (Awb 6:9(2)), where the handler says so."""

    def require_another_person(self) -> None:
        """Awb 10:3(3): who took a decision does not decide on the objection against it."""
        require_another(self.handler, self.deciders)
