"""The applications that are handed in: those of the plan, and one for each vehicle of given records."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from services.demo.bodies import ApplicantBody, ApplicationBody, StatedBody, VehicleBody
from services.demo.kinds import DeskWork, Kind
from services.demo.open_data import DATA_SETS
from services.demo.people import Person, applicant, case_handler_of
from services.demo.planned import PlannedApplicant, PlannedCase
from services.demo.records import MAIN_RECORD
from services.demo.statements import NOTHING_STATED
from shared.vocabulary import ExemptionType

RECORD_FILE: Final = re.compile(r"(?P<data_set>[a-z0-9]{4}-[a-z0-9]{4})\.(?P<plate>[A-Z0-9]{2,12})\.json")


@dataclass(frozen=True, slots=True)
class Application:
    """One application to hand in, or the one in which a converted one goes on."""

    key: str
    """Number in the sample set; given records count on their own (`r1`). Never a plate."""
    number: int
    applicant: PlannedApplicant
    plate: str
    desk: DeskWork
    planned: PlannedCase | None
    """What must come of it; None: unknown beforehand, so nothing is expected."""

    @classmethod
    def as_planned(cls, case: PlannedCase) -> Self:
        """An application of the sample set."""
        converted = "t" if case.kind is Kind.CONVERSION_TARGET else ""
        return cls(
            key=f"{case.number}{converted}",
            number=case.number,
            applicant=case.applicant,
            plate=case.vehicle.plate,
            desk=case.desk,
            planned=case,
        )

    @classmethod
    def for_given_vehicle(cls, seed: int, number: int, plate: str) -> Self:
        """An application by a made-up applicant for a vehicle of which somebody has the records."""
        applicant = PlannedApplicant(
            subject=f"applicant-{seed}-r{number}",
            name=f"Aanvrager {seed}-R{number}",
            street_and_number=f"Voorbeeldweg {number}",
            postcode="1234 AB",
            town="Voorbeeldstad",
            email=None,
            chamber_of_commerce_number=None,
        )
        return cls(f"r{number}", number, applicant, plate, DeskWork.DECIDED, None)

    @property
    def municipality(self) -> str | None:
        """CBS code of where a local exemption is applied for."""
        return self.planned.municipality if self.planned else None

    @property
    def person(self) -> Person:
        """Who applies."""
        return applicant(self.applicant.subject)

    @property
    def handler(self) -> Person:
        """The case handler to whom it falls."""
        return case_handler_of(self.number, self.municipality)

    def body(self, first_day: date) -> ApplicationBody:
        """As it is sent, with the days that are stated counted from the first one of the sample set."""
        planned = self.planned
        stated = None
        if planned is not None and planned.stated != NOTHING_STATED:
            stated = StatedBody.of(planned.stated, first_day)
        return ApplicationBody(
            exemption_type=planned.exemption_type if planned else ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
            applicant=ApplicantBody.of(self.applicant),
            vehicle=VehicleBody(self.plate),
            municipality=self.municipality,
            stated=stated,
        )


def applications_for_given_records(
    folder: Path, seed: int, taken: Collection[str]
) -> tuple[Application, ...]:
    """One application for each plate with a main record in `folder`, without those already `taken`."""
    plates = {plate for data_set, plate, _ in _records(folder) if data_set == MAIN_RECORD}
    return tuple(
        Application.for_given_vehicle(seed, number, plate)
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
