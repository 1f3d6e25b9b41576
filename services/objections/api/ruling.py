"""The decision on an objection (beslissing op bezwaar) as a handler sends it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from services.objections.api.costs_bodies import CostsBody
from services.objections.api.hearing_bodies import WaiverBody
from services.objections.api.posting_body import PostingBody
from services.objections.api.reasons import Reasons, Seal
from services.objections.api.reconsiderations import DepartureBody
from services.objections.commands.reached import SaidWithIt
from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.committee_advice import AdviceSaid
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from shared.privacy.sealed import Sealed
from shared.runtime.api import Body, LegalDate
from shared.runtime.problems import Fault, invalid_request
from shared.vocabulary import ObjectionRuling, Replacement

MOST_EUROS: Final = 1_000_000
"""More than any penalty: a slip of the pen."""


class RulingBody(Body):
    """A ruling with its reasons as the letter will state them (Awb 7:12)."""

    ruling: Literal[ObjectionRuling.DISMISSED, ObjectionRuling.INADMISSIBLE, ObjectionRuling.UPHELD]
    ground: InadmissibilityGround | None = None
    """Why the objection is inadmissible; with that ruling alone."""
    reasons: Reasons
    late_excused: Reasons | None = None
    """Why the objector cannot be held in default for being late (Awb 6:11)."""
    penalty_euros: Annotated[int, Field(ge=1, le=MOST_EUROS)] | None = None
    """The amount at which a disputed penalty is fixed anew, in whole euros (Awb 4:18, 4:19)."""
    replacement: Replacement = Replacement.GRANT
    """Of an objection that is upheld: what takes the place of the contested decision (Awb 7:11(2))."""
    valid_until: LegalDate | None = None
    """The last day of a grant in the place of a grant, or of one that is granted in part."""
    costs: CostsBody | None = None
    """What is decided on the costs, exactly when they were claimed (Awb 7:15(3))."""
    advice_departed_from: Reasons | None = None
    """Why it departs from the committee's advice, wholly or in part (Awb 7:13(7)); required for another ruling."""
    advice_not_awaited: Reasons | None = None
    """Why the advice of a committee that was announced is not waited for (Awb 7:13)."""
    departure: DepartureBody | None = None
    """Why it departs from what the assessment of the day advises; exactly then (Awb 4:84, 7:11(1), 7:12)."""
    hearing_waived: WaiverBody | None = None
    """Why the objector is not heard (Awb 7:3), where that was not recorded before."""
    defect_passed_over: Reasons | None = None
    """With a dismissal: which defect of the decision is passed over, and why nobody was harmed by it (Awb 6:22)."""
    posting: PostingBody | None = None
    """Of post that came in the week after the term without a legible postmark: was it posted in time (Awb 6:9(2))?"""

    def said_with_it(self, seal: Seal) -> SaidWithIt:
        """Of lateness, hearing and advice, in the words of the domain."""
        return SaidWithIt(
            _sealed(self.late_excused, seal),
            self.hearing_waived.waiver(seal) if self.hearing_waived is not None else None,
            AdviceSaid(_sealed(self.advice_departed_from, seal), _sealed(self.advice_not_awaited, seal)),
            self.posting.judgement(seal) if self.posting is not None else None,
            self.departure.departure(seal) if self.departure is not None else None,
        )

    def said(self, seal: Seal) -> Ruling:
        """In the words of the domain; raises a 400 problem naming every fault."""
        faults = [*self._faults(), *self._faults_of_a_defect()]
        if faults:
            raise invalid_request(faults)
        reasons, costs = seal(self.reasons), self.costs.ruling(seal) if self.costs is not None else None
        if self.ground is not None:
            return Inadmissibility(self.ground, reasons, costs)
        if self.ruling is ObjectionRuling.DISMISSED:
            return Dismissal(reasons, self.penalty_euros, costs, _sealed(self.defect_passed_over, seal))
        return Upholding(reasons, self.penalty_euros, self.valid_until, costs, self.replacement)

    def _faults_of_a_defect(self) -> Iterator[Fault]:
        if self.defect_passed_over is not None and self.ruling is not ObjectionRuling.DISMISSED:
            yield Fault(
                "body.defectPassedOver", "dismissed_only", "belongs to an objection that is dismissed"
            )

    def _faults(self) -> Iterator[Fault]:
        inadmissible = self.ruling is ObjectionRuling.INADMISSIBLE
        if inadmissible and self.ground is None:
            yield Fault("body.ground", "missing", "is required when the objection is inadmissible")
        if not inadmissible and self.ground is not None:
            yield Fault("body.ground", "inadmissible_only", "belongs to an inadmissible objection")
        if inadmissible and self.penalty_euros is not None:
            yield Fault(
                "body.penaltyEuros",
                "not_with_inadmissible",
                "belongs to an objection looked at on its merits",
            )
        if self.valid_until is not None and self.ruling is not ObjectionRuling.UPHELD:
            yield Fault("body.validUntil", "upheld_only", "belongs to an objection that is upheld")
        if self.replacement is not Replacement.GRANT and self.ruling is not ObjectionRuling.UPHELD:
            yield Fault("body.replacement", "upheld_only", "belongs to an objection that is upheld")
        if inadmissible and self.departure is not None:
            yield Fault(
                "body.departure", "not_with_inadmissible", "belongs to an objection looked at on its merits"
            )
        if inadmissible and self.late_excused is not None:
            yield Fault(
                "body.lateExcused", "not_with_inadmissible", "belongs to an objection looked at on its merits"
            )


def _sealed(words: str | None, seal: Seal) -> Sealed | None:
    return seal(words) if words is not None else None
