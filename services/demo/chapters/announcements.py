"""The letters have gone out: what the register now says to those who keep a zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.demo.answers import AccessSeen
from services.demo.bodies import AccessCheckBody
from services.demo.calendar import Day
from services.demo.chapters.desk import Handed
from services.demo.people import ZONE, ZONE_KEEPER
from services.demo.stage import Stage

ACCESS_CHECKS = "/register/v1/access-checks"


def check_access(stage: Stage, title: str, handed: Sequence[Handed], day: Day) -> Mapping[UUID, AccessSeen]:
    """By case: whether its plate has access to the zone when the office opens on that day."""
    at = stage.calendar.at(day)

    def check(one: Handed) -> tuple[UUID, AccessSeen]:
        return one.case_id, access(stage, one.application.plate, at)

    return dict(stage.each(title, handed, check))


def access(stage: Stage, plate: str, at: datetime) -> AccessSeen:
    """Whether the plate has access to the zone at that moment, as the zone's keeper hears it."""
    body = AccessCheckBody(plate, ZONE, at)
    return stage.session(ZONE_KEEPER).search(ACCESS_CHECKS, body, AccessSeen)
