"""Somebody else than the applicant, as they come in over HTTP: a name, and where letters go; sealed here."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.privacy.sealed import Sealed
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body
from shared.vocabulary import Applicant

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Postcode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{1,9}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""


class PersonBody(Body):
    """A name, and where letters go (Awb 6:5(1)(a))."""

    name: Line
    street_and_number: Line
    postcode: Postcode
    town: Line
    country: Country = "NL"

    def sealed(self, case_id: UUID, sealer: Sealer) -> Sealed:
        """Under a new key of the case, which is of another than whom the case is about."""
        person = Applicant(
            self.name, self.street_and_number, self.postcode.upper(), self.town, country=self.country
        )
        return sealer.seal_applicant(sealer.new_key(case_id, of_another=True), person)
