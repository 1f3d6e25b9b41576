"""What a conversion (omzetting) to a better-fitting exemption asks of the applicant, and what it keeps.

That the desk converts is known (fourth bimonthly letter to the Chamber, 29 September 2025); whether consent
is needed, the day of receipt is kept, or a fee is due again is not. So these are parameters: SYNTHETIC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.vocabulary import ExemptionType


@dataclass(frozen=True, slots=True)
class ConversionTerms:
    """The terms of a conversion. SYNTHETIC."""

    consent_needed: bool = True
    receipt_day_kept: bool = True
    fee_due_again: bool = False

    def received_on(self, first_received_on: date, converted_on: date) -> date:
        """The day of receipt of the new application, from which its decision term runs."""
        return first_received_on if self.receipt_day_kept else converted_on


CONVERSION_TERMS: Final = ConversionTerms()
NOT_CONVERTIBLE: Final = frozenset({ExemptionType.DAY})
"""Types that are neither left nor reached by conversion: a day exemption is decided on at once."""
