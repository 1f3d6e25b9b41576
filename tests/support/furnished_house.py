"""A house in which there is one of everything that a path can name, national and of one municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.runtime.access import Role
from tests.support.valid_requests import (
    DISMISSED,
    FINDING,
    HARDSHIP,
    ON_THRESHOLDS,
    UTRECHT,
    a_case,
    a_previewed_set,
    a_refused_case,
    a_waiting_reassessment,
    an_objection,
    days_from_now,
    notice,
    the_appeal,
)
from tests.support.whole_house import House, Person

ELSEWHERE: Final = "0363"
"""Another municipality than the local things belong to."""


@dataclass(frozen=True)
class Furnished:
    """What there is, by the name that paths give it."""

    ids: Mapping[str, UUID]
    """Of national things."""
    local: Mapping[str, UUID]
    """Of things that belong to Utrecht."""
    applicant: Person
    """Of the national case."""


def furnished(house: House) -> Furnished:
    """Put everything in its place; of what is listed there are several."""
    for _ in range(3):
        a_case(house)
        a_previewed_set(house)
    a_case(house, **ON_THRESHOLDS)
    found, _ = an_objection(house)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    house.act(handler, f"/objections/v1/objections/{found}/threshold-findings", FINDING)
    reassessment_id = a_waiting_reassessment(house)
    national, applicant = _proceedings(house, None)
    sets = {"thresholdSetId": a_previewed_set(house)[0], "reassessmentId": reassessment_id}
    local, _ = _proceedings(house, UTRECHT)
    return Furnished(national | sets, local, applicant)


def _proceedings(house: House, municipality: str | None) -> tuple[dict[str, UUID | str], Person]:
    """A refused case with its letter, an objection that was dismissed, appeals, and an act of it all."""
    kind = {} if municipality is None else HARDSHIP
    case, decision_id = a_refused_case(house, **kind)
    objection = house.act(case.applicant, "/objections/v1/objections", notice(case, decision_id))
    handler = house.somebody(Role.OBJECTION_HANDLER, municipality)
    house.until(handler, f"/objections/v1/objections/{objection}", lambda read: read["exemptionType"])
    late = {"caseId": str(case.id), "objectionId": str(objection), "lodgedOn": days_from_now(house, 0)}
    late_appeal = house.act(handler, "/objections/v1/late-appeals", late)
    asked = {"objectionId": str(objection), "requestedOn": days_from_now(house, 0)}
    relief = house.act(handler, "/objections/v1/interim-reliefs", asked)
    came = {"caseId": str(case.id), "kind": "appeal", "receivedOn": days_from_now(house, 0)}
    misdirected = house.act(handler, "/objections/v1/misdirected-notices", came)
    house.act(handler, f"/objections/v1/objections/{objection}/rulings", DISMISSED)
    appeal = house.act(handler, "/objections/v1/appeals", the_appeal(house, objection))
    letters = house.until(
        case.applicant,
        f"/notifications/v1/letters?caseId={case.id}",
        lambda read: read["items"] and read["items"][0]["state"] == "sent",
    )["items"]
    (document,) = house.get(case.applicant, f"/applications/v1/applications/{case.id}/documents").json()[
        "items"
    ]
    acts = house.until(house.somebody(Role.AUDITOR), f"/audit/v1/cases/{case.id}/timeline")["items"]
    return {
        "caseId": case.id,
        "objectionId": objection,
        "appealId": appeal,
        "lateAppealId": late_appeal,
        "interimReliefId": relief,
        "misdirectedNoticeId": misdirected,
        "letterId": UUID(letters[0]["id"]),
        "eventId": UUID(acts[0]["eventId"]),
        "name": document["name"],
    }, case.applicant
