"""Objections end without a threshold: withdrawn, dismissed, inadmissible, upheld; and some go to the court."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from services.demo.answers import AppealSeen, Committed, ObjectionSeen
from services.demo.bodies import (
    AppealBody,
    AppealEndingBody,
    DepartureBody,
    HearingBody,
    HearingRecordBody,
    RequestBody,
    RulingBody,
    WaiverBody,
)
from services.demo.calendar import Day
from services.demo.chapters.objecting import OBJECTION, Lodged
from services.demo.people import REGISTRAR, applicant
from services.demo.proceedings import APPEALED, DISMISSED_EARLY, Objecting
from services.demo.stage import Stage
from shared.vocabulary import ObjectionRuling

WITHDRAWALS = "/objections/v1/objections/{objection_id}/withdrawals"
RULINGS = "/objections/v1/objections/{objection_id}/rulings"
APPEALS = "/objections/v1/appeals"
APPEAL = "/objections/v1/appeals/{appeal_id}"
ENDINGS = "/objections/v1/appeals/{appeal_id}/endings"
HEARINGS = "/objections/v1/objections/{objection_id}/hearings"
RECONSIDERATIONS = "/objections/v1/objections/{objection_id}/reconsiderations"
RECORDS = "/objections/v1/objections/{objection_id}/hearing-records"

DISMISSAL: Final = RulingBody(
    ObjectionRuling.DISMISSED, "SYNTHETIC: de weigering berust op de geldende voorwaarden."
)
DISMISSAL_UNHEARD: Final = msgspec.structs.replace(
    DISMISSAL,
    hearing_waived=WaiverBody(
        "not_wanted", "SYNTHETIC: de indiener heeft verklaard niet gehoord te willen worden."
    ),
)
TOO_LATE: Final = RulingBody(
    ObjectionRuling.INADMISSIBLE,
    "SYNTHETIC: het bezwaar is na afloop van de termijn ontvangen.",
    "late",
    WaiverBody("manifestly_inadmissible", "SYNTHETIC: dat het te laat is, staat vast."),
)
UPHOLDING: Final = RulingBody(
    ObjectionRuling.UPHELD,
    "SYNTHETIC: bij de heroverweging is gebleken dat de weigering onevenredig uitwerkt.",
    departure=DepartureBody(
        "hardship", "SYNTHETIC: de voorwaarden onverkort toepassen is hier niet evenredig."
    ),
    hearing_waived=WaiverBody("fully_granted", "SYNTHETIC: wat is gevraagd, wordt geheel toegekend."),
)
HEARD: Final = DISMISSED_EARLY
"""Whose objectors are heard before the ruling."""
PLACE: Final = "SYNTHETIC: Voorbeeldweg 1, Voorbeeldstad, kamer 2"
RECORD: Final = "SYNTHETIC: de indiener heeft het bezwaar toegelicht."
BODIES: Final[Mapping[Objecting, RulingBody]] = {
    **dict.fromkeys(DISMISSED_EARLY, DISMISSAL),
    Objecting.SET_REJECTED: DISMISSAL_UNHEARD,
    Objecting.INADMISSIBLE: TOO_LATE,
    Objecting.UPHELD: UPHOLDING,
}
AT_ONCE: Final = frozenset(BODIES) - {Objecting.SET_REJECTED}
"""Ruled on before the second set."""


def withdraw_objections(stage: Stage, objections: Sequence[Lodged]) -> None:
    """Some objectors withdraw (Awb 6:21)."""

    def withdraw(one: Lodged) -> None:
        session = stage.session(applicant(one.planned.applicant.subject))
        seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id)
        session.act(
            WITHDRAWALS,
            "withdraw-objection",
            one.planned.number,
            if_match=seen.etag,
            objection_id=one.objection_id,
        )

    withdrawn = [one for one in objections if one.course is Objecting.WITHDRAWN]
    stage.each("objections withdrawn", withdrawn, withdraw)


def invite_to_hearings(stage: Stage, objections: Sequence[Lodged]) -> None:
    """Some objectors are invited to a hearing, well over ten days ahead (Awb 7:2, 7:4)."""
    body = HearingBody(stage.calendar.at(Day.LATE), "in_person", PLACE)

    def invite(one: Lodged) -> None:
        _act_on(stage, one, HEARINGS, "invite", body)

    stage.each("invited to a hearing", [one for one in objections if one.course in HEARD], invite)


def record_hearings(stage: Stage, objections: Sequence[Lodged]) -> int:
    """They were heard by the handler, who took no decision (Awb 7:5, 7:7); the position of the last record."""
    held_on = stage.calendar.on(Day.LATE)

    def record(one: Lodged) -> int:
        body = HearingRecordBody(held_on, (one.handler.subject,), RECORD)
        return _act_on(stage, one, RECORDS, "hear", body).position

    heard = [one for one in objections if one.course in HEARD]
    return max(stage.each("heard", heard, record), default=0)


def _act_on(
    stage: Stage, one: Lodged, template: str, step: str, body: RequestBody | None, *, knowing: int = 0
) -> Committed:
    """An act on the objection as it stands, at least as it stood at a position that is known of."""
    session = stage.session(one.handler).knows_of("objections", knowing)
    seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id)
    return session.act(
        template, step, one.planned.number, body, if_match=seen.etag, objection_id=one.objection_id
    )


def reconsider(
    stage: Stage, objections: Sequence[Lodged], courses: Collection[Objecting], *, knowing: int = 0
) -> None:
    """Handlers ask what the cases come to on the day of the ruling, and hear it (Awb 7:11(1))."""
    on_merits = {course for course in courses if BODIES[course].ruling is not ObjectionRuling.INADMISSIBLE}
    asked = [one for one in objections if one.course in on_merits]

    def ask(one: Lodged) -> None:
        _act_on(stage, one, RECONSIDERATIONS, "reconsider", None, knowing=knowing)

    def heard(one: Lodged) -> bool:
        session = stage.session(one.handler)
        seen = session.read(OBJECTION, ObjectionSeen, objection_id=one.objection_id).value
        return seen.reconsideration is not None and seen.reconsideration.assessment is not None

    stage.each("reconsiderations", asked, ask)
    stage.wait("reconsidered", len(asked), lambda: sum(map(heard, asked)))
    stage.settle()


def rule(
    stage: Stage, objections: Sequence[Lodged], courses: Collection[Objecting], *, knowing: int = 0
) -> None:
    """Handlers rule on objections (Awb 7:11); they know of what was recorded up to a position."""

    def give(one: Lodged) -> None:
        _act_on(stage, one, RULINGS, "rule", BODIES[one.course], knowing=knowing)

    stage.each("rulings", [one for one in objections if one.course in courses], give)


def appeal(stage: Stage, objections: Sequence[Lodged]) -> Mapping[UUID, Committed]:
    """Some go to the court, which tells of it; by objection, the appeal as it was registered."""
    on = stage.calendar.on(Day.APPEALED)

    def lodge(one: Lodged) -> tuple[UUID, Committed]:
        body = AppealBody(one.objection_id, on, f"SYN {on:%y}/{one.planned.number}")
        committed = stage.session(REGISTRAR).act(APPEALS, "appeal", one.planned.number, body)
        return one.objection_id, committed

    return dict(stage.each("appeals", [one for one in objections if one.course in APPEALED], lodge))


def end_appeals(stage: Stage, objections: Sequence[Lodged], appeals: Mapping[UUID, Committed]) -> None:
    """The court tells that some were withdrawn."""
    on = stage.calendar.on(Day.APPEALED)

    def end(one: Lodged) -> None:
        registered = appeals[one.objection_id]
        session, appeal_id = stage.session(REGISTRAR), registered.id
        session.knows_of("objections", registered.position)
        seen = session.read(APPEAL, AppealSeen, appeal_id=appeal_id)
        session.act(
            ENDINGS,
            "end-appeal",
            one.planned.number,
            AppealEndingBody("withdrawn", on),
            if_match=seen.etag,
            appeal_id=appeal_id,
        )

    ended = [one for one in objections if one.course is Objecting.APPEAL_ENDED]
    stage.each("appeals ended", ended, end)
