"""The letters have gone out: what the register now says to those who keep a zone.

It is asked only where the answer says something new, and about a sample of the other cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from services.demo.answers import AccessSeen
from services.demo.applications import Application
from services.demo.bodies import AccessCheckBody
from services.demo.calendar import Day
from services.demo.chapters.desk import Handed
from services.demo.people import ZONE, zone_keeper_of
from services.demo.planned import Moment
from services.demo.stage import Stage

ACCESS_CHECKS = "/register/v1/access-checks"
DAYS: Final = {
    Moment.BEFORE: Day.EVE,
    Moment.ON_THE_DAY: Day.OPENED,
    Moment.ANNOUNCED: Day.ANNOUNCED,
    Moment.GIVEN_BACK: Day.GIVEN_BACK,
    Moment.RENEWED: Day.RENEWED,
    Moment.EXPIRED: Day.EXPIRED,
}
"""The moment is that at which the office opens on that day."""


def check_access(stage: Stage, handed: Sequence[Handed], moment: Moment) -> Mapping[UUID, AccessSeen]:
    """By case, where it is asked: whether its plate has access to its zone at that moment."""
    at = stage.calendar.at(DAYS[moment])

    def check(one: Handed) -> tuple[UUID, AccessSeen]:
        return one.case_id, _access(stage, one.application, at)

    asked = [
        one
        for one in handed
        if one.application.planned is None or moment in one.application.planned.checked_at
    ]
    return dict(stage.each(f"access {moment}", asked, check))


def _access(stage: Stage, application: Application, at: datetime) -> AccessSeen:
    """Whether the plate has access at that moment, as the zone's keeper hears it."""
    body = AccessCheckBody(application.plate, application.municipality or ZONE, at)
    keeper = zone_keeper_of(application.municipality)
    return stage.session(keeper).search(ACCESS_CHECKS, body, AccessSeen)
