"""The folder from which the stand-in for the vehicle register answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.demo.applications import Application, applications_for_given_records, copy_records
from services.demo.plan import vehicles
from services.demo.planned import PlannedCase
from services.demo.records import write_records


def applications_of(
    cases: Sequence[PlannedCase], seed: int, folder: Path, given: Path | None
) -> list[Application]:
    """Every application of this play, after the records of their vehicles were laid in `folder`.

    `given` is a folder with records of others, of which every vehicle gets an application too.
    """
    planned = [Application.as_planned(case) for case in cases]
    write_records(folder, vehicles(tuple(cases)), seed)
    if given is None:
        return planned
    added = applications_for_given_records(given, seed, taken={one.plate for one in planned})
    copy_records(given, folder, {one.plate for one in added})
    return [*planned, *added]
