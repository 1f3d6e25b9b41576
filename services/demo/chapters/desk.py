"""Applications come in, the vehicle register answers, and case handlers assess and decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.demo.answers import ApplicationSeen, CaseLineSeen, CasePageSeen, CaseSeen
from services.demo.applications import Application
from services.demo.bodies import DecisionBody
from services.demo.client import Session
from services.demo.people import CASE_HANDLERS, applicant, case_handler_of
from services.demo.plan import DeskWork
from services.demo.stage import Stage
from shared.vocabulary import Outcome

APPLICATIONS = "/applications/v1/applications"
HANDLING = "/applications/v1/applications/{case_id}/handling"
APPLICATION = "/applications/v1/applications/{case_id}"
CASES = "/decisions/v1/cases"
CASE = "/decisions/v1/cases/{case_id}"
ASSESSMENTS = "/decisions/v1/cases/{case_id}/assessments"
DECISIONS = "/decisions/v1/cases/{case_id}/decisions"
PAGE = "500"


@dataclass(frozen=True, slots=True)
class Handed:
    """An application that was handed in, with the case that it opened."""

    application: Application
    case_id: UUID


def hand_in(stage: Stage, applications: Sequence[Application]) -> list[Handed]:
    """Every applicant hands in an application; then the register's answers are awaited."""

    def submit(application: Application) -> Handed:
        session = stage.session(applicant(application.applicant.subject))
        committed = session.act(APPLICATIONS, "submit", application.key, application.body())
        return Handed(application, committed.id)

    handed = stage.each("applications", applications, submit)
    ours = {one.case_id for one in handed}
    session = stage.session(CASE_HANDLERS[0])
    stage.wait("vehicle facts", len(ours), lambda: len(ours & _cases_with_facts(session)))
    return handed


def decide(stage: Stage, handed: Sequence[Handed]) -> None:
    """Case handlers take the cases in hand, assess them and decide, each as far as planned."""

    def handle(one: Handed) -> None:
        if one.application.desk is not DeskWork.RECEIVED:
            _assess_and_decide(stage.session(case_handler_of(one.application.number)), one)

    stage.each("at the desk", handed, handle)


def _assess_and_decide(session: Session, one: Handed) -> None:
    about, case_id = one.application.key, one.case_id
    application = session.read(APPLICATION, ApplicationSeen, case_id=case_id)
    session.act(HANDLING, "handle", about, if_match=application.etag, case_id=case_id)
    case = session.read(CASE, CaseSeen, case_id=case_id)
    session.act(ASSESSMENTS, "assess", about, if_match=case.etag, case_id=case_id)
    if one.application.desk is not DeskWork.DECIDED:
        return
    assessed = session.read(CASE, CaseSeen, case_id=case_id)
    outcome = _outcome_for(assessed.value)
    if outcome is not None:
        session.act(
            DECISIONS, "decide", about, DecisionBody(outcome), if_match=assessed.etag, case_id=case_id
        )


def _outcome_for(case: CaseSeen) -> Outcome | None:
    """What was decided when this is played again; else what is advised, if anything is."""
    return case.decisions[0].outcome if case.decisions else case.advice


def _cases_with_facts(session: Session) -> set[UUID]:
    return {line.case_id for line in _lines(session) if line.vehicle_facts_noted}


def _lines(session: Session) -> Iterator[CaseLineSeen]:
    """The desk's list, page after page."""
    query = {"limit": PAGE}
    while True:
        page = session.read(CASES, CasePageSeen, query=query).value
        yield from page.items
        if page.next is None:
            return
        query = {"limit": PAGE, "after": str(page.next)}
