"""Somebody else than the applicant, as they come in over HTTP: a name, and where letters go."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from shared.runtime.api import Body
from shared.vocabulary import Applicant

_MORE_THAN_BLANKS: Final = r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s\x85][^\x00-\x1f\x7f]*$"
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=_MORE_THAN_BLANKS)]
Postcode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,8}[A-Za-z0-9-]$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""


class PersonBody(Body):
    """A name, and where letters go (Awb 6:5(1)(a))."""

    name: Line
    street_and_number: Line
    postcode: Postcode
    town: Line
    country: Country = "NL"

    def person(self) -> Applicant:
        """The value that will be sealed."""
        return Applicant(
            self.name, self.street_and_number, self.postcode.upper(), self.town, country=self.country
        )
