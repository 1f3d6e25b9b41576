"""The body of a submission, with a rule for each field; all faults are reported at once."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.applications.commands import Submission
from shared.runtime.request_bodies import Body, WholeNumber
from shared.vocabulary import Applicant, ExemptionType, Plate, normalise_plate

DUTCH_POSTCODE: Final = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
FOREIGN_POSTCODE: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}")


def _plate(number: str) -> str:
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
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
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

    plate: Annotated[str, AfterValidator(_plate)]
    country: Country = "NL"


class SubmitApplication(Body):
    """An application for an exemption (aanvraag om ontheffing)."""

    exemption_type: ExemptionType
    applicant: ApplicantBody
    vehicle: VehicleBody
    stated_daily_range_km: Annotated[WholeNumber, Field(ge=1, le=5_000)] | None = None
    """Kilometres that the vehicle must be able to drive in a day."""

    def submission(self) -> Submission:
        """What the command takes."""
        return Submission(
            exemption_type=self.exemption_type,
            applicant=self.applicant.applicant(),
            plate=Plate(self.vehicle.plate, self.vehicle.country),
            stated_daily_range_km=self.stated_daily_range_km,
        )
