"""The applications that are handed in: those of the plan, and one for each vehicle of given records."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from services.demo.bodies import ApplicantBody, ApplicationBody, VehicleBody
from services.demo.open_data import DATA_SETS
from services.demo.plan import DeskWork, PlannedApplicant, PlannedCase
from services.demo.records import MAIN_RECORD
from shared.vocabulary import ExemptionType

RECORD_FILE: Final = re.compile(r"(?P<data_set>[a-z0-9]{4}-[a-z0-9]{4})\.(?P<plate>[A-Z0-9]{2,12})\.json")


@dataclass(frozen=True, slots=True)
class Application:
    """One application to hand in."""

    key: str
    """Number in the sample set; given records count on their own (`r1`). Never a plate."""
    number: int
    applicant: PlannedApplicant
    plate: str
    daily_range_km: int | None
    desk: DeskWork
    planned: PlannedCase | None
    """What must come of it; None: unknown beforehand, so nothing is expected."""

    @classmethod
    def as_planned(cls, case: PlannedCase) -> Self:
        """An application of the sample set."""
        return cls(
            key=str(case.number),
            number=case.number,
            applicant=case.applicant,
            plate=case.vehicle.plate,
            daily_range_km=case.daily_range_km,
            desk=case.desk,
            planned=case,
        )

    @classmethod
    def for_given_vehicle(cls, number: int, plate: str) -> Self:
        """An application by a made-up applicant for a vehicle of which somebody has the records."""
        applicant = PlannedApplicant(
            subject=f"applicant-r{number}",
            name=f"Aanvrager R{number}",
            street_and_number=f"Voorbeeldweg {number}",
            postcode="1234 AB",
            town="Voorbeeldstad",
            email=None,
            chamber_of_commerce_number=None,
        )
        return cls(f"r{number}", number, applicant, plate, None, DeskWork.DECIDED, None)

    def body(self) -> ApplicationBody:
        """As it is sent."""
        return ApplicationBody(
            exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
            applicant=ApplicantBody.of(self.applicant),
            vehicle=VehicleBody(self.plate),
            stated_daily_range_km=self.daily_range_km,
        )


def applications_for_given_records(folder: Path, taken: Collection[str]) -> tuple[Application, ...]:
    """One application for each plate with a main record in `folder`, without those already `taken`."""
    plates = {plate for data_set, plate, _ in _records(folder) if data_set == MAIN_RECORD}
    return tuple(
        Application.for_given_vehicle(number, plate)
        for number, plate in enumerate(sorted(plates - set(taken)), 1)
    )


def copy_records(source: Path, target: Path, plates: Collection[str]) -> int:
    """Copy the records of these plates; returns how many files."""
    copied = 0
    for _, plate, file in _records(source):
        if plate in plates:
            shutil.copyfile(file, target / file.name)
            copied += 1
    return copied


def _records(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Data set, plate and file of every record in the folder; other files are passed over."""
    for file in sorted(folder.iterdir()):
        name = RECORD_FILE.fullmatch(file.name)
        if name is not None and name["data_set"] in DATA_SETS:
            yield name["data_set"], name["plate"], file
