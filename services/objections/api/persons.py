"""Who objects or represents, as they are shown."""

from __future__ import annotations

from typing import Self

from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.runtime.api import View
from shared.runtime.person_body import PersonBody

__all__ = ["PersonBody", "PersonView"]


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
