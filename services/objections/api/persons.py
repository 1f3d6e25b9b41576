"""Who objects or represents, as they come in over HTTP and are shown; name and address are sealed here."""

from __future__ import annotations

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, View
from shared.vocabulary import Applicant

_MORE_THAN_BLANKS: Final = r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s\x85][^\x00-\x1f\x7f]*$"
Line = Annotated[
    str,
    Field(min_length=1, max_length=200, pattern=_MORE_THAN_BLANKS),
]
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

    def sealed(self, case_id: UUID, sealer: Sealer) -> Sealed:
        """Under a new key of the case, which is destroyed with its others."""
        person = Applicant(
            self.name, self.street_and_number, self.postcode.upper(), self.town, country=self.country
        )
        return sealer.seal_applicant(sealer.new_key(case_id), person)


class PersonView(View):
    """A name and an address."""

    name: str
    street_and_number: str
    postcode: str
    town: str
    country: str

    @classmethod
    def of(cls, sealed: Sealed | None, opener: Opener) -> Self | None:
        """Opened for who may read the objection; None where nobody is named, or the case was erased."""
        if sealed is None:
            return None
        try:
            return cls.model_validate(opener.applicant(sealed), from_attributes=True)
        except Erased:
            return None
