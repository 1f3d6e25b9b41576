"""Applications come in, the vehicle register answers, and case handlers assess and decide.

What a step needs to know of the cases it reads in pages of the desk's lists, from the first case of this
sample set on, and not case by case; what was done already is not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar
from uuid import UUID

from services.demo.answers import (
    ApplicationLineSeen,
    ApplicationPageSeen,
    CaseLineSeen,
    CasePageSeen,
    Committed,
)
from services.demo.applications import Application
from services.demo.bodies import DecisionBody, JudgementsBody, RequestBody
from services.demo.calendar import Day
from services.demo.client import Session
from services.demo.judging import judgements_on
from services.demo.kinds import TAKEN_IN_HAND, DeskWork
from services.demo.people import case_handler_of
from services.demo.stage import Stage
from shared.vocabulary import ExemptionType, Outcome, RefusalGround

APPLICATIONS = "/applications/v1/applications"
HANDLING = "/applications/v1/applications/{case_id}/handling"
CASES = "/decisions/v1/cases"
CASE = "/decisions/v1/cases/{case_id}"
ASSESSMENTS = "/decisions/v1/cases/{case_id}/assessments"
JUDGEMENTS = "/decisions/v1/cases/{case_id}/judgements"
DECISIONS = "/decisions/v1/cases/{case_id}/decisions"
WHOLE_PAGE: Final = 500
PAGE_TO_WATCH: Final = 50
"""Small, because it is read again and again."""
ASSESSED: Final = frozenset({DeskWork.DECIDED, DeskWork.ASSESSED})
DECIDED: Final = frozenset({DeskWork.DECIDED, DeskWork.DECIDED_OTHERWISE})
Line = TypeVar("Line", covariant=True)  # noqa: PLC0105 - "Line_co" would say less
HARDSHIP_LASTS: Final = timedelta(days=360)
"""SYNTHETIC: what the desk of the demo sets, counted from the first day of the sample set."""
OTHER_REASONS = "SYNTHETIC: het voertuig is inmiddels uit het kentekenregister geschreven."


@dataclass(frozen=True, slots=True)
class Handed:
    """An application that was handed in, with the case that it opened."""

    application: Application
    case_id: UUID

    @property
    def scope(self) -> str | None:
        """The municipality whose desk it falls to; None: the national one."""
        return self.application.municipality


def hand_in(stage: Stage, title: str, applications: Sequence[Application]) -> list[Handed]:
    """Every applicant hands in an application; then the register's answers are awaited."""
    first_day = stage.calendar.on(Day.OPENED)

    def submit(application: Application) -> Handed:
        session = stage.session(application.person)
        committed = session.act(APPLICATIONS, "submit", application.key, application.body(first_day))
        return Handed(application, committed.id)

    handed = stage.each(title, applications, submit)
    await_facts(stage, handed)
    return handed


def await_facts(stage: Stage, handed: Sequence[Handed]) -> None:
    """Wait until decisions knows what the vehicle register says of each of these cases.

    A day exemption is decided on before the register has answered.
    """
    waiting = [one for one in handed if one.application.desk is not DeskWork.DECIDED_AT_ONCE]
    watched = [_Watched(stage, scope, ours) for scope, ours in by_scope(waiting).items()]
    stage.wait("vehicle facts", len(waiting), lambda: sum(one.noted() for one in watched))


def decide(stage: Stage, handed: Sequence[Handed]) -> None:
    """Case handlers take the cases in hand, assess them and decide, each as far as planned."""
    _take_in_hand(stage, _doing(handed, TAKEN_IN_HAND))
    position = _assess(stage, _doing(handed, ASSESSED))
    _decide(stage, _doing(handed, DECIDED), position)


def by_scope(handed: Sequence[Handed]) -> Mapping[str | None, list[Handed]]:
    """The cases by the desk to which they fall."""
    found: dict[str | None, list[Handed]] = {}
    for one in handed:
        found.setdefault(one.scope, []).append(one)
    return found


def _doing(handed: Sequence[Handed], desk: frozenset[DeskWork]) -> list[Handed]:
    return [one for one in handed if one.application.desk in desk]


def _take_in_hand(stage: Stage, handed: Sequence[Handed]) -> None:
    lines = _application_lines(stage, handed)

    def take(one: Handed) -> None:
        line = lines[one.case_id]
        _act(stage, one, HANDLING, "handle", line.version)

    stage.each("taken in hand", [one for one in handed if lines[one.case_id].state == "received"], take)


def _assess(stage: Stage, handed: Sequence[Handed]) -> int:
    """Returns the position of the log up to which the assessments stand."""
    lines = _case_lines(stage, handed)
    open_ones = [one for one in handed if _is_open(lines[one.case_id])]
    judged = _judge(stage, open_ones, lines)

    def assess(one: Handed) -> int:
        version = judged.get(one.case_id, lines[one.case_id].version)
        return _act(stage, one, ASSESSMENTS, "assess", version).position

    return max(stage.each("assessed", open_ones, assess), default=0)


def _judge(stage: Stage, handed: Sequence[Handed], lines: Mapping[UUID, CaseLineSeen]) -> Mapping[UUID, int]:
    """Where a person judges what was claimed, all of a case in one request; returns the versions after it."""
    work = [(one, body) for one in handed if (body := judgements_on(one.application.planned)) is not None]

    def judge(each: tuple[Handed, JudgementsBody]) -> tuple[UUID, int]:
        one, body = each
        return one.case_id, _act(stage, one, JUDGEMENTS, "judge", lines[one.case_id].version, body).version

    return dict(stage.each("judged", work, judge))


def _decide(stage: Stage, handed: Sequence[Handed], position: int) -> None:
    """As was advised, or on another ground; what the facts do not allow to decide stays open."""
    lines = _case_lines(stage, handed, position)

    def decide(work: tuple[Handed, DecisionBody]) -> None:
        one, body = work
        _act(stage, one, DECISIONS, "decide", lines[one.case_id].version, body)

    open_ones = [one for one in handed if _is_open(lines[one.case_id])]
    last_day = stage.calendar.on(Day.OPENED) + HARDSHIP_LASTS
    bodies = [(one, _decision(one, lines[one.case_id], last_day)) for one in open_ones]
    work = [(one, body) for one, body in bodies if body is not None]
    stage.each("decided", work, decide)


def _decision(one: Handed, line: CaseLineSeen, last_day: date) -> DecisionBody | None:
    if one.application.desk is DeskWork.DECIDED_OTHERWISE:
        return DecisionBody(Outcome.REFUSED, RefusalGround.OTHER, OTHER_REASONS)
    if line.advice is None:
        return None
    planned = one.application.planned
    hardship = planned is not None and planned.exemption_type is ExemptionType.HARDSHIP
    set_by_person = hardship and line.advice is Outcome.GRANTED
    return DecisionBody(line.advice, valid_until=last_day if set_by_person else None)


def _is_open(line: CaseLineSeen) -> bool:
    """Whether anything is left to do; what was decided in an earlier play is not decided again."""
    return line.state == "undecided"


def _act(
    stage: Stage, one: Handed, template: str, step: str, version: int, body: RequestBody | None = None
) -> Committed:
    session = stage.session(one.application.handler)
    return session.act(
        template, step, one.application.key, body, if_match=f'"{version}"', case_id=one.case_id
    )


# The desk's lists


def _application_lines(stage: Stage, handed: Sequence[Handed]) -> Mapping[UUID, ApplicationLineSeen]:
    found: dict[UUID, ApplicationLineSeen] = {}
    for scope, ours in by_scope(handed).items():
        session = stage.session(case_handler_of(0, scope))

        def read(after: UUID, session: Session = session) -> ApplicationPageSeen:
            return session.read(APPLICATIONS, ApplicationPageSeen, query=_page(after, WHOLE_PAGE)).value

        found |= {line.case_id: line for line in _from_first(ours, read)}
    return found


def _case_lines(stage: Stage, handed: Sequence[Handed], position: int = 0) -> Mapping[UUID, CaseLineSeen]:
    """The lines of these cases, not older than that position of the log."""
    found: dict[UUID, CaseLineSeen] = {}
    for scope, ours in by_scope(handed).items():
        session = stage.session(case_handler_of(0, scope)).knows_of("decisions", position)

        def read(after: UUID, session: Session = session) -> CasePageSeen:
            return session.read(CASES, CasePageSeen, query=_page(after, WHOLE_PAGE)).value

        found |= {line.case_id: line for line in _from_first(ours, read)}
    return found


class _Page(Protocol[Line]):
    """A page of a list, with the value of `after` for the one that follows."""

    @property
    def items(self) -> tuple[Line, ...]: ...
    @property
    def next(self) -> UUID | None: ...


def _from_first(ours: Sequence[Handed], read: Callable[[UUID], _Page[Line]]) -> Iterator[Line]:
    """The lines of a list from our first case to our last: ids are in the order of receipt."""
    after, last = _before(min(one.case_id for one in ours)), max(one.case_id for one in ours)
    while True:
        page = read(after)
        yield from page.items
        if page.next is None or page.next >= last:
            return
        after = page.next


def _before(case_id: UUID) -> UUID:
    return UUID(int=case_id.int - 1)


def _page(after: UUID, limit: int) -> Mapping[str, str]:
    return {"limit": str(limit), "after": str(after)}


class _Watched:
    """One desk's list, read from the first of our cases of which the facts are still awaited.

    A case may come into the list after one with a later id: an id is drawn before the case is written down.
    """

    def __init__(self, stage: Stage, scope: str | None, ours: Sequence[Handed]) -> None:
        self._session: Final[Session] = stage.session(case_handler_of(0, scope))
        self._awaited = {one.case_id for one in ours}
        self._all = len(ours)

    def noted(self) -> int:
        """Of how many of our cases the facts are noted now, as far as the list was read."""
        while self._awaited:
            first = min(self._awaited)
            query = _page(_before(first), PAGE_TO_WATCH)
            page = self._session.read(CASES, CasePageSeen, query=query).value
            self._awaited -= {line.case_id for line in page.items if line.vehicle_facts_noted}
            if first in self._awaited:
                break
        return self._all - len(self._awaited)
