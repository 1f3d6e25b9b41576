"""Hearing others than the applicant before a decision (Awb 4:8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.decisions.commands.desk import case_within
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import ViewsManner
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
from shared.vocabulary import NotHeardGround


class InCase(NamedTuple):
    """In which case, by whom, and at which version of it."""

    case_id: UUID
    within: Principal
    expected_version: int | None


class ThirdPartyCommands:
    """Commands on third parties (derde-belanghebbenden) of an undecided case."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def note(self, act: Act, place: InCase, person: Sealed, reasons: Sealed) -> Saved:
        """Note somebody who may be expected to object."""
        return self._in(
            act,
            place,
            lambda case: case.note_third_party(
                person, reasons=reasons, noted_on=act.today, noted_by=act.actor
            ),
        )

    def ask_views(
        self, act: Act, place: InCase, number: int, explanation: Sealed, views_until: date
    ) -> Saved:
        """Let one of them give their views (Awb 4:8(1))."""
        return self._in(
            act,
            place,
            lambda case: case.ask_views_of_third_party(
                number, explanation, views_until=views_until, asked_on=act.today, asked_by=act.actor
            ),
        )

    def note_views(
        self,
        act: Act,
        place: InCase,
        number: int,
        views: Sealed,
        manner: ViewsManner,
        received_on: date | None,
    ) -> Saved:
        """Record what one of them says (Awb 4:9); without a day: today."""
        return self._in(
            act,
            place,
            lambda case: case.note_views_of_third_party(
                number,
                views,
                manner=manner,
                received_on=received_on or act.today,
                today=act.today,
                noted_by=act.actor,
            ),
        )

    def leave_unheard(
        self, act: Act, place: InCase, number: int, because: NotHeardGround, reasons: Sealed
    ) -> Saved:
        """Do not hear one of them, on a ground of Awb 4:11."""
        return self._in(
            act,
            place,
            lambda case: case.leave_third_party_unheard(
                number, because, reasons=reasons, noted_on=act.today, noted_by=act.actor
            ),
        )

    def _in(self, act: Act, place: InCase, done: Callable[[DecisionCase], None]) -> Saved:
        case = case_within(self._log, place.within, place.case_id, place.expected_version)
        done(case)
        return self._log.save_act(act, case, case_id=place.case_id)
