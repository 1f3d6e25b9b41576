"""What the sample set should lead to: plain arithmetic, written apart from the rule that decides.

Every threshold value here is SYNTHETIC: no official list of parameters or values has been published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.demo.records import Drive, PlannedVehicle
from shared.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Threshold:
    """Up to `value` an emission-free vehicle of this category is to be had. Kilograms or kilometres."""

    category: str
    parameter: str
    value: int


FIRST_SET: Final = (
    Threshold("N1", "payload_kg", 1_111),
    Threshold("N1", "braked_towing_mass_kg", 2_222),
    Threshold("N1", "daily_range_km", 333),
    Threshold("N2", "payload_kg", 5_555),
    Threshold("N3", "payload_kg", 11_111),
)
"""SYNTHETIC. In force when the sample set begins."""

SECOND_SET: Final = (
    Threshold("N1", "payload_kg", 999),
    Threshold("N1", "braked_towing_mass_kg", 2_444),
    *FIRST_SET[2:],
    Threshold("N2", "combination_mass_kg", 22_222),
)
"""SYNTHETIC. A lower payload for vans, as the finding on an objection asks, and a new row for N2.

For what vans tow it is stricter: more of them are to be had emission-free.
"""

THIRD_SET: Final = (Threshold("N1", "payload_kg", 888), *SECOND_SET[1:])
"""SYNTHETIC. Proposed because of a finding, and rejected."""

LAST_SET: Final = (FIRST_SET[0], *SECOND_SET[1:])
"""SYNTHETIC. Two years later, when every exemption on thresholds has expired; it grants nobody anew."""

CORRECTED: Final = Threshold("N1", "payload_kg", 999)
"""The row of the second set that answers the objections."""


def expected_outcome(
    vehicle: PlannedVehicle, daily_range_km: int | None, thresholds: tuple[Threshold, ...]
) -> Outcome | None:
    """Granted or refused under these thresholds; None when the facts do not allow to say so.

    A vehicle to which no zone applies and an emission-free one are refused whatever else is known.
    Above one threshold is enough to grant; refused is who stays at or below all of them.
    """
    if not vehicle.in_register:
        return None
    if vehicle.category == "M1" or vehicle.drive in {Drive.ELECTRIC, Drive.HYDROGEN}:
        return Outcome.REFUSED
    required = {
        "payload_kg": vehicle.payload_kg,
        "braked_towing_mass_kg": vehicle.braked_towing_kg,
        "combination_mass_kg": vehicle.combination_mass_kg,
        "daily_range_km": daily_range_km or 0,
    }
    limits = [(required[row.parameter], row.value) for row in thresholds if row.category == vehicle.category]
    if any(mass is not None and mass > limit for mass, limit in limits):
        return None if vehicle.drive is Drive.NOT_REGISTERED else Outcome.GRANTED
    if not limits or any(mass is None for mass, _ in limits):
        return None
    return Outcome.REFUSED
