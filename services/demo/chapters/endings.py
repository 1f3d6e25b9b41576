"""Applications that end otherwise than by a decision on the merits: withdrawn, converted, left out.

And day exemptions that are given back before their day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.demo.answers import ApplicationLineSeen, CaseLineSeen
from services.demo.applications import Application
from services.demo.bodies import CompletionBody, ConversionBody, LeavingOutBody
from services.demo.calendar import Day
from services.demo.chapters.desk import CASE, Handed
from services.demo.kinds import DeskWork, Meanwhile
from services.demo.planned import PlannedCase
from services.demo.stage import Stage
from shared.vocabulary import ExemptionType, LeftOutReason

APPLICATION = "/applications/v1/applications/{case_id}"
WITHDRAWALS = "/applications/v1/applications/{case_id}/withdrawals"
COMPLETION_REQUESTS = "/applications/v1/applications/{case_id}/completion-requests"
CONVERSIONS = "/applications/v1/applications/{case_id}/conversions"
LEAVINGS_OUT = "/decisions/v1/cases/{case_id}/leavings-out-of-consideration"
CANCELLATIONS = "/decisions/v1/day-exemptions/{case_id}/cancellations"

REASONS: Final = {
    DeskWork.NO_RESPONSE: LeftOutReason.NO_RESPONSE,
    DeskWork.WRONG_DATA: LeftOutReason.WRONG_DATA,
}
MISSING: Final = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: "daily_range",
    ExemptionType.PRIVATE_USE: "private_use_declaration",
    ExemptionType.ADAPTED_FOR_DISABILITY: "adaptation_invoice",
    ExemptionType.LONG_DELIVERY_TIME: "replacement_order",
    ExemptionType.BUSINESS_ECONOMIC: "financial_assessment",
    ExemptionType.GRID_CONGESTION: "grid_operator_confirmation",
    ExemptionType.SPECIAL_VEHICLE: "special_purpose",
    ExemptionType.MARKET_TRADER: "market_permit",
}
"""What is asked for; of other types their circumstances. SYNTHETIC."""


def withdraw(stage: Stage, handed: Sequence[Handed], when: DeskWork) -> None:
    """Some applicants withdraw, before handling or after it has started."""

    def act(one: Handed) -> None:
        session = stage.session(one.application.person)
        session.act(WITHDRAWALS, "withdraw", one.application.key, case_id=one.case_id)

    stage.each(when.value, [one for one in handed if one.application.desk is when], act)


def ask_to_complete(stage: Stage, handed: Sequence[Handed], desks: frozenset[DeskWork], step: str) -> None:
    """Some applicants are asked for what is missing, within two weeks."""

    def ask(one: Handed) -> None:
        session = stage.session(one.application.handler)
        seen = session.read(APPLICATION, ApplicationLineSeen, case_id=one.case_id)
        kind = _planned(one).exemption_type
        body = CompletionBody((MISSING.get(kind, "circumstances"),))
        session.act(
            COMPLETION_REQUESTS, step, one.application.key, body, if_match=seen.etag, case_id=one.case_id
        )

    stage.each("asked to complete", [one for one in handed if one.application.desk in desks], ask)


def leave_out(stage: Stage, handed: Sequence[Handed], desk: DeskWork) -> None:
    """Applications that were not completed are left out of consideration (Awb 4:5)."""

    def leave(one: Handed) -> None:
        session = stage.session(one.application.handler)
        seen = session.read(CASE, CaseLineSeen, case_id=one.case_id)
        body = LeavingOutBody(REASONS[desk])
        session.act(
            LEAVINGS_OUT, "leave-out", one.application.key, body, if_match=seen.etag, case_id=one.case_id
        )

    stage.each(desk.value, [one for one in handed if one.application.desk is desk], leave)


def convert(stage: Stage, handed: Sequence[Handed]) -> list[Handed]:
    """Some go on as applications for a better-fitting exemption; the cases in which they do."""
    on = stage.calendar.on(Day.ANNOUNCED)

    def act(work: tuple[Handed, PlannedCase]) -> Handed:
        one, target = work
        session = stage.session(one.application.handler)
        seen = session.read(APPLICATION, ApplicationLineSeen, case_id=one.case_id)
        body = ConversionBody(target.exemption_type, on, target.municipality)
        committed = session.act(
            CONVERSIONS, "convert", one.application.key, body, if_match=seen.etag, case_id=one.case_id
        )
        return Handed(Application.as_planned(target), committed.id)

    work = [(one, one.application.planned.target) for one in handed if one.application.planned is not None]
    return stage.each("converted", [(one, target) for one, target in work if target is not None], act)


def give_back(stage: Stage, handed: Sequence[Handed]) -> None:
    """Some day exemptions are given back before their day."""

    def act(one: Handed) -> None:
        session = stage.session(one.application.person)
        session.act(CANCELLATIONS, "give-back", one.application.key, case_id=one.case_id)

    given = [
        one
        for one in handed
        if one.application.planned is not None and one.application.planned.meanwhile is Meanwhile.GIVEN_BACK
    ]
    stage.each("given back", given, act)


def _planned(one: Handed) -> PlannedCase:
    """What is planned; only planned applications end in these ways."""
    if one.application.planned is None:
        raise ValueError("nothing is planned for a given vehicle")
    return one.application.planned
