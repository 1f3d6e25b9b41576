"""One application of the sample set, and what must come of it by arithmetic of our own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from services.demo.campaign_rows import EXPIRES, RENEWED, Row, row_of
from services.demo.expectations import FIRST_SET, SECOND_SET, Threshold, expected_outcome
from services.demo.expectations_by_type import expected_of_type
from services.demo.kinds import DeskWork, Kind, Meanwhile
from services.demo.proceedings import Objecting
from services.demo.records import PlannedVehicle
from services.demo.statements import NOTHING_STATED, AskedDay, Statement
from shared.vocabulary import ExemptionType, Outcome

GROUNDS: Final = "SYNTHETIC bezwaar {name}: mijn voertuig is niet emissieloos te koop."
SAMPLE: Final = 5
"""One in so many of the cases about which an access check says nothing new is checked all the same."""
SAMPLE_BEFORE: Final = 10
"""The same for the check before anybody had applied."""


class Moment(StrEnum):
    """When the register is asked whether a plate has access."""

    BEFORE = "before it was applied for"
    ON_THE_DAY = "on the day of the day exemption"
    ANNOUNCED = "after the first letters"
    GIVEN_BACK = "on the day that was given back"
    RENEWED = "after the renewed letters"
    EXPIRED = "after it had expired"


@dataclass(frozen=True, slots=True)
class PlannedApplicant:
    """A made-up applicant."""

    subject: str
    """Pseudonymous id with which the applicant signs in."""
    name: str
    street_and_number: str
    postcode: str
    town: str
    email: str | None
    chamber_of_commerce_number: str | None


@dataclass(frozen=True)
class PlannedCase:
    """One application of the sample set, with what the desk does and what must come of it.

    What must come of it is worked out once, when it is first asked for.
    """

    number: int
    kind: Kind
    applicant: PlannedApplicant
    vehicle: PlannedVehicle
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    municipality: str | None = None
    """CBS code of where a local exemption is applied for."""
    stated: Statement = NOTHING_STATED
    desk: DeskWork = DeskWork.DECIDED
    meanwhile: Meanwhile | None = None
    objecting: Objecting | None = None
    target: PlannedCase | None = None
    """The case in which it goes on when it is converted."""

    @property
    def late(self) -> bool:
        """Whether it comes in, or is decided, a week after the others."""
        return self.kind in {Kind.NEWER_GRANT, Kind.CONVERSION_TARGET}

    @property
    def grounds(self) -> str:
        """What the objector writes; meant for those who object."""
        return GROUNDS.format(name=self.applicant.name.split()[-1])

    @cached_property
    def first_advice(self) -> Outcome | None:
        """Outcome under the first set; None: the facts do not allow one."""
        return self._advice(FIRST_SET)

    @cached_property
    def second_advice(self) -> Outcome | None:
        """Outcome under the second set; None: the facts do not allow one."""
        return self._advice(SECOND_SET)

    @property
    def decision(self) -> Outcome | None:
        """The first decision on the merits; None: none was taken."""
        match self.desk:
            case DeskWork.DECIDED | DeskWork.DECIDED_AT_ONCE:
                return self.first_advice
            case DeskWork.DECIDED_OTHERWISE:
                return Outcome.REFUSED
            case _:
                return None

    @property
    def upheld(self) -> bool:
        """Whether an objection for another reason than a threshold put a grant in the refusal's place."""
        return self.objecting is Objecting.UPHELD

    @cached_property
    def row(self) -> Row | None:
        """The row of the campaign's table; None: a type without thresholds."""
        return row_of(self)

    @property
    def affected(self) -> bool:
        """Refused by the desk, and owed a renewed decision under the second set."""
        return self.row in RENEWED

    @property
    def expires(self) -> bool:
        """Granted in the end on thresholds, and expired before the last set."""
        return self.row in EXPIRES

    @cached_property
    def outcome(self) -> Outcome | None:
        """The outcome of the decision that stands at the end; None: there is none on the merits."""
        if self.meanwhile is Meanwhile.REVOKED:
            return Outcome.REVOKED
        return Outcome.GRANTED if self.affected or self.upheld else self.decision

    @property
    def state(self) -> str:
        """How the case stands at the end."""
        match self.desk:
            case DeskWork.NO_RESPONSE | DeskWork.WRONG_DATA:
                return "left_out"
            case DeskWork.WITHDRAWN_BEFORE | DeskWork.WITHDRAWN_AFTER:
                return "withdrawn"
            case DeskWork.CONVERTED:
                return "converted"
            case _:
                return "undecided" if self.outcome is None else self.outcome.value

    def allowed(self, moment: Moment) -> bool:
        """Whether a decision on this case gives access at that moment."""
        if self.exemption_type is ExemptionType.DAY:
            today = self.stated.day is AskedDay.TODAY
            return moment is Moment.ON_THE_DAY and today and self.decision is Outcome.GRANTED
        match moment:
            case Moment.ANNOUNCED:
                return self.decision is Outcome.GRANTED and not self.late
            case Moment.RENEWED:
                return self.outcome is Outcome.GRANTED
            case _:
                return False

    @cached_property
    def checked_at(self) -> frozenset[Moment]:
        """When the register is asked about it: where that says something new, and of the others a sample."""
        return frozenset(moment for moment in Moment if self._is_checked(moment))

    def _is_checked(self, moment: Moment) -> bool:
        sampled = self.number % SAMPLE == 0
        first, last = self.allowed(Moment.ANNOUNCED), self.allowed(Moment.RENEWED)
        match moment:
            case Moment.BEFORE:
                return not self.late and self.number % SAMPLE_BEFORE == 0
            case Moment.ON_THE_DAY:
                return self.allowed(moment)
            case Moment.GIVEN_BACK:
                return self.meanwhile is Meanwhile.GIVEN_BACK
            case Moment.ANNOUNCED:
                return not self.late and (first or last or sampled)
            case Moment.RENEWED:
                told_anew = self.row is Row.WOULD_NOW_BE_REFUSED or self.meanwhile is not None
                return first != last or sampled or told_anew
            case Moment.EXPIRED:
                return self.expires and sampled

    def _advice(self, thresholds: tuple[Threshold, ...]) -> Outcome | None:
        if self.exemption_type is not ExemptionType.NOT_AVAILABLE_EMISSION_FREE:
            return expected_of_type(self.exemption_type, self.vehicle, self.stated)
        return expected_outcome(self.vehicle, self.stated.daily_range_km, thresholds)
