"""What happens after the decision: an exemption is revoked, a vehicle is sold, a person is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.demo.answers import ApplicationLineSeen, CaseLineSeen
from services.demo.bodies import RevocationBody, RevocationIntentionBody
from services.demo.calendar import Day
from services.demo.chapters.desk import CASE, Handed
from services.demo.chapters.endings import APPLICATION
from services.demo.kinds import Meanwhile
from services.demo.people import OPERATOR
from services.demo.records import rewrite_records
from services.demo.stage import Stage

REFRESHES = "/applications/v1/applications/{case_id}/vehicle-facts-refreshes"
INTENTIONS = "/decisions/v1/cases/{case_id}/revocation-intentions"
REVOCATIONS = "/decisions/v1/cases/{case_id}/revocations"
GROUND: Final = "wrong_data"
REASONS: Final = "SYNTHETIC: de gegevens bij de aanvraag kloppen niet."
ERASURES = "/applications/v1/applications/{case_id}/erasures"


def intend_to_revoke(stage: Stage, handed: Sequence[Handed]) -> None:
    """Some holders are told that their exemption is to be revoked, and have two weeks for their views."""
    body = RevocationIntentionBody(GROUND, stage.calendar.on(Day.ASKED_AGAIN), REASONS)

    def intend(one: Handed) -> None:
        session = stage.session(one.application.handler)
        seen = session.read(CASE, CaseLineSeen, case_id=one.case_id)
        session.act(INTENTIONS, "intend", one.application.key, body, if_match=seen.etag, case_id=one.case_id)

    stage.each("told of a revocation", _to_whom(handed, Meanwhile.REVOKED), intend)


def revoke(stage: Stage, handed: Sequence[Handed]) -> None:
    """They gave none, and their exemptions are revoked from the next day on (Awb 4:8, 3:40)."""
    body = RevocationBody(GROUND, stage.calendar.on(Day.LEFT_OUT) + timedelta(days=1), REASONS)

    def act(one: Handed) -> None:
        session = stage.session(one.application.handler)
        seen = session.read(CASE, CaseLineSeen, case_id=one.case_id)
        session.act(REVOCATIONS, "revoke", one.application.key, body, if_match=seen.etag, case_id=one.case_id)

    stage.each("revoked", _to_whom(handed, Meanwhile.REVOKED), act)


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
