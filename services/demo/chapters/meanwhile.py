"""What happens to people and vehicles after the decision: a vehicle is sold, a person is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from services.demo.answers import ApplicationLineSeen
from services.demo.chapters.desk import Handed
from services.demo.chapters.endings import APPLICATION
from services.demo.kinds import Meanwhile
from services.demo.people import OPERATOR
from services.demo.records import rewrite_records
from services.demo.stage import Stage

REFRESHES = "/applications/v1/applications/{case_id}/vehicle-facts-refreshes"
ERASURES = "/applications/v1/applications/{case_id}/erasures"


def sell_vehicles(stage: Stage, handed: Sequence[Handed], records: Path, seed: int) -> None:
    """The register names a newer holder, and a case handler has it asked again."""
    sold = _to_whom(handed, Meanwhile.CHANGED_HANDS)
    vehicles = [one.application.planned.vehicle for one in sold if one.application.planned is not None]
    rewrite_records(records, (replace(vehicle, resold=True) for vehicle in vehicles), seed)

    def refresh(one: Handed) -> None:
        session = stage.session(one.application.handler)
        seen = session.read(APPLICATION, ApplicationLineSeen, case_id=one.case_id)
        session.act(REFRESHES, "refresh", one.application.key, if_match=seen.etag, case_id=one.case_id)

    stage.each("asked about again", sold, refresh)


def erase_persons(stage: Stage, handed: Sequence[Handed]) -> None:
    """An operator orders the erasure of persons whose cases have ended."""

    def erase(one: Handed) -> None:
        session = stage.session(OPERATOR)
        session.act(ERASURES, "erase", one.application.key, case_id=one.case_id)

    stage.each("erased", _to_whom(handed, Meanwhile.ERASED), erase)


def _to_whom(handed: Sequence[Handed], what: Meanwhile) -> list[Handed]:
    return [
        one
        for one in handed
        if one.application.planned is not None and one.application.planned.meanwhile is what
    ]
