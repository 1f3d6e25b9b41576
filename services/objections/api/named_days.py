"""Days to come as people name them over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from shared.runtime.api import LegalDate

LAST_DAY: Final = date(2099, 12, 31)
NamedDay = Annotated[LegalDate, Field(le=LAST_DAY)]
"""A day to come, which terms can still be counted from."""
