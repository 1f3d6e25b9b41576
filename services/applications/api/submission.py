"""The body of a submission, with a rule for each field; all faults are reported at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

import msgspec
from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.applications.api.electronic_delivery import ElectronicDelivery
from services.applications.commands.receipt import Submission
from services.applications.domain.placement import misplacements
from shared.runtime.person_body import PersonBody
from shared.runtime.problems import Fault, invalid_request
from shared.runtime.request_bodies import Body, WholeNumber
from shared.runtime.stated_body import Stated
from shared.vocabulary import PLATE_PATTERN, Applicant, ExemptionType, Plate, StatedFacts, normalise_plate

DUTCH_POSTCODE: Final = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
CHASSIS_NUMBER: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
"""Voertuigidentificatienummer (ISO 3779): 17 characters, without I, O and Q."""
FOREIGN_POSTCODE: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}")


def _plate(number: str) -> str:
    if CHASSIS_NUMBER.fullmatch(number.strip().upper()):
        raise PydanticCustomError(
            "chassis_number",
            "is a chassis number; an exemption is on a plate: apply once the vehicle has one, also before it is in a name",
        )
    try:
        return normalise_plate(number)
    except ValueError as fault:
        raise PydanticCustomError("plate", "must have 2 to 12 letters and digits") from fault


def _no_control_characters(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("printable", "must be one line of text")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_control_characters)]
Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
"""ISO 3166-1 alpha-2."""
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]
ChamberOfCommerceNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
"""KvK-nummer; it has no check digit."""


class ApplicantBody(Body):
    """Who applies, and where letters go."""

    name: Line
    street_and_number: Line
    country: Country = "NL"
    postcode: str
    town: Line
    email: Email | None = None
    chamber_of_commerce_number: ChamberOfCommerceNumber | None = None

    @field_validator("postcode")
    @classmethod
    def _postcode_of_its_country(cls, postcode: str, info: ValidationInfo) -> str:
        """A Dutch postcode is kept as `1234 AB`; of another country only the characters are checked."""
        if info.data.get("country") != "NL":
            return _foreign_postcode(postcode.upper())
        dutch = DUTCH_POSTCODE.fullmatch(postcode.upper())
        if dutch is None:
            raise PydanticCustomError("postcode", "must be four digits and two letters")
        return " ".join(dutch.groups())

    def applicant(self) -> Applicant:
        """The value that will be sealed."""
        return Applicant(
            name=self.name,
            street_and_number=self.street_and_number,
            postcode=self.postcode,
            town=self.town,
            email=self.email,
            chamber_of_commerce_number=self.chamber_of_commerce_number,
            country=self.country,
        )


def _foreign_postcode(postcode: str) -> str:
    if not FOREIGN_POSTCODE.fullmatch(postcode):
        raise PydanticCustomError("postcode", "must be 2 to 10 letters, digits, spaces or hyphens")
    return postcode


class VehicleBody(Body):
    """The vehicle that the exemption is asked for; a foreign one with its country."""

    plate: Annotated[str, Field(json_schema_extra={"pattern": PLATE_PATTERN}), AfterValidator(_plate)]
    country: Country = "NL"


MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
"""CBS code (gemeentecode); which ones offer a type is checked by the day of receipt."""


MOST_CO_APPLICANTS: Final = 9
"""SYNTHETIC: more is a slip of the pen."""


class AppliedFor(Body):
    """What is applied for, by whom and for which vehicle, whichever way it came."""

    exemption_type: ExemptionType
    applicant: ApplicantBody
    vehicle: VehicleBody
    municipality: MunicipalityCode | None = None
    """Where a local exemption is asked for; absent for a national one."""
    renews: UUID | None = None
    """The own earlier case of which the exemption is to be renewed; renewing is free."""
    stated: Stated | None = None
    co_applicants: Annotated[tuple[Line | PersonBody, ...], Field(max_length=MOST_CO_APPLICANTS)] = ()
    """Who applies together with the applicant; a penalty is divided among them, and each gets the letters (Awb 3:41(1)).

    A name alone: at the address of the applicant.
    """
    representative: PersonBody | None = None
    """Who represents the applicant (gemachtigde, Awb 2:1): letters about the application go there."""

    def others(self) -> tuple[Applicant, ...]:
        """The co-applicants, each with where letters go."""
        of_applicant = self.applicant.applicant()
        return tuple(
            Applicant(
                other,
                of_applicant.street_and_number,
                of_applicant.postcode,
                of_applicant.town,
                country=of_applicant.country,
            )
            if isinstance(other, str)
            else other.person()
            for other in self.co_applicants
        )


class SubmitApplication(AppliedFor):
    """An application for an exemption (aanvraag om ontheffing)."""

    stated_daily_range_km: Annotated[WholeNumber, Field(ge=1, le=5_000)] | None = None
    """The older place of `stated.dailyRangeKm`."""
    electronic_delivery: ElectronicDelivery | None = None
    """Which letters may come by e-mail, and where; absent: all come by post (Awb 2:8)."""

    @model_validator(mode="after")
    def _one_daily_range(self) -> Self:
        ranges = {self.stated_daily_range_km, self.stated.daily_range_km if self.stated else None} - {None}
        if len(ranges) > 1:
            raise PydanticCustomError("daily_range", "the daily range is stated twice and not the same")
        return self

    def submission(self, received_on: date) -> Submission:
        """What the command takes; raises a 400 problem when type, municipality and day do not go together."""
        stated = self.stated.facts() if self.stated else StatedFacts()
        if self.stated_daily_range_km is not None:
            stated = msgspec.structs.replace(stated, daily_range_km=self.stated_daily_range_km)
        require_place(self.exemption_type, received_on, self.municipality, stated.day)
        return Submission(
            exemption_type=self.exemption_type,
            applicant=self.applicant.applicant(),
            plate=Plate(self.vehicle.plate, self.vehicle.country),
            stated=stated,
            municipality=self.municipality,
            renews_case_id=self.renews,
            reach=self.electronic_delivery.reach() if self.electronic_delivery else None,
            co_applicants=self.others(),
            representative=self.representative.person() if self.representative else None,
        )


PLACES: Final = {
    "exemption_type": "body.exemptionType",
    "municipality": "body.municipality",
    "day": "body.stated.day",
}
"""Where in the body each thing stands that may not go together with the others."""


def require_place(
    exemption_type: ExemptionType, received_on: date, municipality: str | None, day: date | None
) -> None:
    """Raises a 400 problem with every fault in where and for which day is applied."""
    faults = [
        Fault(PLACES[fault.field], fault.code, fault.words)
        for fault in misplacements(exemption_type, received_on, municipality, day)
    ]
    if faults:
        raise invalid_request(faults)
